"""Whether a condition holds for a record: the meaning of a search, by `docs/semantics.md`, without a service."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Final, TypeAlias, TypeVar, assert_never

from smexp_fp.query._ast import (
    And,
    Condition,
    Nested,
    Node,
    Not,
    Op,
    Or,
    Test,
    Unsayable,
    Value,
    as_node,
    children,
    postorder,
)
from smexp_fp.query._literals import ONE_DAY, midnight, milliseconds, parse_decimal, parse_time
from smexp_fp.query._lookup import lookup, lookup_member
from smexp_fp.query._properties import LISTS, Kind, ListProperty, Property, Resource, Stored
from smexp_fp.records import Experiment, Trial, TrialComponent

R = TypeVar("R")

Check: TypeAlias = Callable[[Stored], bool]
_Holds: TypeAlias = Callable[[Any], bool]

_ORDER: Final[dict[Op, Callable[[Any, Any], bool]]] = {
    "GreaterThan": operator.gt,
    "GreaterThanOrEqualTo": operator.ge,
    "LessThan": operator.lt,
    "LessThanOrEqualTo": operator.le,
}


def matches(condition: Condition[R], record: R) -> bool:
    """Whether the condition holds for the record.

    It answers as a search for the compiled condition does, on what the record carries: tags, parents and the
    components of a trial
    that were not asked for (`None`) count as absent. An operand that `compile` refuses equals and bounds nothing.

    Args:
        condition: Any condition.
        record: A record that the condition can search.

    Raises:
        TypeError: When it is no record that can be searched.

    >>> from smexp_fp.query import Q
    >>> from smexp_fp.records import Experiment
    >>> matches(Q.name.contains("auto"), Experiment(name="automl", arn="arn:…"))
    True
    """
    return predicate(condition, resource_of(record))(record)


def resource_of(record: object) -> Resource:
    """The API's name of a record's kind.

    Raises:
        TypeError: When it is no record that can be searched.
    """
    match record:
        case Experiment():
            return "Experiment"
        case Trial():
            return "ExperimentTrial"
        case TrialComponent():
            return "ExperimentTrialComponent"
        case _:
            raise TypeError(f"matches takes an Experiment, a Trial or a TrialComponent, not {type(record).__name__}")


def predicate(condition: Condition[Any], resource: Resource) -> Callable[[Any], bool]:
    """`matches` with the work that does not depend on the record done once, for filtering many."""
    return _predicate(as_node(condition), resource, None)


def _predicate(root: Node, resource: Resource, items: ListProperty | None) -> _Holds:  # noqa: C901 - one case a node
    """Evaluates children before parents over a list of slots, so that no depth is too deep."""
    nodes = postorder(root, into=(Not,))
    slots = {id(node): slot for slot, node in enumerate(nodes)}
    steps: list[tuple[Node, _Holds | None, tuple[int, ...]]] = []
    for node in nodes:
        match node:
            case Test():
                steps.append((node, _test(node, resource, items), ()))
            case Nested():
                steps.append((node, _nested(node, resource, items), ()))
            case Not() | And() | Or():
                steps.append((node, None, tuple(slots[id(child)] for child in children(node))))
            case _:
                assert_never(node)
    if len(steps) == 1 and steps[0][1] is not None:
        return steps[0][1]

    def holds(record: Any) -> bool:  # noqa: ANN401 - a record, or an element of a list
        values: list[bool] = []
        for node, leaf, below in steps:
            if leaf is not None:
                values.append(leaf(record))
            elif isinstance(node, Not):
                values.append(not values[below[0]])
            elif isinstance(node, And):
                values.append(all(values[slot] for slot in below))
            else:
                values.append(any(values[slot] for slot in below))
        return values[-1]

    return holds


def _nested(node: Nested, resource: Resource, outer: ListProperty | None) -> _Holds:
    items = node.items
    if outer is not None or resource not in items.resources:
        return _never
    inner = _predicate(node.inner, resource, items)
    return lambda record: any(inner(element) for element in items.read(record))


def _never(_record: object) -> bool:
    return False


def _test(test: Test, resource: Resource, items: ListProperty | None) -> _Holds:
    prop, key = _resolved(test, resource, items)
    read = _no_values if prop is None else prop.read if items is not None else reader(prop)
    kind = prop.kind if prop is not None else test.prop.kind
    negative = test.op in {"NotEquals", "NotExists"}
    check = _check(test.op, kind, test.value)

    def holds(record: Any) -> bool:  # noqa: ANN401 - a record, or an element of a list
        return any(value is not None and check(value) for value in read(record, key)) is not negative

    return holds


def _resolved(test: Test, resource: Resource, items: ListProperty | None) -> tuple[Property | None, str]:
    prop = test.prop
    if items is not None:
        member = lookup_member(items, test.key) if prop.is_loose else prop
        return (member if member is not None and member.items == items.path else None), ""
    if prop.is_loose:
        return lookup(resource, test.key) or (None, "")
    return (prop if resource in prop.paths else None), test.key


def _no_values(_record: object, _key: str) -> tuple[()]:
    return ()


def reader(prop: Property) -> Callable[[Any, str], Iterable[Stored | None]]:
    """Reads the property's values from a record, also where it is a member of a list's elements."""
    return prop.read if prop.items is None else _of_any(prop)


def _of_any(prop: Property) -> Callable[[Any, str], Iterable[Stored | None]]:
    """A member of a list's elements, asked of the record: the values of all elements."""
    elements = LISTS[prop.items or ""].read

    def read(record: Any, key: str) -> list[Stored | None]:  # noqa: ANN401 - any record
        return [value for element in elements(record) for value in prop.read(element, key)]

    return read


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _check(op: Op, kind: Kind, value: Value) -> Check:
    """What one value must satisfy; for `NotEquals` and `NotExists`, what none may."""
    if op in {"Exists", "NotExists"}:
        return lambda _stored: True
    if isinstance(value, Unsayable) or value is None:
        return lambda _stored: False
    texts = _texts(value)
    match op:
        case "Equals" | "NotEquals" | "In":
            return _equals(kind, texts)
        case "Contains":
            return lambda stored: isinstance(stored, str) and texts[0] in stored
        case "Between":
            low = _compares("GreaterThanOrEqualTo", kind, texts[0])
            high = _compares("LessThanOrEqualTo", kind, texts[1])
            return lambda stored: low(stored) and high(stored)
        case "On":
            day = date.fromisoformat(texts[0])
            start = _compares("GreaterThanOrEqualTo", kind, midnight(day))
            if day == date.max:
                return start
            end = _compares("LessThan", kind, midnight(day + ONE_DAY))
            return lambda stored: start(stored) and end(stored)
        case _:
            return _compares(op, kind, texts[0])


def _equals(kind: Kind, texts: tuple[str, ...]) -> Check:
    if kind == "text":
        words = frozenset(texts)
        return lambda stored: stored in words
    if kind == "time":
        times = {parse_time(text) for text in texts}
        return lambda stored: isinstance(stored, datetime) and milliseconds(stored) in times
    words = frozenset(texts)
    numbers = {parse_decimal(text) for text in texts}
    return lambda stored: stored in words if isinstance(stored, str) else _number(stored) in numbers


def _compares(op: Op, kind: Kind, text: str) -> Check:
    """Whether a value compares so; a text never does."""
    compare = _ORDER[op]
    bound = parse_time(text) if kind == "time" else None if kind == "text" else parse_decimal(text)
    if bound is None:
        return lambda _stored: False
    if kind == "time":
        return lambda stored: isinstance(stored, datetime) and compare(milliseconds(stored), bound)
    return lambda stored: not isinstance(stored, str | datetime) and compare(_number(stored), bound)


def _number(stored: Stored) -> float | None:
    """As a 64-bit floating-point number; a record made by hand could hold an int beyond them."""
    if isinstance(stored, str | datetime):
        return None
    try:
        return float(stored)
    except OverflowError:
        return float("inf") if stored > 0 else float("-inf")
