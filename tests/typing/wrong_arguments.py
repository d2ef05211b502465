"""Wrong kinds of records, clients, keywords and values for the functions, and beside each what they take.

Nothing here is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from returns.result import Result

from smexp_fp import (
    Listing,
    MetricsClient,
    Q,
    SageMakerClient,
    SearchListing,
    connect,
    connect_metrics,
    experiment,
    local,
    metrics,
    tags,
    trial,
    trial_component,
)
from smexp_fp.clients import DeletesTags, ListsTags, ListsTrials, Searches, UpdatesExperiments
from smexp_fp.deletion import DeletionFailure, DeletionPlan, DeletionReport, ProgressEvent
from smexp_fp.errors import SmexpError
from smexp_fp.records import (
    Artifact,
    Association,
    Experiment,
    ExperimentSummary,
    FrozenMap,
    MetadataProperties,
    MetricSummary,
    Status,
    Trial,
    TrialComponent,
    TrialComponentSimpleSummary,
    TrialComponentSummary,
    TrialSummary,
)

NOW = datetime.now(UTC)


def references(client: SageMakerClient, parent: Experiment, home: Trial, step: TrialComponent) -> None:
    experiment.delete(client, home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete(client, parent)
    experiment.update(client, step, description="d")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.update(client, parent, description="d")
    experiment.create_trial(client, home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.create_trial(client, parent)
    experiment.list_trials(client, step)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.list_trials(client, parent)
    experiment.delete_all(client, home, "--force")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete_all(client, parent, "--force")
    experiment.plan_delete_all(client, [parent])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.plan_delete_all(client, parent)
    experiment.load(client, parent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.load(client, parent.name)
    trial.delete(client, parent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.delete(client, home)
    trial.load(client, home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.load(client, home.name)
    trial.create(client, home, "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.create(client, parent, "t")
    trial.create(client, parent, "t", components=[home])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    trial.create(client, parent, "t", components=[step])
    trial.update(client, step, display_name="t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.update(client, home, display_name="t")
    trial.list_trials(client, experiment=home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.list_trials(client, experiment=parent)
    trial.list_trials(client, component=parent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.list_trials(client, component=step)
    trial.list_trial_components(client, step)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.list_trial_components(client, home)
    trial.add_trial_components(client, parent, [step])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.add_trial_components(client, home, [step])
    trial.add_trial_components(client, home, step)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.add_trial_components(client, home, [step])
    trial.remove_trial_component(client, home, parent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.remove_trial_component(client, home, step)
    trial.delete_all(client, parent, "--force")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.delete_all(client, home, "--force")
    trial.save(client, "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.save(client, home)
    trial_component.save(client, home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.save(client, step)
    trial_component.update(client, home, display_name="c")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.update(client, step, display_name="c")
    trial_component.list_trials(client, parent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.list_trials(client, step)
    trial_component.list_trial_components(client, trial=parent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.list_trial_components(client, trial=home)
    trial_component.list_trial_components(client, experiment=home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.list_trial_components(client, experiment=parent)
    trial_component.delete_all(client, [home], "--force")  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    trial_component.delete_all(client, [step], "--force")
    trial_component.delete_all(client, step, "--force")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.delete_all(client, [step], "--force")
    trial_component.plan_delete_all(client, trial.list_trials(client))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.plan_delete_all(client, trial_component.list_trial_components(client))
    tags.add_tags(client, 3, {"team": "vision"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tags.add_tags(client, parent, {"team": "vision"})


def words(client: SageMakerClient, step: TrialComponent) -> None:
    experiment.create(client, "e", descripton="d")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.create(client, "e", description="d")
    experiment.load_or_create(client, "e", name_prefix="e")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.load_or_create(client, "e", display_name="e")
    experiment.update(client, "e", tags={"team": "vision"})  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.update(client, "e", description="d")
    experiment.list_experiments(client, max_results=10)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.list_experiments(client, limit=10)
    experiment.search(client, order="Ascending")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.search(client, sort_order="Ascending")
    experiment.search(client, created_before=NOW)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.search(client, Q.created < NOW)
    experiment.search(client, max_results=10)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.search(client, limit=10)
    trial.create(client, "e", "t", description="d")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial.create(client, "e", "t", display_name="d")
    trial.load_or_create(client, name="t")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial.load_or_create(client, "e", "t")
    trial.update(client, "t", description="d")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial.update(client, "t", display_name="d")
    trial_component.create(client, "c", params={"lr": 0.1})  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial_component.create(client, "c", parameters={"lr": 0.1})
    trial_component.create(client, "c", status=Status(state="Completed"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial_component.create(client, "c", status=Status(primary="Completed"))
    trial_component.update(client, "c", remove_parameter=["lr"])  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial_component.update(client, "c", remove_parameters=["lr"])
    trial_component.save(client, step, remove_tags=["team"])  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial_component.save(client, step, remove_parameters=["lr"])
    trial_component.delete_all(client, ["c"], "--force", resumable=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial_component.delete_all(client, ["c"], "--force", shared="delete")
    trial_component.delete(client, "c", force_disassociate=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial_component.delete(client, "c")
    experiment.delete_all(client, "e", force=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.delete_all(client, "e", "--force")
    connect("eu-west-1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    connect(region_name="eu-west-1")
    local.client("file.db", region_name="eu-west-1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    local.client("file.db", region="eu-west-1")


def values(client: SageMakerClient) -> None:
    experiment.create(client, "e", tags={"team"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.create(client, "e", tags={"team": "vision"})
    experiment.create(client, "e", description=["d"])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.create(client, "e", description="d")
    experiment.list_experiments(client, created_after=date(2024, 1, 1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.list_experiments(client, created_after=NOW)
    experiment.list_experiments(client, created_after=timedelta(days=1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.list_experiments(client, created_after=NOW - timedelta(days=1))
    experiment.list_experiments(client, limit="10")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.list_experiments(client, limit=10)
    experiment.list_experiments(client, limit=10.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.list_experiments(client, limit=10)
    experiment.list_experiments(client, sort_order="descending")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.list_experiments(client, sort_order="Descending")
    experiment.search(client, sort_by=Q.name.exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, sort_by=Q.name)
    experiment.search(client, cross_account=True)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, cross_account="CrossAccount")
    experiment.search(client, [Q.name == "a", Q.tag("team")])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, (Q.name == "a") & Q.tag("team"))
    experiment.search(client, lambda found: found.name == "a")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownLambdaType, reportUnknownMemberType]
    experiment.search(client, Q.name == "a")
    experiment.search(client, sort_by=Q.metrics.last)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, sort_by=Q.metric("loss").last)
    trial.search(client, sort_by=Q.description)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, sort_by=Q.description)
    trial.create(client, "e", "t", metadata={"commit_id": "0123abc"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.create(client, "e", "t", metadata=MetadataProperties(commit_id="0123abc"))
    trial_component.create(client, "c", start="2024-01-01")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", start=NOW)
    trial_component.create(client, "c", parameters={"lr": None})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", parameters={"lr": 0.1})
    trial_component.create(client, "c", parameters={"nested": {"lr": 0.1}})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", parameters={"nested.lr": 0.1})
    trial_component.create(client, "c", parameters=[("lr", 0.1)])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", parameters={"lr": 0.1})
    trial_component.create(client, "c", status=Status(primary="Complete"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", status=Status(primary="Completed"))
    trial_component.create(client, "c", output_artifacts={"model": ("s3://b", "text/csv")})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", output_artifacts={"model": Artifact(value="s3://b", media_type="text/csv")})
    trial_component.create(client, "c", output_artifacts=[Artifact(value="s3://b")])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", output_artifacts={"model": Artifact(value="s3://b")})
    trial_component.update(client, "c", status="Completed")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.update(client, "c", status=Status(primary="Completed"))
    trial_component.update(client, "c", end=NOW.timestamp())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.update(client, "c", end=NOW)
    trial_component.delete_all(client, ["c"], "--force", shared=True)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.delete_all(client, ["c"], "--force", shared="delete")
    trial_component.delete_all(client, [3], "--force")  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    trial_component.delete_all(client, ["3"], "--force")
    trial_component.delete_all(client, ["c"], True)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.delete_all(client, ["c"], "--force")
    experiment.delete_all(client, "e", "--force", deadline="60")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete_all(client, "e", "--force", deadline=60)
    experiment.delete_all(client, "e", "--force", deadline=timedelta(seconds=60))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete_all(client, "e", "--force", deadline=timedelta(seconds=60).total_seconds())
    experiment.delete_all(client, "e", "--force", cancelled=True)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete_all(client, "e", "--force", cancelled=lambda: True)
    experiment.delete_all(client, "e", "--force", on_progress=True)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete_all(client, "e", "--force", on_progress=print)
    tags.add_tags(client, "arn", {"year": 2024})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    tags.add_tags(client, "arn", {"year": "2024"})
    tags.add_tags(client, "arn", ["team"])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tags.add_tags(client, "arn", {"team": ""})
    trial_component.suggest_properties(client)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial_component.suggest_properties(client, "Parameters.l")


def numbers(client: MetricsClient, step: TrialComponent, home: Trial) -> None:
    datum = metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW)
    metrics.put_metrics(client, step, datum)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.put_metrics(client, step, [datum])
    metrics.put_metrics(client, home, [datum])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.put_metrics(client, step, [datum])
    metrics.put_metrics(client, step, {"loss": 0.5})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    metrics.put_metrics(client, step, [datum])
    metrics.put_metrics(client, step, [("loss", 0.5)])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    metrics.put_metrics(client, step, [datum])
    metrics.get_metrics(client, ["loss"])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    metrics.get_metrics(client, [metrics.MetricQuery(name="loss", resource_arn=step.arn)])
    print(metrics.MetricDatum("loss", 0.5, NOW))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    print(metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW))
    print(metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW.timestamp()))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW))
    print(metrics.MetricDatum(name="loss", value=[0.5], timestamp=NOW))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW))
    print(metrics.MetricDatum(name="loss", value=None, timestamp=NOW))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(metrics.MetricDatum(name="loss", value=float("nan"), timestamp=NOW))
    print(metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW, step=1.5))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW, step=1))
    print(metrics.MetricQuery(name="loss"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    print(metrics.MetricQuery(name="loss", resource_arn=step.arn))
    print(metrics.MetricQuery(name="loss", resource_arn=step))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(metrics.MetricQuery(name="loss", resource_arn=step.arn))
    print(metrics.MetricQuery(name="loss", resource_arn=step.arn, period="Minute"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(metrics.MetricQuery(name="loss", resource_arn=step.arn, period="OneMinute"))


class TagsOnly:
    def add_tags(self, *, ResourceArn: str, Tags: object) -> Mapping[str, object]:
        return {ResourceArn: Tags}


def clients(one: SageMakerClient, other: MetricsClient, lists: ListsTags, trials: ListsTrials, finds: Searches) -> None:
    metrics.get_metrics(one, [])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.get_metrics(other, [])
    metrics.put_metrics(connect(), "c", [])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.put_metrics(connect_metrics(), "c", [])
    metrics.put_metrics(local.client(":memory:"), "c", [])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.put_metrics(local.metrics_client(":memory:"), "c", [])
    experiment.create(connect_metrics(), "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.create(connect(), "e")
    experiment.create(local.metrics_client(":memory:"), "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.create(local.client(":memory:"), "e")
    experiment.create(local.Store.open(":memory:"), "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.create(local.client(local.Store.open(":memory:")), "e")
    experiment.load(connect, "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.load(connect(), "e")
    experiment.load(None, "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.load(one, "e")
    tags.add_tags(lists, "arn", {})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tags.add_tags(TagsOnly(), "arn", {})
    tags.list_tags(TagsOnly(), "arn")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tags.list_tags(lists, "arn")
    trial.load(trials, "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.list_trials(trials)
    experiment.list_experiments(finds)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(finds)
    trial_component.suggest_properties(finds, "Tags.")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.suggest_properties(one, "Tags.")
    experiment.delete_all(finds, "e", "--force")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete_all(one, "e", "--force")
    trial_component.delete_all(trials, ["c"], "--force")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.delete_all(one, ["c"], "--force")


def narrow(tagger: DeletesTags, updater: UpdatesExperiments, record: Experiment) -> None:
    tags.list_tags(tagger, record)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tags.remove_tags(tagger, record, ["team"])
    experiment.load(updater, "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.save(updater, record)


def records(parent: Experiment, home: Trial, step: TrialComponent, brief: ExperimentSummary) -> None:
    print(Status(primary="Complete"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(Status(primary="Completed"))
    print(Status(primary="completed"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(Status(primary="Completed"))
    print(replace(step, status=Status(primary="Done")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(replace(step, status=Status(primary="Failed")))
    # pyright does not check the arguments of `dataclasses.replace`.
    print(replace(step, status="Failed"))  # type: ignore[arg-type]
    print(replace(step, status=Status(primary="Failed")))
    print(replace(step, parameters={"lr": [0.1]}))  # type: ignore[dict-item]
    print(replace(step, parameters={"lr": 0.1}))
    print(replace(parent, tags={"team": 1}))  # type: ignore[dict-item]
    print(replace(parent, tags={"team": "vision"}))
    print(Experiment(name="e", arn="a", tags={"team": 1}))  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    print(Experiment(name="e", arn="a", tags={"team": "vision"}))
    print(replace(parent, descripton="d"))  # type: ignore[call-arg]
    print(replace(parent, description="d"))
    print(replace(home, description="d"))  # type: ignore[call-arg]
    print(replace(home, display_name="d"))
    print(step.status.primary)  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    print(step.status.primary if step.status is not None else "unknown")
    print(step.parameters["lr"] + 1)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    print(step.parameters["lr"])
    print(step.parameters.lr)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(step.parameters["lr"])
    print(step.metrics["loss"].last)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print([metric.last for metric in step.metrics if metric.name == "loss"])
    print(home.components[0].name)  # type: ignore[index]  # pyright: ignore[reportOptionalSubscript, reportUnknownArgumentType, reportUnknownMemberType]
    print([component.name for component in home.components or ()])
    print(step.start.isoformat())  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    print("" if step.start is None else step.start.isoformat())
    print(parent.source.arn)  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    print(None if parent.source is None else parent.source.arn)
    print(brief.description)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(brief.display_name)
    print(home.parameters)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(step.parameters)
    print(step["name"])  # type: ignore[index]  # pyright: ignore[reportIndexIssue, reportUnknownArgumentType]
    print(step.name)
    print(MetricSummary(name="loss", last="0.5").last)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(MetricSummary(name="loss", last=0.5).last)
    print(Artifact("s3://b"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    print(Artifact(value="s3://b"))
    print(Association(trial="t", component="c"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    print(Association(trial_arn="t", component_arn="c"))
    print(sorted([parent, parent]))  # type: ignore[type-var]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    print(sorted([parent, parent], key=lambda one: one.name))
    print([*parent])  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownArgumentType]
    print([parent.name])
    del step.parameters["lr"]  # type: ignore[attr-defined]  # pyright: ignore[reportIndexIssue]
    print(FrozenMap({key: value for key, value in step.parameters.items() if key != "lr"}))


def answers(client: SageMakerClient) -> None:
    print(experiment.create(client, "e").name)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(experiment.create(client, "e").unwrap().name)
    print(experiment.load(client, "e").unwrap().experiment_name)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(trial.load(client, "e").unwrap().experiment_name)
    print(experiment.load(client, "e").failure().argument)  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(experiment.load(client, "e").failure().message)
    print(experiment.list_experiments(client).unwrap())  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(experiment.list_experiments(client).collect().unwrap())
    print(experiment.list_experiments(client).first().unwrap().name)  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    print(experiment.list_experiments(client).collect().unwrap()[0].name)
    print(experiment.list_experiments(client).collect()[0])  # type: ignore[index]  # pyright: ignore[reportIndexIssue, reportUnknownArgumentType]
    print(experiment.list_experiments(client).collect().unwrap()[0])
    print(experiment.list_experiments(client).total_hits())  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(experiment.search(client).total_hits())
    print(next(iter(experiment.list_experiments(client))).name)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(next(iter(experiment.list_experiments(client))).unwrap().name)
    print(experiment.search(client).partition().unwrap())  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(experiment.search(client).partition()[0])
    print(experiment.delete_all(client, "e", "--force").unwrap().deleted)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(experiment.delete_all(client, "e", "--force").unwrap().target_deleted)
    print(experiment.delete_all(client, "e", "--force").failure().message)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(experiment.delete_all(client, "e", "--force").failure().cause)
    print(experiment.plan_delete_all(client, "e").components)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(experiment.plan_delete_all(client, "e").unwrap().components)
    print(len(experiment.load(client, "e")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(len(experiment.load(client, "e").unwrap().name))


def declared(client: SageMakerClient) -> None:
    a: Experiment = experiment.create(client, "e")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    b: Result[Experiment, SmexpError] = experiment.create(client, "e")
    c: Listing[Experiment] = experiment.list_experiments(client)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    d: Listing[ExperimentSummary] = experiment.list_experiments(client)
    e: list[Experiment] = experiment.search(client)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    f: SearchListing[Experiment] = experiment.search(client)
    g: SearchListing[Trial] = experiment.search(client)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    h: SearchListing[Trial] = trial.search(client)
    i: Result[DeletionReport, SmexpError] = experiment.delete_all(client, "e", "--force")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    j: Result[DeletionReport, DeletionFailure] = experiment.delete_all(client, "e", "--force")
    k: DeletionPlan = experiment.plan_delete_all(client, "e")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    m: Result[DeletionPlan, SmexpError] = experiment.plan_delete_all(client, "e")
    n: Result[Experiment, str] = experiment.load(client, "e")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    o: Result[Experiment, str] = experiment.load(client, "e").alt(str)
    p: Listing[TrialComponent] = trial.list_trial_components(client, "t")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    q: Listing[TrialComponentSummary] = trial.list_trial_components(client, "t")
    print(a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q)


def told(event: ProgressEvent, found: TrialComponentSimpleSummary, brief: TrialSummary) -> None:
    print(event.name)  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(event)
    print(found.parameters)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(found.name)
    print(brief.experiment_name)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(brief.name)
