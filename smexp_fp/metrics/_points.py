"""The points of series, as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Final, final

from smexp_fp._base.lazy import LazyModule

if TYPE_CHECKING:
    from smexp_fp import query
    from smexp_fp.query import _columns as columns
else:
    columns, query = LazyModule("smexp_fp.query._columns"), LazyModule("smexp_fp.query")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value of a series.

    Attributes:
        component: The name of the component.
        metric: The name of the metric.
        statistic: The statistic that combines the values of a period.
        step: The iteration; `None` if the x axis is time.
        time: The time in UTC; `None` if the x axis is iterations.
        value: The value; `None` in the only row of a series that has no points, which its status explains.
        status: The status of the series; `Truncated` where the service has more points than it sent.
    """

    component: str
    metric: str
    statistic: str
    step: int | None = None
    time: datetime | None = None
    value: float | None = None
    status: str = "Complete"


@final
class PointColumns:
    """The columns of a table of points, one for each attribute of `Point`. `POINT` has them."""

    @property
    def component(self) -> query.Column[Point, str]:
        """The name of the component."""
        return columns.Member("component", "text", attrgetter("component"))

    @property
    def metric(self) -> query.Column[Point, str]:
        """The name of the metric."""
        return columns.Member("metric", "text", attrgetter("metric"))

    @property
    def statistic(self) -> query.Column[Point, str]:
        """The statistic."""
        return columns.Member("statistic", "text", attrgetter("statistic"))

    @property
    def step(self) -> query.Column[Point, int]:
        """The iteration."""
        return columns.Member("step", "number", attrgetter("step"), integral=True)

    @property
    def time(self) -> query.Column[Point, datetime]:
        """The time."""
        return columns.Member("time", "time", attrgetter("time"))

    @property
    def value(self) -> query.Column[Point, float]:
        """The value."""
        return columns.Member("value", "number", attrgetter("value"))

    @property
    def status(self) -> query.Column[Point, str]:
        """The status of the series."""
        return columns.Member("status", "text", attrgetter("status"))

    @property
    def all(self) -> tuple[query.Column[Point], ...]:
        """All of them, in order."""
        return (self.component, self.metric, self.statistic, self.step, self.time, self.value, self.status)


POINT: Final = PointColumns()
"""The columns of a table of points, such as `POINT.value`."""
