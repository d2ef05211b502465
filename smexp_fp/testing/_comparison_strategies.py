"""Strategies for single comparisons: a field, an operator of its type, an operand."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final, get_args

from hypothesis import strategies as st

from smexp_fp.query import Condition, Q, Resource
from smexp_fp.query._fields import field_of
from smexp_fp.query._operands import WireOperator
from smexp_fp.query._properties import FIELDS, FieldKind, Property
from smexp_fp.testing import _values as pool
from smexp_fp.testing._choices import keys_for, operands_in, pick, properties_of, texts_for, values_in

_COMPARISONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_EXISTENCE: Final = ("exists", "missing")
OPERATORS: Final[dict[str, tuple[str, ...]]] = {
    "text": ("==", "!=", "contains", "is_in", *_EXISTENCE),
    "number": (*_COMPARISONS, "between", *_EXISTENCE),
    "time": (*_COMPARISONS, "between", *_EXISTENCE),
    "parameter": (*_COMPARISONS, "between", "contains", "is_in", *_EXISTENCE),
}
"""By type of the property, what the service has an operator for."""
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


@dataclass(frozen=True, slots=True)
class _Operands:
    """What to choose operands from. Any, because they are of the type of the field.

    Attributes:
        equal: Operands of `==` and `!=`.
        order: Operands of the order comparisons and of `.between`.
        texts: Operands of the tests of texts.
    """

    equal: Sequence[Any]
    order: Sequence[Any]
    texts: Sequence[str]


def comparison(
    draw: st.DrawFn,
    prop: Property,
    resource: Resource,
    about: Sequence[Any],
    operators: Sequence[str],
    *,
    of_element: bool = False,
) -> Part:
    """A comparison of a field with one of the operators, which a search can express.

    Args:
        draw: Hypothesis's.
        prop: The field's property.
        resource: The resource to search.
        about: Records whose values the operands have. Any, because the property determines their kind.
        operators: Operators of the property's type.
        of_element: Whether it is about one element of a list, which has one value.
    """
    key = pick(draw, keys_for(prop, about))
    operands = _operands(prop, resource, values_in(prop, key, about))
    name = pick(draw, operators)
    several = prop.multivalued and not of_element
    if name == "!=" and several and prop.kind == "time":
        operands = _Operands(pool.SECONDS, (), ())  # "on another day" is ambiguous if there are several times
    condition, operand = _compared(draw, field_of(prop, key), name, operands)
    # "Less or absent" is the opposite of "greater or equal": not for texts, and not for several values.
    can_reverse = prop.kind != "parameter" and not several
    match name:
        case "exists" | "missing":
            return Part(condition, has_opposite=True, size=1)
        case "contains":
            counted = int(prop.counts_towards_contains_quota)
            return Part(condition, has_opposite=False, size=1, counted=counted)
        case "is_in":
            return Part(condition, has_opposite=True, size=4)
        case "==" | "!=":
            is_day = prop.kind == "time" and not isinstance(operand, datetime)
            return Part(condition, has_opposite=not is_day or not several, size=4 if is_day else 1)
        case _:
            return Part(condition, has_opposite=can_reverse, size=4 if name == "between" else 3)


def _compared(draw: st.DrawFn, field: Any, name: str, operands: _Operands) -> tuple[Condition[Any], Any]:  # noqa: ANN401 - a field of any kind, and its operand
    """The field, compared with a choice of the operands, and the operand of a comparison sign."""
    match name:
        case "exists" | "missing":
            return getattr(field, name)(), None
        case "contains":
            text = pick(draw, operands.texts)
            return field.contains(text[: pick(draw, (1024, 1, 2))]), None
        case "is_in":
            return field.is_in([pick(draw, operands.texts) for _ in range(pick(draw, (0, 1, 2, 3)))]), None
        case "between":
            return field.between(*sorted((pick(draw, operands.order) for _ in range(2)), key=_begin)), None
        case _:
            operand = pick(draw, operands.equal if name in {"==", "!="} else operands.order)
            return _COMPARISONS[name](field, operand), operand


def _begin(bound: Any) -> Any:  # noqa: ANN401 - a number or a time
    """The bound, or the beginning of a day, so that both can be sorted."""
    is_day = isinstance(bound, date) and not isinstance(bound, datetime)
    return datetime(bound.year, bound.month, bound.day, tzinfo=UTC) if is_day else bound


def _operands(prop: Property, resource: Resource, found: Sequence[Any]) -> _Operands:
    """Those of the records and of the pools. All of them can be sent."""
    texts = (*operands_in(found), *texts_for(prop, resource))
    numbers = (*(one for one in found if not isinstance(one, str)), *pool.NUMBERS)
    match prop.kind:
        case "text":
            return _Operands(texts, (), texts)
        case "number":
            return _Operands(numbers, numbers, ())
        case "parameter":
            return _Operands((*texts, *numbers), numbers, texts)
        case "time":
            seconds = [one.replace(microsecond=0) for one in found]
            days = [one.astimezone(UTC).date() for one in found]
            all_days = (*days, *pool.DAYS)
            return _Operands((*seconds, *pool.SECONDS, *all_days), (*found, *pool.MOMENTS, *all_days), ())


# --- local tests ------------------------------------------------------------------------------------------------------


def local_test(draw: st.DrawFn, prop: Property, resource: Resource, about: Sequence[Any]) -> Condition[Any]:
    """A test that the service does not have, of a property that can be a text."""
    key = pick(draw, keys_for(prop, about))
    field: Any = field_of(prop, key)
    text = pick(draw, _operands(prop, resource, values_in(prop, key, about)).texts)
    length = pick(draw, (_LONG, 2, 1))
    head, tail = text[:length], text[-length:]
    test = pick(draw, ("equals", "contains", "startswith", "endswith", "matches"))
    if test == "matches":
        pattern = pick(draw, (f"^{re.escape(head)}", f"{re.escape(tail)}$", f"(?i){re.escape(head.swapcase())}"))
        return field.matches(pattern)  # type: ignore[no-any-return] # a field of any kind
    part = {"equals": text, "endswith": tail}.get(test, head)
    ignore_case = test in {"equals", "contains"} or draw(st.booleans())  # otherwise a search can express these two
    return getattr(field, test)(part.swapcase() if ignore_case else part, ignore_case=ignore_case)  # type: ignore[no-any-return] # the same


_LONG: Final = 100
"""Characters of a long part of a text. A pattern of it is legal even if each character is escaped."""


# --- any operand ------------------------------------------------------------------------------------------------------

_ODD_LETTERS: Final = "a,' \"\\\n\r\t\x00\x7f\u2028é\ud800"
_any_text: Final = st.text(max_size=20) | st.sampled_from((*pool.WORDS, "", "x" * 2000)) | st.text(_ODD_LETTERS)
_any_number: Final = st.integers() | st.floats() | st.sampled_from((*pool.NUMBERS, 10**400))
_any_time: Final = st.datetimes(
    timezones=st.sampled_from((UTC, None, timezone(timedelta(hours=5, minutes=30, seconds=7))))
)
_ANY: Final[dict[FieldKind, st.SearchStrategy[Any]]] = {
    "text": _any_text,
    "number": _any_number,
    "time": _any_time,
    "parameter": _any_number,
}
_WIRE_OPERATORS: Final[tuple[WireOperator, ...]] = get_args(WireOperator)


def any_comparison(draw: st.DrawFn, resource: Resource) -> Condition[Any]:
    """A comparison with any operand, including operands that no request can contain."""
    prop = pick(draw, properties_of(resource))
    text = draw(_any_text)
    match pick(draw, ("own", "wire", "field", "tag")):
        case "wire":
            name = pick(draw, (prop.paths[resource].replace("{}", text), text))
            return Q.wire(name, pick(draw, _WIRE_OPERATORS), draw(_any_text))
        case "tag":
            return Q.tag(text, draw(_any_text)) if draw(st.booleans()) else Q.tag(text)
        case "field":
            prop = FIELDS[pick(draw, tuple(FIELDS))]
        case _:
            pass
    operand = draw(_ANY[prop.kind])
    equal = draw(_any_text) if prop.kind == "parameter" and draw(st.booleans()) else operand
    if isinstance(operand, datetime) and draw(st.booleans()):
        equal = operand.date()
    operands = _Operands([equal], [operand], draw(st.lists(_any_text, min_size=1, max_size=3)))
    field = field_of(prop, text if prop.keyed else "")
    condition, _ = _compared(draw, field, pick(draw, OPERATORS[prop.kind]), operands)
    return condition
