"""What the fields of a model say of themselves: the text beneath each, read from the source when somebody asks."""

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


def says(model: type[BaseModel], field: str) -> str:
    """The text beneath a field, in the class that declares it last; empty if there is none."""
    return next((found for one in model.__mro__ if (found := _beneath(one).get(field))), "")


@cache
def _beneath(model: type) -> dict[str, str]:
    """The texts beneath the fields that this class itself declares, by field."""
    if model is BaseModel or not issubclass(model, BaseModel):
        return {}
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0].body  # type: ignore[attr-defined]  # of a class
    found = {}
    for field, text in pairwise(body):
        says_something = (
            isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
        )
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and says_something:
            found[field.target.id] = inspect.cleandoc(text.value.value)
    return found
