"""A batch on a Dask cluster of real processes: the same bytes as on this machine, also when a worker is killed."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from batches import SMALL, a_file, a_plan, content
from lwsim.batch.cluster import cluster
from lwsim.batch.runner import run_batch
from lwsim.batch.store import Store
from lwsim.errors import InputError

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow
MANY = SMALL.replace("levels = 3", "levels = 12")


class Crowd:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder):
        self.file = folder / "scheduler.json"
        self.processes = []
        self._begin("dask_scheduler", "--port", "0", "--host", "127.0.0.1", "--scheduler-file", str(self.file))
        patience = time.monotonic() + 60
        while not self.file.exists() and time.monotonic() < patience:
            time.sleep(0.1)
        self.address = json.loads(self.file.read_text())["address"]

    def _begin(self, what, *words):
        command = [sys.executable, "-m", f"distributed.cli.{what}", "--no-dashboard", *words]
        self.processes.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL))
        return self.processes[-1]

    def hire(self):
        """One more worker."""
        return self._begin("dask_worker", "--scheduler-file", str(self.file), "--nthreads", "1", "--no-nanny")

    def end(self):
        for one in reversed(self.processes):
            one.kill()
            one.wait(30)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """A cluster of two workers."""
    one = Crowd(tmp_path_factory.mktemp("crowd"))
    one.hire(), one.hire()
    yield one
    one.end()


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """What the store holds after the same batch on one worker of this machine."""
    folder = tmp_path_factory.mktemp("alone")
    run_batch(a_plan(folder, MANY), Store(folder / "store"), workers=1)
    return content(folder / "store")


def test_one_worker_two_workers_and_a_cluster_of_two_give_the_same_bytes(crowd, alone, tmp_path):
    path = a_file(tmp_path, MANY)
    for store, how in (("two", ["--workers", "2"]), ("cluster", ["--scheduler", crowd.address])):
        command = [sys.executable, "-m", "lwsim", "experiment", "run", str(path), *how, "--store", str(tmp_path / store)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "48 lived now, 0 failed" in done.stdout
        assert content(tmp_path / store) == alone
    told = json.loads((tmp_path / "cluster/experiments/small/certificate.json").read_text())
    assert (told["holds"], told["workers"]) == (True, 2)


def test_a_killed_worker_of_the_cluster_costs_nothing_but_time(crowd, alone, tmp_path):
    victim, killed = crowd.hire(), []

    def told(now):
        if not killed and now.done > 8:
            os.kill(victim.pid, signal.SIGKILL)
            killed.append(now.done)

    with cluster(crowd.address) as hands:
        patience = time.monotonic() + 60
        while len(hands.client.scheduler_info(n_workers=-1)["workers"]) < 3 and time.monotonic() < patience:
            time.sleep(0.2)
        ended = run_batch(a_plan(tmp_path, MANY), Store(tmp_path / "store"), executor=hands, told=told)
    assert killed and (ended.done, ended.failed) == (48, 0)
    assert content(tmp_path / "store") == alone


@pytest.mark.parametrize(
    ("address", "words"),
    [("tcp://127.0.0.1:9", "no scheduler answers"), ("not an address", "no scheduler answers")],
)
def test_a_wrong_address_is_told_with_the_way_out(address, words):
    with pytest.raises(InputError, match=words) as error, cluster(address):
        pass
    assert "dask scheduler" in str(error.value)


def test_a_scheduler_without_a_worker_is_told_with_the_way_out(tmp_path):
    empty = Crowd(tmp_path)
    try:
        with pytest.raises(InputError, match="which has no worker; start one with: dask worker"), cluster(empty.address):
            pass
    finally:
        empty.end()
