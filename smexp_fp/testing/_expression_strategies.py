"""Strategies for search expressions of the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from smexp_fp.query import Filter, NestedFilters, Resource, SearchExpression
from smexp_fp.query._filters import Junction
from smexp_fp.query._operands import REVERSED, WireOperator
from smexp_fp.query._properties import FieldKind, ListProperty, Property
from smexp_fp.testing import _values as pool
from smexp_fp.testing._choices import (
    keys_for,
    lists_of,
    operands_in,
    pick,
    properties_of,
    texts_for,
    up_to,
    values_in,
)

T = TypeVar("T")

_JUNCTIONS: Final[tuple[Junction | None, ...]] = (None, "And", "Or")
_EXISTENCE: Final[tuple[WireOperator, ...]] = ("Exists", "NotExists")
_EQUALITY: Final[tuple[WireOperator, ...]] = ("Equals", "NotEquals")
_OF_TEXTS: Final[tuple[WireOperator, ...]] = ("In", "Contains")
_ORDER: Final[tuple[WireOperator, ...]] = tuple(REVERSED.values())
_OPERATORS: Final[dict[FieldKind, tuple[WireOperator, ...]]] = {
    "text": (*_EQUALITY, *_OF_TEXTS),
    "number": (*_EQUALITY, *_ORDER),
    "time": (*_EQUALITY, *_ORDER),
    "parameter": (*_EQUALITY, *_ORDER, *_OF_TEXTS),
}
_DECIMALS: Final = (
    *map(repr, pool.NUMBERS),
    "-0",
    "1e0",
    "0.10",
    "+1",
    ".1",
    "1.",
    "00.1",
    "1e400",
    "9007199254740993",
)
_TIMES: Final = (
    *("2024-01-01", "2024-01-01T00:00:00", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.001Z"),
    *("2024-01-02T01:00:00+01:00", "2024-01-01T00:00:01-0130", "2024-01-01T00:00:00.0019", "0001-01-01T00:00:00+23:59"),
)
_LISTED: Final = ("a, b", " , ", ",", "a,,b", "a , ab,")
_EAST: Final = timezone(timedelta(hours=5, minutes=30))


def expressions(resource: Resource, *, about: Sequence[Any] = ()) -> st.SearchStrategy[SearchExpression]:
    """Legal search expressions in many spellings: names in any case, default operators, different operand formats.

    They obey every limit of the service: 20 elements in a list, 50 in all, the quota of one `Contains`, and operands of
    the type of the property.

    Args:
        resource: The resource to search, as named in the API.
        about: Records whose keys and values the filters use, besides those of the strategies' own pools. Any,
            because the resource determines the kind of record at run time.

    Returns:
        A strategy.

    >>> from hypothesis import given
    >>> from smexp_fp.query import decompile
    >>> @given(expressions("Experiment"))
    ... def test_it_decompiles(expression):
    ...     assert repr(decompile(expression, "Experiment").unwrap())
    >>> test_it_decompiles()
    """
    return _expressions(resource, tuple(about))


@st.composite
def _expressions(draw: st.DrawFn, resource: Resource, about: Sequence[Any]) -> SearchExpression:
    return _Drawing(draw, resource, about).node(draw(up_to(2)))


class _Drawing:
    """The state of drawing an expression.

    The expression has at most seven nodes of three filters and a nested filter with two filters: 48 elements.
    """

    def __init__(self, draw: st.DrawFn, resource: Resource, about: Sequence[Any]) -> None:
        self._draw = draw
        self._resource: Resource = resource
        self._about = about
        self._contains_left = 1

    def node(self, levels: int) -> SearchExpression:
        """An expression with at most `levels` levels of sub-expressions."""
        made: SearchExpression = {}
        below = [self.node(levels - 1) for _ in range(self._pick((0, 1, 2)) if levels else 0)]
        is_nested = self._pick((False, False, False, True))
        flat = self._pick((0, 1, 2, 3)) or int(not below and not is_nested)
        if flat:
            properties = [self._pick(properties_of(self._resource)) for _ in range(flat)]
            made["Filters"] = [self._filter(prop.paths[self._resource], prop) for prop in properties]
        if is_nested:
            made["NestedFilters"] = [self._nested(self._pick(lists_of(self._resource)))]
        if below:
            made["SubExpressions"] = below
        operator = self._pick(_JUNCTIONS)
        if operator is not None:
            made["Operator"] = operator
        return made

    def _pick(self, options: Sequence[T]) -> T:
        return pick(self._draw, options)

    def _nested(self, items: ListProperty) -> NestedFilters:
        members = tuple(items.members.items())
        filters = [self._filter(*self._pick(members)) for _ in range(self._pick((1, 2)))]
        return {"NestedPropertyName": self._pick((items.path, items.path.lower())), "Filters": filters}

    def _filter(self, path: str, prop: Property) -> Filter:
        key = self._pick(keys_for(prop, self._about))
        made: Filter = {"Name": self._pick(_spellings(path)).replace("{}", key)}
        operator = self._pick((*_OPERATORS[prop.kind], *_EXISTENCE))
        if operator == "Contains" and prop.counts_towards_contains_quota:
            operator = "Contains" if self._contains_left else "Equals"
            self._contains_left = 0
        if operator not in {"Equals", "Exists"} or self._pick((True, False)):  # these are the defaults
            made["Operator"] = operator
        if operator not in _EXISTENCE:
            made["Value"] = self._operand(prop, key, operator)
        return made

    def _operand(self, prop: Property, key: str, operator: str) -> str:
        found = values_in(prop, key, self._about)
        decimals = (*(repr(one) for one in found if isinstance(one, int | float)), *_DECIMALS)
        match prop.kind:
            case "text":
                return self._pick((*operands_in(found), *texts_for(prop, self._resource), *_LISTED))
            case "parameter" if operator not in REVERSED:
                return self._pick((*operands_in(found), *decimals, *pool.WORDS, *_LISTED))
            case "time":
                return self._pick((*(self._spelled(one) for one in found), *_TIMES))
            case _:
                return self._pick(decimals)

    def _spelled(self, moment: datetime) -> str:
        return self._pick((moment.isoformat(timespec="milliseconds"), moment.astimezone(_EAST).isoformat()))


@cache
def _spellings(path: str) -> tuple[str, ...]:
    """The name of a property, possibly with its fixed parts in another case or left out."""
    before, braces, after = path.partition("{}")
    found = [path, before.lower() + braces + after.lower()]
    if after in {".Last", ".Value"}:
        found.append(before + braces)
    return tuple(found)
