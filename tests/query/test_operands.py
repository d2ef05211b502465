"""Operands, one by one: from Python values to a filter's text, and from texts to values."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import pytest

from smexp_fp.query import (
    Condition,
    IllegalOperand,
    Q,
    compile_any,
    matches,
)
from smexp_fp.records import Experiment, FrozenMap, MetricSummary, TrialComponent
from tests.laws.situations import decompiled

UTC = dt.UTC
NAIVE = dt.datetime(2024, 5, 1, 12, 30, 15, 250)  # noqa: DTZ001 - as some write it
GREATEST = 2**1024 - 2**971  # the greatest int that is a floating-point number
ROUNDED = GREATEST + 2**970  # the least int that is beyond them
loss = Q.metric("x").last
NAN = float("nan")
created: Any = Q.created


def shown(value: object) -> str:
    """A test's name, such as pytest takes on its command line."""
    return ascii(value).replace("\\", "/")[:40]


class Colour(enum.StrEnum):
    RED = "red"

    def __str__(self) -> str:
        return "something else"


class Loud(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "LOUD"


class Count(int):
    def __repr__(self) -> str:
        return "a count"


def zone(**parts: int) -> dt.timezone:
    return dt.timezone(dt.timedelta(**parts))


def sent(condition: Condition[Any]) -> object:
    """The operand as it is sent, or the class of the failure."""
    compiled: Any = compile_any(condition, "ExperimentTrialComponent").value_or(None)
    if compiled is None:
        return type(compile_any(condition, "ExperimentTrialComponent").failure())
    [one] = compiled["Filters"]
    return one["Value"]


@pytest.mark.parametrize(("value", "expected"), [("a", "a"), (Loud("quiet"), "quiet"), (Colour.RED, "red")], ids=shown)
def test_texts_are_sent_as_they_are(value: str, expected: str) -> None:
    condition = Q.name == value
    found = sent(condition)
    assert found == expected
    assert type(found) is str
    assert condition == (Q.name == expected)


NUMBERS: list[tuple[Any, object]] = [
    (0, "0"),
    (-7, "-7"),
    (Count(5), "5"),
    (10**21, "1000000000000000000000"),
    (0.1, "0.1"),
    (0.25, "0.25"),
    (-0.0, "-0.0"),
    (1.0, "1.0"),
    (1e5, "100000.0"),
    (1e-5, "0.00001"),
    (1e-7, "0.0000001"),
    (2.5e-10, "0.00000000025"),
    (-1e22, "-1" + "0" * 22),
    (1.5e300, "15" + "0" * 299),
    (1e16, "10000000000000000"),
    (GREATEST, str(GREATEST)),
    (ROUNDED - 1, str(ROUNDED - 1)),
    (ROUNDED, IllegalOperand),
    (-ROUNDED, IllegalOperand),
    (float("inf"), IllegalOperand),
    (float("-inf"), IllegalOperand),
    (float("nan"), IllegalOperand),
]


@pytest.mark.parametrize(("value", "expected"), NUMBERS, ids=shown)
def test_numbers_are_sent_as_decimals(value: float, expected: object) -> None:
    assert sent(loss < value) == expected
    assert sent(Q.parameter("x") == value) == expected


def test_numbers_that_cannot_be_sent_are_written_as_python_writes_them() -> None:
    assert repr(loss < NAN) == "Q.metric('x').last < float('nan')"
    assert repr(loss < ROUNDED) == "Q.metric('x').last < float('inf')"
    assert repr(loss.between(-ROUNDED, 1)) == "Q.metric('x').last.between(float('-inf'), 1)"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


TIMES: list[tuple[Condition[Any], object]] = [
    (created == at("2024-05-01T00:00:00Z"), "2024-05-01T00:00:00Z"),
    (created == at("2024-05-01T01:02:03+02:00"), "2024-04-30T23:02:03Z"),
    (created == at("2024-12-31T23:59:59-02:00"), "2025-01-01T01:59:59Z"),
    # Bounds go outwards to the whole second.
    (created > at("2024-05-01T00:00:00.000001Z"), "2024-05-01T00:00:00Z"),
    (created >= at("2024-05-01T00:00:00.999999Z"), "2024-05-01T00:00:00Z"),
    (created < at("2024-05-01T00:00:00.000001Z"), "2024-05-01T00:00:01Z"),
    (created <= at("2024-05-01T23:59:59.000001Z"), "2024-05-02T00:00:00Z"),
    (created < at("2024-05-01T00:00:00Z"), "2024-05-01T00:00:00Z"),
    (created <= at("2024-05-01T00:00:00Z"), "2024-05-01T00:00:00Z"),
    (created > dt.datetime.min.replace(tzinfo=UTC), "0001-01-01T00:00:00Z"),
    (created > dt.datetime.max.replace(tzinfo=UTC), "9999-12-31T23:59:59Z"),
    # Days.
    (created < dt.date(2024, 5, 1), "2024-05-01T00:00:00Z"),
    (created >= dt.date.min, "0001-01-01T00:00:00Z"),
    # What cannot be sent.
    (created == NAIVE, IllegalOperand),
    (created < NAIVE, IllegalOperand),
    (created == NAIVE.replace(tzinfo=zone(hours=1)), IllegalOperand),
    (created != NAIVE.replace(tzinfo=UTC), IllegalOperand),
    (created > dt.datetime.min.replace(tzinfo=zone(hours=1)), IllegalOperand),
    (created < dt.datetime.max.replace(tzinfo=UTC), IllegalOperand),
    (created <= at("9999-12-31T22:59:59.000001-01:00"), IllegalOperand),
]


@pytest.mark.parametrize(("condition", "expected"), TIMES, ids=shown)
def test_times_are_sent_in_whole_seconds_of_utc(condition: Condition[Any], expected: object) -> None:
    assert sent(condition) == expected


# What is sent as it is, and what it is understood as.
DECIMALS: list[tuple[str, float | None]] = [
    ("0", 0.0),
    ("+1.5", 1.5),
    ("-.5", -0.5),
    ("5.", 5.0),
    ("1e3", 1000.0),
    ("1E-3", 0.001),
    ("1e+2", 100.0),
    ("9876543210", 9876543210.0),
    ("0.1", 0.1),
    (".", None),
    ("e5", None),
    ("1e", None),
    ("--1", None),
    ("1 ", None),
    (" 1", None),
    ("1_000", None),
    ("nan", None),
    ("inf", None),
    ("-inf", None),
    ("Infinity", None),
    ("0x10", None),
    ("1,5", None),
    ("\u0661", None),
]


@pytest.mark.parametrize(("text", "expected"), DECIMALS, ids=shown)
def test_decimals_of_a_filter(text: str, expected: float | None) -> None:
    value = 0.0 if expected is None else expected
    record = TrialComponent(name="c", arn="c", metrics=(MetricSummary(name="x", last=value),))
    asked = Q.wire("Metrics.x", "Equals", text)
    assert matches(asked, record) is (expected is not None)
    read = decompiled(
        {"Filters": [{"Name": "Metrics.x", "Operator": "Equals", "Value": text}]}, "ExperimentTrialComponent"
    )
    assert (read.value_or(None) is not None) is (expected is not None)


START = 1_714_521_600_000  # 2024-05-01T00:00:00Z
MOMENTS: list[tuple[str, int | None]] = [
    ("1970-01-01", 0),
    ("1969-12-31T23:59:59.999Z", -1),
    ("2024-05-01", START),
    ("2024-05-01T00:00:00", START),
    ("2024-05-01T00:00:00Z", START),
    ("2024-05-01T01:02:03Z", START + 3_723_000),
    ("2024-05-01T00:00:00.5", START + 500),
    ("2024-05-01T00:00:00.05Z", START + 50),
    ("2024-05-01T00:00:00.0019Z", START + 1),
    ("2024-05-01T00:00:00.123456789Z", START + 123),
    ("2024-05-01T00:00:00.999+00:00", START + 999),
    ("2024-05-01T00:00:00+01:30", START - 5_400_000),
    ("2024-05-01T00:00:00-0130", START + 5_400_000),
    ("2024-05-01T00:00:00+23:59", START - 86_340_000),
    ("2024-05-01T00:00:00-23:59", START + 86_340_000),
    ("2024-05-01T00:00:00+24:00", None),
    ("2024-05-01T00:00:00+00:60", None),
    ("2024-05-01T00:00:00-00:59", START + 3_540_000),
    ("2024-02-30", None),
    ("0000-01-01", None),
    ("2024-05-01T25:00:00", None),
    ("2024-05-01T00:00:60", None),
    ("2024-05-01T00:00", None),
    ("2024-05-01 00:00:00", None),
    ("2024-05-01t00:00:00z", None),
    ("2024-05-01Z", None),
    ("2024-05-01T00:00:00.", None),
    ("2024-05-01T00:00:00+1:00", None),
    (" 2024-05-01", None),
    ("24-05-01", None),
    ("\u06622024-05-01", None),
    ("\u0662024-05-01", None),
    ("1714521600", None),
]


@pytest.mark.parametrize(("text", "expected"), MOMENTS, ids=shown)
def test_times_of_a_filter(text: str, expected: int | None) -> None:
    """An ISO 8601 time is an instant in milliseconds; what is not one equals nothing and is refused by `decompile`."""
    moment = dt.datetime(1970, 1, 1, tzinfo=UTC) + dt.timedelta(milliseconds=expected or 0)
    record = Experiment(name="e", arn="e", created=moment)
    assert matches(Q.wire("CreationTime", "Equals", text), record) is (expected is not None)
    later = Experiment(name="e", arn="e", created=moment + dt.timedelta(milliseconds=1))
    assert matches(Q.wire("CreationTime", "GreaterThan", text), later) is (expected is not None)
    assert matches(Q.wire("CreationTime", "GreaterThan", text), record) is False
    read = decompiled({"Filters": [{"Name": "CreationTime", "Operator": "LessThan", "Value": text}]}, "Experiment")
    assert (read.value_or(None) is not None) is (expected is not None)


def test_times_beyond_the_calendar_bound_everything() -> None:
    first = Experiment(name="e", arn="e", created=dt.datetime.min.replace(tzinfo=UTC))
    last = Experiment(name="e", arn="e", created=dt.datetime.max.replace(tzinfo=UTC))
    assert matches(Q.wire("CreationTime", "GreaterThan", "0001-01-01T00:00:00+01:00"), first)
    assert matches(Q.wire("CreationTime", "LessThan", "9999-12-31T23:59:59.999-00:01"), last)


@pytest.mark.parametrize(
    ("moment", "milliseconds"),
    [
        (dt.datetime(1970, 1, 1, 0, 0, 0, 1999, tzinfo=UTC), 1),
        (dt.datetime(1970, 1, 1, 1, tzinfo=zone(hours=1)), 0),
        (dt.datetime(1970, 1, 2), 86_400_000),  # noqa: DTZ001 - means UTC
        (dt.datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), -1),
    ],
)
def test_times_of_a_record_are_cut_to_the_millisecond(moment: dt.datetime, milliseconds: int) -> None:
    exact = dt.datetime(1970, 1, 1, tzinfo=UTC) + dt.timedelta(milliseconds=milliseconds)
    asked = Q.wire("CreationTime", "Equals", exact.isoformat(timespec="milliseconds"))
    assert matches(asked, Experiment(name="e", arn="e", created=moment))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" , ,", []),
        ("a", ["a"]),
        ("b,a", ["a", "b"]),
        (" b , a,b ,,", ["a", "b"]),
        ("a b", ["a b"]),
        ("\ta", ["\ta"]),
        ("a;b", ["a;b"]),
        ("XX,B,a", ["B", "XX", "a"]),
    ],
    ids=shown,
)
def test_items_of_a_list(text: str, expected: list[str]) -> None:
    """Spaces around an item do not count, nor do empty items, order and repetition."""
    read = decompiled({"Filters": [{"Name": "Description", "Operator": "In", "Value": text}]}, "Experiment")
    assert read.unwrap() == Q.description.is_in(expected)
    for word in ("a", "b", "B", "XX", "a b", "\ta", "a;b"):
        record = Experiment(name="e", arn="e", description=word)
        assert matches(Q.wire("Description", "In", text), record) is (word in expected)


@pytest.mark.parametrize(
    ("word", "expected"),
    [(" ", False), (" a", False), ("a ", False), ("a,b", False), (",", False), ("a b", True), ("\ta\t", True)],
    ids=shown,
)  # fmt: skip
def test_what_a_list_can_carry(word: str, expected: object) -> None:
    compiled: Any = compile_any(Q.name.is_in([word, "m"]), "Experiment").unwrap()
    assert ([one["Operator"] for one in compiled["Filters"]] == ["In"]) is expected


# Whether an operand is read as Python would write it, or kept as it was sent.
SPELLED_NUMBERS: list[tuple[str, bool]] = [
    ("0", True),
    ("00", False),
    ("-0", False),
    ("-1", True),
    ("01", False),
    ("+1", False),
    ("1" * 308, True),
    ("1" * 309, False),
    ("-" + "1" * 308, True),
    ("0.1", True),
    ("-0.0", True),
    ("0.10", False),
    (".5", False),
    ("5.", False),
    ("1.0", True),
    ("1e5", False),
    ("0.0000001", True),
    ("1e400", False),
    ("1" * 400 + ".0", False),
]


@pytest.mark.parametrize(("text", "is_plain"), SPELLED_NUMBERS, ids=shown)
def test_numbers_in_python_s_spelling_are_read_as_comparisons(text: str, is_plain: object) -> None:
    expression: Any = {"Filters": [{"Name": "Metrics.x.Last", "Operator": "Equals", "Value": text}]}
    read = decompiled(expression, "ExperimentTrialComponent").unwrap()
    assert repr(read).startswith("Q.metric") is is_plain
    assert compile_any(read, "ExperimentTrialComponent").unwrap() == expression


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("2024-05-01T00:00:00Z", True),
        ("0001-01-01T00:00:00Z", True),
        ("9999-12-31T23:59:59Z", True),
        ("2024-05-01T00:00:00", False),
        ("2024-05-01T00:00:00.0Z", False),
        ("2024-05-01", False),
        ("2024-05-01T00:00:00+00:00", False),
    ],
)
def test_times_in_whole_seconds_of_utc_are_read_as_comparisons(text: str, is_plain: object) -> None:
    expression: Any = {"Filters": [{"Name": "CreationTime", "Operator": "Equals", "Value": text}]}
    read = decompiled(expression, "Experiment").unwrap()
    assert repr(read).startswith("Q.created") is is_plain
    assert compile_any(read, "Experiment").unwrap() == expression


def test_a_number_of_a_record_may_be_beyond_the_floating_point_numbers() -> None:
    record = TrialComponent(name="c", arn="c", parameters=FrozenMap({"x": 10**400}))
    assert matches(Q.parameter("x") > 1e300, record)
