"""What an answer must have, and how its numbers are read: by the service's model, for every operation."""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from botocore.model import Shape
from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Success

from smexp_fp import experiment, metrics, tags, trial, trial_component
from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.records import FrozenMap, TrialComponent
from tests.support import catalogue, clients, model
from tests.support.catalogue import DATUM
from tests.support.clients import recorder
from tests.support.kinds import KINDS, Kind, every_kind

ARN = "arn:aws:sagemaker:us-east-1:123456789012:experiment-trial-component/my-name"

# --- required members -----------------------------------------------------------------------------------------------

OWN_ARN = {
    shape.format(kind): f"{kind}Arn"
    for kind in KINDS
    for shape in ("{}", "{}Summary", "{}SimpleSummary", "Describe{}Response")
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


# A deletion works on what it has listed, and its own tests say what comes of that.
@pytest.mark.parametrize("function", [name for name in catalogue.CALLS if not name.endswith("delete_all")])
def test_an_answer_with_nothing_but_what_is_required_is_decoded(function: str) -> None:
    def respond(operation: str, _parameters: Mapping[str, Any]) -> object:
        shape = model.operation_model(operation).output_shape
        return {} if shape is None or operation == "BatchPutMetrics" else barest(shape)

    result = catalogue.outcome(catalogue.CALLS[function](recorder(respond)))
    assert isinstance(result, Success), result


def test_what_the_answer_of_a_change_lacks_is_taken_from_the_record() -> None:
    client = recorder(lambda *_: {})
    component = TrialComponent(name="my-name", arn=ARN, parameters=FrozenMap({"lr": 0.1}))
    assert trial_component.delete(client, component) == Success(ARN)
    assert trial_component.save(client, component).unwrap().arn == ARN
    for link in (trial.add_trial_component, trial.remove_trial_component):
        linked = link(client, "t", component).unwrap()
        assert (linked.trial_arn, linked.component_arn) == ("", ARN)


@every_kind
def test_without_a_record_it_is_empty(kind: Kind) -> None:
    client = recorder(lambda *_: {})
    assert kind.module.delete(client, "n") == Success("")
    made = kind.create(client, "n").unwrap()
    assert (made.name, made.arn) == ("n", "")


@every_kind
def test_a_summary_needs_a_name_or_an_arn(kind: Kind) -> None:
    rows: list[Any] = [{f"{kind}Name": "n"}, {f"{kind}Arn": ARN}, {}, {f"{kind}Arn": "no-arn"}]
    found, failures = kind.list_all(recorder(lambda *_: {f"{kind}Summaries": rows})).partition()
    assert [(item.name, item.arn) for item in found] == [("n", ""), ("my-name", ARN)]
    assert [of_record(failure) for failure in failures] == [(None, 2), ("no-arn", 3)]


def of_record(error: SmexpError) -> tuple[str | None, int | None]:
    assert isinstance(error, MalformedResponse)
    return error.record, error.position


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


def summary(statistic: str, attribute: str) -> Callable[[object], Any]:
    def read(value: object) -> Any:
        [found] = component_with(Metrics=[{"MetricName": "loss", statistic: value}]).metrics
        return getattr(found, attribute)

    return read


def series(x: object, y: object) -> metrics.MetricSeries:
    answer = {"MetricQueryResults": [{"Status": "Complete", "XAxisValues": [x], "MetricValues": [y]}]}
    [found] = metrics.get_metrics(recorder(lambda *_: answer), [catalogue.QUERY]).unwrap()
    if found.status == "Malformed":
        raise ValueError(found.message)
    return found


def hits(value: object) -> int:
    listing = experiment.search(recorder(lambda *_: {"Results": [], "TotalHits": {"Value": value}}))
    return listing.total_hits().unwrap().value


def refused_index(value: object) -> int:
    answer = {"Errors": [{"Code": "INTERNAL_ERROR", "MetricIndex": value}]}
    [refused] = metrics.put_metrics(recorder(lambda *_: answer), "c", [DATUM] * 3).unwrap().refused
    return refused.index


Read = Callable[[object], Any]
READS_A_NUMBER: dict[str, Read] = {
    "Max": summary("Max", "max"),
    "Min": summary("Min", "min"),
    "Last": summary("Last", "last"),
    "Avg": summary("Avg", "avg"),
    "StdDev": summary("StdDev", "std_dev"),
    "parameter": lambda value: component_with(Parameters={"p": {"NumberValue": value}}).parameters["p"],
    "series": lambda value: series(1, value).y[0],
}
READS_A_WHOLE_NUMBER: dict[str, Read] = {
    "Count": summary("Count", "count"),
    "steps": lambda value: series(value, 0.5).x[0],
    "total hits": hits,
}

every_number = pytest.mark.parametrize("read", READS_A_NUMBER.values(), ids=READS_A_NUMBER)
every_whole_number = pytest.mark.parametrize("read", READS_A_WHOLE_NUMBER.values(), ids=READS_A_WHOLE_NUMBER)


@every_number
def test_a_number_is_read_in_all_its_forms_and_nothing_else_is(read: Read) -> None:
    for given, expected in NUMBERS:
        found = read(given)
        assert isinstance(found, float), given
        assert found == expected or (math.isnan(found) and math.isnan(expected)), given
    for given in NO_NUMBERS:
        with pytest.raises((UnwrapFailedError, ValueError)):
            read(given)


@every_whole_number
def test_a_whole_number_is_read_in_all_its_forms_and_nothing_else_is(read: Read) -> None:
    for given, expected in WHOLE_NUMBERS:
        found = read(given)
        assert (type(found), found) == (int, expected), given
    for given in NO_WHOLE_NUMBERS:
        with pytest.raises((UnwrapFailedError, ValueError)):
            read(given)


def test_the_text_says_what_kind_of_number_is_expected() -> None:
    for given in NO_NUMBERS:
        assert "Metrics[0].Max should be a number" in refusal(Metrics=[{"Max": given}])
    for given in NO_WHOLE_NUMBERS:
        assert "Metrics[0].Count should be a whole number" in refusal(Metrics=[{"Count": given}])


def test_the_index_of_a_refused_datum_is_read_in_all_its_forms() -> None:
    assert [refused_index(value) for value in (2, 2.0, "2", "2.0")] == [2] * 4


# --- one odd thing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [{}, {"BooleanValue": True}, {"SDK_UNKNOWN_MEMBER": {"name": "BooleanValue"}}])
def test_a_parameter_of_an_unknown_kind_is_named_and_costs_no_other(value: object) -> None:
    made = component_with(Parameters={"a": {"NumberValue": 1}, "b": value, "c": {"StringValue": "x"}})
    assert dict(made.parameters) == {"a": 1.0, "c": "x"}
    assert made.unknown_parameters == ("b",)


def test_odd_numbers_and_parameters_come_through_botocore() -> None:
    parameters = {"lr": {"NumberValue": "NaN"}, "word": {"StringValue": "NaN"}, "new": {"BooleanValue": True}}
    summaries = [{"MetricName": "loss", "Max": "Infinity", "Min": "-Infinity", "Count": 2.0}]
    body = json.dumps({"TrialComponentName": "c", "Parameters": parameters, "Metrics": summaries}).encode()
    client = clients.client_over(lambda request: clients.http_answer(request, 200, body))
    loaded = trial_component.load(client, "c").unwrap()
    [loss] = loaded.metrics
    assert (loss.max, loss.min, loss.count) == (math.inf, -math.inf, 2)
    assert str(loaded.parameters["lr"]) == "nan"
    assert isinstance(loaded.parameters["lr"], float)
    assert loaded.parameters["word"] == "NaN"
    assert loaded.unknown_parameters == ("new",)


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
    assert [of_record(failure) for failure in failures] == [("b", 1)]


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
