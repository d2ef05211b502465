"""The context of an operation: a connection inside a transaction, the time and the account."""

# ruff: noqa: S608 - all SQL text comes from this program; values from requests are always arguments

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._kinds import Kind


@dataclass(frozen=True, slots=True)
class Account:
    """The account of new entities: the parts of its ARNs, and its quotas."""

    region: str
    account: str
    partition: str
    trials_per_experiment: int | None

    def arn(self, kind: Kind, name: str) -> str:
        """The ARN of an entity."""
        return f"arn:{self.partition}:sagemaker:{self.region}:{self.account}:{kind.arn_type}/{name}"


@dataclass(frozen=True, slots=True)
class Context:
    """The transaction, time (milliseconds since the epoch) and account of one call."""

    connection: sqlite3.Connection
    now: int
    account: Account

    def rows(self, sql: str, arguments: Sequence[object] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        cursor = self.connection.cursor()
        cursor.row_factory = sqlite3.Row
        try:
            return cursor.execute(sql, arguments).fetchall()
        finally:
            # A traceback may keep the cursor of an interrupted call, and an open cursor keeps its view of the data. The
            # next call of this thread would then read outdated data, and could not write.
            cursor.close()

    def row(self, sql: str, arguments: Sequence[object] = ()) -> sqlite3.Row | None:
        """The first row of a query, if any."""
        found = self.rows(sql, arguments)
        return found[0] if found else None

    def number(self, sql: str, arguments: Sequence[object] = ()) -> int:
        """The number that a query returns."""
        row = self.row(sql, arguments)
        return 0 if row is None else int(row[0])

    def write(self, sql: str, arguments: Sequence[object] = ()) -> int:
        """Run a statement, and return the id of the inserted row, if any."""
        return self.connection.execute(sql, arguments).lastrowid or 0

    def write_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of arguments."""
        self.connection.executemany(sql, rows)

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert a row, and return its id. The names must come from this program, never from a request."""
        places = ", ".join("?" * len(values))
        return self.write(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", tuple(values.values()))
