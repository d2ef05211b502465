"""The errors that functions of this package return, as values inside a `Failure`.

`SmexpError` is a closed union. `match` over it and end with `typing.assert_never`, and a type checker reports a missing
case::

    SmexpError
    ├── InvalidInput        the arguments break a rule of the service
    ├── NotFound            no such experiment, trial, component or resource
    ├── AlreadyExists       the name is taken; names ignore case
    ├── InUse               it cannot be deleted while something belongs to it
    ├── Conflict            somebody else is changing it (retryable)
    ├── LimitExceeded       an account limit is reached
    ├── Throttled           too many calls (retryable)
    ├── AccessDenied        credentials are missing, expired or not sufficient
    ├── Rejected            the service refuses the request for another reason
    ├── Incomplete          only some of several steps are done
    ├── Unavailable         a fault of service or network (retryable)
    ├── MalformedResponse   the response is not what the API promises
    └── Unexpected          anything else that the client raised

All members share the attributes of `ServiceError`. An `Incomplete` is retryable if the error that stopped it is.

After `Unavailable`, `MalformedResponse` and `Unexpected`, the operation may have been carried out, because the request
may have arrived although its response did not. After `Incomplete`, a part was carried out. After every other error,
the operation was not carried out.

The failures "of every call", in the docstrings of this package, are `Throttled`, `AccessDenied`, `Rejected`,
`Unavailable`, `MalformedResponse` and `Unexpected`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, TypeAlias, final

__all__ = [
    "AccessDenied",
    "AlreadyExists",
    "Conflict",
    "InUse",
    "Incomplete",
    "InvalidInput",
    "LimitExceeded",
    "MalformedResponse",
    "NotFound",
    "Rejected",
    "ServiceError",
    "SmexpError",
    "SmexpException",
    "Throttled",
    "Unavailable",
    "Unexpected",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceError:
    """The attributes of every error. This base class is not a member of `SmexpError`.

    Attributes:
        message: What happened, in the words of the service if it gave any.
        operation: The API operation, such as `CreateTrial`.
        code: The service's error code, such as `ResourceNotFound`; `None` without a response.
        status: The HTTP status, if there was a response.
        request_id: The id that AWS support asks for; `None` without a response.
        resume_from: If a failed request ended a listing, the `resume_from` with which the same function continues;
            `None` means from the start.
        cause: The exception that caused the error, if any. It is ignored in comparisons, and is not pickled or copied,
            because many exceptions of HTTP clients cannot be.
    """

    retryable: ClassVar[bool] = False
    """Whether the same call may succeed later."""

    message: str
    operation: str
    code: str | None = None
    status: int | None = None
    request_id: str | None = None
    resume_from: str | None = None
    cause: Exception | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        """Return the name, operation, message and request id in one line."""
        request = f" (request {self.request_id})" if self.request_id else ""
        return f"{type(self).__name__} in {self.operation}: {self.message}{request}"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle all attributes except `cause`."""
        members: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "cause"}
        return (_rebuild, (type(self), members))


def _rebuild(kind: type[ServiceError], members: dict[str, Any]) -> ServiceError:
    # Any: each member has the type that its own field declares.
    return kind(**members)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidInput(ServiceError):
    """An argument breaks a rule, so nothing was sent.

    Attributes:
        argument: The function's argument, with the path inside it: `name`, `parameters['lr']`.
        value: The given value.
        rule: The rule of the service or this library that the value breaks.
    """

    argument: str
    value: object = field(hash=False)
    rule: str


@final
class NotFound(ServiceError):
    """There is no such experiment, trial, component or resource (`ResourceNotFound`)."""

    __slots__ = ()


@final
class AlreadyExists(ServiceError):
    """The name is taken; names are unique in an account and region, ignoring case."""

    __slots__ = ()


@final
class InUse(ServiceError):
    """The entity is still in use: a component in a trial, a trial with components, an experiment with trials."""

    __slots__ = ()


@final
class Conflict(ServiceError):
    """Somebody else is changing the same resource (`ConflictException`)."""

    __slots__ = ()
    retryable = True


@final
class LimitExceeded(ServiceError):
    """A limit of the account is reached (`ResourceLimitExceeded`)."""

    __slots__ = ()


@final
class Throttled(ServiceError):
    """Too many calls in a short time (`ThrottlingException`). Nothing was done; wait, then retry."""

    __slots__ = ()
    retryable = True


@final
class AccessDenied(ServiceError):
    """The credentials are missing, expired, or do not allow the operation."""

    __slots__ = ()


@final
class Rejected(ServiceError):
    """The service refused the request for another reason; see `code` and `message`."""

    __slots__ = ()


@final
class Unavailable(ServiceError):
    """The service or the network failed: a 5xx response, a timeout, a dropped connection.

    A call that changes something may have been carried out nevertheless.
    """

    __slots__ = ()
    retryable = True


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete(ServiceError):
    """A function that makes several calls was only partly successful.

    Attributes:
        done: The names or ARNs that are done, in the order of the work.
        left: The names or ARNs that are not done.
        error: The error that stopped the work, or the first of several.
    """

    done: tuple[str, ...]
    left: tuple[str, ...]
    error: SmexpError

    # In the base it is a constant of the class; here it depends on the instance.
    @property
    def retryable(self) -> bool:  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]
        """Whether the same call may succeed later, which depends on `error`."""
        return self.error.retryable


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MalformedResponse(ServiceError):
    """The response is not what the API promises: a member is missing or has the wrong type, or a page token repeats.

    The call was probably carried out.

    With a `position`, one record of a listing cannot be read. The failure then takes the place of the record, the other
    records follow, and `resume_from` is `None`. Without a `position`, the whole response cannot be read.

    Attributes:
        record: The ARN or name of the unreadable record, or the key of a tag, if that can be read.
        position: The index of the record on its page.
    """

    record: str | None = None
    position: int | None = None

    def __str__(self) -> str:
        """Add the position of the record, if there is one."""
        whole = ServiceError.__str__(self)
        return whole if self.position is None else f"{whole} (record {self.position} of its page)"


@final
class Unexpected(ServiceError):
    """The client raised an unexpected exception; see `cause`."""

    __slots__ = ()


SmexpError: TypeAlias = (
    InvalidInput
    | NotFound
    | AlreadyExists
    | InUse
    | Conflict
    | LimitExceeded
    | Throttled
    | AccessDenied
    | Rejected
    | Incomplete
    | Unavailable
    | MalformedResponse
    | Unexpected
)
"""Every error that a call can have, as a closed union."""


class SmexpException(Exception):
    """The exception that `smexp_fp.results.or_raise` raises.

    Attributes:
        error: The failure's value.
    """

    def __init__(self, error: object) -> None:
        """Wrap an error, and use its text."""
        super().__init__(str(error))
        self.error = error

    def __reduce__(self) -> tuple[type[SmexpException], tuple[object]]:
        """Pickle the error itself, not its text."""
        return (type(self), (self.error,))
