"""Several requests read as one: merged in the asked order, without duplicates, lazily, and resumable."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import index
from typing import Any, Generic, Protocol, SupportsIndex, TypeAlias, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp._api import wire
from smexp_fp._api.call import Call, send
from smexp_fp._api.paging import RepetitionWatch, endless, page_refusal
from smexp_fp._api.positions import Behind, Place, fingerprint, read_position, write_position
from smexp_fp._api.rules import invalid
from smexp_fp._numbers import as_whole_number
from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.listing import Page
from smexp_fp.results import is_failure


class Identified(Protocol):
    """A record, which its ARN identifies, or its name where its ARN is unknown."""

    @property
    def arn(self) -> str:
        """The ARN, or an empty text."""
        ...

    @property
    def name(self) -> str:
        """The name."""
        ...


T = TypeVar("T", bound=Identified)

# Any: sort keys are tuples of numbers, texts and instants, comparable among themselves.
SortKey: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Order(Generic[T]):
    """The order in which each request answers, and so all of them together.

    Attributes:
        rank: What the search sorts by. The merge relies on each request's answering in the order of ranks.
        key: That, and what breaks ties as far as records tell it. It only chooses among the next records of the
            requests: records of one rank come in the order in which their own request has them.
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
        order: How each of them is sorted.
        keep: What is left to look at here; a record that fails it is dropped.
        limit: How many records at most, those that cannot be read among them.
        page_size: How many a request.
        resume_from: The position that a failure has given.

    Yields:
        Pages of at most `page_size` records whose token is a position over all requests. A failure is the last.
    """
    operation = calls[0].operation
    refused = page_refusal(operation, limit, page_size)
    if refused is not None:
        yield Failure(refused)
        return
    search = fingerprint(calls)
    start = read_position(resume_from, search, len(calls))
    if start is None:
        rule = "must be a position that this search has given"
        yield Failure(invalid(operation, "resume_from", resume_from, rule))
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
"""A record, or what is wrong with one that cannot be read."""


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
        place: Behind the last record that was taken.
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
        """The next record; `None` at the end. Asks for a page where that is needed."""
        while not self.place.done:
            if self._page is None:
                window = wire.to_wire(MaxResults=self._page_size, NextToken=self.place.token)
                result = send(self._client, replace(self._call, parameters={**self._call.parameters, **window}))
                if is_failure(result):
                    return result
                self._page = result.unwrap()
                self._entries = tuple(self._page.results())
            if self.place.read < len(self._entries):
                return Success(self._entries[self.place.read])
            token, self._page = self._page.next_token, None
            # What exceeds this page is read on the next: pages may have been larger when the position was written.
            read = 0 if token is None else self.place.read - len(self._entries)
            self.place = replace(self.place, token=token, read=read, done=token is None)
            if token is not None and self._watch.repeats(token):
                return Failure(endless(self._call.operation, token))
        return Success(None)

    def at_end(self) -> bool:
        """Whether there is no next record, as far as is known without asking."""
        if self.place.done:
            return True
        return self._page is not None and self._page.next_token is None and self.place.read >= len(self._entries)

    def advance(self) -> None:
        """Go past the record that `head` gave."""
        place = self.place
        self.place = replace(place, read=place.read + 1, behind=replace(place.behind, count=place.behind.count + 1))

    def begin_rank(self) -> None:
        """Note that what is taken from here on is of a new rank."""
        self.place = replace(self.place, behind=Behind(self.place.token, self.place.read))

    def look_back(self) -> Result[list[_Entry[T]], SmexpError]:
        """Read once more what was taken of the current rank, and stay in place."""
        behind = self.place.behind
        past: _Stream[T] = _Stream(self._client, self._call, self._page_size, Place(behind.token, behind.read))
        entries: list[_Entry[T]] = []
        while len(entries) < behind.count:
            head = past.head()
            if is_failure(head):
                return head
            entry = head.unwrap()
            if entry is None:
                break  # some were deleted since
            entries.append(entry)
            past.advance()
        if past.place.token == self.place.token:
            self._page, self._entries = past._page, past._entries  # the same page need not be asked for again
        return Success(entries)


class _Merge(Generic[T]):
    """The records of all streams in order, each once."""

    def __init__(self, streams: Sequence[_Stream[T]], order: Order[T]) -> None:
        self._streams = streams
        self._order = order
        self._rank: SortKey = None
        self._of_rank: set[str] = set()
        self._unread: set[str] = set()
        self._heap: list[tuple[SortKey, int, T]] = []
        self._waiting = list(range(len(streams)))

    def look_back(self) -> SmexpError | None:
        """Learn which records of the current rank have been taken, after a resumption; what went wrong, if anything."""
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
        """The next records, at most so many; and what stopped it, if anything did."""
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
                # Where it belongs among the records of other requests cannot be known.
                self._streams[index].advance()
                if self._is_new(entry):
                    taken.append(entry)
            else:
                self._waiting.pop()
                record = entry.unwrap()
                heapq.heappush(self._heap, (self._order.key(record), index, record))
        return taken, None

    def finished(self) -> bool:
        """Whether nothing is left, as far as is known without another request."""
        return not self._heap and all(self._streams[index].at_end() for index in self._waiting)

    def places(self) -> list[Place]:
        """Where each request is, with what was taken of the current rank only where another can bring it again."""
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
        """Whether no request has brought a record before; what cannot be named is always new."""
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
