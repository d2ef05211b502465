"""Requests that botocore would not send: other clients of the store may, and get a fault as from the service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSRequest

from smexp_fp import local

WRONG_TYPES: list[tuple[str, dict[str, Any]]] = [
    ("CreateExperiment", {"ExperimentName": ["e"]}),
    ("CreateExperiment", {"ExperimentName": "e", "Tags": "k=v"}),
    ("CreateExperiment", {"ExperimentName": "e", "Tags": ["k"]}),
    ("CreateTrialComponent", {"TrialComponentName": "c", "Status": "Completed"}),
    ("CreateTrialComponent", {"TrialComponentName": "c", "StartTime": "yesterday"}),
    ("CreateTrialComponent", {"TrialComponentName": "c", "StartTime": True}),
    ("CreateTrialComponent", {"TrialComponentName": "c", "Parameters": [{"NumberValue": 1}]}),
    ("CreateTrialComponent", {"TrialComponentName": "c", "Parameters": {"p": {"NumberValue": "1"}}}),
    ("ListExperiments", {"MaxResults": "10"}),
    ("ListExperiments", {"MaxResults": 1.5}),
    ("ListExperiments", {"MaxResults": True}),
]

WRONG_VALUES: list[tuple[str, dict[str, Any], str]] = [
    ("CreateExperiment", {"ExperimentName": "e", "Tags": [None]}, "must not be null"),
    ("CreateTrialComponent", {"TrialComponentName": "c", "Parameters": {"p": None}}, "must not be null"),
    ("CreateTrialComponent", {"TrialComponentName": "c", "Parameters": {"p" * 321: {"NumberValue": 1}}}, "Map keys"),
    ("CreateTrialComponent", {"TrialComponentName": "c", "StartTime": 1e300}, "time"),
    ("CreateTrialComponent", {"TrialComponentName": "c", "StartTime": float("nan")}, "time"),
    ("ListExperiments", {"MaxResults": 101}, "less than or equal to 100"),
    ("ListExperiments", {"MaxResults": 0}, "greater than or equal to 1"),
    ("GetSearchSuggestions", {"Resource": "Endpoint"}, "Endpoint"),
]


def code_of(answer: local.Answer) -> str:
    return str(answer.body["__type"])


@pytest.mark.parametrize(("operation", "request_"), WRONG_TYPES)
def test_a_value_of_the_wrong_json_type_is_a_serialization_fault(
    store: local.Store, operation: str, request_: dict[str, Any]
) -> None:
    answer = store.answer(operation, request_)
    assert answer.status == 400
    assert code_of(answer) == "SerializationException"
    assert store.answer("ListExperiments", {}).body["ExperimentSummaries"] == []
    assert store.answer("ListTrialComponents", {}).body["TrialComponentSummaries"] == []


@pytest.mark.parametrize(("operation", "request_", "text"), WRONG_VALUES)
def test_a_value_against_a_rule_is_a_validation_fault(
    store: local.Store, operation: str, request_: dict[str, Any], text: str
) -> None:
    answer = store.answer(operation, request_)
    assert answer.status == 400
    assert code_of(answer) == "ValidationException"
    assert text in answer.body["message"]


def test_a_whole_number_may_be_written_as_a_float(store: local.Store) -> None:
    assert store.answer("ListExperiments", {"MaxResults": 10.0}).status == 200


def posted(store: local.Store, body: bytes | str | None) -> tuple[int, dict[str, Any]]:
    headers = {"X-Amz-Target": "SageMaker.ListExperiments"}
    request = AWSRequest("POST", "https://api.sagemaker.us-east-1.amazonaws.com/", headers, body).prepare()
    response = local.door(store)(request)
    return response.status_code, json.loads(response.content)


@pytest.mark.parametrize("body", [b"{", "{]", b"\xff", b"[1]", b'"text"', b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_a_serialization_fault(store: local.Store, body: bytes | str) -> None:
    status, answer = posted(store, body)
    assert status == 400
    assert answer["__type"] == "SerializationException"


@pytest.mark.parametrize("body", [b"{}", "{}", b"", None])
def test_a_body_may_be_text_or_missing(store: local.Store, body: bytes | str | None) -> None:
    assert posted(store, body) == (200, {"ExperimentSummaries": []})


@pytest.mark.parametrize(
    "text",
    [
        "2024-13-01T00:00:00Z",
        "2024-01-32",
        "2024-01-01T25:00:00Z",
        "2024-01-01T00:00:00+24:00",
        "2024-01-01T00:00:00+00:60",
    ],
)
def test_a_time_that_is_not_in_the_calendar_is_refused_by_a_search(store: local.Store, text: str) -> None:
    filters = [{"Name": "CreationTime", "Operator": "LessThan", "Value": text}]
    answer = store.answer("Search", {"Resource": "Experiment", "SearchExpression": {"Filters": filters}})
    assert code_of(answer) == "ValidationException"
    assert text in answer.body["message"]


@pytest.mark.parametrize("name", ["Weather.rain", "Parameters"])
def test_a_property_that_components_do_not_have_is_refused_by_a_search(store: local.Store, name: str) -> None:
    filters = [{"Name": name, "Operator": "Equals", "Value": "a"}]
    request = {"Resource": "ExperimentTrialComponent", "SearchExpression": {"Filters": filters}}
    answer = store.answer("Search", request)
    assert code_of(answer) == "ValidationException"
    assert name in answer.body["message"]


def test_a_directory_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(local.StoreFileError, match="cannot be opened"):
        local.Store.open(tmp_path)


def test_a_store_knows_the_region_and_account_of_its_arns() -> None:
    with local.Store.open(":memory:", region="eu-west-1", account="210987654321") as store:
        arn = store.answer("CreateExperiment", {"ExperimentName": "e"}).body["ExperimentArn"]
        assert arn.split(":")[3:5] == [store.region, store.account] == ["eu-west-1", "210987654321"]


def test_only_an_existing_component_can_be_given_a_source(store: local.Store) -> None:
    with pytest.raises(LookupError, match="absent"):
        store.set_source("absent", "arn:aws:sagemaker:us-east-1:123456789012:training-job/j")
