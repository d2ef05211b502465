"""What the tests of the embedded store do again and again."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from smexp_fp.local import Answer, Store
from tests.support.wire import pages

INVALID = (400, "ValidationException")
UNREADABLE = (400, "SerializationException")
FAILED = (500, "InternalFailure")
UNAVAILABLE = (503, "ServiceUnavailable")


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def refused(code: str, text: str = "") -> Generator[None, None, None]:
    """Expects a ClientError with a code, and a text in its message."""
    with pytest.raises(ClientError) as caught:
        yield
    error: Any = caught.value.response.get("Error")
    assert error["Code"] == code, error
    assert text in error["Message"], error


def create(store: Store, name: str) -> Answer:
    """Create a component that has rows in several tables."""
    parameters = {f"p{number}": {"NumberValue": number} for number in range(10)}
    tags = [{"Key": "k", "Value": "v"}]
    return store.answer("CreateTrialComponent", {"TrialComponentName": name, "Parameters": parameters, "Tags": tags})


def components(store: Store) -> set[str]:
    """The names of all components."""
    found = pages(store, "ListTrialComponents", MaxResults=100)
    return {summary["TrialComponentName"] for page in found for summary in page["TrialComponentSummaries"]}
