"""What goes for a client: boto3's, typed or not, the embedded one, `connect`'s, and ten lines of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import boto3
import mypy_boto3_sagemaker
import mypy_boto3_sagemaker_metrics
from returns.result import Result

from smexp_fp import MetricsClient, SageMakerClient, connect, connect_metrics, experiment, local, metrics
from smexp_fp.errors import SmexpError
from smexp_fp.records import Experiment


class Stub:
    def __init__(self) -> None:
        self.made: dict[str, str] = {}

    def create_experiment(self, *, ExperimentName: str, **_: object) -> Mapping[str, object]:
        self.made[ExperimentName] = f"arn:aws:sagemaker:us-east-1:123456789012:experiment/{ExperimentName}"
        return {"ExperimentArn": self.made[ExperimentName]}

    def describe_experiment(self, *, ExperimentName: str) -> Mapping[str, object]:
        return {"ExperimentName": ExperimentName, "ExperimentArn": self.made[ExperimentName]}


def ten_lines_of_ones_own() -> Result[Experiment, SmexpError]:
    return experiment.load_or_create(Stub(), "e")


def the_client_of_the_stubs(client: mypy_boto3_sagemaker.SageMakerClient) -> SageMakerClient:
    experiment.delete_all(client, "e", "--force")
    return client


def the_metrics_client_of_the_stubs(client: mypy_boto3_sagemaker_metrics.SageMakerMetricsClient) -> MetricsClient:
    return client


def the_client_of_boto3() -> SageMakerClient:
    # The stubs of boto3 name every service; those that are not installed are unknown to pyright.
    return boto3.client("sagemaker")  # pyright: ignore[reportUnknownMemberType]


def a_client_that_is_not_typed_at_all(client: Any) -> SageMakerClient:
    experiment.load(client, "e")
    return client  # type: ignore[no-any-return]


def the_embedded_client() -> SageMakerClient:
    return local.client(":memory:")


def the_embedded_metrics_client() -> MetricsClient:
    metrics.get_metrics(local.metrics_client(":memory:"), [])
    return local.metrics_client(":memory:")


def the_client_of_connect() -> tuple[SageMakerClient, MetricsClient]:
    return connect(region_name="eu-west-1"), connect_metrics(region_name="eu-west-1")


def the_client_of_connect_is_the_one_of_the_stubs() -> mypy_boto3_sagemaker.SageMakerClient:
    print(connect_metrics().meta.region_name)
    print(connect().list_domains()["Domains"])
    return connect()


def the_embedded_client_is_the_one_of_the_stubs() -> mypy_boto3_sagemaker.SageMakerClient:
    print(local.client(":memory:").list_experiments()["ExperimentSummaries"])
    return local.client(":memory:")
