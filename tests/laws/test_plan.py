"""A plan is what `compile` gives, or several requests that together mean the same, no more than a simple way makes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from smexp_fp.query import Q, all_of, any_of, compile_any, matches, plan_any, predicate
from smexp_fp.records import Experiment, FrozenMap
from smexp_fp.testing import strategies
from tests.laws.situations import AnyCondition, Situation, decompiled, resources, situations
from tests.support import legal, naive_search
from tests.support.wire_records import encoded


@st.composite
def wide_situations(draw: st.DrawFn) -> Situation:
    """Conditions around and beyond what one request holds."""
    resource = draw(resources)
    held = draw(st.lists(strategies.records(resource), min_size=1, max_size=2))
    return Situation(resource, held, (draw(strategies.wide_conditions(resource, about=held)),))


def answered(situation: Situation, *, local_residue: bool) -> list[bool] | None:
    """Which records a plan's requests find and its residue keeps; `None` where there is no plan."""
    (condition,) = situation.conditions
    planned = plan_any(condition, situation.resource, local_residue=local_residue)
    if not isinstance(planned, Success):
        return None
    requests: list[Any] = list(planned.unwrap().requests)
    residue = planned.unwrap().residue
    assert local_residue or residue is None
    assert all(legal.breaches(one, situation.resource) == [] for one in requests)
    wires = [encoded(record) for record in situation.records]
    found = [any(naive_search.holds(one, wire, situation.resource) for one in requests) for wire in wires]
    pairs = zip(found, situation.records, strict=True)
    return [hit and (residue is None or matches(residue, record)) for hit, record in pairs]


@given(situations(expressible=True, max_leaves=8), st.booleans())
def test_a_plan_is_the_compiled_expression_where_there_is_one(situation: Situation, is_local: bool) -> None:  # noqa: FBT001
    """`plan` = `compile` where that succeeds, with or without a local residue."""
    (condition,) = situation.conditions
    planned = plan_any(condition, situation.resource, local_residue=is_local).unwrap()
    assert planned.requests == (compile_any(condition, situation.resource).unwrap(),)
    assert planned.residue is None


@given(situations(max_leaves=8) | situations(max_leaves=8, local_tests=True) | wide_situations())
def test_requests_and_residue_together_mean_the_condition(situation: Situation) -> None:
    """Each request is legal; what one of them finds, and passes the residue, is what the condition holds for."""
    assert answered(situation, local_residue=True) == situation.hits(situation.conditions[0])


@given(wide_situations())
def test_the_requests_of_a_plan_without_residue_mean_the_condition(situation: Situation) -> None:
    """Where the caller does not opt in, nothing is left over: the requests mean the condition, or there is no plan."""
    found = answered(situation, local_residue=False)
    assert found is None or found == situation.hits(situation.conditions[0])


@given(st.lists(strategies.conditions("Experiment", expressible=True), min_size=2, max_size=40))
def test_alternatives_of_one_request_each_always_have_a_plan(alternatives: list[AnyCondition]) -> None:
    """A disjunction of conditions that compile has a plan, of at most one request for each."""
    planned = plan_any(any_of(*alternatives), "Experiment").unwrap()
    assert planned.residue is None
    assert len(planned.requests) <= len(alternatives)


# --- how many requests ------------------------------------------------------------------------------------------------

ALTERNATIVES = st.one_of(
    st.integers(0, 99).map(lambda n: Q.tag(f"t{n}")),
    st.integers(0, 9).map(lambda n: Q.description.contains(f"d{n}")),
    st.integers(2, 40).map(lambda n: all_of(*(Q.tag(f"k{n}-{i}") for i in range(n)))),
)


def first_fit(alternatives: list[AnyCondition]) -> int:
    """How many requests first fit takes: `Contains` first, then the largest, each into the first that takes it."""

    def fits(*some: AnyCondition) -> bool:
        return isinstance(compile_any(any_of(*some), "Experiment"), Success)

    groups: list[list[AnyCondition]] = []
    for one in sorted(alternatives, key=lambda one: (".contains" not in repr(one), -repr(one).count("Q."))):
        room = next((group for group in groups if fits(*group, one)), None)
        if room is None:
            groups.append([one])
        else:
            room.append(one)
    return len(groups)


@given(st.lists(ALTERNATIVES, min_size=2, max_size=12, unique=True))
def test_a_disjunction_takes_no_more_requests_than_first_fit(alternatives: list[AnyCondition]) -> None:
    """Alternatives of different size are packed into requests at least as well as by first fit."""
    planned = plan_any(any_of(*alternatives), "Experiment").unwrap()
    assert len(planned.requests) <= first_fit(alternatives)


@given(st.integers(1, 400))
def test_tags_fill_their_requests(count: int) -> None:
    """Of single tags 48 fit into a request: 20 elements, of which two hold 15 each."""
    planned = plan_any(any_of(*(Q.tag(f"k{number}") for number in range(count))), "Experiment").unwrap()
    assert len(planned.requests) == -(-count // 48)


@given(st.integers(1, 400))
def test_names_fill_their_filters(count: int) -> None:
    """Many names are one request, in about as many filters as 1,024 characters each allow."""
    names = [f"n{number:05}" for number in range(count)]
    requests: list[Any] = list(plan_any(Q.name.is_in(names), "Experiment").unwrap().requests)
    assert len(requests) == 1
    values = [one["Value"] for request in requests for one in legal.filters_of(request)]
    assert sorted(word for value in values for word in value.split(",")) == names
    assert len(values) <= -(-count * 7 // 1024) + 1


def choices(*widths: int) -> AnyCondition:
    """A conjunction of disjunctions of that many tags."""
    return all_of(*(any_of(*(Q.tag(f"{name}{i:03}") for i in range(width))) for name, width in named(widths)))


def named(widths: tuple[int, ...]) -> list[tuple[str, int]]:
    return [(chr(ord("a") + at), width) for at, width in enumerate(widths)]


def halved(*widths: int) -> int:
    """How many requests it takes to halve the widest disjunction until each half fits."""
    if isinstance(compile_any(choices(*widths), "Experiment"), Success):
        return 1
    widest, *others = sorted(widths, reverse=True)
    return halved(widest // 2, *others) + halved(widest - widest // 2, *others)


CHOICES = [(20, 20), (20, 40), (30, 30), (45, 45), (48, 48), (100, 10), (20, 20, 20), (40, 40, 5), (4,) * 11, (2,) * 18]


@pytest.mark.parametrize("widths", CHOICES, ids=str)
def test_a_conjunction_of_disjunctions_takes_no_more_requests_than_halves(widths: tuple[int, ...]) -> None:
    """And they mean the condition: records with a tag of each disjunction are found, with one missing they are not."""
    condition = choices(*widths)
    requests = plan_any(condition, "Experiment").unwrap().requests
    assert len(requests) <= halved(*widths)
    assert all(legal.breaches(dict(one), "Experiment") == [] for one in requests)
    found = [predicate(decompiled(one, "Experiment").unwrap(), "Experiment") for one in requests]
    for seed in range(100):
        tags = {f"{name}{(seed * (7 + at)) % width:03}": "" for at, (name, width) in enumerate(named(widths))}
        if seed % 3 == 0:
            tags.popitem()
        record = Experiment(name="e", arn="arn", tags=FrozenMap(tags))
        assert any(holds(record) for holds in found) is matches(condition, record) is bool(seed % 3)


def test_five_requests_are_enough_for_two_disjunctions_of_forty_five() -> None:
    """Alternative by alternative it would take 45."""
    assert len(plan_any(choices(45, 45), "Experiment").unwrap().requests) <= 5
