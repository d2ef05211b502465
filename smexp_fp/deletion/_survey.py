"""Lists all that belongs to a target, before anything is touched.

A list whose pages count from the start would skip entries if others were deleted while it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from returns.result import Failure, Result, Success

from smexp_fp.deletion import _calls
from smexp_fp.deletion._engine import Engine, Job
from smexp_fp.deletion.plans import Link, Target
from smexp_fp.errors import NotFound, SmexpError
from smexp_fp.results import is_failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was found.

    Attributes:
        exists: Whether the target is there.
        trials: The trials to be deleted.
        links: The components in them.
    """

    exists: bool
    trials: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def components(self) -> tuple[str, ...]:
        """The components, each once, in the order of the links."""
        return tuple(dict.fromkeys(link.component for link in self.links))


def survey(engine: Engine, target: Target, *, gone: Collection[str] = ()) -> Result[Survey, SmexpError]:
    """List a target's trials and their components.

    Args:
        engine: Makes the calls.
        target: The experiment or trial.
        gone: Trials known to be deleted, that a stale list may still show.

    Returns:
        What is there now. Failures: those of any call, but not `NotFound`.

    Raises:
        Stopped: The engine was stopped.
    """
    state = _State(gone=gone)
    match target.kind:
        case "experiment":
            engine.run([_calls.trials_of_experiment(target.name)], state.handle)
        case "trial":
            engine.run([_calls.components_of_trial(target.name)], state.handle)
    if state.error is not None:
        return Failure(state.error)
    # By name, so that a plan reads well and the work takes the same course every time.
    found = tuple(sorted(state.components))
    if target.kind == "trial":
        state.exists = bool(found)
    links = tuple(Link(trial, component) for trial in found for component in sorted(state.components[trial]))
    return Success(Survey(exists=state.exists, trials=found, links=links))


@dataclass(slots=True)
class _State:
    gone: Collection[str]
    exists: bool = True
    error: SmexpError | None = None
    components: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    _reader: _calls.Reader = field(default_factory=_calls.Reader)

    def handle(self, job: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
        whole: Callable[[Result[tuple[str, ...], SmexpError]], Iterable[Job]] = (
            self._trials if job.call.operation == "ListTrials" else lambda names: self._components(job.name, names)
        )
        return _calls.on_list(self._reader, job, result, whole)

    def _trials(self, names: Result[tuple[str, ...], SmexpError]) -> Iterable[Job]:
        if is_failure(names):
            self.exists = False
            self._note(names.failure())
            return ()
        return [_calls.components_of_trial(trial) for trial in names.unwrap() if trial not in self.gone]

    def _components(self, trial: str, names: Result[tuple[str, ...], SmexpError]) -> Iterable[Job]:
        if is_failure(names):
            self._note(names.failure())
        else:
            self.components[trial] = names.unwrap()
        return ()

    def _note(self, error: SmexpError) -> None:
        if not isinstance(error, NotFound):
            self.error = self.error or error
