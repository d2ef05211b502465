"""Conjunctions of disjunctions, spread over requests: how many they take, and that they still mean the same."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest

from smexp_fp.query import Condition, ContainsQuota, Q, TooManyRequests, all_of, any_of, plan, predicate
from smexp_fp.query import _split as splitting
from smexp_fp.query._decompile import decompile_any
from smexp_fp.query._tree import Group, Join, Leaf, helpers, join, measure
from smexp_fp.records import Experiment, FrozenMap
from tests.query import golden


def choice(name: str, width: int) -> Condition[Any]:
    return any_of(*golden.tags(width, name))


def choices(*widths: int) -> Condition[Any]:
    return all_of(*(choice(chr(ord("a") + at), width) for at, width in enumerate(widths)))


def equal_groups(*widths: int) -> int:
    """The fewest requests that groups of equal size make, by trying all sizes."""

    def weight(width: int) -> int:
        return width + helpers(width) + 1 if width > 1 else 1

    return min(
        math.prod(groups)
        for groups in itertools.product(*(range(1, width + 1) for width in widths))
        if sum(weight(-(-width // each)) for width, each in zip(widths, groups, strict=True)) <= 50
    )


@pytest.mark.parametrize(
    ("widths", "requests"),
    [
        ((20, 20), 1),
        ((20, 40), 2),
        ((30, 30), 2),
        ((35, 35), 3),
        ((40, 40), 4),
        ((45, 45), 4),
        ((46, 46), 4),
        ((48, 48), 6),
        ((100, 10), 3),
        ((100, 100), 20),
        ((20, 20, 20), 3),
        ((30, 30, 30), 8),
        ((40, 40, 5), 4),
        ((15, 15, 15, 15), 4),
    ],
)
def test_it_takes_as_few_requests_as_equal_groups_do(widths: tuple[int, ...], requests: int) -> None:
    assert len(plan(choices(*widths), "Experiment").unwrap().requests) == requests
    assert requests == equal_groups(*widths)


@pytest.mark.parametrize(
    ("widths", "requests"),
    [
        ((25, 25, 25), 7),  # unequal groups are fewer
        ((4,) * 10, 1),
        ((4,) * 11, 8),  # more disjunctions than are parted at once: halves
        ((2,) * 18, 4),
    ],
)
def test_halves_are_tried_as_well(widths: tuple[int, ...], requests: int) -> None:
    assert len(plan(choices(*widths), "Experiment").unwrap().requests) == requests


def test_halves_may_take_one_request_more_or_less_than_each_other() -> None:
    def uneven(name: str, width: int) -> Condition[Any]:
        return any_of(*(all_of(*(Q.tag(f"{name}{i:02}-{j}") for j in range(i + 1))) for i in range(width)))

    condition = all_of(uneven("a", 10), uneven("b", 10), uneven("c", 8))
    assert len(plan(condition, "Experiment").unwrap().requests) == 62


def test_unequal_alternatives_take_the_fewest_requests_there_are() -> None:
    """Packed, the first takes three requests and the second five: the fewest are found by trying all."""

    def heavy(name: str, width: int) -> Condition[Any]:
        return all_of(*(Q.tag(f"{name}-{i:02}") for i in range(width)))

    def either(name: str, *widths: int) -> Condition[Any]:
        return any_of(*(heavy(f"{name}{at}", width) for at, width in enumerate(widths)))

    first = any_of(Q.tag("w"), heavy("x", 9), heavy("y", 13) & either("z", 10, 14, 10), Q.tag("u") & either("v", 4, 7))
    assert len(plan(first, "Experiment").unwrap().requests) == 2
    second = either("a", 22, 5, 4) & either("b", 2, 1, 6, 23)
    assert len(plan(second, "Experiment").unwrap().requests) == 3


@pytest.mark.parametrize("widths", [(45, 45), (25, 25, 25), (30, 30, 30), (4,) * 11])
def test_what_is_spread_means_what_it_meant(widths: tuple[int, ...]) -> None:
    condition = choices(*widths)
    found = [decompile_any(each, "Experiment").unwrap() for each in plan(condition, "Experiment").unwrap().requests]
    holds, each_holds = predicate(condition, "Experiment"), [predicate(each, "Experiment") for each in found]
    for seed in range(300):
        tags = {f"{chr(ord('a') + at)}{(seed * (7 + at)) % width:03}": "" for at, width in enumerate(widths)}
        if seed % 3 == 0:
            tags.popitem()
        record = Experiment(name="e", arn="arn", tags=FrozenMap(tags))
        assert any(each(record) for each in each_holds) is holds(record) is bool(seed % 3)


def test_one_request_for_each_contains() -> None:
    contains = any_of(*(Q.description.contains(f"{i}") for i in range(3)))
    assert len(plan(contains & choice("a", 60), "Experiment").unwrap().requests) == 6
    assert len(plan(contains & choice("a", 40), "Experiment").unwrap().requests) == 3
    either = any_of(Q.description.contains("a"), *(Q.tag(f"t{i:02}") for i in range(60)))
    both = either & Q.description.contains("b")
    assert plan(both, "Experiment").failure() == ContainsQuota(both, 2)


A, B, C = (Leaf(name, "Exists") for name in "abc")


def leaves(count: int, prefix: str = "a") -> tuple[Leaf, ...]:
    return tuple(Leaf(f"{prefix}{i:02}", "Exists") for i in range(count))


def spread(*parts: Any, fewer_than: int = 501) -> list[int]:
    """How many conditions the requests have that take a group of each disjunction."""
    tree = join("And", parts)
    assert isinstance(tree, Join)
    joins = [part for part in tree.parts if isinstance(part, Join)]
    found = splitting._over_several(tree, joins, fewer_than)
    assert all(isinstance(each, Join) and each.kind == "And" for each in found)
    return [measure(each).size for each in found]


def test_disjunctions_are_parted_into_equal_groups() -> None:
    forty, other = Join("Or", leaves(40)), Join("Or", leaves(40, "b"))
    assert spread(forty, other) == [42, 42, 42, 42]
    assert spread(forty, other, fewer_than=5) == [42, 42, 42, 42]
    assert spread(forty, other, fewer_than=4) == []
    assert spread(forty, *leaves(7, "c")) == [50]
    assert spread(forty, *leaves(8, "c")) == [29, 29]
    assert spread(forty, Group("P", leaves(6, "c"))) == [50]
    assert spread(forty, Group("P", leaves(7, "c"))) == [29, 29]
    # 21 parts need a node more than 20.
    assert spread(Join("Or", leaves(20)), *leaves(19, "c")) == [40]
    assert spread(Join("Or", leaves(20)), *leaves(20, "c")) == [42]
    # A group of one needs no node of its own.
    assert spread(Join("Or", leaves(2)), *leaves(47, "c")) == [50, 50]
    assert spread(Join("Or", leaves(2)), *leaves(48, "c")) == []
    contains = tuple(Leaf("l", "Contains", f"{i}", rationed=True) for i in range(2))
    assert spread(Join("Or", (*contains, A, B)), C) == [4, 4]
    assert spread(Join("Or", (*contains, A, B)), contains[0]._replace(name="m")) == []
    assert spread(Join("Or", (contains[0], A)), Join("Or", (contains[1], B))) == []


def test_one_disjunction_is_packed() -> None:
    """Unequal alternatives, two of which may not meet: equal groups would be more."""
    contains = tuple(Leaf("l", "Contains", f"{i}", rationed=True) for i in range(2))
    heavy = Join("And", leaves(30, "h"))
    tree = Join("And", (C, Join("Or", (*leaves(20, "k"), *contains, heavy))))
    found = splitting._Splitter(Q.tag("about"))._over_one(tree, 501)
    assert [(measure(each).size, measure(each).rationed) for each in found] == [(50, 1), (8, 1)]


def test_so_many_are_parted_at_once() -> None:
    def some(count: int) -> list[Join]:
        return [Join("Or", leaves(6, chr(ord("a") + at))) for at in range(count)]

    assert len(spread(*some(10))) == 128
    assert spread(*some(11)) == []


def test_the_cap_holds_for_what_is_multiplied_out(monkeypatch: pytest.MonkeyPatch) -> None:
    condition = choices(45, 45)
    for cap, found in ((4, 4), (3, TooManyRequests(condition, 4))):
        monkeypatch.setattr(splitting, "MAX_REQUESTS", cap)
        made = plan(condition, "Experiment")
        assert (len(made.unwrap().requests) if isinstance(found, int) else made.failure()) == found
