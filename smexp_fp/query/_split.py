"""What is more than a request holds, spread over several: alternatives packed, conjunctions multiplied out in part."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeAlias

from smexp_fp.query._ast import Condition
from smexp_fp.query._compile import too_big
from smexp_fp.query._cover import fewest
from smexp_fp.query._failures import ContainsQuota, TooManyConditions, TooManyRequests
from smexp_fp.query._limits import MAX_CONDITIONS, MAX_CONTAINS, MAX_REQUESTS
from smexp_fp.query._pack import Load, Piece, pack
from smexp_fp.query._tree import Join, Leaf, Tree, helpers, join, measure

Excess: TypeAlias = TooManyConditions | TooManyRequests | ContainsQuota
"""Why it cannot be spread."""

_HEAVIEST: Final = MAX_CONDITIONS + 1
"""Alternatives in a request weigh 50 together; a single one may weigh 51, as it is the root, which counts none."""

MAX_CHOICES: Final = 10
"""Disjunctions up to which all are parted at once; beyond, one after another."""


class _Unsplittable(Exception):
    """There is no such plan, and why."""

    def __init__(self, failure: Excess) -> None:
        self.failure = failure


def split(tree: Tree, condition: Condition[Any]) -> list[Tree] | Excess:
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
        pieces = _Splitter(condition).pieces(tree)
    except _Unsplittable as reason:
        return reason.failure
    trees = [_either(one) for one in pack(_heavy_first(pieces), _room(0, 0))]
    if len(trees) > 2:  # noqa: PLR2004 - one is too few, or nothing were to split
        trees = fewest(tree, lambda part: too_big(measure(part), condition) is None, len(trees)) or trees
    return trees if len(trees) <= MAX_REQUESTS else TooManyRequests(condition, MAX_REQUESTS + 1)


class _Splitter:
    def __init__(self, condition: Condition[Any]) -> None:
        self.condition = condition
        self.weight = 0
        """Of the composed pieces found so far."""

    def pieces(self, tree: Tree) -> list[Piece]:
        """Pieces that each fit, and of which the tree is the disjunction.

        Raises:
            _Unsplittable: When there are none, or too many.
        """
        found = measure(tree)
        excess = too_big(found, self.condition)
        if excess is None:
            self.weight += found.weight
            if self.weight > MAX_REQUESTS * _HEAVIEST:  # multiplied out, there can be any number of them
                raise self._too_many()
            return [Piece(found.weight, found.rationed, tree)]
        if not isinstance(tree, Join):
            raise _Unsplittable(excess)
        parts = tree.parts if tree.kind == "Or" else self._spread(tree, MAX_REQUESTS + 1)
        if not parts:
            raise self._too_many()
        pieces: list[Piece] = []
        for part in parts:
            pieces += [_piece(part)] if isinstance(part, Leaf) else self.pieces(part)
        return pieces

    def _spread(self, tree: Tree, fewer_than: int) -> list[Tree]:
        """A conjunction as trees that fit, fewer than so many, of which it is the disjunction; or none."""
        excess = self._excess(tree)
        if excess is None:
            return [tree]
        if not isinstance(tree, Join) or not (choices := [part for part in tree.parts if isinstance(part, Join)]):
            raise _Unsplittable(excess)
        best = self._over_one(tree, fewer_than)
        best = _over_several(tree, choices, len(best) or fewer_than) or best
        fewer_than = len(best) or fewer_than
        # Unequal parts can be fewer still: the halves of the largest disjunction, each as far as it takes fewer.
        largest = max(choices, key=lambda choice: measure(choice).weight)
        others = _without(tree, largest)
        pieces = _alternatives(largest)
        halves: list[Tree] = []
        for half in (pieces[::2], pieces[1::2]):
            left = fewer_than - len(halves)
            spread = self._spread(_distributed(others, half), left) if left > 1 else []
            if not spread:
                return best
            halves += spread
        return halves

    def _over_one(self, tree: Join, fewer_than: int) -> list[Tree]:
        """Distributed over the one disjunction that needs the fewest requests; none, where one is not enough."""
        parts = [(part, measure(part)) for part in tree.parts]
        weight = sum(found.weight for _, found in parts)
        rationed = sum(found.rationed for _, found in parts)
        best: list[Tree] = []
        for choice, found in parts:
            rest = weight - found.weight
            if not isinstance(choice, Join) or rest + helpers(len(parts) - 1) > MAX_CONDITIONS:
                continue  # it is no disjunction, or the others alone are too much
            others = _without(tree, choice)
            pieces = _alternatives(choice)
            if all(self._excess(_distributed(others, [piece])) is None for piece in pieces):
                bins = pack(pieces, _room(rest + helpers(len(parts)) + 1, rationed - found.rationed))
                if len(bins) < (len(best) or fewer_than):
                    best = [_distributed(others, one) for one in bins]
        return best

    def _excess(self, tree: Tree) -> TooManyConditions | ContainsQuota | None:
        return too_big(measure(tree), self.condition)

    def _too_many(self) -> _Unsplittable:
        return _Unsplittable(TooManyRequests(self.condition, MAX_REQUESTS + 1))


def _over_several(tree: Join, choices: list[Join], fewer_than: int) -> list[Tree]:
    """A conjunction whose disjunctions are each parted into groups: a request for each way to take a group of each.

    As few requests as equal groups can make, found by dynamic programming over what the groups take; none, where it
    would not be fewer than that. What fits by this count fits: a group of one that is a conjunction is spliced into its
    node, and then takes no more than with a node of its own, which is counted here.
    """
    if len(choices) > MAX_CHOICES:
        return []
    fixed = [part for part in tree.parts if not isinstance(part, Join)]
    pieces = [_alternatives(choice) for choice in choices]
    taken = [measure(part) for part in fixed]
    weight = sum(found.weight for found in taken) + helpers(len(tree.parts))
    ways: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {
        (weight, sum(found.rationed for found in taken)): (1, ())
    }
    for each in pieces:
        more: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
        for groups in {-(-len(each) // size) for size in range(1, MAX_CONDITIONS)}:
            heaviest = _takes(each[::groups])
            for (weight, rationed), (requests, counts) in ways.items():
                takes = weight + heaviest[0], rationed + heaviest[1]
                fits = takes[0] <= MAX_CONDITIONS and takes[1] <= MAX_CONTAINS
                if fits and requests * groups < more.get(takes, (fewer_than, ()))[0]:
                    more[takes] = requests * groups, (*counts, groups)
        ways = more
    if not ways:
        return []
    _, counts = min(ways.values())
    parted = [[each[start::groups] for start in range(groups)] for each, groups in zip(pieces, counts, strict=True)]
    return [join("And", (*fixed, *map(_either, groups))) for groups in itertools.product(*parted)]


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


def _alternatives(choice: Join) -> list[Piece]:
    return _heavy_first(map(_piece, choice.parts))


def _takes(group: Sequence[Piece]) -> tuple[int, int]:
    """What a disjunction of these weighs, and its rationed `Contains`; a single one needs no node of its own."""
    own = helpers(len(group)) + 1 if len(group) > 1 else 0
    return own + sum(piece.weight for piece in group), sum(piece.rationed for piece in group)


def _either(pieces: Sequence[Piece]) -> Tree:
    return join("Or", (piece.tree for piece in pieces))


def _distributed(others: Sequence[Tree], pieces: Sequence[Piece]) -> Tree:
    return join("And", (*others, _either(pieces)))
