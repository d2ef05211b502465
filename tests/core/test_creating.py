"""Creating, and loading what is there already."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from returns.result import Success

from smexp_fp import experiment, local, metrics, trial, trial_component
from smexp_fp.errors import AccessDenied, LimitExceeded, NotFound, SmexpError, Throttled
from tests.support import model
from tests.support.catalogue import DATUM
from tests.support.clients import recorder
from tests.support.kinds import Kind, every_kind


class Refusal(Exception):
    """An answer of the service that is an error."""

    def __init__(self, code: str, message: str = "no") -> None:
        super().__init__(message)
        self.response = {"Error": {"Code": code, "Message": message}}


DENIED = Refusal("AccessDeniedException")
FULL = Refusal("ResourceLimitExceeded")
TAKEN = Refusal("ValidationException", "must be unique: it already exists")
ABSENT = Refusal("ResourceNotFound")
BUSY = Refusal("ThrottlingException")


def service(create: Exception | None, describe: Exception | None) -> Any:
    """A client whose creations and descriptions answer as given."""

    def respond(operation: str, _: Mapping[str, Any]) -> object:
        error = create if operation.startswith("Create") else describe
        if error is not None:
            raise error
        return model.answer(operation)

    return recorder(respond)


def operations(client: Any) -> list[str]:
    return [operation for operation, _ in client.calls]


@every_kind
@pytest.mark.parametrize("refusal", [DENIED, FULL, TAKEN], ids=["denied", "full", "taken"])
def test_what_cannot_be_created_is_loaded(kind: Kind, refusal: Exception) -> None:
    client = service(create=refusal, describe=None)
    assert isinstance(kind.load_or_create(client, "n"), Success)
    assert operations(client) == [f"Create{kind}", f"Describe{kind}"]


@every_kind
def test_a_creation_that_fails_otherwise_is_not_followed_by_a_load(kind: Kind) -> None:
    client = service(create=BUSY, describe=None)
    assert isinstance(kind.load_or_create(client, "n").failure(), Throttled)
    assert operations(client) == [f"Create{kind}"]


# The failure of the creation says more, unless the load may yet succeed or the name is taken.
BOTH_FAIL: list[tuple[Exception, Exception, str, type[SmexpError]]] = [
    (DENIED, ABSENT, "Create", AccessDenied),
    (DENIED, DENIED, "Create", AccessDenied),
    (FULL, ABSENT, "Create", LimitExceeded),
    (FULL, DENIED, "Create", LimitExceeded),
    (DENIED, BUSY, "Describe", Throttled),
    (TAKEN, BUSY, "Describe", Throttled),
    (TAKEN, DENIED, "Describe", AccessDenied),
    (TAKEN, ABSENT, "Describe", NotFound),
]


@every_kind
@pytest.mark.parametrize(("create", "describe", "operation", "error"), BOTH_FAIL)
def test_where_both_fail_the_failure_is_the_one_that_says_more(
    kind: Kind, create: Exception, describe: Exception, operation: str, error: type[SmexpError]
) -> None:
    failure = kind.load_or_create(service(create, describe), "n").failure()
    assert isinstance(failure, error)
    assert failure.operation == f"{operation}{kind}"


@every_kind
def test_load_or_create_takes_every_argument_of_create(kind: Kind) -> None:
    def arguments(function: Callable[..., object]) -> set[str]:
        return set(inspect.signature(function).parameters) - {"name_prefix"}

    assert arguments(kind.module.load_or_create) == arguments(kind.module.create)


def test_a_trial_that_is_created_gets_its_components_and_one_that_is_loaded_keeps_its_own() -> None:
    client = local.client(":memory:")
    experiment.create(client, "e").unwrap()
    for name in ("c", "d"):
        trial_component.create(client, name).unwrap()
        trial.load_or_create(client, "e", "t", components=[name]).unwrap()
    assert [found.name for found in trial.list_trial_components(client, "t").collect().unwrap()] == ["c"]


def test_metrics_of_a_component_with_capitals_reach_it_under_its_name_in_lower_case() -> None:
    store = local.Store.open(":memory:")
    made = trial_component.create(local.client(store), "Train-Monday").unwrap()
    report = metrics.put_metrics(local.metrics_client(store), made, [DATUM]).unwrap()
    assert (report.accepted, report.refused) == (1, ())
    [found] = trial_component.load(local.client(store), "train-monday").unwrap().metrics
    assert found.name == DATUM.name
    client = recorder()
    metrics.put_metrics(client, made, [DATUM]).unwrap()
    assert client.calls[0][1]["TrialComponentName"] == "train-monday"


def test_an_empty_description_is_none_as_a_load_gives_it() -> None:
    client = local.client(":memory:")
    made = experiment.create(client, "e", description="").unwrap()
    assert made.description is experiment.load(client, "e").unwrap().description is None
