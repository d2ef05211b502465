"""One pass of a deletion: removes components from trials, then deletes the components and the empty trials.

No call asks beforehand whether a component is shared, which would take a call for each. The service itself refuses to
delete a component that is in a trial. Only then its trials are listed, to distinguish a shared component from lag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final, Literal, TypeAlias

from smexp_fp._api import operations
from smexp_fp._api.bulk.caller import Caller, Tries
from smexp_fp._api.bulk.events import Kept
from smexp_fp.deletion._ledger import Ledger
from smexp_fp.deletion._note import Journal
from smexp_fp.deletion._portions import portion_sizes
from smexp_fp.deletion.plans import Link
from smexp_fp.errors import NotFound, SmexpError
from smexp_fp.results import is_failure

MAX_LAG: Final = 10.0
"""The maximum number of seconds by which a deletion is delayed because of lag that earlier ones have met."""

STUBBORN: Final = 4
"""The number of refusals after which a removed link that is still listed counts as a new one, not as lag."""

_Kind: TypeAlias = Literal["trial component", "trial"]


class Removal:
    """One pass.

    Args:
        caller: Makes the calls.
        ledger: Records what is done.
        shared: What to do with shared components.
        own: The trials of the target. A component that is only in these is not shared. `None` if components are deleted
            without a target; then a component is shared if it is in trials of several experiments.
        trials: The trials that this pass deletes.
        journal: The note on this run, if there is one.
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
        # The service does not distinguish upper and lower case in names, so the caller's spelling may differ.
        self._own = None if own is None else {trial.lower(): trial for trial in own}
        self._trials = dict.fromkeys(trials)
        self._components_in: dict[str, set[str]] = {trial: set() for trial in self._trials}
        self._former_trials: dict[str, dict[str, None]] = {}
        self._deleting: set[tuple[_Kind, str]] = set()
        self._unlinked_at: dict[tuple[_Kind, str], float] = {}
        self._lag = 0.0
        self._deletions = caller.group()

    async def run(self, components: Mapping[str, Iterable[str]]) -> None:
        """Remove components from their trials, and delete them and the empty trials.

        Args:
            components: The components, each with its trials.
        """
        for component, trials in components.items():
            for trial in trials:
                self._components_in.setdefault(trial, set()).add(component)
        for trial in self._trials:
            self._delete_if_empty(trial)
        names = iter(components)
        for size in portion_sizes(len(components), self._caller.max_workers) if self._journal else [len(components)]:
            if self._journal is not None:
                await self._journal.begin(size)
            await self._caller.together(self._remove(name, components[name]) for name in islice(names, size))
        await self._deletions.finished()

    async def _remove(self, component: str, trials: Iterable[str]) -> None:
        if await self._remove_from(component, trials):
            self._delete("trial component", component)

    async def _remove_from(self, component: str, trials: Iterable[str]) -> bool:
        """Remove a component from trials. Returns whether that succeeded for all."""
        return all(await self._caller.together(self._unlink(Link(trial, component)) for trial in trials))

    async def _unlink(self, link: Link) -> bool:
        self._components_in.setdefault(link.trial, set()).add(link.component)
        call = operations.disassociate(link.trial, link.component)
        # The lag of the service begins with this call, so it is sent before deletions, which must wait for its end.
        result = await self._caller.call(call, link.component, urgent=True)
        if is_failure(result) and not isinstance(result.failure(), NotFound):
            self._ledger.gave_up("trial component", link.component, call.operation, result.failure())
            return False
        now = self._caller.now()
        self._unlinked_at["trial component", link.component] = self._unlinked_at["trial", link.trial] = now
        self._ledger.unlinked(link)
        self._former_trials.setdefault(link.component, {})[link.trial] = None
        self._components_in[link.trial].discard(link.component)
        self._delete_if_empty(link.trial)
        return True

    def _delete_if_empty(self, trial: str) -> None:
        if trial in self._trials and not self._components_in[trial] and not self._ledger.trials.get(trial):
            self._delete("trial", trial)

    def _delete(self, kind: _Kind, name: str) -> None:
        """Start the deletion of an entity, unless it has been started."""
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
                continue  # the removal may have been all that was missing
            if not await self._caller.wait_to_retry(tries, call.operation, name, refusal):
                self._ledger.gave_up(kind, name, call.operation, refusal)
                return

    async def _free(self, component: str, tries: Tries) -> bool | None:
        """After a refused deletion, remove the component from its trials, unless it is shared.

        Returns:
            Whether it was removed from any; `None` if it stays.
        """
        listed = await self._caller.pages(operations.list_trials(component=component), component)
        if is_failure(listed):
            return self._unread("trial component", component, "ListTrials", listed.failure())
        mine, others = self._sort(component, [trial.name for trial in listed.unwrap()])
        kept = await self._kept_by(component, others)
        if kept and self._own is None:
            return None
        again = self._not_yet_removed((Link(trial, component) for trial in mine), tries)
        if not await self._remove_from(component, [link.trial for link in again]) or kept:
            return None
        return bool(again)

    def _sort(self, component: str, holders: list[str]) -> tuple[list[str], list[str]]:
        """The trials from which a component is to be removed, and the trials for which it may have to be kept."""
        own = self._own or {}
        mine = [own[trial.lower()] for trial in holders if trial.lower() in own]
        others = [trial for trial in holders if trial.lower() not in own]
        if self._shared == "delete":
            return [*mine, *others], []
        # A stale list may have hidden a trial before, so the trials that it was removed from count too.
        return (mine, others) if self._own is not None else (others, [*self._former_trials.get(component, ()), *others])

    async def _kept_by(self, component: str, others: list[str]) -> bool:
        """Whether a component is kept for other trials. Each is described, because the list may be stale."""
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
        """After a refused deletion, remove the components that are still in the trial.

        Returns:
            `False`, since the next try must wait; `None` if the trial stays.
        """
        listed = await self._caller.pages(operations.list_trial_components(trial=trial), trial)
        if is_failure(listed):
            return self._unread("trial", trial, "ListTrialComponents", listed.failure())
        links = [Link(trial, component.name) for component in listed.unwrap()]
        known = self._ledger.components.keys() | self._ledger.kept.keys()
        if any(link.component not in known for link in links):
            # It must be on the note before it is removed. The next pass sees to that.
            return None
        for link in self._not_yet_removed(links, tries):
            if not await self._remove_from(link.component, [trial]):
                return None
            if self._ledger.components.get(link.component) is False:
                self._delete("trial component", link.component)
        return False

    def _not_yet_removed(self, links: Iterable[Link], tries: Tries) -> list[Link]:
        return [link for link in links if link not in self._ledger.links or tries.number >= STUBBORN]

    def _unread(self, kind: _Kind, name: str, operation: str, error: SmexpError) -> bool | None:
        """After a refused deletion, the list of what is in the way could not be read.

        Returns:
            `False` where it does not know the entity: the list may be older than the entity, so only the next try can
            tell whether it is gone. `None` if it stays.
        """
        if isinstance(error, NotFound):
            return False
        self._ledger.gave_up(kind, name, operation, error)
        return None
