"""A table as text for terminals, and as HTML for notebooks."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Final
from unicodedata import category, east_asian_width

from smexp_fp.tables._columns import Cell, Row

ROWS_IN_TERMINAL: Final = 20
ROWS_IN_NOTEBOOK: Final = 60
_WIDEST: Final = 40
"""The cells of a terminal that a text has at most; a third of the window, where that shows more columns."""
_NARROWEST: Final = 12
_GAP: Final = "  "
_WHOLE: Final = 1e15
"""Whole numbers below are shown with all of their digits."""


def for_terminal(names: Sequence[str], shown: Sequence[Row], total: int) -> str:
    """The first rows, with as many columns as the window has room for, and what was left out.

    Args:
        names: The names of the columns.
        shown: The first rows.
        total: The number of all rows.
    """
    room = shutil.get_terminal_size().columns
    cells = zip(*shown, strict=True) if shown else [()] * len(names)
    texts = [[_printable(name), *map(_text, column)] for name, column in zip(names, cells, strict=True)]
    wide, narrow = (
        _fitting(texts, widest, room) for widest in (min(_WIDEST, room), min(max(room // 3, _NARROWEST), room))
    )
    columns = narrow if len(narrow) > len(wide) else wide
    lines = [_GAP.join(line).rstrip() for line in zip(*columns, strict=True)]
    return "\n".join([*lines, _footer(names[len(columns) :], len(shown), total, room)])


def _fitting(columns: list[list[str]], widest: int, room: int) -> list[list[str]]:
    """The first columns, as many as fit the window, at least one, with texts of equal width."""
    found: list[list[str]] = []
    left = room + len(_GAP)
    for column in columns:
        clipped = [_clipped(text, widest) for text in column]
        width = max(map(_width, clipped))
        left -= width + len(_GAP)
        if left < 0 and found:
            break
        found.append([_padded(text, width) for text in clipped])
    return found


def _footer(hidden_names: Sequence[str], rows: int, total: int, room: int | None = None) -> str:
    """How many rows there are, and the names of hidden columns, as many as there is room for."""
    counted = f"{total:,} row{'' if total == 1 else 's'}"
    if rows < total:
        counted = f"the first {rows} of {counted}"
    hidden = [_printable(name) for name in hidden_names]
    if not hidden:
        return f"({counted})"
    for named in range(len(hidden), 0, -1):
        more = f" and {len(hidden) - named} more" if named < len(hidden) else ""
        footer = f"({counted}; not shown: {', '.join(hidden[:named])}{more})"
        if room is None or _width(footer) <= room:
            return footer
    return f"({counted}; {len(hidden)} column{'' if len(hidden) == 1 else 's'} not shown)"


def _width(text: str) -> int:
    """The number of cells of a terminal: letters of East Asia take two, and marks on letters none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(letter) in {"Mn", "Me"} else 2 if east_asian_width(letter) in {"W", "F"} else 1 for letter in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _clipped(text: str, widest: int) -> str:
    if _width(text) <= widest:
        return text
    end = 0
    while _width(text[: end + 1]) < widest:
        end += 1
    return f"{text[:end]}…"


def _printable(text: str) -> str:
    """The text with escapes for control characters, which would break the lines, or worse, the terminal."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


def _text(cell: Cell) -> str:
    """A cell as text; a missing value is a hyphen, so that it differs from an empty text."""
    match cell:
        case None:
            return "-"
        case tuple():
            return ", ".join(map(_text, cell))
        case datetime():
            return cell.isoformat(sep=" ", timespec="milliseconds" if cell.microsecond else "seconds")
        case str():
            return _printable(cell)
        case _:
            return f"{cell:.0f}" if cell == cell // 1 and abs(cell) < _WHOLE else f"{cell:.6g}"


def for_notebook(names: Sequence[str], shown: Sequence[Row], total: int) -> str:
    """The first rows as a table of HTML, and how many there are."""
    head = "".join(f"<th>{escape(_printable(name))}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{escape(_text(cell))}</td>' for cell in row)}</tr>" for row in shown)
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p>{escape(_footer((), len(shown), total))}</p>"
    )
