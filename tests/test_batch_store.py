"""The store: a run is named by its content, kept whole or not at all, found again, and settled to the same bytes."""

import itertools
import shutil

import numpy as np
import pandas as pd
import pytest

import lwsim
from batches import SMALL, a_plan, content
from lwsim.batch import journal
from lwsim.batch.address import PlaceContent, Run, luck_for
from lwsim.batch.asked import standing
from lwsim.batch.reading import failures, query, yearly
from lwsim.batch.runner import run_batch
from lwsim.batch.store import Store
from lwsim.batch.work import Task, failed, live_tasks
from lwsim.errors import InputError
from lwsim.measures import NAMES
from lwsim.worlds import luck_of


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The records of the small batch, lived once in this process."""
    plan = a_plan(tmp_path_factory.mktemp("lived"))
    return live_tasks([Task(asked.run, asked.key) for asked in plan.runs()])


def filled(folder, records, journals=1):
    """A store to which so many writers have written the records in turn."""
    store = Store(folder)
    open_ones = [store.new_journal() for _ in range(journals)]
    for record, own in zip(records, itertools.cycle(open_ones), strict=False):
        own.append(record)
    for own in open_ones:
        own.close()
    return store


def a_run(**other):
    place = PlaceContent(lwsim.place("small_town"))
    usual = {"place": place, "scenario": lwsim.scenario("relational"), "world": 1, "seed": 1, "luck": 5, "weeks": 4}
    return Run(**{**usual, "sample": 0.05, **other})


def test_a_runs_name_is_its_content_and_not_its_words():
    renamed = lwsim.scenario("relational").with_changes(title="Another title", author="Somebody", years=3.0)
    assert a_run(scenario=renamed).key == a_run().key


@pytest.mark.parametrize(
    "other",
    [
        {"weeks": 5}, {"luck": 6}, {"world": 2}, {"seed": 2}, {"sample": 0.06},
        {"scenario": lwsim.scenario("mechanistic")}, {"place": PlaceContent(lwsim.place("luton"))},
        {"scenario": lwsim.scenario("relational").with_changes(parameters={"need.onset": 0.0021})},
        {"scenario": lwsim.scenario("relational").with_changes(switches={"lever_stretch": False})},
    ],
)  # fmt: skip
def test_whatever_a_run_depends_on_changes_its_name(other):
    assert a_run(**other).key != a_run().key


def test_the_usual_numbers_are_drawn_from_no_seed():
    assert a_run(world=0, seed=1).key == a_run(world=0, seed=2).key


def test_runs_that_differ_only_in_what_is_done_share_their_start():
    assert a_run(scenario=lwsim.scenario("mechanistic")).start == a_run().start
    assert a_run(luck=6).start != a_run().start


def test_luck_is_that_of_compare_and_every_replicate_has_its_own():
    assert luck_for(3, 2, 1) == luck_of(3, 2)
    lucks = {luck_for(1, world, replicate, point) for world in (0, 1, 2) for replicate in (1, 2, 3) for point in ("", "a", "b")}
    assert len(lucks) == 27


def test_a_batch_gives_exactly_what_compare_gives(tmp_path):
    text = SMALL.replace('scenarios = ["ordinary", "relational"]', 'scenarios = ["mechanistic", "relational"]')
    text = text.partition("[design]")[0].replace("years = 0.04", "years = 0.5")
    store = Store(tmp_path / "store")
    run_batch(a_plan(tmp_path, text), store, workers=1)
    table = yearly(store, "small")
    found = lwsim.compare("small_town", ["mechanistic", "relational"], worlds=2, years=0.5, sample=0.05, workers=1)
    for side, name in enumerate(("mechanistic", "relational")):
        for world in (1, 2):
            row = table[(table.scenario == name) & (table.world == world) & (table.year == 0.5)]
            expected = [found.yearly(side, measure)[world - 1, -1] for measure in NAMES]
            np.testing.assert_array_equal(row[list(NAMES)].to_numpy()[0], expected)


def test_a_record_comes_back_from_the_journal_as_it_was(lived):
    for record in (lived[0], failed(Task(a_run(), a_run().key, ("need_met",)), "ValueError: no\nway")):
        back = journal.decoded(journal.encoded(record))
        assert (back.key, back.facts, back.error, back.years) == (record.key, record.facts, record.error, record.years)
        np.testing.assert_array_equal(back.yearly, record.yearly)
        np.testing.assert_array_equal(back.totals, record.totals)


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.5, 0.999])
def test_a_journal_cut_anywhere_keeps_every_whole_record(tmp_path, lived, kept):
    store = filled(tmp_path / "store", lived)
    (path,) = store.journals()
    ends = [spot.start + spot.size for spot in journal.spots(path)]
    cut = int(kept * path.stat().st_size)
    with path.open("r+b") as opened:
        opened.truncate(cut)
    assert len(list(journal.spots(path))) == sum(end <= cut for end in ends)


def test_damage_in_the_middle_costs_one_record(tmp_path, lived):
    store = filled(tmp_path / "store", lived)
    (path,) = store.journals()
    spots = list(journal.spots(path))
    with path.open("r+b") as opened:
        opened.seek(spots[3].start + 40)
        opened.write(b"????")
    assert [spot.key for spot in journal.spots(path)] == [spot.key for spot in spots if spot != spots[3]]


def test_settling_gives_the_same_bytes_whatever_came_first_and_from_whom(tmp_path, lived):
    straight = filled(tmp_path / "straight", lived)
    straight.settle()
    turned = filled(tmp_path / "turned", lived[::-1] + lived[:3], journals=3)
    turned.settle()
    bit_by_bit = Store(tmp_path / "bits")
    for record in lived[1::2] + lived[::2]:
        filled(bit_by_bit.folder, [record]).settle()
    assert content(straight.folder) == content(turned.folder) == content(bit_by_bit.folder)
    assert not straight.journals() + turned.journals()


def test_a_kill_between_settling_and_tidying_counts_nothing_twice(tmp_path, lived):
    store = filled(tmp_path / "store", lived)
    copies = [(path, shutil.copy(path, tmp_path / path.name)) for path in store.journals()]
    store.settle()
    before = content(store.folder)
    for path, copy in copies:
        shutil.copy(copy, path)
    assert len(store.known().done) == len(lived)
    assert query(store, "select count(*) as runs from runs").runs[0] == len(lived)
    store.settle()
    assert content(store.folder) == before


def test_a_journal_that_somebody_writes_to_is_left_alone(tmp_path, lived):
    store = Store(tmp_path / "store")
    own = store.new_journal()
    own.append(lived[0])
    store.settle()
    assert store.journals() == [own.path]
    own.append(lived[1])
    assert set(store.known().done) == {lived[0].key.encode(), lived[1].key.encode()}
    own.close()


def test_a_run_that_failed_and_was_then_lived_counts_as_lived(tmp_path, lived):
    store = filled(tmp_path / "store", [failed(Task(a_run(), lived[0].key), "ValueError: no"), lived[1]])
    store.settle()
    assert store.known().has_failed(lived[0].key)
    filled(store.folder, [lived[0]]).settle()
    clean = filled(tmp_path / "clean", lived[:2])
    clean.settle()
    assert content(store.folder) == content(clean.folder)


@pytest.mark.parametrize("table", ["runs", "yearly"])
@pytest.mark.parametrize("how", ["cut", "emptied", "gone"])
def test_a_damaged_file_is_set_aside_and_its_runs_are_known_to_be_missing(tmp_path, lived, table, how):
    store = filled(tmp_path / "store", lived)
    store.settle()
    before, path = content(store.folder), store.file(table)
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(data[: len(data) // 2] if how == "cut" else b"")
    store.mend()
    assert len(store.known().done) < len(lived)
    assert bool(store.notes) == (how != "gone")
    filled(store.folder, lived).settle()
    assert content(store.folder) == before


def test_a_run_whose_numbers_are_gone_is_not_known(tmp_path, lived):
    """The runs' own file is whole and says that it was lived; the file of numbers lacks it, as after a part was set aside."""
    store = filled(tmp_path / "store", lived)
    store.settle()
    numbers, gone = pd.read_parquet(store.file("yearly")), lived[0].key
    numbers[numbers["key"] != gone].to_parquet(store.file("yearly"))
    assert len(store.known().done) == len(lived) - 1 and not store.known().have(gone)


def test_no_flipped_byte_ever_changes_a_number(tmp_path, lived):
    """Wherever in the file it is: either nothing that is read depends on it, or what does is set aside."""
    store = filled(tmp_path / "store", lived)
    store.settle()
    path = store.file("yearly")
    data, numbers = path.read_bytes(), pd.read_parquet(path)
    found = 0
    for at in range(3, len(data), len(data) // 40):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        store.mend()
        found += len(store.notes)
        store.notes.clear()
        if path.exists():
            pd.testing.assert_frame_equal(pd.read_parquet(path), numbers)
    assert found > 20


def test_pandas_polars_style_readers_and_duckdb_see_the_same(tmp_path, lived):
    store = filled(tmp_path / "store", lived)
    waiting = query(store, "select key, year, need_met from yearly order by key, year")
    store.settle()
    settled = query(store, "select key, year, need_met from yearly order by key, year")
    plain = pd.read_parquet(store.file("yearly"))[["key", "year", "need_met"]]
    pd.testing.assert_frame_equal(settled, plain)
    pd.testing.assert_frame_equal(settled, waiting)


def test_a_store_of_another_form_is_refused_and_not_touched(tmp_path):
    folder = tmp_path / "store"
    Store(folder)
    (folder / "store.json").write_text('{"format": 99}')
    with pytest.raises(InputError, match=r"format is 99; allowed: 1.*nothing in it was touched"):
        Store(folder)
    assert (folder / "store.json").read_text() == '{"format": 99}'


def test_a_folder_with_other_things_is_no_store(tmp_path):
    (tmp_path / "thesis.docx").write_text("words")
    with pytest.raises(InputError, match="a folder with other things in it"):
        Store(tmp_path)


def test_a_question_that_makes_no_sense_is_answered_in_words(tmp_path, lived):
    store = filled(tmp_path / "store", lived)
    with pytest.raises(InputError, match="tables: runs, yearly, weekly"):
        query(store, "select nothing from nowhere")


@pytest.mark.parametrize(
    "asked", ["copy (select 1) to '{}'", "select 1; copy (select 1) to '{}'", "attach '{}'", "", "drop view runs"]
)
def test_a_question_only_reads(tmp_path, lived, asked):
    store, out = filled(tmp_path / "store", lived), tmp_path / "out.csv"
    with pytest.raises(InputError, match="one question that only reads"):
        query(store, asked.format(out))
    assert not out.exists()
    assert query(store, "describe runs").column_name[0] == "key"


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """The small batch in a store, come to its end."""
    folder = tmp_path_factory.mktemp("batch")
    store = Store(folder / "store")
    run_batch(a_plan(folder), store, workers=1)
    return store


@pytest.mark.parametrize("file", ["yearly.parquet", "runs.parquet", "experiments/small/plan.parquet"])
@pytest.mark.parametrize("how", ["cut", "emptied"])
def test_who_reads_a_damaged_store_is_told_the_way_out(tmp_path, batch, file, how):
    """It is no fault of lwsim's: the batch that goes on mends it, so that is what is said."""
    shutil.copytree(batch.folder, tmp_path / "store")
    store, path = Store(tmp_path / "store"), tmp_path / "store" / file
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if how == "cut" else b"")
    for ask in (lambda: query(store, "select 1"), lambda: yearly(store, "small"), lambda: failures(store, "small")):
        with pytest.raises(InputError, match=r"damaged .*lwsim experiment resume NAME"):
            ask()
    run_batch(a_plan(tmp_path), store, workers=1)
    assert yearly(store, "small").equals(yearly(batch, "small"))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("asked.json", "{}"),
        ("asked.json", '{"file": "", "model": "m", "table": []}'),
        ("progress.json", "{}"),
        ("progress.json", '{"state": "running", "now": "x"}'),
    ],
)
def test_a_small_file_that_lacks_a_key_or_holds_another_kind_is_damaged(tmp_path, batch, file, text):
    shutil.copytree(batch.folder, tmp_path / "store")
    (tmp_path / "store/experiments/small" / file).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=f"{file} is damaged; .*no run is lost"):
        standing(Store(tmp_path / "store"), "small")


def test_a_store_that_may_only_be_read_is_told_of_in_words(tmp_path, batch):
    """A folder where the lock should be stands for a missing right, which an administrator's tests would not feel."""
    shutil.copytree(batch.folder, tmp_path / "store")
    (tmp_path / "store/lock").unlink()
    (tmp_path / "store/lock").mkdir()
    with pytest.raises(InputError, match=r"not writable .*another with --store"):
        run_batch(a_plan(tmp_path), Store(tmp_path / "store"), workers=1)
