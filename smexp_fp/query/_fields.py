"""The fields: what stands at the left of a comparison. Each offers only the operators that its type has.

A field is no condition: it becomes one by a comparison or by `.exists()`. The type parameter says who has the property.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final, Generic, NoReturn, TypeVar, final

from returns.result import Failure, Result, Success

from smexp_fp.query._ast import And, Condition, Nested, Not, Op, Or, Test, Unsayable, Value, nodes_of, postorder
from smexp_fp.query._failures import UnknownProperty
from smexp_fp.query._literals import ONE_DAY, midnight, number_value, text_value, time_value
from smexp_fp.query._properties import Kind, ListProperty, Property, Resource

R_contra = TypeVar("R_contra", contravariant=True)
I = TypeVar("I")  # noqa: E741 - the element of a list


class Field(Generic[R_contra]):
    """A property that can be searched and sorted by, possibly with a key (`Q.tags["team"]`)."""

    __slots__ = ("_key", "_prop")

    def __init__(self, prop: Property, key: str = "") -> None:
        self._prop: Final = prop
        self._key: Final = key

    def exists(self) -> Condition[R_contra]:
        """The property has a value (operator `Exists`)."""
        return Test(self._prop, self._key, "Exists", None)

    def missing(self) -> Condition[R_contra]:
        """The property has no value (operator `NotExists`)."""
        return Test(self._prop, self._key, "NotExists", None)

    def path(self, resource: Resource) -> Result[str, UnknownProperty]:
        """The property's name in a search for the resource, for `SortBy` as well.

        Returns:
            The name, or `UnknownProperty` where the resource has no such property.

        >>> from smexp_fp.query import Q
        >>> Q.metric("loss").last.path("ExperimentTrialComponent").unwrap()
        'Metrics.loss.Last'
        """
        found = self._prop.path(resource, self._key)
        return Success(found) if found is not None else Failure(UnknownProperty(self.exists(), resource))

    def __repr__(self) -> str:
        return self._prop.code.replace("{}", repr(self._key))

    def __bool__(self) -> NoReturn:
        raise TypeError(f"a field is no condition: write `{self!r}.exists()` or a comparison")

    def __hash__(self) -> int:
        return object.__hash__(self)


class TextField(Field[R_contra]):
    """A text. Comparisons regard case; an operand has 1 to 1024 characters and no newline.

    >>> from smexp_fp.query import Q
    >>> Q.name.contains("auto")
    Q.name.contains('auto')
    """

    __slots__ = ()

    def __eq__(self, other: str) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return Test(self._prop, self._key, "Equals", text_value(other, self, " =="))

    def __ne__(self, other: str) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return Test(self._prop, self._key, "NotEquals", text_value(other, self, " !="))

    def contains(self, text: str) -> Condition[R_contra]:
        """The text contains another (operator `Contains`; the service limits how many a search may have)."""
        return Test(self._prop, self._key, "Contains", text_value(text, self, ".contains"))

    def is_in(self, texts: Iterable[str]) -> Condition[R_contra]:
        """The text is one of several (operator `In`, or several `Equals` where one has a comma); of none: never.

        Raises:
            TypeError: When given one str, whose letters are hardly meant.
        """
        return Test(self._prop, self._key, "In", _texts(texts, self))

    def __hash__(self) -> int:
        return object.__hash__(self)


@final
class NumberField(Field[R_contra]):
    """A number, compared as a 64-bit floating-point value.

    >>> from smexp_fp.query import Q
    >>> Q.metric("accuracy").max.between(0.9, 1)
    Q.metric('accuracy').max.between(0.9, 1)
    """

    __slots__ = ()

    def __eq__(self, other: float) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return self._test("Equals", other)

    def __ne__(self, other: float) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return self._test("NotEquals", other)

    def __lt__(self, other: float) -> Condition[R_contra]:
        return self._test("LessThan", other)

    def __le__(self, other: float) -> Condition[R_contra]:
        return self._test("LessThanOrEqualTo", other)

    def __gt__(self, other: float) -> Condition[R_contra]:
        return self._test("GreaterThan", other)

    def __ge__(self, other: float) -> Condition[R_contra]:
        return self._test("GreaterThanOrEqualTo", other)

    def between(self, low: float, high: float) -> Condition[R_contra]:
        """From `low` through `high`."""
        bounds = number_value(low, self, ".between"), number_value(high, self, ".between")
        return _between(self._prop, self._key, *bounds)

    def _test(self, op: Op, other: object) -> Condition[R_contra]:
        return Test(self._prop, self._key, op, number_value(other, self))

    def __hash__(self) -> int:
        return object.__hash__(self)


@final
class TimeField(Field[R_contra]):
    """An instant. An operand is an aware datetime, or a date for the whole day in UTC.

    Operands go out in whole seconds: a fraction widens a bound (`>` and `>=` down, `<` and `<=` up), so that nothing
    asked for is lost. With `==` and `!=` a fraction, and everywhere a naive datetime, is a failure of `compile`.

    >>> import datetime
    >>> from smexp_fp.query import Q
    >>> Q.created >= datetime.date(2024, 5, 1)
    Q.created >= datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)
    >>> Q.created == datetime.date(2024, 5, 1)
    Q.created == datetime.date(2024, 5, 1)
    """

    __slots__ = ()

    def __eq__(self, other: date) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return self._on(other) if _is_day(other) else self._test("Equals", other)

    def __ne__(self, other: date) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return Not(self._on(other)) if _is_day(other) else self._test("NotEquals", other)

    def __lt__(self, other: date) -> Condition[R_contra]:
        return self._raw("LessThan", midnight(other)) if _is_day(other) else self._test("LessThan", other)

    def __le__(self, other: date) -> Condition[R_contra]:
        if not _is_day(other):
            return self._test("LessThanOrEqualTo", other)
        return self.exists() if other == date.max else self._raw("LessThan", midnight(other + ONE_DAY))

    def __gt__(self, other: date) -> Condition[R_contra]:
        if not _is_day(other):
            return self._test("GreaterThan", other)
        return Or(()) if other == date.max else self._raw("GreaterThanOrEqualTo", midnight(other + ONE_DAY))

    def __ge__(self, other: date) -> Condition[R_contra]:
        return (
            self._raw("GreaterThanOrEqualTo", midnight(other))
            if _is_day(other)
            else self._test("GreaterThanOrEqualTo", other)
        )

    def between(self, low: datetime, high: datetime) -> Condition[R_contra]:
        """From `low` through `high`, both aware datetimes."""
        return _between(
            self._prop,
            self._key,
            time_value("GreaterThanOrEqualTo", low, self, ".between"),
            time_value("LessThanOrEqualTo", high, self, ".between"),
        )

    def within(self, age: timedelta, *, now: datetime) -> Condition[R_contra]:
        """In the time of this length that ends `now`, which is given, since a condition is a value."""
        try:
            return self.between(now - age, now)
        except OverflowError:  # longer ago than there are years, or later than they are
            return self <= now if age > timedelta(0) else Or(())

    def _on(self, day: date) -> Test:
        return Test(self._prop, self._key, "On", date(day.year, day.month, day.day).isoformat())

    def _raw(self, op: Op, text: str) -> Condition[R_contra]:
        return Test(self._prop, self._key, op, text)

    def _test(self, op: Op, other: object) -> Condition[R_contra]:
        return Test(self._prop, self._key, op, time_value(op, other, self))

    def __hash__(self) -> int:
        return object.__hash__(self)


@final
class ParameterField(Field[R_contra]):
    """A component's parameter: a text or a number, by what was stored.

    `==`, `!=` and `.is_in` take either, and mean the same for `0.1` and `"0.1"`: the wire cannot tell them apart, so
    both find the number and the text. The order comparisons find numbers only, `.contains` texts only.

    >>> from smexp_fp.query import Q
    >>> Q.parameter("lr") <= 0.1
    Q.parameter('lr') <= 0.1
    """

    __slots__ = ()

    def __eq__(self, other: str | float) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return Test(self._prop, self._key, "Equals", self._either(other))

    def __ne__(self, other: str | float) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return Test(self._prop, self._key, "NotEquals", self._either(other))

    def __lt__(self, other: float) -> Condition[R_contra]:
        return self._test("LessThan", other)

    def __le__(self, other: float) -> Condition[R_contra]:
        return self._test("LessThanOrEqualTo", other)

    def __gt__(self, other: float) -> Condition[R_contra]:
        return self._test("GreaterThan", other)

    def __ge__(self, other: float) -> Condition[R_contra]:
        return self._test("GreaterThanOrEqualTo", other)

    def between(self, low: float, high: float) -> Condition[R_contra]:
        """A number from `low` through `high`."""
        bounds = number_value(low, self, ".between"), number_value(high, self, ".between")
        return _between(self._prop, self._key, *bounds)

    def contains(self, text: str) -> Condition[R_contra]:
        """A text that contains another."""
        return Test(self._prop, self._key, "Contains", text_value(text, self, ".contains"))

    def is_in(self, texts: Iterable[str]) -> Condition[R_contra]:
        """One of several texts (or of the numbers that they spell); of none: never."""
        return Test(self._prop, self._key, "In", _texts(texts, self))

    def _either(self, other: object) -> Value:
        return text_value(other, self) if isinstance(other, str) else number_value(other, self)

    def _test(self, op: Op, other: object) -> Condition[R_contra]:
        return Test(self._prop, self._key, op, number_value(other, self))

    def __hash__(self) -> int:
        return object.__hash__(self)


_KINDS: Final[dict[Kind, type[Field[Any]]]] = {
    "text": TextField,
    "number": NumberField,
    "time": TimeField,
    "parameter": ParameterField,
}


def field_of(prop: Property, key: str = "") -> Field[Any]:
    """The field of a property, with the operators of its type."""
    return _KINDS[prop.kind](prop, key)


class ListField(Generic[R_contra, I]):
    """A list whose elements have several members, such as the parents of a component."""

    __slots__ = ("_items",)

    def __init__(self, items: ListProperty) -> None:
        self._items: Final = items

    def any(self, first: Condition[I], *rest: Condition[I]) -> Condition[R_contra]:
        """A *single* element satisfies all of the conditions (API NestedFilters).

        Args:
            first: A condition on the members of an element, such as `Q.parents.trial_name == "t"`.
            *rest: More of them.

        Raises:
            TypeError: When a condition is about something else than this list's elements.

        >>> from smexp_fp.query import Q
        >>> Q.parents.any(Q.parents.experiment_name == "e", Q.parents.trial_name == "t")
        Q.parents.any((Q.parents.experiment_name == 'e') & (Q.parents.trial_name == 't'))
        """
        return nested(self._items, (first, *rest))

    def __repr__(self) -> str:
        return self._items.code


def nested(items: ListProperty, conditions: tuple[object, ...]) -> Nested:
    """The nested condition, with what the types of `any` promise checked for the untyped."""
    nodes = nodes_of(f"{items.code}.any", conditions)
    inner = nodes[0] if len(nodes) == 1 else And(nodes)
    prefix = f"{items.path.lower()}."
    for node in postorder(inner):
        if isinstance(node, Nested):
            raise TypeError(f"{items.code}.any takes no other .any(...) inside")
        if isinstance(node, Test) and node.prop.items != items.path:
            by_name = node.prop.is_loose and node.key.lower().startswith(prefix)
            if not by_name:
                raise TypeError(f"{items.code}.any takes conditions on {items.code}.…, not {node!r}")
    return Nested(items, inner)


def _between(prop: Property, key: str, low: Value, high: Value) -> Test:
    for bound in (low, high):
        if isinstance(bound, Unsayable):
            return Test(prop, key, "Between", bound)
    return Test(prop, key, "Between", (str(low), str(high)))


def _texts(texts: Iterable[str], where: Field[Any]) -> tuple[str, ...]:
    if isinstance(texts, str):
        raise TypeError(f"{where}.is_in takes several texts; write ({texts!r},) for one")
    return tuple(text_value(text, where, ".is_in") for text in texts)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
