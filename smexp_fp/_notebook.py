"""Tables for notebooks: what IPython and Jupyter show of a record, a plan or a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from html import escape
from typing import Any, Final, cast

SHOWN: Final = 20
"""The maximum number of items of a list or map in a table; the rest are counted."""


class ShownAsTable:
    """The base of dataclasses that notebooks show as a table of their members, without those that are empty."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f"<strong>{escape(type(self).__name__)}</strong>{_table(_members(self))}"


def _members(record: object) -> list[tuple[str, object]]:
    known: Any = record  # Any: checked to be a dataclass
    pairs = [(item.name, getattr(record, item.name)) for item in fields(known)]
    return [(name, value) for name, value in pairs if value is not None and value not in ((), {})]


def _table(rows: Sequence[tuple[str, object]]) -> str:
    lines = [
        f'<tr><th style="text-align:left">{escape(name)}</th><td style="text-align:left">{_cell(value)}</td></tr>'
        for name, value in rows[:SHOWN]
    ]
    return f"<table>{''.join(lines)}</table>{_rest(rows)}"


def _cell(value: object) -> str:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, datetime):
        return escape(value.isoformat(sep=" "))
    if isinstance(value, Mapping):
        return _table([(str(key), item) for key, item in cast("Mapping[object, object]", value).items()])
    if isinstance(value, tuple):
        return "".join(_list(cast("tuple[object, ...]", value)))
    if is_dataclass(value) and not isinstance(value, Exception):
        return _table(_members(value))
    return escape(str(value))


def _list(items: tuple[object, ...]) -> Iterator[str]:
    for item in items[:SHOWN]:
        yield f"<div>{_cell(item)}</div>"
    yield _rest(items)


def _rest(items: Sequence[object]) -> str:
    return f"<div>… and {len(items) - SHOWN} more</div>" if len(items) > SHOWN else ""
