"""Tables of what a search or a list finds: columns are fields of `Q`, typed by the field.

`table` reads records into an immutable `Table`. `rows`, `write_csv`, `write_jsonl` and `write_parquet` do the same for
what does not fit in memory.
"""

from smexp_fp.tables._columns import Cell, Order, Row, Value
from smexp_fp.tables._make import table
from smexp_fp.tables._reductions import Group, Numeric, Reduction
from smexp_fp.tables._reports import FileError, OnRows, RowsWritten, WriteFailure, WriteReport
from smexp_fp.tables._table import Groups, SortBy, Table
from smexp_fp.tables._write import rows, write_csv, write_jsonl, write_parquet

__all__ = [
    "Cell",
    "FileError",
    "Group",
    "Groups",
    "Numeric",
    "OnRows",
    "Order",
    "Reduction",
    "Row",
    "RowsWritten",
    "SortBy",
    "Table",
    "Value",
    "WriteFailure",
    "WriteReport",
    "rows",
    "table",
    "write_csv",
    "write_jsonl",
    "write_parquet",
]
