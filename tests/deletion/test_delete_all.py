"""What `delete_all` deletes, keeps, refuses and reports."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from botocore.config import Config

from smexp_fp import experiment, local, trial, trial_component
from smexp_fp.deletion import (
    Deleted,
    DeletionFailure,
    Disassociated,
    Kept,
    Link,
    NotResumable,
    Planned,
    ProgressEvent,
    RateLimited,
    Waiting,
)
from smexp_fp.errors import AccessDenied, InvalidInput
from smexp_fp.local import Answer
from smexp_fp.testing.simulator import OBSERVED_LIMITS, Behaviour, RateLimit, Simulator
from tests.deletion.services import DENIED, Between, error, refusing
from tests.deletion.worlds import EMPTY, TWO, WITHOUT_MINE, build, delete, grid, simulated, world_of
from tests.support.wire import done

REJECTED = error("ValidationException")
EACH_KIND = pytest.mark.parametrize(
    ("delete_all", "target"),
    [(experiment.delete_all, "mine"), (trial.delete_all, "m1"), (trial_component.delete_all, ["own"])],
    ids=["experiment", "trial", "components"],
)


# --- What goes and what stays


def test_an_experiment_goes_with_all_that_is_only_its_own() -> None:
    simulator = simulated(TWO)
    report = delete(simulator).unwrap()
    assert world_of(simulator.store) == WITHOUT_MINE
    assert set(report.disassociated) == {Link("m1", "own"), Link("m1", "both"), Link("m2", "own"), Link("m2", "all")}
    assert report.components == ("own",)
    assert set(report.trials) == {"m1", "m2", "m3"}
    assert {(kept.component, kept.trials, kept.experiment) for kept in report.kept} == {
        ("both", ("o1",), "other"),
        ("all", ("o1",), "other"),
    }
    assert report.target_deleted


def test_shared_components_go_too_where_that_is_asked_for() -> None:
    simulator = simulated(TWO)
    report = delete(simulator, shared="delete").unwrap()
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


def test_what_is_gone_already_counts_as_done() -> None:
    events: list[ProgressEvent] = []
    assert delete(simulated(TWO), "never-was", on_progress=events.append).unwrap().target_deleted
    assert events == [Deleted(kind="experiment", name="never-was", already=True)]


def test_a_page_holds_a_hundred_and_none_is_skipped() -> None:
    wide = {f"t{n:03}": [f"c{n:03}"] for n in range(230)}
    simulator = simulated({"mine": wide | {"deep": [f"d{n}" for n in range(205)]}})
    report = delete(simulator).unwrap()
    assert (len(report.trials), len(report.components)) == (231, 435)
    assert report.passes == 1
    assert world_of(simulator.store) == EMPTY


def test_a_store_needs_no_simulation() -> None:
    store = local.Store.open(":memory:")
    build(store, TWO)
    client = local.client(store)
    assert experiment.delete_all(client, "mine", "--force").unwrap().target_deleted
    assert world_of(store) == WITHOUT_MINE


# --- Arguments


@EACH_KIND
@pytest.mark.parametrize(
    ("argument", "value"),
    [
        *(("action", value) for value in ("force", "--FORCE", "", None, "--force ")),
        ("shared", "destroy"),
        ("max_workers", 0),
        ("deadline", -1),
        ("patience", float("nan")),
    ],
)
def test_a_wrong_argument_is_named_and_nothing_is_sent(
    delete_all: Any, target: object, argument: str, value: object
) -> None:
    simulator = simulated(TWO)
    failure = delete_all(simulator.client(), target, **{"action": "--force", argument: value}).failure()
    assert failure.cause == "invalid_input"
    assert isinstance(failure.error, InvalidInput)
    assert failure.error.argument == argument
    assert "call delete_all again" not in str(failure)
    assert not simulator.calls


@pytest.mark.parametrize(
    ("delete_all", "target", "argument"),
    [
        (experiment.delete_all, "no such name!", "experiment"),
        (trial.delete_all, "no such name!", "trial"),
        (trial_component.delete_all, ["own", "a b"], "components[1]"),
    ],
)
def test_a_wrong_name_is_refused_and_nothing_is_sent(delete_all: Any, target: object, argument: str) -> None:
    simulator = simulated(TWO)
    failure = delete_all(simulator.client(), target, "--force").failure()
    assert failure.error.argument == argument
    assert failure == delete_all(simulator.client(), target, "--force").failure()
    assert not simulator.calls


def test_a_type_checker_refuses_another_action() -> None:
    client = simulated({}).client()
    experiment.delete_all(client, "mine", "force")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.delete_all(client, "m1", "force")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.delete_all(client, "mine", "--force", shared="all")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# --- Events, and how a run is stopped


def test_events_come_in_the_order_of_the_work_and_in_the_callers_thread() -> None:
    simulator = simulated(TWO, Behaviour(limits=OBSERVED_LIMITS, lag=3.0))
    events: list[ProgressEvent] = []
    threads: set[int] = set()

    def note(event: ProgressEvent) -> None:
        events.append(event)
        threads.add(threading.get_ident())

    report = delete(simulator, on_progress=note).unwrap()
    assert threads == {threading.get_ident()}
    assert events[0] == Planned(number=1, links=4, components=3, trials=3)
    assert events[-1] == Deleted(kind="experiment", name="mine")
    assert {RateLimited, Waiting, Kept} <= {type(event) for event in events}
    deleted = {event.name: number for number, event in enumerate(events) if isinstance(event, Deleted)}
    for link in report.disassociated:
        assert events.index(Disassociated(trial=link.trial, component=link.component)) < deleted[link.trial]


def test_a_callback_that_raises_stops_the_work_and_keeps_track() -> None:
    simulator = simulated(TWO)

    def fail(event: ProgressEvent) -> None:
        if isinstance(event, Deleted):
            raise BrokenPipeError("nobody reads")

    failure = delete(simulator, on_progress=fail).failure()
    assert failure.cause == "callback"
    assert isinstance(failure.exception, BrokenPipeError)
    gone = {("trial component", name) for name in failure.done.components}
    gone |= {("trial", name) for name in failure.done.trials}
    left = {(left.kind, left.name) for left in failure.left}
    assert gone
    assert not gone & left
    assert gone | left >= {("trial", "m1"), ("trial", "m2"), ("trial", "m3"), ("experiment", "mine")}
    assert world_of(simulator.store).of("mine") == {name for kind, name in left if kind == "trial"}
    assert delete(simulator).unwrap().target_deleted
    assert world_of(simulator.store) == WITHOUT_MINE


def test_cancelled_work_stops_and_goes_on_when_called_again() -> None:
    simulator = simulated(grid(8, 2), Behaviour(limits=OBSERVED_LIMITS))
    stop = threading.Event()

    def after_some(event: ProgressEvent) -> None:
        if isinstance(event, Deleted):
            stop.set()

    failure = delete(simulator, on_progress=after_some, cancelled=stop.is_set).failure()
    assert failure.cause == "cancelled"
    assert failure.left
    assert failure.error is None
    assert delete(simulator).unwrap().target_deleted
    assert world_of(simulator.store) == EMPTY


def test_ctrl_c_comes_through_and_leaves_nothing_running() -> None:
    simulator = simulated(grid(8, 2))

    def interrupt(event: ProgressEvent) -> None:
        if isinstance(event, Deleted):
            raise KeyboardInterrupt

    client = simulator.client()
    with pytest.raises(KeyboardInterrupt):
        experiment.delete_all(client, "mine", "--force", on_progress=interrupt)
    sent = simulator.calls
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("smexp_fp")]
    assert simulator.calls == sent
    assert experiment.delete_all(client, "mine", "--force").unwrap().target_deleted
    assert world_of(simulator.store) == EMPTY


def test_the_deadline_is_kept() -> None:
    simulator = simulated(grid(10, 3), Behaviour(limits=OBSERVED_LIMITS, latency=(0.1, 0.1)))
    failure = delete(simulator, deadline=10).failure()
    assert failure.cause == "deadline"
    assert 10 <= failure.done.elapsed.total_seconds() <= 10.2
    assert 5 <= len(failure.done.disassociated) <= 10


@EACH_KIND
def test_without_time_everything_is_left(delete_all: Any, target: object) -> None:
    simulator = simulated(TWO)
    failure = delete_all(simulator.client(), target, "--force", deadline=0).failure()
    assert failure.cause == "deadline"
    assert failure.left
    assert not simulator.calls


def test_patience_ends() -> None:
    simulator = simulated(TWO, Behaviour(limits={"DisassociateTrialComponent": RateLimit(0.0)}))
    failure = delete(simulator, patience=30, deadline=1000).failure()
    assert failure.cause == "errors"
    assert 30 <= failure.done.elapsed.total_seconds() <= 120
    assert world_of(simulator.store).of("mine") == {"m1", "m2"}


# --- Refusals


def test_a_failure_says_what_is_gone_and_what_is_left_and_why() -> None:
    simulator = simulated(TWO)
    failure = delete(simulator, through=refusing(simulator, "DeleteTrialComponent", REJECTED, name="own")).failure()
    assert isinstance(failure, DeletionFailure)
    assert failure.cause == "errors"
    left = {(left.kind, left.name): left.error for left in failure.left}
    assert left.keys() == {("trial component", "own"), ("experiment", "mine")}
    assert left["trial component", "own"] is not None
    assert set(failure.done.trials) == {"m1", "m2", "m3"}
    assert "own: Rejected in DeleteTrialComponent: No." in str(failure)
    # The component is in no trial any more; the note leads back to it.
    assert delete(simulator).unwrap().components == ("own",)
    assert world_of(simulator.store) == WITHOUT_MINE


def test_a_denied_operation_is_not_tried_for_everything() -> None:
    simulator = simulated(grid(10, 3))
    failure = delete(simulator, through=refusing(simulator, "DisassociateTrialComponent", DENIED)).failure()
    assert isinstance(failure.error, AccessDenied)
    assert failure.done.calls["DisassociateTrialComponent"] == 1
    assert len(failure.errors) == 30
    assert f"left: {len(failure.left)}; call delete_all again to go on" in str(failure)
    shown = [line for line in str(failure).splitlines() if line.startswith("    trial")]
    assert str(failure).endswith(f"... and {len(failure.left) - len(shown)} more")


@pytest.mark.parametrize("code", ["AccessDeniedException", "ValidationException", "ResourceLimitExceeded"])
@pytest.mark.parametrize("operation", ["CreateTrialComponent", "UpdateTrialComponent", "DescribeTrialComponent"])
def test_where_the_note_is_refused_the_deletion_goes_on_and_says_so(operation: str, code: str) -> None:
    simulator = simulated(TWO)
    events: list[ProgressEvent] = []
    report = delete(simulator, through=refusing(simulator, operation, error(code)), on_progress=events.append).unwrap()
    assert report.components == ("own",)
    assert report.not_resumable is not None
    assert (report.not_resumable.operation, report.not_resumable.code) == (operation, code)
    assert f"not resumable: {type(report.not_resumable).__name__} in {operation}" in str(report)
    assert [event.error for event in events if isinstance(event, NotResumable)] == [report.not_resumable]
    assert world_of(simulator.store) == WITHOUT_MINE


def test_a_denied_seal_is_not_tried_for_every_portion() -> None:
    simulator = simulated(grid(10, 3))
    report = delete(simulator, through=refusing(simulator, "UpdateTrialComponent", DENIED)).unwrap()
    assert report.calls["UpdateTrialComponent"] == 1


def test_without_resumption_there_is_no_note() -> None:
    report = delete(simulated(TWO), resumable=False).unwrap()
    assert {"CreateTrialComponent", "UpdateTrialComponent", "DescribeTrialComponent"}.isdisjoint(report.calls)
    assert report.not_resumable is None


# --- What others do


def busy(simulator: Simulator, at: set[int]) -> Between:
    """A service in whose experiment somebody creates another trial at some of our calls."""
    number = 0

    def hook(_operation: str, _request: Mapping[str, Any]) -> None:
        nonlocal number
        number += 1
        if number not in at:
            return
        late = f"late{number}"
        for change, members in (
            ("CreateTrial", {"ExperimentName": "mine", "TrialName": late}),
            ("CreateTrialComponent", {"TrialComponentName": f"{late}-c"}),
            ("AssociateTrialComponent", {"TrialName": late, "TrialComponentName": f"{late}-c"}),
            ("AssociateTrialComponent", {"TrialName": late, "TrialComponentName": "own"}),
            ("AssociateTrialComponent", {"TrialName": "m3", "TrialComponentName": f"{late}-c"}),
        ):
            simulator.store.answer(change, members)  # some fail, where it is gone already

    return Between(simulator, hook)


@pytest.mark.parametrize("at", [*({number} for number in range(1, 20, 3)), {5, 10, 15, 20, 25}])
def test_what_appears_meanwhile_is_found_by_another_pass(at: set[int]) -> None:
    simulator = simulated(TWO)
    assert delete(simulator, through=busy(simulator, at)).unwrap().target_deleted
    world = world_of(simulator.store)
    assert world.experiments == {"other"}
    assert world.trials == WITHOUT_MINE.trials
    # A component put into a trial that was deleted at the same moment may never have been in it.
    assert {name for name in world.components if not name.startswith("late")} == WITHOUT_MINE.components


def test_a_list_that_still_shows_a_trial_that_is_gone_keeps_nothing() -> None:
    simulator = simulated(TWO)
    in_use = [error("ValidationException", "is linked to 1 or more trials")] * 6
    arn = "arn:aws:sagemaker:us-east-1:123456789012:experiment-trial/ghost"
    ghost = {"TrialName": "ghost", "TrialArn": arn, "CreationTime": 0, "LastModifiedTime": 0}

    def hook(operation: str, request: Mapping[str, Any]) -> Answer | None:
        if request.get("TrialComponentName") != "own":
            return None
        if operation == "DeleteTrialComponent" and in_use:
            return in_use.pop()
        return Answer(200, {"TrialSummaries": [ghost]}) if operation == "ListTrials" else None

    assert "own" in delete(simulator, through=Between(simulator, hook)).unwrap().components
    assert world_of(simulator.store) == WITHOUT_MINE


def test_a_name_used_again_after_an_interrupted_run_is_left_alone() -> None:
    simulator = simulated(TWO)
    refused = delete(simulator, through=refusing(simulator, "DeleteTrialComponent", REJECTED, name="own"))
    assert refused.failure().cause == "errors"
    simulator.clock.sleep(60)
    done(simulator.store, "DeleteTrialComponent", TrialComponentName="own")
    done(simulator.store, "CreateTrialComponent", TrialComponentName="own")
    assert delete(simulator).unwrap().components == ()
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
    report = experiment.delete_all(client, "mine", "--force", clock=simulator.clock, seed=0).unwrap()
    assert report.target_deleted
    assert world_of(simulator.store) == EMPTY
    assert simulator.calls["DisassociateTrialComponent"].throttled > 0
