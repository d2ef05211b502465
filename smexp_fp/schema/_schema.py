"""`Schema`: the base of users' classes, and what a component that does not fit gives."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, ParamSpec, Self, cast, final, overload

from returns.result import Failure, Result, Success
from typing_extensions import dataclass_transform

from smexp_fp._base.raisable import raisable
from smexp_fp.errors import SmexpError
from smexp_fp.query import Column
from smexp_fp.records import MetricSummary, Parameter, TrialComponent
from smexp_fp.results import is_failure
from smexp_fp.schema._declarations import REQUIRED, MetricOf, metric, param
from smexp_fp.schema._definition import Declaration, declarations

P = ParamSpec("P")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A parameter that does not fit its attribute.

    Attributes:
        attribute: The attribute of the schema.
        parameter: The name of the parameter.
        value: The parameter's value; `None` where it is missing.
        rule: What was expected.
    """

    attribute: str
    parameter: str
    value: Parameter | None
    rule: str

    def __str__(self) -> str:
        """Return the parameter, the rule and the value."""
        found = "is missing" if self.value is None else f"is {self.value!r}"
        return f"{self.attribute} {self.rule}, but the parameter {self.parameter!r} {found}"


@final
@raisable
@dataclass(frozen=True, slots=True, kw_only=True)
class DoesNotFit(Exception):
    """A component whose parameters are not those of a schema.

    Attributes:
        component: Its name.
        schema: The name of the schema.
        misfits: Each parameter that does not fit, at least one.
    """

    component: str
    schema: str
    misfits: tuple[Misfit, ...]

    def __str__(self) -> str:
        """Return the component and every misfit."""
        return f"{self.component} does not fit {self.schema}: {'; '.join(map(str, self.misfits))}"


# Not `frozen_default=True`: mypy would take an inherited attribute of the class for its value. The type of `__set__`
# refuses an assignment.
@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(param, metric))
class Schema:
    """The base of schemas. A subclass declares each attribute as `Param[...] = param()` or `MetricOf = metric()`.

    Annotations are evaluated when the class is made. A subclass of a schema has the attributes of both. Instances are
    immutable, and equal when their attributes are.

    Raises:
        TypeError: When a class is made whose declaration is wrong: a type that a parameter cannot have, a default of
            another type, an attribute with the name of a method, or two attributes for one parameter. When an instance
            is made: an attribute that is missing, unknown or of another type.

    >>> from typing import Literal
    >>> from smexp_fp import local, tables, trial_component
    >>> from smexp_fp.schema import MetricOf, Param, Schema, metric, param
    >>> class Sweep(Schema):
    ...     lr: Param[float] = param("learning_rate")
    ...     optimizer: Param[Literal["adam", "sgd"]] = param(default="adam")
    ...     loss: MetricOf = metric()
    >>> client = local.client(":memory:")
    >>> _ = trial_component.create(client, "a", parameters=Sweep.parameters(lr=0.1))
    >>> found = trial_component.search(client, (Sweep.lr < 0.5) & (Sweep.optimizer == "adam"))
    >>> Sweep.read_all(found).unwrap()
    (Sweep(lr=0.1, optimizer='adam', loss=None),)
    >>> tables.table(found, *Sweep.columns).unwrap()
    lr   optimizer  loss
    0.1  adam       -
    (1 row)
    """

    columns: ClassVar[tuple[Column[TrialComponent], ...]] = ()
    """The columns of a table: each parameter, and the last value of each metric, by the names of the attributes."""

    __declarations__: ClassVar[Mapping[str, Declaration]] = {}
    __signature__: ClassVar[inspect.Signature]

    def __init_subclass__(cls, **arguments: object) -> None:
        super().__init_subclass__(**arguments)
        inherited = {
            name: each
            for base in reversed(cls.__mro__[1:])
            if issubclass(base, Schema)
            for name, each in base.__declarations__.items()
        }
        cls.__declarations__ = declarations(cls, inherited, Schema)
        cls.__signature__ = _signature(cls.__declarations__)
        cls.columns = tuple(each.column.alias(name) for name, each in cls.__declarations__.items())

    def __init__(self, /, **values: object) -> None:
        declared = type(self).__declarations__
        parameters = {name for name, each in declared.items() if not isinstance(each, MetricOf)}
        if unknown := values.keys() - parameters:
            raise TypeError(f"{type(self).__name__} has no parameter {min(unknown)!r}")
        for name, each in declared.items():
            if isinstance(each, MetricOf):
                self.__dict__[name] = None
                continue
            value = values.get(name, each.default)
            if value is REQUIRED:
                raise TypeError(f"{type(self).__name__} needs {name!r}")
            fits = each.fit(value)
            if is_failure(fits):
                raise TypeError(f"{type(self).__name__}.{name} {fits.failure()}, but is {value!r}")
            self.__dict__[name] = fits.unwrap()

    @classmethod
    def parameters(cls: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, Parameter]:
        """The parameters of a component to create, from the attributes by name. `None` is left out.

        Raises:
            TypeError: When an attribute is missing, unknown or of another type.
        """
        made = cls(*args, **kwargs)
        assert isinstance(made, Schema)  # noqa: S101 - the types cannot say that P is of this class
        return made.to_parameters()

    def to_parameters(self) -> dict[str, Parameter]:
        """The parameters of a component with these values. `None` is left out."""
        found: dict[str, Parameter] = {}
        for name, each in type(self).__declarations__.items():
            value = self.__dict__[name]
            if not isinstance(each, MetricOf) and value is not None:
                found[each.parameter] = value.value if isinstance(value, Enum) else value
        return found

    @classmethod
    def read(cls, component: TrialComponent) -> Result[Self, DoesNotFit]:
        """Read a component.

        Returns:
            The instance. A parameter that is missing has its default, or else `None` where the annotation allows it.
            Parameters and metrics that the schema does not have are ignored.

        Failures:
            `DoesNotFit`, which names every parameter that is missing or of another type.

        Raises:
            TypeError: When it is not a `TrialComponent`. The records of a list have no parameters.
        """
        if not isinstance(cast("object", component), TrialComponent):
            what = f"not {type(component).__name__}"
            raise TypeError(f"{cls.__name__}.read takes a TrialComponent, as a search or `load` returns it, {what}")
        values: dict[str, object] = {}
        summaries: dict[str, MetricSummary | None] = {}
        misfits: list[Misfit] = []
        for name, each in cls.__declarations__.items():
            if isinstance(each, MetricOf):
                summaries[name] = next((one for one in component.metrics if one.name == each.metric), None)
                continue
            found = component.parameters.get(each.parameter)
            read = each.read(found)
            if is_failure(read):
                misfits.append(Misfit(attribute=name, parameter=each.parameter, value=found, rule=read.failure()))
            else:
                values[name] = read.unwrap()
        if misfits:
            return Failure(DoesNotFit(component=component.name, schema=cls.__name__, misfits=tuple(misfits)))
        made = cls(**values)
        made.__dict__.update(summaries)
        return Success(made)

    @overload
    @classmethod
    def read_all(cls, components: Iterable[TrialComponent]) -> Result[tuple[Self, ...], DoesNotFit]: ...
    @overload
    @classmethod
    def read_all(
        cls, components: Iterable[Result[TrialComponent, SmexpError]]
    ) -> Result[tuple[Self, ...], DoesNotFit | SmexpError]: ...
    @classmethod
    def read_all(
        cls, components: Iterable[TrialComponent | Result[TrialComponent, SmexpError]]
    ) -> Result[tuple[Self, ...], DoesNotFit | SmexpError]:
        """Read components: a search, or the records of a table.

        Failures:
            The first `DoesNotFit`, and the first failure of the search.

        Raises:
            TypeError: When one is not a `TrialComponent`.
        """
        made: list[Self] = []
        for item in components:
            if isinstance(item, Result):
                if is_failure(item):
                    return item
                component = item.unwrap()
            else:
                component = item
            read = cls.read(component)
            if is_failure(read):
                return read
            made.append(read.unwrap())
        return Success(tuple(made))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: cannot delete {name!r}")

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


def _signature(declared: Mapping[str, Declaration]) -> inspect.Signature:
    """What makes an instance, for `help` and notebooks. Type checkers know it from `dataclass_transform`."""
    return inspect.Signature(
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if each.default is REQUIRED else each.default,
                annotation=each.annotation,
            )
            for name, each in declared.items()
            if not isinstance(each, MetricOf)
        ]
    )
