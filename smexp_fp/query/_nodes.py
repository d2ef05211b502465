"""The five kinds of nodes that a condition is made of, and the functions that walk over them.

Nodes keep what the caller wrote: `a & b & c` is `And((And((a, b)), c))`. A loop of `c = c & x` makes a tree of any
depth, and a loop of `c = c & c` one that shares its parts. So no function here recurses over a caller's tree, and each
visits a shared junction once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never, final

from smexp_fp.query._operands import InvalidOperand, Op, Value
from smexp_fp.query._properties import ListProperty, Property


@final
@dataclass(slots=True, eq=False)
class Test:
    """Compares a property with an operand. It becomes a Filter."""

    __test__ = False  # not a test case of pytest's

    prop: Final[Property]
    key: Final[str]
    op: Final[Op]
    value: Final[Value]


@final
@dataclass(slots=True, eq=False)
class Nested:
    """A single element of a list satisfies the inner condition. It becomes a NestedFilters."""

    items: Final[ListProperty]
    inner: Final[Node]


@final
@dataclass(slots=True, eq=False)
class Not:
    """The operand does not hold."""

    operand: Final[Node]


@final
@dataclass(slots=True, eq=False)
class And:
    """All operands hold. Without operands, it always holds."""

    operands: Final[tuple[Node, ...]]


@final
@dataclass(slots=True, eq=False)
class Or:
    """At least one operand holds. Without operands, it never holds."""

    operands: Final[tuple[Node, ...]]


Node: TypeAlias = Test | Nested | Not | And | Or
"""All kinds of nodes."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Test():
            return ()
        case Nested():
            return (node.inner,)
        case Not():
            return (node.operand,)
        case And() | Or():
            return node.operands


def postorder(root: Node, *, into_lists: bool = True) -> list[Node]:
    """Every node, children before parents. A test occurs as often as it is an operand, any other node once.

    Args:
        root: Where to begin.
        into_lists: Whether to include what is inside `.any(...)`.
    """
    order: list[Node] = []
    seen: set[int] = set()
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready or isinstance(node, Test) or (isinstance(node, Nested) and not into_lists):
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            below = children(node)
            order += [child for child in below if isinstance(child, Test)]
            stack.append((node, True))
            stack += [(child, False) for child in reversed(below) if not isinstance(child, Test)]
    return order


# --- rows -------------------------------------------------------------------------------------------------------------

Row: TypeAlias = tuple[object, ...]
"""A test as (code of the property, key, operator, operand), where an invalid operand is its rule and code. Any other
node as (kind, numbers of the rows of its children)."""


def rows_of(root: Node) -> tuple[Row, ...]:
    """The tree as plain rows. Each row occurs once, after those that it refers to.

    Conditions are compared, hashed and pickled by their rows, which work at any depth, take space only for distinct
    parts, and name no class of this package. Two trees have equal rows if and only if they have the same structure.
    """
    places: dict[int, int] = {}
    rows: dict[Row, int] = {}
    for node in postorder(root):
        match node:
            case Test():
                value = node.value
                operand = (value.rule, value.code) if isinstance(value, InvalidOperand) else (value,)
                row: Row = (node.prop.code, node.key, node.op, *operand)
            case Nested(items, inner):
                row = (items.path, (places[id(inner)],))
            case Not() | And() | Or():
                row = (type(node).__name__, tuple([places[id(child)] for child in children(node)]))
            case _:
                assert_never(node)
        places[id(node)] = rows.setdefault(row, len(rows))
    return tuple(rows)
