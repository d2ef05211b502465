"""Writes `docs/query/fields.md`, the table of fields by resource: `python tests/support/generate_fields.py`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from smexp_fp.query import LEFT_OUT, Row, properties

PATH = Path(__file__).parents[2] / "docs" / "query" / "fields.md"

COLUMNS = {"Experiment": "experiment", "ExperimentTrial": "trial", "ExperimentTrialComponent": "component"}

HEAD = """# All fields

What `Q` offers, with the type that says which operators there are, and the name that a search of each resource knows it
by. `…` stands for a key: of a tag, a parameter, a metric or an artifact. A field marked with * can have several values:
a comparison holds if it holds for at least one of them, `!=` if none is equal. What is behind `.any` is asked of one
element of a list ([nested conditions](guide.md#one-element-of-a-list-nested-conditions)).

This page is made from the code by `tests/support/generate_fields.py`.
"""


def table(rows: Iterable[Row]) -> list[str]:
    """A line for each field: its type, and its name by resource."""
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row.field, {})[row.resource] = row
    lines = [f"| field | type | {' | '.join(COLUMNS.values())} |", "|---|---|---|---|---|"]
    for field, by_resource in found.items():
        names = (f"`{by_resource[one].path}`" if one in by_resource else "" for one in COLUMNS)
        first = next(iter(by_resource.values()))
        star = "*" if first.many else ""
        lines.append(f"| `{field}` | {first.kind}{star} | {' | '.join(names)} |".replace("{}", "…"))
    return lines


def page() -> str:
    """The whole page."""
    rows = properties()
    flat = [row for row in rows if ".any(" not in row.field]
    nested = [row._replace(field=row.field.partition(".any(")[2][:-1]) for row in rows if ".any(" in row.field]
    left_out = [f"* `{name}`: {reason}." for name, reason in LEFT_OUT.items()]
    return "\n".join(
        [
            HEAD,
            "## On their own\n",
            *table(flat),
            "\n## Inside `.any`\n",
            *table(nested),
            "\n## Left out\n",
            *left_out,
            "",
        ]
    )


def main() -> None:
    """Write it."""
    PATH.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
