"""What a deletion takes from its surroundings: the time, and threads to make calls in.

Both come from one object, so that a simulation can replace them together: `smexp_fp.testing.VirtualClock` runs the
calls of an hour in a second, in an order that is the same every time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol, TypeVar, final

__all__ = ["Clock", "Pool", "SystemClock"]

T = TypeVar("T")


class Pool(Protocol):
    """Threads that make calls. Only the thread that made the pool uses it."""

    def submit(self, work: Callable[[], T], /) -> Future[T]:
        """Have `work` done in a thread."""
        ...

    def wait(self, seconds: float | None, /) -> None:
        """Return when something submitted is done or, if it is not `None`, after so many seconds."""
        ...

    def close(self) -> None:
        """Wait for what has begun, drop what has not."""
        ...


class Clock(Protocol):
    """Time, and the threads that live in it."""

    def now(self) -> float:
        """Seconds since some fixed instant; never less than before."""
        ...

    def pool(self, max_workers: int, /) -> Pool:
        """As many threads."""
        ...


@final
class SystemClock:
    """The computer's own time and threads."""

    def now(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()

    def pool(self, max_workers: int, /) -> Pool:
        """A `ThreadPoolExecutor`."""
        return _ThreadPool(max_workers)


class _ThreadPool:
    def __init__(self, max_workers: int) -> None:
        self._executor = ThreadPoolExecutor(max_workers, thread_name_prefix="smexp_fp")
        self._open: set[Future[object]] = set()

    def submit(self, work: Callable[[], T], /) -> Future[T]:
        future = self._executor.submit(work)
        # A Future gives values to whoever waits for it; the type cannot say that it takes none here.
        self._open.add(future)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return future

    def wait(self, seconds: float | None, /) -> None:
        if self._open:
            _, self._open = wait(self._open, seconds, FIRST_COMPLETED)
        elif seconds is not None:
            time.sleep(max(0.0, seconds))

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
