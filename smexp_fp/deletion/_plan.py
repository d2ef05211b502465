"""Plans deletions. Only reads."""

from __future__ import annotations

from collections.abc import Collection, Coroutine, Mapping
from typing import Any

from returns.result import Failure, Result, Success

from smexp_fp._api import operations
from smexp_fp._api.bulk.caller import Caller, Stopped
from smexp_fp._api.bulk.given import Components, component_names, unique_names
from smexp_fp._api.bulk.settings import Settings
from smexp_fp._api.rules import check_name
from smexp_fp.deletion._note import Journal, Note
from smexp_fp.deletion._survey import is_gone, survey
from smexp_fp.deletion.plans import DeletionPlan, Link, SharedComponent, Target
from smexp_fp.errors import NotFound, SmexpError
from smexp_fp.results import is_failure


def plan_delete_all(client: object, target: Target, settings: Settings) -> Result[DeletionPlan, SmexpError]:
    """See `smexp_fp.experiment.plan_delete_all`."""
    operation = "ListTrials" if target.kind == "experiment" else "ListTrialComponents"
    invalid = settings.invalid(operation) or check_name(operation, target.kind, target.name)
    if invalid is not None:
        return Failure(invalid)
    caller = settings.caller(client)
    return _run(caller, operation, _plan_target(caller, target, operation))


def plan_delete_components(
    client: object, components: Components, settings: Settings
) -> Result[DeletionPlan, SmexpError]:
    """See `smexp_fp.trial_component.plan_delete_all`."""
    invalid = settings.invalid("ListTrials")
    if invalid is not None:
        return Failure(invalid)
    given = component_names("DeleteTrialComponent", components)
    if is_failure(given):
        return given
    caller = settings.caller(client)
    return _run(caller, "ListTrials", _plan_components(caller, unique_names(given.unwrap())))


def _run(caller: Caller, operation: str, work: Coroutine[Any, Any, DeletionPlan]) -> Result[DeletionPlan, SmexpError]:
    try:
        return Success(caller.run(work))
    except Stopped as stop:
        return Failure(stop.as_error(operation, "the plan"))


async def _plan_target(caller: Caller, target: Target, operation: str) -> DeletionPlan:
    journal = Journal(caller, target, wanted=True, refused=lambda _: None)  # a plan needs no note of its own
    note, found = await caller.both(journal.read(), survey(caller, target))
    if not found.exists and note is None:
        raise Stopped("unreadable", NotFound(operation=operation, message=f"there is no {target}"))
    judgement = await journal.judge(note or Note([], 0, None), found.components)
    names = tuple(dict.fromkeys((*found.components, *judgement.left_over)))
    own = {trial.lower() for trial in found.trials}
    holders = {
        name: [trial for trial in trials or () if trial.lower() not in own]
        for name, trials in (await _holders(caller, names)).items()
    }
    homes = await _homes(caller, holders)
    shared = {name: elsewhere for name, elsewhere in homes.items() if elsewhere}
    return DeletionPlan(
        target=target,
        links=found.links,
        components=tuple(name for name in names if name not in shared),
        trials=found.trials,
        shared=tuple(SharedComponent(name=name, elsewhere=elsewhere) for name, elsewhere in shared.items()),
        left_over=tuple(name for name in judgement.left_over if name not in shared),
        left_alone=tuple(judgement.left_alone),
        noted=None if note is None else judgement.looked_at,
        unproved=judgement.unproved,
    )


async def _plan_components(caller: Caller, names: tuple[str, ...]) -> DeletionPlan:
    holders = await _holders(caller, names)
    homes = await _homes(caller, {name: trials or () for name, trials in holders.items()})
    shared = {name: places for name, places in homes.items() if len({experiment for _, experiment in places}) > 1}
    return DeletionPlan(
        target=None,
        links=tuple(Link(trial, name) for name, places in homes.items() if name not in shared for trial, _ in places),
        components=tuple(name for name, trials in holders.items() if trials is not None and name not in shared),
        trials=(),
        shared=tuple(SharedComponent(name=name, elsewhere=elsewhere) for name, elsewhere in shared.items()),
    )


async def _holders(caller: Caller, components: tuple[str, ...]) -> dict[str, list[str] | None]:
    """The trials that each component is in; `None` for a component that does not exist."""

    async def holders(component: str) -> list[str] | None:
        listed = await caller.pages(operations.list_trials(component=component), component)
        return None if is_gone(listed) else [trial.name for trial in listed.unwrap()]

    return dict(zip(components, await caller.together(map(holders, components)), strict=True))


async def _homes(caller: Caller, holders: Mapping[str, Collection[str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The trials that each component is in, with their experiments. Each trial is described once.

    A trial that does not exist is left out, since the lists may be stale.
    """

    async def home(trial: str) -> str | None:
        described = await caller.call(operations.describe_trial(trial), trial)
        return None if is_gone(described) else described.unwrap().experiment_name or "?"

    trials = dict.fromkeys(trial for held_by in holders.values() for trial in held_by)
    homes = dict(zip(trials, await caller.together(map(home, trials)), strict=True))
    return {
        component: tuple((trial, experiment) for trial in held_by if (experiment := homes[trial]) is not None)
        for component, held_by in holders.items()
    }
