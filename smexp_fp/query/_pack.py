"""Packing: words into as few `In` filters, alternatives into as few requests, as can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from smexp_fp.query._limits import MAX_VALUE

A = TypeVar("A")

EXACT_UP_TO: Final = 10
"""Items up to which the fewest bins are found by search; beyond, by best fit."""


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


def pack(items: Sequence[A], fits: Callable[[Sequence[A]], bool]) -> list[list[A]] | None:
    """The items in bins that all fit: the fewest for up to ten, by first fit in the given order beyond.

    Args:
        items: Large ones first, for a good first fit.
        fits: Whether these can be one bin; what fits, fits with less as well.

    Returns:
        The bins, or `None` where an item does not fit alone.
    """
    bins: list[list[A]] = []
    for item in items:
        for one in reversed(bins[-3:]) if len(items) > 1000 else bins:  # noqa: PLR2004 - keeps hordes linear
            if fits([*one, item]):
                one.append(item)
                break
        else:
            if not fits([item]):
                return None
            bins.append([item])
    return _fewest(items, fits, bins) if len(bins) > 1 and len(items) <= EXACT_UP_TO else bins


def _fewest(items: Sequence[A], fits: Callable[[Sequence[A]], bool], best: list[list[A]]) -> list[list[A]]:
    """Branch and bound: every partition that could have fewer bins."""

    def place(index: int, bins: list[list[A]]) -> None:
        nonlocal best
        if len(bins) >= len(best):
            return
        if index == len(items):
            best = [list(one) for one in bins]
            return
        for one in bins:
            if fits([*one, items[index]]):
                one.append(items[index])
                place(index + 1, bins)
                one.pop()
        bins.append([items[index]])
        place(index + 1, bins)
        bins.pop()

    place(0, [])
    return best
