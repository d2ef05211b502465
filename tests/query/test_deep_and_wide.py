"""Deep, wide and hostile input: an answer or a typed failure, in near-linear time, never a RecursionError."""

from __future__ import annotations

import gc
import pickle
import time
from collections.abc import Callable
from typing import Any

import pytest
from returns.result import Result

from smexp_fp.query import (
    Condition,
    Q,
    TooDeep,
    any_of,
    compile_any,
    explain,
    matches,
    normalise,
    parse,
    plan_any,
)
from smexp_fp.records import Experiment, FrozenMap
from tests.laws.situations import decompiled

RECORD = Experiment(name="a", arn="arn", tags=FrozenMap({"k0": ""}))


def conjunction(size: int) -> Condition[Any]:
    """A loop of `made = made & more`."""
    made: Condition[Any] = Q.tag("k")
    for i in range(size):
        made = made & Q.tag(f"k{i}")
    return made


def disjunction(size: int) -> Condition[Any]:
    """A loop of `made = more | made`."""
    made: Condition[Any] = Q.tag("k")
    for i in range(size):
        made = Q.tag(f"k{i}") | made
    return made


def alternatives(size: int) -> Condition[Any]:
    """One junction, written at once."""
    return any_of(*(Q.name == f"n{i}" for i in range(size)))


def pairs(size: int) -> Condition[Any]:
    """A disjunction of conjunctions."""
    return any_of(*(Q.tag(f"k{i}") & ~Q.tag(f"z{i}") for i in range(size // 2)))


def words(size: int) -> Condition[Any]:
    """One comparison with many words."""
    return Q.name.is_in([f"n{i}" for i in range(size)])


def alternating(levels: int) -> Condition[Any]:
    """`and` and `or` in turn."""
    made: Condition[Any] = Q.tag("k")
    for i in range(levels):
        made = made & Q.tag(f"k{i}") if i % 2 else made | Q.tag(f"k{i}")
    return made


SHAPES = [conjunction, disjunction, alternatives, pairs, words]
OPERATIONS: dict[str, Callable[[Condition[Any], Condition[Any]], object]] = {
    "equality": lambda condition, twin: condition == twin,
    "hash": lambda condition, _: hash(condition),
    "repr": lambda condition, _: repr(condition),
    "explain": lambda condition, _: explain(condition),
    "pickle": lambda condition, _: pickle.loads(pickle.dumps(condition)),  # noqa: S301 - our own
    "matches": lambda condition, _: matches(condition, RECORD),
    "normalise": lambda condition, _: normalise(condition),
    "compile": lambda condition, _: str(compile_any(condition, "Experiment").swap().value_or("")),
    "plan": lambda condition, _: plan_any(condition, "Experiment"),
    "plan with a residue": lambda condition, _: plan_any(condition, "Experiment", local_residue=True),
}


def seconds(shape: Callable[[int], Condition[Any]], operation: str, size: int) -> float:
    """Processor time that an operation takes, the better of two."""
    taken: list[float] = []
    gc.disable()  # what a collection takes depends on all else that the process holds
    try:
        for _ in range(2):
            condition, twin = shape(size), shape(size)
            started = time.process_time()
            OPERATIONS[operation](condition, twin)
            taken.append(time.process_time() - started)
    finally:
        gc.enable()
    return min(taken)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_eight_times_the_operands_take_about_eight_times_as_long(
    operation: str, shape: Callable[[int], Condition[Any]]
) -> None:
    """What is quadratic takes sixty-four times as long. Times below a few milliseconds say nothing."""
    small = max(seconds(shape, operation, 500), 0.004)
    assert seconds(shape, operation, 4000) < 25 * small


@pytest.mark.parametrize("shape", [conjunction, words], ids=lambda shape: shape.__name__)
def test_a_hundred_thousand_operands(shape: Callable[[int], Condition[Any]]) -> None:
    condition = shape(100_000)
    assert matches(condition, RECORD) is False
    compiled: Result[Any, Any] = compile_any(condition, "Experiment")
    assert shape is words or "…" in str(compiled.failure())


def test_two_hundred_alternations_of_and_and_or() -> None:
    condition = alternating(200)
    assert parse(repr(alternating(90))).unwrap() == alternating(90)
    assert pickle.loads(pickle.dumps(condition)) == condition  # noqa: S301 - our own
    assert matches(condition, RECORD) is False
    assert matches(~condition, RECORD) is True
    assert hash(normalise(~~condition)) == hash(normalise(condition))
    assert type(compile_any(condition, "Experiment").failure()) is not TooDeep
    assert plan_any(condition, "Experiment", local_residue=True).unwrap().residue is not None


def test_more_than_two_hundred_alternations_are_a_failure_and_still_a_value() -> None:
    assert type(compile_any(alternating(201), "Experiment").failure()) is TooDeep
    for levels in (1_000, 5_000):
        deep = alternating(levels)
        for failure in (
            compile_any(deep, "Experiment").failure(),
            plan_any(deep, "Experiment", local_residue=True).failure(),
        ):
            assert type(failure) is TooDeep
            assert str(failure).endswith(": & and | alternate more than 200 times; ask for less at once")
        with pytest.raises(ValueError, match="more than 200 times"):
            normalise(deep)
        assert matches(deep, RECORD) is False
        assert deep == alternating(levels)
        assert hash(deep) == hash(alternating(levels))
        assert explain(deep)


def test_two_hundred_alternations_are_planned_also_where_the_caller_is_deep_in_its_own_calls() -> None:
    def called_deep(frames: int) -> object:
        return called_deep(frames - 1) if frames else plan_any(alternating(200), "Experiment", local_residue=True)

    assert called_deep(350) == called_deep(0)


def test_twenty_thousand_negations() -> None:
    condition: Condition[Any] = Q.tag("k")
    for _ in range(20_001):
        condition = ~condition
    assert normalise(condition) == normalise(~Q.tag("k"))
    assert matches(condition, RECORD) is True
    assert compile_any(condition, "Experiment") == compile_any(~Q.tag("k"), "Experiment")


def test_shared_conditions_are_seen_once() -> None:
    """As a text it doubles with every level, as a value it does not: otherwise none of these would end."""
    condition: Condition[Any] = Q.tag("a")
    for i in range(60):
        condition = (condition & Q.tag(f"x{i}")) | (condition & Q.tag(f"y{i}"))
    assert normalise(normalise(condition)) == normalise(condition)
    assert matches(condition, RECORD) is False
    assert str(compile_any(condition, "Experiment").failure())
    assert str(plan_any(condition, "Experiment").failure())
    again = pickle.loads(pickle.dumps(condition))  # noqa: S301 - our own
    assert again == condition
    assert hash(again) == hash(condition)
    assert len(pickle.dumps(condition)) < 50_000


def test_what_is_shared_and_the_same_is_one() -> None:
    condition: Condition[Any] = Q.tag("a")
    for _ in range(60):
        condition = condition & condition
    assert normalise(condition) == Q.tag("a")
    assert compile_any(condition, "Experiment") == compile_any(Q.tag("a"), "Experiment")


def test_a_text_exponentially_longer_than_its_condition_is_cut_short() -> None:
    condition: Condition[Any] = Q.tag("a")
    for _ in range(64):
        condition = condition & condition
    text = repr(condition)
    assert text.endswith("…")
    assert len(text) < 300_000_000


def test_a_long_chain_is_read_back_or_refused() -> None:
    for size in (1_000, 10_000):
        condition = conjunction(size)
        read = parse(repr(condition))
        assert read.value_or(condition) == condition
        assert size > 1_000 or read.unwrap() == condition


HOSTILE = {
    "parentheses": "(" * 50_000,
    "negations": "~" * 50_000,
    "calls": "all_of(" * 50_000,
    "an operand too few": "Q.tag('a') & " * 10_000,
    "quotes": "'" * 50_000,
    "steps": "Q." * 50_000,
    "times": "Q.created > " + "datetime.datetime(" * 50_000,
    "digits": "Q.metric('x').last < " + "9" * 50_000 + "x",
    "backslashes": "Q.name == '" + "\\" * 50_001,
    "brackets": "Q.name.is_in(" + "[" * 50_000,
    "a null": "Q.tag('a')\x00",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_refused(name: str) -> None:
    failure = parse(HOSTILE[name]).failure()
    assert 0 <= failure.position <= len(HOSTILE[name])


def test_hostile_expressions_are_refused() -> None:
    deep: dict[str, Any] = {"Filters": [{"Name": "DisplayName"}]}
    for _ in range(10_000):
        deep = {"SubExpressions": [deep]}
    circular: dict[str, Any] = {}
    circular["SubExpressions"] = [circular]
    for given in (deep, circular):
        assert str(decompiled(given, "Experiment").failure())
