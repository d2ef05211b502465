"""From a SearchExpression, ours or found in someone's notebook, to the condition that it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, overload

from returns.result import Failure, Result, Success
from typing_extensions import TypeIs

from smexp_fp.query._ast import REVERSED, And, Condition, Node, Op, Or, Test
from smexp_fp.query._failures import IllegalExpression
from smexp_fp.query._fields import nested
from smexp_fp.query._limits import MAX_CONDITIONS, MAX_CONTAINS, MAX_LIST, MAX_NAME, MAX_VALUE
from smexp_fp.query._literals import is_encodable, parse_decimal, parse_time, split_items
from smexp_fp.query._lookup import lookup, lookup_list, lookup_member
from smexp_fp.query._properties import FIELDS, WIRE, ListProperty, Property, Resource
from smexp_fp.query._q import WIRE_OPERATORS
from smexp_fp.query._repr import is_canonical_number, is_canonical_time
from smexp_fp.records import Experiment, Trial, TrialComponent

_LISTS: Final = ("Filters", "NestedFilters", "SubExpressions")

Illegal: TypeAlias = IllegalExpression


class _Wrong(Exception):
    def __init__(self, path: str, rule: str) -> None:
        self.path = path
        self.rule = rule


@overload
def decompile(expression: object, resource: Literal["Experiment"]) -> Result[Condition[Experiment], Illegal]: ...
@overload
def decompile(expression: object, resource: Literal["ExperimentTrial"]) -> Result[Condition[Trial], Illegal]: ...
@overload
def decompile(
    expression: object, resource: Literal["ExperimentTrialComponent"]
) -> Result[Condition[TrialComponent], Illegal]: ...
def decompile(expression: object, resource: Resource) -> Result[Condition[Any], Illegal]:
    """The condition that a SearchExpression says.

    Every legal expression is understood: names in any case, filters without an operator, properties that this release
    does not know (they become `Q.field`), operands that no Python value is written as (they become `Q.wire`).

    Args:
        expression: The dict, as boto3 takes it.
        resource: The API's name of what it searches.

    Returns:
        The condition, or `IllegalExpression` with the place and the rule. Never raises on any object.

    >>> decompile({"Filters": [{"Name": "metrics.loss.max", "Operator": "LessThan", "Value": "0.1"}]},
    ...           "ExperimentTrialComponent").unwrap()
    Q.metric('loss').max < 0.1
    """
    return decompile_any(expression, resource)


def decompile_any(expression: object, resource: Resource) -> Result[Condition[Any], Illegal]:
    """As `decompile`, for a resource known only at run time."""
    reader = _Reader(resource)
    try:
        condition = reader.node(expression, "")
    except _Wrong as wrong:
        return Failure(IllegalExpression(wrong.path, wrong.rule))
    if reader.rationed > MAX_CONTAINS:
        return Failure(
            IllegalExpression("", f"Contains stands {reader.rationed} times where the service takes it once")
        )
    return Success(condition)


class _Reader:
    """Counts conditions on the way, so that no expression is read deeper or further than a legal one goes."""

    def __init__(self, resource: Resource) -> None:
        self.resource: Final = resource
        self.count = 0
        self.rationed = 0

    def node(self, given: object, path: str) -> Node:
        expression = _mapping(given, path, (*_LISTS, "Operator"))
        operator = _plain(expression.get("Operator", "And"))
        if operator not in {"And", "Or"}:
            raise _Wrong(_at(path, "Operator"), "And or Or")
        lists = [_list(expression, name, path) for name in _LISTS]
        if not 1 <= sum(map(len, lists)) <= MAX_LIST:
            raise _Wrong(path, f"1 to {MAX_LIST} filters, nested filters and sub-expressions together")
        filters, groups, below = lists
        operands = [
            *(self._filter(one, f"{_at(path, 'Filters')}[{i}]", None) for i, one in enumerate(filters)),
            *(self._nested(one, f"{_at(path, 'NestedFilters')}[{i}]") for i, one in enumerate(groups)),
            *(self._below(one, f"{_at(path, 'SubExpressions')}[{i}]") for i, one in enumerate(below)),
        ]
        if len(operands) == 1:
            return operands[0]
        return And(tuple(operands)) if operator == "And" else Or(tuple(operands))

    def _step(self, path: str) -> None:
        self.count += 1
        if self.count > MAX_CONDITIONS:
            raise _Wrong(path, f"at most {MAX_CONDITIONS} filters, nested filters and sub-expressions in all")

    def _below(self, given: object, path: str) -> Node:
        self._step(path)
        return self.node(given, path)

    def _nested(self, given: object, path: str) -> Node:
        self._step(path)
        group = _mapping(given, path, ("NestedPropertyName", "Filters"))
        name = _text(group.get("NestedPropertyName"), _at(path, "NestedPropertyName"), MAX_NAME)
        items = lookup_list(self.resource, name)
        if items is None:
            raise _Wrong(_at(path, "NestedPropertyName"), f"a list property of {self.resource}")
        filters = _list(group, "Filters", path)
        if not 1 <= len(filters) <= MAX_LIST:
            raise _Wrong(_at(path, "Filters"), f"1 to {MAX_LIST} filters")
        inner = tuple(self._filter(one, f"{_at(path, 'Filters')}[{i}]", items) for i, one in enumerate(filters))
        return nested(items, inner)

    def _filter(self, given: object, path: str, items: ListProperty | None) -> Node:
        self._step(path)
        one = _mapping(given, path, ("Name", "Operator", "Value"))
        name = _text(one.get("Name"), _at(path, "Name"), MAX_NAME)
        raw = one.get("Value")
        value = None if raw is None else _text(raw, _at(path, "Value"), MAX_VALUE)
        op = WIRE_OPERATORS.get(_plain(one.get("Operator", "Exists" if value is None else "Equals")))
        if op is None:
            raise _Wrong(_at(path, "Operator"), f"one of {', '.join(WIRE_OPERATORS.values())}")
        prop, key = self._property(name, items, path)
        if op in {"Exists", "NotExists"}:
            return Test(FIELDS["text"] if prop.is_loose else prop, key, op, None)
        if value is None:
            raise _Wrong(path, f"a Value, since {op} needs one")
        self.rationed += op == "Contains" and not prop.is_unrationed
        return _test(prop, key, op, value, name, path)

    def _property(self, name: str, items: ListProperty | None, path: str) -> tuple[Property, str]:
        if items is not None:
            member = lookup_member(items, name)
            if member is None:
                raise _Wrong(_at(path, "Name"), f"the full name of a member of {items.path}")
            return member, ""
        return lookup(self.resource, name) or (FIELDS["parameter"], name)


def _test(prop: Property, key: str, op: Op, value: str, name: str, path: str) -> Node:  # noqa: PLR0917 - what a filter has
    """The test as a field makes it, or, where no field can, just as it stands."""
    kind = prop.kind
    where = _at(path, "Value")
    if op in {"Contains", "In"} and kind in {"number", "time"}:
        raise _Wrong(_at(path, "Operator"), f"not {op}, which is for texts: {name} is a {kind}")
    if op in REVERSED and kind == "text":
        raise _Wrong(_at(path, "Operator"), f"not {op}, which is for numbers and times: {name} is a text")
    if op == "In":
        return Test(prop, key, op, split_items(value))
    raw = Test(WIRE, name, op, value)
    if kind == "time":
        if parse_time(value) is None:
            raise _Wrong(where, "an ISO 8601 time")
        return Test(prop, key, op, value) if is_canonical_time(value) else raw
    if kind == "number" or (kind == "parameter" and op in REVERSED):
        if parse_decimal(value) is None:
            # Of an unknown property only the service knows whether it is a time.
            if prop.is_loose and parse_time(value) is not None:
                return Test(FIELDS["time"], key, op, value) if is_canonical_time(value) else raw
            raise _Wrong(where, "a decimal number")
        return Test(prop, key, op, value) if is_canonical_number(value) else raw
    if prop.is_loose:
        return Test(FIELDS["text"], key, op, value)
    return Test(prop, key, op, value)


def _at(path: str, member: str) -> str:
    return f"{path}.{member}" if path else member


def _mapping(given: object, path: str, members: Sequence[str]) -> dict[str, object]:
    if not issubclass(type(given), Mapping):
        raise _Wrong(path, f"a dict, not {type(given).__name__}")
    found: dict[str, object] = {}
    for member, value in _read(given, lambda mapping: mapping.items(), path):
        name = _plain(member)
        if name is None or name not in members:
            shown = type(member).__name__ if name is None else repr(name[:50])
            raise _Wrong(path, f"only {', '.join(sorted(members))}, not {shown}")
        found[name] = value
    return found


def _list(given: dict[str, object], name: str, path: str) -> list[Any]:
    if name not in given:
        return []
    found, where = given[name], _at(path, name)
    if not issubclass(type(found), list | tuple):
        raise _Wrong(where, f"a list, not {type(found).__name__}")
    items = _read(found, iter, where)
    if not items:
        raise _Wrong(where, f"1 to {MAX_LIST} elements")
    return items


def _read(given: Any, how: Callable[[Any], Iterable[Any]], path: str) -> list[Any]:  # noqa: ANN401 - whatever we are given
    try:
        return list(how(given))
    except Exception as error:  # a class of someone's own can raise anything
        raise _Wrong(path, "something that can be read") from error


def _text(given: object, path: str, longest: int) -> str:
    text = _plain(given)
    if text is None:
        raise _Wrong(path, f"a str, not {type(given).__name__}")
    if not 1 <= len(text) <= longest or "\n" in text:
        raise _Wrong(path, f"1 to {longest} characters, none of them a newline")
    if not is_encodable(text):
        raise _Wrong(path, "no lone surrogates")
    return text


def _plain(given: object) -> str | None:
    """The text as a plain `str`: one of a class of its own may say something else, or raise, when it is asked."""
    return str.__str__(given) if _is_str(given) else None


def _is_str(given: object) -> TypeIs[str]:
    return issubclass(type(given), str)  # `isinstance` would ask the object
