"""Tables as data frames. A library is imported only when a frame of it is asked for.

Every library keeps a missing value apart from NaN and from an empty text. A column of parameters has the type of its
values: numbers, or texts, or where there are both, a structure of `number` and `text` (in pandas: objects).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from smexp_fp.query import Column
from smexp_fp.tables._columns import Cell

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Library: TypeAlias = Literal["polars", "pandas", "pyarrow"]
Kind: TypeAlias = Literal["text", "number", "integer", "time", "mixed"]
"""The type of a column in a frame."""

LIBRARIES: Final[tuple[Library, ...]] = ("polars", "pandas", "pyarrow")


def frame(
    columns: Sequence[Column[Any]], cells: Sequence[tuple[Cell, ...]], rows: int, library: Library
) -> pl.DataFrame | pd.DataFrame | pa.Table:
    """See `Table.frame`."""
    if library not in LIBRARIES:
        raise TypeError(f"frame takes one of {', '.join(LIBRARIES)}, not {library!r}")
    try:
        import_module(library)
    except ImportError as error:
        raise ImportError(f".frame({library!r}) needs {library}: pip install 'smexp-fp[frames]'") from error
    typed: _Columns = [(column, kind_of(column, own), own) for column, own in zip(columns, cells, strict=True)]
    for column, kind, own in typed:
        problem = beyond_64_bits(column, own) if kind == "integer" else None
        if problem is not None:
            raise OverflowError(problem)
    match library:
        case "polars":
            return _polars(typed)
        case "pandas":
            return _pandas(typed, rows)
        case "pyarrow":
            return _pyarrow(typed)


def beyond_64_bits(column: Column[Any], cells: Iterable[Cell]) -> str | None:
    """Which whole number no library can hold."""
    for value in cells:
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            return f"the number {value} of column {column.label!r} does not fit in 64 bits"
    return None


def plain_kind(column: Column[Any]) -> Kind | None:
    """The type of a column; `None` for parameters, where it depends on the cells."""
    if column.kind == "parameter":
        return None
    return "integer" if column.kind == "number" and column.integral else column.kind


def kind_of(column: Column[Any], cells: Sequence[Cell]) -> Kind:
    """The type of a column with these cells."""
    kind = plain_kind(column)
    if kind is not None:
        return kind
    texts = any(isinstance(cell, str) for cell in cells)
    numbers = any(cell is not None and not isinstance(cell, str) for cell in cells)
    if texts and numbers:
        return "mixed"
    return "text" if texts else "number"


_Columns: TypeAlias = list[tuple[Column[Any], Kind, tuple[Cell, ...]]]


def _structures(cells: Sequence[Cell]) -> list[dict[str, Cell] | None]:
    """The texts and numbers of a column that has both."""
    return [
        None if cell is None else {"number": None, "text": cell} if isinstance(cell, str) else {"number": cell}
        for cell in cells
    ]


def _polars(columns: _Columns) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - an extra

    number, text = pl.Float64(), pl.String()
    types: dict[Kind, pl.DataType] = {
        "text": text,
        "number": number,
        "integer": pl.Int64(),
        "time": pl.Datetime("us", "UTC"),
        "mixed": pl.Struct({"number": number, "text": text}),
    }
    return pl.DataFrame(
        {column.label: _structures(cells) if kind == "mixed" else list(cells) for column, kind, cells in columns},
        schema={
            column.label: pl.List(types[kind]) if column.multivalued else types[kind] for column, kind, _ in columns
        },
    )


# Any below: the stubs of pyarrow have a class for each type of values, and these are known only at run time.


def arrow_type(column: Column[Any], kind: Kind) -> pa.DataType:
    """The Arrow type of a column."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    number, text = pa.float64(), pa.string()
    types: dict[Kind, pa.DataType] = {
        "text": text,
        "number": number,
        "integer": pa.int64(),
        "time": pa.timestamp("us", "UTC"),
        "mixed": pa.struct([("number", number), ("text", text)]),
    }
    return pa.list_(types[kind]) if column.multivalued else types[kind]


def arrow_array(column: Column[Any], kind: Kind, cells: Sequence[Cell]) -> pa.Array[Any]:
    """The cells of a column, in Arrow."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    values: Any = _structures(cells) if kind == "mixed" else cells
    made: pa.Array[Any] = pa.array(values, arrow_type(column, kind))
    return made


def _pyarrow(columns: _Columns) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    arrays = [arrow_array(*column) for column in columns]
    return pa.Table.from_arrays(arrays, names=[column.label for column, _, _ in columns])


def _pandas(columns: _Columns, rows: int) -> pd.DataFrame:
    import numpy as np  # noqa: PLC0415 - pandas stands on it
    import pandas as pd  # noqa: PLC0415 - an extra

    def series(column: Column[Any], kind: Kind, cells: tuple[Cell, ...]) -> pd.Series[Any]:
        if column.multivalued or kind == "mixed":
            held = np.empty(rows, dtype=object)
            held[:] = [list(cell) if isinstance(cell, tuple) else cell for cell in cells]
            return pd.Series(held, dtype=object)  # without it, pandas takes texts and NaN for texts
        if kind == "time":
            return pd.Series(cells, dtype="datetime64[us, UTC]")
        if kind == "text":
            return pd.Series(cells, dtype="string")
        # From a list, pandas would take NaN for missing.
        missing = np.array([cell is None for cell in cells], dtype=bool)
        values = [0 if cell is None else cell for cell in cells]
        if kind == "integer":
            return pd.Series(pd.arrays.IntegerArray(np.array(values, dtype="int64"), missing))
        return pd.Series(pd.arrays.FloatingArray(np.array(values, dtype="float64"), missing))

    return pd.DataFrame({column.label: series(column, kind, cells) for column, kind, cells in columns})
