"""The code in README, docs and docstrings runs, each document in a folder of its own."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.myst import DocTestDirectiveParser, PythonCodeBlockParser

import smexp_fp
from tests.support.integrations import runnable

ROOT = Path(__file__).parents[2]
DOCUMENTS = runnable([ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])
MODULES = sorted(module.name for module in pkgutil.walk_packages(smexp_fp.__path__, "smexp_fp."))

READER = Sybil(
    parsers=[PythonCodeBlockParser(), DocTestDirectiveParser()],
    path=str(ROOT),
    patterns=["*.md"],
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_code_in_a_document_runs_and_prints_what_is_shown(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for example in READER.parse(document).examples():
        example.evaluate()
    printed = capsys.readouterr().out
    for shown in re.findall(r"^```text\n(.*?)^```", document.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        assert not printed or "…" in shown or shown in printed  # a page without code has diagrams; … is left out


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    failures, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert failures == 0
