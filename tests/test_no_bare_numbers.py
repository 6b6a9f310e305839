"""No bare number in a mechanism: what somebody chose is a parameter with a range and a source, or a named definition."""

import ast
from pathlib import Path

import pytest

import lwsim.rooms

SRC = Path(lwsim.rooms.__file__).parent
FILES = [*sorted((SRC / "mechanisms").glob("*.py")), SRC / "forces.py", SRC / "build.py", SRC / "stocks.py"]

FREE = (-1, 0, 1)
"""Nothing, all, the next and the opposite: no choice is in them."""

COUNTED = (2, 3, 4)
"""Also free where they only count: how many there are, a second draw, a square, a half. So is any place in a table."""

NAMED = {"SLOTS", "BLOCK", "SETTLING", "RECENT_MOST", "LONGEST_AT_START"}
"""Bounds of tables and of the settling before week 0, named and explained where they stand."""

COUNTING_CALLS = {"range", "another", "zeros"}


def is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def children(node: ast.AST):
    """Nodes below this one that hold no footnoted parameter and no named bound."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "parameter":
        return
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMED:
        return
    yield from ast.iter_child_nodes(node)


def counts_only(parent: ast.AST, node: ast.AST) -> bool:
    """Whether a number only says which one, how many, 'squared' or 'half'."""
    if isinstance(parent, ast.Subscript):
        return parent.slice is node and isinstance(node.value, int)
    if isinstance(parent, ast.Tuple) or node.value not in COUNTED:
        return isinstance(parent, ast.Tuple) and node.value in COUNTED and isinstance(node.value, int)
    if isinstance(parent, ast.BinOp):
        return isinstance(parent.op, (ast.Pow, ast.Div)) and parent.right is node and node.value == 2
    return isinstance(parent, ast.Call) and (
        getattr(parent.func, "id", "") in COUNTING_CALLS or getattr(parent.func, "attr", "") in COUNTING_CALLS
    )


def bare(tree: ast.AST) -> list[tuple[int, float]]:
    """(line, number) of every number in code that is neither free nor only counts."""
    found, open_nodes = [], [tree]
    while open_nodes:
        parent = open_nodes.pop()
        for node in children(parent):
            if is_number(node) and node.value not in FREE and not counts_only(parent, node):
                found.append((node.lineno, node.value))
            open_nodes.append(node)
    return sorted(found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_number_in_a_mechanism_is_bare(file):
    """What is not 0, 1 or a count is declared with unit, range and source, or is a definition in units.py or kinds.py."""
    assert bare(ast.parse(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("x = min(p.a, 0.9)", [0.9]),
        ("x = 2.0 * y", [2.0]),
        ("x = y / 2 + z / 3", [3]),
        ("x = keys[5] + y[1:3]", [3]),
        ("x = y**2 + another(key, 3) + (1 - y)", []),
        ("SIZE = 48", [48]),
        ("SLOTS = 48", []),
        ("a = parameter(0.3, low=0.1, high=0.7)", []),
        ("for k in range(7): pass", [7]),
    ],
)
def test_a_bare_number_is_found(code, numbers):
    """The search sees what it should see and lets pass what only counts."""
    assert [number for _, number in bare(ast.parse(code))] == numbers
