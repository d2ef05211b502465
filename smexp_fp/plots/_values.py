"""The values of a column, as a chart takes them, with their scale and colours."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar, cast, final

from smexp_fp.query import Column

if TYPE_CHECKING:
    import altair as alt
else:
    from smexp_fp.plots._altair import alt

R = TypeVar("R")

Kind: TypeAlias = Literal["quantitative", "temporal", "nominal"]
Plain: TypeAlias = str | float | None
"""What JSON has: NaN and infinity are `None`, since no picture has a place for them."""

WIDE: Final = 1000
"""From this ratio of the greatest to the least number on, a scale is logarithmic by default."""

FEW_COLORS: Final = 10
"""Up to this many texts have colours that are told apart at once."""

FEW_POINTS: Final = 500
"""Up to this many points, each is drawn on its line."""

LEGEND: Final = 50
"""Entries of a legend at most; it says how many there are besides."""

LEGEND_ROWS: Final = 25


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
        if log is None:
            is_log = bool(numbers) and 0 < WIDE * min(numbers) <= max(numbers)
        else:
            is_log = any(column.is_same(other) for other in log)
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
        """The axis. The labels of powers of ten are `1e-5`, and not `0.00001`."""
        return alt.Axis(format="~g", tickCount=5) if self.log else alt.Axis()

    def color(self, key: str) -> alt.Color:
        """The colours of this column's values."""
        if self.kind == "nominal":
            texts = list(dict.fromkeys(str(cell) for cell in self.cells if cell is not None))
            return nominal_color(key, self.label, sorted(texts))
        # The lightest shades would not be seen on white.
        shades = alt.SchemeParams(name="viridis", extent=[0, 0.9])
        if self.kind == "temporal":
            return alt.Color(key, type="temporal", title=self.label, scale=alt.Scale(type="utc", scheme=shades))
        scale = alt.Scale(type="log", scheme=shades) if self.log else alt.Scale(scheme=shades)
        return alt.Color(key, type="quantitative", title=self.label, scale=scale)


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
        legend=alt.Legend(symbolLimit=LEGEND, columns=columns, symbolOpacity=1, labelLimit=300),
    )


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
