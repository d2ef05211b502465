"""API calls as values, and the one place where calls are sent and exceptions become failures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from returns.result import Failure, Result, Success

from smexp_fp._api.classify import answer_ids, classify
from smexp_fp._api.members import Malformed, Wire, check_body
from smexp_fp._api.rules import check, snake_case
from smexp_fp._api.wire import to_plain
from smexp_fp._base.frozen import FrozenMap
from smexp_fp.errors import MalformedResponse, SmexpError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T]):
    """A request to send.

    Attributes:
        operation: The API operation, such as `CreateTrial`.
        parameters: The wire parameters.
        decode: Converts the response to the result.
        arguments: The caller's argument for each wire member for which it is not that of `rules.argument_of`.
    """

    operation: str
    parameters: Mapping[str, object]
    decode: Callable[[Wire], T]
    arguments: Mapping[str, str] = field(default_factory=FrozenMap[str, str])


def send(client: object, call: Call[T]) -> Result[T, SmexpError]:
    """Check a call, send it through a client, and decode the response.

    Args:
        client: Has a method for the operation; the types of the public functions require it.
        call: The request.

    Returns:
        The result of `call.decode`. Failures: `InvalidInput` (nothing was sent), the result of `classify` for an
        exception, and `MalformedResponse` if the response cannot be decoded.
    """
    invalid = check(call.operation, call.parameters, call.arguments)
    if invalid is not None:
        return Failure(invalid)
    try:
        answer: object = getattr(client, snake_case(call.operation))(**to_plain(call.parameters))
    except Exception as error:  # noqa: BLE001 - every exception of a client becomes a value
        return Failure(classify(call.operation, error))
    try:
        readable = _as_wire(answer)
        check_body(readable)
        return Success(call.decode(readable))
    except Exception as error:  # noqa: BLE001 - a response can be malformed in unforeseen ways
        return Failure(malformed(call.operation, answer, error))


def _as_wire(answer: object) -> Wire:
    if not isinstance(answer, Mapping):
        raise Malformed("The response", "a mapping", answer)
    return cast("Wire", answer)


def malformed(
    operation: str, answer: object, error: Exception, *, record: str | None = None, position: int | None = None
) -> MalformedResponse:
    """The error for a response, or for one record in it, that cannot be decoded.

    Args:
        operation: The API operation.
        answer: The whole response, for its status and request id.
        error: The exception of the decoding.
        record: The ARN or name of the record that could not be decoded, if that could be read.
        position: The index of the record, if the rest of the response could be decoded.
    """
    status, request_id = answer_ids(answer)
    try:
        message = str(error) if isinstance(error, Malformed) else f"the response cannot be read: {error!r}"
    except Exception:  # noqa: BLE001 - an exception of a client's own mapping may have no text
        message = f"the response cannot be read: {type(error).__name__}"
    return MalformedResponse(
        operation=operation,
        message=message if record is None else f"{record}: {message}",
        status=status,
        request_id=request_id,
        cause=error,
        record=record,
        position=position,
    )
