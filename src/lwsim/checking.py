"""A table from a file -> a checked value, or an InputError in our own words, never the checking library's.

The library says where something is wrong and of what sort; what is allowed there is read from the field's own
type, and the near misses people make (single brackets, a letter wrong) get a way out of their own.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .docstrings import says
from .errors import MOST_SHOWN, InputError, Problem, did_you_mean, nearest, shown, shown_key
from .fields import Allowed, Frozen

M = TypeVar("M", bound=Frozen)


def checked(model: type[M], table: Mapping[str, Any], file: str) -> M:
    """The checked value that a table holds. Raises InputError with all that is wrong, ten told in full."""
    try:
        return model.model_validate(dict(table))
    except ValidationError as error:
        found = error.errors(include_url=False)
        problems = [_problem(details, model, table, file) for details in found[:MOST_SHOWN]]
        raise InputError.joined(problems, len(found)) from None


def _problem(details: ErrorDetails, model: type[Frozen], table: Mapping[str, Any], file: str) -> Problem:
    """One complaint of the library in our words."""
    kind, loc, value = details["type"], details["loc"], details["input"]
    spot = _spot(model, loc[:-1] if kind == "extra_forbidden" else loc)
    key = _key(loc, model, table)
    if kind == "lwsim":
        said = details["ctx"]
        key = f"{key}.{said['key']}" if key and said["key"] else key or said["key"]
        words = said["value"] or shown(value)
        return Problem(file, key, words, said["allowed"] or spot.allowed(), said["way_out"])
    if kind == "extra_forbidden":
        return Problem(file, key, "not known", "", did_you_mean(str(loc[-1]), spot.keys()))
    if kind == "missing":
        meaning = f"meaning: {spot.says[0].lower()}{spot.says[1:].rstrip('.')}" if spot.says else ""
        return Problem(file, key, "missing", spot.allowed(), meaning)
    if kind == "too_long":
        return Problem(file, key, f"a list of {len(value):,}", f"up to {details['ctx']['max_length']:,}")
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return _kind_problem(file, key, value, spot)
    if isinstance(value, Mapping) and spot.is_list:
        return Problem(file, key, "a single table", "a list of tables", f"write [[{key}]] with double brackets")
    if isinstance(value, list) and spot.is_table:
        return Problem(file, key, "a list", "one table", f"write [{key}] with single brackets, once")
    return Problem(file, key, shown(value), spot.allowed())


def _kind_problem(file: str, key: str, value: Any, spot: _Spot) -> Problem:
    """An item whose `kind` is missing or not one of the kinds there are."""
    kinds = sorted(spot.kinds())
    here = value.get("kind") if isinstance(value, Mapping) else getattr(value, "kind", None)
    if here is None:
        return Problem(file, f"{key}.kind", "missing", f"one of {', '.join(kinds)}")
    way_out = nearest(here, kinds) if isinstance(here, str) else ""
    return Problem(file, f"{key}.kind", shown(here), f"one of {', '.join(kinds)}", way_out)


class _Spot:
    """One place in a model: its type with the wrapping taken off, its limits and its sentence."""

    annotation: Any

    def __init__(self, annotation: Any, metadata: Sequence[Any] = (), says: str = "") -> None:
        self.metadata: list[Any] = []
        self.says = says
        while get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata = [*more, *metadata]
        for item in metadata:  # limits may stand inside a Field or bare
            self.metadata.extend(getattr(item, "metadata", None) or [item])
        options = [option for option in _options(annotation) if option is not type(None)]
        if len(options) == 1 and _options(annotation) != [annotation]:
            inner = _Spot(options[0], self.metadata, says)
            annotation, self.metadata = inner.annotation, inner.metadata
        self.annotation = annotation

    @property
    def is_list(self) -> bool:
        return get_origin(self.annotation) is tuple

    @property
    def is_table(self) -> bool:
        origin = get_origin(self.annotation)
        return self._model() is not None or (isinstance(origin, type) and issubclass(origin, Mapping))

    def _model(self) -> type[Frozen] | None:
        held = self.annotation
        return held if isinstance(held, type) and issubclass(held, Frozen) else None

    def keys(self) -> list[str]:
        """The keys that a table may have here."""
        model = self._model()
        return list(model.model_fields) if model else []

    def named_by(self) -> str:
        """The key that names an item of the list this spot is in."""
        model = self._model()
        return model.named_by if model else ""

    def kinds(self) -> dict[str, Any]:
        """The models that may stand here, by the kind that tells them apart."""
        spots = [_Spot(option) for option in _options(self.annotation)]
        models = [spot._model() for spot in spots]
        words = [(get_args(m.model_fields["kind"].annotation), m) for m in models if m and "kind" in m.model_fields]
        return {word[0]: model for word, model in words if word}

    def into(self, step: int | str) -> tuple[_Spot, bool]:
        """The spot one step further, and whether the step is a key of the file (the library adds kinds)."""
        model, origin = self._model(), get_origin(self.annotation)
        if model and step in model.model_fields:
            field = model.model_fields[str(step)]
            return _Spot(field.annotation, field.metadata, says(model, str(step))), True
        if origin is tuple and isinstance(step, int):
            return _Spot(get_args(self.annotation)[0]), True
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return _Spot(get_args(self.annotation)[1]), True
        if step in self.kinds():
            return _Spot(self.kinds()[str(step)]), False
        return _Spot(Any), True

    def allowed(self) -> str:
        """What may stand here, in words."""
        held = self.annotation
        noun = next((item for item in reversed(self.metadata) if isinstance(item, Allowed)), None)
        if noun and not noun.limits:
            return noun.words
        if get_origin(held) is Literal:
            return f"one of {', '.join(map(str, get_args(held)))}"
        if self.is_list:
            return "a list"
        if self.is_table or self.kinds():
            return "a table"
        simple = {bool: "true or false", str: "a text in quotes", int: "a whole number", float: "a number"}
        return (noun.words if noun else simple.get(held, "")) + self._limits()

    def _limits(self) -> str:
        ends = {name: getattr(item, name) for item in self.metadata for name in ("gt", "ge", "le") if hasattr(item, name)}
        low, high = ends.get("ge", ends.get("gt")), ends.get("le")
        if low is None or high is None:
            return ""
        return f" from {low:,.12g} to {high:,.12g}" if "ge" in ends else f" above {low:,.12g}, up to {high:,.12g}"


def _options(annotation: Any) -> list[Any]:
    """The members of a union, or the annotation alone."""
    return list(get_args(annotation)) if get_origin(annotation) in (Union, types.UnionType) else [annotation]


def _spot(model: type[Frozen], loc: Sequence[int | str]) -> _Spot:
    spot = _Spot(model)
    for step in loc:
        spot, _ = spot.into(step)
    return spot


def _key(loc: Sequence[int | str], model: type[Frozen], table: Any) -> str:
    """The key as people would name it: an item by its own key or name, or counted from one."""
    parts: list[str] = []
    spot, here = _Spot(model), table
    for step in loc:
        spot, in_file = spot.into(step)
        if not in_file:
            continue
        if isinstance(step, int):
            item = here[step] if isinstance(here, (list, tuple)) and step < len(here) else None
            name = _name(item, here, spot.named_by())
            parts[-1:] = [parts[-1], name] if name else [f"{parts[-1]}[{step + 1}]"]
            here = item
        else:
            parts.append(step)
            here = here.get(step) if isinstance(here, Mapping) else getattr(here, step, None)
    return shown_key(*parts)


def _name(item: Any, among: Sequence[Any], word: str) -> str:
    """The key or name (`word`) by which an item of a list can be told from the others, or nothing."""
    if not word or not isinstance(item, Mapping):
        return ""
    name = item.get(word)
    alike = [other for other in among if isinstance(other, Mapping) and other.get(word) == name]
    return name if isinstance(name, str) and 0 < len(name) <= 40 and len(alike) == 1 else ""
