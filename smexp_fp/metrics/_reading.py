"""How the series of many components are read: in full batches, and at the service's pace."""

from __future__ import annotations

from typing import Final

from returns.result import Failure, Result, Success

from smexp_fp._api.bulk.caller import Stopped
from smexp_fp._api.bulk.events import GaveUp, SeriesRead
from smexp_fp._api.bulk.settings import Settings
from smexp_fp._api.call import Call
from smexp_fp.clients import GetsMetrics
from smexp_fp.errors import SmexpError
from smexp_fp.metrics._histories import Histories, HistoriesFailure, Unread
from smexp_fp.metrics._series import GET_BATCH, MetricSeries, get_call
from smexp_fp.results import is_failure

OPERATION: Final = "BatchGetMetrics"


def read(
    client: GetsMetrics, left: tuple[Unread, ...], earlier: Histories, settings: Settings
) -> Result[Histories, HistoriesFailure]:
    """Read series, and put them in their places among those that were read before."""
    invalid = settings.invalid(OPERATION)
    if invalid is not None:
        return Failure(HistoriesFailure(error=invalid, read=earlier, left=left))
    caller = settings.caller(client)
    batches = [left[start : start + GET_BATCH] for start in range(0, len(left), GET_BATCH)]
    answers: dict[int, tuple[MetricSeries, ...]] = {}
    errors: list[SmexpError] = []

    async def read_batch(number: int, call: Call[tuple[MetricSeries, ...]]) -> None:
        component = batches[number][0].component
        result = await caller.call(call, component)
        if is_failure(result):
            errors.append(result.failure())
            caller.report(GaveUp(operation=OPERATION, name=component, error=result.failure()))
        else:
            answers[number] = result.unwrap()
            caller.report(SeriesRead(series=sum(map(len, answers.values())), total=len(left)))

    calls = [get_call(tuple(one.query for one in batch)) for batch in batches]
    try:
        caller.run(caller.together(read_batch(number, call) for number, call in enumerate(calls)))
    except Stopped as stop:
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
