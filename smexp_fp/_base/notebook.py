"""Tables for notebooks: what IPython and Jupyter show of a record, a plan or a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import fields, is_dataclass
from datetime import datetime
from html import escape
from itertools import islice
from typing import Any, Final, cast

SHOWN: Final = 20
"""The maximum number of items of a list or map in a table; the rest are counted."""


class ShownAsTable:
    """The base of dataclasses that notebooks show as a table of their members, without those that are empty."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f"<strong>{escape(type(self).__name__)}</strong>{_pairs(_members(self))}"


def _members(record: object) -> dict[str, object]:
    known: Any = record  # Any: checked to be a dataclass
    pairs = ((item.name, getattr(record, item.name)) for item in fields(known))
    return {name: value for name, value in pairs if value is not None and value not in ((), {})}


def _html(value: object) -> str:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, datetime):
        return escape(value.isoformat(sep=" "))
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, object]", value)
        return _pairs(dict(islice(entries.items(), SHOWN))) + _rest(entries)
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        first = items[:SHOWN]
        table = all(map(_is_record, first))
        return (_rows([_members(item) for item in first]) if table else _lines(first)) + _rest(items)
    if _is_record(value):
        return _pairs(_members(value))
    return escape(str(value))


def _is_record(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, Exception)  # an error has a text


def _pairs(values: Mapping[str, object]) -> str:
    """A row for each name and value."""
    rows = (f"<tr>{_cell('th', escape(name))}{_cell('td', _html(value))}</tr>" for name, value in values.items())
    return f"<table>{''.join(rows)}</table>"


def _rows(records: Sequence[Mapping[str, object]]) -> str:
    """A row for each record, and a column for each member that one of them has."""
    names = list(dict.fromkeys(name for record in records for name in record))
    head = "".join(_cell("th", escape(name)) for name in names)
    rows = ("".join(_cell("td", _html(record.get(name, ""))) for name in names) for record in records)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _lines(items: Iterable[object]) -> str:
    return "".join(f"<div>{_html(item)}</div>" for item in items)


def _cell(tag: str, content: str) -> str:
    return f'<{tag} style="text-align:left">{content}</{tag}>'


def _rest(items: Sized) -> str:
    return f"<div>… and {len(items) - SHOWN} more</div>" if len(items) > SHOWN else ""
