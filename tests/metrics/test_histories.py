"""The series of many components: full batches, the service's pace, and going on after a fault."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smexp_fp import local, metrics, trial_component
from smexp_fp.deletion import SeriesRead, Waiting
from smexp_fp.errors import AccessDenied, InvalidInput, Rejected, Unavailable
from smexp_fp.metrics import POINT, Histories, MetricDatum, MetricQuery, Point
from smexp_fp.records import MetricSummary, TrialComponent
from smexp_fp.testing.simulator import Behaviour, RateLimit, Simulator, VirtualClock

Wire = dict[str, Any]


class Service:
    """A client of the service that answers each query by its name and component, and may fail calls."""

    def __init__(self, fails: Callable[[int], Exception | None] = lambda _: None) -> None:
        self.batches: list[list[Wire]] = []
        self.fails = fails

    def batch_get_metrics(self, *, MetricQueries: Sequence[Any]) -> Any:
        self.batches.append([dict(query) for query in MetricQueries])
        error = self.fails(len(self.batches))
        if error is not None:
            raise error
        return {"MetricQueryResults": [self.answer(query) for query in MetricQueries]}

    def answer(self, query: Wire) -> Wire:
        number = int(query["ResourceArn"].rpartition("/")[2])
        return {
            "Status": "Complete",
            "XAxisValues": [0, 1],
            "MetricValues": [number, number + len(query["MetricName"]) / 100],
        }


class ServiceError(Exception):
    """An answer with an error, in botocore's shape."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.response = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}}


DENIED = ServiceError("AccessDeniedException", 400)
NAMES = ["loss", *(f"none-{number}" for number in range(9))]
METRICS = ("loss", "accuracy", "f1", "auc", "lr")


def component(number: int, *names: str) -> TrialComponent:
    arn = f"arn:aws:sagemaker:eu-west-1:123456789012:experiment-trial-component/{number}"
    return TrialComponent(name=f"c{number}", arn=arn, metrics=tuple(MetricSummary(name=name) for name in names))


def asked(service: Service) -> list[tuple[str, str]]:
    return sorted((query["ResourceArn"], query["MetricName"]) for batch in service.batches for query in batch)


def naive(components: Iterable[TrialComponent], names: Iterable[str] = METRICS) -> Histories:
    """Every series, one call for each."""
    pairs = [
        (one.name, metrics.get_metrics(Service(), [MetricQuery(name=name, resource_arn=one.arn)]).unwrap()[0])
        for one in components
        for name in names
    ]
    return Histories(series=tuple(series for _, series in pairs), components=tuple(name for name, _ in pairs))


def test_a_thousand_components_with_five_metrics_take_fifty_full_calls_and_keep_their_order() -> None:
    components = [component(number) for number in range(1000)]
    service = Service()
    found = metrics.histories(service, components, METRICS).unwrap()
    assert list(map(len, service.batches)) == [100] * 50
    assert found.components == tuple(one.name for one in components for _ in METRICS)
    assert [(series.query.resource_arn, series.query.name) for series in found.series] == [
        (one.arn, name) for one in components for name in METRICS
    ]
    assert all(series.y[0] == int(name[1:]) for name, series in zip(found.components, found.series, strict=True))


def test_without_names_each_component_has_those_of_its_own_once() -> None:
    components = [component(1, "loss", "f1"), component(2), component(3, "auc", "loss", "auc")]
    found = metrics.histories(Service(), components).unwrap()
    pairs = [(name, series.query.name) for name, series in zip(found.components, found.series, strict=True)]
    assert pairs == [("c1", "loss"), ("c1", "f1"), ("c3", "auc"), ("c3", "loss")]


def test_a_name_that_is_given_twice_counts_once() -> None:
    service = Service()
    found = metrics.histories(service, [component(1), component(2)], ["f1", "loss", "f1"]).unwrap()
    assert found == metrics.histories(Service(), [component(1), component(2)], ["f1", "loss"]).unwrap()
    assert [len(batch) for batch in service.batches] == [4]
    error = metrics.histories(service, [component(1)], ["f1", "f1", ""]).failure().error
    assert isinstance(error, InvalidInput)
    assert error.argument == "names[2]"


@pytest.mark.parametrize(("components", "names"), [([], ["loss"]), ([component(1)], []), ([component(1)], None)])
def test_of_nothing_there_is_nothing_and_no_call(components: list[TrialComponent], names: list[str] | None) -> None:
    service = Service()
    assert metrics.histories(service, components, names).unwrap() == Histories((), ())
    assert service.batches == []


def test_the_query_is_that_of_the_arguments() -> None:
    service = Service()
    found = metrics.histories(
        service, [component(7)], ["loss"], stat="Max", period="OneHour", x_axis="Timestamp", start=60, end=3600
    ).unwrap()
    assert service.batches == [
        [
            {
                "MetricName": "loss",
                "ResourceArn": component(7).arn,
                "MetricStat": "Max",
                "Period": "OneHour",
                "XAxisType": "Timestamp",
                "Start": 60,
                "End": 3600,
            }
        ]
    ]
    assert list(found.points()) == [
        Point(
            component="c7",
            metric="loss",
            statistic="Max",
            time=datetime(1970, 1, 1, 0, 0, second, tzinfo=UTC),
            value=value,
        )
        for second, value in ((0, 7.0), (1, 7.04))
    ]


# --- what the service says of a series --------------------------------------------------------------------------------


class Odd(Service):
    """Answers by the name of the metric."""

    def answer(self, query: Wire) -> Wire:
        points = {"XAxisValues": [3, 4], "MetricValues": [0.5, 0.25]}
        answers: dict[str, Wire] = {
            "complete": {"Status": "Complete", **points},
            "cut": {"Status": "Truncated", "Message": "too many", **points},
            "none": {"Status": "Complete"},
            "failed": {"Status": "InternalError", "Message": "try later"},
            "uneven": {"Status": "Complete", "XAxisValues": [1], "MetricValues": []},
            "never": {"Status": "Complete", "XAxisValues": [10**15], "MetricValues": [1.0]},
        }
        return answers[query["MetricName"]]


def test_what_was_cut_off_or_failed_says_so_in_its_place() -> None:
    found = metrics.histories(Odd(), [component(1)], ["complete", "cut", "none", "failed", "uneven"]).unwrap()
    assert [(point.metric, point.step, point.value, point.status) for point in found.points()] == [
        ("complete", 3, 0.5, "Complete"),
        ("complete", 4, 0.25, "Complete"),
        ("cut", 3, 0.5, "Truncated"),
        ("cut", 4, 0.25, "Truncated"),
        ("none", None, None, "Complete"),
        ("failed", None, None, "InternalError"),
        ("uneven", None, None, "Malformed"),
    ]
    assert [series.query.name for series in found.truncated] == ["cut"]
    assert [series.query.name for series in found.failed] == ["failed", "uneven"]
    assert found.series[3].message == "try later"


def test_a_time_that_no_calendar_has_is_malformed() -> None:
    [series] = metrics.histories(Odd(), [component(1)], ["never"], x_axis="Timestamp").unwrap().series
    assert series.status == "Malformed"
    assert "seconds since 1970" in (series.message or "")


def test_the_table_has_a_row_for_each_point_and_the_columns_of_points() -> None:
    found = metrics.histories(Service(), [component(1), component(2)], ["loss", "f1"]).unwrap()
    table = found.table()
    assert table.names == ("component", "metric", "statistic", "step", "time", "value", "status")
    assert table.records == tuple(found.points())
    assert table[POINT.value] == (1.0, 1.04, 1.0, 1.02, 2.0, 2.04, 2.0, 2.02)
    assert table.sort_by((POINT.value, "Descending"))[POINT.component][0] == "c2"
    assert table.group(by=[POINT.component, POINT.metric]).max(POINT.value).rows == (
        ("c1", "loss", 2, 1.04),
        ("c1", "f1", 2, 1.02),
        ("c2", "loss", 2, 2.04),
        ("c2", "f1", 2, 2.02),
    )
    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301 - our own


def test_the_frame_has_whole_steps_and_utc_times() -> None:
    polars = pytest.importorskip("polars")
    by_step = metrics.histories(Service(), [component(1)], ["loss"]).unwrap().table().frame("polars")
    assert by_step.schema["step"] == polars.Int64
    assert by_step["value"].to_list() == [1.0, 1.04]
    by_time = metrics.histories(Service(), [component(1)], ["loss"], x_axis="Timestamp").unwrap().table()
    assert by_time.frame("polars")["time"].to_list() == [datetime(1970, 1, 1, 0, 0, at, tzinfo=UTC) for at in (0, 1)]


# --- arguments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "argument"),
    [
        ({"names": ["loss", ""]}, "names[1]"),
        ({"names": ["loss", "x" * 256]}, "names[1]"),
        ({"names": [3]}, "names[0]"),
        ({"names": None, "components": [component(1, "loss"), component(2, "loss", "")]}, "components[1].metrics"),
        ({"components": [component(1), replace(component(2), arn="a" * 2049)]}, "components[1].arn"),
        ({"components": [component(1), "c2"]}, "components[1]"),
        ({"components": "c2"}, "components[0]"),
        ({"stat": "Median"}, "stat"),
        ({"period": "Day"}, "period"),
        ({"x_axis": "Days"}, "x_axis"),
        ({"start": 1.5}, "start"),
        ({"end": "late"}, "end"),
        ({"max_workers": 0}, "max_workers"),
        ({"patience": -1}, "patience"),
    ],
)
def test_an_argument_that_breaks_a_rule_is_named_and_nothing_is_sent(changed: dict[str, Any], argument: str) -> None:
    service = Service()
    arguments: dict[str, Any] = {"components": [component(1)], "names": ["loss"], **changed}
    result = metrics.histories(service, **arguments)
    error = result.failure().error
    assert isinstance(error, InvalidInput)
    assert error.argument == argument
    assert service.batches == []


def test_the_argument_is_named_beyond_the_first_batch() -> None:
    components = [*(component(number) for number in range(400)), replace(component(1), arn="a" * 2049)]
    error = metrics.histories(Service(), components, ["loss", "f1"]).failure().error
    assert isinstance(error, InvalidInput)
    assert error.argument == "components[400].arn"


def test_the_records_of_a_list_need_names() -> None:
    client = local.client(":memory:")
    trial_component.create(client, "c").unwrap()
    listed = trial_component.list_trial_components(client)
    service = Service()
    error = metrics.histories(service, listed).failure().error
    assert isinstance(error, InvalidInput)
    assert (error.argument, service.batches) == ("names", [])
    assert "components[0] is a TrialComponentSummary" in error.rule


def test_names_are_no_single_text() -> None:
    with pytest.raises(TypeError, match="names must be an iterable, not a string"):
        metrics.histories(Service(), [component(1)], "loss")


def test_a_failure_of_the_listing_is_the_failure_before_any_call_and_again_when_resumed() -> None:
    service = Service()
    listing = trial_component.list_trial_components(local.client(":memory:"), resume_from="nonsense")
    failure = metrics.histories(service, listing, ["loss"]).failure()
    assert isinstance(failure.error, Rejected)
    assert (failure.left, failure.read, service.batches) == ((), Histories((), ()), [])
    assert failure.resume(service).failure() == failure
    assert str(failure) == f"no series was read: {failure.error}"


# --- faults -----------------------------------------------------------------------------------------------------------


def test_an_error_of_one_call_does_not_stop_the_others_and_resume_gives_the_whole_in_order() -> None:
    components = [component(number) for number in range(90)]
    whole = naive(components)
    service = Service(lambda call: DENIED if call in {2, 4} else None)
    failure = metrics.histories(service, components, METRICS, max_workers=1).failure()
    assert isinstance(failure.error, AccessDenied)
    assert [one.position for one in failure.left] == [*range(100, 200), *range(300, 400)]
    assert failure.read.series == (*whole.series[:100], *whole.series[200:300], *whole.series[400:])
    assert str(failure).startswith("200 of 450 series were not read: AccessDenied")

    again = Service(lambda call: DENIED if call == 2 else None)
    second = failure.resume(again, max_workers=1).failure()
    assert [one.position for one in second.left] == [*range(300, 400)]
    last = Service()
    assert second.resume(last).unwrap() == whole
    assert len(last.batches) == 1


def test_a_deadline_keeps_what_was_read() -> None:
    simulator = Simulator(Behaviour(latency=(1.0, 1.0)))
    components = seeded(simulator, 30)
    failure = metrics.histories(
        simulator.metrics_client(),
        components,
        NAMES,
        clock=simulator.clock,
        max_workers=1,
        deadline=1.5,
    ).failure()
    assert isinstance(failure.error, Unavailable)
    assert "reading metrics was not finished: deadline" in failure.error.message
    assert (len(failure.read.series), len(failure.left)) == (200, 100)
    whole = failure.resume(simulator.metrics_client(), clock=simulator.clock).unwrap()
    assert whole == metrics.histories(local.metrics_client(simulator.store), components, NAMES).unwrap()


def test_cancelled_and_a_callback_that_raises_stop_it() -> None:
    components = [component(number) for number in range(30)]
    service = Service()
    failure = metrics.histories(
        service, components, NAMES, max_workers=1, cancelled=lambda: len(service.batches) > 0
    ).failure()
    assert "cancelled" in failure.error.message
    assert len(failure.left) == 300 - 100 * len(service.batches) > 0

    def complain(event: object) -> None:
        raise RuntimeError(f"seen {type(event).__name__}")

    failing = Service(lambda _: DENIED)
    stopped = metrics.histories(failing, components, NAMES, max_workers=1, on_progress=complain).failure()
    assert len(stopped.left) == 300


def seeded(simulator: Simulator, number: int) -> tuple[TrialComponent, ...]:
    """Components with a series of a few points each, made without faults."""
    client, metrics_client = local.client(simulator.store), local.metrics_client(simulator.store)
    for one in range(number):
        made = trial_component.create(client, f"c{one:03}").unwrap()
        data = [
            MetricDatum(name="loss", value=one + step / 10, timestamp=datetime(2026, 1, 1, tzinfo=UTC), step=step)
            for step in range(one % 3)
        ]
        metrics.put_metrics(metrics_client, made, data).unwrap()
    found = trial_component.search(client, sort_by="TrialComponentName", sort_order="Ascending")
    return found.collect().unwrap()


@settings(max_examples=10)
@given(st.integers(0, 2**32), st.integers(1, 8))
def test_throttled_with_lag_and_lost_answers_the_result_is_the_same(seed: int, workers: int) -> None:
    simulator = Simulator()
    components = seeded(simulator, 12)
    names = [f"none-{number}" for number in range(24)] + ["loss"]  # three calls
    whole = metrics.histories(local.metrics_client(simulator.store), components, names).unwrap()
    simulator.become(
        Behaviour(
            seed=seed,
            limits={"*": RateLimit(2.0)},
            lag=5.0,
            latency=(0.05, 0.5),
            server_errors=0.2,
            dropped=0.2,
            lost_answers=0.2,
        )
    )
    simulator.forget_calls()
    found = metrics.histories(
        simulator.metrics_client(), components, names, clock=simulator.clock, seed=seed, max_workers=workers
    ).unwrap()
    assert found == whole
    assert simulator.calls["BatchGetMetrics"].done >= 3


def test_a_failure_that_is_raised_says_what_happened() -> None:
    failure = metrics.histories(Service(lambda _: DENIED), [component(1)], ["loss"]).failure()
    with pytest.raises(Exception, match="1 of 1 series were not read") as raised:
        raise failure
    assert raised.value.__cause__ is failure.error
    assert pickle.loads(pickle.dumps(failure)) == failure  # noqa: S301 - our own


def test_a_text_for_histories_is_one_short_line() -> None:
    found = metrics.histories(Service(), [component(1), component(2)], ["a", "b", "c"]).unwrap()
    assert repr(found) == "<6 series of 2 components>"


def test_a_fault_that_passes_is_an_event_and_no_failure() -> None:
    service = Service(lambda call: ServiceError("InternalFailure", 500) if call == 1 else None)
    events: list[object] = []
    found = metrics.histories(
        service, [component(1)], METRICS, clock=VirtualClock(), on_progress=events.append
    ).unwrap()
    assert found == naive([component(1)])
    assert [type(event) for event in events] == [Waiting, SeriesRead]
    assert events[-1] == SeriesRead(series=len(METRICS), total=len(METRICS))


def test_a_search_and_a_list_are_read_directly() -> None:
    store = local.Store.open(":memory:")
    client, metrics_client = local.client(store), local.metrics_client(store)
    made = trial_component.create(client, "train").unwrap()
    datum = MetricDatum(name="loss", value=0.5, timestamp=datetime(2026, 1, 1, tzinfo=UTC), step=3)
    metrics.put_metrics(metrics_client, made, [datum]).unwrap()
    by_search = metrics.histories(metrics_client, trial_component.search(client)).unwrap()
    by_list = metrics.histories(metrics_client, trial_component.list_trial_components(client), ["loss"]).unwrap()
    assert by_search == by_list
    assert list(by_search.points()) == [Point(component="train", metric="loss", statistic="Last", step=3, value=0.5)]
