"""What `delete_all` deletes, keeps, refuses and reports."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Literal, cast

import boto3
import pytest
from botocore.config import Config

from smexp_fp import deletion, experiment, local, trial, trial_component
from smexp_fp.deletion import Deleted, DeletionFailure, Kept, NotResumable, Planned, ProgressEvent, RateLimited, Waiting
from smexp_fp.errors import AccessDenied, InvalidInput
from smexp_fp.local import Answer
from smexp_fp.testing.simulator import OBSERVED_LIMITS, Behaviour, RateLimit, Simulator
from tests.deletion.worlds import World, build, grid, simulated, world_of

TWO = {
    "mine": {"m1": ["own", "both"], "m2": ["own", "all"], "m3": []},
    "other": {"o1": ["both", "all"], "o2": ["theirs"]},
}


def test_an_experiment_goes_with_all_that_is_only_its_own() -> None:
    simulator = simulated(TWO, alone=["alone"])
    report = experiment.delete_all(simulator.client(), "mine", "--force", clock=simulator.clock).unwrap()
    assert world_of(simulator.store) == World(
        experiments=frozenset({"other"}),
        trials=frozenset({("o1", "other"), ("o2", "other")}),
        components=frozenset({"both", "all", "theirs", "alone"}),
        links=frozenset({("o1", "both"), ("o1", "all"), ("o2", "theirs")}),
    )
    assert set(report.disassociated) == {("m1", "own"), ("m1", "both"), ("m2", "own"), ("m2", "all")}
    assert report.components == ("own",)
    assert set(report.trials) == {"m1", "m2", "m3"}
    assert {kept.component for kept in report.kept} == {"both", "all"}
    assert all(kept.trials == ("o1",) and kept.experiment == "other" for kept in report.kept)
    assert report.target_deleted


def test_shared_components_go_too_where_that_is_asked_for() -> None:
    simulator = simulated(TWO)
    report = experiment.delete_all(simulator.client(), "mine", "--force", shared="delete").unwrap()
    assert world_of(simulator.store).components == {"theirs"}
    assert world_of(simulator.store).links == {("o2", "theirs")}
    assert set(report.components) == {"own", "both", "all"}
    assert not report.kept


def test_a_trial_goes_and_what_other_trials_of_its_experiment_have_stays() -> None:
    simulator = simulated(TWO)
    # Names are the same without regard to case.
    report = trial.delete_all(simulator.client(), "M1", "--force").unwrap()
    assert report.components == ()
    assert {kept.component for kept in report.kept} == {"own", "both"}
    assert report.target_deleted
    assert world_of(simulator.store).of("mine") == {"m2", "m3"}


def test_a_trial_spelt_otherwise_is_the_same_trial_in_a_stale_list_too() -> None:
    simulator = simulated({"e": {"M1": ["c"]}}, Behaviour(lag=8.0, seed=4))
    report = trial.delete_all(simulator.client(), "m1", "--force", clock=simulator.clock).unwrap()
    assert report.components == ("c",)
    assert not report.kept


@pytest.mark.parametrize("action", ["force", "--FORCE", "", None, "--force "])
def test_another_action_is_refused_and_nothing_is_sent(action: object) -> None:
    simulator = simulated(TWO)
    # What a type checker refuses is what is tested.
    wrong = cast("Literal['--force']", action)
    for function, name in ((experiment.delete_all, "mine"), (trial.delete_all, "m1")):
        failure = function(simulator.client(), name, wrong).failure()
        assert failure.cause == "invalid_input"
        assert isinstance(failure.error, InvalidInput)
        assert failure.error.argument == "action"
    assert not simulator.calls


def test_a_type_checker_refuses_another_action() -> None:
    client = simulated({}).client()
    experiment.delete_all(client, "mine", "force")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.delete_all(client, "m1", "force")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete_all(client, "mine", "--force", shared="all")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_other_wrong_arguments_are_refused_and_nothing_is_sent() -> None:
    simulator = simulated(TWO)
    client = simulator.client()
    failures = [
        experiment.delete_all(client, "no such name!", "--force"),
        experiment.delete_all(client, "mine", "--force", max_workers=0),
        experiment.delete_all(client, "mine", "--force", deadline=-1),
        experiment.delete_all(client, "mine", "--force", patience=float("nan")),
        experiment.delete_all(client, "mine", "--force", shared=cast("Literal['keep']", "destroy")),
    ]
    named = [error.argument for failure in failures if isinstance(error := failure.failure().error, InvalidInput)]
    assert named == ["experiment", "max_workers", "deadline", "patience", "shared"]
    assert not simulator.calls


def test_what_is_gone_already_counts_as_done() -> None:
    simulator = simulated(TWO)
    events: list[ProgressEvent] = []
    report = experiment.delete_all(simulator.client(), "never-was", "--force", on_progress=events.append).unwrap()
    assert report.target_deleted
    assert events == [Deleted(kind="experiment", name="never-was", already=True)]


def test_a_page_holds_a_hundred_and_none_is_skipped() -> None:
    simulator = simulated(
        {"wide": {f"t{n:03}": [f"c{n:03}"] for n in range(230)} | {"deep": [f"d{n}" for n in range(205)]}}
    )
    report = experiment.delete_all(simulator.client(), "wide", "--force", clock=simulator.clock).unwrap()
    assert (len(report.trials), len(report.components)) == (231, 435)
    assert report.passes == 1
    assert world_of(simulator.store).components == frozenset()


def test_events_come_in_the_order_of_the_work_and_in_the_callers_thread() -> None:
    simulator = simulated(TWO, Behaviour(limits=OBSERVED_LIMITS, lag=3.0))
    events: list[ProgressEvent] = []
    threads: set[int] = set()

    def note(event: ProgressEvent) -> None:
        events.append(event)
        threads.add(threading.get_ident())

    report = experiment.delete_all(
        simulator.client(), "mine", "--force", on_progress=note, clock=simulator.clock, seed=1
    ).unwrap()
    assert threads == {threading.get_ident()}
    assert events[0] == Planned(number=1, links=4, components=3, trials=3)
    assert events[-1] == Deleted(kind="experiment", name="mine")
    kinds = [type(event) for event in events]
    assert {RateLimited, Waiting, Kept} <= set(kinds)
    for link in report.disassociated:
        assert events.index(deletion.Disassociated(trial=link.trial, component=link.component)) < next(
            number for number, event in enumerate(events) if isinstance(event, Deleted) and event.name == link.trial
        )


def test_a_callback_that_raises_stops_the_work_and_keeps_track() -> None:
    simulator = simulated(TWO)

    def fail(event: ProgressEvent) -> None:
        if isinstance(event, Deleted):
            raise BrokenPipeError("nobody reads")

    client = simulator.client()
    failure = experiment.delete_all(client, "mine", "--force", on_progress=fail, clock=simulator.clock).failure()
    assert failure.cause == "callback"
    assert isinstance(failure.exception, BrokenPipeError)
    gone = {("trial component", name) for name in failure.done.components} | {
        ("trial", name) for name in failure.done.trials
    }
    left = {(left.kind, left.name) for left in failure.left}
    assert gone
    assert not gone & left
    assert gone | left >= {("trial", "m1"), ("trial", "m2"), ("trial", "m3"), ("experiment", "mine")}
    world = world_of(simulator.store)
    assert world.of("mine") == {name for kind, name in left if kind == "trial"}
    assert experiment.delete_all(client, "mine", "--force", clock=simulator.clock).unwrap().target_deleted
    assert world_of(simulator.store).components == {"both", "all", "theirs"}


def test_cancelled_work_stops_and_goes_on_when_called_again() -> None:
    simulator = simulated(grid(8, 2), Behaviour(limits=OBSERVED_LIMITS))
    stop = threading.Event()

    def after_some(event: ProgressEvent) -> None:
        if isinstance(event, Deleted):
            stop.set()

    client = simulator.client()
    failure = experiment.delete_all(
        client, "big", "--force", on_progress=after_some, cancelled=stop.is_set, clock=simulator.clock
    ).failure()
    assert failure.cause == "cancelled"
    assert failure.left
    assert failure.error is None
    report = experiment.delete_all(client, "big", "--force", clock=simulator.clock).unwrap()
    assert report.target_deleted
    assert world_of(simulator.store) == World(frozenset(), frozenset(), frozenset(), frozenset())


def test_ctrl_c_comes_through_and_leaves_nothing_running() -> None:
    simulator = simulated(grid(8, 2))

    def interrupt(event: ProgressEvent) -> None:
        if isinstance(event, Deleted):
            raise KeyboardInterrupt

    client = simulator.client()
    with pytest.raises(KeyboardInterrupt):
        experiment.delete_all(client, "big", "--force", on_progress=interrupt)
    sent = sum(calls.sent for calls in simulator.calls.values())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("smexp_fp")]
    assert sum(calls.sent for calls in simulator.calls.values()) == sent
    assert experiment.delete_all(client, "big", "--force").unwrap().target_deleted
    assert world_of(simulator.store).components == frozenset()


def test_the_deadline_is_kept() -> None:
    simulator = simulated(grid(10, 3), Behaviour(limits=OBSERVED_LIMITS, latency=(0.1, 0.1)))
    failure = experiment.delete_all(
        simulator.client(), "big", "--force", deadline=10, clock=simulator.clock, seed=0
    ).failure()
    assert failure.cause == "deadline"
    assert 10 <= failure.done.elapsed.total_seconds() <= 10.2
    assert 5 <= len(failure.done.disassociated) <= 10


class Refusing:
    """A service that refuses some calls for good."""

    def __init__(self, simulator: Simulator, operation: str, code: str, *, name: str | None = None) -> None:
        self._simulator = simulator
        self._operation = operation
        self._code = code
        self._name = name

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        if operation == self._operation and (self._name is None or self._name in request.values()):
            return Answer(400, {"__type": self._code, "message": "No."})
        return self._simulator.answer(operation, request)


def test_a_failure_says_what_is_gone_and_what_is_left_and_why() -> None:
    simulator = simulated(TWO)
    client = local.client(Refusing(simulator, "DeleteTrialComponent", "ValidationException", name="own"))
    failure = experiment.delete_all(client, "mine", "--force", clock=simulator.clock).failure()
    assert failure.cause == "errors"
    left = {(left.kind, left.name): left.error for left in failure.left}
    assert left.keys() == {("trial component", "own"), ("experiment", "mine")}
    assert left["trial component", "own"] is not None
    assert set(failure.done.trials) == {"m1", "m2", "m3"}
    assert "own: Rejected in DeleteTrialComponent: No." in str(failure)
    # The component is in no trial any more; the note leads back to it.
    again = experiment.delete_all(simulator.client(), "mine", "--force").unwrap()
    assert again.components == ("own",)
    assert world_of(simulator.store).components == {"both", "all", "theirs"}


def test_a_denied_operation_is_not_tried_for_everything() -> None:
    simulator = simulated(grid(10, 3))
    client = local.client(Refusing(simulator, "DisassociateTrialComponent", "AccessDeniedException"))
    failure = experiment.delete_all(client, "big", "--force", clock=simulator.clock).failure()
    assert isinstance(failure.error, AccessDenied)
    assert failure.done.calls["DisassociateTrialComponent"] == 1
    assert len(failure.errors) == 30


@pytest.mark.parametrize("code", ["AccessDeniedException", "ValidationException", "ResourceLimitExceeded"])
@pytest.mark.parametrize("operation", ["CreateTrialComponent", "UpdateTrialComponent", "DescribeTrialComponent"])
def test_where_the_note_is_refused_the_deletion_goes_on_and_says_so(operation: str, code: str) -> None:
    simulator = simulated(TWO)
    events: list[ProgressEvent] = []
    client = local.client(Refusing(simulator, operation, code))
    report = experiment.delete_all(client, "mine", "--force", on_progress=events.append).unwrap()
    assert report.components == ("own",)
    assert report.not_resumable is not None
    assert (report.not_resumable.operation, report.not_resumable.code) == (operation, code)
    assert f"not resumable: {type(report.not_resumable).__name__} in {operation}" in str(report)
    assert [event.error for event in events if isinstance(event, NotResumable)] == [report.not_resumable]
    assert world_of(simulator.store).components == {"both", "all", "theirs"}


def test_a_denied_seal_is_not_tried_for_every_portion() -> None:
    simulator = simulated(grid(10, 3))
    client = local.client(Refusing(simulator, "UpdateTrialComponent", "AccessDeniedException"))
    report = experiment.delete_all(client, "big", "--force", clock=simulator.clock).unwrap()
    assert report.calls["UpdateTrialComponent"] == 1


def test_without_resumption_there_is_no_note() -> None:
    simulator = simulated(TWO)
    report = experiment.delete_all(simulator.client(), "mine", "--force", resumable=False).unwrap()
    assert {"CreateTrialComponent", "UpdateTrialComponent", "DescribeTrialComponent"}.isdisjoint(report.calls)
    assert report.not_resumable is None


def test_patience_ends() -> None:
    simulator = simulated(TWO, Behaviour(limits={"DisassociateTrialComponent": RateLimit(0.0)}))
    failure = experiment.delete_all(
        simulator.client(), "mine", "--force", patience=30, deadline=1000, clock=simulator.clock
    ).failure()
    assert failure.cause == "errors"
    assert 30 <= failure.done.elapsed.total_seconds() <= 120
    assert world_of(simulator.store).of("mine") == {"m1", "m2"}


class Busy:
    """A service in whose experiment somebody creates another trial at some of our calls."""

    def __init__(self, simulator: Simulator, at: set[int]) -> None:
        self._simulator = simulator
        self._at = at
        self._number = 0

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        self._number += 1
        if self._number in self._at:
            name = f"late{self._number}"
            for change, members in (
                ("CreateTrial", {"ExperimentName": "mine", "TrialName": name}),
                ("CreateTrialComponent", {"TrialComponentName": f"{name}-c"}),
                ("AssociateTrialComponent", {"TrialName": name, "TrialComponentName": f"{name}-c"}),
                ("AssociateTrialComponent", {"TrialName": name, "TrialComponentName": "own"}),
                ("AssociateTrialComponent", {"TrialName": "m3", "TrialComponentName": f"{name}-c"}),
            ):
                self._simulator.store.answer(change, members)
        return self._simulator.answer(operation, request)


@pytest.mark.parametrize("at", [*({number} for number in range(1, 20, 3)), {5, 10, 15, 20, 25}])
def test_what_appears_meanwhile_is_found_by_another_pass(at: set[int]) -> None:
    simulator = simulated(TWO)
    client = local.client(Busy(simulator, at))
    report = experiment.delete_all(client, "mine", "--force", clock=simulator.clock).unwrap()
    world = world_of(simulator.store)
    assert world.experiments == {"other"}
    assert {trial for trial, _ in world.trials} == {"o1", "o2"}
    assert report.target_deleted
    # A component put into a trial that was deleted at the same moment may never have been in it.
    assert {name for name in world.components if not name.startswith("late")} == {"both", "all", "theirs"}


class Haunted:
    """A service that refuses to delete a component at first, and whose lists show it in a trial that is gone."""

    def __init__(self, simulator: Simulator, times: int) -> None:
        self._simulator = simulator
        self._left = times

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        if request.get("TrialComponentName") == "own":
            if operation == "DeleteTrialComponent" and self._left:
                self._left -= 1
                return Answer(400, {"__type": "ValidationException", "message": "is linked to 1 or more trials"})
            if operation == "ListTrials":
                arn = "arn:aws:sagemaker:us-east-1:123456789012:experiment-trial/ghost"
                ghost = {"TrialName": "ghost", "TrialArn": arn, "CreationTime": 0, "LastModifiedTime": 0}
                return Answer(200, {"TrialSummaries": [ghost]})
        return self._simulator.answer(operation, request)


def test_a_list_that_still_shows_a_trial_that_is_gone_keeps_nothing() -> None:
    simulator = simulated(TWO)
    client = local.client(Haunted(simulator, times=6))
    report = experiment.delete_all(client, "mine", "--force", clock=simulator.clock).unwrap()
    assert "own" in report.components
    assert "own" not in world_of(simulator.store).components


def test_a_name_used_again_after_an_interrupted_run_is_left_alone() -> None:
    simulator = simulated(TWO)
    client = local.client(Refusing(simulator, "DeleteTrialComponent", "ValidationException", name="own"))
    assert experiment.delete_all(client, "mine", "--force").failure().cause == "errors"
    simulator.clock.sleep(60)
    simulator.store.answer("DeleteTrialComponent", {"TrialComponentName": "own"})
    simulator.store.answer("CreateTrialComponent", {"TrialComponentName": "own"})
    assert experiment.delete_all(simulator.client(), "mine", "--force").unwrap().components == ()
    assert "own" in world_of(simulator.store).components


def test_a_stock_client_that_retries_itself_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    simulator = simulated(grid(6, 3), Behaviour(limits=OBSERVED_LIMITS, server_errors=0.1))
    # Its retries sleep inside the call; here in the simulated time.
    monkeypatch.setattr("botocore.endpoint.time.sleep", simulator.clock.sleep)
    # Any: the stubs' overloads for every service of AWS are unknown to a checker as long as only one is installed.
    maker: Any = boto3
    client = maker.client(
        "sagemaker",
        region_name="us-east-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",  # noqa: S106 - no secret
        config=Config(retries={"mode": "standard", "max_attempts": 4}),
    )
    client.meta.events.register("before-send", local.door(simulator))
    report = experiment.delete_all(client, "big", "--force", clock=simulator.clock, seed=0).unwrap()
    assert report.target_deleted
    assert world_of(simulator.store).components == frozenset()
    assert simulator.calls["DisassociateTrialComponent"].throttled > 0


def test_a_component_is_taken_out_of_all_its_trials_and_deleted_under_limits_and_lag() -> None:
    simulator = simulated(
        {"e": {f"t{n}": ["c"] for n in range(4)}},
        Behaviour(limits={"*": RateLimit(20.0)}, lag=0.3, dropped=0.1, lost_answers=0.1),
    )
    report = trial_component.delete_all(simulator.client(), ["c"], "--force", clock=simulator.clock).unwrap()
    assert report.components == ("c",)
    assert world_of(simulator.store).components == frozenset()


def test_a_failure_is_a_value() -> None:
    simulator = simulated(TWO)
    first, second = (
        experiment.delete_all(simulator.client(), "x!", "--force").failure(),
        experiment.delete_all(simulator.client(), "x!", "--force").failure(),
    )
    assert isinstance(first, DeletionFailure)
    assert first == second


def test_a_real_file_needs_no_simulation() -> None:
    store = local.Store.open(":memory:")
    build(store, TWO)
    client = local.client(store)
    assert experiment.delete_all(client, "mine", "--force").unwrap().target_deleted
    assert experiment.delete_all(client, "other", "--force").unwrap().target_deleted
    assert world_of(store) == World(frozenset(), frozenset(), frozenset(), frozenset())
