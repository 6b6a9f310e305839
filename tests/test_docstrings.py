"""What a field says of itself is the text beneath it, in the class that declares it last."""

from typing import get_args

import pytest

from lwsim.docstrings import says
from lwsim.fields import Frozen
from lwsim.scenario_events import AnyEvent
from lwsim.ui.events import NOT_ASKED


class Plain(Frozen):
    """A model."""

    first: int
    """Of the first,
    over two lines."""
    second: int = 2
    third: float = 3.0
    """Of the third."""


class Later(Plain):
    third: float = 4.0
    """Of the third, said anew."""
    fourth: str = ""


@pytest.mark.parametrize(
    ("model", "field", "text"),
    [
        (Plain, "first", "Of the first,\nover two lines."),
        (Plain, "second", ""),
        (Plain, "third", "Of the third."),
        (Later, "first", "Of the first,\nover two lines."),
        (Later, "third", "Of the third, said anew."),
        (Later, "fourth", ""),
        (Later, "nothing", ""),
    ],
)
def test_the_text_beneath_a_field(model, field, text):
    assert says(model, field) == text


def test_every_field_that_a_form_asks_for_says_something():
    """Boxes of events and of a new service's posts are explained by these texts."""
    asked = [(kind, name) for kind in get_args(AnyEvent) for name in kind.model_fields if name not in NOT_ASKED]
    assert len(asked) > 20
    silent = [(kind.__name__, name) for kind, name in asked if not says(kind, name)]
    assert silent == []
