"""`connect` makes a boto3 client of its own kind and changes nothing for anybody else."""

# The stubs of boto3 name every service; those that are not installed are unknown to pyright.
# pyright: reportUnknownMemberType=false, reportUnknownLambdaType=false

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.config import Config
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import connect, connect_metrics, experiment
from smexp_fp.connection import utc_timestamp
from tests.support import clients

OPTIONS: dict[str, Any] = {"region_name": "eu-west-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}


def over(client: Any, network: Any = clients.well) -> Any:
    client.meta.events.register("before-send", lambda request, **_: network(request))
    return client


def test_times_are_in_utc() -> None:
    moment = over(connect(**OPTIONS)).describe_experiment(ExperimentName="e")["CreationTime"]
    assert moment == datetime.fromtimestamp(1_700_000_000.5, UTC)
    assert moment.tzinfo is UTC


def test_other_clients_keep_their_own_times() -> None:
    connect(**OPTIONS)
    stock: Any = boto3.session.Session().client("sagemaker", **OPTIONS)
    assert over(stock).describe_experiment(ExperimentName="e")["CreationTime"].tzinfo is not UTC


def test_retries_are_adaptive() -> None:
    for made in (connect(**OPTIONS), connect_metrics(**OPTIONS)):
        client: Any = made
        assert client.meta.config.retries["mode"] == "adaptive"


def test_a_given_config_wins_over_the_retries() -> None:
    client: Any = connect(
        **OPTIONS, config=Config(retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=7)
    )
    assert client.meta.config.retries["mode"] == "standard"
    assert client.meta.config.read_timeout == 7


def test_the_options_reach_boto3() -> None:
    client: Any = connect(**OPTIONS, endpoint_url="http://localhost:5000")
    assert client.meta.endpoint_url == "http://localhost:5000"
    assert client.meta.region_name == "eu-west-1"


def test_the_default_session_of_boto3_stays_unmade(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    connect(**OPTIONS)
    assert boto3.DEFAULT_SESSION is None


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001 - the strategy adds the zone
def test_a_time_stamp_is_the_same_instant_in_each_of_its_spellings(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC, microsecond=naive.microsecond // 1000 * 1000)
    seconds = moment.timestamp()
    for spelling in (moment.isoformat(), moment.isoformat().replace("+00:00", "Z"), moment.isoformat()[:-6]):
        assert utc_timestamp(spelling) == moment
    for number in (seconds, repr(seconds)):
        assert abs((utc_timestamp(number) - moment).total_seconds()) < 1e-3


def test_functions_keep_no_state_between_threads() -> None:
    client = clients.client_over(clients.well)
    found: list[object] = []

    def work() -> None:
        found.extend(experiment.list_experiments(client).collect().unwrap() for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 160
    assert len(set(found)) == 1
