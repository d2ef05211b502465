"""Signatures, as an IDE and `help` show them, have public names only, and their types can be read at run time."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import typing
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
import typing_extensions

import smexp_fp
from smexp_fp._base.lazy import LazyModule

MODULES = [
    importlib.import_module(name)
    for name in (
        "smexp_fp",
        *(
            found.name
            for found in pkgutil.walk_packages(smexp_fp.__path__, "smexp_fp.")
            if not any(part.startswith("_") for part in found.name.split("."))
        ),
    )
]
PUBLIC = {name: getattr(module, name) for module in MODULES for name in getattr(module, "__all__", ())}
# Conditions, fields and groups of fields come from `Q`, a store from `Store.open`: nobody calls these constructors.
MADE_BY_THE_PACKAGE = ("smexp_fp.query", "smexp_fp.local")
# The simulator calls these itself.
OF_THE_SIMULATOR = {"VirtualClock.strand", "Behaviour.chances"}


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function, and every public method of a public class."""
    exported = ((module, name) for module in MODULES for name in getattr(module, "__all__", ()))
    for module, name in exported:
        value = getattr(module, name)
        if inspect.isfunction(value):
            yield f"{module.__name__}.{name}", value
        elif inspect.isclass(value) and value.__module__.startswith("smexp_fp"):
            if not value.__module__.startswith(MADE_BY_THE_PACKAGE) and inspect.isfunction(value.__init__):
                yield f"{name}.__init__", value.__init__
            for member, held in inspect.getmembers(value):
                method = held.fget if isinstance(held, property) else held
                if not member.startswith("_") and (inspect.isfunction(method) or inspect.ismethod(method)):
                    yield f"{name}.{member}", method


FUNCTIONS = {name: function for name, function in functions() if name not in OF_THE_SIMULATOR}


def names_in(annotation: object) -> set[str]:
    """The first part of each dotted name of a type, as it is written."""
    if not isinstance(annotation, str):
        return set()
    return {node.id for node in ast.walk(ast.parse(annotation, mode="eval")) if isinstance(node, ast.Name)}


def is_shown_as_public(name: str, function: Callable[..., Any]) -> bool:
    """Whether a name is exported, a type variable, or not of this package."""
    if name in PUBLIC:
        return True
    found = vars(sys.modules[inspect.unwrap(function).__module__]).get(name)
    if name.startswith("_"):
        return False
    # None: a name of Python's own. A ParamSpec is a type variable too: `Schema.parameters` takes what the class takes.
    if found is None or isinstance(found, typing.TypeVar | typing.ParamSpec | ModuleType | LazyModule):
        return True
    if any(found is value for value in (*PUBLIC.values(), *vars(typing_extensions).values())):
        return True
    return isinstance(found, type) and not found.__module__.startswith("smexp_fp")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_signature_has_public_names_only(name: str) -> None:
    function = FUNCTIONS[name]
    signature = inspect.signature(function)
    annotations = [*(one.annotation for one in signature.parameters.values()), signature.return_annotation]

    private = {
        word for one in annotations for word in names_in(one) if not is_shown_as_public(word, function)
    }  # fmt: skip

    assert private == set()
    # `*_args` and `**_` are ignored, and nobody writes these names.
    assert not re.search(r"\b_\w|<.* at 0x", re.sub(r"\*_\w*", "*", str(signature))), signature


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_types_of_a_signature_can_be_read(name: str) -> None:
    typing.get_type_hints(FUNCTIONS[name])


def test_there_are_many() -> None:
    assert len(FUNCTIONS) > 200
