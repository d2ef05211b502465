"""The law of deletion, under every fault.

Whatever is in the account and whatever goes wrong, calling again until it succeeds deletes the target and what is only
its own, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from returns.result import Result

from smexp_fp import experiment, local, trial, trial_component
from smexp_fp.deletion import DeletionFailure, DeletionReport
from smexp_fp.local import Answering
from smexp_fp.results import is_failure
from smexp_fp.testing.simulator import Behaviour, RateLimit, Simulator
from tests.deletion.services import Killed, Mortal
from tests.deletion.worlds import World, build, world_of

HOMES = ["e0", "e1", "e2"]
NAMES = [f"n{number}" for number in range(5)]
GONE = ["never-was"]

Shared = Literal["keep", "delete"]
Kills = list[tuple[int, bool]]
"""At which of its calls a client dies, and whether the service still carries that call out."""

limits = st.dictionaries(
    st.sampled_from(["DisassociateTrialComponent", "DeleteTrial", "DeleteTrialComponent", "*"]),
    st.builds(RateLimit, st.sampled_from([0.5, 1.0, 20.0]), st.sampled_from([1.0, 3.0])),
    max_size=2,
)
behaviours = st.builds(
    Behaviour,
    seed=st.integers(0, 10_000),
    limits=limits,
    latency=st.sampled_from([(0.0, 0.0), (0.05, 0.05), (0.01, 0.4)]),
    lag=st.sampled_from([0.0, 2.0, 6.0]),
    lagging_checks=st.booleans(),
    server_errors=st.sampled_from([0.0, 0.2]),
    dropped=st.sampled_from([0.0, 0.2]),
    lost_answers=st.sampled_from([0.0, 0.3]),
)
kills = st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=4)
policies = st.sampled_from(["keep", "delete"])


class Deletions(RuleBasedStateMachine):
    """Accounts grow by any means, and lose experiments, trials and components by deletion."""

    def __init__(self) -> None:
        super().__init__()
        self.simulator = Simulator()
        self.behaviour = Behaviour()
        self.number = 0

    @initialize(
        contents=st.dictionaries(
            st.sampled_from(HOMES), st.lists(st.sets(st.sampled_from(NAMES), max_size=4), max_size=4), min_size=1
        ),
        alone=st.sets(st.sampled_from([*NAMES, "alone"]), max_size=2),
        behaviour=behaviours,
        seen=st.booleans(),
    )
    def account(
        self, contents: dict[str, list[set[str]]], alone: set[str], behaviour: Behaviour, *, seen: bool
    ) -> None:
        if not seen:
            # The lists do not even show yet what there is to delete.
            self.simulator.become(Behaviour(seed=behaviour.seed, lag=behaviour.lag))
        trials = {
            name: {f"{name}-t{number}": sorted(held) for number, held in enumerate(held_by_trials)}
            for name, held_by_trials in contents.items()
        }
        build(self.simulator, trials, alone=alone)
        self.behaviour = behaviour

    def teardown(self) -> None:
        self.simulator.close()

    @property
    def world(self) -> World:
        return world_of(self.simulator.store)

    @rule(home=st.sampled_from(HOMES), held=st.sets(st.sampled_from(NAMES), max_size=3))
    def another_trial(self, home: str, held: set[str]) -> None:
        """In any experiment, with components old and new."""
        self.simulator.become(Behaviour(lag=self.behaviour.lag))
        self.number += 1
        name = f"{home}-new{self.number}"
        # What is there already is refused, and stays.
        self.simulator.answer("CreateExperiment", {"ExperimentName": home})
        self.simulator.answer("CreateTrial", {"ExperimentName": home, "TrialName": name})
        for component in sorted(held):
            self.simulator.answer("CreateTrialComponent", {"TrialComponentName": component})
            self.simulator.answer("AssociateTrialComponent", {"TrialName": name, "TrialComponentName": component})

    @rule(data=st.data(), behaviour=behaviours, dead=kills, shared=policies)
    def an_experiment_goes(self, data: st.DataObject, behaviour: Behaviour, dead: Kills, shared: Shared) -> None:
        before = self.world
        name = data.draw(st.sampled_from(sorted(before.experiments) or GONE))
        self._until_done(experiment.delete_all, name, behaviour, dead, shared)
        assert self.world == before.without(before.of(name), shared=shared, experiment=name)

    @rule(data=st.data(), behaviour=behaviours, dead=kills, shared=policies)
    def a_trial_goes(self, data: st.DataObject, behaviour: Behaviour, dead: Kills, shared: Shared) -> None:
        before = self.world
        name = data.draw(st.sampled_from(sorted(trial for trial, _ in before.trials) or GONE))
        self._until_done(trial.delete_all, name, behaviour, dead, shared)
        assert self.world == before.without(frozenset({name}), shared=shared)

    @rule(given=st.sets(st.sampled_from([*NAMES, "alone", *GONE])), behaviour=behaviours, dead=kills, shared=policies)
    def components_go(self, given: set[str], behaviour: Behaviour, dead: Kills, shared: Shared) -> None:
        before = self.world
        self._until_done(trial_component.delete_all, sorted(given), behaviour, dead, shared)
        assert self.world == before.without_components(given, shared=shared)

    def _until_done(
        self,
        delete_all: Callable[..., Result[DeletionReport, DeletionFailure]],
        target: str | Iterable[str],
        behaviour: Behaviour,
        dead: Kills,
        shared: Shared,
    ) -> None:
        self.simulator.become(behaviour)

        def delete(service: Answering) -> Any:
            client = local.client(service)
            # With an hour of patience no run of bad luck is too long, so one undisturbed call is enough.
            return delete_all(
                client, target, "--force", shared=shared, patience=3_600, clock=self.simulator.clock, seed=0
            )

        for last, arrives in dead:
            try:
                delete(Mortal(self.simulator, last, arrives=arrives))
            except Killed:
                event("killed")
        done = delete(self.simulator)
        assert not is_failure(done), str(done)


TestDeletions = Deletions.TestCase
TestDeletions.settings = settings(max_examples=max(5, settings().max_examples * 2 // 5), stateful_step_count=5)
