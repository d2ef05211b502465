"""From any SearchExpression to the condition that it expresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, cast, overload

from returns.result import Failure, Result, Success

from smexp_fp.query._conditions import Condition, any_element
from smexp_fp.query._failures import DecompileError, IllegalExpression
from smexp_fp.query._limits import MAX_CONDITIONS, MAX_CONTAINS, MAX_LIST, MAX_NAME, MAX_VALUE
from smexp_fp.query._nodes import And, Node, Or, Test
from smexp_fp.query._operands import (
    REVERSED,
    WIRE_OPERATORS,
    WireOperator,
    is_canonical_number,
    is_canonical_time,
    is_encodable,
    parse_decimal,
    parse_time,
    split_items,
    texts_of,
)
from smexp_fp.query._properties import (
    FIELDS,
    WIRE,
    ListProperty,
    Property,
    check_resource,
    lookup,
    lookup_list,
    lookup_member,
)
from smexp_fp.records import Experiment, Resource, Trial, TrialComponent

_LISTS: Final = ("Filters", "NestedFilters", "SubExpressions")


class _Wrong(Exception):
    def __init__(self, path: str, rule: str) -> None:
        self.path = path
        self.rule = rule


@overload
def decompile(expression: object, resource: Literal["Experiment"]) -> Result[Condition[Experiment], DecompileError]: ...
@overload
def decompile(expression: object, resource: Literal["ExperimentTrial"]) -> Result[Condition[Trial], DecompileError]: ...
@overload
def decompile(
    expression: object, resource: Literal["ExperimentTrialComponent"]
) -> Result[Condition[TrialComponent], DecompileError]: ...
def decompile(expression: object, resource: Resource) -> Result[Condition[Any], DecompileError]:
    """The condition that a SearchExpression expresses.

    It reads every legal expression: names in any case, filters without an operator, properties that this release does
    not know (they become `Q.field`), and operands that no Python value is sent as (they become `Q.wire`).

    Args:
        expression: The dict, as boto3 takes it.
        resource: The API's name of what it searches.

    Returns:
        The condition, or for any other object `IllegalExpression` with the place and the rule.

    Raises:
        TypeError: When there is no such resource.

    >>> decompile({"Filters": [{"Name": "metrics.loss.max", "Operator": "LessThan", "Value": "0.1"}]},
    ...           "ExperimentTrialComponent").unwrap()
    Q.metric('loss').max < 0.1
    """
    return decompile_any(expression, resource)


def decompile_any(expression: object, resource: Resource) -> Result[Condition[Any], DecompileError]:
    """As `decompile`, for a resource known only at run time."""
    check_resource("decompile", resource)
    reader = _Reader(resource)
    try:
        node = reader.node(expression, "")
    except _Wrong as wrong:
        return Failure(IllegalExpression(wrong.path, wrong.rule))
    except Exception:  # noqa: BLE001 - a caller's own class can raise anything when it is read
        return Failure(IllegalExpression("", "must be made of dicts, lists and texts that can be read"))
    if reader.contains_count > MAX_CONTAINS:
        rule = f"Contains is there {reader.contains_count} times where the service takes it once"
        return Failure(IllegalExpression("", rule))
    return Success(Condition(node))


class _Reader:
    """Counts conditions while it reads, so that it stops where an expression exceeds the limits."""

    def __init__(self, resource: Resource) -> None:
        self.resource: Final = resource
        self.count = 0
        self.contains_count = 0

    def node(self, given: object, path: str) -> Node:
        expression = _mapping(given, path, (*_LISTS, "Operator"))
        operator = expression.get("Operator", "And")
        if operator not in ("And", "Or"):
            raise _Wrong(_at(path, "Operator"), "And or Or")
        lists = {name: _list(expression, name, path) for name in _LISTS}
        if not 1 <= sum(map(len, lists.values())) <= MAX_LIST:
            raise _Wrong(path, f"1 to {MAX_LIST} filters, nested filters and sub-expressions together")
        operands: list[Node] = []
        for name, read in zip(_LISTS, (self._filter, self._nested, self.node), strict=True):
            for index, element in enumerate(lists[name]):
                place = f"{_at(path, name)}[{index}]"
                self._step(place)
                operands.append(read(element, place))
        if len(operands) == 1:
            return operands[0]
        return And(tuple(operands)) if operator == "And" else Or(tuple(operands))

    def _step(self, path: str) -> None:
        self.count += 1
        if self.count > MAX_CONDITIONS:
            raise _Wrong(path, f"at most {MAX_CONDITIONS} filters, nested filters and sub-expressions in all")

    def _nested(self, given: object, path: str) -> Node:
        group = _mapping(given, path, ("NestedPropertyName", "Filters"))
        name = _text(group.get("NestedPropertyName"), _at(path, "NestedPropertyName"), MAX_NAME)
        items = lookup_list(self.resource, name)
        if items is None:
            raise _Wrong(_at(path, "NestedPropertyName"), f"a list property of {self.resource}")
        filters = _list(group, "Filters", path)
        if not 1 <= len(filters) <= MAX_LIST:
            raise _Wrong(_at(path, "Filters"), f"1 to {MAX_LIST} filters")
        inner: list[Condition[Any]] = []
        for index, element in enumerate(filters):
            place = f"{_at(path, 'Filters')}[{index}]"
            self._step(place)
            inner.append(Condition(self._filter(element, place, items)))
        return any_element(items, tuple(inner))

    def _filter(self, given: object, path: str, items: ListProperty | None = None) -> Node:
        one = _mapping(given, path, ("Name", "Operator", "Value"))
        name = _text(one.get("Name"), _at(path, "Name"), MAX_NAME)
        raw = one.get("Value")
        value = None if raw is None else _text(raw, _at(path, "Value"), MAX_VALUE)
        given_op = one.get("Operator", "Exists" if value is None else "Equals")
        op = WIRE_OPERATORS.get(given_op) if isinstance(given_op, str) else None
        if op is None:
            raise _Wrong(_at(path, "Operator"), f"one of {', '.join(WIRE_OPERATORS)}")
        if items is None:
            prop, key = lookup(self.resource, name) or (FIELDS["parameter"], name)
        elif (member := lookup_member(items, name)) is not None:
            prop, key = member, ""
        else:
            raise _Wrong(_at(path, "Name"), f"the full name of a member of {items.path}")
        if op in {"Exists", "NotExists"}:
            return Test(FIELDS["text"] if prop.by_name else prop, key, op, None)
        if value is None:
            raise _Wrong(path, f"a Value, since {op} needs one")
        self.contains_count += op == "Contains" and prop.counts_towards_contains_quota
        return _test(prop, key, op, value, name, path)


def _test(prop: Property, key: str, op: WireOperator, value: str, name: str, path: str) -> Node:  # noqa: PLR0917 - what a filter has
    """The test as a field makes it, or as `Q.wire` where no field can make it."""
    kind = prop.kind
    if op in {"Contains", "In"} and kind in {"number", "time"}:
        raise _Wrong(_at(path, "Operator"), f"not {op}, which is for texts: {name} is a {kind}")
    if op in REVERSED and kind == "text":
        raise _Wrong(_at(path, "Operator"), f"not {op}, which is for numbers and times: {name} is a text")
    operand = split_items(value) if op == "In" else value
    made = Test(prop, key, op, operand)
    raw = Test(WIRE, name, op, operand)
    if kind == "time" or (prop.by_name and op in REVERSED and parse_decimal(value) is None):
        # Of an unknown property only the service knows whether it is a number or a time.
        if parse_time(value) is None:
            raise _Wrong(_at(path, "Value"), "an ISO 8601 time" if kind == "time" else "a decimal number")
        time = FIELDS["time"] if prop.by_name else prop
        return Test(time, key, op, value) if is_canonical_time(value) else raw
    if kind == "number" or (kind == "parameter" and op in REVERSED):
        if parse_decimal(value) is None:
            raise _Wrong(_at(path, "Value"), "a decimal number")
        return made if is_canonical_number(value) else raw
    if prop.choices and op != "Contains" and not set(texts_of(operand)) <= set(prop.choices):
        return raw  # a value that this release does not know
    return Test(FIELDS["text"], key, op, operand) if prop.by_name and op != "In" else made


def _at(path: str, member: str) -> str:
    return f"{path}.{member}" if path else member


def _mapping(given: object, path: str, members: Iterable[str]) -> Mapping[Any, object]:
    if not isinstance(given, Mapping):
        raise _Wrong(path, f"a dict, not {type(given).__name__}")
    mapping = cast("Mapping[Any, object]", given)
    for member in mapping:
        if member not in members:
            shown = repr(member[:50]) if isinstance(member, str) else type(member).__name__
            raise _Wrong(path, f"only {', '.join(sorted(members))}, not {shown}")
    return mapping


def _list(given: Mapping[Any, object], name: str, path: str) -> list[Any]:
    if name not in given:
        return []
    found, where = given[name], _at(path, name)
    if not isinstance(found, list | tuple):
        raise _Wrong(where, f"a list, not {type(found).__name__}")
    if not found:
        raise _Wrong(where, f"1 to {MAX_LIST} elements")
    return list(cast("Iterable[Any]", found))


def _text(given: object, path: str, longest: int) -> str:
    if not isinstance(given, str):
        raise _Wrong(path, f"a str, not {type(given).__name__}")
    text = str.__str__(given)  # an enum's own `__str__` may say something else
    if not 1 <= len(text) <= longest or "\n" in text:
        raise _Wrong(path, f"1 to {longest} characters, none of them a newline")
    if not is_encodable(text):
        raise _Wrong(path, "no lone surrogates")
    return text
