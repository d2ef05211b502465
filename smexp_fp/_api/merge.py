"""Several requests read as one: merged in the asked order, without duplicates, lazily, and resumable."""

from __future__ import annotations

import base64
import binascii
import heapq
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, cast

from returns.result import Failure, Result, Success

from smexp_fp._api import wire
from smexp_fp._api.call import Call, send
from smexp_fp._api.paging import RepetitionWatch, endless, page_refusal
from smexp_fp._api.rules import invalid
from smexp_fp._numbers import as_whole_number
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Page
from smexp_fp.results import is_failure


class HasArn(Protocol):
    """A record that its ARN identifies."""

    @property
    def arn(self) -> str:
        """What identifies it."""
        ...


T = TypeVar("T", bound=HasArn)

# Any: sort keys are tuples of numbers, texts and instants, comparable among themselves.
SortKey: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Order(Generic[T]):
    """The order in which each request answers, and so all of them together.

    Attributes:
        rank: What the search sorts by.
        key: That, and what breaks ties as far as records tell it. Records of one key come in the order of their
            requests.
    """

    rank: Callable[[T], SortKey]
    key: Callable[[T], SortKey]


def merged_pages(
    client: object,
    calls: Sequence[Call[Page[T]]],
    order: Order[T],
    keep: Callable[[T], bool] | None,
    *,
    limit: int | None,
    page_size: int,
    resume_from: str | None,
) -> Iterator[Result[Page[T], SmexpError]]:
    """Run the requests of a plan as one search.

    Args:
        client: Has Search.
        calls: The requests, each without page size and token.
        order: How each of them is sorted.
        keep: What is left to look at here; a record that fails it is dropped.
        limit: How many records at most.
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
    start = _read_position(resume_from, len(calls))
    if start is None:
        rule = "must be a position that this search has given"
        yield Failure(invalid(operation, "resume_from", resume_from, rule))
        return
    streams = [_Stream(client, call, page_size, place) for call, place in zip(calls, start.places, strict=True)]
    merge = _Merge(streams, order, set(start.recent))
    remaining = as_whole_number(limit)
    while remaining is None or remaining > 0:
        items, error = merge.take(page_size if remaining is None else min(page_size, remaining), keep)
        position = merge.position()
        if items:
            done = error is None and merge.finished()
            yield Success(Page(items=tuple(items), next_token=None if done else position))
        if error is not None:
            yield Failure(replace(error, resume_from=position))
            return
        if merge.finished():
            return
        if remaining is not None:
            remaining -= len(items)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one request stands: the token of its current page (`None` for the first), and how many of it are read."""

    token: str | None = None
    read: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class _Position:
    """Where all requests stand, and the records of the current rank, which may come again from another request."""

    places: tuple[_Place, ...]
    recent: tuple[str, ...] = ()


class _Stream(Generic[T]):
    """The records of one request, page by page."""

    def __init__(self, client: object, call: Call[Page[T]], page_size: int, place: _Place) -> None:
        self.place = place
        self._client = client
        self._call = call
        self._page_size = page_size
        self._page: Page[T] | None = None
        self._watch = RepetitionWatch(place.token)

    def head(self) -> Result[T | None, SmexpError]:
        """The next record; `None` at the end. Asks for a page where that is needed."""
        while not self.place.done:
            if self._page is None:
                window = wire.to_wire(MaxResults=self._page_size, NextToken=self.place.token)
                result = send(self._client, replace(self._call, parameters={**self._call.parameters, **window}))
                if is_failure(result):
                    return result
                self._page = result.unwrap()
            if self.place.read < len(self._page.items):
                return Success(self._page.items[self.place.read])
            token, self._page = self._page.next_token, None
            self.place = _Place(token=token, done=token is None)
            if token is not None and self._watch.repeats(token):
                return Failure(endless(self._call.operation, token))
        return Success(None)

    def at_end(self) -> bool:
        """Whether there is no next record, as far as is known without asking."""
        page = self._page
        return self.place.done or (page is not None and page.next_token is None and self.place.read >= len(page.items))

    def advance(self) -> None:
        """Go past the record that `head` gave."""
        self.place = replace(self.place, read=self.place.read + 1)


class _Merge(Generic[T]):
    """The records of all streams in order, each once."""

    def __init__(self, streams: Sequence[_Stream[T]], order: Order[T], recent: set[str]) -> None:
        self._streams = streams
        self._order = order
        self._recent = recent
        self._rank: SortKey = None
        self._heap: list[tuple[SortKey, int, T]] = []
        self._waiting = list(range(len(streams)))

    def take(self, count: int, keep: Callable[[T], bool] | None) -> tuple[list[T], SmexpError | None]:
        """The next records, at most so many; and what stopped it, if anything did."""
        taken: list[T] = []
        while len(taken) < count:
            error = self._fill()
            if error is not None or not self._heap:
                return taken, error
            _, index, record = heapq.heappop(self._heap)
            self._streams[index].advance()
            self._waiting.append(index)
            if self._is_new(record) and (keep is None or keep(record)):
                taken.append(record)
        return taken, None

    def finished(self) -> bool:
        """Whether nothing is left, as far as is known without another request."""
        return not self._heap and all(self._streams[index].at_end() for index in self._waiting)

    def position(self) -> str:
        """The position behind what has been taken, as text."""
        places = [[stream.place.token, stream.place.read, stream.place.done] for stream in self._streams]
        text = json.dumps([places, sorted(self._recent)], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode()

    def _fill(self) -> SmexpError | None:
        while self._waiting:
            index = self._waiting[-1]
            head = self._streams[index].head()
            if is_failure(head):
                return head.failure()
            self._waiting.pop()
            record = head.unwrap()
            if record is not None:
                heapq.heappush(self._heap, (self._order.key(record), index, record))
        return None

    def _is_new(self, record: T) -> bool:
        rank = self._order.rank(record)
        if rank != self._rank:
            if self._rank is not None:
                self._recent.clear()
            self._rank = rank
        if record.arn in self._recent:
            return False
        self._recent.add(record.arn)
        return True


def _read_position(text: str | None, count: int) -> _Position | None:
    """A position of so many requests; `None` where the text is none."""
    if text is None:
        return _Position((_Place(),) * count)
    try:
        decoded: Any = json.loads(base64.urlsafe_b64decode(text.encode()))  # Any: JSON from outside, checked below
        places, recent = decoded
        read = tuple(_Place(token=place[0], read=place[1], done=place[2]) for place in places)
        return _Position(read, tuple(cast("list[str]", recent))) if _is_sound(read, count) else None
    except (ValueError, TypeError, LookupError, binascii.Error, RecursionError):
        return None


def _is_sound(places: tuple[_Place, ...], count: int) -> bool:
    return len(places) == count and all(
        isinstance(cast("object", place.read), int)
        and place.read >= 0
        and isinstance(cast("object", place.done), bool)
        and (place.token is None or isinstance(cast("object", place.token), str))
        for place in places
    )
