"""Checks the links in all Markdown files: `python tests/support/check_links.py`.

A link to a file, and to a heading in it, must have its target. A link to another site must be a complete https address;
whether the site answers is asked by `tox run -e links`, which needs the internet.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(
    r"\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)(?: \"[^\"]*\")?\)|^\[[^\]]+\]: (\S+)|<(https?:[^>]+)>", re.MULTILINE
)
CODE = re.compile(r"^ *(```|:::).*?^ *\1 *$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    """All Markdown files of the project."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / ".github").rglob("*.md"))]


def problems(document: Path) -> Iterator[str]:
    """What is wrong with the links of a document, with the line of each."""
    text = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), document.read_text(encoding="utf-8"))
    for match in LINK.finditer(text):
        target = next(filter(None, match.groups()))
        problem = wrong_address(target) if ":" in target else wrong_path(document, target)
        if problem:
            yield f"{document.name}:{text.count(chr(10), 0, match.start()) + 1}: {target}: {problem}"


def wrong_address(target: str) -> str:
    parts = urlsplit(target)
    host = parts.hostname or ""
    if parts.scheme != "https":
        return "is not https"
    return "" if re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", host) and parts.port is None else "has no public host"


def wrong_path(document: Path, target: str) -> str:
    path, _, heading = target.partition("#")
    file = document.parent / path if path else document
    if not file.exists():
        return "there is no such file"
    return "" if not heading or heading in headings(file) else "there is no such heading"


def headings(file: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub and the documentation make them."""
    text = re.sub(r"^```.*?^```", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ +(.+?)\s*$", text, re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()).replace(" ", "-")
        for title in titles
    }


def main() -> None:
    found = [problem for document in documents() for problem in problems(document)]
    print("\n".join(found))
    if found:
        sys.exit(f"{len(found)} links are wrong")


if __name__ == "__main__":
    main()
