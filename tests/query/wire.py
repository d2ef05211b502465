"""Records as the service writes them, for the naive evaluator; shares no code with the package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smexp_fp.records import Experiment, Trial, TrialComponent


def to_wire(record: Experiment | Trial | TrialComponent) -> dict[str, Any]:
    """The inner structure of a SearchRecord; absent members are left out."""
    kind = {Experiment: "Experiment", Trial: "Trial", TrialComponent: "TrialComponent"}[type(record)]
    made: dict[str, Any] = {
        f"{kind}Name": record.name,
        f"{kind}Arn": record.arn,
        "DisplayName": record.display_name,
        "Source": _members(record.source, SourceArn="arn", SourceType="type"),
        "CreationTime": record.created,
        "LastModifiedTime": record.modified,
        "CreatedBy": _user(record.created_by),
        "LastModifiedBy": _user(record.modified_by),
        "Tags": [{"Key": key, "Value": value} for key, value in (record.tags or {}).items()],
    }
    match record:
        case Experiment():
            made["Description"] = record.description
        case Trial():
            made["ExperimentName"] = record.experiment_name
            made["MetadataProperties"] = _metadata(record.metadata)
            made["TrialComponentSummaries"] = [
                _present(
                    {
                        "TrialComponentName": one.name,
                        "TrialComponentArn": one.arn,
                        "TrialComponentSource": _members(one.source, SourceArn="arn", SourceType="type"),
                        "CreationTime": one.created,
                        "CreatedBy": _user(one.created_by),
                    }
                )
                for one in record.components or ()
            ]
        case TrialComponent():
            made |= _component(record)
    return _present(made)


def _component(record: TrialComponent) -> dict[str, Any]:
    return {
        "Status": _members(record.status, PrimaryStatus="primary", Message="message"),
        "StartTime": record.start,
        "EndTime": record.end,
        "Parameters": {
            key: {"StringValue": value} if isinstance(value, str) else {"NumberValue": value}
            for key, value in record.parameters.items()
        },
        "InputArtifacts": _artifacts(record.input_artifacts),
        "OutputArtifacts": _artifacts(record.output_artifacts),
        "Metrics": [_metric(one) for one in record.metrics],
        "MetadataProperties": _metadata(record.metadata),
        "LineageGroupArn": record.lineage_group_arn,
        "RunName": record.run_name,
        "Parents": [
            _members(one, TrialName="trial_name", ExperimentName="experiment_name") for one in record.parents or ()
        ],
    }


def _metric(metric: object) -> dict[str, Any]:
    names = {"MetricName": "name", "SourceArn": "source_arn", "TimeStamp": "timestamp", "StdDev": "std_dev"}
    return _members(metric, **names, Max="max", Min="min", Last="last", Count="count", Avg="avg")


def _artifacts(artifacts: Mapping[str, object]) -> dict[str, Any]:
    return {name: _members(one, Value="value", MediaType="media_type") for name, one in artifacts.items()}


def _metadata(metadata: object) -> dict[str, Any]:
    return _members(metadata, CommitId="commit_id", Repository="repository", GeneratedBy="generated_by", ProjectId="project_id")  # fmt: skip # noqa: E501 - a table


def _user(user: object) -> dict[str, Any]:
    return _members(user, UserProfileArn="user_profile_arn", UserProfileName="user_profile_name", DomainId="domain_id")


def _members(part: object, **names: str) -> dict[str, Any]:
    return {} if part is None else _present({wire: getattr(part, name) for wire, name in names.items()})


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
