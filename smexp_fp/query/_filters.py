"""Filters, nested filters and junctions of them: the tree between a normal condition and the dict for the service.

Conditions are simplified here, once. Lowering spells operators out, which can make new opposites.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, NotRequired, TypeAlias, TypedDict, final

from smexp_fp.query._limits import MAX_LIST
from smexp_fp.query._operands import FLIPPED, NEGATIVE, WireOperator

Junction: TypeAlias = Literal["And", "Or"]
"""The API's operators between conditions (enum BooleanOperator)."""


class Filter(TypedDict):
    """A condition on one property (API shape Filter).

    Attributes:
        Name: The name of the property, such as `ExperimentName`.
        Operator: The operator; `Equals` if absent.
        Value: The operand, as a text.
    """

    Name: str
    Operator: NotRequired[WireOperator]
    Value: NotRequired[str]


class NestedFilters(TypedDict):
    """Conditions that a single element of a list satisfies (API shape NestedFilters).

    Attributes:
        NestedPropertyName: The name of the list, such as `Parents`.
        Filters: What a single element has to satisfy, all at once.
    """

    NestedPropertyName: str
    Filters: Sequence[Filter]


class SearchExpression(TypedDict):
    """What `search` sends (API shape SearchExpression); `Operator` defaults to `And`.

    Attributes:
        Filters: Conditions on properties, at most 20.
        NestedFilters: Conditions on elements of lists, at most 20.
        SubExpressions: Expressions within this one, at most 20.
        Operator: Whether all or any of them must hold; `And` if absent.
    """

    Filters: NotRequired[Sequence[Filter]]
    NestedFilters: NotRequired[Sequence[NestedFilters]]
    # Each is a SearchExpression. The type is that of boto3's stubs, to which this must be assignable.
    SubExpressions: NotRequired[Sequence[Mapping[str, Any]]]
    Operator: NotRequired[Junction]


def wrapper_count(width: int) -> int:
    """How many sub-expressions it takes to hold `width` elements: each takes up to 20, and is itself an element."""
    return max(0, -((MAX_LIST - width) // (MAX_LIST - 1)))


# --- the tree ---------------------------------------------------------------------------------------------------------
# The limits are about these figures of each part:
#   weight          the conditions that it adds to a node: filters, nested filters and sub-expressions
#   contains_count  how many of its `Contains` count towards the quota
#   longest         of a junction: the conditions of its longest alternative, if all of it were multiplied out


class Leaf(NamedTuple):
    """A filter."""

    name: str
    op: WireOperator
    value: str | None = None
    contains_count: int = 0

    @property
    def weight(self) -> int:
        """One condition."""
        return 1


class Group(NamedTuple):
    """A nested filter."""

    path: str
    filters: tuple[Leaf, ...]

    @property
    def weight(self) -> int:
        """Itself and its filters."""
        return 1 + len(self.filters)

    @property
    def contains_count(self) -> int:
        """Of its filters."""
        return sum(leaf.contains_count for leaf in self.filters)


@final
class Join:
    """A junction of two or more parts, made by `join`. `EVERYTHING` and `NOTHING` have no parts."""

    __slots__ = ("contains_count", "kind", "longest", "parts", "weight")

    def __init__(self, kind: Junction, parts: tuple[Tree, ...]) -> None:
        longest = [part.longest if isinstance(part, Join) else part.weight for part in parts]
        self.kind: Final = kind
        self.parts: Final = parts
        self.weight: Final[int] = 1 + wrapper_count(len(parts)) + sum([part.weight for part in parts])
        self.contains_count: Final[int] = sum([part.contains_count for part in parts])
        self.longest: Final[int] = sum(longest) if kind == "And" else max(longest, default=0)


Tree: TypeAlias = Leaf | Group | Join

EVERYTHING: Final = Join("And", ())
NOTHING: Final = Join("Or", ())


def size_of(tree: Tree) -> int:
    """The conditions in a request for the tree. The root does not count."""
    return max(1, tree.weight - 1) if isinstance(tree, Join) else tree.weight


def join(kind: Junction, parts: Iterable[Tree]) -> Tree:
    """The junction, simplified: junctions of the same kind are merged, filters are sorted, and each occurs once.

    A filter and its opposite decide the whole (`x & ~x`, `x | ~x`). A junction of the other kind is dropped when it
    shares a filter with this one (`x & (x | y)`, `x | x & y`).
    """
    leaves: set[Leaf] = set()
    groups: set[Group] = set()
    joins: dict[int, Join] = {}
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
                    joins[id(piece)] = piece
    if any(leaf.op in NEGATIVE and leaf._replace(op=FLIPPED[leaf.op]) in leaves for leaf in leaves):
        return absorbing
    kept = [each for each in joins.values() if leaves.isdisjoint(each.parts) and groups.isdisjoint(each.parts)]
    ordered: tuple[Tree, ...] = (*sorted(leaves), *sorted(groups), *kept)
    if not ordered:
        return neutral
    return ordered[0] if len(ordered) == 1 else Join(kind, ordered)


# --- the dict ---------------------------------------------------------------------------------------------------------


def emit(tree: Tree, name: str) -> SearchExpression:
    """The dict of a tree within the limits, which bound its depth. `name` is a property that every record has."""
    match tree:
        case Leaf():
            return {"Filters": [_filter(tree)]}
        case Group():
            return {"NestedFilters": [_nested(tree)]}
        case Join(parts=()):
            return {"Filters": [{"Name": name, "Operator": "Exists" if tree.kind == "And" else "NotExists"}]}
        case Join():
            return _node(tree, name)


def _node(tree: Join, name: str) -> SearchExpression:
    parts = list(tree.parts)
    while len(parts) > MAX_LIST:
        # As few wrappers as possible, the last one only as full as it must be.
        count = min(MAX_LIST, len(parts) - MAX_LIST + 1)
        parts = [*parts[:-count], Join(tree.kind, tuple(parts[-count:]))]
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
    if tree.kind == "Or":
        made["Operator"] = "Or"
    return made


def _filter(leaf: Leaf) -> Filter:
    if leaf.value is None:
        return {"Name": leaf.name, "Operator": leaf.op}
    return {"Name": leaf.name, "Operator": leaf.op, "Value": leaf.value}


def _nested(group: Group) -> NestedFilters:
    return {"NestedPropertyName": group.path, "Filters": [_filter(leaf) for leaf in group.filters]}
