"""Accounts to delete from: what is in them, seen from outside of the functions under test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from returns.result import Result

from smexp_fp import experiment, local
from smexp_fp.deletion import DeletionFailure, DeletionReport
from smexp_fp.local import Answering, Store
from smexp_fp.testing.simulator import Behaviour, Simulator
from tests.support.wire import done, pages


@dataclass(frozen=True, slots=True)
class World:
    """All that is in an account, as sets of names."""

    experiments: frozenset[str]
    trials: frozenset[tuple[str, str]]
    """Each with its experiment."""
    components: frozenset[str]
    links: frozenset[tuple[str, str]]
    """A trial and a component in it."""

    def of(self, experiment: str) -> frozenset[str]:
        return frozenset(trial for trial, home in self.trials if home == experiment)

    def without(self, trials: frozenset[str], *, shared: str, experiment: str | None = None) -> World:
        """What deleting the trials, and the experiment, is to leave."""
        inside = {component for trial, component in self.links if trial in trials}
        outside = {component for trial, component in self.links if trial not in trials}
        gone = inside if shared == "delete" else inside - outside
        return World(
            experiments=self.experiments - {experiment},
            trials=frozenset(pair for pair in self.trials if pair[0] not in trials),
            components=self.components - gone,
            links=frozenset(link for link in self.links if link[0] not in trials and link[1] not in gone),
        )

    def without_components(self, given: Iterable[str], *, shared: str) -> World:
        """What deleting the components by themselves is to leave."""
        home = dict(self.trials)
        homes = {name: {home[trial] for trial, component in self.links if component == name} for name in given}
        gone = {name for name, found in homes.items() if shared == "delete" or len(found) <= 1}
        links = frozenset(link for link in self.links if link[1] not in gone)
        return replace(self, components=self.components - gone, links=links)


def world_of(store: Store) -> World:
    """Read an account straight from its store."""

    def names(operation: str, member: str, name: str, **request: Any) -> list[str]:
        found = pages(store, operation, MaxResults=100, **request)
        return [summary[name] for page in found for summary in page[member]]

    experiments = names("ListExperiments", "ExperimentSummaries", "ExperimentName")
    trials = [
        (trial, experiment)
        for experiment in experiments
        for trial in names("ListTrials", "TrialSummaries", "TrialName", ExperimentName=experiment)
    ]
    of_components = ("ListTrialComponents", "TrialComponentSummaries", "TrialComponentName")
    links = [(trial, component) for trial, _ in trials for component in names(*of_components, TrialName=trial)]
    return World(frozenset(experiments), frozenset(trials), frozenset(names(*of_components)), frozenset(links))


Contents = Mapping[str, Mapping[str, Iterable[str]]]
"""Experiments, their trials, and the components in those."""


def build(target: Store | Simulator, contents: Contents, *, alone: Iterable[str] = ()) -> None:
    """Fill an account: a component named twice is shared; those in `alone` are in no trial."""
    components = {name for trials in contents.values() for held in trials.values() for name in held} | set(alone)
    for name in sorted(components):
        done(target, "CreateTrialComponent", TrialComponentName=name)
    for home, trials in contents.items():
        done(target, "CreateExperiment", ExperimentName=home)
        for trial, held in trials.items():
            done(target, "CreateTrial", TrialName=trial, ExperimentName=home)
            for component in held:
                done(target, "AssociateTrialComponent", TrialName=trial, TrialComponentName=component)


def grid(trials: int, components: int, *, name: str = "mine") -> Contents:
    """An experiment of so many trials, with so many components of its own in each."""
    return {name: {f"t{t:03}": [f"t{t:03}-c{c}" for c in range(components)] for t in range(trials)}}


TWO = {
    "mine": {"m1": ["own", "both"], "m2": ["own", "all"], "m3": []},
    "other": {"o1": ["both", "all"], "o2": ["theirs"]},
}
"""Two experiments that share the components `both` and `all`."""
WITHOUT_MINE = World(
    experiments=frozenset({"other"}),
    trials=frozenset({("o1", "other"), ("o2", "other")}),
    components=frozenset({"both", "all", "theirs"}),
    links=frozenset({("o1", "both"), ("o1", "all"), ("o2", "theirs")}),
)
"""What deleting `mine` leaves of `TWO`."""
EMPTY = World(frozenset(), frozenset(), frozenset(), frozenset())


def simulated(contents: Contents, behaviour: Behaviour | None = None, *, alone: Iterable[str] = ()) -> Simulator:
    """A simulated service with contents that all views show already, and a behaviour from then on."""
    simulator = Simulator()
    build(simulator, contents, alone=alone)
    simulator.become(behaviour or Behaviour())
    simulator.forget_calls()
    return simulator


def delete(
    simulator: Simulator, name: str = "mine", *, through: Answering | None = None, **options: Any
) -> Result[DeletionReport, DeletionFailure]:
    """Delete an experiment in simulated time, through a service that gets in the way if there is one."""
    client = local.client(through or simulator)
    return experiment.delete_all(client, name, "--force", clock=simulator.clock, seed=0, **options)
