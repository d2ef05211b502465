"""The order of Search's results, and the page that begins after a given place in it."""

# ruff: noqa: S608 - SQL text is this program's own throughout; what comes from a request is always an argument

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any, Self

from ._context import Context
from ._faults import Wire, invalid
from ._filters import Sql
from ._kinds import Kind
from ._properties import Property, Type, find

_DEFAULT = "LastModifiedTime"
# A sort key of more bytes than this does not fit into a token of 8192 characters and is looked up again instead.
_MAX_KEY = 2048

_MODIFIED = "e.modified"
_INDEXED = frozenset({_MODIFIED, "e.created", "e.name", "e.display_name"})
_NEVER_ABSENT = _INDEXED | {"e.arn"}


@dataclass(frozen=True, slots=True)
class Order:
    """A sort key, its direction, and what decides among equals: the time of modification, newest first, then the ARN.

    What lacks the key comes last in either direction. SQLite orders numbers before texts, and texts by code point, as
    the semantics want it.
    """

    key: Sql
    ascending: bool

    @classmethod
    def of(cls, kind: Kind, request: Wire) -> Self:
        """The order that a request asks for. Raises the fault for a property that the kind does not have."""
        found = find(kind, request.get("SortBy", _DEFAULT))
        ascending = request.get("SortOrder") == "Ascending"
        return cls(_key(found, ascending=ascending), ascending)

    def page(self, context: Context, base: Sql, position: list[Any] | None, size: int) -> list[sqlite3.Row]:
        """The next rows (`id`, `key`, `modified`, `arn`) of what `base`, FROM and WHERE over `entity AS e`, finds."""
        inner = Sql("SELECT e.id AS id, ") + self.key + Sql(", e.modified AS modified, e.arn AS arn ") + base
        after = Sql("") if position is None else Sql(" WHERE ") + self._after(context, position)
        sql = (
            Sql("SELECT id, key, modified, arn FROM (")
            + inner
            + Sql(")")
            + after
            + Sql(f" ORDER BY {self._by()} LIMIT ?")
        )
        return context.rows(sql.text, (*sql.arguments, size))

    def position(self, row: sqlite3.Row) -> list[Any]:
        """The place of a row, as `page` takes it: JSON scalars."""
        key = row["key"]
        if isinstance(key, str) and len(key.encode()) > _MAX_KEY:
            return ["id", row["id"], row["modified"], row["arn"]]
        return ["key", key, row["modified"], row["arn"]]

    @property
    def is_indexed(self) -> bool:
        """Whether an index yields entities in this order, so that a page can be read without sorting all hits."""
        return self._column in _INDEXED

    @property
    def _column(self) -> str:
        return self.key.text.removesuffix(" AS key")

    @property
    def _is_modified(self) -> bool:
        return self._column == _MODIFIED

    def _by(self) -> str:
        direction = "ASC" if self.ascending else "DESC"
        if self._is_modified:
            return f"modified {direction}, arn"
        absent_last = "" if self._column in _NEVER_ABSENT else "key IS NULL, "
        return f"{absent_last}key {direction}, modified DESC, arn"

    def _after(self, context: Context, position: list[Any]) -> Sql:
        how, key, modified, arn = position
        if how == "id":
            key = self._look_up(context, key, arn)
        beyond = ">" if self.ascending else "<"
        if self._is_modified:
            # The first comparison says no more than the second; it is what the index can seek by.
            return Sql(f"modified {beyond}= ? AND (modified {beyond} ? OR arn > ?)", (modified, modified, arn))
        among_equals = Sql("(modified < ? OR (modified = ? AND arn > ?))", (modified, modified, arn))
        if key is None:
            return Sql("key IS NULL AND ") + among_equals
        later = Sql(f"(key {beyond} ? OR (key = ? AND ", (key, key)) + among_equals + Sql("))")
        if self._column in _NEVER_ABSENT:
            return Sql(f"key {beyond}= ? AND ", (key,)) + later
        return Sql("(key IS NULL OR ") + later + Sql(")")

    def _look_up(self, context: Context, identity: int, arn: str) -> object:
        sql = Sql("SELECT ") + self.key + Sql(" FROM entity AS e WHERE e.id = ? AND e.arn = ?", (identity, arn))
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
