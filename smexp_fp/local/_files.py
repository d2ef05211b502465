"""The files of a store in the file system.

This module only looks at names. Nothing but SQLite may open the files: when a process closes any descriptor of a file,
it loses all its POSIX locks on that file, including those of its other connections.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TypeAlias

# The first is the file itself. SQLite creates and removes the others.
SUFFIXES = ("", "-wal", "-shm", "-journal")
# Bytes. SQLite has no smaller pages, but treats a file of one byte as a new one.
_SMALLEST_PAGE = 512

Identity: TypeAlias = tuple[int, int]
"""The device and inode of a file. Two names with the same identity are one file."""

_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a pipe (FIFO)"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class StoreFileError(Exception):
    """A path cannot be opened as a store; the message says why."""


def cannot_open(path: str, reason: object) -> StoreFileError:
    """The error for a path that cannot be opened."""
    return StoreFileError(f"{path!r} cannot be opened as an experiment store: {reason}")


def check_path(path: str) -> None:
    """Reject a path that is not a file before SQLite opens it. Opening a pipe would wait forever for its other end."""
    for suffix in SUFFIXES:
        try:
            found = Path(path + suffix).stat()
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:  # ValueError: a null character in the path
            raise cannot_open(path, error) from error
        for is_kind, kind in _KINDS:
            if is_kind(found.st_mode):
                raise cannot_open(path, f"{path + suffix!r} is {kind}, not a file.")
        if not suffix and 0 < found.st_size < _SMALLEST_PAGE:
            raise cannot_open(path, "it is not a SQLite file; nothing was changed in it.")


def identity(path: str) -> Identity | None:
    """The identity of the file that the path names now; None if there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - runs several times per call, and a Path would take longer than the rest
    except OSError:
        return None
    return found.st_dev, found.st_ino
