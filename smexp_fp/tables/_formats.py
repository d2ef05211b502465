"""The formats of files: CSV, lines of JSON, and parquet.

A partial file is a head and portions of rows, one after the other. So it can be cut off after any portion and continued
from there.
"""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from smexp_fp.query import Column
from smexp_fp.tables._columns import Cell, Row
from smexp_fp.tables._frames import Kind, arrow_array, arrow_type, plain_kind

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP: Final = 50_000
"""The number of rows in a row group of a parquet file: few enough to be in memory."""


class Format(ABC):
    """How rows are written.

    Args:
        columns: The columns, with unique names.
    """

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        self.columns: Final = tuple(columns)

    @abstractmethod
    def head(self) -> bytes:
        """What a partial file begins with."""

    @abstractmethod
    def portion(self, rows: Sequence[Row]) -> bytes:
        """Rows, as bytes."""

    def complete(self, part: Path) -> Path:
        """The complete file with the rows of a partial file: that file itself, or another one beside it."""
        return part


class Csv(Format):
    """Comma-separated values. Texts are quoted and numbers are not; a missing value is nothing at all."""

    def head(self) -> bytes:
        return (",".join(_quoted(column.label) for column in self.columns) + "\n").encode()

    def portion(self, rows: Sequence[Row]) -> bytes:
        return "".join([",".join(map(_csv_cell, row)) + "\n" for row in rows]).encode()


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _quoted(cell)
        case datetime():
            return cell.isoformat()
        case tuple():
            return _quoted(_json(cell))
        case _:
            return repr(cell)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


class JsonLines(Format):
    """An object of JSON in each line. A missing value is `null`; JSON has no NaN, so it is the text `"NaN"`."""

    def head(self) -> bytes:
        return b""

    def portion(self, rows: Sequence[Row]) -> bytes:
        return "".join(map(self._line, rows)).encode()

    def _line(self, row: Row) -> str:
        cells = {
            column.label: {"number": cell} if column.kind == "parameter" and _is_special(cell) else cell
            for column, cell in zip(self.columns, row, strict=True)
        }
        return _json(cells) + "\n"


def _json(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _plain(value: object) -> object:
    match value:
        case dict():
            return {key: _plain(cell) for key, cell in cast("dict[str, Cell]", value).items()}
        case tuple():
            return [_plain(cell) for cell in cast("tuple[Cell, ...]", value)]
        case datetime():
            return value.isoformat()
        case float() if _is_special(value):
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        case _:
            return value


def _is_special(cell: object) -> bool:
    return isinstance(cell, float) and not math.isfinite(cell)


class Parquet(Format):
    """Apache Parquet.

    The partial file is a stream of Arrow, in which a column of parameters has both numbers and texts: which of them
    occur is known only at the end. A stream can be cut off and continued; a parquet file cannot.
    """

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        try:
            import_module("pyarrow")
        except ImportError as error:
            raise ImportError("write_parquet needs pyarrow: pip install 'smexp-fp[frames]'") from error
        super().__init__(columns)
        self._kinds: Final[list[Kind]] = [plain_kind(column) or "mixed" for column in self.columns]

    @cached_property
    def _schema(self) -> pa.Schema:
        import pyarrow as pa  # noqa: PLC0415 - an extra

        return pa.schema(
            [(column.label, arrow_type(column, kind)) for column, kind in zip(self.columns, self._kinds, strict=True)]
        )

    def head(self) -> bytes:
        return self._schema.serialize().to_pybytes()

    def portion(self, rows: Sequence[Row]) -> bytes:
        import pyarrow as pa  # noqa: PLC0415 - an extra

        cells = list(zip(*rows, strict=True)) if rows else [()] * len(self.columns)
        arrays = list(map(arrow_array, self.columns, self._kinds, cells))
        batch: pa.RecordBatch = _untyped(pa.RecordBatch).from_arrays(arrays, schema=self._schema)
        return batch.serialize().to_pybytes()

    def complete(self, part: Path) -> Path:
        """Write a parquet file beside the stream, with each column of parameters in the type of its values."""
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        single = self._of_one_type(part)
        types = {
            column.label: single.get(column.label, arrow_type(column, kind))
            for column, kind in zip(self.columns, self._kinds, strict=True)
        }
        schema = pa.schema(list(types.items()))
        path = part.with_name(f"{part.name}.parquet")
        try:
            with pq.ParquetWriter(path, schema) as writer:
                for group in _row_groups(part):
                    columns = [
                        _split(column)[single[name] == pa.string()] if name in single else column
                        for name, column in zip(types, group.columns, strict=True)
                    ]
                    writer.write_table(pa.Table.from_arrays(columns, schema=schema))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def _of_one_type(self, part: Path) -> dict[str, pa.DataType]:
        """The columns of parameters that have only numbers or only texts, with their types."""
        import pyarrow as pa  # noqa: PLC0415 - an extra

        mixed = {column.label: [0, 0] for column in self.columns if column.kind == "parameter"}
        for group in _row_groups(part) if mixed else ():
            for name, found in mixed.items():
                for kind, values in enumerate(_split(group.column(name))):
                    found[kind] += len(values) - values.null_count
        return {
            name: pa.string() if texts else pa.float64()
            for name, (numbers, texts) in mixed.items()
            if not (numbers and texts)
        }


def _row_groups(path: Path) -> Iterator[pa.Table]:
    """The rows of a stream, which has no end mark, in equal groups, however they were written."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    with path.open("rb") as file, pa.ipc.open_stream(file) as stream:
        batches: list[pa.RecordBatch] = []
        for batch in stream:
            batches.append(batch)
            while sum(len(each) for each in batches) >= ROW_GROUP:
                rows = pa.Table.from_batches(batches)
                yield rows.slice(0, ROW_GROUP).combine_chunks()
                batches = rows.slice(ROW_GROUP).to_batches()
        yield pa.Table.from_batches(batches, schema=stream.schema).combine_chunks()


def _untyped(module: object) -> Any:  # noqa: ANN401 - see below
    """What the stubs of pyarrow type with unknown parameters."""
    return module


def _split(column: pa.ChunkedArray[Any]) -> tuple[pa.ChunkedArray[Any], pa.ChunkedArray[Any]]:
    """The numbers and the texts of a column that has both."""
    numbers, texts = column.flatten()
    return numbers, texts
