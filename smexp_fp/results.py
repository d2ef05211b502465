"""Small, pure helpers around `returns.result.Result` that mypy and pyright both type precisely, without a plugin.

`returns` itself offers more, and all of it works on the results of this package; but its `bind`, `lash`, `flow` and
pointfree functions need the mypy plugin of returns, and are unknown to pyright in strict mode. These need nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from returns.result import Failure, Result, Success
from typing_extensions import TypeIs

from smexp_fp.errors import SmexpException

__all__ = ["cases", "collect", "fold", "is_failure", "or_raise", "then"]

A = TypeVar("A")
B = TypeVar("B")
E = TypeVar("E")
F = TypeVar("F")


def is_failure(result: Result[A, E]) -> TypeIs[Failure[E]]:
    """Say whether a result is a failure, and narrow its type: for an early return.

    >>> from returns.result import Failure, Success
    >>> is_failure(Success(1)), is_failure(Failure("no"))
    (False, True)
    """
    return isinstance(result, Failure)


def cases(result: Result[A, E]) -> Success[A] | Failure[E]:
    """Give the result as the union of its two cases, so that `match` over it is exhaustive and precise.

    >>> from returns.result import Failure, Result, Success
    >>> def describe(result: Result[int, str]) -> str:
    ...     match cases(result):
    ...         case Success(value):
    ...             return f"value {value}"
    ...         case Failure(error):
    ...             return f"error {error}"
    >>> describe(Success(1))
    'value 1'
    """
    # Result has exactly these two subclasses, both final; the base alone does not say so to a type checker.
    return result  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def then(result: Result[A, E], step: Callable[[A], Result[B, F]]) -> Result[B, E | F]:
    """Go on with `step` after a success; a failure is handed on. The errors of both are united.

    >>> from returns.result import Success
    >>> then(Success(2), lambda n: Success(n + 1))
    <Success: 3>
    """
    if isinstance(result, Failure):
        return Failure(result.failure())
    return step(result.unwrap())


def fold(result: Result[A, E], success: Callable[[A], B], failure: Callable[[E], B]) -> B:
    """Make one value of either case.

    >>> from returns.result import Failure
    >>> fold(Failure("no"), success=str, failure=len)
    2
    """
    return failure(result.failure()) if isinstance(result, Failure) else success(result.unwrap())


def collect(results: Iterable[Result[A, E]]) -> Result[tuple[A, ...], E]:
    """Gather successes into one tuple, or give the first failure; what comes after that is not looked at.

    >>> from returns.result import Failure, Success
    >>> collect([Success(1), Success(2)])
    <Success: (1, 2)>
    >>> collect([Success(1), Failure("no"), Success(3)])
    <Failure: no>
    """
    values: list[A] = []
    for result in results:
        if isinstance(result, Failure):
            return Failure(result.failure())
        values.append(result.unwrap())
    return Success(tuple(values))


def or_raise(result: Result[A, E]) -> A:
    """Give the value, or raise `SmexpException` with the error's text: for scripts, notebooks and tests.

    Raises:
        SmexpException: The result is a failure; the error is in `.error`.

    >>> from returns.result import Success
    >>> or_raise(Success(1))
    1
    """
    if isinstance(result, Failure):
        raise SmexpException(result.failure())
    return result.unwrap()
