"""What the service lets through: botocore's own validator, a walker of its model, and what stands in prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, cast

import botocore.session
from botocore.model import ListShape, ServiceModel, Shape, StructureShape
from botocore.validate import ParamValidator

from tests.support import naive_search

Wire = dict[str, Any]


@cache
def _service() -> ServiceModel:
    return botocore.session.get_session().get_service_model("sagemaker")


@cache
def shape(name: str) -> Shape:
    return _service().shape_for(name)


def breaches(expression: Wire, resource: str) -> list[str]:
    """All that the service would refuse in an expression."""
    request = {"Resource": resource, "SearchExpression": expression}
    report = ParamValidator().validate(request, shape("SearchRequest"))
    if report.has_errors():
        return [report.generate_report()]
    found = list(_walk(expression, shape("SearchExpression"), "SearchExpression"))
    return [*found, *_counts(expression, resource)]


def _walk(value: Any, model: Shape, path: str) -> Iterator[str]:
    """Every minimum, maximum, pattern and enum of the model, and members that it does not know."""
    rules = model.metadata
    size = len(value)
    if "min" in rules and size < rules["min"]:
        yield f"{path}: less than {rules['min']}"
    if "max" in rules and size > rules["max"]:
        yield f"{path}: more than {rules['max']}"
    if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
        yield f"{path}: not {rules['pattern']}: {value!r}"
    if "enum" in rules and value not in rules["enum"]:
        yield f"{path}: not in {rules['enum']}: {value!r}"
    if model.type_name == "structure":
        members: dict[str, Shape] = dict(cast("StructureShape", model).members)
        for name, below in value.items():
            if name not in members:
                yield f"{path}.{name}: unknown"
            else:
                yield from _walk(below, members[name], f"{path}.{name}")
    if model.type_name == "list":
        for index, below in enumerate(value):
            yield from _walk(below, cast("ListShape", model).member, f"{path}[{index}]")


def filters_of(expression: Wire) -> Iterator[Wire]:
    """All filters, also those in nested ones."""
    for node in nodes_of(expression):
        yield from node.get("Filters", [])
        for nested in node.get("NestedFilters", []):
            yield from nested["Filters"]


def nodes_of(expression: Wire) -> Iterator[Wire]:
    """The expression and all expressions below."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.get("SubExpressions", [])


def conditions_of(expression: Wire) -> int:
    """How many conditions an expression has, the root not counted."""
    return sum(
        len(node.get("Filters", []))
        + sum(1 + len(nested["Filters"]) for nested in node.get("NestedFilters", []))
        + len(node.get("SubExpressions", []))
        for node in nodes_of(expression)
    )


def _counts(expression: Wire, resource: str) -> Iterator[str]:
    """The counts and the quota that stand in the documentation's prose only, and values that are missing."""
    try:
        naive_search.check(expression, resource)
    except naive_search.Refused as refused:
        yield str(refused)
    for one in filters_of(expression):
        if one.get("Operator", "Exists") not in {"Exists", "NotExists"} and "Value" not in one:
            yield f"{one} without a value"


TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def is_number(name: str) -> bool:
    """Whether a property's name is a metric's statistic, spelled as the package spells it."""
    return name.startswith("Metrics.") and name.rpartition(".")[2] in {"Max", "Min", "Last", "Count", "Avg", "StdDev"}


def is_time(name: str) -> bool:
    return name in {"CreationTime", "LastModifiedTime", "StartTime", "EndTime"} or (
        name in {"TrialComponentSummaries.CreationTime", "Metrics.TimeStamp"}
    )


def operand_breaches(expression: Wire, words: Callable[[str], bool]) -> Iterator[str]:
    """Operands in another form than the documented one: whole seconds in UTC, plain decimals, lists without odd items.

    Args:
        expression: What `compile` emits for a condition without `Q.wire`, whose operands are the caller's own.
        words: Whether a text is one that the condition said.
    """
    for one in filters_of(expression):
        name, operator, value = one["Name"], one.get("Operator"), one.get("Value", "")
        if operator in {"Exists", "NotExists"}:
            continue
        if is_time(name) and not TIME.fullmatch(value):
            yield f"{one}: not a time in whole seconds"
        if is_number(name) and not DECIMAL.fullmatch(value):
            yield f"{one}: not a decimal number"
        if operator in {"GreaterThan", "LessThan", "GreaterThanOrEqualTo", "LessThanOrEqualTo"} and (
            name.startswith("Parameters.") and not DECIMAL.fullmatch(value)
        ):
            yield f"{one}: not a decimal number"
        if operator == "In":
            items = value.split(",")
            if len(items) < 2 or any(not words(item) for item in items):
                yield f"{one}: items that nobody said"
