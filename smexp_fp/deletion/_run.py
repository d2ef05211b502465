"""Deletes an experiment or a trial with everything that belongs only to it, in passes, until it is gone.

The way of a component: `until_gone` calls `_one_pass`, which lists the trials (`_survey`), writes the note (`_note`),
and calls `Removal.run`, then `_remove_from` and `_delete_until_gone`. Every call goes through `Caller.call`, and
everything that is done is recorded in the `Ledger`.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from returns.result import Failure, Result, Success

from smexp_fp._api import operations
from smexp_fp._api.bulk.caller import Caller, Stopped, Tries
from smexp_fp._api.bulk.events import Planned
from smexp_fp._api.bulk.given import Components, component_names, unique_names
from smexp_fp._api.bulk.settings import Settings
from smexp_fp._api.rules import check_name, invalid_input
from smexp_fp.deletion._ledger import Ledger
from smexp_fp.deletion._note import Journal, Note
from smexp_fp.deletion._removal import Removal
from smexp_fp.deletion._survey import Survey, survey
from smexp_fp.deletion.plans import Target
from smexp_fp.deletion.reports import Cause, DeletionFailure, DeletionReport
from smexp_fp.errors import InUse, InvalidInput, SmexpError
from smexp_fp.results import is_failure

ACTION: Final = "--force"
"""The action that the caller must give, as in `smexperiments`."""

STALE_PASSES: Final = 3
"""The number of passes after which a deleted trial that is still listed counts as a new one of that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionSettings(Settings):
    """See `smexp_fp.options.DeletionOptions`."""

    shared: Literal["keep", "delete"] = "keep"
    resumable: bool = True


def delete_all(
    client: object, target: Target, action: object, settings: DeletionSettings
) -> Result[DeletionReport, DeletionFailure]:
    """See `smexp_fp.experiment.delete_all`."""
    operation = "DeleteExperiment" if target.kind == "experiment" else "DeleteTrial"
    invalid = _invalid(operation, action, settings) or check_name(operation, target.kind, target.name)
    if invalid is not None:
        return Failure(_not_begun("invalid_input", invalid, target))
    caller = settings.caller(client)
    ledger = Ledger(target=target, caller=caller, began=caller.now())
    return _run(caller, ledger, _Deletion(caller, ledger, target, settings).until_gone())


def delete_components(
    client: object, components: Components, action: object, settings: DeletionSettings
) -> Result[DeletionReport, DeletionFailure]:
    """See `smexp_fp.trial_component.delete_all`."""
    operation = "DeleteTrialComponent"
    invalid = _invalid(operation, action, settings)
    if invalid is not None:
        return Failure(_not_begun("invalid_input", invalid))
    given = component_names(operation, components)
    if is_failure(given):
        error = given.failure()
        return Failure(_not_begun("invalid_input" if error.operation == operation else "unreadable", error))
    names = unique_names(given.unwrap())
    caller = settings.caller(client)
    ledger = Ledger(target=None, caller=caller, began=caller.now())
    ledger.know((), names)
    caller.report(Planned(number=1, links=0, components=len(names), trials=0))
    return _run(caller, ledger, Removal(caller, ledger, shared=settings.shared, own=None).run(dict.fromkeys(names, ())))


def _invalid(operation: str, action: object, settings: DeletionSettings) -> InvalidInput | None:
    if action != ACTION:
        rule = f"must be {ACTION!r}, to confirm that everything is to be deleted"
        return invalid_input(operation, "action", action, rule)
    if settings.shared not in ("keep", "delete"):
        return invalid_input(operation, "shared", settings.shared, "must be 'keep' or 'delete'")
    return settings.invalid(operation)


def _not_begun(cause: Cause, error: SmexpError, target: Target | None = None) -> DeletionFailure:
    return DeletionFailure(cause=cause, done=DeletionReport(target=target), left=(), error=error)


def _run(caller: Caller, ledger: Ledger, work: Coroutine[Any, Any, None]) -> Result[DeletionReport, DeletionFailure]:
    try:
        caller.run(work)
    except Stopped as stop:
        return Failure(ledger.failure(stop.cause, stop.error, stop.exception))
    return Failure(ledger.failure("errors")) if ledger.errors else Success(ledger.report())


class _Deletion:
    """One call of `delete_all`."""

    def __init__(self, caller: Caller, ledger: Ledger, target: Target, settings: DeletionSettings) -> None:
        self._caller = caller
        self._ledger = ledger
        self._target = target
        self._shared: Literal["keep", "delete"] = settings.shared
        self._journal = Journal(caller, target, wanted=settings.resumable, refused=ledger.cannot_resume)
        self._own: dict[str, None] = {}

    async def until_gone(self) -> None:
        """Make passes until the target is gone.

        Raises:
            Stopped: The target cannot be deleted.
        """
        tries, before = Tries(), -1
        while True:
            self._ledger.passes += 1
            refusal = await self._one_pass()
            if refusal is None:
                return
            if self._ledger.progress != before:
                # Patience ends only without progress, not because somebody creates further trials.
                tries, before = Tries(), self._ledger.progress
            if not await self._caller.wait_to_retry(tries, refusal.operation, self._target.name, refusal):
                self._ledger.gave_up(self._target.kind, self._target.name, refusal.operation, refusal)
                raise Stopped("errors")

    async def _one_pass(self) -> InUse | None:
        """Make one pass. Returns `None` if the target is gone, otherwise the reason for another pass."""
        note, found = await self._caller.both(self._journal.read(), self._survey())
        if note is not None:
            await self._finish_earlier(note, found)
        components, trials = self._work(found)
        if components:
            another_run = await self._journal.write(components)
            if another_run is not None:
                return another_run
        if found.exists:
            await self._remove(found, components, trials)
        # If nothing was found, the lists may be stale; a deletion is not.
        return await self._delete_target()

    async def _survey(self) -> Survey:
        ledger = self._ledger
        trusting = ledger.passes <= STALE_PASSES
        gone = [trial for trial, deleted in ledger.trials.items() if deleted] if trusting else []
        found = await survey(self._caller, self._target, gone=gone)
        self._own.update(dict.fromkeys(found.trials))
        return found

    def _work(self, found: Survey) -> tuple[dict[str, list[str]], list[str]]:
        """The components of this pass, each with its trials, and the trials: as many as the note has room for."""
        trusting = self._ledger.passes <= STALE_PASSES
        links = [link for link in found.links if not (trusting and link in self._ledger.links)]
        components: dict[str, list[str]] = {}
        later: set[str] = set()
        for link in links:
            if link.component in components or self._journal.has_room_for(len(components)):
                components.setdefault(link.component, []).append(link.trial)
            else:
                later.add(link.trial)
        return components, [trial for trial in found.trials if trial not in later]

    async def _remove(self, found: Survey, components: dict[str, list[str]], trials: list[str]) -> None:
        self._ledger.know(found.trials, tuple(components))
        links = sum(map(len, components.values()))
        self._caller.report(
            Planned(number=self._ledger.passes, links=links, components=len(components), trials=len(trials))
        )
        await self._remove_all(components, trials if self._target.kind == "experiment" else ())
        await self._remove_note()

    async def _finish_earlier(self, note: Note, found: Survey) -> None:
        """Delete the components that an interrupted run has begun with, then its note."""
        judgement = await self._journal.judge(note, found.components)
        for component in judgement.left_alone:
            self._ledger.leave_alone(component)
        self._ledger.know((), tuple(judgement.left_over))
        await self._remove_all({name: [] for name in judgement.left_over})
        await self._remove_note()

    async def _remove_all(self, components: Mapping[str, Iterable[str]], trials: Iterable[str] = ()) -> None:
        removal = Removal(
            self._caller, self._ledger, shared=self._shared, own=self._own, trials=trials, journal=self._journal
        )
        await removal.run(components)
        if self._ledger.errors:
            raise Stopped("errors")

    async def _remove_note(self) -> None:
        error = await self._journal.remove()
        if error is not None:
            self._ledger.components[self._journal.name] = False
            self._ledger.gave_up("trial component", self._journal.name, "DeleteTrialComponent", error)
            raise Stopped("errors")

    async def _delete_target(self) -> InUse | None:
        kind, name = self._target.kind, self._target.name
        call = operations.delete_experiment(name) if kind == "experiment" else operations.delete_trial(name)
        refusal = self._ledger.outcome(kind, name, call.operation, await self._caller.call(call, name))
        if self._ledger.errors:
            raise Stopped("errors")
        return refusal
