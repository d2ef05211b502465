"""Trial components: create, load, save, update, delete, list, search, and the trials that they are in.

Every function takes the client first and returns a `Result` or a `Listing`; none raises for what service, network or
values can do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Unpack

from returns.result import Failure, Result

from smexp_fp import tags as tags_of
from smexp_fp._api import creating, operations, saving, wire
from smexp_fp._api.call import send
from smexp_fp._api.names import ExperimentRef, TrialComponentRef, TrialRef, chosen_name, given_name, name_of
from smexp_fp._api.paging import listing
from smexp_fp._api.rules import invalid
from smexp_fp._api.search import search_resource, suggest
from smexp_fp._keywords import shares_keywords
from smexp_fp._lazy import LazyModule
from smexp_fp.clients import (
    CreatesTrialComponents,
    DeletesTrialComponents,
    DescribesTrialComponents,
    ListsTrialComponents,
    ListsTrials,
    LoadsOrCreatesTrialComponents,
    LoadsTrialComponentsWithTags,
    Searches,
    Suggests,
    UpdatesTrialComponents,
)
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Listing, SearchListing
from smexp_fp.options import ListOptions, NewTrialComponent, PacingOptions, SearchOptions
from smexp_fp.records import (
    Artifact,
    MetadataProperties,
    ParameterLike,
    Status,
    TrialComponent,
    TrialComponentSummary,
    TrialSummary,
)
from smexp_fp.results import then

if TYPE_CHECKING:
    from smexp_fp import deletion, query
else:
    deletion, query = LazyModule("smexp_fp.deletion"), LazyModule("smexp_fp.query")

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
    client: CreatesTrialComponents,
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
        name: 1 to 120 letters, digits and hyphens, unique in the account and region without regard to case; generated
            where it is absent.
        name_prefix: How a generated name begins; what is illegal or too long in it is mended.
        display_name: What is shown for it, under the same pattern; the name where it is absent.
        status: Its state; absent until it is given.
        start: When the activity began; a datetime with a time zone. botocore before 1.43.93 sends whole seconds.
        end: When it ended; a datetime with a time zone.
        parameters: At most 300 texts (2500 characters) and finite numbers; keys of at most 320 characters. Numbers of
            NumPy and the like become Python's own.
        input_artifacts: At most 60; keys of at most 128 characters.
        output_artifacts: At most 60; keys of at most 128 characters.
        metadata: Commit, repository, generator and project that it comes from; each at most 1024 characters.
        tags: At most 50; keys of 1 to 128 characters, values of at most 256.

    Returns:
        The component as the service now has it, but for its own times and users, which it does not answer.

    Failures:
        `InvalidInput`, `AlreadyExists`, `LimitExceeded`, and those of every call.

    >>> from smexp_fp import local, trial_component
    >>> client = local.client(":memory:")
    >>> made = trial_component.create(client, "train", parameters={"lr": 0.1, "kernel": "rbf"}).unwrap()
    >>> trial_component.load(client, made.name).unwrap().parameters["lr"]
    0.1
    """
    return send(
        client,
        creating.create_trial_component(
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
        ),
    )


def load(client: DescribesTrialComponents, name: str) -> Result[TrialComponent, SmexpError]:
    """Load a component; its tags and parents stay unknown (`None`), since the service tells them in other calls.

    Args:
        client: Has DescribeTrialComponent.
        name: The component's name or its ARN; only this operation takes either.

    Returns:
        The component.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.
    """
    return send(client, operations.describe_trial_component(name))


def load_with_tags(client: LoadsTrialComponentsWithTags, name: str) -> Result[TrialComponent, SmexpError]:
    """Load a component with its tags, in one call more than `load`.

    Args:
        client: Has DescribeTrialComponent and ListTags.
        name: The component's name or its ARN.

    Returns:
        The component.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.
    """
    return then(load(client, name), lambda found: tags_of.onto(client, found))


@shares_keywords(NewTrialComponent)
def load_or_create(
    client: LoadsOrCreatesTrialComponents,
    name: str,
    **members: Unpack[NewTrialComponent],
) -> Result[TrialComponent, SmexpError]:
    """Create a component, or load the one that has the name already.

    It creates first, and loads where the name is taken, creation is denied or the account is full. A component that
    exists stays as it is, whatever the other arguments.

    Args:
        client: Has CreateTrialComponent and DescribeTrialComponent.
        name: As for `create`, but not generated.
        **members: What it is created with; see `smexp_fp.options.NewTrialComponent`.

    Returns:
        The component.

    Failures:
        Those of `create` and `load`, except `AlreadyExists`. `AccessDenied` and `LimitExceeded` are those of the
        creation, and mean that no component has the name, or that it may not be loaded either.

    >>> from smexp_fp import local, trial_component
    >>> client = local.client(":memory:")
    >>> _ = trial_component.create(client, "train", parameters={"lr": 0.1})
    >>> trial_component.load_or_create(client, "train", parameters={"lr": 0.2}).unwrap().parameters["lr"]
    0.1
    """
    created = create(client, given_name(name), **members)
    return creating.created_or_loaded(created, lambda: load(client, name))


def save(
    client: UpdatesTrialComponents,
    record: TrialComponent,
    *,
    remove_parameters: Iterable[str] = (),
    remove_input_artifacts: Iterable[str] = (),
    remove_output_artifacts: Iterable[str] = (),
) -> Result[TrialComponent, SmexpError]:
    """Write to the service what has changed in a record since it was read.

    That is display name, status, start, end, and each single parameter and artifact. What is as it was read is not
    sent, so that what somebody else has changed meanwhile stays. Where nothing has changed, nothing is sent. Of a
    record built by hand, or given another name, all that is not `None` is written.

    The service merges (API UpdateTrialComponent): parameters and artifacts are added or replace those of the same key,
    and what the service has besides stays. To be rid of a key, name it in one of the `remove_…` arguments, for to leave
    it out of the record does not remove it; a key that is in both is removed (seen in AWS's own tests). A status,
    start, end or display name that is `None` stays as it is, since the service cannot clear them.

    Args:
        client: Has UpdateTrialComponent.
        record: The component as it should be, typically from `dataclasses.replace`.
        remove_parameters: Keys of parameters to remove, each at most 256 characters.
        remove_input_artifacts: Keys of input artifacts to remove.
        remove_output_artifacts: Keys of output artifacts to remove.

    Returns:
        The record as saved, without what was removed, with `modified` and `modified_by` unknown (`None`) until
        it is loaded again.

    Failures:
        `InvalidInput`, `NotFound`, `Conflict`, and those of every call.

    >>> from dataclasses import replace
    >>> from smexp_fp import local, trial_component
    >>> from smexp_fp.records import FrozenMap, Status
    >>> client = local.client(":memory:")
    >>> made = trial_component.create(client, "train", status=Status(primary="InProgress")).unwrap()
    >>> _ = trial_component.update(client, "train", status=Status(primary="Completed"))
    >>> _ = trial_component.save(client, replace(made, parameters=FrozenMap({"lr": 0.1})))
    >>> found = trial_component.load(client, "train").unwrap()
    >>> dict(found.parameters), found.status.primary
    ({'lr': 0.1}, 'Completed')
    """
    removed = saving.removals(remove_parameters, remove_input_artifacts, remove_output_artifacts)
    return saving.save_trial_component(client, record, removed)


def update(
    client: UpdatesTrialComponents,
    component: TrialComponentRef,
    *,
    display_name: str | None = None,
    status: Status | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    parameters: Mapping[str, ParameterLike] | None = None,
    input_artifacts: Mapping[str, Artifact] | None = None,
    output_artifacts: Mapping[str, Artifact] | None = None,
    remove_parameters: Iterable[str] = (),
    remove_input_artifacts: Iterable[str] = (),
    remove_output_artifacts: Iterable[str] = (),
) -> Result[None, SmexpError]:
    """Change a component without loading it: only what is given is sent, and the rest stays as it is.

    The service merges, as `save` describes.

    Args:
        client: Has UpdateTrialComponent.
        component: Its name or a record of it; nothing but the name is taken from the record.
        display_name: What is shown for it from now on; `None` leaves it.
        status: Its state, message included; `None` leaves it.
        start: When the activity began; a datetime with a time zone. `None` leaves it.
        end: When it ended; a datetime with a time zone. `None` leaves it.
        parameters: Parameters to add, or to replace those of the same key.
        input_artifacts: Input artifacts to add, or to replace those of the same key.
        output_artifacts: Output artifacts to add, or to replace those of the same key.
        remove_parameters: Keys of parameters to remove, each at most 256 characters.
        remove_input_artifacts: Keys of input artifacts to remove.
        remove_output_artifacts: Keys of output artifacts to remove.

    Returns:
        Nothing; the service does not answer the component.

    Failures:
        `InvalidInput`, `NotFound`, `Conflict`, and those of every call.

    >>> from smexp_fp import local, trial_component
    >>> client = local.client(":memory:")
    >>> _ = trial_component.create(client, "train", parameters={"lr": 0.1, "old": "x"})
    >>> _ = trial_component.update(client, "train", parameters={"lr": 0.2}, remove_parameters=["old"])
    >>> dict(trial_component.load(client, "train").unwrap().parameters)
    {'lr': 0.2}
    """
    changes = saving.component_changes(
        display_name=display_name,
        status=status,
        start=start,
        end=end,
        parameters=parameters,
        input_artifacts=input_artifacts,
        output_artifacts=output_artifacts,
        removed=saving.removals(remove_parameters, remove_input_artifacts, remove_output_artifacts),
    )
    name = name_of(component)
    call = saving.update("UpdateTrialComponent", "TrialComponentName", name, changes, argument="component")
    return send(client, call)


def delete(client: DeletesTrialComponents, component: TrialComponentRef) -> Result[str, SmexpError]:
    """Delete a component that is in no trial; `delete_all` takes components out of their trials first.

    Args:
        client: Has DeleteTrialComponent.
        component: Its name or a record of it.

    Returns:
        The ARN of what was deleted; where the answer has none, that of the record given, or an empty text.

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
    """Say what `delete_all` would do; nothing is changed.

    Args:
        client: Has ListTrials and DescribeTrial.
        components: As for `delete_all`.
        **options: How the calls are made; see `smexp_fp.options.PacingOptions`.

    Returns:
        What will be taken apart, deleted and kept, and why; `str` of it is made to be read. Components that do not
        exist are not in it.

    Failures:
        `InvalidInput`, the failure that ends a listing, and those of every call. At its deadline: the error that it was
        waiting out, else `Unavailable`.
    """
    from smexp_fp._bulk.settings import Settings  # noqa: PLC0415 - it brings threads, which most programs do not need
    from smexp_fp.deletion import _given  # noqa: PLC0415 - the same

    return _given.plan_delete_all(client, components, Settings(**options))


@shares_keywords(PacingOptions)
def delete_all(
    client: deletion.DeletesAllOfComponents,
    components: Iterable[TrialComponentRef | Result[TrialComponentRef, SmexpError]],
    action: Literal["--force"],
    *,
    shared: Literal["keep", "delete"] = "keep",
    **options: Unpack[PacingOptions],
) -> Result[deletion.DeletionReport, deletion.DeletionFailure]:
    """Take components, such as a search has found, out of their trials, whichever these are, and delete them.

    Calling it again with the same components goes on where it was; what is gone already counts as done. A search by
    trial or experiment does not find again what was taken out of its trials before an interruption: keep the names.

    Args:
        client: Has ListTrials, DescribeTrial, DisassociateTrialComponent and DeleteTrialComponent.
        components: Names, records, or a whole listing or search. A listing is read to its end before anything is
            deleted.
        action: `"--force"`, to confirm that everything is to be deleted.
        shared: What becomes of a component that is in trials of more than one experiment: `"keep"` leaves it as it is,
            `"delete"` deletes it like the others.
        **options: How the calls are made; see `smexp_fp.options.PacingOptions`.

    Returns:
        What was deleted and what was kept; its `target` is `None`.

    Failures:
        A `DeletionFailure`: what is done, what is left and why. Its `cause` is `"refused"` where an argument is wrong,
        and `"unreadable"` where a listing failed, whose error says where to go on (`resume_from`); nothing was deleted
        then.

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
    from smexp_fp._bulk.settings import Settings  # noqa: PLC0415 - the same
    from smexp_fp.deletion import _given  # noqa: PLC0415 - the same

    return _given.delete_all(client, components, action, shared, Settings(**options))


@shares_keywords(ListOptions)
def list_trial_components(
    client: ListsTrialComponents,
    *,
    experiment: ExperimentRef | None = None,
    trial: TrialRef | None = None,
    source_arn: str | None = None,
    **options: Unpack[ListOptions],
) -> Listing[TrialComponentSummary]:
    """List components: all, or those of one experiment, one trial or one source.

    Args:
        client: Has ListTrialComponents.
        experiment: Only the components of this experiment, given by name or record. At most one of the first three may
            be given (API ListTrialComponents).
        trial: Only the components of this trial, given by name or record.
        source_arn: Only the components made from this source, such as a training job; at most 256 characters.
        **options: What is listed, in which order, and how it is read; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing; nothing is sent before it is iterated.

    Failures:
        `InvalidInput`, `NotFound` (the experiment or trial), and those of every call.
    """
    given = {
        argument: value
        for argument, value in (("experiment", experiment), ("trial", trial), ("source_arn", source_arn))
        if value is not None
    }
    if len(given) > 1:
        rule = "must be the only one given of experiment, trial and source_arn"
        argument, value = list(given.items())[-1]
        refused = invalid("ListTrialComponents", argument, value, rule)
        return Listing(lambda: iter([Failure(refused)]))
    return listing(
        client, operations.list_trial_components, experiment=experiment, trial=trial, source_arn=source_arn, **options
    )


@shares_keywords(SearchOptions)
def search(
    client: Searches,
    condition: query.Condition[TrialComponent] | Mapping[str, object] | None = None,
    **options: Unpack[SearchOptions[TrialComponent]],
) -> SearchListing[TrialComponent]:
    """Search components.

    Args:
        client: Has Search.
        condition: What to search for: a condition made with `Q`, or a SearchExpression as the API has it, which is sent
            as it is; `None` finds all.
        **options: The order, how it is read, and what it sees; see `smexp_fp.options.SearchOptions`.

    Returns:
        A lazy listing, with tags, parents and metrics in its records. A condition beyond the limits of one request is
        searched by several, whose records come merged in the asked order.

    Failures:
        `InvalidInput` (for a condition that cannot be searched, with the reason as its value) and those of every call.

    Raises:
        TypeError: When `condition` is of another type, such as a field without its comparison.
    """
    return search_resource(client, "ExperimentTrialComponent", wire.found_trial_component, condition, **options)


def suggest_properties(client: Suggests, hint: str) -> Result[tuple[str, ...], SmexpError]:
    """Suggest names of properties to search components by: those that tags, parameters and metrics bring with them.

    Args:
        client: Has GetSearchSuggestions.
        hint: How the name begins, with or without its prefix such as `Tags.`; at most 100 characters.

    Returns:
        Names as a search takes them; `Q.field` makes a field of one.

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
    client: ListsTrials,
    component: TrialComponentRef,
    **options: Unpack[ListOptions],
) -> Listing[TrialSummary]:
    """List the trials that a component is in.

    Args:
        client: Has ListTrials.
        component: The component's name or a record of it.
        **options: What is listed, in which order, and how it is read; see `smexp_fp.options.ListOptions`.

    Returns:
        A lazy listing.

    Failures:
        `InvalidInput`, `NotFound` (the component), and those of every call.
    """
    return listing(client, operations.list_trials, component=name_of(component), **options)
