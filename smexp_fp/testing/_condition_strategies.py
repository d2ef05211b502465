"""Strategies for conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, TypeAlias, overload

from hypothesis import strategies as st

from smexp_fp.query import Condition, Q, Resource, all_of, any_of
from smexp_fp.records import Experiment, Trial, TrialComponent
from smexp_fp.testing._comparison_strategies import (
    OPERATORS,
    POSITIVE,
    Part,
    any_comparison,
    comparison,
    pick,
    up_to,
)
from smexp_fp.testing._places import Place, lists_of, places_of

_MOST: Final = 48
"""The maximum of filters, nested filters and sub-expressions in a drawn request; the service allows 50."""


@overload
def conditions(
    resource: Literal["Experiment"],
    *,
    about: Sequence[Experiment] = ...,
    max_leaves: int = ...,
    expressible: bool = ...,
    any_operand: bool = ...,
) -> st.SearchStrategy[Condition[Experiment]]: ...
@overload
def conditions(
    resource: Literal["ExperimentTrial"],
    *,
    about: Sequence[Trial] = ...,
    max_leaves: int = ...,
    expressible: bool = ...,
    any_operand: bool = ...,
) -> st.SearchStrategy[Condition[Trial]]: ...
@overload
def conditions(
    resource: Literal["ExperimentTrialComponent"],
    *,
    about: Sequence[TrialComponent] = ...,
    max_leaves: int = ...,
    expressible: bool = ...,
    any_operand: bool = ...,
) -> st.SearchStrategy[Condition[TrialComponent]]: ...
@overload
def conditions(
    resource: Resource,
    *,
    about: Sequence[Any] = ...,
    max_leaves: int = ...,
    expressible: bool = ...,
    any_operand: bool = ...,
) -> st.SearchStrategy[Condition[Any]]: ...
def conditions(
    resource: Resource,
    *,
    about: Sequence[Any] = (),
    max_leaves: int = 6,
    expressible: bool = False,
    any_operand: bool = False,
) -> st.SearchStrategy[Condition[Any]]:
    """Conditions on a resource: every field, every operator of its type, combined in any way.

    Args:
        resource: The resource to search, as named in the API.
        about: Records whose keys and values the comparisons use, besides those of the strategies' own pools. Any,
            because the resource determines the kind of record at run time.
        max_leaves: The maximum number of comparisons.
        expressible: Whether to draw only conditions that `compile` converts to one request. These exceed neither the
            limits of a request nor the quota of `Contains`, and have only negations that the service supports.
        any_operand: Whether some comparisons have operands that no request can contain: NaN, naive times, lone
            surrogates, long texts, and `Q.wire` and `Q.field` with any name.

    Returns:
        A strategy. Any, for the same reason.

    >>> from hypothesis import given
    >>> from smexp_fp.query import compile
    >>> @given(conditions("Experiment", expressible=True))
    ... def test_it_compiles(condition):
    ...     assert "Filters" in str(compile(condition, "Experiment").unwrap())
    >>> test_it_compiles()

    The comparisons use the values of the records:

    >>> from hypothesis import find
    >>> from smexp_fp.records import Experiment
    >>> mnist = Experiment(name="mnist", arn="arn")
    >>> found = find(conditions("Experiment", about=[mnist]), lambda one: "Q.name == 'mnist'" in repr(one))
    """
    return _conditions(resource, tuple(about), max_leaves=max_leaves, expressible=expressible, any_operand=any_operand)


@st.composite
def _conditions(
    draw: st.DrawFn, resource: Resource, about: Sequence[Any], *, max_leaves: int, expressible: bool, any_operand: bool
) -> Condition[Any]:
    parts: list[Part] = []
    room, counted = _MOST, 0
    for _ in range(draw(up_to(max_leaves))):
        if any_operand and draw(st.booleans()):
            parts.append(Part(any_comparison(draw, resource), has_opposite=False, size=1))
            continue
        part = _part(draw, resource, about, expressible)
        if expressible and (part.size + 1 > room or part.counted + counted > 1):
            continue
        room -= part.size + 1
        counted += part.counted
        parts.append(part)
    return _joined(draw, parts, expressible).condition


def wide_conditions(
    resource: Resource, *, about: Sequence[Any] = (), min_leaves: int = 15, max_leaves: int = 120
) -> st.SearchStrategy[Condition[Any]]:
    """Conditions near and beyond the limits of one request: many comparisons, joined on one or two levels.

    Args:
        resource: The resource to search, as named in the API.
        about: As for `conditions`.
        min_leaves: The minimum number of comparisons.
        max_leaves: The maximum number of comparisons.

    Returns:
        A strategy. Any, because the resource is known only at run time.

    >>> from hypothesis import find
    >>> from smexp_fp.query import plan_any
    >>> def takes_two(condition):
    ...     made = plan_any(condition, "Experiment").value_or(None)
    ...     return made is not None and len(made.requests) == 2
    >>> takes_two(find(wide_conditions("Experiment"), takes_two))
    True
    """
    return _wide(resource, tuple(about), min_leaves, max_leaves)


_DRAWN: Final = 20
"""The number of drawn comparisons in a wide condition. The others test a tag each, which is fast to make."""


@st.composite
def _wide(
    draw: st.DrawFn, resource: Resource, about: Sequence[Any], min_leaves: int, max_leaves: int
) -> Condition[Any]:
    count = draw(st.integers(min_leaves, max_leaves))
    parts = [_part(draw, resource, about, expressible=True).condition for _ in range(min(count, _DRAWN))]
    parts += [Q.tag(f"k{number:03}") for number in range(count - len(parts))]
    outer, inner = draw(st.sampled_from(((any_of, all_of), (all_of, any_of), (any_of, any_of), (all_of, all_of))))
    groups = draw(st.sampled_from((1, 2, 3, 6, count)))
    return outer(*(inner(*parts[at::groups]) for at in range(groups)))


# --- joining ----------------------------------------------------------------------------------------------------------

_Join: TypeAlias = Callable[[Condition[Any], Condition[Any]], Condition[Any]]


def _and(left: Condition[Any], right: Condition[Any]) -> Condition[Any]:
    return left & right


def _or(left: Condition[Any], right: Condition[Any]) -> Condition[Any]:
    return left | right


_JOINS: Final[list[tuple[_Join, bool, bool]]] = [
    (join, negated, first)
    for negated in (False, True)
    for first in (True, False)
    for join in (_and, _or, all_of, any_of)
]


def _joined(draw: st.DrawFn, parts: list[Part], expressible: bool) -> Part:  # noqa: FBT001 - private
    """Join the parts in pairs, in any order, negated or not."""
    if not parts:
        return Part(draw(_CONSTANTS), has_opposite=True, size=1)
    while len(parts) > 1:
        join, negated, first = draw(_JOIN)
        (left, right), rest = parts[:2], parts[2:]
        made = Part(join(left.condition, right.condition), left.has_opposite and right.has_opposite, 0)
        made = _opposite(made) if negated and (made.has_opposite or not expressible) else made
        parts = [made, *rest] if first else [*rest, made]
    last = parts[0]
    return _opposite(last) if draw(st.booleans()) and (last.has_opposite or not expressible) else last


def _opposite(part: Part) -> Part:
    return Part(~part.condition, part.has_opposite, part.size, part.counted)


_JOIN: Final = st.sampled_from(_JOINS)
_EVERYTHING: Final[Condition[Any]] = all_of()
_NOTHING: Final[Condition[Any]] = any_of()
_CONSTANTS: Final = st.sampled_from((_EVERYTHING, _NOTHING, ~_EVERYTHING))


# --- comparisons ------------------------------------------------------------------------------------------------------


def _part(draw: st.DrawFn, resource: Resource, about: Sequence[Any], expressible: bool) -> Part:  # noqa: FBT001
    """A comparison of a field, or a condition on one element of a list."""
    places, lists = places_of(resource), lists_of(resource)
    at = draw(up_to(len(places) + 2 * len(lists) - 1))
    if at < len(places):
        return comparison(draw, places[at], resource, about, OPERATORS[places[at].kind])
    return _element(draw, lists[(at - len(places)) % len(lists)], resource, about, expressible)


def _element(
    draw: st.DrawFn,
    members: Sequence[Place],
    resource: Resource,
    about: Sequence[Any],
    expressible: bool,  # noqa: FBT001 - private
) -> Part:
    """`.any(...)` of up to three comparisons.

    Each alternative becomes its own nested filter, and nothing can be negated. So for one request, either all of the
    comparisons must hold, or there are two alternatives.
    """
    several = pick(draw, (all_of, any_of))
    parts: list[Part] = []
    for _ in range(1 + draw(up_to(2 if several is all_of or not expressible else 1))):
        place = pick(draw, members)
        operators: Sequence[str] = OPERATORS[place.kind]
        if expressible:
            operators = [one for one in operators if one != "is_in" and (several is all_of or one in POSITIVE)]
            if place.kind == "time":
                operators = [one for one in operators if one != "!="]  # for a day, it has two alternatives
        parts.append(comparison(draw, place, resource, about, operators))
    counted = sum(part.counted for part in parts)
    plain = several(*(part.condition for part in parts))
    made = plain if expressible else _joined(draw, parts, expressible).condition
    owner: Any = getattr(Q, members[0].owner.removeprefix("Q."))
    return Part(owner.any(made), has_opposite=False, size=8, counted=counted)
