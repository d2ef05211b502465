"""What creating, saving and updating share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from returns.result import Result

from smexp_fp.errors import AccessDenied, AlreadyExists, LimitExceeded, NotFound, SmexpError
from smexp_fp.results import is_failure

R = TypeVar("R")
T = TypeVar("T")


def created_or_loaded(
    created: Result[R, SmexpError], load: Callable[[], Result[R, SmexpError]]
) -> Result[R, SmexpError]:
    """What a creation made, or what stands under the name already.

    A creation that is denied, or for which the account is full, does not say whether the name is taken; the load does.
    Where that finds nothing, or is denied as well, the creation's failure is what the caller has to know.
    """
    if not is_failure(created) or not isinstance(created.failure(), AlreadyExists | AccessDenied | LimitExceeded):
        return created
    loaded = load()
    if isinstance(created.failure(), AlreadyExists) or not is_failure(loaded):
        return loaded
    return created if isinstance(loaded.failure(), NotFound | AccessDenied) else loaded


def changed(value: T, before: T) -> T | None:
    """A member as `save` sends it: nothing where it is as it was read."""
    return None if _same(value, before) else value


def changed_entries(entries: Mapping[str, T], before: Mapping[str, T]) -> dict[str, T]:
    """The entries of a map that are new or have another value than was read."""
    return {key: value for key, value in entries.items() if key not in before or not _same(value, before[key])}


def _same(value: object, before: object) -> bool:
    # NaN, which the service may answer and does not take, is as it was read although it does not equal itself.
    return value is before or value == before or (value != value and before != before)  # noqa: PLR0124
