"""Conditions form a Boolean algebra: in what they mean, whatever the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given

from smexp_fp.query import all_of, any_of
from tests.laws.situations import AnyCondition, Situation, situations

Law: TypeAlias = Callable[[AnyCondition, AnyCondition, AnyCondition], tuple[AnyCondition, AnyCondition]]

LAWS: dict[str, Law] = {
    "and commutes": lambda a, b, _: (a & b, b & a),
    "or commutes": lambda a, b, _: (a | b, b | a),
    "and associates": lambda a, b, c: ((a & b) & c, a & (b & c)),
    "or associates": lambda a, b, c: ((a | b) | c, a | (b | c)),
    "and is idempotent": lambda a, _, __: (a & a, a),
    "or is idempotent": lambda a, _, __: (a | a, a),
    "and absorbs or": lambda a, b, _: (a & (a | b), a),
    "or absorbs and": lambda a, b, _: (a | (a & b), a),
    "and distributes over or": lambda a, b, c: (a & (b | c), (a & b) | (a & c)),
    "or distributes over and": lambda a, b, c: (a | (b & c), (a | b) & (a | c)),
    "De Morgan of and": lambda a, b, _: (~(a & b), ~a | ~b),
    "De Morgan of or": lambda a, b, _: (~(a | b), ~a & ~b),
    "double negation": lambda a, _, __: (~~a, a),
    "excluded middle": lambda a, _, __: (a | ~a, all_of()),
    "contradiction": lambda a, _, __: (a & ~a, any_of()),
    "all_of nothing is neutral for and": lambda a, _, __: (a & all_of(), a),
    "any_of nothing is neutral for or": lambda a, _, __: (a | any_of(), a),
    "all_of is and": lambda a, b, c: (all_of(a, b, c), a & b & c),
    "any_of is or": lambda a, b, c: (any_of(a, b, c), a | b | c),
}


@pytest.mark.parametrize("name", LAWS)
@given(situation=situations(count=3, max_leaves=1))
def test_both_sides_hold_for_the_same_records(name: str, situation: Situation) -> None:
    """The law of that name."""
    left, right = LAWS[name](*situation.conditions)
    assert situation.hits(left) == situation.hits(right)


@given(situations(count=2, max_leaves=3))
def test_the_operators_mean_what_python_s_words_mean(situation: Situation) -> None:
    """`&` is `and`, `|` is `or`, `~` is `not` of what the operands answer."""
    a, b = situation.conditions
    pairs = list(zip(situation.hits(a), situation.hits(b), strict=True))
    assert situation.hits(a & b) == [left and right for left, right in pairs]
    assert situation.hits(a | b) == [left or right for left, right in pairs]
    assert situation.hits(~a) == [not left for left, _ in pairs]
    assert all(situation.hits(all_of()))
    assert not any(situation.hits(any_of()))
