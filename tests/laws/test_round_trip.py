"""Law 4: what is decompiled and compiled, or compiled and decompiled, means the same."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp.query import matches, normalise, predicate
from smexp_fp.query._compile import compile_any
from smexp_fp.query._decompile import decompile_any
from smexp_fp.query._properties import Resource
from tests.laws import legal, strategies, worlds
from tests.support import naive_search

RESOURCES = strategies.resources


def accepted(expression: strategies.Wire, resource: Resource) -> bool:
    """Whether the naive evaluator takes it; it refuses some things only where there is a record."""
    try:
        for seed in range(3):
            naive_search.holds(expression, worlds.encoded(worlds.record(resource, seed)), resource)
        naive_search.holds(expression, {}, resource)
    except naive_search.Refused:
        return False
    return True


@given(data=st.data())
def test_a_compiled_condition_decompiles_to_what_it_means(data: st.DataObject) -> None:
    """`decompile(compile(c))` means `c`; and compiled it is no longer than before."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource, sayable=True), label="condition")
    compiled = compile_any(condition, resource)
    assume(isinstance(compiled, Success))
    again = decompile_any(compiled.unwrap(), resource).unwrap()
    holds_again, holds = predicate(again, resource), predicate(condition, resource)
    expression: Any = compiled.unwrap()
    twice: Any = compile_any(again, resource).unwrap()
    assert legal.conditions_of(twice) <= legal.conditions_of(expression)
    first = data.draw(st.integers(0, 5000), label="first record")
    for seed in range(first, first + 4):
        record: Any = worlds.record(resource, seed)
        assert holds_again(record) is holds(record), seed


@given(data=st.data())
def test_a_legal_expression_survives_decompiling_and_compiling(data: st.DataObject) -> None:
    """`compile(decompile(e))` means `e`, for any legal `e`; so does `matches` of the condition between."""
    resource = data.draw(RESOURCES)
    expression = data.draw(strategies.expressions(resource, accepted), label="expression")
    assume(legal.breaches(expression, resource) == [])
    condition = decompile_any(expression, resource).unwrap()
    compiled = compile_any(condition, resource)
    first = data.draw(st.integers(0, 5000), label="first record")
    for seed in range(first, first + 4):
        record: Any = worlds.record(resource, seed)
        wire = worlds.encoded(record)
        meant = naive_search.holds(expression, wire, resource)
        assert matches(condition, record) is meant, seed
        assert naive_search.holds(compiled.unwrap(), wire, resource) is meant, seed


@given(data=st.data())
def test_compiling_what_was_decompiled_is_never_longer(data: st.DataObject) -> None:
    """A legal expression becomes one of at most as many conditions, and the same one for its normal form."""
    resource = data.draw(RESOURCES)
    expression = data.draw(strategies.expressions(resource, accepted), label="expression")
    assume(legal.breaches(expression, resource) == [])
    condition = decompile_any(expression, resource).unwrap()
    compiled: Any = compile_any(condition, resource).unwrap()
    assert legal.conditions_of(compiled) <= legal.conditions_of(expression)
    assert compile_any(normalise(condition), resource).unwrap() == compiled


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("Filters", "NestedFilters", "SubExpressions", "Operator", "Name", "Value", "NestedPropertyName", "x")
            ),
            below,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(_JSON, RESOURCES)
def test_decompile_is_total(given_: object, resource: Resource) -> None:
    """Any object gives a condition or `IllegalExpression` with a place and a rule."""
    match decompile_any(given_, resource):
        case Success(condition):
            assert isinstance(compile_any(condition, resource), Success | Failure)
        case Failure(failure):
            assert failure.rule
            assert str(failure)
        case _:
            raise AssertionError


@given(data=st.data())
def test_decompile_refuses_what_the_service_refuses(data: st.DataObject) -> None:
    """An expression that breaks a bound of the model, or a documented count, is no condition."""
    resource = data.draw(RESOURCES)
    expression = data.draw(strategies.expressions(resource, accepted), label="expression")
    damage = data.draw(st.sampled_from(DAMAGES), label="damage")
    filters = list(legal.filters_of(expression))
    below = {"SubExpressions": [{"Filters": [damage, *filters[:1]]}]}
    broken = below if "Name" in damage else {**expression, **damage}
    assert legal.breaches(broken, resource)
    assert isinstance(decompile_any(broken, resource), Failure)


_ONE = {"Name": "Tags.a", "Operator": "Exists"}
DAMAGES: tuple[dict[str, Any], ...] = (
    {"Operator": "Xor"},
    {"Filters": []},
    {"Filters": [_ONE] * 21},
    {"SubExpressions": [{}]},
    {"SubExpressions": [{"Filters": [_ONE] * 20}] * 3},
    {"NestedFilters": [{"NestedPropertyName": "Tags", "Filters": []}]},
    {"NestedFilters": [{"NestedPropertyName": "Tags"}]},
    {"Filters": [_ONE], "Unknown": 1},
    {"Name": "Tags.a", "Operator": "Equals"},
    {"Name": "Tags.a", "Operator": "Like", "Value": "x"},
    {"Name": "Tags.a", "Operator": "Equals", "Value": ""},
    {"Name": "Tags.a", "Operator": "Equals", "Value": "x" * 1025},
    {"Name": "Tags.a", "Operator": "Equals", "Value": "a\nb"},
    {"Name": "Tags.a", "Operator": "Equals", "Value": 3},
    {"Name": "", "Operator": "Exists"},
    {"Name": "Tags." + "x" * 251, "Operator": "Exists"},
)
