"""The order of a search's records, as docs/semantics.md has it: what several merged requests are sorted by here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial, total_ordering
from typing import Any, TypeAlias, final

from smexp_fp._merge import Order, SortKey
from smexp_fp.clients import Resource, SortOrder
from smexp_fp.query._lookup import lookup
from smexp_fp.query._properties import Property

AnyRecord: TypeAlias = Any  # an experiment, a trial or a component: `lookup` knows which has the property

DEFAULT = "LastModifiedTime"
"""What the service sorts by when it is not told (API shape SearchRequest)."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def order_of(resource: Resource, sort_by: str | None, sort_order: SortOrder | None) -> Order[AnyRecord] | None:
    """How a search sorts; `None` for a property that this release does not know."""
    found = lookup(resource, sort_by or DEFAULT)
    if found is None:
        return None
    prop, key = found
    rank = partial(_rank, prop, key, ascending=sort_order == "Ascending")
    return Order(rank=rank, key=partial(_with_ties, rank))


def _rank(prop: Property, key: str, record: AnyRecord, *, ascending: bool) -> SortKey:
    """Records that lack the property come last in either direction; of several values the first in the order counts."""
    values = [_comparable(value) for value in prop.read(record, key) if value is not None]
    if not values:
        return (1, ())
    return (0, min(values)) if ascending else (0, _Descending(max(values)))


def _comparable(value: str | float | datetime) -> tuple[int, str | float | datetime]:
    """Numbers come before texts: a parameter can be either."""
    return (1, value) if isinstance(value, str) else (0, value)


def _with_ties(rank: Callable[[AnyRecord], SortKey], record: AnyRecord) -> SortKey:
    """Ties are broken by the time of modification, newest first, then by ARN."""
    return rank(record), _Descending(record.modified or _LONG_AGO), record.arn


@final
@total_ordering
class _Descending:
    """A value that sorts the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: SortKey) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Descending) and self.value == other.value

    def __lt__(self, other: _Descending) -> bool:
        return bool(other.value < self.value)

    __hash__ = None  # type: ignore[assignment]  # a sort key is compared, never looked up
