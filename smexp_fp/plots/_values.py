"""The values of a column, as a chart takes them, with their scale and colours."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor, isfinite, log10
from statistics import median_low
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar, cast, final

from returns.result import Result

from smexp_fp.query import Column
from smexp_fp.tables import Table

if TYPE_CHECKING:
    import altair as alt
else:
    from smexp_fp.plots._altair import alt

R = TypeVar("R")

Kind: TypeAlias = Literal["quantitative", "temporal", "nominal"]
Plain: TypeAlias = str | float | None
"""What JSON has: NaN and infinity are `None`, since no picture has a place for them."""

WIDE: Final = 1000
"""From this ratio of the greatest to the least number on, a scale can be logarithmic by default."""

CROWDED: Final = 0.1
"""It is, if half of the numbers are in this share of the range, where a linear scale would not tell them apart."""

FEW_COLORS: Final = 10
"""Up to this many texts have colours that are told apart at once."""

FEW_POINTS: Final = 500
"""Up to this many points, each is drawn on its line."""

LEGEND: Final = 50
"""Entries of a legend at most; it says how many there are besides."""

LEGEND_ROWS: Final = 25

NAME_WIDTH: Final = 300
"""Pixels for a long name, which would otherwise widen the chart."""

DECADES: Final = 10
"""Powers of ten at an axis at most."""

MISSING: Final = "#aaa"
"""The colour of a row that has no value for a colour."""


@final
@dataclass(frozen=True, slots=True)
class Values:
    """The values of a column, for each record."""

    label: str
    cells: list[Plain]
    kind: Kind
    log: bool

    @classmethod
    def of(cls, column: Column[R], records: Iterable[R], log: Collection[Column[R]] | None = None) -> Values:
        """Read a column.

        Args:
            column: The column.
            records: The records.
            log: The columns whose scale is logarithmic; by default it depends on the values.
        """
        cells = [plain(cell) for cell in map(column.reader(), records)]
        if column.kind == "time":
            return cls(column.label, cells, "temporal", log=False)
        if any(isinstance(cell, str) for cell in cells) or column.kind == "text":
            return cls(column.label, cells, "nominal", log=False)
        numbers = [cell for cell in cells if isinstance(cell, int | float)]
        is_log = _far_apart(numbers) if log is None else any(column.is_same(other) for other in log)
        if is_log:
            positive: list[Plain] = [cell if isinstance(cell, int | float) and cell > 0 else None for cell in cells]
            cells = positive
        return cls(column.label, cells, "quantitative", is_log)

    def scale(self) -> alt.Scale:
        """The scale of an axis."""
        match self.kind:
            case "quantitative":
                return alt.Scale(type="log") if self.log else alt.Scale(zero=False)
            case "temporal":
                return alt.Scale(type="utc")
            case "nominal":
                return alt.Scale()

    def axis(self) -> alt.Axis:
        """The axis."""
        if self.kind == "quantitative":
            return number_axis((cell for cell in self.cells if isinstance(cell, int | float)), log=self.log)
        return alt.Axis(titleLimit=NAME_WIDTH)

    def color(self, key: str) -> alt.Color:
        """The colours of this column's values."""
        if self.kind == "nominal":
            texts = list(dict.fromkeys(str(cell) for cell in self.cells if cell is not None))
            return nominal_color(key, self.label, sorted(texts))
        # The lightest shades would not be seen on white.
        shades = alt.SchemeParams(name="viridis", extent=[0, 0.9])
        if self.kind == "temporal":
            scale = alt.Scale(type="utc", scheme=shades)
        else:
            scale = alt.Scale(type="log", scheme=shades) if self.log else alt.Scale(scheme=shades)
        return alt.Color(key, type=self.kind, title=self.label, scale=scale, condition=_grey(key))


def nominal_color(key: str, title: str, names: list[str]) -> alt.Color:
    """The colours of texts. Of many, neighbours have similar ones, and the legend has columns."""
    many = len(names) > FEW_COLORS
    columns = -(-min(len(names), LEGEND) // LEGEND_ROWS) or 1
    return alt.Color(
        key,
        type="nominal",
        title=title,
        sort=names,
        scale=alt.Scale(domain=names, scheme="turbo" if many else "tableau10"),
        legend=alt.Legend(
            symbolLimit=LEGEND, columns=columns, symbolOpacity=1, labelLimit=NAME_WIDTH, titleLimit=NAME_WIDTH
        ),
        condition=_grey(key),
    )


def _grey(key: str) -> dict[str, str]:
    """A row without a value for the colour is grey. Vega would leave it out."""
    return {"test": f"datum.{key} == null", "value": MISSING}


def number_axis(numbers: Iterable[float], *, log: bool, title: bool = True) -> alt.Axis:
    """An axis of numbers.

    Without a format, Vega rounds the label of a number that is the only one: 0.5 to 1.

    Args:
        numbers: The numbers. On a logarithmic scale, they are above 0.
        log: Whether the scale is logarithmic. It has a line for each power of ten.
        title: Whether it has a title.
    """
    limit = NAME_WIDTH if title else 0
    powers = [log10(number) for number in numbers] if log else []
    if not powers:
        return alt.Axis(format=",.12~g", titleLimit=limit)
    low, high = floor(min(powers)), ceil(max(powers))
    step = (high - low) // DECADES + 1
    return alt.Axis(format="~g", values=[10.0**power for power in range(low, high + 1, step)], titleLimit=limit)


def _far_apart(numbers: list[int | float]) -> bool:
    """Whether numbers are spread over powers of ten, as learning rates are."""
    if not numbers or not 0 < WIDE * min(numbers) <= max(numbers):
        return False
    return median_low(numbers) - min(numbers) <= CROWDED * (max(numbers) - min(numbers))


def check_table(function: str, given: object) -> None:
    """Check that a table is one.

    Raises:
        TypeError: When it is not.
    """
    if isinstance(given, Result):
        raise TypeError(f"{function} takes a Table, not a Result; unwrap it first, as with or_raise")
    if not isinstance(given, Table):
        raise TypeError(f"{function} takes a Table, as smexp_fp.tables.table makes it, not {type(given).__name__}")


def fields_of(table: Table[R], log: Iterable[Column[R] | str]) -> list[Column[R]]:
    """The columns on a logarithmic scale.

    Raises:
        TypeError: When they are not several columns.
    """
    given = cast("object", log)
    if isinstance(given, str | Column) or not isinstance(given, Iterable):
        raise TypeError(f"log takes several columns, such as [{given!r}]")
    return [table.field(column) for column in log]


def faded(opacity: object, *, few: bool) -> dict[str, Any]:
    """The channel for the opacity of lines.

    Many lines have only their strokes faded. Each whole mark would be drawn as a picture of its own for a PNG, which
    takes minutes.
    """
    return {"opacity" if few else "strokeOpacity": opacity}


def plain(cell: object) -> Plain:
    """A value for JSON."""
    match cell:
        case datetime():
            return cell.isoformat()
        case tuple():
            several = cast("tuple[object, ...]", cell)
            return ", ".join(str(plain(one)) for one in several if one is not None) or None
        case int() | float():
            return cell if isfinite(cell) else None
        case str():
            return cell
        case _:
            return None
