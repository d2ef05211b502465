"""The series of many components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, SupportsIndex, Unpack, cast, final

from returns.result import Failure, Result, Success

from smexp_fp._api.call import Call
from smexp_fp._api.rules import first_violation, invalid_input
from smexp_fp._api.wire import as_tuple
from smexp_fp._base.keywords import shares_keywords
from smexp_fp._base.lazy import LazyModule
from smexp_fp._base.raisable import raisable
from smexp_fp.clients import GetsMetrics
from smexp_fp.errors import InvalidInput, SmexpError
from smexp_fp.metrics._points import POINT, Point
from smexp_fp.metrics._series import GET_BATCH, MetricQuery, MetricSeries, MetricStat, Period, XAxis, get_call
from smexp_fp.options import PacingOptions
from smexp_fp.records import TrialComponent, TrialComponentSummary
from smexp_fp.results import is_failure

if TYPE_CHECKING:
    from smexp_fp import tables
    from smexp_fp._api.bulk import caller as bulk
    from smexp_fp._api.bulk import events, settings
else:
    # They take longer to import than this module, and a program that reads no histories does without them.
    bulk, events = LazyModule("smexp_fp._api.bulk.caller"), LazyModule("smexp_fp._api.bulk.events")
    settings, tables = LazyModule("smexp_fp._api.bulk.settings"), LazyModule("smexp_fp.tables")

OPERATION: Final = "BatchGetMetrics"


@final
@dataclass(frozen=True, slots=True)
class Histories:
    """The series of many components.

    Attributes:
        series: A series for each component and metric, in order.
        components: The name of the component of each series.
    """

    series: tuple[MetricSeries, ...]
    components: tuple[str, ...]

    def __repr__(self) -> str:
        components = len(dict.fromkeys(self.components))
        return f"<{len(self.series)} series of {components} component{'' if components == 1 else 's'}>"

    @property
    def truncated(self) -> tuple[MetricSeries, ...]:
        """The series of which the service has more points than it sent."""
        return tuple(series for series in self.series if series.status == "Truncated")

    @property
    def failed(self) -> tuple[MetricSeries, ...]:
        """The series that the service did not answer, or not readably. Their `message` says why.

        `get_metrics` asks for them again, by their `query`.
        """
        return tuple(series for series in self.series if series.status not in {"Complete", "Truncated"})

    def points(self) -> Iterator[Point]:
        """Every point of every series; a series without any is a point without a value."""
        for component, series in zip(self.components, self.series, strict=True):
            query = series.query
            by_time = query.x_axis == "Timestamp"
            pairs: Iterable[tuple[int | None, float | None]] = zip(series.x, series.y, strict=True)
            for x, y in pairs if series.x else [(None, None)]:
                yield Point(
                    component=component,
                    metric=query.name,
                    statistic=query.stat,
                    step=None if by_time else x,
                    time=datetime.fromtimestamp(x, UTC) if by_time and x is not None else None,
                    value=y,
                    status=series.status,
                )

    def table(self) -> tables.Table[Point]:
        """One long table, with a row for each point. It has the columns of `POINT`."""
        return tables.Table(POINT.all, tuple(self.points()))


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A series that was not read.

    Attributes:
        position: Its position among all series.
        component: The name of the component.
        query: The query.
    """

    position: int
    component: str
    query: MetricQuery


@final
@raisable
@dataclass(frozen=True, slots=True, kw_only=True)
class HistoriesFailure(Exception):
    """Why not all series were read.

    Attributes:
        error: What stopped it; the first one where there were several.
        read: The series that were read.
        left: The series that were not read; none if the arguments or the listing of components stopped it.
    """

    error: SmexpError
    read: Histories
    left: tuple[Unread, ...]

    def __post_init__(self) -> None:
        """Let a traceback show what stopped it."""
        Exception.__setattr__(self, "__cause__", self.error)

    def __str__(self) -> str:
        """Return the error and what is left."""
        if not self.left:
            return f"no series was read: {self.error}"
        return f"{len(self.left)} of {len(self.left) + len(self.read.series)} series were not read: {self.error}"

    @shares_keywords(PacingOptions)
    def resume(self, client: GetsMetrics, **pacing: Unpack[PacingOptions]) -> Result[Histories, HistoriesFailure]:
        """Read what is left.

        Args:
            client: Has BatchGetMetrics: a client of the service `sagemaker-metrics`.
            **pacing: The pace of the calls; see `smexp_fp.options.PacingOptions`.

        Returns:
            All series in their order, those that were read before and the rest.

        Failures:
            Those of `histories`. It is this failure again if the arguments or the listing of components stopped it.
        """
        return _read(client, self.left, self.read, settings.Settings(**pacing)) if self.left else Failure(self)


@shares_keywords(PacingOptions)
def histories(
    client: GetsMetrics,
    components: Iterable[TrialComponent | TrialComponentSummary]
    | Iterable[Result[TrialComponent, SmexpError]]
    | Iterable[Result[TrialComponentSummary, SmexpError]],
    names: Iterable[str] | None = None,
    *,
    stat: MetricStat = "Last",
    period: Period = "IterationNumber",
    x_axis: XAxis = "IterationNumber",
    start: SupportsIndex | None = None,
    end: SupportsIndex | None = None,
    **pacing: Unpack[PacingOptions],
) -> Result[Histories, HistoriesFailure]:
    """Read the series of many components, a hundred per call, several calls at a time.

    A call that the service limits, or that fails for a passing reason, is repeated, as in a deletion.

    Args:
        client: Has BatchGetMetrics: a client of the service `sagemaker-metrics`.
        components: Records, a listing or a search.
        names: The names of the metrics; a name that is given twice counts once. Without them, those that each component
            has, as a search or `load` tells. The records of a list do not tell, and need names.
        stat: The statistic that combines the values of a period.
        period: The period: one iteration, or a length of time.
        x_axis: The unit of the x axis: iterations, or timestamps.
        start: The beginning of the series, in the unit of the x axis: steps, or seconds since 1970.
        end: The end of the series, in the same unit.
        **pacing: The pace of the calls; see `smexp_fp.options.PacingOptions`.

    Returns:
        A series for each component and metric, in order. The status of a series says whether the service answered its
        query, and whether it cut off the answer.

    Failures:
        `HistoriesFailure`, with what was read, what is left, and the error: `InvalidInput`, the failure of the listing,
        and those of every call. An error of one call does not stop the others.

    >>> from datetime import UTC, datetime
    >>> from smexp_fp import local, metrics, trial_component
    >>> store = local.Store.open(":memory:")
    >>> client, metrics_client = local.client(store), local.metrics_client(store)
    >>> made = trial_component.create(client, "train").unwrap()
    >>> data = [
    ...     metrics.MetricDatum(name="loss", value=1 / (step + 1), timestamp=datetime.now(UTC), step=step)
    ...     for step in range(2)
    ... ]
    >>> _ = metrics.put_metrics(metrics_client, made, data)
    >>> found = metrics.histories(metrics_client, trial_component.search(client), ["loss"]).unwrap()
    >>> found.table()
    component  metric  statistic  step  time  value  status
    train      loss    Last       0     -     1      Complete
    train      loss    Last       1     -     0.5    Complete
    (2 rows)
    """
    listed = None if names is None else as_tuple("names", names)
    given = None if listed is None else tuple(name for at, name in enumerate(listed) if name not in listed[:at])
    wanted: list[Unread] = []
    origins: list[int] = []
    for index, item in enumerate(components):
        if isinstance(item, Result):
            result = cast("Result[TrialComponent | TrialComponentSummary, SmexpError]", item)
            if is_failure(result):
                return _not_begun(result.failure())
            component = result.unwrap()
        else:
            component = item
        described = _names(component, given, index)
        if isinstance(described, InvalidInput):
            return _not_begun(described)
        for name in described:
            query = MetricQuery(
                name=name,
                resource_arn=component.arn,
                stat=stat,
                period=period,
                x_axis=x_axis,
                start=start,
                end=end,
            )
            wanted.append(Unread(position=len(wanted), component=component.name, query=query))
            origins.append(index)
    invalid = _invalid_query([one.query for one in wanted], origins, listed)
    if invalid is not None:
        return _not_begun(invalid)
    return _read(client, tuple(wanted), NOTHING, settings.Settings(**pacing))


NOTHING: Final = Histories((), ())


def _not_begun(error: SmexpError) -> Failure[HistoriesFailure]:
    return Failure(HistoriesFailure(error=error, read=NOTHING, left=()))


def _names(component: object, given: tuple[str, ...] | None, index: int) -> Iterable[str] | InvalidInput:
    """The names of the metrics of a component that are wanted."""
    if not isinstance(component, TrialComponent | TrialComponentSummary):
        rule = "must be a record of a trial component"
        return invalid_input(OPERATION, f"components[{index}]", component, rule)
    if given is not None:
        return given
    if isinstance(component, TrialComponent):
        return dict.fromkeys(metric.name for metric in component.metrics)
    rule = f"must be given, since components[{index}] is a TrialComponentSummary, which has no metrics"
    return invalid_input(OPERATION, "names", None, rule)


def _invalid_query(
    queries: list[MetricQuery], origins: list[int], names: tuple[str, ...] | None
) -> InvalidInput | None:
    """The first query that breaks a rule of the service, by the argument that is to blame."""
    for start in range(0, len(queries), GET_BATCH):
        call = get_call(tuple(queries[start : start + GET_BATCH]))
        violation = first_violation(OPERATION, call.parameters)
        if violation is None:
            continue
        _, index, member = violation.path[:3]
        at = start + int(index.strip("[]"))
        component = f"components[{origins[at]}]"
        name = f"{component}.metrics" if names is None else f"names[{names.index(queries[at].name)}]"
        argument = {
            ".MetricName": name,
            ".ResourceArn": f"{component}.arn",
            ".MetricStat": "stat",
            ".Period": "period",
            ".XAxisType": "x_axis",
            ".Start": "start",
            ".End": "end",
        }[member]
        return invalid_input(OPERATION, argument, violation.value, violation.rule)
    return None


def _read(
    client: GetsMetrics, left: tuple[Unread, ...], earlier: Histories, pacing: settings.Settings
) -> Result[Histories, HistoriesFailure]:
    """Read series, and put them in their places among those that were read before."""
    invalid = pacing.invalid(OPERATION)
    if invalid is not None:
        return Failure(HistoriesFailure(error=invalid, read=earlier, left=left))
    caller = pacing.caller(client)
    batches = [left[start : start + GET_BATCH] for start in range(0, len(left), GET_BATCH)]
    answers: dict[int, tuple[MetricSeries, ...]] = {}
    errors: list[SmexpError] = []

    async def read_batch(number: int, call: Call[tuple[MetricSeries, ...]]) -> None:
        component = batches[number][0].component
        result = await caller.call(call, component)
        if is_failure(result):
            errors.append(result.failure())
            caller.report(events.GaveUp(operation=OPERATION, name=component, error=result.failure()))
        else:
            answers[number] = result.unwrap()
            caller.report(events.SeriesRead(series=sum(map(len, answers.values())), total=len(left)))

    calls = [get_call(tuple(one.query for one in batch)) for batch in batches]
    try:
        caller.run(caller.together(read_batch(number, call) for number, call in enumerate(calls)))
    except bulk.Stopped as stop:
        errors.append(stop.as_error(OPERATION, "reading metrics"))
    found = {
        one.position: (one.component, series)
        for number, batch in enumerate(batches)
        for one, series in zip(batch, answers.get(number, ()), strict=False)  # none of a batch that was not answered
    }
    unread = tuple(one for number, batch in enumerate(batches) if number not in answers for one in batch)
    read_now = _merged(earlier, found, {one.position for one in unread})
    return Failure(HistoriesFailure(error=errors[0], read=read_now, left=unread)) if unread else Success(read_now)


def _merged(earlier: Histories, found: dict[int, tuple[str, MetricSeries]], unread: set[int]) -> Histories:
    """All series by position: those that were read before are in the places of no other."""
    before = iter(zip(earlier.components, earlier.series, strict=True))
    size = len(earlier.series) + len(found) + len(unread)
    pairs = [found[place] if place in found else next(before) for place in range(size) if place not in unread]
    return Histories(series=tuple(series for _, series in pairs), components=tuple(name for name, _ in pairs))
