"""Both type checkers accept what is right and refuse what is wrong, each on its own.

A wrong line carries an ignore for each checker, and both are told to report an ignore that ignores nothing: so a line
that one of them no longer refuses is an error. Taking all ignores away shows the other half.
"""

from __future__ import annotations

import ast
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
ACCEPTED = sorted(HERE.glob("accepted_*.py"))
REJECTED = sorted(HERE.glob("rejected_*.py"))
PIPELINES = HERE / "pipelines"
BOTH = re.compile(r"  # type: ignore\[[^\]]+\]  # pyright: ignore\[[^\]]+\]")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    # The path, so that `--verifytypes` finds the package where it is not installed.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", *command]
    if command[0] == "pyright":  # in an environment that is not active it would look elsewhere for what is installed
        program += ["--pythonpath", sys.executable]
    return subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def wrong_lines(path: Path) -> set[int]:
    """The numbers of the lines that both checkers are to refuse."""
    return {number for number, line in enumerate(path.read_text().splitlines(), 1) if BOTH.search(line)}


def functions(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}


def test_there_are_at_least_thirty_wrong_programs() -> None:
    assert sum(len(wrong_lines(path)) for path in REJECTED if path.stem == "rejected_core") >= 30


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_every_wrong_line_has_an_ignore_for_each_checker(path: Path) -> None:
    lines = path.read_text().splitlines()
    ignored = {number for number, line in enumerate(lines, 1) if "ignore[" in line}
    assert ignored == wrong_lines(path)


def test_every_wrong_program_of_the_core_has_a_corrected_twin() -> None:
    assert functions(HERE / "rejected_core.py") == functions(HERE / "accepted_core.py")


def test_mypy_accepts_what_is_right_and_needs_every_ignore() -> None:
    done = run("mypy", *map(str, ACCEPTED + REJECTED))
    assert done.returncode == 0, done.stdout


def test_pyright_accepts_what_is_right_and_needs_every_ignore() -> None:
    done = run("pyright", *map(str, ACCEPTED + REJECTED))
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def bare() -> list[tuple[Path, Path]]:
    """Each file of wrong programs, with a copy in which nothing is ignored, line for line."""
    folder = ROOT / "build" / "typing"
    folder.mkdir(parents=True, exist_ok=True)
    pairs: list[tuple[Path, Path]] = []
    for path in REJECTED:
        copy = folder / f"bare_{path.name}"
        copy.write_text("\n".join(BOTH.sub("", line) for line in path.read_text().splitlines()) + "\n")
        pairs.append((path, copy))
    return pairs


def test_mypy_refuses_exactly_the_wrong_lines(bare: list[tuple[Path, Path]]) -> None:
    done = run("mypy", *(str(copy) for _, copy in bare))
    for path, copy in bare:
        reported = {int(line) for line in re.findall(rf"{copy.name}:(\d+): error", done.stdout)}
        assert reported == wrong_lines(path), done.stdout


def test_pyright_refuses_exactly_the_wrong_lines(bare: list[tuple[Path, Path]]) -> None:
    done = run("pyright", "--outputjson", *(str(copy) for _, copy in bare))
    found = json.loads(done.stdout)["generalDiagnostics"]
    for path, copy in bare:
        reported = {item["range"]["start"]["line"] + 1 for item in found if item["file"].endswith(copy.name)}
        assert reported == wrong_lines(path), done.stdout


def test_the_package_is_completely_typed() -> None:
    done = run("pyright", "--verifytypes", "smexp_fp", "--ignoreexternal")
    assert "Type completeness score: 100%" in done.stdout, done.stdout[-3000:]


def test_mypy_with_the_plugin_of_returns_accepts_its_pipelines() -> None:
    done = run("mypy", "--config-file", str(PIPELINES / "mypy.ini"), str(PIPELINES))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", sorted(PIPELINES.glob("*.py")), ids=lambda path: path.stem)
def test_the_pipelines_run(path: Path) -> None:
    runpy.run_path(str(path), run_name="__main__")


def test_node_is_there_for_pyright() -> None:
    assert shutil.which("node") or run("pyright", "--version").returncode == 0
