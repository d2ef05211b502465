"""`scatter`: a point for each row of a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from smexp_fp.plots._values import Values, check_table, fields_of
from smexp_fp.query import Column
from smexp_fp.tables import Table

if TYPE_CHECKING:
    import altair as alt
else:
    from smexp_fp.plots._altair import alt

R = TypeVar("R")


def scatter(
    table: Table[R],
    x: Column[R] | str,
    y: Column[R] | str,
    color: Column[R] | str | None = None,
    *,
    log: Iterable[Column[R] | str] | None = None,
) -> alt.Chart:
    """Draw a point for each row of a table.

    Args:
        table: The table. Its columns are shown for the point under the pointer.
        x: The field of the horizontal axis, or the name of a column. A field need not be a column of the table.
        y: The field of the vertical axis, or the name of a column.
        color: The field that gives the colour, or the name of a column.
        log: The columns on a logarithmic scale. By default, those whose numbers are spread over powers of ten,
            such as most learning rates: all are above 0, the greatest is at least 1000 times the least, and half of
            them are in the lowest tenth of the range.

    Returns:
        The chart. A row without a value for `x` or `y` is left out, and one without a colour is grey. NaN is no value,
        and on a logarithmic scale neither is a number that is not above 0.

    Raises:
        ImportError: Altair is not installed.
        KeyError: When there is no column of a name.
        TypeError: An argument is no table or field.

    >>> from smexp_fp import local, plots, tables, trial_component
    >>> from smexp_fp.query import Q
    >>> client = local.client(":memory:")
    >>> for name, rate, depth in (("a", 0.1, 3), ("b", 0.01, 5)):
    ...     _ = trial_component.create(client, name, parameters={"lr": rate, "depth": depth})
    >>> lr, depth = Q.parameter("lr"), Q.parameter("depth")
    >>> found = tables.table(trial_component.search(client), Q.name, lr, depth).unwrap()
    >>> plots.save(plots.scatter(found, lr, depth, log=[lr]), "scatter.svg")
    """
    check_table("scatter", table)
    axes = [table.field(axis) for axis in ((x, y) if color is None else (x, y, color))]
    logarithmic = None if log is None else fields_of(table, log)
    others = [column for column in table.columns if not any(column.is_same(axis) for axis in axes)]
    shown = [Values.of(column, table.records, logarithmic) for column in (*axes, *others)]
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
