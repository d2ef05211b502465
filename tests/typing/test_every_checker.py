"""What the documentation says of five type checkers. `tox run -e checkers` has all five; elsewhere some are skipped."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.check_documentation import ROOT, read

STRICT = {"typeCheckingMode": "strict"}
MYPY = "[mypy]\nstrict = True\nwarn_unreachable = True\nenable_error_code = redundant-expr\n"


def run(folder: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr  # 1: it found errors
    return done.stdout


def by_mypy(file: Path) -> set[int]:
    (file.parent / "mypy.ini").write_text(MYPY)
    output = run(file.parent, "mypy", "--cache-dir", str(ROOT / ".mypy_cache"), file.name)
    return {int(line) for line in re.findall(r":(\d+): error", output)}


def like_pyright(name: str) -> Callable[[Path], set[int]]:
    def check(file: Path) -> set[int]:
        (file.parent / "pyrightconfig.json").write_text(json.dumps(STRICT))
        output = run(file.parent, name, "--outputjson", "--pythonpath", sys.executable, file.name)
        found = json.loads(output)["generalDiagnostics"]
        return {item["range"]["start"]["line"] + 1 for item in found if item["severity"] == "error"}

    return check


def by_ty(file: Path) -> set[int]:
    options = ["--output-format", "concise", "--python", sys.prefix, "--extra-search-path", str(ROOT)]
    output = run(file.parent, "ty", "check", *options, file.name)
    return {int(line) for line in re.findall(r":(\d+):\d+: error", output)}


def by_pyrefly(file: Path) -> set[int]:
    # Without a preset, it checks next to nothing. Given a file, and not a project, it confuses classes of the package.
    settings = {"preset": "strict", "python-interpreter-path": sys.executable}
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in settings.items()]
    (file.parent / "pyrefly.toml").write_text(f"{''.join(lines)}search-path = [{json.dumps(str(ROOT))}]\n")
    output = run(file.parent, "pyrefly", "check", "--output-format", "min-text")
    return {int(line) for line in re.findall(r"ERROR .*?:(\d+):\d+", output)}


CHECKERS: dict[str, Callable[[Path], set[int]]] = {
    "mypy": by_mypy,
    "pyright": like_pyright("pyright"),
    "basedpyright": like_pyright("basedpyright"),
    "ty": by_ty,
    "pyrefly": by_pyrefly,
}

every_checker = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.skipif(importlib.util.find_spec(name) is None, reason="not installed"))
        for name in CHECKERS
    ],
)


@every_checker
def test_results_are_matched_precisely_and_exhaustively_as_the_page_shows(name: str, tmp_path: Path) -> None:
    page = read(ROOT / "docs" / "how-to" / "errors.md")
    program = tmp_path / "page.py"
    program.write_text(page.code)

    assert page.refused("mypy")
    assert CHECKERS[name](program) == page.refused("mypy")


TRUTHS = """from typing import Any

from smexp_fp.query import Condition, Q
from smexp_fp.records import Experiment


def search(condition: Condition[Experiment]) -> None: ...
def is_true(c: Condition[Experiment], d: Condition[Experiment]) -> None:
    search(not c)  # mypy pyright basedpyright ty pyrefly
    search(c and d)  # mypy ty
    search(c or d)  # mypy ty
    search((Q.name == "a") and d)  # ty
    search((Q.name == "a") or d)  # ty
    search(c if d else c)  # mypy pyright basedpyright ty


def chained() -> Condition[Any]:
    return 0 < Q.metric("loss").last < 1  # ty


def statements_if(c: Condition[Experiment]) -> None:
    if c:  # pyright basedpyright ty
        print("never")  # mypy


def statements_while(c: Condition[Experiment]) -> None:
    while c:  # pyright basedpyright ty
        print("never")  # mypy


def statements_assert(c: Condition[Experiment]) -> None:
    assert c  # pyright basedpyright ty
    print("never")  # mypy
"""


@every_checker
def test_the_truth_of_a_condition_is_refused_where_the_guide_says_so(name: str, tmp_path: Path) -> None:
    program = tmp_path / "truths.py"
    program.write_text(TRUTHS)

    marked = {
        number
        for number, line in enumerate(TRUTHS.splitlines(), 1)
        if re.search(rf"\b{name}\b", line.partition("#")[2])
    }
    assert CHECKERS[name](program) == marked
