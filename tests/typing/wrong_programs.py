"""What the functions refuse, and beside it what they take: each wrong line is followed by its right twin.

Nothing here is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import assert_never

from returns.result import Failure, Result, Success

from smexp_fp import Listing, Q, SageMakerClient, experiment, metrics, tags, trial, trial_component
from smexp_fp.clients import CreatesExperiments, DescribesTrials, MetricsClient
from smexp_fp.errors import (
    AccessDenied,
    AlreadyExists,
    Conflict,
    Incomplete,
    InUse,
    InvalidInput,
    LimitExceeded,
    MalformedResponse,
    NotFound,
    Rejected,
    SmexpError,
    Throttled,
    Unavailable,
    Unexpected,
)
from smexp_fp.records import (
    Artifact,
    Experiment,
    ExperimentSummary,
    FrozenMap,
    Status,
    Trial,
    TrialComponent,
    TrialSummary,
)
from smexp_fp.results import cases, collect, fold, is_failure, or_raise, then

NOW = datetime.now(UTC)


class Describes:
    def describe_experiment(self, *, ExperimentName: str) -> Mapping[str, object]:
        return {"ExperimentName": ExperimentName, "ExperimentArn": "arn"}


class DescribesAndTags(Describes):
    def list_tags(self, *, ResourceArn: str, NextToken: str = "", MaxResults: int = 50) -> dict[str, object]:
        return {"Tags": [{"Key": ResourceArn, "Value": f"{NextToken}{MaxResults}"}]}


class TakesKeywords:
    def describe_trial(self, *, TrialName: str) -> dict[str, str]:
        return {"TrialName": TrialName, "TrialArn": "arn"}


class TakesPositions:
    def describe_trial(self, name: str) -> Mapping[str, object]:
        return {"TrialName": name}


class AnswersText:
    def describe_trial(self, *, TrialName: str) -> str:
        return TrialName


def clients(client: SageMakerClient, other: MetricsClient, creates: CreatesExperiments) -> None:
    experiment.load("auto-ml")  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue]
    experiment.load(client, "auto-ml")
    experiment.load(other, "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.load(client, "e")
    metrics.put_metrics(client, "c", [])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.put_metrics(other, "c", [])
    # A stub needs the methods that the function calls, by their names, with an answer that is a mapping.
    experiment.create(Describes(), "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.load(Describes(), "e")
    experiment.load_with_tags(Describes(), "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.load_with_tags(DescribesAndTags(), "e")
    trial.load(TakesPositions(), "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.load(TakesKeywords(), "t")
    trial.load(AnswersText(), "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.load(TakesKeywords(), "t")
    experiment.load_or_create(creates, "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.load_or_create(client, "e")


def names(client: SageMakerClient, name: str | None) -> None:
    experiment.create(client, 3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.create(client, "3")
    experiment.load(client)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.load(client, "e")
    experiment.load(client, name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.load(client, name or "e")
    trial.create(client, name="t")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial.create(client, "e", name="t")
    experiment.create(client, "e", "a description")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.create(client, "e", description="a description")


def options(client: SageMakerClient) -> None:
    experiment.list_experiments(client, sort_by="Date")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.list_experiments(client, sort_by="CreationTime")
    trial.list_trials(client, sort_order="Upwards")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.list_trials(client, sort_order="Ascending")
    experiment.list_experiments(client, created_after="2024-01-01")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.list_experiments(client, created_after=NOW)
    experiment.list_experiments(client, MaxResults=10)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.list_experiments(client, page_size=10)
    experiment.list_trials(client, "e", sort_ordr="Ascending")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.list_trials(client, "e", sort_order="Ascending")
    trial.search(client, created_after=None)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial.list_trials(client, created_after=None)
    experiment.search(client, sort_by=Q.parameter("lr"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, sort_by=Q.name)
    experiment.delete_all(client, "e", "yes")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete_all(client, "e", "--force")
    trial.delete_all(client, "t")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    trial.delete_all(client, "t", "--force")
    trial.delete_all(client, "t", "--force", shared="ask")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.delete_all(client, "t", "--force", shared="keep")
    experiment.plan_delete_all(client, "e", resumable=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    experiment.plan_delete_all(client, "e", max_workers=4)


def options_through_partial(client: SageMakerClient) -> None:
    partial(experiment.list_experiments, client, page_size="10")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    partial(experiment.list_experiments, client, page_size=10)
    partial(trial.list_trials, client, created_aftr=None)  # type: ignore[call-arg]  # pyright: ignore[reportArgumentType]
    partial(trial.list_trials, client, created_after=None)
    partial(trial_component.search, client, None, sortby="Name")  # type: ignore[call-arg]  # pyright: ignore[reportArgumentType]
    partial(trial_component.search, client, None, sort_by="Name")
    partial(experiment.search, client, local_residue="yes")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    partial(experiment.search, client, local_residue=True)
    partial(trial.search, client, sort_by=Q.parameter("lr"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    partial(trial.search, client, sort_by=Q.name)
    partial(experiment.delete_all, client, "e", "--force", resumeable=False)  # type: ignore[call-arg]  # pyright: ignore[reportArgumentType]
    partial(experiment.delete_all, client, "e", "--force", resumable=False)


def values(client: SageMakerClient) -> None:
    experiment.create(client, "e", tags=[{"Key": "team", "Value": "vision"}])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.create(client, "e", tags={"team": "vision"})
    experiment.create(client, "e", tags={"year": 2024})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    experiment.create(client, "e", tags={"year": "2024"})
    tags.remove_tags(client, "arn", [1])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    tags.remove_tags(client, "arn", ["1"])
    trial_component.create(client, "c", parameters={"layers": [1, 2]})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", parameters={"layers": "1, 2", "rate": 0.1, "depth": 3})
    trial_component.update(client, "c", parameters={"layers": [1]})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    trial_component.update(client, "c", parameters={"layers": "1", "rate": Decimal("0.1"), "depth": 3})
    trial_component.create(client, "c", input_artifacts={"data": "s3://b"})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", input_artifacts={"data": Artifact(value="s3://b")})
    trial_component.create(client, "c", status="Completed")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "c", status=Status(primary="Completed"))
    metrics.MetricDatum(name="loss", value=0.5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW)
    metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW, step="1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW, step=1)
    metrics.MetricDatum(name="loss", value="0.5", timestamp=NOW)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.MetricDatum(name="loss", value=Decimal("0.5"), timestamp=NOW)
    metrics.MetricQuery(name="loss", resource_arn="arn", stat="Median")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.MetricQuery(name="loss", resource_arn="arn", stat="Avg")


def records(client: SageMakerClient, home: Trial, step: TrialComponent, summary: ExperimentSummary) -> None:
    experiment.save(client, home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.save(client, home)
    experiment.save(client, summary)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.update(client, summary, description="new")
    trial.update(client, summary, display_name="t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.update(client, home, display_name="t")
    trial_component.delete(client, home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.delete(client, step)
    trial.add_trial_component(client, step, home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.add_trial_component(client, home, step)
    _other: Experiment = replace(home, display_name="t")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _same: Trial = replace(home, display_name="t")


def members(record: Experiment, component: TrialComponent, entries: FrozenMap[str, str]) -> None:
    print(record.description.upper())  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    print((record.description or "").upper())
    print(record.tags["team"])  # type: ignore[index]  # pyright: ignore[reportOptionalSubscript, reportUnknownArgumentType]
    print(record.tags["team"] if record.tags is not None else "unknown")
    print(record.experiment_name)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(record.display_name)
    record.description = "new"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    replace(record, description="new")
    component.parameters["lr"] = 0.1  # type: ignore[index]  # pyright: ignore[reportIndexIssue]
    replace(component, parameters=FrozenMap({**component.parameters, "lr": 0.1}))
    entries.update({"a": "b"})  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    FrozenMap({**entries, "a": "b"})
    Experiment("e", "arn")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Experiment(name="e", arn="arn")
    Experiment(name="e")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Experiment(name="e", arn="arn")
    Artifact(value=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Artifact(value="1")
    Status("Completed")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Status(primary="Completed")


def listings(client: SageMakerClient) -> None:
    print([found.name for found in experiment.list_experiments(client)])  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print([found.unwrap().name for found in experiment.list_experiments(client)])
    print(experiment.list_experiments(client)[0])  # type: ignore[index]  # pyright: ignore[reportIndexIssue, reportUnknownArgumentType]
    print(experiment.list_experiments(client).first())
    print(len(experiment.list_experiments(client)))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(fold(experiment.list_experiments(client).collect(), success=len, failure=lambda _: 0))
    _trials: Listing[Trial] = experiment.list_trials(client, "e")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _summaries: Listing[TrialSummary] = experiment.list_trials(client, "e")


def results(client: SageMakerClient, describes: DescribesTrials, made: Trial, result: Result[int, str]) -> None:
    def load(name: str) -> Result[Trial, SmexpError]:
        return trial.load(client, name)

    def create(home: Experiment) -> Result[Trial, SmexpError]:
        return experiment.create_trial(client, home)

    print(experiment.load(client, "e").name)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(experiment.load(client, "e").unwrap().name)
    experiment.save(client, experiment.load(client, "e"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    then(experiment.load(client, "e"), lambda record: experiment.save(client, record))
    then(experiment.load(client, "e"), load)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    then(experiment.load(client, "e"), create)
    _value: Experiment = experiment.load(client, "e")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _result: Result[Experiment, SmexpError] = experiment.load(client, "e")
    _record: Result[Trial, SmexpError] = trial.update(client, "t", display_name="t")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _again: Result[Trial, SmexpError] = then(trial.update(client, "t", display_name="t"), lambda _: load("t"))
    _one_error: Result[Trial, NotFound] = trial.load(describes, "t")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _any_error: Result[Trial, SmexpError] = trial.load(describes, "t")
    _wrong: Result[Experiment, SmexpError] = Success(made)  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    _right: Result[Trial, SmexpError] = Success(made)
    _text: Result[Experiment, SmexpError] = Failure("no")  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    _error: Result[Experiment, SmexpError] = Failure(NotFound(operation="DescribeExperiment", message="no"))
    fold(result, success=str)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    fold(result, success=str, failure=lambda text: text)
    collect([1, 2])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    collect([result, result])
    _of_another_type: str = or_raise(result)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _of_its_type: int = or_raise(result)


def narrowed(result: Result[int, str]) -> Result[bytes, str]:
    if is_failure(result):
        _wrong: int = result.failure()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        _right: str = result.failure()
        return result
    return Success(bytes(result.unwrap()))


def narrowed_by_nothing(result: Result[int, str]) -> Result[bytes, str]:
    if result != Success(0):
        return result  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
    return Success(b"")


def errors(error: SmexpError, throttled: Throttled) -> None:
    print(error.argument)  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(error.argument if isinstance(error, InvalidInput) else error.message)
    throttled.message = "other"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    replace(throttled, message="other")


def a_match_that_forgets_an_error(error: SmexpError) -> str:
    match error:
        case InvalidInput():
            return "wrong"
        case NotFound():
            return "gone"
        case _:
            assert_never(error)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_match_of_every_error(error: SmexpError) -> str:
    match error:
        case InvalidInput(argument=argument):
            return argument
        case NotFound() | AlreadyExists() | InUse() | LimitExceeded() | AccessDenied() | Rejected():
            return "refused"
        case Incomplete(left=left):
            return ", ".join(left)
        case Conflict() | Throttled() | Unavailable():
            return "again"
        case MalformedResponse() | Unexpected():
            return "odd"
        case _:
            assert_never(error)


def a_match_that_forgets_the_failure(result: Result[int, str]) -> int:
    given = cases(result)
    match given:
        case Success(value):
            return value
        case _:
            assert_never(given)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_match_of_both_cases(result: Result[int, str]) -> int:
    given = cases(result)
    match given:
        case Success(value):
            return value
        case Failure(error):
            return len(error)
        case _:
            assert_never(given)
