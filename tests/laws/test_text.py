"""A condition's text is the code that builds it."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp.query import Q, Resource, all_of, any_of, explain, parse
from tests.laws.situations import AnyCondition, conditions

NAMESPACE: dict[str, Any] = {"Q": Q, "all_of": all_of, "any_of": any_of, "datetime": dt}


def evaluated(text: str) -> object:
    """What Python makes of a text that is a condition's, or was found to be one by `parse`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes that Python still reads
        return eval(text, dict(NAMESPACE))  # noqa: S307 - a condition is harmless


@given(conditions(any_operand=True, local_tests=True))
def test_python_and_parse_read_what_repr_writes(drawn: tuple[Resource, AnyCondition]) -> None:
    """`parse(repr(c)) == c` and `eval(repr(c)) == c`, given `Q`, `all_of`, `any_of` and the module `datetime`."""
    _, condition = drawn
    assert parse(repr(condition)) == Success(condition)
    again = evaluated(repr(condition))
    assert again == condition
    assert repr(again) == repr(condition)
    assert explain(condition).strip()


@given(conditions(), st.sampled_from((r"\1", r"  \1 ", r" \1  ")))
def test_parse_and_python_read_alike_with_other_spacing(drawn: tuple[Resource, AnyCondition], spaced: str) -> None:
    """More parentheses and spaces between the tokens change nothing."""
    _, condition = drawn
    text = re.sub(r" ([&|]) ", spaced, f"({condition!r} )")
    assert parse(text) == Success(condition)
    assert evaluated(text) == condition


def read_alike_or_refused(text: str) -> None:
    match parse(text):
        case Success(condition):
            assert evaluated(text.strip()) == condition
        case Failure(failure):
            assert 0 <= failure.position <= len(text)
        case _:
            raise AssertionError


@given(st.text(max_size=60) | st.text(alphabet="Q.tag('x')&|~ ()[]name=<>0123,", max_size=60))
def test_parse_is_total(text: str) -> None:
    """Any text gives a condition or `Unparsable`; what it reads means what Python reads."""
    read_alike_or_refused(text)


@given(conditions(any_operand=True, max_leaves=3), st.data())
def test_parse_of_a_damaged_text_is_total(drawn: tuple[Resource, AnyCondition], data: st.DataObject) -> None:
    """A character taken out, put in or changed: a condition that Python reads alike, or `Unparsable`."""
    text = repr(drawn[1])
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    put = data.draw(st.sampled_from(("", "(", ")", "'", "\\", "~", " & ", ",", "1", "Q")))
    read_alike_or_refused(text[:at] + put + text[at + cut :])
