"""Law 5: a condition's text is the code that builds it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp.query import Q, all_of, any_of, parse
from tests.laws import strategies

RESOURCES = strategies.resources
NAMESPACE: dict[str, Any] = {"Q": Q, "all_of": all_of, "any_of": any_of, "datetime": dt}


@given(data=st.data())
def test_parse_reads_what_repr_writes(data: st.DataObject) -> None:
    """`parse(repr(c)) == c`, whatever the operands."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.any_conditions(resource), label="condition")
    assert parse(repr(condition)) == Success(condition)


@given(data=st.data())
def test_python_reads_what_repr_writes(data: st.DataObject) -> None:
    """`eval(repr(c)) == c`, given `Q`, `all_of`, `any_of` and the module `datetime`."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.any_conditions(resource), label="condition")
    text = repr(condition)
    again = eval(text, dict(NAMESPACE))  # noqa: S307 - our own text
    assert again == condition
    assert repr(again) == text


@given(data=st.data())
def test_parse_and_python_read_alike_with_other_spacing(data: st.DataObject) -> None:
    """More parentheses and spaces between the tokens change nothing."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource), label="condition")
    text = re.sub(r" ([&|]) ", data.draw(st.sampled_from((r"\1", r"  \1 ", r" \1  "))), f"({condition!r} )")
    assert parse(text) == Success(condition)
    assert eval(text, dict(NAMESPACE)) == condition  # noqa: S307 - our own text


@given(st.text(max_size=60) | st.text(alphabet="Q.tag('x')&|~ ()[]name=<>0123,", max_size=60))
def test_parse_is_total(text: str) -> None:
    """Any text gives a condition or `Unparsable`; what it reads means what Python reads."""
    match parse(text):
        case Success(condition):
            assert eval(text.strip(), dict(NAMESPACE)) == condition  # noqa: S307 - a parsed condition is harmless
        case Failure(failure):
            assert 0 <= failure.position <= len(text)
        case _:
            raise AssertionError


@given(data=st.data())
def test_parse_of_a_damaged_text_is_total(data: st.DataObject) -> None:
    """A character taken out, put in or changed: a condition that Python reads alike, or `Unparsable`."""
    resource = data.draw(RESOURCES)
    text = repr(data.draw(strategies.any_conditions(resource, max_leaves=3), label="condition"))
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    put = data.draw(st.sampled_from(("", "(", ")", "'", "\\", "~", " & ", ",", "1", "Q")))
    damaged = text[:at] + put + text[at + cut :]
    match parse(damaged):
        case Success(condition):
            assert eval(damaged.strip(), dict(NAMESPACE)) == condition  # noqa: S307 - a parsed condition is harmless
        case Failure(failure):
            assert 0 <= failure.position <= len(damaged)
        case _:
            raise AssertionError
