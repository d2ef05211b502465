"""What writing a file returns, and what it tells on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, final

from smexp_fp._base.notebook import ShownAsTable
from smexp_fp._base.raisable import raisable
from smexp_fp.errors import MalformedResponse, SmexpError


@final
@raisable
@dataclass(frozen=True, slots=True, kw_only=True)
class FileError(Exception):
    """The file cannot be written: the disk is full, the folder is missing, or a text cannot be encoded.

    Attributes:
        message: What happened, in the words of the system if it gave any.
        path: The file.
    """

    message: str
    path: Path
    type: Literal["FileError"] = field(default="FileError", repr=False)

    def __str__(self) -> str:
        """Return the path and the message."""
        return f"FileError at {self.path}: {self.message}"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class WriteReport(ShownAsTable):
    """What was written.

    Attributes:
        path: The file, which is complete.
        rows: The number of its rows.
        failures: The records that could not be read, and so are not in it.
    """

    path: Path
    rows: int
    failures: tuple[MalformedResponse, ...]


@final
@raisable
@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFailure(ShownAsTable, Exception):
    """Why a file was not completed, and where to continue. A file that was there before is unchanged.

    To continue, pass `resume_from` to the same search or list, and this failure as `resume` to the same function, with
    the same path and columns. It can be used more than once, but by one attempt at a time. A `limit` of the search or
    list counts from there on.

    Attributes:
        error: What stopped it.
        operation: The function that wrote, such as `write_csv`.
        path: The file that was asked for.
        columns: The names of its columns.
        resume_from: Where the rest begins; `None` for the beginning, as nothing was kept.
        part: The partial file; `None` if nothing was kept.
        size: The number of bytes of the partial file that count.
        checksum: The CRC-32 of these bytes. A partial file that was changed is not continued.
        rows: The number of rows in them.
        failures: The records before `resume_from` that could not be read.
    """

    error: SmexpError | FileError
    operation: str
    path: Path
    columns: tuple[str, ...] = ()
    resume_from: str | None = None
    part: Path | None = None
    size: int = 0
    checksum: int = 0
    rows: int = 0
    failures: tuple[MalformedResponse, ...] = ()

    def __post_init__(self) -> None:
        """Let a traceback show what stopped it."""
        Exception.__setattr__(self, "__cause__", self.error)

    def __str__(self) -> str:
        """Return the error and what is kept."""
        if self.part is None:
            return f"{self.path} was not written: {self.error}"
        return f"{self.path} is not complete: {self.error}; {self.rows:,} rows are kept in {self.part}"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class RowsWritten:
    """Rows were written to the partial file.

    Attributes:
        path: The file that was asked for.
        rows: The number of rows so far.
        failures: The number of records so far that could not be read.
    """

    path: Path
    rows: int
    failures: int
    type: Literal["RowsWritten"] = field(default="RowsWritten", repr=False)


OnRows: TypeAlias = Callable[[RowsWritten], object]
"""Called after each portion of rows, in the thread that writes. An exception ends the writing, and is raised."""
