"""Links in the Markdown files have their targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.check_links import documents, problems


def test_every_link_has_its_target() -> None:
    assert [problem for document in documents() for problem in problems(document)] == []


@pytest.mark.parametrize(
    "link",
    [
        "[x](nowhere.md)",
        "[x](page.md#nothing)",
        "[`x` y](#nothing)",
        "[x](http://example.org)",
        "[x](https://localhost/page)",
        "[x](https://example)",
        "<http://example.org>",
        "[x]: nowhere.md",
    ],
)
def test_a_wrong_link_is_reported_with_its_line(link: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n{link}\n")
    assert [problem.split(": ")[0] for problem in problems(page)] == ["page.md:3"]


def test_a_right_link_is_not_reported_nor_is_code(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# All `links`, in one\n\n[x](page.md#all-links-in-one) [y](#all-links-in-one) [`z`](page.md)\n"
        "[w](https://example.org/a#b) `[v](nowhere.md)`\n\n```text\n[u](nowhere.md)\n```\n"
    )
    assert list(problems(page)) == []
