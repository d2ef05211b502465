"""From a condition to the requests of a search, and to what is left to check locally."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, final, overload

from returns.result import Failure, Result, Success

from smexp_fp.query._conditions import Condition, node_of
from smexp_fp.query._failures import (
    CompileError,
    ContainsQuota,
    Refused,
    TooManyConditions,
    TooManyRequests,
)
from smexp_fp.query._filters import EVERYTHING, Filter, Join, SearchExpression, Tree, emit, join, size_of, wrapper_count
from smexp_fp.query._limits import MAX_CONDITIONS, MAX_CONTAINS, MAX_LIST, MAX_NAME, MAX_REQUESTS, MAX_VALUE
from smexp_fp.query._lower import Lowering, is_locally_checkable
from smexp_fp.query._nodes import And, Node, Not, Test
from smexp_fp.query._normalise import normal_node, normalise
from smexp_fp.query._operands import FLIPPED, WIRE_OPERATORS
from smexp_fp.query._properties import NAME, check_resource
from smexp_fp.records import Experiment, Resource, Trial, TrialComponent

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
    """The request that finds the records that satisfy the condition.

    It obeys every limit of the service: 20 elements in a list, 50 conditions in all, the lengths of names and values,
    the quota of `Contains`. It is the same for conditions that are equal up to order and nesting.

    Args:
        condition: The condition to search for.
        resource: The API's name of what to search.

    Returns:
        The SearchExpression, or a `CompileError` that names the offending condition and what to do. Where several
        requests are needed, use `plan`.

    Raises:
        TypeError: When it is not a condition, or there is no such resource.

    >>> from smexp_fp.query import Q
    >>> compile(Q.name.contains("auto") & Q.tag("team"), "ExperimentTrial").unwrap()["Filters"]
    [{'Name': 'Tags.team', 'Operator': 'Exists'}, {'Name': 'TrialName', 'Operator': 'Contains', 'Value': 'auto'}]
    >>> print(compile(~Q.name.contains("x"), "Experiment").failure())
    ~Q.name.contains('x'): the service cannot search for the opposite; say what the text is or is not with == , != and \
.is_in, or pass local_residue=True to check it here
    """
    return compile_any(condition, resource)


def compile_any(condition: Condition[Any], resource: Resource) -> Result[SearchExpression, CompileError]:
    """As `compile`, for a resource known only at run time."""
    node = node_of("compile", condition)
    check_resource("compile", resource)
    plain = _plain(node, resource)
    if plain is not None:
        return Success(plain)
    try:
        tree = Lowering(resource).tree(normal_node(condition))
        excess = _excess(tree, condition)
    except Refused as refused:
        return Failure(refused.failure)
    return Failure(excess) if excess is not None else Success(emit(tree, NAME.paths[resource]))


def _plain(root: Node, resource: Resource) -> SearchExpression | None:
    """A fast path for most searches: a few plain tests of different properties that must all hold.

    Gives what the general path would give, or `None` for any other condition.
    """
    filters: dict[str, Filter] = {}
    contains_count = 0
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, And) and len(node.operands) + len(stack) <= MAX_LIST:
            stack += node.operands
            continue
        negated = isinstance(node, Not)
        test = node.operand if isinstance(node, Not) else node
        if not isinstance(test, Test) or test.prop.by_name:
            return None
        op = FLIPPED.get(test.op) if negated else WIRE_OPERATORS.get(test.op)
        path = test.prop.paths.get(resource)
        if op is None or op == "In" or path is None or not test.key.isprintable():
            return None
        name, value = path.replace("{}", test.key), test.value
        if name in filters or len(name) > MAX_NAME:
            return None
        filters[name] = {"Name": name, "Operator": op}
        if isinstance(value, str) and 0 < len(value) <= MAX_VALUE and value.isprintable():
            filters[name]["Value"] = value
        elif value is not None:
            return None
        contains_count += op == "Contains" and test.prop.counts_towards_contains_quota
    if contains_count > MAX_CONTAINS or not 0 < len(filters) <= MAX_LIST:
        return None
    return {"Filters": [filters[name] for name in sorted(filters)]}


@final
@dataclass(frozen=True, slots=True)
class Plan(Generic[R_contra]):
    """How to search for a condition.

    Attributes:
        requests: The expressions to search for. At least one finds each record that satisfies the condition; several
            may.
        residue: The condition that is left to check with `matches` on each record found, or `None`.
    """

    requests: tuple[SearchExpression, ...]
    residue: Condition[R_contra] | None = None


@overload
def plan(
    condition: Condition[Experiment], resource: Literal["Experiment"], *, local_residue: bool = False
) -> Result[Plan[Experiment], CompileError]: ...
@overload
def plan(
    condition: Condition[Trial], resource: Literal["ExperimentTrial"], *, local_residue: bool = False
) -> Result[Plan[Trial], CompileError]: ...
@overload
def plan(
    condition: Condition[TrialComponent], resource: Literal["ExperimentTrialComponent"], *, local_residue: bool = False
) -> Result[Plan[TrialComponent], CompileError]: ...
def plan(
    condition: Condition[Any], resource: Resource, *, local_residue: bool = False
) -> Result[Plan[Any], CompileError]:
    """Few requests that together find the records that satisfy the condition.

    It is one, as from `compile`, where one suffices. A disjunction beyond the limits is spread over several requests by
    first fit. A conjunction of disjunctions is spread over the alternatives of one of them, or over halves. Conditions
    that must hold at once cannot be spread: they fail, or are checked locally where the caller opts in.

    Args:
        condition: The condition to search for.
        resource: The API's name of what to search.
        local_residue: Whether `matches` may check what the service cannot express. A search then reads more records
            than it returns: in the worst case, when nothing can be expressed, all records of the resource.

    Returns:
        The plan, or a `CompileError`. It is the same as from `compile`, but `TooManyConditions` only for what cannot be
        spread, and `TooManyRequests` for more than 500 requests.

    Raises:
        TypeError: When it is not a condition, or there is no such resource.

    >>> from smexp_fp.query import Q, any_of
    >>> len(plan(any_of(*(Q.tag(f"k{i}") for i in range(97))), "Experiment").unwrap().requests)
    3
    >>> plan(Q.tag("a") & ~Q.name.contains("x"), "Experiment", local_residue=True).unwrap().residue
    ~Q.name.contains('x')
    """
    return plan_any(condition, resource, local_residue=local_residue)


def plan_any(
    condition: Condition[Any], resource: Resource, *, local_residue: bool = False
) -> Result[Plan[Any], CompileError]:
    """As `plan`, for a resource known only at run time."""
    given = node_of("plan", condition)
    check_resource("plan", resource)
    plain = _plain(given, resource)
    if plain is not None:
        return Success(Plan((plain,)))
    try:
        node = normal_node(condition)
        try:
            return Success(_planned(_spread(Lowering(resource).tree(node), condition), None, resource))
        except Refused as refused:
            if not local_residue or not is_locally_checkable(refused.failure):
                raise
            return Success(_with_residue(node, condition, resource))
    except Refused as refused:
        return Failure(refused.failure)


def _planned(trees: Iterable[Tree], residue: Condition[Any] | None, resource: Resource) -> Plan[Any]:
    return Plan(tuple([emit(tree, NAME.paths[resource]) for tree in trees]), residue)


# --- what is left to check locally ------------------------------------------------------------------------------------


def _with_residue(node: Node, condition: Condition[Any], resource: Resource) -> Plan[Any]:
    """The plan that sends the operands of a conjunction that the service can search for. The others are the residue."""
    sent: list[tuple[Tree, Node, bool]] = []
    residue: list[Node] = []
    for operand in node.operands if isinstance(node, And) else (node,):
        lowering = Lowering(resource, weaken=True)
        tree = lowering.tree(operand)
        if not lowering.is_exact:
            residue.append(operand)
        if tree is not EVERYTHING:
            sent.append((tree, operand, lowering.is_exact))
    try:
        trees = _spread(join("And", [tree for tree, _, _ in sent]), condition)
    except Refused:
        # Not all of them fit into a request. The smallest come first, so that as many as possible do.
        kept: Tree = EVERYTHING
        for tree, operand, _ in sorted(sent, key=lambda each: (size_of(each[0]), not each[2])):
            more = join("And", [kept, tree]) if size_of(kept) < MAX_CONDITIONS else None
            if more is not None and _excess(more, condition) is None:
                kept = more
            else:
                residue.append(operand)
        trees = [kept]
    return _planned(trees, normalise(Condition(And(tuple(residue)))), resource)


# --- more than one request holds --------------------------------------------------------------------------------------


def _excess(tree: Tree, condition: Condition[Any]) -> TooManyConditions | ContainsQuota | None:
    """Why a single request cannot hold the tree, or `None` if it can."""
    if size_of(tree) > MAX_CONDITIONS:
        return TooManyConditions(condition, size_of(tree))
    if tree.contains_count > MAX_CONTAINS:
        return ContainsQuota(condition, tree.contains_count)
    return None


def _spread(tree: Tree, condition: Condition[Any]) -> list[Tree]:
    """Trees that each fit into a request. Their disjunction is the tree.

    Raises:
        Refused: When there are none, or more than 500.
    """
    if _excess(tree, condition) is None:
        return [tree]
    # A request holds at least one alternative. This also bounds the depth, before anything is multiplied out.
    if isinstance(tree, Join) and tree.longest > MAX_CONDITIONS:
        raise Refused(TooManyConditions(condition, tree.longest))
    trees = [join("Or", pieces) for pieces in _first_fit(_pieces(tree, condition))]
    if len(trees) > MAX_REQUESTS:
        raise Refused(TooManyRequests(condition, len(trees)))
    return trees


def _pieces(tree: Tree, condition: Condition[Any]) -> list[Tree]:
    """The alternatives of a tree, each of which fits into a request."""
    excess = _excess(tree, condition)
    if excess is None:
        return [tree]
    if not isinstance(tree, Join):
        raise Refused(excess)
    if tree.kind == "And":
        parted = _parted(tree, condition, MAX_REQUESTS + 1)
        if parted is None:
            raise Refused(TooManyRequests(condition, MAX_REQUESTS + 1))
        return parted
    pieces: list[Tree] = []
    weight = 0
    for part in tree.parts:
        more = _pieces(part, condition)
        weight += sum([piece.weight for piece in more])
        if len(more) > 1 and weight > MAX_REQUESTS * (MAX_CONDITIONS + 1):
            raise Refused(TooManyRequests(condition, MAX_REQUESTS + 1))
        pieces += more
    return pieces


def _parted(tree: Tree, condition: Condition[Any], fewer_than: int) -> list[Tree] | None:
    """A conjunction as trees that each fit into a request. Their disjunction is the conjunction.

    Its largest disjunction is halved until each half fits, unless first fit over a single disjunction needs no more.

    Returns:
        Fewer trees than asked for; `None` where none were found.

    Raises:
        Refused: When a single alternative does not fit.
    """
    excess = _excess(tree, condition)
    if excess is None:
        return [tree]
    choices = [part for part in tree.parts if isinstance(part, Join)] if isinstance(tree, Join) else []
    if not isinstance(tree, Join) or not choices:
        raise Refused(excess)
    best: list[Tree] | None = None
    for choice in choices:
        best = _over_one(tree, choice, condition, fewer_than) or best
        fewer_than = fewer_than if best is None else len(best)
    largest = max(choices, key=lambda choice: choice.weight)
    others = [part for part in tree.parts if part is not largest]
    halves: list[Tree] = []
    for half in (largest.parts[::2], largest.parts[1::2]):
        left = fewer_than - len(halves)
        parted = _parted(join("And", [*others, join("Or", half)]), condition, left) if left > 1 else None
        if parted is None:
            return best
        halves += parted
    return halves


def _over_one(tree: Join, choice: Join, condition: Condition[Any], fewer_than: int) -> list[Tree] | None:
    """The conjunction distributed over groups of alternatives of one of its disjunctions."""
    others = [part for part in tree.parts if part is not choice]
    weight = sum([part.weight for part in others]) + wrapper_count(len(tree.parts)) + 1
    groups = _first_fit(choice.parts, weight, tree.contains_count - choice.contains_count)
    if len(groups) >= fewer_than:
        return None
    trees = [join("And", [*others, join("Or", group)]) for group in groups]
    return trees if all(_excess(one, condition) is None for one in trees) else None


def _first_fit(pieces: Sequence[Tree], weight: int = 0, contains_count: int = 0) -> list[list[Tree]]:
    """Alternatives in groups that fit into a request. Each is put into the first group with room, heavy ones first.

    Args:
        pieces: The alternatives. One that fits nowhere is a group of its own.
        weight: The conditions that the rest of the request takes.
        contains_count: The `Contains` of the rest that count towards the quota.
    """
    groups: list[list[Tree]] = []
    loads: list[tuple[int, int]] = []
    # No group before this one took a piece of that size, and groups only get fuller: this keeps many pieces linear.
    first: dict[tuple[int, int], int] = {}
    for piece in sorted(pieces, key=lambda piece: (-piece.contains_count, -piece.weight)):
        size = (piece.weight, piece.contains_count)
        at = first.get(size, 0)
        while at < len(groups):
            load = loads[at][0] + size[0], loads[at][1] + size[1]
            if load[0] + wrapper_count(len(groups[at]) + 1) <= MAX_CONDITIONS and load[1] <= MAX_CONTAINS:
                groups[at].append(piece)
                loads[at] = load
                break
            at += 1
        else:
            groups.append([piece])
            loads.append((weight + size[0], contains_count + size[1]))
        first[size] = at
    return groups
