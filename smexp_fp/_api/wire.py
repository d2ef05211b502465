"""Conversion of wire dicts to frozen records, and of arguments to wire dicts.

Decoding ignores unknown members, so that a member that the service adds later breaks nothing. A member is required if
the service's model requires it; in addition, a record needs a name or an ARN. A missing member, or one of the wrong
type, raises `Malformed`, which `call` converts to a `MalformedResponse`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar, cast

from smexp_fp._api.members import (
    Malformed,
    Wire,
    entries,
    items,
    optional,
    optional_integer,
    optional_number,
    optional_text,
    optional_time,
    structure,
    text,
)
from smexp_fp._base.baseline import mark_as_read
from smexp_fp._base.frozen import EMPTY, shared
from smexp_fp._base.numbers import as_number
from smexp_fp.records import (
    Artifact,
    Experiment,
    ExperimentSummary,
    FrozenMap,
    IamIdentity,
    MetadataProperties,
    MetricSummary,
    Parameter,
    ParameterLike,
    Parent,
    Source,
    Status,
    Trial,
    TrialComponent,
    TrialComponentSimpleSummary,
    TrialComponentSummary,
    TrialSummary,
    UnknownStatus,
    UserContext,
)

T = TypeVar("T")


# --- parts of records -------------------------------------------------------------------------------------------------

_user, _iam_identity, _status, _parent_of = shared(UserContext), shared(IamIdentity), shared(Status), shared(Parent)


def source(raw: Wire) -> Source:
    """API shapes ExperimentSource, TrialSource, TrialComponentSource."""
    return Source(arn=text(raw, "SourceArn"), type=optional_text(raw, "SourceType"))


def user(raw: Wire) -> UserContext:
    """API shape UserContext."""
    return _user(
        user_profile_arn=optional_text(raw, "UserProfileArn"),
        user_profile_name=optional_text(raw, "UserProfileName"),
        domain_id=optional_text(raw, "DomainId"),
        iam_identity=optional(raw, "IamIdentity", _identity),
    )


def _identity(raw: Wire) -> IamIdentity:
    return _iam_identity(
        arn=optional_text(raw, "Arn"),
        principal_id=optional_text(raw, "PrincipalId"),
        source_identity=optional_text(raw, "SourceIdentity"),
    )


def metadata(raw: Wire) -> MetadataProperties:
    """API shape MetadataProperties."""
    return MetadataProperties(
        commit_id=optional_text(raw, "CommitId"),
        repository=optional_text(raw, "Repository"),
        generated_by=optional_text(raw, "GeneratedBy"),
        project_id=optional_text(raw, "ProjectId"),
    )


def status(raw: Wire) -> Status:
    """API shape TrialComponentStatus."""
    word = optional_text(raw, "PrimaryStatus")
    # At run time a known status and an unknown one are both a str.
    return _status(primary=None if word is None else UnknownStatus(word), message=optional_text(raw, "Message"))


def parameters(raw: Wire) -> tuple[FrozenMap[str, Parameter], tuple[str, ...]]:
    """API shape TrialComponentParameters: the strings and numbers, and the keys of other values."""
    values = entries(raw, "Parameters", _parameter)
    if None not in values.values():
        return cast("FrozenMap[str, Parameter]", values), ()
    known = FrozenMap({key: value for key, value in values.items() if value is not None})
    return known, tuple([key for key, value in values.items() if value is None])


def _parameter(raw: Wire) -> Parameter | None:
    """API shape TrialComponentParameterValue: a union of a string and a number. The service may add members."""
    value = optional_text(raw, "StringValue")
    return optional_number(raw, "NumberValue") if value is None else value


def artifact(raw: Wire) -> Artifact:
    """API shape TrialComponentArtifact."""
    return Artifact(value=text(raw, "Value"), media_type=optional_text(raw, "MediaType"))


def metric_summary(raw: Wire) -> MetricSummary:
    """API shape TrialComponentMetricSummary, whose timestamp is spelled TimeStamp."""
    return MetricSummary(
        name=optional_text(raw, "MetricName") or "",
        source_arn=optional_text(raw, "SourceArn"),
        timestamp=optional_time(raw, "TimeStamp"),
        max=optional_number(raw, "Max"),
        min=optional_number(raw, "Min"),
        last=optional_number(raw, "Last"),
        count=optional_integer(raw, "Count"),
        avg=optional_number(raw, "Avg"),
        std_dev=optional_number(raw, "StdDev"),
    )


def tags(raw: Wire) -> FrozenMap[str, str]:
    """API shape TagList, a list of keys and values."""
    found = items(raw, "Tags", tag)
    return FrozenMap(found) if found else EMPTY


def tag(raw: Wire) -> tuple[str, str]:
    """API shape Tag."""
    return text(raw, "Key"), text(raw, "Value")


def _parent(raw: Wire) -> Parent:
    return _parent_of(trial_name=optional_text(raw, "TrialName"), experiment_name=optional_text(raw, "ExperimentName"))


def _simple_summary(raw: Wire) -> TrialComponentSimpleSummary:
    name, arn = identity(raw, "TrialComponent")
    return TrialComponentSimpleSummary(
        name=name,
        arn=arn or None,
        source=optional(raw, "TrialComponentSource", source),
        created=optional_time(raw, "CreationTime"),
        created_by=optional(raw, "CreatedBy", user),
    )


# --- identity of records ----------------------------------------------------------------------------------------------


_KINDS: Final = ("TrialComponent", "Trial", "Experiment")


def identity(raw: Wire, kind: str) -> tuple[str, str]:
    """The name and the ARN of a record, of which the response must have one.

    A missing name is the last part of the ARN. A missing ARN is an empty string, because a name does not determine
    account and region.
    """
    name, arn = optional_text(raw, f"{kind}Name"), optional_text(raw, f"{kind}Arn") or ""
    known = name or arn.partition("/")[2]
    if not known:
        raise Malformed(f"{kind}Name", f"a string, or {kind}Arn an ARN", name)
    return known, arn


def identifier(raw: object) -> str | None:
    """The ARN or name in a record that cannot be decoded, or the key of a tag, if it can be read."""
    if not isinstance(raw, Mapping):
        return None
    record = cast("Wire", raw)
    for kind in _KINDS:
        inside = record.get(kind)
        if isinstance(inside, Mapping):
            return _first_text(cast("Wire", inside), (f"{kind}Arn", f"{kind}Name"))
    return _first_text(record, [*(f"{kind}{member}" for kind in _KINDS for member in ("Arn", "Name")), "Key"])


def _first_text(raw: Wire, members: Iterable[str]) -> str | None:
    return next((value for member in members if isinstance(value := raw.get(member), str) and value), None)


# --- records ----------------------------------------------------------------------------------------------------------


def experiment(raw: Wire, *, tags: FrozenMap[str, str] | None = None) -> Experiment:
    """API shape DescribeExperimentResponse. The other members are of a search only."""
    name, arn = identity(raw, "Experiment")
    made = Experiment(
        name=name,
        arn=arn,
        display_name=optional_text(raw, "DisplayName"),
        source=optional(raw, "Source", source),
        created=optional_time(raw, "CreationTime"),
        modified=optional_time(raw, "LastModifiedTime"),
        created_by=optional(raw, "CreatedBy", user),
        modified_by=optional(raw, "LastModifiedBy", user),
        description=optional_text(raw, "Description"),
        tags=tags,
    )
    return mark_as_read(made)


def experiment_summary(raw: Wire) -> ExperimentSummary:
    """API shape ExperimentSummary."""
    name, arn = identity(raw, "Experiment")
    return ExperimentSummary(
        name=name,
        arn=arn,
        display_name=optional_text(raw, "DisplayName"),
        source=optional(raw, "ExperimentSource", source),
        created=optional_time(raw, "CreationTime"),
        modified=optional_time(raw, "LastModifiedTime"),
    )


def trial(
    raw: Wire,
    *,
    tags: FrozenMap[str, str] | None = None,
    components: tuple[TrialComponentSimpleSummary, ...] | None = None,
) -> Trial:
    """API shape DescribeTrialResponse. The other members are of a search only."""
    name, arn = identity(raw, "Trial")
    made = Trial(
        name=name,
        arn=arn,
        display_name=optional_text(raw, "DisplayName"),
        source=optional(raw, "Source", source),
        created=optional_time(raw, "CreationTime"),
        modified=optional_time(raw, "LastModifiedTime"),
        created_by=optional(raw, "CreatedBy", user),
        modified_by=optional(raw, "LastModifiedBy", user),
        experiment_name=optional_text(raw, "ExperimentName"),
        metadata=optional(raw, "MetadataProperties", metadata),
        tags=tags,
        components=components,
    )
    return mark_as_read(made)


def trial_summary(raw: Wire) -> TrialSummary:
    """API shape TrialSummary."""
    name, arn = identity(raw, "Trial")
    return TrialSummary(
        name=name,
        arn=arn,
        display_name=optional_text(raw, "DisplayName"),
        source=optional(raw, "TrialSource", source),
        created=optional_time(raw, "CreationTime"),
        modified=optional_time(raw, "LastModifiedTime"),
    )


def trial_component(
    raw: Wire,
    *,
    tags: FrozenMap[str, str] | None = None,
    parents: tuple[Parent, ...] | None = None,
    run_name: str | None = None,
) -> TrialComponent:
    """API shape DescribeTrialComponentResponse. The other members are of a search only."""
    name, arn = identity(raw, "TrialComponent")
    known, unknown = parameters(raw)
    made = TrialComponent(
        name=name,
        arn=arn,
        display_name=optional_text(raw, "DisplayName"),
        source=optional(raw, "Source", source),
        created=optional_time(raw, "CreationTime"),
        modified=optional_time(raw, "LastModifiedTime"),
        created_by=optional(raw, "CreatedBy", user),
        modified_by=optional(raw, "LastModifiedBy", user),
        status=optional(raw, "Status", status),
        start=optional_time(raw, "StartTime"),
        end=optional_time(raw, "EndTime"),
        parameters=known,
        unknown_parameters=unknown,
        input_artifacts=entries(raw, "InputArtifacts", artifact),
        output_artifacts=entries(raw, "OutputArtifacts", artifact),
        metadata=optional(raw, "MetadataProperties", metadata),
        metrics=items(raw, "Metrics", metric_summary),
        lineage_group_arn=optional_text(raw, "LineageGroupArn"),
        sources=items(raw, "Sources", source),
        tags=tags,
        parents=parents,
        run_name=run_name,
    )
    return mark_as_read(made)


def trial_component_summary(raw: Wire) -> TrialComponentSummary:
    """API shape TrialComponentSummary."""
    name, arn = identity(raw, "TrialComponent")
    return TrialComponentSummary(
        name=name,
        arn=arn,
        display_name=optional_text(raw, "DisplayName"),
        source=optional(raw, "TrialComponentSource", source),
        created=optional_time(raw, "CreationTime"),
        modified=optional_time(raw, "LastModifiedTime"),
        created_by=optional(raw, "CreatedBy", user),
        modified_by=optional(raw, "LastModifiedBy", user),
        status=optional(raw, "Status", status),
        start=optional_time(raw, "StartTime"),
        end=optional_time(raw, "EndTime"),
    )


def found_experiment(raw: Wire) -> Experiment:
    """API shape SearchRecord of an Experiment: the members of a load, and tags."""
    inner = _found(raw, "Experiment")
    return experiment(inner, tags=tags(inner))


def found_trial(raw: Wire) -> Trial:
    """API shape SearchRecord of an ExperimentTrial, in the member Trial."""
    inner = _found(raw, "Trial")
    return trial(inner, tags=tags(inner), components=items(inner, "TrialComponentSummaries", _simple_summary))


def found_trial_component(raw: Wire) -> TrialComponent:
    """API shape SearchRecord of an ExperimentTrialComponent, in the member TrialComponent."""
    inner = _found(raw, "TrialComponent")
    return trial_component(
        inner,
        tags=tags(inner),
        parents=items(inner, "Parents", _parent),
        run_name=optional_text(inner, "RunName"),
    )


def _found(raw: Wire, member: str) -> Wire:
    inner = structure(raw, member)
    if inner is None:
        raise Malformed(member, "in the search record", raw)
    return inner


# --- arguments to the wire --------------------------------------------------------------------------------------------


def to_wire(**members: object) -> dict[str, object]:
    """The members that are not `None`."""
    return {name: value for name, value in members.items() if value is not None}


def to_plain(members: Mapping[str, object]) -> dict[str, object]:
    """Convert checked mappings, sequences and numbers to the dicts, lists, ints and floats that botocore accepts."""
    return {name: _to_plain(value) for name, value in members.items()}


def _to_plain(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return to_plain(cast("Wire", value))
    if isinstance(value, Sequence):
        return [_to_plain(item) for item in cast("Sequence[object]", value)]
    number = as_number(value)
    return value if number is None else number


def as_tuple(argument: str, value: Iterable[T]) -> tuple[T, ...]:
    """The items of an iterable. Raises TypeError for a string, which would yield its characters."""
    if isinstance(value, str):
        raise TypeError(f"{argument} must be an iterable, not a string")
    return tuple(value)


def wire_tags(value: Mapping[str, str] | None) -> list[dict[str, str]] | None:
    """Tags as the service's list of keys and values."""
    return None if value is None else [{"Key": key, "Value": item} for key, item in _mapping("tags", value).items()]


def wire_parameters(value: Mapping[str, ParameterLike]) -> dict[str, dict[str, object]]:
    """Parameters as the service's map of unions."""
    return {
        name: {"StringValue": item} if isinstance(item, str) else {"NumberValue": item}
        for name, item in _mapping("parameters", value).items()
    }


def plain_parameters(value: Mapping[str, ParameterLike] | None) -> dict[str, Parameter]:
    """Parameters that were sent, as strings and Python numbers, for a record."""
    return {name: cast("Parameter", _to_plain(item)) for name, item in (value or {}).items()}


def wire_artifacts(argument: str, value: Mapping[str, Artifact]) -> dict[str, dict[str, object]]:
    """Artifacts as the service's map of structures."""
    for name, item in _mapping(argument, value).items():
        _check_record(f"{argument}[{name!r}]", item, Artifact)
    return {name: to_wire(Value=item.value, MediaType=item.media_type) for name, item in value.items()}


def wire_status(value: Status) -> dict[str, object]:
    """A status as the service's structure."""
    _check_record("status", value, Status)
    return to_wire(PrimaryStatus=value.primary, Message=value.message)


def wire_metadata(value: MetadataProperties) -> dict[str, object]:
    """Metadata properties as the service's structure."""
    _check_record("metadata", value, MetadataProperties)
    return to_wire(
        CommitId=value.commit_id,
        Repository=value.repository,
        GeneratedBy=value.generated_by,
        ProjectId=value.project_id,
    )


def _mapping(argument: str, value: Mapping[str, T]) -> Mapping[str, T]:
    if not isinstance(cast("object", value), Mapping):
        # A list of keys and values, as other SDKs take tags, would otherwise fail with an obscure error.
        raise TypeError(f"{argument} must be a mapping, not {type(value).__name__}")
    return value


def _check_record(argument: str, value: object, kind: type[object]) -> None:
    if not isinstance(value, kind):
        # Such as the text of a status, or the URI of an artifact.
        raise TypeError(f"{argument} must be of the type {kind.__name__}, not {type(value).__name__}")
