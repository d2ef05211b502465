"""Operators and operands: Python values as text for the wire, and how that text is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from math import inf, isfinite
from typing import Final, Literal, TypeAlias, TypeGuard, final, get_args

from smexp_fp._base.numbers import A_NUMBER, as_number

WireOperator: TypeAlias = Literal[
    "Equals",
    "NotEquals",
    "GreaterThan",
    "GreaterThanOrEqualTo",
    "LessThan",
    "LessThanOrEqualTo",
    "Contains",
    "In",
    "Exists",
    "NotExists",
]
"""The API's operators (enum Operator)."""

LocalOperator: TypeAlias = Literal[
    "StartsWith",
    "EndsWith",
    "Matches",
    "EqualsIgnoreCase",
    "ContainsIgnoreCase",
    "StartsWithIgnoreCase",
    "EndsWithIgnoreCase",
]
"""Tests of texts that only `matches` can make: the service has no operator for them."""

Op: TypeAlias = WireOperator | Literal["Between"] | LocalOperator
"""All operators. `Between` includes both bounds, and all of a day that is the second bound."""

WIRE_OPERATORS: Final[dict[str, WireOperator]] = {operator: operator for operator in get_args(WireOperator)}
"""The API's operators by name."""

LOCAL_OPERATORS: Final[dict[str, LocalOperator]] = {operator: operator for operator in get_args(LocalOperator)}
"""The operators that only `matches` has, by name."""

OPERATORS: Final[dict[str, Op]] = {**WIRE_OPERATORS, "Between": "Between", **LOCAL_OPERATORS}
"""All operators by name."""

FLIPPED: Final[dict[Op, WireOperator]] = {
    "Equals": "NotEquals",
    "NotEquals": "Equals",
    "Exists": "NotExists",
    "NotExists": "Exists",
}
"""Operators whose opposite is one operator, for every kind of property."""

NEGATIVE: Final = frozenset({"NotEquals", "NotExists"})
"""Operators that hold exactly when their opposite in `FLIPPED` does not."""

REVERSED: Final[dict[Op, WireOperator]] = {
    "GreaterThan": "LessThanOrEqualTo",
    "GreaterThanOrEqualTo": "LessThan",
    "LessThan": "GreaterThanOrEqualTo",
    "LessThanOrEqualTo": "GreaterThan",
}
"""The order comparisons, each with its opposite for a single value."""


@final
@dataclass(frozen=True, slots=True)
class InvalidOperand:
    """An operand that cannot be written as text on the wire. `compile` returns `IllegalOperand` for it."""

    rule: str
    """What is wrong, and what to write instead."""
    code: str
    """The operand, or all operands, as Python text."""


Value: TypeAlias = str | tuple[str, ...] | InvalidOperand | None
"""Operands are kept as the text that goes over the wire, so that operands with the same meaning are equal."""


def texts_of(value: Value) -> tuple[str, ...]:
    """The texts of an operand: several for `In` and `Between`, none for `Exists` and `NotExists`."""
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


# --- texts ------------------------------------------------------------------------------------------------------------


def text_value(value: object, where: object, how: str = "") -> str:
    """The text itself, as a plain `str`.

    Args:
        value: The operand.
        where: The field or the function that takes it, for the error only.
        how: The operator, for the error.

    Raises:
        TypeError: When it is not a text.
    """
    if isinstance(value, str):
        return str.__str__(value)  # an enum's own `__str__` may say something else
    raise TypeError(f"{where}{how} takes a str, not {type(value).__name__}")


def is_encodable(text: str) -> bool:
    """Whether the text can be encoded. A lone surrogate cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def split_items(text: str) -> tuple[str, ...]:
    """The items of a comma-separated list: stripped of spaces, not empty, sorted, each once."""
    return tuple(sorted({item for part in text.split(",") if (item := part.strip(" "))}))


def can_be_item(value: str) -> bool:
    """Whether `split_items` keeps the value as it is, so that it can be an item of an `In`."""
    return bool(value) and "," not in value and value[0] != " " and value[-1] != " "


def several_value(parts: Sequence[str | InvalidOperand], code: Callable[[str], str] = repr) -> Value:
    """The operand of `In` or `Between`. It is invalid when one of its parts is.

    Args:
        parts: The words or bounds.
        code: Makes the Python text of a part.
    """
    invalid = next((part for part in parts if isinstance(part, InvalidOperand)), None)
    if invalid is None:
        return tuple([part for part in parts if isinstance(part, str)])
    codes = [code(part) if isinstance(part, str) else part.code for part in parts]
    return InvalidOperand(invalid.rule, ", ".join(codes))


def unknown_choice(word: str, choices: tuple[str, ...]) -> InvalidOperand:
    """The operand for a text that is not in the API's enum, so that no record can have it."""
    near = get_close_matches(word.casefold(), [choice.casefold() for choice in choices], 1)
    advice = next((f"; did you mean {choice!r}?" for choice in choices if choice.casefold() in near), "")
    return InvalidOperand(f"{word!r} is not one of {', '.join(choices)}{advice}", repr(word))


def pattern_value(pattern: str | re.Pattern[str], where: object) -> str:
    """A regular expression as its text, with the flags in it.

    Raises:
        TypeError: When it is neither a str nor a compiled pattern of one.
        ValueError: When it is not a regular expression, or too long.
    """
    if isinstance(pattern, re.Pattern):
        text = text_value(pattern.pattern, where, ".matches")
        extra = pattern.flags & ~re.compile(text).flags
        letters = "".join([letter for letter, flag in _FLAGS.items() if extra & flag])
        text = f"(?{letters}){text}" if letters else text
    else:
        text = text_value(pattern, where, ".matches")
    if len(text) > MAX_PATTERN:
        raise ValueError(f"{where}.matches takes at most {MAX_PATTERN} characters, not {len(text)}")
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"{where}.matches takes a regular expression, and {text!r} is none: {error}") from None
    return text


_FLAGS: Final = {"a": re.ASCII, "i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}

MAX_PATTERN: Final = 1024
"""Our limit on the characters of a regular expression."""


# --- numbers ----------------------------------------------------------------------------------------------------------

NOT_FINITE: Final = "the service knows finite numbers only; for any number at all write .exists()"
_DECIMAL: Final = frozenset("0123456789+-.eE")


def number_value(value: object, where: object, how: str = "") -> str | InvalidOperand:
    """A number as the shortest exact decimal text without an exponent.

    Raises:
        TypeError: When it is not a number: `smexp_fp._base.numbers` says what is one.
    """
    number = as_number(value)
    if number is None:
        raise TypeError(f"{where}{how} takes {A_NUMBER}, not {type(value).__name__}")
    value = as_float(number)
    if not isfinite(value):
        return InvalidOperand(NOT_FINITE, f"float({str(value)!r})")
    return str(number) if isinstance(number, int) else decimal_text(number)


def as_float(number: float) -> float:
    """The number as a 64-bit float. An int beyond their range becomes infinite."""
    try:
        return float(number)
    except OverflowError:
        return inf if number > 0 else -inf


def decimal_text(value: float) -> str:
    """The shortest decimal text of the float, without an exponent, since the API does not mention exponents."""
    text = float.__repr__(value)
    return format(Decimal(text), "f") if "e" in text else text  # the long way is slow


def parse_decimal(text: str) -> float | None:
    """The number in a wire operand: optional sign, digits with an optional point, optional exponent."""
    if not _DECIMAL.issuperset(text):
        return None
    try:
        return float(text)
    except ValueError:
        return None


def is_canonical_number(text: str) -> bool:
    """Whether a Python int or float gives exactly this text."""
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit():
        return (digits[0] != "0" or text == "0") and len(digits) <= 308  # noqa: PLR2004 - what a float holds
    value = parse_decimal(text)
    return value is not None and isfinite(value) and decimal_text(value) == text


# --- times ------------------------------------------------------------------------------------------------------------

ONE_DAY: Final = timedelta(days=1)
_TIME: Final = r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):?(\d\d))?)?"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE: Final = "a datetime without a zone could be any of 24 instants; give it one, as in tzinfo=datetime.timezone.utc"
_FRACTION: Final = "a search compares whole seconds; ask with .between for the seconds around it"
_OUT_OF_RANGE: Final = "in UTC this time is outside the years 1 to 9999"


def is_day(value: object) -> TypeGuard[date]:
    """Whether it is a date without a time of day."""
    return isinstance(value, date) and not isinstance(value, datetime)


def time_value(op: Op, value: object, where: object, how: str = "") -> str | InvalidOperand:
    """An aware datetime as UTC text in whole seconds. A fraction widens a bound, so that no record is missed.

    Raises:
        TypeError: When it is not a datetime.
    """
    if not isinstance(value, datetime):
        raise TypeError(f"{where}{how} takes an aware datetime or a date, not {type(value).__name__}")
    offset = value.utcoffset()
    moment = datetime(  # noqa: DTZ001 - a plain one, whatever subclass was given; the zone is dealt with here
        value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond
    )
    if offset is None:
        return InvalidOperand(_NAIVE, repr(moment))
    try:
        instant = moment - offset
        if instant.microsecond and op in ("LessThan", "LessThanOrEqualTo"):
            instant += timedelta(seconds=1)
    except OverflowError:
        return InvalidOperand(_OUT_OF_RANGE, repr(moment.replace(tzinfo=timezone(offset))))
    if instant.microsecond and op in ("Equals", "NotEquals"):
        return InvalidOperand(_FRACTION, utc_code(instant))
    return f"{instant.replace(microsecond=0).isoformat()}Z"


def day_value(day: date) -> str:
    """A day as the text that only `Between` has."""
    return date(day.year, day.month, day.day).isoformat()


def time_code(text: str) -> str:
    """The Python text of a time or a day in canonical form."""
    if "T" not in text:
        day = date.fromisoformat(text)
        return f"datetime.date({day.year}, {day.month}, {day.day})"
    return utc_code(datetime.fromisoformat(text[:-1]))


def utc_code(moment: datetime) -> str:
    """The Python text of a time without a zone, as UTC."""
    return f"{repr(moment)[:-1]}, tzinfo=datetime.timezone.utc)"


def midnight(day: date) -> str:
    """The start of a day in UTC on the wire."""
    return f"{day.isoformat()}T00:00:00Z"


@lru_cache(maxsize=1024)
def parse_time(text: str) -> int | None:
    """The instant in a wire operand, in milliseconds since 1970: a date, or a date and time, in UTC or another zone."""
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
    """Milliseconds since 1970, rounded down. A time without a zone is UTC."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)


def is_canonical_time(text: str) -> bool:
    """Whether a datetime gives exactly this text: UTC in whole seconds."""
    if len(text) != 20 or text[-1] != "Z":  # noqa: PLR2004 - YYYY-MM-DDTHH:MM:SSZ
        return False
    try:
        return datetime.fromisoformat(text[:-1]).isoformat() == text[:-1]
    except ValueError:
        return False


# --- ranges -----------------------------------------------------------------------------------------------------------

_REVERSED_BOUNDS: Final = (
    "the first bound is greater than the second, so that nothing lies between them (an age of .within is not negative)"
)


def number_range(low: str | InvalidOperand, high: str | InvalidOperand) -> Value:
    """The operand of `Between` for numbers."""
    return _range(low, high, str, lambda text, other: float(text) > float(other))


def time_range(low: str | InvalidOperand, high: str | InvalidOperand) -> Value:
    """The operand of `Between` for times and days. A day as the second bound is included as a whole."""
    # Texts of times have the order of the times, and `~` comes after all that can follow a day.
    return _range(low, high, time_code, lambda text, other: text > f"{other}~")


def _range(
    low: str | InvalidOperand,
    high: str | InvalidOperand,
    code: Callable[[str], str],
    is_beyond: Callable[[str, str], bool],
) -> Value:
    if isinstance(low, str) and isinstance(high, str) and is_beyond(low, high):
        return InvalidOperand(_REVERSED_BOUNDS, f"{code(low)}, {code(high)}")
    return several_value((low, high), code)


def bounds_of(op: Op, value: Value) -> list[tuple[WireOperator, str]]:
    """The comparisons that one value must satisfy: two for `Between`, one for the other operators of an order."""
    if op != "Between":
        return [(WIRE_OPERATORS[op], text) for text in texts_of(value)]
    low, high = texts_of(value)
    bounds: list[tuple[WireOperator, str]] = [
        ("GreaterThanOrEqualTo", f"{low}T00:00:00Z" if _is_day_text(low) else low)
    ]
    if not _is_day_text(high):
        bounds.append(("LessThanOrEqualTo", high))
    elif high != date.max.isoformat():
        bounds.append(("LessThan", midnight(date.fromisoformat(high) + ONE_DAY)))
    return bounds


def _is_day_text(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"  # noqa: PLR2004 - YYYY-MM-DD, which no number looks like
