"""What one request cannot say becomes several, and what the service cannot say at all is left to `matches`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar, assert_never, final, overload

from returns.result import Failure, Result, Success

from smexp_fp.query._ast import And, Condition, Nested, Node, Not, Or, Test, node_of, postorder
from smexp_fp.query._compile import simple, too_big
from smexp_fp.query._cover import fewest
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
from smexp_fp.query._limits import MAX_CONDITIONS, MAX_CONTAINS, MAX_REQUESTS
from smexp_fp.query._normalise import normal, normalise
from smexp_fp.query._pack import Load, Piece, pack
from smexp_fp.query._properties import NAME, Resource
from smexp_fp.query._tree import EVERYTHING, Group, Join, Leaf, SearchExpression, Tree, emit, helpers, join, measure
from smexp_fp.records import Experiment, Trial, TrialComponent

R_contra = TypeVar("R_contra", contravariant=True)

_Local: TypeAlias = TooManyConditions | TooManyRequests | ContainsQuota
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
    made = _split(tree, condition) if isinstance(tree, Leaf | Group | Join) else tree
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
    trees = _split(join("And", (tree for _, tree in sent)), node)
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


class _TooMany(Exception):
    """The cap of requests is passed."""


def _split(tree: Tree, condition: Condition[Any]) -> list[Tree] | _Local:
    """The tree as the fewest trees that each fit into a request and together mean the same, or why that cannot be."""
    found = measure(tree)
    if too_big(found, condition) is None:
        return [tree]
    # Each request holds one alternative at least. This also bounds the depth below, before anything is multiplied out.
    if found.longest > MAX_CONDITIONS:
        return TooManyConditions(condition, found.longest)
    if isinstance(tree, Join) and tree.kind == "Or":
        least = -(-(found.size - helpers(len(tree.parts))) // _HEAVIEST)
        if least > MAX_REQUESTS:
            return TooManyRequests(condition, least)
    try:
        pieces = _Splitter(condition).split(tree)
    except _TooMany:
        return TooManyRequests(condition, MAX_REQUESTS + 1)
    if not isinstance(pieces, list):
        return pieces
    trees = [_distributed((), one) for one in pack(_heavy_first(pieces), _room(0, 0))]
    if len(trees) > 2:  # noqa: PLR2004 - one is too few, or nothing were to split
        trees = fewest(tree, lambda part: too_big(measure(part), condition) is None, len(trees)) or trees
    return trees if len(trees) <= MAX_REQUESTS else TooManyRequests(condition, MAX_REQUESTS + 1)


_HEAVIEST: Final = MAX_CONDITIONS + 1
"""Alternatives in a request weigh 50 together; a single one may weigh 51, as it is the root, which counts none."""


class _Splitter:
    def __init__(self, condition: Condition[Any]) -> None:
        self.condition = condition
        self.weight = 0
        """Of the composed pieces found so far."""

    def split(self, tree: Tree) -> list[Piece] | _Local:
        """Pieces that each fit, and of which the tree is the disjunction."""
        found = measure(tree)
        excess = too_big(found, self.condition)
        if excess is None:
            self.weight += found.weight
            if self.weight > MAX_REQUESTS * _HEAVIEST:  # multiplied out, there can be any number of them
                raise _TooMany
            return [Piece(found.weight, found.rationed, tree)]
        if not isinstance(tree, Join):
            return excess
        parts = tree.parts if tree.kind == "Or" else self._choices(tree)
        pieces: list[Piece] = []
        for part in parts:
            split = [_piece(part)] if isinstance(part, Leaf) else self.split(part)
            if not isinstance(split, list):
                return split
            pieces += split
        return pieces or excess

    def _choices(self, tree: Join) -> Sequence[Tree]:
        """A conjunction, distributed over one of its disjunctions; none, where there is none."""
        parts = [(part, measure(part)) for part in tree.parts]
        choices = [(part, found) for part, found in parts if isinstance(part, Join)]
        if not choices:
            return ()
        weight = sum(found.weight for _, found in parts)
        rationed = sum(found.rationed for _, found in parts)
        best: list[Tree] = []
        for choice, found in choices:
            rest = weight - found.weight
            if rest + helpers(len(parts) - 1) > MAX_CONDITIONS:
                continue  # the others alone are too much
            others = _without(tree, choice)
            pieces = _heavy_first(map(_piece, choice.parts))
            if all(too_big(measure(_distributed(others, [piece])), self.condition) is None for piece in pieces):
                bins = pack(pieces, _room(rest + helpers(len(parts)) + 1, rationed - found.rationed))
                if not best or len(bins) < len(best):
                    best = [_distributed(others, one) for one in bins]
        if best:
            return best
        # No single disjunction is enough: halve the largest, and see for each half.
        largest, _ = max(choices, key=lambda choice: choice[1].weight)
        others = _without(tree, largest)
        pieces = _heavy_first(map(_piece, largest.parts))
        return [_distributed(others, half) for half in (pieces[::2], pieces[1::2])]


def _without(tree: Join, choice: Join) -> list[Tree]:
    return [part for part in tree.parts if part is not choice]


def _room(weight: int, rationed: int) -> Callable[[Load], bool]:
    """Whether alternatives still fit into a request of which everything else, their own node too, takes so much."""

    def fits(load: Load) -> bool:
        return weight + load.weight + helpers(load.width) <= MAX_CONDITIONS and rationed + load.rationed <= MAX_CONTAINS

    return fits


def _piece(tree: Tree) -> Piece:
    found = measure(tree)
    return Piece(found.weight, found.rationed, tree)


def _heavy_first(pieces: Iterable[Piece]) -> list[Piece]:
    """The rationed before the others, since they have the fewest places to go to."""
    return sorted(pieces, key=lambda piece: (-piece.rationed, -piece.weight))


def _distributed(others: Sequence[Tree], pieces: Sequence[Piece]) -> Tree:
    return join("And", (*others, join("Or", (piece.tree for piece in pieces))))
