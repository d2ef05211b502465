"""Metrics of components: put and get series. They belong to a service of their own, which needs its own client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, SupportsIndex, TypeAlias, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp._api import wire
from smexp_fp._api.call import Call, send
from smexp_fp._api.members import (
    Malformed,
    Wire,
    integer,
    items,
    number,
    optional_integer,
    optional_text,
    sequence,
    text,
)
from smexp_fp._api.names import name_of
from smexp_fp._api.rules import argument_of, check_name, first_violation, invalid_input, snake_case
from smexp_fp._base.notebook import ShownAsTable
from smexp_fp._base.numbers import NumberLike, as_number
from smexp_fp.clients import GetsMetrics, PutsMetrics
from smexp_fp.errors import Incomplete, InvalidInput, SmexpError
from smexp_fp.records import TrialComponentRef
from smexp_fp.results import is_failure

MetricStat: TypeAlias = Literal["Min", "Max", "Avg", "Count", "StdDev", "Last"]
"""API enum MetricStatistic."""

Period: TypeAlias = Literal["OneMinute", "FiveMinute", "OneHour", "IterationNumber"]
"""API enum Period."""

XAxis: TypeAlias = Literal["IterationNumber", "Timestamp"]
"""API enum XAxisType."""

T = TypeVar("T")

PUT_BATCH = 10
"""API shape RawMetricDataList: at most 10 per call."""

GET_BATCH = 100
"""API shape MetricQueryList: at most 100 per call."""


def _convert_numbers(record: object, *members: str) -> None:
    """Convert numbers of other libraries to Python numbers. Other values stay, so that the check can report them."""
    for member in members:
        value: object = getattr(record, member)
        number = as_number(value)
        if number is not None and number is not value:
            object.__setattr__(record, member, number)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDatum(ShownAsTable):
    """One measured value.

    Attributes:
        name: The metric's name, 1 to 255 characters.
        value: A finite number. A number of NumPy or a similar library becomes an `int` or a `float`; so does the step.
        timestamp: The time of the measurement; a datetime with a time zone. The service keeps whole seconds.
        step: The iteration, 0 or more.
    """

    name: str
    value: float
    timestamp: datetime
    step: int | None = None

    if TYPE_CHECKING:

        def __init__(
            self, *, name: str, value: NumberLike, timestamp: datetime, step: SupportsIndex | None = None
        ) -> None:
            """Accept numbers of any library."""

    def __post_init__(self) -> None:
        """Convert numbers of other libraries to Python numbers."""
        _convert_numbers(self, "value", "step")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedDatum(ShownAsTable):
    """A datum that the service did not accept.

    Attributes:
        index: Its index in the data given to `put_metrics`.
        datum: The datum itself.
        code: METRIC_LIMIT_EXCEEDED, INTERNAL_ERROR, VALIDATION_ERROR or CONFLICT_ERROR (API enum PutMetricsErrorCode);
            empty if the response does not say.
    """

    index: int
    datum: MetricDatum
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutReport(ShownAsTable):
    """The outcome of `put_metrics`.

    Attributes:
        accepted: The number of data that the service accepted.
        refused: The data that it did not accept, in order.
    """

    accepted: int
    refused: tuple[RefusedDatum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricQuery(ShownAsTable):
    """A query for one series.

    Attributes:
        name: The metric's name.
        resource_arn: The ARN of the component, at most 2048 characters.
        stat: The statistic that combines the values of a period.
        period: The period: one iteration, or a length of time.
        x_axis: The unit of the x axis: iterations, or timestamps.
        start: The beginning of the series, in the unit of the x axis: steps, or seconds since 1970.
        end: The end of the series, in the same unit.
    """

    name: str
    resource_arn: str
    stat: MetricStat = "Last"
    period: Period = "IterationNumber"
    x_axis: XAxis = "IterationNumber"
    start: int | None = None
    end: int | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: str,
            resource_arn: str,
            stat: MetricStat = "Last",
            period: Period = "IterationNumber",
            x_axis: XAxis = "IterationNumber",
            start: SupportsIndex | None = None,
            end: SupportsIndex | None = None,
        ) -> None:
            """Accept numbers of any library."""

    def __post_init__(self) -> None:
        """Convert numbers of other libraries to Python numbers."""
        _convert_numbers(self, "start", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSeries(ShownAsTable):
    """The result of one query.

    Attributes:
        query: The query.
        status: Complete, Truncated, InternalError or ValidationError (API enum MetricQueryResultStatus), or Malformed
            if this result cannot be read, which does not affect the other series.
        message: Details of the status.
        x: Positions along the x axis.
        y: The values there.
    """

    query: MetricQuery
    status: str
    message: str | None = None
    x: tuple[int, ...] = ()
    y: tuple[float, ...] = ()


def put_metrics(
    client: PutsMetrics, component: TrialComponentRef, data: Iterable[MetricDatum]
) -> Result[PutReport, SmexpError]:
    """Put metrics of a component, ten per call.

    All data are checked before the first call. If the service refuses a datum, the report contains it, and the others
    are still put.

    Args:
        client: Has BatchPutMetrics: a client of the service `sagemaker-metrics`.
        component: The component's name or a record of it. The name is sent in lower case, which is all that this
            service accepts (API shape ExperimentEntityName of `sagemaker-metrics`).
        data: Any number of data.

    Returns:
        The number of accepted data, and the refused data by index.

    Failures:
        `InvalidInput`, `Incomplete` (a call failed after others had succeeded; `done` and `left` are the
        indices of the data), and those of every call.

    >>> from datetime import UTC, datetime
    >>> from smexp_fp import local, metrics, trial_component
    >>> store = local.Store.open(":memory:")
    >>> made = trial_component.create(local.client(store), "train").unwrap()
    >>> now = datetime.now(UTC)
    >>> loss = [metrics.MetricDatum(name="loss", value=1 / (step + 1), timestamp=now, step=step) for step in range(25)]
    >>> metrics.put_metrics(local.metrics_client(store), made, loss).unwrap().accepted
    25
    """
    given = tuple(data)
    name = name_of(component)
    if (error := check_name("BatchPutMetrics", "component", name)) is not None:
        return Failure(error)
    starts = range(0, len(given), PUT_BATCH)
    calls = [_put(name.lower(), start, given[start : start + PUT_BATCH]) for start in starts]
    for start, call in zip(starts, calls, strict=True):
        if (error := check_batch(call, start)) is not None:
            return Failure(error)
    report = PutReport(accepted=0)
    for start, call in zip(starts, calls, strict=True):
        result = send(client, call)
        if is_failure(result):
            return _incomplete(result.failure(), start, len(given)) if start else result
        refused = result.unwrap()
        size = min(PUT_BATCH, len(given) - start)
        report = PutReport(accepted=report.accepted + size - len(refused), refused=(*report.refused, *refused))
    return Success(report)


def _put(component: str, start: int, batch: tuple[MetricDatum, ...]) -> Call[tuple[RefusedDatum, ...]]:
    def refused_datum(raw: Wire) -> RefusedDatum:
        index = optional_integer(raw, "MetricIndex")
        if index is None or not 0 <= index < len(batch):
            raise Malformed("MetricIndex", f"from 0 to {len(batch) - 1}", index)
        return RefusedDatum(index=start + index, datum=batch[index], code=optional_text(raw, "Code") or "")

    return Call(
        operation="BatchPutMetrics",
        parameters={
            "TrialComponentName": component,
            "MetricData": [
                wire.to_wire(MetricName=datum.name, Timestamp=datum.timestamp, Step=datum.step, Value=datum.value)
                for datum in batch
            ],
        },
        decode=lambda answer: items(answer, "Errors", refused_datum),
    )


def check_batch(call: Call[T], start: int) -> InvalidInput | None:
    """Check one batch of many. An error names the index among all data or queries that the caller gave."""
    violation = first_violation(call.operation, call.parameters)
    if violation is None:
        return None
    member, *steps = violation.path
    argument = argument_of(member)
    if steps:
        index, *inside = steps
        argument += f"[{start + int(index.strip('[]'))}]"
        argument += "".join(_ATTRIBUTES.get(step, "." + snake_case(step.removeprefix("."))) for step in inside)
    return invalid_input(call.operation, argument, violation.value, violation.rule)


_ATTRIBUTES = {".MetricName": ".name", ".MetricStat": ".stat", ".XAxisType": ".x_axis"}
"""The attributes of `MetricDatum` and `MetricQuery` whose names are not the API's in snake case."""


def _incomplete(error: SmexpError, start: int, total: int) -> Failure[SmexpError]:
    return Failure(
        Incomplete(
            operation="BatchPutMetrics",
            message=f"the first {start} of {total} data were put, but not the others: {error}",
            done=tuple(map(str, range(start))),
            left=tuple(map(str, range(start, total))),
            error=error,
        )
    )


def get_metrics(client: GetsMetrics, queries: Iterable[MetricQuery]) -> Result[tuple[MetricSeries, ...], SmexpError]:
    """Get series of metrics, a hundred per call.

    Args:
        client: Has BatchGetMetrics: a client of the service `sagemaker-metrics`.
        queries: Any number of queries.

    Returns:
        One series for each query, in order. Its `status` says whether the service could answer the query.

    Failures:
        `InvalidInput` and those of every call.

    >>> from datetime import UTC, datetime
    >>> from smexp_fp import local, metrics, trial_component
    >>> store = local.Store.open(":memory:")
    >>> made = trial_component.create(local.client(store), "train").unwrap()
    >>> datum = metrics.MetricDatum(name="loss", value=0.5, timestamp=datetime.now(UTC), step=3)
    >>> _ = metrics.put_metrics(local.metrics_client(store), made, [datum])
    >>> [series] = metrics.get_metrics(
    ...     local.metrics_client(store), [metrics.MetricQuery(name="loss", resource_arn=made.arn)]
    ... ).unwrap()
    >>> series.x, series.y
    ((3,), (0.5,))
    """
    given = tuple(queries)
    starts = range(0, len(given), GET_BATCH)
    calls = [get_call(given[start : start + GET_BATCH]) for start in starts]
    for start, call in zip(starts, calls, strict=True):
        if (error := check_batch(call, start)) is not None:
            return Failure(error)
    gathered: list[MetricSeries] = []
    for call in calls:
        result = send(client, call)
        if is_failure(result):
            return result
        gathered.extend(result.unwrap())
    return Success(tuple(gathered))


def get_call(batch: tuple[MetricQuery, ...]) -> Call[tuple[MetricSeries, ...]]:
    def decode(answer: Wire) -> tuple[MetricSeries, ...]:
        results = items(answer, "MetricQueryResults", lambda raw: raw)
        if len(results) != len(batch):
            raise Malformed("MetricQueryResults", f"{len(batch)} results", len(results))
        return tuple(_series(query, raw) for query, raw in zip(batch, results, strict=True))

    return Call(
        operation="BatchGetMetrics",
        parameters={
            "MetricQueries": [
                wire.to_wire(
                    MetricName=query.name,
                    ResourceArn=query.resource_arn,
                    MetricStat=query.stat,
                    Period=query.period,
                    XAxisType=query.x_axis,
                    Start=query.start,
                    End=query.end,
                )
                for query in batch
            ]
        },
        decode=decode,
    )


_FIRST_SECOND = int(datetime.min.replace(tzinfo=UTC).timestamp())
_LAST_SECOND = int(datetime.max.replace(tzinfo=UTC, microsecond=0).timestamp())


def _series(query: MetricQuery, raw: Wire) -> MetricSeries:
    try:
        return _readable_series(query, raw)
    except Malformed as error:
        return MetricSeries(query=query, status="Malformed", message=str(error))


def _readable_series(query: MetricQuery, raw: Wire) -> MetricSeries:
    x = tuple(integer("XAxisValues", value) for value in sequence(raw, "XAxisValues"))
    if query.x_axis == "Timestamp" and x and (min(x) < _FIRST_SECOND or max(x) > _LAST_SECOND):
        raise Malformed("XAxisValues", "seconds since 1970 of the years 1 to 9999", f"{min(x)} to {max(x)}")
    y = tuple(number("MetricValues", value) for value in sequence(raw, "MetricValues"))
    if len(x) != len(y):
        raise Malformed("MetricValues", f"as many as XAxisValues, {len(x)}", len(y))
    return MetricSeries(query=query, status=text(raw, "Status"), message=optional_text(raw, "Message"), x=x, y=y)
