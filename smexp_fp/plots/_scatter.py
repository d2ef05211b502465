"""`scatter`: a point for each row of a table."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, TypeVar

from smexp_fp.plots._values import Values
from smexp_fp.query import Column
from smexp_fp.tables import Table

if TYPE_CHECKING:
    import altair as alt
else:
    from smexp_fp.plots._altair import alt

R = TypeVar("R")


def scatter(
    table: Table[R],
    x: Column[R],
    y: Column[R],
    color: Column[R] | None = None,
    *,
    log: Collection[Column[R]] | None = None,
) -> alt.Chart:
    """Draw a point for each row of a table.

    Args:
        table: The table. Its columns are shown for the point under the pointer.
        x: The column of the horizontal axis. It need not be in the table.
        y: The column of the vertical axis.
        color: The column that gives the colour.
        log: The columns on a logarithmic scale. By default, those whose numbers are spread over powers of ten,
            such as most learning rates: all are above 0, the greatest is at least 1000 times the least, and half of
            them are in the lowest tenth of the range.

    Returns:
        The chart. A row without a value for `x` or `y` is left out, and one without a colour is grey. NaN is no value,
        and on a logarithmic scale neither is a number that is not above 0.

    Raises:
        ImportError: Altair is not installed.
    """
    axes = [x, y] if color is None else [x, y, color]
    others = [column for column in table.columns if not any(column.is_same(axis) for axis in axes)]
    shown = [Values.of(column, table.records, log) for column in (*axes, *others)]
    # Vega reads dots and brackets of a name as a path into the data, so each column has a plain key.
    rows = [
        {f"c{position}": cell for position, cell in enumerate(row)}
        for row in zip(*(values.cells for values in shown), strict=True)
        if row[0] is not None and row[1] is not None
    ]
    encoding: dict[str, Any] = {  # Any: Altair has a class for each channel
        "x": alt.X("c0", type=shown[0].kind, title=shown[0].label, scale=shown[0].scale(), axis=shown[0].axis()),
        "y": alt.Y("c1", type=shown[1].kind, title=shown[1].label, scale=shown[1].scale(), axis=shown[1].axis()),
        "tooltip": [
            alt.Tooltip(f"c{position}", type="nominal", title=values.label) for position, values in enumerate(shown)
        ],
    }
    if color is not None:
        encoding["color"] = shown[2].color("c2")
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows)).mark_circle(size=50, opacity=0.8, invalid="show").encode(**encoding)
    )
    return chart
