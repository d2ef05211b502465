"""Errors are immutable values with a text, and the union has all of them."""

from __future__ import annotations

import copy
import pickle
import threading
from typing import Any, assert_never, get_args

import pytest

from smexp_fp import errors
from smexp_fp.errors import NotFound, ServiceError, SmexpError, SmexpException, Throttled

KINDS: tuple[type[ServiceError], ...] = get_args(SmexpError)
every_error = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


class UnpicklableError(Exception):
    def __init__(self) -> None:
        super().__init__("no")
        self.lock = threading.Lock()


def made(kind: type[ServiceError], **members: Any) -> Any:
    extra: dict[type[ServiceError], dict[str, Any]] = {
        errors.InvalidInput: {"argument": "name", "value": ["unhashable"], "rule": "must be a string"},
        errors.Incomplete: {"done": ("a",), "left": ("b",), "error": NotFound(message="m", operation="O")},
    }
    given: dict[str, Any] = {"message": "m", "operation": "O", "request_id": "r"}
    return kind(**given | extra.get(kind, {}) | members)


def test_the_union_has_every_error_of_the_module() -> None:
    public = [getattr(errors, name) for name in errors.__all__]
    classes = {value for value in public if isinstance(value, type) and issubclass(value, ServiceError)}
    assert classes - {ServiceError} == set(KINDS)


def which(error: SmexpError) -> str:
    # That this function type-checks shows that the union is closed and complete.
    match error:
        case errors.InvalidInput() | errors.NotFound() | errors.AlreadyExists() | errors.InUse() | errors.Conflict():
            return "the request"
        case errors.LimitExceeded() | errors.Throttled() | errors.AccessDenied() | errors.Rejected():
            return "the service"
        case errors.Incomplete() | errors.Unavailable() | errors.MalformedResponse() | errors.Unexpected():
            return "the way"
        case _:
            assert_never(error)


@every_error
def test_a_match_takes_every_error_apart(kind: type[ServiceError]) -> None:
    assert which(made(kind))
    match made(kind):
        case ServiceError(operation=operation, message=message):
            assert (operation, message) == ("O", "m")
        case _:
            pytest.fail("every error is a ServiceError")


@every_error
def test_an_error_is_equal_to_one_with_the_same_members_whatever_the_cause(kind: type[ServiceError]) -> None:
    error = made(kind)
    assert error == made(kind, cause=ValueError())
    assert len({error, made(kind)}) == 1
    assert error != made(kind, message="other")
    assert all(error != made(other) for other in KINDS if other is not kind)


@every_error
def test_an_error_and_its_exception_outlive_a_cause_that_cannot_be_pickled(kind: type[ServiceError]) -> None:
    error = made(kind, cause=UnpicklableError())
    raised: SmexpException = pickle.loads(pickle.dumps(SmexpException(error)))  # noqa: S301 - our own
    pickled = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    for copied in (pickled, copy.copy(error), copy.deepcopy(error), raised.error):
        assert copied == error
        assert type(copied) is kind
        assert copied.cause is None


@every_error
def test_an_error_cannot_be_changed(kind: type[ServiceError]) -> None:
    error = made(kind)
    with pytest.raises(AttributeError):
        error.message = "other"
    with pytest.raises((AttributeError, TypeError)):
        error.something_new = 1


@every_error
def test_the_text_names_kind_operation_message_and_request(kind: type[ServiceError]) -> None:
    assert str(made(kind)) == f"{kind.__name__} in O: m (request r)"
    assert str(made(kind, request_id=None)) == f"{kind.__name__} in O: m"
    assert str(SmexpException(made(kind))) == str(made(kind))


def test_a_retry_can_help_after_these_and_no_others() -> None:
    assert {kind for kind in KINDS if kind.retryable is True} == {errors.Conflict, Throttled, errors.Unavailable}


@pytest.mark.parametrize("stopped_by", [Throttled, NotFound])
def test_a_retry_can_help_after_half_the_work_where_it_can_after_what_stopped_it(stopped_by: type[Any]) -> None:
    error = stopped_by(message="m", operation="O")
    assert made(errors.Incomplete, error=error).retryable is error.retryable
