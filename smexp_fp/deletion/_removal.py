"""One pass of a deletion: components are taken out of the trials that go, and what that leaves alone is deleted.

Whether a component is shared is not asked beforehand, which would cost a call for each. The service itself refuses to
delete a component that is in a trial, at the moment of the deletion; only after such a refusal its trials are listed,
to distinguish sharing from lag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final, Literal, TypeAlias

from smexp_fp._api import operations
from smexp_fp._api.bulk.caller import Caller, Tries
from smexp_fp.deletion._ledger import Ledger
from smexp_fp.deletion._note import Journal
from smexp_fp.deletion._portions import portion_sizes
from smexp_fp.deletion.events import Kept
from smexp_fp.deletion.plans import Link
from smexp_fp.errors import NotFound, SmexpError
from smexp_fp.results import is_failure

MAX_LAG: Final = 10.0
"""Seconds that a deletion is put off at most because earlier ones were refused for lag."""

STUBBORN: Final = 4
"""The number of refusals after which a link that is still listed counts as new, not as an old one in a stale list."""

_Kind: TypeAlias = Literal["trial component", "trial"]


class Removal:
    """One pass.

    Args:
        caller: Makes the calls.
        ledger: Keeps account.
        shared: What becomes of components that others have too.
        own: The trials that go: a component that only these have is not shared. `None` where components are deleted by
            themselves: one that is in trials of a single experiment is not shared then.
        trials: Those of them that this pass deletes, in order.
        journal: Where the work is written down before it is begun, if it is.
    """

    def __init__(
        self,
        caller: Caller,
        ledger: Ledger,
        *,
        shared: Literal["keep", "delete"],
        own: Iterable[str] | None,
        trials: Iterable[str] = (),
        journal: Journal | None = None,
    ) -> None:
        self._caller = caller
        self._journal = journal
        self._ledger = ledger
        self._shared = shared
        # Names are unique without regard to case, and the caller may have spelt one differently.
        self._own = None if own is None else {trial.lower(): trial for trial in own}
        self._trials = dict.fromkeys(trials)
        self._left_in: dict[str, set[str]] = {trial: set() for trial in self._trials}
        self._left: dict[str, dict[str, None]] = {}
        self._deleting: set[tuple[_Kind, str]] = set()
        self._unlinked_at: dict[tuple[_Kind, str], float] = {}
        self._lag = 0.0
        self._deletions = caller.group()

    async def run(self, components: Mapping[str, Iterable[str]]) -> None:
        """Take components out of their trials, and delete what belongs to nothing else then.

        Args:
            components: Each with the trials that it is to be taken out of.
        """
        for component, trials in components.items():
            for trial in trials:
                self._left_in.setdefault(trial, set()).add(component)
        for trial in self._trials:
            self._delete_if_empty(trial)
        names = iter(components)
        for size in portion_sizes(len(components), self._caller.max_workers) if self._journal else [len(components)]:
            if self._journal is not None:
                await self._journal.begin(size)
            await self._caller.together(self._remove(name, components[name]) for name in islice(names, size))
        await self._deletions.finished()

    async def _remove(self, component: str, trials: Iterable[str]) -> None:
        if await self._take_out(component, trials):
            self._delete("trial component", component)

    async def _take_out(self, component: str, trials: Iterable[str]) -> bool:
        """Take a component out of trials; whether that was possible."""
        return all(await self._caller.together(self._unlink(Link(trial, component)) for trial in trials))

    async def _unlink(self, link: Link) -> bool:
        self._left_in.setdefault(link.trial, set()).add(link.component)
        call = operations.disassociate(link.trial, link.component)
        # Lag begins with this call, so that it goes before deletions, which would be refused at first.
        result = await self._caller.call(call, link.component, urgent=True)
        if is_failure(result) and not isinstance(result.failure(), NotFound):
            self._ledger.gave_up("trial component", link.component, call.operation, result.failure())
            return False
        now = self._caller.now()
        self._unlinked_at["trial component", link.component] = self._unlinked_at["trial", link.trial] = now
        self._ledger.unlinked(link)
        self._left.setdefault(link.component, {})[link.trial] = None
        self._left_in[link.trial].discard(link.component)
        self._delete_if_empty(link.trial)
        return True

    def _delete_if_empty(self, trial: str) -> None:
        if trial in self._trials and not self._left_in[trial] and not self._ledger.trials.get(trial):
            self._delete("trial", trial)

    def _delete(self, kind: _Kind, name: str) -> None:
        """Start deleting something, unless that is going on already."""
        if (kind, name) not in self._deleting:
            self._deleting.add((kind, name))
            self._deletions.start(self._delete_until_gone(kind, name))

    async def _delete_until_gone(self, kind: _Kind, name: str) -> None:
        await self._caller.sleep(self._lag)
        call = operations.delete_trial_component(name) if kind == "trial component" else operations.delete_trial(name)
        tries = Tries()
        while True:
            result = await self._caller.call(call, name)
            refusal = self._ledger.outcome(kind, name, call.operation, result)
            if refusal is None:
                if tries.number and (kind, name) not in self._ledger.errors:
                    now = self._caller.now()
                    self._lag = min(MAX_LAG, max(self._lag, now - self._unlinked_at.get((kind, name), now)))
                return
            cleared = await (self._free(name, tries) if kind == "trial component" else self._empty(name, tries))
            if cleared is None:
                return
            if cleared and not tries.number:
                continue
            if not await self._caller.again(tries, call.operation, name, refusal):
                self._ledger.gave_up(kind, name, call.operation, refusal)
                return

    async def _free(self, component: str, tries: Tries) -> bool | None:
        """A component's deletion was refused: take it out of the trials that have it, unless others keep it.

        Returns:
            Whether it was taken out of any; `None` where it stays, or is gone.
        """
        listed = await self._caller.pages(operations.list_trials(component=component), component)
        if is_failure(listed):
            self._unread("trial component", component, "ListTrials", listed.failure())
            return None
        mine, others = self._sort(component, [trial.name for trial in listed.unwrap()])
        kept = await self._kept_by(component, others)
        if kept and self._own is None:
            return None
        again = self._not_yet_removed((Link(trial, component) for trial in mine), tries)
        if not await self._take_out(component, [link.trial for link in again]) or kept:
            return None
        return bool(again)

    def _sort(self, component: str, holders: list[str]) -> tuple[list[str], list[str]]:
        """Of the trials that have a component: those that it is to leave, and those that may keep it."""
        own = self._own or {}
        mine = [own[trial.lower()] for trial in holders if trial.lower() in own]
        others = [trial for trial in holders if trial.lower() not in own]
        if self._shared == "delete":
            return [*mine, *others], []
        # A stale list may have hidden a trial before; what it was taken out of meanwhile counts.
        return (mine, others) if self._own is not None else (others, [*self._left.get(component, ()), *others])

    async def _kept_by(self, component: str, others: list[str]) -> bool:
        """Whether enough of the trials that seem to have a component are really there: the list may be stale."""
        enough = 2 if self._own is None else 1
        homes: dict[str, str] = {}
        for trial in dict.fromkeys(others) if len(others) >= enough else ():
            described = await self._caller.call(operations.describe_trial(trial), component)
            if not is_failure(described):
                homes[trial] = described.unwrap().experiment_name or "?"
            elif not isinstance(described.failure(), NotFound):
                self._ledger.gave_up("trial component", component, "DescribeTrial", described.failure())
                return True
            if len(set(homes.values())) == enough:
                first, *_ = homes
                self._ledger.keep(
                    Kept(component=component, trials=tuple(others[others.index(first) :]), experiment=homes[first])
                )
                return True
        return False

    async def _empty(self, trial: str, tries: Tries) -> bool | None:
        """A trial's deletion was refused: take out the components that are still in it.

        Returns:
            `False`: the service needs a moment before the next try. `None` if the trial stays, or is gone.
        """
        listed = await self._caller.pages(operations.list_trial_components(trial=trial), trial)
        if is_failure(listed):
            self._unread("trial", trial, "ListTrialComponents", listed.failure())
            return None
        links = [Link(trial, component.name) for component in listed.unwrap()]
        known = self._ledger.components.keys() | self._ledger.kept.keys()
        if any(link.component not in known for link in links):
            # It must be written down before it is touched: the next pass does so.
            return None
        for link in self._not_yet_removed(links, tries):
            if not await self._take_out(link.component, [trial]):
                return None
            if self._ledger.components.get(link.component) is False:
                self._delete("trial component", link.component)
        return False

    def _not_yet_removed(self, links: Iterable[Link], tries: Tries) -> list[Link]:
        return [link for link in links if link not in self._ledger.links or tries.number >= STUBBORN]

    def _unread(self, kind: _Kind, name: str, operation: str, error: SmexpError) -> None:
        """The list that should say why a deletion was refused failed itself."""
        if isinstance(error, NotFound):
            self._ledger.deleted(kind, name, already=True)
        else:
            self._ledger.gave_up(kind, name, operation, error)
