"""Law 6: conditions form a Boolean algebra, in what they mean and in what they compile to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smexp_fp.query import all_of, any_of, matches, predicate
from tests.laws import strategies, worlds

RESOURCES = strategies.resources
C: TypeAlias = strategies.Any_
Law: TypeAlias = Callable[[C, C, C], tuple[C, C]]

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


FEW = min(settings().max_examples, 500)


@given(data=st.data())
def test_all_laws_hold_for_the_same_conditions(data: st.DataObject) -> None:
    """Each of the laws for each three conditions: so a long run draws them once for all laws."""
    resource = data.draw(RESOURCES)
    a, b, c = (data.draw(strategies.conditions(resource, max_leaves=2), label=label) for label in "abc")
    first = data.draw(st.integers(0, 5000), label="first record")
    records: list[Any] = [worlds.record(resource, seed) for seed in range(first, first + 4)]
    for name, law in LAWS.items():
        left, right = (predicate(side, resource) for side in law(a, b, c))
        assert [left(record) for record in records] == [right(record) for record in records], name


@pytest.mark.parametrize("name", LAWS)
@settings(max_examples=FEW)
@given(data=st.data())
def test_both_sides_hold_for_the_same_records(name: str, data: st.DataObject) -> None:
    """The law of that name, for any conditions on any records."""
    resource = data.draw(RESOURCES)
    a, b, c = (data.draw(strategies.conditions(resource, max_leaves=2), label=label) for label in "abc")
    left, right = LAWS[name](a, b, c)
    holds_left, holds_right = predicate(left, resource), predicate(right, resource)
    first = data.draw(st.integers(0, 5000), label="first record")
    for seed in range(first, first + 4):
        record: Any = worlds.record(resource, seed)
        assert holds_left(record) is holds_right(record)


@given(data=st.data())
def test_the_operators_mean_what_python_s_words_mean(data: st.DataObject) -> None:
    """`&` is `and`, `|` is `or`, `~` is `not` of what the operands answer: the laws above hold of constants as well."""
    resource = data.draw(RESOURCES)
    a, b = (data.draw(strategies.conditions(resource, max_leaves=3), label=label) for label in "ab")
    first = data.draw(st.integers(0, 5000), label="first record")
    for seed in range(first, first + 4):
        record: Any = worlds.record(resource, seed)
        assert matches(a & b, record) is (matches(a, record) and matches(b, record))
        assert matches(a | b, record) is (matches(a, record) or matches(b, record))
        assert matches(~a, record) is not matches(a, record)
        assert matches(all_of(), record)
        assert not matches(any_of(), record)
