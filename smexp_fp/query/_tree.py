"""The wire's own language as a tree, between a normal condition and the dict: no negation, only filters, groups, junctions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, NotRequired, TypeAlias, TypedDict, cast

from smexp_fp.query._ast import Op
from smexp_fp.query._limits import MAX_LIST
from smexp_fp.query._q import WireOperator

Junction: TypeAlias = Literal["And", "Or"]
"""The API's operators between conditions (enum BooleanOperator)."""


class Filter(TypedDict):
    """A condition on one property (API shape Filter)."""

    Name: str
    Operator: NotRequired[WireOperator]
    Value: NotRequired[str]


class NestedFilters(TypedDict):
    """Conditions that a single element of a list satisfies (API shape NestedFilters)."""

    NestedPropertyName: str
    Filters: list[Filter]


class SearchExpression(TypedDict):
    """What `search` sends (API shape SearchExpression); `Operator` defaults to `And`."""

    Filters: NotRequired[list[Filter]]
    NestedFilters: NotRequired[list[NestedFilters]]
    SubExpressions: NotRequired[list[SearchExpression]]
    Operator: NotRequired[Junction]


class Leaf(NamedTuple):
    """A filter; `rationed` where it counts against the quota of `Contains`."""

    name: str
    op: Op
    value: str | None = None
    rationed: bool = False


class Group(NamedTuple):
    """A nested filter."""

    path: str
    filters: tuple[Leaf, ...]


class Join(NamedTuple):
    """A junction of two or more; `EVERYTHING` and `NOTHING` are those of none."""

    kind: Junction
    parts: tuple[Tree, ...]


Tree: TypeAlias = Leaf | Group | Join

EVERYTHING: Final = Join("And", ())
NOTHING: Final = Join("Or", ())


def join(kind: Junction, parts: Iterable[Tree]) -> Tree:
    """The junction, with those of the same kind spliced in, filters sorted and each once."""
    leaves: dict[tuple[str, str, str], Leaf] = {}
    groups: dict[tuple[object, ...], Group] = {}
    joins: list[Join] = []
    neutral, absorbing = (EVERYTHING, NOTHING) if kind == "And" else (NOTHING, EVERYTHING)
    for part in parts:
        for piece in part.parts if isinstance(part, Join) and part.kind == kind else (part,):
            if piece is absorbing:
                return absorbing
            match piece:
                case Leaf():
                    leaves[piece.name, piece.op, piece.value or ""] = piece
                case Group():
                    groups[piece.path, *((leaf.name, leaf.op, leaf.value or "") for leaf in piece.filters)] = piece
                case Join():
                    joins.append(piece)
    ordered: tuple[Tree, ...] = (
        *(leaves[key] for key in sorted(leaves)),
        *(groups[key] for key in sorted(groups, key=repr)),
        *joins,
    )
    if not ordered:
        return neutral
    return ordered[0] if len(ordered) == 1 else Join(kind, ordered)


def bottom_up(root: Tree) -> list[Tree]:
    """Every part once for each place where it stands, children before parents."""
    order: list[Tree] = []
    stack: list[Tree] = [root]
    while stack:
        tree = stack.pop()
        order.append(tree)
        if isinstance(tree, Join):
            stack.extend(tree.parts)
    order.reverse()
    return order


def helpers(width: int) -> int:
    """How many sub-expressions a node needs only to hold so many elements: each takes up to 20 and is itself one."""
    return max(0, -((MAX_LIST - width) // (MAX_LIST - 1)))


def weight(tree: Tree) -> int:
    """The conditions that it adds to a node: filters, nested filters and sub-expressions."""
    total = 0
    stack = [tree]
    while stack:
        part = stack.pop()
        match part:
            case Leaf():
                total += 1
            case Group():
                total += 1 + len(part.filters)
            case Join():
                total += 1 + helpers(len(part.parts))
                stack.extend(part.parts)
    return total


def size(tree: Tree) -> int:
    """The conditions of a request for it: as `weight`, but the root counts none."""
    return max(1, weight(tree) - 1) if isinstance(tree, Join) else weight(tree)


def rationed(tree: Tree) -> int:
    """How many `Contains` count against the quota."""
    total = 0
    stack = [tree]
    while stack:
        part = stack.pop()
        match part:
            case Leaf():
                total += part.rationed
            case Group():
                total += sum(leaf.rationed for leaf in part.filters)
            case Join():
                stack.extend(part.parts)
    return total


def emit(tree: Tree, name: str) -> SearchExpression:
    """The dict of a tree within the limits, which bound its depth; `name` is the property that every record has."""
    match tree:
        case Join("And", ()):
            return {"Filters": [{"Name": name, "Operator": "Exists"}]}
        case Join("Or", ()):
            return {"Filters": [{"Name": name, "Operator": "NotExists"}]}
        case Join():
            return _node(tree, name)
        case Leaf():
            return {"Filters": [_filter(tree)]}
        case Group():
            return {"NestedFilters": [_nested(tree)]}


def _node(tree: Join, name: str) -> SearchExpression:
    parts = list(tree.parts)
    while len(parts) > MAX_LIST:
        # As few helpers as possible, the last one only as full as it must be.
        count = min(MAX_LIST, len(parts) - MAX_LIST + 1)
        parts = [*parts[:-count], Join(tree.kind, tuple(parts[-count:]))]
    return _listed(parts, tree.kind, name)


def _listed(parts: list[Tree], kind: Junction, name: str) -> SearchExpression:
    made: SearchExpression = {}
    filters = [_filter(part) for part in parts if isinstance(part, Leaf)]
    nested = [_nested(part) for part in parts if isinstance(part, Group)]
    below = [emit(part, name) for part in parts if isinstance(part, Join)]
    if filters:
        made["Filters"] = filters
    if nested:
        made["NestedFilters"] = nested
    if below:
        made["SubExpressions"] = below
    if kind == "Or":
        made["Operator"] = "Or"
    return made


def _filter(leaf: Leaf) -> Filter:
    op = cast("WireOperator", leaf.op)  # `spell` makes no others
    return (
        {"Name": leaf.name, "Operator": op}
        if leaf.value is None
        else {"Name": leaf.name, "Operator": op, "Value": leaf.value}
    )


def _nested(group: Group) -> NestedFilters:
    return {"NestedPropertyName": group.path, "Filters": [_filter(leaf) for leaf in group.filters]}
