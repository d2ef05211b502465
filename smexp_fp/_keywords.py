"""Functions that share keyword arguments, by a TypedDict of `smexp_fp.options`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])


class _Default:
    """Shown in place of a default, which the TypedDict's docstring tells."""

    def __repr__(self) -> str:
        return "..."


def shares_keywords(options: type) -> Callable[[F], F]:
    """Name the keys of a TypedDict in the signature of a function that takes them as `**options`, and refuse others.

    Type checkers know the keys by `Unpack`. For `help`, notebooks and calls that no checker sees, this makes the
    function one whose keyword arguments are written out.
    """
    keys: dict[str, object] = options.__annotations__

    def decorate(function: F) -> F:
        own = list(inspect.signature(function).parameters.values())[:-1]
        known = {*(parameter.name for parameter in own), *keys}
        written_out = [inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=_Default()) for key in keys]

        @wraps(function)
        def checked(*arguments: object, **given: object) -> object:
            for name in given:
                if name not in known:
                    raise TypeError(f"{function.__qualname__}() got an unexpected keyword argument {name!r}")
            return function(*arguments, **given)

        made: Any = checked  # Any: a type checker keeps to the type of the function that it stands for
        made.__signature__ = inspect.signature(function).replace(parameters=[*own, *written_out])
        return cast("F", made)

    return decorate
