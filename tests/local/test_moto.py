"""moto for AWS's other services beside the store for SageMaker, in one process."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import handlers
from moto import mock_aws

from smexp_fp import local

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_metrics import SageMakerMetricsClient


def use(client: SageMakerClient, metrics: SageMakerMetricsClient, store: local.Store) -> None:
    """Write and read through the clients; what was written is in the store, and not in moto."""
    client.create_trial_component(TrialComponentName="c")
    datum: Any = {"MetricName": "m", "Timestamp": 1, "Value": 0.5}
    assert "Errors" not in metrics.batch_put_metrics(TrialComponentName="c", MetricData=[datum])
    found = client.describe_trial_component(TrialComponentName="c")
    assert found["Metrics"][0].get("Last") == 0.5
    assert store.answer("DescribeTrialComponent", {"TrialComponentName": "c"}).status == 200
    with pytest.raises(client.exceptions.ResourceNotFound):
        client.describe_experiment(ExperimentName="none")


def clients(store: local.Store) -> tuple[SageMakerClient, SageMakerMetricsClient]:
    return local.client(store), local.metrics_client(store)


def of_moto(service: str) -> Any:
    """An ordinary client; made under `mock_aws`, moto answers it."""
    make: Any = boto3.client  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType] - hundreds of overloads
    return make(service, region_name="us-east-1")


def bucket_of_moto() -> None:
    s3 = of_moto("s3")
    s3.create_bucket(Bucket="models")
    s3.put_object(Bucket="models", Key="k", Body=b"weights")
    assert s3.get_object(Bucket="models", Key="k")["Body"].read() == b"weights"


def components_of_moto() -> list[str]:
    client = of_moto("sagemaker")
    found = client.list_trial_components()["TrialComponentSummaries"]
    return [summary.get("TrialComponentName", "") for summary in found]


def test_clients_made_before(store: local.Store) -> None:
    client, metrics = clients(store)
    with mock_aws():
        use(client, metrics, store)
        bucket_of_moto()
        assert components_of_moto() == []
    client.delete_trial_component(TrialComponentName="c")  # and afterwards


def test_clients_made_within(store: local.Store) -> None:
    with mock_aws():
        bucket_of_moto()
        client, metrics = clients(store)
        use(client, metrics, store)
        assert components_of_moto() == []
    client.delete_trial_component(TrialComponentName="c")


@mock_aws
def test_clients_made_in_a_decorated_test(store: local.Store) -> None:
    use(*clients(store), store)
    bucket_of_moto()
    assert components_of_moto() == []


def test_moto_s_own_sagemaker_stays_its_own(store: local.Store) -> None:
    with mock_aws():
        client = local.client(store)
        of_moto("sagemaker").create_trial_component(TrialComponentName="theirs")
        assert client.list_trial_components()["TrialComponentSummaries"] == []
        assert components_of_moto() == ["theirs"]


def test_a_client_made_before_moto_is_imported() -> None:
    program = """
from smexp_fp import local
store = local.Store.open(":memory:")
client, metrics = local.client(store), local.metrics_client(store)
import boto3
from moto import mock_aws
with mock_aws():
    client.create_trial_component(TrialComponentName="c")
    metrics.batch_put_metrics(TrialComponentName="c", MetricData=[{"MetricName": "m", "Timestamp": 1, "Value": 2}])
    assert client.describe_trial_component(TrialComponentName="c")["Metrics"][0]["Last"] == 2
    theirs = boto3.client("sagemaker", region_name="us-east-1")
    assert theirs.list_trial_components()["TrialComponentSummaries"] == []
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_store_s_requests_reach_no_handler_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only moto's: any that a library gives to all clients."""
    seen: list[object] = []

    def watch(**event: object) -> None:
        seen.append(event)

    theirs = [("before-send", watch), ("before-send.sagemaker", watch)]
    monkeypatch.setattr(handlers, "BUILTIN_HANDLERS", [*handlers.BUILTIN_HANDLERS, *theirs])
    local.client(":memory:").create_experiment(ExperimentName="e")
    assert seen == []
