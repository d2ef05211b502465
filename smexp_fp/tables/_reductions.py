"""What groups of rows are reduced to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, mean, stdev
from typing import Any, Final, Literal, TypeAlias, TypeVar, final

from smexp_fp.query import Column, FieldKind, ParameterField
from smexp_fp.query._columns import Member
from smexp_fp.tables._columns import Cell, Value, sort_key, unique, values_in

R = TypeVar("R")

Numeric: TypeAlias = Column[R, float] | ParameterField[R]
"""A column of numbers, or of parameters."""

Reduction: TypeAlias = (
    tuple[Literal["count", "min", "max"], Column[R] | str] | tuple[Literal["mean", "std"], Numeric[R] | str]
)
"""What is calculated of a group, and of which column: a field, or the name of a column."""

How: TypeAlias = Literal["count", "min", "max", "mean", "std"]
"""What can be calculated."""


@final
@dataclass(frozen=True, slots=True)
class Group:
    """One group, as a row of a table.

    Attributes:
        key: The values that its rows have in common, in the order of `by`.
        values: The number of its rows, and then what was calculated.
    """

    key: tuple[Cell, ...]
    values: tuple[Cell, ...]


def columns_of_groups(
    by: Sequence[Column[Any]], reductions: Sequence[tuple[How, Column[Any]]]
) -> tuple[Column[Group], ...]:
    """The columns of a table of groups: the key, the number of rows, and each reduction."""
    columns: list[Column[Group]] = [
        *(Member(c.label, c.kind, _Part("key", i), multivalued=c.multivalued) for i, c in enumerate(by)),
        Member[Group, Any]("rows", "number", _Part("values", 0), integral=True),
        *(
            Member(f"{how}({column.label})", _kind(how, column), _Part("values", i), integral=_integral(how, column))
            for i, (how, column) in enumerate(reductions, start=1)
        ),
    ]
    return unique(columns)


_NAN: Final = math.nan


def as_key(value: object) -> object:
    """The value, or one and the same NaN for every NaN, as NaN does not equal itself."""
    return _NAN if isinstance(value, float) and math.isnan(value) else value


@final
@dataclass(frozen=True, slots=True)
class _Part:
    """Reads a part of a group. Unlike a lambda it can be pickled."""

    attribute: Literal["key", "values"]
    index: int

    def __call__(self, group: Group) -> Any:  # noqa: ANN401 - any cell
        cells: tuple[Cell, ...] = getattr(group, self.attribute)
        return cells[self.index]


def _kind(how: str, column: Column[Any]) -> FieldKind:
    return column.kind if how in {"min", "max"} else "number"


def _integral(how: str, column: Column[Any]) -> bool:
    return how == "count" or (how in {"min", "max"} and column.integral)


def reduced(how: How, cells: Iterable[object]) -> Value | None:
    """What is calculated of the values of a group; `None` where there are too few."""
    values = [value for cell in cells for value in values_in(cell)]
    match how:
        case "count":
            return len(values)
        case "min":
            return min(values, key=sort_key, default=None)
        case "max":
            return max(values, key=sort_key, default=None)
        case "mean" | "std":
            numbers = [float(value) for value in values if isinstance(value, int | float)]
            if len(numbers) < (1 if how == "mean" else 2):
                return None
            return _mean(numbers) if how == "mean" else _std(numbers)


def _mean(numbers: list[float]) -> float:
    if any(map(math.isinf, numbers)):
        return sum(numbers)  # infinite, or NaN where there are both infinities
    try:
        return fmean(numbers)
    except OverflowError:  # the sum is too large, though the mean is not
        return mean(numbers)


def _std(numbers: list[float]) -> float:
    if any(map(math.isinf, numbers)):
        return math.nan
    try:
        return stdev(numbers)
    except OverflowError:
        return math.inf
