"""A condition means one thing, whoever reads it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import experiment, local, trial, trial_component
from smexp_fp.local import Store
from smexp_fp.query import Resource, compile_any, matches
from smexp_fp.testing import strategies
from tests.laws.situations import Situation, resources, situations
from tests.support import naive_search
from tests.support.stores import everything, held_by, names_of, stores
from tests.support.wire_records import encoded


def read(store: Store, resource: Resource) -> list[Any]:
    """The records that the store holds, as users read them."""
    client = local.client(store)
    if resource == "Experiment":
        return list(experiment.search(client).collect().unwrap())
    if resource == "ExperimentTrial":
        return list(trial.search(client).collect().unwrap())
    return list(trial_component.search(client).collect().unwrap())


@given(st.data())
def test_matches_the_store_and_the_naive_reading_find_the_same(data: st.DataObject) -> None:
    """`matches` = the SQL of the embedded store for what `compile` emits = the naive evaluator of the wire dict."""
    resource = data.draw(resources)
    with data.draw(stores()) as store:
        held = read(store, resource)
        wires = held_by(store, resource)
        for _ in range(3):
            condition = data.draw(strategies.conditions(resource, about=held, expressible=True))
            expression: Any = compile_any(condition, resource).unwrap()
            by_matches = sorted(record.name for record in held if matches(condition, record))
            by_naive = [wire for wire in wires if naive_search.holds(expression, wire, resource)]
            by_store, _ = everything(store, {"Resource": resource, "SearchExpression": expression})
            assert by_matches == sorted(names_of(by_naive, resource)) == sorted(names_of(by_store, resource))


@given(situations(expressible=True, max_leaves=8))
def test_matches_and_the_naive_reading_agree_on_any_record(situation: Situation) -> None:
    """`matches` = the naive evaluator of what `compile` emits, on records with any members present or absent."""
    (condition,) = situation.conditions
    expression: Any = compile_any(condition, situation.resource).unwrap()
    naive = [naive_search.holds(expression, encoded(record), situation.resource) for record in situation.records]
    assert [matches(condition, record) for record in situation.records] == naive
