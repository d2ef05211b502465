"""Type-checks every Python block of README.md and docs/, with mypy --strict and with pyright in strict mode.

`python tests/support/check_documentation.py [PAGE ...]`

The blocks of a page are one program, as when the tests run them. Each problem is reported with its page and line.

Two kinds of marks in the pages:

* `# type error`, at the end of a line of code: both checkers must refuse the line. `# type error (mypy)` and
  `# type error (pyright)`: this one must, and the other must not. Words after a colon are for the reader.
* `<!-- mypy with the plugin of returns -->`, in the line above a block: mypy checks the page with this plugin. pyright
  has no plugins, so that it does not report on the block.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from tests.support.integrations import runnable

ROOT: Final = Path(__file__).resolve().parents[2]
WITH_PLUGIN: Final = (
    *("--config-file", str(ROOT / "tests" / "typing" / "pipelines" / "mypy.ini")),
    *("--cache-dir", str(ROOT / "build" / "mypy_with_plugin")),
)
"""The options of mypy for code that needs the plugin of `returns`."""

PAGES: Final = runnable([ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])

Checker: TypeAlias = Literal["mypy", "pyright"]

BLOCK: Final = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLUGIN: Final = "<!-- mypy with the plugin of returns -->\n"
REFUSED: Final = re.compile(r"# type error(?: \((mypy|pyright)\))?(?=$|:)")


@dataclass(frozen=True, order=True)
class Problem:
    """What a checker reports, or fails to report."""

    page: str
    line: int
    checker: Checker
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.checker}: {self.text}"


@dataclass(frozen=True)
class Program:
    """The blocks of one page, each at its place: line numbers are those of the page."""

    page: Path
    code: str
    needs_plugin: bool
    without_pyright: frozenset[int]
    """The lines that only mypy checks."""

    @property
    def name(self) -> str:
        """The page's path, as messages have it."""
        return str(self.page.relative_to(ROOT)) if self.page.is_relative_to(ROOT) else self.page.name

    @property
    def file(self) -> str:
        """The name of the file that the checkers read. mypy takes it for a module's."""
        return re.sub(r"\W", "_", self.name.removesuffix(".md")) + ".py"

    def refused(self, checker: Checker) -> set[int]:
        """The lines that are marked as errors of this checker."""
        found = ((number, REFUSED.search(line)) for number, line in enumerate(self.code.splitlines(), 1))
        marked = {number for number, mark in found if mark and mark[1] in {None, checker}}
        return marked - self.without_pyright if checker == "pyright" else marked


def read(page: Path) -> Program:
    """The program of a page. A page without Python blocks is an empty one."""
    text = page.read_text(encoding="utf-8")
    lines = [""] * len(text.splitlines())
    mypy_only: set[int] = set()
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1))
        code = block[1].splitlines()
        lines[first : first + len(code)] = code
        if text[: block.start()].endswith(PLUGIN):
            mypy_only.update(range(first + 1, first + len(code) + 1))
    return Program(page, "\n".join(lines) + "\n", bool(mypy_only), frozenset(mypy_only))


def check(pages: Iterable[Path] = PAGES) -> list[Problem]:
    """What is wrong with the types in these pages, in their order."""
    programs = [program for program in map(read, pages) if program.code.strip()]
    found: list[Problem] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for program in programs:
            (folder / program.file).write_text(program.code, encoding="utf-8")
        for plugin in (False, True):
            some = [program for program in programs if program.needs_plugin == plugin]
            found += _compared("mypy", some, _mypy(folder, some, plugin=plugin))
        found += _compared("pyright", programs, _pyright(folder, programs))
    return sorted(found)


Reports: TypeAlias = list[tuple[str, int, str]]
"""File name, line and message of each error."""


def _compared(checker: Checker, programs: Sequence[Program], reports: Reports) -> list[Problem]:
    """The reports of lines that are not marked, and the marked lines without a report."""
    problems: list[Problem] = []
    for program in programs:
        refused = program.refused(checker)
        mine = [(line, text) for file, line, text in reports if file == program.file]
        if checker == "pyright":
            mine = [(line, text) for line, text in mine if line not in program.without_pyright]
        problems += [Problem(program.name, line, checker, text) for line, text in mine if line not in refused]
        missed = refused - {line for line, _ in mine}
        problems += [Problem(program.name, line, checker, "accepts what is marked as an error") for line in missed]
    return problems


def _mypy(folder: Path, programs: Sequence[Program], *, plugin: bool) -> Reports:
    if not programs:
        return []
    config = folder / "mypy.ini"
    config.write_text("[mypy]\n", encoding="utf-8")
    # With the configuration and the cache of the pipelines, the plugin does not read all libraries twice.
    options = WITH_PLUGIN if plugin else ("--strict", "--config-file", str(config))
    output = _run("mypy", *options, *(str(folder / program.file) for program in programs))
    return [
        (Path(file).name, int(line), text)
        for file, line, text in re.findall(r"^(.+?):(\d+): error: (.+)$", output, re.MULTILINE)
    ]


def _pyright(folder: Path, programs: Sequence[Program]) -> Reports:
    config = folder / "pyrightconfig.json"
    files = [program.file for program in programs]
    config.write_text(json.dumps({"typeCheckingMode": "strict", "include": files}), encoding="utf-8")
    output = _run("pyright", "--outputjson", "--pythonpath", sys.executable, "--project", str(config))
    return [
        (Path(item["file"]).name, item["range"]["start"]["line"] + 1, item["message"].partition("\n")[0])
        for item in json.loads(output)["generalDiagnostics"]
        if item["severity"] == "error"
    ]


def _run(*command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1} or done.stderr.strip():  # 1: it found errors
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    problems = check([Path(page).resolve() for page in sys.argv[1:]] or PAGES)
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problems")


if __name__ == "__main__":
    main()
