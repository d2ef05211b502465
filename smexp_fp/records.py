"""Immutable records of what the service knows: experiments, trials, components and their parts.

They are frozen, slotted, keyword-only dataclasses: hashable, picklable, comparable. Times are aware datetimes in UTC,
lists are tuples, and a mapping becomes an immutable `FrozenMap`. To change a record, use `dataclasses.replace`.

An `Experiment`, `Trial` or `TrialComponent` from the service remembers its members as they were read, so that `save`
sends only what has changed. Copies, pickles and `dataclasses.replace` keep this memory. It is not a field, so
comparisons, the repr, `dataclasses.asdict` and libraries for JSON and data frames ignore it.

A response must have a name or an ARN. Without a name, `name` is the last part of the ARN, which may be in lower case;
without an ARN, `arn` is an empty string. (The service sends both, test doubles often only one.) Every other member is
`None` or empty if the response does not have it. For example, a response to a creation has only an ARN, and tags come
only with a search or on request. A release ignores members that the service adds later.

Source of all members: the API shapes of the same names (service model `sagemaker` 2017-07-24).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType, TypeAlias, final

from smexp_fp._base.baseline import HasBaseline, tracks
from smexp_fp._base.frozen import EMPTY, FrozenMap, freeze
from smexp_fp._base.notebook import ShownAsTable
from smexp_fp._base.numbers import NumberLike

__all__ = [
    "Artifact",
    "Association",
    "Experiment",
    "ExperimentRef",
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
    "Tagged",
    "Trial",
    "TrialComponent",
    "TrialComponentRef",
    "TrialComponentSimpleSummary",
    "TrialComponentSummary",
    "TrialRef",
    "TrialSummary",
    "UnknownStatus",
    "UserContext",
]

Parameter: TypeAlias = str | int | float
"""A parameter of a component: a string or a number (API shape TrialComponentParameterValue)."""

ParameterLike: TypeAlias = str | NumberLike
"""A parameter as an argument: a string, or a number of any library, which becomes an `int` or a `float`."""

Resource: TypeAlias = Literal["Experiment", "ExperimentTrial", "ExperimentTrialComponent"]
"""The resources that a search can return, of the API enum ResourceType."""

PrimaryStatus: TypeAlias = Literal["InProgress", "Completed", "Failed", "Stopping", "Stopped"]
"""The statuses that can be set (API enum TrialComponentPrimaryStatus)."""

UnknownStatus = NewType("UnknownStatus", str)
"""A status in a response that this release does not know. At run time it is a `str`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IamIdentity(ShownAsTable):
    """The IAM identity of a user profile. The service sets it only for some kinds of resources.

    Attributes:
        arn: The ARN of the identity.
        principal_id: Its unique id.
        source_identity: The person or program that assumed the role, if it was named.
    """

    arn: str | None = None
    principal_id: str | None = None
    source_identity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserContext(ShownAsTable):
    """The user who created or last modified a resource, if the service knows.

    Attributes:
        user_profile_arn: The ARN of the user profile in SageMaker Studio.
        user_profile_name: Its name.
        domain_id: The Studio domain that it belongs to.
        iam_identity: The IAM identity behind it.
    """

    user_profile_arn: str | None = None
    user_profile_name: str | None = None
    domain_id: str | None = None
    iam_identity: IamIdentity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(ShownAsTable):
    """The source of a resource that SageMaker has created, such as a training job.

    Attributes:
        arn: The ARN of the job or other resource.
        type: The kind of resource, such as `SageMakerTrainingJob`.
    """

    arn: str
    type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataProperties(ShownAsTable):
    """The origin of a trial or component; each value has at most 1024 characters.

    Attributes:
        commit_id: The commit of the code.
        repository: The repository of the code.
        generated_by: What generated it.
        project_id: The project that it belongs to.
    """

    commit_id: str | None = None
    repository: str | None = None
    generated_by: str | None = None
    project_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(ShownAsTable):
    """The state of a component.

    Attributes:
        primary: One of `PrimaryStatus`, or a newer status that this release does not know. Both are strings.
        message: Details, at most 1024 characters.
    """

    primary: PrimaryStatus | UnknownStatus | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact(ShownAsTable):
    """An input or output of a component: a location or any other string, with an optional media type.

    Attributes:
        value: The location, such as an S3 URI, or any other string of at most 2048 characters.
        media_type: The media type, such as `text/csv`; at most 64 characters.
    """

    value: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSummary(ShownAsTable):
    """The statistics that the service keeps of one metric of a component.

    A statistic may be `nan` or infinite. The name is empty if the response does not have it.

    Attributes:
        name: The name of the metric.
        source_arn: The ARN of the component or job that logged it.
        timestamp: The time of the last value, in UTC.
        max: The greatest value.
        min: The least value.
        last: The value logged last.
        count: The number of values.
        avg: The mean.
        std_dev: The standard deviation.
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
class Parent(ShownAsTable):
    """A trial that a component belongs to, and its experiment. Only searches return it.

    Attributes:
        trial_name: The name of the trial.
        experiment_name: The name of the trial's experiment.
    """

    trial_name: str | None = None
    experiment_name: str | None = None


@final
@tracks("display_name", "description")
@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment(HasBaseline, ShownAsTable):
    """A collection of related trials.

    Attributes:
        name: The name, unique in the account and region, ignoring case.
        arn: The ARN; empty if the response had only a name.
        display_name: The name to show; the service uses `name` if none was given.
        description: The description; `None` if there is none.
        source: What SageMaker created it from; `None` if a person or a program created it.
        created: When it was created, in UTC.
        created_by: Who created it, if the service knows.
        modified: When it was last updated, in UTC. Tags, links and metrics do not change it.
        modified_by: Who last updated it, if the service knows.
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
    tags: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentSummary(ShownAsTable):
    """An experiment in a listing.

    Attributes:
        name: The name, unique in the account and region, ignoring case.
        arn: The ARN; empty if the response had only a name.
        display_name: The name to show; the service uses `name` if none was given.
        source: What SageMaker created it from; `None` if a person or a program created it.
        created: When it was created, in UTC.
        modified: When it was last updated, in UTC. Tags, links and metrics do not change it.
    """

    name: str
    arn: str
    display_name: str | None = None
    source: Source | None = None
    created: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialComponentSimpleSummary(ShownAsTable):
    """A component of a trial in a search for trials.

    Attributes:
        name: The name, unique in the account and region, ignoring case.
        arn: The ARN; `None` if the response does not have it.
        source: What SageMaker created it from; `None` if a person or a program created it.
        created: When it was created, in UTC.
        created_by: Who created it, if the service knows.
    """

    name: str
    arn: str | None = None
    source: Source | None = None
    created: datetime | None = None
    created_by: UserContext | None = None


@final
@tracks("display_name")
@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(HasBaseline, ShownAsTable):
    """A set of components, such as one run of a workflow. It belongs to exactly one experiment.

    Attributes:
        name: The name, unique in the account and region, ignoring case.
        arn: The ARN; empty if the response had only a name.
        experiment_name: The experiment that the trial belongs to.
        display_name: The name to show; the service uses `name` if none was given.
        source: What SageMaker created it from; `None` if a person or a program created it.
        created: When it was created, in UTC.
        created_by: Who created it, if the service knows.
        modified: When it was last updated, in UTC. Tags, links and metrics do not change it.
        modified_by: Who last updated it, if the service knows.
        metadata: Where it comes from: commit, repository, project.
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
    tags: Mapping[str, str] | None = None
    components: tuple[TrialComponentSimpleSummary, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSummary(ShownAsTable):
    """A trial in a listing.

    Attributes:
        name: The name, unique in the account and region, ignoring case.
        arn: The ARN; empty if the response had only a name.
        display_name: The name to show; the service uses `name` if none was given.
        source: What SageMaker created it from; `None` if a person or a program created it.
        created: When it was created, in UTC.
        modified: When it was last updated, in UTC. Tags, links and metrics do not change it.
    """

    name: str
    arn: str
    display_name: str | None = None
    source: Source | None = None
    created: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Association(ShownAsTable):
    """The ARNs of a trial and a component that were linked or unlinked; an unknown ARN is empty.

    Attributes:
        trial_arn: The ARN of the trial.
        component_arn: The ARN of the component.
    """

    trial_arn: str
    component_arn: str


@final
@tracks("display_name", "status", "start", "end", "parameters", "input_artifacts", "output_artifacts")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialComponent(HasBaseline, ShownAsTable):
    """A step of a workflow, with its parameters, metrics and artifacts. It can belong to many trials.

    The API's `SourceDetail` is left out. It describes the whole training, processing or transform job in hundreds of
    members, and has calls of its own.

    Attributes:
        name: The name, unique in the account and region, ignoring case.
        arn: The ARN; empty if the response had only a name.
        display_name: The name to show; the service uses `name` if none was given.
        source: What SageMaker created it from; `None` if a person or a program created it.
        status: The state; `None` if none was ever set.
        start: When the activity began, as its author reported; in UTC.
        end: When the activity ended, as its author reported; in UTC.
        created: When it was created, in UTC.
        created_by: Who created it, if the service knows.
        modified: When it was last updated, in UTC. Tags, links and metrics do not change it.
        modified_by: Who last updated it, if the service knows.
        parameters: The parameters, by key: texts and numbers.
        input_artifacts: What went in, by key.
        output_artifacts: What came out, by key.
        metadata: Where it comes from: commit, repository, project.
        metrics: The statistics of each metric. `smexp_fp.metrics.get_metrics` reads whole series.
        lineage_group_arn: The ARN of the lineage group that it belongs to, if any.
        sources: All sources of a component that has several (a run). Only `load` returns them.
        tags: `None` if they were not requested.
        parents: The trials it belongs to; `None` except in search results.
        run_name: The name of the experiment run that it records, if any. Only a search returns it.
        unknown_parameters: The keys of parameters whose values are of a kind that this release does not know, neither
            strings nor numbers. They are not in `parameters`, and `save` does not change them.
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
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: EMPTY)
    input_artifacts: Mapping[str, Artifact] = field(default_factory=lambda: EMPTY)
    output_artifacts: Mapping[str, Artifact] = field(default_factory=lambda: EMPTY)
    metadata: MetadataProperties | None = None
    metrics: tuple[MetricSummary, ...] = ()
    lineage_group_arn: str | None = None
    sources: tuple[Source, ...] = ()
    tags: Mapping[str, str] | None = None
    parents: tuple[Parent, ...] | None = None
    run_name: str | None = None
    unknown_parameters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Make the maps immutable."""
        freeze(self, "parameters", "input_artifacts", "output_artifacts", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialComponentSummary(ShownAsTable):
    """A component in a listing.

    Attributes:
        name: The name, unique in the account and region, ignoring case.
        arn: The ARN; empty if the response had only a name.
        display_name: The name to show; the service uses `name` if none was given.
        source: What SageMaker created it from; `None` if a person or a program created it.
        status: The state; `None` if none was ever set.
        start: When the activity began, as its author reported; in UTC.
        end: When the activity ended, as its author reported; in UTC.
        created: When it was created, in UTC.
        created_by: Who created it, if the service knows.
        modified: When it was last updated, in UTC. Tags, links and metrics do not change it.
        modified_by: Who last updated it, if the service knows.
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


ExperimentRef: TypeAlias = str | Experiment | ExperimentSummary
"""The name or a record of an experiment."""

TrialRef: TypeAlias = str | Trial | TrialSummary
"""The name or a record of a trial."""

TrialComponentRef: TypeAlias = str | TrialComponent | TrialComponentSummary | TrialComponentSimpleSummary
"""The name or a record of a component."""

Tagged: TypeAlias = str | Experiment | ExperimentSummary | Trial | TrialSummary | TrialComponent | TrialComponentSummary
"""The ARN or a record of an entity with tags."""
