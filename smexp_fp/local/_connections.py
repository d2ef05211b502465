"""SQLite connections: one per thread for a file, and one for all threads for a store in memory.

No event during a call (an exception, an interrupt at any moment, a fork, a `close` in another thread) leaves a
transaction open or a lock held. Two rules ensure this:

* A lock is taken with `with lock:`, and all cleanup is in statements directly in a `finally`. CPython delivers no
  interrupt in between there, as it could on entering or leaving a context manager written in Python.
* A call that holds the lock of its connection never waits. If another process holds the write lock, the call releases
  its own lock, waits, and tries again.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from ._files import Identity, identity
from ._forks import PATIENCE, forks

T = TypeVar("T")

MEMORY = ":memory:"

# Seconds between two attempts to get a lock of another process, doubled each time from the first to the last.
_FIRST_PAUSE, _LAST_PAUSE = 0.001, 0.025

_CLOSED = "the store is closed"
_INHERITED = (
    "this process was forked during a call to a store, or in a way that Python does not notice, and has inherited an "
    "open connection that it must not use; fork while no call is running"
)


class StoreUnavailable(sqlite3.ProgrammingError):
    """This caller cannot use the store: it is closed, inherited, or called during another call."""


class FilesChanged(sqlite3.DatabaseError):
    """The store's files are not the ones that were opened."""


class _Handle:
    """A connection, its lock, and the thread that uses it."""

    __slots__ = ("connection", "files", "lock", "owner")

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        self.lock = threading.RLock()
        self.owner: int | None = None  # the thread whose call is running
        self.connection = connection
        self.files: tuple[Identity | None, ...] | None = None  # of the file, its WAL and its shared memory

    def close(self) -> None:
        connection, self.connection, self.files = self.connection, None, None
        if connection is not None:
            connection.close()


class Connections:
    """Runs work on a connection that nobody else uses at the same time. Raises sqlite3.Error as SQLite does."""

    def __init__(self, path: str, timeout: float) -> None:
        self.path = path
        # Absolute, because threads connect later, and the process may change its directory before.
        self._name = path if path == MEMORY else str(Path(path).absolute())
        self._real = path if path == MEMORY else os.path.realpath(path)  # SQLite's own files are named after it
        self._timeout = timeout
        self._closed = False
        self._gone: str | None = None
        self.file: Identity | None = None
        self._abandoned: list[sqlite3.Connection | None] = []
        self._begin({})
        with forks.lock:
            forks.close_dropped()
            forks.stores.add(self)  # until closed or dropped

    def _begin(self, handles: dict[int, _Handle]) -> None:
        self._process = os.getpid()
        self._handles = handles  # by thread, or one for a store in memory; changed under `forks.lock`
        self._resting: list[_Handle] = []
        self._at_rest = False

    def transact(self, work: Callable[[sqlite3.Connection], T], *, writes: bool) -> T:
        """Do work in a transaction: all or nothing, with one view of the data.

        A transaction that writes takes its lock at once. If it began as a reader and then wanted to write, SQLite would
        fail without waiting if another process had written in between. Work that meets a lock is rolled back, and
        repeated until the timeout.
        """
        return self._run("BEGIN IMMEDIATE" if writes else "BEGIN", work)

    def outside(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do work that SQLite does not allow in a transaction; it is repeated as in `transact`."""
        return self._run("", work)

    def _run(self, begin: str, work: Callable[[sqlite3.Connection], T]) -> T:
        deadline = time.monotonic() + self._timeout
        pause = _FIRST_PAUSE
        while True:
            try:
                return self._attempt(begin, work)
            except FilesChanged:
                self._let_go()
                raise
            except sqlite3.OperationalError as error:
                # The low byte is the primary code; the rest are details.
                code: int = getattr(error, "sqlite_errorcode", 0)
                if code & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                    raise
            # SQLite's own waiting cannot be ended by an interrupt, `close` or a fork.
            time.sleep(pause)
            pause = min(2 * pause, _LAST_PAUSE)

    def _attempt(self, begin: str, work: Callable[[sqlite3.Connection], T]) -> T:
        me = threading.get_ident()
        handle = self._turn(me)
        with handle.lock:
            try:
                handle.owner = me
                connection = self._ready(handle)
                if begin:
                    connection.execute(begin)
                    self._verify(handle, connection)  # before anything is written
                done = work(connection)
                if handle.connection is not connection:
                    raise StoreUnavailable("the store was closed, or the process forked, during the call")
                if begin:
                    connection.execute("COMMIT")
                    self._verify(handle, connection)  # before anything is acknowledged
                else:
                    handle.files = None  # there may be others now
                return done
            finally:
                try:
                    # After some faults (disk full, I/O error) SQLite has rolled back already.
                    if handle.connection is not None and handle.connection.in_transaction:
                        handle.connection.rollback()
                except sqlite3.Error:
                    pass  # report the original error; `_ready` rolls back again
                finally:
                    handle.owner = None

    def _turn(self, me: int) -> _Handle:
        """The connection of this thread."""
        if self._closed:
            raise StoreUnavailable(_CLOSED)
        if self._process != os.getpid():
            raise StoreUnavailable(_INHERITED)
        key = 0 if self._real == MEMORY else me
        handle = self._handles.get(key)
        if handle is not None and handle.owner == me:
            raise StoreUnavailable("this thread is already in a call to the store (a signal handler or a clock?)")
        with forks.lock:  # a fork holds this lock, so that no call begins during it
            handle = self._handles.get(key)
            if handle is None:
                handle = self._handles[key] = self._left_by_a_thread() or _Handle()
            if handle.connection is None and self._real != MEMORY:
                file = self.file or identity(self._name)
                if any(store.inherits(file) for store in list(forks.stores)):
                    raise StoreUnavailable(_INHERITED)
        return handle

    def _left_by_a_thread(self) -> _Handle | None:
        """The handle of a thread that has ended, to reuse, so that there are no more connections than threads."""
        alive = {thread.ident for thread in threading.enumerate()}
        ended = next((key for key in self._handles if key not in alive and not self._handles[key].owner), None)
        return None if ended is None else self._handles.pop(ended)

    def _ready(self, handle: _Handle) -> sqlite3.Connection:
        if self._closed:  # checked again, because from here on `close` waits for this call
            raise StoreUnavailable(_CLOSED)
        if self._gone is not None:
            raise FilesChanged(self._gone)
        if handle.connection is None:
            handle.connection = self._connect()
        elif handle.connection.in_transaction:
            handle.connection.rollback()
        return handle.connection

    def _connect(self) -> sqlite3.Connection:
        if self._real == MEMORY:
            return _connect(MEMORY)
        if self.file is None:
            connection = _connect(f"{Path(self._real).as_uri()}?mode=rwc")
            self.file = identity(self._name)
            return connection
        if identity(self._name) != self.file:
            raise self._changed(0)
        return _connect(f"{Path(self._real).as_uri()}?mode=rw")

    def _verify(self, handle: _Handle, connection: sqlite3.Connection) -> None:
        """Raise FilesChanged if the files were deleted, replaced or renamed, because a write would be lost."""
        if self.file is None:
            return
        if handle.files is None:
            connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # makes SQLite create all files
            handle.files = (self.file, identity(f"{self._real}-wal"), identity(f"{self._real}-shm"))
        now = (identity(self._name), identity(f"{self._real}-wal"), identity(f"{self._real}-shm"))
        if now != handle.files:
            for number, (was, found) in enumerate(zip(handle.files, now, strict=True)):
                if was is not None and was != found:  # a WAL may appear, when another process creates the store
                    raise self._changed(number)

    def _changed(self, number: int) -> FilesChanged:
        name = (self._name, f"{self._real}-wal", f"{self._real}-shm")[number]
        message = f"{name!r} was deleted, replaced or renamed while the store was open; the call is not acknowledged"
        if number == 0:
            # Permanent, because a later file could get the same inode. SQLite recreates the other two.
            message = self._gone = f"{message}, open the store again"
        return FilesChanged(message)

    def _let_go(self) -> None:
        """Close all connections of this process to changed files, because SQLite shares state between them."""
        deadline = time.monotonic() + PATIENCE
        with forks.lock:
            stores = [store for store in list(forks.stores) if store.file == self.file]
            try:
                for store in stores:
                    store.rest(deadline)
            finally:
                for store in stores:
                    store.resume()

    # --- forks; see _forks

    def rest(self, deadline: float) -> None:
        """Wait for running calls, close the connections to a file, and keep their locks."""
        at_rest = self._process == os.getpid()
        for handle in list(self._handles.values()):
            self._resting.append(handle)
            mine = handle.lock.acquire(timeout=max(0.0, deadline - time.monotonic()))
            if not mine or handle.owner is not None:  # a timeout, or a fork during a call
                at_rest = False
            elif self._real != MEMORY:
                handle.close()
        self._at_rest = at_rest

    def resume(self) -> None:
        """Allow calls again."""
        resting, self._resting, self._at_rest = self._resting, [], False
        for handle in resting:
            with suppress(RuntimeError):  # `rest` was interrupted, or timed out
                handle.lock.release()

    def restart(self) -> None:
        """Start again in a child process. A store in memory was copied by the fork, and now belongs to the child."""
        if self._at_rest:
            self._begin({key: _Handle(handle.connection) for key, handle in self._handles.items()})
            return
        for handle in self._handles.values():
            self._abandoned.append(handle.connection)
            handle.connection = None  # a call that continues in the child must not commit

    def inherits(self, file: Identity | None) -> bool:
        """Whether this has connections to the file that were open in another process when it forked."""
        return self.file is not None and self.file == file and self._process != os.getpid()

    # --- closing

    def close(self) -> None:
        """Close every connection, including those of other threads, after the calls that use them."""
        self._closed = True
        if self._process != os.getpid():
            return  # the open connections belong to the parent
        with forks.lock:
            handles = list(self._handles.values())
        for handle in handles:
            with handle.lock:
                handle.close()
        with forks.lock:
            forks.stores.discard(self)

    def drop(self) -> None:
        """Close after garbage collection or at the end of the process. May run in any thread and during any call."""
        self._closed = True
        if self._process == os.getpid():
            forks.drop(self)

    def close_dropped(self) -> None:
        """Close connections that nobody uses. The caller holds `forks.lock`."""
        for handle in self._handles.values():
            if handle.owner is None:  # otherwise the process ends, and another thread uses it
                with handle.lock:
                    handle.close()
        forks.stores.discard(self)


def _connect(name: str) -> sqlite3.Connection:
    # Not bound to a thread: `close` and forks close it in another thread, and a new thread reuses that of an ended one.
    connection = sqlite3.connect(
        name, timeout=0, isolation_level=None, check_same_thread=False, cached_statements=512, uri=name != MEMORY
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # Commits survive the death of the process either way, because the operating system has them. FULL would also
        # wait for the disk at each commit, which takes milliseconds per call and helps only if the machine loses power.
        # In that case WAL keeps the file consistent, without the last few commits. For a local store, speed matters
        # more.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")  # 64 MiB, enough for the indexes of some 100,000 components
    except BaseException:
        connection.close()
        raise
    return connection
