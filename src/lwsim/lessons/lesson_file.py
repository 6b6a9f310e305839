"""A lesson: Markdown with a little TOML in front, checked and frozen; its four steps stand under fixed headings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from ..checking import checked
from ..errors import InputError, Problem, did_you_mean, raise_all, shown
from ..fields import FromFile, Frozen, Line, Question
from ..files import MOST_BYTES, shown_path
from ..library import named_place, named_scenario
from ..loops import LOOPS
from ..measures import MEASURES
from ..place_file import load_place
from ..scenario_file import load_scenario
from ..scenario_fit import check_fit
from ..vocabulary import vocabulary
from .findings import FINDINGS, asked

STEPS = ("Predict", "Run", "See", "Explain")
"""The headings (## Predict and so on) under which a lesson's text stands, in this order."""
FENCE = "+++"
"""The line before and after the front matter."""


class Draw(Frozen):
    """The curve that the learner draws before it is shown."""

    measure: str
    """Name of a measure."""
    scenario: str
    """Which of the lesson's scenarios is drawn."""


class Lesson(FromFile):
    """One lesson. Its texts are Markdown; words in double braces are findings, filled in from the run at hand."""

    title: Line
    """What the lesson is called."""
    question: Question
    """The question it asks."""
    minutes: Annotated[int, Field(ge=5, le=45)] = 15
    """How long it takes."""
    order: Annotated[int, Field(ge=1, le=999)] = 100
    """Its place in the list."""
    place: str
    """A place of the shelf."""
    scenarios: Annotated[tuple[str, ...], Field(strict=False, min_length=2, max_length=3)]
    """Two or three scenarios of the shelf; the first is the one that others are set against."""
    years: Annotated[float, Field(ge=1.0, le=10.0)] = 5.0
    """How long is lived."""
    worlds: Annotated[int, Field(ge=1, le=20)] = 6
    """Plausible worlds."""
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1
    """Luck."""
    sample: Annotated[float, Field(gt=0.0, le=1.0)] = 1.0
    """Share of the place's adults."""
    draw: Draw
    """What is predicted."""
    shows: Annotated[tuple[str, ...], Field(strict=False, max_length=6)] = ()
    """Further measures that are shown under See."""
    loop: str = ""
    """A causal loop that unfolds under Explain, by its name."""
    kind: Literal["lesson"] = "lesson"
    """Always a lesson."""
    steps: Annotated[tuple[str, ...], Field(strict=False, min_length=4, max_length=4)] = ("", "", "", "")
    """The texts under Predict, Run, See and Explain; read from the Markdown, never written in front."""
    opening: str = ""
    """The text before the first step."""


def lesson_from_text(text: str, file: str) -> Lesson:
    """The lesson that a text holds. Raises InputError with all that is wrong, where it is, and the way out."""
    front, body = _parted(text, file)
    opening, steps = _steps(body, file)
    for name in ("steps", "opening"):
        if name in front:
            raise InputError(file, name, "in front", "", "write the texts as Markdown below, under their headings")
    lesson = checked(Lesson, {**front, "steps": steps, "opening": opening}, file)
    raise_all(list(_misfits(lesson, file)))
    check_shelf(lesson, file)
    return lesson.came_from(file)


def load_lesson(path: Path | str) -> Lesson:
    """The lesson that a file holds. Raises InputError."""
    file = shown_path(path)
    try:
        raw = Path(path).read_bytes()[: MOST_BYTES + 1]
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(file, "", "not UTF-8", "UTF-8 text", "save the file again with the encoding UTF-8") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be that of a file"
        raise InputError(file, "", f"not readable ({reason})", "", "name a lesson's Markdown file") from None
    if len(raw) > MOST_BYTES:
        raise InputError(file, "", "larger than 1 MB", "up to 1 MB", "is it really a lesson?")
    return lesson_from_text(text.replace("\r\n", "\n"), file)


def _parted(text: str, file: str) -> tuple[dict[str, Any], str]:
    """The front matter as a table, and the Markdown after it."""
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        raise InputError(
            file, "line 1", shown(lines[0] if lines else ""), FENCE, f"a lesson begins with {FENCE}, then title = ..."
        )
    ends = [number for number, line in enumerate(lines) if number and line.strip() == FENCE]
    if not ends:
        raise InputError(file, "", f"without a second {FENCE}", "", f"close the front matter with a line {FENCE}")
    try:
        return tomllib.loads("\n".join(lines[1 : ends[0]])), "\n".join(lines[ends[0] + 1 :])
    except (ValueError, RecursionError) as error:
        raise InputError(file, "front matter", f"not readable as TOML: {error}", "", 'write title = "...", and so on') from None


def _steps(body: str, file: str) -> tuple[str, list[str]]:
    """The text before the first step, and the texts of the four steps."""
    parts = re.split(r"^## +(.+?) *$", body, flags=re.MULTILINE)
    found = [heading.strip() for heading in parts[1::2]]
    if found != list(STEPS):
        has = ", ".join(found) or "none"
        raise InputError(file, "headings", has, ", ".join(STEPS), "write ## Predict, ## Run, ## See and ## Explain, each once")
    texts = [text.strip() for text in parts[2::2]]
    for name, text in zip(STEPS, texts, strict=True):
        if not text:
            raise InputError(file, f"## {name}", "empty", "a paragraph at least", "say what is to be done there")
    return parts[0].strip(), texts


def _misfits(lesson: Lesson, file: str) -> Iterator[Problem]:
    """Names that lead nowhere."""
    if lesson.draw.scenario not in lesson.scenarios:
        way_out = did_you_mean(lesson.draw.scenario, lesson.scenarios)
        yield Problem(file, "draw.scenario", shown(lesson.draw.scenario), "one of the lesson's scenarios", way_out)
    for key, name in [("draw.measure", lesson.draw.measure), *(("shows", name) for name in lesson.shows)]:
        if name not in MEASURES:
            yield Problem(file, key, shown(name), "a measure", did_you_mean(name, MEASURES))
    known = [loop.name for loop in LOOPS]
    if lesson.loop and lesson.loop not in known:
        yield Problem(file, "loop", shown(lesson.loop), "a loop of the model", did_you_mean(lesson.loop, known))
    for step, text in (("Predict", lesson.steps[0]), ("Run", lesson.steps[1]), ("the opening", lesson.opening)):
        if next(asked(text), None):
            yield Problem(file, step, "given a finding", "", "a finding is told under See or Explain, once it was predicted")
    for text in lesson.steps[2:]:
        yield from _unknown_findings(text, file)


def _unknown_findings(text: str, file: str) -> Iterator[Problem]:
    """Findings that do not exist, or that speak of no measure."""
    for kind, name in asked(text):
        words = f"{{{{ {kind} {name} }}}}".replace("  ", " ")
        if kind not in FINDINGS:
            yield Problem(file, words, "not known", "", did_you_mean(kind, FINDINGS))
        elif FINDINGS[kind].of_measure != bool(name) or (name and name not in MEASURES):
            needs = "a measure after it" if FINDINGS[kind].of_measure else "nothing after it"
            yield Problem(file, words, "not complete", needs, did_you_mean(name, MEASURES) if name else "")


def check_shelf(lesson: Lesson, file: str) -> None:
    """Refuse a place or scenarios that are not on the shelf or do not fit each other. Raises InputError."""
    place = load_place(named_place(lesson.place))
    for name in lesson.scenarios:
        check_fit(load_scenario(named_scenario(name), vocabulary()), place, lesson.years)


def told_as(lesson: Lesson) -> Mapping[str, Any]:
    """What a list of lessons says of one."""
    return {"name": lesson.name, "title": lesson.title, "question": lesson.question, "minutes": lesson.minutes}
