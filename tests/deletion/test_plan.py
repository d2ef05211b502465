"""What a plan says, and that it is true."""

from __future__ import annotations

import functools
from datetime import timedelta

import pytest

from smexp_fp import experiment, trial, trial_component
from smexp_fp.deletion import DeletionPlan
from smexp_fp.errors import InvalidInput, NotFound, Throttled, Unavailable
from smexp_fp.testing.simulator import Behaviour, RateLimit
from tests.deletion.services import error, refusing
from tests.deletion.worlds import TWO, Contents, delete, grid, simulated, world_of

PRINTED = """\
To delete experiment mine:
  trials deleted: 3
    m1
    m2
    m3
  components deleted: 1
    own
  links removed: 4
    both out of m1
    own out of m1
    all out of m2
    own out of m2
  components kept: 2
    both: also in trial o1 of experiment other
    all: also in trial o1 of experiment other
  calls: 26 (3 ListTrials, 3 ListTrialComponents, 2 DescribeTrial, 2 DescribeTrialComponent, 1 CreateTrialComponent, \
3 UpdateTrialComponent, 4 DisassociateTrialComponent, 4 DeleteTrialComponent, 3 DeleteTrial, 1 DeleteExperiment)
  about 0:00:03 at the rates seen so far (DisassociateTrialComponent 1/s, DeleteTrial 1/s)"""


def _plan(contents: Contents) -> DeletionPlan:
    simulator = simulated(contents)
    before = world_of(simulator.store)
    plan = experiment.plan_delete_all(simulator.client(), "mine").unwrap()
    assert world_of(simulator.store) == before
    assert all(operation.startswith(("List", "Describe")) for operation in simulator.calls)
    return plan


def test_a_plan_prints_what_goes_and_what_stays_and_why() -> None:
    assert str(_plan(TWO)) == PRINTED


def test_a_long_plan_is_cut() -> None:
    text = str(_plan(grid(30, 1)))
    assert "    ... and 10 more" in text
    assert len(text.splitlines()) < 80


@pytest.mark.parametrize("contents", [TWO, grid(7, 2), {"mine": {}}])
def test_a_plan_comes_true_call_by_call(contents: Contents) -> None:
    plan = _plan(contents)
    simulator = simulated(contents)
    report = delete(simulator).unwrap()
    assert set(report.disassociated) == set(plan.links)
    assert set(report.components) == set(plan.components)
    assert set(report.trials) == set(plan.trials)
    assert {kept.component for kept in report.kept} == {shared.name for shared in plan.shared}
    assert report.calls == plan.calls


def test_a_plan_of_a_trial() -> None:
    simulator = simulated(TWO)
    plan = trial.plan_delete_all(simulator.client(), "m1").unwrap()
    assert plan.trials == ("m1",)
    assert plan.components == ()
    assert {shared.name: shared.elsewhere for shared in plan.shared} == {
        "own": (("m2", "mine"),),
        "both": (("o1", "other"),),
    }
    report = trial.delete_all(simulator.client(), "m1", "--force").unwrap()
    assert report.calls == plan.calls


def test_a_plan_knows_what_an_interrupted_run_has_left_over() -> None:
    simulator = simulated(TWO)
    rejected = error("ValidationException")
    delete(simulator, through=refusing(simulator, "DeleteTrialComponent", rejected, name="own")).failure()
    plan = experiment.plan_delete_all(simulator.client(), "mine").unwrap()
    assert plan.left_over == plan.components == ("own",)
    assert {shared.name for shared in plan.shared} == {"both", "all"}
    assert plan.left_alone == ()
    assert "of these left over by an interrupted run: 1" in str(plan)
    assert delete(simulator).unwrap().calls == plan.calls


def test_expected_times() -> None:
    plan = _plan(grid(10, 3))
    assert plan.expected_time({"DisassociateTrialComponent": 1.0, "DeleteTrial": 1.0}) == timedelta(seconds=29)
    assert plan.expected_time({"DisassociateTrialComponent": 10.0, "DeleteTrial": 1.0}) == timedelta(seconds=9)
    unlimited = plan.expected_time({}, latency=0.1, max_workers=8).total_seconds()
    assert unlimited == pytest.approx(sum(plan.calls.values()) * 0.1 / 8)


def test_plans_that_cannot_be_made() -> None:
    simulator = simulated(TWO)
    client = simulator.client()
    assert isinstance(experiment.plan_delete_all(client, "nothing").failure(), NotFound)
    assert isinstance(trial.plan_delete_all(client, "nothing").failure(), NotFound)
    assert isinstance(experiment.plan_delete_all(client, "no name").failure(), InvalidInput)
    assert isinstance(experiment.plan_delete_all(client, "mine", max_workers=0).failure(), InvalidInput)


def test_a_plan_waits_for_the_service_and_not_longer_than_it_may() -> None:
    simulator = simulated(grid(6, 2), Behaviour(limits={"*": RateLimit(1.0)}, server_errors=0.2))
    make = functools.partial(experiment.plan_delete_all, simulator.client(), "mine", clock=simulator.clock)
    assert len(make().unwrap().trials) == 6
    began = simulator.clock.now()
    assert began >= 5
    assert isinstance(make(deadline=3).failure(), Throttled | Unavailable)
    assert simulator.clock.now() - began <= 3.5


def test_a_callback_that_raises_is_named_by_the_plan() -> None:
    def fail() -> bool:
        raise LookupError("of mine")

    client = simulated(grid(2, 1)).client()
    for failure in (
        experiment.plan_delete_all(client, "mine", cancelled=fail).failure(),
        trial_component.plan_delete_all(client, ["t0-c0"], cancelled=fail).failure(),
    ):
        assert isinstance(failure, Unavailable)
        assert isinstance(failure.cause, LookupError)
        assert failure.message == "the plan was not finished: callback raised LookupError('of mine')"
