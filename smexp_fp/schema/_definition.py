"""What a class of a schema declares, read and checked once, when the class is made."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping
from inspect import get_annotations
from types import FrameType, SimpleNamespace
from typing import Any, ClassVar, TypeAlias, TypeGuard, get_origin, get_type_hints

from smexp_fp.schema._declarations import MetricOf, Param

Declaration: TypeAlias = Param[Any] | MetricOf  # Any: parameters of every type


def declarations(
    schema: type[object],
    inherited: Mapping[str, Declaration],
    reserved: type[object],
) -> dict[str, Declaration]:
    """The parameters and metrics of a schema, in order, after those of its bases.

    Args:
        schema: The class.
        inherited: The declarations of its bases.
        reserved: The class whose attributes cannot be declared.

    Raises:
        TypeError: When an attribute is not declared as it must be.
    """
    annotations = get_annotations(schema)
    found = dict(inherited)
    for name, value in vars(schema).items():
        where = f"{schema.__name__}.{name}"
        if _is_declaration(value):
            if hasattr(reserved, name):
                raise TypeError(f"{where}: every schema has a {name!r}; choose another name, as in `{_renamed(value)}`")
            if name not in annotations:
                raise TypeError(f"{where} needs an annotation, Param[...] or MetricOf")
            _check_type(where, value, _evaluated(schema, annotations[name]))
            found[name] = value
        elif name in inherited or (name in annotations and not _is_class_variable(annotations[name])):
            raise TypeError(_undeclared(where))
    for name in annotations.keys() - vars(schema).keys():
        if not _is_class_variable(annotations[name]):
            raise TypeError(_undeclared(f"{schema.__name__}.{name}"))
    _check_names(schema, found)
    return found


def _is_declaration(value: object) -> TypeGuard[Declaration]:
    return isinstance(value, Param | MetricOf)


def _check_type(where: str, value: Declaration, annotation: object) -> None:
    if isinstance(value, MetricOf):
        if annotation is not MetricOf:
            raise TypeError(f"{where} is a metric: annotate it with MetricOf")
        return
    try:
        value.bind(annotation)
    except TypeError as error:
        raise TypeError(f"{where} {error}") from None


def _check_names(schema: type[object], found: Mapping[str, Declaration]) -> None:
    """Check that two attributes are not the same parameter, which could have one value only."""
    attributes: dict[str, str] = {}
    for name, value in found.items():
        if isinstance(value, Param):
            other = attributes.setdefault(value.parameter, name)
            if other != name:
                raise TypeError(f"{schema.__name__}: {other!r} and {name!r} are both the parameter {value.parameter!r}")


def _evaluated(schema: type[object], annotation: object) -> object:
    """The annotation as a type, also where it is a text, as `from __future__ import annotations` makes it.

    The text may have the names of the module, and of the function that makes the class.
    """
    holder = SimpleNamespace(__annotations__={"it": annotation})
    frame = _maker()
    module = sys.modules.get(schema.__module__)
    return get_type_hints(holder, frame.f_globals if module is None else vars(module), dict(frame.f_locals))["it"]


def _maker() -> FrameType:
    """The code that makes the class: what called the outermost `__init_subclass__`, as a schema may have its own."""
    frame = inspect.currentframe()
    inside = False
    while frame is not None:
        initialises = frame.f_code.co_name == "__init_subclass__"
        if inside and not initialises:
            return frame
        inside = initialises
        frame = frame.f_back
    raise AssertionError("only `__init_subclass__` reads declarations")


def _is_class_variable(annotation: object) -> bool:
    if isinstance(annotation, str):
        return re.match(r"(\w+\.)*ClassVar\b", annotation) is not None
    return ClassVar in {annotation, get_origin(annotation)}


def _renamed(value: Declaration) -> str:
    name, function = (value.metric, "metric") if isinstance(value, MetricOf) else (value.parameter, "param")
    return f"{name}_ = {function}({name!r})"


def _undeclared(where: str) -> str:
    return f"{where} must be declared with `= param()` or `= metric()`, or annotated with ClassVar"
