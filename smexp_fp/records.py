"""Immutable records of what the service knows: experiments, trials, components and their parts.

All of them are frozen, slotted, keyword-only dataclasses: hashable, picklable, comparable. Times are aware
datetimes in UTC; lists are tuples; maps are read-only. Change one with `dataclasses.replace`.

An `Experiment`, `Trial` or `TrialComponent` that came from the service remembers the members that can be saved as they
were read, through `dataclasses.replace`, copies and pickles, so that `save` sends what has changed and nothing else.
This memory is no member: it shows in no comparison, no repr and no conversion such as `dataclasses.asdict`.

Only what identifies a record is required: a name or an ARN. Where an answer carries no name, `name` is the last part of
the ARN, which may be in lower case; where it carries no ARN, `arn` is an empty text. The service sends both, but its
model requires neither, and test doubles often leave one out. Every other member is optional too, and is `None` (or
empty) here where an answer does not carry it: a `create` answers only an ARN, for instance, and tags come only with a
search or on request. Members that the service adds in future are ignored until a release knows them.

Source of all members: the API's shapes of the same names (service model `sagemaker` 2017-07-24).
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
"""A component's parameter: a text or a number (API shape TrialComponentParameterValue)."""

ParameterLike: TypeAlias = str | NumberLike
"""What a parameter is made of: a text, or a number of any library, which becomes an `int` or a `float`."""

PrimaryStatus: TypeAlias = Literal["InProgress", "Completed", "Failed", "Stopping", "Stopped"]
"""The statuses that can be set (API enum TrialComponentPrimaryStatus)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IamIdentity:
    """The IAM identity behind a user profile; filled by the service for some kinds of resources only."""

    arn: str | None = None
    principal_id: str | None = None
    source_identity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserContext:
    """Who created or last modified a resource, as far as the service says."""

    user_profile_arn: str | None = None
    user_profile_name: str | None = None
    domain_id: str | None = None
    iam_identity: IamIdentity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What SageMaker made a resource from, such as a training job."""

    arn: str
    type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataProperties:
    """Where a trial or component came from: each value at most 1024 characters."""

    commit_id: str | None = None
    repository: str | None = None
    generated_by: str | None = None
    project_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of a component.

    Attributes:
        primary: One of `PrimaryStatus`; a `str`, since an answer may carry a status of a later version of the service.
        message: More about it, at most 1024 characters.
    """

    primary: PrimaryStatus | str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """An input or output of a component: a location or any other text, with an optional media type."""

    value: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSummary:
    """The statistics of one metric of a component, as the service keeps them.

    Any of them may be `nan` or infinite. The name is empty where an answer does not carry it.
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
    """A trial that a component belongs to, with the trial's experiment. Known to searches only."""

    trial_name: str | None = None
    experiment_name: str | None = None


@final
@tracks("display_name", "description")
@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment(HasBaseline):
    """A collection of related trials.

    Attributes:
        tags: `None` where they were not asked for: a load without tags, a listing.
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
    """What a listing says of an experiment."""

    name: str
    arn: str
    display_name: str | None = None
    source: Source | None = None
    created: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialComponentSimpleSummary:
    """What a search for trials says of each component of a trial."""

    name: str
    arn: str | None = None
    source: Source | None = None
    created: datetime | None = None
    created_by: UserContext | None = None


@final
@tracks("display_name")
@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(HasBaseline):
    """A set of components, one execution of a workflow; it belongs to exactly one experiment.

    Attributes:
        tags: `None` where they were not asked for.
        components: The trial's components; `None` in all answers but a search's.
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
    """What a listing says of a trial."""

    name: str
    arn: str
    display_name: str | None = None
    source: Source | None = None
    created: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """A component's membership in a trial, just made or just ended; both sides by their ARNs, empty where unknown."""

    trial_arn: str
    component_arn: str


@final
@tracks("display_name", "status", "start", "end", "parameters", "input_artifacts", "output_artifacts")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialComponent(HasBaseline):
    """One activity of a trial, with its parameters, metrics and artifacts. It can belong to many trials.

    The API's `SourceDetail` is left out: it is the whole description of the training, processing or transform job,
    hundreds of members that have calls of their own.

    Attributes:
        start: When the activity began, as its author says.
        end: When it ended.
        unknown_parameters: Keys of parameters whose values are neither texts nor numbers, but of a kind that this
            release does not know. They are not in `parameters`, and a `save` leaves them as they are.
        sources: All sources of a component that has several (a run); only `load` knows them.
        tags: `None` where they were not asked for.
        parents: The trials it belongs to; `None` in all answers but a search's.
        run_name: The name of the experiment run that it records, where it records one; only a search knows it.
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
    """What a listing says of a component."""

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
