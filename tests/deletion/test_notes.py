"""What a note on an interrupted deletion can do, and what it cannot: it proves what a run has begun with, no more."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from smexp_fp import experiment, local, trial
from smexp_fp.deletion import DeletionReport, LeftAlone, ProgressEvent
from smexp_fp.errors import Rejected
from smexp_fp.local import Store
from smexp_fp.testing.simulator import Behaviour, Simulator
from tests.deletion.services import Killed, Mortal
from tests.deletion.worlds import World, build, delete, grid, simulated, world_of
from tests.support.wire import done

SEEDS = range(int(os.environ.get("SMEXP_ATTACKS", "8")))

CONTENTS = {
    "mine": {f"m{t}": [f"m{t}-c{c}" for c in range(5)] + ["both"] for t in range(6)},
    "other": {"o1": ["both", "theirs"], "o2": ["theirs-too"]},
}
LOOSE = ["loose-1", "loose-2", "loose-3"]


def _killed(simulator: Simulator, after: int) -> None:
    """A run that dies at one of its calls."""
    with pytest.raises(Killed):
        delete(simulator, through=Mortal(simulator, after))


def _note_on(simulator: Simulator) -> tuple[str, Mapping[str, Any]]:
    """The note's name and its parameters as they are on the wire."""
    (name,) = (found for found in world_of(simulator.store).components if found.startswith("deletion-of-"))
    return name, done(simulator.store, "DescribeTrialComponent", TrialComponentName=name)["Parameters"]


def _expected(before: World) -> World:
    """What deleting the experiment is to leave."""
    return before.without(before.of("mine"), shared="keep", experiment="mine")


def _forged(seen: Mapping[str, Any], victims: list[str], random: Random) -> dict[str, Any]:
    """A note that looks like one that was seen, but names others, in one of several ways."""
    key = next(key for key, value in seen.items() if "m0-c0" in value["StringValue"])
    names = ",".join(victims)
    wanted = random.choice(
        [names, f"{names},{seen[key]['StringValue']}", f"{seen[key]['StringValue']},{names}", f",!!,{names}"]
    )
    return {**seen, key: {"StringValue": wanted}}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_planted_note_deletes_nothing(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a test
    behaviour = Behaviour(latency=(0.0, random.choice([0.0, 0.1])))
    simulator = simulated(CONTENTS, behaviour, alone=LOOSE)
    _killed(simulator, random.randint(25, 60))
    name, seen = _note_on(simulator)
    # The same account again, at the same time of day, with what an attacker has learnt from that note.
    simulator = simulated(CONTENTS, behaviour, alone=LOOSE)
    before = world_of(simulator.store)
    victims = random.sample([*LOOSE, "theirs", "both", "m1-c1"], random.randint(1, 6))
    planted = _forged(seen, victims, random)
    done(simulator.store, "CreateTrialComponent", TrialComponentName=name, Parameters=planted)
    plan = experiment.plan_delete_all(simulator.client(), "mine").unwrap()
    report = delete(simulator).unwrap()
    assert world_of(simulator.store) == _expected(before)
    assert set(plan.components) == set(report.components)
    assert set(report.left_alone) == set(plan.left_alone) == {victim for victim in victims if victim in LOOSE}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_taken_out_by_hand_after_a_kill_stays(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a test
    simulator = simulated(CONTENTS, Behaviour(lag=random.choice([0.0, 0.0, 2.0])), alone=LOOSE)
    # Few components are begun with at the beginning, and the last ones at the end.
    _killed(simulator, random.randint(12, 24))
    simulator.clock.sleep(60)
    rescued = ["m5-c3", "m5-c4"]
    for component in rescued:
        trial.remove_trial_component(simulator.client(), "m5", component).unwrap()
    simulator.clock.sleep(60)
    before = world_of(simulator.store)
    events: list[ProgressEvent] = []
    report = delete(simulator, on_progress=events.append).unwrap()
    assert report.left_alone == tuple(rescued)
    assert [event.component for event in events if isinstance(event, LeftAlone)] == rescued
    assert "left alone m5-c3" in str(report)
    world = world_of(simulator.store)
    assert world.components == {*rescued, *LOOSE, "both", "theirs", "theirs-too"}
    assert world.trials == _expected(before).trials


def test_a_component_that_has_the_notes_name_but_is_none_stays() -> None:
    simulator = simulated(CONTENTS)
    _killed(simulator, 25)
    name, _ = _note_on(simulator)
    simulator = simulated(CONTENTS, alone=[name])
    report = delete(simulator).unwrap()
    assert report.target_deleted
    assert isinstance(report.not_resumable, Rejected)
    assert name in world_of(simulator.store).components


@pytest.mark.parametrize("seed", SEEDS)
def test_two_deletions_at_once_leave_nothing_and_harm_nothing(seed: int) -> None:
    store = Store.open(":memory:")
    build(store, CONTENTS, alone=LOOSE)
    before = world_of(store)

    def run(number: int) -> DeletionReport:
        time.sleep(Random(seed + number).random() / 50)  # noqa: S311 - a test
        return experiment.delete_all(local.client(store), "mine", "--force", patience=30).unwrap()

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(run, range(2)))
    assert all(report.target_deleted for report in reports)
    assert world_of(store) == _expected(before)
    store.close()


@pytest.mark.parametrize(("trials", "each", "seals"), [(1, 12, 12), (10, 3, 30), (20, 10, 29), (100, 10, 63)])
def test_a_deletion_is_sealed_in_portions_of_a_few_in_a_hundred(trials: int, each: int, seals: int) -> None:
    simulator = simulated(grid(trials, each))
    assert delete(simulator).unwrap().calls["UpdateTrialComponent"] == seals


# With several workers a run can die between the seal of one component and the call that takes it out.
@pytest.mark.parametrize(("max_workers", "lost"), [(1, 0), (8, 1)])
@pytest.mark.parametrize(("trials", "each"), [(1, 12), (10, 3)])
def test_what_a_killed_run_had_not_touched_can_be_rescued_by_hand(
    trials: int, each: int, max_workers: int, lost: int
) -> None:
    rescues = 0
    for after in Random(trials * each).sample(range(3, 3 * trials * each), 8):  # noqa: S311 - a test
        simulator = simulated(grid(trials, each))
        mortal = Mortal(simulator, after, arrives=False)
        with suppress(Killed):
            delete(simulator, through=mortal, max_workers=max_workers)
        untouched = {link for link in world_of(simulator.store).links if link[1] not in mortal.touched}
        for of_trial, component in untouched:
            trial.remove_trial_component(simulator.client(), of_trial, component).unwrap()
        if untouched:
            delete(simulator).unwrap()
            left = world_of(simulator.store).components
            assert left <= {component for _, component in untouched}
            assert len(untouched) - len(left) <= lost
            rescues += 1
    assert rescues
