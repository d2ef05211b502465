"""The laws of the query language for what the strategies of `smexp_fp.testing` make, as users' own tests draw it."""

from __future__ import annotations

import copy
import datetime  # noqa: ICN001 - as repr writes it
import pickle
from typing import Any

from botocore.session import get_session
from botocore.validate import ParamValidator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from smexp_fp.query import (
    Condition,
    Q,
    Resource,
    all_of,
    any_of,
    compile_any,
    explain,
    matches,
    normalise,
    parse,
    plan_any,
)
from smexp_fp.query._ast import And, Nested, Node, Not, Or, Test, as_node, children
from smexp_fp.query._decompile import decompile_any
from smexp_fp.testing import strategies
from tests.laws import legal
from tests.query.wire import to_wire
from tests.support import naive_search

RESOURCES: tuple[Resource, ...] = ("Experiment", "ExperimentTrial", "ExperimentTrialComponent")
MODEL = get_session().get_service_model("sagemaker")
EXPRESSION = MODEL.shape_for("SearchExpression")
NAMESPACE = {"Q": Q, "all_of": all_of, "any_of": any_of, "datetime": datetime}

laws = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    phases=[phase for phase in Phase if phase is not Phase.explain],
)


@st.composite
def situations(draw: st.DrawFn, count: int = 1) -> tuple[Resource, list[Condition[Any]], list[Any]]:
    """A resource, conditions on it, and records."""
    resource = draw(st.sampled_from(RESOURCES))
    made = [draw(strategies.conditions(resource)) for _ in range(count)]
    return resource, made, draw(st.lists(strategies.records(resource), min_size=1, max_size=4))


def answers(condition: Condition[Any], records: list[Any]) -> list[bool]:
    return [matches(condition, record) for record in records]


def length(node: Node) -> int:
    """The operands, tests and junctions; `~` is free, as it costs no filter of its own."""
    match node:
        case Test():
            return 1 + (len(node.value) if isinstance(node.value, tuple) else 1)
        case Not():
            return length(node.operand)
        case Nested() | And() | Or():
            return 1 + sum(map(length, children(node)))


@given(situations())
@laws
def test_what_compile_emits_is_legal(situation: tuple[Resource, list[Condition[Any]], list[Any]]) -> None:
    resource, (condition,), _ = situation
    for expression in requests(condition, resource):
        report = ParamValidator().validate(expression, EXPRESSION)
        assert not report.has_errors(), report.generate_report()
        naive_search.check(expression, resource)


def requests(condition: Condition[Any], resource: Resource) -> tuple[Any, ...]:
    made = plan_any(condition, resource, local_residue=True)
    return made.unwrap().requests


@given(situations())
@laws
def test_a_compiled_condition_means_what_matches_says(
    situation: tuple[Resource, list[Condition[Any]], list[Any]],
) -> None:
    resource, (condition,), records = situation
    compiled = compile_any(condition, resource).value_or(None)
    if compiled is not None:
        wires = [naive_search.holds(compiled, to_wire(record), resource) for record in records]
        assert wires == answers(condition, records)


@given(situations())
@laws
def test_a_plan_with_its_residue_means_what_matches_says(
    situation: tuple[Resource, list[Condition[Any]], list[Any]],
) -> None:
    resource, (condition,), records = situation
    made = plan_any(condition, resource, local_residue=True).unwrap()
    for record in records:
        found = any(naive_search.holds(one, to_wire(record), resource) for one in made.requests)
        assert (found and (made.residue is None or matches(made.residue, record))) == matches(condition, record)
    compiled = compile_any(condition, resource).value_or(None)
    if compiled is not None:
        assert made.requests == (compiled,)
        assert made.residue is None


@given(situations())
@laws
def test_decompile_of_compile_means_the_condition(
    situation: tuple[Resource, list[Condition[Any]], list[Any]],
) -> None:
    resource, (condition,), records = situation
    compiled: Any = compile_any(condition, resource).value_or(None)
    if compiled is not None:
        back = decompile_any(compiled, resource).unwrap()
        assert answers(back, records) == answers(condition, records)
        again: Any = compile_any(back, resource).unwrap()
        assert legal.conditions_of(again) <= legal.conditions_of(compiled)


@given(st.data())
@laws
def test_compile_of_decompile_means_the_expression(data: st.DataObject) -> None:
    resource = data.draw(st.sampled_from(RESOURCES))
    expression = data.draw(strategies.expressions(resource))
    records = data.draw(st.lists(strategies.records(resource), min_size=1, max_size=4))
    condition = decompile_any(expression, resource).unwrap()
    again = compile_any(condition, resource).unwrap()
    for record in records:
        wire = to_wire(record)
        expected = naive_search.holds(expression, wire, resource)
        assert naive_search.holds(again, wire, resource) == expected
        assert matches(condition, record) == expected
    assert parse(repr(condition)).unwrap() == condition


@given(situations())
@laws
def test_the_text_is_the_condition(situation: tuple[Resource, list[Condition[Any]], list[Any]]) -> None:
    _, (condition,), _ = situation
    assert parse(repr(condition)).unwrap() == condition
    assert eval(repr(condition), dict(NAMESPACE)) == condition  # noqa: S307 - that is the law
    assert explain(condition)


@given(situations(count=3))
@laws
def test_boolean_algebra(situation: tuple[Resource, list[Condition[Any]], list[Any]]) -> None:
    resource, (a, b, c), records = situation
    equal: list[tuple[Condition[Any], Condition[Any]]] = [
        (a & b, b & a),
        (a | b, b | a),
        ((a & b) & c, a & (b & c)),
        ((a | b) | c, a | (b | c)),
        (a & a, a),
        (a | a, a),
        (a & (a | b), a),
        (a | (a & b), a),
        (a & (b | c), (a & b) | (a & c)),
        (a | (b & c), (a | b) & (a | c)),
        (~(a & b), ~a | ~b),
        (~(a | b), ~a & ~b),
        (~~a, a),
        (a & ~a, any_of()),
        (a | ~a, all_of()),
        (all_of(a, b, c), a & b & c),
        (any_of(a, b, c), a | b | c),
    ]
    for left, right in equal:
        assert answers(left, records) == answers(right, records), (left, right)
    for left, right in equal[:6]:
        assert normalise(left) == normalise(right)
        assert compile_any(left, resource).value_or(None) == compile_any(right, resource).value_or(None)


@given(situations())
@laws
def test_normal_forms(situation: tuple[Resource, list[Condition[Any]], list[Any]]) -> None:
    _, (condition,), records = situation
    normal = normalise(condition)
    assert normalise(normal) == normal
    assert length(as_node(normal)) <= length(as_node(condition))
    assert answers(normal, records) == answers(condition, records)


@given(situations())
@laws
def test_conditions_are_values(situation: tuple[Resource, list[Condition[Any]], list[Any]]) -> None:
    _, (condition,), _ = situation
    again = pickle.loads(pickle.dumps(condition))  # noqa: S301 - our own
    assert again == condition
    assert hash(again) == hash(condition)
    assert copy.deepcopy(condition) == condition == copy.copy(condition)
    assert condition != ~condition
