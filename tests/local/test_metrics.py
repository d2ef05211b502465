"""BatchPutMetrics, BatchGetMetrics, and the summaries that Describe and Search show of them."""

from __future__ import annotations

import math
import statistics
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp.local import Store
from smexp_fp.local._metrics import MAX_POINTS
from tests.support.wire import Wire, done

ARN = "arn:aws:sagemaker:us-east-1:123456789012:experiment-trial-component/c"


def datum(value: float, time: float = 60, step: int | None = None, name: str = "loss") -> Wire:
    return {"MetricName": name, "Timestamp": time, "Value": value} | ({} if step is None else {"Step": step})


def put(store: Store, *data: Wire) -> Wire:
    if store.answer("DescribeTrialComponent", {"TrialComponentName": "c"}).is_error:
        store.answer("CreateTrialComponent", {"TrialComponentName": "c"})
    return done(store, "BatchPutMetrics", TrialComponentName="c", MetricData=list(data))


def query(stat: str, period: str, axis: str, **more: Any) -> Wire:
    named = {"MetricName": "loss", "ResourceArn": ARN}
    return {**named, "MetricStat": stat, "Period": period, "XAxisType": axis, **more}


def results(store: Store, *queries: Wire) -> list[Wire]:
    found: list[Wire] = done(store, "BatchGetMetrics", MetricQueries=list(queries))["MetricQueryResults"]
    return found


def summary_of(store: Store) -> Wire:
    (summary,) = done(store, "DescribeTrialComponent", TrialComponentName="c")["Metrics"]
    return dict(summary)


def test_summaries_in_describe_and_search(client: Any, metrics: Any) -> None:
    client.create_trial_component(TrialComponentName="c")
    at = datetime(2024, 1, 1, tzinfo=UTC)
    data = [
        {"MetricName": "loss", "Timestamp": at, "Value": value, "Step": step}
        for step, value in enumerate([4.0, 1.0, 1.0])
    ]
    assert "Errors" not in metrics.batch_put_metrics(TrialComponentName="c", MetricData=data)
    (summary,) = client.describe_trial_component(TrialComponentName="c")["Metrics"]
    assert summary == {
        "MetricName": "loss",
        "SourceArn": ARN,
        "TimeStamp": at,
        "Max": 4.0,
        "Min": 1.0,
        "Last": 1.0,
        "Count": 3,
        "Avg": pytest.approx(2.0),
        "StdDev": pytest.approx(math.sqrt(2)),
    }
    (hit,) = client.search(
        Resource="ExperimentTrialComponent",
        SearchExpression={"Filters": [{"Name": "metrics.loss.max", "Operator": "GreaterThan", "Value": "3"}]},
    )["Results"]
    assert hit["TrialComponent"]["Metrics"] == [summary]


@pytest.mark.parametrize(
    ("data", "last"),
    [
        ([(1.0, 20, None), (2.0, 10, 9)], 1.0),  # the later time
        ([(1.0, 10, 5), (2.0, 10, 4)], 1.0),  # of one time, the greater step
        ([(1.0, 10, 0), (2.0, 10, None)], 1.0),  # of one time, any step beats none
        ([(1.0, 10, 5), (2.0, 10, 5)], 2.0),  # of equals, the one put later
    ],
)
def test_the_last_datum(store: Store, data: list[tuple[float, float, int | None]], last: float) -> None:
    put(store, *(datum(*one) for one in data))
    assert summary_of(store)["Last"] == last


def test_each_datum_is_refused_by_itself(store: Store) -> None:
    answer = put(
        store, datum(1), datum(math.nan), datum(1, name=""), datum(1, name="x" * 256), datum(1, step=-1), {}, datum(2)
    )
    assert answer == {"Errors": [{"Code": "VALIDATION_ERROR", "MetricIndex": index} for index in (1, 2, 3, 4, 5)]}
    assert summary_of(store)["Count"] == 2


def test_an_unknown_component_is_an_error_of_every_datum(store: Store) -> None:
    answer = store.answer("BatchPutMetrics", {"TrialComponentName": "no", "MetricData": [datum(1), datum(2)]})
    assert [error["MetricIndex"] for error in answer.body["Errors"]] == [0, 1]


def test_the_request_as_a_whole_is_limited(store: Store) -> None:
    requests: list[Wire] = [
        {"TrialComponentName": "c", "MetricData": []},
        {"TrialComponentName": "c", "MetricData": [datum(1)] * 11},
        {"TrialComponentName": "Upper", "MetricData": [datum(1)]},
    ]
    for request in requests:
        assert store.answer("BatchPutMetrics", request).body["__type"] == "ValidationException"


@pytest.mark.parametrize(
    ("asked", "points"),
    [
        (query("Avg", "OneMinute", "Timestamp"), [(60, 2.0), (120, 5.0), (3600, 8.0)]),
        (query("Count", "FiveMinute", "Timestamp"), [(0, 3.0), (3600, 2.0)]),
        (query("Max", "OneHour", "Timestamp"), [(0, 5.0), (3600, 9.0)]),
        (query("Last", "IterationNumber", "IterationNumber"), [(0, 3.0), (1, 5.0), (2, 7.0)]),
        (query("StdDev", "IterationNumber", "IterationNumber"), [(0, 1.0), (1, 0.0), (2, 0.0)]),
        (query("Min", "IterationNumber", "Timestamp"), [(119, 1.0), (120, 5.0), (3600, 7.0)]),
        (query("Min", "OneHour", "IterationNumber"), [(1, 1.0), (2, 7.0)]),
        (query("Avg", "OneMinute", "Timestamp", Start=120, End=3600), [(120, 5.0), (3600, 8.0)]),
        (query("Avg", "IterationNumber", "IterationNumber", Start=1, End=1), [(1, 5.0)]),
    ],
)
def test_points_by_time_and_by_step(store: Store, asked: Wire, points: list[tuple[int, float]]) -> None:
    put(store, datum(1, 60, 0), datum(3, 119.9, 0), datum(5, 120, 1), datum(7, 3600, 2), datum(9, 3601))
    (result,) = results(store, asked)
    assert result["Status"] == "Complete"
    assert list(zip(result["XAxisValues"], result["MetricValues"], strict=True)) == points


def test_results_are_in_the_order_of_queries_with_a_status_each(store: Store) -> None:
    put(store, datum(1))
    job = "arn:aws:sagemaker:us-east-1:123456789012:training-job/j"
    store.set_source("c", job)
    by_minute = query("Avg", "OneMinute", "Timestamp")
    others: list[Wire] = [{}, {"ResourceArn": f"{ARN}x"}, {"ResourceArn": job}, {"MetricName": "none"}]
    found = results(store, *(by_minute | other for other in others))
    assert [result["Status"] for result in found] == ["Complete", "ValidationError", "Complete", "Complete"]
    assert "does not exist" in found[1]["Message"]
    assert [result["MetricValues"] for result in found] == [[1.0], [], [1.0], []]


def test_only_an_existing_component_can_be_given_a_source(store: Store) -> None:
    with pytest.raises(LookupError, match="absent"):
        store.set_source("absent", "arn:aws:sagemaker:us-east-1:123456789012:training-job/j")


def test_too_many_points_are_cut_off(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_POINTS >= 1000
    monkeypatch.setattr("smexp_fp.local._metrics.MAX_POINTS", 2)
    put(store, *(datum(step, 60, step) for step in range(3)))
    (result,) = results(store, query("Avg", "IterationNumber", "IterationNumber"))
    assert (result["Status"], result["XAxisValues"]) == ("Truncated", [0, 1])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_law_the_running_statistics_are_those_of_all_data(values: list[float]) -> None:
    with Store.open(":memory:") as store:
        for time, value in enumerate(values):
            assert put(store, datum(value, time)) == {}
        found = summary_of(store)
    assert (found["Count"], found["Min"], found["Max"], found["Last"]) == (
        len(values),
        min(values),
        max(values),
        values[-1],
    )
    assert found["Avg"] == pytest.approx(statistics.fmean(values), abs=1e-6)
    assert found["StdDev"] == pytest.approx(statistics.pstdev(values), abs=1e-3)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=10))
def test_law_the_running_statistics_are_finite(values: list[float]) -> None:
    with Store.open(":memory:") as store:
        assert put(store, *(datum(value) for value in values)) == {}
        found = summary_of(store)
    assert math.isfinite(found["Avg"])
    assert math.isfinite(found["StdDev"])
