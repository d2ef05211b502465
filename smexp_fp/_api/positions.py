"""The position of a merged search as text: the place of each request. Its size does not depend on what was read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from smexp_fp._api.call import Call

_DIGEST: Final = 12
"""The length in bytes of the digest at the beginning of a position, which detects damage."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The records of the current rank that one request has returned, and that another may return again.

    The position does not list these records, because there may be any number. A resumed search reads them again.

    Attributes:
        token: The token of the page on which they begin.
        read: The number of records on that page before them.
        count: The number of these records.
    """

    token: str | None = None
    read: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """The place of one request.

    Attributes:
        token: The token of its current page; `None` for the first.
        read: The number of records taken from that page.
        done: Whether all pages are read.
        behind: The records of the current rank that it has returned.
    """

    token: str | None = None
    read: int = 0
    done: bool = False
    behind: Behind = field(default_factory=Behind)


def fingerprint(calls: Iterable[Call[Any]]) -> bytes:
    """A digest that distinguishes the requests of one search from those of another."""
    # Any: the results of the calls do not matter here.
    text = json.dumps([[call.operation, call.parameters] for call in calls], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).digest()


def write_position(search: bytes, places: Iterable[Place]) -> str:
    """Write a position.

    Args:
        search: The search's fingerprint.
        places: The place of each request.
    """
    rows = [
        [place.token, place.read, place.done]
        + ([place.behind.token, place.behind.read, place.behind.count] if place.behind.count else [])
        for place in places
    ]
    body = json.dumps(rows, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_digest(search, body) + body).decode()


def read_position(text: str | None, search: bytes, count: int) -> Sequence[Place] | None:
    """Read a position; `None` if the text is damaged or belongs to another search.

    Args:
        text: The result of `write_position`; `None` for the start.
        search: The search's fingerprint.
        count: The number of its requests.
    """
    if text is None:
        return (Place(),) * count
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        digest, body = raw[:_DIGEST], raw[_DIGEST:]
        if digest != _digest(search, body):
            return None
        rows: list[Any] = json.loads(body)  # Any: JSON, whose origin the digest proves
        places = [Place(row[0], row[1], row[2], Behind(*(row[3:] or row[:2]))) for row in rows]
    except (AttributeError, ValueError, TypeError, LookupError, binascii.Error, RecursionError):
        return None
    return places if len(places) == count else None


def _digest(search: bytes, body: bytes) -> bytes:
    return hashlib.sha256(search + body).digest()[:_DIGEST]
