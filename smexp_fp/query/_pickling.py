"""Conditions as plain rows, for pickling: linear also where parts are shared, at any depth, and without our classes.

A row is the text of a test, or a tuple: what it is, and the numbers of the rows below.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from returns.result import Failure

from smexp_fp.query._ast import And, Nested, Node, Not, Or, Test, as_node, children, postorder
from smexp_fp.query._fields import nested
from smexp_fp.query._parse import parse
from smexp_fp.query._properties import LISTS
from smexp_fp.query._repr import leaf_source

Row: TypeAlias = str | tuple[str, tuple[int, ...]]


def rows_of(root: Node) -> tuple[Row, ...]:
    """The rows of a condition, each below those that it needs."""
    places: dict[int, int] = {}
    rows: list[Row] = []
    for node in postorder(root):
        places[id(node)] = len(rows)
        below = tuple(places[id(child)] for child in children(node))
        match node:
            case Test():
                rows.append(leaf_source(node))
            case Nested():
                rows.append((node.items.path, below))
            case Not() | And() | Or():
                rows.append((type(node).__name__, below))
            case _:
                assert_never(node)
    return tuple(rows)


def restore(rows: tuple[Row, ...]) -> Node:
    """The condition again.

    Raises:
        ValueError: The rows are not those of a condition.
    """
    nodes: list[Node] = []
    try:
        for row in rows:
            nodes.append(_leaf(row) if isinstance(row, str) else _composed(row[0], tuple(nodes[at] for at in row[1])))
        return nodes[-1]
    except (LookupError, TypeError) as error:
        raise ValueError("this is no pickled condition") from error


def _leaf(text: str) -> Node:
    parsed = parse(text)
    if isinstance(parsed, Failure):
        raise ValueError(f"this is no pickled condition: {parsed.failure()}")  # noqa: TRY004 - a text of no condition
    return as_node(parsed.unwrap())


def _composed(kind: str, below: tuple[Node, ...]) -> Node:
    match kind:
        case "And":
            return And(below)
        case "Or":
            return Or(below)
        case "Not":
            return Not(below[0])
        case _:
            return nested(LISTS[kind], below)
