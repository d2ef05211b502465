"""What a search means, said as plainly as possible: the oracle that engines and query passes are held against.

It reads a wire SearchExpression and a wire record of Search (as a store answers it, or as boto3 parsed it) by the rules
of `docs/semantics.md`, value by value, with no index, plan or pass; it shares no code with `smexp_fp`.

* `holds(expression, record, resource)`: whether a record is a hit.
* `ordered(records, resource, sort_by, sort_order)`: the hits in the order of the answer.
* `visible(conditions, record)`: the VisibilityConditions.

Each raises `Refused` where the service answers with a ValidationException.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cmp_to_key
from typing import Any

Record = Mapping[str, Any]  # JSON, or what boto3 makes of it

_USER = ["UserProfileArn", "UserProfileName", "DomainId"]
_IDENTITY = ["Arn", "PrincipalId", "SourceIdentity"]
_BY = [*_USER, *(f"IamIdentity.{member}" for member in _IDENTITY)]
_STATS = ["Max", "Min", "Last", "Count", "Avg", "StdDev"]

# name of a scalar property -> its type, for each resource
_COMMON = {
    "DisplayName": "text",
    "Source.SourceArn": "text",
    "Source.SourceType": "text",
    "CreationTime": "time",
    "LastModifiedTime": "time",
    **{f"CreatedBy.{member}": "text" for member in _BY},
    **{f"LastModifiedBy.{member}": "text" for member in _BY},
}
_METADATA = {f"MetadataProperties.{m}": "text" for m in ["CommitId", "Repository", "GeneratedBy", "ProjectId"]}
_SCALARS: dict[str, dict[str, str]] = {
    "Experiment": {**_COMMON, "ExperimentName": "text", "ExperimentArn": "text", "Description": "text"},
    "ExperimentTrial": {**_COMMON, **_METADATA, "TrialName": "text", "TrialArn": "text", "ExperimentName": "text"},
    "ExperimentTrialComponent": {
        **_COMMON,
        **_METADATA,
        "TrialComponentName": "text",
        "TrialComponentArn": "text",
        "Status.PrimaryStatus": "text",
        "Status.Message": "text",
        "StartTime": "time",
        "EndTime": "time",
        "SourceDetail.SourceArn": "text",
        "LineageGroupArn": "text",
        "RunName": "text",
    },
}
# list property -> its elements' members and their types
_TAGS = {"Key": "text", "Value": "text"}
_LISTS: dict[str, dict[str, dict[str, str]]] = {
    "Experiment": {"Tags": _TAGS},
    "ExperimentTrial": {
        "Tags": _TAGS,
        "TrialComponentSummaries": {
            "TrialComponentName": "text",
            "TrialComponentArn": "text",
            "TrialComponentSource.SourceArn": "text",
            "TrialComponentSource.SourceType": "text",
            "CreationTime": "time",
            **{f"CreatedBy.{member}": "text" for member in _BY},
        },
    },
    "ExperimentTrialComponent": {
        "Tags": _TAGS,
        "Parents": {"TrialName": "text", "ExperimentName": "text"},
        "Metrics": {
            "MetricName": "text",
            "SourceArn": "text",
            "TimeStamp": "time",
            **dict.fromkeys(_STATS, "number"),
        },
    },
}
_FLAT_LISTS = ["TrialComponentSummaries", "Parents"]


class Refused(Exception):
    """The service would answer with a ValidationException."""


def _same(name: str, other: str) -> bool:
    return name.lower() == other.lower()


def walk(record: Record, path: str) -> list[Any]:
    """The values at a dotted path: none or one, as no list is crossed."""
    step, _, rest = path.partition(".")
    inner = record.get(step)
    if inner is None:
        return []
    return walk(inner, rest) if rest else [inner]


def _milliseconds(value: Any) -> int:
    if isinstance(value, datetime):
        return (value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    return round(float(value) * 1000)


def _converted(kind: str, values: Iterable[Any]) -> list[Any]:
    return [_milliseconds(v) if kind == "time" else float(v) if kind == "number" else v for v in values]


def values(record: Record, resource: str, name: str) -> tuple[str, list[Any]]:
    """The type of a property (text, number, time, parameter), and its values in one record."""
    for known, kind in _SCALARS[resource].items():
        if _same(known, name):
            return kind, _converted(kind, walk(record, known))
    for list_name in _FLAT_LISTS:
        for member, kind in _LISTS[resource].get(list_name, {}).items():
            if _same(f"{list_name}.{member}", name):
                return kind, _converted(kind, [v for e in record.get(list_name, []) for v in walk(e, member)])
    if _same(name, "Tags"):
        return "text", [text for tag in record.get("Tags", []) for text in (tag["Key"], tag["Value"])]
    is_component = resource == "ExperimentTrialComponent"
    head, dot, rest = name.partition(".")
    if dot and _same(head, "Tags"):
        return "text", [tag["Value"] for tag in record.get("Tags", []) if tag["Key"] == rest]
    if is_component:
        found = _component_values(record, head, dot, rest)
        if found is not None:
            return found
    raise Refused(f"Unknown property name: {name}")


def _component_values(  # noqa: C901 - the cases of the page, one by one
    record: Record, head: str, dot: str, rest: str
) -> tuple[str, list[Any]] | None:
    before, inner_dot, last = rest.rpartition(".")
    for artifacts in ("InputArtifacts", "OutputArtifacts"):
        if not _same(head, artifacts):
            continue
        held: Mapping[str, Mapping[str, str]] = record.get(artifacts, {})
        if not dot:
            everything = [text for name, item in held.items() for text in (name, item["Value"], item.get("MediaType"))]
            return "text", [text for text in everything if text is not None]
        for member in ("Value", "MediaType"):
            if inner_dot and _same(last, member):
                return "text", walk(held.get(before, {}), member)
        return "text", walk(held.get(rest, {}), "Value")
    if dot and _same(head, "Parameters"):
        held = record.get("Parameters", {})
        if rest not in held:
            return "parameter", []
        given = held[rest]
        return "parameter", [float(given["NumberValue"]) if "NumberValue" in given else given["StringValue"]]
    if dot and _same(head, "Metrics"):
        name, stat = rest, "Last"
        for known in _STATS:
            if inner_dot and _same(last, known):
                name, stat = before, known
        metrics: list[Record] = record.get("Metrics", [])
        nothing: Record = {}
        first = next((metric for metric in metrics if metric["MetricName"] == name), nothing)
        return "number", [float(first[stat])] if stat in first else []
    return None


def _decimal(text: str) -> float | None:
    if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text, re.ASCII):
        return float(text)
    return None


def _time(text: str) -> int:
    """The instant that an ISO 8601 text says, in milliseconds."""
    parts = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?", text, re.ASCII)
    if not parts:
        raise Refused(f"not a time: {text}")
    year, month, day, clock, hour, minute, second, fraction, zone = parts.groups()
    try:
        days = date(int(year), int(month), int(day)).toordinal() - date(1970, 1, 1).toordinal()
    except ValueError as error:
        raise Refused(f"not a date: {text}") from error
    total = days * 86_400_000
    if clock:
        if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
            raise Refused(f"not a time of day: {text}")
        total += (int(hour) * 60 + int(minute)) * 60_000 + int(second) * 1000
        total += int(((fraction or ".") + "000")[1:4])
    if zone and zone != "Z":
        if int(zone[1:3]) > 23 or int(zone[-2:]) > 59:
            raise Refused(f"not an offset: {text}")
        offset = (int(zone[1:3]) * 60 + int(zone[-2:])) * 60_000
        total -= offset if zone[0] == "+" else -offset
    return total


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "GreaterThan": lambda a, b: a > b,
    "GreaterThanOrEqualTo": lambda a, b: a >= b,
    "LessThan": lambda a, b: a < b,
    "LessThanOrEqualTo": lambda a, b: a <= b,
}


def _items(operand: str) -> list[str]:
    return [item.strip(" ") for item in operand.split(",") if item.strip(" ")]


def _equals(kind: str, value: Any, operand: str) -> bool:
    if kind == "time":
        return bool(value == _time(operand))
    if kind == "text" or isinstance(value, str):
        return bool(value == operand)
    return bool(value == _decimal(operand))


def _filter(  # noqa: C901 - the table of operators, one by one
    kind: str, found: list[Any], operator: str, operand: str | None
) -> bool:
    if operator == "Exists":
        return bool(found)
    if operator == "NotExists":
        return not found
    if operand is None:
        raise Refused(f"{operator} needs a value")
    if kind == "time":
        _time(operand)
    if (kind == "number" or (kind == "parameter" and operator in _ORDER)) and _decimal(operand) is None:
        raise Refused(f"not a decimal: {operand}")
    if operator == "Equals":
        return any(_equals(kind, value, operand) for value in found)
    if operator == "NotEquals":
        return not any(_equals(kind, value, operand) for value in found)
    if operator in {"Contains", "In"}:
        if kind in {"number", "time"}:
            raise Refused(f"{operator} on a {kind}")
        if operator == "Contains":
            return any(isinstance(value, str) and operand in value for value in found)
        return any(_equals(kind, value, item) for value in found for item in _items(operand))
    if kind == "text":
        raise Refused(f"{operator} on a text")
    bound = _time(operand) if kind == "time" else _decimal(operand)
    assert bound is not None
    return any(not isinstance(value, str) and _ORDER[operator](value, bound) for value in found)


def _parts(given: Mapping[str, Any]) -> tuple[str, str | None]:
    operand: str | None = given.get("Value")
    return given.get("Operator") or ("Exists" if operand is None else "Equals"), operand


def _nested(nested: Mapping[str, Any], record: Record, resource: str) -> bool:
    for list_name, members in _LISTS[resource].items():
        if not _same(list_name, nested["NestedPropertyName"]):
            continue
        types = {f"{list_name}.{member}".lower(): (member, kind) for member, kind in members.items()}
        for given in nested["Filters"]:
            if given["Name"].lower() not in types:
                raise Refused(f"Unknown property name: {given['Name']}")
        results: list[bool] = []
        # One element more, which has no members, so that a filter is refused even where the list is empty.
        held: list[Record] = record.get(list_name, [])
        for element in [*held, dict[str, Any]()]:
            answers: list[bool] = []
            for given in nested["Filters"]:
                member, kind = types[given["Name"].lower()]
                answers.append(_filter(kind, _converted(kind, walk(element, member)), *_parts(given)))
            results.append(all(answers))
        return any(results[:-1])
    raise Refused(f"not a list property: {nested['NestedPropertyName']}")


def _is_repeatable(name: str, resource: str) -> bool:
    own = {"Experiment": "ExperimentName", "ExperimentTrial": "TrialName"}.get(resource, "TrialComponentName")
    free = ["DisplayName", own, "Tags"]
    if resource == "ExperimentTrialComponent":
        free += ["InputArtifacts", "OutputArtifacts"]
    return any(_same(name, one) for one in free) or name.lower().startswith(
        tuple(f"{one.lower()}." for one in free[2:])
    )


def check(expression: Mapping[str, Any], resource: str) -> None:
    """The limits of an expression; raises Refused beyond them."""
    conditions = contains = 0
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        filters = list(node.get("Filters", []))
        nested = list(node.get("NestedFilters", []))
        below = list(node.get("SubExpressions", []))
        if not 1 <= len(filters) + len(nested) + len(below) <= 20:
            raise Refused("1 to 20 elements")
        inner = [given for one in nested for given in one["Filters"]]
        conditions += len(filters) + len(nested) + len(below) + len(inner)
        contains += sum(
            given.get("Operator") == "Contains" and not _is_repeatable(given["Name"], resource)
            for given in [*filters, *inner]
        )
        waiting += below
    if conditions > 50:
        raise Refused("50 conditions")
    if contains > 1:
        raise Refused("'CONTAINS' operator usage limit of 1 exceeded.")


def _node(node: Mapping[str, Any], record: Record, resource: str) -> bool:
    answers = [_filter(*values(record, resource, given["Name"]), *_parts(given)) for given in node.get("Filters", [])]
    answers += [_nested(nested, record, resource) for nested in node.get("NestedFilters", [])]
    answers += [_node(below, record, resource) for below in node.get("SubExpressions", [])]
    return any(answers) if node.get("Operator") == "Or" else all(answers)


def holds(expression: Mapping[str, Any] | None, record: Record, resource: str) -> bool:
    """Whether a record (the inner structure, such as `TrialComponent`) satisfies a wire SearchExpression.

    `resource` is the API's name: Experiment, ExperimentTrial, ExperimentTrialComponent. No expression holds for every
    record.
    """
    if expression is None:
        return True
    check(expression, resource)
    return _node(expression, record, resource)


def visible(conditions: Sequence[Mapping[str, str]], record: Record) -> bool:
    """Whether VisibilityConditions keep a record: a tag that it has must have one of the values listed for its key."""
    for tag in record.get("Tags", []):
        listed = [c["Value"] for c in conditions if c["Key"].partition(".")[2] == tag["Key"]]
        if listed and tag["Value"] not in listed:
            return False
    return True


def ordered(
    records: Iterable[Record], resource: str, sort_by: str = "LastModifiedTime", sort_order: str = "Descending"
) -> list[Record]:
    """The records in the order of the answer, from the order in which they were made."""
    ascending = sort_order == "Ascending"

    def before(a: Any, b: Any) -> int:
        """Numbers come before texts."""
        if isinstance(a, str) != isinstance(b, str):
            return -1 if isinstance(b, str) else 1
        return int(a > b) - int(a < b)

    def compare(left: Record, right: Record) -> int:
        keys: list[Any] = []
        for record in (left, right):
            found = values(record, resource, sort_by)[1]
            ranked = sorted(found, key=cmp_to_key(before))
            keys.append((ranked[0] if ascending else ranked[-1]) if ranked else None)
        if (keys[0] is None) != (keys[1] is None):
            return 1 if keys[0] is None else -1
        sign = 0 if keys[0] is None else before(keys[0], keys[1])
        if sign:
            return sign if ascending else -sign
        created = [_milliseconds(record["CreationTime"]) for record in (left, right)]
        return before(*created) if ascending else -before(*created)

    made = list(records)
    return sorted(made if ascending else reversed(made), key=cmp_to_key(compare))
