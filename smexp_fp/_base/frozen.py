"""An immutable mapping for the maps inside records.

`types.MappingProxyType` is neither hashable nor picklable, and no library writes it as JSON. A built-in frozen dict
exists only from Python 3.15 on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Never, NoReturn, ParamSpec, Self, TypeVar, cast, final

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)

if TYPE_CHECKING:

    class _Items(Mapping[K, V_co]):
        """Type checkers see a read-only mapping, so they report every change."""

        def __getitem__(self, key: K, /) -> V_co: ...
        def __iter__(self) -> Iterator[K]: ...
        def __len__(self) -> int: ...
else:
    # At run time it is a dict: serialisers, data frames and `dataclasses.asdict` treat only a dict as a map.
    _Items = dict

_new: Callable[..., Any] = dict.__new__  # Any: type checkers do not see the dict
_fill = dict[Any, Any].update


def _refuse(self: object, *_args: Any, **_kwargs: Any) -> NoReturn:  # noqa: ANN401 - it replaces methods of all kinds
    """Replace a method that would change the map. The reference does not list it.

    :meta private:
    """
    raise TypeError(f"a {type(self).__name__} is immutable")


@final
class FrozenMap(_Items[K, V_co]):
    """A read-only, hashable, picklable mapping. It equals any mapping with the same items.

    Args:
        items: A mapping or an iterable of pairs. It is copied, so later changes to it have no effect.

    >>> FrozenMap({"team": "vision"})["team"]
    'vision'
    >>> FrozenMap({"a": 1, "b": 2}) == {"b": 2, "a": 1}
    True
    """

    __slots__ = ()

    # The items are set here, because __init__ could be called again.
    def __new__(cls, items: Mapping[K, V_co] | Iterable[tuple[K, V_co]] = ()) -> Self:
        made = _new(cls)
        _fill(made, items)
        return cast("Self", made)

    def __hash__(self) -> int:
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({super().__repr__()})"

    def __reduce__(self) -> tuple[type[Self], tuple[dict[K, V_co]]]:
        return (type(self), (dict(self),))

    if not TYPE_CHECKING:
        __init__ = object.__init__  # ignores the items, which that of a dict would set
        __setitem__ = __delitem__ = __ior__ = _refuse
        clear = pop = popitem = setdefault = update = _refuse


FrozenMap.__module__ = "smexp_fp.records"  # where pickles look for it: a lasting name

EMPTY: Final = FrozenMap[Any, Never]()
"""The map of records that have none. One serves all."""


def shared(kind: Callable[P, T]) -> Callable[P, T]:
    """Make equal values of an immutable class one object, as long as there are few.

    Thousands of records have the same users, statuses and trials. Fewer objects take less memory, and less time of the
    garbage collector, which is a good part of the time of reading many records.
    """
    return cast("Callable[P, T]", lru_cache(maxsize=1024)(kind))


def freeze(record: object, *members: str) -> None:
    """Make these maps of a new record immutable. A value that is not a map stays, so that checks can report it."""
    for member in members:
        value: object = getattr(record, member)
        # Asking for the class is much faster than asking for a Mapping. It runs for every record.
        if value is None or value.__class__ is FrozenMap:
            continue
        if isinstance(value, Mapping):
            object.__setattr__(record, member, FrozenMap(cast("Mapping[object, object]", value)))
