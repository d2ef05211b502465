"""The door: a real boto3 client that needs nothing around it."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from smexp_fp import local
from smexp_fp.local import Answer


class ReadsExperiments(Protocol):
    """A protocol of the kind that the SDK asks for; mypy and pyright check the assignments below."""

    def describe_experiment(self, *, ExperimentName: str) -> Mapping[str, object]: ...

    def list_experiments(self, *, MaxResults: int = ..., NextToken: str = ...) -> Mapping[str, object]: ...


def test_fits_a_protocol_of_keyword_only_methods() -> None:
    client: ReadsExperiments = local.client(":memory:")
    assert client.list_experiments()["ExperimentSummaries"] == []


HOSTILE = {
    "AWS_PROFILE": "no-such-profile",
    "AWS_DEFAULT_PROFILE": "no-such-profile",
    "AWS_ENDPOINT_URL": "http://localhost:1",
    "AWS_ENDPOINT_URL_SAGEMAKER": "http://localhost:1",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "maybe",
    "AWS_CONFIG_FILE": "/nowhere/config",
    "AWS_SHARED_CREDENTIALS_FILE": "/nowhere/credentials",
    "AWS_DATA_PATH": "/nowhere",
    "AWS_CA_BUNDLE": "/nowhere/ca.pem",
    "AWS_DEFAULT_REGION": "not a region",
    "AWS_REGION": "not a region",
    "AWS_MAX_ATTEMPTS": "many",
    "AWS_RETRY_MODE": "never",
    "AWS_DEFAULTS_MODE": "nonsense",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "AWS_STS_REGIONAL_ENDPOINTS": "nonsense",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "nonsense",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "nonsense",
    "AWS_EC2_METADATA_DISABLED": "false",
    "HTTPS_PROXY": "http://localhost:1",
}


@pytest.mark.parametrize("present", [True, False])
def test_heeds_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, present: bool) -> None:
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    if present:
        for name, value in HOSTILE.items():
            monkeypatch.setenv(name, value)
        (tmp_path / ".aws").mkdir()
        (tmp_path / ".aws" / "config").write_text("[not a section")
        monkeypatch.setenv("HOME", str(tmp_path))

    def no_network(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", no_network)
    monkeypatch.setattr(socket.socket, "connect", no_network)
    arn = local.client(":memory:").create_experiment(ExperimentName="e")["ExperimentArn"]
    assert arn == "arn:aws:sagemaker:us-east-1:123456789012:experiment/e"
    assert "Errors" in local.metrics_client(":memory:").batch_put_metrics(
        TrialComponentName="c", MetricData=[{"MetricName": "m", "Timestamp": "2024-01-01", "Value": 1}]
    )


def test_region_and_account_are_those_asked_for() -> None:
    client = local.client(":memory:", region="eu-central-1", account="000000000001")
    assert client.meta.region_name == "eu-central-1"
    arn = client.create_trial_component(TrialComponentName="c")["TrialComponentArn"]
    assert arn == "arn:aws:sagemaker:eu-central-1:000000000001:experiment-trial-component/c"
    with local.Store.open(":memory:", region="eu-west-1", account="210987654321") as store:
        assert (store.region, store.account) == ("eu-west-1", "210987654321")
        assert local.client(store).create_experiment(ExperimentName="e")["ExperimentArn"].split(":")[3:5] == [
            "eu-west-1",
            "210987654321",
        ]


def test_memory_stores_are_private_and_files_are_shared(tmp_path: Path) -> None:
    local.client(":memory:").create_experiment(ExperimentName="e")
    local.client(":memory:").create_experiment(ExperimentName="e")
    local.client(tmp_path / "s.db").create_experiment(ExperimentName="e")
    assert local.client(str(tmp_path / "s.db")).describe_experiment(ExperimentName="e")


def test_botocore_still_validates_and_types_exceptions() -> None:
    client = local.client(":memory:")
    with pytest.raises(ParamValidationError):
        client.create_experiment(ExperimentName="")
    with pytest.raises(client.exceptions.ResourceNotFound) as caught:
        client.describe_trial(TrialName="t")
    metadata: Any = caught.value.response.get("ResponseMetadata")
    assert metadata["HTTPStatusCode"] == 400
    assert metadata["RequestId"]
    assert str(caught.value).startswith(
        "An error occurred (ResourceNotFound) when calling the DescribeTrial operation: "
    )


def test_anything_that_answers_can_stand_behind_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Mapping[str, Any]]] = []

    class Simulator:
        def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
            asked.append((operation, request))
            return Answer(503, {"__type": "ServiceUnavailable", "message": "later"})

    def no_sleep(_seconds: float) -> None:
        raise AssertionError("the client waited")

    monkeypatch.setattr("time.sleep", no_sleep)
    with pytest.raises(ClientError, match="later"):
        local.client(Simulator()).list_trials(ExperimentName="e")
    with pytest.raises(ClientError, match="later"):
        local.metrics_client(Simulator()).batch_put_metrics(
            TrialComponentName="c", MetricData=[{"MetricName": "m", "Timestamp": "2024-01-01", "Value": 1}]
        )
    assert [operation for operation, _ in asked] == ["ListTrials", "BatchPutMetrics"]
    assert asked[0][1] == {"ExperimentName": "e"}


def test_a_clock_may_tell_datetimes() -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, 123456, UTC)
    client = local.client(":memory:", clock=lambda: moment)
    client.create_experiment(ExperimentName="e")
    assert client.describe_experiment(ExperimentName="e")["CreationTime"] == moment.replace(microsecond=123000)
