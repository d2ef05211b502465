"""Law 2: a condition means one thing, whoever reads it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from returns.result import Success

from smexp_fp.query import matches
from smexp_fp.query._compile import compile_any
from smexp_fp.query._properties import Resource
from tests.laws import strategies, worlds
from tests.support import naive_search

RESOURCES = strategies.RESOURCES


@pytest.mark.parametrize("resource", RESOURCES)
@given(data=st.data())
def test_matches_the_store_and_the_naive_reading_find_the_same(resource: Resource, data: st.DataObject) -> None:
    """`matches` = the SQL of the embedded store for what `compile` emits = the naive evaluator of the wire dict."""
    condition = data.draw(strategies.conditions(resource, sayable=True), label="condition")
    held = worlds.world(data.draw(st.integers(0, worlds.WORLDS - 1), label="world"))
    compiled = compile_any(condition, resource)
    assume(isinstance(compiled, Success))
    expression: Any = compiled.unwrap()
    by_matches = sorted(record.name for record in held.records[resource] if matches(condition, record))
    by_naive = sorted(
        record.name
        for record, wire in zip(held.records[resource], held.wires[resource], strict=True)
        if naive_search.holds(expression, wire, resource)
    )
    assert by_matches == by_naive
    assert by_matches == worlds.found_by(held, resource, expression)


@pytest.mark.parametrize("resource", RESOURCES)
@given(data=st.data())
def test_matches_and_the_naive_reading_agree_on_any_record(resource: Resource, data: st.DataObject) -> None:
    """`matches` = the naive evaluator, also on records with members that no store makes, or with some missing."""
    condition = data.draw(strategies.conditions(resource, sayable=True), label="condition")
    compiled = compile_any(condition, resource)
    assume(isinstance(compiled, Success))
    expression: Any = compiled.unwrap()
    first = data.draw(st.integers(0, 5000), label="first record")
    for seed in range(first, first + 4):
        record = worlds.record(resource, seed)
        naive = naive_search.holds(expression, worlds.encoded(record), resource)
        assert matches(condition, record) is naive, (record, expression)


def test_what_is_said_of_each_field_tells_records_apart() -> None:
    """The laws above would hold of nothing but misses."""
    for resource in RESOURCES:
        stored = [worlds.world(number).records[resource] for number in range(40)]
        made: list[list[Any]] = [[worlds.record(resource, 5 * start + i) for i in range(5)] for start in range(60)]
        for pool in strategies.leaf_pools(resource):
            field = repr(pool[0][0])
            assert _splits(pool, made), field
            assert _splits(pool, stored) or any(name in field for name in UNSTORED[resource]), field


def _splits(pool: list[strategies.Leaf], sets: list[list[Any]]) -> bool:
    """Whether something that is said holds for some records of a set and not for others."""
    return any(
        0 < sum(matches(condition, record) for record in held) < len(held)
        for condition, _sure, _contains in pool
        for held in sets
    )


_BY_THE_SERVICE = ("created_by", "modified_by")
UNSTORED = {
    "Experiment": (*_BY_THE_SERVICE, "Q.source"),
    "ExperimentTrial": (*_BY_THE_SERVICE, "Q.source"),
    "ExperimentTrialComponent": (*_BY_THE_SERVICE, "run_name", "lineage_group_arn"),
}
"""What only the service fills, so that only `worlds.record` has it."""
