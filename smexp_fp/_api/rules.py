"""Checks arguments against the rules of the service before anything is sent.

botocore checks only required members, Python types and minima. It leaves patterns, maxima and enums to the service,
whose errors name a wire path. This module checks all of them, and its errors name the caller's argument.
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
from smexp_fp._base.numbers import A_NUMBER, A_WHOLE_NUMBER, as_number, as_whole_number
from smexp_fp.errors import InvalidInput

Path: TypeAlias = tuple[str, ...]

MAX_STEPS = 256
"""The maximum depth of a value: two steps for each of the 50 conditions of a search, and a margin."""

MAX_PARTS = 10_000
"""The maximum number of parts of a value. The largest legal request has fewer than two thousand."""

_ABSENT = object()

_NOT_FINITE = "must be a finite number"
_NOT_A_NUMBER = f"must be {A_NUMBER}"


class Violation(NamedTuple):
    """A value that breaks a rule, and its path: a wire member, then the steps into it as they are printed."""

    path: Path
    value: object
    rule: str


def check(operation: str, parameters: Mapping[str, object], arguments: Mapping[str, str]) -> InvalidInput | None:
    """Check a request before it is sent.

    Args:
        operation: The API operation.
        parameters: Its wire parameters.
        arguments: The caller's argument for each wire member for which it is not that of `argument_of`.

    Returns:
        The first violation, or `None`.
    """
    violation = first_violation(operation, parameters)
    if violation is None:
        return None
    member, *steps = violation.path or ("parameters",)
    argument = (arguments.get(member) or argument_of(member)) + "".join(_attribute(step) for step in steps)
    rule = violation.rule
    if steps[-1:] == [".NumberValue"] and rule == _NOT_A_NUMBER:
        rule = f"must be a string or {A_NUMBER}"  # `wire_parameters` sends every value but strings as a number
    return invalid_input(operation, argument, violation.value, rule)


def check_name(operation: str, argument: str, name: str) -> InvalidInput | None:
    """Check the name of an entity that several calls will be about."""
    violation = first_violation("ExperimentEntityName", name)
    return None if violation is None else invalid_input(operation, argument, name, violation.rule)


_ARGUMENTS = {
    "CrossAccountFilterOption": "cross_account",
    "EndTime": "end",
    "ExperimentName": "experiment",
    "InputArtifactsToRemove": "remove_input_artifacts",
    "MaxResults": "page_size",
    "MetadataProperties": "metadata",
    "MetricData": "data",
    "MetricQueries": "queries",
    "NextToken": "resume_from",
    "OutputArtifactsToRemove": "remove_output_artifacts",
    "ParametersToRemove": "remove_parameters",
    "ResourceArn": "resource",
    "SearchExpression": "condition",
    "StartTime": "start",
    "SuggestionQuery": "hint",
    "TagKeys": "keys",
    "TrialComponentName": "component",
    "TrialName": "trial",
    "VisibilityConditions": "visibility",
}


def argument_of(member: str) -> str:
    """The argument of the public functions for a wire member: its snake case, unless it has a shorter name."""
    return _ARGUMENTS.get(member) or snake_case(member)


_STEPS = {
    # To the caller, parameters are plain values, and a hint is a string.
    ".StringValue": "",
    ".NumberValue": "",
    ".PropertyNameQuery": "",
    ".PropertyNameHint": "",
    ".PrimaryStatus": ".primary",
}


def _attribute(step: str) -> str:
    """The caller's notation for a step into a wire value."""
    return _STEPS.get(step, "." + snake_case(step[1:]) if step.startswith(".") else step)


@lru_cache(maxsize=256)
def snake_case(name: str) -> str:
    """Convert `CreateTrial` to `create_trial`, as boto3 does for its methods."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def invalid_input(operation: str, argument: str, value: object, rule: str) -> InvalidInput:
    """An `InvalidInput` with a message."""
    try:
        shown = repr(value)
    except Exception:  # noqa: BLE001 - a value may be nested too deeply for repr, or its class may fail
        shown = f"a {type(value).__name__}"
    shown = shown if len(shown) <= 100 else f"{shown[:97]}..."  # noqa: PLR2004 - keeps the message short
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
    return invalid_input(operation, argument, value, f"must be the only one given of {', '.join(others)} and {last}")


def first_violation(shape: str, value: object) -> Violation | None:
    """The first part of a value that breaks a rule of its shape.

    There is no recursion, because a caller can nest a search expression to any depth.
    """
    todo: list[tuple[Path, str, object]] = [((), shape, value)]
    parts = 0
    while todo:
        path, name, current = todo.pop()
        if current is _ABSENT:
            return Violation(path, None, "must be given")
        parts += 1
        # Without these limits, a value that contains itself would never end.
        if len(path) > MAX_STEPS:
            return Violation(path[:1], current, f"must not be nested deeper than {MAX_STEPS} steps")
        if parts > MAX_PARTS:
            return Violation(path[:1], current, f"must not have more than {MAX_PARTS} parts")
        inside = _inside(SHAPES[name], current)
        if isinstance(inside, str):
            return Violation(path, current, inside)
        for step, child, item in reversed(inside):
            # A member at the top has no dot, so that the caller's argument can replace it.
            todo.append(((*path, step if path else step.removeprefix(".")), child, item))
    return None


def _inside(shape: Shape, value: object) -> str | list[tuple[str, str, object]]:
    """The rule that a value breaks, or else the parts inside it: step, shape and value."""
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
            return _items_inside(shape, value)
        case Entries():
            return _entries_inside(shape, value)
        case Structure():
            return _members_inside(shape, value)
        case _:
            assert_never(shape)


def text_rule(shape: Text, value: object) -> str | None:
    """The rule for strings that a value breaks, if any."""
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
    """The rule for whole numbers that a value breaks, if any."""
    number = as_whole_number(value)
    if number is None:
        return f"must be {A_WHOLE_NUMBER}"
    if (shape.min is None or number >= shape.min) and (shape.max is None or number <= shape.max):
        return None
    return f"must be at least {shape.min}" if shape.max is None else f"must be from {shape.min} to {shape.max}"


def number_rule(shape: Number, value: object) -> str | None:
    """The rule for numbers that a value breaks, if any."""
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
        else "must be a number that a 64-bit float can represent exactly, such as any whole number up to 2**53"
    )


def time_rule(value: object) -> str | None:
    """The rule for times that a value breaks, if any."""
    if not isinstance(value, datetime):
        return "must be a datetime"
    return None if value.utcoffset() is not None else "must have a time zone"


def _size(size: int, low: int, high: int | None, unit: str) -> str | None:
    if low <= size and (high is None or size <= high):
        return None
    return f"must have at least {low} {unit}" if high is None else f"must have {low} to {high} {unit}"


def _items_inside(shape: Items, value: object) -> str | list[tuple[str, str, object]]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return "must be a sequence"
    items = cast("Sequence[object]", value)
    return _size(len(items), shape.min, shape.max, "items") or [
        (_item_step(index, item), shape.member, item) for index, item in enumerate(items)
    ]


def _item_step(index: int, item: object) -> str:
    # To the caller, tags are a mapping, so a tag is named by its key.
    tag = cast("Mapping[str, object]", item).get("Key") if isinstance(item, Mapping) else None
    return f"[{index}]" if tag is None else f"[{tag!r}]"


def _entries_inside(shape: Entries, value: object) -> str | list[tuple[str, str, object]]:
    if not isinstance(value, Mapping):
        return "must be a mapping"
    entries = cast("Mapping[object, object]", value)
    return _size(len(entries), shape.min, shape.max, "entries") or [
        step
        for key, item in entries.items()
        for step in ((f", in the key {key!r},", shape.key, key), (f"[{key!r}]", shape.value, item))
    ]


def _members_inside(shape: Structure, value: object) -> str | list[tuple[str, str, object]]:
    if not isinstance(value, Mapping):
        return "must be a mapping"
    members = cast("Mapping[str, object]", value)
    for name in members:
        if name not in shape.members:
            return f"must not have the unknown member {name!r}"
    missing = [(f".{name}", shape.members[name], _ABSENT) for name in shape.required if name not in members]
    return missing + [(f".{name}", shape.members[name], item) for name, item in members.items()]


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
