"""The example on the front page prints what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_example_prints_what_the_page_says(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^```python\n(.*?)^```\n\nIt prints:\n\n^```text\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    assert found is not None

    run = subprocess.run(
        [sys.executable, "-c", found[1]], check=True, capture_output=True, text=True, cwd=tmp_path, timeout=60
    )

    assert run.stdout == found[2]


def test_the_documentation_begins_with_that_part_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    marks = re.findall(r'"(<!--.*?-->)"', index)
    assert len(marks) == 2
    assert readme.index(marks[0]) < readme.index("```python") < readme.index(marks[1])
