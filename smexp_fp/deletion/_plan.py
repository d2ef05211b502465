"""Makes a plan of a deletion: reads only."""

from __future__ import annotations

from collections.abc import Container

from returns.result import Failure, Result, Success

from smexp_fp._api import operations
from smexp_fp._api.bulk.caller import Caller, Stopped
from smexp_fp._api.bulk.settings import Settings
from smexp_fp._api.rules import check
from smexp_fp.deletion._note import Journal, Note
from smexp_fp.deletion._survey import is_gone, survey
from smexp_fp.deletion.plans import DeletionPlan, SharedComponent, Target
from smexp_fp.errors import InvalidInput, NotFound, SmexpError


def plan_delete_all(client: object, target: Target, settings: Settings) -> Result[DeletionPlan, SmexpError]:
    """Say what deleting a target would do; see `smexp_fp.experiment.plan_delete_all`."""
    wrong = _invalid(target, settings)
    if wrong is not None:
        return Failure(wrong)
    caller = settings.caller(client)
    try:
        plan = caller.run(_plan(caller, target))
    except Stopped as stop:
        return Failure(stop.as_error(_reading(target), "the plan"))
    if plan is None:
        return Failure(NotFound(operation=_reading(target), message=f"there is no {target}"))
    return Success(plan)


def _reading(target: Target) -> str:
    return "ListTrials" if target.kind == "experiment" else "ListTrialComponents"


def _invalid(target: Target, settings: Settings) -> InvalidInput | None:
    member = "ExperimentName" if target.kind == "experiment" else "TrialName"
    operation = _reading(target)
    return settings.invalid(operation) or check(operation, {member: target.name}, {member: target.kind})


async def _plan(caller: Caller, target: Target) -> DeletionPlan | None:
    """The plan; `None` where there is nothing to delete."""
    journal = Journal(caller, target, wanted=True, refused=_ignore)
    note, found = await caller.both(journal.read(), survey(caller, target))
    if not found.exists and note is None:
        return None
    judgement = await journal.judge(note or Note([], 0, None), found.components)
    names = tuple(dict.fromkeys((*found.components, *judgement.left_over)))
    own = {trial.lower() for trial in found.trials}
    others = dict(zip(names, await caller.together(_others(caller, name, own) for name in names), strict=True))
    trials = dict.fromkeys(trial for held_by in others.values() for trial in held_by)
    homes = dict(zip(trials, await caller.together(home_of(caller, trial) for trial in trials), strict=True))
    shared = tuple(
        SharedComponent(name=name, elsewhere=elsewhere)
        for name, held_by in others.items()
        if (elsewhere := tuple((trial, home) for trial in held_by if (home := homes[trial]) is not None))
    )
    kept = {component.name for component in shared}
    return DeletionPlan(
        target=target,
        links=found.links,
        components=tuple(name for name in names if name not in kept),
        trials=found.trials,
        shared=shared,
        left_over=tuple(name for name in judgement.left_over if name not in kept),
        left_alone=tuple(judgement.left_alone),
        noted=None if note is None else judgement.looked_at,
        unproved=judgement.unproved,
    )


def _ignore(_: SmexpError) -> None:
    """A plan needs no note of its own."""


async def _others(caller: Caller, component: str, own: Container[str]) -> list[str]:
    """The trials besides our own that have a component."""
    listed = await caller.pages(operations.list_trials(component=component), component)
    found = () if is_gone(listed) else listed.unwrap()
    return [trial.name for trial in found if trial.name.lower() not in own]


async def home_of(caller: Caller, trial: str) -> str | None:
    """The experiment of a trial; `None` where there is no such trial, since a list may be stale."""
    described = await caller.call(operations.describe_trial(trial), trial)
    return None if is_gone(described) else described.unwrap().experiment_name or "?"
