"""What an answer must have, and how its numbers are read: by the service's model, for every operation."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from botocore.model import Shape
from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Success

from smexp_fp import experiment, metrics, records, tags, trial, trial_component
from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.listing import TotalHits
from smexp_fp.records import MetricSummary, TrialComponent
from tests.support import catalogue, clients, model
from tests.support.clients import recorder

ARN = "arn:aws:sagemaker:us-east-1:123456789012:experiment-trial-component/my-name"

# --- required members -----------------------------------------------------------------------------------------------

OWN_ARN = {
    **dict.fromkeys(("Experiment", "ExperimentSummary", "DescribeExperimentResponse"), "ExperimentArn"),
    **dict.fromkeys(("Trial", "TrialSummary", "DescribeTrialResponse"), "TrialArn"),
    **dict.fromkeys(
        (
            "TrialComponent",
            "TrialComponentSummary",
            "TrialComponentSimpleSummary",
            "DescribeTrialComponentResponse",
        ),
        "TrialComponentArn",
    ),
}
"""Beyond the model, a record needs a name or an ARN."""

NEEDED = {"SearchRecord": ("Experiment", "Trial", "TrialComponent"), "BatchPutMetricsError": ("MetricIndex",)}
"""Without these, what is said concerns nothing that is known."""


def barest(shape: Shape) -> Any:
    """A value with one item in each list and map, and in each structure only what is required."""
    match shape.type_name:
        case "structure":
            inside = model.members(shape)
            wanted = {*model.required(shape), *NEEDED.get(shape.name, ()), OWN_ARN.get(shape.name)}
            return {
                name: [barest(model.member(child))] if child.type_name == "list" else barest(child)
                for name, child in inside.items()
                if name in wanted or child.type_name in {"list", "map"}
            }
        case "list":
            return []
        case "map":
            return {"key": barest(model.entry(shape)[1])}
        case "integer" | "long":
            return 0
        case _:
            return model.sample(shape)


@pytest.mark.parametrize("function", catalogue.CALLS)
def test_an_answer_with_nothing_but_what_is_required_is_decoded(function: str) -> None:
    if function.endswith(("delete_all", "with force")):
        pytest.skip("a deletion works on what it has listed, and its own tests say what comes of that")

    def respond(operation: str, _parameters: Mapping[str, Any]) -> object:
        shape = model.operation_model(operation).output_shape
        return {} if shape is None or operation == "BatchPutMetrics" else barest(shape)

    result = catalogue.outcome(catalogue.CALLS[function](recorder(respond)))
    assert isinstance(result, Success), result


class Textless(Exception):
    """An exception whose text cannot be had."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


class Raising(Mapping[str, object]):
    """An answer that raises as soon as it is read."""

    def __getitem__(self, key: str) -> object:
        raise Textless

    def __iter__(self) -> Iterator[str]:
        raise Textless

    def __len__(self) -> int:
        return 1


def test_an_answer_that_raises_without_a_text_is_a_malformed_response() -> None:
    error = experiment.load(recorder(lambda *_: Raising()), "e").failure()
    assert isinstance(error, MalformedResponse)
    assert "Textless" in error.message


def test_a_deletion_without_an_arn_in_its_answer_gives_that_of_the_record() -> None:
    client = recorder(lambda *_: {})
    component = TrialComponent(name="my-name", arn=ARN)
    assert trial_component.delete(client, component) == Success(ARN)
    assert trial_component.delete(client, "my-name") == Success("")
    assert trial.delete(client, "t") == Success("")
    assert experiment.delete(client, "e") == Success("")


def test_a_link_without_arns_in_its_answer_has_those_of_the_records() -> None:
    component = TrialComponent(name="my-name", arn=ARN)
    for call in (trial.add_trial_component, trial.remove_trial_component):
        linked = call(recorder(lambda *_: {}), "t", component).unwrap()
        assert (linked.trial_arn, linked.component_arn) == ("", ARN)


def test_what_is_saved_keeps_the_arn_that_it_has() -> None:
    component = TrialComponent(name="my-name", arn=ARN, parameters=records.FrozenMap({"lr": 0.1}))
    assert trial_component.save(recorder(lambda *_: {}), component).unwrap().arn == ARN


def test_what_is_created_without_an_arn_in_the_answer_has_none() -> None:
    made = trial_component.create(recorder(lambda *_: {}), "my-name").unwrap()
    assert (made.name, made.arn) == ("my-name", "")


SUMMARIES: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("Experiment", "ExperimentSummaries", experiment.list_experiments),
    ("Trial", "TrialSummaries", trial.list_trials),
    ("TrialComponent", "TrialComponentSummaries", trial_component.list_trial_components),
]


@pytest.mark.parametrize(("kind", "member", "call"), SUMMARIES, ids=[kind for kind, _, _ in SUMMARIES])
def test_a_summary_needs_a_name_or_an_arn(kind: str, member: str, call: Callable[[Any], Any]) -> None:
    rows: list[Any] = [{f"{kind}Name": "n"}, {f"{kind}Arn": ARN}, {}, {f"{kind}Arn": "no-arn"}]
    found, failures = call(recorder(lambda *_: {member: rows})).partition()
    assert [(item.name, item.arn) for item in found] == [("n", ""), ("my-name", ARN)]
    assert [(failure.record, failure.position) for failure in failures] == [(None, 2), ("no-arn", 3)]


# --- numbers --------------------------------------------------------------------------------------------------------

NUMBERS: list[tuple[object, float]] = [
    (1, 1.0),
    (0.5, 0.5),
    ("0.5", 0.5),
    ("-1e3", -1000.0),
    ("7", 7.0),
    (Decimal("0.25"), 0.25),
    ("NaN", math.nan),
    ("Infinity", math.inf),
    ("-Infinity", -math.inf),
    (math.nan, math.nan),
]
NO_NUMBERS: list[object] = [True, False, "x", "", " 1", "1_000", "nan", "inf", "0x1", "٣", [], {}, 10**400, "9" * 5000]
NO_WHOLE_NUMBERS: list[object] = [*NO_NUMBERS[:-2], 1.5, "1.5", "NaN", math.nan, math.inf, "Infinity", Decimal("0.5")]
WHOLE_NUMBERS: list[tuple[object, int]] = [
    (2, 2),
    (2.0, 2),
    ("2", 2),
    ("2.0", 2),
    (Decimal(2), 2),
    (2**60 + 1, 2**60 + 1),
]


def component_with(**members: object) -> TrialComponent:
    return trial_component.load(recorder(lambda *_: {"TrialComponentName": "c", **members}), "c").unwrap()


def refusal(**members: object) -> str:
    error = trial_component.load(recorder(lambda *_: {"TrialComponentName": "c", **members}), "c").failure()
    assert isinstance(error, MalformedResponse)
    return error.message


def summary_of(statistic: str, value: object) -> MetricSummary:
    [summary] = component_with(Metrics=[{"MetricName": "loss", statistic: value}]).metrics
    return summary


def series(x: object, y: object) -> metrics.MetricSeries:
    answer = {"MetricQueryResults": [{"Status": "Complete", "XAxisValues": [x], "MetricValues": [y]}]}
    query = metrics.MetricQuery(name="loss", resource_arn=ARN)
    [found] = metrics.get_metrics(recorder(lambda *_: answer), [query]).unwrap()
    if found.status == "Malformed":
        raise ValueError(found.message)
    return found


def hits(value: object) -> TotalHits:
    return experiment.search(recorder(lambda *_: {"Results": [], "TotalHits": {"Value": value}})).total_hits().unwrap()


def refused_index(value: object) -> int:
    datum = metrics.MetricDatum(name="loss", value=0.5, timestamp=model.MOMENT)
    answer = {"Errors": [{"Code": "INTERNAL_ERROR", "MetricIndex": value}]}
    [refused] = metrics.put_metrics(recorder(lambda *_: answer), "c", [datum] * 3).unwrap().refused
    return refused.index


READS_NUMBERS: dict[str, Callable[[object], object]] = {
    "Max": lambda value: summary_of("Max", value).max,
    "Min": lambda value: summary_of("Min", value).min,
    "Last": lambda value: summary_of("Last", value).last,
    "Avg": lambda value: summary_of("Avg", value).avg,
    "StdDev": lambda value: summary_of("StdDev", value).std_dev,
    "parameter": lambda value: component_with(Parameters={"p": {"NumberValue": value}}).parameters["p"],
    "series": lambda value: series(1, value).y[0],
}
READS_WHOLE_NUMBERS: dict[str, Callable[[object], object]] = {
    "Count": lambda value: summary_of("Count", value).count,
    "steps": lambda value: series(value, 0.5).x[0],
    "total hits": lambda value: hits(value).value,
}


@pytest.mark.parametrize("read", READS_NUMBERS.values(), ids=READS_NUMBERS)
def test_a_number_is_read_in_all_its_forms(read: Callable[[object], object]) -> None:
    for given, expected in NUMBERS:
        found = read(given)
        assert isinstance(found, float), given
        assert found == expected or (math.isnan(found) and math.isnan(expected)), given


@pytest.mark.parametrize("read", READS_WHOLE_NUMBERS.values(), ids=READS_WHOLE_NUMBERS)
def test_a_whole_number_is_read_in_all_its_forms(read: Callable[[object], object]) -> None:
    for given, expected in WHOLE_NUMBERS:
        found = read(given)
        assert isinstance(found, int), given
        assert found == expected, given


def test_the_index_of_a_refused_datum_is_read_in_all_its_forms() -> None:
    assert [refused_index(value) for value in (2, 2.0, "2", "2.0")] == [2] * 4


@pytest.mark.parametrize("read", READS_NUMBERS.values(), ids=READS_NUMBERS)
def test_what_is_no_number_is_malformed(read: Callable[[object], object]) -> None:
    for given in NO_NUMBERS:
        with pytest.raises((UnwrapFailedError, ValueError)):
            read(given)
    for given in NO_NUMBERS:
        assert "should be a number" in refusal(Metrics=[{"Max": given}])


@pytest.mark.parametrize("read", READS_WHOLE_NUMBERS.values(), ids=READS_WHOLE_NUMBERS)
def test_what_is_no_whole_number_is_malformed(read: Callable[[object], object]) -> None:
    for given in NO_WHOLE_NUMBERS:
        with pytest.raises((UnwrapFailedError, ValueError)):
            read(given)
    for given in NO_WHOLE_NUMBERS:
        assert "should be a whole number" in refusal(Metrics=[{"Count": given}])


def test_numbers_as_aws_json_writes_them_come_through_botocore() -> None:
    body = json.dumps(
        {
            "TrialComponentName": "c",
            "Parameters": {"lr": {"NumberValue": "NaN"}, "word": {"StringValue": "NaN"}},
            "Metrics": [{"MetricName": "loss", "Max": "Infinity", "Min": "-Infinity", "Count": 2.0}],
        }
    ).encode()
    client = clients.client_over(lambda request: clients.http_answer(request, 200, body))
    loaded = trial_component.load(client, "c").unwrap()
    [loss] = loaded.metrics
    assert (loss.max, loss.min, loss.count) == (math.inf, -math.inf, 2)
    lr = loaded.parameters["lr"]
    assert isinstance(lr, float)
    assert math.isnan(lr)
    assert loaded.parameters["word"] == "NaN"


# --- one odd thing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [{}, {"BooleanValue": True}, {"SDK_UNKNOWN_MEMBER": {"name": "BooleanValue"}}])
def test_a_parameter_of_an_unknown_kind_is_named_and_costs_no_other(value: object) -> None:
    made = component_with(Parameters={"a": {"NumberValue": 1}, "b": value, "c": {"StringValue": "x"}})
    assert dict(made.parameters) == {"a": 1.0, "c": "x"}
    assert made.unknown_parameters == ("b",)


def test_a_parameter_of_an_unknown_kind_comes_through_botocore() -> None:
    body = b'{"TrialComponentName": "c", "Parameters": {"a": {"NumberValue": 1}, "b": {"BooleanValue": true}}}'
    client = clients.client_over(lambda request: clients.http_answer(request, 200, body))
    loaded = trial_component.load(client, "c").unwrap()
    assert (dict(loaded.parameters), loaded.unknown_parameters) == ({"a": 1.0}, ("b",))


def test_a_total_that_cannot_be_read_costs_the_total_alone() -> None:
    answer = {"Results": [{"Experiment": {"ExperimentName": "e"}}], "TotalHits": {"Value": "many"}}
    [page] = experiment.search(recorder(lambda *_: answer)).pages()
    assert [item.name for item in page.unwrap().items] == ["e"]
    assert page.unwrap().total_hits is None
    assert isinstance(experiment.search(recorder(lambda *_: answer)).total_hits().failure(), MalformedResponse)


MESSAGES: list[tuple[dict[str, object], str]] = [
    ({"Metrics": [{}, {"Max": "x"}]}, "Metrics[1].Max should be a number, but is 'x'"),
    ({"Metrics": [{}, "x"]}, "Metrics[1] should be a structure, but is 'x'"),
    ({"Metrics": "x"}, "Metrics should be a list, but is 'x'"),
    ({"Parameters": {"lr": {"NumberValue": True}}}, "Parameters['lr'].NumberValue should be a number, but is True"),
    ({"InputArtifacts": {"a": {}}}, "InputArtifacts['a'].Value should be a string, but is missing"),
    ({"CreatedBy": {"IamIdentity": {"Arn": 1}}}, "CreatedBy.IamIdentity.Arn should be a string, but is 1"),
    (
        {"TrialComponentName": None},
        "TrialComponentName should be a string, or TrialComponentArn an ARN, but is missing",
    ),
]


@pytest.mark.parametrize(("members", "message"), MESSAGES, ids=[message for _, message in MESSAGES])
def test_the_text_says_where_an_answer_is_malformed(members: dict[str, object], message: str) -> None:
    assert refusal(**members) == message


def test_one_tag_that_cannot_be_read_leaves_the_others() -> None:
    rows: list[Any] = [{"Key": "a", "Value": "1"}, {"Key": "b"}, {"Key": "c", "Value": "3"}]
    found, failures = tags.list_tags(recorder(lambda *_: {"Tags": rows}), ARN).partition()
    assert found == (("a", "1"), ("c", "3"))
    assert [named(failure) for failure in failures] == [("b", 1)]


def named(failure: SmexpError) -> tuple[str | None, int | None]:
    assert isinstance(failure, MalformedResponse)
    return failure.record, failure.position


def test_a_series_that_cannot_be_read_leaves_the_others_alone() -> None:
    good = {"Status": "Complete", "XAxisValues": [1], "MetricValues": [0.5]}
    broken = ({**good, "MetricValues": ["high"]}, {**good, "XAxisValues": [1, 2]}, {"XAxisValues": [1]})
    answer = {"MetricQueryResults": [good, *broken, good]}
    queries = [metrics.MetricQuery(name=f"m{number}", resource_arn=ARN) for number in range(5)]

    found = metrics.get_metrics(recorder(lambda *_: answer), queries).unwrap()

    assert [series.query.name for series in found] == ["m0", "m1", "m2", "m3", "m4"]
    assert [series.status for series in found] == ["Complete", "Malformed", "Malformed", "Malformed", "Complete"]
    assert [series.y for series in found] == [(0.5,), (), (), (), (0.5,)]
    assert found[1].message == "MetricValues should be a number, but is 'high'"
