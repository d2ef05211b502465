"""`normalise`, one condition at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from smexp_fp.query import Condition, Q, all_of, any_of, normalise

X = Q.metric("x").last
EXPERIMENT, TRIAL = Q.parents.experiment_name == "e", Q.parents.trial_name == "t"
BOTH = "Q.parents.any((Q.parents.experiment_name == 'e') & (Q.parents.trial_name == 't'))"
EITHER = BOTH.replace("&", "|")

# What is given, and what it becomes, as Python writes them.
NORMAL: list[tuple[Callable[[], Condition[Any]], str]] = [
    # Bounds are no set of words: they keep their order, and both.
    (lambda: X.between(9, 10), "Q.metric('x').last.between(9, 10)"),
    (lambda: X.between(1, 1), "Q.metric('x').last.between(1, 1)"),
    (lambda: Q.tag("a") & X.between(9, 10), "Q.metric('x').last.between(9, 10) & Q.tag('a')"),
    # The same parts, together and one of them.
    (lambda: Q.parents.any(EXPERIMENT & TRIAL) | Q.parents.any(EXPERIMENT | TRIAL),
     f"{BOTH} | {EITHER}"),
    # `In` is a set of words in any junction.
    (lambda: Q.name.is_in(["b", "a", "b"]) & Q.tag("t"), "Q.name.is_in(['a', 'b']) & Q.tag('t')"),
    (lambda: Q.name.is_in(["a", "a"]) & Q.tag("t"), "(Q.name == 'a') & Q.tag('t')"),
    # Of no words: neutral, or decisive.
    (lambda: Q.name.is_in([]) | Q.tag("t"), "Q.tag('t')"),
    (lambda: ~Q.name.is_in([]) & Q.tag("t"), "Q.tag('t')"),
    (lambda: Q.name.is_in([]) & Q.tag("t"), "any_of()"),
    (lambda: Q.name.is_in([]) | Q.tag("t") & Q.tag("s"), "Q.tag('s') & Q.tag('t')"),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(NORMAL)))
def test_it_becomes(at: int) -> None:
    assert repr(normalise(NORMAL[at][0]())) == NORMAL[at][1]


def test_what_comes_twice_does_not_hide_what_comes_before() -> None:
    twice = Q.tag("a") & Q.tag("b")
    last = ~Q.name.contains("z")
    assert normalise(all_of(last, twice, twice)) == normalise(all_of(twice, last))
    assert normalise(any_of(last, ~twice, ~twice)) == normalise(any_of(~twice, last))
