"""What is decompiled and compiled, or compiled and decompiled, means the same."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp.query import Resource, compile_any, matches, normalise, parse
from smexp_fp.testing import strategies
from tests.laws.situations import Situation, decompiled, resources, situations
from tests.support import legal, naive_search
from tests.support.wire_records import encoded


class Written(NamedTuple):
    """A legal expression, and records that it is about."""

    resource: Resource
    records: list[Any]
    expression: Any


@st.composite
def written(draw: st.DrawFn) -> Written:
    """A legal expression of any resource."""
    resource = draw(resources)
    held = draw(st.lists(strategies.records(resource), min_size=1, max_size=2))
    return Written(resource, held, draw(strategies.expressions(resource, about=held)))


@given(situations(expressible=True))
def test_a_compiled_condition_decompiles_to_what_it_means(situation: Situation) -> None:
    """`decompile(compile(c))` means `c`; compiled again it is no longer than before."""
    (condition,) = situation.conditions
    expression: Any = compile_any(condition, situation.resource).unwrap()
    again = decompiled(expression, situation.resource).unwrap()
    assert situation.hits(again) == situation.hits(condition)
    twice: Any = compile_any(again, situation.resource).unwrap()
    assert legal.conditions_of(twice) <= legal.conditions_of(expression)


@given(written())
def test_a_legal_expression_survives_decompiling_and_compiling(given_: Written) -> None:
    """`compile(decompile(e))` means `e`, for any legal `e`; so does `matches` of the condition between."""
    condition = decompiled(given_.expression, given_.resource).unwrap()
    compiled: Any = compile_any(condition, given_.resource).unwrap()
    for record in given_.records:
        wire = encoded(record)
        meant = naive_search.holds(given_.expression, wire, given_.resource)
        assert matches(condition, record) is meant
        assert naive_search.holds(compiled, wire, given_.resource) is meant


@given(written())
def test_compiling_what_was_decompiled_is_never_longer(given_: Written) -> None:
    """A legal expression becomes a legal one of at most as many conditions, and the same one for its normal form."""
    condition = decompiled(given_.expression, given_.resource).unwrap()
    compiled: Any = compile_any(condition, given_.resource).unwrap()
    assert legal.breaches(compiled, given_.resource) == []
    assert legal.conditions_of(compiled) <= legal.conditions_of(given_.expression)
    assert compile_any(normalise(condition), given_.resource).unwrap() == compiled


@given(written())
def test_a_decompiled_condition_has_a_text(given_: Written) -> None:
    """`parse(repr(decompile(e))) == decompile(e)`."""
    condition = decompiled(given_.expression, given_.resource).unwrap()
    assert parse(repr(condition)) == Success(condition)


_MEMBERS = ("Filters", "NestedFilters", "SubExpressions", "Operator", "Name", "Value", "NestedPropertyName", "x")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(_MEMBERS), below, max_size=3),
    max_leaves=12,
)


@given(_JSON, resources)
def test_decompile_is_total(anything: object, resource: Resource) -> None:
    """Any object gives a condition or `IllegalExpression` with a place and a rule."""
    match decompiled(anything, resource):
        case Success(condition):
            assert isinstance(compile_any(condition, resource), Success | Failure)
        case Failure(failure):
            assert failure.rule
            assert failure.rule in str(failure)
        case _:
            raise AssertionError


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


@given(written(), st.sampled_from(DAMAGES))
def test_decompile_refuses_what_the_service_refuses(given_: Written, damage: dict[str, Any]) -> None:
    """An expression that breaks a bound of the model, or a documented count, is no condition."""
    expression = given_.expression
    below = {"SubExpressions": [{"Filters": [damage, *list(legal.filters_of(expression))[:1]]}]}
    broken = below if "Name" in damage else {**expression, **damage}
    assert legal.breaches(broken, given_.resource)
    assert isinstance(decompiled(broken, given_.resource), Failure)
