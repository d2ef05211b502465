"""Groups of rows, and what they are reduced to."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, mean, stdev
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar, final, get_args

from smexp_fp._lazy import LazyModule
from smexp_fp.query import Column, FieldKind, ParameterField
from smexp_fp.query._columns import Member
from smexp_fp.tables._columns import Cell, Order, Value, ordered, sort_key, unique, values_in

if TYPE_CHECKING:
    from smexp_fp.tables import _table as tables
else:  # tables make groups, and groups tables
    tables = LazyModule("smexp_fp.tables._table")

R = TypeVar("R")

Numeric: TypeAlias = Column[R, float] | ParameterField[R]
"""A column of numbers, or of parameters."""

Reduction: TypeAlias = (
    tuple[Literal["count", "min", "max"], Column[R] | str] | tuple[Literal["mean", "std"], Numeric[R] | str]
)
"""What is calculated of a group, and of which column: a field, or the name of a column."""

_How: TypeAlias = Literal["count", "min", "max", "mean", "std"]


@final
@dataclass(frozen=True, slots=True)
class Group:
    """One group, as a row of a table.

    Attributes:
        key: The values that its rows have in common, in the order of `by`.
        values: The number of its rows, and then what was calculated.
    """

    key: tuple[Cell, ...]
    values: tuple[Cell, ...]


@final
class Groups(Generic[R]):
    """The rows of a table, grouped by the values of columns. Made by `Table.group`.

    Groups are in the order of their first rows. Rows without a value are a group of their own, and so are those with
    NaN. Of several values, the whole tuple counts.

    `min`, `max`, `mean` and `std` leave out missing values and NaN; `mean` and `std` also leave out texts of
    parameters. `count` of a column says how many values are left. A group in which none is left has `None`.

    >>> from smexp_fp import local, tables, trial_component
    >>> from smexp_fp.query import Q
    >>> client = local.client(":memory:")
    >>> for name, optimizer, rate in (("a", "sgd", 0.1), ("b", "adam", 0.01), ("c", "sgd", 0.3)):
    ...     _ = trial_component.create(client, name, parameters={"optimizer": optimizer, "lr": rate})
    >>> found = tables.table(trial_component.search(client, sort_by=Q.name, sort_order="Ascending")).unwrap()
    >>> groups = found.group(by=[Q.parameter("optimizer").alias("optimizer")])
    >>> groups.reduce(("mean", Q.parameter("lr")))
    optimizer  rows  mean(parameters.lr)
    sgd        2     0.2
    adam       1     0.01
    (2 rows)
    >>> groups.best(by=Q.parameter("lr"))[Q.name]
    ('a', 'b')
    """

    def __init__(self, table: tables.Table[R], by: Sequence[Column[R]]) -> None:
        self._table: Final = table
        self._by: Final = tuple(by)
        self._members: Final[dict[tuple[Any, ...], list[R]]] = {}
        readers = [column.reader() for column in self._by]
        for record in table.records:
            key = tuple([_as_key(read(record)) for read in readers])
            self._members.setdefault(key, []).append(record)

    def __len__(self) -> int:
        return len(self._members)

    def __repr__(self) -> str:
        return f"<{len(self)} groups by {', '.join(column.label for column in self._by)}>"

    def reduce(self, *reductions: Reduction[R]) -> tables.Table[Group]:
        """A table with a row for each group: its key, the number of its rows, and what was asked for.

        Args:
            *reductions: Pairs such as `("mean", Q.metric("loss").last)`. A standard deviation is that of a sample, and
                missing for fewer than two values.

        Raises:
            KeyError: When there is no column of this name.
            TypeError: When there is no such reduction, when the mean of texts or times is asked for, or when records do
                not have the column.
        """
        return self._reduce(reductions)

    def _reduce(self, asked: Sequence[tuple[_How, Column[R] | str]]) -> tables.Table[Group]:
        reductions = [self._checked(reduction) for reduction in asked]
        steps: list[tuple[_How, Callable[[R], object]]] = [(how, column.reader()) for how, column in reductions]
        groups = tuple(
            Group(key, (len(records), *(_reduced(how, map(read, records)) for how, read in steps)))
            for key, records in self._members.items()
        )
        columns: list[Column[Group]] = [
            *(Member(c.label, c.kind, _Part("key", i), multivalued=c.multivalued) for i, c in enumerate(self._by)),
            Member[Group, Any]("rows", "number", _Part("values", 0), integral=True),
            *(
                Member(
                    f"{how}({column.label})", _kind(how, column), _Part("values", i), integral=_integral(how, column)
                )
                for i, (how, column) in enumerate(reductions, start=1)
            ),
        ]
        return tables.Table(unique(columns), groups)

    def _checked(self, reduction: tuple[_How, Column[R] | str]) -> tuple[_How, Column[R]]:
        """A pair of what is calculated and of which column, which fit together."""
        match reduction:
            case (how, asked):
                pass
            case _:
                raise TypeError(f"reduce takes pairs such as ('mean', Q.metric('loss').last), not {reduction!r}")
        if how not in get_args(_How):
            raise TypeError(f"reduce takes one of {', '.join(get_args(_How))}, not {how!r}")
        column: Column[R] = self._table.field(asked)
        if how in {"mean", "std"} and column.kind not in {"number", "parameter"}:
            raise TypeError(f"{how} takes numbers, and {column!r} is a {column.kind}")
        return how, column

    def count(self, *columns: Column[R] | str) -> tables.Table[Group]:
        """The number of rows in each group, and the number of values in each of these columns."""
        return self._reduce([("count", column) for column in columns])

    def min(self, *columns: Column[R] | str) -> tables.Table[Group]:
        """The least value of each column."""
        return self._reduce([("min", column) for column in columns])

    def max(self, *columns: Column[R] | str) -> tables.Table[Group]:
        """The greatest value of each column."""
        return self._reduce([("max", column) for column in columns])

    def mean(self, *columns: Numeric[R] | str) -> tables.Table[Group]:
        """The mean of each column."""
        return self._reduce([("mean", column) for column in columns])

    def std(self, *columns: Numeric[R] | str) -> tables.Table[Group]:
        """The standard deviation of each column, as of a sample."""
        return self._reduce([("std", column) for column in columns])

    def best(self, by: Column[R] | str, order: Order = "Ascending") -> tables.Table[R]:
        """The whole row of the best of each group: with `Ascending` that with the least value.

        Of rows with the same value, the first one counts. Of a group without any value, it is the first row.

        Args:
            by: A field or the name of a column.
            order: `Ascending` where less is better, `Descending` where more is.

        Raises:
            KeyError: When there is no column of this name.
            TypeError: When there is no such order, or records do not have the field.
        """
        read = self._table.field(by).reader()
        best = tuple(ordered(records, read, order)[0] for records in self._members.values())
        return tables.Table(self._table.columns, best)


_NAN: Final = math.nan


def _as_key(value: object) -> object:
    """The value, or one and the same NaN for every NaN, as NaN does not equal itself."""
    return _NAN if isinstance(value, float) and math.isnan(value) else value


@final
@dataclass(frozen=True, slots=True)
class _Part:
    """Reads a part of a group. Unlike a lambda it can be pickled."""

    attribute: Literal["key", "values"]
    index: int

    def __call__(self, group: Group) -> Any:  # noqa: ANN401 - any cell
        cells: tuple[Cell, ...] = getattr(group, self.attribute)
        return cells[self.index]


def _kind(how: str, column: Column[Any]) -> FieldKind:
    return column.kind if how in {"min", "max"} else "number"


def _integral(how: str, column: Column[Any]) -> bool:
    return how == "count" or (how in {"min", "max"} and column.integral)


def _reduced(how: _How, cells: Iterable[object]) -> Value | None:
    values = [value for cell in cells for value in values_in(cell)]
    match how:
        case "count":
            return len(values)
        case "min":
            return min(values, key=sort_key, default=None)
        case "max":
            return max(values, key=sort_key, default=None)
        case "mean" | "std":
            numbers = [float(value) for value in values if isinstance(value, int | float)]
            if len(numbers) < (1 if how == "mean" else 2):
                return None
            return _mean(numbers) if how == "mean" else _std(numbers)


def _mean(numbers: list[float]) -> float:
    if any(map(math.isinf, numbers)):
        return sum(numbers)  # infinite, or NaN where there are both infinities
    try:
        return fmean(numbers)
    except OverflowError:  # the sum is too large, though the mean is not
        return mean(numbers)


def _std(numbers: list[float]) -> float:
    if any(map(math.isinf, numbers)):
        return math.nan
    try:
        return stdev(numbers)
    except OverflowError:
        return math.inf
