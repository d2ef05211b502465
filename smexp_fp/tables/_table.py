"""`Table`, records as rows and columns, and `Groups` of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar, cast, final, get_args, overload

from smexp_fp._base.lazy import LazyModule
from smexp_fp.query import Column, Condition, predicate
from smexp_fp.query._matches import resource_of
from smexp_fp.tables._columns import Cell, Order, Row, ordered
from smexp_fp.tables._reductions import Group, How, Numeric, Reduction, as_key, columns_of_groups, reduced

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from smexp_fp.tables import _frames as frames
    from smexp_fp.tables import _text as text
else:  # data frames are extras
    pd, pl, pa = LazyModule("pandas"), LazyModule("polars"), LazyModule("pyarrow")
    frames = LazyModule("smexp_fp.tables._frames")
    text = LazyModule("smexp_fp.tables._text")

R = TypeVar("R")
V = TypeVar("V")

SortBy: TypeAlias = Column[R] | str | tuple[Column[R] | str, Order]
"""A field or the name of a column, ascending, or a pair of it and the order."""


@final
class Table(Generic[R]):
    """An immutable table: a row for each record, a column for each field.

    It keeps the records, so it can be sorted and filtered by fields that are not columns. Make one with `table`.

    >>> from smexp_fp import local, tables, trial_component
    >>> from smexp_fp.query import Q
    >>> client = local.client(":memory:")
    >>> for name, rate in (("a", 0.1), ("b", 0.01)):
    ...     _ = trial_component.create(client, name, parameters={"lr": rate})
    >>> found = tables.table(trial_component.search(client), Q.name, Q.parameter("lr")).unwrap()
    >>> found.sort_by(Q.parameter("lr"))
    name  parameters.lr
    b     0.01
    a     0.1
    (2 rows)
    >>> found.where(Q.parameter("lr") > 0.05)[Q.name]
    ('a',)
    """

    __slots__ = ("_cells", "_columns", "_records")

    def __init__(self, columns: tuple[Column[R], ...], records: tuple[R, ...]) -> None:
        self._columns: Final = columns
        self._records: Final = records
        # What columns read are cells.
        self._cells: Final = cast(
            "tuple[tuple[Cell, ...], ...]", tuple(tuple(map(c.reader(), records)) for c in columns)
        )

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """The columns, in order."""
        return self._columns

    @property
    def records(self) -> tuple[R, ...]:
        """The records, in the order of the rows."""
        return self._records

    @property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells of each column, in the order of the columns."""
        return self._cells

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.label for column in self.columns)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, with a cell for each column. A cell is a value, a tuple where there can be several, or `None`."""
        return tuple(zip(*self._cells, strict=True)) if self.columns else ((),) * len(self)

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, column: Column[R, V]) -> tuple[V | None, ...]: ...
    @overload
    def __getitem__(self, column: str) -> tuple[Cell, ...]: ...
    def __getitem__(self, column: Column[R, V] | str) -> tuple[V | None, ...] | tuple[Cell, ...]:
        """The values of a field, or of the column of this name. The field need not be a column.

        Raises:
            KeyError: When there is no column of this name.
            TypeError: When it is not a field, or not one of these records.
        """
        if isinstance(column, str):
            return self._cells[self._position(column)]
        self.field(column)
        return tuple(map(column.reader(), self.records))

    # With `__getitem__` alone, Python would try to iterate by 0, 1, 2, …
    __iter__ = None

    def sort_by(self, *keys: SortBy[R]) -> Table[R]:
        """Sort by several keys, the first one first. Records with equal keys keep their order.

        A record without a value, or with NaN, comes last in either order. Numbers come before texts. Of several values
        the least counts, or in descending order the greatest.

        Args:
            *keys: Fields or names of columns, each ascending, or in a pair with its order.

        Raises:
            KeyError: When there is no column of this name.
            TypeError: When a key is not a field of these records, or an order is not one.
        """
        records = self.records
        for key in reversed(keys):
            column, order = _pair(key)
            if isinstance(column, str) and column in {"Ascending", "Descending"} and column not in self.names:
                raise TypeError(f"an order is in a pair with its field: (field, {column!r})")
            records = ordered(records, self.field(column).reader(), order)
        return Table(self.columns, records)

    def where(self, condition: Condition[R]) -> Table[R]:
        """Keep the rows for whose records the condition holds, as `smexp_fp.query.matches` decides.

        Raises:
            TypeError: When it is not a condition, or the records are not of a kind that can be searched.
        """
        kinds = {type(record): record for record in self.records}
        holds = {kind: predicate(condition, resource_of(record)) for kind, record in kinds.items()}
        return Table(self.columns, tuple(record for record in self.records if holds[type(record)](record)))

    def head(self, rows: int = 10) -> Table[R]:
        """Keep the first rows, at most this many."""
        return Table(self.columns, self.records[: max(rows, 0)])

    def group(self, by: Iterable[Column[R] | str]) -> Groups[R]:
        """Group the rows by the values of fields; see `Groups`.

        Args:
            by: Fields, or names of columns. Without any, all rows are one group.

        Raises:
            KeyError: When there is no column of this name.
            TypeError: When it is not a list of fields of these records.
        """
        if isinstance(by, str | Column):
            raise TypeError(f"group takes several fields; write [{by!r}] for one")
        return Groups(self, tuple(map(self.field, by)))

    def to_dict(self) -> dict[str, list[Cell]]:
        """The cells of each column, by its name."""
        return {name: list(cells) for name, cells in zip(self.names, self._cells, strict=True)}

    @overload
    def frame(self, library: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def frame(self, library: Literal["pandas"]) -> pd.DataFrame: ...
    @overload
    def frame(self, library: Literal["pyarrow"]) -> pa.Table: ...
    def frame(self, library: Literal["polars", "pandas", "pyarrow"]) -> pl.DataFrame | pd.DataFrame | pa.Table:
        """A data frame of another library, which must be installed; the extra `frames` has all three.

        A missing value is the library's own: `null` in polars and pyarrow, `NA` (of times `NaT`) in pandas. It differs
        from NaN and from an empty text. Texts are strings, numbers 64-bit floats, counts 64-bit integers, and times
        have microseconds and the time zone UTC. Several values are a list.

        A column of parameters has the type of its values. Where there are both numbers and texts, it is a structure of
        `number` and `text`, and in pandas a column of objects.

        Args:
            library: Its name.

        Raises:
            ImportError: When the library is not installed.
            OverflowError: When a count does not fit in 64 bits.
            TypeError: When it is not one of these libraries.
            UnicodeError: When a text is not valid Unicode.

        >>> from smexp_fp import local, tables, trial_component
        >>> from smexp_fp.query import Q
        >>> client = local.client(":memory:")
        >>> _ = trial_component.create(client, "a", parameters={"lr": 0.1})
        >>> found = tables.table(trial_component.search(client), Q.name, Q.parameter("lr"), Q.created).unwrap()
        >>> found.frame("polars").dtypes
        [String, Float64, Datetime(time_unit='us', time_zone='UTC')]
        """
        return frames.frame(self.columns, self.cells, len(self), library)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        same: Table[Any] = other  # pyright: ignore[reportUnknownVariableType] - a table of whatever records
        return (
            self.records == same.records
            and self.names == same.names
            and all(mine.is_same(its) for mine, its in zip(self.columns, same.columns, strict=True))
        )

    def __hash__(self) -> int:
        return hash((self.names, self.records))

    def __repr__(self) -> str:
        return text.for_terminal(self.names, self.head(text.ROWS_IN_TERMINAL).rows, len(self))

    def _repr_html_(self) -> str:
        return text.for_notebook(self.names, self.head(text.ROWS_IN_NOTEBOOK).rows, len(self))

    def __reduce__(self) -> tuple[type[Table[R]], tuple[object, ...]]:
        return (type(self), (self.columns, self.records))

    def field(self, column: Column[R] | str) -> Column[R]:
        """The column of a name, or of a field. A field that is not a column is returned as it is.

        Raises:
            KeyError: When there is no column of this name.
            TypeError: When it is neither a field nor a name.
        """
        if isinstance(column, str):
            return self.columns[self._position(column)]
        if not isinstance(cast("object", column), Column):
            raise TypeError(f"a table takes a field, such as Q.name, or the name of a column, not {column!r}")
        if column.renamed:
            return column
        return next((own for own in self.columns if own.is_same(column)), column)

    def _position(self, name: str) -> int:
        try:
            return self.names.index(name)
        except ValueError:
            longer = [known for known in self.names if known.endswith(f".{name}")]
            near = longer or get_close_matches(name, self.names, 1)
            advice = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self.names)}"
            raise KeyError(f"no column {name!r}; {advice}") from None


def _pair(key: SortBy[R]) -> tuple[Column[R] | str, Order]:
    """What to sort by, and the order."""
    if not isinstance(key, tuple):
        return key, "Ascending"
    if len(cast("tuple[object, ...]", key)) != 2:  # noqa: PLR2004 - a pair
        raise TypeError(f"sort_by takes pairs such as (Q.created, 'Descending'), not {key!r}")
    return key


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

    def __init__(self, table: Table[R], by: Sequence[Column[R]]) -> None:
        self._table: Final = table
        self._by: Final = tuple(by)
        self._members: Final[dict[tuple[Any, ...], list[R]]] = {}
        readers = [column.reader() for column in self._by]
        for record in table.records:
            key = tuple([as_key(read(record)) for read in readers])
            self._members.setdefault(key, []).append(record)

    def __len__(self) -> int:
        return len(self._members)

    def __repr__(self) -> str:
        return f"<{len(self)} groups by {', '.join(column.label for column in self._by)}>"

    def reduce(self, *reductions: Reduction[R]) -> Table[Group]:
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

    def _reduce(self, asked: Sequence[tuple[How, Column[R] | str]]) -> Table[Group]:
        reductions = [self._checked(reduction) for reduction in asked]
        steps: list[tuple[How, Callable[[R], object]]] = [(how, column.reader()) for how, column in reductions]
        groups = tuple(
            Group(key, (len(records), *(reduced(how, map(read, records)) for how, read in steps)))
            for key, records in self._members.items()
        )
        return Table(columns_of_groups(self._by, reductions), groups)

    def _checked(self, reduction: tuple[How, Column[R] | str]) -> tuple[How, Column[R]]:
        """A pair of what is calculated and of which column, which fit together."""
        match reduction:
            case (how, asked):
                pass
            case _:
                raise TypeError(f"reduce takes pairs such as ('mean', Q.metric('loss').last), not {reduction!r}")
        if how not in get_args(How):
            raise TypeError(f"reduce takes one of {', '.join(get_args(How))}, not {how!r}")
        column: Column[R] = self._table.field(asked)
        if how in {"mean", "std"} and column.kind not in {"number", "parameter"}:
            raise TypeError(f"{how} takes numbers, and {column!r} is a {column.kind}")
        return how, column

    def count(self, *columns: Column[R] | str) -> Table[Group]:
        """The number of rows in each group, and the number of values in each of these columns."""
        return self._reduce([("count", column) for column in columns])

    def min(self, *columns: Column[R] | str) -> Table[Group]:
        """The least value of each column."""
        return self._reduce([("min", column) for column in columns])

    def max(self, *columns: Column[R] | str) -> Table[Group]:
        """The greatest value of each column."""
        return self._reduce([("max", column) for column in columns])

    def mean(self, *columns: Numeric[R] | str) -> Table[Group]:
        """The mean of each column."""
        return self._reduce([("mean", column) for column in columns])

    def std(self, *columns: Numeric[R] | str) -> Table[Group]:
        """The standard deviation of each column, as of a sample."""
        return self._reduce([("std", column) for column in columns])

    def best(self, by: Column[R] | str, order: Order = "Ascending") -> Table[R]:
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
        return Table(self._table.columns, best)
