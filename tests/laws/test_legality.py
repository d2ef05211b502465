"""What `compile` emits, the service takes; what it refuses, no request could say."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from smexp_fp.query import (
    NoComplement,
    Q,
    Resource,
    compile_any,
    normalise,
    plan_any,
    properties,
)
from smexp_fp.testing import strategies
from tests.laws.situations import AnyCondition, Situation, conditions, resources, situations
from tests.support import legal


def legal_or_advised(condition: AnyCondition, resource: Resource) -> None:
    """A failure gives advice, and names a part of the condition: it asks for nothing else."""
    compiled = compile_any(condition, resource)
    if isinstance(compiled, Success):
        expression: Any = compiled.unwrap()
        assert legal.breaches(expression, resource) == []
    else:
        failure = compiled.failure()
        assert failure.advice
        assert failure.advice in str(failure)
        named = re.findall(r"Q\.([a-z]+?)s?\b", repr(failure.condition))
        assert all(f"Q.{name}" in repr(condition) for name in named)


@given(situations(expressible=True, max_leaves=8))
def test_what_one_request_can_say_compiles_to_a_legal_one(situation: Situation) -> None:
    """botocore's validator, every bound of its model, and the documented rules on counts, quota and operands."""
    (condition,) = situation.conditions
    expression: Any = compile_any(condition, situation.resource).unwrap()
    assert legal.breaches(expression, situation.resource) == []
    text = repr(condition)
    assert list(legal.operand_breaches(expression, lambda word: repr(word) in text)) == []


@given(conditions(any_operand=True))
def test_any_operand_gives_a_legal_expression_or_a_failure(drawn: tuple[Resource, AnyCondition]) -> None:
    """Any texts, numbers and times, raw filters too: never an exception, never what the service refuses."""
    resource, condition = drawn
    legal_or_advised(condition, resource)


@given(st.data())
def test_wide_conditions_give_a_legal_expression_or_a_failure(data: st.DataObject) -> None:
    """Around and beyond 20 elements and 50 conditions."""
    resource = data.draw(resources)
    condition = data.draw(strategies.wide_conditions(resource))
    legal_or_advised(condition, resource)


ORDERS: tuple[Callable[[Any, Any], Any], ...] = (operator.lt, operator.le, operator.gt, operator.ge)
TEXTS = [row for row in properties() if row.kind == "text" and ".any(" not in row.field]


@st.composite
def without_an_opposite(draw: st.DrawFn) -> tuple[Resource, AnyCondition]:
    """A comparison whose opposite none of the service's operators says."""
    kind = draw(st.sampled_from(("contains", "order of a parameter", "order of several times", "one element")))
    word = draw(st.sampled_from(("a", "b,c")))
    if kind == "contains":
        row = draw(st.sampled_from(TEXTS))
        field: Any = eval(row.field.replace("{}", repr(word)), {"Q": Q})  # noqa: S307 - of the table of fields
        return row.resource, field.contains(word)
    if kind == "order of a parameter":
        return "ExperimentTrialComponent", draw(st.sampled_from(ORDERS))(Q.parameter(word), 0.1)
    if kind == "order of several times":
        bound = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
        return "ExperimentTrial", draw(st.sampled_from(ORDERS))(Q.components.created, bound)
    both = (Q.parents.trial_name == word, Q.parents.experiment_name == word)
    return "ExperimentTrialComponent", Q.parents.any(*both)


@given(without_an_opposite(), st.booleans())
def test_an_opposite_that_no_operator_says_is_refused(drawn: tuple[Resource, AnyCondition], is_alone: bool) -> None:  # noqa: FBT001
    """`compile` refuses the negation, alone or beside something else, and names it; `plan` leaves it to `matches`."""
    resource, condition = drawn
    whole = ~condition if is_alone else Q.tag("beside") & ~condition
    failure = compile_any(whole, resource).failure()
    assert isinstance(failure, NoComplement)
    assert failure.condition == normalise(~condition)
    planned = plan_any(whole, resource, local_residue=True).unwrap()
    assert planned.residue == normalise(~condition)


@given(situations(max_leaves=3))
def test_what_is_refused_needs_several_requests_or_a_residue(situation: Situation) -> None:
    """`compile` refuses a small condition only where a plan takes several requests, or leaves some to `matches`."""
    (condition,) = situation.conditions
    compiled = compile_any(condition, situation.resource)
    planned = plan_any(condition, situation.resource, local_residue=True).unwrap()
    if isinstance(compiled, Success):
        assert planned.requests == (compiled.unwrap(),)
        assert planned.residue is None
    else:
        assert planned.residue is not None or len(planned.requests) > 1
