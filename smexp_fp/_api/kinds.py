"""The kinds of shapes that the API's members have: what `shapes` is made of, and `rules` checks against."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Text(NamedTuple):
    """A string: length in characters, pattern of the whole, values allowed."""

    min: int = 0
    max: int | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()


class Integer(NamedTuple):
    """A whole number."""

    min: int | None = None
    max: int | None = None


class Number(NamedTuple):
    """A 64-bit floating-point number; JSON knows no NaN and no infinities.

    Attributes:
        exact: Whether an integer that such a number would change is refused.
    """

    exact: bool = False


class Time(NamedTuple):
    """An instant."""


class Items(NamedTuple):
    """A list of one shape."""

    member: str
    min: int = 0
    max: int | None = None


class Entries(NamedTuple):
    """A map with keys of one shape and values of another."""

    key: str
    value: str
    min: int = 0
    max: int | None = None


class Structure(NamedTuple):
    """Named members, each of its own shape."""

    members: dict[str, str]
    required: tuple[str, ...] = ()


Shape: TypeAlias = Text | Integer | Number | Time | Items | Entries | Structure
