"""Deleting components by themselves: named, or found by a search."""

from __future__ import annotations

from typing import Any

import pytest
from returns.result import Failure, Result, Success

from smexp_fp import Q, local, trial_component
from smexp_fp.deletion import Deleted, Kept, Planned, ProgressEvent
from smexp_fp.errors import SmexpError, Unavailable
from smexp_fp.records import Trial
from smexp_fp.testing.simulator import OBSERVED_LIMITS, Behaviour, RateLimit, Simulator
from tests.deletion.services import error, refusing
from tests.deletion.worlds import build, simulated, world_of

CONTENTS = {
    "mine": {"m1": ["own", "twice", "both"], "m2": ["twice"]},
    "other": {"o1": ["both"], "o2": ["theirs"]},
}
GIVEN = ["own", "twice", "both", "alone"]


def _account(behaviour: Behaviour | None = None) -> Simulator:
    return simulated(CONTENTS, behaviour, alone=["alone", "alone-too"])


def test_a_component_that_the_lists_do_not_know_yet_is_not_taken_for_gone() -> None:
    simulator = Simulator(Behaviour(lag=6.0))
    build(simulator, CONTENTS)
    report = trial_component.delete_all(simulator.client(), ["own"], "--force", clock=simulator.clock).unwrap()
    assert report.components == ("own",)
    assert "own" not in world_of(simulator.store).components


@pytest.mark.parametrize("behaviour", [Behaviour(), Behaviour(lag=3.0, lost_answers=0.2, limits={"*": RateLimit(2.0)})])
def test_components_are_taken_out_of_their_trials_and_deleted(behaviour: Behaviour) -> None:
    simulator = _account(behaviour)
    trials = world_of(simulator.store).trials
    events: list[ProgressEvent] = []
    report = trial_component.delete_all(
        simulator.client(), GIVEN, "--force", clock=simulator.clock, on_progress=events.append
    ).unwrap()
    world = world_of(simulator.store)
    assert world.components == {"both", "theirs", "alone-too"}
    assert world.links == {("m1", "both"), ("o1", "both"), ("o2", "theirs")}
    assert world.trials == trials
    assert set(report.components) == {"own", "twice", "alone"}
    assert [(kept.component, set(kept.trials)) for kept in report.kept] == [("both", {"m1", "o1"})]
    assert report.target is None
    assert events[0] == Planned(number=1, links=0, components=4, trials=0)
    assert {type(event) for event in events} >= {Deleted, Kept}
    assert str(report).startswith("trial components\n  0 trials and 3 components deleted, 3 links removed")


def test_shared_ones_go_too_where_that_is_asked_for() -> None:
    simulator = _account()
    trial_component.delete_all(simulator.client(), GIVEN, "--force", shared="delete").unwrap()
    assert world_of(simulator.store).components == {"theirs", "alone-too"}
    assert world_of(simulator.store).links == {("o2", "theirs")}


def test_what_a_search_or_a_list_finds_goes_at_a_pace() -> None:
    simulator = _account(Behaviour(limits=OBSERVED_LIMITS))
    client = simulator.client()
    for found, names in (
        (trial_component.search(client, Q.name.contains("alone")), {"alone", "alone-too"}),
        (trial_component.list_trial_components(client, trial="m1"), {"own", "twice"}),
        ([trial_component.load(client, "theirs").unwrap()], {"theirs"}),
    ):
        report = trial_component.delete_all(client, found, "--force", clock=simulator.clock).unwrap()
        assert set(report.components) == names


def test_a_listing_that_fails_deletes_nothing_and_says_where_to_go_on() -> None:
    simulator = _account()
    down = Unavailable(operation="Search", message="down", resume_from="page-2")
    found: list[Result[str, SmexpError]] = [Success("own"), Failure(down)]
    failure = trial_component.delete_all(simulator.client(), found, "--force").failure()
    assert (failure.cause, failure.error) == ("unreadable", down)
    assert trial_component.plan_delete_all(simulator.client(), found).failure() == down
    assert not simulator.calls


def test_a_plan_comes_true_call_by_call() -> None:
    simulator = _account()
    plan = trial_component.plan_delete_all(simulator.client(), [*GIVEN, "OWN", "nothing"]).unwrap()
    assert plan.components == ("own", "twice", "alone")
    assert {shared.name for shared in plan.shared} == {"both"}
    assert "both: also in trial o1 of experiment other, trial m1 of experiment mine" in str(plan)
    assert all(operation.startswith(("List", "Describe")) for operation in simulator.calls)
    report = trial_component.delete_all(simulator.client(), GIVEN, "--force").unwrap()
    assert report.calls == plan.calls
    assert set(report.disassociated) == set(plan.links)


def test_what_cannot_be_components_is_a_programming_error() -> None:
    simulator = _account()
    with pytest.raises(TypeError, match="not a string"):
        trial_component.delete_all(simulator.client(), "own", "--force")
    trials: Any = ["own", Success(Trial(name="both", arn=""))]
    with pytest.raises(TypeError, match=r"components\[1\] must be a component, not Trial"):
        trial_component.delete_all(simulator.client(), trials, "--force")
    assert not simulator.calls


def test_a_failure_says_what_is_left_and_why() -> None:
    simulator = _account()
    service = refusing(simulator, "DeleteTrialComponent", error("ValidationException"), name="own")
    failure = trial_component.delete_all(local.client(service), GIVEN, "--force").failure()
    assert failure.cause == "errors"
    assert [(left.kind, left.name) for left in failure.left] == [("trial component", "own")]
    assert str(failure).startswith("Deletion of trial components is not finished (errors: Rejected")
