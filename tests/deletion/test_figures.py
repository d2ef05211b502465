"""How long a deletion takes, and how many calls, against the best that is possible.

Both are counted in simulated time, and so the same on any machine.
"""

from __future__ import annotations

import pytest

from smexp_fp import experiment
from smexp_fp.deletion import DeletionReport
from smexp_fp.testing.simulator import OBSERVED_LIMITS, Behaviour, RateLimit
from tests.deletion.worlds import grid, simulated

TRIALS, EACH = 100, 3
LINKS = TRIALS * EACH
# Nobody can do with less: every link is removed, every component and trial deleted, and the experiment.
WRITES = LINKS + LINKS + TRIALS + 1


def _delete(behaviour: Behaviour, *, trials: int = TRIALS, max_workers: int = 8) -> DeletionReport:
    simulator = simulated(grid(trials, EACH), behaviour)
    done = experiment.delete_all(
        simulator.client(), "big", "--force", clock=simulator.clock, seed=0, max_workers=max_workers
    )
    report = done.unwrap()
    assert sum(calls.sent for calls in simulator.calls.values()) == sum(report.calls.values())
    return report


@pytest.mark.parametrize("latency", [(0.0, 0.0), (0.05, 0.05), (0.03, 0.1)])
def test_one_call_a_second_takes_little_more_than_its_seconds(latency: tuple[float, float]) -> None:
    report = _delete(Behaviour(limits=OBSERVED_LIMITS, latency=latency))
    # The first call goes at once, the last after the others' seconds.
    best = LINKS - 1
    assert report.elapsed.total_seconds() <= 1.1 * best


@pytest.mark.parametrize("burst", [5.0, 20.0])
def test_a_burst_is_used(burst: float) -> None:
    report = _delete(Behaviour(limits={"DisassociateTrialComponent": RateLimit(1.0, burst)}, latency=(0.03, 0.1)))
    assert report.elapsed.total_seconds() <= 1.1 * (LINKS - burst)


@pytest.mark.parametrize("rate", [0.25, 5.0])
def test_the_rate_is_found_and_not_assumed(rate: float) -> None:
    report = _delete(Behaviour(limits={"DisassociateTrialComponent": RateLimit(rate)}), trials=50)
    assert report.elapsed.total_seconds() <= 1.1 * (50 * EACH - 1) / rate


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
