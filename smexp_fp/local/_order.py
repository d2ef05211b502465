"""The order of Search's results, and the page after a given position."""

# ruff: noqa: S608 - all SQL text comes from this program; values from requests are always arguments

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Self

from ._context import Context
from ._faults import Wire, invalid
from ._filters import Sql
from ._kinds import Kind
from ._properties import Property, Type, find
from ._tokens import Position, written

_DEFAULT = "LastModifiedTime"
# Bytes. A longer position does not fit into a token of 8192 characters, so its key is looked up again instead.
_MAX_POSITION = 6000
# The values of a position: whether to look up the key (1 or 0), the key, the time of creation, the id.
POSITION_SIZE = 4

_CREATED = "e.created"
_INDEXED = frozenset({"e.modified", _CREATED, "e.name", "e.display_name"})
_NEVER_ABSENT = _INDEXED | {"e.arn"}


@dataclass(frozen=True, slots=True)
class Order:
    """A sort key and its direction. Equal keys are in the order of creation, in the same direction.

    The order of creation is the time of creation, and the id within one millisecond, because SQLite gives each new row
    the greatest id. Entities without the key come last in either direction. SQLite orders numbers before texts, and
    texts by code point, as the semantics require.
    """

    key: Sql
    ascending: bool

    @classmethod
    def of(cls, kind: Kind, request: Wire) -> Self:
        """The order of a request. Raises a fault for a property that the kind does not have."""
        found = find(kind, request.get("SortBy", _DEFAULT))
        ascending = request.get("SortOrder") == "Ascending"
        return cls(_key(found, ascending=ascending), ascending)

    def page(self, context: Context, base: Sql, position: Position | None, size: int) -> list[sqlite3.Row]:
        """The next rows (`id`, `key`, `created`). `base` is the FROM and WHERE of a query over `entity AS e`."""
        inner = Sql("SELECT e.id AS id, ") + self.key + Sql(", e.created AS created ") + base
        after = Sql("") if position is None else Sql(" WHERE ") + self._after(context, position)
        sql = Sql("SELECT id, key, created FROM (") + inner + Sql(")") + after + Sql(f" ORDER BY {self._by()} LIMIT ?")
        return context.rows(sql.text, (*sql.arguments, size))

    def position(self, row: sqlite3.Row) -> Position:
        """The position of a row, for `page`."""
        position = (0, row["key"], row["created"], row["id"])
        return position if len(written(position).encode()) <= _MAX_POSITION else (1, None, *position[2:])

    @property
    def is_indexed(self) -> bool:
        """Whether an index has this order, so that a page can be read without sorting all hits."""
        return self._column in _INDEXED

    @property
    def _column(self) -> str:
        return self.key.text.removesuffix(" AS key")

    def _by(self) -> str:
        direction = "ASC" if self.ascending else "DESC"
        absent_last = [] if self._column in _NEVER_ABSENT else ["key IS NULL"]
        # If the column were named twice, SQLite would sort instead of reading the index.
        created = [] if self._column == _CREATED else [f"created {direction}"]
        return ", ".join([*absent_last, f"key {direction}", *created, f"id {direction}"])

    def _after(self, context: Context, position: Position) -> Sql:
        look_up, given, created, identity = position
        key = self._look_up(context, created, identity) if look_up else given
        beyond = ">" if self.ascending else "<"
        if key is None:
            return Sql(f"key IS NULL AND (created, id) {beyond} (?, ?)", (created, identity))
        later = Sql(f"(key, created, id) {beyond} (?, ?, ?)", (key, created, identity))
        return later if self._column in _NEVER_ABSENT else Sql("(key IS NULL OR ") + later + Sql(")")

    def _look_up(self, context: Context, created: object, identity: object) -> object:
        sql = Sql("SELECT ") + self.key + Sql(" FROM entity AS e WHERE e.id = ? AND e.created = ?", (identity, created))
        row = context.row(sql.text, sql.arguments)
        if row is None:
            raise invalid("The NextToken is invalid: the record at which its page ended is gone.")
        return row["key"]


def _key(found: Property, *, ascending: bool) -> Sql:
    """The sort key of an entity. Of several values, it is the least if ascending, and the greatest if descending."""
    function = "min" if ascending else "max"
    if found.type is Type.PARAMETER:
        value = f"coalesce({', '.join(found.columns)})"
    elif len(found.columns) == 1:
        value = found.columns[0]
    else:
        # The first of several columns is never NULL. Without it, min and max would be NULL if any column is.
        first = found.columns[0]
        value = f"{function}({', '.join([first, *(f'coalesce({column}, {first})' for column in found.columns[1:])])})"
    if not found.table:
        return Sql(f"{value} AS key")
    picked = value if found.unique else f"{function}({value})"
    return Sql(
        f"(SELECT {picked} FROM {found.table} WHERE {found.owner} = e.id AND {found.where}) AS key", found.arguments
    )
