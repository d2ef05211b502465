"""A table in a terminal and in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from unicodedata import category, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import Q, tables
from smexp_fp.query import Column
from smexp_fp.records import FrozenMap, Parent, TrialComponent
from smexp_fp.results import or_raise
from smexp_fp.tables import Table

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def component(name: str, **parameters: str | float) -> TrialComponent:
    return TrialComponent(name=name, arn="", parameters=FrozenMap(parameters))


def made(records: Iterable[TrialComponent], *columns: Column[TrialComponent]) -> Table[TrialComponent]:
    return or_raise(tables.table(records, *columns))


def html(table: Any) -> str:
    """What a notebook shows. Any: the name of the method, looks protected to a type checker."""
    return str(table._repr_html_())


@pytest.fixture(autouse=True)
def window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def test_a_table_is_shown_in_columns() -> None:
    records = [
        replace(component("long-name", lr=0.1, steps=20000.0), created=NOON),
        replace(
            component("b", lr="auto", steps=1234567.25),
            display_name="",
            created=NOON.replace(microsecond=5000),
            parents=(Parent(trial_name="t"), Parent()),
        ),
    ]
    columns = (Q.name, Q.parameter("lr").alias("lr"), Q.parameter("steps").alias("steps"), Q.created.alias("at"))
    assert repr(made(records, *columns)) == (
        "name       lr    steps        at\n"
        "long-name  0.1   20000        2024-05-01 12:00:00+00:00\n"
        "b          auto  1.23457e+06  2024-05-01 12:00:00.005+00:00\n"
        "(2 rows)"
    )
    assert repr(made(records, Q.parents.trial_name, Q.display_name)) == (
        "parents.trial_name  display_name\n-                   -\nt, -\n(2 rows)"
    )


def test_numbers_have_six_digits_and_whole_ones_all() -> None:
    numbers = {"a": 1e15, "b": 123456789.0, "c": -0.0, "d": float("nan"), "e": float("-inf"), "f": 2 / 3}
    table = made([component("", **numbers)], *map(Q.parameter, numbers))
    assert repr(table).splitlines()[1].split() == ["1e+15", "123456789", "-0", "nan"]
    assert "<td>-inf</td>" in html(table)
    assert "<td>0.666667</td>" in html(table)


def test_only_the_first_rows_are_shown() -> None:
    table = made([component(f"c{number}") for number in range(1234)], Q.name)
    lines = repr(table).splitlines()
    assert (len(lines), lines[1], lines[20], lines[21]) == (22, "c0", "c19", "(the first 20 of 1,234 rows)")
    assert repr(made([component("c")], Q.name)).endswith("\n(1 row)")
    assert repr(made([], Q.name)) == "name\n(0 rows)"
    assert repr(made([])) == "(0 rows)"


def test_columns_without_room_are_named() -> None:
    table = made([component("n" * 30, a="a" * 25, b="b" * 25)], Q.name, *map(Q.parameter, "ab"))
    assert repr(table).splitlines() == [
        f"name{' ' * 28}parameters.a",
        f"{'n' * 30}  {'a' * 25}",
        "(1 row; not shown: parameters.b)",
    ]
    shorter = made([component("n" * 30, a="a" * 25, b="b")], Q.name, *map(Q.parameter, "ab"))
    assert repr(shorter).splitlines() == [  # with texts cut off, there is room for all
        f"name{' ' * 18}parameters.a{' ' * 10}parameters.b",
        f"{'n' * 19}…  {'a' * 19}…  b",
        "(1 row)",
    ]
    many = {f"p{number}": 1.0 for number in range(200)}
    last = repr(made([component("n" * 55, **many)])).splitlines()[-1]
    assert last == "(1 row; not shown: parameters.p10 and 197 more)"


def test_long_texts_are_cut_off() -> None:
    table = made([component("n" * 41, a="a" * 40)], Q.name)
    assert repr(table).splitlines()[1] == "n" * 39 + "…"


def test_control_characters_are_escaped() -> None:
    name = "a\x1b[31m\nb\u202e\ud800"
    table = made([TrialComponent(name=name, arn="", parameters=FrozenMap({"\n\x07": 1.0}))])
    assert repr(table).splitlines()[:2] == [
        "name                      arn  parameters.\\n\\x07",
        "a\\x1b[31m\\nb\\u202e\\ud800       1",
    ]
    assert "\x1b" not in html(table)


def test_wide_letters_and_marks_take_their_room() -> None:
    table = made(
        [component("日本", a=1.0), component("e\u0301e", a=2.0), component("abc", a=3.0)], Q.name, Q.parameter("a")
    )
    assert repr(table).splitlines()[1:4] == ["日本  1", "e\u0301e    2", "abc   3"]


@given(
    st.lists(
        st.dictionaries(st.text(min_size=1, max_size=30), st.text(max_size=60) | st.floats(), max_size=6), max_size=3
    ),
    st.integers(10, 200),
)
def test_a_text_fits_the_window_and_has_a_line_for_each_row(
    parameters: list[dict[str, str | float]], width: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        lines = repr(made([TrialComponent(name="c", arn="", parameters=FrozenMap(p)) for p in parameters])).split("\n")
    assert len(lines) == (len(parameters) + 2 if parameters else 1)
    assert all("".join(lines).isprintable() for _ in lines)
    # The footer is at least this long.
    room = max(width, len("(3 rows; 20 columns not shown)"))
    assert all(sum(1 + (east_asian_width(letter) in "WF") for letter in line) <= room + marks(line) for line in lines)


def marks(text: str) -> int:
    """How many of the characters take no room."""
    return sum(category(letter) in {"Mn", "Me"} for letter in text)


class Cells(HTMLParser):
    """The texts of a table's cells."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.add(tag)
        if tag in {"td", "th", "p"}:
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        self.cells[-1] += data


def test_a_notebook_shows_all_columns_with_everything_escaped() -> None:
    table = made([component("<script>alert(1)</script>", **{"<b>": "&amp;"})], Q.name, Q.parameter("<b>"), Q.status)
    read = Cells()
    read.feed(html(table))
    assert read.cells == ["name", "parameters.<b>", "status", "<script>alert(1)</script>", "&amp;", "-", "(1 row)"]
    assert read.tags == {"table", "thead", "tbody", "tr", "th", "td", "p"}
    many = html(made([component(str(number)) for number in range(100)], Q.name))
    assert many.count("<tr>") == 61
    assert "(the first 60 of 100 rows)" in many
