"""Gives autodoc the types of functions and methods as the source writes them, instead of what they evaluate to."""

from __future__ import annotations

import inspect
import sys
from types import FunctionType
from typing import Any

import names
from sphinx.pycode import ModuleAnalyzer


class Written:
    """A type that autodoc shows as it is. It shows whatever is false by its `repr`."""

    def __init__(self, annotation: str, module: str) -> None:
        self.text = names.written(annotation, module)

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return self.text


def write_all() -> None:
    """Replace the annotations of all modules that define something public."""
    for module in [sys.modules[name] for name in sorted({home.module for home in names.PUBLIC})]:
        write_overloads(module.__name__)
        for thing in list(vars(module).values()):
            if getattr(thing, "__module__", None) == module.__name__:
                for function in vars(thing).values() if inspect.isclass(thing) else [thing]:
                    write_function(function)


def write_function(function: Any) -> None:
    if isinstance(function, property):
        function = function.fget
    elif isinstance(function, classmethod):
        function = function.__func__
    # The pages show `**options` with a link to what explains them, and not all of their names each time.
    if hasattr(function, "__wrapped__") and hasattr(function, "__signature__"):
        del function.__signature__
    inner = inspect.unwrap(function) if callable(function) else function
    if isinstance(inner, FunctionType) and names.is_module(inner.__module__):
        for name, annotation in inner.__annotations__.items():
            if isinstance(annotation, str):
                inner.__annotations__[name] = Written(annotation, inner.__module__)


def write_overloads(module: str) -> None:
    analyzer = ModuleAnalyzer.for_module(module)
    analyzer.analyze()
    for overloads in analyzer.overloads.values():
        for index, overload in enumerate(overloads):
            parameters = [
                one if one.annotation is one.empty else one.replace(annotation=Written(one.annotation, module))
                for one in overload.parameters.values()
            ]
            returned = Written(overload.return_annotation, module)
            overloads[index] = overload.replace(parameters=parameters, return_annotation=returned)
