"""Deletes components that the caller names, or that a search has found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, cast

from returns.result import Failure, Result, Success

from smexp_fp._api import operations
from smexp_fp._api.bulk.caller import Caller, Stopped
from smexp_fp._api.bulk.settings import Settings
from smexp_fp._api.names import TrialComponentRef, name_of
from smexp_fp._api.rules import check
from smexp_fp.deletion._ledger import Ledger
from smexp_fp.deletion._plan import home_of
from smexp_fp.deletion._removal import Removal
from smexp_fp.deletion._run import invalid_action
from smexp_fp.deletion._survey import is_gone
from smexp_fp.deletion.events import Planned
from smexp_fp.deletion.plans import DeletionPlan, Link, SharedComponent
from smexp_fp.deletion.reports import DeletionFailure, DeletionReport
from smexp_fp.errors import SmexpError
from smexp_fp.records import Experiment, ExperimentSummary, Trial, TrialSummary
from smexp_fp.results import is_failure

OPERATION = "DeleteTrialComponent"


def delete_all(
    client: object,
    components: Iterable[TrialComponentRef | Result[TrialComponentRef, SmexpError]],
    action: object,
    shared: Literal["keep", "delete"],
    settings: Settings,
) -> Result[DeletionReport, DeletionFailure]:
    """See `smexp_fp.trial_component.delete_all`."""
    wrong = invalid_action(OPERATION, action, shared) or settings.invalid(OPERATION)
    if wrong is not None:
        return Failure(DeletionFailure(cause="invalid_input", done=DeletionReport(), left=(), error=wrong))
    given = names_of(components)
    if is_failure(given):
        is_argument = given.failure().operation == OPERATION
        cause: Literal["invalid_input", "unreadable"] = "invalid_input" if is_argument else "unreadable"
        return Failure(DeletionFailure(cause=cause, done=DeletionReport(), left=(), error=given.failure()))
    names = given.unwrap()
    caller = settings.caller(client)
    ledger = Ledger(target=None, caller=caller, began=caller.now())
    ledger.know((), names)
    try:
        caller.run(_delete(caller, ledger, shared))
    except Stopped as stop:
        return Failure(ledger.failure(stop.cause, stop.error, stop.exception))
    return Failure(ledger.failure("errors")) if ledger.errors else Success(ledger.report())


async def _delete(caller: Caller, ledger: Ledger, shared: Literal["keep", "delete"]) -> None:
    names = list(ledger.components)
    caller.tell(Planned(number=1, links=0, components=len(names), trials=0))
    await Removal(caller, ledger, shared=shared, own=None).run({name: [] for name in names})


def plan_delete_all(
    client: object,
    components: Iterable[TrialComponentRef | Result[TrialComponentRef, SmexpError]],
    settings: Settings,
) -> Result[DeletionPlan, SmexpError]:
    """See `smexp_fp.trial_component.plan_delete_all`."""
    wrong = settings.invalid("ListTrials")
    if wrong is not None:
        return Failure(wrong)
    given = names_of(components)
    if is_failure(given):
        return given
    caller = settings.caller(client)
    try:
        return Success(caller.run(_plan(caller, given.unwrap())))
    except Stopped as stop:
        return Failure(stop.as_error("ListTrials", "the plan"))


async def _plan(caller: Caller, names: tuple[str, ...]) -> DeletionPlan:
    held = await caller.together(_holders(caller, name) for name in names)
    trials = dict.fromkeys(trial for holders in held for trial in holders or ())
    homes = dict(zip(trials, await caller.together(home_of(caller, trial) for trial in trials), strict=True))
    links: list[Link] = []
    shared: list[SharedComponent] = []
    for name, holders in zip(names, held, strict=True):
        elsewhere = tuple((trial, home) for trial in holders or () if (home := homes[trial]) is not None)
        if len({home for _, home in elsewhere}) > 1:
            shared.append(SharedComponent(name=name, elsewhere=elsewhere))
        else:
            links += [Link(trial, name) for trial, _ in elsewhere]
    kept = {component.name for component in shared}
    there = [name for name, holders in zip(names, held, strict=True) if holders is not None and name not in kept]
    return DeletionPlan(target=None, links=tuple(links), components=tuple(there), trials=(), shared=tuple(shared))


async def _holders(caller: Caller, component: str) -> list[str] | None:
    """The trials that have a component; `None` where there is no such component."""
    listed = await caller.pages(operations.list_trials(component=component), component)
    return None if is_gone(listed) else [trial.name for trial in listed.unwrap()]


def names_of(
    components: Iterable[TrialComponentRef | Result[TrialComponentRef, SmexpError]],
) -> Result[tuple[str, ...], SmexpError]:
    """The names of what a caller gives, each once; a listing is read to its end before anything is deleted."""
    if isinstance(components, str):
        raise TypeError("components must be an iterable of names, records or results, not one text")
    names: dict[str, str] = {}
    for number, item in enumerate(components):
        if isinstance(item, Result):
            if is_failure(item):
                return item
            component = item.unwrap()
        else:
            component = item
        if isinstance(cast("object", component), Experiment | ExperimentSummary | Trial | TrialSummary):
            # A component of the same name would be deleted.
            raise TypeError(f"components[{number}] must be a component, not {type(component).__name__}")
        name = name_of(component)
        wrong = check(OPERATION, {"TrialComponentName": name}, {"TrialComponentName": f"components[{number}]"})
        if wrong is not None:
            return Failure(replace(wrong, operation=OPERATION))
        names.setdefault(name.lower(), name)
    return Success(tuple(names.values()))
