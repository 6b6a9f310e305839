"""Faults of a batch: kills, a full disk, runs that fail: nothing finished is lost, and it ends in the same bytes."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import active_children, get_context

import pytest

from batches import SMALL, a_file, a_plan, content
from lwsim.batch.asked import standing
from lwsim.batch.pool import Killed
from lwsim.batch.reading import failures
from lwsim.batch.runner import DIED, run_batch
from lwsim.batch.store import Store
from lwsim.batch.work import live_task, live_tasks
from lwsim.errors import InputError

MANY = SMALL.replace("levels = 3", "levels = 24")
"""Ninety-six runs on two settled starts: long enough to be killed in."""


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """What the store holds after a batch that nobody disturbed."""
    folder = tmp_path_factory.mktemp("unbroken")
    store = Store(folder / "store")
    ended = run_batch(a_plan(folder, MANY), store, workers=1)
    assert (ended.total, ended.done, ended.failed, ended.left) == (96, 96, 0, 0)
    return content(store.folder)


def begin(folder, *words, text=MANY):
    """A batch in a process of its own, in a session of its own, so that it can be killed with its workers or without."""
    path = a_file(folder, text)
    command = [sys.executable, "-m", "lwsim", "experiment", *words[:1], str(path) if words[0] == "run" else "small"]
    return subprocess.Popen(
        [*command, *words[1:], "--store", str(folder / "store")],
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def heed_ctrl_c():
    """As from a terminal, even where the tests were started in the background, which turns a deaf ear to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finished_so_far(folder):
    return len(Store(folder / "store").known().done) if (folder / "store/store.json").exists() else 0


def wait_for(folder, count, process):
    """Wait until so many runs are in the store, or the batch ends."""
    while process.poll() is None and finished_so_far(folder) < count:
        time.sleep(0.05)


def workers_of(process):
    """Processes of the batch's session, the driver left out."""
    found = subprocess.run(["ps", "-o", "pid=", "-s", str(process.pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split() if int(word) != process.pid]


def test_a_killed_driver_loses_nothing_and_leaves_no_process_behind(tmp_path, unbroken):
    process = begin(tmp_path, "run", "--workers", "2")
    wait_for(tmp_path, 10, process)
    process.kill()
    process.communicate()
    there = finished_so_far(tmp_path)
    assert 10 <= there < 96
    store = Store(tmp_path / "store")
    patience = time.monotonic() + 30
    while workers_of(process) and time.monotonic() < patience:
        time.sleep(0.1)
    assert workers_of(process) == []
    assert standing(store, "small").state == "broken off"
    ended = run_batch(a_plan(tmp_path, MANY), store, workers=1)
    assert (ended.there, ended.done) == (there, 96 - there)
    assert content(store.folder) == unbroken


@pytest.mark.slow
def test_ten_kills_of_driver_or_worker_and_a_resume_end_in_the_same_bytes(tmp_path, unbroken):
    for kill in range(10):
        process = begin(tmp_path, *(("run",) if kill == 0 else ("resume",)), "--workers", "2")
        wait_for(tmp_path, 8 * (kill + 1), process)
        if kill % 2 and (workers := workers_of(process)):
            os.kill(workers[-1], signal.SIGKILL)
            wait_for(tmp_path, 8 * (kill + 1) + 3, process)
        before = finished_so_far(tmp_path)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert finished_so_far(tmp_path) >= before
    process = begin(tmp_path, "resume", "--workers", "2")
    said, _ = process.communicate()
    assert process.returncode == 0, said
    assert content(tmp_path / "store") == unbroken


def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(tmp_path):
    process = begin(tmp_path, "run", "--workers", "2", text=MANY.replace("worlds = 2", "worlds = 100"))
    wait_for(tmp_path, 5, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to all of them
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert "lwsim experiment resume small" in errors
    assert standing(Store(tmp_path / "store"), "small").state == "stopped"
    assert finished_so_far(tmp_path) >= 5


def test_a_killed_worker_costs_its_run_a_second_try_and_no_more(tmp_path, unbroken):
    store, killed = Store(tmp_path / "store"), []

    def told(now):
        children = [child for child in active_children() if child.pid not in killed]
        if len(killed) < 3 and children and now.done > 10 * len(killed):
            killed.append(children[0].pid)
            os.kill(children[0].pid, signal.SIGKILL)

    ended = run_batch(a_plan(tmp_path, MANY), store, workers=2, told=told)
    assert len(killed) >= 1
    assert (ended.done, ended.failed) == (96, 0)
    assert content(store.folder) == unbroken


def kill_workers_of(process):
    """As the system does where memory runs out."""
    for worker in workers_of(process)[2:]:  # after the server that makes them, and the tracker of what they share
        with contextlib.suppress(ProcessLookupError):  # it has ended since
            os.kill(worker, signal.SIGKILL)


@pytest.mark.slow
def test_a_comparison_whose_workers_are_killed_ends_in_words(tmp_path):
    words = ["compare", "small_town", "ordinary", "relational", "--worlds", "200", "--years", "1", "--sample", "0.1"]
    command = [sys.executable, "-m", "lwsim", *words, "--workers", "2", "--out", str(tmp_path)]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not process.stderr.readline().startswith("Worlds: "):
        assert process.poll() is None
    kill_workers_of(process)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.splitlines()[-1].startswith("a worker process is gone: killed by the system, most likely for want of memory")
    assert "--workers" in errors and "--sample" in errors and "Traceback" not in errors


@pytest.mark.slow
def test_a_batch_all_whose_workers_are_killed_says_how_to_go_on(tmp_path, unbroken):
    process = begin(tmp_path, "run", "--workers", "2")
    wait_for(tmp_path, 5, process)
    while process.poll() is None:
        kill_workers_of(process)
    _, errors = process.communicate()
    assert process.returncode == 1
    assert f"To go on: lwsim experiment resume small --store {tmp_path / 'store'}" in errors
    assert errors.splitlines()[-1].startswith("a worker process is gone") and "what was finished is kept" in errors
    assert "Traceback" not in errors
    assert run_batch(a_plan(tmp_path, MANY), Store(tmp_path / "store"), workers=1).there >= 5
    assert content(tmp_path / "store") == unbroken


def fails_on_some(tasks):
    """Work in which every run of world 2 fails, on one of its runs with a kill."""
    return [record for task in tasks for record in live_tasks([task if task.run.world != 2 else broken(task)])]


def broken(task):
    return type(task)(task.run, task.key, ("no such measure",))


def dies_on_one(tasks):
    """Work that ends its process on a run of no forces in world 1."""
    for task in tasks:
        if task.run.world == 1 and task.run.scenario.forces.purpose == 0.0:
            os.kill(os.getpid(), signal.SIGKILL)
    return [live_task(task) for task in tasks]


def test_failing_runs_are_recorded_with_their_error_and_the_rest_goes_on(tmp_path):
    plan, store = a_plan(tmp_path), Store(tmp_path / "store")
    ended = run_batch(plan, store, workers=2, work=fails_on_some)
    assert (ended.total, ended.done, ended.failed) == (12, 6, 6)
    assert {words.split(":")[0] for _, words in failures(store, "small")} == {"ValueError"}
    again = run_batch(plan, store, workers=1)
    assert (again.there, again.done) == (12, 0), "what failed is not tried again unasked"
    with begin(tmp_path, "run", text=SMALL) as told:
        assert (told.communicate()[0].count("What failed:"), told.returncode) == (1, 4), "nor is it silent for a script"
    mended = run_batch(plan, store, workers=1, again=True)
    assert (mended.done, mended.failed) == (6, 0)
    clean = Store(tmp_path / "clean")
    run_batch(plan, clean, workers=1)
    assert content(store.folder) == content(clean.folder)


@pytest.mark.slow
def test_a_run_that_takes_its_worker_with_it_is_given_up_and_tried_again_by_the_next_batch(tmp_path):
    plan, store = a_plan(tmp_path), Store(tmp_path / "store")
    ended = run_batch(plan, store, workers=2, work=dies_on_one)
    assert (ended.done, ended.failed) == (10, 2)
    assert all(words.startswith(DIED) for _, words in failures(store, "small"))
    assert run_batch(plan, store, workers=1).done == 2


def test_a_full_disk_stops_the_batch_in_words_and_loses_nothing(tmp_path, unbroken):
    plan, store = a_plan(tmp_path, MANY), Store(tmp_path / "store")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, limits[1]))
    try:
        with pytest.raises(InputError, match=r"not writable .* runs, all of them safe; free some space"):
            run_batch(plan, store, workers=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    there = len(store.known().done)
    assert 5 < there < 96
    assert run_batch(plan, store, workers=1).there == there
    assert content(store.folder) == unbroken


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["processes", "threads"])
def test_any_executor_gives_the_same_bytes(tmp_path, unbroken, kind):
    store = Store(tmp_path / "store")
    pool = ProcessPoolExecutor(2, mp_context=get_context("forkserver")) if kind == "processes" else ThreadPoolExecutor(2)
    with pool:
        run_batch(a_plan(tmp_path, MANY), store, executor=pool)
    assert content(store.folder) == unbroken


@pytest.mark.slow
def test_an_executor_that_loses_a_worker_ends_in_words_and_can_be_resumed(tmp_path):
    plan, store = a_plan(tmp_path), Store(tmp_path / "store")
    with (
        ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as pool,
        pytest.raises(InputError, match=r"a worker process is gone.*resume"),
    ):
        run_batch(plan, store, executor=pool, work=dies_on_one)
    assert run_batch(plan, store, workers=1).left == 0


def test_workers_that_die_before_the_first_run_are_told_of_in_words(tmp_path):
    """The certificate is their first work, and their successors die of it too."""
    is_over = threading.Event()

    def kill():
        while not is_over.wait(0.01):
            for child in active_children():
                child.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(Killed, match=r"want of memory; .*--workers.*resume: what was finished is kept"):
            run_batch(a_plan(tmp_path), Store(tmp_path / "store"), workers=2)
    finally:
        is_over.set()
        killer.join()


def test_a_batch_that_is_all_there_starts_no_worker(tmp_path):
    plan, store = a_plan(tmp_path), Store(tmp_path / "store")
    run_batch(plan, store, workers=1)
    before = content(store.folder)
    ended = run_batch(plan, store, workers=2)
    assert (ended.there, ended.done) == (12, 0)
    assert content(store.folder) == before
    larger = a_plan(tmp_path, SMALL.replace("worlds = 2", "worlds = 3"), "larger")
    assert run_batch(larger, store, workers=1).done == 6, "another experiment finds what this one has lived"
