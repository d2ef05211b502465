"""What others do while a deletion runs, and calls that fail in the midst of it: each is taken up or reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from smexp_fp import experiment, local, trial_component
from smexp_fp.deletion import DeletionFailure
from smexp_fp.errors import AccessDenied, InUse, SmexpError, Throttled
from smexp_fp.local import Answer
from smexp_fp.testing.simulator import Simulator
from tests.deletion.test_any_fault import Killed, Mortal
from tests.deletion.test_delete_all import TWO, Refusing
from tests.deletion.worlds import grid, simulated, world_of

DENIED = Answer(400, {"__type": "AccessDeniedException", "message": "No."})
THROTTLED = Answer(400, {"__type": "ThrottlingException", "message": "Rate exceeded"})
IN_USE = {
    "DeleteTrialComponent": "TrialComponent 'c' is linked to 1 or more trials and cannot be deleted.",
    "DeleteTrial": "Trial 't' has 1 or more trial components and cannot be deleted.",
    "DeleteExperiment": "Experiment 'e' has 1 or more trials and cannot be deleted.",
}
NOTE = "deletion-of-mine-"

Act = Callable[[], Answer | None]


class Meddled:
    """A service in which something happens before the first calls of an operation about something.

    Each step waits for its turn: an operation, a name in the request (its beginning is enough), and what happens, which
    may answer in place of the service. Steps that come every time are in `always`.
    """

    def __init__(
        self, simulator: Simulator, *steps: tuple[str, str, Act], always: tuple[str, str, Answer] | None = None
    ) -> None:
        self._simulator = simulator
        self._steps = list(steps)
        self._always = always

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        names = [value for value in request.values() if isinstance(value, str)]
        if self._steps:
            wanted, name, act = self._steps[0]
            if operation == wanted and any(value.startswith(name) for value in names):
                del self._steps[0]
                answer = act()
                if answer is not None:
                    return answer
        if self._always is not None and not self._steps:
            wanted, name, answer = self._always
            if operation == wanted and any(value.startswith(name) for value in names):
                return answer
        return self._simulator.answer(operation, request)


def _links(simulator: Simulator, trial: str, component: str) -> Act:
    """Somebody puts a component into a trial."""

    def act() -> None:
        answer = simulator.store.answer(
            "AssociateTrialComponent", {"TrialName": trial, "TrialComponentName": component}
        )
        assert not answer.is_error, answer

    return act


def _errors(failure: DeletionFailure) -> dict[tuple[str, str], SmexpError | None]:
    return {(left.kind, left.name): left.error for left in failure.left}


def _delete(simulator: Simulator, service: Any, **options: Any) -> Any:
    return experiment.delete_all(
        local.client(service), "mine", "--force", clock=simulator.clock, seed=0, max_workers=1, **options
    )


@pytest.mark.parametrize(
    ("operation", "name", "left"),
    [
        ("DeleteTrialComponent", "own", ("trial component", "own")),
        ("DeleteTrial", "m3", ("trial", "m3")),
        ("DeleteExperiment", "mine", ("experiment", "mine")),
    ],
)
def test_what_stays_in_use_without_a_visible_reason_is_reported_when_patience_ends(
    operation: str, name: str, left: tuple[str, str]
) -> None:
    simulator = simulated(TWO)
    in_use = Answer(400, {"__type": "ValidationException", "message": IN_USE[operation]})
    failure = _delete(simulator, Meddled(simulator, always=(operation, name, in_use)), patience=30).failure()
    assert failure.cause == "errors"
    assert isinstance(_errors(failure)[left], InUse)
    # The next pause would have been longer than what was left of the patience.
    assert 20 <= failure.done.elapsed.total_seconds() <= 30
    # As soon as the service gives way, the same call finishes.
    assert _delete(simulator, simulator).unwrap().target_deleted
    assert world_of(simulator.store).components == {"both", "all", "theirs"}


def test_a_component_stays_whose_other_trial_may_not_be_read() -> None:
    simulator = simulated(TWO)
    failure = _delete(simulator, Refusing(simulator, "DescribeTrial", "AccessDeniedException")).failure()
    errors = _errors(failure)
    for component in ("both", "all"):
        error = errors["trial component", component]
        assert isinstance(error, AccessDenied)
        assert error.operation == "DescribeTrial"
    assert world_of(simulator.store).components >= {"both", "all", "theirs"}


def test_a_trial_stays_that_was_filled_meanwhile_and_may_not_be_listed_then() -> None:
    simulator = simulated(TWO)
    service = Meddled(
        simulator,
        ("DeleteTrial", "m3", _links(simulator, "m3", "theirs")),
        always=("ListTrialComponents", "m3", DENIED),
    )
    failure = _delete(simulator, service).failure()
    error = _errors(failure)["trial", "m3"]
    assert isinstance(error, AccessDenied)
    assert error.operation == "ListTrialComponents"
    assert world_of(simulator.store).of("mine") == {"m3"}


def test_a_component_put_into_another_trial_of_the_experiment_meanwhile_is_taken_out_of_it_too() -> None:
    simulator = simulated(TWO)
    service = Meddled(simulator, ("DeleteTrial", "m3", _links(simulator, "m3", "own")))
    report = _delete(simulator, service).unwrap()
    assert ("m3", "own") in report.disassociated
    assert report.components == ("own",)
    assert world_of(simulator.store).components == {"both", "all", "theirs"}


def test_a_component_put_back_into_its_trial_meanwhile_is_taken_out_again() -> None:
    simulator = simulated(TWO)
    service = Meddled(simulator, ("DeleteTrial", "m1", _links(simulator, "m1", "both")))
    report = _delete(simulator, service).unwrap()
    assert report.target_deleted
    assert report.calls["DisassociateTrialComponent"] == 5
    world = world_of(simulator.store)
    assert world.components == {"both", "all", "theirs"}
    assert world.links == {("o1", "both"), ("o1", "all"), ("o2", "theirs")}


def test_a_trial_is_reported_as_left_if_what_was_put_into_it_meanwhile_may_not_be_taken_out() -> None:
    simulator = simulated(TWO)
    service = Meddled(
        simulator,
        ("DeleteTrial", "m3", _links(simulator, "m3", "own")),
        always=("DisassociateTrialComponent", "m3", DENIED),
    )
    failure = _delete(simulator, service).failure()
    errors = _errors(failure)
    assert ("trial", "m3") in errors
    assert isinstance(errors["trial component", "own"], AccessDenied)
    assert ("m3", "own") in world_of(simulator.store).links


def test_a_shared_component_is_reported_as_left_if_it_may_not_be_taken_out() -> None:
    simulator = simulated(TWO)
    service = Meddled(
        simulator,
        ("DeleteTrial", "m3", _links(simulator, "m3", "both")),
        always=("DisassociateTrialComponent", "m3", DENIED),
    )
    failure = _delete(simulator, service).failure()
    assert "both" in {kept.component for kept in failure.done.kept}
    assert isinstance(_errors(failure)["trial component", "both"], AccessDenied)


def test_a_component_that_somebody_else_deletes_meanwhile_counts_as_done() -> None:
    simulator = simulated(TWO)

    def in_use() -> Answer:
        return Answer(400, {"__type": "ValidationException", "message": IN_USE["DeleteTrialComponent"]})

    def gone() -> None:
        assert not simulator.store.answer("DeleteTrialComponent", {"TrialComponentName": "own"}).is_error

    service = Meddled(simulator, ("DeleteTrialComponent", "own", in_use), ("ListTrials", "own", gone))
    report = _delete(simulator, service).unwrap()
    assert report.components == ("own",)
    assert report.target_deleted


@pytest.mark.parametrize("operation", ["DeleteExperiment", "DeleteTrialComponent"])
def test_a_target_and_a_note_that_may_not_be_deleted_are_reported(operation: str) -> None:
    simulator = simulated(TWO)
    name = "mine" if operation == "DeleteExperiment" else NOTE
    failure = _delete(simulator, Meddled(simulator, always=(operation, name, DENIED))).failure()
    refused = {left.name: left.error for left in failure.left if left.error is not None}
    ((left, error),) = refused.items()
    assert left.startswith(name)
    assert isinstance(error, AccessDenied)
    assert error.operation == operation
    assert set(failure.done.trials) == {"m1", "m2", "m3"}
    assert _delete(simulator, simulator).unwrap().target_deleted
    assert world_of(simulator.store).components == {"both", "all", "theirs"}


def test_where_the_seal_of_the_note_is_throttled_for_good_nothing_is_taken_out() -> None:
    simulator = simulated(TWO)
    before = world_of(simulator.store)
    service = Meddled(simulator, always=("UpdateTrialComponent", NOTE, THROTTLED))
    failure = _delete(simulator, service, patience=30, deadline=1000).failure()
    assert failure.cause == "errors"
    assert isinstance(failure.error, Throttled)
    assert failure.error.operation == "UpdateTrialComponent"
    assert world_of(simulator.store).links == before.links
    assert _delete(simulator, simulator).unwrap().target_deleted
    assert world_of(simulator.store).components == {"both", "all", "theirs"}


def _interrupted() -> Simulator:
    """An account in which a run was killed: a component on its note is in no trial any more."""
    simulator = simulated(grid(3, 1, experiment="mine"))
    client = local.client(Mortal(simulator, 9, arrives=True))
    with pytest.raises(Killed):
        experiment.delete_all(client, "mine", "--force", clock=simulator.clock, seed=0, max_workers=1)
    return simulator


def test_a_noted_component_that_may_not_be_read_is_left_alone() -> None:
    simulator = _interrupted()
    report = _delete(simulator, Meddled(simulator, always=("DescribeTrialComponent", "mine-t000", DENIED))).unwrap()
    assert report.left_alone == ("mine-t000-c0",)
    assert world_of(simulator.store).components == {"mine-t000-c0"}


def test_a_noted_component_whose_reading_is_throttled_for_good_stops_the_deletion() -> None:
    simulator = _interrupted()
    before = world_of(simulator.store)
    service = Meddled(simulator, always=("DescribeTrialComponent", "mine-t000", THROTTLED))
    failure = _delete(simulator, service, patience=30, deadline=1000).failure()
    assert failure.cause == "unreadable"
    assert isinstance(failure.error, Throttled)
    # Others were described before, so that a rate is known; all the same the pauses grow while refusals go on.
    assert failure.done.calls["DescribeTrialComponent"] < 50
    assert world_of(simulator.store) == before


def test_another_run_that_writes_its_note_first_is_waited_for() -> None:
    simulator = _interrupted()
    (name,) = (found for found in world_of(simulator.store).components if found.startswith(NOTE))
    seen = simulator.store.answer("DescribeTrialComponent", {"TrialComponentName": name}).body["Parameters"]
    simulator = simulated(TWO)

    def note_first() -> None:
        request = {"TrialComponentName": name, "Parameters": seen}
        assert not simulator.store.answer("CreateTrialComponent", request).is_error

    report = _delete(simulator, Meddled(simulator, ("CreateTrialComponent", NOTE, note_first))).unwrap()
    assert report.target_deleted
    assert report.passes == 2
    assert world_of(simulator.store).components == {"both", "all", "theirs"}


def test_more_components_than_a_note_holds_go_in_further_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    # A note really holds about 6000: too many for a fast test.
    monkeypatch.setattr("smexp_fp.deletion._note.CAPACITY", 4)
    simulator = simulated(grid(5, 2, experiment="mine"))
    report = _delete(simulator, simulator).unwrap()
    assert report.passes == 3
    assert len(report.components) == 10
    assert world_of(simulator.store).components == frozenset()


def test_a_long_failure_says_how_many_more_are_left() -> None:
    simulator = simulated(grid(10, 3, experiment="mine"))
    failure = _delete(simulator, Refusing(simulator, "DisassociateTrialComponent", "AccessDeniedException")).failure()
    assert f"left: {len(failure.left)}; call delete_all again to go on" in str(failure)
    shown = [line for line in str(failure).splitlines() if line.startswith("    trial")]
    assert str(failure).endswith(f"... and {len(failure.left) - len(shown)} more")


def test_a_refused_argument_has_left_nothing_to_go_on_with() -> None:
    failure = trial_component.delete_all(simulated(TWO).client(), ["own", "a b"], "--force").failure()
    assert failure.cause == "invalid_input"
    assert "components[1]" in str(failure)
    assert "call delete_all again" not in str(failure)
