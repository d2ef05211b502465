"""Laws of the helpers around results."""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Result, Success

from smexp_fp.errors import NotFound, SmexpException
from smexp_fp.results import cases, collect, fold, is_failure, or_raise, then

results: st.SearchStrategy[Result[int, str]] = st.one_of(st.integers().map(Success), st.text().map(Failure))


def step(number: int) -> Result[str, bytes]:
    return Success(str(number)) if number % 2 else Failure(b"even")


@given(results)
def test_then_is_bind_and_so_a_monad(result: Result[int, str]) -> None:
    def second(text: str) -> Result[int, float]:
        return Success(len(text)) if len(text) > 1 else Failure(0.5)

    bind: Any = result.bind
    unit: Any = Success
    assert then(result, step) == bind(step)
    assert then(result, unit) == result
    assert then(then(result, step), second) == then(result, lambda number: then(step(number), second))


@given(st.integers())
def test_then_after_a_success_is_the_step(number: int) -> None:
    assert then(Success(number), step) == step(number)


@given(results)
def test_the_two_cases_are_distinguished_and_kept_as_they_are(result: Result[int, str]) -> None:
    assert is_failure(result) is isinstance(result, Failure)
    assert cases(result) is result
    folded = fold(result, success=lambda number: ("value", str(number)), failure=lambda text: ("error", text))
    assert folded == (("error", result.failure()) if is_failure(result) else ("value", str(result.unwrap())))


@given(st.lists(results))
def test_collect_gives_all_values_or_the_first_failure(many: list[Result[int, str]]) -> None:
    failures = [result for result in many if is_failure(result)]
    assert collect(many) == (failures[0] if failures else Success(tuple(result.unwrap() for result in many)))


def test_collect_does_not_look_beyond_the_first_failure() -> None:
    def lazily() -> Iterator[Result[int, str]]:
        yield Failure("first")
        pytest.fail("nothing asks for a second")

    assert collect(lazily()) == Failure("first")


def test_or_raise_gives_the_value_or_raises_with_the_text_of_the_error() -> None:
    assert or_raise(Success(1)) == 1
    error = NotFound(operation="DescribeTrial", message="no such trial", request_id="r-1")
    with pytest.raises(SmexpException, match=r"NotFound in DescribeTrial: no such trial \(request r-1\)") as raised:
        or_raise(Failure(error))
    assert raised.value.error is error
