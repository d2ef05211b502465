"""Deep, wide and hostile input: an answer or a typed failure, in near-linear time, never a RecursionError."""

from __future__ import annotations

import copy
import pickle
import time
from collections.abc import Callable
from typing import Any, cast

import pytest
from returns.result import Failure

from smexp_fp.query import (
    Condition,
    Q,
    _pickling,
    all_of,
    any_of,
    compile_any,
    explain,
    matches,
    normalise,
    parse,
    plan_any,
)
from smexp_fp.query._decompile import decompile_any
from smexp_fp.records import Experiment

RECORD = Experiment(name="a", arn="arn")


def deep_and(levels: int) -> Condition[Any]:
    made: Condition[Any] = Q.tag("k")
    for i in range(levels):
        made = made & Q.tag(f"k{i}")
    return made


def right_deep(levels: int) -> Condition[Any]:
    made: Condition[Any] = Q.tag("k")
    for i in range(levels):
        made = Q.tag(f"k{i}") | made
    return made


def alternating(levels: int) -> Condition[Any]:
    made: Condition[Any] = Q.tag("k")
    for i in range(levels):
        made = ~(made & Q.tag(f"k{i}") | Q.name.contains(f"{i}"))
    return made


def negations(levels: int) -> Condition[Any]:
    made: Condition[Any] = Q.tag("k")
    for _ in range(levels):
        made = ~made
    return made


def wide(width: int) -> Condition[Any]:
    return any_of(*(Q.name == f"n{i}" for i in range(width)))


SHAPES: list[tuple[Callable[[int], Condition[Any]], int]] = [
    (deep_and, 20_000),
    (right_deep, 20_000),
    (alternating, 5_000),
    (negations, 100_000),
    (wide, 20_000),
]


@pytest.mark.parametrize(("shape", "size"), SHAPES, ids=[shape.__name__ for shape, _ in SHAPES])
def test_every_operation_bears_it(shape: Callable[[int], Condition[Any]], size: int) -> None:
    condition, twin = shape(size), shape(size)
    started = time.process_time()
    assert condition == twin
    assert hash(condition) == hash(twin)
    assert parse(repr(condition)).unwrap() == condition
    assert pickle.loads(pickle.dumps(condition)) == condition  # noqa: S301 - our own
    assert copy.deepcopy(condition) is condition
    assert explain(condition)
    assert isinstance(matches(condition, RECORD), bool)
    assert normalise(normalise(condition)) == normalise(condition)
    compiled = compile_any(condition, "Experiment")
    str(compiled.swap().value_or(""))
    for local in (False, True):
        plan_any(condition, "Experiment", local_residue=local)
    assert time.process_time() - started < 60  # generous: what is quadratic takes hours


def test_shared_conditions_are_seen_once() -> None:
    condition: Condition[Any] = Q.tag("a")
    for i in range(200):
        condition = (condition & Q.tag(f"x{i}")) | (condition & Q.tag(f"y{i}"))
    hash(condition)
    normalise(condition)
    matches(condition, RECORD)
    str(compile_any(condition, "Experiment").failure())
    str(plan_any(condition, "Experiment").failure())
    assert pickle.loads(pickle.dumps(condition)) == condition  # noqa: S301 - our own
    assert len(pickle.dumps(condition)) < 100_000


def test_a_text_exponentially_longer_than_its_condition_is_cut_short() -> None:
    condition: Condition[Any] = Q.tag("a")
    for _ in range(64):
        condition = condition & condition
    for text in (repr(condition), explain(condition)):
        assert text.endswith("…")
        assert len(text) < 300_000_000
    assert isinstance(parse(repr(condition)), Failure)


@pytest.mark.parametrize(
    "rows", [(), ("Q.",), (("And", (0,)),), (("Else", ()),), (("Not", ()),), ("Q.tag('a')", ("Parents", (0,)))]
)
def test_a_pickle_that_was_tampered_with_is_refused(rows: Any) -> None:
    with pytest.raises(ValueError, match="no pickled condition"):
        _pickling.restore(rows)


@pytest.mark.parametrize("text", ["(" * 50_000, "~" * 50_000, "all_of(" * 50_000, "Q.tag('a') & " * 50_000, "'" * 50_000,  # noqa: E501 - a table
                                  "Q." * 50_000, "datetime.datetime(" * 50_000, "Q.created > " + "datetime.datetime(" * 50_000,  # noqa: E501 - a table
                                  "Q.metric('x').last < " + "9" * 50_000, "Q.name == '" + "\\" * 50_000])  # fmt: skip
def test_hostile_texts_are_refused(text: str) -> None:
    parse(text).failure()


def test_hostile_expressions_are_refused() -> None:
    deep: dict[str, Any] = {"Filters": [{"Name": "DisplayName"}]}
    for _ in range(10_000):
        deep = {"SubExpressions": [deep]}
    circular: dict[str, Any] = {}
    circular["SubExpressions"] = [circular]
    for given in (deep, circular, {"Filters": [{"Name": "x"}] * 21}, {}, None, {"Filters": "abc"}, {1: 2}):
        failure = decompile_any(given, "Experiment").failure()
        assert str(failure)


def test_wrong_types_raise_with_advice() -> None:
    a: Any = Q.tag("a")
    name: Any = Q.name
    for wrong in (lambda: a & 3, lambda: 3 | a, lambda: a and a, lambda: not a, lambda: name == 3, lambda: name < 3,
                  lambda: all_of(a, cast("Any", 3)), lambda: Q.name.is_in("ab"), lambda: Q.metric("x").last == True,  # noqa: E712
                  lambda: bool(name), lambda: Q.parents.any(a), lambda: cast("Any", Q).field("x", "y")):  # fmt: skip
        with pytest.raises(TypeError):
            wrong()
