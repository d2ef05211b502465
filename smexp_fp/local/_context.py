"""What an operation works with: a connection inside a transaction, and the circumstances of the call."""

# ruff: noqa: S608 - SQL text is this program's own throughout; what comes from a request is always an argument

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._kinds import Kind


@dataclass(frozen=True, slots=True)
class Account:
    """In whose name entities are made: the parts of an ARN, and the account's quotas."""

    region: str
    account: str
    partition: str
    trials_per_experiment: int | None

    def arn(self, kind: Kind, name: str) -> str:
        """The ARN of an entity of that name."""
        return f"arn:{self.partition}:sagemaker:{self.region}:{self.account}:{kind.arn_type}/{name}"


@dataclass(frozen=True, slots=True)
class Context:
    """One call: its transaction, its time (milliseconds since the epoch) and its account."""

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
            # A traceback may keep the cursor of an interrupted call, and one that is not at its end keeps its view of
            # the data: the next call of this thread would read what is out of date, and could not write.
            cursor.close()

    def row(self, sql: str, arguments: Sequence[object] = ()) -> sqlite3.Row | None:
        """The first row of a query, if there is one."""
        found = self.rows(sql, arguments)
        return found[0] if found else None

    def number(self, sql: str, arguments: Sequence[object] = ()) -> int:
        """The one number that a query answers."""
        row = self.row(sql, arguments)
        return 0 if row is None else int(row[0])

    def write(self, sql: str, arguments: Sequence[object] = ()) -> int:
        """Run a statement; the id of the row it inserted, if it did."""
        return self.connection.execute(sql, arguments).lastrowid or 0

    def write_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of arguments."""
        self.connection.executemany(sql, rows)

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert a row; its id. Names come from this program, never from a request."""
        places = ", ".join("?" * len(values))
        return self.write(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", tuple(values.values()))
