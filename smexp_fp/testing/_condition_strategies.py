"""Strategies for conditions."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any, Final, Literal, TypeAlias, TypeVar, overload

from hypothesis import strategies as st

from smexp_fp.query import Condition, Q, Resource, all_of, any_of
from smexp_fp.records import Experiment, Trial, TrialComponent
from smexp_fp.testing import _values as pool
from smexp_fp.testing._places import Place, keys_for, lists_of, places_of, texts_of, values_in

T = TypeVar("T")

_COMPARISONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_WORDS_TOO: Final = ("contains", "is_in")
_EXISTENCE: Final = ("exists", "missing")
_OPERATORS: Final[dict[str, tuple[str, ...]]] = {
    "text": ("==", "!=", *_WORDS_TOO, *_EXISTENCE),
    "number": (*_COMPARISONS, "between", *_EXISTENCE),
    "time": (*_COMPARISONS, "between", *_EXISTENCE),
    "parameter": (*_COMPARISONS, "between", *_WORDS_TOO, *_EXISTENCE),
}
_POSITIVE: Final = {"==", "<", "<=", ">", ">=", "between", "contains", "exists"}
_MOST: Final = 48
"""Filters, nested filters and sub-expressions that a condition of one request may take; the service allows 50."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A condition, with what its place in one request depends on.

    Attributes:
        condition: The condition.
        has_opposite: Whether a search can ask for the opposite.
        size: How many filters, nested filters and sub-expressions it or its opposite takes, at most.
        counted: How many of its `Contains` count towards the quota.
    """

    condition: Condition[Any]
    has_opposite: bool
    size: int
    counted: int = 0


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
    """Conditions that a resource can be searched by: every field, every operator of its type, combined in any way.

    Args:
        resource: The API's name of what is searched.
        about: Records whose keys and values the comparisons ask for, beside those of the strategies' own pools. Any:
            where the resource is known at run time only, so is the kind of record.
        max_leaves: The most comparisons that a condition has.
        expressible: Whether to draw only what `compile` turns into one request: no negation that the service lacks,
            no `Contains` beyond its quota, and not too much at once.
        any_operand: Whether some comparisons take any operand that Python can write, also what no request can carry:
            NaN, naive times, lone surrogates, long texts, `Q.wire` and `Q.field` with any name.

    Returns:
        A strategy. Any: as for `about`.

    >>> from hypothesis import given
    >>> from smexp_fp.query import compile
    >>> @given(conditions("Experiment", expressible=True))
    ... def test_it_compiles(condition):
    ...     assert "Filters" in str(compile(condition, "Experiment").unwrap())
    >>> test_it_compiles()

    Values that records hold are asked for:

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
    parts: list[_Part] = []
    room, counted = _MOST, 0
    for _ in range(draw(_up_to(max_leaves))):
        if any_operand and draw(st.booleans()):
            parts.append(_Part(_any_comparison(draw, resource), has_opposite=False, size=1))
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
    """Conditions around and beyond what one request holds: many comparisons, joined on one level or two.

    Args:
        resource: The API's name of what is searched.
        about: As of `conditions`.
        min_leaves: The fewest comparisons.
        max_leaves: The most comparisons.

    Returns:
        A strategy. Any: the resource is known at run time only.

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
"""Comparisons of a wide condition that are drawn; the others ask for a tag each, which takes no time to draw."""


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


def _joined(draw: st.DrawFn, parts: list[_Part], expressible: bool) -> _Part:  # noqa: FBT001 - private
    """The parts in one condition: any two at a time, negated or not."""
    if not parts:
        return _Part(draw(_CONSTANTS), has_opposite=True, size=1)
    while len(parts) > 1:
        join, negated, first = draw(_JOIN)
        (left, right), rest = parts[:2], parts[2:]
        made = _Part(join(left.condition, right.condition), left.has_opposite and right.has_opposite, 0)
        made = _opposite(made) if negated and (made.has_opposite or not expressible) else made
        parts = [made, *rest] if first else [*rest, made]
    last = parts[0]
    return _opposite(last) if draw(st.booleans()) and (last.has_opposite or not expressible) else last


def _opposite(part: _Part) -> _Part:
    return _Part(~part.condition, part.has_opposite, part.size, part.counted)


_JOIN: Final = st.sampled_from(_JOINS)
_EVERYTHING: Final[Condition[Any]] = all_of()
_NOTHING: Final[Condition[Any]] = any_of()
_CONSTANTS: Final = st.sampled_from((_EVERYTHING, _NOTHING, ~_EVERYTHING))


@cache
def _up_to(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count)


def _pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of several: quicker than a strategy made anew for each choice."""
    return options[draw(_up_to(len(options) - 1))]


# --- comparisons ------------------------------------------------------------------------------------------------------


def _part(draw: st.DrawFn, resource: Resource, about: Sequence[Any], expressible: bool) -> _Part:  # noqa: FBT001
    """A comparison of a field, or a condition on one element of a list."""
    places, lists = places_of(resource), lists_of(resource)
    at = draw(_up_to(len(places) + 2 * len(lists) - 1))
    if at < len(places):
        return _comparison(draw, places[at], resource, about, _OPERATORS[places[at].kind])
    return _element(draw, lists[(at - len(places)) % len(lists)], resource, about, expressible)


def _element(
    draw: st.DrawFn,
    members: Sequence[Place],
    resource: Resource,
    about: Sequence[Any],
    expressible: bool,  # noqa: FBT001 - private
) -> _Part:
    """`.any(...)` of up to three comparisons.

    Each alternative becomes a nested filter of its own, and nothing can be negated: so for one request either all of
    the comparisons must hold, or there are two alternatives, neither of which holds for every element.
    """
    several = _pick(draw, (all_of, any_of))
    parts: list[_Part] = []
    for _ in range(1 + draw(_up_to(2 if several is all_of or not expressible else 1))):
        place = _pick(draw, members)
        operators: Sequence[str] = _OPERATORS[place.kind]
        if expressible:
            operators = [one for one in operators if one != "is_in" and (several is all_of or one in _POSITIVE)]
            if place.kind == "time":
                operators = [one for one in operators if one != "!="]  # of a day it has two alternatives
        parts.append(_comparison(draw, place, resource, about, operators))
    counted = sum(part.counted for part in parts)
    plain = several(*(part.condition for part in parts))
    made = plain if expressible else _joined(draw, parts, expressible).condition
    owner: Any = getattr(Q, members[0].owner.removeprefix("Q."))
    return _Part(owner.any(made), has_opposite=False, size=8, counted=counted)


def _comparison(
    draw: st.DrawFn, place: Place, resource: Resource, about: Sequence[Any], operators: Sequence[str]
) -> _Part:
    key = _pick(draw, keys_for(place, about)) if place.keyed else ""
    field = place.field(key)
    operator_ = _pick(draw, operators)
    found = values_in(place, key, about)
    match operator_:
        case "exists":
            return _Part(field.exists(), has_opposite=True, size=1)
        case "missing":
            return _Part(field.missing(), has_opposite=True, size=1)
        case "contains":
            text = _pick(draw, (*_texts(found), *texts_of(place, resource)))
            part = text[: _pick(draw, (1024, 1, 2))]
            counted = int(place.counts_towards_contains_quota)
            return _Part(field.contains(part), has_opposite=False, size=1, counted=counted)
        case "is_in":
            words = (*_texts(found), *texts_of(place, resource))
            some = [_pick(draw, words) for _ in range(draw(_up_to(3)))]
            return _Part(field.is_in(some), has_opposite=True, size=4)
        case "between":
            least, greatest = sorted(_pick(draw, _ordered(place, found)) for _ in range(2))
            return _Part(field.between(least, greatest), has_opposite=_has_opposites(place), size=4)
        case "==" | "!=":
            options: Sequence[Any] = _equalled(place, resource, found)
            if operator_ == "!=" and place.many and place.kind == "time":
                options = pool.SECONDS  # "on another day" has several readings where there are several times
            operand: Any = _pick(draw, options)
            is_day = place.kind == "time" and not isinstance(operand, datetime)
            made = _COMPARISONS[operator_](field, operand)
            return _Part(made, has_opposite=not is_day or not place.many, size=4 if is_day else 1)
        case _:
            ordered = _ordered(place, found)
            operand = _pick(draw, (*ordered, *pool.DAYS) if place.kind == "time" else ordered)
            return _Part(_COMPARISONS[operator_](field, operand), has_opposite=_has_opposites(place), size=3)


def _has_opposites(place: Place) -> bool:
    """Whether "less or absent" is the opposite of "greater or equal": not where there are texts, or several values."""
    return place.kind != "parameter" and not place.many


def _texts(found: Sequence[Any]) -> list[str]:
    """Those that a filter can hold. Any: values of any type."""
    return [one for one in found if isinstance(one, str) and 0 < len(one) <= 1024 and "\n" not in one]  # noqa: PLR2004 - API FilterValue


def _equalled(place: Place, resource: Resource, found: Sequence[Any]) -> tuple[Any, ...]:
    match place.kind:
        case "text":
            return (*_texts(found), *texts_of(place, resource))
        case "number":
            return (*found, *pool.NUMBERS)
        case "parameter":
            texts = set(_texts(found))
            numbers = [one for one in found if not isinstance(one, str)]
            return (*texts, *numbers, *pool.NUMBERS, *pool.WORDS)
        case "time":
            seconds = [one.replace(microsecond=0) for one in found]
            return (*seconds, *(one.astimezone(UTC).date() for one in found), *pool.SECONDS, *pool.DAYS)


def _ordered(place: Place, found: Sequence[Any]) -> tuple[Any, ...]:
    if place.kind == "time":
        return (*found, *pool.MOMENTS)
    return (*(one for one in found if not isinstance(one, str)), *pool.NUMBERS)


# --- any operand ------------------------------------------------------------------------------------------------------

_ODD_LETTERS: Final = "a,' \"\\\n\r\t\x00\x7f\u2028é\ud800"
_any_text: Final = st.text(max_size=20) | st.sampled_from((*pool.WORDS, "", "x" * 2000)) | st.text(_ODD_LETTERS)
_any_number: Final = st.integers() | st.floats() | st.sampled_from((*pool.NUMBERS, 10**400))
_any_time: Final = st.datetimes(
    timezones=st.sampled_from((UTC, None, timezone(timedelta(hours=5, minutes=30, seconds=7))))
)
_WIRE_OPERATORS: Final = (
    *("Equals", "NotEquals", "GreaterThan", "GreaterThanOrEqualTo", "LessThan"),
    *("LessThanOrEqualTo", "Contains", "Exists", "NotExists", "In"),
)


def _any_comparison(draw: st.DrawFn, resource: Resource) -> Condition[Any]:
    """One comparison with any operand that Python can write, also those that no request can carry."""
    place = _pick(draw, places_of(resource))
    text = draw(_any_text)
    match _pick(draw, ("own", "wire", "field", "tag")):
        case "wire":
            names = (place.path.replace("{}", text), text)
            operators: Any = _WIRE_OPERATORS
            return Q.wire(draw(st.sampled_from(names)), _pick(draw, operators), draw(_any_text))
        case "field":
            kinds: Any = ("text", "number", "time", "parameter")
            kind: Any = _pick(draw, kinds)
            return _asked(draw, Q.field(text, kind), kind)
        case "tag":
            return Q.tag(text, draw(_any_text)) if draw(st.booleans()) else Q.tag(text)
        case _:
            return _asked(draw, place.field(text), place.kind)


def _asked(draw: st.DrawFn, field: Any, kind: str) -> Condition[Any]:  # noqa: ANN401 - a field of any kind
    operator_ = _pick(draw, _OPERATORS[kind])
    if operator_ in _EXISTENCE:
        return field.exists() if operator_ == "exists" else field.missing()  # type: ignore[no-any-return] # a field of any kind
    if operator_ == "contains":
        return field.contains(draw(_any_text))  # type: ignore[no-any-return] # the same
    if operator_ == "is_in":
        return field.is_in(draw(st.lists(_any_text, max_size=3)))  # type: ignore[no-any-return] # the same
    operands: dict[str, st.SearchStrategy[str | float | date]] = {
        "text": _any_text,
        "number": _any_number,
        "time": _any_time,
        "parameter": _any_number,
    }
    if operator_ == "between":
        bound: Any = draw(operands[kind])
        return field.between(bound, bound)  # type: ignore[no-any-return] # the same
    equality = operator_ in {"==", "!="}
    operand = draw(_any_text if kind == "parameter" and equality and draw(st.booleans()) else operands[kind])
    if isinstance(operand, datetime) and draw(st.booleans()):
        operand = operand.date()
    return _COMPARISONS[operator_](field, operand)  # type: ignore[no-any-return] # the same
