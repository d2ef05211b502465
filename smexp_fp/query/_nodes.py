"""The five kinds of nodes that a condition is made of, and the functions that walk over them.

Nodes keep what the caller wrote: `a & b & c` is `And((And((a, b)), c))`. A loop of `c = c & x` makes a tree of any
depth, and a loop of `c = c & c` one that shares its parts. So no function here recurses over a caller's tree, and each
visits a shared junction once. `flatten` makes a tree of bounded depth, over which the later passes can recurse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never, final

from smexp_fp.query._operands import FLIPPED, InvalidOperand, Op, Value
from smexp_fp.query._properties import ListProperty, Property

MAX_DEPTH: Final = 200
"""Our limit on how often `and` and `or` alternate. Python's stack holds some 1,000 calls."""


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


def is_same(left: Node, right: Node) -> bool:
    """Whether two trees have the same structure. Each pair of nodes is compared once."""
    seen: set[tuple[int, int]] = set()
    stack: list[tuple[Node, Node]] = [(left, right)]
    while stack:
        one, other = stack.pop()
        if one is other or (id(one), id(other)) in seen:
            continue
        match one, other:
            case Test(), Test():
                # The value first: it is what differs most often.
                if one.value != other.value or one.op != other.op or one.key != other.key or one.prop is not other.prop:
                    return False
                continue
            case Nested(), Nested() if one.items is not other.items:
                return False
            case _:
                below, beside = children(one), children(other)
        if type(one) is not type(other) or len(below) != len(beside):
            return False
        seen.add((id(one), id(other)))
        stack += zip(below, beside, strict=True)
    return True


# --- a tree of bounded depth ------------------------------------------------------------------------------------------


class TooDeepError(Exception):
    """`and` and `or` alternate more than `MAX_DEPTH` times."""


def flatten(root: Node) -> list[Node]:
    """An equivalent tree with negation only at the leaves, no `And` directly in an `And`, and no `Or` in an `Or`.

    Returns:
        All nodes but plain tests, children before parents. The last one is the root.

    Raises:
        TooDeepError: When the tree is still more than `MAX_DEPTH` levels deep.
    """
    flattening = _Flattening()
    made, _ = flattening.flat(root, negated=False, depth=0)
    return [*(node for node, _ in flattening.done.values()), made]


class _Flattening:
    def __init__(self) -> None:
        self.done: dict[tuple[int, bool], tuple[Node, int]] = {}
        """By node and sign: the flat node and its height."""

    def flat(self, node: Node, *, negated: bool, depth: int) -> tuple[Node, int]:
        while isinstance(node, Not):
            node, negated = node.operand, not negated
        if isinstance(node, Test):
            return _flat_test(node, negated=negated), 0
        made = self.done.get((id(node), negated))
        if depth + (made[1] if made is not None else 1) > MAX_DEPTH:
            raise TooDeepError
        if made is None:
            made = self.done[id(node), negated] = self._composed(node, negated=negated, depth=depth + 1)
        return made

    def _composed(self, node: Nested | And | Or, *, negated: bool, depth: int) -> tuple[Node, int]:
        if isinstance(node, Nested):
            inner, height = self.flat(node.inner, negated=False, depth=depth)
            nested = Nested(node.items, inner)
            return (Not(nested) if negated else nested), height + 1
        kind = _kind(node, negated=negated)
        operands: list[Node] = []
        highest = 0
        for operand in _chain(node, negated=negated):
            if isinstance(operand, Test):  # what most operands are
                operands.append(operand)
                continue
            made, height = self.flat(operand, negated=False, depth=depth)
            operands.append(made)
            highest = max(highest, height)
        return kind(tuple(operands)), highest + 1


def _flat_test(test: Test, *, negated: bool) -> Test | Not:
    if not negated:
        return test
    flipped = FLIPPED.get(test.op)
    return Not(test) if flipped is None else Test(test.prop, test.key, flipped, test.value)


def _kind(node: And | Or, *, negated: bool) -> type[And | Or]:
    """The kind of the junction once negation has moved into it."""
    return And if isinstance(node, And) is not negated else Or


def _chain(root: And | Or, *, negated: bool) -> list[Node]:
    """The operands of the root and of all junctions that merge with it."""
    kind = _kind(root, negated=negated)
    found: list[Node] = []
    seen: set[tuple[int, bool]] = set()
    stack = [(iter(root.operands), negated)]
    while stack:
        operands, outer = stack[-1]
        for operand in operands:
            node, sign = operand, outer
            while isinstance(node, Not):
                node, sign = node.operand, not sign
            if not isinstance(node, And | Or) or _kind(node, negated=sign) is not kind:
                found.append(Not(node) if sign else node)
            elif (id(node), sign) not in seen:
                seen.add((id(node), sign))
                stack.append((iter(node.operands), sign))
                break
        else:
            stack.pop()
    return found


# --- rows -------------------------------------------------------------------------------------------------------------

Row: TypeAlias = tuple[object, ...]
"""A test as (code of the property, key, operator, operand), where an invalid operand is its rule and code. Any other
node as (kind, numbers of the rows of its children)."""


def rows_of(root: Node) -> tuple[Row, ...]:
    """The tree as plain rows. Each row occurs once, after those that it refers to.

    Hashes and pickles are made from rows, which work at any depth, take space only for distinct parts, and name no
    class of this package. Equal trees have equal rows.
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
