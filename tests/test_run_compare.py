"""run() and compare(): tidy tables, the same numbers as stepping the model, whatever the sample or the workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import cache

import numpy as np
import pandas as pd
import pytest

import lwsim
from living import settled, shelf, started, town, what_if
from lwsim import single
from lwsim.batch.pool import in_order
from lwsim.diary import as_csv
from lwsim.errors import InputError
from lwsim.local_system import LocalSystem
from lwsim.measures import NAMES, record
from lwsim.model import begin
from lwsim.pairing import compare, worlds_of
from lwsim.single import run
from lwsim.totals import TOTALS

WEEKS = 26
HALF = {"years": 0.5, "seed": 1}


@pytest.fixture(scope="module")
def result():
    """Half a year of the relational small town."""
    return run("small_town", "relational", **HALF)


def test_tables_are_tidy(result):
    """Each table has a row for each week, thing and measure, and its value; the system's starts at week 0."""
    assert list(result.weekly.columns) == ["week", "measure", "value"]
    assert result.weekly["week"].unique().tolist() == list(range(WEEKS + 1))
    assert result.weekly.groupby("week")["measure"].agg(tuple).map(lambda names: names == NAMES).all()
    for name in ("community", "fifth", "service", "role"):
        table = getattr(result, f"by_{name}")
        assert list(table.columns) == ["week", name, "measure", "value"], name
        assert table["week"].unique().tolist() == list(range(1, WEEKS + 1)), name
        assert table["value"].notna().all(), name
    assert result.ledger.index.tolist() == list(range(1, WEEKS + 1))


def test_the_ledger_balances(result):
    """In hand before, and income, less every pot, is in hand after; each week starts where the last ended."""
    ledger = result.ledger
    pots = ledger.drop(columns=["in_hand_before", "income", "in_hand_after"])
    left = ledger["in_hand_before"] + ledger["income"] - pots.sum(axis=1)
    np.testing.assert_allclose(left, ledger["in_hand_after"], rtol=1e-9)
    np.testing.assert_array_equal(ledger["in_hand_before"].iloc[1:], ledger["in_hand_after"].iloc[:-1])
    spend = result.weekly.query("measure == 'spend' and week > 0")["value"]
    np.testing.assert_allclose(pots.sum(axis=1), spend)


def test_a_run_is_the_model_stepped(result):
    """run() gives the numbers of LocalSystem stepped by hand and recorded each week, to the last bit."""
    model = LocalSystem(town(), shelf("relational"), seed=1)
    rows = [record(model.state), *(record(model.state) for _ in model.weeks(WEEKS))]
    assert np.array_equal(np.stack(rows), result.outcome.weekly)
    assert result.totals.keys() == TOTALS.keys()


def test_a_run_writes_its_tables(result, tmp_path):
    """Every table is written as CSV with its head."""
    files = result.write(tmp_path / "out")
    heads = {file.stem: file.read_text(encoding="utf-8").splitlines()[0] for file in files}
    assert heads["weekly"] == "week,measure,value" and heads["by_fifth"] == "week,fifth,measure,value"
    assert set(heads) == {"weekly", "by_community", "by_fifth", "by_service", "by_role", "ledger"}


def test_a_service_that_opens_is_in_the_tables_from_then():
    """Tables by service hold a new service from the week it opened, and not before."""
    opens = {
        "week": 10,
        "kind": "open_service",
        "key": "new",
        "service_kind": "living_well",
        "employer": "An alliance",
        "posts": {"clinician": 2.0},
    }
    table = run(town(), what_if(opens), **HALF).by_service
    assert table[table["service"] == "new"]["week"].unique().tolist() == list(range(11, WEEKS + 1))


def test_names_files_and_objects_are_the_same_run():
    """Place and scenario may be named, or given as loaded; the horizon is the scenario's if none is asked for."""
    short = what_if(years=0.1)
    assert run(town(), short).years == 0.1
    named, given = run("small_town", "mechanistic", **HALF), run(town(), shelf("mechanistic"), **HALF)
    assert np.array_equal(named.outcome.weekly, given.outcome.weekly)
    assert lwsim.run is run and lwsim.compare is compare


def test_progress_is_told():
    """Who asks to be told hears of every week, in order."""
    told: list[tuple[int, int]] = []
    run("small_town", years=0.1, on_week=lambda done, of: told.append((done, of)))
    assert told == [(week, 5) for week in range(1, 6)]


PEOPLE = ("people_in_need", "people_supported", "spend", "staff_in_post", "voluntary_hours", "qalys")


SEEDS = range(1, 9)


@cache
def over_seeds(sample: float) -> np.ndarray:
    """Every measure of the settled small town, (seeds, measures)."""
    return np.stack([record(begin(town(), what_if(), seed=seed, sample=sample, world=0)) for seed in SEEDS])


@pytest.mark.parametrize("name", PEOPLE)
def test_a_sample_speaks_for_the_whole(name):
    """Counts of a sampled town are given at full size: over seeds, those of the whole within their noise."""
    whole, part = (over_seeds(sample)[:, NAMES.index(name)] for sample in (1.0, 0.2))
    noise = np.hypot(whole.std(ddof=1), part.std(ddof=1)) / np.sqrt(len(SEEDS))
    assert abs(part.mean() - whole.mean()) < 4 * noise + 0.03 * whole.mean()
    assert part.mean() == pytest.approx(whole.mean(), rel=0.25)


def test_a_sample_holds_its_share_of_people():
    """A fifth of the town is a fifth of its adults, staff hours and money."""
    whole, part = settled(), settled("small_town", 0.2)
    assert part.people.who.size == pytest.approx(0.2 * whole.people.who.size, abs=2)
    for table, column in (("staff", "hours"), ("groups", "reserves")):
        sums = [getattr(getattr(state, table), column).sum() for state in (whole, part)]
        assert sums[1] == pytest.approx(0.2 * sums[0], rel=0.3), column
    assert part.money.income == pytest.approx(0.2 * whole.money.income, rel=0.1)


def test_compare_is_run_twice():
    """With one world a comparison's sides are the two runs."""
    sides = compare("small_town", ["mechanistic", "relational"], worlds=1, workers=1, **HALF).sides
    for side in sides:
        assert np.array_equal(side.weekly[0], run("small_town", side.key, **HALF).outcome.weekly)


def test_compare_does_not_depend_on_workers():
    """One worker or two, the worlds and their order are the same, to the last bit; all are told."""
    told: list[tuple[int, int]] = []
    pair = ["ordinary", "relational"]
    one = compare("small_town", pair, worlds=2, workers=1, **HALF)
    two = compare("small_town", pair, worlds=2, workers=2, on_world=lambda *done: told.append(done), **HALF)
    for first, second in zip(one.sides, two.sides, strict=True):
        assert np.array_equal(first.weekly, second.weekly)
        assert np.array_equal(first.totals, second.totals, equal_nan=True)
    assert told == [(1, 2), (2, 2)]
    assert one.setup == two.setup and one.setup.drawn


def test_worlds_differ_and_start_together():
    """Worlds have numbers of their own; in each, all scenarios share week 0."""
    sides = compare("small_town", ["mechanistic", "relational", "ordinary"], worlds=2, workers=1, **HALF).sides
    assert len(sides) == 3 and not np.array_equal(sides[0].weekly[0], sides[0].weekly[1])
    for side in sides[1:]:
        assert np.array_equal(side.weekly[:, 0], sides[0].weekly[:, 0])
    assert list(worlds_of(1)) == [0] and list(worlds_of(3)) == [1, 2, 3]


def test_a_world_is_the_same_alone_and_among_others():
    """The first of three worlds is the first of two."""
    pair = ["mechanistic", "relational"]
    few, many = (compare("small_town", pair, worlds=count, workers=1, **HALF) for count in (2, 3))
    assert np.array_equal(few.sides[1].weekly, many.sides[1].weekly[:2])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: run("smal_town"), "small_town"),
        (lambda: run("small_town", "relationel"), "relational"),
        (lambda: run("relational"), "a scenario, not a place"),
        (lambda: run("small_town", what_if({"week": 1, "kind": "close_service", "service": "gym"})), "gym"),
        (lambda: run("small_town", what_if({"week": 60, "kind": "cut", "pot": "voluntary", "share": 0.1}), years=1), "60"),
        (lambda: compare("small_town", ["relational"]), "two to four"),
        (lambda: compare("small_town", ["relational"] * 5), "two to four"),
        (lambda: compare("small_town", "relational"), 'scenarios is "relational"; allowed: a list of names'),
        (lambda: compare("small_town", ["ordinary", "relational"], worlds=0), "worlds is 0; allowed: a whole number"),
        (lambda: compare("small_town", ["ordinary", "relational"], worlds="3"), 'worlds is "3"'),
        (lambda: compare("small_town", ["ordinary", "relational"], worlds=2.5), "worlds is 2.5"),
        (lambda: compare("small_town", ["ordinary", "relational"], workers=0), "workers is 0"),
        (lambda: compare("nowhere", ["relational", "ordinary"]), "nowhere"),
    ],
)
def test_what_cannot_be_run_is_refused_in_words(call, words):
    """Wrong names, events out of reach and too few scenarios are InputErrors that say so."""
    with pytest.raises(InputError, match=words):
        call()


@pytest.mark.parametrize("wrong", [{"sample": 0.0}, {"sample": -1.0}, {"sample": 2.0}, {"years": -1.0}, {"years": 0.0}])
def test_impossible_sizes_are_refused_in_words(wrong):
    """A sample outside (0, 1], or no time at all, is an InputError."""
    with pytest.raises(InputError, match=next(iter(wrong))):
        run("small_town", **{"years": 0.1, **wrong})


def _double(number: int) -> int:
    return 2 * number


@pytest.mark.parametrize("workers", [1, 2])
def test_tasks_are_done_in_order(workers):
    """Work is handed back in the order of its tasks, for any number of workers."""
    assert list(in_order(_double, range(5), workers)) == [0, 2, 4, 6, 8]


def _dies(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("count", [2, 40])
def test_a_worker_that_the_system_kills_is_told_of_in_words(count):
    """As when memory runs out, be it while tasks are given out or while the last are waited for."""
    said = r"a worker process is gone: killed by the system, .* memory; take fewer workers \(--workers\) or a smaller sample"
    with pytest.raises(InputError, match=said):
        list(in_order(_dies, range(count), 2))


SCRIPT = """
import sys
import lwsim
if sys.argv[1] == "spawn":
    import multiprocessing
    multiprocessing.get_all_start_methods = lambda: ["spawn"]
print("read")
found = lwsim.compare("small_town", ["mechanistic", "relational"], worlds=3, years=0.1, sample=0.1, workers=int(sys.argv[2]))
print(found.table().to_csv())
print(sys.modules["__main__"].__file__)
"""


def test_a_script_without_a_guard_works_in_many_processes(tmp_path):
    """Workers do not read the user's script, however processes are started here: it runs once, and its name stays its own."""
    script = tmp_path / "plain.py"
    script.write_text(SCRIPT)
    asked = [("usual", "1"), ("usual", "2"), ("spawn", "2")]
    done = [subprocess.run([sys.executable, script, *words], capture_output=True, text=True) for words in asked]
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 3
    assert done[0].stdout.startswith("read\n") and done[0].stdout.endswith(f"{script}\n")
    assert done[0].stdout.count("read") == 1
    assert done[1].stdout == done[2].stdout == done[0].stdout


def test_a_fork_of_a_run_shares_its_start():
    """Starting a scenario leaves the settled start as it is for the next."""
    before = record(settled()).copy()
    started(shelf("relational"))
    assert np.array_equal(before, record(settled()))


def test_files_hold_what_pandas_would_write(tmp_path):
    """Every table's file, to the byte; names with commas and quotes too."""
    place = single.as_place("small_town")
    found = run(place, "living-well-team", years=0.75, seed=2)
    names = ("weekly", "by_community", "by_fifth", "by_service", "by_role")
    expected = {name: getattr(found, name).to_csv(index=False) for name in names} | {"ledger": found.ledger.to_csv()}
    written = found.write(tmp_path / "there")
    assert {file.stem: file.read_text() for file in written} == expected
    said = pd.DataFrame({"name": ['a, "b"', "c"], "value": [0.1 + 0.2, 1e-300]})
    assert as_csv({name: column.to_numpy() for name, column in said.items()}) == said.to_csv(index=False)


def test_a_place_run_again_starts_from_where_it_had_settled_and_ends_the_same():
    """Only what the world is counts for the start: another scenario of the same world shares it, anything else does not."""
    place, other_place = single.as_place("small_town"), single.as_place("luton")
    ordinary, relational = single.as_scenario("ordinary"), single.as_scenario("relational")
    first = single.settled(place, ordinary, 5, 0.2, 0)
    before = record(first)
    lived = run(place, ordinary, years=0.5, seed=5, sample=0.2)
    assert single.settled(place, relational, 5, 0.2, 0) is first and (record(first) == before).all()
    otherwise = ordinary.model_copy(update={"switches": {"advice": False}})
    others = [(place, ordinary, 6, 0.2, 0), (place, ordinary, 5, 0.1, 0), (place, ordinary, 5, 0.2, 1)]
    for other in (*others, (place, otherwise, 5, 0.2, 0), (other_place, ordinary, 5, 0.01, 0)):
        assert single.settled(*other) is not first
    again = run(place, ordinary, years=0.5, seed=5, sample=0.2)
    assert again.outcome.weekly.tobytes() == lived.outcome.weekly.tobytes()
