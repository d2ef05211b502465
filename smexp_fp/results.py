"""Pure helpers for `returns.result.Result` that mypy and pyright type precisely, without a plugin.

`returns` itself offers more, and all of it works on the results of this package. But its `bind`, `lash`, `flow` and
pointfree functions need its mypy plugin, and have unknown types in pyright's strict mode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from returns.result import Failure, Result, Success
from typing_extensions import TypeIs

__all__ = ["SmexpException", "cases", "collect", "fold", "is_failure", "or_raise", "then"]

A = TypeVar("A")
B = TypeVar("B")
E = TypeVar("E")
F = TypeVar("F")


def is_failure(result: Result[A, E]) -> TypeIs[Failure[E]]:
    """Whether a result is a failure. Narrows the type, for an early return.

    >>> from returns.result import Failure, Success
    >>> is_failure(Success(1)), is_failure(Failure("no"))
    (False, True)
    """
    return isinstance(result, Failure)


def cases(result: Result[A, E]) -> Success[A] | Failure[E]:
    """Return the result as the union of its two cases, so that `match` is exhaustive and precise.

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
    # Result has exactly these two subclasses, both final, but type checkers cannot know that.
    return result  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def then(result: Result[A, E], step: Callable[[A], Result[B, F]]) -> Result[B, E | F]:
    """Apply `step` to a success, and return a failure unchanged. The error type is the union of both.

    >>> from returns.result import Success
    >>> then(Success(2), lambda n: Success(n + 1))
    <Success: 3>
    """
    if isinstance(result, Failure):
        return Failure(result.failure())
    return step(result.unwrap())


def fold(result: Result[A, E], success: Callable[[A], B], failure: Callable[[E], B]) -> B:
    """Convert either case to a value.

    >>> from returns.result import Failure
    >>> fold(Failure("no"), success=str, failure=len)
    2
    """
    return failure(result.failure()) if isinstance(result, Failure) else success(result.unwrap())


def collect(results: Iterable[Result[A, E]]) -> Result[tuple[A, ...], E]:
    """Collect successes into a tuple, or return the first failure without looking at the rest.

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
    """Return the value, or raise `SmexpException`: for scripts, notebooks and tests.

    Raises:
        SmexpException: The result is a failure. Its `error` is the failure's value.

    >>> from returns.result import Success
    >>> or_raise(Success(1))
    1
    """
    if isinstance(result, Failure):
        raise SmexpException(result.failure())
    return result.unwrap()


class SmexpException(Exception):
    """The exception that `or_raise` raises.

    Attributes:
        error: The failure's value.
    """

    def __init__(self, error: object) -> None:
        """Wrap an error, with its text and its cause."""
        super().__init__(str(error))
        self.error = error
        if isinstance(error, Exception) and error.__cause__ is not None:
            self.__cause__: BaseException | None = error.__cause__

    def __reduce__(self) -> tuple[type[SmexpException], tuple[object]]:
        """Pickle the error itself, not its text."""
        return (type(self), (self.error,))
