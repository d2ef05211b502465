"""Lists everything that belongs to a target, before anything is changed.

If the pages of a list are counted from its start, deletions during the listing would make it skip entries.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from returns.result import Result

from smexp_fp._api import operations
from smexp_fp._api.bulk.caller import Caller, Stopped
from smexp_fp.deletion.plans import Link, Target
from smexp_fp.errors import NotFound, SmexpError
from smexp_fp.results import is_failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What belongs to a target.

    Attributes:
        exists: Whether the target exists.
        trials: Its trials.
        links: The components in them.
    """

    exists: bool
    trials: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def components(self) -> tuple[str, ...]:
        """The components, each once, in the order of the links."""
        return tuple(dict.fromkeys(link.component for link in self.links))


async def survey(caller: Caller, target: Target, *, gone: Collection[str] = ()) -> Survey:
    """List a target's trials and their components.

    Args:
        caller: Makes the calls.
        target: The experiment or trial.
        gone: Deleted trials, which a stale list may still show.

    Raises:
        Stopped: A list cannot be read.
    """
    trials = [target.name]
    if target.kind == "experiment":
        listed = await caller.pages(operations.list_trials(experiment=target.name), target.name)
        if is_gone(listed):
            return Survey(exists=False)
        # Sorted, so that a plan is easy to read, and every run has the same order.
        trials = sorted({trial.name for trial in listed.unwrap()} - set(gone))
    contents = await caller.together(_components(caller, trial) for trial in trials)
    held = {trial: names for trial, names in zip(trials, contents, strict=True) if names is not None}
    return Survey(
        exists=target.kind == "experiment" or bool(held),
        trials=tuple(held),
        links=tuple(Link(trial, component) for trial, names in held.items() for component in names),
    )


async def _components(caller: Caller, trial: str) -> list[str] | None:
    """The components of a trial; `None` if it does not exist."""
    listed = await caller.pages(operations.list_trial_components(trial=trial), trial)
    return None if is_gone(listed) else sorted({component.name for component in listed.unwrap()})


def is_gone(listed: Result[object, SmexpError]) -> bool:
    """Whether a result is `NotFound`.

    Raises:
        Stopped: The result is another failure.
    """
    if not is_failure(listed):
        return False
    if isinstance(listed.failure(), NotFound):
        return True
    raise Stopped("unreadable", listed.failure())
