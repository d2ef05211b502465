"""Deleting an experiment of 100 trials with 3 components each, here and with `sagemaker-experiments`.

Run it: `PYTHONPATH=. python tests/benchmarks/bench_deletion.py [trials]`. Seconds are those of the same simulated
clock; calls are counted by the service.

What is possible at best: with no limits, one call for every link, component and trial, and one for the experiment,
since that is what the service has to be told (reads come on top, and nobody can do without them); with one call a
second for each of two operations, a second for each link but the first.
"""

from __future__ import annotations

import importlib
import sys
import time
import warnings
from collections.abc import Callable
from unittest.mock import patch

from smexp_fp import experiment
from smexp_fp.results import is_failure
from smexp_fp.testing.simulator import OBSERVED_LIMITS, Behaviour, Simulator
from tests.deletion.worlds import grid, simulated, world_of

EACH = 3
LATENCY = 0.05
WORKERS = 8


def ours(simulator: Simulator) -> str:
    """`experiment.delete_all`."""
    done = experiment.delete_all(
        simulator.client(), "mine", "--force", clock=simulator.clock, seed=0, max_workers=WORKERS
    )
    return str(done.failure().cause) if is_failure(done) else "deleted"


def theirs(simulator: Simulator) -> str:
    """`smexperiments`' `Experiment.delete_all`, whose sleeps pass in the simulated time."""
    module = importlib.import_module("smexperiments.experiment")
    with patch.object(time, "sleep", simulator.clock.sleep):
        loaded = module.Experiment.load("mine", sagemaker_boto_client=simulator.client())
        try:
            loaded.delete_all(action="--force")
        except Exception as error:  # noqa: BLE001 - it raises bare Exceptions
            return f"failed: {error}"
    return "deleted"


def main() -> None:
    """Print a table."""
    warnings.simplefilter("ignore")
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    links = trials * EACH
    writes = links + links + trials + 1
    limited = Behaviour(limits=OBSERVED_LIMITS, latency=(LATENCY, LATENCY))
    free = Behaviour(latency=(LATENCY, LATENCY))
    contenders: dict[str, Callable[[Simulator], str]] = {"smexp_fp": ours, "sagemaker-experiments": theirs}
    print(
        f"{trials} trials x {EACH} components, {LATENCY:g} s a call; at best {writes} calls, {links - 1} s when limited"
    )
    print(f"{'':34}{'calls':>7}{'ratio':>7}{'seconds':>9}{'ratio':>7}  outcome")
    for title, behaviour, best in (
        ("limited to 1/s", limited, float(links - 1)),
        ("no limits", free, writes * LATENCY / WORKERS),
    ):
        for name, delete in contenders.items():
            simulator = simulated(grid(trials, EACH), behaviour)
            began = simulator.clock.now()
            outcome = delete(simulator)
            seconds = simulator.clock.now() - began
            calls = sum(count.sent for count in simulator.calls.values())
            left = len(world_of(simulator.store).trials)
            print(
                f"{title + ', ' + name:34}{calls:7}{calls / writes:7.3f}{seconds:9.1f}{seconds / best:7.3f}"
                f"  {outcome}{f', {left} trials left' if left else ''}"
            )


if __name__ == "__main__":
    main()
