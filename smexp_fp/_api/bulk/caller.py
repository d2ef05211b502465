"""Makes many calls through one client: at the pace that the service grants, with retries and a deadline.

The work is written as coroutines, which read from top to bottom:

    result = await caller.call(operations.delete_trial(name), name)

`Caller.run` runs them in the caller's thread, which keeps all state. The threads of the pool only send calls. So there
are no locks, callbacks and Ctrl-C arrive in the caller's thread, and waiting work holds no thread. asyncio is not used,
because boto3 blocks, a notebook already runs a loop, and the time of a `Clock` can be simulated.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Generator, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from random import Random
from types import coroutine
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp import errors
from smexp_fp._api.bulk.clock import Clock, Pool
from smexp_fp._api.bulk.events import RateLimited, Waiting
from smexp_fp._api.bulk.lane import TRANSIENT, Lane
from smexp_fp._api.call import Call, send
from smexp_fp._api.paging import MAX_PAGE_SIZE, RepetitionWatch, endless, page_call
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Page
from smexp_fp.results import is_failure

T = TypeVar("T")
S = TypeVar("S")

FIRST_PAUSE: Final = 0.5
"""Seconds before the first retry after a transient error; doubled for each further one."""

MAX_PAUSE: Final = 10.0
"""The maximum number of seconds before a retry."""

POLLING_PERIOD: Final = 0.2
"""The number of seconds between two calls of `cancelled`."""

Cause: TypeAlias = Literal["unreadable", "errors", "deadline", "cancelled", "callback"]
"""Why work stopped early; see `smexp_fp.deletion.Cause`."""


class Stopped(Exception):
    """The work has stopped early: on request, or because it cannot continue.

    Attributes:
        cause: The reason.
        error: The error that stopped it; at a deadline, the error that was being waited out.
        exception: The exception of a callback.
    """

    def __init__(self, cause: Cause, error: SmexpError | None = None, exception: Exception | None = None) -> None:
        super().__init__(cause)
        self.cause: Cause = cause
        self.error = error
        self.exception = exception

    def as_error(self, operation: str, what: str) -> SmexpError:
        """The error of a function whose work was stopped.

        Args:
            operation: The API operation of the error, if nothing was being waited out.
            what: The work, as the subject of the message.
        """
        if self.cause == "unreadable" and self.error is not None:
            return self.error
        message = f"{what} was not finished: {self.cause}"
        if self.exception is not None:
            message = f"{message} raised {self.exception!r}"
        if self.error is not None:
            return replace(self.error, message=f"{message}, while waiting because of: {self.error.message}")
        return errors.Unavailable(operation=operation, message=message, cause=self.exception)


@dataclass(slots=True)
class Tries:
    """The number of retries of one piece of work, and the time of the first transient error."""

    number: int = 0
    since: float | None = None


@dataclass(eq=False, slots=True)
class _Task:
    """A running coroutine, and its place among the results of its group."""

    work: Coroutine[_Request, Any, Any]
    group: Group
    place: int


class Group:
    """Coroutines that run concurrently, as in an `asyncio.TaskGroup`."""

    def __init__(self, begin: Callable[[_Task], None]) -> None:
        self._begin = begin
        self.left = 0
        self.results: list[Any] = []  # Any: the coroutines have results of different types
        self.waiter: _Task | None = None

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Start another coroutine."""
        self._begin(_Task(work, self, len(self.results)))
        self.results.append(None)
        self.left += 1

    async def finished(self) -> None:
        """Wait until all of them have ended, including those started meanwhile."""
        await _wait_for(self)


class _Send(NamedTuple):
    """A call to send."""

    call: Call[Any]
    urgent: bool


# What a coroutine waits for: the response to a call, a point in time, or the end of a group.
_Request: TypeAlias = _Send | float | Group


@coroutine
def _wait_for(request: _Request) -> Generator[_Request, Any, Any]:
    """Pass a request to `Caller.run`, which continues here when it is fulfilled."""
    return (yield request)


class Caller:
    """Makes calls through one client, with one clock and deadline. See `smexp_fp.options` for the arguments."""

    def __init__(
        self,
        client: object,
        *,
        clock: Clock,
        max_workers: int,
        deadline: float | None,
        patience: float,
        on_progress: Callable[[Any], object] | None,  # Any: each function has its own events
        cancelled: Callable[[], bool] | None,
        random: Random,
    ) -> None:
        self._client = client
        self._clock = clock
        self.max_workers = max_workers
        self._end = None if deadline is None else clock.now() + deadline
        self._patience = patience
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._random = random
        self._lanes: defaultdict[str, Lane[_Task]] = defaultdict(Lane[_Task])
        self._order = count()
        self._alive: dict[_Task, None] = {}
        self._ready: deque[tuple[_Task, Any]] = deque()
        self._sleeping: list[tuple[float, int, _Task]] = []
        self._in_flight: dict[Future[Result[Any, SmexpError]], tuple[int, _Task, str, float]] = {}
        self._stop: Stopped | None = None
        self.sent: dict[str, int] = {}

    # --- for the coroutines -------------------------------------------------------------------------------------------

    def now(self) -> float:
        """The clock's time."""
        return self._clock.now()

    async def call(self, call: Call[T], name: str, *, urgent: bool = False) -> Result[T, SmexpError]:
        """Make a call when its turn comes. Retry it after transient errors until patience ends.

        Args:
            call: The call, which may be repeated.
            name: The name of the entity, for progress events.
            urgent: Whether it is sent before the waiting calls.
        """
        tries = Tries()
        while True:
            result: Result[T, SmexpError] = await _wait_for(_Send(call, urgent))
            if not is_failure(result):
                return result
            error: SmexpError = result.failure()
            if isinstance(error, errors.Throttled):
                lane = self._lanes[call.operation]
                if lane.throttled_for(self.now()) > self._patience:
                    return result
                lane.trouble = error
                wait = max(0.0, lane.pace.next_at - self.now())
                self.report(RateLimited(operation=call.operation, seconds=wait, rate=lane.pace.rate))
            elif not (isinstance(error, TRANSIENT) and await self.wait_to_retry(tries, call.operation, name, error)):
                return result

    async def pages(self, call: Call[Page[T]], name: str) -> Result[tuple[T, ...], SmexpError]:
        """Read a list to its end. It fails if a record cannot be read.

        An entity that cannot be read cannot be deleted, and the entity that it belongs to must not be deleted without
        it.
        """
        items: list[T] = []
        watch, token = RepetitionWatch(None), None
        while True:
            result = await self.call(page_call(call, MAX_PAGE_SIZE, token), name)
            if is_failure(result):
                return result
            page = result.unwrap()
            if page.failures:
                return Failure(page.failures[0])
            items += page.items
            token = page.next_token
            if token is None:
                return Success(tuple(items))
            if watch.repeats(token):
                return Failure(endless(call.operation, token))

    async def wait_to_retry(self, tries: Tries, operation: str, name: str, error: SmexpError) -> bool:
        """Wait before a retry, longer each time. Returns `False` if patience has ended."""
        now = self.now()
        tries.since = now if tries.since is None else tries.since
        pause = min(MAX_PAUSE, FIRST_PAUSE * 2**tries.number) * (0.75 + 0.25 * self._random.random())
        if now + pause > tries.since + self._patience:
            return False
        tries.number += 1
        self._lanes[operation].trouble = error
        self.report(Waiting(operation=operation, name=name, seconds=pause, error=error))
        await self.sleep(pause)
        return True

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        if seconds > 0:
            await _wait_for(self.now() + seconds)

    def group(self) -> Group:
        """A new group."""
        return Group(self._begin)

    async def together(self, work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
        """Run coroutines concurrently. Returns their results, in the given order."""
        group = self.group()
        for piece in work:
            group.start(piece)
        await group.finished()
        return group.results

    async def both(self, first: Coroutine[Any, Any, T], second: Coroutine[Any, Any, S]) -> tuple[T, S]:
        """Run two coroutines concurrently."""
        work: list[Coroutine[Any, Any, Any]] = [first, second]  # Any: of different types
        results = await self.together(work)
        return results[0], results[1]

    def report(self, event: object) -> None:
        """Report progress. If the callback raises, the work stops before the next call."""
        if self._on_progress is None or self._stop is not None:
            return
        try:
            self._on_progress(event)
        except Exception as error:  # noqa: BLE001 - whatever a callback raises becomes part of the failure
            self._stop = Stopped("callback", exception=error)

    # --- running the coroutines ---------------------------------------------------------------------------------------

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end.

        Raises:
            Stopped: The deadline, the caller, a callback or the coroutine itself stopped the work. The calls in flight
                have been awaited, and the coroutines have seen their results.
        """
        pool = self._clock.pool(self.max_workers)
        main = self.group()
        main.start(work)
        try:
            self._resume()
            while main.left:
                self._check_stop()
                wake = self._send_ready(pool)
                pool.wait(self._time_to_wait(wake))
                self._receive()
                self._resume()
        except Stopped:
            self._on_progress = None
            while self._in_flight:
                # The report must include the calls in flight.
                pool.wait(None)
                self._receive()
                self._resume()
            raise
        finally:
            pool.close()
            for task in self._alive:
                task.work.close()
        result: T = main.results[0]
        return result

    def _begin(self, task: _Task) -> None:
        self._alive[task] = None
        self._ready.append((task, None))

    def _resume(self) -> None:
        """Continue every coroutine that can, until all of them wait."""
        while self._sleeping and self._sleeping[0][0] <= self.now():
            self._ready.append((heapq.heappop(self._sleeping)[2], None))
        while self._ready:
            task, value = self._ready.popleft()
            try:
                request = task.work.send(value)
            except StopIteration as end:
                self._ended(task, end.value)
            except Stopped as stop:
                del self._alive[task]
                self._stop = self._stop or stop
            else:
                self._wait(task, request)

    def _ended(self, task: _Task, result: object) -> None:
        del self._alive[task]
        group = task.group
        group.results[task.place] = result
        group.left -= 1
        if not group.left and group.waiter is not None:
            self._ready.append((group.waiter, None))

    def _wait(self, task: _Task, request: _Request) -> None:
        match request:
            case _Send(call, urgent):
                lane = self._lanes[call.operation]
                if lane.denied is not None:
                    self._ready.append((task, lane.denied))
                else:
                    lane.waiting.append((-1 if urgent else next(self._order), task, call))
            case Group():
                request.waiter = task
                if not request.left:
                    self._ready.append((task, None))
            case _:
                heapq.heappush(self._sleeping, (request, next(self._order), task))

    def _check_stop(self) -> None:
        if self._stop is not None:
            raise self._stop
        if self._end is not None and self.now() >= self._end:
            trouble = next((error for lane in self._lanes.values() if (error := lane.waited_out()) is not None), None)
            raise Stopped("deadline", trouble)
        if self._cancelled is not None:
            try:
                wanted = self._cancelled()
            except Exception as error:
                raise Stopped("callback", exception=error) from error
            if wanted:
                raise Stopped("cancelled")

    def _time_to_wait(self, wake: float | None) -> float | None:
        """The number of seconds to wait for a response; `None` if nothing else can happen before."""
        moments = [moment for moment in (wake, self._end) if moment is not None]
        if self._sleeping:
            moments.append(self._sleeping[0][0])
        limits = [max(0.0, min(moments) - self.now())] if moments else []
        if self._cancelled is not None:
            limits.append(POLLING_PERIOD)
        return min(limits, default=None)

    def _send_ready(self, pool: Pool) -> float | None:
        """Send the calls that may be sent, the oldest first.

        Returns:
            The time of the next call; `None` if it depends on a response.
        """
        while len(self._in_flight) < self.max_workers:
            now = self.now()
            times = [(at, lane) for lane in self._lanes.values() if (at := lane.ready_at(self.max_workers)) is not None]
            if not times:
                return None
            ready = [lane for at, lane in times if at <= now]
            if not ready:
                return min(at for at, _ in times)
            lane = min(ready, key=lambda lane: lane.waiting[0][0])
            task, call = lane.next_call(now)
            self.sent[call.operation] = self.sent.get(call.operation, 0) + 1
            future = pool.submit(partial(send, self._client, call))
            self._in_flight[future] = (next(self._order), task, call.operation, now)
        return None

    def _receive(self) -> None:
        """Handle the responses that have arrived, in the order of their calls."""
        done = sorted((entry[0], future) for future, entry in self._in_flight.items() if future.done())
        for _, future in done:
            _, task, operation, sent = self._in_flight.pop(future)
            result = future.result()
            self._ready.append((task, result))
            lane = self._lanes[operation]
            lane.learn(result, sent, self.now(), self._random)
            if lane.denied is not None or lane.throttled_for(self.now()) > self._patience:
                self._ready += [(waiting, result) for _, waiting, _ in lane.waiting]
                lane.waiting.clear()
