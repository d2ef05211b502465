"""What the modules hand out, and nothing besides."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from types import ModuleType

import pytest

import smexp_fp

PUBLIC = sorted(
    info.name
    for info in pkgutil.walk_packages(smexp_fp.__path__, "smexp_fp.")
    if not any(part.startswith("_") for part in info.name.split("."))
)


def exported_by(module: ModuleType) -> list[str]:
    return list(getattr(module, "__all__", ()))


def constants_classes_functions(name: str) -> tuple[bool, bool, str]:
    """The linter's order (RUF022)."""
    return not (name.isupper() and len(name) > 1), not name[0].isupper(), name


@pytest.mark.parametrize("name", ["smexp_fp", *PUBLIC])
def test_a_public_module_says_what_it_hands_out_sorted_and_once(name: str) -> None:
    exported = exported_by(importlib.import_module(name))
    assert sorted(set(exported), key=constants_classes_functions) == exported


@pytest.mark.parametrize("name", ["smexp_fp", *PUBLIC])
def test_everything_handed_out_is_there(name: str) -> None:
    module = importlib.import_module(name)
    assert [exported for exported in exported_by(module) if not hasattr(module, exported)] == []


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
    allowed = set(exported_by(module)) | INTERNAL.get(name, set())
    assert own - allowed == set()


# Used by other modules of the package and no part of its face.
INTERNAL = {
    "smexp_fp.connection": {"utc_timestamp"},
    "smexp_fp.tags": {"with_tags"},
    "smexp_fp.trial": {"create_empty"},
}


def test_the_package_hands_out_its_public_modules_and_no_others() -> None:
    modules = {name for name in smexp_fp.__all__ if isinstance(getattr(smexp_fp, name), ModuleType)}
    # The protocols, `connect` and `Listing` are handed out by themselves; `testing` needs an extra.
    assert {f"smexp_fp.{name}" for name in modules} <= set(PUBLIC)


def test_dir_of_a_fresh_package_lists_what_is_there_and_leaks_nothing_else() -> None:
    program = "import smexp_fp; print([n for n in dir(smexp_fp) if not n.startswith('_')] == list(smexp_fp.__all__))"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "True"


def test_an_unknown_name_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        smexp_fp.no_such_name  # type: ignore[attr-defined]  # noqa: B018  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]


@pytest.mark.parametrize("name", ["smexp_fp", *PUBLIC])
def test_every_public_thing_has_a_docstring(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    undocumented = [
        exported
        for exported in exported_by(module)
        if (inspect.isclass(value := getattr(module, exported)) or inspect.isfunction(value)) and not value.__doc__
    ]
    assert undocumented == []


FUNCTIONS = ["smexp_fp.experiment", "smexp_fp.trial", "smexp_fp.trial_component", "smexp_fp.tags", "smexp_fp.metrics"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_of_a_public_function_is_explained(name: str) -> None:
    module = importlib.import_module(name)
    for exported in module.__all__:
        value = getattr(module, exported)
        if inspect.isfunction(value):
            text = inspect.getdoc(value) or ""
            missing = [
                parameter.name
                # Keywords that functions share are explained in `smexp_fp.options`.
                for parameter in inspect.signature(inspect.unwrap(value)).parameters.values()
                if not re.search(rf"^ +(\*\*)?{parameter.name}: ", text, re.MULTILINE)
            ]
            assert missing == [], exported
