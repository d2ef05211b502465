"""What counts as a number, wherever one is wanted."""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp._numbers import as_number, as_whole_number


class Index:
    def __index__(self) -> int:
        return 7


class Float:
    def __float__(self) -> float:
        return 0.5


class FloatInATensor(Float):
    """As torch has them: the method is there, whatever the tensor holds."""

    def __index__(self) -> int:
        raise TypeError("only integer tensors of a single element can be converted to an index")


class Broken:
    def __float__(self) -> float:
        raise RuntimeError("odd")


class BrokenWhenLookedAt:
    @property
    def shape(self) -> object:
        raise RuntimeError("odd")

    def __float__(self) -> float:
        return 1.0


class Grade(enum.IntEnum):
    GOOD = 2


class Half(float):
    __slots__ = ()


ACCEPTED: list[tuple[object, int | float]] = [
    (0, 0),
    (10**400, 10**400),
    (-0.5, -0.5),
    (Grade.GOOD, 2),
    (Half(0.5), 0.5),
    (Decimal("0.25"), 0.25),
    (Decimal(3), 3.0),
    (Fraction(1, 4), 0.25),
    (Index(), 7),
    (Float(), 0.5),
    (FloatInATensor(), 0.5),
]

REFUSED: list[object] = [
    True,
    "1",
    b"1",
    bytearray(b"1"),
    None,
    1j,
    [1],
    (1,),
    {},
    object(),
    int,
    Decimal("sNaN"),
    Broken(),
    BrokenWhenLookedAt(),
]


def same(found: object, expected: object) -> bool:
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize(("value", "expected"), ACCEPTED, ids=lambda part: type(part).__name__)
def test_a_number_of_any_library_becomes_a_plain_one(value: object, expected: float) -> None:
    assert same(as_number(value), expected)


@pytest.mark.parametrize("value", REFUSED, ids=lambda value: type(value).__name__)
def test_what_is_no_number_is_refused(value: object) -> None:
    assert as_number(value) is None


@given(st.integers() | st.floats(allow_nan=False))
def test_a_plain_number_stays_the_object_that_it_is(value: float) -> None:
    assert as_number(value) is value


def test_a_float_is_no_whole_number_even_without_a_fraction() -> None:
    assert [as_whole_number(value) for value in (2, Index(), 2.0, Decimal(2), True)] == [2, 7, None, None, None]


def test_numbers_of_numpy() -> None:
    np: Any = pytest.importorskip("numpy")
    for kind in (np.int8, np.int64, np.uint64):
        assert same(as_number(kind(7)), 7)
    for kind in (np.float16, np.float32, np.float64, np.longdouble):
        assert same(as_number(kind(0.5)), 0.5)
    assert same(as_number(np.float32(0.1)), 0.10000000149011612)
    assert same(as_number(np.array(0.5)), 0.5)
    assert same(as_number(np.array(7)), 7)


def test_what_numpy_has_besides_numbers() -> None:
    np: Any = pytest.importorskip("numpy")
    others = [
        np.True_,
        np.array(True),
        np.complex64(1),
        np.str_("1"),
        np.bytes_(b"1"),
        np.datetime64("2024-01-01"),
        np.timedelta64(1, "s"),
        np.array([1.0]),
        np.array([], dtype=int),
    ]
    assert [as_number(value) for value in others] == [None] * len(others)
