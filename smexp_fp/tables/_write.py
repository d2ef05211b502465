"""Rows one by one, and into files: what does not fit in memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast, overload

from returns.result import Failure, Result

from smexp_fp._api.rules import invalid_input
from smexp_fp.errors import InvalidInput, SmexpError
from smexp_fp.listing import Listing
from smexp_fp.query import Column
from smexp_fp.results import is_failure
from smexp_fp.tables._columns import Reader, Row, named, several
from smexp_fp.tables._formats import Csv, Format, JsonLines, Parquet
from smexp_fp.tables._reports import OnRows, WriteFailure, WriteReport
from smexp_fp.tables._writer import Writer

R = TypeVar("R")


@overload
def rows(found: Iterable[Result[R, SmexpError]], *columns: Column[R]) -> Iterator[Result[Row, SmexpError]]: ...
@overload
def rows(found: Iterable[R], *columns: Column[R]) -> Iterator[Result[Row, SmexpError]]: ...
def rows(found: Iterable[Result[R, SmexpError] | R], *columns: Column[R]) -> Iterator[Result[Row, SmexpError]]:
    """Read rows one by one, with one page of records in memory.

    Args:
        found: A listing, a search, or records at hand.
        *columns: The fields of the columns, at least one.

    Returns:
        A result for each record, in order. It is a row, or the failure that stands in place of the record. A failed
        request is the last item, and its `resume_from` tells where to continue. Wrong columns are a single
        `InvalidInput`.

    >>> from smexp_fp import experiment, local, tables
    >>> from smexp_fp.query import Q
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml", description="A test")
    >>> list(tables.rows(experiment.search(client), Q.name, Q.description))
    [<Success: ('auto-ml', 'A test')>]
    """
    checked = _checked("rows", columns)
    if is_failure(checked):
        yield checked
        return
    read = Reader("rows", checked.unwrap())
    for item in several("rows", found):
        if isinstance(item, Result):
            result = cast("Result[R, SmexpError]", item)
            if is_failure(result):
                yield result
                continue
            row = read(result.unwrap())
        else:
            row = read(item)
        yield row
        if is_failure(row):
            return


def write_csv(
    found: Iterable[Result[R, SmexpError]] | Iterable[R],
    path: str | os.PathLike[str],
    *columns: Column[R],
    resume: WriteFailure | None = None,
    on_progress: OnRows | None = None,
) -> Result[WriteReport, WriteFailure]:
    """Write a file of comma-separated values, with bounded memory.

    The first line has the names of the columns. Texts are in quotation marks, numbers are not, and a missing value is
    nothing at all, so that the three differ. Times are as ISO 8601, several values are an array of JSON. The encoding
    is UTF-8, and lines end in a newline.

    The file appears under its name when it is complete. Until then rows are in a partial file beside it.

    Args:
        found: A listing, a search, or records at hand.
        path: The file. It is replaced if it exists.
        *columns: The fields of the columns, at least one.
        resume: The failure of an earlier attempt, to add to its partial file. `found` must begin where it ended:
            `search(..., resume_from=failure.resume_from)`.
        on_progress: Called after each portion of rows.

    Returns:
        What was written. A record that cannot be read is left out and in `failures`.

    Failures:
        `WriteFailure`, with the error of a request, of a column or of the disk.

    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from smexp_fp import experiment, local, tables
    >>> from smexp_fp.query import Q
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml", description="A test")
    >>> file = Path(mkdtemp()) / "experiments.csv"
    >>> tables.write_csv(experiment.search(client), file, Q.name, Q.description, Q.display_name).unwrap().rows
    1
    >>> print(file.read_text(), end="")
    "name","description","display_name"
    "auto-ml","A test","auto-ml"
    """
    return _write("write_csv", Csv, found, path, columns, resume, on_progress)


def write_jsonl(
    found: Iterable[Result[R, SmexpError]] | Iterable[R],
    path: str | os.PathLike[str],
    *columns: Column[R],
    resume: WriteFailure | None = None,
    on_progress: OnRows | None = None,
) -> Result[WriteReport, WriteFailure]:
    """Write a file with an object of JSON in each line, with bounded memory.

    A missing value is `null`, a time is a text as ISO 8601, and several values are an array. JSON has no NaN and no
    infinity: they are the texts `"NaN"`, `"Infinity"` and `"-Infinity"`, or for a parameter, which can be a text, an
    object such as `{"number": "NaN"}`.

    For the rest see `write_csv`.

    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from smexp_fp import experiment, local, tables
    >>> from smexp_fp.query import Q
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml", description="A test")
    >>> file = Path(mkdtemp()) / "experiments.jsonl"
    >>> tables.write_jsonl(experiment.search(client), file, Q.name, Q.description).unwrap().rows
    1
    >>> print(file.read_text(), end="")
    {"name":"auto-ml","description":"A test"}
    """
    return _write("write_jsonl", JsonLines, found, path, columns, resume, on_progress)


def write_parquet(
    found: Iterable[Result[R, SmexpError]] | Iterable[R],
    path: str | os.PathLike[str],
    *columns: Column[R],
    resume: WriteFailure | None = None,
    on_progress: OnRows | None = None,
) -> Result[WriteReport, WriteFailure]:
    """Write a file of Apache Parquet, with bounded memory. It needs pyarrow.

    The types are those of `Table.frame("pyarrow")`. For the rest see `write_csv`.

    Raises:
        ImportError: When pyarrow is not installed.

    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from smexp_fp import experiment, local, tables
    >>> from smexp_fp.query import Q
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml", description="A test")
    >>> file = Path(mkdtemp()) / "experiments.parquet"
    >>> tables.write_parquet(experiment.search(client), file, Q.name, Q.description).unwrap().rows
    1
    >>> import polars
    >>> polars.read_parquet(file).rows()
    [('auto-ml', 'A test')]
    """
    return _write("write_parquet", Parquet, found, path, columns, resume, on_progress)


def _checked(operation: str, columns: tuple[Column[R], ...]) -> Result[tuple[Column[R], ...], InvalidInput]:
    if not columns:
        return Failure(invalid_input(operation, "columns", columns, "must have at least one field, such as Q.name"))
    return named(operation, columns)


def _write(  # noqa: PLR0917 - the arguments of the public functions
    operation: str,
    form: type[Format],
    found: Iterable[Result[R, SmexpError]] | Iterable[R],
    path: str | os.PathLike[str],
    columns: tuple[Column[R], ...],
    resume: WriteFailure | None,
    on_progress: OnRows | None,
) -> Result[WriteReport, WriteFailure]:
    target = Path(path)
    several(operation, found)
    checked = _checked(operation, columns)
    if is_failure(checked):
        return Failure(WriteFailure(error=checked.failure(), operation=operation, path=target))
    names = tuple(column.label for column in checked.unwrap())
    invalid = _invalid_resume(operation, resume, target, names)
    if invalid is not None:
        return Failure(WriteFailure(error=invalid, operation=operation, path=target))
    misplaced = None if resume is None else _misplaced(operation, found, resume)
    if resume is not None and misplaced is not None:
        return Failure(replace(resume, error=misplaced))  # which still says what is kept
    writer = Writer[R](form(checked.unwrap()), operation, target, resume, on_progress)
    return writer.write(found, Reader(operation, checked.unwrap()))


def _invalid_resume(operation: str, resume: object, target: Path, names: tuple[str, ...]) -> InvalidInput | None:
    """Check that the failure is one of this function, path and columns."""
    if resume is None:
        return None
    if not isinstance(resume, WriteFailure):
        return invalid_input(operation, "resume", resume, "must be the WriteFailure of an earlier attempt")
    if (resume.operation, resume.path.absolute(), resume.columns) == (operation, target.absolute(), names):
        return None
    earlier = f"one of {resume.operation}, {resume.path}, with {', '.join(resume.columns)}"
    return invalid_input(operation, "resume", earlier, "must be of the same function, path and columns")


def _misplaced(operation: str, found: object, resume: WriteFailure) -> InvalidInput | None:
    """Check that a listing begins where the rows at hand end, as others would repeat or be left out."""
    begins = cast("Listing[object]", found).resume_from if isinstance(found, Listing) else resume.resume_from
    if begins == resume.resume_from:
        return None
    rule = f"must begin where the rest does: pass it resume_from={resume.resume_from!r}"
    return invalid_input(operation, "found", f"a listing from {begins!r} on", rule)
