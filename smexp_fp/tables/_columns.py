"""The columns of a table, with unique names, and the values of its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar, cast

from returns.result import Failure, Result, Success

from smexp_fp._api.rules import invalid_input
from smexp_fp.errors import InvalidInput
from smexp_fp.query import Column, Metric
from smexp_fp.query._values import NotAProperty

R = TypeVar("R")

Value: TypeAlias = str | int | float | datetime
"""One value: a text, a number (a count is an `int`) or an aware datetime in UTC."""

Cell: TypeAlias = Value | tuple[Value | None, ...] | None
"""What a row has in a column: a value, a tuple where there can be several, or `None` where there is none."""

Row: TypeAlias = tuple[Cell, ...]
"""A cell for each column."""

Order: TypeAlias = Literal["Ascending", "Descending"]
"""Of values, as in a search."""


I = TypeVar("I")  # noqa: E741 - an item


def several(function: str, found: Iterable[I]) -> Iterable[I]:
    """What a function of tables reads, unless it is of a wrong type.

    Raises:
        TypeError: When it is a result, which has to be unwrapped first, or not iterable.
    """
    given = cast("object", found)
    if isinstance(given, Result):
        raise TypeError(f"{function} takes a listing or records, not a Result; unwrap it first, as with or_raise")
    if not isinstance(given, Iterable):
        raise TypeError(f"{function} takes a listing or several records, not {type(given).__name__}")
    return found


def named(operation: str, columns: Sequence[Column[R]]) -> Result[tuple[Column[R], ...], InvalidInput]:
    """The columns, each with a name of its own.

    Two columns may have the same label, such as the artifact `a.media_type` and the media type of the artifact `a`.
    The code of their fields is their name then.

    Returns:
        The columns, or `InvalidInput` where an argument is no column, or a name is given twice.
    """
    for position, column in enumerate(columns):
        argument = f"columns[{position}]"
        if not isinstance(cast("object", column), Column):
            return Failure(invalid_input(operation, argument, column, _column_rule(column)))
        alike = [other for other in columns[:position] if other.renamed is column.renamed]
        if column.renamed and any(column.label == other.label for other in alike):
            return Failure(invalid_input(operation, argument, column, "must not have the alias of another column"))
        if not column.renamed and any(column.is_same(other) for other in alike):
            return Failure(invalid_input(operation, argument, column, "must not be given twice, unless with an alias"))
    labels = Counter(column.label for column in columns)
    return Success(
        unique(
            [
                column if column.renamed or labels[column.label] == 1 else column.alias(repr(column))
                for column in columns
            ]
        )
    )


def _column_rule(given: object) -> str:
    """What a column must be, for who passed something near."""
    if isinstance(given, Metric):
        return f"must be a value of the metric, such as {given!r}.last"
    if isinstance(given, list | tuple):
        return "must be a field; several are passed one by one, as in *columns"
    return "must be a field, such as Q.name"


def unique(columns: Sequence[Column[R]]) -> tuple[Column[R], ...]:
    """The columns; where one has the name of an earlier one, a number is added to it."""
    taken = {column.label for column in columns}
    seen: set[str] = set()
    made: list[Column[R]] = []
    for column in columns:
        name, number = column.label, 1
        while name in seen or (number > 1 and name in taken):
            number += 1
            name = f"{column.label} ({number})"
        seen.add(name)
        made.append(column if number == 1 else column.alias(name))
    return tuple(made)


def values_in(cell: object) -> list[Value]:
    """The values of a cell to sort by or to calculate with. NaN is none, as it compares with nothing."""
    values = cast("tuple[Value | None, ...]", cell if isinstance(cell, tuple) else (cell,))
    return [value for value in values if value is not None and value == value]  # noqa: PLR0124 - only NaN is not


def sort_key(value: Value) -> tuple[bool, Any]:
    """Compares values as a search does: numbers come before texts."""
    return isinstance(value, str), value


def ordered(records: Sequence[R], read: Callable[[R], object], order: Order) -> tuple[R, ...]:
    """The records by a value, those without one last. Records with equal values keep their order.

    Raises:
        TypeError: When there is no such order, or records do not have the value.
    """
    if order not in ("Ascending", "Descending"):
        raise TypeError(f"an order is Ascending or Descending, not {order!r}")
    descending = order == "Descending"
    placed: list[tuple[tuple[bool, Any], R]] = []
    last: list[R] = []
    for record in records:
        keys = list(map(sort_key, values_in(read(record))))
        if keys:
            placed.append(((max if descending else min)(keys), record))
        else:
            last.append(record)
    placed.sort(key=lambda item: item[0], reverse=descending)  # keeps the order of equal keys, also in reverse
    return (*(record for _, record in placed), *last)


def check_record(operation: str, columns: Sequence[Column[R]], record: R) -> InvalidInput | None:
    """Check that the record has all of the columns."""
    if record is None:  # whose members would all be missing
        return invalid_input(operation, "found", record, "must be records, such as those of a search")
    for position, column in enumerate(columns):
        try:
            column.read(record)
        except NotAProperty as error:
            return invalid_input(operation, f"columns[{position}]", column, error.rule)
    return None


class Reader(Generic[R]):
    """Reads rows. The columns are checked with the first record of each kind."""

    def __init__(self, operation: str, columns: Sequence[Column[R]]) -> None:
        self._operation: Final = operation
        self._columns: Final = columns
        self._readers: Final = [column.reader() for column in columns]
        self._kinds: Final[set[type[object]]] = set()

    def __call__(self, record: R) -> Result[Row, InvalidInput]:
        """The row of a record, or `InvalidInput` where the record does not have a column."""
        if type(record) not in self._kinds:
            error = check_record(self._operation, self._columns, record)
            if error is not None:
                return Failure(error)
            self._kinds.add(type(record))
        return Success(cast("Row", tuple([read(record) for read in self._readers])))
