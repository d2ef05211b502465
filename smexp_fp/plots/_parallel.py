"""`parallel`: a line for each row of a table, across an axis for each column."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeVar

from smexp_fp.plots._heights import Heights
from smexp_fp.plots._values import FEW_POINTS, Values, check_table, faded, fields_of
from smexp_fp.query import Column
from smexp_fp.tables import Table

if TYPE_CHECKING:
    import altair as alt
else:
    from smexp_fp.plots._altair import alt

R = TypeVar("R")

STEP: Final = 150
"""Pixels from one axis to the next."""

TEXT: Final = STEP - 20
"""Pixels of a text at an axis."""

LINE: Final = 11
"""Pixels of a line of an axis's name."""

HEIGHT: Final = 320
"""Pixels."""


def parallel(
    table: Table[R],
    *columns: Column[R] | str,
    color: Column[R] | str | None = None,
    log: Iterable[Column[R] | str] | None = None,
) -> alt.LayerChart:
    """Draw parallel coordinates: an upright axis for each column, and a line for each row of a table.

    Each axis goes from the column's least value to its greatest. Texts are in the order of the alphabet. Where the
    chart is shown in a browser, the line under the pointer stands out.

    Args:
        table: The table. Its first column names the row under the pointer.
        *columns: Fields or names of columns, from left to right; by default those of the table.
        color: The column that gives the colour; by default the last one.
        log: The columns on a logarithmic scale. By default, those whose numbers are spread over powers of ten,
            such as most learning rates: all are above 0, the greatest is at least 1000 times the least, and half of
            them are in the lowest tenth of the range.

    Returns:
        The chart. Where a row has no value, its line has no point. A row without a value for the colour is grey. NaN is
        no value, and on a logarithmic scale neither is a number that is not above 0.

    Raises:
        ImportError: Altair is not installed.
        KeyError: When there is no column of a name.
        TypeError: The table has no columns, and there are none in the arguments; or an argument is no table or field.

    >>> from smexp_fp import local, plots, tables, trial_component
    >>> from smexp_fp.query import Q
    >>> client = local.client(":memory:")
    >>> for name, rate, depth in (("a", 0.1, 3), ("b", 0.01, 5)):
    ...     _ = trial_component.create(client, name, parameters={"lr": rate, "depth": depth})
    >>> lr, depth = Q.parameter("lr"), Q.parameter("depth")
    >>> found = tables.table(trial_component.search(client), Q.name, lr, depth).unwrap()
    >>> plots.save(plots.parallel(found, lr, depth), "parallel.svg")
    """
    check_table("parallel", table)
    shown = tuple(map(table.field, columns)) or table.columns
    if not shown:
        raise TypeError("parallel needs a column")
    logarithmic = None if log is None else fields_of(table, log)
    values = [Values.of(column, table.records, logarithmic) for column in shown]
    colors = values[-1] if color is None else Values.of(table.field(color), table.records, logarithmic)
    first = Values.of((table.columns or shown)[0], table.records)
    # Vega reads dots and brackets of a name as a path into the data, so each column has a plain key.
    keys = {f"c{position}": Heights.of(one) for position, one in enumerate(values)}
    points = [
        {
            "row": row,
            "first": first.cells[row],
            "column": key,
            "label": axis.values.label,
            "height": height,
            "value": axis.values.cells[row],
            "color": colors.cells[row],
        }
        for key, axis in keys.items()
        for row, height in enumerate(axis.heights)
        if height is not None
    ]
    ticks = [
        {"column": key, "height": height, "text": text} for key, axis in keys.items() for height, text in axis.ticks()
    ]
    # A long name is on several lines, one for each of its parts. Vega takes the first line for the lowest.
    parts = {key: axis.values.label.split(".") for key, axis in keys.items()}
    lines = max(map(len, parts.values()))
    labels = {key: [""] * (lines - len(part)) + part for key, part in parts.items()}
    x = alt.X(
        "column",
        type="nominal",
        title=None,
        scale=alt.Scale(domain=list(keys)),
        axis=alt.Axis(
            orient="top",
            domain=False,
            ticks=False,
            labelAngle=0,
            labelFontWeight="bold",
            labelLimit=STEP - 10,
            labelPadding=10 + LINE * (lines - 1),
            labelExpr=f"({json.dumps(labels)})[datum.value]",
        ),
    )
    y = alt.Y("height", type="quantitative", axis=None, scale=alt.Scale(domain=[0, 1]))
    few = len(points) <= FEW_POINTS
    pointed = alt.selection_point(fields=["row"], on="pointerover", clear="pointerout")
    runs = (
        alt.Chart(alt.InlineData(values=points))
        .mark_line(point={"size": 20} if few else False, strokeWidth=1.5, invalid="show")
        .encode(
            x=x,
            y=y,
            color=colors.color("color"),
            detail=alt.Detail("row", type="nominal"),
            tooltip=[
                alt.Tooltip("first", type="nominal", title=first.label),
                alt.Tooltip("label", type="nominal", title="column"),
                alt.Tooltip("value", type="nominal"),
            ],
            **faded(alt.condition(pointed, alt.value(0.7 if few else 0.4), alt.value(0.05)), few=few),
        )
        .add_params(pointed)
    )
    axes = alt.Chart(alt.InlineData(values=[{"column": key} for key in keys])).mark_rule(color="#888").encode(x=x)
    marks = alt.Chart(alt.InlineData(values=ticks))
    text = alt.Text("text", type="nominal")
    halo = marks.mark_text(align="right", dx=-6, limit=TEXT, stroke="white", strokeWidth=3).encode(x=x, y=y, text=text)
    texts = marks.mark_text(align="right", dx=-6, limit=TEXT, color="#333").encode(x=x, y=y, text=text)
    # Not a configuration of the chart, which could then not be combined with others.
    view = alt.ViewBackground(strokeOpacity=0)
    return alt.LayerChart(layer=[axes, runs, halo, texts], width=alt.Step(STEP), height=HEIGHT, view=view)
