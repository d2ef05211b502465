"""Reports and failures of deletions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias, final

from smexp_fp._api.bulk.events import Kept, Kind
from smexp_fp._base.frozen import FrozenMap, freeze
from smexp_fp._base.hidden import hidden
from smexp_fp._base.notebook import SHOWN, ShownAsTable
from smexp_fp._base.raisable import raisable
from smexp_fp.deletion.plans import Link, Target
from smexp_fp.errors import SmexpError

__all__ = ["Cause", "DeletionFailure", "DeletionReport", "Left"]

Cause: TypeAlias = Literal["invalid_input", "unreadable", "errors", "deadline", "cancelled", "callback"]
"""Why a deletion did not finish.

- `invalid_input`: an argument is invalid, and nothing was sent.
- `unreadable`: the entities to delete could not be listed; this pass has changed nothing.
- `errors`: some calls failed permanently; everything else is done.
- `deadline`: the deadline has passed.
- `cancelled`: the caller cancelled the deletion.
- `callback`: `on_progress` or `cancelled` raised; the exception is in `exception`.
"""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionReport(ShownAsTable):
    """The work that a deletion has done.

    An entity that was already gone counts as done.

    Attributes:
        target: The experiment or trial; `None` for given components.
        disassociated: The removed links, in order.
        components: The deleted components.
        trials: The deleted trials.
        target_deleted: Whether the target itself is deleted.
        kept: The components that are also used elsewhere, with their other trials.
        left_alone: The components in the note of an interrupted run that are in no trial, but without a proof that the
            run has begun with them. Somebody removed them by hand, or the note is forged. They were not changed.
        not_resumable: The error of the note or its seal, if the account rejected it. The deletion continued, but could
            not have been resumed.
        passes: The number of times the target was listed, more than 1 if something appeared in the meantime.
        calls: The number of calls sent, by operation, including failed ones.
        seconds: The time taken in seconds, by the clock of the deletion.
    """

    target: Target | None = None
    disassociated: tuple[Link, ...] = ()
    components: tuple[str, ...] = ()
    trials: tuple[str, ...] = ()
    target_deleted: bool = False
    kept: tuple[Kept, ...] = ()
    left_alone: tuple[str, ...] = ()
    not_resumable: SmexpError | None = None
    passes: int = 0
    calls: Mapping[str, int] = field(default_factory=FrozenMap[str, int])
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Make the map immutable."""
        freeze(self, "calls")

    @property
    def elapsed(self) -> timedelta:
        """The time taken."""
        return timedelta(seconds=self.seconds)

    def __repr__(self) -> str:
        """Return the target and the numbers; print the report to see more."""
        return (
            f"<DeletionReport of {self.target or 'trial components'}: {len(self.disassociated)} links, "
            f"{len(self.components)} components, {len(self.trials)} trials, {len(self.kept)} kept"
            f"{', target deleted' if self.target_deleted else ''}>"
        )

    def __str__(self) -> str:
        """Return a summary in a few lines."""
        if self.target is None:
            title = "trial components"
        else:
            title = f"{self.target}: {'deleted' if self.target_deleted else 'not deleted'}"
        elapsed = timedelta(seconds=round(self.seconds))
        deleted = f"{len(self.trials)} trials and {len(self.components)} components deleted"
        lines = [
            title,
            f"  {deleted}, {len(self.disassociated)} links removed, {len(self.kept)} shared components kept",
            f"  {sum(self.calls.values())} calls in {elapsed}",
            *(
                f"  kept {kept.component}: also in trial {kept.trials[0]} of experiment {kept.experiment}"
                for kept in self.kept[:SHOWN]
            ),
            *(
                f"  left alone {name}: on a note, but without a proof that a run has begun with it"
                for name in self.left_alone[:SHOWN]
            ),
            *([f"  not resumable: {self.not_resumable}"] if self.not_resumable else []),
        ]
        return "\n".join(lines)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An entity that is not deleted.

    Attributes:
        kind: Its kind.
        name: Its name.
        error: The error of its deletion; `None` if its turn did not come, or if it waits for something else in `left`.
    """

    kind: Kind
    name: str
    error: SmexpError | None = None

    def __str__(self) -> str:
        """Return the entity and the reason."""
        return f"{self.kind} {self.name}: {self.error or 'its turn did not come'}"


@final
@hidden("exception", stored="__cause__")
@raisable
@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionFailure(ShownAsTable, Exception):
    """A deletion that is not finished.

    Call `delete_all` again to continue; nothing needs to be repaired first.

    Attributes:
        cause: The reason why it ended.
        error: The first error, if there is one; at a deadline, the error that was being waited out.
        done: The work that is done.
        left: The known entities that are left, the target last.
    """

    cause: Cause
    done: DeletionReport
    left: tuple[Left, ...]
    error: SmexpError | None = None

    if TYPE_CHECKING:
        exception: Exception | None = field(default=None, compare=False, repr=False)
    else:

        @property
        def exception(self) -> Exception | None:
            """The exception of a callback, if that is the cause.

            It is ignored in comparisons, and left out of pickles, copies and conversions.
            """
            return None if self.__cause__ is self.error else self.__cause__

    def __post_init__(self) -> None:
        """Let a traceback show the first error."""
        Exception.__setattr__(self, "__cause__", self.error)

    def __repr__(self) -> str:
        """Return the reason and the numbers; print the failure to see more."""
        return f"<DeletionFailure of {self.done.target or 'trial components'}: {self.cause}, {len(self.left)} left>"

    @property
    def errors(self) -> tuple[SmexpError, ...]:
        """The errors of all entities that are left."""
        return tuple(left.error for left in self.left if left.error is not None)

    def __str__(self) -> str:
        """Return what is done, what is left, and why."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        why = self.error or self.exception
        reason = f"{self.cause}: {why}" if why else self.cause
        yield f"Deletion of {self.done.target or 'trial components'} is not finished ({reason})."
        yield from (f"  {line}" for line in str(self.done).splitlines()[1:])
        if self.cause != "invalid_input":
            yield f"  left: {len(self.left)}; call delete_all again to go on"
        yield from (f"    {left}" for left in self.left[:SHOWN])
        if len(self.left) > SHOWN:
            yield f"    ... and {len(self.left) - SHOWN} more"
