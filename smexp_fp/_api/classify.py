"""What an exception of a client means.

Only the shape of a `ClientError` is looked at (`.response`), so that a hand-written client needs no botocore to fail
like the service. The other exceptions of botocore are told by class; the import waits until there is an exception,
when botocore is long loaded if it is used at all.

Sources: the error table of the API reference, common errors of AWS services, and texts seen in public threads. The
service has no modelled class for a duplicate name or for an entity in use; both come as a ValidationException, told
apart by its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

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

_THROTTLED: Final = frozenset(
    {
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
    }
)

_DENIED: Final = frozenset(
    {
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
    }
)

_UNAVAILABLE: Final = frozenset(
    {
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "InternalServerException",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
    }
)

_BY_CODE: Final[Mapping[str, type[NotFound | Conflict | InUse | LimitExceeded | AlreadyExists]]] = {
    "ResourceNotFound": NotFound,
    "ResourceNotFoundException": NotFound,
    "ConflictException": Conflict,
    "ResourceInUse": InUse,
    "ResourceInUseException": InUse,
    "ResourceLimitExceeded": LimitExceeded,
    "ResourceLimitExceededException": LimitExceeded,
    "ResourceAlreadyExists": AlreadyExists,
    "ResourceAlreadyExistsException": AlreadyExists,
}

TOO_MANY_REQUESTS: Final = 429
REQUEST_TIMEOUT: Final = 408
SERVER_ERROR: Final = 500


def classify(operation: str, error: Exception) -> SmexpError:
    """Make the error value of an exception that a client raised; it raises nothing, however odd the exception."""
    try:
        return _classify(operation, error)
    except Exception:  # noqa: BLE001 - an exception whose own text or answer cannot be read
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
    """HTTP status and request id of an answer, as far as it has them."""
    try:
        metadata = cast("Mapping[str, object]", answer).get("ResponseMetadata") if isinstance(answer, Mapping) else None
        known: Mapping[str, object] = cast("Mapping[str, object]", metadata) if isinstance(metadata, Mapping) else {}
        status, request_id = known.get("HTTPStatusCode"), _text(known.get("RequestId"))
    except Exception:  # noqa: BLE001 - a client's mapping can fail; what is asked for here is of use, not of need
        return None, None
    return status if isinstance(status, int) else None, request_id


def _kind(
    operation: str, code: str, message: str, status: int
) -> type[
    NotFound | AlreadyExists | InUse | Conflict | LimitExceeded | Throttled | AccessDenied | Rejected | Unavailable
]:
    if code in _BY_CODE:
        return _BY_CODE[code]
    if code in _THROTTLED or status == TOO_MANY_REQUESTS:
        return Throttled
    if code in _DENIED or status in {401, 403}:
        return AccessDenied
    if code in _UNAVAILABLE or status == REQUEST_TIMEOUT or status >= SERVER_ERROR:
        return Unavailable
    if code == "ValidationException":
        return _refusal(operation, message)
    return Rejected


def _refusal(operation: str, message: str) -> type[AlreadyExists | InUse | NotFound | Rejected]:
    if "already exists" in message or "must be unique" in message:
        return AlreadyExists
    # The name of what is to be deleted is checked before anything is sent, so what is left is what still belongs to it.
    if operation.startswith("Delete") and ("linked to" in message or "cannot be deleted" in message):
        return InUse
    # So says moto, and the service itself of other resources.
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
        # OSError holds the time-outs and broken connections of the standard library.
        case botocore.HTTPClientError() | botocore.IncompleteReadError() | botocore.ConnectionError() | OSError():
            return Unavailable(operation=operation, message=message, cause=error)
        case _ if _of_parser(error):
            return MalformedResponse(operation=operation, message=f"the answer cannot be read: {message}", cause=error)
        case _:
            return Unexpected(operation=operation, message=message, cause=error)


def _of_parser(error: Exception) -> bool:
    """Whether botocore's parser stumbled: on JSON of another form than it expects it does so with any exception."""
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_globals.get("__name__") == "botocore.parsers":
            return True
        step = step.tb_next
    return False


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
