"""The store: it answers an operation's wire request with a status and a wire response."""

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

TimeSource: TypeAlias = Callable[[], datetime | float]
"""A function that returns the time, as an aware datetime or as seconds since the epoch."""

DEFAULT_REGION = "us-east-1"
DEFAULT_ACCOUNT = "123456789012"
# Seconds to wait for another process's write. Writes take milliseconds, so after this time that process is stuck.
DEFAULT_TIMEOUT = 30.0
# Observed as the default of an account.
DEFAULT_TRIALS_PER_EXPERIMENT = 300

_LOG = logging.getLogger(__name__)

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class Store:
    """An embedded store: SageMaker's experiments, trials, components, tags, metrics and search, in one SQLite file.

    `answer` is the whole service. It may be called from several threads, and several processes may open the file. After
    a fork, the child continues with the same file, or with its own copy of a store in memory. An interrupted call has
    no effect. A store is a context manager that closes itself. Garbage collection closes its connections, too.
    """

    def __init__(self, connections: Connections, account: Account, clock: TimeSource) -> None:
        """Use `Store.open`."""
        # Not `__del__`: when a reference cycle is collected, the connections may be finalised before the store, and
        # Python 3.13 warns about each that is not closed.
        weakref.finalize(self, connections.drop)
        self._connections = connections
        self._account = account
        self._clock = clock

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        clock: TimeSource = time.time,
        region: str = DEFAULT_REGION,
        account: str = DEFAULT_ACCOUNT,
        partition: str = "aws",
        trials_per_experiment: int | None = DEFAULT_TRIALS_PER_EXPERIMENT,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> Self:
        """Open a store file, which is created if it does not exist, or a new private store for `":memory:"`.

        Args:
            path: the file, in an existing directory. The files `-wal` and `-shm` beside it belong to it.
            clock: the time of creation and modification, kept to the millisecond.
            region: the region in the ARNs of new entities.
            account: the account in the ARNs; 12 digits.
            partition: the partition in the ARNs.
            trials_per_experiment: the quota; the service's default is 300, and None means no quota.
            timeout: seconds to wait for another process that is writing.

        Raises:
            StoreFileError: the path cannot be opened, is not a store file, or was written by a later version.
            ValueError: the path is empty.
        """
        file = os.fspath(path)
        if not file:
            # For SQLite, an empty path is a temporary file.
            raise ValueError("The path of a store is empty.")
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
        """The region in the ARNs of new entities."""
        return self._account.region

    @property
    def account(self) -> str:
        """The account in the ARNs of new entities."""
        return self._account.account

    def answer(self, operation: str, request: Mapping[str, Any]) -> Answer:
        """Answer a request as the service does. Never raises for anything in the request or on the disk.

        Args:
            operation: the API operation, such as `CreateTrial`.
            request: the JSON of the request (therefore Any), as botocore sends it; times are epoch seconds.
        """
        try:
            known = OPERATIONS.get(operation)
            if known is None:
                message = f"The embedded store does not implement the operation {operation}."
                raise Fault("UnknownOperationException", message)  # noqa: TRY301 - all faults are converted below
            _model.check_depth(request)
            decoded = _model.decode(known.service, operation, request, known.itemwise)
            run = known.run
            return Answer(200, self._transact(lambda context: run(context, decoded), writes=known.writes))
        except Fault as fault:
            return fault.answer()
        except sqlite3.Error as error:
            return _of_disk(error)
        except Exception as error:  # noqa: BLE001 - a damaged file can contain anything that SQLite accepts
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
        """Set the `Source` of an entity, as SageMaker does for entities of a job or pipeline. The API cannot set it.

        Args:
            name: the name of an existing entity.
            arn: the ARN of the job or pipeline.
            source_type: the type, such as `SageMakerTrainingJob`.
            kind: the kind of the entity.

        Raises:
            LookupError: the entity does not exist.
            ValueError: the kind does not exist.
        """
        if kind not in BY_TITLE:
            raise ValueError(f"kind must be one of {', '.join(BY_TITLE)}, but is {kind!r}")

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
        now = self._clock()
        seconds = now.timestamp() if isinstance(now, datetime) else now
        # Rounded through microseconds, as times in requests are.
        return round(seconds * 1_000_000) // 1000

    def close(self) -> None:
        """Close the file, for all threads.

        It waits for running calls. Calls that still wait for another process's lock, and all later calls, are answered
        with `ServiceUnavailable`.
        """
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _of_disk(error: sqlite3.Error) -> Answer:
    """The response for an error of SQLite: a fault of the service."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    # The low byte is the primary code; the rest are details.
    if code & 0xFF in _BUSY or isinstance(error, sqlite3.ProgrammingError):
        return Fault("ServiceUnavailable", f"The store file cannot be used now: {error}", UNAVAILABLE).answer()
    return Fault("InternalFailure", f"The store file failed: {error}", SERVER_ERROR).answer()
