"""Keyword arguments that several functions share, explained in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Literal, SupportsIndex, TypedDict, TypeVar

from smexp_fp._api.arguments import NewTrialComponent, TrialComponentChanges, TrialComponentRemovals
from smexp_fp._base.lazy import LazyModule
from smexp_fp._base.numbers import NumberLike
from smexp_fp.clients import CrossAccount, SortBy, SortOrder, Visibility
from smexp_fp.records import MetadataProperties, TrialComponentRef

if TYPE_CHECKING:
    from smexp_fp import query
    from smexp_fp._api.bulk import clock, events
else:
    # They take longer to import than this module, and are needed for types only.
    clock, events = LazyModule("smexp_fp._api.bulk.clock"), LazyModule("smexp_fp._api.bulk.events")
    query = LazyModule("smexp_fp.query")

__all__ = [
    "DeletionOptions",
    "ListOptions",
    "NewExperiment",
    "NewTrial",
    "NewTrialComponent",
    "PacingOptions",
    "SearchOptions",
    "TrialComponentChanges",
    "TrialComponentRemovals",
]

R = TypeVar("R")


class NewExperiment(TypedDict, total=False):
    """The members of a new experiment; see `smexp_fp.experiment.create`.

    Attributes:
        display_name: The name to show; `name` if absent.
        description: At most 3072 characters in one line.
        tags: At most 50; keys of 1 to 128 characters, values of at most 256.
    """

    display_name: str | None
    description: str | None
    tags: Mapping[str, str] | None


class ListOptions(TypedDict, total=False):
    """The time range, order and paging of a list.

    Attributes:
        created_after: List only what was created after this instant; a datetime with a time zone.
        created_before: List only what was created before this instant; a datetime with a time zone.
        sort_by: `Name` or `CreationTime`. The service's default is `CreationTime`.
        sort_order: `Ascending` or `Descending`. The service's default is `Descending`.
        limit: The maximum number of records; `None`, the default, for all.
        page_size: The number of records per request, 1 to 100; 100 by default.
        resume_from: The position from a failure, to continue from there. The other arguments must be the same.
    """

    created_after: datetime | None
    created_before: datetime | None
    sort_by: SortBy | None
    sort_order: SortOrder | None
    limit: SupportsIndex | None
    page_size: SupportsIndex
    resume_from: str | None


class SearchOptions(TypedDict, Generic[R], total=False):
    """The order, paging and scope of a search.

    A condition that exceeds the limits of one request is split into several requests, and their records are merged in
    this order.

    Attributes:
        sort_by: The property to sort by: a field of `Q`, or its name. The service's default is `LastModifiedTime`.
        sort_order: `Ascending` or `Descending`. The service's default is `Descending`.
        limit: The maximum number of records; `None`, the default, for all.
        page_size: The number of records per request, 1 to 100; 100 by default.
        resume_from: The position from a failure, to continue from there. The other arguments must be the same.
        cross_account: `CrossAccount` searches what other accounts share. The service's default is `SameAccount`.
        visibility: Tag keys, with the values that a record with that tag must have; at most 5 pairs.
        local_residue: Whether conditions that the service cannot express may be tested in this process; `False` by
            default. Such a search reads more records than it returns.
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
    """The pace and the end of functions that make many calls.

    Attributes:
        max_workers: The maximum number of concurrent calls, at least 1; 8 by default. A boto3 client keeps ten
            connections by default.
        deadline: Seconds after which no further call is sent; `None`, the default, for no limit. Calls in flight are
            still awaited. A plan then fails with the error that was being waited out, or else with `Unavailable`.
        patience: Seconds for which one piece of work is retried after transient errors (lag, rate limits, faults of
            service and network) before it is given up; 120 by default.
        on_progress: Called with every `smexp_fp.deletion.ProgressEvent`, in the caller's thread. If it raises, the work
            stops, and the failure holds the exception.
        cancelled: Polled in the caller's thread, for example `threading.Event().is_set`. Once it returns true, no
            further call is sent. If it raises, the work stops, and the failure holds the exception.
        clock: The source of time and threads; those of the computer by default.
        seed: The seed of the random jitter, for tests.
    """

    max_workers: SupportsIndex
    deadline: NumberLike | None
    patience: NumberLike
    on_progress: events.OnProgress | None
    cancelled: Callable[[], bool] | None
    clock: clock.Clock | None
    seed: int | None


class NewTrial(PacingOptions, total=False):
    """The members of a new trial, and the pace of adding its components; see `smexp_fp.trial.create`.

    Attributes:
        display_name: The name to show; `name` if absent.
        metadata: Where it comes from.
        tags: At most 50; keys of 1 to 128 characters, values of at most 256.
        components: Names or records of components to add, after the trial is created.
    """

    display_name: str | None
    metadata: MetadataProperties | None
    tags: Mapping[str, str] | None
    components: Iterable[TrialComponentRef]


class DeletionOptions(PacingOptions, total=False):
    """How `delete_all` deletes, besides the pace of its calls.

    Attributes:
        shared: What to do with a component that is also in a trial of another experiment (`experiment.delete_all`), or
            in any other trial (`trial.delete_all`): `"keep"`, the default, only removes it from the trials to be
            deleted; `"delete"` removes it from all its trials, wherever they are, and deletes it.
        resumable: Whether to record in the account which components are being removed, so that a later call finds them
            after a kill; `True` by default. `False` saves calls and needs no permissions for CreateTrialComponent,
            UpdateTrialComponent and DescribeTrialComponent, but may leave components behind after a kill.
    """

    shared: Literal["keep", "delete"]
    resumable: bool
