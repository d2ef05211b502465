"""`curves`: the course of metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smexp_fp.metrics import Histories, Point
from smexp_fp.plots._values import FEW_COLORS, FEW_POINTS, Kind, nominal_color, plain

if TYPE_CHECKING:
    import altair as alt
else:
    from smexp_fp.plots._altair import alt


def curves(histories: Histories, *, log: bool = False) -> alt.FacetChart:
    """Draw the course of each metric: a panel for each metric, a line for each component.

    Where the chart is shown in a browser, the line under the pointer stands out, and so does that of a component that
    is chosen in the legend. The legend has up to 50 components.

    Args:
        histories: What `smexp_fp.metrics.histories` returned.
        log: Whether the values are on a logarithmic scale.

    Returns:
        The chart. A point without a value is left out, and so is NaN, and with `log` what is not above 0. A series that
        the service cut off says so under the pointer.

    Raises:
        ImportError: Altair is not installed.
    """
    by_time = any(series.query.x_axis == "Timestamp" for series in histories.series)
    points = [point for point in histories.points() if _is_shown(point, log=log)]
    components = list(dict.fromkeys(histories.components))
    x_type: Kind = "temporal" if by_time else "quantitative"
    title = "time (UTC)" if by_time else "step"
    tooltip = [
        alt.Tooltip("component", type="nominal"),
        alt.Tooltip("at", type="nominal", title=title),
        alt.Tooltip("value", type="quantitative"),
    ]
    if histories.truncated:
        tooltip.append(alt.Tooltip("status", type="nominal"))
    pointed = alt.selection_point(fields=["component"], on="pointerover", clear="pointerout")
    chosen = alt.selection_point(fields=["component"], bind="legend")
    panel = (
        alt.Chart(alt.InlineData(values=[_row(point) for point in points]))
        .mark_line(point={"size": 12} if len(points) <= FEW_POINTS else False, strokeWidth=1.5, clip=True)
        .encode(
            x=alt.X("x", type=x_type, title=title, scale=alt.Scale(type="utc") if by_time else alt.Scale(nice=False)),
            y=alt.Y(
                "value",
                type="quantitative",
                title=None,
                scale=alt.Scale(type="log") if log else alt.Scale(zero=False),
                axis=alt.Axis(format="~g") if log else alt.Axis(),
            ),
            color=nominal_color("component", "component", components),
            opacity=alt.condition(
                pointed & chosen, alt.value(0.9 if len(components) <= FEW_COLORS else 0.7), alt.value(0.1)
            ),
            tooltip=tooltip,
        )
        .add_params(pointed, chosen)
    )
    facet = alt.Facet(
        "panel",
        type="nominal",
        title=None,
        sort=list(dict.fromkeys(map(_panel, points))),
        header=alt.Header(labelFontWeight="bold", labelFontSize=12),
    )
    resolve = alt.Resolve(scale=alt.ScaleResolveMap(y="independent"))
    chart: alt.FacetChart = panel.facet(facet=facet, columns=2, resolve=resolve)  # pyright: ignore[reportUnknownMemberType] - of libraries that may not be installed
    return chart


def _is_shown(point: Point, *, log: bool) -> bool:
    value = plain(point.value)
    return isinstance(value, int | float) and (value > 0 or not log)


def _panel(point: Point) -> str:
    return point.metric if point.statistic == "Last" else f"{point.metric} ({point.statistic})"


def _row(point: Point) -> dict[str, object]:
    x = plain(point.time) if point.step is None else point.step
    at = f"{point.time:%Y-%m-%d %H:%M:%S}" if point.time is not None else str(point.step)
    return {
        "component": point.component,
        "panel": _panel(point),
        "x": x,
        "at": at,
        "value": point.value,
        "status": point.status,
    }
