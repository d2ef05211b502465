"""The law of deletion, under every fault.

Whatever is in the account and whatever goes wrong, calling again until it succeeds deletes the target and what is only
its own, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from smexp_fp import experiment, local, trial
from smexp_fp.deletion import DeletionFailure, DeletionReport
from smexp_fp.local import Answer
from smexp_fp.results import is_failure
from smexp_fp.testing.simulator import Behaviour, RateLimit, Simulator
from tests.deletion.worlds import World, build, world_of

NAMES = [f"n{number}" for number in range(5)]


class Killed(BaseException):
    """The process is dead."""


class Mortal:
    """A simulated service whose client dies at one of its calls, before or after the service has carried it out."""

    def __init__(self, simulator: Simulator, last: int, *, arrives: bool) -> None:
        self._simulator = simulator
        self._left = last
        self._arrives = arrives

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        self._left -= 1
        if self._left > 0:
            return self._simulator.answer(operation, request)
        if self._left == 0 and self._arrives:
            self._simulator.answer(operation, request)
        raise Killed


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


class Deletions(RuleBasedStateMachine):
    """Accounts grow by any means, and lose experiments and trials by deletion."""

    def __init__(self) -> None:
        super().__init__()
        self.simulator = Simulator()
        self.behaviour = Behaviour()
        self.number = 0

    @initialize(
        contents=st.dictionaries(
            st.sampled_from(["e0", "e1", "e2"]),
            st.lists(st.sets(st.sampled_from(NAMES), max_size=4), max_size=4),
            min_size=1,
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
        build(
            self.simulator,
            {
                name: {f"{name}-t{number}": sorted(held) for number, held in enumerate(trials)}
                for name, trials in contents.items()
            },
            alone=alone,
        )
        self.behaviour = behaviour

    def teardown(self) -> None:
        self.simulator.close()

    @property
    def world(self) -> World:
        return world_of(self.simulator.store)

    @rule(home=st.sampled_from(["e0", "e1", "e2"]), held=st.sets(st.sampled_from(NAMES), max_size=3))
    def another_trial(self, home: str, held: set[str]) -> None:
        """In any experiment, with components old and new."""
        self.simulator.become(Behaviour(lag=self.behaviour.lag))
        self._add(home, held)

    def _add(self, home: str, held: set[str]) -> None:
        self.number += 1
        name = f"{home}-new{self.number}"
        self.simulator.answer("CreateExperiment", {"ExperimentName": home})
        self.simulator.answer("CreateTrial", {"ExperimentName": home, "TrialName": name})
        for component in sorted(held):
            self.simulator.answer("CreateTrialComponent", {"TrialComponentName": component})
            self.simulator.answer("AssociateTrialComponent", {"TrialName": name, "TrialComponentName": component})

    @precondition(lambda self: bool(self.world.experiments))
    @rule(data=st.data(), behaviour=behaviours, dead=kills, shared=st.sampled_from(["keep", "delete"]))
    def an_experiment_goes(
        self, data: st.DataObject, behaviour: Behaviour, dead: list[tuple[int, bool]], shared: Literal["keep", "delete"]
    ) -> None:
        before = self.world
        name = data.draw(st.sampled_from(sorted(before.experiments)))
        self._until_done("experiment", name, behaviour, dead, shared)
        assert self.world == before.without(before.of(name), shared=shared, experiment=name)

    @precondition(lambda self: bool(self.world.trials))
    @rule(data=st.data(), behaviour=behaviours, dead=kills, shared=st.sampled_from(["keep", "delete"]))
    def a_trial_goes(
        self, data: st.DataObject, behaviour: Behaviour, dead: list[tuple[int, bool]], shared: Literal["keep", "delete"]
    ) -> None:
        before = self.world
        name = data.draw(st.sampled_from(sorted(trial for trial, _ in before.trials)))
        self._until_done("trial", name, behaviour, dead, shared)
        assert self.world == before.without(frozenset({name}), shared=shared)

    def _until_done(
        self,
        kind: Literal["experiment", "trial"],
        name: str,
        behaviour: Behaviour,
        dead: list[tuple[int, bool]],
        shared: Literal["keep", "delete"],
    ) -> None:
        self.simulator.become(behaviour)
        for last, arrives in dead:
            try:
                self._delete(kind, name, Mortal(self.simulator, last, arrives=arrives), shared)
            except Killed:
                event("killed")
        # Nothing here lasts longer than its patience, so one undisturbed call is enough.
        done = self._delete(kind, name, self.simulator, shared)
        assert isinstance(done, DeletionReport), str(done)

    def _delete(
        self,
        kind: Literal["experiment", "trial"],
        name: str,
        service: Simulator | Mortal,
        shared: Literal["keep", "delete"],
    ) -> DeletionReport | DeletionFailure:
        client = local.client(service)
        function = experiment.delete_all if kind == "experiment" else trial.delete_all
        done = function(client, name, "--force", shared=shared, clock=self.simulator.clock, seed=0)
        return done.failure() if is_failure(done) else done.unwrap()


TestDeletions = Deletions.TestCase
TestDeletions.settings = settings(
    max_examples=max(5, settings().max_examples * 2 // 5),
    stateful_step_count=5,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
