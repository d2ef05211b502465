"""A search of the store finds what the naive reading of the semantics finds, in its order, page by page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp.local import Store
from smexp_fp.query import Resource
from smexp_fp.testing import strategies
from tests.support import naive_search
from tests.support.stores import everything, held_by, names_of, stores

Wire = dict[str, Any]

RESOURCES: tuple[Resource, ...] = ("Experiment", "ExperimentTrial", "ExperimentTrialComponent")


@pytest.mark.parametrize("resource", RESOURCES)
@given(data=st.data())
def test_finds_what_the_naive_reading_finds(resource: Resource, data: st.DataObject) -> None:
    with data.draw(stores()) as store:
        held = held_by(store, resource)
        for expression in data.draw(st.lists(strategies.expressions(resource), min_size=3, max_size=3)):
            wanted = [record for record in held if naive_search.holds(expression, record, resource)]
            found, total = everything(store, {"Resource": resource, "SearchExpression": expression})
            assert sorted(names_of(found, resource)) == sorted(names_of(wanted, resource))
            assert total == len(wanted)


def names(resource: Resource) -> st.SearchStrategy[str]:
    """Names of properties, in the spellings that people use."""

    def first(expression: Any) -> str:
        return str(expression["Filters"][0]["Name"])

    # An expression without a level below and without nested filters is one of flat filters.
    return strategies.expressions(resource).map(lambda one: first(one) if "Filters" in one else "Tags.team")


@pytest.mark.parametrize("resource", RESOURCES)
@given(data=st.data())
def test_sorts_as_the_naive_reading_sorts_whatever_the_page_size(resource: Resource, data: st.DataObject) -> None:
    with data.draw(stores()) as store:
        held = held_by(store, resource)
        for _ in range(4):
            sort_by, order = data.draw(names(resource)), data.draw(st.sampled_from(("Ascending", "Descending")))
            search = {"Resource": resource, "SortBy": sort_by, "SortOrder": order}
            found, _ = everything(store, search, data.draw(st.integers(1, 4)))
            wanted = [dict(record) for record in naive_search.ordered(held, resource, sort_by, order)]
            assert names_of(found, resource) == names_of(wanted, resource)


OPERATORS = (
    *("Equals", "NotEquals", "GreaterThan", "GreaterThanOrEqualTo", "LessThan"),
    *("LessThanOrEqualTo", "Contains", "Exists", "NotExists", "In"),
)
OPERANDS = ("a", "1", "-1e400", "nan", "1_0", "2024-01-01", "2024-13-01", "2024-01-01T24:00:00", "a,b", "Completed")


@st.composite
def raw(draw: st.DrawFn) -> tuple[Resource, Wire]:
    """Filters of any property, operator and operand: many are refused."""
    resource = draw(st.sampled_from(RESOURCES))
    known = [names(owner) for owner in (resource, RESOURCES[2])]
    name = st.one_of(*known, st.sampled_from(("Parents", "Parameters", "x", "Tags.")))
    one: st.SearchStrategy[Wire] = st.fixed_dictionaries(
        {"Name": name}, optional={"Operator": st.sampled_from(OPERATORS), "Value": st.sampled_from(OPERANDS)}
    )
    return resource, {"Filters": draw(st.lists(one, min_size=1, max_size=2))}


@given(raw())
def test_refuses_what_the_naive_reading_refuses(drawn: tuple[Resource, Wire]) -> None:
    resource, expression = drawn
    try:
        naive_search.holds(expression, {}, resource)
    except naive_search.Refused:
        wanted = 400
    else:
        wanted = 200
    with Store.open(":memory:") as store:
        answer = store.answer("Search", {"Resource": resource, "SearchExpression": expression})
    assert answer.status == wanted
    assert wanted == 200 or answer.body["__type"] == "ValidationException"


CONDITION: st.SearchStrategy[Wire] = st.fixed_dictionaries(
    {"Key": st.sampled_from(("Tags.a", "Tags.team", "tags.A")), "Value": st.sampled_from(("a", "A", "ab", "1", "é"))}
)


@given(stores(), st.lists(CONDITION, min_size=1, max_size=5))
def test_visibility_keeps_what_lacks_the_tag_or_has_a_listed_value(opened: Store, listed: list[Wire]) -> None:
    with opened as store:
        held = held_by(store, "ExperimentTrialComponent")
        wanted = [record for record in held if naive_search.visible(listed, record)]
        search = {"Resource": "ExperimentTrialComponent", "VisibilityConditions": listed}
        found, _ = everything(store, search, 3)
        assert sorted(names_of(found, "ExperimentTrialComponent")) == names_of(wanted, "ExperimentTrialComponent")
