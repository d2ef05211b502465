"""How many requests a plan takes, and what it leaves to a local check."""

from __future__ import annotations

from typing import Any

from smexp_fp.query import (
    Condition,
    ContainsQuota,
    NoComplement,
    Q,
    TooManyConditions,
    TooManyRequests,
    all_of,
    any_of,
    plan,
)
from smexp_fp.records import Experiment
from tests.support import legal


def tags(count: int, prefix: str = "k") -> list[Condition[Any]]:
    return [Q.tag(f"{prefix}{i:05}") for i in range(count)]


def requests(condition: Condition[Experiment]) -> int:
    return len(plan(condition, "Experiment").unwrap().requests)


def test_plans_take_few_requests() -> None:
    assert requests(any_of(*tags(48))) == 1
    assert requests(any_of(*tags(96))) == 2
    assert requests(any_of(*tags(97))) == 3
    assert requests(any_of(*(Q.description.contains(f"k{i}") for i in range(7)))) == 7
    # A `Contains` with others takes a place in a request that is there anyway.
    assert requests(any_of(*tags(94), *(Q.description.contains(word) for word in "ab"))) == 2
    assert requests(any_of(*(Q.name == f"{i:0100}" for i in range(5000)))) == 11  # 10 an In, 48 Ins a request
    assert requests(any_of(*(Q.tag(f"k{i}") & Q.tag(f"z{i}") for i in range(32)))) == 2  # 3 each: 16 in a request
    assert requests(any_of(*(Q.tag(f"k{i}") & Q.tag(f"z{i}") for i in range(1100)))) == 69
    # What all alternatives have in common is sent with each.
    assert requests(Q.tag("t") & any_of(*tags(90))) == 2


def test_a_plan_has_at_most_five_hundred_requests() -> None:
    assert requests(any_of(*tags(24_000))) == 500
    failure = plan(any_of(*tags(24_001)), "Experiment").failure()
    assert isinstance(failure, TooManyRequests)
    assert failure.count > 500
    product = all_of(*(Q.tag(f"k{i}") | Q.tag(f"z{i}") for i in range(40)))
    assert isinstance(plan(product, "Experiment").failure(), TooManyRequests)


def test_what_must_hold_at_once_is_not_spread() -> None:
    assert isinstance(plan(all_of(*tags(49)), "Experiment").failure(), TooManyConditions)
    # The largest alternative that a request holds: with its junction it has 51 conditions, alone 50.
    assert requests(any_of(*(all_of(*tags(48, f"{n}-")) for n in range(5)))) == 5
    both = Q.description.contains("a") & Q.description.contains("b")
    assert isinstance(plan(both, "Experiment").failure(), ContainsQuota)


def test_what_the_service_cannot_say_is_left_over_only_on_request() -> None:
    condition = Q.tag("a") & ~Q.name.contains("x")
    assert isinstance(plan(condition, "Experiment").failure(), NoComplement)
    made = plan(condition, "Experiment", local_residue=True).unwrap()
    assert made.requests == ({"Filters": [{"Name": "Tags.a", "Operator": "Exists"}]},)
    assert made.residue == ~Q.name.contains("x")
    element = Q.tags.any(Q.tags.value == "v")
    assert plan(element & ~Q.name.contains("x"), "Experiment", local_residue=True).unwrap().residue == made.residue


def test_of_what_does_not_fit_as_much_as_possible_is_sent() -> None:
    made = plan(all_of(*tags(60)), "Experiment", local_residue=True).unwrap()
    [expression] = made.requests
    said = repr(made.residue)
    assert legal.breaches(dict(expression), "Experiment") == []
    assert legal.conditions_of(dict(expression)) == 50
    assert said.count("Q.tag") == 60 - 48
