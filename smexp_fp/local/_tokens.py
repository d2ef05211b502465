"""Page tokens: the position where a page ended, bound to its request.

A token holds the sort key of the last record rather than a number of records to skip, so that a creation or deletion
between two pages neither repeats nor hides a record. The store does not keep tokens, so they outlive the process.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any, TypeAlias

from ._faults import Fault, invalid

Position: TypeAlias = tuple[str | int | float | None, ...]
"""The position of a record in a list: values that SQLite can bind."""

# Members that select the page, not the list. (A caller may change the page size between pages.)
_POSITION = frozenset({"NextToken", "MaxResults"})
_DIGEST = 32  # characters of a token's content before its position
_LARGEST_INTEGER = 2**63 - 1  # that SQLite can bind


def encode(operation: str, request: Mapping[str, Any], position: Position) -> str:
    """The token for the page after `position` in the list of `request`."""
    text = written(position)
    sequence = {name: value for name, value in request.items() if name not in _POSITION}
    whole = json.dumps([operation, sequence, text], sort_keys=True)
    digest = hashlib.sha256(whole.encode()).hexdigest()[:_DIGEST]
    return base64.urlsafe_b64encode((digest + text).encode()).decode()


def written(position: Position) -> str:
    """The text of a position in a token."""
    return json.dumps(position, ensure_ascii=False, separators=(",", ":"))


def decode(operation: str, request: Mapping[str, Any], size: int) -> Position | None:
    """The position of a request's token; None for the start.

    Raises a fault for a token of another list. Anybody can compute a digest, so the position is also checked: it must
    have `size` values, and be written as `encode` writes it.
    """
    token = request.get("NextToken")
    if not token:
        return None
    position = _read(token)
    if position is None or len(position) != size or encode(operation, request, position) != token:
        raise _invalid()
    return position


def refuse(request: Mapping[str, Any]) -> None:
    """Reject any token, for an operation that never returns one."""
    if request.get("NextToken"):
        raise _invalid()


def _invalid() -> Fault:
    return invalid("The NextToken is invalid: it is not one that this request was answered with.")


def _read(token: str) -> Position | None:
    """The position in a token; None if the text is not a token."""
    try:
        content = base64.b64decode(token, altchars=b"-_", validate=True).decode()
        loaded: object = json.loads(content[_DIGEST:])
    except (ValueError, RecursionError):
        return None
    if not isinstance(loaded, list):
        return None
    values: list[Any] = loaded  # pyright: ignore[reportUnknownVariableType] - JSON
    return tuple(values) if all(map(_is_bindable, values)) else None


def _is_bindable(value: object) -> bool:
    match value:
        case bool():
            return False
        case int():
            return -_LARGEST_INTEGER <= value <= _LARGEST_INTEGER
        case float():
            return math.isfinite(value)
        case str():
            return not any("\ud800" <= character <= "\udfff" for character in value)
        case _:
            return value is None
