"""What the tests of the embedded store share."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from smexp_fp import local

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_metrics import SageMakerMetricsClient


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


class Refused:
    """Expects a ClientError with a code, and a text in its message."""

    def __init__(self, code: str, text: str = "") -> None:
        self._expected = pytest.raises(ClientError)
        self._code, self._text = code, text

    def __enter__(self) -> None:
        self._info = self._expected.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        suppressed = self._expected.__exit__(kind, error, traceback)
        answer: Any = self._info.value.response.get("Error")
        assert answer["Code"] == self._code, answer
        assert self._text in answer["Message"], answer
        return suppressed


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


@pytest.fixture
def refused() -> type[Refused]:
    return Refused
