"""The portions in which a deletion begins with its components."""

from __future__ import annotations

from typing import Final

PORTIONS: Final = 32
"""A portion has about one in this many of the components, at least one. Each portion takes one call for its seal."""


def portion_sizes(components: int, max_workers: int) -> list[int]:
    """The sizes of the portions.

    After a kill, a component of a portion that was begun with may have been removed from its trials by the run or by
    hand; nothing distinguishes the two. So portions are small, and have at most twice as many components as there are
    workers.
    """
    size = min(-(-components // PORTIONS), 2 * max_workers)
    return [min(size, components - begun) for begun in range(0, components, size)] if components else []
