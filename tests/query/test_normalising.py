"""`normalise`, one condition at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from smexp_fp.query import Condition, Q, all_of, any_of, compile_any, normalise

X = Q.metric("x").last
EXPERIMENT, TRIAL = Q.parents.experiment_name == "e", Q.parents.trial_name == "t"
NOW = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
ALWAYS = [{"Name": "ExperimentName", "Operator": "Exists"}]
NEVER = [{"Name": "ExperimentName", "Operator": "NotExists"}]
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


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (~(Q.created.missing() & Q.created.between(NOW, NOW)), ALWAYS),
        (~(Q.created > NOW) | Q.created.exists(), ALWAYS),
        (~(Q.created > NOW) & Q.created.missing(), [{"Name": "CreationTime", "Operator": "NotExists"}]),
        (Q.created.between(NOW, NOW) | (Q.created <= NOW),
         [{"Name": "CreationTime", "Operator": "LessThanOrEqualTo", "Value": "2024-05-01T00:00:00Z"}]),
        # Opposites, whichever comes first, also of what no filter says.
        (Q.name.contains("a") | ~Q.name.contains("a"), ALWAYS),
        (~Q.name.contains("a") & Q.name.contains("a"), NEVER),
        (Q.tags.any(Q.tags.key == "a") | ~Q.tags.any(Q.tags.key == "a"), ALWAYS),
        (~Q.tags.any(Q.tags.key == "a") & Q.tags.any(Q.tags.key == "a"), NEVER),
        (Q.tag("a") & ~Q.tag("a"), NEVER),
    ],
)  # fmt: skip
def test_what_is_spelled_out_is_as_short_as_can_be(condition: Condition[Any], expected: object) -> None:
    assert compile_any(condition, "Experiment").unwrap() == {"Filters": expected}


def test_what_comes_twice_does_not_hide_what_comes_before() -> None:
    twice = Q.tag("a") & Q.tag("b")
    last = ~Q.name.contains("z")
    assert normalise(all_of(last, twice, twice)) == normalise(all_of(twice, last))
    assert normalise(any_of(last, ~twice, ~twice)) == normalise(any_of(~twice, last))
