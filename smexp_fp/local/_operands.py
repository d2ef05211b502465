"""Conversion of filter operands, which are always strings on the wire."""

from __future__ import annotations

import re
from datetime import datetime

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T(?P<clock>[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?:Z|(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2}))?)?"
)
# Offsets are applied to the milliseconds, so that they cannot leave the range of datetime.
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001
_MINUTES_OF_AN_HOUR = 60
_HOURS_OF_A_DAY = 24


def decimal(text: str) -> float | None:
    """The double nearest to a decimal, or infinity beyond the largest; None if the text is not a decimal."""
    return float(text) if _DECIMAL.fullmatch(text) else None


def instant(text: str) -> int | None:
    """An ISO 8601 time in milliseconds since the epoch; None if the text is not one.

    Without a time zone it is in UTC. It is truncated to milliseconds, as stored times are.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(f"{found['date']}T{found['clock'] or '00:00:00'}")
    except ValueError:
        return None
    since = moment - _EPOCH
    milliseconds = (since.days * 86_400 + since.seconds) * 1000 + int((found["fraction"] or "0").ljust(3, "0")[:3])
    if found["sign"] is None:
        return milliseconds
    hours, minutes = int(found["hours"]), int(found["minutes"])
    if hours >= _HOURS_OF_A_DAY or minutes >= _MINUTES_OF_AN_HOUR:
        return None
    offset = (hours * _MINUTES_OF_AN_HOUR + minutes) * 60_000
    return milliseconds - (offset if found["sign"] == "+" else -offset)


def items(text: str) -> tuple[str, ...]:
    """The items of an `In`: separated by commas, without surrounding spaces and empty items."""
    return tuple(item for item in (part.strip(" ") for part in text.split(",")) if item)
