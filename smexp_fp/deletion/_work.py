"""The work of one pass: links are removed, then what they held together is deleted, each thing when its turn comes.

Whether a component is shared is not asked beforehand, which would cost a call for each. The service itself refuses to
delete a component that is in a trial, at the moment of the deletion; only after such a refusal its trials are listed,
to tell sharing from lag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from returns.result import Result

from smexp_fp.deletion import _calls
from smexp_fp.deletion._engine import Engine, Job
from smexp_fp.deletion._ledger import Ledger
from smexp_fp.deletion.events import Kept
from smexp_fp.deletion.plans import Link
from smexp_fp.errors import InUse, NotFound, SmexpError
from smexp_fp.results import is_failure

MAX_LAG: Final = 10.0
"""Seconds that a deletion is put off at most because earlier ones were refused for lag."""

_DeletedKind: TypeAlias = Literal["trial component", "trial"]
_Key: TypeAlias = tuple[_DeletedKind, str]

STUBBORN: Final = 4
"""After so many refusals a link that is still listed is taken for a new one, rather than for an old one in a stale
list."""


@dataclass(slots=True)
class Work:
    """One pass over links, components and trials; `start` gives the first jobs, `handle` those that follow."""

    engine: Engine
    ledger: Ledger
    shared: Literal["keep", "delete"]
    own: Iterable[str]
    """The trials that go: a component that only these have is not shared."""
    trials: Mapping[str, None]
    """Those of them that this pass deletes, in order."""
    links: dict[Link, None]
    _left_in: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _left_of: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _unlinked_at: dict[_Key, float] = field(default_factory=dict[_Key, float])
    _refused: dict[_Key, tuple[Job, InUse]] = field(default_factory=dict[_Key, tuple[Job, InUse]])
    _others: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    _spelling: dict[str, str] = field(default_factory=dict[str, str])
    _lag: float = 0.0
    _trials_reader: _calls.Reader = field(default_factory=_calls.Reader)
    _components_reader: _calls.Reader = field(default_factory=_calls.Reader)

    def __post_init__(self) -> None:
        """Names are unique without regard to case, and the caller may have spelt one differently."""
        self._spelling = {trial.lower(): trial for trial in self.own}

    def start(self, unlinked: Iterable[str] = ()) -> list[Job]:
        """The first jobs.

        Args:
            unlinked: Components that are in none of the links, and to be deleted too.
        """
        jobs = self._unlink(self.links)
        jobs += [_calls.delete_component(name) for name in unlinked]
        return jobs + [_calls.delete_trial(name) for name in self.trials if not self._left_in.get(name)]

    def handle(self, job: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
        """Go on after a result. Any: see `Job.call`."""
        match job.call.operation:
            case "DisassociateTrialComponent":
                return self._on_unlinked(job, result)
            case "DeleteTrialComponent":
                return self._on_deleted("trial component", job, result)
            case "DeleteTrial":
                return self._on_deleted("trial", job, result)
            case "DescribeTrial":
                return self._on_other(job, result)
            case "ListTrials":
                return _calls.on_list(self._trials_reader, job, result, lambda names: self._on_holders(job.name, names))
            case _:
                return _calls.on_list(
                    self._components_reader, job, result, lambda names: self._on_contents(job.name, names)
                )

    def _unlink(self, links: Iterable[Link]) -> list[Job]:
        wanted = list(links)
        for link in wanted:
            self._left_in.setdefault(link.trial, set()).add(link.component)
            self._left_of.setdefault(link.component, set()).add(link.trial)
        return [_calls.disassociate(link) for link in wanted]

    def _on_unlinked(self, job: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
        link = _calls.link_of(job)
        if is_failure(result) and not isinstance(result.failure(), NotFound):
            self.ledger.gave_up("trial component", link.component, job.call.operation, result.failure())
            return ()
        self._left_in[link.trial].discard(link.component)
        self._left_of[link.component].discard(link.trial)
        now = self.engine.now()
        self._unlinked_at["trial component", link.component] = self._unlinked_at["trial", link.trial] = now
        self.ledger.unlinked(link)
        following: list[Job] = []
        if not self._left_of[link.component] and self.ledger.components.get(link.component) is False:
            following += self._delete("trial component", link.component)
        if not self._left_in[link.trial] and link.trial in self.trials and not self.ledger.trials.get(link.trial):
            following += self._delete("trial", link.trial)
        return following

    def _delete(self, kind: _DeletedKind, name: str) -> Iterable[Job]:
        if (kind, name) in self._refused:
            # It has been tried before, and its patience is its own.
            return self._wait(kind, name)
        due = self.engine.now() + self._lag
        return (_calls.delete_trial(name, due=due) if kind == "trial" else _calls.delete_component(name, due=due),)

    def _on_deleted(self, kind: _DeletedKind, job: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
        error = result.failure() if is_failure(result) else None
        match error:
            case None | NotFound():
                if (kind, job.name) in self._refused:
                    now = self.engine.now()
                    self._lag = min(MAX_LAG, max(self._lag, now - self._unlinked_at.get((kind, job.name), now)))
                self.ledger.deleted(kind, job.name, already=error is not None)
                return ()
            case InUse():
                self._refused[kind, job.name] = (job, error)
                look = _calls.trials_of_component if kind == "trial component" else _calls.components_of_trial
                return (look(job.name),)
            case _:
                self.ledger.gave_up(kind, job.name, job.call.operation, error)
                return ()

    def _on_holders(self, component: str, names: Result[tuple[str, ...], SmexpError]) -> Iterable[Job]:
        """A component's deletion was refused, and these trials have it."""
        if is_failure(names):
            return self._unread("trial component", component, names.failure())
        job = self._refused["trial component", component][0]
        spelt = {name: self._spelling.get(name.lower()) for name in names.unwrap()}
        mine = [Link(trial, component) for trial in spelt.values() if trial is not None]
        others = tuple(name for name, trial in spelt.items() if trial is None)
        if self.shared == "delete":
            mine += [Link(trial, component) for trial in others]
            others = ()
        new = self._unlink(link for link in mine if link not in self.ledger.links or job.tries >= STUBBORN)
        if others:
            # The list may be stale, and the other trial be gone already. A description is not stale.
            self._others[component] = list(others)
            return [*new, _calls.describe_trial(others[0], of=component)]
        return new or self._wait("trial component", component)

    def _on_other(self, job: Job, result: Result[Any, SmexpError]) -> Iterable[Job]:
        """What a trial elsewhere, that seems to have a component, has to say."""
        others, component = self._others[job.name], job.name
        if not is_failure(result):
            experiment: str = result.unwrap().experiment_name
            self.ledger.keep(Kept(component=component, trials=tuple(others), experiment=experiment))
            return ()
        if not isinstance(result.failure(), NotFound):
            return self._unread("trial component", component, result.failure())
        del others[0]
        if others:
            return (_calls.describe_trial(others[0], of=component),)
        return () if self._left_of.get(component) else self._wait("trial component", component)

    def _on_contents(self, trial: str, names: Result[tuple[str, ...], SmexpError]) -> Iterable[Job]:
        """A trial's deletion was refused, and these components are in it."""
        if is_failure(names):
            return self._unread("trial", trial, names.failure())
        job = self._refused["trial", trial][0]
        found = [Link(trial, component) for component in names.unwrap()]
        known = self.ledger.components.keys() | self.ledger.kept.keys()
        if any(link.component not in known for link in found):
            # It must be written down before it is touched: the next pass does so.
            return ()
        new = self._unlink(link for link in found if link not in self.ledger.links or job.tries >= STUBBORN)
        return new or self._wait("trial", trial)

    def _wait(self, kind: _DeletedKind, name: str) -> Iterable[Job]:
        job, refusal = self._refused[kind, name]
        again = self.engine.later(job, refusal)
        if again is None:
            self.ledger.gave_up(kind, name, job.call.operation, refusal)
            return ()
        self._refused[kind, name] = (again, refusal)
        return (again,)

    def _unread(self, kind: _DeletedKind, name: str, error: SmexpError) -> Iterable[Job]:
        """The list that should tell why a deletion was refused failed itself."""
        if isinstance(error, NotFound):
            self.ledger.deleted(kind, name, already=True)
        else:
            self.ledger.gave_up(kind, name, self._refused[kind, name][0].call.operation, error)
        return ()
