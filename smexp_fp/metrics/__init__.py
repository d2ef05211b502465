"""Metrics of components: put and get series. They belong to a service of their own, which needs its own client."""

from smexp_fp.metrics._histories import Histories, HistoriesFailure, Unread, histories
from smexp_fp.metrics._points import POINT, Point, PointColumns
from smexp_fp.metrics._series import (
    MetricDatum,
    MetricQuery,
    MetricSeries,
    MetricStat,
    Period,
    PutReport,
    RefusedDatum,
    XAxis,
    get_metrics,
    put_metrics,
)

__all__ = [
    "POINT",
    "Histories",
    "HistoriesFailure",
    "MetricDatum",
    "MetricQuery",
    "MetricSeries",
    "MetricStat",
    "Period",
    "Point",
    "PointColumns",
    "PutReport",
    "RefusedDatum",
    "Unread",
    "XAxis",
    "get_metrics",
    "histories",
    "put_metrics",
]
