"""Both type checkers accept what is right and refuse what is wrong, each on its own.

A wrong line in the files `wrong_*` carries an ignore for each checker. With all ignores taken away, each checker
must report exactly these lines.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.check_documentation import WITH_PLUGIN

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
WRONG = sorted(HERE.glob("wrong_*.py"))
PROGRAMS = [*sorted(HERE.glob("accepted_*.py")), *WRONG]
PIPELINES = HERE / "pipelines"
MYPY = re.compile(r"  # type: ignore\[[^\]]+\]")
PYRIGHT = re.compile(r"  # pyright: ignore\[[^\]]+\]")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    # The path, so that `--verifytypes` finds the package where it is not installed.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", *command]
    if command[0] == "pyright":  # in an environment that is not active it would look elsewhere for what is installed
        program += ["--pythonpath", sys.executable]
    return subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def marked(path: Path, ignore: re.Pattern[str]) -> set[int]:
    """The numbers of the lines that a checker is to refuse."""
    return {number for number, line in enumerate(path.read_text().splitlines(), 1) if ignore.search(line)}


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_each_wrong_line_is_followed_by_its_right_twin(path: Path) -> None:
    lines = path.read_text().splitlines()
    wrong = marked(path, MYPY) & marked(path, PYRIGHT)
    assert len(wrong) >= 30
    for number in wrong:
        line, twin = lines[number - 1], lines[number]
        if "assert_never" in line:  # the function that follows has the whole match
            continue
        assert twin.strip(), line
        assert "ignore[" not in twin, twin
        assert twin.strip() != line.partition("#")[0].strip()


@pytest.fixture(scope="module")
def bare() -> list[tuple[Path, Path]]:
    """Each file, with a copy in which nothing is ignored, line for line."""
    folder = ROOT / "build" / "typing"
    folder.mkdir(parents=True, exist_ok=True)
    pairs: list[tuple[Path, Path]] = []
    for path in PROGRAMS:
        copy = folder / f"bare_{path.name}"
        copy.write_text(PYRIGHT.sub("", MYPY.sub("", path.read_text())))
        pairs.append((path, copy))
    return pairs


def test_mypy_refuses_exactly_the_wrong_lines(bare: list[tuple[Path, Path]]) -> None:
    done = run("mypy", *(str(copy) for _, copy in bare))
    for path, copy in bare:
        reported = {int(line) for line in re.findall(rf"{copy.name}:(\d+): error", done.stdout)}
        assert reported == marked(path, MYPY), done.stdout


def test_pyright_refuses_exactly_the_wrong_lines(bare: list[tuple[Path, Path]]) -> None:
    done = run("pyright", "--outputjson", *(str(copy) for _, copy in bare))
    found = json.loads(done.stdout)["generalDiagnostics"]
    for path, copy in bare:
        reported = {item["range"]["start"]["line"] + 1 for item in found if item["file"].endswith(copy.name)}
        assert reported == marked(path, PYRIGHT), done.stdout


def test_the_package_is_completely_typed() -> None:
    done = run("pyright", "--verifytypes", "smexp_fp", "--ignoreexternal")
    assert "Type completeness score: 100%" in done.stdout, done.stdout[-3000:]


def test_mypy_with_the_plugin_of_returns_accepts_its_pipelines() -> None:
    done = run("mypy", *WITH_PLUGIN, str(PIPELINES))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", sorted(PIPELINES.glob("*.py")), ids=lambda path: path.stem)
def test_the_pipelines_run(path: Path) -> None:
    runpy.run_path(str(path), run_name="__main__")


def test_node_is_there_for_pyright() -> None:
    assert shutil.which("node") or run("pyright", "--version").returncode == 0
