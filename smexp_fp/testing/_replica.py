"""A lagging view of a store. Changes become visible in order, each after its own delay."""

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
        """Copy the present content of the store's file. The replica of a store in memory is empty."""
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
        """Make a change visible from `visible` on, but not before earlier changes.

        Args:
            visible: The time, by the clock of the simulation.
            time: The time of the change, in seconds since 1970.
            operation: The API operation.
            request: Its wire request. Any, because it is JSON.
        """
        last = self._coming[-1][0] if self._coming else visible
        self._coming.append((max(visible, last), time, operation, request))

    def answer(self, now: float, operation: str, request: Mapping[str, Any]) -> Answer:
        """Answer a request with the view at a time. Any, because it is JSON."""
        while self._coming and self._coming[0][0] <= now:
            _, self._time, change, changed = self._coming.popleft()
            self._store.answer(change, changed)
        return self._store.answer(operation, request)

    def close(self) -> None:
        """Close the store."""
        self._store.close()
