"""A record that comes back from JSON has lost the memory of how it was read. Saving it is safe all the same."""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from typing import Any

import orjson
import pytest

from smexp_fp import local, trial_component
from smexp_fp.errors import InvalidInput
from smexp_fp.records import Artifact, Status, TrialComponent, UnknownStatus
from tests.fits.test_json import READERS
from tests.support.clients import recorder

every_reader = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


def stored(client: Any, read: Any) -> Any:
    """The component as JSON, and read from it."""
    return read(orjson.dumps(trial_component.load(client, "c").unwrap()), TrialComponent)


@pytest.fixture
def client() -> Any:
    client = local.client(":memory:")
    trial_component.create(
        client,
        "c",
        display_name="C",
        status=Status(primary="InProgress"),
        parameters={"lr": 0.1, "kernel": "rbf"},
        input_artifacts={"data": Artifact(value="s3://b/k")},
    ).unwrap()
    return client


@every_reader
def test_it_writes_what_it_has_and_removes_nothing(client: Any, read: Any) -> None:
    old = stored(client, read)
    trial_component.update(client, "c", parameters={"added": 1}, output_artifacts={"m": Artifact(value="x")}).unwrap()
    trial_component.save(client, replace(old, display_name="D")).unwrap()
    found = trial_component.load(client, "c").unwrap()
    assert found.display_name == "D"
    assert found.parameters == {"lr": 0.1, "kernel": "rbf", "added": 1}
    assert found.output_artifacts == {"m": Artifact(value="x")}


@every_reader
def test_it_sends_every_member_that_it_has(client: Any, read: Any) -> None:
    sending = recorder(lambda *_: {})
    saved = trial_component.save(sending, stored(client, read)).unwrap()
    [(operation, sent)] = sending.calls
    assert operation == "UpdateTrialComponent"
    assert sent == {
        "TrialComponentName": "c",
        "DisplayName": "C",
        "Status": {"PrimaryStatus": "InProgress"},
        "Parameters": {"lr": {"NumberValue": 0.1}, "kernel": {"StringValue": "rbf"}},
        "InputArtifacts": {"data": {"Value": "s3://b/k"}},
    }
    # What was saved is known again.
    trial_component.save(sending, replace(saved, display_name="E")).unwrap()
    assert sending.calls[1][1] == {"TrialComponentName": "c", "DisplayName": "E"}


@every_reader
@pytest.mark.parametrize(
    ("status", "argument"),
    [
        (Status(primary=UnknownStatus("Paused")), "record.status.primary"),
        (Status(primary="Failed", message="m" * 1025), "record.status.message"),
    ],
)
def test_a_value_that_the_service_would_not_take_is_refused(
    client: Any, read: Any, status: Status, argument: str
) -> None:
    sending = recorder()
    refused = trial_component.save(sending, replace(stored(client, read), status=status)).failure()
    assert isinstance(refused, InvalidInput)
    assert refused.argument == argument
    assert sending.calls == []


@every_reader
def test_it_can_be_changed_copied_and_pickled_like_any_other(client: Any, read: Any) -> None:
    record = stored(client, read)
    for other in (replace(record), copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record))):  # noqa: S301 - our own
        assert other == record
        assert replace(other, display_name="D").display_name == "D"
