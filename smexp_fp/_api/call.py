"""An API call as a value, and the one place that sends it and where an exception becomes a `Failure`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from returns.result import Failure, Result, Success

from smexp_fp._api.classify import answer_ids, classify
from smexp_fp._api.members import Malformed, Wire, check_body
from smexp_fp._api.rules import check, snake_case
from smexp_fp._api.wire import plain
from smexp_fp._frozen import FrozenMap
from smexp_fp.errors import MalformedResponse, SmexpError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T]):
    """One request, not yet sent.

    Attributes:
        operation: The API operation, such as `CreateTrial`.
        parameters: Its wire parameters.
        decode: Makes the result of the answer.
        arguments: The caller's argument behind each wire member whose name is not simply the same in snake case.
    """

    operation: str
    parameters: Mapping[str, object]
    decode: Callable[[Wire], T]
    arguments: Mapping[str, str] = field(default_factory=FrozenMap[str, str])


def send(client: object, call: Call[T]) -> Result[T, SmexpError]:
    """Check a call, send it through a client, and decode the answer.

    Args:
        client: What has a method for the operation; the public functions say so in their types.
        call: The request.

    Returns:
        What `call.decode` makes of the answer. Failures: `InvalidInput` (nothing was sent), what `classify` makes of an
        exception, `MalformedResponse` where the answer cannot be decoded.
    """
    invalid = check(call.operation, call.parameters, call.arguments)
    if invalid is not None:
        return Failure(invalid)
    try:
        answer: object = getattr(client, snake_case(call.operation))(**plain(call.parameters))
    except Exception as error:  # noqa: BLE001 - whatever a client raises is a value from here on
        return Failure(classify(call.operation, error))
    try:
        readable = _as_wire(answer)
        check_body(readable)
        return Success(call.decode(readable))
    except Exception as error:  # noqa: BLE001 - an answer can be broken in ways that nobody foresees
        return Failure(malformed(call.operation, answer, error))


def _as_wire(answer: object) -> Wire:
    if not isinstance(answer, Mapping):
        raise Malformed("The answer", "a mapping", answer)
    return cast("Wire", answer)


def malformed(
    operation: str, answer: object, error: Exception, *, record: str | None = None, position: int | None = None
) -> MalformedResponse:
    """The error value of an answer, or of one record in it, that cannot be decoded.

    Args:
        operation: The API operation.
        answer: The whole answer, for its status and request id.
        error: What decoding raised.
        record: The ARN or name of the record that could not be decoded, as far as it could be read.
        position: Its place among the answer's records, where the rest of the answer could be decoded.
    """
    status, request_id = answer_ids(answer)
    try:
        message = str(error) if isinstance(error, Malformed) else f"the answer cannot be read: {error!r}"
    except Exception:  # noqa: BLE001 - the exception of a client's own mapping, without a text
        message = f"the answer cannot be read: {type(error).__name__}"
    return MalformedResponse(
        operation=operation,
        message=message if record is None else f"{record}: {message}",
        status=status,
        request_id=request_id,
        cause=error,
        record=record,
        position=position,
    )
