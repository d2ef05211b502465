"""Operands, one by one: from Python values to texts, and from texts to values."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import pytest

from smexp_fp.query._ast import Op, Unsayable
from smexp_fp.query._literals import (
    can_be_item,
    decimal_text,
    midnight,
    milliseconds,
    number_value,
    parse_decimal,
    parse_time,
    split_items,
    text_value,
    time_value,
    utc_code,
)
from smexp_fp.query._repr import is_canonical_number, is_canonical_time

UTC = dt.UTC
NAIVE = dt.datetime(2024, 5, 1, 12, 30, 15, 250)  # noqa: DTZ001 - as some write it
GREATEST = 2**1024 - 2**971  # the greatest int that is a floating-point number
ROUNDED = GREATEST + 2**970  # the least int that is beyond them


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


@pytest.mark.parametrize(
    ("value", "expected"), [("", ""), ("a", "a"), (Loud("quiet"), "quiet"), (Colour.RED, "red")], ids=shown
)
def test_text_value(value: object, expected: str) -> None:
    found = text_value(value, "here")
    assert found == expected
    assert type(found) is str


@pytest.mark.parametrize(("value", "name"), [(3, "int"), (None, "NoneType"), (b"a", "bytes"), (["a"], "list")])
def test_text_value_takes_nothing_else(value: object, name: str) -> None:
    with pytest.raises(TypeError) as error:
        text_value(value, "Q.name ==")
    assert str(error.value) == f"Q.name == takes a str, not {name}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (-7, "-7"),
        (Count(5), "5"),
        (10**21, "1000000000000000000000"),
        (0.1, "0.1"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (1e-7, "0.0000001"),
        (1.5e300, "15" + "0" * 299),
        (1e16, "10000000000000000"),
        (GREATEST, str(GREATEST)),
        (ROUNDED - 1, str(ROUNDED - 1)),
        (ROUNDED, Unsayable("finite", "float('inf')")),
        (-ROUNDED, Unsayable("finite", "float('-inf')")),
        (float("inf"), Unsayable("finite", "float('inf')")),
        (float("-inf"), Unsayable("finite", "float('-inf')")),
        (float("nan"), Unsayable("finite", "float('nan')")),
    ],
    ids=shown,
)
def test_number_value(value: object, expected: object) -> None:
    assert number_value(value, "here") == expected


@pytest.mark.parametrize(
    ("value", "name"), [(True, "bool"), (False, "bool"), ("1", "str"), (None, "NoneType"), (1j, "complex")]
)
def test_number_value_takes_nothing_else(value: object, name: str) -> None:
    with pytest.raises(TypeError) as error:
        number_value(value, "comparing Q.x")
    assert str(error.value) == f"comparing Q.x takes an int or a float, not {name}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.25, "0.25"), (1e5, "100000.0"), (2.5e-10, "0.00000000025"), (-1e22, "-1" + "0" * 22), (1e-5, "0.00001")],
)
def test_decimal_text(value: float, expected: str) -> None:
    assert decimal_text(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0.0),
        ("+1.5", 1.5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1E-3", 0.001),
        ("1e+2", 100.0),
        ("9876543210", 9876543210.0),
        ("0.1", 0.1),
        ("", None),
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
    ],
    ids=shown,
)
def test_parse_decimal(text: str, expected: float | None) -> None:
    assert parse_decimal(text) == expected


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("Equals", dt.datetime(2024, 5, 1, tzinfo=UTC), "2024-05-01T00:00:00Z"),
        ("Equals", dt.datetime(2024, 5, 1, 1, 2, 3, tzinfo=zone(hours=2)), "2024-04-30T23:02:03Z"),
        ("Equals", dt.datetime(2024, 12, 31, 23, 59, 59, tzinfo=zone(hours=-2)), "2025-01-01T01:59:59Z"),
        ("GreaterThan", dt.datetime(2024, 5, 1, 0, 0, 0, 1, tzinfo=UTC), "2024-05-01T00:00:00Z"),
        ("GreaterThanOrEqualTo", dt.datetime(2024, 5, 1, 0, 0, 0, 999_999, tzinfo=UTC), "2024-05-01T00:00:00Z"),
        ("LessThan", dt.datetime(2024, 5, 1, 0, 0, 0, 1, tzinfo=UTC), "2024-05-01T00:00:01Z"),
        ("LessThanOrEqualTo", dt.datetime(2024, 5, 1, 23, 59, 59, 1, tzinfo=UTC), "2024-05-02T00:00:00Z"),
        ("LessThan", dt.datetime(2024, 5, 1, tzinfo=UTC), "2024-05-01T00:00:00Z"),
        ("LessThanOrEqualTo", dt.datetime(2024, 5, 1, tzinfo=UTC), "2024-05-01T00:00:00Z"),
        ("GreaterThan", dt.datetime.min.replace(tzinfo=UTC), "0001-01-01T00:00:00Z"),
        ("GreaterThan", dt.datetime.max.replace(tzinfo=UTC), "9999-12-31T23:59:59Z"),
        ("Equals", NAIVE, Unsayable("naive", "datetime.datetime(2024, 5, 1, 12, 30, 15, 250)")),
        (
            "Equals",
            NAIVE.replace(tzinfo=zone(hours=1)),
            Unsayable("fraction", "datetime.datetime(2024, 5, 1, 11, 30, 15, 250, tzinfo=datetime.timezone.utc)"),
        ),
        (
            "NotEquals",
            NAIVE.replace(tzinfo=UTC),
            Unsayable("fraction", "datetime.datetime(2024, 5, 1, 12, 30, 15, 250, tzinfo=datetime.timezone.utc)"),
        ),
        (
            "GreaterThan",
            dt.datetime.min.replace(tzinfo=zone(hours=1)),
            Unsayable(
                "range",
                "datetime.datetime(1, 1, 1, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600)))",
            ),
        ),
        (
            "LessThan",
            dt.datetime.max.replace(tzinfo=UTC),
            Unsayable("range", "datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=datetime.timezone.utc)"),
        ),
        (
            "LessThanOrEqualTo",
            dt.datetime(9999, 12, 31, 22, 59, 59, 1, tzinfo=zone(hours=-1)),
            Unsayable(
                "range",
                "datetime.datetime(9999, 12, 31, 22, 59, 59, 1, "
                "tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=82800)))",
            ),
        ),
    ],
    ids=shown,
)
def test_time_value(op: Op, value: object, expected: object) -> None:
    assert time_value(op, value, "here") == expected


@pytest.mark.parametrize(
    ("value", "name"), [("2024-05-01", "str"), (3, "int"), (dt.date(2024, 5, 1), "date"), (None, "NoneType")]
)
def test_time_value_takes_nothing_else(value: object, name: str) -> None:
    with pytest.raises(TypeError) as error:
        time_value("Equals", value, "comparing Q.created")
    assert str(error.value) == f"comparing Q.created takes an aware datetime or a date, not {name}"


def test_texts_of_times() -> None:
    assert utc_code(NAIVE.replace(microsecond=0)) == (
        "datetime.datetime(2024, 5, 1, 12, 30, 15, tzinfo=datetime.timezone.utc)"
    )
    assert midnight(dt.date(2024, 5, 1)) == "2024-05-01T00:00:00Z"
    assert midnight(dt.date.min) == "0001-01-01T00:00:00Z"


START = 1_714_521_600_000  # 2024-05-01T00:00:00Z


@pytest.mark.parametrize(
    ("text", "expected"),
    [
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
        ("0001-01-01T00:00:00+01:00", -62_135_596_800_000 - 3_600_000),
        ("9999-12-31T23:59:59.999-00:01", 253_402_300_799_999 + 60_000),
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
        ("2024-05-01T00:00:00Z\n", None),
        (" 2024-05-01", None),
        ("24-05-01", None),
        ("\u06622024-05-01", None),
        ("\u0662024-05-01", None),
        ("", None),
        ("1714521600", None),
    ],
    ids=shown,
)
def test_parse_time(text: str, expected: int | None) -> None:
    assert parse_time.__wrapped__(text) == expected
    assert parse_time(text) == expected


def test_milliseconds() -> None:
    assert milliseconds(dt.datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert milliseconds(dt.datetime(1970, 1, 1, 0, 0, 0, 1999, tzinfo=UTC)) == 1
    assert milliseconds(dt.datetime(1970, 1, 1, 1, tzinfo=zone(hours=1))) == 0
    assert milliseconds(dt.datetime(1970, 1, 2)) == 86_400_000  # noqa: DTZ001 - means UTC
    assert milliseconds(dt.datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" , ,", ()),
        ("a", ("a",)),
        ("b,a", ("a", "b")),
        (" b , a,b ,,", ("a", "b")),
        ("a b", ("a b",)),
        ("\ta", ("\ta",)),
        ("a;b", ("a;b",)),
        ("XX,B,a", ("B", "XX", "a")),
    ],
    ids=shown,
)
def test_split_items(text: str, expected: tuple[str, ...]) -> None:
    assert split_items(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", False), ("a", True), (" ", False), (" a", False), ("a ", False), ("a,b", False), (",", False), ("a b", True),
     ("\ta\t", True), ("X", True), ("aXX", True)],
    ids=shown,
)  # fmt: skip
def test_can_be_item(value: str, expected: object) -> None:
    assert can_be_item(value) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", True),
        ("00", False),
        ("-0", False),
        ("-1", True),
        ("--1", False),
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
        ("nan", False),
        ("", False),
        ("-", False),
        ("\u0661", False),
        ("\u00b2", False),
    ],
    ids=shown,
)
def test_is_canonical_number(text: str, expected: object) -> None:
    assert is_canonical_number(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-01T00:00:00Z", True),
        ("0001-01-01T00:00:00Z", True),
        ("9999-12-31T23:59:59Z", True),
        ("2024-02-30T00:00:00Z", False),
        ("2024-05-01T00:00:00z", False),
        ("2024-05-01 00:00:00Z", False),
        ("2024-05-01T00:00:000", False),
        ("2024-05-01T00:00:00", False),
        ("2024-05-01T00:00:00.0Z", False),
        ("2024-05-01", False),
        ("2024-05-01T00:00+1:0Z", False),
        ("2024-05-01T00:00:0\u0661Z", False),
        ("", False),
    ],
    ids=shown,
)
def test_is_canonical_time(text: str, expected: Any) -> None:
    assert is_canonical_time(text) is expected
