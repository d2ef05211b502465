"""What a fork must find at rest, so that parent and child can both go on with the same store file.

SQLite protects a file with POSIX locks, which belong to a process and are not inherited. What is inherited is SQLite's
own table of the locks that the process holds: a child with a connection that was open at the fork believes that it
holds locks which it does not have, takes no real ones, and loses writes. A child also inherits every mutex as another
thread left it, and hangs when it wants one that was held. So before a fork all calls under way are waited for, all
connections to files are closed, and no call begins until the fork is over. Afterwards each process connects anew.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from typing import Protocol

from ._files import Identity

# Seconds that a fork waits for calls under way. They take milliseconds, since one that waits for another process's
# write lock makes room for the fork. If one takes longer, the process forks and the child refuses to use the file.
PATIENCE = 30.0
# Seconds that a finalizer waits before it leaves the closing to whoever closes next.
_MOMENT = 0.1


class Restable(Protocol):
    """The connections of one store."""

    file: Identity | None

    def rest(self, deadline: float) -> None:
        """Wait for calls under way until `deadline` (of `time.monotonic`), close, and let no other call begin."""
        ...

    def resume(self) -> None:
        """In the parent: let calls begin again."""
        ...

    def restart(self) -> None:
        """In the child: begin anew, or refuse for good if something was left open."""
        ...

    def close_dropped(self) -> None:
        """Close what nobody uses any more."""
        ...

    def inherits(self, file: Identity | None) -> bool:
        """Whether this has connections to the file that were open in another process when it forked."""
        ...


class Forks:
    """The stores of this process, and the locks that a fork takes first."""

    def __init__(self) -> None:
        # Not weakly: what is collected during a fork would be half closed in the child. And what could not be closed
        # before the fork stays here in the child for good: even to finalize it would disturb the parent.
        self.stores: set[Restable] = set()
        self._dropped: list[Restable] = []
        self._resting: list[Restable] = []
        self._renew()

    def _renew(self) -> None:
        # They can be taken again by the thread that has them: a signal handler or finalizer can run anywhere.
        self.lock = threading.RLock()  # guards this registry and every store's table of connections
        self.making = threading.RLock()  # held while a boto3 client is made; got under `lock`

    def drop(self, store: Restable) -> None:
        """Close a store that has been collected."""
        self._dropped.append(store)
        if self.lock.acquire(timeout=_MOMENT):  # else a fork is under way, and may wait for the call that this runs in
            try:
                self.close_dropped()
            finally:
                self.lock.release()

    def close_dropped(self) -> None:
        """Close stores that have been collected. The caller holds `lock`."""
        while self._dropped:
            self._dropped.pop().close_dropped()

    def before(self) -> None:
        """Bring everything to rest. Runs in the thread that forks."""
        deadline = time.monotonic() + PATIENCE
        if not self.lock.acquire(timeout=PATIENCE):
            return  # nothing is at rest, and the child will see that
        self.making.acquire(timeout=PATIENCE)
        self.close_dropped()
        self._resting = list(self.stores)
        for store in self._resting:
            store.rest(deadline)

    def after_in_parent(self) -> None:
        """Let everything go on."""
        resting, self._resting = self._resting, []
        for store in resting:
            store.resume()
        for lock in (self.lock, self.making):
            with suppress(RuntimeError):  # `before` was interrupted, or waited in vain
                lock.release()

    def after_in_child(self) -> None:
        """Begin anew: of all threads only the one that forked is left."""
        self._renew()
        self._resting = []
        for store in self.stores:
            store.restart()


forks = Forks()

if hasattr(os, "register_at_fork"):  # not on Windows, which cannot fork
    os.register_at_fork(before=forks.before, after_in_parent=forks.after_in_parent, after_in_child=forks.after_in_child)
