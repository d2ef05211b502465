"""The baseline of a record: its members as they were read, so that `save` sends only what has changed.

The baseline is not a field. Comparison, hash, repr, `dataclasses.fields` and `asdict`, and serialisers that use them,
ignore it. `dataclasses.replace`, `copy.replace`, copies and pickles keep it.

`dataclasses.replace` passes only the init fields of the old record to the class. The baseline is therefore registered
as a pseudo-field, as `dataclasses.InitVar` is: `replace` passes it on, `fields` omits it. It is not an `InitVar`,
because some serialisers reject a class that has one.
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

# ruff: noqa: SLF001 - all private members here but one, of `dataclasses`, belong to this module


class HasBaseline:
    """The base of the records that can be saved."""

    __slots__ = ("_as_read",)

    @property
    def _baseline(self) -> Baseline | None:
        """The value that `dataclasses.replace` passes on."""
        return _baseline_of(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, ARG002, FBT001 - as IPython calls it
        """Print the repr. Otherwise some printers, such as Hypothesis's, would print the pseudo-field."""
        printer.text(repr(self))

    def __getstate__(self) -> dict[str, object]:
        """Pickle and copy the members and the baseline."""
        members: Any = self
        return {
            name: getattr(self, name) for name in (*(item.name for item in dataclasses.fields(members)), "_baseline")
        }

    def __setstate__(self, state: dict[str, object]) -> None:
        """Restore the state of `__getstate__`."""
        for name, value in state.items():
            object.__setattr__(self, "_as_read" if name == "_baseline" else name, value)


def tracks(*members: str) -> Callable[[type[T]], type[T]]:
    """Add a baseline of the name and these members to a frozen dataclass that inherits from `HasBaseline`."""

    def decorate(kind: type[T]) -> type[T]:
        record: Any = kind  # Any: type checkers cannot follow these changes to a class
        make = record.__init__

        @wraps(make)
        def init(self: T, *, _baseline: Baseline | None = None, **given: Any) -> None:  # noqa: ANN401 - of the fields' types
            make(self, **given)
            object.__setattr__(self, "_as_read", _baseline)

        pseudo_field: Any = dataclasses.field(default=None)
        pseudo_field.name = pseudo_field._field_type = "_baseline"
        # `replace` uses the field's name. The key is not an attribute, so that serialisers that use the keys ignore it.
        record.__dataclass_fields__["(baseline)"] = pseudo_field
        record.__init__ = init
        # The decorator of frozen dataclasses with slots has replaced them.
        record.__getstate__, record.__setstate__ = HasBaseline.__getstate__, HasBaseline.__setstate__
        _TRACKED[kind] = ("name", *members)
        return kind

    return decorate


def mark_as_read(record: R) -> R:
    """Set the baseline of a new record to its present members."""
    object.__setattr__(record, "_as_read", tuple([getattr(record, name) for name in _TRACKED[type(record)]]))
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
    return getattr(record, "_as_read", None)
