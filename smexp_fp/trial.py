"""Trials: create, load, save, update, delete, list, search, and the components in them.

Every function takes a client first and returns a `Result` or a `Listing`. A failure of the service, the network or a
value is returned, not raised; `smexp_fp.errors` lists the failures "of every call". A programming error, such as an
argument of another type or a field without a comparison, raises `TypeError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Unpack

from returns.result import Result

from smexp_fp import clients
from smexp_fp._api import creating, operations, saving, wire
from smexp_fp._api.call import send
from smexp_fp._api.names import chosen_name, given_name, name_of
from smexp_fp._api.paging import listing
from smexp_fp._api.search import search_resource, suggest
from smexp_fp._base.keywords import shares_keywords
from smexp_fp._deferred import _plan, _run, associate, deletion, query, settings
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Listing, SearchListing
from smexp_fp.options import DeletionOptions, ListOptions, NewTrial, PacingOptions, SearchOptions
from smexp_fp.records import (
    Association,
    ExperimentRef,
    MetadataProperties,
    Trial,
    TrialComponentRef,
    TrialComponentSummary,
    TrialRef,
    TrialSummary,
)
from smexp_fp.tags import with_tags

__all__ = [
    "add_trial_component",
    "add_trial_components",
    "create",
    "delete",
    "delete_all",
    "list_trial_components",
    "list_trials",
    "load",
    "load_or_create",
    "load_with_tags",
    "plan_delete_all",
    "remove_trial_component",
    "save",
    "search",
    "suggest_properties",
    "update",
]


@shares_keywords(PacingOptions)
def create(
    client: clients.CreatesTrialsWithComponents,
    experiment: ExperimentRef,
    name: str | None = None,
    *,
    name_prefix: str = "Trial",
    display_name: str | None = None,
    metadata: MetadataProperties | None = None,
    tags: Mapping[str, str] | None = None,
    components: Iterable[TrialComponentRef] = (),
    **options: Unpack[PacingOptions],
) -> Result[Trial, SmexpError]:
    """Create a trial in an experiment, and add components to it.

    Args:
        client: Has CreateTrial and AssociateTrialComponent.
        experiment: The experiment's name or a record of it.
        name: As for `experiment.create`; generated if absent.
        name_prefix: The beginning of a generated name. Illegal characters become hyphens; a long prefix is cut.
        display_name: The name to show, which follows the same rule; `name` if absent.
        metadata: The commit, repository, generator and project it came from; each at most 1024 characters.
        tags: At most 50; keys of 1 to 128 characters, values of at most 256.
        components: Names or records of existing components to add, as `add_trial_components` does.
        **options: The pace of adding them; see `smexp_fp.options.PacingOptions`.

    Returns:
        The trial.

    Failures:
        `InvalidInput`, `NotFound` (the experiment), `AlreadyExists`, `LimitExceeded` (trials of the experiment), those
        of every call, and `Incomplete`: the trial exists; pass the components in `left` to `add_trial_components`.

    >>> from smexp_fp import experiment, local, trial, trial_component
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), trial_component.create(client, "train")
    >>> _ = trial.create(client, "auto-ml", "forest", components=["train"])
    >>> [found.unwrap().name for found in trial.list_trial_components(client, "forest")]
    ['train']
    """
    given = wire.as_tuple("components", components)
    chosen = chosen_name(name, name_prefix)
    call = creating.create_trial(chosen, experiment, display_name=display_name, metadata=metadata, tags=tags)
    if not given:
        return send(client, call)
    return associate.create_trial_with_components(client, call, given, settings.Settings(**options))


def load(client: clients.DescribesTrials, name: str) -> Result[Trial, SmexpError]:
    """Load a trial. Its tags and components are `None`, because they take other calls.

    Args:
        client: Has DescribeTrial.
        name: The trial's name.

    Returns:
        The trial.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.

    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> trial.load(client, "forest").unwrap().experiment_name
    'auto-ml'
    """
    return send(client, operations.describe_trial(name))


def load_with_tags(client: clients.LoadsTrialsWithTags, name: str) -> Result[Trial, SmexpError]:
    """Load a trial with its tags, which takes one call more than `load`.

    Args:
        client: Has DescribeTrial and ListTags.
        name: The trial's name.

    Returns:
        The trial.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.
    """
    return with_tags(client, load(client, name))


@shares_keywords(NewTrial)
def load_or_create(
    client: clients.LoadsOrCreatesTrials, experiment: ExperimentRef, name: str, **members: Unpack[NewTrial]
) -> Result[Trial, SmexpError]:
    """Create a trial, or load the existing one of that name.

    It tries to create first, and loads if the name is taken, creation is denied or the experiment is full. An existing
    trial is not changed, whatever the other arguments are: it keeps its components, and may be in another experiment.

    Args:
        client: Has CreateTrial, DescribeTrial and AssociateTrialComponent.
        experiment: As for `create`.
        name: As for `create`, but never generated.
        **members: The members of a new one; see `smexp_fp.options.NewTrial`.

    Returns:
        The trial.

    Failures:
        Those of `create` and `load`, except `AlreadyExists`; see `experiment.load_or_create`.

    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml")
    >>> first, second = (trial.load_or_create(client, "auto-ml", "forest").unwrap() for _ in range(2))
    >>> first.arn == second.arn
    True
    """
    created = create(client, experiment, given_name(name), **members)
    return creating.created_or_loaded(created, lambda: load(client, name))


def save(client: clients.UpdatesTrials, record: Trial) -> Result[Trial, SmexpError]:
    """Save a record's display name, the only member of a trial that can change; see `experiment.save` for the rules.

    Args:
        client: Has UpdateTrial.
        record: The trial as it should be, typically from `dataclasses.replace`.

    Returns:
        The record as saved. Its `modified` and `modified_by` are `None` until the next load.

    Failures:
        `InvalidInput`, `NotFound`, `Conflict`, and those of every call.

    >>> from dataclasses import replace
    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml")
    >>> record = experiment.create_trial(client, "auto-ml", "forest").unwrap()
    >>> trial.save(client, replace(record, display_name="Random-forest")).unwrap().display_name
    'Random-forest'
    """
    return saving.save_trial(client, record)


def update(
    client: clients.UpdatesTrials, trial: TrialRef, *, display_name: str | None = None
) -> Result[None, SmexpError]:
    """Change a trial without loading it.

    Args:
        client: Has UpdateTrial.
        trial: Its name or a record of it; only the name of the record is used.
        display_name: The new name to show; `None` leaves it unchanged.

    Failures:
        `InvalidInput`, `NotFound`, `Conflict`, and those of every call.

    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> trial.update(client, "forest", display_name="Random-forest")
    <Success: None>
    """
    return send(client, saving.update_trial(name_of(trial), display_name=display_name))


def delete(client: clients.DeletesTrials, trial: TrialRef) -> Result[str, SmexpError]:
    """Delete a trial that has no components; `delete_all` removes them first.

    Args:
        client: Has DeleteTrial.
        trial: Its name or a record of it.

    Returns:
        The ARN of the deleted entity. If the response has none, the ARN of the given record, or an empty string.

    Failures:
        `InvalidInput`, `NotFound`, `InUse` (it has components), and those of every call.
    """
    return send(client, operations.delete_trial(trial))


@shares_keywords(PacingOptions)
def plan_delete_all(
    client: deletion.PlansDeletion, trial: TrialRef, **options: Unpack[PacingOptions]
) -> Result[deletion.DeletionPlan, SmexpError]:
    """Plan what `delete_all` would do, without changing anything.

    Args:
        client: Has ListTrials, ListTrialComponents, DescribeTrial and DescribeTrialComponent.
        trial: Its name or a record of it.
        **options: How the calls are made; see `smexp_fp.options.PacingOptions`.

    Returns:
        What `delete_all` will disassociate, delete and keep, and why. Print it to read it.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.

    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> trial.plan_delete_all(client, "forest").unwrap().trials
    ('forest',)
    """
    return _plan.plan_delete_all(client, deletion.Target("trial", name_of(trial)), settings.Settings(**options))


@shares_keywords(DeletionOptions)
def delete_all(
    client: deletion.DeletesAllOfTrials, trial: TrialRef, action: Literal["--force"], **options: Unpack[DeletionOptions]
) -> Result[deletion.DeletionReport, deletion.DeletionFailure]:
    """Delete a trial with all components that are in no other trial.

    The call can be repeated after any interruption: an error, a deadline, a kill. It continues where it stopped. An
    entity that is already gone counts as done, and so does a trial that does not exist.

    Args:
        client: Has the operations of `smexp_fp.deletion.DeletesAllOfTrials`; its retry settings do not matter.
        trial: Its name or a record of it.
        action: `"--force"`, to confirm that everything is to be deleted.
        **options: How to delete; see `smexp_fp.options.DeletionOptions`.

    Returns:
        What was deleted and what was kept.

    Failures:
        A `DeletionFailure`. If an argument is invalid, its `cause` is `"invalid_input"`, and nothing was sent.

    Rules of the service: it deletes a component only if it is in no trial, and a trial only if it has no components
    (API DeleteTrialComponent, DeleteTrial).

    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> trial.delete_all(client, "forest", "--force").unwrap().target_deleted
    True
    """
    target = deletion.Target("trial", name_of(trial))
    return _run.delete_all(client, target, action, _run.DeletionSettings(**options))


@shares_keywords(ListOptions)
def list_trials(
    client: clients.ListsTrials,
    *,
    experiment: ExperimentRef | None = None,
    component: TrialComponentRef | None = None,
    **options: Unpack[ListOptions],
) -> Listing[TrialSummary]:
    """List all trials, or those of an experiment or with a component.

    Args:
        client: Has ListTrials.
        experiment: Only the trials of this experiment, given by name or record.
        component: Only the trials with this component, given by name or record.
        **options: Time range, order and paging; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing; nothing is sent until it is iterated.

    Failures:
        `InvalidInput`, `NotFound` (the experiment or component), and those of every call.
    """
    return listing(client, operations.list_trials, experiment=experiment, component=component, **options)


@shares_keywords(SearchOptions)
def search(
    client: clients.Searches,
    condition: query.Condition[Trial] | Mapping[str, object] | None = None,
    **options: Unpack[SearchOptions[Trial]],
) -> SearchListing[Trial]:
    """Search trials.

    Args:
        client: Has Search.
        condition: A condition made with `Q`, or a SearchExpression of the API, sent unchanged; `None` matches all.
        **options: Order, paging and scope; see `smexp_fp.options.SearchOptions`.

    Returns:
        A lazy listing, whose records have tags and component summaries.

    Failures:
        `InvalidInput` (its `value` says why a condition cannot be searched) and those of every call.
    """
    return search_resource(client, "ExperimentTrial", wire.found_trial, condition, **options)


def suggest_properties(client: clients.Suggests, hint: str) -> Result[tuple[str, ...], SmexpError]:
    """Suggest names of properties to search trials by, including those of the tags in use.

    Args:
        client: Has GetSearchSuggestions.
        hint: The beginning of the name, with or without its prefix such as `Tags.`; at most 100 characters.

    Returns:
        Names that a search accepts; `Q.field` makes a field from one.

    Failures:
        `InvalidInput` and those of every call.
    """
    return suggest(client, "ExperimentTrial", hint)


def add_trial_component(
    client: clients.AssociatesTrialComponents, trial: TrialRef, component: TrialComponentRef
) -> Result[Association, SmexpError]:
    """Add a component to a trial. It may be in that trial already, and in other trials.

    Args:
        client: Has AssociateTrialComponent.
        trial: The trial's name or a record of it.
        component: The component's name or a record of it.

    Returns:
        Both ARNs. If the response lacks one, it is the ARN of the given record, or an empty string.

    Failures:
        `InvalidInput`, `NotFound` (either), `LimitExceeded`, and those of every call.
    """
    return send(client, operations.associate(trial, component))


@shares_keywords(PacingOptions)
def add_trial_components(
    client: clients.AssociatesTrialComponents,
    trial: TrialRef,
    components: Iterable[TrialComponentRef | Result[TrialComponentRef, SmexpError]],
    **options: Unpack[PacingOptions],
) -> Result[tuple[Association, ...], SmexpError]:
    """Add many components to a trial, as fast as the service allows, and retry after transient errors.

    The call can be repeated after any interruption, with all components or with those that are left. A component that
    is already in the trial counts as done.

    Args:
        client: Has AssociateTrialComponent.
        trial: The trial's name or a record of it.
        components: Names or records of existing components, or a listing of them.
        **options: The pace of the calls; see `smexp_fp.options.PacingOptions`.

    Returns:
        For each component, the ARNs of trial and component, in the given order.

    Failures:
        `InvalidInput` or a failure of the listing, if nothing was sent, or `Incomplete`: `done` names the components in
        the trial, `left` the others, and `error` is the first error. An error of one does not stop the others.

    >>> from smexp_fp import experiment, local, trial, trial_component
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), trial_component.create(client, "train")
    >>> _ = trial.create(client, "auto-ml", "forest")
    >>> trial.add_trial_components(client, "forest", ["train", "nothing"]).failure().left
    ('nothing',)
    """
    return associate.add_trial_components(client, name_of(trial), components, settings.Settings(**options))


def remove_trial_component(
    client: clients.DisassociatesTrialComponents, trial: TrialRef, component: TrialComponentRef
) -> Result[Association, SmexpError]:
    """Remove a component from a trial, without deleting either. The service may show the link for some more seconds.

    Args:
        client: Has DisassociateTrialComponent.
        trial: The trial's name or a record of it.
        component: The component's name or a record of it.

    Returns:
        Both ARNs. If the response lacks one, it is the ARN of the given record, or an empty string.

    Failures:
        `InvalidInput`, `NotFound` (either), and those of every call.
    """
    return send(client, operations.disassociate(trial, component))


@shares_keywords(ListOptions)
def list_trial_components(
    client: clients.ListsTrialComponents, trial: TrialRef, **options: Unpack[ListOptions]
) -> Listing[TrialComponentSummary]:
    """List the components of a trial, lazily as `list_trials` does.

    Args:
        client: Has ListTrialComponents.
        trial: The trial's name or a record of it.
        **options: Time range, order and paging; see `smexp_fp.options.ListOptions`.

    Failures:
        `InvalidInput`, `NotFound` (the trial), and those of every call.
    """
    return listing(client, operations.list_trial_components, trial=name_of(trial), **options)
