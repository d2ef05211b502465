"""What the annotation of a parameter allows, and how a value is read by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeAlias, Union, final, get_args, get_origin

from returns.result import Failure, Result, Success
from typing_extensions import TypeAliasType

from smexp_fp._base.numbers import as_number
from smexp_fp.query import Field, FieldKind, NumberField, Q, TextField
from smexp_fp.query._properties import PARAMETER
from smexp_fp.records import Parameter, TrialComponent


@final
class NumberParameter(NumberField[TrialComponent]):
    """A parameter that a schema declares as a number. In a table, a text is missing; `Schema.read` reports it."""

    __slots__ = ()

    def __init__(self, name: str) -> None:
        super().__init__(PARAMETER, name)

    @property
    def kind(self) -> FieldKind:
        """Always `"number"`."""
        return "number"

    def reader(self) -> Callable[[TrialComponent], float | None]:
        """A function that reads the number."""
        parameter: Callable[[TrialComponent], Parameter | None] = super().reader()

        def read(component: TrialComponent) -> float | None:
            value = parameter(component)
            return None if isinstance(value, str) else value

        return read


@final
class TextParameter(TextField[TrialComponent, str, TrialComponent]):
    """A parameter that a schema declares as a text. In a table, a number is missing; `Schema.read` reports it."""

    __slots__ = ()

    def __init__(self, name: str) -> None:
        super().__init__(PARAMETER, name)

    @property
    def kind(self) -> FieldKind:
        """Always `"text"`."""
        return "text"

    def reader(self) -> Callable[[TrialComponent], str | None]:
        """A function that reads the text."""
        parameter: Callable[[TrialComponent], Parameter | None] = super().reader()

        def read(component: TrialComponent) -> str | None:
            value = parameter(component)
            return value if isinstance(value, str) else None

        return read


_Option: TypeAlias = Any
"""`float`, `int`, `str`, an enum, or a value of a `Literal`: type checkers have no type for all of them."""

ALLOWED: Final = "float, int, str, an enum of texts or numbers, a Literal of them, or a union of these and None"


@final
@dataclass(frozen=True, slots=True)
class Declared:
    """What the type argument of a `Param` allows.

    Attributes:
        options: The types and values that are allowed, in the order of the annotation.
        optional: Whether `None` is allowed, for a parameter that is missing.
    """

    options: tuple[_Option, ...]
    optional: bool

    @classmethod
    def of(cls, annotation: object) -> Declared | None:
        """Read the type argument; `None` when a parameter cannot have the type."""
        options = _options(annotation)
        kinds = tuple(option for option in options if option is not NoneType)
        if not kinds or not all(map(_is_allowed, kinds)):
            return None
        return cls(kinds, optional=len(kinds) < len(options))

    @property
    def rule(self) -> str:
        """What a parameter must be."""
        return f"must be {' or '.join(map(_described, self.options))}"

    @property
    def rule_of_attributes(self) -> str:
        """What an attribute must be: a member of an enum, where the parameter is its value."""
        choices = [choice for option in self.options for choice in (option if _is_enum(option) else (option,))]
        return f"must be {' or '.join(map(_named, choices))}"

    def field(self, name: str) -> Field[TrialComponent]:
        """The field, with the operators that type checkers see."""
        if all(_is_a(option, str) for option in self.options):
            return TextParameter(name)
        if all(_is_a(option, (int, float)) for option in self.options):
            return NumberParameter(name)
        return Q.parameter(name)

    def read(self, found: Parameter) -> Result[object, str]:
        """The attribute's value for the parameter of a component, or the rule that the parameter breaks."""
        for option in self.options:
            value = _read(option, found)
            if value is not None:
                return Success(value)
        return Failure(self.rule)

    def fit(self, value: object) -> Result[object, str]:
        """The value as an attribute of an instance, or the rule that it breaks."""
        if value is None:
            return Success(None) if self.optional else Failure(self.rule_of_attributes)
        if isinstance(value, Enum):
            if type(value) in self.options or any(value is option for option in self.options):
                return Success(value)
            if not isinstance(value, str | int | float):
                return Failure(self.rule_of_attributes)
            value = value.value  # a StrEnum is a text, and an IntEnum a number
        plain = value if isinstance(value, str) else as_number(value)
        for option in self.options:
            fits = None if plain is None or _is_enum(option) or isinstance(option, Enum) else _read(option, plain)
            if fits is not None:
                return Success(fits)
        return Failure(self.rule_of_attributes)


def _options(annotation: object) -> list[_Option]:
    """The members of a union, the values of a `Literal`, or the type itself."""
    if isinstance(annotation, TypeAliasType):
        return _options(annotation.__value__)
    if get_origin(annotation) in {Union, UnionType, Literal}:
        return [option for part in get_args(annotation) for option in _options(part)]
    return [NoneType if annotation is None else annotation]


def _is_allowed(option: _Option) -> bool:
    if _is_enum(option):
        return len(option) > 0 and all(map(_is_parameter, option))
    return option in {float, int, str} or _is_parameter(option)


def _is_parameter(value: object) -> bool:
    """Whether a value of a `Literal`, or a member of an enum, stands for a text or a number."""
    plain: object = value.value if isinstance(value, Enum) else value
    return isinstance(plain, str | int | float) and not isinstance(plain, bool)


def _is_enum(option: _Option) -> bool:
    return isinstance(option, type) and issubclass(option, Enum)


def _is_a(option: _Option, kinds: type[object] | tuple[type[object], ...]) -> bool:
    """Whether a value of the option is of one of the types: a member of a plain enum is no text."""
    return issubclass(option, kinds) if isinstance(option, type) else isinstance(option, kinds)


def _read(option: _Option, found: Parameter) -> object:
    """The value that the parameter has as this type; `None` where it does not fit."""
    is_text = isinstance(found, str)
    if option is str:
        return found if is_text else None
    if option is float:
        return None if is_text else float(found)
    if option is int:
        return int(found) if not is_text and float(found).is_integer() else None
    for choice in option if _is_enum(option) else (option,):
        value = choice.value if isinstance(choice, Enum) else choice
        if isinstance(value, str) is is_text and value == found:
            return choice
    return None


def _described(option: _Option) -> str:
    if _is_enum(option):
        return " or ".join(repr(member.value) for member in option)
    names: dict[_Option, str] = {float: "a number", int: "a whole number", str: "a text"}
    if isinstance(option, type):
        return names[option]
    return repr(option.value if isinstance(option, Enum) else option)


def _named(choice: _Option) -> str:
    return f"{type(choice).__name__}.{choice.name}" if isinstance(choice, Enum) else _described(choice)
