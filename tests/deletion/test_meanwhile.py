"""What others do while a deletion runs, and calls that fail in the midst of it: each is taken up or reported."""

from __future__ import annotations

import pytest

from smexp_fp.deletion import DeletionFailure, Link
from smexp_fp.errors import AccessDenied, InUse, SmexpError, Throttled
from smexp_fp.local import Answer
from smexp_fp.testing.simulator import Simulator
from tests.deletion.services import DENIED, THROTTLED, Act, Killed, Mortal, error, meddled, refusing
from tests.deletion.worlds import EMPTY, TWO, WITHOUT_MINE, delete, grid, simulated, world_of
from tests.support.wire import done

IN_USE = {
    "DeleteTrialComponent": "TrialComponent 'c' is linked to 1 or more trials and cannot be deleted.",
    "DeleteTrial": "Trial 't' has 1 or more trial components and cannot be deleted.",
    "DeleteExperiment": "Experiment 'e' has 1 or more trials and cannot be deleted.",
}
NOTE = "deletion-of-mine-"


def _links(simulator: Simulator, trial: str, component: str) -> Act:
    """Somebody puts a component into a trial."""

    def act() -> None:
        done(simulator.store, "AssociateTrialComponent", TrialName=trial, TrialComponentName=component)

    return act


def _errors(failure: DeletionFailure) -> dict[tuple[str, str], SmexpError | None]:
    return {(left.kind, left.name): left.error for left in failure.left}


@pytest.mark.parametrize(
    ("operation", "name", "kind"),
    [
        ("DeleteTrialComponent", "own", "trial component"),
        ("DeleteTrial", "m3", "trial"),
        ("DeleteExperiment", "mine", "experiment"),
    ],
)
def test_what_stays_in_use_without_a_visible_reason_is_reported_when_patience_ends(
    operation: str, name: str, kind: str
) -> None:
    simulator = simulated(TWO)
    in_use = refusing(simulator, operation, error("ValidationException", IN_USE[operation]), name=name)
    failure = delete(simulator, through=in_use, patience=30, max_workers=1).failure()
    assert failure.cause == "errors"
    assert isinstance(_errors(failure)[kind, name], InUse)
    # The next pause would have been longer than what was left of the patience.
    assert 20 <= failure.done.elapsed.total_seconds() <= 30
    # As soon as the service gives way, the same call finishes.
    assert delete(simulator).unwrap().target_deleted
    assert world_of(simulator.store) == WITHOUT_MINE


def _assert_denied(error: SmexpError | None, operation: str) -> None:
    assert isinstance(error, AccessDenied)
    assert error.operation == operation


def test_a_component_stays_whose_other_trial_may_not_be_read() -> None:
    simulator = simulated(TWO)
    failure = delete(simulator, through=refusing(simulator, "DescribeTrial", DENIED)).failure()
    errors = _errors(failure)
    for component in ("both", "all"):
        _assert_denied(errors["trial component", component], "DescribeTrial")
    assert world_of(simulator.store).components >= {"both", "all", "theirs"}


def test_a_trial_stays_that_was_filled_meanwhile_and_may_not_be_listed_then() -> None:
    simulator = simulated(TWO)
    filled = ("DeleteTrial", "m3", _links(simulator, "m3", "theirs"))
    service = meddled(simulator, filled, refused=("ListTrialComponents", "m3", DENIED))
    failure = delete(simulator, through=service, max_workers=1).failure()
    _assert_denied(_errors(failure)["trial", "m3"], "ListTrialComponents")
    assert world_of(simulator.store).of("mine") == {"m3"}


@pytest.mark.parametrize(
    ("trial", "component"),
    [("m3", "own"), ("m1", "both")],
    ids=["into another trial of the experiment", "back into its trial"],
)
def test_a_component_put_into_a_trial_meanwhile_is_taken_out_of_it(trial: str, component: str) -> None:
    simulator = simulated(TWO)
    service = meddled(simulator, ("DeleteTrial", trial, _links(simulator, trial, component)))
    report = delete(simulator, through=service, max_workers=1).unwrap()
    assert Link(trial, component) in report.disassociated
    assert report.calls["DisassociateTrialComponent"] == 5
    assert world_of(simulator.store) == WITHOUT_MINE


@pytest.mark.parametrize("component", ["own", "both"])
def test_what_was_put_into_a_trial_meanwhile_and_may_not_be_taken_out_is_reported_as_left(component: str) -> None:
    simulator = simulated(TWO)
    filled = ("DeleteTrial", "m3", _links(simulator, "m3", component))
    service = meddled(simulator, filled, refused=("DisassociateTrialComponent", "m3", DENIED))
    failure = delete(simulator, through=service, max_workers=1).failure()
    errors = _errors(failure)
    assert ("trial", "m3") in errors
    _assert_denied(errors["trial component", component], "DisassociateTrialComponent")
    assert {kept.component for kept in failure.done.kept} == {"both", "all"}
    assert ("m3", component) in world_of(simulator.store).links


def test_a_component_that_somebody_else_deletes_meanwhile_counts_as_done() -> None:
    simulator = simulated(TWO)

    def in_use() -> Answer:
        return error("ValidationException", IN_USE["DeleteTrialComponent"])

    def gone() -> None:
        done(simulator.store, "DeleteTrialComponent", TrialComponentName="own")

    service = meddled(simulator, ("DeleteTrialComponent", "own", in_use), ("ListTrials", "own", gone))
    report = delete(simulator, through=service, max_workers=1).unwrap()
    assert report.components == ("own",)
    assert report.target_deleted


@pytest.mark.parametrize(("operation", "name"), [("DeleteExperiment", "mine"), ("DeleteTrialComponent", NOTE)])
def test_a_target_and_a_note_that_may_not_be_deleted_are_reported(operation: str, name: str) -> None:
    simulator = simulated(TWO)
    failure = delete(simulator, through=refusing(simulator, operation, DENIED, name=name)).failure()
    ((left, refusal),) = ((left.name, left.error) for left in failure.left if left.error is not None)
    assert left.startswith(name)
    _assert_denied(refusal, operation)
    assert set(failure.done.trials) == {"m1", "m2", "m3"}
    assert delete(simulator).unwrap().target_deleted
    assert world_of(simulator.store) == WITHOUT_MINE


# --- The note


def test_where_the_seal_of_the_note_is_throttled_for_good_nothing_is_taken_out() -> None:
    simulator = simulated(TWO)
    before = world_of(simulator.store)
    service = refusing(simulator, "UpdateTrialComponent", THROTTLED, name=NOTE)
    failure = delete(simulator, through=service, patience=30, deadline=1000).failure()
    assert failure.cause == "errors"
    assert isinstance(failure.error, Throttled)
    assert failure.error.operation == "UpdateTrialComponent"
    assert world_of(simulator.store).links == before.links
    assert delete(simulator).unwrap().target_deleted
    assert world_of(simulator.store) == WITHOUT_MINE


def _interrupted() -> Simulator:
    """An account in which a run was killed: a component on its note is in no trial any more."""
    simulator = simulated(grid(3, 1))
    with pytest.raises(Killed):
        delete(simulator, through=Mortal(simulator, 9), max_workers=1)
    return simulator


def test_a_noted_component_that_may_not_be_read_is_left_alone() -> None:
    simulator = _interrupted()
    report = delete(simulator, through=refusing(simulator, "DescribeTrialComponent", DENIED, name="t000")).unwrap()
    assert report.left_alone == ("t000-c0",)
    assert world_of(simulator.store).components == {"t000-c0"}


def test_a_noted_component_whose_reading_is_throttled_for_good_stops_the_deletion() -> None:
    simulator = _interrupted()
    before = world_of(simulator.store)
    service = refusing(simulator, "DescribeTrialComponent", THROTTLED, name="t000")
    failure = delete(simulator, through=service, patience=30, deadline=1000).failure()
    assert failure.cause == "unreadable"
    assert isinstance(failure.error, Throttled)
    # Others were described before, so that a rate is known; all the same the pauses grow while refusals go on.
    assert failure.done.calls["DescribeTrialComponent"] < 50
    assert world_of(simulator.store) == before


def test_another_run_that_writes_its_note_first_is_waited_for() -> None:
    simulator = _interrupted()
    (name,) = (found for found in world_of(simulator.store).components if found.startswith(NOTE))
    seen = done(simulator.store, "DescribeTrialComponent", TrialComponentName=name)["Parameters"]
    simulator = simulated(TWO)

    def note_first() -> None:
        done(simulator.store, "CreateTrialComponent", TrialComponentName=name, Parameters=seen)

    report = delete(simulator, through=meddled(simulator, ("CreateTrialComponent", NOTE, note_first))).unwrap()
    assert report.target_deleted
    assert report.passes == 2
    assert world_of(simulator.store) == WITHOUT_MINE


def test_more_components_than_a_note_holds_go_in_further_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    # A note really holds about 6000: too many for a fast test.
    monkeypatch.setattr("smexp_fp.deletion._note.CAPACITY", 4)
    simulator = simulated(grid(5, 2))
    report = delete(simulator).unwrap()
    assert report.passes == 3
    assert len(report.components) == 10
    assert world_of(simulator.store) == EMPTY
