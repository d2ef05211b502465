"""`curves`: the course of metrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

from returns.result import Result

from smexp_fp.metrics import Histories, Point
from smexp_fp.plots._values import FEW_COLORS, FEW_POINTS, NAME_WIDTH, Kind, faded, nominal_color, number_axis, plain

if TYPE_CHECKING:
    import altair as alt
else:
    from smexp_fp.plots._altair import alt


FEW_STEPS: Final = 10
"""Up to this many steps, each is written at the axis."""


def curves(histories: Histories, *, log: bool = False, labels: Mapping[str, str] | None = None) -> alt.FacetChart:
    """Draw the course of each metric: a panel for each metric, a line for each component.

    Where the chart is shown in a browser, the line under the pointer stands out, and so does that of a component that
    is chosen in the legend. The legend has up to 50 components.

    Args:
        histories: What `smexp_fp.metrics.histories` returned.
        log: Whether the values are on a logarithmic scale.
        labels: What the legend says instead of the names of the components. Components with one label have one colour.

    Returns:
        The chart. A line has a gap where a value is NaN or infinite, and with `log` where it is not above 0. A series
        that the service cut off says so under the pointer.

    Raises:
        ImportError: Altair is not installed.
        TypeError: It is not `Histories`.

    >>> from datetime import UTC, datetime
    >>> from smexp_fp import local, metrics, plots, trial_component
    >>> store = local.Store.open(":memory:")
    >>> client, metrics_client = local.client(store), local.metrics_client(store)
    >>> made = trial_component.create(client, "train").unwrap()
    >>> data = [
    ...     metrics.MetricDatum(name="loss", value=1 / (step + 1), timestamp=datetime.now(UTC), step=step)
    ...     for step in range(9)
    ... ]
    >>> _ = metrics.put_metrics(metrics_client, made, data)
    >>> histories = metrics.histories(metrics_client, trial_component.search(client)).unwrap()
    >>> chart = plots.curves(histories, log=True)
    >>> plots.save(chart.properties(title="How the loss falls"), "curves.html")
    """
    given = cast("object", histories)
    if isinstance(given, Result):
        raise TypeError("curves takes Histories, not a Result; unwrap it first, as with or_raise")
    if not isinstance(given, Histories):
        raise TypeError(f"curves takes Histories, as smexp_fp.metrics.histories reads them, not {type(given).__name__}")
    by_time = any(series.query.x_axis == "Timestamp" for series in histories.series)
    named = labels or {}
    points = [point for point in histories.points() if point.value is not None]
    values = [_value(point, log=log) for point in points]
    rows = [
        _row(point, value, named.get(point.component, point.component))
        for point, value in zip(points, values, strict=True)
    ]
    numbers = [value for value in values if value is not None]
    few = len(rows) <= FEW_POINTS
    legend = list(dict.fromkeys(named.get(name, name) for name in histories.components))
    shown = 0.9 if len(legend) <= FEW_COLORS else 0.7
    x_type: Kind = "temporal" if by_time else "quantitative"
    title = "time (UTC)" if by_time else "step"
    tooltip = [
        *([alt.Tooltip("label", type="nominal")] if named else []),
        alt.Tooltip("component", type="nominal"),
        alt.Tooltip("at", type="nominal", title=title),
        alt.Tooltip("value", type="quantitative"),
    ]
    if histories.truncated:
        tooltip.append(alt.Tooltip("status", type="nominal"))
    pointed = alt.selection_point(fields=["component"], on="pointerover", clear="pointerout")
    chosen = alt.selection_point(fields=["label"], bind="legend")
    panel = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(point={"size": 12} if few else False, strokeWidth=1.5, invalid="break-paths-filter-domains")
        .encode(
            x=alt.X(
                "x",
                type=x_type,
                title=title,
                scale=alt.Scale(type="utc") if by_time else alt.Scale(nice=False),
                axis=alt.Axis() if by_time else _step_axis([point.step for point in points if point.step is not None]),
            ),
            y=alt.Y(
                "value",
                type="quantitative",
                title=None,
                scale=alt.Scale(type="log") if log else alt.Scale(zero=False),
                axis=number_axis(numbers, log=log, title=False),
            ),
            color=nominal_color("label", "component", legend),
            detail=alt.Detail("component", type="nominal"),
            tooltip=tooltip,
            **faded(alt.condition(pointed & chosen, alt.value(shown), alt.value(0.1)), few=few),
        )
        .add_params(pointed, chosen)
    )
    facet = alt.Facet(
        "panel",
        type="nominal",
        title=None,
        sort=list(dict.fromkeys(map(_panel, points))),
        header=alt.Header(labelFontWeight="bold", labelFontSize=12, labelLimit=NAME_WIDTH),
    )
    # With one axis for each column of panels, it would also be below a place that has no panel.
    resolve = alt.Resolve(
        scale=alt.ScaleResolveMap(y="independent"), axis=alt.AxisResolveMap(x="independent", y="independent")
    )
    title_of_all = alt.Undefined if numbers else "no points"
    chart: alt.FacetChart = panel.facet(facet=facet, columns=2, resolve=resolve, title=title_of_all)  # pyright: ignore[reportUnknownMemberType] - of libraries that may not be installed
    return chart


def _value(point: Point, *, log: bool) -> float | None:
    value = plain(point.value)
    return value if isinstance(value, int | float) and (value > 0 or not log) else None


def _step_axis(steps: list[int]) -> alt.Axis:
    """An axis of steps. Between few of them, Vega would put halves."""
    if not steps or max(steps) - min(steps) > FEW_STEPS:
        return number_axis(steps, log=False)
    return alt.Axis(values=list(range(min(steps), max(steps) + 1)), format=",d")


def _panel(point: Point) -> str:
    return point.metric if point.statistic == "Last" else f"{point.metric} ({point.statistic})"


def _row(point: Point, value: float | None, label: str) -> dict[str, object]:
    x = plain(point.time) if point.step is None else point.step
    at = f"{point.time:%Y-%m-%d %H:%M:%S}" if point.time is not None else str(point.step)
    return {
        "component": point.component,
        "label": label,
        "panel": _panel(point),
        "x": x,
        "at": at,
        "value": value,
        "status": point.status,
    }
