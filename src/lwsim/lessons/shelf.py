"""The shelf of lessons: those that come with lwsim, and a teacher's own from the folder that LWSIM_LESSONS names."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import InputError, did_you_mean, shown
from ..library import PLAIN_NAME
from .lesson_file import Lesson, load_lesson

WHERE = "LWSIM_LESSONS"
"""Environment variable that names a folder of further lessons; one of the same name takes the place of ours."""


def lessons_folder() -> Path:
    """The folder of lessons that come with lwsim: beside the code where installed, at the top of a checkout otherwise.

    Raises InputError where there is none.
    """
    here = Path(__file__).resolve().parent
    for folder in (here.parent / "lesson_texts", here.parents[2] / "lessons"):
        if folder.is_dir():
            return folder
    raise InputError("lessons", "", "not there", "", "install lwsim again, or run it from a whole checkout")


def lesson_files() -> dict[str, Path]:
    """The files of all lessons by name. Raises InputError where the folder of further lessons is not there."""
    folders = [lessons_folder()]
    if named := os.environ.get(WHERE):
        if not Path(named).is_dir():
            raise InputError(WHERE, "", shown(named), "a folder of lessons", "name a folder that is there, or leave it out")
        folders.append(Path(named))
    paths = [path for folder in folders for path in sorted(folder.glob("*.md"))]
    return {path.stem: path for path in paths if PLAIN_NAME.fullmatch(path.stem)}


def lessons() -> list[Lesson]:
    """All lessons of the shelf, in their order. Raises InputError for a broken one."""
    return sorted((load_lesson(path) for path in lesson_files().values()), key=lambda one: (one.order, one.title))


def named_lesson(name: str) -> Lesson:
    """A lesson of the shelf. A path is refused: safe for names that strangers type. Raises InputError."""
    files = lesson_files()
    if name not in files:
        raise InputError(f"lesson {shown(name)}", "", "not known", "", did_you_mean(name, files))
    return load_lesson(files[name])
