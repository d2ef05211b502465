"""Records as a search answers them, spelled out member by member by hand; shares no code with the package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from smexp_fp.records import Artifact, Experiment, Source, Trial, TrialComponent, UserContext

Wire: TypeAlias = dict[str, Any]
Record: TypeAlias = Experiment | Trial | TrialComponent


def _given(**members: object) -> Wire:
    return {name: value for name, value in members.items() if value is not None}


def _user(user: UserContext | None) -> Wire | None:
    if user is None:
        return None
    identity = user.iam_identity
    return _given(
        UserProfileArn=user.user_profile_arn,
        UserProfileName=user.user_profile_name,
        DomainId=user.domain_id,
        IamIdentity=None
        if identity is None
        else _given(Arn=identity.arn, PrincipalId=identity.principal_id, SourceIdentity=identity.source_identity),
    )


def _source(source: Source | None) -> Wire | None:
    return None if source is None else _given(SourceArn=source.arn, SourceType=source.type)


def _artifacts(held: Mapping[str, Artifact]) -> Wire:
    return {name: _given(Value=one.value, MediaType=one.media_type) for name, one in held.items()}


def _parameter(value: str | float) -> Wire:
    return {"StringValue": value} if isinstance(value, str) else {"NumberValue": value}


def encoded(found: Record) -> Wire:
    """The record as a search would answer it; members that are absent are left out."""
    made = _given(
        DisplayName=found.display_name,
        Source=_source(found.source),
        CreationTime=found.created,
        CreatedBy=_user(found.created_by),
        LastModifiedTime=found.modified,
        LastModifiedBy=_user(found.modified_by),
        Tags=None if found.tags is None else [{"Key": key, "Value": value} for key, value in found.tags.items()],
    )
    if isinstance(found, Experiment):
        return made | _given(ExperimentName=found.name, ExperimentArn=found.arn, Description=found.description)
    metadata = found.metadata
    if metadata is not None:
        made["MetadataProperties"] = _given(
            CommitId=metadata.commit_id,
            Repository=metadata.repository,
            GeneratedBy=metadata.generated_by,
            ProjectId=metadata.project_id,
        )
    if isinstance(found, Trial):
        summaries = [
            _given(
                TrialComponentName=one.name,
                TrialComponentArn=one.arn,
                TrialComponentSource=_source(one.source),
                CreationTime=one.created,
                CreatedBy=_user(one.created_by),
            )
            for one in found.components or ()
        ]
        named = _given(TrialName=found.name, TrialArn=found.arn, ExperimentName=found.experiment_name)
        return made | named | {"TrialComponentSummaries": summaries}
    status = found.status
    made |= _given(
        TrialComponentName=found.name,
        TrialComponentArn=found.arn,
        Status=None if status is None else _given(PrimaryStatus=status.primary, Message=status.message),
        StartTime=found.start,
        EndTime=found.end,
        LineageGroupArn=found.lineage_group_arn,
        RunName=found.run_name,
        InputArtifacts=_artifacts(found.input_artifacts),
        OutputArtifacts=_artifacts(found.output_artifacts),
        Parameters={name: _parameter(value) for name, value in found.parameters.items()},
    )
    made["Parents"] = [_given(TrialName=p.trial_name, ExperimentName=p.experiment_name) for p in found.parents or ()]
    made["Metrics"] = [
        _given(
            MetricName=one.name,
            SourceArn=one.source_arn,
            TimeStamp=one.timestamp,
            Max=one.max,
            Min=one.min,
            Last=one.last,
            Count=one.count,
            Avg=one.avg,
            StdDev=one.std_dev,
        )
        for one in found.metrics
    ]
    return made
