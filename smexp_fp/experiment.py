"""Experiments: create, load, save, update, delete, list, search, and their trials.

Every function takes the client first and returns a `Result` or a `Listing`; none raises for what service, network or
values can do. `functools.partial(experiment.load, client)` is the function that a pipeline binds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, Unpack

from returns.result import Result

from smexp_fp import tags as tags_of
from smexp_fp._api import creating, operations, saving, wire
from smexp_fp._api.call import Call, send
from smexp_fp._api.names import ExperimentRef, chosen_name, name_of
from smexp_fp._api.paging import listing
from smexp_fp._api.search import search_resource, suggest
from smexp_fp._keywords import shares_keywords
from smexp_fp._lazy import LazyModule
from smexp_fp.clients import (
    CreatesExperiments,
    CreatesTrials,
    DeletesExperiments,
    DescribesExperiments,
    ListsExperiments,
    ListsTrials,
    LoadsExperimentsWithTags,
    LoadsOrCreatesExperiments,
    Searches,
    Suggests,
    UpdatesExperiments,
)
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Listing, SearchListing
from smexp_fp.options import DeletionOptions, ListOptions, NewExperiment, PacingOptions, SearchOptions
from smexp_fp.records import Experiment, ExperimentSummary, MetadataProperties, Trial, TrialSummary
from smexp_fp.results import then

if TYPE_CHECKING:
    from smexp_fp import deletion, query
else:
    deletion, query = LazyModule("smexp_fp.deletion"), LazyModule("smexp_fp.query")

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
    client: CreatesExperiments,
    name: str,
    *,
    display_name: str | None = None,
    description: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> Result[Experiment, SmexpError]:
    """Create an experiment.

    Args:
        client: Has CreateExperiment.
        name: 1 to 120 letters, digits and hyphens, unique in the account and region without regard to case.
        display_name: What is shown for it, under the same pattern; the name where it is absent.
        description: At most 3072 characters in one line.
        tags: At most 50; keys of 1 to 128 characters, values of at most 256.

    Returns:
        The experiment as the service now has it, but for times and users, which it does not answer.

    Failures:
        `InvalidInput`, `AlreadyExists`, `LimitExceeded` (experiments of the account), and those of every call:
        `Throttled`, `AccessDenied`, `Rejected`, `Unavailable`, `MalformedResponse`, `Unexpected`.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> experiment.create(client, "auto-ml", tags={"team": "vision"}).unwrap().tags["team"]
    'vision'
    """
    return send(client, creating.create_experiment(name, display_name=display_name, description=description, tags=tags))


def load(client: DescribesExperiments, name: str) -> Result[Experiment, SmexpError]:
    """Load an experiment; its tags stay unknown (`None`), since the service tells them in another call.

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
    return send(
        client,
        Call(
            operation="DescribeExperiment",
            parameters={"ExperimentName": name},
            decode=wire.experiment,
            arguments={"ExperimentName": "name"},
        ),
    )


def load_with_tags(client: LoadsExperimentsWithTags, name: str) -> Result[Experiment, SmexpError]:
    """Load an experiment with its tags, in one call more than `load`.

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
    return then(load(client, name), lambda found: tags_of.onto(client, found))


@shares_keywords(NewExperiment)
def load_or_create(
    client: LoadsOrCreatesExperiments,
    name: str,
    **members: Unpack[NewExperiment],
) -> Result[Experiment, SmexpError]:
    """Create an experiment, or load the one that has the name already.

    It creates first: two callers at once then get the same experiment, and one who may not describe can still create.
    One who may not create, or whose account is full, gets the experiment where it exists. An experiment that exists
    stays as it is, whatever the other arguments.

    Args:
        client: Has CreateExperiment and DescribeExperiment.
        name: As for `create`.
        **members: What it is created with; see `smexp_fp.options.NewExperiment`.

    Returns:
        The experiment.

    Failures:
        Those of `create` and `load`, except `AlreadyExists`. `AccessDenied` and `LimitExceeded` are those of the
        creation, and mean that no experiment has the name, or that it may not be loaded either.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> first = experiment.load_or_create(client, "auto-ml").unwrap()
    >>> experiment.load_or_create(client, "auto-ml").unwrap().arn == first.arn
    True
    """
    created = create(client, name, **members)
    return creating.created_or_loaded(created, lambda: load(client, name))


def save(client: UpdatesExperiments, record: Experiment) -> Result[Experiment, SmexpError]:
    """Write to the service what has changed in a record since it was read: display name and description.

    A member that is as it was read is not sent, so that what somebody else has changed meanwhile stays. Where nothing
    has changed, nothing is sent. Of a record built by hand, or given another name, all that is not `None` is written.
    The rest of an experiment cannot be changed; tags have functions of their own in `smexp_fp.tags`.

    Args:
        client: Has UpdateExperiment.
        record: The experiment as it should be, typically from `dataclasses.replace`. A description that was changed to
            `None` or `""` is cleared; a display name that is `None` stays as it is.

    Returns:
        The record as saved, with `modified` and `modified_by` unknown (`None`) until it is loaded again.

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
    client: UpdatesExperiments,
    experiment: ExperimentRef,
    *,
    display_name: str | None = None,
    description: str | None = None,
) -> Result[None, SmexpError]:
    """Change an experiment without loading it: only what is given is sent, and the rest stays as it is.

    Args:
        client: Has UpdateExperiment.
        experiment: Its name or a record of it; nothing but the name is taken from the record.
        display_name: What is shown for it from now on; `None` leaves it.
        description: At most 3072 characters in one line; `""` clears it, `None` leaves it.

    Returns:
        Nothing; the service does not answer the experiment.

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
    changes = wire.to_wire(DisplayName=display_name, Description=description)
    name = name_of(experiment)
    return send(client, saving.update("UpdateExperiment", "ExperimentName", name, changes, argument="experiment"))


def delete(client: DeletesExperiments, experiment: ExperimentRef) -> Result[str, SmexpError]:
    """Delete an experiment that has no trials; `delete_all` deletes one with all that is in it.

    Args:
        client: Has DeleteExperiment.
        experiment: Its name or a record of it.

    Returns:
        The ARN of what was deleted; where the answer has none, that of the record given, or an empty text.

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
    """Say what `delete_all` would do; nothing is changed.

    Args:
        client: Has ListTrials, ListTrialComponents, DescribeTrial and DescribeTrialComponent.
        experiment: Its name or a record of it.
        **options: How the calls are made; see `smexp_fp.options.PacingOptions`.

    Returns:
        What will be taken apart, deleted and kept, and why; `str` of it is made to be read.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call. At its deadline: the error that it was
        waiting out, else `Unavailable`.

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> experiment.plan_delete_all(client, "auto-ml").unwrap().trials
    ('forest',)
    """
    from smexp_fp._bulk.settings import Settings  # noqa: PLC0415 - it brings threads, which most programs do not need
    from smexp_fp.deletion import Target, _plan  # noqa: PLC0415 - the same

    return _plan.plan_delete_all(client, Target("experiment", name_of(experiment)), Settings(**options))


@shares_keywords(DeletionOptions)
def delete_all(
    client: deletion.DeletesAllOfExperiments,
    experiment: ExperimentRef,
    action: Literal["--force"],
    **options: Unpack[DeletionOptions],
) -> Result[deletion.DeletionReport, deletion.DeletionFailure]:
    """Delete an experiment with its trials and all components that are only its own.

    It can be called again after anything: an error, a deadline, a kill. It then goes on where it was. What is gone
    already counts as done, and so does an experiment that does not exist.

    Args:
        client: Has the operations of `smexp_fp.deletion.DeletesAllOfExperiments`. How its own retries are set does not
            matter.
        experiment: Its name or a record of it.
        action: `"--force"`, to confirm that everything is to be deleted.
        **options: How it is done; see `smexp_fp.options.DeletionOptions`. A component is shared if a
            trial of another experiment has it.

    Returns:
        What was deleted and what was kept.

    Failures:
        A `DeletionFailure`: what is done, what is left and why. Its `cause` is `"refused"` where an argument is wrong
        (its `error` then is an `InvalidInput`), and nothing was sent.

    Rules of the service: a component is deleted only when it is in no trial, a trial only when it has no components, an
    experiment only when it has no trials (API DeleteTrialComponent, DeleteTrial, DeleteExperiment).

    >>> from smexp_fp import experiment, local
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> experiment.delete_all(client, "auto-ml", "--force").unwrap().trials
    ('forest',)
    """
    from smexp_fp.deletion import Target, _run  # noqa: PLC0415 - the same

    return _run.delete_all(client, Target("experiment", name_of(experiment)), action, _run.DeletionSettings(**options))


@shares_keywords(ListOptions)
def list_experiments(
    client: ListsExperiments,
    **options: Unpack[ListOptions],
) -> Listing[ExperimentSummary]:
    """List the account's experiments.

    Args:
        client: Has ListExperiments.
        **options: What is listed, in which order, and how it is read; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing; nothing is sent before it is iterated.

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
    client: Searches,
    condition: query.Condition[Experiment] | Mapping[str, object] | None = None,
    **options: Unpack[SearchOptions[Experiment]],
) -> SearchListing[Experiment]:
    """Search experiments.

    Args:
        client: Has Search.
        condition: What to search for: a condition made with `Q`, or a SearchExpression as the API has it, which is sent
            as it is; `None` finds all.
        **options: The order, how it is read, and what it sees; see `smexp_fp.options.SearchOptions`.

    Returns:
        A lazy listing, with tags in its records. A condition beyond the limits of one request is searched by
        several, whose records come merged in the asked order.

    Failures:
        `InvalidInput` (for a condition that cannot be searched, with the reason as its value) and those of every call.

    Raises:
        TypeError: When `condition` is of another type, such as a field without its comparison.
    """
    return search_resource(client, "Experiment", wire.found_experiment, condition, **options)


def suggest_properties(client: Suggests, hint: str) -> Result[tuple[str, ...], SmexpError]:
    """Suggest names of properties to search experiments by: those that tags, parameters and metrics bring with them.

    Args:
        client: Has GetSearchSuggestions.
        hint: How the name begins, with or without its prefix such as `Tags.`; at most 100 characters.

    Returns:
        Names as a search takes them; `Q.field` makes a field of one.

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
    client: ListsTrials,
    experiment: ExperimentRef,
    **options: Unpack[ListOptions],
) -> Listing[TrialSummary]:
    """List the trials of an experiment.

    Args:
        client: Has ListTrials.
        experiment: The experiment's name or a record of it.
        **options: What is listed, in which order, and how it is read; see `smexp_fp.options.ListOptions`.

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
    client: CreatesTrials,
    experiment: ExperimentRef,
    name: str | None = None,
    *,
    name_prefix: str = "SageMakerTrial",
    display_name: str | None = None,
    metadata: MetadataProperties | None = None,
    tags: Mapping[str, str] | None = None,
) -> Result[Trial, SmexpError]:
    """Create a trial in an experiment, with a name of its own or a generated one.

    Args:
        client: Has CreateTrial.
        experiment: The experiment's name or a record of it.
        name: The trial's name; generated where it is absent.
        name_prefix: How a generated name begins; what is illegal or too long in it is mended.
        display_name: What is shown for it; the name where it is absent.
        metadata: Commit, repository, generator and project that it comes from.
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
    return send(
        client, creating.create_trial(chosen, experiment, display_name=display_name, metadata=metadata, tags=tags)
    )
