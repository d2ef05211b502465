"""Law 7: one form for what is equal up to order and nesting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from returns.result import Success

from smexp_fp.query import all_of, any_of, normalise, predicate
from smexp_fp.query._ast import And, Nested, Node, Not, Or, as_node, postorder
from smexp_fp.query._compile import compile_any
from tests.laws import legal, strategies, worlds

RESOURCES = strategies.resources


def length(condition: strategies.Any_) -> int:
    """How many tests and junctions a condition has; `~` is free, as it costs no filter of its own."""
    sizes: dict[int, int] = {}
    node: Node
    for node in postorder(as_node(condition)):
        below: tuple[Node, ...] = ()
        match node:
            case And() | Or():
                below = node.operands
            case Not():
                sizes[id(node)] = sizes[id(node.operand)]
                continue
            case Nested():
                below = (node.inner,)
            case _:
                pass
        sizes[id(node)] = 1 + sum(sizes[id(each)] for each in below)
    return sizes[id(as_node(condition))]


@given(data=st.data())
def test_normalise_is_idempotent(data: st.DataObject) -> None:
    """`normalise(normalise(c)) == normalise(c)`."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource) | strategies.any_conditions(resource), label="condition")
    once = normalise(condition)
    assert normalise(once) == once
    assert repr(normalise(once)) == repr(once)


@given(data=st.data())
def test_normalise_never_lengthens(data: st.DataObject) -> None:
    """The normal form has at most as many tests and junctions."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource, max_leaves=10), label="condition")
    assert length(normalise(condition)) <= length(condition)


@given(data=st.data())
def test_normalise_keeps_the_meaning(data: st.DataObject) -> None:
    """The normal form holds for the same records."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource, max_leaves=10), label="condition")
    holds_normal, holds = predicate(normalise(condition), resource), predicate(condition, resource)
    first = data.draw(st.integers(0, 5000), label="first record")
    for seed in range(first, first + 4):
        record: Any = worlds.record(resource, seed)
        assert holds_normal(record) is holds(record)


_COIN = st.booleans()


@st.composite
def shuffled(draw: st.DrawFn, condition: strategies.Any_) -> strategies.Any_:
    """The condition with its operands in another order, nested otherwise, some twice, some negated twice."""
    node = as_node(condition)
    if draw(st.integers(0, 7)) == 0:
        return ~~draw(shuffled(condition))
    match node:
        case And() | Or():
            both: Callable[..., strategies.Any_] = all_of if isinstance(node, And) else any_of
            of_none = both()
            order = draw(st.permutations(node.operands))
            parts: list[strategies.Any_] = [draw(shuffled(part)) for part in order]
            is_doubled: bool = draw(_COIN)
            if parts and is_doubled:
                parts.append(parts[0])
            if draw(_COIN):
                parts.append(of_none)
            while len(parts) > 1:
                first, second, *rest = parts
                parts = [*rest, both(first, second)]
                if draw(_COIN):
                    parts = [both(*parts)]
            return parts[0] if parts else of_none
        case Not():
            return ~draw(shuffled(node.operand))
        case _:
            return condition


@given(data=st.data())
def test_order_and_nesting_do_not_matter(data: st.DataObject) -> None:
    """Conditions equal up to order and nesting have equal normal forms, and compile to equal dicts or fail alike."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource, max_leaves=8), label="condition")
    other = data.draw(shuffled(condition), label="shuffled")
    assert normalise(other) == normalise(condition)
    left, right = compile_any(condition, resource), compile_any(other, resource)
    assert isinstance(left, Success) == isinstance(right, Success)
    if isinstance(left, Success):
        assert left == right
    else:
        assert type(left.failure()) is type(right.failure())


@given(data=st.data())
def test_compiling_the_normal_form_gives_the_same(data: st.DataObject) -> None:
    """`compile(normalise(c)) == compile(c)`: also where `compile` takes its short way."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.conditions(resource, sayable=True, max_leaves=4), label="condition")
    compiled = compile_any(condition, resource)
    assume(isinstance(compiled, Success))
    assert compile_any(normalise(condition), resource) == compiled


@given(data=st.data())
def test_an_expression_is_not_longer_than_the_condition_spelled_out(data: st.DataObject) -> None:
    """Compiled, the normal form takes no more conditions than leaf by leaf: `compile` of the parts, put together."""
    resource = data.draw(RESOURCES)
    conditions = data.draw(strategies.leaves(resource, most=8), label="parts")
    both = data.draw(st.sampled_from((all_of, any_of)))
    alone = [compile_any(condition, resource) for condition in conditions]
    together = compile_any(both(*conditions), resource)
    assume(isinstance(together, Success) and all(isinstance(one, Success) for one in alone))
    spelled = sum(_elements(one.unwrap(), "And" if both is all_of else "Or") for one in alone)
    expression: Any = together.unwrap()
    assert legal.conditions_of(expression) <= spelled


def _elements(expression: Any, operator: str) -> int:
    """The conditions that an expression adds to a junction of that operator."""
    count = legal.conditions_of(expression)
    parts = sum(len(expression.get(name, [])) for name in ("Filters", "NestedFilters", "SubExpressions"))
    return count if parts == 1 or expression.get("Operator", "And") == operator else count + 1
