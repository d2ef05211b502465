"""The definition of a number: those of Python, NumPy, `decimal`, `fractions` and similar libraries.

It applies to parameters, metrics, steps, sizes and the operands of conditions. NumPy and other libraries are not
imported for it.
"""

from __future__ import annotations

from operator import index
from typing import SupportsFloat, SupportsIndex, TypeAlias

NumberLike: TypeAlias = SupportsFloat | SupportsIndex
"""A number of any library, with `__float__` or `__index__`. Booleans are rejected at run time."""

A_NUMBER = "a number (int, float, or any type with __float__ or __index__, such as NumPy's; not bool)"
"""The rule in error messages for numbers."""

A_WHOLE_NUMBER = "a whole number (int, or any type with __index__, such as NumPy's integers; not bool)"
"""The rule in error messages for whole numbers."""

_OTHER_KINDS = frozenset("bcmMSU")
"""Kinds of NumPy dtypes that are not real numbers: boolean, complex, timedelta, datetime, bytes, string."""


def as_number(value: object) -> int | float | None:
    """Convert a number to an `int` or a `float`; return `None` for any other value. It never raises.

    A value with `__index__` becomes an `int`, a value with only `__float__` a `float`. Booleans, strings, and arrays
    with a dimension are not numbers. A float may be infinite or NaN.

    >>> from fractions import Fraction
    >>> as_number(3), as_number(Fraction(1, 2)), as_number(True), as_number("3")
    (3, 0.5, None, None)
    """
    if type(value) is float or type(value) is int:
        return value
    try:
        return None if _is_not_a_number(value) else _converted(value)
    except Exception:  # noqa: BLE001 - a foreign class may raise anything
        return None


def as_whole_number(value: object) -> int | None:
    """Convert a whole number to an `int`; return `None` for any other value, including floats such as 2.0."""
    number = as_number(value)
    return number if isinstance(number, int) else None


def _is_not_a_number(value: object) -> bool:
    if isinstance(value, bool | str | bytes | bytearray):
        return True
    if getattr(value, "shape", ()) != ():
        return True  # an array, series or frame of one element could be converted, but is probably a mistake
    dtype: object = getattr(value, "dtype", None)
    # Dtypes without a kind, such as torch's, end in `bool`.
    return getattr(dtype, "kind", None) in _OTHER_KINDS or str(dtype).endswith("bool")


def _converted(value: object) -> int | float | None:
    if isinstance(value, SupportsIndex):
        try:
            return index(value)
        except TypeError:
            pass  # tensors have the method, but it fails unless they hold an integer
    return float(value) if isinstance(value, SupportsFloat) else None
