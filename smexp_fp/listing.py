"""Lazy lists and searches, read page by page. An unreadable record does not hide the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.results import is_failure

__all__ = ["Listing", "Page", "SearchListing", "TotalHits"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TotalHits:
    """The number of records that a search finds.

    Attributes:
        value: The number.
        exact: Whether the number is exact; otherwise it is a lower bound.
    """

    value: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list or search.

    Attributes:
        items: The readable records.
        next_token: The token of the next page; `None` on the last page.
        total_hits: The number of records that a search finds; `None` if the response does not say.
        failures: The unreadable records, each with its name and its position on the page.
    """

    items: tuple[T, ...]
    next_token: str | None = None
    total_hits: TotalHits | None = None
    failures: tuple[MalformedResponse, ...] = ()

    def results(self) -> Iterator[Result[T, MalformedResponse]]:
        """Iterate over all records in order; an unreadable record is a failure."""
        read = iter(self.items)
        unread = {failure.position: failure for failure in self.failures}
        for position in range(len(self.items) + len(self.failures)):
            failure = unread.get(position)
            yield Success(next(read)) if failure is None else Failure(failure)


@dataclass(frozen=True, slots=True, repr=False)
class Listing(Generic[T]):
    """A lazy, immutable list of records. Nothing is sent until it is iterated, and each iteration sends new requests.

    Iterating yields one result for each record, in order: a `Success`, or, if the record cannot be read, a `Failure`
    with a `MalformedResponse` that has a `position`. The other records follow.

    A failed *request* is the last item. Pass its `resume_from` to the same function to continue there, without a gap
    and without a repetition.

    Attributes:
        pages: Starts an iteration over whole pages, for callers that count requests or store positions.
        resume_from: Where it begins; `None` for the first record.
    """

    pages: Callable[[], Iterator[Result[Page[T], SmexpError]]]
    resume_from: str | None = field(default=None, kw_only=True)

    def __repr__(self) -> str:
        """Return what it is, without sending a request."""
        return f"<{type(self).__name__}: sends requests when it is read>"

    def _repr_html_(self) -> str:
        name = type(self).__name__
        return (
            f"<strong>{name}</strong>, which sends requests when it is read: iterate over it, or call "
            "<code>collect()</code>, <code>partition()</code> or <code>first()</code>."
        )

    def __iter__(self) -> Iterator[Result[T, SmexpError]]:
        """Iterate over the records, with one page in memory at a time."""
        for page in self.pages():
            if is_failure(page):
                yield page
                return
            read = page.unwrap()
            yield from read.results() if read.failures else map(Success, read.items)

    def collect(self) -> Result[tuple[T, ...], SmexpError]:
        """Read all records, or return the first failure of a record or a request; see also `partition`."""
        gathered: list[T] = []
        for page in self.pages():
            if is_failure(page):
                return page
            read = page.unwrap()
            if read.failures:
                return Failure(read.failures[0])
            gathered.extend(read.items)
        return Success(tuple(gathered))

    def partition(self) -> tuple[tuple[T, ...], tuple[SmexpError, ...]]:
        """Read all readable records, and collect the failures.

        Returns:
            The records, and the failures in order. If a request failed, its failure is the last, and the records after
            it were not read.
        """
        gathered: list[T] = []
        failures: list[SmexpError] = []
        for page in self.pages():
            if is_failure(page):
                failures.append(page.failure())
            else:
                gathered.extend(page.unwrap().items)
                failures.extend(page.unwrap().failures)
        return tuple(gathered), tuple(failures)

    def first(self) -> Result[T | None, SmexpError]:
        """Read the first record, which may be a failure; `None` if there is none."""
        for item in self:
            return item
        return Success(None)


@dataclass(frozen=True, slots=True, repr=False)
class SearchListing(Listing[T]):
    """A listing of a search, which can also count its records.

    Attributes:
        count: Requests the number; see `total_hits`.
    """

    count: Callable[[], Result[TotalHits, SmexpError]]

    def total_hits(self) -> Result[TotalHits, SmexpError]:
        """Count the records that the search finds, ignoring `limit`. This takes a call of its own."""
        return self.count()
