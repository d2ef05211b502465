"""The errors that functions of this package return, as values inside a `Failure`.

    SmexpError
    ├── InvalidInput        the arguments break a rule of the service; nothing was sent
    ├── NotFound            no such experiment, trial, component or resource
    ├── AlreadyExists       the name is taken (names are unique without regard to case)
    ├── InUse               it cannot be deleted while something belongs to it
    ├── Conflict            somebody else is changing it just now              (a retry can help)
    ├── LimitExceeded       an account limit is reached
    ├── Throttled           too many calls                                     (a retry can help)
    ├── AccessDenied        credentials are missing, expired or not sufficient
    ├── Rejected            the service refuses the request for another reason
    ├── Incomplete          a call of several steps stopped half-way; it says what is done and left   (as its cause)
    ├── Unavailable         a fault of service or network                      (a retry can help)
    ├── MalformedResponse   the answer is not what the API promises
    └── Unexpected          anything else that the client raised

It is a closed union: `match` over it and end in `typing.assert_never`, and a type checker tells when a case is missing.
All members share the attributes of `ServiceError` below.

After every error except the last four, the operation has not been carried out. After `Unavailable`, `MalformedResponse`
and `Unexpected` it may have been: the request may have arrived although its answer did not.
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
    """What every error has. The base is no member of `SmexpError` itself.

    Attributes:
        message: What happened, in words; from the service where it said so.
        operation: The API operation, such as `CreateTrial`.
        code: The service's error code, such as `ResourceNotFound`; `None` where no answer came.
        status: The HTTP status, where there was one.
        request_id: What AWS support asks for; `None` where no answer came.
        resume_from: In a listing that a failed request has ended, the position from which the same function continues,
            given as its `resume_from`; `None` means from the start.
        cause: The exception behind it, where there is one. It takes no part in comparison, and stays behind when the
            error is pickled or copied, since exceptions of transports often cannot be.
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
        """Name, operation, text and request id in one line."""
        request = f" (request {self.request_id})" if self.request_id else ""
        return f"{type(self).__name__} in {self.operation}: {self.message}{request}"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle everything but the exception."""
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
        argument: The function's argument, with the place inside it: `name`, `parameters['lr']`.
        value: What was given.
        rule: What the service or this library asks for instead.
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
    """The name is taken; names are unique in an account and region, without regard to case."""

    __slots__ = ()


@final
class InUse(ServiceError):
    """Something still belongs to it: a component's trial, a trial's components, an experiment's trials."""

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
    """Too many calls in too short a time (`ThrottlingException`). Nothing was done; wait, then try again."""

    __slots__ = ()
    retryable = True


@final
class AccessDenied(ServiceError):
    """The credentials are missing, expired, or do not allow the operation."""

    __slots__ = ()


@final
class Rejected(ServiceError):
    """The service refuses the request for another reason, which `code` and `message` say."""

    __slots__ = ()


@final
class Unavailable(ServiceError):
    """The service or the network failed: a 5xx answer, a time-out, a dropped connection.

    A call that changes something may have been carried out all the same.
    """

    __slots__ = ()
    retryable = True


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete(ServiceError):
    """A function that makes several calls stopped half-way.

    Attributes:
        done: What has been done: names or ARNs, in the order of the work.
        left: What has not.
        error: What stopped it.
    """

    done: tuple[str, ...]
    left: tuple[str, ...]
    error: SmexpError

    # The base says it for a whole class, which here depends on what happened.
    @property
    def retryable(self) -> bool:  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]
        """Whether the same call may succeed later: where that is so of what stopped it."""
        return self.error.retryable


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MalformedResponse(ServiceError):
    """The answer is not what the API promises: a member is missing or of the wrong type, or a page's token repeats.

    The call has been carried out, as far as one can tell.

    With a `position` it is about one record of a listing, which cannot be read. It is then an item among the others,
    which follow, and its `resume_from` is `None`. Without, the whole answer cannot be read.

    Attributes:
        record: The ARN of the record that cannot be read, its name, or a tag's key, as far as that can be read.
        position: The record's place on its page, counted from 0.
    """

    record: str | None = None
    position: int | None = None

    def __str__(self) -> str:
        """Name the record's place too, where it is about one."""
        whole = ServiceError.__str__(self)
        return whole if self.position is None else f"{whole} (record {self.position} of its page)"


@final
class Unexpected(ServiceError):
    """The client raised something that nobody foresaw; it is in `cause`."""

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
"""Everything that can go wrong in a call, a closed union."""


class SmexpException(Exception):
    """Raised only by `smexp_fp.results.or_raise`, for callers that want an exception.

    Attributes:
        error: The failure's value.
    """

    def __init__(self, error: object) -> None:
        """Carry an error, with its text as the exception's."""
        super().__init__(str(error))
        self.error = error

    def __reduce__(self) -> tuple[type[SmexpException], tuple[object]]:
        """Pickle with the error itself, not with its text."""
        return (type(self), (self.error,))
