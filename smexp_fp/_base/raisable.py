"""Frozen dataclasses that are exceptions.

Functions of this package return their errors and never raise them. But an error that is an exception shows its text and
its cause when `unwrap` of a `Failure` raises, in a traceback, and in a log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields
from typing import Any, Final, TypeVar

E = TypeVar("E", bound=Exception)

_SET_BY_PYTHON: Final = {"__cause__", "__context__", "__suppress_context__", "__traceback__", "__notes__"}


def raisable(kind: type[E]) -> type[E]:
    """Make a frozen dataclass that inherits from `Exception` behave as both.

    What belongs to a raised exception can be set, as `contextlib` and `add_note` do; all else stays frozen. Pickles and
    copies have the fields. They do not have the cause, because many exceptions of HTTP clients cannot be pickled.
    """
    changed: Any = kind  # Any: type checkers cannot follow these changes to a class

    def set_attribute(self: E, name: str, value: object) -> None:
        if name in _SET_BY_PYTHON:
            Exception.__setattr__(self, name, value)
        else:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def reduce(self: E) -> tuple[object, ...]:
        error: Any = self
        return (_rebuild, (type(self), {field.name: getattr(self, field.name) for field in fields(error)}))

    changed.__setattr__ = set_attribute
    changed.__reduce__ = reduce
    return kind


def _rebuild(kind: type[E], members: Mapping[str, Any]) -> E:
    # Any: each member has the type that its own field declares.
    return kind(**members)
