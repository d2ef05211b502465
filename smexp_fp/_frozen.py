"""An immutable mapping for records.

`types.MappingProxyType` is neither hashable nor picklable on Python 3.11, and it breaks `copy.deepcopy` and
`dataclasses.asdict`. A built-in frozen dict exists only from Python 3.15 on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, Self, TypeVar, final

K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)


@final
class FrozenMap(Mapping[K, V_co], Generic[K, V_co]):
    """A read-only, hashable, picklable mapping. It equals any mapping with the same items.

    Args:
        items: A mapping or an iterable of pairs. It is copied, so later changes to it have no effect.

    >>> FrozenMap({"team": "vision"})["team"]
    'vision'
    >>> FrozenMap({"a": 1, "b": 2}) == {"b": 2, "a": 1}
    True
    """

    __slots__ = ("_items",)

    _items: dict[K, V_co]

    # Not __init__, which could be called again. The covariant parameter is safe, because items cannot be added later.
    def __new__(cls, items: Mapping[K, V_co] | Iterable[tuple[K, V_co]] = ()) -> Self:
        made = object.__new__(cls)
        object.__setattr__(made, "_items", dict(items))
        return made

    def __getitem__(self, key: K) -> V_co:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def __setattr__(self, name: str, value: object) -> None:
        message = f"FrozenMap is immutable: cannot set {name!r}"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> None:
        message = f"FrozenMap is immutable: cannot delete {name!r}"
        raise AttributeError(message)

    def __reduce__(self) -> tuple[type[Self], tuple[dict[K, V_co]]]:
        return (type(self), (self._items,))
