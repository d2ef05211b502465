"""One contract, two independent services: the embedded store, and moto where it has the operation and is not known to
be wrong.

moto (5.2) lacks UpdateExperiment, UpdateTrial, GetSearchSuggestions and BatchGetMetrics; overwrites on a duplicate
create; answers ValidationException where something unknown is deleted or an unknown component described, and a KeyError
where one is associated; drops an experiment's display name, description and tags, and a component's tags; replaces a
component's maps on update; in Search it does not know TrialName, and has three operators and neither Or, nesting, order
nor pages. None of that is asked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from smexp_fp import local
from tests.local.helpers import refused

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_metrics import SageMakerMetricsClient

    Clients = tuple[SageMakerClient, SageMakerMetricsClient]


@pytest.fixture(params=["embedded", "moto"])
def clients(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clients]:
    if request.param == "embedded":
        with local.Store.open(":memory:") as store:
            yield local.client(store), local.metrics_client(store)
        return
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        make: Any = boto3.client  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType] - hundreds of overloads
        yield make("sagemaker", region_name="us-east-1"), make("sagemaker-metrics", region_name="us-east-1")


COMPONENT: Any = {
    "DisplayName": "shown",
    "StartTime": datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
    "Status": {"PrimaryStatus": "Completed"},
    "Parameters": {"lr": {"NumberValue": 0.1}, "opt": {"StringValue": "adam"}},
    "InputArtifacts": {"in": {"Value": "s3://in", "MediaType": "text/csv"}},
}


@pytest.fixture
def client(clients: Clients) -> SageMakerClient:
    made = clients[0]
    made.create_experiment(ExperimentName="exp")
    made.create_trial(TrialName="tri", ExperimentName="exp")
    made.create_trial_component(TrialComponentName="com", **COMPONENT)
    made.associate_trial_component(TrialComponentName="com", TrialName="tri")
    return made


def test_describe(client: SageMakerClient) -> None:
    start = "arn:aws:sagemaker:us-east-1:123456789012:"
    assert client.describe_experiment(ExperimentName="exp")["ExperimentArn"] == f"{start}experiment/exp"
    trial = client.describe_trial(TrialName="tri")
    assert (trial["TrialName"], trial["ExperimentName"]) == ("tri", "exp")
    assert trial["TrialArn"] == f"{start}experiment-trial/tri"
    assert trial["CreationTime"] == trial["LastModifiedTime"]
    component: Any = client.describe_trial_component(TrialComponentName="com")
    assert component["TrialComponentArn"] == f"{start}experiment-trial-component/com"
    assert {member: component[member] for member in COMPONENT} == COMPONENT
    assert component["OutputArtifacts"] == {}
    assert component["Metrics"] == []


def test_lists(client: SageMakerClient) -> None:
    def only(found: Any, member: str) -> Any:
        (one,) = found
        return one[member]

    assert only(client.list_experiments()["ExperimentSummaries"], "ExperimentName") == "exp"
    assert only(client.list_trials(ExperimentName="exp")["TrialSummaries"], "TrialName") == "tri"
    assert only(client.list_trials(TrialComponentName="com")["TrialSummaries"], "TrialName") == "tri"
    assert only(client.list_trial_components()["TrialComponentSummaries"], "TrialComponentName") == "com"
    of_trial = client.list_trial_components(TrialName="tri")
    assert only(of_trial["TrialComponentSummaries"], "TrialComponentName") == "com"


def test_association_comes_and_goes(client: SageMakerClient) -> None:
    client.disassociate_trial_component(TrialComponentName="com", TrialName="tri")
    assert client.list_trials(TrialComponentName="com")["TrialSummaries"] == []
    answer = client.associate_trial_component(TrialComponentName="com", TrialName="tri")
    assert answer["TrialArn"].endswith("/tri")
    assert answer["TrialComponentArn"].endswith("/com")


def test_associating_with_an_unknown_trial_is_not_found(client: SageMakerClient) -> None:
    with pytest.raises(client.exceptions.ResourceNotFound, match=r"Trial 'arn:.*/unknown' does not exist"):
        client.associate_trial_component(TrialName="unknown", TrialComponentName="com")


def test_tags(client: SageMakerClient) -> None:
    arn = client.describe_trial_component(TrialComponentName="com")["TrialComponentArn"]
    client.add_tags(ResourceArn=arn, Tags=[{"Key": "k", "Value": "v"}, {"Key": "k2", "Value": "v2"}])
    assert client.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "k", "Value": "v"}, {"Key": "k2", "Value": "v2"}]
    client.delete_tags(ResourceArn=arn, TagKeys=["k"])
    assert client.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "k2", "Value": "v2"}]


@pytest.mark.parametrize(
    ("resource", "condition", "hits"),
    [
        ("Experiment", {"Name": "ExperimentName", "Operator": "Equals", "Value": "exp"}, 1),
        ("Experiment", {"Name": "ExperimentName", "Operator": "Equals", "Value": "other"}, 0),
        ("Experiment", {"Name": "ExperimentName", "Operator": "Contains", "Value": "xp"}, 1),
        ("ExperimentTrial", {"Name": "ExperimentName", "Operator": "Equals", "Value": "exp"}, 1),
        ("ExperimentTrialComponent", {"Name": "TrialComponentName", "Operator": "Contains", "Value": "om"}, 1),
        ("ExperimentTrialComponent", {"Name": "TrialComponentName", "Operator": "Equals", "Value": "co"}, 0),
    ],
)
def test_search_by_name(client: SageMakerClient, resource: Any, condition: Any, hits: int) -> None:
    assert len(client.search(Resource=resource, SearchExpression={"Filters": [condition]})["Results"]) == hits


def test_an_unknown_property_is_a_validation_error(client: SageMakerClient) -> None:
    condition: Any = {"Name": "ExperimentName", "Operator": "Equals", "Value": "exp"}
    with refused("ValidationException", "Unknown property name: ExperimentName"):
        client.search(Resource="ExperimentTrialComponent", SearchExpression={"Filters": [condition]})


def test_deleting(client: SageMakerClient) -> None:
    client.disassociate_trial_component(TrialComponentName="com", TrialName="tri")
    client.delete_trial_component(TrialComponentName="com")
    client.delete_trial(TrialName="tri")
    client.delete_experiment(ExperimentName="exp")
    assert client.list_experiments()["ExperimentSummaries"] == []


def test_metrics(clients: Clients, client: SageMakerClient) -> None:
    data: Any = [
        {
            "MetricName": "loss",
            "Timestamp": datetime(2024, 1, 1, 0, 0, second, tzinfo=UTC),
            "Value": value,
            "Step": second,
        }
        for second, value in enumerate([3.0, 1.0, 2.0])
    ]
    assert not clients[1].batch_put_metrics(TrialComponentName="com", MetricData=data).get("Errors")
    (summary,) = client.describe_trial_component(TrialComponentName="com")["Metrics"]
    assert summary.get("MetricName") == "loss"
    assert (summary.get("Count"), summary.get("Min"), summary.get("Max"), summary.get("Last")) == (3, 1.0, 3.0, 2.0)
    assert summary.get("Avg") == pytest.approx(2.0)


def test_metrics_of_an_unknown_component(clients: Clients) -> None:
    datum: Any = {"MetricName": "loss", "Timestamp": datetime(2024, 1, 1, tzinfo=UTC), "Value": 1.0}
    errors: Any = clients[1].batch_put_metrics(TrialComponentName="unknown", MetricData=[datum])["Errors"]
    assert errors == [{"Code": "VALIDATION_ERROR", "MetricIndex": 0}]
