"""What the tests of the embedded store share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from smexp_fp import local
from tests.local.helpers import Clock

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_metrics import SageMakerMetricsClient


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[local.Store]:
    with local.Store.open(":memory:", clock=clock) as opened:
        yield opened


@pytest.fixture
def client(store: local.Store) -> SageMakerClient:
    return local.client(store)


@pytest.fixture
def metrics(store: local.Store) -> SageMakerMetricsClient:
    return local.metrics_client(store)


@pytest.fixture(params=[":memory:", "s.db"])
def where(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store in memory, and one in a file."""
    name: str = request.param
    return name if name == ":memory:" else str(tmp_path_factory.mktemp("store") / name)
