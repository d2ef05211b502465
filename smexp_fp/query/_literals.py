"""Operands: from Python values to the text on the wire, and back from any legal text to a value."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Final

from smexp_fp.query._ast import Op, Unsayable, Value

ONE_DAY: Final = timedelta(days=1)
_DECIMAL: Final = frozenset("0123456789+-.eE")
_TIME: Final = r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):?(\d\d))?)?"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def text_value(value: object, where: object, how: str = "") -> str:
    """The text itself, as a plain `str`.

    Args:
        value: The operand.
        where: What it is an operand of, a field or a text, for the error only: a field is not written out before.
        how: More of that.

    Raises:
        TypeError: When it is none.
    """
    if isinstance(value, str):
        return str.__str__(value)  # an enum's own `__str__` may say something else
    raise TypeError(f"{where}{how} takes a str, not {type(value).__name__}")


def is_encodable(text: str) -> bool:
    """Whether the text can go over the wire at all: a lone surrogate cannot."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def number_value(value: object, where: object, how: str = "") -> Value:
    """A number as the shortest exact decimal text without an exponent.

    Raises:
        TypeError: When it is neither an int nor a float (a bool is neither).
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{where}{how} takes an int or a float, not {type(value).__name__}")
    if isinstance(value, int):
        try:
            float(value)
        except OverflowError:
            return Unsayable("finite", "float('inf')" if value > 0 else "float('-inf')")
        return int.__repr__(value)
    if not isfinite(value):
        return Unsayable("finite", f"float({float.__repr__(value)!r})")
    return decimal_text(value)


def decimal_text(value: float) -> str:
    """The shortest text that reads back as this float, without an exponent: the service says nothing of exponents."""
    text = float.__repr__(value)
    return format(Decimal(text), "f") if "e" in text else text  # the long way is slow


def parse_decimal(text: str) -> float | None:
    """The number that a wire operand means: optional sign, digits with an optional point, optional exponent."""
    if not _DECIMAL.issuperset(text):
        return None
    try:
        return float(text)
    except ValueError:
        return None


def time_value(op: Op, value: object, where: object, how: str = "") -> Value:
    """An aware datetime as UTC text in whole seconds; a fraction widens a bound, so that nothing asked for is lost.

    Raises:
        TypeError: When it is no datetime.
    """
    if not isinstance(value, datetime):
        raise TypeError(f"{where}{how} takes an aware datetime or a date, not {type(value).__name__}")
    offset = value.utcoffset()
    moment = datetime(  # noqa: DTZ001 - a plain one, whatever subclass was given; the zone is dealt with here
        value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond
    )
    if offset is None:
        return Unsayable("naive", repr(moment))
    try:
        instant = moment - offset
        if instant.microsecond and op in ("LessThan", "LessThanOrEqualTo"):
            instant += timedelta(seconds=1)
    except OverflowError:
        return Unsayable("range", repr(moment.replace(tzinfo=timezone(offset))))
    if instant.microsecond and op in ("Equals", "NotEquals"):
        return Unsayable("fraction", utc_code(instant))
    return f"{instant.replace(microsecond=0).isoformat()}Z"


def utc_code(moment: datetime) -> str:
    """The Python text of a time without a zone, as UTC."""
    return f"{repr(moment)[:-1]}, tzinfo=datetime.timezone.utc)"


def midnight(day: date) -> str:
    """The start of a day in UTC on the wire."""
    return f"{day.isoformat()}T00:00:00Z"


@lru_cache(maxsize=1024)
def parse_time(text: str) -> int | None:
    """The instant that a wire operand means, in milliseconds since 1970: a date, or date and time in a zone or UTC."""
    match = re.fullmatch(_TIME, text, re.ASCII)
    if match is None:
        return None
    day, clock, fraction, sign, hours, minutes = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00:00'}+00:00")
    except ValueError:
        return None
    since = milliseconds(moment) + int((fraction or "0").ljust(3, "0")[:3])
    if sign is None:
        return since
    if int(hours) > 23 or int(minutes) > 59:  # noqa: PLR2004 - hours and minutes
        return None
    # In milliseconds, since an offset may lead out of the years that datetime knows.
    offset = (int(hours) * 60 + int(minutes)) * 60_000
    return since - offset if sign == "+" else since + offset


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970, what is finer cut off; a time without a zone is UTC."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)


def split_items(text: str) -> tuple[str, ...]:
    """The items of an `In`: parted by commas, without surrounding spaces, the empty ones dropped; sorted, each once."""
    return tuple(sorted({item for part in text.split(",") if (item := part.strip(" "))}))


def can_be_item(value: str) -> bool:
    """Whether a value survives `split_items`, so that it may stand in an `In`."""
    return bool(value) and "," not in value and value[0] != " " and value[-1] != " "
