"""How long a deletion takes, and how many calls, against the best that is possible.

Both are counted in simulated time, and so the same on any machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from smexp_fp.deletion import DeletionReport, Disassociated, ProgressEvent
from smexp_fp.testing.simulator import OBSERVED_LIMITS, Behaviour, RateLimit
from tests.deletion.services import Between
from tests.deletion.worlds import delete, grid, simulated

TRIALS, EACH = 100, 3
LINKS = TRIALS * EACH
# Nobody can do with less: every link is removed, every component and trial deleted, and the experiment.
WRITES = LINKS + LINKS + TRIALS + 1


def _limited(rate: float, burst: float = 1.0, latency: tuple[float, float] = (0.0, 0.0)) -> Behaviour:
    return Behaviour(limits={"DisassociateTrialComponent": RateLimit(rate, burst)}, latency=latency)


def _delete(behaviour: Behaviour, *, trials: int = TRIALS) -> DeletionReport:
    simulator = simulated(grid(trials, EACH), behaviour)
    report = delete(simulator).unwrap()
    assert sum(calls.sent for calls in simulator.calls.values()) == sum(report.calls.values())
    return report


@pytest.mark.parametrize("latency", [(0.0, 0.0), (0.05, 0.05), (0.03, 0.1)])
def test_one_call_a_second_takes_little_more_than_its_seconds(latency: tuple[float, float]) -> None:
    report = _delete(Behaviour(limits=OBSERVED_LIMITS, latency=latency))
    # The first call goes at once, the last after the others' seconds.
    assert report.elapsed.total_seconds() <= 1.1 * (LINKS - 1)


@pytest.mark.parametrize("burst", [5.0, 20.0])
def test_a_burst_is_used(burst: float) -> None:
    report = _delete(_limited(1.0, burst, latency=(0.03, 0.1)))
    assert report.elapsed.total_seconds() <= 1.1 * (LINKS - burst)


@pytest.mark.parametrize("rate", [0.25, 5.0])
def test_the_rate_is_found_and_not_assumed(rate: float) -> None:
    report = _delete(_limited(rate), trials=50)
    assert report.elapsed.total_seconds() <= 1.1 * (50 * EACH - 1) / rate


@pytest.mark.parametrize("factor", [0.2, 4.0])
def test_a_limit_that_changes_is_found_anew(factor: float) -> None:
    simulator = simulated(grid(TRIALS, EACH), _limited(1.0))
    removed: list[float] = []

    def change(event: ProgressEvent) -> None:
        if isinstance(event, Disassociated):
            removed.append(simulator.clock.now())
            if len(removed) == TRIALS:
                simulator.become(_limited(factor))

    delete(simulator, on_progress=change).unwrap()
    assert removed[-1] - removed[TRIALS] <= 2.0 * (LINKS - TRIALS) / factor


def test_an_operation_that_is_available_again_is_soon_used() -> None:
    simulator = simulated(grid(3, EACH), _limited(0.0))
    removed: list[float] = []

    def note(event: ProgressEvent) -> None:
        if isinstance(event, Disassociated):
            removed.append(simulator.clock.now())

    def recover(_operation: str, _request: Mapping[str, Any]) -> None:
        if simulator.clock.now() > 300:
            simulator.become(Behaviour())

    delete(simulator, through=Between(simulator, recover), patience=1000, on_progress=note).unwrap()
    assert 300 <= removed[1] <= 330  # the first call takes the bucket's only token


def test_without_limits_few_calls_more_than_the_writes_are_made() -> None:
    report = _delete(Behaviour(latency=(0.05, 0.05)))
    assert sum(report.calls.values()) <= 1.2 * WRITES
    # And they are made at the same time.
    assert report.elapsed.total_seconds() <= 1.2 * WRITES * 0.05 / 8 * 1.1


def test_waste_under_limits_is_small() -> None:
    report = _delete(Behaviour(limits=OBSERVED_LIMITS))
    assert sum(report.calls.values()) <= 1.25 * WRITES


def test_the_same_seed_takes_the_same_course() -> None:
    behaviour = Behaviour(seed=3, limits={"*": RateLimit(5.0, 3.0)}, latency=(0.01, 0.2), lag=2.0, server_errors=0.1)
    assert _delete(behaviour, trials=8) == _delete(behaviour, trials=8)
