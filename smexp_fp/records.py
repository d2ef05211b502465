"""Immutable records of what the service knows: experiments, trials, components and their parts.

They are frozen, slotted, keyword-only dataclasses: hashable, picklable, comparable. Times are aware datetimes in UTC,
lists are tuples, and maps are read-only. To change a record, use `dataclasses.replace`.

An `Experiment`, `Trial` or `TrialComponent` from the service remembers its members as they were read, so that `save`
sends only what has changed. `dataclasses.replace`, copies and pickles keep this memory. It is not a field, so it is not
part of comparisons, the repr, or conversions such as `dataclasses.asdict`.

A response must have a name or an ARN. Without a name, `name` is the last part of the ARN, which may be in lower case;
without an ARN, `arn` is an empty string. (The service sends both, but its model requires neither, and test doubles
often leave one out.) Every other member is `None` or empty if the response does not have it. For example, a response
to a creation has only an ARN, and tags come only with a search or on request. A release ignores members that the
service adds later.

Source of all members: the API shapes of the same names (service model `sagemaker` 2017-07-24).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias, final

from smexp_fp._baseline import HasBaseline, tracks
from smexp_fp._frozen import FrozenMap
from smexp_fp._numbers import NumberLike

__all__ = [
    "Artifact",
    "Association",
    "Experiment",
    "ExperimentSummary",
    "FrozenMap",
    "IamIdentity",
    "MetadataProperties",
    "MetricSummary",
    "NumberLike",
    "Parameter",
    "ParameterLike",
    "Parent",
    "PrimaryStatus",
    "Resource",
    "Source",
    "Status",
    "Trial",
    "TrialComponent",
    "TrialComponentSimpleSummary",
    "TrialComponentSummary",
    "TrialSummary",
    "UserContext",
]

Parameter: TypeAlias = str | float
"""A parameter of a component: a string or a number (API shape TrialComponentParameterValue)."""

ParameterLike: TypeAlias = str | NumberLike
"""A parameter as an argument: a string, or a number of any library, which becomes an `int` or a `float`."""

Resource: TypeAlias = Literal["Experiment", "ExperimentTrial", "ExperimentTrialComponent"]
"""The resources that a search can return, of the API enum ResourceType."""

PrimaryStatus: TypeAlias = Literal["InProgress", "Completed", "Failed", "Stopping", "Stopped"]
"""The statuses that can be set (API enum TrialComponentPrimaryStatus)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IamIdentity:
    """The IAM identity of a user profile. The service sets it only for some kinds of resources."""

    arn: str | None = None
    principal_id: str | None = None
    source_identity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserContext:
    """The user who created or last modified a resource, if the service knows."""

    user_profile_arn: str | None = None
    user_profile_name: str | None = None
    domain_id: str | None = None
    iam_identity: IamIdentity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The source of a resource that SageMaker has created, such as a training job."""

    arn: str
    type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataProperties:
    """The origin of a trial or component; each value has at most 1024 characters."""

    commit_id: str | None = None
    repository: str | None = None
    generated_by: str | None = None
    project_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of a component.

    Attributes:
        primary: One of `PrimaryStatus`, or a newer status that this release does not know.
        message: Details, at most 1024 characters.
    """

    primary: PrimaryStatus | str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """An input or output of a component: a location or any other string, with an optional media type."""

    value: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSummary:
    """The statistics that the service keeps of one metric of a component.

    A statistic may be `nan` or infinite. The name is empty if the response does not have it.
    """

    name: str
    source_arn: str | None = None
    timestamp: datetime | None = None
    max: float | None = None
    min: float | None = None
    last: float | None = None
    count: int | None = None
    avg: float | None = None
    std_dev: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A trial that a component belongs to, and its experiment. Only searches return it."""

    trial_name: str | None = None
    experiment_name: str | None = None


@final
@tracks("display_name", "description")
@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment(HasBaseline):
    """A collection of related trials.

    Attributes:
        tags: `None` if they were not requested, as in a load without tags.
    """

    name: str
    arn: str
    display_name: str | None = None
    description: str | None = None
    source: Source | None = None
    created: datetime | None = None
    created_by: UserContext | None = None
    modified: datetime | None = None
    modified_by: UserContext | None = None
    tags: FrozenMap[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentSummary:
    """An experiment in a listing."""

    name: str
    arn: str
    display_name: str | None = None
    source: Source | None = None
    created: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialComponentSimpleSummary:
    """A component of a trial in a search for trials."""

    name: str
    arn: str | None = None
    source: Source | None = None
    created: datetime | None = None
    created_by: UserContext | None = None


@final
@tracks("display_name")
@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(HasBaseline):
    """A set of components, such as one run of a workflow. It belongs to exactly one experiment.

    Attributes:
        tags: `None` if they were not requested.
        components: The trial's components; `None` except in search results.
    """

    name: str
    arn: str
    experiment_name: str | None = None
    display_name: str | None = None
    source: Source | None = None
    created: datetime | None = None
    created_by: UserContext | None = None
    modified: datetime | None = None
    modified_by: UserContext | None = None
    metadata: MetadataProperties | None = None
    tags: FrozenMap[str, str] | None = None
    components: tuple[TrialComponentSimpleSummary, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSummary:
    """A trial in a listing."""

    name: str
    arn: str
    display_name: str | None = None
    source: Source | None = None
    created: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """The ARNs of a trial and a component that were linked or unlinked; an unknown ARN is empty."""

    trial_arn: str
    component_arn: str


@final
@tracks("display_name", "status", "start", "end", "parameters", "input_artifacts", "output_artifacts")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialComponent(HasBaseline):
    """A step of a workflow, with its parameters, metrics and artifacts. It can belong to many trials.

    The API's `SourceDetail` is left out. It describes the whole training, processing or transform job in hundreds of
    members, and has calls of its own.

    Attributes:
        start: When the activity began, as its author reported.
        end: When the activity ended.
        unknown_parameters: The keys of parameters whose values are of a kind that this release does not know, neither
            strings nor numbers. They are not in `parameters`, and `save` does not change them.
        sources: All sources of a component that has several (a run). Only `load` returns them.
        tags: `None` if they were not requested.
        parents: The trials it belongs to; `None` except in search results.
        run_name: The name of the experiment run that it records, if any. Only a search returns it.
    """

    name: str
    arn: str
    display_name: str | None = None
    source: Source | None = None
    status: Status | None = None
    start: datetime | None = None
    end: datetime | None = None
    created: datetime | None = None
    created_by: UserContext | None = None
    modified: datetime | None = None
    modified_by: UserContext | None = None
    parameters: FrozenMap[str, Parameter] = field(default_factory=FrozenMap[str, Parameter])
    input_artifacts: FrozenMap[str, Artifact] = field(default_factory=FrozenMap[str, Artifact])
    output_artifacts: FrozenMap[str, Artifact] = field(default_factory=FrozenMap[str, Artifact])
    metadata: MetadataProperties | None = None
    metrics: tuple[MetricSummary, ...] = ()
    lineage_group_arn: str | None = None
    sources: tuple[Source, ...] = ()
    tags: FrozenMap[str, str] | None = None
    parents: tuple[Parent, ...] | None = None
    run_name: str | None = None
    unknown_parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialComponentSummary:
    """A component in a listing."""

    name: str
    arn: str
    display_name: str | None = None
    source: Source | None = None
    status: Status | None = None
    start: datetime | None = None
    end: datetime | None = None
    created: datetime | None = None
    created_by: UserContext | None = None
    modified: datetime | None = None
    modified_by: UserContext | None = None
