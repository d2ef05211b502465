"""BatchPutMetrics and BatchGetMetrics: series of data, and the summaries in Describe and Search."""

# ruff: noqa: S608 - all SQL text comes from this program; values from requests are always arguments

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from itertools import groupby

from ._context import Context
from ._faults import Wire
from ._kinds import COMPONENT
from ._lookup import find
from ._model import METRICS, decode_element

# Chosen; the service documents only a status for truncation, and no number.
MAX_POINTS = 10_000

_PERIODS = {"OneMinute": 60_000, "FiveMinute": 300_000, "OneHour": 3_600_000}
_BY_STEP = "IterationNumber"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Running statistics of a series. The table `metric` has a column for each.

    The deviation is that of the population; it is 0 for a single datum (chosen). `last` is the datum with the greatest
    time, then the greatest step (no step is the least), then the datum that was put last (chosen).
    """

    count: int
    minimum: float
    maximum: float
    mean: float
    deviation: float
    last: float
    last_time: int
    last_step: int | None

    @classmethod
    def of_one(cls, value: float, time: int, step: int | None) -> Statistics:
        """The statistics of one datum."""
        return cls(1, value, value, value, 0.0, value, time, step)

    def plus(self, value: float, time: int, step: int | None) -> Statistics:
        """The statistics with one more datum.

        Welford's update, rearranged so that no intermediate value exceeds the data: a sum or a square could overflow
        although mean and deviation do not.
        """
        count = self.count + 1
        weight = math.sqrt(self.count) / count
        is_last = (time, -1 if step is None else step) >= (
            self.last_time,
            -1 if self.last_step is None else self.last_step,
        )
        return Statistics(
            count,
            min(self.minimum, value),
            max(self.maximum, value),
            self.mean + (value / count - self.mean / count),
            math.hypot(self.deviation * math.sqrt(self.count / count), value * weight - self.mean * weight),
            value if is_last else self.last,
            time if is_last else self.last_time,
            step if is_last else self.last_step,
        )


def put(context: Context, request: Wire) -> Wire:
    """BatchPutMetrics, which stores or rejects each datum individually. `Errors` has the index of each rejected one.

    A missing component is an error of every datum, as in an emulator, because the API has no other place for it.
    """
    component = find(context, COMPONENT, request["TrialComponentName"])
    refused: list[int] = []
    for index, given in enumerate(request["MetricData"]):
        datum, wrong = decode_element(METRICS, "RawMetricData", given)
        if component is None or wrong:
            refused.append(index)
        else:
            _add(context, component["id"], datum)
    if not refused:
        return {}  # the list's minimum length is 1, so it is absent without errors
    return {"Errors": [{"Code": "VALIDATION_ERROR", "MetricIndex": index} for index in refused]}


def _add(context: Context, component_id: int, datum: Wire) -> None:
    name, value, time, step = datum["MetricName"], datum["Value"], datum["Timestamp"], datum.get("Step")
    context.write(
        "INSERT INTO datum (entity_id, name, time, step, value) VALUES (?, ?, ?, ?, ?)",
        (component_id, name, time, step, value),
    )
    row = context.row("SELECT * FROM metric WHERE entity_id = ? AND name = ?", (component_id, name))
    new = Statistics.of_one(value, time, step) if row is None else _of_row(row).plus(value, time, step)
    members = asdict(new)
    context.write(
        f"INSERT OR REPLACE INTO metric (entity_id, name, {', '.join(members)}) "
        f"VALUES (?, ?, {', '.join('?' * len(members))})",
        (component_id, name, *members.values()),
    )


def _of_row(row: sqlite3.Row) -> Statistics:
    return Statistics(**{field.name: row[field.name] for field in fields(Statistics)})


def get(context: Context, request: Wire) -> Wire:
    """BatchGetMetrics, with one result for each query, in order."""
    return {"MetricQueryResults": [_result(context, query) for query in request["MetricQueries"]]}


def _result(context: Context, query: Wire) -> Wire:
    component = _component(context, query["ResourceArn"])
    if component is None:
        message = f"The resource '{query['ResourceArn']}' does not exist."
        return {"Status": "ValidationError", "Message": message, "XAxisValues": [], "MetricValues": []}
    points = _points(context, component, query)
    return {
        "Status": "Truncated" if len(points) > MAX_POINTS else "Complete",
        "XAxisValues": [x for x, _ in points[:MAX_POINTS]],
        "MetricValues": [y for _, y in points[:MAX_POINTS]],
    }


def _component(context: Context, arn: str) -> int | None:
    """The component with this ARN, or else the newest component that the job with this ARN created."""
    name = arn.partition("/")[2]
    own = find(context, COMPONENT, name)
    if own is not None and own["arn"].lower() == arn.lower():
        return int(own["id"])
    sql = (
        "SELECT id FROM entity WHERE kind = ? AND source_arn = ? COLLATE NOCASE ORDER BY created DESC, id DESC LIMIT 1"
    )
    made = context.row(sql, (COMPONENT.number, arn))
    return None if made is None else int(made["id"])


def _points(context: Context, component_id: int, query: Wire) -> list[tuple[int, float]]:
    """The points of a query in ascending order: a statistic of the data in each `Period`.

    If the period is not in the unit of the x axis, the point of a group is at its last datum. Data without a step are
    left out if a step is needed.
    """
    by_step = query["Period"] == _BY_STEP
    x_is_step = query["XAxisType"] == _BY_STEP
    rows = context.rows(
        "SELECT time, step, value FROM datum WHERE entity_id = ? AND name = ? "
        f"{'AND step IS NOT NULL' if by_step or x_is_step else ''} "
        f"ORDER BY {'step, time' if by_step else 'time, step'}, id",
        (component_id, query["MetricName"]),
    )
    length = _PERIODS.get(query["Period"], 1)

    def group(row: sqlite3.Row) -> int:
        return int(row["step"]) if by_step else row["time"] // length * length

    points = [
        (_place(key, found, by_step=by_step, x_is_step=x_is_step), _pick(found, query["MetricStat"]))
        for key, rows_of in groupby(rows, group)
        for found in [_statistics(rows_of)]
    ]
    low, high = query.get("Start", -math.inf), query.get("End", math.inf)
    return sorted((point for point in points if low <= point[0] <= high), key=lambda point: point[0])


def _statistics(rows: Iterable[sqlite3.Row]) -> Statistics:
    found: Statistics | None = None
    for row in rows:
        if found is None:
            found = Statistics.of_one(row["value"], row["time"], row["step"])
        else:
            found = found.plus(row["value"], row["time"], row["step"])
    assert found is not None  # noqa: S101 - groupby has no empty groups
    return found


def _place(key: int, found: Statistics, *, by_step: bool, x_is_step: bool) -> int:
    if x_is_step:
        return key if by_step else found.last_step or 0
    return (found.last_time if by_step else key) // 1000


def _pick(found: Statistics, statistic: str) -> float:
    values: Mapping[str, float] = {
        "Min": found.minimum,
        "Max": found.maximum,
        "Avg": found.mean,
        "Count": float(found.count),
        "StdDev": found.deviation,
        "Last": found.last,
    }
    return values[statistic]
