"""Lessons: their files are checked, their words come from the run at hand, and a drawing is measured against it."""

import numpy as np
import pytest
from click.testing import CliRunner

from comparisons import NEED as MADE_NEED
from comparisons import compared
from lwsim.cli import main
from lwsim.errors import InputError
from lwsim.lessons.drawing import gap, points_of
from lwsim.lessons.findings import FINDINGS, asked, filled
from lwsim.lessons.lesson_file import STEPS, lesson_from_text
from lwsim.lessons.shelf import lesson_files, lessons, named_lesson
from lwsim.lessons.told import after, before
from lwsim.measures import MEASURES
from lwsim.pairing import compare

FRONT = """title = "A lesson"
question = "What then?"
place = "small_town"
scenarios = ["ordinary", "relational"]
[draw]
measure = "need_met"
scenario = "relational"
"""
BODY = "Opening.\n\n## Predict\nA\n\n## Run\nB\n\n## See\n{{ lead need_met }}\n\n## Explain\n{{ verdict }}\n"


def text_of(front=FRONT, body=BODY):
    return f"+++\n{front}+++\n{body}"


@pytest.mark.parametrize("name", lesson_files())
def test_every_lesson_of_the_shelf_can_be_used(name):
    one = named_lesson(name)
    assert 10 <= one.minutes <= 20
    assert all(one.steps) and list(asked(one.steps[2])) and one.years <= 5


def test_the_shelf_holds_the_lessons_of_the_field():
    assert len(lessons()) >= 8
    assert [one.order for one in lessons()] == sorted(one.order for one in lessons())


def test_no_lesson_quotes_a_figure_of_a_run():
    """Numbers move with every recalibration: what a lesson says of a run it takes from the run."""
    for one in lessons():
        for text in (one.opening, *one.steps):
            for word in text.split():
                assert not ("." in word.strip(".,;:") and any(c.isdigit() for c in word)) or word.startswith("0.75"), (
                    one.name,
                    word,
                )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# no front", "+++"),
        ("+++\ntitle = 'x'\n", "second +++"),
        (text_of(front="title = \n"), "not readable as TOML"),
        (text_of(front=FRONT.replace("minutes", "minuts") + "\n[nonsense]\n"), "nonsense is not known"),
        (text_of(front=FRONT.replace("small_town", "smal_town")), "small_town"),
        (text_of(front=FRONT.replace('"ordinary", "relational"', '"ordinary", "relation"')), "draw.scenario"),
        (text_of(front=FRONT.replace('"need_met"', '"need"')), "need"),
        (text_of(front='loop = "trap"\n' + FRONT), "loop"),
        (text_of(body=BODY.replace("## Run", "## Ran")), "Predict, Run, See, Explain"),
        (text_of(body=BODY.replace("## Run\nB", "## Run")), "## Run is empty"),
        (text_of(body=BODY.replace("{{ verdict }}", "{{ verdit }}")), "did you mean verdict?"),
        (text_of(body=BODY.replace("{{ lead need_met }}", "{{ lead }}")), "a measure after it"),
        (text_of(body=BODY.replace("\nA\n", "\n{{ verdict }}\n")), "once it was predicted"),
        (text_of(front="steps = []\n" + FRONT), "as Markdown below"),
    ],
)
def test_what_is_wrong_with_a_lesson_is_said_with_the_way_out(text, says):
    with pytest.raises(InputError) as refused:
        lesson_from_text(text, "my.md")
    assert (says in str(refused.value) and "my.md" in str(refused.value)) or "small_town" in says


def test_a_teachers_own_lessons_stand_on_the_shelf(tmp_path, monkeypatch):
    (tmp_path / "my-lesson.md").write_text(text_of(), encoding="utf-8")
    monkeypatch.setenv("LWSIM_LESSONS", str(tmp_path))
    assert named_lesson("my-lesson").title == "A lesson" and "the-two-poles" in lesson_files()
    monkeypatch.setenv("LWSIM_LESSONS", str(tmp_path / "none"))
    with pytest.raises(InputError, match="a folder of lessons"):
        lesson_files()


def test_a_sound_lesson_holds_its_texts():
    one = lesson_from_text(text_of(), "my.md")
    assert one.opening == "Opening." and one.steps[:2] == ("A", "B") and len(one.steps) == len(STEPS)


def test_the_command_checks_files(tmp_path):
    good, bad = tmp_path / "good.md", tmp_path / "bad.md"
    good.write_text(text_of(), encoding="utf-8")
    bad.write_text("+++\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["check", str(good)]).exit_code == 0
    refused = CliRunner().invoke(main, ["check", str(good), str(bad), str(tmp_path / "none.md")])
    assert refused.exit_code == 1 and "bad.md" in refused.output
    listed = CliRunner().invoke(main, ["lessons"])
    assert listed.exit_code == 0 and "The two poles" in listed.output


def made(first, second):
    """A comparison of need met in three worlds, each side a level or a line of 261 weeks."""
    sides = [np.broadcast_to(np.asarray(side, dtype=float), 261) for side in (first, second)]
    worlds = [np.stack([side + 0.001 * world for world in range(3)])[:, :, None] for side in sides]
    return compared(*worlds, measures=(MADE_NEED,))


def test_findings_change_with_the_run():
    """The same words on another run say something else: nothing in them is fixed."""
    text = (
        "{{ lead need_met }} {{ early_late need_met }} {{ levels need_met }} {{ ranking need_met }} {{ verdict }} {{ worlds }}"
    )
    assert {kind for kind, _ in asked(text)} == set(FINDINGS)
    ahead = filled(text, made(0.10, 0.20))
    behind = filled(text, made(0.20, 0.10))
    assert ahead != behind and "{{" not in ahead


def test_worse_before_better_is_said_only_where_it_is_so():
    weeks = np.arange(261)
    dip = 0.2 + np.where(weeks < 52, -0.05, 0.05)
    told = filled("{{ early_late need_met }}", made(0.2, dip))
    assert "worse before better" in told and "behind in the first year in all 3 plausible worlds" in told
    rise = 0.2 + np.where(weeks < 52, 0.05, -0.05)
    told = filled("{{ early_late need_met }}", made(0.2, rise))
    assert "better before worse" in told and "behind in the first year in none of 3 plausible worlds" in told
    assert "worse before better" not in filled("{{ early_late need_met }}", made(0.2, 0.25))


def test_the_best_stands_first_with_the_worlds_in_which_it_is():
    told = filled("{{ ranking need_met }}", made(0.10, 0.20))
    assert told.endswith("best first: Relational, then Mechanistic. The first of them is best in all 3 plausible worlds.")


NEED = MEASURES["need_met"]


def test_a_drawing_that_is_the_run_was_seen_coming():
    curve = np.linspace(0.1, 0.2, 261)
    found = gap(NEED, curve, curve)
    assert (
        found.mean == 0.0
        and len(found.words) == 2
        and "you saw the end coming" in found.words[0]
        and "shape" in found.words[-1]
    )


def test_a_gap_is_told_with_its_size_and_its_shape():
    """Drawn rising to 20%, fell to 5%: fifteen points too high at the end, and rising where it fell."""
    found = gap(NEED, np.linspace(0.1, 0.2, 261), np.linspace(0.1, 0.05, 261))
    assert "20.0%" in found.words[0] and "lower" in found.words[0]
    assert any("you had it rising; it fell" in words for words in found.words)


def test_where_a_drawing_was_furthest_is_told():
    """Too high for a while around week 104, which is two years; too low for the same when turned round."""
    came, bump = np.linspace(0.1, 0.2, 261), 0.06 * np.clip(1 - abs(np.arange(261) - 104) / 20, 0, 1)
    for drawn, way in ((came + bump, "too high"), (came - bump, "too low")):
        [told] = [words for words in gap(NEED, drawn, came).words if "furthest" in words]
        assert "after 24 months:" in told and told.endswith(f" points {way}.")


def test_points_are_joined_by_straight_lines():
    line = points_of([0.0, 1.0, 0.0], 52)
    assert line.shape == (53,) and line[13] == 0.5 and line[26] == 1.0
    with pytest.raises(InputError):
        points_of([0.0, float("nan"), 0.0], 52)
    with pytest.raises(InputError):
        points_of([0.0], 52)


def test_a_lesson_lives_and_tells_nothing_before_the_drawing():
    """The space for drawing knows the start and a scale; the run comes only with a drawing."""
    one = lesson_from_text(text_of(front=FRONT.replace("place", "years = 1.0\nworlds = 2\nsample = 0.05\nplace", 1)), "my.md")
    comparison = compare("small_town", one.scenarios, worlds=2, years=1, sample=0.05, workers=1)
    space = before(one, comparison)
    assert space["low"] <= space["start"] <= space["high"] and space["points"] == 3
    assert set(space) == {"start", "low", "high", "points", "title", "says", "unit", "scale"}
    shown = after(one, comparison, [space["start"]] * 3)
    assert len(shown["drawn"]) == 53 and "{{" not in shown["see"] + shown["explain"]
    assert [line["name"] for line in shown["charts"][0]["lines"]] == ["Ordinary", "Relational"]
