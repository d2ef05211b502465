"""Putting many components into a trial: paced, repeated where that helps, and resumable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from returns.result import Result

from smexp_fp import Q, local, trial, trial_component
from smexp_fp.deletion import Associated, GaveUp, ProgressEvent, RateLimited
from smexp_fp.errors import AccessDenied, Incomplete, InvalidInput, NotFound, SmexpError, Throttled, Unavailable
from smexp_fp.local import Answer, Answering
from smexp_fp.records import Association, Trial
from smexp_fp.testing.simulator import Behaviour, RateLimit, Simulator
from tests.deletion.services import DENIED, Between, Killed, Mortal, refusing
from tests.deletion.worlds import simulated, world_of

NAMES = [f"c{number:02}" for number in range(40)]
SLOW = Behaviour(limits={"AssociateTrialComponent": RateLimit(1.0)}, latency=(0.05, 0.05))


def _account(behaviour: Behaviour | None = None) -> Simulator:
    return simulated({"e": {"t": []}}, behaviour, alone=NAMES)


def _add(
    simulator: Simulator, names: Iterable[str] = NAMES, *, through: Answering | None = None, **options: Any
) -> Result[tuple[Association, ...], SmexpError]:
    client = local.client(through or simulator)
    return trial.add_trial_components(client, "t", names, clock=simulator.clock, seed=0, **options)


def _left(result: Result[Any, SmexpError]) -> Incomplete:
    error = result.failure()
    assert isinstance(error, Incomplete)
    return error


def _held(simulator: Simulator, name: str = "t") -> set[str]:
    return {component for home, component in world_of(simulator.store).links if home == name}


def test_forty_components_under_one_call_a_second_take_forty_seconds() -> None:
    simulator = _account(SLOW)
    events: list[ProgressEvent] = []
    added = _add(simulator, on_progress=events.append).unwrap()
    assert [association.component_arn.rpartition("/")[2] for association in added] == NAMES
    assert _held(simulator) == set(NAMES)
    assert simulator.clock.now() <= 1.15 * 40
    assert {event.component for event in events if isinstance(event, Associated)} == set(NAMES)
    assert any(isinstance(event, RateLimited) for event in events)


def test_a_trial_is_created_with_forty_components() -> None:
    simulator = _account(SLOW)
    made = trial.create(simulator.client(), "e", "new", components=NAMES, clock=simulator.clock).unwrap()
    assert made.name == "new"
    assert _held(simulator, "new") == set(NAMES)


@pytest.mark.parametrize("seed", range(5))
def test_faults_that_pass_are_waited_out(seed: int) -> None:
    simulator = _account(Behaviour(seed=seed, server_errors=0.2, dropped=0.2, lost_answers=0.2, latency=(0.0, 0.1)))
    _add(simulator).unwrap()
    assert _held(simulator) == set(NAMES)


def test_what_is_done_and_what_is_left_is_reported_and_the_rest_can_follow() -> None:
    simulator = _account(SLOW)
    error = _left(_add(simulator, deadline=10))
    assert isinstance(error.error, Throttled)
    assert error.retryable
    assert 5 <= len(error.done) <= 10
    assert set(error.done) | set(error.left) == set(NAMES)
    assert _held(simulator) == set(error.done)
    _add(simulator, error.left).unwrap()
    assert _held(simulator) == set(NAMES)


def test_after_a_kill_it_is_called_again_with_all_components() -> None:
    simulator = _account()
    with pytest.raises(Killed):
        _add(simulator, through=Mortal(simulator, 7))
    _add(simulator).unwrap()
    assert _held(simulator) == set(NAMES)


def test_one_that_is_not_there_does_not_stop_the_others() -> None:
    simulator = _account()
    events: list[ProgressEvent] = []
    error = _left(_add(simulator, ["c00", "nothing", "c01"], on_progress=events.append))
    assert (error.done, error.left) == (("c00", "c01"), ("nothing",))
    assert isinstance(error.error, NotFound)
    assert not error.retryable
    assert [event.name for event in events if isinstance(event, GaveUp)] == ["nothing"]
    created = _left(trial.create(simulator.client(), "e", "new", components=["c00", "nothing"], clock=simulator.clock))
    assert (created.operation, created.done, created.left) == ("CreateTrial", ("new", "c00"), ("nothing",))
    assert "the trial new was created, but 1 of 2 components are not in the trial new" in created.message


def test_a_denial_is_met_once() -> None:
    simulator = _account()
    sent: list[str] = []

    def deny(operation: str, _request: Mapping[str, Any]) -> Answer:
        sent.append(operation)
        return DENIED

    error = _left(_add(simulator, through=Between(simulator, deny)))
    assert sent == ["AssociateTrialComponent"]
    assert isinstance(error.error, AccessDenied)
    assert error.left == tuple(NAMES)


def _fail(*_: object) -> bool:
    raise LookupError("of mine")


def test_it_can_be_cancelled() -> None:
    error = _left(_add(_account(SLOW), cancelled=lambda: True))
    assert (error.done, error.left) == ((), tuple(NAMES))


@pytest.mark.parametrize("callback", ["cancelled", "on_progress"])
def test_a_callback_that_raises_is_a_failure(callback: str) -> None:
    options: dict[str, Any] = {callback: _fail}
    error = _left(_add(_account(SLOW), **options)).error
    assert isinstance(error, Unavailable)
    assert isinstance(error.cause, LookupError)
    assert error.message.endswith("callback raised LookupError('of mine')")


def test_wrong_arguments_send_nothing() -> None:
    simulator = _account()
    client = simulator.client()
    for result in (
        _add(simulator, ["c", "c c"]),
        _add(simulator, max_workers=0),
        trial.add_trial_components(client, "t t", ["c"]),
        trial.create(client, "e", "t", components=["c"], patience=-1),
    ):
        assert isinstance(result.swap().unwrap(), InvalidInput)
    assert _add(simulator, []).unwrap() == ()
    assert not simulator.calls


def test_what_a_search_found_is_added_and_a_listing_that_fails_adds_nothing() -> None:
    simulator = _account()
    client = simulator.client()
    trial.add_trial_components(client, "t", trial_component.search(client, Q.name.contains("c0"))).unwrap()
    assert _held(simulator) == set(NAMES[:10])
    broken = local.client(refusing(simulator, "ListTrialComponents", DENIED))
    refused = trial.add_trial_components(broken, "t", trial_component.list_trial_components(broken)).failure()
    assert isinstance(refused, AccessDenied)
    assert _held(simulator) == set(NAMES[:10])


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
