"""The fewest requests for a tree with few alternatives: the smallest set of its parts that together leave out none.

A request that finds a part of what a tree says is the tree with some operands of its disjunctions left out: putting two
such parts into one request as alternatives takes at least as many conditions as the smallest such tree that has both.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache
from math import prod
from typing import Final, NamedTuple

from smexp_fp.query._tree import Join, Tree, join

MAX_PARTS: Final = 1_000
"""Ways to leave out alternatives up to which all are tried: that is for some ten alternatives."""

MAX_STEPS: Final = 20_000
"""Steps of the search, which is exponential; so many take about a tenth of a second."""


class _Part(NamedTuple):
    tree: Tree
    found: int
    """A bit for each alternative, multiplied out, that it finds."""


def fewest(tree: Tree, fits: Callable[[Tree], bool], enough: int) -> list[Tree] | None:
    """Fewer than `enough` trees that fit and together mean the same, as few as there can be.

    Returns:
        The trees, or `None` where there are none or too many alternatives to try.
    """
    if _count(tree, MAX_PARTS) > MAX_PARTS:
        return None
    every, count = _parts(tree)
    made = {part.found: part for part in every if fits(part.tree)}
    # What another finds as well, and more, need not be tried.
    parts = [part for found, part in made.items() if not any(found & ~other == 0 for other in made if other != found)]

    widest = max((part.found.bit_count() for part in parts), default=0)
    steps = 0

    @cache
    def cover(left: int, most: int) -> tuple[_Part, ...] | None:
        nonlocal steps
        steps += 1
        if not left:
            return ()
        if left.bit_count() > widest * most or steps > MAX_STEPS:
            return None
        lowest = left & -left
        for part in parts:
            if part.found & lowest:
                rest = cover(left & ~part.found, most - 1)
                if rest is not None:
                    return (part, *rest)
        return None

    for most in range(1, enough):
        chosen = cover((1 << count) - 1, most)
        if chosen is not None:
            return [part.tree for part in chosen]
    return None


def _count(tree: Tree, most: int) -> int:
    """How many ways there are to leave out alternatives; more than `most` is not counted exactly."""
    if not isinstance(tree, Join):
        return 1
    if len(tree.parts) > most:
        return most + 1
    counts = [_count(part, most) for part in tree.parts]
    if tree.kind == "And":
        return min(prod(counts), most + 1)
    return min(prod(min(count, most) + 1 for count in counts) - 1, most + 1)


def _parts(tree: Tree) -> tuple[list[_Part], int]:
    """All trees with some alternatives left out, and how many alternatives there are."""
    if not isinstance(tree, Join):
        return [_Part(tree, 1)], 1
    below = [_parts(part) for part in tree.parts]
    made: list[_Part] = []
    if tree.kind == "And":
        for chosen in itertools.product(*(parts for parts, _ in below)):
            found = 1
            for part, (_, count) in zip(chosen, below, strict=True):
                found = sum(part.found << (bit * count) for bit in range(found.bit_length()) if found >> bit & 1)
            made.append(_Part(join("And", (part.tree for part in chosen)), found))
        return made, prod(count for _, count in below)
    shifts = list(itertools.accumulate((count for _, count in below), initial=0))
    for some in itertools.product(*([None, *parts] for parts, _ in below)):
        kept = [(part, shift) for part, shift in zip(some, shifts, strict=False) if part is not None]
        if kept:
            found = sum(part.found << shift for part, shift in kept)
            made.append(_Part(join("Or", (part.tree for part, _ in kept)), found))
    return made, shifts[-1]
