"""One form for what is equal up to order and nesting."""

from __future__ import annotations

from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from smexp_fp.query import ContainsQuota, Resource, all_of, any_of, compile_any, normalise
from smexp_fp.testing import strategies
from tests.laws.situations import AnyCondition, Situation, conditions, resources, situations
from tests.support import legal


def comparisons(condition: AnyCondition) -> int:
    """How many comparisons a condition has; `~` is free, as it costs no filter of its own."""
    return repr(condition).count("Q.")


@given(conditions() | conditions(any_operand=True))
def test_normalise_is_idempotent(drawn: tuple[Resource, AnyCondition]) -> None:
    """`normalise(normalise(c)) == normalise(c)`."""
    once = normalise(drawn[1])
    assert normalise(once) == once
    assert repr(normalise(once)) == repr(once)


@given(conditions(max_leaves=10))
def test_normalise_never_lengthens(drawn: tuple[Resource, AnyCondition]) -> None:
    """The normal form has at most as many comparisons."""
    _, condition = drawn
    assert comparisons(normalise(condition)) <= comparisons(condition)


@given(situations(max_leaves=10))
def test_normalise_keeps_the_meaning(situation: Situation) -> None:
    """The normal form holds for the same records."""
    (condition,) = situation.conditions
    assert situation.hits(normalise(condition)) == situation.hits(condition)


Tree: TypeAlias = "AnyCondition | tuple[str, list[Tree]]"
"""A comparison, or `all`, `any` or `not` of others."""


def trees(leaves: st.SearchStrategy[AnyCondition]) -> st.SearchStrategy[Tree]:
    def joined(below: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        several = st.tuples(st.sampled_from(("all", "any")), st.lists(below, max_size=3))
        return several | below.map(lambda one: ("not", [one]))

    return st.recursive(leaves, joined, max_leaves=6)


def built(tree: Tree) -> AnyCondition:
    """The condition as it is written."""
    if not isinstance(tree, tuple):
        return tree
    kind, below = tree
    parts = [built(part) for part in below]
    return ~parts[0] if kind == "not" else (all_of if kind == "all" else any_of)(*parts)


_COIN = st.booleans()


def shuffled(draw: st.DrawFn, tree: Tree) -> AnyCondition:
    """The same, with operands in another order, nested otherwise, some twice, some negated twice."""
    if draw(st.integers(0, 7)) == 7:
        return ~~shuffled(draw, tree)
    if not isinstance(tree, tuple):
        return tree
    kind, below = tree
    if kind == "not":
        return ~shuffled(draw, below[0])
    both: Any = all_of if kind == "all" else any_of
    order: list[Tree] = draw(st.permutations(below))
    parts = [shuffled(draw, part) for part in order]
    is_doubled: bool = draw(_COIN)
    if parts and is_doubled:
        parts.append(parts[0])
    if draw(_COIN):
        parts.append(both())
    while len(parts) > 1:
        first, second, *rest = parts
        is_folded: bool = draw(_COIN)
        parts = [*rest, both(first, second)] if is_folded else [both(*parts)]
    made: AnyCondition = both(*parts)
    return made


@st.composite
def spelled_twice(draw: st.DrawFn) -> tuple[Resource, AnyCondition, AnyCondition]:
    """A resource, and two conditions that are equal up to order and nesting."""
    resource = draw(resources)
    tree = draw(trees(strategies.conditions(resource, max_leaves=1)))
    return resource, built(tree), shuffled(draw, tree)


@given(spelled_twice())
def test_order_and_nesting_do_not_matter(drawn: tuple[Resource, AnyCondition, AnyCondition]) -> None:
    """Conditions equal up to order and nesting have equal normal forms, and compile to equal dicts or fail alike."""
    resource, one, other = drawn
    assert normalise(one) == normalise(other)
    left, right = compile_any(one, resource), compile_any(other, resource)
    if isinstance(left, Success):
        assert left == right
    else:
        assert type(left.failure()) is type(right.failure())


@given(conditions(expressible=True))
def test_compiling_the_normal_form_gives_the_same(drawn: tuple[Resource, AnyCondition]) -> None:
    """`compile(normalise(c)) == compile(c)`."""
    resource, condition = drawn
    assert compile_any(normalise(condition), resource).unwrap() == compile_any(condition, resource).unwrap()


@given(st.data())
def test_an_expression_is_not_longer_than_its_parts(data: st.DataObject) -> None:
    """Together, comparisons take no more filters, nested filters and sub-expressions than each compiled alone."""
    resource = data.draw(resources)
    parts = data.draw(st.lists(strategies.conditions(resource, max_leaves=1, expressible=True), min_size=1, max_size=4))
    both = data.draw(st.sampled_from((all_of, any_of)))
    together = compile_any(both(*parts), resource)
    if not isinstance(together, Success):
        assert isinstance(together.failure(), ContainsQuota)  # of two parts, each within the quota
        return
    expression: Any = together.unwrap()
    alone: list[Any] = [compile_any(part, resource).unwrap() for part in parts]
    assert legal.conditions_of(expression) <= sum(_added(one, "And" if both is all_of else "Or") for one in alone)


def _added(expression: Any, operator: str) -> int:
    """What an expression adds to a junction of that operator."""
    count = legal.conditions_of(expression)
    parts = sum(len(expression.get(name, [])) for name in ("Filters", "NestedFilters", "SubExpressions"))
    return count if parts == 1 or expression.get("Operator", "And") == operator else count + 1
