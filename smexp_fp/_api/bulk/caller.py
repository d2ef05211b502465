"""Makes many calls through one client: each at the pace that the service grants, and again where that can help.

What is to be done is written as coroutines, which read from top to bottom:

    result = await caller.call(operations.delete_trial(name), name)

`Caller.run` runs them in the caller's thread, where all state is kept; the pool's threads only send calls and bring
results back. So nothing is locked, callbacks are called in the caller's own thread, Ctrl-C arrives where it can be
dealt with, and work that waits holds no thread. asyncio is not used: boto3 blocks, a notebook's loop is running
already, and the time of a `Clock` can be simulated.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Coroutine, Generator, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from random import Random
from types import coroutine
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp import errors
from smexp_fp._api.bulk.clock import Clock, Pool
from smexp_fp._api.bulk.events import RateLimited, Waiting
from smexp_fp._api.bulk.pace import Pace
from smexp_fp._api.call import Call, send
from smexp_fp._api.paging import MAX_PAGE_SIZE, RepetitionWatch, endless, page_call
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Page
from smexp_fp.results import is_failure

T = TypeVar("T")
S = TypeVar("S")

FIRST_PAUSE: Final = 0.5
"""Seconds before a call that failed for a passing reason is made again; doubled each time."""

MAX_PAUSE: Final = 10.0
"""Seconds between two tries at most."""

CANCEL_PERIOD: Final = 0.2
"""Seconds between two looks at whether the caller wants to stop."""

PASSING: Final = (errors.Unavailable, errors.Conflict, errors.MalformedResponse)
"""Errors after which a call is made again. Every call made here can be made twice without harm, so it does not matter
whether it was carried out."""

Cause: TypeAlias = Literal["unreadable", "errors", "deadline", "cancelled", "callback"]
"""Why work stopped before it was done; see `smexp_fp.deletion.Cause`."""


class Stopped(Exception):
    """The work has stopped early: on request, or because the work itself cannot go on.

    Attributes:
        cause: Why.
        error: The error behind it; at a deadline the one that was being waited out.
        exception: What a callback raised.
    """

    def __init__(self, cause: Cause, error: SmexpError | None = None, exception: Exception | None = None) -> None:
        super().__init__(cause)
        self.cause: Cause = cause
        self.error = error
        self.exception = exception

    def as_error(self, operation: str, what: str) -> SmexpError:
        """The error of a function that was stopped: what stopped it, or what it was waiting out at that moment."""
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
    """How often something has been refused for a passing reason, and since when."""

    number: int = 0
    since: float | None = None


@dataclass(eq=False, slots=True)
class _Task:
    """A coroutine that is being run."""

    work: Coroutine[_Request, Any, Any]
    group: Group
    place: int


class Group:
    """Pieces of work that run at the same time and are waited for together, as in an `asyncio.TaskGroup`."""

    def __init__(self, begin: Callable[[_Task], None]) -> None:
        self._begin = begin
        self.left = 0
        self.results: list[Any] = []  # Any: each piece of work has a result of its own
        self.waiter: _Task | None = None

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Run another piece of work, too."""
        self._begin(_Task(work, self, len(self.results)))
        self.results.append(None)
        self.left += 1

    async def finished(self) -> None:
        """Wait until all of it is done, also what has been started meanwhile."""
        await _wait_for(self)


class _Wanted(NamedTuple):
    """A call that is to be made."""

    call: Call[Any]
    urgent: bool


# What a coroutine waits for: the answer to a call, a moment, or the end of a group.
_Request: TypeAlias = _Wanted | float | Group


@coroutine
def _wait_for(request: _Request) -> Generator[_Request, Any, Any]:
    """Hand a request to `Caller.run`, which goes on here when it is fulfilled."""
    return (yield request)


@dataclass(slots=True)
class _Lane:
    """The calls of one operation that wait, and how fast they may go."""

    pace: Pace = field(default_factory=Pace)
    waiting: deque[tuple[int, _Task, Call[Any]]] = field(default_factory=deque[tuple[int, _Task, Call[Any]]])
    flying: int = 0
    granted: bool = False
    denied: Result[Any, SmexpError] | None = None
    """Set when the operation's first answer was a denial: the other calls would fare the same and are not sent. A
    policy may allow an operation for some entities only, so a denial says nothing once there has been a success."""

    def ready_at(self, most: int) -> float | None:
        """When the next call may go; `None` while there is none, or too many are on their way."""
        if not self.waiting or self.flying >= self.pace.window(most):
            return None
        return self.pace.next_at


class Caller:
    """Makes calls for one client, with one clock and deadline. See `smexp_fp.options` for the arguments."""

    def __init__(
        self,
        client: object,
        *,
        clock: Clock,
        max_workers: int,
        deadline: float | None,
        patience: float,
        on_progress: Callable[[Any], object] | None,  # Any: the events are the user's of this class
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
        self._lanes: dict[str, _Lane] = {}
        self._order = count()
        self._alive: dict[_Task, None] = {}
        self._ready: deque[tuple[_Task, Any]] = deque()
        self._sleeping: list[tuple[float, int, _Task]] = []
        self._flying: dict[Future[Result[Any, SmexpError]], tuple[int, _Task, str, float]] = {}
        self._stop: Stopped | None = None
        self._troubles: dict[str, SmexpError] = {}
        self.sent: dict[str, int] = {}

    # --- what coroutines use ------------------------------------------------------------------------------------------

    def now(self) -> float:
        """The clock's time."""
        return self._clock.now()

    async def call(self, call: Call[T], name: str, *, urgent: bool = False) -> Result[T, SmexpError]:
        """Make a call when its turn comes, and again as long as it fails for a passing reason and patience lasts.

        Args:
            call: The call, which can be made twice without harm.
            name: Of the entity that it is about, for progress.
            urgent: Whether it goes before those that wait already.
        """
        tries = Tries()
        while True:
            result: Result[T, SmexpError] = await _wait_for(_Wanted(call, urgent))
            if not is_failure(result):
                return result
            error: SmexpError = result.failure()
            if isinstance(error, errors.Throttled):
                if self._hopeless(call.operation):
                    return result
                self._troubles[call.operation] = error
                pace = self._lanes[call.operation].pace
                wait = max(0.0, pace.next_at - self.now())
                self.tell(RateLimited(operation=call.operation, seconds=wait, rate=pace.rate))
            elif not (isinstance(error, PASSING) and await self.again(tries, call.operation, name, error)):
                return result

    async def pages(self, call: Call[Page[T]], name: str) -> Result[tuple[T, ...], SmexpError]:
        """Read a list to its end; a record that cannot be read is a failure of the whole.

        What cannot be read cannot be deleted, and what it belongs to must not go without it.
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

    async def again(self, tries: Tries, operation: str, name: str, error: SmexpError) -> bool:
        """Wait before another try, longer each time; `False` when patience is at its end."""
        now = self.now()
        tries.since = now if tries.since is None else tries.since
        pause = min(MAX_PAUSE, FIRST_PAUSE * 2**tries.number) * (0.75 + 0.25 * self._random.random())
        if now + pause > tries.since + self._patience:
            return False
        tries.number += 1
        self._troubles[operation] = error
        self.tell(Waiting(operation=operation, name=name, seconds=pause, error=error))
        await self.sleep(pause)
        return True

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        if seconds > 0:
            await _wait_for(self.now() + seconds)

    def group(self) -> Group:
        """An empty group, to start work in."""
        return Group(self._begin)

    async def together(self, work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
        """Do pieces of work at the same time; their results, in the order in which they were given."""
        group = self.group()
        for piece in work:
            group.start(piece)
        await group.finished()
        return group.results

    async def both(self, first: Coroutine[Any, Any, T], second: Coroutine[Any, Any, S]) -> tuple[T, S]:
        """Do two things at the same time."""
        work: list[Coroutine[Any, Any, Any]] = [first, second]  # Any: of different types
        results = await self.together(work)
        return results[0], results[1]

    def tell(self, event: object) -> None:
        """Report progress; a callback that raises stops the work at its next call."""
        if self._on_progress is None or self._stop is not None:
            return
        try:
            self._on_progress(event)
        except Exception as error:  # noqa: BLE001 - whatever a callback raises becomes part of the failure
            self._stop = Stopped("callback", exception=error)

    # --- running them -------------------------------------------------------------------------------------------------

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a piece of work to its end.

        Raises:
            Stopped: Deadline, caller, callback or the work itself stopped it. What was on its way has come back, and
                been taken account of.
        """
        pool = self._clock.pool(self.max_workers)
        main = self.group()
        main.start(work)
        try:
            self._go_on()
            while main.left:
                self._check()
                wake = self._launch(pool)
                pool.wait(self._at_most(wake))
                self._land()
                self._go_on()
        except Stopped:
            self._on_progress = None
            while self._flying:
                # So that the report is true.
                pool.wait(None)
                self._land()
                self._go_on()
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

    def _go_on(self) -> None:
        """Let every coroutine go on that can, until all of them wait for something."""
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
            case _Wanted(call, urgent):
                lane = self._lanes.setdefault(call.operation, _Lane())
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

    def _check(self) -> None:
        if self._stop is not None:
            raise self._stop
        if self._end is not None and self.now() >= self._end:
            raise Stopped("deadline", self._trouble())
        if self._cancelled is not None:
            try:
                wanted = self._cancelled()
            except Exception as error:
                raise Stopped("callback", exception=error) from error
            if wanted:
                raise Stopped("cancelled")

    def _at_most(self, wake: float | None) -> float | None:
        """How many seconds to wait for an answer; `None` where nothing else can happen before one."""
        moments = [moment for moment in (wake, self._end) if moment is not None]
        if self._sleeping:
            moments.append(self._sleeping[0][0])
        limits = [max(0.0, min(moments) - self.now())] if moments else []
        if self._cancelled is not None:
            limits.append(CANCEL_PERIOD)
        return min(limits, default=None)

    def _launch(self, pool: Pool) -> float | None:
        """Send what may be sent, oldest first; when the next call may follow, `None` if that depends on an answer."""
        while len(self._flying) < self.max_workers:
            now = self.now()
            times = [(at, lane) for lane in self._lanes.values() if (at := lane.ready_at(self.max_workers)) is not None]
            if not times:
                return None
            ready = [lane for at, lane in times if at <= now]
            if not ready:
                return min(at for at, _ in times)
            lane = min(ready, key=lambda lane: lane.waiting[0][0])
            _, task, call = lane.waiting.popleft()
            lane.pace = lane.pace.after_sending(now)
            lane.flying += 1
            self.sent[call.operation] = self.sent.get(call.operation, 0) + 1
            future = pool.submit(partial(send, self._client, call))
            self._flying[future] = (next(self._order), task, call.operation, now)
        return None

    def _land(self) -> None:
        """Take in the answers that have come, in the order in which their calls were sent."""
        done = sorted((entry[0], future) for future, entry in self._flying.items() if future.done())
        for _, future in done:
            _, task, operation, sent = self._flying.pop(future)
            result = future.result()
            self._observe(operation, result, sent)
            self._ready.append((task, result))
            lane = self._lanes[operation]
            if lane.denied is not None or (is_failure(result) and self._hopeless(operation)):
                self._ready += [(waiting, result) for _, waiting, _ in lane.waiting]
                lane.waiting.clear()

    def _observe(self, operation: str, result: Result[Any, SmexpError], sent: float) -> None:
        """What an answer says about the operation's rate, and about whether it is allowed at all."""
        lane = self._lanes[operation]
        lane.flying -= 1
        if not is_failure(result):
            lane.pace = lane.pace.after_grant(sent)
            lane.granted = True
            if not isinstance(self._troubles.get(operation), errors.Throttled):
                self._troubles.pop(operation, None)
        elif isinstance(result.failure(), errors.Throttled):
            lane.pace = lane.pace.after_refusal(sent, self.now(), self._random.random())
        elif not isinstance(result.failure(), PASSING):
            lane.pace = lane.pace.after_grant(sent)
            if isinstance(result.failure(), errors.AccessDenied) and not lane.granted:
                lane.denied = result

    def _trouble(self) -> SmexpError | None:
        """What is being waited out: an error since which nothing has succeeded, or a rate limit on calls that wait."""
        for operation, error in self._troubles.items():
            if not isinstance(error, errors.Throttled) or self._lanes[operation].waiting:
                return error
        return None

    def _hopeless(self, operation: str) -> bool:
        """Whether an operation has been refused for its rate, and for nothing else, longer than patience lasts."""
        since = self._lanes[operation].pace.refused_since
        return since is not None and self.now() - since > self._patience
