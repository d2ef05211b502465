"""The code in README and docs passes both type checkers, and they refuse the lines that are marked as errors."""

from __future__ import annotations

from pathlib import Path

from tests.support.check_documentation import ROOT, check, read

PAGE = """# A page

```python
from smexp_fp import experiment, local

client = local.client(":memory:")
experiment.load(client, 3)  # type error: not a name
experiment.load(client, "e")  # type error (mypy)
```

This block goes on with the first one.

```python
experiment.load(client, 4)
print(experiment.load(client, "e").bind(print))  # type error (pyright)
```

<!-- mypy with the plugin of returns -->
```python
print(experiment.load(client, "e").unwrap().nme)
```
"""


def test_every_page_passes_both_checkers() -> None:
    assert [str(problem) for problem in check()] == []


def test_a_type_error_is_reported_with_page_line_and_checker(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)

    found = {(problem.page, problem.line, problem.checker) for problem in check([page])}

    assert found == {
        ("page.md", 8, "mypy"),  # accepted, though it is marked
        ("page.md", 14, "mypy"),
        ("page.md", 14, "pyright"),
        ("page.md", 15, "mypy"),  # marked for pyright only
        ("page.md", 20, "mypy"),  # pyright does not check it
    }


def test_the_programs_keep_the_lines_of_their_page() -> None:
    page = ROOT / "docs" / "how-to" / "errors.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    code = read(page).code.splitlines()
    assert code
    assert all(line in {"", lines[number]} for number, line in enumerate(code))
