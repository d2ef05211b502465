"""The baseline of a record: its members as the service had them, so that `save` sends only what has changed since.

A baseline is no member of its record. Comparison, hash, repr, `dataclasses.fields` and `asdict`, and the serialisers
that go by them, do not see it. It goes along with `dataclasses.replace`, `copy.replace`, copies and pickles.

`dataclasses.replace` calls the class with the init fields of the old record, and with nothing else. The baseline is
therefore registered as a pseudo-field, in the way of `dataclasses.InitVar`: `replace` passes it on, `fields` omits it.
It is not an `InitVar` itself, because some serialisers refuse a class that has one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
R = TypeVar("R", bound="HasBaseline")

Baseline: TypeAlias = tuple[object, ...]
"""The values of the tracked members, in their order."""

_TRACKED: dict[type, tuple[str, ...]] = {}
"""The tracked members of each kind of record."""

# ruff: noqa: SLF001 - the private members here are this module's own, but for one of `dataclasses`


class HasBaseline:
    """The base of the records that can be saved."""

    __slots__ = ("_as_read",)

    @property
    def _baseline(self) -> Baseline | None:
        """What `dataclasses.replace` hands on."""
        return _baseline_of(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, ARG002, FBT001 - as IPython calls it
        """Print the repr: printers that take a record apart by the keys of its fields, as Hypothesis does, need not."""
        printer.text(repr(self))

    def __getstate__(self) -> dict[str, object]:
        """Pickle and copy the members and the baseline."""
        members: Any = self
        return {
            name: getattr(self, name) for name in (*(item.name for item in dataclasses.fields(members)), "_baseline")
        }

    def __setstate__(self, state: dict[str, object]) -> None:
        """Restore what `__getstate__` gave."""
        for name, value in state.items():
            object.__setattr__(self, "_as_read" if name == "_baseline" else name, value)


def tracks(*members: str) -> Callable[[type[T]], type[T]]:
    """Give a frozen dataclass that is based on `HasBaseline` a baseline of its name and these members."""

    def decorate(kind: type[T]) -> type[T]:
        record: Any = kind  # Any: what is done to the class is beyond type checkers
        make = record.__init__

        @wraps(make)
        def init(self: T, *, _baseline: Baseline | None = None, **given: Any) -> None:  # noqa: ANN401 - of the fields' types
            make(self, **given)
            object.__setattr__(self, "_as_read", _baseline)

        pseudo_field: Any = dataclasses.field(default=None)
        pseudo_field.name = pseudo_field._field_type = "_baseline"
        # `replace` goes by the name. The key is no attribute's, for serialisers that go by the keys.
        record.__dataclass_fields__["(baseline)"] = pseudo_field
        record.__init__ = init
        # The decorator of frozen dataclasses with slots has put its own there.
        record.__getstate__, record.__setstate__ = HasBaseline.__getstate__, HasBaseline.__setstate__
        _TRACKED[kind] = ("name", *members)
        return kind

    return decorate


def mark_as_read(record: R) -> R:
    """Take a record that has just been made, and that nobody else holds yet, for what the service has."""
    object.__setattr__(record, "_as_read", tuple([getattr(record, name) for name in _TRACKED[type(record)]]))
    return record


def as_read(record: R) -> R | None:
    """The record with the tracked members as they were read.

    `None` where these are not known: the record was built by hand, or has been given the name of another entity.
    """
    baseline = _baseline_of(record)
    if baseline is None:
        return None
    before: dict[str, Any] = dict(zip(_TRACKED[type(record)], baseline, strict=True))
    current: Any = record  # Any: every record is a dataclass, its base is not
    return dataclasses.replace(current, **before) if before["name"] == current.name else None


def _baseline_of(record: HasBaseline) -> Baseline | None:
    # The slot is empty where a library made the record without calling its class.
    return getattr(record, "_as_read", None)
