"""How much of a deletion is begun with at once."""

from __future__ import annotations

from typing import Final

PORTIONS: Final = 32
"""In how many portions a deletion is sealed, each for one call: up to 32 components one by one."""


def portion_sizes(components: int, max_workers: int) -> list[int]:
    """The sizes of the portions in which components are begun with.

    If a run is killed, nobody can say afterwards who took a component out of its trial, once the run had begun with it.
    So portions are small: a few in a hundred, and at most twice as many as are worked on at once.
    """
    size = min(-(-components // PORTIONS), 2 * max_workers)
    return [min(size, components - begun) for begun in range(0, components, size)] if components else []
