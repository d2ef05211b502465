"""The kinds of API shapes, for the table in `shapes` and the checks in `rules`."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Text(NamedTuple):
    """A string: its length in characters, the pattern of the whole string, and the allowed values."""

    min: int = 0
    max: int | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()


class Integer(NamedTuple):
    """A whole number."""

    min: int | None = None
    max: int | None = None


class Number(NamedTuple):
    """A 64-bit floating-point number. JSON has neither NaN nor infinities.

    Attributes:
        exact: Whether an integer must be exactly representable.
    """

    exact: bool = False


class Time(NamedTuple):
    """A point in time."""


class Items(NamedTuple):
    """A list whose items have one shape."""

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
    """Named members, each with its own shape."""

    members: dict[str, str]
    required: tuple[str, ...] = ()


Shape: TypeAlias = Text | Integer | Number | Time | Items | Entries | Structure
