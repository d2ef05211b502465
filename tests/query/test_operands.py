"""Operands, one by one: from Python values to a filter's text, and from texts to values."""

from __future__ import annotations

import datetime as dt
import enum
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from smexp_fp.query import (
    Condition,
    IllegalOperand,
    Q,
    Resource,
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


def read_filter(name: str, operator: str, text: str, resource: Resource = "ExperimentTrialComponent") -> Any:
    return decompiled({"Filters": [{"Name": name, "Operator": operator, "Value": text}]}, resource)


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


TIMES: list[tuple[Callable[[Any, Any], Any], dt.date, object]] = [
    (operator.eq, at("2024-05-01T00:00:00Z"), "2024-05-01T00:00:00Z"),
    (operator.eq, at("2024-05-01T01:02:03+02:00"), "2024-04-30T23:02:03Z"),
    (operator.eq, at("2024-12-31T23:59:59-02:00"), "2025-01-01T01:59:59Z"),
    # Bounds go outwards to the whole second.
    (operator.gt, at("2024-05-01T00:00:00.000001Z"), "2024-05-01T00:00:00Z"),
    (operator.ge, at("2024-05-01T00:00:00.999999Z"), "2024-05-01T00:00:00Z"),
    (operator.lt, at("2024-05-01T00:00:00.000001Z"), "2024-05-01T00:00:01Z"),
    (operator.le, at("2024-05-01T23:59:59.000001Z"), "2024-05-02T00:00:00Z"),
    (operator.lt, at("2024-05-01T00:00:00Z"), "2024-05-01T00:00:00Z"),
    (operator.le, at("2024-05-01T00:00:00Z"), "2024-05-01T00:00:00Z"),
    (operator.gt, dt.datetime.min.replace(tzinfo=UTC), "0001-01-01T00:00:00Z"),
    (operator.gt, dt.datetime.max.replace(tzinfo=UTC), "9999-12-31T23:59:59Z"),
    # Days.
    (operator.lt, dt.date(2024, 5, 1), "2024-05-01T00:00:00Z"),
    (operator.ge, dt.date.min, "0001-01-01T00:00:00Z"),
    # What cannot be sent.
    (operator.eq, NAIVE, IllegalOperand),
    (operator.lt, NAIVE, IllegalOperand),
    (operator.eq, NAIVE.replace(tzinfo=zone(hours=1)), IllegalOperand),
    (operator.ne, NAIVE.replace(tzinfo=UTC), IllegalOperand),
    (operator.gt, dt.datetime.min.replace(tzinfo=zone(hours=1)), IllegalOperand),
    (operator.lt, dt.datetime.max.replace(tzinfo=UTC), IllegalOperand),
    (operator.le, at("9999-12-31T22:59:59.000001-01:00"), IllegalOperand),
]


@pytest.mark.parametrize(("compared", "moment", "expected"), TIMES, ids=shown)
def test_times_are_sent_in_whole_seconds_of_utc(
    compared: Callable[..., Any], moment: dt.date, expected: object
) -> None:
    assert sent(compared(Q.created, moment)) == expected


DECIMALS = ["0", "+1.5", "-.5", "5.", "1e3", "1E-3", "1e+2", "9876543210", "0.1"]
NO_DECIMALS = [".", "e5", "1e", "--1", "1 ", " 1", "1_000", "nan", "inf", "-inf", "Infinity", "0x10", "1,5", "\u0661"]


@pytest.mark.parametrize("text", [*DECIMALS, *NO_DECIMALS], ids=shown)
def test_decimals_of_a_filter(text: str) -> None:
    """They are read as Python reads them; what is no decimal equals nothing, and `decompile` refuses it."""
    is_decimal = text in DECIMALS
    value = float(text) if is_decimal else 0.0
    record = TrialComponent(name="c", arn="c", metrics=(MetricSummary(name="x", last=value),))
    assert matches(Q.wire("Metrics.x", "Equals", text), record) is is_decimal
    assert matches(Q.wire("Metrics.x", "GreaterThanOrEqualTo", text), record) is is_decimal
    assert matches(Q.wire("Metrics.x", "GreaterThan", text), record) is False
    assert (read_filter("Metrics.x", "Equals", text).value_or(None) is not None) is is_decimal


START = 1_714_521_600_000  # 2024-05-01T00:00:00Z
MOMENTS = [
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
    ("2024-05-01T00:00:00-00:59", START + 3_540_000),
]
NO_MOMENTS = [
    *("2024-05-01T00:00:00+24:00", "2024-05-01T00:00:00+00:60", "2024-02-30", "0000-01-01", "2024-05-01T25:00:00"),
    *("2024-05-01T00:00:60", "2024-05-01T00:00", "2024-05-01 00:00:00", "2024-05-01t00:00:00z", "2024-05-01Z"),
    *("2024-05-01T00:00:00.", "2024-05-01T00:00:00+1:00", " 2024-05-01", "24-05-01", "\u06622024-05-01"),
    *("\u0662024-05-01", "1714521600"),
]


@pytest.mark.parametrize(("text", "expected"), [*MOMENTS, *((text, None) for text in NO_MOMENTS)], ids=shown)
def test_times_of_a_filter(text: str, expected: int | None) -> None:
    """An ISO 8601 time is an instant in milliseconds; what is not one equals nothing and is refused by `decompile`."""
    moment = dt.datetime(1970, 1, 1, tzinfo=UTC) + dt.timedelta(milliseconds=expected or 0)
    record = Experiment(name="e", arn="e", created=moment)
    later = Experiment(name="e", arn="e", created=moment + dt.timedelta(milliseconds=1))
    assert matches(Q.wire("CreationTime", "Equals", text), record) is (expected is not None)
    assert matches(Q.wire("CreationTime", "GreaterThan", text), later) is (expected is not None)
    assert matches(Q.wire("CreationTime", "GreaterThan", text), record) is False
    read = read_filter("CreationTime", "LessThan", text, "Experiment")
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
    assert read_filter("Description", "In", text, "Experiment").unwrap() == Q.description.is_in(expected)
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


PLAIN_NUMBERS = ["0", "-1", "1" * 308, "-" + "1" * 308, "0.1", "-0.0", "1.0", "0.0000001"]
ODD_NUMBERS = ["00", "-0", "01", "+1", "1" * 309, "0.10", ".5", "5.", "1e5", "1e400", "1" * 400 + ".0"]
PLAIN_TIMES = ["2024-05-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
ODD_TIMES = ["2024-05-01T00:00:00", "2024-05-01T00:00:00.0Z", "2024-05-01", "2024-05-01T00:00:00+00:00",
             "2024-05-01T00:00:00.1"]  # fmt: skip


@pytest.mark.parametrize("text", [*PLAIN_NUMBERS, *ODD_NUMBERS, *PLAIN_TIMES, *ODD_TIMES], ids=shown)
def test_operands_as_python_writes_them_are_read_as_comparisons_and_others_are_kept(text: str) -> None:
    is_number = text in PLAIN_NUMBERS or text in ODD_NUMBERS
    name = "Metrics.x.Last" if is_number else "CreationTime"
    read = read_filter(name, "Equals", text).unwrap()
    assert repr(read).startswith("Q.wire") is (text in ODD_NUMBERS or text in ODD_TIMES)
    expression = {"Filters": [{"Name": name, "Operator": "Equals", "Value": text}]}
    assert compile_any(read, "ExperimentTrialComponent").unwrap() == expression


def test_numbers_of_any_library_are_operands() -> None:
    class Scalar:
        def __float__(self) -> float:
            return 0.25

    numbers: list[tuple[Any, str]] = [(Decimal("0.25"), "0.25"), (Fraction(1, 4), "0.25"), (Scalar(), "0.25"), (7, "7")]
    for given, text in numbers:
        for condition in (loss == given, Q.parameter("x") == given, Q.parameter("x") < given):
            assert sent(condition) == text
    assert loss.between(Fraction(1, 4), Decimal(1)) == loss.between(0.25, 1.0)


def test_parameters_are_in_numbers_and_texts() -> None:
    assert sent(Q.parameter("bs").is_in([32, 64])) == "32,64"
    assert sent(Q.parameter("bs").is_in([32, "auto", Decimal("0.5")])) == "0.5,32,auto"
    stored: list[tuple[str | float, bool]] = [(32, True), ("32", True), ("auto", True), (33, False), ("x", False)]
    for value, found in stored:
        parameters: dict[str, str | float] = {"bs": value}
        record = TrialComponent(name="c", arn="arn", parameters=FrozenMap(parameters))
        assert matches(Q.parameter("bs").is_in([32, "auto"]), record) is found
