"""SQLite connections: one a thread for a file, one for all threads for a store in memory, new ones after a fork."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

MEMORY = ":memory:"


@contextmanager
def atomic(connection: sqlite3.Connection, *, writes: bool) -> Generator[None]:
    """All or nothing, and one view of the data throughout.

    A transaction that writes takes its lock at once: one that began as a reader and then wanted to write would be
    refused, without waiting, if another had written in between.
    """
    connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After some faults (disk full, I/O error) SQLite has rolled back already and says so; the first fault is the
        # one to tell.
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _connect(path: str, timeout: float) -> sqlite3.Connection:
    # Not bound to its thread only so that `close` may be called from another one.
    connection = sqlite3.connect(
        path, timeout=timeout, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    connection.execute("PRAGMA foreign_keys = ON")
    # What is committed survives the death of the process either way, since the operating system has it. FULL would also
    # wait for the disk at each commit, which costs milliseconds a call and only helps when the machine loses power; WAL
    # keeps the file consistent then, without the last few commits. For a local store the speed is worth more.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")  # 64 MiB: the indexes of some 100,000 components
    return connection


def _close(connection: sqlite3.Connection, process: int) -> None:
    # A connection that was inherited over a fork belongs to the parent: closing it would disturb the parent's files.
    if process == os.getpid():
        connection.close()


class _Handle:
    """A connection that is closed with its owner: a thread that ends takes its connection with it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        # Not `__del__`: where a cycle is collected as a whole, the connection may be finalised before its handle, and
        # Python 3.13 warns of each connection that is not closed by then. A finalizer keeps it until it has closed it.
        self.close = weakref.finalize(self, _close, connection, os.getpid())


class Connections:
    """Hands each caller a connection that it may use now. Raises sqlite3.Error where SQLite does."""

    def __init__(self, path: str, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        self._closed = False
        self._inherited: list[object] = []
        self._start()
        self._shared = _Handle(_connect(path, timeout)) if path == MEMORY else None

    def _start(self) -> None:
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._local = threading.local()
        self._handles: weakref.WeakSet[_Handle] = weakref.WeakSet()

    @contextmanager
    def connection(self) -> Generator[sqlite3.Connection]:
        """A connection for the caller alone until the block ends."""
        if self._process != os.getpid():
            # After a fork: keep what the parent had from being collected (see _Handle.close), and begin anew.
            self._inherited += [self._local, self._lock]
            self._start()
        if self._closed:
            message = "the store is closed"
            raise sqlite3.ProgrammingError(message)
        turn: AbstractContextManager[object] = nullcontext() if self._shared is None else self._lock
        with turn:
            yield (self._shared or self._own()).connection

    def _own(self) -> _Handle:
        handle: _Handle | None = getattr(self._local, "handle", None)
        if handle is None:
            handle = _Handle(_connect(self._path, self._timeout))
            self._local.handle = handle
            with self._lock:
                self._handles.add(handle)
        return handle

    def close(self) -> None:
        """Close every connection, those of other threads too."""
        self._closed = True
        with self._lock:
            for handle in list(self._handles):
                handle.close()
            if self._shared is not None:
                # Even in a child process: memory has no file that the parent would share.
                self._shared.connection.close()
