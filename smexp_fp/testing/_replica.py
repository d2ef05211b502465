"""The view of a store that lags behind: changes arrive in it in their order, each after a time of its own."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import weakref
from collections import deque
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from smexp_fp.local import Answer, Store


class Replica:
    """A second store that follows a first one."""

    def __init__(self, original: str) -> None:
        """A copy of what is in the store's file now; an empty one where the store is in memory."""
        self._time = 0.0
        path = ":memory:"
        if original != path:
            folder = tempfile.mkdtemp(prefix="smexp_fp-")
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            path = str(Path(folder) / "replica.db")
            with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(path)) as copy:
                source.backup(copy)
        self._store = Store.open(path, clock=lambda: self._time, trials_per_experiment=None)
        self._coming: deque[tuple[float, float, str, Mapping[str, Any]]] = deque()

    def follow(self, visible: float, time: float, operation: str, request: Mapping[str, Any]) -> None:
        """A change has been made, and is to be seen from `visible` on, but not before those made earlier.

        Args:
            visible: When, by the clock of the simulation.
            time: Seconds since 1970 at which it was made.
            operation: Which change.
            request: Its wire request. Any: it is JSON.
        """
        last = self._coming[-1][0] if self._coming else visible
        self._coming.append((max(visible, last), time, operation, request))

    def answer(self, now: float, operation: str, request: Mapping[str, Any]) -> Answer:
        """What is seen at a time. Any: it is JSON."""
        while self._coming and self._coming[0][0] <= now:
            _, self._time, change, changed = self._coming.popleft()
            self._store.answer(change, changed)
        return self._store.answer(operation, request)

    def close(self) -> None:
        """Close the store."""
        self._store.close()
