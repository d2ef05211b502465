"""What no law tells: messages, texts and operands, pinned one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from returns.result import Failure

from smexp_fp.query import Q, parse

NAIVE = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - as some write it


@pytest.mark.parametrize("text", ["Q.metric('x').last < 01", "Q.created == datetime.date(2024, 05, 1)"])
def test_parse_takes_no_leading_zeros_as_python_does_not(text: str) -> None:
    assert isinstance(parse(text), Failure)


@pytest.mark.parametrize("text", ["0", "00", "10", "0.1", "-1", "0.10", "1e5"])
def test_parse_takes_numbers_as_python_writes_them(text: str) -> None:
    said = f"Q.metric('x').last < {text}"
    assert parse(said).unwrap() == eval(said)  # noqa: S307 - one of the above


def test_a_range_with_a_bound_that_cannot_be_said_is_read_back() -> None:
    for condition in (
        Q.created.between(NAIVE, dt.datetime(2024, 1, 2, tzinfo=dt.UTC)),
        Q.created.between(dt.datetime(2024, 1, 2, tzinfo=dt.UTC), NAIVE),
        Q.metric("x").last.between(0, float("nan")),
    ):
        assert parse(repr(condition)).unwrap() == condition
