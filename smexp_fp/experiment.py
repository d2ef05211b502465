"""Experiments: create, load, save, update, delete, list, search, and their trials.

Every function takes a client first and returns a `Result` or a `Listing`. A failure of the service, the network or a
value is returned, not raised; `smexp_fp.errors` lists the failures "of every call". A programming error, such as an
argument of another type or a field without a comparison, raises `TypeError`.

A pipeline binds a client with `functools.partial(experiment.load, client)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Unpack

from returns.result import Result

from smexp_fp import clients
from smexp_fp._api import creating, operations, saving, wire
from smexp_fp._api.call import send
from smexp_fp._api.names import chosen_name, name_of
from smexp_fp._api.paging import listing
from smexp_fp._api.search import search_resource, suggest
from smexp_fp._base.keywords import shares_keywords
from smexp_fp._deferred import _plan, _run, deletion, query, settings
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Listing, SearchListing
from smexp_fp.options import DeletionOptions, ListOptions, NewExperiment, PacingOptions, SearchOptions
from smexp_fp.records import Experiment, ExperimentRef, ExperimentSummary, MetadataProperties, Trial, TrialSummary
from smexp_fp.tags import with_tags

__all__ = [
    "create",
    "create_trial",
    "delete",
    "delete_all",
    "list_experiments",
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
    client: clients.CreatesExperiments,
    name: str,
    *,
    display_name: str | None = None,
    description: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> Result[Experiment, SmexpError]:
    """Create an experiment.

    Args:
        client: Has CreateExperiment.
        name: 1 to 120 letters, digits and hyphens, unique in the account and region, ignoring case.
        display_name: The name to show, which follows the same rule; `name` if absent.
        description: At most 3072 characters in one line.
        tags: At most 50; keys of 1 to 128 characters, values of at most 256.

    Returns:
        The experiment as created, without times and users, which the response does not contain.

    Failures:
        `InvalidInput`, `AlreadyExists`, `LimitExceeded` (experiments of the account), and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> experiment.create(client, "auto-ml", tags={"team": "vision"}).unwrap().tags["team"]
    'vision'
    """
    return send(client, creating.create_experiment(name, display_name=display_name, description=description, tags=tags))


def load(client: clients.DescribesExperiments, name: str) -> Result[Experiment, SmexpError]:
    """Load an experiment. Its tags are `None`, because they take another call; see `load_with_tags`.

    Args:
        client: Has DescribeExperiment.
        name: The experiment's name.

    Returns:
        The experiment.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml", description="Searches models")
    >>> experiment.load(client, "auto-ml").unwrap().description
    'Searches models'
    """
    return send(client, operations.describe_experiment(name))


def load_with_tags(client: clients.LoadsExperimentsWithTags, name: str) -> Result[Experiment, SmexpError]:
    """Load an experiment with its tags, which takes one call more than `load`.

    Args:
        client: Has DescribeExperiment and ListTags.
        name: The experiment's name.

    Returns:
        The experiment.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml", tags={"team": "vision"})
    >>> dict(experiment.load_with_tags(client, "auto-ml").unwrap().tags)
    {'team': 'vision'}
    """
    return with_tags(client, load(client, name))


@shares_keywords(NewExperiment)
def load_or_create(
    client: clients.LoadsOrCreatesExperiments, name: str, **members: Unpack[NewExperiment]
) -> Result[Experiment, SmexpError]:
    """Create an experiment, or load the existing one of that name.

    It tries to create first, so that two simultaneous callers get the same experiment, and a caller without permission
    to describe can still create. If creation is denied, or the account is full, it loads the experiment. An existing
    experiment is not changed, whatever the other arguments are.

    Args:
        client: Has CreateExperiment and DescribeExperiment.
        name: As for `create`.
        **members: The members of a new one; see `smexp_fp.options.NewExperiment`.

    Returns:
        The experiment.

    Failures:
        Those of `create` and `load`, except `AlreadyExists`. `AccessDenied` and `LimitExceeded` come from the creation,
        and mean that the experiment does not exist or may not be loaded either.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> first = experiment.load_or_create(client, "auto-ml").unwrap()
    >>> experiment.load_or_create(client, "auto-ml").unwrap().arn == first.arn
    True
    """
    created = create(client, name, **members)
    return creating.created_or_loaded(created, lambda: load(client, name))


def save(client: clients.UpdatesExperiments, record: Experiment) -> Result[Experiment, SmexpError]:
    """Save the display name and description of a record, where they have changed since it was read.

    An unchanged member is not sent, so that a concurrent change by somebody else is kept. If nothing has changed,
    nothing is sent. For a record that was built by hand or renamed, every member that is not `None` is sent. The other
    members of an experiment cannot be changed; for tags see `smexp_fp.tags`.

    Args:
        client: Has UpdateExperiment.
        record: The experiment as it should be, typically from `dataclasses.replace`. A description changed to `None` or
            `""` is cleared; a display name of `None` stays unchanged.

    Returns:
        The record as saved. Its `modified` and `modified_by` are `None` until the next load.

    Failures:
        `InvalidInput`, `NotFound`, `Conflict`, and those of every call.

    >>> from dataclasses import replace
    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> record = experiment.create(client, "auto-ml", description="Old").unwrap()
    >>> _ = experiment.save(client, replace(record, description="New"))
    >>> experiment.load(client, "auto-ml").unwrap().description
    'New'
    """
    return saving.save_experiment(client, record)


def update(
    client: clients.UpdatesExperiments,
    experiment: ExperimentRef,
    *,
    display_name: str | None = None,
    description: str | None = None,
) -> Result[None, SmexpError]:
    """Change an experiment without loading it. Only the given members are sent; the others stay unchanged.

    Args:
        client: Has UpdateExperiment.
        experiment: Its name or a record of it; only the name of the record is used.
        display_name: The new name to show; `None` leaves it unchanged.
        description: At most 3072 characters in one line; `""` clears it, `None` leaves it unchanged.

    Failures:
        `InvalidInput`, `NotFound`, `Conflict`, and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml", description="Searches models")
    >>> _ = experiment.update(client, "auto-ml", display_name="AutoML")
    >>> found = experiment.load(client, "auto-ml").unwrap()
    >>> found.display_name, found.description
    ('AutoML', 'Searches models')
    """
    call = saving.update_experiment(name_of(experiment), display_name=display_name, description=description)
    return send(client, call)


def delete(client: clients.DeletesExperiments, experiment: ExperimentRef) -> Result[str, SmexpError]:
    """Delete an experiment that has no trials; `delete_all` deletes its trials and components first.

    Args:
        client: Has DeleteExperiment.
        experiment: Its name or a record of it.

    Returns:
        The ARN of the deleted entity. If the response has none, the ARN of the given record, or an empty string.

    Failures:
        `InvalidInput`, `NotFound`, `InUse` (it has trials), and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml")
    >>> experiment.delete(client, "auto-ml").unwrap().endswith("experiment/auto-ml")
    True
    """
    return send(client, operations.delete_experiment(experiment))


@shares_keywords(PacingOptions)
def plan_delete_all(
    client: deletion.PlansDeletion, experiment: ExperimentRef, **options: Unpack[PacingOptions]
) -> Result[deletion.DeletionPlan, SmexpError]:
    """Plan what `delete_all` would do, without changing anything.

    Args:
        client: Has ListTrials, ListTrialComponents, DescribeTrial and DescribeTrialComponent.
        experiment: Its name or a record of it.
        **options: How the calls are made; see `smexp_fp.options.PacingOptions`.

    Returns:
        What `delete_all` will disassociate, delete and keep, and why. Print it to read it.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> experiment.plan_delete_all(client, "auto-ml").unwrap().trials
    ('forest',)
    """
    target = deletion.Target("experiment", name_of(experiment))
    return _plan.plan_delete_all(client, target, settings.Settings(**options))


@shares_keywords(DeletionOptions)
def delete_all(
    client: deletion.DeletesAllOfExperiments,
    experiment: ExperimentRef,
    action: Literal["--force"],
    **options: Unpack[DeletionOptions],
) -> Result[deletion.DeletionReport, deletion.DeletionFailure]:
    """Delete an experiment with its trials and all components that no other experiment uses.

    The call can be repeated after any interruption: an error, a deadline, a kill. It continues where it stopped. An
    entity that is already gone counts as done, and so does an experiment that does not exist.

    Args:
        client: Has the operations of `smexp_fp.deletion.DeletesAllOfExperiments`; its retry settings do not matter.
        experiment: Its name or a record of it.
        action: `"--force"`, to confirm that everything is to be deleted.
        **options: How to delete; see `smexp_fp.options.DeletionOptions`.

    Returns:
        What was deleted and what was kept.

    Failures:
        A `DeletionFailure`. If an argument is invalid, its `cause` is `"invalid_input"`, and nothing was sent.

    Rules of the service: it deletes a component only if it is in no trial, a trial only if it has no components, and an
    experiment only if it has no trials (API DeleteTrialComponent, DeleteTrial, DeleteExperiment).

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> experiment.delete_all(client, "auto-ml", "--force").unwrap().trials
    ('forest',)
    """
    target = deletion.Target("experiment", name_of(experiment))
    return _run.delete_all(client, target, action, _run.DeletionSettings(**options))


@shares_keywords(ListOptions)
def list_experiments(client: clients.ListsExperiments, **options: Unpack[ListOptions]) -> Listing[ExperimentSummary]:
    """List the account's experiments.

    Args:
        client: Has ListExperiments.
        **options: Time range, order and paging; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing; nothing is sent until it is iterated.

    Failures:
        `InvalidInput` and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> for name in ("b", "a"):
    ...     _ = experiment.create(client, name)
    >>> [found.unwrap().name for found in experiment.list_experiments(client, sort_by="Name", sort_order="Ascending")]
    ['a', 'b']
    """
    return listing(client, operations.list_experiments, **options)


@shares_keywords(SearchOptions)
def search(
    client: clients.Searches,
    condition: query.Condition[Experiment] | Mapping[str, object] | None = None,
    **options: Unpack[SearchOptions[Experiment]],
) -> SearchListing[Experiment]:
    """Search experiments.

    Args:
        client: Has Search.
        condition: A condition made with `Q`, or a SearchExpression of the API, sent unchanged; `None` matches all.
        **options: Order, paging and scope; see `smexp_fp.options.SearchOptions`.

    Returns:
        A lazy listing, whose records have tags.

    Failures:
        `InvalidInput` (its `value` says why a condition cannot be searched) and those of every call.
    """
    return search_resource(client, "Experiment", wire.found_experiment, condition, **options)


def suggest_properties(client: clients.Suggests, hint: str) -> Result[tuple[str, ...], SmexpError]:
    """Suggest names of properties to search experiments by, including those of the tags in use.

    Args:
        client: Has GetSearchSuggestions.
        hint: The beginning of the name, with or without its prefix such as `Tags.`; at most 100 characters.

    Returns:
        Names that a search accepts; `Q.field` makes a field from one.

    Failures:
        `InvalidInput` and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml", tags={"team": "vision"})
    >>> experiment.suggest_properties(client, "te").unwrap()
    ('Tags.team',)
    """
    return suggest(client, "Experiment", hint)


@shares_keywords(ListOptions)
def list_trials(
    client: clients.ListsTrials, experiment: ExperimentRef, **options: Unpack[ListOptions]
) -> Listing[TrialSummary]:
    """List the trials of an experiment.

    Args:
        client: Has ListTrials.
        experiment: The experiment's name or a record of it.
        **options: Time range, order and paging; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing.

    Failures:
        `InvalidInput`, `NotFound` (the experiment), and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> made = experiment.create(client, "auto-ml").unwrap()
    >>> _ = experiment.create_trial(client, made, "forest")
    >>> [found.unwrap().name for found in experiment.list_trials(client, made)]
    ['forest']
    """
    return listing(client, operations.list_trials, experiment=name_of(experiment), **options)


def create_trial(
    client: clients.CreatesTrials,
    experiment: ExperimentRef,
    name: str | None = None,
    *,
    name_prefix: str = "SageMakerTrial",
    display_name: str | None = None,
    metadata: MetadataProperties | None = None,
    tags: Mapping[str, str] | None = None,
) -> Result[Trial, SmexpError]:
    """Create a trial in an experiment, with a given or generated name.

    Args:
        client: Has CreateTrial.
        experiment: The experiment's name or a record of it.
        name: As for `trial.create`; generated if absent.
        name_prefix: The beginning of a generated name. Illegal characters become hyphens; a long prefix is cut.
        display_name: The name to show; `name` if absent.
        metadata: The commit, repository, generator and project it came from.
        tags: At most 50.

    Returns:
        The trial.

    Failures:
        `InvalidInput`, `NotFound` (the experiment), `AlreadyExists`, `LimitExceeded` (trials of the
        experiment), and those of every call.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> made = experiment.create(client, "auto-ml").unwrap()
    >>> experiment.create_trial(client, made, "forest").unwrap().experiment_name
    'auto-ml'
    """
    chosen = chosen_name(name, name_prefix)
    call = creating.create_trial(chosen, experiment, display_name=display_name, metadata=metadata, tags=tags)
    return send(client, call)
