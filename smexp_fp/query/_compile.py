"""From a condition to the dict that a search sends."""

from __future__ import annotations

from typing import Any, Literal, TypeVar, overload

from returns.result import Failure, Result, Success

from smexp_fp.query._ast import FLIPPED, And, Condition, Node, Not, Op, Or, Test, Value, node_of
from smexp_fp.query._failures import CompileError, ContainsQuota, TooManyConditions
from smexp_fp.query._grow import grow
from smexp_fp.query._limits import MAX_CONDITIONS, MAX_CONTAINS, MAX_LIST, MAX_NAME, MAX_VALUE
from smexp_fp.query._literals import can_be_item
from smexp_fp.query._normalise import normal
from smexp_fp.query._properties import NAME, Resource
from smexp_fp.query._tree import Filter, Group, Join, Leaf, Measure, SearchExpression, emit, measure
from smexp_fp.records import Experiment, Trial, TrialComponent

R_contra = TypeVar("R_contra", contravariant=True)


@overload
def compile(  # noqa: A001 - the pass's name
    condition: Condition[Experiment], resource: Literal["Experiment"]
) -> Result[SearchExpression, CompileError]: ...
@overload
def compile(  # noqa: A001 - the pass's name
    condition: Condition[Trial], resource: Literal["ExperimentTrial"]
) -> Result[SearchExpression, CompileError]: ...
@overload
def compile(  # noqa: A001 - the pass's name
    condition: Condition[TrialComponent], resource: Literal["ExperimentTrialComponent"]
) -> Result[SearchExpression, CompileError]: ...
def compile(condition: Condition[Any], resource: Resource) -> Result[SearchExpression, CompileError]:  # noqa: A001
    """The one request that finds what satisfies the condition.

    It obeys every limit of the service (at most 20 elements a list, 50 conditions in all, names, values, the quota of
    `Contains`), is minimal, and is the same for conditions that are equal up to order and nesting.

    Args:
        condition: What to search for.
        resource: The API's name of what to search.

    Returns:
        The SearchExpression, or a `CompileError` that names the offending condition and says what to do. What only
        several requests can say is for `plan`. Never raises for any condition.

    Raises:
        TypeError: When it is no condition.

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
    node = node_of("compile", condition)
    short = simple(node, resource)
    if short is not None:
        return Success(short)
    tree = grow(normal(node).node, resource)
    if not isinstance(tree, Leaf | Group | Join):
        return Failure(tree)
    excess = too_big(measure(tree), condition)
    return Failure(excess) if excess is not None else Success(emit(tree, NAME.paths[resource]))


def too_big(found: Measure, condition: Condition[Any]) -> TooManyConditions | ContainsQuota | None:
    """Why no single request can hold a tree."""
    if found.size > MAX_CONDITIONS:
        return TooManyConditions(condition, found.size)
    return ContainsQuota(condition, found.rationed) if found.rationed > MAX_CONTAINS else None


def simple(node: Node, resource: Resource) -> SearchExpression | None:  # noqa: C901, PLR0912 - unrolled, for speed
    """The fast path: up to 20 plain tests of different properties, whose normal form is themselves, sorted."""
    kind = type(node)
    filters: dict[str, Filter] = {}
    rationed = False
    stack = [node]
    while stack:
        test = stack.pop()
        op: Op | None = None
        if type(test) is Not:
            test = test.operand
            op = FLIPPED.get(test.op) if type(test) is Test else None
        elif type(test) is Test:
            op = test.op
        elif type(test) is kind and isinstance(test, And | Or) and test.operands:
            stack += test.operands
            if len(stack) + len(filters) > MAX_LIST:
                return None
            continue
        if type(test) is not Test or op is None or op == "Between" or op == "On":  # noqa: PLR1714 - quicker than a set
            return None
        prop, key, value = test.prop, test.key, test.value
        name = prop.paths.get(resource)
        if name is None or prop.is_loose:
            return None
        if prop.keyed:
            name = name.replace("{}", key)
            if len(name) > MAX_NAME or not key.isprintable():
                return None
        if name in filters:
            return None
        if value is None:
            filters[name] = {"Name": name, "Operator": op}
            continue
        if op == "In":
            value = _items(value)
        if type(value) is not str or not 0 < len(value) <= MAX_VALUE or not value.isprintable():
            return None
        if op == "Contains" and not prop.is_unrationed:
            if rationed:
                return None
            rationed = True
        filters[name] = {"Name": name, "Operator": op, "Value": value}
    made: SearchExpression = {"Filters": [filters[name] for name in sorted(filters)]}
    if kind is Or and len(filters) > 1:
        made["Operator"] = "Or"
    return made


def _items(value: Value) -> str | None:
    """A few words as one `In`, if they can be."""
    words = sorted(set(value)) if type(value) is tuple and len(value) <= MAX_LIST else ()
    return ",".join(words) if len(words) > 1 and all(map(can_be_item, words)) else None
