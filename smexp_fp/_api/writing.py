"""What creating, saving and updating share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from returns.result import Result

from smexp_fp.errors import AccessDenied, AlreadyExists, LimitExceeded, NotFound, SmexpError
from smexp_fp.results import is_failure

R = TypeVar("R")


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
