"""Readers for the members of responses, whose errors name the path to a malformed member.

A member that the model does not require may be absent. A member of the wrong type raises `Malformed`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias, TypeVar, cast

from smexp_fp._base.frozen import EMPTY, FrozenMap
from smexp_fp._base.numbers import as_number

T = TypeVar("T")

Wire: TypeAlias = Mapping[str, object]

_NAMED_NUMBERS: Final = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
"""AWS JSON writes these three as strings, because JSON has no numbers for them."""

_NUMERAL: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
"""A number in JSON syntax."""


class Malformed(Exception):
    """A member that is not as the API describes it.

    Attributes:
        member: The path to it, such as `Metrics[0].Max`.
        expected: A description of the expected value.
        found: The actual value.
    """

    def __init__(self, member: str, expected: str, found: object) -> None:
        self.member = member
        self.expected = expected
        self.found = found
        super().__init__(f"{member} should be {expected}, but is {'missing' if found is None else f'{found!r:.100}'}")

    def below(self, step: str) -> Malformed:
        """The same error, with a step in front of its path."""
        return Malformed(f"{step}.{self.member}", self.expected, self.found)


def text(raw: Wire, member: str) -> str:
    """A required string."""
    value = raw.get(member)
    if isinstance(value, str):
        return value
    raise Malformed(member, "a string", value)


def optional_text(raw: Wire, member: str) -> str | None:
    """A string, or `None` if it is absent."""
    value = raw.get(member)
    if value is None or isinstance(value, str):
        return value
    raise Malformed(member, "a string", value)


def optional_time(raw: Wire, member: str) -> datetime | None:
    """A datetime in UTC, or `None` if it is absent."""
    value = raw.get(member)
    if value is None:
        return None
    if not isinstance(value, datetime) or (zone := value.tzinfo) is None:
        raise Malformed(member, "a datetime with a time zone", value)
    return value if zone is UTC else value.astimezone(UTC)


def optional_number(raw: Wire, member: str) -> float | None:
    """A number, or `None` if it is absent."""
    value = raw.get(member)
    # Most numbers are floats already. A component has six for each metric.
    return value if value is None or type(value) is float else number(member, value)


def optional_integer(raw: Wire, member: str) -> int | None:
    """A whole number, or `None` if it is absent."""
    value = raw.get(member)
    return value if value is None or type(value) is int else integer(member, value)


def number(member: str, value: object) -> float:
    """A number, also as a string: `"NaN"`, `"Infinity"`, `"-Infinity"`, or its digits."""
    found = _number(value)
    try:
        if found is not None:
            return float(found)
    except OverflowError:
        pass  # an integer beyond the largest float
    raise Malformed(member, "a number", value)


def integer(member: str, value: object) -> int:
    """A whole number, also as `2.0` or as a string."""
    found = _number(value)
    if isinstance(found, float) and found.is_integer():
        return int(found)
    if isinstance(found, int):
        return found
    raise Malformed(member, "a whole number", value)


def _number(value: object) -> int | float | None:
    """A number, or its digits; `None` for any other value, including booleans."""
    if not isinstance(value, str):
        return as_number(value)
    if value in _NAMED_NUMBERS:
        return _NAMED_NUMBERS[value]
    numeral = _NUMERAL.fullmatch(value)
    if numeral is None:
        return None
    try:
        return float(value) if numeral[1] or numeral[2] else int(value)
    except ValueError:
        return None  # more digits than Python converts


def structure(raw: Wire, member: str) -> Wire | None:
    """A structure, or `None` if it is absent or empty."""
    value = raw.get(member)
    return None if value is None else as_structure(member, value) or None


def as_structure(member: str, value: object) -> Wire:
    """A required structure."""
    # botocore returns dicts, and this check is much faster than that for a Mapping. It runs many times for a record.
    if value.__class__ is dict or isinstance(value, Mapping):
        return cast("Wire", value)
    raise Malformed(member, "a structure", value)


def optional(raw: Wire, member: str, decode: Callable[[Wire], T]) -> T | None:
    """A decoded structure, or `None` if it is absent or empty."""
    value = raw.get(member)
    if value is None:
        return None
    inner = as_structure(member, value)
    try:
        return decode(inner) if inner else None
    except Malformed as error:
        raise error.below(member) from None


def sequence(raw: Wire, member: str) -> Sequence[object]:
    """A list, empty if it is absent."""
    value = raw.get(member)
    if value is None:
        return ()
    # The check for a list is the fast one, as in `as_structure`.
    if value.__class__ is list or (isinstance(value, Sequence) and not isinstance(value, str)):
        return cast("Sequence[object]", value)
    raise Malformed(member, "a list", value)


def items(raw: Wire, member: str, decode: Callable[[Wire], T]) -> tuple[T, ...]:
    """A list of decoded structures, empty if it is absent."""
    found = sequence(raw, member)
    if not found:
        return ()
    decoded: list[T] = []
    try:
        for item in found:
            decoded.append(decode(as_structure(_ITSELF, item)))  # noqa: PERF401 - the error tells how many there are
    except Malformed as error:
        raise _within(f"{member}[{len(decoded)}]", error) from None
    return tuple(decoded)


def entries(raw: Wire, member: str, decode: Callable[[Wire], T]) -> FrozenMap[str, T]:
    """A map of decoded structures, empty if it is absent."""
    found = structure(raw, member)
    if found is None:
        return EMPTY
    decoded: dict[str, T] = {}
    for key, item in found.items():
        try:
            decoded[key] = decode(as_structure(_ITSELF, item))
        except Malformed as error:
            raise _within(f"{member}[{key!r}]", error) from None
    return FrozenMap(decoded)


_ITSELF: Final = ""
"""The path of an item or entry relative to itself."""


def _within(step: str, error: Malformed) -> Malformed:
    return Malformed(step, error.expected, error.found) if error.member == _ITSELF else error.below(step)


def check_body(answer: Wire) -> None:
    """Reject a response whose body botocore could not read.

    For such a body, for example an HTML page of a proxy, botocore returns a response without members. Only its headers
    distinguish it from an empty response, whose body is empty or `{}`.
    """
    headers = _headers_of_empty(answer)
    kind = headers.get("content-type")
    if isinstance(kind, str) and "json" not in kind and headers.get("content-length") not in {"0", "2"}:
        raise Malformed("The response", "JSON", kind)


def listed(answer: Wire, member: str) -> Sequence[object]:
    """The records of a page, empty if the response is empty.

    If an unreadable body counted as the end of a list, a caller would believe that nothing is there. Therefore an empty
    response over HTTP must have the body `{}`.
    """
    found = sequence(answer, member)
    headers = _headers_of_empty(answer)
    if headers and headers.get("content-length") != "2":
        raise Malformed(member, "a list", None)
    return found


def _headers_of_empty(answer: Wire) -> Wire:
    """The HTTP headers of a response without members; empty for other responses, and for clients without HTTP."""
    if answer.keys() - {"ResponseMetadata"}:
        return {}
    metadata = answer.get("ResponseMetadata")
    headers = cast("Wire", metadata).get("HTTPHeaders") if isinstance(metadata, Mapping) else None
    return cast("Wire", headers) if isinstance(headers, Mapping) else {}
