"""Conditions are values."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from hypothesis import given

from smexp_fp.query import Resource, parse
from tests.laws.situations import AnyCondition, Situation, conditions, situations


@given(conditions(any_operand=True, local_tests=True))
def test_a_condition_equals_what_is_built_again_unpickled_or_copied(drawn: tuple[Resource, AnyCondition]) -> None:
    """And has the same hash and the same text; a pickle is one of any protocol, a copy also one of what holds it."""
    _, condition = drawn
    unpickled = [
        pickle.loads(pickle.dumps(condition, protocol))  # noqa: S301 - our own
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    ]
    copied = [copy.copy(condition), copy.deepcopy({"key": [condition]})["key"][0]]
    for again in (parse(repr(condition)).unwrap(), *unpickled, *copied):
        assert again == condition
        assert hash(again) == hash(condition)
        assert repr(again) == repr(condition)


@given(situations(count=2, max_leaves=1))
def test_conditions_are_equal_when_they_are_written_alike(situation: Situation) -> None:
    """`a == b` exactly when `repr(a) == repr(b)`."""
    left, right = situation.conditions
    assert (left == right) == (repr(left) == repr(right))
    other: Any = 3
    assert left != other
    assert left != ~left
