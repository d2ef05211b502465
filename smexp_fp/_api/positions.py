"""The position of a merged search as text: where each of its requests is. Its size does not depend on what was read."""

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
"""Bytes of the digest that a position begins with: enough to notice damage."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What one request has brought of the current rank, which another may bring again.

    Its records are not written down, since there may be any number of them. Whoever resumes reads them once more.

    Attributes:
        token: The token of the page on which they begin.
        read: How many records of that page come before them.
        count: How many they are.
    """

    token: str | None = None
    read: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where one request is.

    Attributes:
        token: The token of its current page; `None` for the first.
        read: How many records of that page are taken.
        done: Whether all its pages are.
        behind: What it has brought of the current rank.
    """

    token: str | None = None
    read: int = 0
    done: bool = False
    behind: Behind = field(default_factory=Behind)


def fingerprint(calls: Iterable[Call[Any]]) -> bytes:
    """What tells the requests of one search from those of another."""
    # Any: what a call makes of its answer is of no matter here.
    text = json.dumps([[call.operation, call.parameters] for call in calls], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).digest()


def write_position(search: bytes, places: Iterable[Place]) -> str:
    """Write a position.

    Args:
        search: The search's fingerprint.
        places: Where each of its requests is.
    """
    rows = [
        [place.token, place.read, place.done]
        + ([place.behind.token, place.behind.read, place.behind.count] if place.behind.count else [])
        for place in places
    ]
    body = json.dumps(rows, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_digest(search, body) + body).decode()


def read_position(text: str | None, search: bytes, count: int) -> Sequence[Place] | None:
    """Read a position; `None` where the text is damaged, or a position of another search.

    Args:
        text: What `write_position` gave; `None` is the start.
        search: The search's fingerprint.
        count: How many requests it has.
    """
    if text is None:
        return (Place(),) * count
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        digest, body = raw[:_DIGEST], raw[_DIGEST:]
        if digest != _digest(search, body):
            return None
        rows: list[Any] = json.loads(body)  # Any: JSON, which the digest vouches for
        places = [Place(row[0], row[1], row[2], Behind(*(row[3:] or row[:2]))) for row in rows]
    except (AttributeError, ValueError, TypeError, LookupError, binascii.Error, RecursionError):
        return None
    return places if len(places) == count else None


def _digest(search: bytes, body: bytes) -> bytes:
    return hashlib.sha256(search + body).digest()[:_DIGEST]
