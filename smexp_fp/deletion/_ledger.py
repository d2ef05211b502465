"""The record of a run: what it has done, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from returns.result import Result

from smexp_fp._api.bulk.caller import Caller
from smexp_fp._api.bulk.events import Deleted, Disassociated, GaveUp, Kept, Kind, LeftAlone, NotResumable
from smexp_fp.deletion.plans import Link, Target
from smexp_fp.deletion.reports import Cause, DeletionFailure, DeletionReport, Left
from smexp_fp.errors import InUse, NotFound, SmexpError
from smexp_fp.results import is_failure


@dataclass(slots=True)
class Ledger:
    """The record of one run, over all of its passes.

    An entry is made before its event is reported, so that a failing callback loses none. Dictionaries with values of
    `None` are ordered sets. Those with booleans say whether an entity is deleted.
    """

    target: Target | None
    caller: Caller
    began: float
    links: dict[Link, None] = field(default_factory=dict[Link, None])
    components: dict[str, bool] = field(default_factory=dict[str, bool])
    trials: dict[str, bool] = field(default_factory=dict[str, bool])
    kept: dict[str, Kept] = field(default_factory=dict[str, Kept])
    left_alone: dict[str, None] = field(default_factory=dict[str, None])
    not_resumable: SmexpError | None = None
    errors: dict[tuple[Kind, str], SmexpError] = field(default_factory=dict[tuple[Kind, str], SmexpError])
    target_deleted: bool = False
    passes: int = 0

    @property
    def progress(self) -> int:
        """The number of removed links and deleted entities."""
        return len(self.links) + sum(self.components.values()) + sum(self.trials.values())

    def know(self, trials: tuple[str, ...], components: tuple[str, ...]) -> None:
        """Add trials and components to delete."""
        for trial in trials:
            self.trials[trial] = False
        for component in components:
            # A kept component is tried again, because the trial that it was kept for may now belong to the target.
            self.kept.pop(component, None)
            self.components[component] = False

    def unlinked(self, link: Link) -> None:
        """Record a removed link."""
        self.links[link] = None
        self.caller.report(Disassociated(trial=link.trial, component=link.component))

    def deleted(self, kind: Kind, name: str, *, already: bool) -> None:
        """Record a deleted entity."""
        self.errors.pop((kind, name), None)
        match kind:
            case "trial component":
                self.components[name] = True
            case "trial":
                self.trials[name] = True
            case "experiment":
                pass
        if self.target is not None and (kind, name) == (self.target.kind, self.target.name):
            self.target_deleted = True
        self.caller.report(Deleted(kind=kind, name=name, already=already))

    def outcome(self, kind: Kind, name: str, operation: str, result: Result[str, SmexpError]) -> InUse | None:
        """Record the result of a deletion. Returns the refusal if the entity is in use."""
        error = result.failure() if is_failure(result) else None
        if isinstance(error, InUse):
            return error
        if error is None or isinstance(error, NotFound):
            self.deleted(kind, name, already=error is not None)
        else:
            self.gave_up(kind, name, operation, error)
        return None

    def keep(self, kept: Kept) -> None:
        """Record a shared component that is kept."""
        self.components.pop(kept.component, None)
        self.kept[kept.component] = kept
        self.caller.report(kept)

    def leave_alone(self, component: str) -> None:
        """Record a component on a note that is left alone, because nothing proves that it may be deleted."""
        self.left_alone[component] = None
        self.caller.report(LeftAlone(component=component))

    def cannot_resume(self, error: SmexpError) -> None:
        """Record that the account rejects the note or its seal."""
        if self.not_resumable is None:
            self.not_resumable = error
            self.caller.report(NotResumable(error=error))

    def gave_up(self, kind: Kind, name: str, operation: str, error: SmexpError) -> None:
        """Record an entity that stays because of an error."""
        self.errors[kind, name] = error
        self.caller.report(GaveUp(operation=operation, name=name, error=error))

    def report(self) -> DeletionReport:
        """The report on what is done."""
        return DeletionReport(
            target=self.target,
            disassociated=tuple(self.links),
            components=tuple(name for name, gone in self.components.items() if gone),
            trials=tuple(name for name, gone in self.trials.items() if gone),
            target_deleted=self.target_deleted,
            kept=tuple(self.kept.values()),
            left_alone=tuple(self.left_alone),
            not_resumable=self.not_resumable,
            passes=self.passes,
            calls=self.caller.sent,
            seconds=self.caller.now() - self.began,
        )

    def failure(
        self, cause: Cause, error: SmexpError | None = None, exception: Exception | None = None
    ) -> DeletionFailure:
        """The failure of a run that is not finished."""
        first = error or next(iter(self.errors.values()), None)
        return DeletionFailure(
            cause=cause, done=self.report(), left=tuple(self._left()), error=first, exception=exception
        )

    def _left(self) -> Iterator[Left]:
        for component, gone in self.components.items():
            if not gone:
                yield self._one("trial component", component)
        for component in self.kept:
            if ("trial component", component) in self.errors:
                yield self._one("trial component", component)
        for trial, gone in self.trials.items():
            if not gone and Target("trial", trial) != self.target:
                yield self._one("trial", trial)
        if self.target is not None and not self.target_deleted:
            yield self._one(self.target.kind, self.target.name)

    def _one(self, kind: Kind, name: str) -> Left:
        return Left(kind=kind, name=name, error=self.errors.get((kind, name)))
