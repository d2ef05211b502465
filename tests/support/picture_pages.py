"""Writes the pictures of the documentation, by the code of its pages: `python -m tests.support.picture_pages`."""

from __future__ import annotations

import os
import runpy
import shutil
import tempfile
from pathlib import Path

from tests.support.check_documentation import ROOT, read

DOCS = ROOT / "docs"

PICTURES = {
    DOCS / "how-to" / "series.md": {"curves.svg": "series-curves.svg", "parallel.svg": "series-parallel.svg"},
    DOCS / "tutorial.md": {"loss.svg": "tutorial-loss.svg"},
}
"""The pictures of each page: under the names that its code gives them, and those of the documentation."""


def draw(page: Path, folder: Path) -> None:
    """Run a page, and copy its pictures into a folder. What it saves as HTML, it saves as SVG here."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as scratch:
        program = Path(scratch) / "page.py"
        program.write_text(read(page).code.replace('.html")', '.svg")'), encoding="utf-8")
        os.chdir(scratch)
        try:
            runpy.run_path(str(program))
        finally:
            os.chdir(before)
        for drawn, name in PICTURES[page].items():
            shutil.copy(Path(scratch) / drawn, folder / name)


if __name__ == "__main__":
    for each in PICTURES:
        draw(each, each.parent)
