"""What a list shows but cannot be read stops a deletion: nothing is deleted around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from smexp_fp import experiment, local, trial, trial_component
from smexp_fp.errors import MalformedResponse
from smexp_fp.local import Answer
from smexp_fp.testing.simulator import Simulator
from tests.deletion.services import Between
from tests.deletion.worlds import simulated, world_of

WORLD = {"mine": {"m1": ["a", "b"], "m2": ["c"]}}


def odd(simulator: Simulator, kind: str) -> Any:
    """A client whose lists of a kind show one record whose source cannot be read, though it has a name."""
    record = {f"{kind}Name": "odd", f"{kind}Source": {"SourceType": "nobody said whose"}}

    def hook(operation: str, request: Mapping[str, Any]) -> Answer | None:
        if operation != f"List{kind}s":
            return None
        answer = simulator.answer(operation, request)
        return Answer(200, {**answer.body, f"{kind}Summaries": [record, *answer.body[f"{kind}Summaries"]]})

    return local.client(Between(simulator, hook))


CALLS: dict[str, tuple[Any, object, str]] = {
    "an experiment with a trial": (experiment.delete_all, "mine", "Trial"),
    "an experiment with a component": (experiment.delete_all, "mine", "TrialComponent"),
    "a trial with a component": (trial.delete_all, "m1", "TrialComponent"),
    "a component in a trial": (trial_component.delete_all, ["a"], "Trial"),
}


@pytest.mark.parametrize("name", CALLS)
def test_an_unreadable_record_stops_the_deletion(name: str) -> None:
    delete_all, target, kind = CALLS[name]
    simulator = simulated(WORLD)
    before = world_of(simulator.store)
    failure = delete_all(odd(simulator, kind), target, "--force", clock=simulator.clock, deadline=60).failure()
    error = failure.error or failure.left[0].error
    assert isinstance(error, MalformedResponse)
    assert error.record == "odd"
    assert "Source" in error.message
    assert world_of(simulator.store) == before


@pytest.mark.parametrize("kind", ["Trial", "TrialComponent"])
def test_a_plan_fails_too(kind: str) -> None:
    error = experiment.plan_delete_all(odd(simulated(WORLD), kind), "mine").failure()
    assert isinstance(error, MalformedResponse)
    assert error.record == "odd"
