"""How much of a deletion is begun with at once."""

from __future__ import annotations


def portion_sizes(components: int, max_workers: int) -> list[int]:
    """In which portions components are begun with: few at first, then more.

    What is begun with can no longer be rescued by hand after a kill, and each portion costs a call.
    """
    sizes: list[int] = []
    while components:
        size = min(components, 2 * 4 ** len(sizes), 2 * max_workers)
        sizes.append(size)
        components -= size
    return sizes
