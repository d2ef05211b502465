"""The baseline of a record: its members as they were read, so that `save` sends only what has changed.

The baseline is a hidden argument (see `_hidden`): `dataclasses.replace`, `copy.replace`, copies and pickles keep it,
and everything else ignores it. A record that a library has built, for example from JSON, has none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Final, TypeAlias, TypeVar

from smexp_fp._base.frozen import freeze
from smexp_fp._base.hidden import hidden

T = TypeVar("T")
R = TypeVar("R", bound="HasBaseline")

Baseline: TypeAlias = tuple[object, ...]
"""The values of the tracked members, in their order."""

_ITSELF: Final = object()
"""Stored in place of the baseline of a record that has just been read: its members are those that were read."""

_TRACKED: dict[type, tuple[str, ...]] = {}
"""The tracked members of each kind of record."""


class HasBaseline:
    """The base of the records that can be saved."""

    __slots__ = ("_as_read",)

    def __post_init__(self) -> None:
        """Make the tags immutable, which all of them have."""
        freeze(self, "tags")

    @property
    def _baseline(self) -> Baseline | None:
        return _baseline_of(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, ARG002, FBT001 - as IPython calls it
        """Print the repr. Otherwise some printers, such as Hypothesis's, would print the pseudo-field."""
        printer.text(repr(self))

    def __getstate__(self) -> dict[str, object]:
        """Pickle and copy the members and the baseline."""
        members: Any = self
        state: dict[str, object] = {item.name: getattr(self, item.name) for item in dataclasses.fields(members)}
        return state | {"_as_read": self._baseline}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Restore the state of `__getstate__`."""
        for name, value in state.items():
            object.__setattr__(self, name, value)


def tracks(*members: str) -> Callable[[type[T]], type[T]]:
    """Add a baseline of the name and these members to a frozen dataclass that inherits from `HasBaseline`."""

    def decorate(kind: type[T]) -> type[T]:
        record: Any = hidden("_baseline", stored="_as_read")(kind)
        # The decorator of frozen dataclasses with slots has replaced them.
        record.__getstate__, record.__setstate__ = HasBaseline.__getstate__, HasBaseline.__setstate__
        _TRACKED[kind] = ("name", *members)
        return kind

    return decorate


def mark_as_read(record: R) -> R:
    """Set the baseline of a new record to its members."""
    object.__setattr__(record, "_as_read", _ITSELF)
    return record


def as_read(record: R) -> R | None:
    """The record with the tracked members as they were read.

    `None` if they are unknown, because the record was built by hand or renamed.
    """
    baseline = _baseline_of(record)
    if baseline is None:
        return None
    before: dict[str, Any] = dict(zip(_TRACKED[type(record)], baseline, strict=True))
    current: Any = record  # Any: every record is a dataclass, its base is not
    return dataclasses.replace(current, **before) if before["name"] == current.name else None


def _baseline_of(record: HasBaseline) -> Baseline | None:
    # The slot is empty if a library made the record without calling its class.
    stored: Any = getattr(record, "_as_read", None)
    return tuple([getattr(record, name) for name in _TRACKED[type(record)]]) if stored is _ITSELF else stored
