"""The time, and the threads that make calls.

Both come from one object, so that a simulation can replace them together. The `VirtualClock` of
`smexp_fp.testing.simulator` runs the calls of an hour in a second, in a fixed order.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol, TypeVar, final

__all__ = ["Clock", "Pool", "SystemClock"]

T = TypeVar("T")


class Pool(Protocol):
    """A pool of threads for calls. Only the thread that made the pool uses it."""

    def submit(self, work: Callable[[], T], /) -> Future[T]:
        """Run `work` in a thread."""
        ...

    def wait(self, seconds: float | None, /) -> None:
        """Wait until a piece of work is done, or for `seconds`, unless that is `None`."""
        ...

    def close(self) -> None:
        """Wait for running work, and drop the rest."""
        ...


class Clock(Protocol):
    """A source of time and threads."""

    def now(self) -> float:
        """Seconds since a fixed time; never decreases."""
        ...

    def pool(self, max_workers: int, /) -> Pool:
        """A pool of at most `max_workers` threads."""
        ...


@final
class SystemClock:
    """The time and threads of the computer."""

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
        # Future is invariant for type checkers, although its results are not set here.
        self._open.add(future)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return future

    def wait(self, seconds: float | None, /) -> None:
        if self._open:
            _, self._open = wait(self._open, seconds, FIRST_COMPLETED)
        elif seconds is not None:
            time.sleep(max(0.0, seconds))

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
