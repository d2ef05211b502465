"""SQLite connections: one a thread for a file, one for all threads for a store in memory.

Whatever happens to a call (an exception, an interrupt at any moment, a fork, a `close` in another thread) leaves no
transaction open and no lock held. Two rules see to that:

* A lock is taken by `with lock:`, and what must be undone is undone by statements directly in a `finally`. There
  CPython lets no interrupt in between, as it would on entering or leaving a context manager that is written in Python.
* A call that has the lock of its connection waits for nothing. For another process's write lock it waits without, and
  tries again.
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

# Seconds between two attempts to get a lock that another process has: the first, doubled up to the last.
_FIRST_PAUSE, _LAST_PAUSE = 0.001, 0.025

_CLOSED = "the store is closed"
_INHERITED = (
    "this process was forked within a call to a store, or in a way that Python does not know of, and has inherited an "
    "open connection that it must not use; fork while no call is under way"
)


class StoreUnavailable(sqlite3.ProgrammingError):
    """The store cannot be used by this caller: closed, inherited, or called from within another call."""


class FilesChanged(sqlite3.DatabaseError):
    """The store's files are no longer those that were opened."""


class _Handle:
    """A connection, and whose turn it is to use it."""

    __slots__ = ("connection", "files", "lock", "owner")

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        self.lock = threading.RLock()
        self.owner: int | None = None  # the thread whose call is under way
        self.connection = connection
        self.files: tuple[Identity | None, ...] | None = None  # of the file, its WAL and its shared memory

    def close(self) -> None:
        connection, self.connection, self.files = self.connection, None, None
        if connection is not None:
            connection.close()


class Connections:
    """Runs work on a connection that nobody else uses meanwhile. Raises sqlite3.Error where SQLite does."""

    def __init__(self, path: str, timeout: float) -> None:
        self.path = path
        # Threads connect later, and the process may have changed its directory by then.
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
        self._handles = handles  # by thread, of memory a single one; changed under `forks.lock`
        self._resting: list[_Handle] = []
        self._at_rest = False

    def transact(self, work: Callable[[sqlite3.Connection], T], *, writes: bool) -> T:
        """Do work in a transaction: all or nothing, and one view of the data throughout.

        A transaction that writes takes its lock at once: one that began as a reader and then wanted to write would be
        refused, without waiting, if another had written in between. Work that meets a lock is rolled back and done
        again until the timeout.
        """
        return self._run("BEGIN IMMEDIATE" if writes else "BEGIN", work)

    def outside(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do work that SQLite does not allow within a transaction; done again as in `transact`."""
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
                # The low byte is the primary code; the others only detail it.
                code: int = getattr(error, "sqlite_errorcode", 0)
                if code & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                    raise
            # Not SQLite's own waiting, which neither an interrupt nor `close` nor a fork could end.
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
                    self._verify(handle, connection)  # so that nothing is written in vain
                done = work(connection)
                if handle.connection is not connection:
                    raise StoreUnavailable("the store was closed, or the process forked, within the call")
                if begin:
                    connection.execute("COMMIT")
                    self._verify(handle, connection)  # so that nothing is acknowledged in vain
                else:
                    handle.files = None  # there may be others now
                return done
            finally:
                try:
                    # After some faults (disk full, I/O error) SQLite has rolled back already.
                    if handle.connection is not None and handle.connection.in_transaction:
                        handle.connection.rollback()
                except sqlite3.Error:
                    pass  # the fault that led here is the one to report; `_ready` tries again
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
            raise StoreUnavailable("this thread is within another call to the store (a signal handler or a clock?)")
        with forks.lock:  # a fork holds it: no call begins meanwhile
            handle = self._handles.get(key)
            if handle is None:
                handle = self._handles[key] = self._left_by_a_thread() or _Handle()
            if handle.connection is None and self._real != MEMORY:
                file = self.file or identity(self._name)
                if any(store.inherits(file) for store in list(forks.stores)):
                    raise StoreUnavailable(_INHERITED)
        return handle

    def _left_by_a_thread(self) -> _Handle | None:
        """The handle of a thread that has ended: there are no more connections than threads at one time."""
        alive = {thread.ident for thread in threading.enumerate()}
        ended = next((key for key in self._handles if key not in alive and not self._handles[key].owner), None)
        return None if ended is None else self._handles.pop(ended)

    def _ready(self, handle: _Handle) -> sqlite3.Connection:
        if self._closed:  # looked at again, now that `close` waits for this call
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
        """Refuse to go on if the files have been deleted, replaced or renamed: a write would go nowhere."""
        if self.file is None:
            return
        if handle.files is None:
            connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # makes sure that all files are there
            handle.files = (self.file, identity(f"{self._real}-wal"), identity(f"{self._real}-shm"))
        now = (identity(self._name), identity(f"{self._real}-wal"), identity(f"{self._real}-shm"))
        if now != handle.files:
            for number, (was, found) in enumerate(zip(handle.files, now, strict=True)):
                if was is not None and was != found:  # a WAL may come, when another process makes the store
                    raise self._changed(number)

    def _changed(self, number: int) -> FilesChanged:
        name = (self._name, f"{self._real}-wal", f"{self._real}-shm")[number]
        message = f"{name!r} was deleted, replaced or renamed while the store was open; the call is not acknowledged"
        if number == 0:
            # For good: a file made later could be given the same number. SQLite makes the other two anew.
            message = self._gone = f"{message}, open the store anew"
        return FilesChanged(message)

    def _let_go(self) -> None:
        """Close all that this process has open of changed files: SQLite shares state between connections to one."""
        deadline = time.monotonic() + PATIENCE
        with forks.lock:
            stores = [store for store in list(forks.stores) if store.file == self.file]
            try:
                for store in stores:
                    store.rest(deadline)
            finally:
                for store in stores:
                    store.resume()

    # --- Forks, see _forks

    def rest(self, deadline: float) -> None:
        """Wait for calls under way, close the connections to a file, and keep their locks."""
        at_rest = self._process == os.getpid()
        for handle in list(self._handles.values()):
            self._resting.append(handle)
            mine = handle.lock.acquire(timeout=max(0.0, deadline - time.monotonic()))
            if not mine or handle.owner is not None:  # too long, or the fork is made within a call
                at_rest = False
            elif self._real != MEMORY:
                handle.close()
        self._at_rest = at_rest

    def resume(self) -> None:
        """Let calls begin again."""
        resting, self._resting, self._at_rest = self._resting, [], False
        for handle in resting:
            with suppress(RuntimeError):  # `rest` was interrupted, or waited in vain
                handle.lock.release()

    def restart(self) -> None:
        """Begin anew in a child. What is in memory was copied by the fork, and is the child's own from here on."""
        if self._at_rest:
            self._begin({key: _Handle(handle.connection) for key, handle in self._handles.items()})
            return
        for handle in self._handles.values():
            self._abandoned.append(handle.connection)
            handle.connection = None  # a call that goes on in the child must not commit

    def inherits(self, file: Identity | None) -> bool:
        """Whether this has connections to the file that were open in another process when it forked."""
        return self.file is not None and self.file == file and self._process != os.getpid()

    # --- The end

    def close(self) -> None:
        """Close every connection, those of other threads too, each after the call that is under way on it."""
        self._closed = True
        if self._process != os.getpid():
            return  # what it has open is the parent's
        with forks.lock:
            handles = list(self._handles.values())
        for handle in handles:
            with handle.lock:
                handle.close()
        with forks.lock:
            forks.stores.discard(self)

    def drop(self) -> None:
        """Close, when the store has been collected or the process ends. Can run in any thread and inside any call."""
        self._closed = True
        if self._process == os.getpid():
            forks.drop(self)

    def close_dropped(self) -> None:
        """Close what nobody uses. The caller holds `forks.lock`."""
        for handle in self._handles.values():
            if handle.owner is None:  # else the process ends, and this is another thread's
                with handle.lock:
                    handle.close()
        forks.stores.discard(self)


def _connect(name: str) -> sqlite3.Connection:
    # Not bound to its thread: `close` and forks close it in another, and a new thread takes that of an ended one.
    connection = sqlite3.connect(
        name, timeout=0, isolation_level=None, check_same_thread=False, cached_statements=512, uri=name != MEMORY
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # What is committed survives the death of the process either way, since the operating system has it. FULL would
        # also wait for the disk at each commit, which costs milliseconds a call and only helps when the machine loses
        # power; WAL keeps the file consistent then, without the last few commits. For a local store the speed is worth
        # more.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")  # 64 MiB: the indexes of some 100,000 components
    except BaseException:
        connection.close()
        raise
    return connection
