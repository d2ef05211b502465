"""Strategies for single comparisons: a field, an operator of its type, an operand."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from smexp_fp.query import Condition, Q, Resource
from smexp_fp.testing import _values as pool
from smexp_fp.testing._places import Place, keys_for, places_of, texts_of, values_in

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
OPERATORS: Final[dict[str, tuple[str, ...]]] = {
    "text": ("==", "!=", *_WORDS_TOO, *_EXISTENCE),
    "number": (*_COMPARISONS, "between", *_EXISTENCE),
    "time": (*_COMPARISONS, "between", *_EXISTENCE),
    "parameter": (*_COMPARISONS, "between", *_WORDS_TOO, *_EXISTENCE),
}
POSITIVE: Final = {"==", "<", "<=", ">", ">=", "between", "contains", "exists"}


@dataclass(frozen=True, slots=True)
class Part:
    """A condition, with its use of the limits of one request.

    Attributes:
        condition: The condition.
        has_opposite: Whether a search can express the opposite.
        size: The maximum number of filters, nested filters and sub-expressions for it or its opposite.
        counted: The number of its `Contains` that count towards the quota.
    """

    condition: Condition[Any]
    has_opposite: bool
    size: int
    counted: int = 0


@cache
def up_to(count: int) -> st.SearchStrategy[int]:
    """A number from 0 to `count`."""
    return st.integers(0, count)


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of several options. This is faster than making a strategy for each choice."""
    return options[draw(up_to(len(options) - 1))]


def comparison(
    draw: st.DrawFn, place: Place, resource: Resource, about: Sequence[Any], operators: Sequence[str]
) -> Part:
    """A comparison of a field with one of the operators. Any, because the field determines the kind of records."""
    key = pick(draw, keys_for(place, about)) if place.keyed else ""
    field = place.field(key)
    operator_ = pick(draw, operators)
    found = values_in(place, key, about)
    match operator_:
        case "exists":
            return Part(field.exists(), has_opposite=True, size=1)
        case "missing":
            return Part(field.missing(), has_opposite=True, size=1)
        case "contains":
            text = pick(draw, (*_texts(found), *texts_of(place, resource)))
            part = text[: pick(draw, (1024, 1, 2))]
            counted = int(place.counts_towards_contains_quota)
            return Part(field.contains(part), has_opposite=False, size=1, counted=counted)
        case "is_in":
            words = (*_texts(found), *texts_of(place, resource))
            some = [pick(draw, words) for _ in range(draw(up_to(3)))]
            return Part(field.is_in(some), has_opposite=True, size=4)
        case "between":
            least, greatest = sorted(pick(draw, _ordered(place, found)) for _ in range(2))
            return Part(field.between(least, greatest), has_opposite=_has_opposites(place), size=4)
        case "==" | "!=":
            options: Sequence[Any] = _equalled(place, resource, found)
            if operator_ == "!=" and place.many and place.kind == "time":
                options = pool.SECONDS  # "on another day" is ambiguous if there are several times
            operand: Any = pick(draw, options)
            is_day = place.kind == "time" and not isinstance(operand, datetime)
            made = _COMPARISONS[operator_](field, operand)
            return Part(made, has_opposite=not is_day or not place.many, size=4 if is_day else 1)
        case _:
            ordered = _ordered(place, found)
            operand = pick(draw, (*ordered, *pool.DAYS) if place.kind == "time" else ordered)
            return Part(_COMPARISONS[operator_](field, operand), has_opposite=_has_opposites(place), size=3)


def _has_opposites(place: Place) -> bool:
    """Whether "less or absent" is the opposite of "greater or equal": not for texts, and not for several values."""
    return place.kind != "parameter" and not place.many


def _texts(found: Sequence[Any]) -> list[str]:
    """The values that fit in a filter. Any, because they are of any type."""
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


def any_comparison(draw: st.DrawFn, resource: Resource) -> Condition[Any]:
    """A comparison with any operand, including operands that no request can contain."""
    place = pick(draw, places_of(resource))
    text = draw(_any_text)
    match pick(draw, ("own", "wire", "field", "tag")):
        case "wire":
            names = (place.path.replace("{}", text), text)
            operators: Any = _WIRE_OPERATORS
            return Q.wire(draw(st.sampled_from(names)), pick(draw, operators), draw(_any_text))
        case "field":
            kinds: Any = ("text", "number", "time", "parameter")
            kind: Any = pick(draw, kinds)
            return _asked(draw, Q.field(text, kind), kind)
        case "tag":
            return Q.tag(text, draw(_any_text)) if draw(st.booleans()) else Q.tag(text)
        case _:
            return _asked(draw, place.field(text), place.kind)


def _asked(draw: st.DrawFn, field: Any, kind: str) -> Condition[Any]:  # noqa: ANN401 - a field of any kind
    operator_ = pick(draw, OPERATORS[kind])
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
