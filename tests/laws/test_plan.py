"""Law 3: a plan is what `compile` gives, or as few requests as will do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp.query import Q, all_of, any_of, matches
from smexp_fp.query._compile import compile_any
from smexp_fp.query._plan import plan_any
from smexp_fp.query._properties import Resource
from tests.laws import legal, strategies, worlds
from tests.support import naive_search

RESOURCES = strategies.resources


@given(data=st.data())
def test_a_plan_is_the_compiled_expression_where_there_is_one(data: st.DataObject) -> None:
    """`plan` = `compile` where that succeeds, with or without a local residue; it fails only where `compile` does."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource, sayable=True, max_leaves=8), label="condition")
    local = data.draw(st.booleans(), label="local residue")
    compiled, planned = compile_any(condition, resource), plan_any(condition, resource, local_residue=local)
    if isinstance(compiled, Success):
        assert planned.unwrap().requests == (compiled.unwrap(),)
        assert planned.unwrap().residue is None


def hits(condition: strategies.Any_, resource: Resource, expressions: list[Any], first: int, count: int) -> None:
    """The condition holds for a record exactly when one of the expressions does."""
    for seed in range(first, first + count):
        record = worlds.record(resource, seed)
        wire = worlds.encoded(record)
        found = any(naive_search.holds(one, wire, resource) for one in expressions)
        assert found is matches(condition, record), seed


@given(data=st.data())
def test_a_plan_s_requests_together_mean_the_condition(data: st.DataObject) -> None:
    """Each request is legal, and a record satisfies the condition exactly when one of them finds it."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.wide(resource), label="condition")
    planned = plan_any(condition, resource)
    if isinstance(planned, Success):
        requests: list[Any] = list(planned.unwrap().requests)
        assert planned.unwrap().residue is None
        assert all(legal.breaches(one, resource) == [] for one in requests)
        hits(condition, resource, requests, data.draw(st.integers(0, 5000)), 4)


@given(data=st.data())
def test_requests_and_residue_together_mean_the_condition(data: st.DataObject) -> None:
    """With a local residue nothing that the pools can say fails; what is found and passes `matches` is the answer."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource, max_leaves=8) | strategies.wide(resource), label="condition")
    planned = plan_any(condition, resource, local_residue=True)
    if isinstance(planned, Failure):
        # Of an element of which nothing is said, that is what is wrong.
        assert type(planned.failure()).__name__ in {"EmptyCondition", "NoComplement"}, planned
        return
    plan = planned.unwrap()
    requests: list[Any] = list(plan.requests)
    assert all(legal.breaches(one, resource) == [] for one in requests)
    first = data.draw(st.integers(0, 5000))
    for seed in range(first, first + 4):
        record = worlds.record(resource, seed)
        wire = worlds.encoded(record)
        found = any(naive_search.holds(one, wire, resource) for one in requests)
        kept = found and (plan.residue is None or matches(plan.residue, record))
        assert kept is matches(condition, record), seed


# --- no plan with fewer requests exists -------------------------------------------------------------------------------

Tree: TypeAlias = "int | tuple[str, tuple[Tree, ...]]"
"""A leaf by its number, or a junction of `and` / `or`, written without any of the package."""
Term: TypeAlias = frozenset[int]


def spliced(kind: str, parts: tuple[Tree, ...]) -> Tree:
    """The junction without junctions of the same kind in it, and without a junction of one."""
    flat: list[Tree] = []
    for part in parts:
        flat += part[1] if not isinstance(part, int) and part[0] == kind else (part,)
    return flat[0] if len(flat) == 1 else (kind, tuple(flat))


def terms(tree: Tree) -> frozenset[Term]:
    """The alternatives, multiplied out."""
    if isinstance(tree, int):
        return frozenset({frozenset({tree})})
    below = [terms(part) for part in tree[1]]
    if tree[0] == "or":
        return frozenset[Term]().union(*below)
    return frozenset(frozenset[int]().union(*chosen) for chosen in itertools.product(*below))


def restricted(tree: Tree) -> Iterator[Tree]:
    """The tree with some alternatives left out, in every way."""
    if isinstance(tree, int):
        yield tree
    elif tree[0] == "and":
        for parts in itertools.product(*(tuple(restricted(part)) for part in tree[1])):
            yield spliced("and", parts)
    else:
        for size in range(1, len(tree[1]) + 1):
            for chosen in itertools.combinations(tree[1], size):
                for parts in itertools.product(*(tuple(restricted(part)) for part in chosen)):
                    yield spliced("or", parts)


def size(tree: Tree, *, is_root: bool = True) -> int:
    """The conditions of a request, by the documentation: the root counts none, each junction below it one."""
    if isinstance(tree, int):
        return 1
    return (0 if is_root else 1) + sum(size(part, is_root=False) for part in tree[1])


RATIONED = 90
"""Leaves from this number on are a `Contains` of which a request has one."""


def fits(tree: Tree, most: int) -> bool:
    """Whether a request holds it, given that it holds so many conditions."""
    rationed = sum(leaf >= RATIONED for leaf in frozenset[int]().union(*terms(tree)))
    return size(tree) <= most and rationed <= 1


def enough(tree: Tree, most: int, requests: int) -> bool:
    """Whether so many requests can find it all: each the tree with some alternatives left out."""
    covers = {terms(one) for one in restricted(tree) if fits(one, most)}
    covers = {one for one in covers if not any(one < other for other in covers)}

    @cache
    def covered(left: frozenset[Term], count: int) -> bool:
        if not left:
            return True
        term = min(left, key=sorted)
        return count > 0 and any(covered(left - one, count - 1) for one in covers if term in one)

    return covered(terms(tree), requests)


def built(tree: Tree) -> strategies.Any_:
    """The condition that the tree says."""
    if isinstance(tree, int):
        return Q.status_message.contains(f"w{tree}") if tree >= RATIONED else Q.tag(f"k{tree}")
    return (all_of if tree[0] == "and" else any_of)(*map(built, tree[1]))


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Junctions of junctions over up to nine leaves, each of which stands once."""
    count = draw(st.integers(1, 9))
    rationed = draw(st.integers(0, min(3, count)))
    leaves = [*range(count - rationed), *range(RATIONED, RATIONED + rationed)]
    parts: list[Tree] = list(draw(st.permutations(leaves)))
    kind = draw(st.sampled_from(("or", "and")))
    while len(parts) > 1:
        grouped: list[Tree] = []
        while parts:
            width = draw(st.integers(1, 4))
            grouped.append(spliced(kind, tuple(parts[:width])))
            parts = parts[width:]
        parts = grouped
        kind = "and" if kind == "or" else "or"
    return parts[0]


@given(trees(), st.integers(2, 8))
def test_no_plan_with_fewer_requests_exists(tree: Tree, most: int) -> None:
    """Where a request holds so many conditions, all ways to leave out alternatives are tried: fewer do not do."""
    condition = built(tree)
    with (
        mock.patch("smexp_fp.query._compile.MAX_CONDITIONS", most),
        mock.patch("smexp_fp.query._compile.MAX_LIST", most),  # up to which nobody counts
        mock.patch("smexp_fp.query._split.MAX_CONDITIONS", most),
    ):
        planned = plan_any(condition, "ExperimentTrialComponent")
    if isinstance(planned, Success):
        requests: list[Any] = list(planned.unwrap().requests)
        assert all(legal.conditions_of(one) <= most for one in requests)
        assert len(requests) == 1 or not enough(tree, most, len(requests) - 1)
    else:
        assert not enough(tree, most, len(terms(tree)))


@given(st.integers(0, 400), st.booleans())
def test_a_wide_disjunction_takes_as_few_requests_as_arithmetic_says(count: int, is_named: bool) -> None:  # noqa: FBT001
    """Of tags 48 fit into a request (20 elements of which two hold 15 and 15), of names as many as commas allow."""
    if is_named:
        names = [f"n{number:05}" for number in range(count)]
        planned = plan_any(Q.name.is_in(names), "Experiment").unwrap()
        assert len(planned.requests) == 1
        requests: list[Any] = list(planned.requests)
        values = [one["Value"] for request in requests for one in request["Filters"] if "Value" in one]
        assert sorted(word for value in values for word in value.split(",")) == names
        assert len(values) <= max(1, -(-count * 7 // 1024) + 1)
    else:
        planned = plan_any(any_of(*(Q.tag(f"k{number}") for number in range(count))), "Experiment").unwrap()
        assert len(planned.requests) == max(1, -(-count // 48))
