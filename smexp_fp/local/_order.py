"""The order of Search's results, and the page that begins after a given place in it."""

# ruff: noqa: S608 - SQL text is this program's own throughout; what comes from a request is always an argument

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
# A position of more bytes than this does not fit into a token of 8192 characters: its key is looked up again instead.
_MAX_POSITION = 6000
# The values of a position: 1 if its key is to be looked up, else 0; the key; the time of creation; the id.
POSITION_SIZE = 4

_CREATED = "e.created"
_INDEXED = frozenset({"e.modified", _CREATED, "e.name", "e.display_name"})
_NEVER_ABSENT = _INDEXED | {"e.arn"}


@dataclass(frozen=True, slots=True)
class Order:
    """A sort key and its direction. Among equals the order of creation decides, in the same direction.

    That is the time of creation, and the id among those made within one millisecond: SQLite gives a new row a greater
    id than any that there is. What lacks the key comes last in either direction. SQLite orders numbers before texts,
    and texts by code point, as the semantics want it.
    """

    key: Sql
    ascending: bool

    @classmethod
    def of(cls, kind: Kind, request: Wire) -> Self:
        """The order that a request asks for. Raises the fault for a property that the kind does not have."""
        found = find(kind, request.get("SortBy", _DEFAULT))
        ascending = request.get("SortOrder") == "Ascending"
        return cls(_key(found, ascending=ascending), ascending)

    def page(self, context: Context, base: Sql, position: Position | None, size: int) -> list[sqlite3.Row]:
        """The next rows (`id`, `key`, `created`) of what `base`, FROM and WHERE over `entity AS e`, finds."""
        inner = Sql("SELECT e.id AS id, ") + self.key + Sql(", e.created AS created ") + base
        after = Sql("") if position is None else Sql(" WHERE ") + self._after(context, position)
        sql = Sql("SELECT id, key, created FROM (") + inner + Sql(")") + after + Sql(f" ORDER BY {self._by()} LIMIT ?")
        return context.rows(sql.text, (*sql.arguments, size))

    def position(self, row: sqlite3.Row) -> Position:
        """The place of a row, as `page` takes it."""
        position = (0, row["key"], row["created"], row["id"])
        return position if len(written(position).encode()) <= _MAX_POSITION else (1, None, *position[2:])

    @property
    def is_indexed(self) -> bool:
        """Whether an index yields entities in this order, so that a page can be read without sorting all hits."""
        return self._column in _INDEXED

    @property
    def _column(self) -> str:
        return self.key.text.removesuffix(" AS key")

    def _by(self) -> str:
        direction = "ASC" if self.ascending else "DESC"
        absent_last = [] if self._column in _NEVER_ABSENT else ["key IS NULL"]
        # SQLite would sort a column that it is told twice, instead of reading it off the index.
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
            message = "The NextToken is invalid: the record at which its page ended is gone."
            raise invalid(message)
        return row["key"]


def _key(found: Property, *, ascending: bool) -> Sql:
    """The value that an entity is sorted by: of several its least when ascending, its greatest when descending."""
    function = "min" if ascending else "max"
    if found.type is Type.PARAMETER:
        value = f"coalesce({', '.join(found.columns)})"
    elif len(found.columns) == 1:
        value = found.columns[0]
    else:
        # Of several columns the first is never absent; min and max of a row would be NULL if one column were.
        first = found.columns[0]
        value = f"{function}({', '.join([first, *(f'coalesce({column}, {first})' for column in found.columns[1:])])})"
    if not found.table:
        return Sql(f"{value} AS key")
    picked = value if found.unique else f"{function}({value})"
    return Sql(
        f"(SELECT {picked} FROM {found.table} WHERE {found.owner} = e.id AND {found.where}) AS key", found.arguments
    )
