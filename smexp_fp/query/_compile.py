"""From a condition to the dict that a search sends."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeVar, overload

from returns.result import Failure, Result, Success

from smexp_fp.query._ast import And, Condition, Node, Or, Test, as_node
from smexp_fp.query._failures import CompileError, ContainsQuota, TooManyConditions
from smexp_fp.query._grow import grow
from smexp_fp.query._limits import MAX_CONDITIONS, MAX_CONTAINS, MAX_LIST
from smexp_fp.query._normalise import normal
from smexp_fp.query._properties import NAME, Resource
from smexp_fp.query._spell import spell_leaf
from smexp_fp.query._tree import Group, Join, Leaf, SearchExpression, Tree, emit, rationed, size
from smexp_fp.records import Experiment, Trial, TrialComponent

R = TypeVar("R", contravariant=True)

_SIMPLE: Final = frozenset({"Equals", "NotEquals", "Contains", "Exists", "NotExists"})


@overload
def compile(condition: Condition[Experiment], resource: Literal["Experiment"]) -> Result[SearchExpression, CompileError]: ...  # noqa: A001, E501 - the pass's name
@overload
def compile(condition: Condition[Trial], resource: Literal["ExperimentTrial"]) -> Result[SearchExpression, CompileError]: ...  # noqa: A001, E501
@overload
def compile(condition: Condition[TrialComponent], resource: Literal["ExperimentTrialComponent"]) -> Result[SearchExpression, CompileError]: ...  # noqa: A001, E501
def compile(condition: Condition[Any], resource: Resource) -> Result[SearchExpression, CompileError]:  # noqa: A001
    """The one request that finds what satisfies the condition.

    It obeys every limit of the service (at most 20 elements a list, 50 conditions in all, names, values, the quota of
    `Contains`), is minimal, and is the same for conditions that are equal up to order and nesting.

    Args:
        condition: What to search for.
        resource: The API's name of what to search.

    Returns:
        The SearchExpression, or a `CompileError` that names the offending condition and says what to do. What only several requests
        can say is for `plan`. Never raises for any condition.

    >>> from smexp_fp.query import Q
    >>> compile(Q.name.contains("auto") & Q.tag("team"), "ExperimentTrial").unwrap()["Filters"]
    [{'Name': 'Tags.team', 'Operator': 'Exists'}, {'Name': 'TrialName', 'Operator': 'Contains', 'Value': 'auto'}]
    >>> print(compile(~Q.name.contains("x"), "Experiment").failure())
    ~Q.name.contains('x'): the service cannot search for the opposite; say what the text is or is not with == , != and \
.is_in, or filter locally
    """
    return compile_any(condition, resource)


def compile_any(condition: Condition[Any], resource: Resource) -> Result[SearchExpression, CompileError]:
    """As `compile`, for a resource known only at run time."""
    node = as_node(condition)
    tree = _simple(node, resource)
    if tree is None:
        grown = grow(normal(node).node, resource)
        if not isinstance(grown, Leaf | Group | Join):
            return Failure(grown)
        excess = too_big(grown, condition)
        if excess is not None:
            return Failure(excess)
        tree = grown
    return Success(emit(tree, NAME.paths[resource]))


def too_big(tree: Tree, condition: Condition[Any]) -> TooManyConditions | ContainsQuota | None:
    """Why no single request can hold it."""
    count = size(tree)
    if count > MAX_CONDITIONS:
        return TooManyConditions(condition, count)
    contains = rationed(tree)
    return ContainsQuota(condition, contains) if contains > MAX_CONTAINS else None


def _simple(node: Node, resource: Resource) -> Tree | None:
    """The fast path: a few plain tests on different properties, which are in normal form but for their order."""
    if isinstance(node, Test):
        operands: tuple[Node, ...] = (node,)
    elif isinstance(node, And | Or) and 1 < len(node.operands) <= MAX_LIST:
        operands = node.operands
    else:
        return None
    leaves: dict[str, Leaf] = {}
    contains = 0
    for operand in operands:
        if not isinstance(operand, Test) or operand.op not in _SIMPLE:
            return None
        leaf = spell_leaf(operand, resource)
        if not isinstance(leaf, Leaf) or leaf.name in leaves:
            return None
        leaves[leaf.name] = leaf
        contains += leaf.rationed
    if contains > MAX_CONTAINS:
        return None
    ordered = tuple(leaves[name] for name in sorted(leaves))
    return ordered[0] if len(ordered) == 1 else Join("And" if isinstance(node, And) else "Or", ordered)


