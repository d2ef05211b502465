"""A clock whose time passes only when all work waits, so that an hour of waiting takes no time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Final, TypeVar, final

T = TypeVar("T")

EPOCH: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""The default start of a virtual clock."""


class Strand:
    """A piece of work in its own thread, which runs only on request."""

    def __init__(self, work: Callable[[], None], wake: float, number: int) -> None:
        self.wake = wake
        self.number = number
        self.over: bool = False
        self._go = threading.Semaphore(0)
        self._came_back = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._main, args=(work,), daemon=True)
        self._thread.start()

    def _main(self, work: Callable[[], None]) -> None:
        self._go.acquire()
        try:
            work()
        finally:
            self.over = True
            self._came_back.release()

    def run(self) -> None:
        """Run until the work sleeps or ends."""
        self._go.release()
        self._came_back.acquire()

    def sleep(self) -> None:
        """Pause until the next `run`. Called in the thread of the work."""
        self._came_back.release()
        self._go.acquire()


@final
class VirtualClock:
    """Simulated time; a `smexp_fp.deletion.Clock`.

    Work in its pools runs in threads, but only one at a time and in a fixed order, so that a simulation is
    deterministic. Outside of a pool, `sleep` just advances the time.

    Args:
        start: The date and time at which it starts.

    >>> clock = VirtualClock()
    >>> clock.sleep(3600)
    >>> clock.now()
    3600.0
    """

    def __init__(self, start: datetime = EPOCH) -> None:
        """Start at zero."""
        self._start = start.timestamp()
        self._now = 0.0
        self._numbers = 0
        self._current = threading.local()
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since the clock was created."""
        return self._now

    def time(self) -> float:
        """Seconds since 1970, as the clock of a store."""
        return self._start + self._now

    def sleep(self, seconds: float) -> None:
        """Let time pass, as `time.sleep` does."""
        strand: Strand | None = getattr(self._current, "strand", None)
        if strand is None:
            with self._lock:
                self._now += max(0.0, seconds)
            return
        strand.wake = self._now + max(0.0, seconds)
        strand.sleep()

    def pool(self, max_workers: int, /) -> VirtualPool:
        """A pool of threads in this time."""
        return VirtualPool(self, max_workers)

    def strand(self, work: Callable[[], None]) -> Strand:
        """For the pools only: a piece of work that has not started."""
        self._numbers += 1

        def main() -> None:
            self._current.strand = strand
            work()

        strand = Strand(main, self._now, self._numbers)
        return strand

    def advance(self, until: float) -> None:
        """Advance to a time, unless it has passed."""
        self._now = max(self._now, until)


@final
class VirtualPool:
    """Threads that run one at a time, in the order in which the simulated time wakes them."""

    def __init__(self, clock: VirtualClock, max_workers: int) -> None:
        """Use `VirtualClock.pool`."""
        self._clock = clock
        self._max_workers = max_workers
        self._strands: list[Strand] = []
        self._queue: list[Callable[[], None]] = []

    def submit(self, work: Callable[[], T], /) -> Future[T]:
        """Start `work` in a thread, at the next `wait`."""
        future: Future[T] = Future()

        def main() -> None:
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - the future takes it
                future.set_exception(error)

        self._queue.append(main)
        self._fill()
        return future

    def _fill(self) -> None:
        while self._queue and len(self._strands) < self._max_workers:
            self._strands.append(self._clock.strand(self._queue.pop(0)))

    def wait(self, seconds: float | None, /) -> None:
        """Run the work until a piece of it is done, or the time is over."""
        end = None if seconds is None else self._clock.now() + seconds
        done = False
        while self._strands:
            strand = min(self._strands, key=lambda strand: (strand.wake, strand.number))
            if strand.wake > self._clock.now():
                if done:
                    return
                if end is not None and end < strand.wake:
                    break
            self._clock.advance(strand.wake)
            strand.run()
            if strand.over:
                done = True
                self._strands.remove(strand)
                self._fill()
        if not done and end is not None:
            self._clock.advance(end)

    def close(self) -> None:
        """Finish the work that has started."""
        self._queue.clear()
        while self._strands:
            self.wait(None)
