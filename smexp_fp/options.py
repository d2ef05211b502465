"""Keyword arguments that several functions share, explained once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Literal, SupportsIndex, TypedDict, TypeVar

from smexp_fp._api.names import TrialComponentRef
from smexp_fp._lazy import LazyModule
from smexp_fp._numbers import NumberLike
from smexp_fp.clients import CrossAccount, SortBy, SortOrder, Visibility
from smexp_fp.records import Artifact, MetadataProperties, ParameterLike, Status

if TYPE_CHECKING:
    from smexp_fp import deletion, query
else:
    deletion, query = LazyModule("smexp_fp.deletion"), LazyModule("smexp_fp.query")

__all__ = [
    "DeletionOptions",
    "ListOptions",
    "NewExperiment",
    "NewTrial",
    "NewTrialComponent",
    "PacingOptions",
    "SearchOptions",
]

R = TypeVar("R")


class NewExperiment(TypedDict, total=False):
    """What an experiment is created with; `smexp_fp.experiment.create` explains each member."""

    display_name: str | None
    description: str | None
    tags: Mapping[str, str] | None


class NewTrialComponent(TypedDict, total=False):
    """What a component is created with; `smexp_fp.trial_component.create` explains each member."""

    display_name: str | None
    status: Status | None
    start: datetime | None
    end: datetime | None
    parameters: Mapping[str, ParameterLike] | None
    input_artifacts: Mapping[str, Artifact] | None
    output_artifacts: Mapping[str, Artifact] | None
    metadata: MetadataProperties | None
    tags: Mapping[str, str] | None


class ListOptions(TypedDict, total=False):
    """What a list takes in, in which order, and how it is read.

    Attributes:
        created_after: Only what was created after this instant; a datetime with a time zone.
        created_before: Only what was created before this instant; a datetime with a time zone.
        sort_by: `Name` or `CreationTime`, which is the service's default.
        sort_order: `Ascending` or `Descending`, which is the service's default.
        limit: How many records at most; `None`, the default, for all.
        page_size: How many records a request, 1 to 100; 100 by default.
        resume_from: The position that a failure has given, to go on from there with the same other arguments.
    """

    created_after: datetime | None
    created_before: datetime | None
    sort_by: SortBy | None
    sort_order: SortOrder | None
    limit: SupportsIndex | None
    page_size: SupportsIndex
    resume_from: str | None


class SearchOptions(TypedDict, Generic[R], total=False):
    """The order of a search, how it is read, and what it sees.

    Attributes:
        sort_by: The property to sort by, as a field of `Q` or by its name; the service's default is `LastModifiedTime`.
        sort_order: `Ascending` or `Descending`, which is the service's default.
        limit: How many records at most; `None`, the default, for all.
        page_size: How many records a request, 1 to 100; 100 by default.
        resume_from: The position that a failure has given, to go on from there with the same other arguments.
        cross_account: `CrossAccount` to see what other accounts share; the service's default is `SameAccount`.
        visibility: Tag keys and the values to which a record with that key is limited; at most 5.
        local_residue: Whether what the service cannot express may be filtered here; `False` by default. It reads more
            than it returns.
    """

    sort_by: query.Field[R] | str | None
    sort_order: SortOrder | None
    limit: SupportsIndex | None
    page_size: SupportsIndex
    resume_from: str | None
    cross_account: CrossAccount | None
    visibility: Visibility | None
    local_residue: bool


class PacingOptions(TypedDict, total=False):
    """How functions that make many calls make them.

    Attributes:
        max_workers: Calls on their way at the same time, from 1; 8 by default. A client of boto3 keeps ten connections
            by default.
        deadline: Seconds after which nothing more is sent; `None`, the default, for no limit. Calls on their way are
            waited for.
        patience: Seconds for which one thing may be refused for reasons that pass (lag, rate limits, faults of service
            and network) before it is given up; 120 by default.
        on_progress: Called with every `smexp_fp.deletion.ProgressEvent`, in the caller's thread. If it raises, the work
            stops, and the failure holds the exception.
        cancelled: Asked again and again, in the caller's thread; when it says true, nothing more is sent.
            `threading.Event().is_set` fits. If it raises, the work stops, and the failure holds the exception.
        clock: Where time and threads come from; the computer's by default.
        seed: Of the jitter, for tests.
    """

    max_workers: SupportsIndex
    deadline: NumberLike | None
    patience: NumberLike
    on_progress: deletion.OnProgress | None
    cancelled: Callable[[], bool] | None
    clock: deletion.Clock | None
    seed: int | None


class NewTrial(PacingOptions, total=False):
    """What a trial is created with, and how it is given components; `smexp_fp.trial.create` explains each member."""

    display_name: str | None
    metadata: MetadataProperties | None
    tags: Mapping[str, str] | None
    components: Iterable[TrialComponentRef]


class DeletionOptions(PacingOptions, total=False):
    """How `delete_all` deletes, besides how it makes its calls.

    Attributes:
        shared: What becomes of a component that others have too: `"keep"`, the default, only takes it out of what is
            deleted; `"delete"` takes it out of all its trials, wherever they are, and deletes it.
        resumable: Whether to write down in the account what is being taken apart, so that after a kill another call
            finds it; `True` by default. `False` saves calls and the permissions for CreateTrialComponent,
            UpdateTrialComponent and DescribeTrialComponent, and may leave components behind after a kill.
    """

    shared: Literal["keep", "delete"]
    resumable: bool
