"""Writes rows to a partial file, and puts it under its name when it is complete."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, Final, Generic, TypeVar
from zlib import crc32

from returns.result import Failure, Result, Success

from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.query import Column
from smexp_fp.results import is_failure
from smexp_fp.tables._columns import Reader, Row
from smexp_fp.tables._formats import Format
from smexp_fp.tables._frames import beyond_64_bits
from smexp_fp.tables._part import checksum_of, claimed, mode_of
from smexp_fp.tables._portions import portions
from smexp_fp.tables._reports import FileError, OnRows, RowsWritten, WriteFailure, WriteReport

R = TypeVar("R")

AT_ONCE: Final = 5_000
"""The number of rows after which they are written."""

_NAME: Final = 50
"""The number of letters of the file's name in that of the partial file, which must not get too long."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The contents of the partial file up to some place."""

    size: int = 0
    checksum: int = 0
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
        self._target = path  # where links lead to, when it is opened
        self._part = path if resume is None or resume.part is None else resume.part
        self._on_progress: Final = on_progress
        self._file: IO[bytes] | None = None
        self._until_done: Final = ExitStack()
        # What the caller holds as a failure stays as it is, so that it can be used again.
        self._earlier: _Kept | None = None
        if resume is not None and resume.part is not None:
            self._earlier = _Kept(resume.size, resume.checksum, resume.rows, resume.failures, resume.resume_from)
        self._now = self._earlier or _Kept()
        self._resumable = self._earlier
        self._rows: list[Row] = []
        self._failures: list[MalformedResponse] = []

    def write(
        self, found: Iterable[Result[R, SmexpError]] | Iterable[R], read: Reader[R]
    ) -> Result[WriteReport, WriteFailure]:
        """Write all portions."""
        with self._until_done:
            try:
                error = self._open() or self._write_all(found, read) or self._finish()
            except BaseException:
                self._cut(self._earlier)
                raise
            return Success(self._report()) if error is None else Failure(self._stopped(error))

    def _write_all(
        self, found: Iterable[Result[R, SmexpError]] | Iterable[R], read: Reader[R]
    ) -> SmexpError | FileError | None:
        for portion in portions(found):
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
            mode = mode_of(self._path)
            if mode is not None and not stat.S_ISREG(mode):
                what = "it is a folder" if stat.S_ISDIR(mode) else "it is not a regular file"
                return FileError(message=what, path=self._path)
            self._target = Path(os.path.realpath(self._path))
            if not self._target.parent.is_dir():
                return FileError(message=f"there is no folder {self._target.parent}", path=self._path)
            if self._earlier is not None:
                return self._reopen(self._earlier)
            self._part = self._target.parent / f".{self._target.name[:_NAME]}.{token_hex(4)}.part"
            self._file = self._part.open("xb")
            if mode is not None:
                self._part.chmod(stat.S_IMODE(mode) | stat.S_IRUSR | stat.S_IWUSR)  # not readable for more than before
            self._append(self._form.head())
        except (OSError, ValueError) as error:
            return FileError(message=str(error), path=self._part)
        return None

    def _reopen(self, kept: _Kept) -> FileError | None:
        """Open the partial file of an earlier attempt, unless it has something else than what was kept."""
        same = False
        with suppress(FileNotFoundError):
            self._until_done.enter_context(claimed(self._part))
            self._file = self._part.open("r+b")
            same = checksum_of(self._file, kept.size) == kept.checksum
            self._file.truncate(kept.size)
            self._file.seek(kept.size)
        if same:
            return None
        self._resumable = None
        return FileError(message="the partial file is gone or was changed", path=self._part)

    def _append(self, content: bytes) -> None:
        assert self._file is not None  # noqa: S101 - it was opened
        self._file.write(content)
        self._file.flush()
        self._now = replace(self._now, size=self._now.size + len(content), checksum=crc32(content, self._now.checksum))

    def _flush(self, position: str | None) -> FileError | None:
        """Write the rows at hand; the records after them begin at the position."""
        try:
            self._append(self._form.portion(self._rows))
        except (UnicodeError, OverflowError) as error:
            message = _unwritable(self._form.columns, self._rows) or str(error)
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
            with complete.open("r+b") as file:
                os.fsync(file.fileno())
            with suppress(FileNotFoundError):
                shutil.copymode(self._target, complete)
            complete.replace(self._target)
        except (OSError, ValueError) as error:
            return FileError(message=str(error), path=self._path)
        finally:
            if complete != self._part:
                with suppress(OSError):
                    complete.unlink(missing_ok=True)
        with suppress(OSError):
            self._part.unlink(missing_ok=True)
        return None

    def _report(self) -> WriteReport:
        return WriteReport(path=self._path, rows=self._now.rows, failures=self._now.failures)

    def _stopped(self, error: SmexpError | FileError) -> WriteFailure:
        """Keep what a later attempt can continue."""
        kept = self._cut(self._resumable)
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
            checksum=kept.checksum,
            rows=kept.rows,
            failures=kept.failures,
        )

    def _cut(self, kept: _Kept | None) -> _Kept | None:
        """Close the partial file, and leave in it what is kept, or remove it. Returns what is left."""
        if self._file is None:
            return kept
        with suppress(OSError):
            self._close()
        try:
            if kept is not None:
                os.truncate(self._part, kept.size)
            else:
                self._part.unlink()
        except FileNotFoundError:  # the folder may be gone
            return None
        except OSError:
            pass
        return kept

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


def _unwritable(columns: tuple[Column[Any], ...], rows: list[Row]) -> str | None:
    """Which value cannot be written."""
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            problem = beyond_64_bits(column, (cell,))
            if problem is not None:
                return problem
            for value in cell if isinstance(cell, tuple) else (cell,):
                if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
                    return f"the text {value!r} of column {column.label!r} is not valid Unicode"
    return None
