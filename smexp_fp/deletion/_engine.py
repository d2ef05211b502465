"""Makes calls for a deletion: at once where it may, paced where the service limits them, again where that can help.

One thread, the caller's, decides everything and keeps all state; the pool's threads only send calls and bring results
back. So nothing here is locked, progress is told in the caller's own thread, and Ctrl-C arrives where it can be dealt
with.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from random import Random
from typing import Any, Final, Literal, TypeAlias, assert_never

from returns.result import Result

from smexp_fp import errors
from smexp_fp._api.call import Call, send
from smexp_fp.deletion._pacing import Pace
from smexp_fp.deletion.clock import Clock, Pool
from smexp_fp.deletion.events import OnProgress, ProgressEvent, Throttled, Waiting
from smexp_fp.errors import SmexpError
from smexp_fp.results import is_failure

FIRST_PAUSE: Final = 0.5
"""Seconds before a call that failed for a passing reason is made again; doubled each time."""

MAX_PAUSE: Final = 10.0
"""Seconds between two tries at most."""

CANCEL_PERIOD: Final = 0.2
"""Seconds between two looks at whether the caller wants to stop."""

Cause: TypeAlias = Literal["deadline", "cancelled", "callback"]
"""Why an engine stopped before its work was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A call to make, and what it is about.

    Attributes:
        call: The call. Any: each has its own answer, which only the function that handles the result looks at.
        name: Of the entity that it is about.
        tries: How often it has failed for a passing reason.
        since: When that began.
        due: When it may be made at the earliest.
    """

    call: Call[Any]
    name: str
    tries: int = 0
    since: float | None = None
    due: float = 0.0


Handler: TypeAlias = Callable[[Job, Result[Any, SmexpError]], Iterable[Job]]
"""Takes a job's final result, and gives the jobs that follow from it. Any: see `Job.call`."""


@dataclass(slots=True)
class _Lane:
    """The calls of one operation that wait, and how fast they may go."""

    pace: Pace = field(default_factory=Pace)
    waiting: list[tuple[float, int, Job]] = field(default_factory=list[tuple[float, int, Job]])
    flying: int = 0
    successes: int = 0

    def ready_at(self, most: int) -> float | None:
        """When the next call may go; `None` while there is none, or too many are on their way."""
        if not self.waiting or self.flying >= self.pace.window(most):
            return None
        return max(self.waiting[0][0], self.pace.next_at)


class Stopped(Exception):
    """The engine stopped early."""

    def __init__(self, cause: Cause, error: Exception | None = None) -> None:
        super().__init__(cause)
        self.cause: Cause = cause
        self.error = error


class Engine:
    """Runs jobs until none is left, for one client, clock and deadline."""

    def __init__(
        self,
        client: object,
        *,
        clock: Clock,
        max_workers: int,
        deadline: float | None,
        patience: float,
        on_progress: OnProgress | None,
        cancelled: Callable[[], bool] | None,
        random: Random,
    ) -> None:
        """See `smexp_fp.deletion.Options` for what the arguments mean."""
        self._client = client
        self._clock = clock
        self._max_workers = max_workers
        self._end = None if deadline is None else clock.now() + deadline
        self._patience = patience
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._random = random
        self._lanes: dict[str, _Lane] = {}
        self._order = count()
        self._pool: Pool | None = None
        self.sent: dict[str, int] = {}

    def now(self) -> float:
        """The clock's time."""
        return self._clock.now()

    def tell(self, event: ProgressEvent) -> None:
        """Report progress.

        Raises:
            Stopped: The callback raised.
        """
        if self._on_progress is None:
            return
        try:
            self._on_progress(event)
        except Exception as error:
            self._on_progress = None
            raise Stopped("callback", error) from error

    def pause(self, seconds: float) -> None:
        """Let time pass, unless the deadline or the caller comes in between.

        Raises:
            Stopped: One did.
        """
        pool = self._clock.pool(1)
        try:
            until = self.now() + seconds
            while (left := until - self.now()) > 0:
                self._check()
                pool.wait(self._at_most(left))
        finally:
            pool.close()

    def run(self, jobs: Iterable[Job], handle: Handler) -> None:
        """Make calls until no job is left.

        Args:
            jobs: What there is to do.
            handle: Called with every final result, in the calling thread.

        Raises:
            Stopped: Deadline, caller or callback stopped it. What was on its way has come back, and been handled.
        """
        pool = self._clock.pool(self._max_workers)
        flying: dict[Future[Result[Any, SmexpError]], tuple[int, Job, float]] = {}
        self._lanes = {name: _Lane(pace=lane.pace, successes=lane.successes) for name, lane in self._lanes.items()}
        self._add(jobs)
        try:
            while flying or any(lane.waiting for lane in self._lanes.values()):
                self._check()
                wake = self._launch(pool, flying)
                pool.wait(self._at_most(None if wake is None else max(0.0, wake - self.now())))
                self._land(flying, handle)
        except Stopped:
            self._on_progress = None
            self._drain(pool, flying, handle)
            raise
        finally:
            pool.close()

    def later(self, job: Job, error: SmexpError) -> Job | None:
        """A job again, after a pause that grows, or `None` when patience is at its end."""
        since = self.now() if job.since is None else job.since
        pause = min(MAX_PAUSE, FIRST_PAUSE * 2**job.tries) * (0.75 + 0.25 * self._random.random())
        if self.now() + pause > since + self._patience:
            return None
        self.tell(Waiting(operation=job.call.operation, name=job.name, seconds=pause, error=error))
        return replace(job, tries=job.tries + 1, since=since, due=self.now() + pause)

    def _check(self) -> None:
        if self._end is not None and self.now() >= self._end:
            raise Stopped("deadline")
        if self._cancelled is not None and self._cancelled():
            raise Stopped("cancelled")

    def _at_most(self, seconds: float | None) -> float | None:
        limits = [seconds] if seconds is not None else []
        if self._end is not None:
            limits.append(max(0.0, self._end - self.now()))
        if self._cancelled is not None:
            limits.append(CANCEL_PERIOD)
        return min(limits, default=None)

    def _add(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            lane = self._lanes.setdefault(job.call.operation, _Lane())
            heapq.heappush(lane.waiting, (job.due, next(self._order), job))

    def _launch(
        self, pool: Pool, flying: dict[Future[Result[Any, SmexpError]], tuple[int, Job, float]]
    ) -> float | None:
        """Send what may be sent, oldest first; when the next call may follow, `None` if that depends on an answer."""
        while len(flying) < self._max_workers:
            now = self.now()
            times = [
                (at, lane) for lane in self._lanes.values() if (at := lane.ready_at(self._max_workers)) is not None
            ]
            if not times:
                return None
            ready = [lane for at, lane in times if at <= now]
            if not ready:
                return min(at for at, _ in times)
            lane = min(ready, key=lambda lane: lane.waiting[0][1])
            _, _, job = heapq.heappop(lane.waiting)
            lane.pace = lane.pace.after_sending(now)
            lane.flying += 1
            self.sent[job.call.operation] = self.sent.get(job.call.operation, 0) + 1
            flying[pool.submit(partial(send, self._client, job.call))] = (next(self._order), job, now)
        return None

    def _land(self, flying: dict[Future[Result[Any, SmexpError]], tuple[int, Job, float]], handle: Handler) -> None:
        done = sorted((flying[future][0], future) for future in flying if future.done())
        for _, future in done:
            _, job, sent = flying.pop(future)
            self._settle(job, future.result(), sent, handle)

    def _settle(self, job: Job, result: Result[Any, SmexpError], sent: float, handle: Handler) -> None:
        lane = self._lanes[job.call.operation]
        lane.flying -= 1
        again = self._again(lane, job, result, sent)
        if again is not None:
            self._add([again])
            return
        self._add(handle(job, result))
        if is_failure(result) and _concerns_all(result.failure(), lane):
            given_up, lane.waiting = lane.waiting, []
            for _, _, waiting in sorted(given_up, key=lambda entry: entry[:2]):
                self._add(handle(waiting, result))

    def _again(self, lane: _Lane, job: Job, result: Result[Any, SmexpError], sent: float) -> Job | None:
        """The job once more, if its result is not final."""
        if not is_failure(result):
            lane.pace = lane.pace.after_grant(sent)
            lane.successes += 1
            return None
        error: SmexpError = result.failure()
        match error:
            case errors.Throttled():
                lane.pace = lane.pace.after_refusal(sent, self.now(), self._random.random())
                since = lane.pace.refused_since
                if since is not None and self.now() - since > self._patience:
                    return None
                wait = max(0.0, lane.pace.next_at - self.now())
                self.tell(Throttled(operation=job.call.operation, seconds=wait, rate=lane.pace.rate))
                return job
            case errors.Unavailable() | errors.Conflict() | errors.MalformedResponse():
                # Every call here may be made twice without harm, so it does not matter whether it was carried out.
                return self.later(job, error)
            case (
                errors.InvalidInput()
                | errors.NotFound()
                | errors.AlreadyExists()
                | errors.InUse()
                | errors.LimitExceeded()
                | errors.AccessDenied()
                | errors.Rejected()
                | errors.Incomplete()
                | errors.Unexpected()
            ):
                lane.pace = lane.pace.after_grant(sent)
                return None
            case _:
                assert_never(error)

    def _drain(
        self,
        pool: Pool,
        flying: dict[Future[Result[Any, SmexpError]], tuple[int, Job, float]],
        handle: Handler,
    ) -> None:
        """After a stop: what is on its way comes back and is handled, so that the report is true."""
        while flying:
            pool.wait(None)
            self._land(flying, handle)


def _concerns_all(error: SmexpError, lane: _Lane) -> bool:
    """Whether the operation's other calls would fare the same: they are not sent then.

    A policy may allow an operation for some entities only, so a denial tells nothing once there has been a success.
    """
    return isinstance(error, errors.Throttled) or (isinstance(error, errors.AccessDenied) and lane.successes == 0)
