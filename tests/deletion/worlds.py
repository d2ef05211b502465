"""Accounts to delete from: what is in them, seen from outside of the functions under test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from smexp_fp.local import Store
from smexp_fp.testing.simulator import Behaviour, Simulator


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


def _all(store: Store, operation: str, member: str, **request: Any) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    token: dict[str, Any] = {}
    while True:
        body = store.answer(operation, {**request, **token, "MaxResults": 100}).body
        found += body[member]
        if "NextToken" not in body:
            return found
        token = {"NextToken": body["NextToken"]}


def world_of(store: Store) -> World:
    """Read an account straight from its store."""
    experiments = [
        item["ExperimentName"] for item in _all(store, "ListExperiments", "ExperimentSummaries", SortBy="Name")
    ]
    trials = [
        (item["TrialName"], experiment)
        for experiment in experiments
        for item in _all(store, "ListTrials", "TrialSummaries", ExperimentName=experiment)
    ]
    links = [
        (trial, item["TrialComponentName"])
        for trial, _ in trials
        for item in _all(store, "ListTrialComponents", "TrialComponentSummaries", TrialName=trial)
    ]
    components = [item["TrialComponentName"] for item in _all(store, "ListTrialComponents", "TrialComponentSummaries")]
    return World(frozenset(experiments), frozenset(trials), frozenset(components), frozenset(links))


Contents = Mapping[str, Mapping[str, Iterable[str]]]
"""Experiments, their trials, and the components in those."""


def build(target: Store | Simulator, contents: Contents, *, alone: Iterable[str] = ()) -> None:
    """Fill an account: a component named twice is shared; those in `alone` are in no trial."""

    def do(operation: str, **request: Any) -> None:
        answer = target.answer(operation, request)
        assert not answer.is_error, answer

    components = {name for trials in contents.values() for held in trials.values() for name in held} | set(alone)
    for name in sorted(components):
        do("CreateTrialComponent", TrialComponentName=name)
    for experiment, trials in contents.items():
        do("CreateExperiment", ExperimentName=experiment)
        for trial, held in trials.items():
            do("CreateTrial", TrialName=trial, ExperimentName=experiment)
            for component in held:
                do("AssociateTrialComponent", TrialName=trial, TrialComponentName=component)


def grid(trials: int, components: int, *, experiment: str = "big") -> Contents:
    """An experiment of so many trials, with so many components of its own in each."""
    return {
        experiment: {
            f"{experiment}-t{t:03}": [f"{experiment}-t{t:03}-c{c}" for c in range(components)] for t in range(trials)
        }
    }


def simulated(contents: Contents, behaviour: Behaviour | None = None, *, alone: Iterable[str] = ()) -> Simulator:
    """A simulated service with contents that all views show already, and a behaviour from then on."""
    simulator = Simulator()
    build(simulator, contents, alone=alone)
    simulator.become(behaviour or Behaviour())
    simulator.forget_calls()
    return simulator
