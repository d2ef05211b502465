"""Lists and searches: lazy, page by page; one record that cannot be read does not hide the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.results import is_failure

__all__ = ["Listing", "Page", "SearchListing", "TotalHits"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TotalHits:
    """How many records a search finds.

    Attributes:
        value: The number.
        exact: Whether it is exact; otherwise there are at least so many.
    """

    value: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One answer of a list or search.

    Attributes:
        items: The records that can be read.
        next_token: Where the next page begins; `None` on the last.
        total_hits: In a search, how many records it finds in all; `None` where the answer does not say.
        failures: The records that cannot be read; each names the record, and its position among all of the page.
    """

    items: tuple[T, ...]
    next_token: str | None = None
    total_hits: TotalHits | None = None
    failures: tuple[MalformedResponse, ...] = ()

    def results(self) -> Iterator[Result[T, MalformedResponse]]:
        """Give all records in their order, those that cannot be read as failures."""
        read = iter(self.items)
        unread = {failure.position: failure for failure in self.failures}
        for position in range(len(self.items) + len(self.failures)):
            failure = unread.get(position)
            yield Success(next(read)) if failure is None else Failure(failure)


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A lazy, immutable list of records: nothing is sent before it is iterated, and each iteration asks anew.

    Iterating yields one result for each record, in order: a `Success`, or, where this one record cannot be read, a
    `Failure` of a `MalformedResponse` with a `position`. The other records follow.

    A failure of a *request* is the last item. Its `resume_from` is the position to hand to the same function to go on
    where this one stopped, without a gap and without a repetition.

    Attributes:
        pages: Starts an iteration over whole pages, for callers that count requests or store positions.
    """

    pages: Callable[[], Iterator[Result[Page[T], SmexpError]]]

    def __iter__(self) -> Iterator[Result[T, SmexpError]]:
        """Iterate over the records; memory holds one page at a time."""
        for page in self.pages():
            if is_failure(page):
                yield page
                return
            read = page.unwrap()
            yield from read.results() if read.failures else map(Success, read.items)

    def collect(self) -> Result[tuple[T, ...], SmexpError]:
        """Read all of it, or give the first failure, be it of a record or of a request; see `partition`."""
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
        """Read all that can be read, and say what could not.

        Returns:
            The records, and the failures in the order in which they came: none where all was read. A failure of a
            request is the last of them; what would have come after it was not read.
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
        """Read as far as the first record, which may be a failure; `None` where there is none."""
        for item in self:
            return item
        return Success(None)


@dataclass(frozen=True, slots=True)
class SearchListing(Listing[T]):
    """A listing that also knows how many records its search finds in all.

    Attributes:
        count: Asks for the number; see `total_hits`.
    """

    count: Callable[[], Result[TotalHits, SmexpError]]

    def total_hits(self) -> Result[TotalHits, SmexpError]:
        """Ask how many records the search finds, whatever its `limit`: a call of its own, for one record."""
        return self.count()
