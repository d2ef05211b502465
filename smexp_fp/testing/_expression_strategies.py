"""Strategies for search expressions of the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from smexp_fp.query import Filter, NestedFilters, Resource, SearchExpression
from smexp_fp.testing import _values as pool
from smexp_fp.testing._comparison_strategies import up_to
from smexp_fp.testing._places import Place, keys_for, lists_of, places_of, texts_of, values_in

_EQUALITY: Final = ("Equals", "NotEquals")
_ORDER: Final = ("GreaterThan", "GreaterThanOrEqualTo", "LessThan", "LessThanOrEqualTo")
_EXISTENCE: Final = ("Exists", "NotExists")
_OPERATORS: Final[dict[str, tuple[str, ...]]] = {
    "text": (*_EQUALITY, "In", "Contains"),
    "number": (*_EQUALITY, *_ORDER),
    "time": (*_EQUALITY, *_ORDER),
    "parameter": (*_EQUALITY, *_ORDER, "In", "Contains"),
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
        below = [self.node(levels - 1) for _ in range(self._below(3) if levels else 0)]
        nested = self._below(4) == 3  # noqa: PLR2004 - one of four
        flat = self._below(4) or int(not below and not nested)
        if flat:
            made["Filters"] = [self._filter(self._pick(places_of(self._resource))) for _ in range(flat)]
        if nested:
            members = self._pick(lists_of(self._resource))
            made["NestedFilters"] = [self._nested(members)]
        if below:
            made["SubExpressions"] = below
        operator: Any = self._pick((None, "And", "Or"))
        if operator is not None:
            made["Operator"] = operator
        return made

    def _below(self, count: int) -> int:
        return self._draw(up_to(count - 1))

    def _pick(self, options: Sequence[Any]) -> Any:  # noqa: ANN401 - one of the options, whatever they are
        return options[self._below(len(options))]

    def _nested(self, members: Sequence[Place]) -> NestedFilters:
        filters = [self._filter(self._pick(members)) for _ in range(1 + self._below(2))]
        owner = members[0].path.partition(".")[0]
        return {"NestedPropertyName": self._pick((owner, owner.lower())), "Filters": filters}

    def _filter(self, place: Place) -> Filter:
        key = self._pick(keys_for(place, self._about)) if place.keyed else ""
        made: Filter = {"Name": self._pick(_spellings(place.path)).replace("{}", key)}
        operator = self._pick((None, "", *_OPERATORS[place.kind], *_EXISTENCE))
        if operator == "Contains" and place.counts_towards_contains_quota:
            operator = "Contains" if self._contains_left else "Equals"
            self._contains_left = 0
        if operator is None:
            return made
        if operator:
            made["Operator"] = operator
        if operator not in _EXISTENCE:
            made["Value"] = self._operand(place, key, operator)
        return made

    def _operand(self, place: Place, key: str, operator: str) -> str:
        found = values_in(place, key, self._about)
        texts = [one for one in found if isinstance(one, str) and 0 < len(one) <= 1024 and "\n" not in one]  # noqa: PLR2004 - API FilterValue
        decimals = (*(repr(one) for one in found if isinstance(one, int | float)), *_DECIMALS)
        match place.kind:
            case "text":
                return str(self._pick((*texts, *texts_of(place, self._resource), *_LISTED)))
            case "parameter" if operator not in _ORDER:
                return str(self._pick((*texts, *decimals, *pool.WORDS, *_LISTED)))
            case "time":
                return str(self._pick((*(self._spelled(one) for one in found), *_TIMES)))
            case _:
                return str(self._pick(decimals))

    def _spelled(self, moment: datetime) -> str:
        return moment.astimezone(_EAST).isoformat() if self._below(2) else moment.isoformat(timespec="milliseconds")


@cache
def _spellings(path: str) -> tuple[str, ...]:
    """The name of a property, possibly with its fixed parts in another case or left out."""
    before, braces, after = path.partition("{}")
    found = [path, before.lower() + braces + after.lower()]
    if after in {".Last", ".Value"}:
        found.append(before + braces)
    return tuple(found)
