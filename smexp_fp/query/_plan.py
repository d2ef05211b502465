"""What one request cannot say becomes several, and what the service cannot say at all is left to `matches`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar, assert_never, final, overload

from returns.result import Failure, Result, Success

from smexp_fp.query._ast import And, Condition, Nested, Node, Not, Or, Test, node_of, postorder
from smexp_fp.query._compile import simple, too_big
from smexp_fp.query._failures import (
    CompileError,
    ContainsQuota,
    EmptyCondition,
    IllegalName,
    IllegalValue,
    NoComplement,
    TooManyConditions,
    TooManyRequests,
    ValueTooLong,
)
from smexp_fp.query._grow import grow
from smexp_fp.query._limits import MAX_CONDITIONS
from smexp_fp.query._normalise import normal, normalise
from smexp_fp.query._properties import NAME, Resource
from smexp_fp.query._split import split
from smexp_fp.query._tree import EVERYTHING, Group, Join, Leaf, SearchExpression, Tree, emit, join, measure
from smexp_fp.records import Experiment, Trial, TrialComponent

R_contra = TypeVar("R_contra", contravariant=True)

LOCAL: Final = (
    EmptyCondition,
    NoComplement,
    ContainsQuota,
    TooManyConditions,
    TooManyRequests,
    ValueTooLong,
    IllegalValue,
    IllegalName,
)
"""Failures that are the service's only: `matches` knows what such a condition means."""


@final
@dataclass(frozen=True, slots=True)
class Plan(Generic[R_contra]):
    """How to search for a condition.

    Attributes:
        requests: The expressions to search for; a record that satisfies the condition is found by at least one,
            possibly by several.
        residue: What is still to be checked of each record found, with `matches`; `None` where the requests say it all.
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
    """The fewest requests that find what satisfies the condition.

    One, as `compile` makes it, where one will do. A disjunction beyond the limits is spread over several. What must
    hold at once cannot be spread: it fails, or is filtered locally where the caller opts in.

    Args:
        condition: What to search for.
        resource: The API's name of what to search.
        local_residue: Whether what the service cannot express may be left to `matches`. It reads more than it
            returns: in the worst case, when nothing can be expressed, every record of the kind.

    Returns:
        The plan, or a `CompileError`: the same as of `compile`, but `TooManyConditions` only for what cannot be
        spread, and `TooManyRequests` beyond our cap of 500.

    Raises:
        TypeError: When it is no condition.

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
    short = simple(given, resource)
    if short is not None:
        return Success(Plan((short,)))
    node = normal(given).node
    tree = grow(node, resource)
    made = split(tree, condition) if isinstance(tree, Leaf | Group | Join) else tree
    if isinstance(made, list):
        return Success(Plan(tuple(emit(each, NAME.paths[resource]) for each in made)))
    return _with_residue(node, resource) if local_residue and isinstance(made, LOCAL) else Failure(made)


def _with_residue(node: Node, resource: Resource) -> Result[Plan[Any], CompileError]:
    """Send what can be sent of the operands that must all hold; check the others locally."""
    operands = node.operands if isinstance(node, And) else (node,)
    sent: list[tuple[Node, Tree]] = []
    residue: list[Node] = []
    for operand in operands:
        weak = _weakened(operand, resource)
        if not isinstance(weak, _Weak):
            return Failure(weak)
        if not weak.exact:
            residue.append(operand)
        if weak.tree != EVERYTHING:
            sent.append((operand, weak.tree))
    trees = split(join("And", (tree for _, tree in sent)), node)
    if not isinstance(trees, list):
        # Not all of it fits: what is small first, so that as much as possible does.
        kept: Tree = EVERYTHING
        full = False
        for operand, tree in sorted(sent, key=lambda pair: measure(pair[1]).size):
            more = kept if full else join("And", (kept, tree))
            if full or too_big(measure(more), node) is not None:
                residue.append(operand)
            else:
                kept, full = more, measure(more).size == MAX_CONDITIONS
        trees = [kept]
    left = normalise(And(tuple(residue)))
    return Success(Plan(tuple(emit(each, NAME.paths[resource]) for each in trees), left))


@dataclass(frozen=True, slots=True)
class _Weak:
    """What can be sent of a condition: it holds whenever the condition does."""

    tree: Tree
    exact: bool


def _weakened(root: Node, resource: Resource) -> _Weak | CompileError:
    """The condition with what cannot be sent taken for true; negation is at the leaves, so it only gets weaker."""
    done: dict[int, _Weak] = {}
    for node in postorder(root, into=()):
        match node:
            case Test() | Nested() | Not():
                made = grow(node, resource)
                if isinstance(made, Leaf | Group | Join):
                    done[id(node)] = _Weak(made, exact=True)
                elif isinstance(made, LOCAL):
                    done[id(node)] = _Weak(EVERYTHING, exact=False)
                else:
                    return made
            case And() | Or():
                below = [done[id(operand)] for operand in node.operands]
                tree = join("And" if isinstance(node, And) else "Or", (weak.tree for weak in below))
                done[id(node)] = _Weak(tree, all(weak.exact for weak in below))
            case _:
                assert_never(node)
    return done[id(root)]
