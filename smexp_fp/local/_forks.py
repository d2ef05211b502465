"""Preparation for forks, so that parent and child can both continue with the same store file.

SQLite protects a file with POSIX locks, which belong to a process and are not inherited. But a child inherits SQLite's
own table of held locks. With a connection that was open at the fork, it believes that it holds locks that it does not
have, takes no real ones, and loses writes. A child also inherits every mutex as another thread left it, and hangs if it
needs one that was held. Therefore a fork waits for running calls, closes all connections to files, and blocks new
calls. Afterwards each process connects again.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from typing import Protocol

from ._files import Identity

# Seconds that a fork waits for running calls. They take milliseconds, because a call that waits for another process's
# write lock does not block a fork. If one takes longer, the process forks, and the child refuses to use the file.
PATIENCE = 30.0
# Seconds that a finalizer waits before it leaves its work to the next one.
_MOMENT = 0.1


class Restable(Protocol):
    """The connections of one store."""

    file: Identity | None

    def rest(self, deadline: float) -> None:
        """Wait for running calls until `deadline` (of `time.monotonic`), close, and block new calls."""
        ...

    def resume(self) -> None:
        """In the parent: allow calls again."""
        ...

    def restart(self) -> None:
        """In the child: start again, or refuse permanently if something was left open."""
        ...

    def close_dropped(self) -> None:
        """Close connections that nobody uses."""
        ...

    def inherits(self, file: Identity | None) -> bool:
        """Whether this has connections to the file that were open in another process when it forked."""
        ...


class Forks:
    """The stores of this process, and the locks that a fork takes first."""

    def __init__(self) -> None:
        # Not weak references: a store that is collected during a fork would be half closed in the child. A store that
        # could not be closed before the fork stays here in the child, because finalizing it would affect the parent.
        self.stores: set[Restable] = set()
        self._dropped: list[Restable] = []
        self._resting: list[Restable] = []
        self._renew()

    def _renew(self) -> None:
        # Reentrant, because a signal handler or finalizer can run anywhere.
        self.lock = threading.RLock()  # guards this registry and every store's table of connections
        self.making = threading.RLock()  # held while a boto3 client is made; read under `lock`

    def drop(self, store: Restable) -> None:
        """Close a store after garbage collection."""
        self._dropped.append(store)
        if self.lock.acquire(timeout=_MOMENT):  # otherwise a fork is running, and may wait for this very call
            try:
                self.close_dropped()
            finally:
                self.lock.release()

    def close_dropped(self) -> None:
        """Close garbage-collected stores. The caller holds `lock`."""
        while self._dropped:
            self._dropped.pop().close_dropped()

    def before(self) -> None:
        """Stop all activity. Runs in the thread that forks."""
        deadline = time.monotonic() + PATIENCE
        if not self.lock.acquire(timeout=PATIENCE):
            return  # nothing has stopped, and the child will notice
        self.making.acquire(timeout=PATIENCE)
        self.close_dropped()
        self._resting = list(self.stores)
        for store in self._resting:
            store.rest(deadline)

    def after_in_parent(self) -> None:
        """Continue."""
        resting, self._resting = self._resting, []
        for store in resting:
            store.resume()
        for lock in (self.lock, self.making):
            with suppress(RuntimeError):  # `before` was interrupted, or timed out
                lock.release()

    def after_in_child(self) -> None:
        """Start again. Only the thread that forked is left."""
        self._renew()
        self._resting = []
        for store in self.stores:
            store.restart()


forks = Forks()

if hasattr(os, "register_at_fork"):  # not on Windows, which cannot fork
    os.register_at_fork(before=forks.before, after_in_parent=forks.after_in_parent, after_in_child=forks.after_in_child)
