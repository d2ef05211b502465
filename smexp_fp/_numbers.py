"""What counts as a number: Python's own, and those of NumPy, `decimal`, `fractions` and the like.

The one rule for parameters, metrics, steps, sizes and the operands of conditions. Neither NumPy nor any other library
is imported for it.
"""

from __future__ import annotations

from operator import index
from typing import SupportsFloat, SupportsIndex, TypeAlias

NumberLike: TypeAlias = SupportsFloat | SupportsIndex
"""A number of any library: what has `__float__` or `__index__`. Booleans are refused at run time."""

A_NUMBER = "a number (int, float, or any type with __float__ or __index__, such as NumPy's; not bool)"
"""What an error asks for where a number is wanted."""

A_WHOLE_NUMBER = "a whole number (int, or any type with __index__, such as NumPy's integers; not bool)"
"""What an error asks for where a whole number is wanted."""

_PLAIN = (int, float)

_NO_NUMBERS = frozenset("bcmMSU")
"""Kinds of NumPy's dtypes that are no real numbers: booleans, complex numbers, time spans, instants, bytes, texts."""


def as_number(value: object) -> int | float | None:
    """The plain `int` or `float` of a number; `None` for anything else. It raises nothing.

    What has `__index__` becomes an `int`, what has `__float__` alone a `float`. Booleans, texts and arrays with a
    dimension are no numbers. A float may be infinite or not a number.

    >>> from fractions import Fraction
    >>> as_number(3), as_number(Fraction(1, 2)), as_number(True), as_number("3")
    (3, 0.5, None, None)
    """
    if isinstance(value, int | float) and type(value) in _PLAIN:
        return value
    try:
        return None if _is_something_else(value) else _converted(value)
    except Exception:  # noqa: BLE001 - a foreign class may raise anything when it is looked at
        return None


def as_whole_number(value: object) -> int | None:
    """The plain `int` of a whole number; `None` for anything else, floats without a fraction among it."""
    number = as_number(value)
    return number if isinstance(number, int) else None


def _is_something_else(value: object) -> bool:
    if isinstance(value, bool | str | bytes | bytearray):
        return True
    if getattr(value, "shape", ()) != ():
        return True  # arrays, series and frames: a single element in them could be converted, but is not meant
    dtype: object = getattr(value, "dtype", None)
    # Libraries without kinds, such as torch, write `torch.bool`.
    return getattr(dtype, "kind", None) in _NO_NUMBERS or str(dtype).endswith("bool")


def _converted(value: object) -> int | float | None:
    if isinstance(value, SupportsIndex):
        try:
            return index(value)
        except TypeError:
            pass  # a scalar tensor has the method whatever it holds
    return float(value) if isinstance(value, SupportsFloat) else None
