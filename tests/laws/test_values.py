"""Conditions are values."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from hypothesis import given

from smexp_fp.query import Resource, parse
from tests.laws.situations import AnyCondition, Situation, conditions, situations


@given(conditions(any_operand=True))
def test_equal_conditions_hash_equal(drawn: tuple[Resource, AnyCondition]) -> None:
    """One that is built again, of other objects, is equal and has the same hash."""
    _, condition = drawn
    again = parse(repr(condition)).unwrap()
    assert again == condition
    assert hash(again) == hash(condition)
    assert len({condition, again}) == 1


@given(situations(count=2, max_leaves=1))
def test_conditions_are_equal_when_they_are_written_alike(situation: Situation) -> None:
    """`a == b` exactly when `repr(a) == repr(b)`."""
    left, right = situation.conditions
    assert (left == right) == (repr(left) == repr(right))
    other: Any = 3
    assert left != other
    assert left != ~left


@given(conditions(any_operand=True))
def test_pickling_gives_an_equal_condition(drawn: tuple[Resource, AnyCondition]) -> None:
    """By every protocol."""
    _, condition = drawn
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(condition, protocol))  # noqa: S301 - our own
        assert again == condition
        assert repr(again) == repr(condition)


@given(conditions(any_operand=True))
def test_copies_are_equal(drawn: tuple[Resource, AnyCondition]) -> None:
    """`copy` and `deepcopy`, also of what holds a condition."""
    _, condition = drawn
    assert copy.copy(condition) == condition
    assert copy.deepcopy({"key": [condition]}) == {"key": [condition]}
