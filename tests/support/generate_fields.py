"""Writes `docs/query/fields.md`, the table of fields by resource: `python tests/support/generate_fields.py`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from smexp_fp.query import LEFT_OUT, Column, Field, Q, Row, properties

PATH = Path(__file__).parents[2] / "docs" / "query" / "fields.md"

RESOURCES = {"Experiment": "experiments", "ExperimentTrial": "trials", "ExperimentTrialComponent": "components"}

HEAD = """# All fields

These are all fields of `Q`. A search takes them in conditions and to sort by, and a [table](../how-to/tables.md) as
columns. The type of a field determines its operators. Its name in a search is the property that the API has for it: one
for all, or one for each of the resources. `…` is a key: the name of a tag, a parameter, a metric or an artifact.

A field marked with * can have several values. A comparison holds if it holds for at least one of them; `!=` holds if
none is equal.

`tests/support/generate_fields.py` generates this page from the code.

## Operators by type

A search accepts the operators that are checked locally only with `local_residue=True`
([tests that the service does not have](guide.md#tests-that-the-service-does-not-have)).

"""

FIELDS: dict[Field[Any], str] = {
    Q.description: "text",
    Q.metric("m").last: "number",
    Q.created: "time",
    Q.parameter("p"): "parameter",
}
COMPARISONS = {"__eq__": "==", "__ne__": "!=", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
NO_OPERATORS = {"path", *dir(Column)}
"""What a field has for tables, besides the operators of conditions."""
LOCAL = {"startswith", "endswith", "matches"}
IGNORES_CASE = {"contains", "equals", "startswith", "endswith"}


def operators() -> list[str]:
    """A line for each type: what the service can search for, and what is checked locally."""
    lines = ["| type | sent to the service | checked locally |", "|---|---|---|"]
    for field, kind in FIELDS.items():
        has = [mark for name, mark in COMPARISONS.items() if getattr(type(field), name) is not getattr(object, name)]
        calls = [name for name in dir(field) if not name.startswith("_") and name not in NO_OPERATORS]
        searched = has + [f".{name}" for name in calls if name not in LOCAL]
        local = [f".{name}" for name in calls if name in LOCAL] + [
            f".{name}(…, ignore_case=True)" for name in calls if name in IGNORES_CASE
        ]
        lines.append(f"| {kind} | {_code(searched)} | {_code(local)} |")
    return lines


def _code(texts: Iterable[str]) -> str:
    return " ".join(f"`{text}`" for text in texts)


def table(rows: Iterable[Row]) -> list[str]:
    """A line for each field: its type, the resources that have it, and its name in a search for each of them."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.field, []).append(row)
    lines = ["| field | type | of | name in a search |", "|---|---|---|---|"]
    for field, alike in found.items():
        kind = f"{alike[0].kind}{'*' if alike[0].many else ''}"
        resources = "all" if len(alike) == len(RESOURCES) else ", ".join(RESOURCES[row.resource] for row in alike)
        names = ", ".join(dict.fromkeys(f"`{row.path}`" for row in alike))
        lines.append(f"| `{field}` | {kind} | {resources} | {names} |".replace("{}", "…"))
    return lines


def page() -> str:
    """The whole page."""
    rows = properties()
    flat = [row for row in rows if ".any(" not in row.field]
    nested = [row._replace(field=row.field.partition(".any(")[2][:-1]) for row in rows if ".any(" in row.field]
    left_out = [f"* `{name}`: {reason}." for name, reason in LEFT_OUT.items()]
    return "\n".join(
        [
            HEAD + "\n".join(operators()),
            "\nA metric itself has `.exists`, and `.missing`, which is checked locally.\n",
            "## Fields\n",
            *table(flat),
            "\n## Fields inside `.any`\n",
            "`.any` tests a single element of a list",
            "([nested conditions](guide.md#one-element-of-a-list-nested-conditions)).\n",
            *table(nested),
            "\n## Properties without a field\n",
            *left_out,
            "",
        ]
    )


def main() -> None:
    """Write it."""
    PATH.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
