"""Trials: create, load, save, update, delete, list, search, and the components in them.

Every function takes the client first and returns a `Result` or a `Listing`; none raises for what service, network or
values can do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Unpack

from returns.result import Failure, Result

from smexp_fp import tags as tags_of
from smexp_fp._api import creating, operations, saving, wire
from smexp_fp._api.call import send
from smexp_fp._api.names import ExperimentRef, TrialComponentRef, TrialRef, chosen_name, given_name, name_of
from smexp_fp._api.paging import listing
from smexp_fp._api.search import search_resource, suggest
from smexp_fp._keywords import shares_keywords
from smexp_fp._lazy import LazyModule
from smexp_fp.clients import (
    AssociatesTrialComponents,
    CreatesTrialsWithComponents,
    DeletesTrials,
    DescribesTrials,
    DisassociatesTrialComponents,
    ListsTrialComponents,
    ListsTrials,
    LoadsOrCreatesTrials,
    LoadsTrialsWithTags,
    Searches,
    Suggests,
    UpdatesTrials,
)
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Listing, SearchListing
from smexp_fp.options import DeletionOptions, ListOptions, NewTrial, PacingOptions, SearchOptions
from smexp_fp.records import Association, MetadataProperties, Trial, TrialComponentSummary, TrialSummary
from smexp_fp.results import is_failure, then

if TYPE_CHECKING:
    from smexp_fp import deletion, query
else:
    deletion, query = LazyModule("smexp_fp.deletion"), LazyModule("smexp_fp.query")

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
    client: CreatesTrialsWithComponents,
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
    """Create a trial in an experiment, and put components into it.

    Args:
        client: Has CreateTrial and AssociateTrialComponent.
        experiment: The experiment's name or a record of it.
        name: 1 to 120 letters, digits and hyphens, unique in the account and region without regard to case; generated
            where it is absent.
        name_prefix: How a generated name begins; what is illegal or too long in it is mended.
        display_name: What is shown for it, under the same pattern; the name where it is absent.
        metadata: Commit, repository, generator and project that it comes from; each at most 1024 characters.
        tags: At most 50; keys of 1 to 128 characters, values of at most 256.
        components: Names or records of existing components that the trial gets, as by `add_trial_components`.
        **options: How these are added; see `smexp_fp.options.PacingOptions`.

    Returns:
        The trial.

    Failures:
        `InvalidInput`, `NotFound` (the experiment), `AlreadyExists`, `LimitExceeded` (trials of the
        experiment), `Incomplete` (the trial is there, but not all of the components are in it:
        `add_trial_components` with those that are left goes on), and those of every call.

    >>> from smexp_fp import experiment, local, trial, trial_component
    >>> client = local.client(":memory:")
    >>> made = experiment.create(client, "auto-ml").unwrap()
    >>> step = trial_component.create(client, "train").unwrap()
    >>> _ = trial.create(client, made, "forest", components=[step])
    >>> [found.unwrap().name for found in trial.list_trial_components(client, "forest")]
    ['train']
    """
    wanted = tuple(name_of(component) for component in wire.several("components", components))
    chosen = chosen_name(name, name_prefix)
    creation = creating.create_trial(chosen, experiment, display_name=display_name, metadata=metadata, tags=tags)
    if not wanted:
        return send(client, creation)
    from smexp_fp._bulk import associate  # noqa: PLC0415 - it brings threads, which most programs do not need
    from smexp_fp._bulk.settings import Settings  # noqa: PLC0415 - the same

    settings = Settings(**options)
    # What will be sent later is checked with the rest, so that a wrong name leaves no trial behind.
    wrong = associate.invalid_components("any", wanted, settings)
    if wrong is not None:
        return Failure(replace(wrong, operation="CreateTrial"))
    created = send(client, creation)
    if is_failure(created):
        return created
    added = associate.add_trial_components(client, chosen, wanted, settings)
    return Failure(associate.in_created_trial(chosen, added.failure())) if is_failure(added) else created


def load(client: DescribesTrials, name: str) -> Result[Trial, SmexpError]:
    """Load a trial; its tags and components stay unknown (`None`), since the service tells them in other calls.

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


def load_with_tags(client: LoadsTrialsWithTags, name: str) -> Result[Trial, SmexpError]:
    """Load a trial with its tags, in one call more than `load`.

    Args:
        client: Has DescribeTrial and ListTags.
        name: The trial's name.

    Returns:
        The trial.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.
    """
    return then(load(client, name), lambda found: tags_of.onto(client, found))


@shares_keywords(NewTrial)
def load_or_create(
    client: LoadsOrCreatesTrials,
    experiment: ExperimentRef,
    name: str,
    **members: Unpack[NewTrial],
) -> Result[Trial, SmexpError]:
    """Create a trial, or load the one that has the name already.

    It creates first, and loads where the name is taken, creation is denied or the experiment is full. A trial that
    exists stays as it is, whatever the other arguments: it keeps its components, and may be in another experiment.

    Args:
        client: Has CreateTrial, DescribeTrial and AssociateTrialComponent.
        experiment: As for `create`.
        name: As for `create`, but not generated.
        **members: What it is created with; see `smexp_fp.options.NewTrial`.

    Returns:
        The trial.

    Failures:
        Those of `create` and `load`, except `AlreadyExists`. `AccessDenied` and `LimitExceeded` are those of the
        creation, and mean that no trial has the name, or that it may not be loaded either.

    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml")
    >>> first = trial.load_or_create(client, "auto-ml", "forest").unwrap()
    >>> trial.load_or_create(client, "auto-ml", "forest").unwrap().arn == first.arn
    True
    """
    created = create(client, experiment, given_name(name), **members)
    return creating.created_or_loaded(created, lambda: load(client, name))


def save(client: UpdatesTrials, record: Trial) -> Result[Trial, SmexpError]:
    """Write a record's display name to the service, which is all of a trial that can be changed.

    Where it is as it was read, nothing is sent, so that what somebody else has changed meanwhile stays. Of a record
    built by hand, or given another name, it is written where it is not `None`.

    Args:
        client: Has UpdateTrial.
        record: The trial as it should be, typically from `dataclasses.replace`.

    Returns:
        The record as saved, with `modified` and `modified_by` unknown (`None`) until it is loaded again.

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


def update(client: UpdatesTrials, trial: TrialRef, *, display_name: str | None = None) -> Result[None, SmexpError]:
    """Change a trial without loading it.

    Args:
        client: Has UpdateTrial.
        trial: Its name or a record of it; nothing but the name is taken from the record.
        display_name: What is shown for it from now on; `None` leaves it.

    Returns:
        Nothing; the service does not answer the trial.

    Failures:
        `InvalidInput`, `NotFound`, `Conflict`, and those of every call.

    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> _ = trial.update(client, "forest", display_name="Random-forest")
    >>> trial.load(client, "forest").unwrap().display_name
    'Random-forest'
    """
    changes = wire.to_wire(DisplayName=display_name)
    return send(client, saving.update("UpdateTrial", "TrialName", name_of(trial), changes, argument="trial"))


def delete(client: DeletesTrials, trial: TrialRef) -> Result[str, SmexpError]:
    """Delete a trial that has no components.

    Args:
        client: Has DeleteTrial.
        trial: Its name or a record of it.

    Returns:
        The ARN of what was deleted; where the answer has none, that of the record given, or an empty text.

    Failures:
        `InvalidInput`, `NotFound`, `InUse` (it has components), and those of every call.
    """
    return send(client, operations.delete_trial(trial))


@shares_keywords(PacingOptions)
def plan_delete_all(
    client: deletion.PlansDeletion, trial: TrialRef, **options: Unpack[PacingOptions]
) -> Result[deletion.DeletionPlan, SmexpError]:
    """Say what `delete_all` would do; nothing is changed.

    Args:
        client: Has ListTrials, ListTrialComponents, DescribeTrial and DescribeTrialComponent.
        trial: Its name or a record of it.
        **options: How the calls are made; see `smexp_fp.options.PacingOptions`.

    Returns:
        What will be taken apart, deleted and kept, and why; `str` of it is made to be read.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call. At its deadline: the error that it was
        waiting out, else `Unavailable`.

    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> trial.plan_delete_all(client, "forest").unwrap().trials
    ('forest',)
    """
    from smexp_fp._bulk.settings import Settings  # noqa: PLC0415 - it brings threads, which most programs do not need
    from smexp_fp.deletion import Target, _plan  # noqa: PLC0415 - the same

    return _plan.plan_delete_all(client, Target("trial", name_of(trial)), Settings(**options))


@shares_keywords(DeletionOptions)
def delete_all(
    client: deletion.DeletesAllOfTrials,
    trial: TrialRef,
    action: Literal["--force"],
    **options: Unpack[DeletionOptions],
) -> Result[deletion.DeletionReport, deletion.DeletionFailure]:
    """Delete a trial with all components that are only its own.

    It can be called again after anything: an error, a deadline, a kill. It then goes on where it was. What is gone
    already counts as done, and so does a trial that does not exist.

    Args:
        client: Has the operations of `smexp_fp.deletion.DeletesAllOfTrials`. How its own retries are set does not
            matter.
        trial: Its name or a record of it.
        action: `"--force"`, to confirm that everything is to be deleted.
        **options: How it is done; see `smexp_fp.options.DeletionOptions`. A component is shared if another
            trial has it, also one of the same experiment.

    Returns:
        What was deleted and what was kept.

    Failures:
        A `DeletionFailure`: what is done, what is left and why. Its `cause` is `"refused"` where an argument is wrong
        (its `error` then is an `InvalidInput`), and nothing was sent.

    Rules of the service: a component is deleted only when it is in no trial, a trial only when it has no components
    (API DeleteTrialComponent, DeleteTrial).

    >>> from smexp_fp import experiment, local, trial
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), experiment.create_trial(client, "auto-ml", "forest")
    >>> trial.delete_all(client, "forest", "--force").unwrap().target_deleted
    True
    """
    from smexp_fp.deletion import Target, _run  # noqa: PLC0415 - the same

    return _run.delete_all(client, Target("trial", name_of(trial)), action, _run.DeletionSettings(**options))


@shares_keywords(ListOptions)
def list_trials(
    client: ListsTrials,
    *,
    experiment: ExperimentRef | None = None,
    component: TrialComponentRef | None = None,
    **options: Unpack[ListOptions],
) -> Listing[TrialSummary]:
    """List trials: all, those of an experiment, those that have a component.

    Args:
        client: Has ListTrials.
        experiment: Only the trials of this experiment, given by name or record.
        component: Only the trials with this component, given by name or record.
        **options: What is listed, in which order, and how it is read; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing; nothing is sent before it is iterated.

    Failures:
        `InvalidInput`, `NotFound` (the experiment or component), and those of every call.
    """
    return listing(client, operations.list_trials, experiment=experiment, component=component, **options)


@shares_keywords(SearchOptions)
def search(
    client: Searches,
    condition: query.Condition[Trial] | Mapping[str, object] | None = None,
    **options: Unpack[SearchOptions[Trial]],
) -> SearchListing[Trial]:
    """Search trials.

    Args:
        client: Has Search.
        condition: What to search for: a condition made with `Q`, or a SearchExpression as the API has it, which is sent
            as it is; `None` finds all.
        **options: The order, how it is read, and what it sees; see `smexp_fp.options.SearchOptions`.

    Returns:
        A lazy listing, with tags and component summaries in its records. A condition beyond the limits of one request
        is searched by several, whose records come merged in the asked order.

    Failures:
        `InvalidInput` (for a condition that cannot be searched, with the reason as its value) and those of every call.

    Raises:
        TypeError: When `condition` is of another type, such as a field without its comparison.
    """
    return search_resource(client, "ExperimentTrial", wire.found_trial, condition, **options)


def suggest_properties(client: Suggests, hint: str) -> Result[tuple[str, ...], SmexpError]:
    """Suggest names of properties to search trials by: those that tags, parameters and metrics bring with them.

    Args:
        client: Has GetSearchSuggestions.
        hint: How the name begins, with or without its prefix such as `Tags.`; at most 100 characters.

    Returns:
        Names as a search takes them; `Q.field` makes a field of one.

    Failures:
        `InvalidInput` and those of every call.
    """
    return suggest(client, "ExperimentTrial", hint)


def add_trial_component(
    client: AssociatesTrialComponents, trial: TrialRef, component: TrialComponentRef
) -> Result[Association, SmexpError]:
    """Put a component into a trial; it may be there already, and in other trials too.

    Args:
        client: Has AssociateTrialComponent.
        trial: The trial's name or a record of it.
        component: The component's name or a record of it.

    Returns:
        The ARNs of both; one that the answer does not have is that of the record given, or an empty text.

    Failures:
        `InvalidInput`, `NotFound` (either), `LimitExceeded`, and those of every call.
    """
    return send(client, operations.associate(trial, component))


@shares_keywords(PacingOptions)
def add_trial_components(
    client: AssociatesTrialComponents,
    trial: TrialRef,
    components: Iterable[TrialComponentRef],
    **options: Unpack[PacingOptions],
) -> Result[tuple[Association, ...], SmexpError]:
    """Put components into a trial, as fast as the service allows; calls that fail for a passing reason are repeated.

    It can be called again after anything, with all components or with those that are left: what is in the trial already
    counts as done.

    Args:
        client: Has AssociateTrialComponent.
        trial: The trial's name or a record of it.
        components: Names or records of existing components.
        **options: How the calls are made; see `smexp_fp.options.PacingOptions`.

    Returns:
        The ARNs of both for each component, in the order given.

    Failures:
        `InvalidInput`, with nothing sent, or `Incomplete`: its `done` and `left` name the components that are in the
        trial and those that are not, its `error` is the first one met. An error of one does not stop the others.

    >>> from smexp_fp import experiment, local, trial, trial_component
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml"), trial.create(client, "auto-ml", "forest")
    >>> steps = [trial_component.create(client, name).unwrap() for name in ("clean", "train")]
    >>> len(trial.add_trial_components(client, "forest", steps).unwrap())
    2
    >>> trial.add_trial_components(client, "forest", ["train", "nothing"]).failure().left
    ('nothing',)
    """
    from smexp_fp._bulk import associate  # noqa: PLC0415 - it brings threads, which most programs do not need
    from smexp_fp._bulk.settings import Settings  # noqa: PLC0415 - the same

    names = tuple(name_of(component) for component in wire.several("components", components))
    return associate.add_trial_components(client, name_of(trial), names, Settings(**options))


def remove_trial_component(
    client: DisassociatesTrialComponents, trial: TrialRef, component: TrialComponentRef
) -> Result[Association, SmexpError]:
    """Take a component out of a trial. Both live on; the service may show them together for some seconds still.

    Args:
        client: Has DisassociateTrialComponent.
        trial: The trial's name or a record of it.
        component: The component's name or a record of it.

    Returns:
        The ARNs of both; one that the answer does not have is that of the record given, or an empty text.

    Failures:
        `InvalidInput`, `NotFound` (either), and those of every call.
    """
    return send(client, operations.disassociate(trial, component))


@shares_keywords(ListOptions)
def list_trial_components(
    client: ListsTrialComponents,
    trial: TrialRef,
    **options: Unpack[ListOptions],
) -> Listing[TrialComponentSummary]:
    """List the components of a trial.

    Args:
        client: Has ListTrialComponents.
        trial: The trial's name or a record of it.
        **options: What is listed, in which order, and how it is read; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing.

    Failures:
        `InvalidInput`, `NotFound` (the trial), and those of every call.
    """
    return listing(client, operations.list_trial_components, trial=name_of(trial), **options)
