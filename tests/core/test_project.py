"""What stands in more than one file of the project's own tooling is the same in each."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import smexp_fp

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HOOKS = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


def requirements(lines: list[Any], operator: str) -> dict[str, str]:
    """Names with their versions, of the requirements with an operator; what a group includes is left out."""
    pairs = (
        re.match(rf"([a-z0-9-]+)(?:\[[a-z,]+\])?{operator}([0-9.]+)", line) for line in lines if isinstance(line, str)
    )
    return {pair[1]: pair[2] for pair in pairs if pair}


def declared() -> dict[str, str]:
    """The lower bounds of what the package and its extras need."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    return requirements([*PROJECT["project"]["dependencies"], *itertools.chain(*extras)], ">=")


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def pythons() -> list[str]:
    """The versions of Python that the classifiers name."""
    found = (
        re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", text) for text in PROJECT["project"]["classifiers"]
    )
    return [match[1] for match in found if match]


def test_the_lowest_versions_are_the_declared_ones() -> None:
    lowest = requirements(PROJECT["dependency-groups"]["lowest"], "==")
    assert lowest.keys() == declared().keys()
    for name, version in lowest.items():
        bound = numbers(declared()[name])
        assert numbers(version)[: len(bound)] == bound
        assert not any(numbers(version)[len(bound) :])  # 1.40 is 1.40.0, and not a later one


def test_the_newest_versions_are_above_the_lowest_of_the_same_packages() -> None:
    newest = requirements(PROJECT["dependency-groups"]["newest"], "==")
    for name, bound in declared().items():
        assert numbers(newest[name]) > numbers(bound)


def test_the_libraries_that_records_go_through_are_there_except_with_the_lowest_versions() -> None:
    tox = PROJECT["tool"]["tox"]
    assert "integrations" in tox["env_run_base"]["dependency_groups"]
    assert "integrations" in tox["env"]["coverage"]["dependency_groups"]
    assert {"include-group": "integrations"} in PROJECT["dependency-groups"]["dev"]
    assert "integrations" not in tox["env"]["lowest"]["dependency_groups"]


def test_every_python_of_the_classifiers_is_tested() -> None:
    assert pythons()[0] == PROJECT["project"]["requires-python"].removeprefix(">=")
    environments = [name for name in PROJECT["tool"]["tox"]["env_list"] if name.startswith("3.")]
    assert environments == pythons()
    assert re.findall(r'env: "(3\.\d+)", python: "\1"', WORKFLOW) == pythons()


def test_the_workflow_runs_every_environment() -> None:
    tox = PROJECT["tool"]["tox"]
    named = set(re.findall(r'env: "?([\w.]+)"?,', WORKFLOW))
    for group in re.findall(r"env: \[([^\]]+)\]", WORKFLOW):
        named |= set(group.split(", "))
    assert named == {*tox["env_list"], *tox["env"]}


@pytest.mark.parametrize(("tool", "group"), [("ruff", "lint"), ("codespell", "docs")])
def test_a_tool_is_the_same_in_the_hooks_and_in_the_environment(tool: str, group: str) -> None:
    wanted = requirements(PROJECT["dependency-groups"][group], "==")[tool]
    assert set(re.findall(rf'"{tool}==([^"]+)"', HOOKS)) == {wanted}


def test_the_changelog_has_the_version_with_its_date() -> None:
    changelog = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\S+) - (\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)
    assert versions[0][0] == smexp_fp.__version__
    assert versions == sorted(versions, key=lambda pair: pair[1], reverse=True)
