"""Packing: words into as few `In` filters, alternatives into as few requests, as can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from smexp_fp.query._limits import MAX_VALUE
from smexp_fp.query._tree import Tree

EXACT_UP_TO: Final = 10
"""Pieces up to which the fewest bins are found by search; beyond, by first fit."""


class Piece(NamedTuple):
    """An alternative, and what it takes of a request."""

    weight: int
    rationed: int
    tree: Tree


class Load(NamedTuple):
    """What the pieces of a bin take together."""

    width: int = 0
    weight: int = 0
    rationed: int = 0

    def plus(self, piece: Piece) -> Load:
        """With one more."""
        return Load(self.width + 1, self.weight + piece.weight, self.rationed + piece.rationed)


def pack_items(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Sorted words in as few groups as best fit finds, each at most 1024 characters with its commas.

    Best fit in time linear in the words: a bit for every length of room that some group has left.
    """
    simple = _in_order(words)
    least = -(-(sum(map(len, words)) + len(words)) // (MAX_VALUE + 1))
    if len(simple) <= least:
        return simple
    groups: list[list[str]] = []
    by_room: dict[int, list[int]] = {}
    rooms = 0
    for word in sorted(words, key=lambda word: (-len(word), word)):
        need = len(word) + 1  # with a comma; a group has one character more, for the comma that it does not need
        fitting = rooms >> need
        if fitting:
            room = need + (fitting & -fitting).bit_length() - 1
            index = by_room[room].pop()
            if not by_room[room]:
                rooms &= ~(1 << room)
        else:
            room, index = MAX_VALUE + 1, len(groups)
            groups.append([])
        groups[index].append(word)
        by_room.setdefault(room - need, []).append(index)
        rooms |= 1 << (room - need)
    return [tuple(sorted(group)) for group in groups]


def _in_order(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The words in their order, a new group when one is full; with short words that is usually as good as any."""
    groups: list[tuple[str, ...]] = []
    start, room = 0, MAX_VALUE + 1
    for index, word in enumerate(words):
        room -= len(word) + 1
        if room < 0:
            groups.append(tuple(words[start:index]))
            start, room = index, MAX_VALUE - len(word)
    if words:
        groups.append(tuple(words[start:]))
    return groups


def pack(pieces: Sequence[Piece], fits: Callable[[Load], bool]) -> list[list[Piece]]:
    """The pieces in bins: the fewest for up to ten, by first fit in the given order beyond.

    Args:
        pieces: Large ones first, for a good first fit; each is known to fit alone.
        fits: Whether two or more can be one bin; what fits, fits with less as well.
    """
    bins: list[list[Piece]] = []
    loads: list[Load] = []
    # No bin before these took a piece of that size, and bins only get fuller: this keeps hordes linear.
    first: dict[tuple[int, int], int] = {}
    for piece in pieces:
        size = piece.weight, piece.rationed
        for at in range(first.get(size, 0), len(bins)):
            load = loads[at].plus(piece)
            if fits(load):
                bins[at].append(piece)
                loads[at] = load
                first[size] = at
                break
        else:
            first[size] = len(bins)
            bins.append([piece])
            loads.append(Load().plus(piece))
    return _fewest(pieces, fits, bins) if len(pieces) <= EXACT_UP_TO else bins


def _fewest(pieces: Sequence[Piece], fits: Callable[[Load], bool], best: list[list[Piece]]) -> list[list[Piece]]:
    """Branch and bound: every partition that could have fewer bins."""
    bins: list[list[Piece]] = []
    loads: list[Load] = []

    def place(index: int) -> None:
        nonlocal best
        if len(bins) >= len(best):
            return
        if index == len(pieces):
            best = [list(one) for one in bins]
            return
        piece = pieces[index]
        for at, load in enumerate(loads):
            if fits(load.plus(piece)):
                bins[at].append(piece)
                loads[at] = load.plus(piece)
                place(index + 1)
                bins[at].pop()
                loads[at] = load
        bins.append([piece])
        loads.append(Load().plus(piece))
        place(index + 1)
        bins.pop()
        loads.pop()

    place(0)
    return best
