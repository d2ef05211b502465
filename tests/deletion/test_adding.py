"""Putting many components into a trial: paced, repeated where that helps, and resumable."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pytest

from smexp_fp import Q, experiment, local, trial, trial_component
from smexp_fp.deletion import Associated, GaveUp, ProgressEvent, RateLimited
from smexp_fp.errors import AccessDenied, Incomplete, InvalidInput, NotFound, Throttled, Unavailable
from smexp_fp.local import Answer
from smexp_fp.records import Trial
from smexp_fp.results import is_failure
from smexp_fp.testing.simulator import Behaviour, RateLimit, Simulator
from tests.deletion.test_any_fault import Killed, Mortal
from tests.deletion.test_delete_all import Refusing
from tests.deletion.worlds import simulated, world_of

NAMES = [f"c{number:02}" for number in range(40)]
SLOW = Behaviour(limits={"AssociateTrialComponent": RateLimit(1.0)}, latency=(0.05, 0.05))


def _account(behaviour: Behaviour | None = None) -> Simulator:
    return simulated({"e": {"t": []}}, behaviour, alone=NAMES)


def test_forty_components_under_one_call_a_second_take_forty_seconds() -> None:
    simulator = _account(SLOW)
    events: list[ProgressEvent] = []
    add = functools.partial(trial.add_trial_components, simulator.client(), clock=simulator.clock, seed=0)
    added = add("t", NAMES, on_progress=events.append).unwrap()
    assert [association.component_arn.rpartition("/")[2] for association in added] == NAMES
    assert world_of(simulator.store).links == {("t", name) for name in NAMES}
    assert simulator.clock.now() <= 1.15 * 40
    assert {event.component for event in events if isinstance(event, Associated)} == set(NAMES)
    assert any(isinstance(event, RateLimited) for event in events)


def test_a_trial_is_created_with_forty_components() -> None:
    simulator = _account(SLOW)
    made = trial.create(simulator.client(), "e", "new", components=NAMES, clock=simulator.clock).unwrap()
    assert made.name == "new"
    assert {name for home, name in world_of(simulator.store).links if home == "new"} == set(NAMES)


@pytest.mark.parametrize("seed", range(5))
def test_faults_that_pass_are_waited_out(seed: int) -> None:
    simulator = _account(Behaviour(seed=seed, server_errors=0.2, dropped=0.2, lost_answers=0.2, latency=(0.0, 0.1)))
    trial.add_trial_components(simulator.client(), "t", NAMES, clock=simulator.clock).unwrap()
    assert world_of(simulator.store).links == {("t", name) for name in NAMES}


def test_what_is_done_and_what_is_left_is_reported_and_the_rest_can_follow() -> None:
    simulator = _account(SLOW)
    client = simulator.client()
    error = trial.add_trial_components(client, "t", NAMES, deadline=10, clock=simulator.clock).failure()
    assert isinstance(error, Incomplete)
    assert isinstance(error.error, Throttled)
    assert error.retryable
    assert 5 <= len(error.done) <= 10
    assert set(error.done) | set(error.left) == set(NAMES)
    assert world_of(simulator.store).links == {("t", name) for name in error.done}
    trial.add_trial_components(client, "t", error.left, clock=simulator.clock).unwrap()
    assert world_of(simulator.store).links == {("t", name) for name in NAMES}


def test_after_a_kill_it_is_called_again_with_all_components() -> None:
    simulator = _account()
    with pytest.raises(Killed):
        trial.add_trial_components(local.client(Mortal(simulator, 7, arrives=True)), "t", NAMES, clock=simulator.clock)
    trial.add_trial_components(simulator.client(), "t", NAMES, clock=simulator.clock).unwrap()
    assert world_of(simulator.store).links == {("t", name) for name in NAMES}


def test_one_that_is_not_there_does_not_stop_the_others() -> None:
    simulator = _account()
    events: list[ProgressEvent] = []
    error = trial.add_trial_components(
        simulator.client(), "t", ["c00", "nothing", "c01"], clock=simulator.clock, on_progress=events.append
    ).failure()
    assert isinstance(error, Incomplete)
    assert (error.done, error.left) == (("c00", "c01"), ("nothing",))
    assert isinstance(error.error, NotFound)
    assert not error.retryable
    assert [event.name for event in events if isinstance(event, GaveUp)] == ["nothing"]
    created = trial.create(
        simulator.client(), "e", "new", components=["c00", "nothing"], clock=simulator.clock
    ).failure()
    assert isinstance(created, Incomplete)
    assert (created.operation, created.done, created.left) == ("CreateTrial", ("new", "c00"), ("nothing",))
    assert "the trial new was created, but 1 of 2 components are not in the trial new" in created.message


def test_a_denial_is_met_once() -> None:
    simulator = _account()
    client = local.client(Refusing(simulator, "AssociateTrialComponent", "AccessDeniedException"))
    error = trial.add_trial_components(client, "t", NAMES, clock=simulator.clock).failure()
    assert isinstance(error, Incomplete)
    assert isinstance(error.error, AccessDenied)
    assert error.left == tuple(NAMES)


def test_it_is_cancelled_and_callbacks_that_raise_are_failures() -> None:
    simulator = _account(SLOW)

    def fail(*_: object) -> bool:
        raise LookupError("of mine")

    client = simulator.client()
    cancelled = trial.add_trial_components(client, "t", NAMES, clock=simulator.clock, cancelled=lambda: True).failure()
    assert isinstance(cancelled, Incomplete)
    assert (cancelled.done, cancelled.left) == ((), tuple(NAMES))
    for failure in (
        trial.add_trial_components(client, "t", NAMES, clock=simulator.clock, cancelled=fail).failure(),
        trial.add_trial_components(client, "t", NAMES, clock=simulator.clock, on_progress=fail).failure(),
    ):
        assert isinstance(failure, Incomplete)
        assert isinstance(failure.error, Unavailable)
        assert isinstance(failure.error.cause, LookupError)
        assert failure.error.message.endswith("callback raised LookupError('of mine')")


class Counting:
    """A service that counts what reaches it."""

    def __init__(self) -> None:
        self.calls = 0

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        self.calls += 1
        return Answer(500, {"operation": operation, "request": request})


def test_wrong_arguments_send_nothing() -> None:
    service = Counting()
    client = local.client(service)
    for result in (
        trial.add_trial_components(client, "t", ["c", "c c"]),
        trial.add_trial_components(client, "t", ["c"], max_workers=0),
        trial.add_trial_components(client, "t t", ["c"]),
    ):
        assert isinstance(result.failure(), InvalidInput)
    made = trial.create(client, "e", "t", components=["c"], patience=-1)
    assert is_failure(made)
    assert isinstance(made.failure(), InvalidInput)
    assert service.calls == 0
    assert trial.add_trial_components(client, "t", []).unwrap() == ()
    experiment.delete_all(client, "e e", "--force")
    assert service.calls == 0


def test_what_a_search_found_is_added_and_a_listing_that_fails_adds_nothing() -> None:
    simulator = _account()
    client = simulator.client()

    added = trial.add_trial_components(client, "t", trial_component.search(client, Q.name.contains("c0"))).unwrap()

    assert {association.component_arn.rpartition("/")[2] for association in added} == set(NAMES[:10])
    assert world_of(simulator.store).links == {("t", name) for name in NAMES[:10]}
    broken = local.client(Refusing(simulator, "ListTrialComponents", "AccessDeniedException"))
    refused = trial.add_trial_components(broken, "t", trial_component.list_trial_components(broken)).failure()
    assert isinstance(refused, AccessDenied)
    assert world_of(simulator.store).links == {("t", name) for name in NAMES[:10]}


def test_a_trial_is_not_taken_for_a_component_of_its_name() -> None:
    simulator = _account()
    client = simulator.client()
    wrong: Any = ["c00", Trial(name="c01", arn="")]
    for call in (
        lambda: trial.add_trial_components(client, "t", wrong),
        lambda: trial.create(client, "e", "new", components=wrong),
    ):
        with pytest.raises(TypeError, match=r"components\[1\] must be a component, not Trial"):
            call()
    assert not simulator.calls
