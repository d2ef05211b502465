"""The order of search results, to merge those of several requests (`docs/semantics.md`, "Order and paging")."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import total_ordering
from typing import Any, Final, Literal, TypeAlias

from returns.result import Failure, Result, Success

from smexp_fp.query._conditions import Condition
from smexp_fp.query._failures import UnknownProperty
from smexp_fp.query._matches import reader
from smexp_fp.query._nodes import Test
from smexp_fp.query._operands import milliseconds
from smexp_fp.query._properties import MODIFIED, WIRE, Property, check_resource, lookup
from smexp_fp.query._readers import Stored
from smexp_fp.records import Resource

SortKey: TypeAlias = tuple[Any, ...]
"""Keys compare as records are ordered: the lesser comes first."""

_EARLIEST: Final = milliseconds(datetime.min.replace(tzinfo=UTC))


@total_ordering
class _Reversed:
    """A text or a number in descending order."""

    __slots__ = ("value",)

    def __init__(self, value: tuple[int, float | str]) -> None:
        self.value: Final = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and self.value == other.value

    def __lt__(self, other: _Reversed) -> bool:
        return other.value < self.value

    def __hash__(self) -> int:
        return hash(self.value)


def sort_key(
    path: str | None, order: Literal["Ascending", "Descending"] | None, resource: Resource
) -> Result[Callable[[Any], SortKey], UnknownProperty]:
    """A key function that orders records as a search does.

    Records without the property, or with NaN for it, come last. Ties are in order of creation, in the same direction.
    Records created in the same millisecond have equal keys, as a record does not tell which of them was first. Numbers
    come before texts. Of several values the least counts, or in descending order the greatest.

    Args:
        path: The property's name in a search (`SortBy`); `None` is the service's default, `LastModifiedTime`.
        order: `None` is the service's default, `Descending`.
        resource: The API's name of the resource to search.

    Returns:
        A function for `sorted(key=…)` and `heapq.merge(key=…)` over records, or `UnknownProperty`.

    Raises:
        TypeError: When there is no such order or resource.
    """
    check_resource("sort_key", resource)
    if order not in (None, "Ascending", "Descending"):
        raise TypeError(f"sort_key takes Ascending or Descending as its order, not {order!r}")
    found = (MODIFIED, "") if path is None else lookup(resource, path)
    if found is None:
        return Failure(UnknownProperty(Condition(Test(WIRE, path or "", "Exists", None)), resource))
    return Success(_key(*found, descending=order != "Ascending"))


def _key(prop: Property, key: str, *, descending: bool) -> Callable[[Any], SortKey]:
    read = reader(prop, key)

    def sort_key_of(record: Any) -> SortKey:  # noqa: ANN401 - any record
        # NaN compares with nothing, so it counts as no value.
        values = [_comparable(value) for value in read(record) if value is not None and value == value]  # noqa: PLR0124
        created = _EARLIEST if record.created is None else milliseconds(record.created)
        if not values:
            return (1, -created if descending else created)
        if descending:
            return (0, _Reversed(max(values)), -created)
        return (0, min(values), created)

    return sort_key_of


def _comparable(value: Stored) -> tuple[int, float | str]:
    if isinstance(value, str):
        return (1, value)
    return (0, milliseconds(value) if isinstance(value, datetime) else value)
