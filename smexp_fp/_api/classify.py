"""Conversion of a client's exceptions to error values.

A `ClientError` is recognised by its attribute `response`, so that a test double can fail like the service without
botocore. Other exceptions of botocore are recognised by class. botocore is imported only when there is an exception; by
then, a program that uses it has imported it.

Sources: the error table of the API reference, the common errors of AWS services, and texts seen in public threads. The
service has no error code for a duplicate name or an entity in use. Both are a ValidationException, and its text
distinguishes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias, cast

from smexp_fp.errors import (
    AccessDenied,
    AlreadyExists,
    Conflict,
    InUse,
    InvalidInput,
    LimitExceeded,
    MalformedResponse,
    NotFound,
    Rejected,
    SmexpError,
    Throttled,
    Unavailable,
    Unexpected,
)

_ServiceError: TypeAlias = type[
    NotFound | AlreadyExists | InUse | Conflict | LimitExceeded | Throttled | AccessDenied | Rejected | Unavailable
]

_CODES: Final[Mapping[_ServiceError, tuple[str, ...]]] = {
    AlreadyExists: ("ResourceAlreadyExists", "ResourceAlreadyExistsException"),
    Conflict: ("ConflictException",),
    InUse: ("ResourceInUse", "ResourceInUseException"),
    LimitExceeded: ("ResourceLimitExceeded", "ResourceLimitExceededException"),
    NotFound: ("ResourceNotFound", "ResourceNotFoundException"),
    Throttled: (
        "ThrottlingException",
        "Throttling",
        "ThrottledException",
        "RequestThrottled",
        "RequestThrottledException",
        "RequestLimitExceeded",
        "TooManyRequestsException",
        "SlowDown",
        "BandwidthLimitExceeded",
        "PriorRequestNotComplete",
    ),
    AccessDenied: (
        "AccessDenied",
        "AccessDeniedException",
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "NotAuthorized",
        "OptInRequired",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnauthorizedOperation",
        "UnrecognizedClientException",
    ),
    Unavailable: (
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "InternalServerException",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
    ),
}

_BY_CODE: Final = {code: kind for kind, codes in _CODES.items() for code in codes}

TOO_MANY_REQUESTS: Final = 429
REQUEST_TIMEOUT: Final = 408
SERVER_ERROR: Final = 500


def classify(operation: str, error: Exception) -> SmexpError:
    """The error value for an exception of a client. It never raises, whatever the exception is."""
    try:
        return _classify(operation, error)
    except Exception:  # noqa: BLE001 - the text or response of an exception may be unreadable
        return Unexpected(operation=operation, message=type(error).__name__, cause=error)


def _classify(operation: str, error: Exception) -> SmexpError:
    response: object = getattr(error, "response", None)
    if isinstance(response, Mapping) and isinstance(cast("Mapping[str, object]", response).get("Error"), Mapping):
        return _from_answer(operation, cast("Mapping[str, object]", response), error)
    return _from_transport(operation, error)


def _from_answer(operation: str, response: Mapping[str, object], error: Exception) -> SmexpError:
    detail = cast("Mapping[str, object]", response["Error"])
    code, message = _text(detail.get("Code")), _text(detail.get("Message"))
    status, request_id = answer_ids(response)
    kind = _kind(operation, code or "", message or "", status or 0)
    return kind(
        operation=operation,
        message=message or code or str(error),
        code=code,
        status=status,
        request_id=request_id,
        cause=error,
    )


def answer_ids(answer: object) -> tuple[int | None, str | None]:
    """The HTTP status and request id of a response, if it has them."""
    try:
        metadata = cast("Mapping[str, object]", answer).get("ResponseMetadata") if isinstance(answer, Mapping) else None
        known: Mapping[str, object] = cast("Mapping[str, object]", metadata) if isinstance(metadata, Mapping) else {}
        status, request_id = known.get("HTTPStatusCode"), _text(known.get("RequestId"))
    except Exception:  # noqa: BLE001 - a client's own mapping can fail, and these two are optional
        return None, None
    return status if isinstance(status, int) else None, request_id


def _kind(operation: str, code: str, message: str, status: int) -> _ServiceError:
    if code in _BY_CODE:
        return _BY_CODE[code]
    if status == TOO_MANY_REQUESTS:
        return Throttled
    if status in {401, 403}:
        return AccessDenied
    if status == REQUEST_TIMEOUT or status >= SERVER_ERROR:
        return Unavailable
    if code == "ValidationException":
        return _validation_error(operation, message)
    return Rejected


def _validation_error(operation: str, message: str) -> type[AlreadyExists | InUse | NotFound | Rejected]:
    if "already exists" in message or "must be unique" in message:
        return AlreadyExists
    # The arguments were checked before the call, so this text can only mean that something still belongs to the entity.
    if operation.startswith("Delete") and ("linked to" in message or "cannot be deleted" in message):
        return InUse
    # The text of moto, and of the service for other resources.
    if message.startswith("Could not find"):
        return NotFound
    return Rejected


def _from_transport(operation: str, error: Exception) -> SmexpError:
    from botocore import exceptions as botocore  # noqa: PLC0415 - see the module's docstring
    from botocore.parsers import ResponseParserError  # noqa: PLC0415 - the same

    denied = (
        botocore.NoCredentialsError,
        botocore.PartialCredentialsError,
        botocore.CredentialRetrievalError,
        botocore.TokenRetrievalError,
        botocore.SSOError,
        botocore.NoAuthTokenError,
    )
    message = str(error) or type(error).__name__
    match error:
        case botocore.ParamValidationError():
            return InvalidInput(
                operation=operation, message=message, argument="parameters", value=None, rule=message, cause=error
            )
        case _ if isinstance(error, denied):
            return AccessDenied(operation=operation, message=message, cause=error)
        case ResponseParserError() | UnicodeDecodeError():
            return MalformedResponse(operation=operation, message=message, cause=error)
        # OSError includes the timeouts and broken connections of the standard library.
        case botocore.HTTPClientError() | botocore.IncompleteReadError() | botocore.ConnectionError() | OSError():
            return Unavailable(operation=operation, message=message, cause=error)
        case _ if _is_from_parser(error):
            return MalformedResponse(
                operation=operation, message=f"the response cannot be read: {message}", cause=error
            )
        case _:
            return Unexpected(operation=operation, message=message, cause=error)


def _is_from_parser(error: Exception) -> bool:
    """Whether botocore's parser raised the exception, which can be of any class if the JSON is not as expected."""
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_globals.get("__name__") == "botocore.parsers":
            return True
        step = step.tb_next
    return False


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
