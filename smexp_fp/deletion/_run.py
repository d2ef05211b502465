"""Deletes an experiment or a trial with all that is only its own, in passes, until it is gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

from returns.result import Failure, Result, Success

from smexp_fp._api.rules import check, invalid
from smexp_fp.deletion import _calls, _note
from smexp_fp.deletion._engine import FIRST_PAUSE, MAX_PAUSE, Engine, Job, Stopped
from smexp_fp.deletion._ledger import Ledger
from smexp_fp.deletion._note import Note
from smexp_fp.deletion._options import Options
from smexp_fp.deletion._survey import Survey, survey
from smexp_fp.deletion._work import Work
from smexp_fp.deletion.events import Planned, Waiting
from smexp_fp.deletion.plans import Link, Target
from smexp_fp.deletion.reports import Cause, DeletionFailure, DeletionReport
from smexp_fp.errors import AlreadyExists, InUse, NotFound, SmexpError, Unavailable
from smexp_fp.results import is_failure

ACTION: Final = "--force"
"""What the caller has to say, as in `smexperiments`."""

STALE_PASSES: Final = 3
"""After so many passes a trial that is still listed after its deletion is taken for a new one of the same name."""


def delete_all(
    client: object,
    target: Target,
    action: object,
    *,
    shared: Literal["keep", "delete"],
    resumable: bool,
    options: Options,
) -> Result[DeletionReport, DeletionFailure]:
    """Delete a target with all that is only its own; see `smexp_fp.experiment.delete_all`."""
    refused = _refusal(target, action, shared, options)
    if refused is not None:
        return Failure(DeletionFailure(cause="refused", done=DeletionReport(target=target), left=(), error=refused))
    engine = options.engine(client)
    run = _Run(engine, target, shared=shared, resumable=resumable, patience=options.patience)
    try:
        return run.whole()
    except Stopped as stop:
        return Failure(run.ledger.failure(stop.cause, exception=stop.error))


def delete_component(client: object, name: str, options: Options) -> Result[str | None, SmexpError]:
    """Take a component out of all its trials, and delete it; its ARN, or `None` where no answer told it."""
    operation = "DeleteTrialComponent"
    refused = options.refusal(operation) or check(
        operation, {"TrialComponentName": name}, {"TrialComponentName": "component"}
    )
    if refused is not None:
        return Failure(refused)
    try:
        return _delete_component(options.engine(client), name)
    except Stopped as stop:
        return Failure(Unavailable(operation=operation, message=f"the deletion was not finished: {stop.cause}"))


def _delete_component(engine: Engine, name: str) -> Result[str | None, SmexpError]:
    ledger = Ledger(target=Target("trial", ""), engine=engine, began=engine.now())
    work = Work(engine=engine, ledger=ledger, shared="delete", own=(), trials={}, links={})
    arns: list[str] = []

    def handle(job: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
        if job.call.operation == "DeleteTrialComponent" and not is_failure(result):
            arns.append(result.unwrap())
        return work.handle(job, result)

    reader, holders = _calls.Reader(), list[Result[tuple[str, ...], SmexpError]]()

    def gather(names: Result[tuple[str, ...], SmexpError]) -> Iterable[Job]:
        holders.append(names)
        return ()

    engine.run([_calls.trials_of_component(name)], lambda job, result: _calls.on_list(reader, job, result, gather))
    found = holders[0]
    if is_failure(found):
        return found
    ledger.know((), (name,))
    work.links = {Link(trial, name): None for trial in found.unwrap()}
    engine.run(work.start(() if work.links else (name,)), handle)
    for error in ledger.errors.values():
        return Failure(error)
    return Success(arns[0] if arns else None)


def _refusal(target: Target, action: object, shared: str, options: Options) -> SmexpError | None:
    operation = "DeleteExperiment" if target.kind == "experiment" else "DeleteTrial"
    if action != ACTION:
        return invalid(operation, "action", action, f"must be {ACTION!r}, to confirm that everything is to be deleted")
    if shared not in {"keep", "delete"}:
        return invalid(operation, "shared", shared, "must be 'keep' or 'delete'")
    member = "ExperimentName" if target.kind == "experiment" else "TrialName"
    return options.refusal(operation) or check(operation, {member: target.name}, {member: target.kind})


class _Run:
    """One call of `delete_all`."""

    def __init__(
        self, engine: Engine, target: Target, *, shared: Literal["keep", "delete"], resumable: bool, patience: float
    ) -> None:
        self._engine = engine
        self._target = target
        self._shared: Literal["keep", "delete"] = shared
        self._resumable = resumable
        self._patience = patience
        self._own: dict[str, None] = {}
        self._note_stands = False
        self.ledger = Ledger(target=target, engine=engine, began=engine.now())

    def whole(self) -> Result[DeletionReport, DeletionFailure]:
        """Pass after pass until the target is gone.

        Raises:
            Stopped: The engine was stopped.
        """
        self._note_stands = self._resumable
        since: float | None = None
        pause, before = FIRST_PAUSE, -1
        while True:
            self.ledger.passes += 1
            done = self._one_pass()
            if is_failure(done):
                return done
            refusal = done.unwrap()
            if refusal is None:
                return Success(self.ledger.report())
            if self.ledger.progress != before:
                # Patience is for a service that stands still, not for somebody who goes on creating trials.
                since, pause, before = self._engine.now(), FIRST_PAUSE, self.ledger.progress
            if since is not None and self._engine.now() + pause > since + self._patience:
                kind, name = self._target
                self.ledger.gave_up(kind, name, refusal.operation, refusal)
                return Failure(self.ledger.failure("errors"))
            self._engine.tell(
                Waiting(operation=refusal.operation, name=self._target.name, seconds=pause, error=refusal)
            )
            self._engine.pause(pause)
            pause = min(MAX_PAUSE, pause * 2)

    def _one_pass(self) -> Result[InUse | None, DeletionFailure]:
        """One pass: `None` if the target is gone, or why another one is needed."""
        ledger = self.ledger
        read = self._read_note() if self._note_stands else Success(None)
        if is_failure(read):
            return self._unreadable(read.failure())
        trusting = ledger.passes <= STALE_PASSES
        gone = [trial for trial, deleted in ledger.trials.items() if deleted] if trusting else []
        surveyed = survey(self._engine, self._target, gone=gone)
        if is_failure(surveyed):
            return self._unreadable(surveyed.failure())
        found = surveyed.unwrap()
        self._own.update(dict.fromkeys(found.trials))
        note = read.unwrap()
        if note is not None:
            finished = self._finish_earlier(note, found)
            if finished is not None:
                return finished
        self._note_stands = False
        if not found.exists:
            # A list may be stale in this, too; the deletion itself is not.
            return self._delete_target()
        links = {link: None for link in found.links if not trusting or link not in ledger.links}
        components = dict.fromkeys(link.component for link in links)
        if self._resumable and len(components) > _note.CAPACITY:
            components = dict.fromkeys(list(components)[: _note.CAPACITY])
        trials = dict.fromkeys(found.trials)
        for link in list(links):
            if link.component not in components:
                del links[link]
                trials.pop(link.trial, None)
        ledger.know(found.trials, tuple(components))
        self._engine.tell(
            Planned(number=ledger.passes, links=len(links), components=len(components), trials=len(trials))
        )
        return self._do(links, trials)

    def _do(self, links: dict[Link, None], trials: dict[str, None]) -> Result[InUse | None, DeletionFailure]:
        if self._resumable and links:
            written = self._write_note(dict.fromkeys(link.component for link in links))
            if written is not None:
                return written
            self._note_stands = True
        work = self._work(trials if self._target.kind == "experiment" else {}, links)
        self._engine.run(work.start(), work.handle)
        if self.ledger.errors:
            return Failure(self.ledger.failure("errors"))
        if self._note_stands:
            removed = self._remove_note()
            if removed is not None:
                return removed
        return self._delete_target()

    def _delete_target(self) -> Result[InUse | None, DeletionFailure]:
        kind, name = self._target
        job = _calls.delete_experiment(name) if kind == "experiment" else _calls.delete_trial(name)
        result = self._call(job)
        if not is_failure(result) or isinstance(result.failure(), NotFound):
            self.ledger.deleted(kind, name, already=is_failure(result))
            return Success(None)
        error: SmexpError = result.failure()
        if isinstance(error, InUse):
            return Success(error)
        self.ledger.gave_up(kind, name, job.call.operation, error)
        return Failure(self.ledger.failure("errors"))

    def _finish_earlier(self, note: Note, found: Survey) -> Failure[DeletionFailure] | None:
        """Delete what an interrupted run has taken out of its trials but not deleted, and then its note."""
        current = set(found.components)
        candidates = [name for name in note.components if name not in current]
        mine: list[str] = []
        errors: list[SmexpError] = []

        def look(job: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
            if not is_failure(result):
                created = result.unwrap().created
                # One that was made later under the same name belongs to somebody else.
                if created is None or note.written is None or created <= note.written:
                    mine.append(job.name)
            elif not isinstance(result.failure(), NotFound):
                errors.append(result.failure())
            return ()

        self._engine.run([_calls.describe_component(name) for name in candidates], look)
        if errors:
            return self._unreadable(errors[0])
        self.ledger.know((), tuple(mine))
        work = self._work({}, {})
        self._engine.run(work.start(unlinked=mine), work.handle)
        if self.ledger.errors:
            return Failure(self.ledger.failure("errors"))
        return self._remove_note()

    def _work(self, trials: dict[str, None], links: dict[Link, None]) -> Work:
        return Work(
            engine=self._engine, ledger=self.ledger, shared=self._shared, own=self._own, trials=trials, links=links
        )

    def _read_note(self) -> Result[Note | None, SmexpError]:
        result = self._call(_note.ask(self._target))
        if is_failure(result):
            return Success(None) if isinstance(result.failure(), NotFound) else result
        note = _note.read(self._target, result.unwrap())
        return Success(note) if isinstance(note, Note) else Failure(note)

    def _write_note(self, components: dict[str, None]) -> Result[InUse | None, DeletionFailure] | None:
        """Write the note; a result if the pass cannot go on."""
        written = self._call(_note.write(self._target, components))
        if not is_failure(written):
            return None
        error: SmexpError = written.failure()
        if not isinstance(error, AlreadyExists):
            return self._unreadable(error, cause="errors")
        # Either our own first try has arrived although its answer did not, or somebody else is deleting the same
        # target.
        read = self._read_note()
        if is_failure(read):
            return self._unreadable(read.failure(), cause="errors")
        note = read.unwrap()
        if note is not None and components.keys() <= set(note.components):
            return None
        self._note_stands = True
        kind, name = self._target
        return Success(InUse(operation="CreateTrialComponent", message=f"another run is deleting the {kind} {name}"))

    def _remove_note(self) -> Failure[DeletionFailure] | None:
        result = self._call(_note.remove(self._target))
        if not is_failure(result) or isinstance(result.failure(), NotFound):
            self._note_stands = False
            return None
        name = _note.name_of(self._target)
        self.ledger.components[name] = False
        self.ledger.gave_up("trial component", name, "DeleteTrialComponent", result.failure())
        return Failure(self.ledger.failure("errors"))

    def _call(self, job: Job) -> Result[Any, SmexpError]:
        """One call with all that the engine does for it. Any: see `Job.call`."""
        results: list[Result[Any, SmexpError]] = []

        def keep(_: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
            results.append(result)
            return ()

        self._engine.run([job], keep)
        return results[0]

    def _unreadable(self, error: SmexpError, cause: Cause = "unreadable") -> Failure[DeletionFailure]:
        return Failure(self.ledger.failure(cause, error))
