"""What the modules hand out, and nothing besides."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import typing
from types import ModuleType
from typing import Any

import pytest

import smexp_fp

PUBLIC = sorted(
    info.name
    for info in pkgutil.walk_packages(smexp_fp.__path__, "smexp_fp.")
    if not any(part.startswith("_") for part in info.name.split("."))
)

# Used by other modules of the package and no part of its face.
INTERNAL = {
    "smexp_fp.query": {"restore_field"},
    "smexp_fp.connection": {"utc_timestamp"},
    "smexp_fp.tags": {"with_tags"},
    "smexp_fp.trial": {"create_empty"},
}

every_module = pytest.mark.parametrize("name", ["smexp_fp", *PUBLIC])


def exported_by(module: ModuleType) -> dict[str, Any]:
    return {name: getattr(module, name) for name in getattr(module, "__all__", ())}


def functions_of(module: ModuleType) -> dict[str, Any]:
    return {name: value for name, value in exported_by(module).items() if inspect.isfunction(value)}


def constants_classes_functions(name: str) -> tuple[bool, bool, str]:
    """The linter's order (RUF022)."""
    return not (name.isupper() and len(name) > 1), not name[0].isupper(), name


@every_module
def test_a_public_module_says_what_it_hands_out_sorted_and_once(name: str) -> None:
    exported = list(getattr(importlib.import_module(name), "__all__", ()))
    assert exported == sorted(set(exported), key=constants_classes_functions)


@every_module
def test_everything_handed_out_is_there_and_has_a_docstring(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    described = {key: value for key, value in exported_by(module).items() if inspect.isclass(value)}
    described |= functions_of(module)
    assert [key for key, value in described.items() if not value.__doc__] == []


@pytest.mark.parametrize("name", PUBLIC)
def test_everything_defined_in_a_public_module_is_handed_out_or_private(name: str) -> None:
    module = importlib.import_module(name)
    own = {
        key
        for key, value in vars(module).items()
        if (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == name
        and not key.startswith("_")
    }
    assert own <= exported_by(module).keys() | INTERNAL.get(name, set())


@every_module
def test_type_hints_of_a_public_function_can_be_read(name: str) -> None:
    for exported, function in functions_of(importlib.import_module(name)).items():
        assert "return" in typing.get_type_hints(function), exported


@pytest.mark.parametrize("name", ["experiment", "trial", "trial_component", "tags", "metrics"])
def test_every_parameter_of_a_public_function_is_explained(name: str) -> None:
    for exported, function in functions_of(getattr(smexp_fp, name)).items():
        # Keywords that functions share are explained in `smexp_fp.options`.
        parameters = inspect.signature(inspect.unwrap(function)).parameters
        explained = re.findall(r"^ +(?:\*\*)?(\w+): ", inspect.getdoc(function) or "", re.MULTILINE)
        assert set(parameters) <= set(explained), exported


def test_the_package_hands_out_its_public_modules_and_no_others() -> None:
    modules = {name for name, value in exported_by(smexp_fp).items() if isinstance(value, ModuleType)}
    # The protocols, `connect` and `Listing` are handed out by themselves; `testing` needs an extra.
    assert {f"smexp_fp.{name}" for name in modules} <= set(PUBLIC)


def test_dir_of_a_fresh_package_lists_what_is_there_and_leaks_nothing_else() -> None:
    program = "import smexp_fp; print([n for n in dir(smexp_fp) if not n.startswith('_')] == list(smexp_fp.__all__))"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "True"


def test_an_unknown_name_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        smexp_fp.no_such_name  # type: ignore[attr-defined]  # noqa: B018  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]
