"""Files are read with care and written whole or not at all."""

import os
import stat
import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lwsim import files
from lwsim.errors import MOST_SHOWN, InputError, Problem, did_you_mean, shown, shown_key
from lwsim.files import MOST_BYTES, read_toml, toml_text, write_whole
from tiny_files import written

scalars = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
keys = st.text(st.characters(exclude_categories=["Cs"]))
inner = st.dictionaries(keys, scalars | st.lists(scalars) | st.dictionaries(keys, scalars))
tables = st.dictionaries(keys, scalars | st.lists(scalars) | inner | st.lists(inner))


def refusal(path):
    """The words with which a file is refused."""
    with pytest.raises(InputError) as caught:
        read_toml(path)
    return str(caught.value)


def names_in(folder):
    """The names of all that lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_sound_file_is_read_whatever_its_line_ends_and_byte_order_mark(tmp_path):
    assert read_toml(written(tmp_path, b'\xef\xbb\xbfa = "\xc3\xa9"\r\n[b]\r\nc = 1\r\n')) == {
        "a": "é",
        "b": {"c": 1},
    }


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"a = 1\nb == 2\n", "line 2"),
        (b"a = 1\nb = 2\nb = 3\n", "line 3"),
        (b'ok = 1\ntitle = "x', "line 2"),
        (b"a = 0,5", "line 1"),
        pytest.param(b"a = " + b"1" * 5000, "not readable as TOML", id="digits"),
        pytest.param(b"a = " + b"[" * 20_000, "too deep", id="deep"),
        (b"a = 1\nb = \x00", "line 2"),
        (b"a = 1\n\nb = '\xff'", "line 3"),
        (b"\xff\xfea\x00", "UTF-16"),
        pytest.param(b"a = 1\n# " + b"x" * MOST_BYTES, "1 MB", id="large"),
    ],
)
def test_a_broken_file_is_refused_by_name_and_line(tmp_path, raw, words):
    said = refusal(written(tmp_path, raw, "broken.toml"))
    assert "broken.toml" in said and words in said and "\n" not in said


def test_a_file_of_just_1_mb_is_read(tmp_path):
    head = b"a = 1\n#"
    assert read_toml(written(tmp_path, head + b"x" * (MOST_BYTES - len(head)))) == {"a": 1}


def test_a_key_of_endless_dots_is_refused_at_once(tmp_path):
    """Reading a key of 400,000 parts would take minutes."""
    path = written(tmp_path, "ok = 1\n[" + ".".join("a" * 400_000) + "]")
    start = time.perf_counter()
    assert "line 2" in refusal(path)
    assert time.perf_counter() - start < 2.0


def test_only_ordinary_files_are_read(tmp_path):
    """A pipe nobody writes to does not hang, a device without end does not fill the memory."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", "/dev/zero"):
        assert "not an ordinary file" in refusal(path)


@pytest.mark.parametrize("path", ["", "no/such/file.toml", "a\0b.toml", "x" * 5000 + ".toml", "evil\x1b[31m.toml"])
def test_a_file_that_cannot_be_opened_is_refused_in_printable_words(path):
    assert refusal(path).isprintable()


def test_a_link_to_a_sound_file_is_followed(tmp_path):
    (tmp_path / "link.toml").symlink_to(written(tmp_path, "a = 1"))
    assert read_toml(tmp_path / "link.toml") == {"a": 1}


def test_what_is_written_is_read_back_and_leaves_nothing_beside(tmp_path):
    path = tmp_path / "out.txt"
    write_whole(path, "é\n")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert names_in(tmp_path) == ["out.txt"]


def test_a_new_file_has_ordinary_rights_and_an_old_one_keeps_its_own(tmp_path):
    old, new = written(tmp_path, "x", "old"), tmp_path / "new"
    old.chmod(0o640)
    before = os.umask(0o022)
    try:
        write_whole(old, "y")
        write_whole(new, "y")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o644]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_when_the_disk_fails_the_old_file_stands_and_nothing_is_left_beside(tmp_path, monkeypatch, step):
    path = written(tmp_path, "old", "out.txt")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os if step == "fsync" else files.Path, step, fail)
    with pytest.raises(InputError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert names_in(tmp_path) == ["out.txt"]


def test_writing_goes_through_a_link_and_leaves_it_a_link(tmp_path):
    path = written(tmp_path, "old")
    link = tmp_path / "link"
    link.symlink_to(path)
    write_whole(link, "new")
    assert link.is_symlink() and path.read_text() == "new"


@pytest.mark.parametrize("target", [".", "pipe", "missing/out.txt", "a\0b", "x" * 300])
def test_what_cannot_be_written_is_refused(tmp_path, target):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError):
        write_whole(tmp_path / target, "new")
    assert names_in(tmp_path) == ["pipe"] and stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@given(tables)
def test_a_table_written_as_toml_reads_back_the_same(table):
    assert tomllib.loads(toml_text(table)) == table


def test_a_table_is_written_with_sections_as_a_person_would():
    table = {"title": "x", "forces": {"power": 0.5}, "events": [{"week": 1, "posts": {"peer_worker": 2.0}}]}
    assert toml_text(table) == ('title = "x"\n\n[forces]\npower = 0.5\n\n[[events]]\nweek = 1\nposts = { peer_worker = 2.0 }\n')


def test_an_error_crosses_to_another_process_whole():
    """Batches run in worker processes, and what went wrong there must arrive here."""
    import pickle

    error = InputError.joined([Problem("f.toml", f"k{i}", "3", "0 to 1", "mend it") for i in range(12)])
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.problems, again.count) == (str(error), error.problems, 12)


def test_ten_problems_are_told_and_the_rest_counted():
    error = InputError.joined([Problem("f.toml", f"k{i}", "wrong") for i in range(25)])
    lines = str(error).split("\n")
    assert len(lines) == MOST_SHOWN + 1
    assert "15 more" in lines[-1]


def test_one_problem_is_one_sentence_with_file_key_value_allowed_and_way_out():
    said = str(InputError("f.toml", "forces.power", 3, "a number from 0 to 1", "mend it"))
    assert said == "f.toml: forces.power is 3; allowed: a number from 0 to 1; mend it"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "true"),
        ("a\x1b[31m\n", '"a\\u001b[31m\\n"'),
        (1.5, "1.5"),
        pytest.param(10**5000, "a whole number of many digits", id="huge"),
        ([], "an empty list"),
        ({"a": 1}, "a table"),
        (None, "empty"),
    ],
)
def test_a_value_is_shown_as_a_file_would_have_it_on_one_safe_line(value, words):
    assert shown(value) == words


def test_a_long_value_is_cut_and_an_odd_key_quoted():
    assert len(shown("x" * 1000)) < 70
    assert shown_key("parameters", "need.onset") == 'parameters."need.onset"'


def test_an_unknown_word_is_answered_with_its_neighbour_or_the_whole_list():
    assert did_you_mean("staf", ["staff", "money"], "lwsim parameters") == "did you mean staff? (lwsim parameters)"
    assert did_you_mean("zzz", ["staff", "money"]) == "known: money, staff"
    assert did_you_mean("zzz", []) == "there are none"
