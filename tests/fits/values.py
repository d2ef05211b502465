"""One value of each public class of data, with every member set."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from smexp_fp import errors, metrics, records, schema
from smexp_fp.deletion import (
    Associated,
    Deleted,
    DeletionFailure,
    DeletionPlan,
    DeletionReport,
    Disassociated,
    GaveUp,
    Kept,
    Left,
    LeftAlone,
    Link,
    NotResumable,
    Planned,
    RateLimited,
    SeriesRead,
    SharedComponent,
    Target,
    Waiting,
)
from smexp_fp.listing import TotalHits

NOW = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
ARN = "arn:aws:sagemaker:us-east-1:123456789012:experiment/e"

SOURCE = records.Source(arn=ARN, type="SageMakerTrainingJob")
USER = records.UserContext(
    user_profile_arn=ARN,
    user_profile_name="ann",
    domain_id="d-1",
    iam_identity=records.IamIdentity(arn=ARN, principal_id="p", source_identity="s"),
)
METADATA = records.MetadataProperties(commit_id="1a2b", repository="r", generated_by="g", project_id="p")
METRIC = records.MetricSummary(
    name="loss", source_arn=ARN, timestamp=NOW, max=0.5, min=0.25, last=0.25, count=7, avg=0.3, std_dev=0.1
)
WHO_AND_WHEN: dict[str, Any] = {"created": NOW, "created_by": USER, "modified": NOW, "modified_by": USER}
BASIC: dict[str, Any] = {"name": "n", "arn": ARN, "display_name": "N", "source": SOURCE}
CALL: dict[str, Any] = {
    "message": "too fast", "operation": "DeleteTrial", "code": "ThrottlingException", "status": 400,
    "request_id": "r-1", "resume_from": "token",
}  # fmt: skip
THROTTLED = errors.Throttled(**CALL, cause=TimeoutError("cause"))
DATUM = metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW, step=3)
QUERY = metrics.MetricQuery(name="loss", resource_arn=ARN, start=0, end=9)
HISTORIES = metrics.Histories(
    series=(metrics.MetricSeries(query=QUERY, status="Complete", x=(0, 1), y=(0.5, 0.25)),), components=("c",)
)
REPORT = DeletionReport(
    target=Target("experiment", "auto-ml"),
    disassociated=(Link("forest", "train"), Link("forest", "<shared>")),
    components=("train",),
    trials=("forest",),
    target_deleted=True,
    kept=(Kept(component="<shared>", trials=("linear",), experiment="other"),),
    left_alone=("by hand",),
    not_resumable=THROTTLED,
    passes=2,
    calls={"DeleteTrial": 1, "ListTrials": 2},
    seconds=61.25,
)

VALUES: tuple[Any, ...] = (
    # records
    records.IamIdentity(arn=ARN, principal_id="p", source_identity="s"),
    USER,
    SOURCE,
    METADATA,
    records.Status(primary="Failed", message="two\nlines"),
    records.Status(primary=records.UnknownStatus("Paused")),  # of a later version of the service
    records.Artifact(value="s3://bucket/key", media_type="text/csv"),
    METRIC,
    records.Parent(trial_name="t", experiment_name="e"),
    records.Association(trial_arn=ARN, component_arn=ARN),
    records.Experiment(**BASIC, **WHO_AND_WHEN, description="d", tags={"team": "vision", "a.b": ""}),
    records.Experiment(name="e", arn=""),
    records.ExperimentSummary(**BASIC, created=NOW, modified=NOW),
    records.TrialComponentSimpleSummary(name="n", arn=ARN, source=SOURCE, created=NOW, created_by=USER),
    records.Trial(
        **BASIC,
        **WHO_AND_WHEN,
        experiment_name="e",
        metadata=METADATA,
        tags={"empty": ""},
        components=(records.TrialComponentSimpleSummary(name="c"),),
    ),
    records.TrialSummary(**BASIC, created=NOW, modified=NOW),
    records.TrialComponent(
        **BASIC,
        **WHO_AND_WHEN,
        status=records.Status(primary=records.UnknownStatus("Paused"), message="m"),
        start=NOW,
        end=NOW,
        parameters={"rate": 0.1, "depth": 3, "kernel": "rbf", "text": "0.1", "zero": 0.0},
        input_artifacts={"data": records.Artifact(value="s3://bucket/data", media_type="text/csv")},
        output_artifacts={"model": records.Artifact(value="s3://bucket/model")},
        metadata=METADATA,
        metrics=(METRIC, records.MetricSummary(name="empty")),
        lineage_group_arn=ARN,
        sources=(SOURCE, SOURCE),
        tags={"team": "vision"},
        parents=(records.Parent(trial_name="t", experiment_name="e"), records.Parent()),
        run_name="run",
        unknown_parameters=("odd",),
    ),
    records.TrialComponentSummary(
        **BASIC, **WHO_AND_WHEN, status=records.Status(primary="Completed"), start=NOW, end=NOW
    ),
    # metrics
    DATUM,
    QUERY,
    metrics.MetricSeries(query=QUERY, status="Complete", message="m", x=(0, 1), y=(0.5, 0.25)),
    metrics.RefusedDatum(index=3, datum=DATUM, code="CONFLICT_ERROR"),
    metrics.PutReport(accepted=9, refused=(metrics.RefusedDatum(index=3, datum=DATUM, code=""),)),
    TotalHits(value=3, exact=True),
    metrics.Point(component="c", metric="loss", statistic="Last", step=1, time=NOW, value=0.5, status="Truncated"),
    HISTORIES,
    metrics.Unread(position=1, component="c", query=QUERY),
    metrics.HistoriesFailure(
        error=THROTTLED, read=HISTORIES, left=(metrics.Unread(position=1, component="c", query=QUERY),)
    ),
    # errors
    errors.InvalidInput(**CALL, argument="parameters['lr']", value={"a": [1, None]}, rule="must be a number"),
    errors.NotFound(**CALL),
    errors.AlreadyExists(**CALL),
    errors.InUse(**CALL),
    errors.Conflict(**CALL),
    errors.LimitExceeded(**CALL),
    THROTTLED,
    errors.AccessDenied(**CALL),
    errors.Rejected(**CALL),
    errors.Incomplete(**CALL, done=("a",), left=("b", "c"), error=THROTTLED),
    errors.Unavailable(**CALL),
    errors.MalformedResponse(**CALL, record="trial", position=3),
    errors.Unexpected(**CALL, cause=ZeroDivisionError("cause")),
    # schemas
    schema.Misfit(attribute="lr", parameter="learning_rate", value="high", rule="must be a number"),
    schema.DoesNotFit(
        component="c",
        schema="Sweep",
        misfits=(schema.Misfit(attribute="lr", parameter="learning_rate", value=3, rule="must be a text"),),
    ),
    # plans and reports
    Target("trial", "t"),
    Link("t", "c"),
    SharedComponent(name="c", elsewhere=(("t", "e"), ("u", "e"))),
    DeletionPlan(
        target=Target("experiment", "auto-ml"),
        links=(Link("forest", "train"), Link("forest", "<shared>")),
        components=("train",),
        trials=("forest",),
        shared=(SharedComponent(name="<shared>", elsewhere=(("linear", "other"),)),),
        left_over=("old",),
        left_alone=("by hand",),
        noted=2,
        unproved=1,
    ),
    REPORT,
    Left(kind="trial component", name="c", error=THROTTLED),
    DeletionFailure(
        cause="callback",
        done=REPORT,
        left=(Left(kind="trial", name="<t>", error=THROTTLED), Left(kind="experiment", name="e")),
        error=THROTTLED,
        exception=BrokenPipeError("cause"),
    ),
    # events
    Planned(number=1, links=2, components=1, trials=1),
    Disassociated(trial="t", component="c"),
    Deleted(kind="trial component", name="c", already=True),
    Kept(component="c", trials=("t", "u"), experiment="e"),
    LeftAlone(component="c"),
    NotResumable(error=THROTTLED),
    Associated(trial="t", component="c"),
    SeriesRead(series=100, total=250),
    RateLimited(operation="DeleteTrial", seconds=1.5, rate=0.5),
    Waiting(operation="DeleteTrial", name="t", seconds=2.0, error=THROTTLED),
    GaveUp(operation="DeleteTrial", name="t", error=THROTTLED),
)

HOLDING_AN_ERROR = (
    errors.Incomplete,
    DeletionReport,
    DeletionFailure,
    Left,
    NotResumable,
    Waiting,
    GaveUp,
    metrics.HistoriesFailure,
)
"""Classes with a member that can be any error."""


def name_of(value: object) -> str:
    return type(value).__name__
