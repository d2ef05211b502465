"""Writes rows to a partial file, and puts it under its name when it is complete."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, Final, Generic, TypeVar, cast

from returns.result import Failure, Result, Success

from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.listing import Listing
from smexp_fp.query import Column
from smexp_fp.results import is_failure
from smexp_fp.tables._columns import Reader, Row
from smexp_fp.tables._formats import Format
from smexp_fp.tables._reports import FileError, OnRows, RowsWritten, WriteFailure, WriteReport

R = TypeVar("R")

AT_ONCE: Final = 5_000
"""The number of rows after which they are written."""


@dataclass(frozen=True, slots=True)
class _Portion(Generic[R]):
    """Records that came together, where to continue after them, and what ended the listing."""

    records: tuple[R, ...]
    failures: tuple[MalformedResponse, ...] = ()
    position: str | None = None
    error: SmexpError | None = None


def _portions(found: Iterable[Result[R, SmexpError]] | Iterable[R]) -> Iterator[_Portion[R]]:
    """The pages of a listing, or one record after the other."""
    if isinstance(found, Listing):
        for page in cast("Listing[R]", found).pages():
            if is_failure(page):
                yield _Portion((), position=page.failure().resume_from, error=page.failure())
                return
            read = page.unwrap()
            yield _Portion(read.items, read.failures, read.next_token)
        return
    for item in found:
        if not isinstance(item, Result):
            yield _Portion((item,))
            continue
        result = cast("Result[R, SmexpError]", item)
        if not is_failure(result):
            yield _Portion((result.unwrap(),))
            continue
        error = result.failure()
        if isinstance(error, MalformedResponse) and error.position is not None:
            yield _Portion((), (error,))
        else:
            yield _Portion((), position=error.resume_from, error=error)
            return


@dataclass(frozen=True, slots=True)
class _Kept:
    """The contents of the partial file up to some place."""

    size: int = 0
    rows: int = 0
    failures: tuple[MalformedResponse, ...] = ()
    resume_from: str | None = None


class Writer(Generic[R]):
    """Writes a file.

    Args:
        form: Its format.
        operation: The function that was called.
        path: The file.
        resume: The failure to continue from.
        on_progress: Called after each portion.
    """

    def __init__(
        self, form: Format, operation: str, path: Path, resume: WriteFailure | None, on_progress: OnRows | None
    ) -> None:
        self._form: Final = form
        self._operation: Final = operation
        self._path: Final = path
        self._on_progress: Final = on_progress
        self._file: IO[bytes] | None = None
        # What the caller holds as a failure stays as it is, so that it can be used again.
        self._earlier: _Kept | None = None
        if resume is not None and resume.part is not None:
            self._earlier = _Kept(resume.size, resume.rows, resume.failures, resume.resume_from)
            self._part = resume.part
        else:
            self._part = path.parent / f".{path.name}.{token_hex(4)}.part"
        self._now = self._earlier or _Kept()
        self._resumable = self._earlier
        self._rows: list[Row] = []
        self._failures: list[MalformedResponse] = []

    def write(
        self, found: Iterable[Result[R, SmexpError]] | Iterable[R], read: Reader[R]
    ) -> Result[WriteReport, WriteFailure]:
        """Write all portions."""
        try:
            error = self._open() or self._write_all(found, read) or self._finish()
        except BaseException:
            self._cut(self._earlier)
            raise
        return Success(self._report()) if error is None else Failure(self._stopped(error))

    def _write_all(
        self, found: Iterable[Result[R, SmexpError]] | Iterable[R], read: Reader[R]
    ) -> SmexpError | FileError | None:
        for portion in _portions(found):
            self._failures.extend(portion.failures)
            for record in portion.records:
                row = read(record)
                if is_failure(row):
                    return row.failure()
                self._rows.append(row.unwrap())
            # Without a position, an error leaves only what can be resumed already.
            if len(self._rows) >= AT_ONCE or (portion.error is not None and portion.position is not None):
                error = self._flush(portion.position)
                if error is not None:
                    return error
            if portion.error is not None:
                return portion.error
        return self._flush(None)

    def _open(self) -> FileError | None:
        """Open the partial file, before anything is read."""
        try:
            if not self._path.name or self._path.is_dir():
                return FileError(message="it is a folder", path=self._path)
            if self._earlier is None:
                self._file = self._part.open("xb")
                self._append(self._form.head())
            else:
                if not self._part.exists() or self._part.stat().st_size < self._earlier.size:
                    self._resumable = None
                    return FileError(message="the partial file is gone or was cut off", path=self._part)
                self._file = self._part.open("r+b")
                self._file.truncate(self._earlier.size)
                self._file.seek(self._earlier.size)
        except (OSError, ValueError) as error:
            return FileError(message=str(error), path=self._part)
        return None

    def _append(self, content: bytes) -> None:
        assert self._file is not None  # noqa: S101 - it was opened
        self._file.write(content)
        self._file.flush()
        self._now = replace(self._now, size=self._file.tell())

    def _flush(self, position: str | None) -> FileError | None:
        """Write the rows at hand; the records after them begin at the position."""
        try:
            self._append(self._form.portion(self._rows))
        except UnicodeError as error:
            message = _lone_surrogate(self._form.columns, self._rows) or str(error)
            return FileError(message=message, path=self._path)
        except (OSError, ValueError) as error:
            return FileError(message=str(error), path=self._part)
        self._now = replace(
            self._now,
            rows=self._now.rows + len(self._rows),
            failures=(*self._now.failures, *self._failures),
            resume_from=position,
        )
        if position is not None:
            self._resumable = self._now
        self._rows, self._failures = [], []
        if self._on_progress is not None:
            now = self._now
            self._on_progress(RowsWritten(path=self._path, rows=now.rows, failures=len(now.failures)))
        return None

    def _finish(self) -> FileError | None:
        """Complete the file, and put it under its name."""
        complete = self._part
        try:
            self._close()
            complete = self._form.complete(self._part)
            with complete.open("rb") as file:
                os.fsync(file.fileno())
            complete.replace(self._path)
        except (OSError, ValueError) as error:
            if complete != self._part:
                with suppress(OSError):
                    complete.unlink(missing_ok=True)
            return FileError(message=str(error), path=self._path)
        with suppress(OSError):
            self._part.unlink(missing_ok=True)
        return None

    def _report(self) -> WriteReport:
        return WriteReport(path=self._path, rows=self._now.rows, failures=self._now.failures)

    def _stopped(self, error: SmexpError | FileError) -> WriteFailure:
        """Keep what a later attempt can continue."""
        kept = self._resumable
        self._cut(kept)
        failure = WriteFailure(
            error=error,
            operation=self._operation,
            path=self._path,
            columns=tuple(column.label for column in self._form.columns),
        )
        if kept is None:
            return failure
        return replace(
            failure,
            resume_from=kept.resume_from,
            part=self._part,
            size=kept.size,
            rows=kept.rows,
            failures=kept.failures,
        )

    def _cut(self, kept: _Kept | None) -> None:
        """Close the partial file, and leave in it what is kept, or remove it."""
        with suppress(OSError):
            self._close()
        if self._file is None:
            return
        with suppress(OSError):
            if kept is not None:
                os.truncate(self._part, kept.size)
            else:
                self._part.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


def _lone_surrogate(columns: tuple[Column[Any], ...], rows: list[Row]) -> str | None:
    """Which text cannot be written."""
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            for value in cell if isinstance(cell, tuple) else (cell,):
                if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
                    return f"the text {value!r} of column {column.label!r} is not valid Unicode"
    return None
