"""The wire's own language as a tree, between a normal condition and the dict: filters, groups and junctions only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, NotRequired, TypeAlias, TypedDict

from smexp_fp.query._ast import FLIPPED, NEGATIVE, WireOperator
from smexp_fp.query._limits import MAX_LIST

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
    Filters: Sequence[Filter]


class SearchExpression(TypedDict):
    """What `search` sends (API shape SearchExpression); `Operator` defaults to `And`."""

    Filters: NotRequired[Sequence[Filter]]
    NestedFilters: NotRequired[Sequence[NestedFilters]]
    # Each again a SearchExpression; typed as in boto3's stubs, which this must be assignable to.
    SubExpressions: NotRequired[Sequence[Mapping[str, Any]]]
    Operator: NotRequired[Junction]


class Leaf(NamedTuple):
    """A filter; `rationed` where it counts against the quota of `Contains`."""

    name: str
    op: WireOperator
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
    """The junction, with those of the same kind spliced in, filters sorted and each once.

    What was spelled out can make a filter meet its opposite, or a junction with a part that is here as well: as in a
    normal condition the one decides all, and the other says nothing.
    """
    leaves: set[Leaf] = set()
    groups: set[Group] = set()
    joins: list[Join] = []
    neutral, absorbing = (EVERYTHING, NOTHING) if kind == "And" else (NOTHING, EVERYTHING)
    for part in parts:
        for piece in part.parts if isinstance(part, Join) and part.kind == kind else (part,):
            if piece is absorbing:
                return absorbing
            match piece:
                case Leaf():
                    leaves.add(piece)
                case Group():
                    groups.add(piece)
                case Join():
                    joins.append(piece)
    if any(leaf.op in NEGATIVE and leaf._replace(op=FLIPPED[leaf.op]) in leaves for leaf in leaves):
        return absorbing
    joins = [each for each in joins if not any(isinstance(part, Leaf) and part in leaves for part in each.parts)]
    ordered: tuple[Tree, ...] = (*sorted(leaves), *sorted(groups), *joins)
    if not ordered:
        return neutral
    return ordered[0] if len(ordered) == 1 else Join(kind, ordered)


def bottom_up(root: Tree) -> list[Join]:
    """Every junction once, those within before the one around; one that stands in several places is visited once."""
    order: list[Join] = []
    seen: set[int] = set()
    stack: list[tuple[Tree, bool]] = [(root, False)]
    while stack:
        tree, ready = stack.pop()
        if not isinstance(tree, Join):
            continue
        if ready:
            order.append(tree)
        elif id(tree) not in seen:
            seen.add(id(tree))
            stack.append((tree, True))
            stack.extend((part, False) for part in tree.parts if isinstance(part, Join))
    return order


class Measure(NamedTuple):
    """What the limits are about; each number is right up to `ENOUGH`, and at least that beyond."""

    weight: int
    """The conditions that it adds to a node: filters, nested filters and sub-expressions."""
    size: int
    """The conditions of a request for it: the root counts none."""
    rationed: int
    """How many `Contains` count against the quota."""
    longest: int
    """The conditions of its longest alternative, were all of it multiplied out."""


ENOUGH: Final = 10**9


def helpers(width: int) -> int:
    """How many sub-expressions a node needs only to hold so many elements: each takes up to 20 and is itself one."""
    return max(0, -((MAX_LIST - width) // (MAX_LIST - 1)))


def measure(tree: Tree) -> Measure:
    """The numbers of a tree, in time proportional to its distinct parts."""
    done: dict[int, Measure] = {}
    for part in bottom_up(tree):
        weight, rationed, longest = helpers(len(part.parts)), 0, 0
        for child in part.parts:
            found = done[id(child)] if isinstance(child, Join) else _measure_single(child)
            weight += found.weight
            rationed += found.rationed
            longest = longest + found.longest if part.kind == "And" else max(longest, found.longest)
        done[id(part)] = Measure(
            min(ENOUGH, weight + 1), min(ENOUGH, max(1, weight)), min(ENOUGH, rationed), min(ENOUGH, longest)
        )
    return done[id(tree)] if isinstance(tree, Join) else _measure_single(tree)


_PLAIN: Final = Measure(1, 1, 0, 1)
_RATIONED: Final = Measure(1, 1, 1, 1)


def _measure_single(tree: Leaf | Group) -> Measure:
    if isinstance(tree, Leaf):
        return _RATIONED if tree.rationed else _PLAIN
    count = 1 + len(tree.filters)
    return Measure(count, count, sum(leaf.rationed for leaf in tree.filters), count)


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
    return (
        {"Name": leaf.name, "Operator": leaf.op}
        if leaf.value is None
        else {"Name": leaf.name, "Operator": leaf.op, "Value": leaf.value}
    )


def _nested(group: Group) -> NestedFilters:
    return {"NestedPropertyName": group.path, "Filters": [_filter(leaf) for leaf in group.filters]}
