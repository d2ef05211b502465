"""Paging tokens: where a page ended, bound to the request that it belongs to.

A token holds the sort key of the last record rather than a number of records to skip, so that what is created or
deleted between two pages neither repeats nor hides a record. The store keeps nothing of it: a token outlives the
process.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ._faults import invalid

# Members that say where in the sequence a page is, not which sequence it is. (A caller may change the page size
# midway.)
_POSITION = frozenset({"NextToken", "MaxResults"})


def _digest(operation: str, request: Mapping[str, Any], position: str) -> str:
    sequence = {name: value for name, value in request.items() if name not in _POSITION}
    text = json.dumps([operation, sequence, position], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def encode(operation: str, request: Mapping[str, Any], position: Sequence[object]) -> str:
    """The token for what follows `position` (JSON scalars) in the sequence that `request` asks for."""
    text = json.dumps(position, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode((_digest(operation, request, text) + text).encode()).decode()


def decode(operation: str, request: Mapping[str, Any]) -> list[Any] | None:
    """Where to go on, None for the start. Raises a fault for a token that is not this sequence's."""
    token = request.get("NextToken")
    if not token:
        return None
    try:
        content = base64.b64decode(token, altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError, ValueError):
        content = ""
    digest, text = content[:32], content[32:]
    if digest != _digest(operation, request, text):
        message = "The NextToken is invalid: it is not one that this request was answered with."
        raise invalid(message)
    position: list[Any] = json.loads(text)
    return position
