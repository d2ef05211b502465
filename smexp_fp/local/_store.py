"""The engine: from an operation's name and its wire request to a status and a wire answer."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
import weakref
from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias, TypeVar

from . import _model
from ._connections import MEMORY, Connections
from ._context import Account, Context
from ._faults import SERVER_ERROR, UNAVAILABLE, Answer, Fault
from ._files import check_path
from ._kinds import BY_TITLE
from ._lookup import require
from ._operations import OPERATIONS
from ._schema import prepare

T = TypeVar("T")

Clock: TypeAlias = Callable[[], datetime | float]
"""Tells the time as an aware datetime or as seconds since the epoch."""

DEFAULT_REGION = "us-east-1"
DEFAULT_ACCOUNT = "123456789012"
# Seconds to wait for another process's write. Writes take milliseconds: who waits so long meets a stuck process.
DEFAULT_TIMEOUT = 30.0
# Observed as an account's default.
DEFAULT_TRIALS_PER_EXPERIMENT = 300

_LOG = logging.getLogger(__name__)

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class Store:
    """An embedded store: SageMaker's experiments, trials, components, tags, metrics and search, in one SQLite file.

    `answer` is the whole of the service. It may be called from several threads, and the file be open in several
    processes, also in ones that fork: a child goes on with the store that it inherits, on the same file, or on its own
    copy of a store in memory. A call that is interrupted leaves nothing behind. A store is a context manager that
    closes itself; one that is dropped closes its connections too.
    """

    def __init__(self, connections: Connections, account: Account, clock: Clock) -> None:
        """Use `Store.open`."""
        # Not `__del__`: where a cycle is collected as a whole, the connections may be finalised before the store, and
        # Python 3.13 warns of each that is not closed by then.
        weakref.finalize(self, connections.drop)
        self._connections = connections
        self._account = account
        self._clock = clock

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        clock: Clock = time.time,
        region: str = DEFAULT_REGION,
        account: str = DEFAULT_ACCOUNT,
        partition: str = "aws",
        trials_per_experiment: int | None = DEFAULT_TRIALS_PER_EXPERIMENT,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> Self:
        """Open a store file, made if it does not exist, or a fresh private store for `":memory:"`.

        Args:
            path: the file, in a directory that exists. Its neighbours `-wal` and `-shm` belong to it.
            clock: the time that entities are created and modified at, kept to the millisecond.
            region: of the ARNs of entities created through this store.
            account: of the ARNs; 12 digits.
            partition: of the ARNs.
            trials_per_experiment: the quota (the service's default is 300), None for none.
            timeout: seconds to wait for another process that is writing.

        Raises:
            StoreFileError: the path cannot be opened, is not a file or not a store, or was written by a later version.
            ValueError: an empty path.
        """
        file = os.fspath(path)
        if not file:
            # SQLite would take it for a temporary file that vanishes.
            message = "The path of a store is empty."
            raise ValueError(message)
        if file != MEMORY:
            check_path(file)
        connections = Connections(file, timeout)
        try:
            prepare(connections)
        except BaseException:
            connections.close()
            raise
        return cls(connections, Account(region, account, partition, trials_per_experiment), clock)

    @property
    def region(self) -> str:
        """The region of the ARNs that it makes."""
        return self._account.region

    @property
    def account(self) -> str:
        """The account of the ARNs that it makes."""
        return self._account.account

    def answer(self, operation: str, request: Mapping[str, Any]) -> Answer:
        """What the service answers. Never raises for anything in the request or on the disk.

        Args:
            operation: the API's name for it, such as `CreateTrial`.
            request: the JSON of the request (hence Any), as botocore or another client sends it: times are epoch
                seconds.
        """
        try:
            known = OPERATIONS.get(operation)
            if known is None:
                message = f"The embedded store does not implement the operation {operation}."
                raise Fault("UnknownOperationException", message)  # noqa: TRY301 - faults have one way out
            _model.check_depth(request)
            decoded = _model.decode(known.service, operation, request, known.itemwise)
            run = known.run
            return Answer(200, self._transact(lambda context: run(context, decoded), writes=known.writes))
        except Fault as fault:
            return fault.answer()
        except sqlite3.Error as error:
            return _of_disk(error)
        except Exception as error:  # noqa: BLE001 - as a service does: a damaged file can hold anything that SQLite takes for sound
            _LOG.exception("The embedded store failed to answer %s.", operation)
            message = f"The embedded store failed: {type(error).__name__}: {error}"
            return Fault("InternalFailure", message, SERVER_ERROR).answer()

    def set_source(
        self,
        name: str,
        arn: str,
        source_type: str | None = None,
        *,
        kind: Literal["Experiment", "Trial", "TrialComponent"] = "TrialComponent",
    ) -> None:
        """Give an entity the `Source` that SageMaker gives to what a job or a pipeline made; the public API cannot.

        Args:
            name: an existing entity's.
            arn: of the job or pipeline.
            source_type: such as `SageMakerTrainingJob`.
            kind: what the entity is.

        Raises:
            LookupError: there is no such entity.
            ValueError: there is no such kind.
        """
        if kind not in BY_TITLE:
            message = f"kind must be one of {', '.join(BY_TITLE)}, but is {kind!r}"
            raise ValueError(message)

        def give(context: Context) -> None:
            entity = require(context, BY_TITLE[kind], name)
            sql = "UPDATE entity SET source_arn = ?, source_type = ? WHERE id = ?"
            context.write(sql, (arn, source_type, entity["id"]))

        try:
            self._transact(give, writes=True)
        except Fault as fault:
            raise LookupError(fault.message) from None

    def _transact(self, work: Callable[[Context], T], *, writes: bool) -> T:
        return self._connections.transact(
            lambda connection: work(Context(connection, self._now(), self._account)), writes=writes
        )

    def _now(self) -> int:
        told = self._clock()
        seconds = told.timestamp() if isinstance(told, datetime) else told
        # As times in requests are read: through microseconds.
        return round(seconds * 1_000_000) // 1000

    def close(self) -> None:
        """Close the file, for all threads.

        It waits for calls that are under way. Those that still wait for another process's lock, and all that come
        after, are answered with `ServiceUnavailable`.
        """
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _of_disk(error: sqlite3.Error) -> Answer:
    """What SQLite could not do, as the service would say that it is the service's trouble."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    # The low byte is the primary code; the others only detail it.
    if code & 0xFF in _BUSY or isinstance(error, sqlite3.ProgrammingError):
        return Fault("ServiceUnavailable", f"The store file cannot be used now: {error}", UNAVAILABLE).answer()
    return Fault("InternalFailure", f"The store file failed: {error}", SERVER_ERROR).answer()
