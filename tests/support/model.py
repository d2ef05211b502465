"""What botocore's service models say, for tests that must not take the package's own word for it."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

import botocore.session
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape

ARN = "arn:aws:sagemaker:us-east-1:123456789012:experiment/e"
MOMENT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)

OPERATIONS = {
    "sagemaker": (
        *("CreateExperiment", "DescribeExperiment", "UpdateExperiment", "DeleteExperiment", "ListExperiments"),
        *("CreateTrial", "DescribeTrial", "UpdateTrial", "DeleteTrial", "ListTrials"),
        *("CreateTrialComponent", "DescribeTrialComponent", "UpdateTrialComponent", "DeleteTrialComponent"),
        *("ListTrialComponents", "AssociateTrialComponent", "DisassociateTrialComponent"),
        *("AddTags", "ListTags", "DeleteTags", "Search", "GetSearchSuggestions"),
    ),
    "sagemaker-metrics": ("BatchPutMetrics", "BatchGetMetrics"),
}
"""Every operation that the package uses, by service."""

ALL_OPERATIONS = [operation for operations in OPERATIONS.values() for operation in operations]

# A search record has one member for each kind of resource, and some of those are as large as a training job.
_SKIPPED = {"SourceDetail"}
_SEARCHABLE = {"Experiment", "Trial", "TrialComponent"}


@cache
def service(name: str) -> ServiceModel:
    return botocore.session.get_session().get_service_model(name)


def operation_model(operation: str) -> OperationModel:
    home = next(name for name, operations in OPERATIONS.items() if operation in operations)
    return service(home).operation_model(operation)


def input_shape(operation: str) -> StructureShape:
    shape = operation_model(operation).input_shape
    assert shape is not None
    return shape


def members(shape: Shape) -> dict[str, Shape]:
    return dict(cast("StructureShape", shape).members)


def member(shape: Shape) -> Shape:
    return cast("ListShape", shape).member


def entry(shape: Shape) -> tuple[Shape, Shape]:
    return cast("MapShape", shape).key, cast("MapShape", shape).value


def required(shape: Shape) -> list[str]:
    return list(cast("StructureShape", shape).required_members)


def enum(shape: Shape) -> list[str]:
    return list(shape.metadata.get("enum", ()))


def answer(operation: str, *, moment: datetime | float = MOMENT) -> dict[str, Any]:
    """An answer with every member that the model knows, but a `NextToken`: a list has one page of one item.

    Args:
        operation: The API operation.
        moment: Every time in it: a datetime as botocore parses it, or a number as the wire has it.
    """
    shape = operation_model(operation).output_shape
    if shape is None:
        return {}
    made = sample(shape, moment)
    made.pop("NextToken", None)
    if operation == "BatchPutMetrics":
        del made["Errors"]
    return cast("dict[str, Any]", made)


def sample(shape: Shape, moment: datetime | float = MOMENT) -> Any:
    """A value of a shape with all its members, one item a list and one entry a map."""
    match shape.type_name:
        case "structure":
            inside = members(shape)
            if shape.name == "SearchRecord":
                inside = {name: child for name, child in inside.items() if name in _SEARCHABLE}
            return {name: sample(child, moment) for name, child in inside.items() if name not in _SKIPPED}
        case "list":
            return [sample(member(shape), moment)]
        case "map":
            return {"key": sample(entry(shape)[1], moment)}
        case "string":
            return (enum(shape) or [ARN if shape.name.endswith("Arn") else "text"])[0]
        case "integer" | "long":
            return 1
        case "double" | "float":
            return 0.5
        case "timestamp":
            return moment
        case "boolean":
            return True
        case other:
            raise AssertionError(other)


def places(shape: Shape) -> Iterator[tuple[tuple[str, ...], Shape]]:
    """Every place inside a shape, with what the model says of it; a shape inside itself is not entered again.

    A step is a member's name, `[]` for the items of a list, `{}` for a map's keys and `{*}` for its values.
    """

    def walk(path: tuple[str, ...], current: Shape, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Shape]]:
        yield path, current
        if current.name in above:
            return
        above = (*above, current.name)
        if current.type_name == "structure":
            for name, child in members(current).items():
                yield from walk((*path, name), child, above)
        elif current.type_name == "list":
            yield from walk((*path, "[]"), member(current), above)
        elif current.type_name == "map":
            yield from walk((*path, "{}"), entry(current)[0], above)
            yield from walk((*path, "{*}"), entry(current)[1], above)

    return walk((), shape, ())


VALID_TEXT: dict[str, str] = {
    "ResourceArn": ARN,
    "SageMakerResourceArn": ARN,
    "MediaType": "text/plain",
}
"""A legal text where `a` is none."""


def smallest(shape: Shape, path: tuple[str, ...] = ()) -> Any:
    """A legal value with the place `path` in it, and besides that only what is required."""
    match shape.type_name:
        case "structure":
            chosen = {*required(shape), *path[:1]}
            return {
                name: smallest(child, path[1:] if path[:1] == (name,) else ())
                for name, child in members(shape).items()
                if name in chosen
            }
        case "list":
            if path[:1] == ("[]",):
                return [smallest(member(shape), path[1:])]
            return [smallest(member(shape))] * int(shape.metadata.get("min", 0))
        case "map":
            if path[:1] == ("{*}",):
                return {"a": smallest(entry(shape)[1], path[1:])}
            return {"a": smallest(entry(shape)[1])} if path else {}
        case "string":
            return (enum(shape) or [VALID_TEXT.get(shape.name, "a")])[0]
        case "integer" | "long":
            return int(shape.metadata.get("min", 1))
        case "double":
            return 0.5
        case "timestamp":
            return MOMENT
        case other:
            raise AssertionError(other)


def changed(value: Any, path: tuple[str, ...], change: Callable[[Any], Any]) -> Any:
    """A copy of a value in which the place `path` is changed."""
    if not path:
        return change(value)
    step, rest = path[0], path[1:]
    if step == "[]":
        return [changed(value[0], rest, change), *value[1:]]
    if step == "{*}":
        return {key: changed(item, rest, change) for key, item in value.items()}
    if step == "{}":
        return {change(key): item for key, item in value.items()}
    return {**value, step: changed(value[step], rest, change)}
