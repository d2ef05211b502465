"""The fields: the left side of a comparison. Each offers only the operators of its type.

A field is not a condition. A comparison or `.exists()` makes one. The type parameter says which records have the
property.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, Generic, NoReturn, cast, final

from returns.result import Failure, Result, Success
from typing_extensions import TypeVar

from smexp_fp._base.numbers import NumberLike
from smexp_fp.query._columns import Column
from smexp_fp.query._conditions import Condition, any_element, any_of
from smexp_fp.query._failures import UnknownProperty
from smexp_fp.query._operands import (
    ONE_DAY,
    REVERSED,
    InvalidOperand,
    Op,
    day_value,
    is_day,
    midnight,
    number_range,
    number_value,
    text_value,
    time_range,
    time_value,
)
from smexp_fp.query._operators import Equality, Operators, Ordering, TextOperators
from smexp_fp.query._properties import PROPERTIES, FieldKind, ListProperty, Property, check_resource
from smexp_fp.query._source import SYMBOLS
from smexp_fp.query._values import occurring, value_reader
from smexp_fp.records import PrimaryStatus, Resource

R_contra = TypeVar("R_contra", contravariant=True)
V_contra = TypeVar("V_contra", contravariant=True)
V_co = TypeVar("V_co", covariant=True, default=object)
Text_co = TypeVar("Text_co", covariant=True, default=str)
Time_co = TypeVar("Time_co", covariant=True, default=datetime)
Row_contra = TypeVar("Row_contra", contravariant=True, default=R_contra)
R = TypeVar("R")
T = TypeVar("T")
I = TypeVar("I")  # noqa: E741 - the element of a list


class Surface:
    """The base of `Q` and its parts, with fields, groups of fields and methods as attributes."""

    __slots__ = ()

    if not TYPE_CHECKING:  # to a type checker every name would exist

        def __getattr__(self, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(name, name=name, obj=self)
            near = get_close_matches(name, [known for known in dir(self) if not known.startswith("_")], 1)
            advice = f"; did you mean {self!r}.{near[0]}?" if near else ""
            raise AttributeError(f"{self!r} has no {name!r}{advice}", name=name, obj=self)


class Field(Surface, Operators[R_contra], Column[Row_contra, V_co], Generic[R_contra, V_co, Row_contra]):
    """A property that can be searched, sorted and selected by, possibly with a key (`Q.tags["team"]`).

    The first type parameter tells which records a search can find by it, the second the type of its value in a record.
    The third tells which records can show it in a table: by default the same, or also the summaries of a list, which
    cannot be searched.
    """

    __slots__ = ("_key", "_prop")

    def __init__(self, prop: Property, key: str = "") -> None:
        self._prop = prop
        self._key = key
        self._alias = None

    @property
    def kind(self) -> FieldKind:
        """The type of its values, which is `"text"`, `"number"`, `"time"` or `"parameter"` (a text or a number)."""
        return self._prop.kind

    @property
    def multivalued(self) -> bool:
        """Whether a record can have several values, which are then a tuple."""
        return self._prop.multivalued and not self._prop.by_name

    @property
    def integral(self) -> bool:
        """Whether its numbers are whole numbers, as the count of a metric is."""
        return self._prop.code.endswith(".count")

    def reader(self) -> Callable[[Row_contra], V_co | None]:
        """A function that reads the value from a record."""
        return value_reader(self._prop, self._key, repr(self))

    def is_same(self, other: Column[Any, Any]) -> bool:
        """Whether the other column is the same property, regardless of aliases."""
        return (
            isinstance(other, Field)
            and self._prop is other._prop  # noqa: SLF001
            and self._key == other._key  # noqa: SLF001
            and self.kind == other.kind  # of a schema, a parameter is a text or a number
        )

    def _name(self) -> str:
        return self._prop.label(self._key)

    def path(self, resource: Resource) -> Result[str, UnknownProperty]:
        """The property's name in a search for the resource, for `SortBy` as well.

        Returns:
            The name, or `UnknownProperty` where the resource has no such property.

        >>> from smexp_fp.query import Q
        >>> Q.metric("loss").last.path("ExperimentTrialComponent").unwrap()
        'Metrics.loss.Last'
        """
        check_resource("path", resource)
        found = self._prop.path(resource, self._key)
        return Success(found) if found is not None else Failure(UnknownProperty(self.exists(), resource))

    def __repr__(self) -> str:
        code = self._prop.code.replace("{}", repr(self._key))
        return code if self._alias is None else f"{code}.alias({self._alias!r})"

    # It returns nothing at all. But ty refuses a `None` here, and a `NoReturn` it does not.
    def __bool__(self) -> None:
        raise TypeError(f"a field is not a condition: write `{self!r}.exists()` or a comparison")

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __reduce__(self) -> tuple[Callable[..., Field[Any]], tuple[object, ...]]:
        return (restore_field, (type(self), self._prop.code, self._key, self._alias))


def restore_field(kind: Any, code: str, key: str, alias: str | None) -> Field[Any, Any, Any]:  # noqa: ANN401 - a class of fields
    """A field that was pickled. For pickles only."""
    field: Field[Any, Any, Any] = object.__new__(kind)
    Field.__init__(field, PROPERTIES[code], key)  # pyright: ignore[reportUnknownMemberType] - a field of any records
    return field if alias is None else field.alias(alias)


restore_field.__module__ = "smexp_fp.query"  # where pickles look for it: a lasting name


class TextField(
    Equality[R_contra, str],
    TextOperators[R_contra],
    Field[R_contra, Text_co, Row_contra],
    Generic[R_contra, Text_co, Row_contra],
):
    """A text. Comparisons are case-sensitive. An operand has 1 to 1024 characters and no newline.

    >>> from smexp_fp.query import Q
    >>> Q.name.contains("auto")
    Q.name.contains('auto')
    """

    __slots__ = ()

    def _compared(self, op: Op, other: object) -> Condition[R_contra]:
        return self._test(op, self._known(other, f" {SYMBOLS[op]}"))


class StatusField(
    Equality[R_contra, PrimaryStatus],
    TextOperators[R_contra],
    Field[R_contra, Text_co, Row_contra],
    Generic[R_contra, Text_co, Row_contra],
):
    """A status, compared with the words of `PrimaryStatus`. `Q.field` compares with any other.

    >>> from smexp_fp.query import Q
    >>> Q.status.is_in(["Failed", "Stopped"])
    Q.status.is_in(['Failed', 'Stopped'])
    """

    __slots__ = ()

    def _compared(self, op: Op, other: object) -> Condition[R_contra]:
        return self._test(op, self._known(other, f" {SYMBOLS[op]}"))

    def is_in(self, values: Iterable[PrimaryStatus]) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - only these words
        """It is one of several statuses. An empty list matches nothing."""
        return super().is_in(values)


class OrderedField(Ordering[R_contra, NumberLike], Field[R_contra, V_co, R_contra]):
    """A property that can be a number."""

    __slots__ = ()

    def _compared(self, op: Op, other: object) -> Condition[R_contra]:
        return self._test(op, number_value(other, self))

    def between(self, low: NumberLike, high: NumberLike) -> Condition[R_contra]:
        """A number from `low` through `high`."""
        bounds = number_value(low, self, ".between"), number_value(high, self, ".between")
        return self._test("Between", number_range(*bounds))


class NumberField(Equality[R_contra, NumberLike], OrderedField[R_contra, float]):
    """A number, compared as a 64-bit floating-point value.

    >>> from smexp_fp.query import Q
    >>> Q.metric("accuracy").max.between(0.9, 1)
    Q.metric('accuracy').max.between(0.9, 1)
    """

    __slots__ = ()


@final
class TimeField(
    Equality[R_contra, date],
    Ordering[R_contra, date],
    Field[R_contra, Time_co, Row_contra],
    Generic[R_contra, Time_co, Row_contra],
):
    """An instant. An operand is an aware datetime, or a date for the whole day in UTC.

    Operands are sent in whole seconds. A fraction widens a bound (`>` and `>=` down, `<` and `<=` up), so that no
    record is missed. `compile` fails for a fraction with `==` and `!=`, and for a naive datetime with any operator.

    >>> import datetime
    >>> from smexp_fp.query import Q
    >>> Q.created >= datetime.date(2024, 5, 1)
    Q.created >= datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)
    >>> Q.created == datetime.date(2024, 5, 1)
    Q.created == datetime.date(2024, 5, 1)
    """

    __slots__ = ()

    def _compared(self, op: Op, other: object) -> Condition[R_contra]:
        if not is_day(other):
            return self._test(op, time_value(op, other, self))
        if op in {"Equals", "NotEquals"}:
            on_the_day = self.between(other, other)
            return on_the_day if op == "Equals" else ~on_the_day
        if op in {"LessThan", "GreaterThanOrEqualTo"}:
            return self._test(op, midnight(other))
        # Up to a day is before the next one, and after a day is from the next one on.
        bound: Op = "LessThan" if op == "LessThanOrEqualTo" else "GreaterThanOrEqualTo"
        if other == date.max:
            return self.exists() if bound == "LessThan" else any_of()
        return self._test(bound, midnight(other + ONE_DAY))

    def between(self, low: date, high: date) -> Condition[R_contra]:
        """From `low` through `high`: aware datetimes or dates. A date as `high` includes that whole day."""
        return self._test("Between", time_range(self._bound(low), self._bound(high, "LessThanOrEqualTo")))

    def within(self, age: timedelta, *, now: datetime) -> Condition[R_contra]:
        """At most this long before `now`. The caller passes `now`, since a condition is a value."""
        try:
            return self.between(now - age, now)
        except OverflowError:  # longer ago than there are years, or later than they are
            return self <= now if age > timedelta(0) else self.between(datetime.max.replace(tzinfo=UTC), now)

    def _bound(self, value: date, op: Op = "GreaterThanOrEqualTo") -> str | InvalidOperand:
        return day_value(value) if is_day(value) else time_value(op, value, self, ".between")


@final
class ParameterField(
    Equality[R_contra, str | NumberLike], TextOperators[R_contra], OrderedField[R_contra, str | float]
):
    """A component's parameter: a text or a number, by what was stored.

    `==`, `!=` and `.is_in` take either. `0.1` and `"0.1"` are the same on the wire, so both find the number and the
    text. The order comparisons find numbers only. `.contains`, `.startswith` and the like find texts only.

    >>> from smexp_fp.query import Q
    >>> Q.parameter("lr") <= 0.1
    Q.parameter('lr') <= 0.1
    """

    __slots__ = ()

    def _compared(self, op: Op, other: object) -> Condition[R_contra]:
        is_text = isinstance(other, str) and op not in REVERSED
        return self._test(op, text_value(other, self)) if is_text else super()._compared(op, other)

    def is_in(self, values: Iterable[str | NumberLike]) -> Condition[R_contra]:
        """It is one of several numbers and texts. An empty list matches nothing.

        >>> from smexp_fp.query import Q
        >>> Q.parameter("batch size").is_in([32, "auto"])
        Q.parameter('batch size').is_in(['32', 'auto'])
        """
        return super().is_in(cast("Iterable[str]", values))

    def _known(self, text: object, how: str) -> str | InvalidOperand:
        return super()._known(text, how) if isinstance(text, str) else number_value(text, self, how)


_KINDS: Final[dict[FieldKind, type[Field[Any]]]] = {
    "text": TextField,
    "number": NumberField,
    "time": TimeField,
    "parameter": ParameterField,
}


def fields_in(records: Iterable[R]) -> tuple[Field[R], ...]:
    """Every field with a value in one of the records, in the order of the documentation, keys sorted."""
    return tuple(field_of(prop, key) for prop, key in occurring(records))


def field_of(prop: Property, key: str = "") -> Field[Any]:
    """The field of a property, with the operators of its type."""
    return _KINDS[prop.kind](prop, key)


class ListField(Surface, Generic[R_contra, I]):
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
            TypeError: When a condition is not about elements of this list.

        >>> from smexp_fp.query import Q
        >>> Q.parents.any(Q.parents.experiment_name == "e", Q.parents.trial_name == "t")
        Q.parents.any((Q.parents.experiment_name == 'e') & (Q.parents.trial_name == 't'))
        """
        return Condition(any_element(self._items, (first, *rest)))

    def __repr__(self) -> str:
        return self._items.code
