"""A decorator for functions that share the keyword arguments of a TypedDict in `smexp_fp.options`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])


class _Default:
    """A placeholder for a default, which the TypedDict documents."""

    def __repr__(self) -> str:
        return "..."


def shares_keywords(options: type) -> Callable[[F], F]:
    """List the keys of a TypedDict in the signature of a function that takes them as `**options`, and reject others.

    Type checkers know the keys from `Unpack`. This decorator is for `help`, notebooks and unchecked calls.
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

        made: Any = checked  # Any: the decorated function keeps its own type
        made.__signature__ = inspect.signature(function).replace(parameters=[*own, *written_out])
        return cast("F", made)

    return decorate
