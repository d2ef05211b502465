"""The attributes of a schema: parameters and metrics."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Generic, Literal, Never, TypeVar, final, get_args, get_origin, overload

from returns.result import Result

from smexp_fp.query import Field, Metric, NumberField, ParameterField, Q, TextField
from smexp_fp.query._operands import text_value
from smexp_fp.records import MetricSummary, Parameter, TrialComponent
from smexp_fp.results import is_failure
from smexp_fp.schema._types import ALLOWED, Declared

T = TypeVar("T", bound=str | float | Enum | None)
T_co = TypeVar("T_co", covariant=True, bound=str | float | Enum | None)


@final
class Required(Enum):
    """The type of `REQUIRED`."""

    REQUIRED = "required"

    def __repr__(self) -> str:
        return self.name


REQUIRED: Final = Required.REQUIRED
"""The default of an attribute that has none."""


class Param(Generic[T_co]):
    """A parameter of a schema: on the class a field to search and select by, on an instance the value.

    The type argument is `float`, `int`, `str`, an enum whose values are texts or numbers, a `Literal`, or a union of
    these; with `None` the parameter may be missing. Make one with `param`.
    """

    _field: Field[TrialComponent]
    _declared: Declared
    _annotation: object

    def __init__(self, name: str | None = None, default: object = REQUIRED) -> None:
        self._parameter = name
        self._default: Final = default
        self._attribute = ""

    def __set_name__(self, owner: type[object], attribute: str) -> None:
        self._attribute = attribute

    @overload
    def __get__(self: Param[str | None], instance: None, owner: type[object]) -> TextField[TrialComponent]: ...
    @overload
    def __get__(self: Param[float | None], instance: None, owner: type[object]) -> NumberField[TrialComponent]: ...
    @overload
    def __get__(
        self: Param[str | float | Enum | None], instance: None, owner: type[object]
    ) -> ParameterField[TrialComponent]: ...
    @overload
    def __get__(self, instance: object, owner: type[object]) -> T_co: ...
    def __get__(self, instance: object, owner: type[object]) -> object:
        """The field, or the value."""
        return self._field if instance is None else instance.__dict__[self._attribute]

    # The type of `value` is that of the argument of `__init__`. `Never` says that nothing can be set.
    def __set__(self, instance: Never, value: T_co) -> None:  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues] - a covariant argument
        raise AttributeError(f"{type(instance).__name__} is immutable: cannot set {self._attribute!r}")

    @property
    def parameter(self) -> str:
        """The name of the parameter."""
        return self._attribute if self._parameter is None else self._parameter

    @property
    def column(self) -> Field[TrialComponent]:
        """Its value, as the column of a table."""
        return self._field

    @property
    def default(self) -> object:
        """The value where the parameter is missing."""
        return self._default

    @property
    def annotation(self) -> object:
        """Its type argument, which is the type of the value."""
        return self._annotation

    def bind(self, annotation: object) -> None:
        """Set what values it can have, when the class is made.

        Args:
            annotation: The annotation of the attribute, such as `Param[float]`.

        Raises:
            TypeError: When a parameter cannot have the type, or the default is not of it.
        """
        argument = get_args(annotation)[0] if get_origin(annotation) is Param else None
        declared = Declared.of(argument)
        if declared is None:
            shown = str(annotation).replace(f"{__name__}.", "")
            raise TypeError(f"is annotated with {shown}, but must be with Param[...] of {ALLOWED}")
        self._declared = declared
        self._annotation = argument
        self._field = declared.field(self.parameter)
        if self._default is not REQUIRED:
            fits = self.fit(self._default)
            if is_failure(fits):
                raise TypeError(f"has the default {self._default!r}, which {fits.failure()}")

    def fit(self, value: object) -> Result[object, str]:
        """The value as that of an instance.

        Failures:
            The rule that the value breaks.
        """
        return self._declared.fit(value)

    def read(self, found: Parameter | None) -> Result[object, str]:
        """The value for the parameter of a component; `None` for one that is missing.

        Failures:
            The rule that the parameter breaks.
        """
        if found is not None:
            return self._declared.read(found)
        return self.fit(None if self._default is REQUIRED else self._default)


class MetricOf:
    """A metric of a schema: on the class a metric of `Q`, on an instance its summary, or `None` if there is none yet.

    Make one with `metric`.
    """

    def __init__(self, name: str | None = None) -> None:
        self._metric = name
        self._attribute = ""

    def __set_name__(self, owner: type[object], attribute: str) -> None:
        self._attribute = attribute

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Metric: ...
    @overload
    def __get__(self, instance: object, owner: type[object]) -> MetricSummary | None: ...
    def __get__(self, instance: object, owner: type[object]) -> Metric | MetricSummary | None:
        """The metric, or its summary."""
        if instance is None:
            return Q.metric(self.metric)
        summary: MetricSummary | None = instance.__dict__[self._attribute]
        return summary

    def __set__(self, instance: Never, value: Never) -> None:
        raise AttributeError(f"{type(instance).__name__} is immutable: cannot set {self._attribute!r}")

    @property
    def metric(self) -> str:
        """The name of the metric."""
        return self._attribute if self._metric is None else self._metric

    @property
    def column(self) -> Field[TrialComponent]:
        """Its last value, as the column of a table."""
        return Q.metric(self.metric).last


@overload
def param(name: str | None = None) -> Param[Never]: ...
@overload
def param(name: str | None = None, *, default: T) -> Param[T]: ...
def param(name: str | None = None, *, default: object = REQUIRED) -> Any:
    """Declare a parameter.

    Args:
        name: Its name; by default that of the attribute.
        default: The value of the attribute where the parameter is missing. Without one, `Sweep(...)` needs the
            attribute, and a component needs the parameter, unless the annotation has `None`.
    """
    return Param[Any](None if name is None else text_value(name, "param"), default)


def metric(name: str | None = None, *, init: Literal[False] = False) -> MetricOf:
    """Declare a metric.

    Args:
        name: Its name; by default that of the attribute.
        init: Tells type checkers that an instance is not made with it. Leave it out.
    """
    del init
    return MetricOf(None if name is None else text_value(name, "metric"))
