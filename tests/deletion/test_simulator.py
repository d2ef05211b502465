"""The simulated service: its limits, lags and faults, drawn from a seed."""

from __future__ import annotations

import time
from concurrent.futures import Future
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from smexp_fp import experiment, tags, trial
from smexp_fp.deletion import SystemClock
from smexp_fp.errors import InUse, NotFound, Throttled, Unavailable
from smexp_fp.results import is_failure
from smexp_fp.testing.simulator import Behaviour, Calls, RateLimit, Simulator, VirtualClock
from tests.deletion.worlds import simulated, world_of


def test_a_bucket_grants_its_burst_and_then_its_rate() -> None:
    simulator = Simulator(Behaviour(limits={"ListExperiments": RateLimit(2.0, 3.0)}))
    client = simulator.client()
    granted = 0
    for _ in range(100):
        simulator.clock.sleep(0.1)
        granted += not is_failure(experiment.list_experiments(client).collect())
    assert granted == 3 + 19
    error = experiment.list_experiments(client).collect().failure()
    assert isinstance(error, Throttled)
    assert (error.code, error.message) == ("ThrottlingException", "Rate exceeded")
    assert simulator.calls == {"ListExperiments": Calls(sent=101, done=22, throttled=79)}


def test_every_other_operation_has_a_bucket_of_its_own() -> None:
    client = Simulator(Behaviour(limits={"*": RateLimit(1.0)})).client()
    client.list_experiments()
    client.list_trials()
    with pytest.raises(ClientError, match="Rate exceeded"):
        client.list_trials()


@pytest.mark.parametrize("bad", [(-1.0, 1.0), (1.0, 0.5)])
def test_a_bucket_that_never_grants_is_refused(bad: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="burst"):
        RateLimit(*bad)


def test_faults_are_the_botocore_exceptions_and_answers_that_clients_see() -> None:
    simulator = Simulator(Behaviour(dropped=1.0))
    client = simulator.client()
    with pytest.raises(EndpointConnectionError):
        client.create_experiment(ExperimentName="e")
    assert world_of(simulator.store).experiments == frozenset()
    simulator.become(Behaviour(server_errors=1.0))
    error = experiment.create(client, "e").failure()
    assert isinstance(error, Unavailable)
    assert error.status == 500
    simulator.become(Behaviour(lost_answers=1.0))
    with pytest.raises(ReadTimeoutError):
        client.create_experiment(ExperimentName="e")
    assert world_of(simulator.store).experiments == {"e"}
    simulator.become(Behaviour(dropped=1.0, spared=frozenset({"DescribeExperiment"})))
    assert client.describe_experiment(ExperimentName="e")["ExperimentName"] == "e"


def _course(seed: int) -> list[str]:
    simulator = Simulator(Behaviour(seed=seed, server_errors=0.3, dropped=0.3, latency=(0.0, 1.0)))
    client = simulator.client()
    made = [type(experiment.create(client, f"e{number}").swap().value_or(None)).__name__ for number in range(20)]
    return [*made, str(simulator.clock.now())]


def test_a_seed_draws_the_same_faults_again() -> None:
    assert _course(1) == _course(1)
    assert _course(1) != _course(2)


def test_lists_searches_and_tags_lag_and_descriptions_do_not() -> None:
    simulator = Simulator(Behaviour(lag=5.0))
    client = simulator.client()
    made = experiment.create(client, "e").unwrap()
    assert experiment.load(client, "e").unwrap().name == "e"
    simulator.become(Behaviour(lag=5.0, seed=2))
    tags.add_tags(client, made, {"team": "vision"}).unwrap()
    assert isinstance(tags.list_tags(client, made).collect().failure(), NotFound)
    simulator.clock.sleep(5.1)
    assert [found.unwrap().name for found in experiment.search(client)] == ["e"]
    assert dict(tags.list_tags(client, made).collect().unwrap()) == {"team": "vision"}


def test_what_was_just_unlinked_cannot_be_deleted_yet() -> None:
    simulator = simulated({"e": {"t": ["c"]}}, Behaviour(lag=5.0))
    client = simulator.client()
    trial.remove_trial_component(client, "t", "c").unwrap()
    with pytest.raises(ClientError, match="is linked to 1 or more trials and cannot be deleted"):
        client.delete_trial_component(TrialComponentName="c")
    assert isinstance(trial.delete(client, "t").failure(), InUse)
    simulator.clock.sleep(5)
    client.delete_trial_component(TrialComponentName="c")
    trial.delete(client, "t").unwrap()


def test_latency_passes_in_the_simulated_time() -> None:
    simulator = Simulator(Behaviour(latency=(60.0, 60.0)))
    began = time.monotonic()
    simulator.client().list_experiments()
    assert simulator.clock.now() == 60.0
    assert time.monotonic() - began < 30


def test_a_store_file_stays_behind(tmp_path: Path) -> None:
    simulator = Simulator(path=tmp_path / "store.db")
    experiment.create(simulator.client(), "e").unwrap()
    simulator.close()
    again = Simulator(Behaviour(lag=5.0), path=tmp_path / "store.db")
    assert world_of(again.store).experiments == {"e"}
    assert [found.unwrap().name for found in experiment.list_experiments(again.client())] == ["e"]
    again.close()


def test_virtual_threads_wait_together_and_run_in_a_fixed_order() -> None:
    clock = VirtualClock()
    pool = clock.pool(2)
    order: list[tuple[str, float]] = []

    def work(name: str, seconds: float) -> str:
        order.append((name, clock.now()))
        clock.sleep(seconds)
        order.append((name, clock.now()))
        return name

    futures: list[Future[str]] = [
        pool.submit(lambda: work("a", 3)),
        pool.submit(lambda: work("b", 1)),
        pool.submit(lambda: work("c", 1)),
    ]
    pool.wait(0.5)
    assert clock.now() == 0.5
    pool.wait(None)
    assert futures[1].result() == "b"
    pool.close()
    assert order == [("a", 0.0), ("b", 0.0), ("b", 1.0), ("c", 1.0), ("c", 2.0), ("a", 3.0)]
    assert all(future.done() for future in futures)


def test_the_system_clock_waits_and_closes() -> None:
    clock = SystemClock()
    pool = clock.pool(2)
    before = clock.now()
    pool.wait(0.01)
    assert clock.now() >= before + 0.005
    future = pool.submit(lambda: 1)
    pool.wait(None)
    assert future.result() == 1
    pool.close()
