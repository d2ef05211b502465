"""Whether a condition holds for a record, without a service, as `docs/semantics.md` defines it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, TypeAlias, TypeVar, assert_never

from smexp_fp.query._conditions import Condition, node_of
from smexp_fp.query._nodes import And, Nested, Node, Not, Or, Test, children, postorder
from smexp_fp.query._operands import (
    NEGATIVE,
    InvalidOperand,
    Op,
    Value,
    as_float,
    bounds_of,
    milliseconds,
    parse_decimal,
    parse_time,
    texts_of,
)
from smexp_fp.query._properties import (
    LISTS,
    FieldKind,
    ListProperty,
    Property,
    check_resource,
    resolve,
)
from smexp_fp.query._readers import Stored
from smexp_fp.records import Experiment, Resource, Trial, TrialComponent

R = TypeVar("R")

Check: TypeAlias = Callable[[Stored], bool]
_Holds: TypeAlias = Callable[[Any], bool]
_Place: TypeAlias = Resource | ListProperty
"""What a test is applied to: a record of a resource, or an element of a list."""

_ORDER: Final[dict[Op, Callable[[Any, Any], bool]]] = {
    "GreaterThan": operator.gt,
    "GreaterThanOrEqualTo": operator.ge,
    "LessThan": operator.lt,
    "LessThanOrEqualTo": operator.le,
}

_TEXT_TESTS: Final[dict[str, Callable[[str, str], bool]]] = {
    "Equals": operator.eq,
    "Contains": operator.contains,
    "StartsWith": str.startswith,
    "EndsWith": str.endswith,
}


def matches(condition: Condition[R], record: R) -> bool:
    """Whether the condition holds for the record.

    It gives the same answer as a search for the compiled condition, from what is in the record. Tags, parents and
    components that were not fetched (`None`) count as absent. No value equals, or is within, an operand that `compile`
    refuses.

    Args:
        condition: Any condition, of any depth.
        record: A record of a resource that the condition is for.

    Raises:
        TypeError: When it is not a condition, or not a record that can be searched.

    >>> from smexp_fp.query import Q
    >>> from smexp_fp.records import Experiment
    >>> matches(Q.name.contains("auto"), Experiment(name="automl", arn="arn:…"))
    True
    """
    return _predicate(node_of("matches", condition), resource_of(record))(record)


def resource_of(record: object) -> Resource:
    """The API's name of a record's kind.

    Raises:
        TypeError: When it is not a record that can be searched.
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
    """`matches` for filtering many records: the work that does not depend on the record is done once.

    Raises:
        TypeError: When it is not a condition, or there is no such resource.
    """
    node = node_of("predicate", condition)
    check_resource("predicate", resource)
    return _predicate(node, resource)


def _predicate(root: Node, place: _Place) -> _Holds:
    """Evaluates children before parents, at any depth, and shared junctions once."""
    steps = [
        (id(node), node, _leaf(node, place), [id(child) for child in children(node)])
        for node in postorder(root, into_lists=False)
    ]
    if len(steps) == 1 and steps[0][2] is not None:
        return steps[0][2]

    def holds(record: Any) -> bool:  # noqa: ANN401 - a record, or an element of a list
        values: dict[int, bool] = {}
        for at, node, leaf, operands in steps:
            if leaf is not None:
                values[at] = leaf(record)
            elif isinstance(node, And):
                values[at] = all(values[operand] for operand in operands)
            elif isinstance(node, Or):
                values[at] = any(values[operand] for operand in operands)
            else:
                values[at] = not values[operands[0]]
        return values[id(root)]

    return holds


def _leaf(node: Node, place: _Place) -> _Holds | None:
    match node:
        case Test():
            return _test(node, place)
        case Nested():
            return _nested(node, place)
        case Not() | And() | Or():
            return None
        case _:
            assert_never(node)


def _nested(node: Nested, place: _Place) -> _Holds:
    if place not in node.items.resources:
        return _never
    inner = _predicate(node.inner, node.items)
    return lambda record: any(inner(element) for element in node.items.read(record))


def _never(_record: object) -> bool:
    return False


def _always(_record: object) -> bool:
    return True


def _test(test: Test, place: _Place) -> _Holds:
    positive = test.op not in NEGATIVE
    found = resolve(test.prop, test.key, place)
    if found is None:
        return _never if positive else _always
    prop, key = found
    read = prop.values(key) if isinstance(place, ListProperty) else reader(prop, key)
    check = _check(test.op, prop.kind, test.value)
    return lambda record: any(value is not None and check(value) for value in read(record)) is positive


def reader(prop: Property, key: str) -> Callable[[Any], Iterable[Stored | None]]:
    """Reads the property's values from a record. For a member of a list's elements, it reads all elements."""
    values = prop.values(key)
    if prop.items is None:
        return values
    elements = LISTS[prop.items].read
    return lambda record: [value for element in elements(record) for value in values(element)]


def _check(op: Op, kind: FieldKind, value: Value) -> Check:
    """What one value must satisfy. For `NotEquals` and `NotExists`, no value may satisfy it."""
    texts = texts_of(value)
    match op:
        case "Exists" | "NotExists":
            return _always
        case _ if isinstance(value, InvalidOperand):
            return _never
        case "Equals" | "NotEquals" | "In":
            return _equals(kind, texts)
        case "GreaterThan" | "GreaterThanOrEqualTo" | "LessThan" | "LessThanOrEqualTo" | "Between":
            checks = [_compares(bound, kind, text) for bound, text in bounds_of(op, value)]
            return checks[0] if len(checks) == 1 else lambda stored: all(check(stored) for check in checks)
        case "Matches":
            search = re.compile(texts[0]).search
            return lambda stored: isinstance(stored, str) and search(stored) is not None
        case _:
            return _says(op, texts[0])


def _says(op: Op, word: str) -> Check:
    """Compares a text with a word, possibly regardless of case."""
    holds = _TEXT_TESTS[op.removesuffix("IgnoreCase")]
    if op.endswith("IgnoreCase"):
        folded = word.casefold()
        return lambda stored: isinstance(stored, str) and holds(stored.casefold(), folded)
    return lambda stored: isinstance(stored, str) and holds(stored, word)


def _equals(kind: FieldKind, texts: tuple[str, ...]) -> Check:
    if kind == "time":
        times = {parse_time(text) for text in texts}
        return lambda stored: isinstance(stored, datetime) and milliseconds(stored) in times
    words = frozenset(texts)
    numbers = {parse_decimal(text) for text in texts}

    def equals(stored: Stored) -> bool:
        if isinstance(stored, str):
            return stored in words
        return not isinstance(stored, datetime) and as_float(stored) in numbers

    return equals


def _compares(op: Op, kind: FieldKind, text: str) -> Check:
    """An order comparison, which a text never satisfies."""
    compare = _ORDER[op]
    bound = parse_time(text) if kind == "time" else parse_decimal(text)
    if bound is None:
        return _never
    if kind == "time":
        return lambda stored: isinstance(stored, datetime) and compare(milliseconds(stored), bound)
    return lambda stored: not isinstance(stored, str | datetime) and compare(as_float(stored), bound)
