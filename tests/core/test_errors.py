"""Laws of the error values."""

from __future__ import annotations

import copy
import pickle
import threading
from typing import Any, assert_never, get_args

import pytest

from smexp_fp import errors
from smexp_fp.errors import (
    AccessDenied,
    AlreadyExists,
    Conflict,
    Incomplete,
    InUse,
    InvalidInput,
    LimitExceeded,
    MalformedResponse,
    NotFound,
    Rejected,
    ServiceError,
    SmexpError,
    SmexpException,
    Throttled,
    Unavailable,
    Unexpected,
)

KINDS: tuple[type[ServiceError], ...] = get_args(SmexpError)


class UnpicklableError(Exception):
    def __init__(self) -> None:
        super().__init__("no")
        self.lock = threading.Lock()


def made(kind: type[ServiceError], **members: Any) -> Any:
    extra: dict[type[ServiceError], dict[str, Any]] = {
        InvalidInput: {"argument": "name", "value": ["unhashable"], "rule": "must be a string"},
        Incomplete: {"done": ("a",), "left": ("b",), "error": NotFound(message="m", operation="O")},
    }
    given: dict[str, Any] = {"message": "m", "operation": "O", "request_id": "r"}
    return kind(**given | extra.get(kind, {}) | members)


every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def test_the_union_has_every_error_of_the_module() -> None:
    classes = {
        value
        for name in errors.__all__
        if isinstance(value := getattr(errors, name), type) and issubclass(value, ServiceError)
    }
    assert classes - {ServiceError} == set(KINDS)


@every_kind
def test_an_error_outlives_a_cause_that_cannot_be_pickled(kind: type[ServiceError]) -> None:
    error = made(kind, cause=UnpicklableError())
    for copied in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301 - our own
        assert copied == error
        assert type(copied) is kind
        assert copied.cause is None


@every_kind
def test_an_error_hashes_and_two_kinds_are_never_equal(kind: type[ServiceError]) -> None:
    error = made(kind)
    assert len({error, made(kind)}) == 1
    assert all(error != made(other) for other in KINDS if other is not kind)


@every_kind
def test_the_cause_takes_no_part_in_comparison(kind: type[ServiceError]) -> None:
    assert made(kind, cause=ValueError()) == made(kind)


@every_kind
def test_an_error_cannot_be_changed(kind: type[ServiceError]) -> None:
    error = made(kind)
    with pytest.raises(AttributeError):
        error.message = "other"
    with pytest.raises((AttributeError, TypeError)):
        error.something_new = 1


@every_kind
def test_the_text_names_kind_operation_message_and_request(kind: type[ServiceError]) -> None:
    assert str(made(kind)) == f"{kind.__name__} in O: m (request r)"
    assert str(made(kind, request_id=None)) == f"{kind.__name__} in O: m"


def test_a_retry_can_help_after_these_and_no_others() -> None:
    assert {kind for kind in KINDS if kind.retryable is True} == {Conflict, Throttled, Unavailable}


def test_a_retry_can_help_after_half_the_work_where_it_can_after_what_stopped_it() -> None:
    passing, final = Throttled(message="m", operation="O"), NotFound(message="m", operation="O")
    assert Incomplete(message="m", operation="O", done=(), left=("b",), error=passing).retryable
    assert not Incomplete(message="m", operation="O", done=(), left=("b",), error=final).retryable


def which(error: SmexpError) -> str:
    # That this function type-checks shows that the union is closed and complete.
    match error:
        case InvalidInput() | NotFound() | AlreadyExists() | InUse() | Conflict() | LimitExceeded() | Throttled():
            return "a"
        case AccessDenied() | Rejected() | Incomplete() | Unavailable() | MalformedResponse() | Unexpected():
            return "b"
        case _:
            assert_never(error)


@every_kind
def test_a_match_over_all_cases_meets_every_kind(kind: type[ServiceError]) -> None:
    assert which(made(kind)) in {"a", "b"}


@every_kind
def test_a_pattern_takes_an_error_apart(kind: type[ServiceError]) -> None:
    match made(kind):
        case ServiceError(operation=operation, message=message):
            assert (operation, message) == ("O", "m")
        case _:
            pytest.fail("every error is a ServiceError")


@every_kind
def test_the_exception_carries_the_error_with_its_text(kind: type[ServiceError]) -> None:
    error = made(kind, cause=UnpicklableError())
    raised = SmexpException(error)
    assert str(raised) == str(error)
    assert pickle.loads(pickle.dumps(raised)).error == error  # noqa: S301 - our own
