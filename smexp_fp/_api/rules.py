"""Checks arguments against the service's own rules before anything is sent.

botocore checks required members, Python types and minima only; patterns, maxima and enums it leaves to the service,
which answers with a wire path. Here all of them are checked, and the answer names the caller's own argument.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import NamedTuple, TypeAlias, assert_never, cast

from smexp_fp._api.kinds import Entries, Integer, Items, Number, Shape, Structure, Text, Time
from smexp_fp._api.shapes import SHAPES
from smexp_fp._numbers import A_NUMBER, A_WHOLE_NUMBER, as_number, as_whole_number
from smexp_fp.errors import InvalidInput

Path: TypeAlias = tuple[str, ...]

MAX_STEPS = 256
"""How deep a value is looked into: two steps for each of the 50 conditions of a search, and some besides."""

MAX_PARTS = 10_000
"""How many parts of a value are looked at: the largest legal request has fewer than two thousand."""

_ABSENT = object()

_NOT_FINITE = "must be a finite number"
_NOT_A_NUMBER = f"must be {A_NUMBER}"


class Violation(NamedTuple):
    """A value that breaks a rule, with its place: a wire member, then steps into it as they are printed."""

    path: Path
    value: object
    rule: str


def check(operation: str, parameters: Mapping[str, object], arguments: Mapping[str, str]) -> InvalidInput | None:
    """Check what is about to be sent.

    Args:
        operation: The API operation.
        parameters: Its wire parameters.
        arguments: The caller's argument behind each wire member that has another name.

    Returns:
        The first violation, or `None`.
    """
    violation = first_violation(operation, parameters)
    if violation is None:
        return None
    member, *steps = violation.path or ("parameters",)
    argument = arguments.get(member, snake_case(member)) + "".join(_attribute(step) for step in steps)
    rule = violation.rule
    if steps[-1:] == [".NumberValue"] and rule == _NOT_A_NUMBER:
        rule = f"must be a text or {A_NUMBER}"  # what is no text is taken for a number on the way to the wire
    return invalid(operation, argument, violation.value, rule)


_STEPS = {
    # Parameters are plain values to the caller, and a hint is a text.
    ".StringValue": "",
    ".NumberValue": "",
    ".PropertyNameQuery": "",
    ".PropertyNameHint": "",
    ".PrimaryStatus": ".primary",
}


def _attribute(step: str) -> str:
    """A step into a wire value as the caller sees it."""
    return _STEPS.get(step, "." + snake_case(step[1:]) if step.startswith(".") else step)


@lru_cache(maxsize=256)
def snake_case(name: str) -> str:
    """`CreateTrial` as `create_trial`: what boto3 calls an operation's method, and Python an argument."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def invalid(operation: str, argument: str, value: object, rule: str) -> InvalidInput:
    """An `InvalidInput` with its sentence."""
    try:
        shown = repr(value)
    except Exception:  # noqa: BLE001 - a value may be nested too deep for repr, or its class may be at fault
        shown = f"a {type(value).__name__}"
    shown = shown if len(shown) <= 100 else f"{shown[:97]}..."  # noqa: PLR2004 - an error fits a few lines
    return InvalidInput(
        operation=operation,
        message=f"{argument} {rule}, but is {shown}",
        argument=argument,
        value=value,
        rule=rule,
    )


def only_one(operation: str, **arguments: object) -> InvalidInput | None:
    """Check that at most one of the arguments is given."""
    given = [(argument, value) for argument, value in arguments.items() if value is not None]
    if len(given) <= 1:
        return None
    *others, last = arguments
    argument, value = given[-1]
    return invalid(operation, argument, value, f"must be the only one given of {', '.join(others)} and {last}")


def first_violation(shape: str, value: object) -> Violation | None:
    """Walk a value along its shape, without recursion: a search expression can be nested as deep as a caller likes."""
    todo: list[tuple[Path, str, object]] = [((), shape, value)]
    parts = 0
    while todo:
        path, name, current = todo.pop()
        if current is _ABSENT:
            return Violation(path, None, "must be given")
        parts += 1
        # A value that holds itself would otherwise keep this loop going for ever.
        if len(path) > MAX_STEPS:
            return Violation(path[:1], current, f"must not be nested deeper than {MAX_STEPS} steps")
        if parts > MAX_PARTS:
            return Violation(path[:1], current, f"must not have more than {MAX_PARTS} parts")
        below = _below(SHAPES[name], current)
        if isinstance(below, str):
            return Violation(path, current, below)
        for step, child, item in reversed(below):
            # A member at the top is named bare, so that the caller's argument can take its place.
            todo.append(((*path, step if path else step.removeprefix(".")), child, item))
    return None


def _below(shape: Shape, value: object) -> str | list[tuple[str, str, object]]:
    """The rule that a value breaks itself, or what is inside it: step, shape and value."""
    match shape:
        case Text():
            return text_rule(shape, value) or []
        case Integer():
            return integer_rule(shape, value) or []
        case Number():
            return number_rule(shape, value) or []
        case Time():
            return time_rule(value) or []
        case Items():
            return _below_items(shape, value)
        case Entries():
            return _below_entries(shape, value)
        case Structure():
            return _below_structure(shape, value)
        case _:
            assert_never(shape)


def text_rule(shape: Text, value: object) -> str | None:
    """The rule of a text that a value breaks."""
    if not isinstance(value, str):
        return "must be a string"
    if shape.enum and value not in shape.enum:
        return f"must be one of {', '.join(shape.enum)}"
    if (rule := _size(len(value), shape.min, shape.max, "characters")) is not None:
        return rule
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        return "must be valid Unicode, without lone surrogates"
    if shape.pattern is not None and _compiled(shape.pattern).fullmatch(value) is None:
        return f"must match the pattern {shape.pattern}"
    return None


def integer_rule(shape: Integer, value: object) -> str | None:
    """The rule of a whole number that a value breaks."""
    number = as_whole_number(value)
    if number is None:
        return f"must be {A_WHOLE_NUMBER}"
    if (shape.min is None or number >= shape.min) and (shape.max is None or number <= shape.max):
        return None
    return f"must be at least {shape.min}" if shape.max is None else f"must be from {shape.min} to {shape.max}"


def number_rule(shape: Number, value: object) -> str | None:
    """The rule of a number that a value breaks."""
    number = as_number(value)
    if number is None:
        return _NOT_A_NUMBER
    try:
        nearest = float(number)
    except OverflowError:  # an integer beyond the largest float
        return _NOT_FINITE
    if not isfinite(nearest):
        return _NOT_FINITE
    return (
        None
        if nearest == number or not shape.exact
        else "must be a number that a 64-bit float holds exactly, as it does whole numbers up to 2**53"
    )


def time_rule(value: object) -> str | None:
    """The rule of an instant that a value breaks."""
    if not isinstance(value, datetime):
        return "must be a datetime"
    return None if value.utcoffset() is not None else "must have a time zone"


def _size(size: int, low: int, high: int | None, unit: str) -> str | None:
    if low <= size and (high is None or size <= high):
        return None
    return f"must have at least {low} {unit}" if high is None else f"must have {low} to {high} {unit}"


def _below_items(shape: Items, value: object) -> str | list[tuple[str, str, object]]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return "must be a sequence"
    items = cast("Sequence[object]", value)
    return _size(len(items), shape.min, shape.max, "items") or [
        (_item_step(index, item), shape.member, item) for index, item in enumerate(items)
    ]


def _item_step(index: int, item: object) -> str:
    # Tags are a mapping to the caller, so a tag is known by its key.
    tag = cast("Mapping[str, object]", item).get("Key") if isinstance(item, Mapping) else None
    return f"[{index}]" if tag is None else f"[{tag!r}]"


def _below_entries(shape: Entries, value: object) -> str | list[tuple[str, str, object]]:
    if not isinstance(value, Mapping):
        return "must be a mapping"
    entries = cast("Mapping[object, object]", value)
    return _size(len(entries), shape.min, shape.max, "entries") or [
        step
        for key, item in entries.items()
        for step in ((f", in the key {key!r},", shape.key, key), (f"[{key!r}]", shape.value, item))
    ]


def _below_structure(shape: Structure, value: object) -> str | list[tuple[str, str, object]]:
    if not isinstance(value, Mapping):
        return "must be a mapping"
    members = cast("Mapping[str, object]", value)
    for name in members:
        if name not in shape.members:
            return f"must not have {name!r}: there is no such member"
    missing = [(f".{name}", shape.members[name], _ABSENT) for name in shape.required if name not in members]
    return missing + [(f".{name}", shape.members[name], item) for name, item in members.items()]


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
