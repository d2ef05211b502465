"""Law 1: what `compile` emits, the service takes."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from returns.result import Success

from smexp_fp.query._ast import Node, Test, as_node, postorder
from smexp_fp.query._compile import compile_any
from smexp_fp.query._properties import Resource
from tests.laws import legal, strategies

RESOURCES = strategies.resources


def _legal_or_advised(condition: strategies.Any_, resource: Resource) -> None:
    compiled = compile_any(condition, resource)
    if isinstance(compiled, Success):
        expression: Any = compiled.unwrap()
        assert legal.breaches(expression, resource) == []
    else:
        assert compiled.failure().advice
        assert str(compiled.failure())


def words_of(condition: strategies.Any_) -> set[str]:
    """The texts that a condition says."""
    found: set[str] = set()
    for node in postorder(as_node(condition)):
        if isinstance(node, Test):
            value = node.value
            found |= {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
    return found


@given(data=st.data())
def test_what_compile_emits_is_legal(data: st.DataObject) -> None:
    """botocore's validator, every bound of its model, and the documented rules on counts, quota and operands."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource, sayable=True, max_leaves=8), label="condition")
    compiled = compile_any(condition, resource)
    assume(isinstance(compiled, Success))
    expression: Any = compiled.unwrap()
    assert legal.breaches(expression, resource) == []
    assert list(legal.operand_breaches(expression, words_of(condition).__contains__)) == []


@given(data=st.data())
def test_any_operand_gives_a_legal_expression_or_a_failure(data: st.DataObject) -> None:
    """Any texts, numbers and times; also raw filters: never an exception, never what the service refuses."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.any_conditions(resource), label="condition")
    _legal_or_advised(condition, resource)


@given(data=st.data())
def test_wide_conditions_give_a_legal_expression_or_a_failure(data: st.DataObject) -> None:
    """Around and beyond 20 elements and 50 conditions."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.wide(resource), label="condition")
    _legal_or_advised(condition, resource)


@given(data=st.data())
def test_a_failure_names_a_part_of_the_condition(data: st.DataObject) -> None:
    """What a failure names is the condition, or one of its parts as `normalise` writes them."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.any_conditions(resource), label="condition")
    compiled = compile_any(condition, resource)
    if not isinstance(compiled, Success):
        named = as_node(compiled.failure().condition)
        assert _said(named) <= _said(as_node(condition))


def _said(node: Node) -> set[tuple[str, str]]:
    return {(each.prop.code, each.key) for each in postorder(node) if isinstance(each, Test)}
