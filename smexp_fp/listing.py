"""Lists and searches: lazy, page by page, without surprises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from returns.result import Result, Success

from smexp_fp.errors import SmexpError
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
        items: The records, at most as many as the page size.
        next_token: Where the next page begins; `None` on the last.
        total_hits: In a search, how many records it finds in all.
    """

    items: tuple[T, ...]
    next_token: str | None = None
    total_hits: TotalHits | None = None


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A lazy, immutable list of records: nothing is sent before it is iterated, and each iteration asks anew.

    Iterating yields one `Success` for each record. A failure is the last item; its `resume_from` is the position to
    hand to the same function to go on where this one stopped, without a gap and without a repetition.

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
            yield from map(Success, page.unwrap().items)

    def collect(self) -> Result[tuple[T, ...], SmexpError]:
        """Read all of it, or give the failure that stopped it."""
        gathered: list[T] = []
        for page in self.pages():
            if is_failure(page):
                return page
            gathered.extend(page.unwrap().items)
        return Success(tuple(gathered))

    def first(self) -> Result[T | None, SmexpError]:
        """Read as far as the first record; `None` where there is none."""
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
