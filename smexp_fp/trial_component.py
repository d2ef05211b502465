"""Trial components: create, load, save, update, delete, list, search, and the trials that they are in.

Every function takes a client first and returns a `Result` or a `Listing`. A failure of the service, the network or a
value is returned, not raised; `smexp_fp.errors` lists the failures "of every call". A programming error, such as an
argument of another type or a field without a comparison, raises `TypeError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, Unpack

from returns.result import Failure, Result

from smexp_fp import clients
from smexp_fp._api import creating, operations, saving, wire
from smexp_fp._api.call import send
from smexp_fp._api.names import chosen_name, given_name, name_of
from smexp_fp._api.paging import listing
from smexp_fp._api.rules import only_one
from smexp_fp._api.search import search_resource, suggest
from smexp_fp._base.keywords import shares_keywords
from smexp_fp._deferred import _plan, _run, deletion, query, settings
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Listing, SearchListing
from smexp_fp.options import (
    ListOptions,
    NewTrialComponent,
    PacingOptions,
    SearchOptions,
    TrialComponentChanges,
    TrialComponentRemovals,
)
from smexp_fp.records import (
    Artifact,
    ExperimentRef,
    MetadataProperties,
    ParameterLike,
    Status,
    TrialComponent,
    TrialComponentRef,
    TrialComponentSummary,
    TrialRef,
    TrialSummary,
)
from smexp_fp.tags import with_tags

__all__ = [
    "create",
    "delete",
    "delete_all",
    "list_trial_components",
    "list_trials",
    "load",
    "load_or_create",
    "load_with_tags",
    "plan_delete_all",
    "save",
    "search",
    "suggest_properties",
    "update",
]


def create(
    client: clients.CreatesTrialComponents,
    name: str | None = None,
    *,
    name_prefix: str = "trial-component",
    display_name: str | None = None,
    status: Status | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    parameters: Mapping[str, ParameterLike] | None = None,
    input_artifacts: Mapping[str, Artifact] | None = None,
    output_artifacts: Mapping[str, Artifact] | None = None,
    metadata: MetadataProperties | None = None,
    tags: Mapping[str, str] | None = None,
) -> Result[TrialComponent, SmexpError]:
    """Create a component.

    Args:
        client: Has CreateTrialComponent.
        name: 1 to 120 letters, digits and hyphens, unique in the account and region, ignoring case; generated if
            absent.
        name_prefix: The beginning of a generated name. Illegal characters become hyphens; a long prefix is cut.
        display_name: The name to show, which follows the same rule; `name` if absent.
        status: Its state, with an optional message.
        start: When the activity began; a datetime with a time zone. botocore before 1.43.93 sends whole seconds.
        end: When it ended; a datetime with a time zone.
        parameters: At most 300 strings (2500 characters) and finite numbers; keys of at most 320 characters. Numbers of
            NumPy and similar libraries become Python numbers.
        input_artifacts: At most 60; keys of at most 128 characters.
        output_artifacts: At most 60; keys of at most 128 characters.
        metadata: The commit, repository, generator and project it came from; each at most 1024 characters.
        tags: At most 50; keys of 1 to 128 characters, values of at most 256.

    Returns:
        The component as created, without the service's times and users, which the response does not contain.

    Failures:
        `InvalidInput`, `AlreadyExists`, `LimitExceeded`, and those of every call.

    >>> from smexp_fp import local, trial_component
    >>> client = local.client(":memory:")
    >>> made = trial_component.create(client, "train", parameters={"lr": 0.1, "kernel": "rbf"}).unwrap()
    >>> trial_component.load(client, made.name).unwrap().parameters["lr"]
    0.1
    """
    call = creating.create_trial_component(
        chosen_name(name, name_prefix),
        display_name=display_name,
        status=status,
        start=start,
        end=end,
        parameters=parameters,
        input_artifacts=input_artifacts,
        output_artifacts=output_artifacts,
        metadata=metadata,
        tags=tags,
    )
    return send(client, call)


def load(client: clients.DescribesTrialComponents, name: str) -> Result[TrialComponent, SmexpError]:
    """Load a component. Its tags and parents are `None`, because they take other calls.

    Args:
        client: Has DescribeTrialComponent.
        name: The component's name or its ARN; no other operation accepts an ARN.

    Returns:
        The component.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.
    """
    return send(client, operations.describe_trial_component(name))


def load_with_tags(client: clients.LoadsTrialComponentsWithTags, name: str) -> Result[TrialComponent, SmexpError]:
    """Load a component with its tags, which takes one call more than `load`.

    Args:
        client: Has DescribeTrialComponent and ListTags.
        name: The component's name or its ARN.

    Returns:
        The component.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.
    """
    return with_tags(client, load(client, name))


@shares_keywords(NewTrialComponent)
def load_or_create(
    client: clients.LoadsOrCreatesTrialComponents, name: str, **members: Unpack[NewTrialComponent]
) -> Result[TrialComponent, SmexpError]:
    """Create a component, or load the existing one of that name.

    It tries to create first, and loads if the name is taken, creation is denied or the account is full. An existing
    component is not changed, whatever the other arguments are.

    Args:
        client: Has CreateTrialComponent and DescribeTrialComponent.
        name: As for `create`, but never generated.
        **members: The members of a new one; see `smexp_fp.options.NewTrialComponent`.

    Returns:
        The component.

    Failures:
        Those of `create` and `load`, except `AlreadyExists`; see `experiment.load_or_create`.

    >>> from smexp_fp import local, trial_component
    >>> client = local.client(":memory:")
    >>> _ = trial_component.create(client, "train", parameters={"lr": 0.1})
    >>> trial_component.load_or_create(client, "train", parameters={"lr": 0.2}).unwrap().parameters["lr"]
    0.1
    """
    created = create(client, given_name(name), **members)
    return creating.created_or_loaded(created, lambda: load(client, name))


@shares_keywords(TrialComponentRemovals)
def save(
    client: clients.UpdatesTrialComponents, record: TrialComponent, **removals: Unpack[TrialComponentRemovals]
) -> Result[TrialComponent, SmexpError]:
    """Save what has changed in a record since it was read: display name, status, start, end, parameters, artifacts.

    An unchanged member, parameter or artifact is not sent, so that a concurrent change by somebody else is kept. If
    nothing has changed, nothing is sent. For a record built by hand or renamed, everything but `None` is sent.

    The service merges (API UpdateTrialComponent): a given parameter or artifact is added, or replaces that of the same
    key; the others stay. Leaving a key out of the record does not remove it: name it in a `remove_…` argument. A key
    that is both given and removed is removed (seen in AWS's own tests). A status, start, end or display name of `None`
    stays unchanged, because the service cannot clear them.

    Args:
        client: Has UpdateTrialComponent.
        record: The component as it should be, typically from `dataclasses.replace`.
        **removals: Keys to remove; see `smexp_fp.options.TrialComponentRemovals`.

    Returns:
        The record as saved, without removed keys. Its `modified` and `modified_by` are `None` until the next load.

    Failures:
        `InvalidInput`, `NotFound`, `Conflict`, and those of every call.

    >>> from dataclasses import replace
    >>> from smexp_fp import local, trial_component
    >>> from smexp_fp.records import Status
    >>> client = local.client(":memory:")
    >>> made = trial_component.create(client, "train", status=Status(primary="InProgress")).unwrap()
    >>> _ = trial_component.update(client, "train", status=Status(primary="Completed"))
    >>> _ = trial_component.save(client, replace(made, parameters={"lr": 0.1}))
    >>> found = trial_component.load(client, "train").unwrap()
    >>> dict(found.parameters), found.status.primary
    ({'lr': 0.1}, 'Completed')
    """
    return saving.save_trial_component(client, record, **removals)


@shares_keywords(TrialComponentChanges)
def update(
    client: clients.UpdatesTrialComponents, component: TrialComponentRef, **changes: Unpack[TrialComponentChanges]
) -> Result[None, SmexpError]:
    """Change a component without loading it. Only the given members are sent; the others stay unchanged.

    The service merges, as `save` describes.

    Args:
        client: Has UpdateTrialComponent.
        component: Its name or a record of it; only the name of the record is used.
        **changes: Members to change and keys to remove; see `smexp_fp.options.TrialComponentChanges`.

    Failures:
        `InvalidInput`, `NotFound`, `Conflict`, and those of every call.

    >>> from smexp_fp import local, trial_component
    >>> client = local.client(":memory:")
    >>> _ = trial_component.create(client, "train", parameters={"lr": 0.1, "old": "x"})
    >>> _ = trial_component.update(client, "train", parameters={"lr": 0.2}, remove_parameters=["old"])
    >>> dict(trial_component.load(client, "train").unwrap().parameters)
    {'lr': 0.2}
    """
    return send(client, saving.update_trial_component(name_of(component), **changes))


def delete(client: clients.DeletesTrialComponents, component: TrialComponentRef) -> Result[str, SmexpError]:
    """Delete a component that is in no trial; `delete_all` removes components from their trials first.

    Args:
        client: Has DeleteTrialComponent.
        component: Its name or a record of it.

    Returns:
        The ARN of the deleted entity. If the response has none, the ARN of the given record, or an empty string.

    Failures:
        `InvalidInput`, `NotFound`, `InUse` (it is in a trial), and those of every call.

    >>> from smexp_fp import experiment, local, trial, trial_component
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), trial_component.create(client, "train")
    >>> _ = trial.create(client, "auto-ml", "forest", components=["train"])
    >>> trial_component.delete(client, "train").failure().message
    "TrialComponent 'arn:aws:sagemaker:us-east-1:123456789012:experiment-trial-component/train' is linked to 1 or more \
trials and cannot be deleted."
    """
    return send(client, operations.delete_trial_component(component))


@shares_keywords(PacingOptions)
def plan_delete_all(
    client: deletion.PlansComponentDeletion,
    components: Iterable[TrialComponentRef | Result[TrialComponentRef, SmexpError]],
    **options: Unpack[PacingOptions],
) -> Result[deletion.DeletionPlan, SmexpError]:
    """Plan what `delete_all` would do, without changing anything.

    Args:
        client: Has ListTrials and DescribeTrial.
        components: As for `delete_all`.
        **options: How the calls are made; see `smexp_fp.options.PacingOptions`.

    Returns:
        What `delete_all` will disassociate, delete and keep, and why. Print it to read it. Components that do not
        exist are not in it.

    Failures:
        `InvalidInput`, the failure that ends a listing, and those of every call.
    """
    return _plan.plan_delete_components(client, components, settings.Settings(**options))


@shares_keywords(PacingOptions)
def delete_all(
    client: deletion.DeletesAllOfComponents,
    components: Iterable[TrialComponentRef | Result[TrialComponentRef, SmexpError]],
    action: Literal["--force"],
    *,
    shared: Literal["keep", "delete"] = "keep",
    **options: Unpack[PacingOptions],
) -> Result[deletion.DeletionReport, deletion.DeletionFailure]:
    """Remove components, such as the results of a search, from all of their trials, and delete them.

    A repeated call with the same components continues where the last one stopped. A component that is already gone
    counts as done. A search by trial or experiment no longer finds a component that an interrupted call has removed
    from its trials, so keep the names.

    Args:
        client: Has ListTrials, DescribeTrial, DisassociateTrialComponent and DeleteTrialComponent.
        components: Names, records, or a whole listing or search. A listing is read to its end before anything is
            deleted.
        action: `"--force"`, to confirm that everything is to be deleted.
        shared: What to do with a component that is in trials of more than one experiment: `"keep"` leaves it unchanged,
            `"delete"` deletes it like the others.
        **options: How the calls are made; see `smexp_fp.options.PacingOptions`.

    Returns:
        What was deleted and what was kept; its `target` is `None`.

    Failures:
        A `DeletionFailure`. Its `cause` is `"invalid_input"` if an argument is invalid, and `"unreadable"` if the
        listing failed; then `error.resume_from` says where to continue. In both cases nothing was deleted.

    >>> from smexp_fp import Q, experiment, local, trial, trial_component
    >>> client = local.client(":memory:")
    >>> for name in ("train", "train-again"):
    ...     _ = trial_component.create(client, name, parameters={"lr": 10})
    >>> _ = experiment.create(client, "auto-ml")
    >>> _ = trial.create(client, "auto-ml", "forest", components=["train"])
    >>> found = trial_component.search(client, Q.parameter("lr") > 1, sort_by=Q.name, sort_order="Ascending")
    >>> trial_component.delete_all(client, found, "--force").unwrap().components
    ('train', 'train-again')
    """
    return _run.delete_components(client, components, action, _run.DeletionSettings(shared=shared, **options))


@shares_keywords(ListOptions)
def list_trial_components(
    client: clients.ListsTrialComponents,
    *,
    experiment: ExperimentRef | None = None,
    trial: TrialRef | None = None,
    source_arn: str | None = None,
    **options: Unpack[ListOptions],
) -> Listing[TrialComponentSummary]:
    """List all components, or those of an experiment, a trial or a source.

    Args:
        client: Has ListTrialComponents.
        experiment: Only the components of this experiment, given by name or record. At most one of the first three may
            be given (API ListTrialComponents).
        trial: Only the components of this trial, given by name or record.
        source_arn: Only the components made from this source, such as a training job; at most 256 characters.
        **options: Time range, order and paging; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing; nothing is sent until it is iterated.

    Failures:
        `InvalidInput`, `NotFound` (the experiment or trial), and those of every call.
    """
    error = only_one("ListTrialComponents", experiment=experiment, trial=trial, source_arn=source_arn)
    if error is not None:
        return Listing(lambda: iter([Failure(error)]))
    return listing(
        client, operations.list_trial_components, experiment=experiment, trial=trial, source_arn=source_arn, **options
    )


@shares_keywords(SearchOptions)
def search(
    client: clients.Searches,
    condition: query.Condition[TrialComponent] | Mapping[str, object] | None = None,
    **options: Unpack[SearchOptions[TrialComponent]],
) -> SearchListing[TrialComponent]:
    """Search components.

    Args:
        client: Has Search.
        condition: A condition made with `Q`, or a SearchExpression of the API, sent unchanged; `None` matches all.
        **options: Order, paging and scope; see `smexp_fp.options.SearchOptions`.

    Returns:
        A lazy listing, whose records have tags, parents and metrics.

    Failures:
        `InvalidInput` (its `value` says why a condition cannot be searched) and those of every call.
    """
    return search_resource(client, "ExperimentTrialComponent", wire.found_trial_component, condition, **options)


def suggest_properties(client: clients.Suggests, hint: str) -> Result[tuple[str, ...], SmexpError]:
    """Suggest names of properties to search components by, from the tags, parameters, metrics and artifacts in use.

    Args:
        client: Has GetSearchSuggestions.
        hint: The beginning of the name, with or without its prefix such as `Tags.`; at most 100 characters.

    Returns:
        Names that a search accepts; `Q.field` makes a field from one.

    Failures:
        `InvalidInput` and those of every call.

    >>> from smexp_fp import local, trial_component
    >>> client = local.client(":memory:")
    >>> _ = trial_component.create(client, "train", parameters={"learning_rate": 0.1})
    >>> trial_component.suggest_properties(client, "learn").unwrap()
    ('Parameters.learning_rate',)
    """
    return suggest(client, "ExperimentTrialComponent", hint)


@shares_keywords(ListOptions)
def list_trials(
    client: clients.ListsTrials, component: TrialComponentRef, **options: Unpack[ListOptions]
) -> Listing[TrialSummary]:
    """List the trials that a component is in.

    Args:
        client: Has ListTrials.
        component: The component's name or a record of it.
        **options: Time range, order and paging; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing.

    Failures:
        `InvalidInput`, `NotFound` (the component), and those of every call.
    """
    return listing(client, operations.list_trials, component=name_of(component), **options)
