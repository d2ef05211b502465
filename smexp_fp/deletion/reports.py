"""What a deletion has done, and what it has not and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, TypeAlias, final

from smexp_fp._frozen import FrozenMap
from smexp_fp.deletion.events import Kept, Kind
from smexp_fp.deletion.plans import SHOWN, Link, Target
from smexp_fp.errors import SmexpError

__all__ = ["Cause", "DeletionFailure", "DeletionReport", "Left"]

Cause: TypeAlias = Literal["invalid_input", "unreadable", "errors", "deadline", "cancelled", "callback"]
"""Why a deletion did not finish.

- `invalid_input`: an argument is invalid, and nothing was sent.
- `unreadable`: what there is to delete could not be listed; this pass has touched nothing.
- `errors`: some calls failed for good; everything else is done.
- `deadline`: the time was up.
- `cancelled`: the caller wanted to stop.
- `callback`: `on_progress` or `cancelled` raised; the exception is in `exception`.
"""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionReport:
    """What has been done.

    Attributes:
        target: The experiment or trial; `None` where components were given by themselves.
        disassociated: Links removed, in the order in which they went.
        components: Components deleted.
        trials: Trials deleted.
        target_deleted: Whether the target itself is gone.
        kept: Components that others have too, with the trials that keep them.
        left_alone: Components on the note of an interrupted run that are in no trial, although that run is not proved
            to have begun with them. Somebody took them out by hand, or the note is forged; nothing was done to them.
        not_resumable: Why the deletion could not be made resumable, where the account refused the note or its seal; it
            went on all the same.
        passes: How many times the target was listed: more than one if something appeared meanwhile.
        calls: Calls sent, by operation, refused ones too.
        elapsed: Time taken, by the clock of the deletion.

    What was gone already when its turn came counts as done.
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
    elapsed: timedelta = timedelta(0)

    def __str__(self) -> str:
        """What is gone and what is kept, in a few lines."""
        if self.target is None:
            title = "trial components"
        else:
            title = f"{self.target}: {'deleted' if self.target_deleted else 'not deleted'}"
        seconds = timedelta(seconds=round(self.elapsed.total_seconds()))
        deleted = f"{len(self.trials)} trials and {len(self.components)} components deleted"
        lines = [
            title,
            f"  {deleted}, {len(self.disassociated)} links removed, {len(self.kept)} shared components kept",
            f"  {sum(self.calls.values())} calls in {seconds}",
            *(
                f"  kept {kept.component}: also in trial {kept.trials[0]} of experiment {kept.experiment}"
                for kept in self.kept[:SHOWN]
            ),
            *(
                f"  left alone {name}: on a note, but not proved to have been taken out by a run"
                for name in self.left_alone[:SHOWN]
            ),
            *([f"  not resumable: {self.not_resumable}"] if self.not_resumable else []),
        ]
        return "\n".join(lines)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Something that is still there.

    Attributes:
        kind: What it is.
        name: Its name.
        error: What the service said to it; `None` where its turn did not come, or it waits for something else that is
            left.
    """

    kind: Kind
    name: str
    error: SmexpError | None = None

    def __str__(self) -> str:
        """What is left and why."""
        return f"{self.kind} {self.name}: {self.error or 'its turn did not come'}"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionFailure:
    """A deletion that is not finished.

    Calling `delete_all` again goes on from here; nothing needs to be repaired first.

    Attributes:
        cause: Why it ended.
        error: The first error behind it, where there is one; at a deadline the one that was being waited out.
        exception: What a callback raised, where that is the cause.
        done: What has been done.
        left: What is known to be left, the target last.
    """

    cause: Cause
    done: DeletionReport
    left: tuple[Left, ...]
    error: SmexpError | None = None
    exception: Exception | None = field(default=None, compare=False)

    @property
    def errors(self) -> tuple[SmexpError, ...]:
        """Every error that something was left for."""
        return tuple(left.error for left in self.left if left.error is not None)

    def __str__(self) -> str:
        """What is done, what is left, and why."""
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
