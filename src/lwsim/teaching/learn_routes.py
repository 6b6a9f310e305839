"""Lessons over the web: the list, a lesson's texts, its run, and what came of a drawing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ..answering.desk import Desk, WorkerLost
from ..answering.questions import Question
from ..classroom.table_rules import Refused
from ..comparison import Comparison
from ..lessons.lesson_file import Lesson, told_as
from ..lessons.shelf import lessons, named_lesson
from ..lessons.told import after, before, loop_question, scenarios_of, unfolded
from ..measures import MEASURES
from ..place_file import load_place
from .asked import careful, told, wish_of
from .asking import answered

MARKDOWN = MarkdownIt("commonmark", {"html": False})
"""Markdown without raw HTML: a lesson's text can hold no script."""


class LessonRun:
    """One lesson's run under way or done. done: worlds in so far."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson, self.done = lesson, 0
        self.comparison: Comparison | None = None
        self.loop: Mapping[str, Any] | None = None
        self.failed = ""
        self.task: asyncio.Task[None] | None = None


class Learn:
    """All lessons of one server; each is run once and shown to whoever asks."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._runs: dict[str, LessonRun] = {}

    def routes(self) -> list[BaseRoute]:
        """Everything that a browser may ask of the lessons, below /learn/api."""
        at = "/learn/api"
        return [
            Route(f"{at}/lessons", careful(self.list), methods=["GET"]),
            Route(f"{at}/lesson/{{name}}", careful(self.lesson), methods=["GET"]),
            Route(f"{at}/lesson/{{name}}/run", careful(self.run), methods=["POST"]),
        ]

    async def list(self, request: Request) -> Response:
        """All lessons."""
        return told([told_as(one) for one in lessons()])

    async def lesson(self, request: Request) -> Response:
        """A lesson as far as it may be read before the drawing; its run begins in the background."""
        lesson = named_lesson(request.path_params["name"])
        self._run(lesson)
        measure = MEASURES[lesson.draw.measure]
        titles = [one.title for one in scenarios_of(lesson)]
        drawn = titles[lesson.scenarios.index(lesson.draw.scenario)]
        texts = {"opening": lesson.opening, "predict": lesson.steps[0], "run": lesson.steps[1]}
        return told(
            {
                **told_as(lesson),
                "place": load_place(lesson.place).title,
                "scenarios": titles,
                "years": lesson.years,
                "worlds": lesson.worlds,
                "draw": {"title": measure.title, "says": measure.says, "scenario": drawn},
                **{key: MARKDOWN.render(text) for key, text in texts.items()},
            }
        )

    async def run(self, request: Request) -> Response:
        """How far the run is; with a drawing, and once it is done, what came of it."""
        lesson = named_lesson(request.path_params["name"])
        drawn, run = (await wish_of(request)).get("drawn"), self._run(lesson)
        if run.failed:
            self._runs.pop(lesson.name)
            raise Refused(run.failed)
        if run.comparison is None:
            return told({"done": run.done, "of": lesson.worlds})
        if drawn is None:
            return told({"ready": True, **before(lesson, run.comparison)})
        if not isinstance(drawn, list) or len(drawn) > 100 or not all(_is_number(at) for at in drawn):
            raise Refused("The drawing could not be read. Draw it again.")
        shown = after(lesson, run.comparison, drawn)
        shown |= {key: MARKDOWN.render(shown[key]) for key in ("see", "explain")}
        return told({"ready": True, **shown, "loop": run.loop, "has_loop": bool(lesson.loop)})

    def _run(self, lesson: Lesson) -> LessonRun:
        """The lesson's run, begun when first asked for; again when its file has changed."""
        run = self._runs.get(lesson.name)
        if run is None or run.lesson != lesson:
            run = self._runs[lesson.name] = LessonRun(lesson)
            run.task = asyncio.get_running_loop().create_task(self._live(run))
        return run

    async def _live(self, run: LessonRun) -> None:
        lesson = run.lesson

        def part(answer: Any) -> None:
            run.done = answer.done

        try:
            question = Question(
                load_place(lesson.place), scenarios_of(lesson), lesson.years, lesson.seed, lesson.sample, lesson.worlds
            )
            run.comparison = (await answered(self.desk, f"lesson {lesson.name}", question, part)).comparison
            if lesson.loop:
                readings = await answered(self.desk, f"loop of {lesson.name}", loop_question(lesson))
                run.loop = unfolded(lesson, readings)
        except WorkerLost as lost:
            run.failed = f"The run broke off: {lost}."


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e12
