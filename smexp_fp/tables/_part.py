"""What the system says of a partial file, and who may write to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zlib import crc32

if sys.platform == "win32":  # where a file that another attempt has open can be neither renamed nor removed

    @contextmanager
    def claimed(path: Path) -> Generator[None]:  # noqa: ARG001 - see below
        """See below."""
        yield

else:
    import fcntl

    @contextmanager
    def claimed(path: Path) -> Generator[None]:
        """Claim a file until the block, or the process, ends.

        Raises:
            BlockingIOError: When another attempt has claimed it.
            FileNotFoundError: When there is no such file, or another attempt has just completed it.
        """
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BlockingIOError(f"another attempt is writing to {path}") from None
            except OSError:  # a file system without locks
                pass
            if not os.path.samestat(os.fstat(file.fileno()), path.stat()):
                raise FileNotFoundError(path)
            yield


def mode_of(path: Path) -> int | None:
    """The mode of a file; `None` where there is none."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def checksum_of(file: IO[bytes], size: int) -> int | None:
    """The checksum of the first bytes; `None` where there are fewer."""
    found = 0
    while size:
        block = file.read(min(size, 1 << 20))
        if not block:
            return None
        found = crc32(block, found)
        size -= len(block)
    return found
