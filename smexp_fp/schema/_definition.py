"""What a class of a schema declares, read and checked once, when the class is made."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from inspect import get_annotations
from types import SimpleNamespace
from typing import Any, ClassVar, TypeAlias, TypeGuard, get_origin, get_type_hints

from smexp_fp.schema._declarations import MetricOf, Param

Declaration: TypeAlias = Param[Any] | MetricOf  # Any: parameters of every type


def declarations(
    schema: type[object],
    inherited: Mapping[str, Declaration],
    reserved: type[object],
    local_names: Mapping[str, object],
) -> dict[str, Declaration]:
    """The parameters and metrics of a schema, in order, after those of its bases.

    Args:
        schema: The class.
        inherited: The declarations of its bases.
        reserved: The class whose attributes cannot be declared.
        local_names: Names that annotations may use besides those of the module.

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
            _check_type(where, value, _evaluated(schema, annotations[name], local_names))
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


def _evaluated(schema: type[object], annotation: object, local_names: Mapping[str, object]) -> object:
    """The annotation as a type, also where it is a text, as `from __future__ import annotations` makes it."""
    holder = SimpleNamespace(__annotations__={"it": annotation})
    return get_type_hints(holder, vars(sys.modules[schema.__module__]), dict(local_names))["it"]


def _is_class_variable(annotation: object) -> bool:
    if isinstance(annotation, str):
        return re.match(r"(\w+\.)*ClassVar\b", annotation) is not None
    return ClassVar in {annotation, get_origin(annotation)}


def _renamed(value: Declaration) -> str:
    name, function = (value.metric, "metric") if isinstance(value, MetricOf) else (value.parameter, "param")
    return f"{name}_ = {function}({name!r})"


def _undeclared(where: str) -> str:
    return f"{where} must be declared with `= param()` or `= metric()`, or annotated with ClassVar"
