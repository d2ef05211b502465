"""`connect` makes a boto3 client of its own kind and changes nothing for anybody else."""

# The stubs of boto3 name every service; those that are not installed are unknown to pyright.
# pyright: reportUnknownMemberType=false, reportUnknownLambdaType=false, reportUnknownArgumentType=false

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.config import Config
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import connect, connect_metrics, experiment
from tests.support import clients

OPTIONS: dict[str, Any] = {"region_name": "eu-west-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}

both_services = pytest.mark.parametrize("make", [connect, connect_metrics])


def reading(client: Any) -> Callable[[float | str], datetime]:
    """What a client reads for a time that an answer has written so."""
    answers: list[bytes] = []
    client.meta.events.register("before-send", lambda request, **_: clients.http_answer(request, 200, answers.pop()))

    def read(written: float | str) -> datetime:
        answers.append(json.dumps({"CreationTime": written}).encode())
        moment: datetime = client.describe_experiment(ExperimentName="e")["CreationTime"]
        return moment

    return read


def test_times_are_in_utc_and_those_of_other_clients_stay_as_they_are() -> None:
    moment = reading(connect(**OPTIONS))(1_700_000_000.5)
    assert moment == datetime.fromtimestamp(1_700_000_000.5, UTC)
    assert moment.tzinfo is UTC
    stock: Any = boto3.session.Session().client("sagemaker", **OPTIONS)
    assert reading(stock)(1_700_000_000.5).tzinfo is not UTC


@both_services
def test_retries_are_adaptive_unless_a_config_says_otherwise(make: Any) -> None:
    assert make(**OPTIONS).meta.config.retries["mode"] == "adaptive"
    given = make(**OPTIONS, config=Config(retries={"mode": "standard"}, read_timeout=7)).meta.config
    assert (given.retries["mode"], given.read_timeout) == ("standard", 7)


@both_services
def test_the_options_reach_boto3_and_its_default_session_stays_unmade(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    meta = make(**OPTIONS, endpoint_url="http://localhost:5000").meta
    assert (meta.endpoint_url, meta.region_name) == ("http://localhost:5000", "eu-west-1")
    assert boto3.DEFAULT_SESSION is None


@pytest.fixture
def far_from_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_from_utc")
def test_a_time_stamp_is_the_same_instant_in_each_of_its_spellings() -> None:
    read = reading(connect(**OPTIONS))

    @given(st.integers(86_400_000, 7_258_118_400_000))  # milliseconds: 1970 to 2200
    def law(instant: int) -> None:
        moment = datetime.fromtimestamp(instant // 1000, UTC).replace(microsecond=instant % 1000 * 1000)
        iso = moment.isoformat()
        for spelling in (iso, iso.replace("+00:00", "Z"), iso.removesuffix("+00:00")):
            assert read(spelling) == moment
        for number in (instant / 1000, repr(instant / 1000)):
            assert abs((read(number) - moment).total_seconds()) < 1e-3

    law()


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
