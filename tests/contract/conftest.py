"""The services that the contract is held against: the embedded store, and moto as a second, independent one."""

# pyright: reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import boto3
import moto
import pytest

from smexp_fp import local

MOTO_LACKS: dict[str, str] = {
    "update_experiment": "moto has no UpdateExperiment",
    "update_trial": "moto has no UpdateTrial",
    "suggest": "moto has no GetSearchSuggestions",
    "get_metrics": "moto has no BatchGetMetrics",
    "put_metrics": "moto's BatchPutMetrics knows the metrics of training jobs only",
    "delete": "moto's deletions answer without the ARN that the API declares",
    "merge": "moto's UpdateTrialComponent replaces the whole map",
    "duplicates": "moto overwrites an entity whose name is created again",
    "not_found": "moto raises a KeyError, or succeeds, where the API declares ResourceNotFound",
    "in_use": "moto deletes what others belong to",
    "members": "moto ignores some of what is given to a creation: display names, descriptions, metadata, tags",
    "search": "moto's Search knows neither Or nor nested expressions, sorting and paging",
    "sorting": "moto pays no heed to SortBy and SortOrder",
    "unlisted": "moto lists without regard to an unknown parent",
}
"""What moto cannot be held to, and why; a test names its reason by the key."""


class Service(NamedTuple):
    """A service under test."""

    name: str
    sagemaker: Any
    metrics: Any


@pytest.fixture(params=["embedded", "moto"])
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A fresh service of either kind; a test that moto is known to fail is marked `without_moto(reason)`."""
    if request.param == "embedded":
        store = local.Store.open(":memory:")
        yield Service("embedded", local.client(store), local.metrics_client(store))
        return
    marker = request.node.get_closest_marker("without_moto")
    if marker is not None:
        # Not skipped: the day that moto has it, the test says that the mark can go.
        request.applymarker(pytest.mark.xfail(reason=MOTO_LACKS[marker.args[0]], strict=True))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with moto.mock_aws():
        made: Any = boto3.client  # pyright: ignore[reportUnknownMemberType] - services without stubs
        yield Service("moto", made("sagemaker", "us-east-1"), made("sagemaker-metrics", "us-east-1"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "without_moto(reason): moto is known to differ here")
