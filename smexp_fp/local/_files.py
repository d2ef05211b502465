"""The files of a store as the file system has them.

Looked at by name only. They are never opened but by SQLite: when a process closes any descriptor of a file it loses all
its POSIX locks on that file, those of its other connections too.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TypeAlias

# The first is the file itself; the others are made and removed by SQLite.
SUFFIXES = ("", "-wal", "-shm", "-journal")
# Bytes. SQLite knows no smaller page, and takes a file of a single byte for a new one.
_SMALLEST_PAGE = 512

Identity: TypeAlias = tuple[int, int]
"""Device and number of a file: two names with the same identity are one file."""

_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a pipe (FIFO)"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class StoreFileError(Exception):
    """A path that cannot be opened as a store: what it is instead, or what is in the way."""


def refusal(path: str, reason: object) -> StoreFileError:
    """The error that a path cannot be opened as a store."""
    return StoreFileError(f"{path!r} cannot be opened as an experiment store: {reason}")


def check_path(path: str) -> None:
    """Refuse what is not a file, before SQLite opens it: to open a pipe waits for ever for its other end."""
    for suffix in SUFFIXES:
        try:
            found = Path(path + suffix).stat()
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:  # ValueError: a null character in the path
            raise refusal(path, error) from error
        for is_kind, kind in _KINDS:
            if is_kind(found.st_mode):
                raise refusal(path, f"{path + suffix!r} is {kind}, not a file.")
        if not suffix and 0 < found.st_size < _SMALLEST_PAGE:
            raise refusal(path, "it is not a SQLite file; nothing was changed in it.")


def identity(path: str) -> Identity | None:
    """What the name leads to now; None if to nothing."""
    try:
        found = os.stat(path)  # noqa: PTH116 - several times a call: a Path takes longer than the rest
    except OSError:
        return None
    return found.st_dev, found.st_ino
