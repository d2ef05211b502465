"""Makes a plan of a deletion: reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from returns.result import Failure, Result, Success

from smexp_fp._api.rules import check
from smexp_fp.deletion import _calls, _note
from smexp_fp.deletion._engine import Engine, Job, Stopped
from smexp_fp.deletion._note import Note
from smexp_fp.deletion._options import Options
from smexp_fp.deletion._survey import Survey, survey
from smexp_fp.deletion.plans import DeletionPlan, SharedComponent, Target
from smexp_fp.errors import InvalidInput, NotFound, SmexpError, Unavailable
from smexp_fp.results import is_failure


def plan_delete_all(client: object, target: Target, options: Options) -> Result[DeletionPlan, SmexpError]:
    """Say what deleting a target would do; see `smexp_fp.experiment.plan_delete_all`."""
    refused = _refusal(target, options)
    if refused is not None:
        return Failure(refused)
    engine = options.engine(client)
    try:
        return _plan(engine, target)
    except Stopped as stop:
        operation = "ListTrials" if target.kind == "experiment" else "ListTrialComponents"
        return Failure(Unavailable(operation=operation, message=f"the plan was not finished: {stop.cause}"))


def _refusal(target: Target, options: Options) -> InvalidInput | None:
    if target.kind == "experiment":
        return options.refusal("ListTrials") or check(
            "ListTrials", {"ExperimentName": target.name}, {"ExperimentName": "experiment"}
        )
    return options.refusal("ListTrialComponents") or check(
        "ListTrialComponents", {"TrialName": target.name}, {"TrialName": "trial"}
    )


def _plan(engine: Engine, target: Target) -> Result[DeletionPlan, SmexpError]:
    surveyed = survey(engine, target)
    if is_failure(surveyed):
        return surveyed
    found = surveyed.unwrap()
    state = _State(target=target, survey=found)
    engine.run(
        [_note.ask(target), *(_calls.trials_of_component(component) for component in found.components)], state.handle
    )
    if state.error is not None:
        return Failure(state.error)
    left_over = tuple(state.left_over)
    if not found.exists and not state.candidates:
        operation = "ListTrials" if target.kind == "experiment" else "ListTrialComponents"
        return Failure(NotFound(operation=operation, message=f"there is no {target.kind} {target.name}"))
    shared = tuple(
        SharedComponent(
            name=component,
            elsewhere=tuple((trial, state.experiments.get(trial, "?")) for trial in state.elsewhere[component]),
        )
        for component in (*found.components, *state.candidates)
        if state.elsewhere.get(component)
    )
    names = {component.name for component in shared}
    return Success(
        DeletionPlan(
            target=target,
            links=found.links,
            components=(*(name for name in found.components if name not in names), *left_over),
            trials=found.trials,
            shared=shared,
            left_over=left_over,
            noted=len(state.candidates),
        )
    )


@dataclass(slots=True)
class _State:
    """Gathers who else has the components, and what an earlier run has left over."""

    target: Target
    survey: Survey
    error: SmexpError | None = None
    elsewhere: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    experiments: dict[str, str] = field(default_factory=dict[str, str])
    left_over: list[str] = field(default_factory=list[str])
    candidates: list[str] = field(default_factory=list[str])
    """Components on the note of an interrupted run that are in none of the trials."""
    _note: Note | None = None
    _asked: set[str] = field(default_factory=set[str])
    _reader: _calls.Reader = field(default_factory=_calls.Reader)

    def handle(self, job: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
        match job.call.operation:
            case "ListTrials":
                return _calls.on_list(self._reader, job, result, lambda names: self._on_trials(job.name, names))
            case "DescribeTrial":
                if is_failure(result):
                    self._fail(result.failure())
                else:
                    self.experiments[job.name] = result.unwrap().experiment_name
                return ()
            case _:
                return self._on_component(job, result)

    def _on_trials(self, component: str, names: Result[tuple[str, ...], SmexpError]) -> Iterable[Job]:
        if is_failure(names):
            self._fail(names.failure())
            return ()
        own = {trial.lower() for trial in self.survey.trials}
        others = tuple(trial for trial in names.unwrap() if trial.lower() not in own)
        if component in self.candidates and not others:
            self.left_over.append(component)
        self.elsewhere[component] = others
        new = [trial for trial in others if trial not in self._asked]
        self._asked.update(new)
        return [_calls.describe_trial(trial) for trial in new]

    def _on_component(self, job: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
        if is_failure(result):
            self._fail(result.failure())
            return ()
        if self._note is not None:
            created, written = result.unwrap().created, self._note.written
            if created is None or written is None or created <= written:
                return (_calls.trials_of_component(job.name),)
            return ()
        note = _note.read(self.target, result.unwrap())
        if not isinstance(note, Note):
            self._fail(note)
            return ()
        self._note = note
        left = [name for name in note.components if name not in set(self.survey.components)]
        self.candidates = left
        return [_calls.describe_component(name) for name in left]

    def _fail(self, error: SmexpError) -> None:
        if not isinstance(error, NotFound):
            self.error = self.error or error
