"""Several requests read as one: lazily, merged in the requested order, without duplicates, and resumable."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import index
from typing import Any, Generic, Protocol, SupportsIndex, TypeAlias, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp._api.call import Call, send
from smexp_fp._api.paging import RepetitionWatch, check_paging, endless, page_call
from smexp_fp._api.positions import Behind, Place, fingerprint, read_position, write_position
from smexp_fp._api.rules import invalid_input
from smexp_fp._base.numbers import as_whole_number
from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.listing import Page
from smexp_fp.results import is_failure


class Identified(Protocol):
    """A record, identified by its ARN, or by its name if the ARN is unknown."""

    @property
    def arn(self) -> str:
        """The ARN, or an empty string."""
        ...

    @property
    def name(self) -> str:
        """The name."""
        ...


T = TypeVar("T", bound=Identified)

# Any: sort keys are tuples of numbers, strings and times, which are comparable with each other.
SortKey: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Order(Generic[T]):
    """The order of each request's records, and of the merged records.

    Attributes:
        rank: The value that the search sorts by. The merge requires each request to answer in the order of ranks.
        key: The rank, and a tie-breaker. It only chooses among the next records of the requests. Records of one rank
            keep the order of their own request.
    """

    rank: Callable[[T], SortKey]
    key: Callable[[T], SortKey]


def merged_pages(
    client: object,
    calls: Sequence[Call[Page[T]]],
    order: Order[T],
    keep: Callable[[T], bool] | None,
    *,
    limit: SupportsIndex | None,
    page_size: SupportsIndex,
    resume_from: str | None,
) -> Iterator[Result[Page[T], SmexpError]]:
    """Run the requests of a plan as one search.

    Args:
        client: Has Search.
        calls: The requests, each without page size and token.
        order: The order of each request.
        keep: The condition to test in this process; a record that does not satisfy it is dropped.
        limit: The maximum number of records, including unreadable ones.
        page_size: The number of records per request.
        resume_from: The position from a failure.

    Yields:
        Pages of at most `page_size` records, whose token is the position of all requests. A failure is the last item.
    """
    operation = calls[0].operation
    invalid = check_paging(operation, limit, page_size)
    if invalid is not None:
        yield Failure(invalid)
        return
    search = fingerprint(calls)
    start = read_position(resume_from, search, len(calls))
    if start is None:
        rule = "must be a position from this search"
        yield Failure(invalid_input(operation, "resume_from", resume_from, rule))
        return
    remaining, size = as_whole_number(limit), index(page_size)
    streams = [_Stream(client, call, size, place) for call, place in zip(calls, start, strict=True)]
    merge = _Merge(streams, order)
    error = merge.look_back()
    if error is not None:
        yield Failure(replace(error, resume_from=resume_from))
        return
    while remaining is None or remaining > 0:
        taken, error = merge.take(size if remaining is None else min(size, remaining), keep)
        position = write_position(search, merge.places())
        if taken:
            done = error is None and merge.finished()
            yield Success(_page(taken, next_token=None if done else position))
        if error is not None:
            yield Failure(replace(error, resume_from=position))
            return
        if merge.finished():
            return
        if remaining is not None:
            remaining -= len(taken)


_Entry: TypeAlias = Result[T, MalformedResponse]
"""A record, or the failure of an unreadable one."""


def _page(taken: Sequence[_Entry[T]], *, next_token: str | None) -> Page[T]:
    items: list[T] = []
    failures: list[MalformedResponse] = []
    for position, entry in enumerate(taken):
        if is_failure(entry):
            failures.append(replace(entry.failure(), position=position))
        else:
            items.append(entry.unwrap())
    return Page(items=tuple(items), failures=tuple(failures), next_token=next_token)


class _Stream(Generic[T]):
    """The records of one request, page by page.

    Attributes:
        place: The place after the last record taken.
    """

    def __init__(self, client: object, call: Call[Page[T]], page_size: int, place: Place) -> None:
        self.place = place
        self._client = client
        self._call = call
        self._page_size = page_size
        self._page: Page[T] | None = None
        self._entries: tuple[_Entry[T], ...] = ()
        self._watch = RepetitionWatch(place.token)

    def head(self) -> Result[_Entry[T] | None, SmexpError]:
        """The next record; `None` at the end. Requests a page if necessary."""
        while not self.place.done:
            if self._page is None:
                result = send(self._client, page_call(self._call, self._page_size, self.place.token))
                if is_failure(result):
                    return result
                self._page = result.unwrap()
                self._entries = tuple(self._page.results())
            if self.place.read < len(self._entries):
                return Success(self._entries[self.place.read])
            token, self._page = self._page.next_token, None
            # Pages may have been larger when the position was written. Then the rest is on the next page.
            read = 0 if token is None else self.place.read - len(self._entries)
            self.place = replace(self.place, token=token, read=read, done=token is None)
            if token is not None and self._watch.repeats(token):
                return Failure(endless(self._call.operation, token))
        return Success(None)

    def at_end(self) -> bool:
        """Whether there is no next record, as far as is known without a request."""
        if self.place.done:
            return True
        return self._page is not None and self._page.next_token is None and self.place.read >= len(self._entries)

    def advance(self) -> None:
        """Move past the record that `head` returned."""
        place = self.place
        self.place = replace(place, read=place.read + 1, behind=replace(place.behind, count=place.behind.count + 1))

    def begin_rank(self) -> None:
        """Note that a new rank begins here."""
        self.place = replace(self.place, behind=Behind(self.place.token, self.place.read))

    def look_back(self) -> Result[list[_Entry[T]], SmexpError]:
        """Read the records already taken of the current rank again, without moving."""
        behind = self.place.behind
        past: _Stream[T] = _Stream(self._client, self._call, self._page_size, Place(behind.token, behind.read))
        entries: list[_Entry[T]] = []
        while len(entries) < behind.count:
            head = past.head()
            if is_failure(head):
                return head
            entry = head.unwrap()
            if entry is None:
                break  # some have been deleted
            entries.append(entry)
            past.advance()
        if past.place.token == self.place.token:
            self._page, self._entries = past._page, past._entries  # the same page need not be requested again
        return Success(entries)


class _Merge(Generic[T]):
    """The records of all streams in order, without duplicates."""

    def __init__(self, streams: Sequence[_Stream[T]], order: Order[T]) -> None:
        self._streams = streams
        self._order = order
        self._rank: SortKey = None
        self._of_rank: set[str] = set()
        self._unread: set[str] = set()
        self._heap: list[tuple[SortKey, int, T]] = []
        self._waiting = list(range(len(streams)))

    def look_back(self) -> SmexpError | None:
        """After a resumption, read which records of the current rank have been taken; returns the error, if any."""
        for stream in self._streams:
            if stream.place.behind.count:
                entries = stream.look_back()
                if is_failure(entries):
                    return entries.failure()
                for entry in entries.unwrap():
                    self._is_new(entry)
                    if not is_failure(entry):
                        self._rank = self._order.rank(entry.unwrap())
        return None

    def take(self, count: int, keep: Callable[[T], bool] | None) -> tuple[list[_Entry[T]], SmexpError | None]:
        """At most `count` next records, and the error that stopped the reading, if any."""
        taken: list[_Entry[T]] = []
        while len(taken) < count:
            if not self._waiting:
                if not self._heap:
                    break
                _, index, record = heapq.heappop(self._heap)
                self._begin_rank(self._order.rank(record))
                self._streams[index].advance()
                self._waiting.append(index)
                if self._is_new(Success(record)) and (keep is None or keep(record)):
                    taken.append(Success(record))
                continue
            index = self._waiting[-1]
            head = self._streams[index].head()
            if is_failure(head):
                return taken, head.failure()
            entry = head.unwrap()
            if entry is None:
                self._waiting.pop()
            elif is_failure(entry):
                # Its rank is unknown, so it comes at once.
                self._streams[index].advance()
                if self._is_new(entry):
                    taken.append(entry)
            else:
                self._waiting.pop()
                record = entry.unwrap()
                heapq.heappush(self._heap, (self._order.key(record), index, record))
        return taken, None

    def finished(self) -> bool:
        """Whether no record is left, as far as is known without another request."""
        return not self._heap and all(self._streams[index].at_end() for index in self._waiting)

    def places(self) -> list[Place]:
        """The place of each request. It has the records of the current rank only if another request can return them."""
        unfinished = {index for index, stream in enumerate(self._streams) if not stream.at_end()}
        return [
            stream.place if unfinished - {index} else replace(stream.place, behind=Behind())
            for index, stream in enumerate(self._streams)
        ]

    def _begin_rank(self, rank: SortKey) -> None:
        if rank == self._rank:
            return
        self._rank = rank
        self._of_rank.clear()
        for stream in self._streams:
            stream.begin_rank()

    def _is_new(self, entry: _Entry[T]) -> bool:
        """Whether no request has returned this record before. A record without ARN and name is always new."""
        if is_failure(entry):
            name, known = entry.failure().record, self._unread
        else:
            record = entry.unwrap()
            name, known = record.arn or record.name, self._of_rank
        if name is None:
            return True
        if name in known:
            return False
        known.add(name)
        return True
