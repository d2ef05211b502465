"""The installed `sagemaker-experiments` SDK as a foreign client: all that Experiment, Trial, TrialComponent offer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from smexp_fp import local

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient

    from tests.local.helpers import Clock

# Not typed; and its import of a training tracker warns of what newer Pythons dropped.
smexperiments: Any = pytest.importorskip("smexperiments")
experiment: Any = pytest.importorskip("smexperiments.experiment")
trial: Any = pytest.importorskip("smexperiments.trial")
trial_component: Any = pytest.importorskip("smexperiments.trial_component")
api_types: Any = pytest.importorskip("smexperiments.api_types")
search_expression: Any = pytest.importorskip("smexperiments.search_expression")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)  # pyright: ignore[reportUnknownLambdaType,reportUnknownArgumentType] - of a float


def names(found: Any, attribute: str) -> list[str]:
    return [getattr(one, attribute) for one in found]


def test_experiments(client: SageMakerClient, clock: Clock) -> None:
    made = experiment.Experiment.create(
        experiment_name="one", description="first", tags=[{"Key": "k", "Value": "v"}], sagemaker_boto_client=client
    )
    assert made.experiment_arn.endswith(":experiment/one")
    clock.now += 1
    experiment.Experiment.create(experiment_name="two", sagemaker_boto_client=client)
    loaded = experiment.Experiment.load("one", sagemaker_boto_client=client)
    assert (loaded.experiment_name, loaded.description) == ("one", "first")
    loaded.description = "changed"
    loaded.display_name = "shown"
    loaded.save()
    again = experiment.Experiment.load("one", sagemaker_boto_client=client)
    assert (again.description, again.display_name) == ("changed", "shown")
    listed = experiment.Experiment.list(sort_by="CreationTime", sort_order="Ascending", sagemaker_boto_client=client)
    assert names(listed, "experiment_name") == ["one", "two"]
    until = dt.datetime.fromtimestamp(clock.now, dt.UTC)
    earlier = experiment.Experiment.list(created_before=until, sagemaker_boto_client=client)
    assert names(earlier, "experiment_name") == ["one"]
    filters = search_expression.Filter(name="ExperimentName", operator=search_expression.Operator.CONTAINS, value="w")
    expression = search_expression.SearchExpression(filters=[filters])
    found = list(experiment.Experiment.search(search_expression=expression, sagemaker_boto_client=client))
    assert names(found, "experiment_name") == ["two"]
    found[0].delete() if hasattr(found[0], "delete") else client.delete_experiment(ExperimentName="two")
    with pytest.raises(client.exceptions.ResourceNotFound):
        experiment.Experiment.load("two", sagemaker_boto_client=client)


def test_trials_and_components(client: SageMakerClient, clock: Clock) -> None:
    parent = experiment.Experiment.create(experiment_name="e", sagemaker_boto_client=client)
    first = parent.create_trial(trial_name="t1")
    clock.now += 1
    component = trial_component.TrialComponent.create(
        trial_component_name="c1", display_name="shown", tags=[{"Key": "k", "Value": "v"}], sagemaker_boto_client=client
    )
    other = trial_component.TrialComponent.create(trial_component_name="c2", sagemaker_boto_client=client)
    second = trial.Trial.create(
        experiment_name="e", trial_name="t2", trial_components=[other], tags=[], sagemaker_boto_client=client
    )
    first.add_trial_component(component)
    first.add_trial_component("c2")
    assert sorted(names(parent.list_trials(), "trial_name")) == ["t1", "t2"]
    assert sorted(names(first.list_trial_components(), "trial_component_name")) == ["c1", "c2"]
    assert names(second.list_trial_components(), "trial_component_name") == ["c2"]
    assert sorted(names(other.list_trials(), "trial_name")) == ["t1", "t2"]
    in_experiment = trial.Trial.list(experiment_name="e", sort_order="Ascending", sagemaker_boto_client=client)
    assert names(in_experiment, "trial_name") == ["t1", "t2"]
    with_component = trial.Trial.list(trial_component_name="c1", sagemaker_boto_client=client)
    assert names(with_component, "trial_name") == ["t1"]
    first.display_name = "renamed"
    first.save()
    assert trial.Trial.load("t1", sagemaker_boto_client=client).display_name == "renamed"
    first.remove_trial_component(component)
    assert names(first.list_trial_components(), "trial_component_name") == ["c2"]
    by_name = search_expression.Filter(name="TrialName", operator=search_expression.Operator.EQUALS, value="t2")
    expression = search_expression.SearchExpression(filters=[by_name])
    found = trial.Trial.search(search_expression=expression, sagemaker_boto_client=client)
    assert names(found, "trial_name") == ["t2"]
    component.delete()
    first.remove_trial_component("c2")
    first.delete()
    assert names(parent.list_trials(), "trial_name") == ["t2"]


def test_a_component_s_attributes(client: SageMakerClient, store: local.Store) -> None:
    component = trial_component.TrialComponent.create(trial_component_name="c", sagemaker_boto_client=client)
    component.parameters = {"lr": 0.1, "optimizer": "adam"}
    component.input_artifacts = {"data": api_types.TrialComponentArtifact(value="s3://in", media_type="text/csv")}
    component.output_artifacts = {"model": api_types.TrialComponentArtifact(value="s3://out")}
    component.status = api_types.TrialComponentStatus(primary_status="InProgress", message="half")
    component.start_time = dt.datetime(2024, 1, 2, tzinfo=dt.UTC)
    component.save()
    datum = {"MetricName": "loss", "Timestamp": 1, "Value": 0.5}
    store.answer("BatchPutMetrics", {"TrialComponentName": "c", "MetricData": [datum]})
    loaded = trial_component.TrialComponent.load("c", sagemaker_boto_client=client)
    assert loaded.parameters == {"lr": 0.1, "optimizer": "adam"}
    assert loaded.input_artifacts["data"].value == "s3://in"
    assert loaded.output_artifacts["model"].value == "s3://out"
    assert loaded.status.primary_status == "InProgress"
    assert loaded.start_time == component.start_time
    assert loaded.metrics[0].last == 0.5
    loaded.parameters_to_remove = ["lr"]
    loaded.save()
    after = trial_component.TrialComponent.load("c", sagemaker_boto_client=client)
    assert after.parameters == {"optimizer": "adam"}
    expression = search_expression.SearchExpression(
        filters=[
            search_expression.Filter(name="Metrics.loss.Last", operator=search_expression.Operator.LESS_THAN, value="1")
        ]
    )
    hits = list(
        trial_component.TrialComponent.search(
            search_expression=expression, sort_by="CreationTime", sort_order="Ascending", sagemaker_boto_client=client
        )
    )
    assert names(hits, "trial_component_name") == ["c"]
    listed = trial_component.TrialComponent.list(sort_by="Name", sort_order="Ascending", sagemaker_boto_client=client)
    assert names(listed, "trial_component_name") == ["c"]


def test_lists_and_searches_have_the_order_of_creation(client: SageMakerClient) -> None:
    """As AWS's own tests want it, which create a few entities at once and list them."""
    made = [f"{number * 7 % 13:x}" for number in range(13)]
    parent = experiment.Experiment.create(experiment_name="e", sagemaker_boto_client=client)
    first = parent.create_trial(trial_name="0")
    for name in made:
        first.add_trial_component(trial_component.TrialComponent.create(name, sagemaker_boto_client=client))
        if name != "0":
            parent.create_trial(trial_name=name)
    component = trial_component.TrialComponent
    for order, wanted in (("Ascending", made), ("Descending", made[::-1])):
        sorting = {"sort_by": "CreationTime", "sort_order": order, "sagemaker_boto_client": client}
        assert names(component.list(**sorting), "trial_component_name") == wanted
        assert names(component.list(trial_name="0", **sorting), "trial_component_name") == wanted
        assert names(component.search(**sorting), "trial_component_name") == wanted
        assert names(trial.Trial.list(**sorting), "trial_name") == wanted
    assert names(first.list_trial_components(), "trial_component_name") == made[::-1]


def test_aws_s_tidying_up_asks_for_associations(client: SageMakerClient) -> None:
    arn = trial_component.TrialComponent.create("c", sagemaker_boto_client=client).trial_component_arn
    assert client.list_associations(SourceArn=arn)["AssociationSummaries"] == []
    assert client.list_associations(DestinationArn=arn)["AssociationSummaries"] == []


def test_delete_with_forced_disassociation(client: SageMakerClient) -> None:
    parent = experiment.Experiment.create(experiment_name="e", sagemaker_boto_client=client)
    component = trial_component.TrialComponent.create(trial_component_name="c", sagemaker_boto_client=client)
    for name in ("t1", "t2"):
        parent.create_trial(trial_name=name).add_trial_component(component)
    component.delete(force_disassociate=True)
    assert client.list_trial_components()["TrialComponentSummaries"] == []


def test_trial_delete_all(client: SageMakerClient) -> None:
    parent = experiment.Experiment.create(experiment_name="e", sagemaker_boto_client=client)
    made = parent.create_trial(trial_name="t")
    made.add_trial_component(trial_component.TrialComponent.create("c", sagemaker_boto_client=client))
    made.delete_all(action="--force")
    assert client.list_trials()["TrialSummaries"] == client.list_trial_components()["TrialComponentSummaries"] == []


def test_experiment_delete_all_leaves_nothing(client: SageMakerClient) -> None:
    parent = experiment.Experiment.create(experiment_name="e", sagemaker_boto_client=client)
    shared = trial_component.TrialComponent.create("shared", sagemaker_boto_client=client)
    for number in range(12):  # more than a page
        made = parent.create_trial(trial_name=f"t{number}")
        made.add_trial_component(shared)
        made.add_trial_component(trial_component.TrialComponent.create(f"c{number}", sagemaker_boto_client=client))
    parent.delete_all(action="--force")
    assert client.list_experiments()["ExperimentSummaries"] == []
    assert client.list_trials()["TrialSummaries"] == client.list_trial_components()["TrialComponentSummaries"] == []
