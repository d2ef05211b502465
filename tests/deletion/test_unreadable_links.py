"""What a list shows but cannot be read stops a deletion: nothing is deleted around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from smexp_fp import experiment, trial, trial_component
from smexp_fp.errors import MalformedResponse
from tests.deletion.worlds import simulated, world_of


class Odd:
    """A client whose lists show one record that cannot be read, though it has a name."""

    def __init__(self, inner: Any, operation: str, member: str, odd: dict[str, object]) -> None:
        self._inner = inner
        self._method = operation
        self._member = member
        self._odd = odd

    def __getattr__(self, method: str) -> Callable[..., object]:
        call: Callable[..., Any] = getattr(self._inner, method)
        if method != self._method:
            return call

        def with_odd(**request: Any) -> object:
            answer = call(**request)
            return {**answer, self._member: [self._odd, *answer[self._member]]}

        return with_odd


COMPONENTS: tuple[str, str, dict[str, object]] = (
    "list_trial_components",
    "TrialComponentSummaries",
    {"TrialComponentName": "odd", "CreationTime": "yesterday"},
)
TRIALS: tuple[str, str, dict[str, object]] = (
    "list_trials",
    "TrialSummaries",
    {"TrialName": "odd", "CreationTime": "yesterday"},
)

WORLD = {"mine": {"m1": ["a", "b"], "m2": ["c"]}}


@pytest.mark.parametrize("odd", [COMPONENTS, TRIALS], ids=["component", "trial"])
def test_an_unreadable_record_stops_the_deletion_of_an_experiment(odd: tuple[str, str, dict[str, object]]) -> None:
    simulator = simulated(WORLD)
    before = world_of(simulator.store)
    client: Any = Odd(simulator.client(), *odd)
    failure = experiment.delete_all(client, "mine", "--force", clock=simulator.clock, deadline=60).failure()
    assert isinstance(failure.error, MalformedResponse)
    assert failure.error.record == "odd"
    assert "CreationTime" in failure.error.message
    assert world_of(simulator.store) == before


def test_an_unreadable_record_stops_the_deletion_of_a_trial() -> None:
    simulator = simulated(WORLD)
    before = world_of(simulator.store)
    client: Any = Odd(simulator.client(), *COMPONENTS)
    failure = trial.delete_all(client, "m1", "--force", clock=simulator.clock, deadline=60).failure()
    assert isinstance(failure.error, MalformedResponse)
    assert failure.error.record == "odd"
    assert world_of(simulator.store) == before


def test_a_plan_fails_too() -> None:
    simulator = simulated(WORLD)
    for odd in (COMPONENTS, TRIALS):
        client: Any = Odd(simulator.client(), *odd)
        error = experiment.plan_delete_all(client, "mine").failure()
        assert isinstance(error, MalformedResponse)
        assert error.record == "odd"


def test_a_component_with_an_unreadable_trial_stays() -> None:
    simulator = simulated(WORLD)
    client: Any = Odd(simulator.client(), *TRIALS)
    failure = trial_component.delete_all(client, ["a"], "--force", clock=simulator.clock, deadline=60).failure()
    [left] = failure.left
    assert isinstance(left.error, MalformedResponse)
    assert left.error.record == "odd"
    assert "a" in world_of(simulator.store).components
