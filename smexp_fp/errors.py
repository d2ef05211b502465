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

All members share the attributes of `ServiceError`, and have a `type`, the name of their class, which tells them apart
in JSON. An `Incomplete` is retryable if the error that stopped it is.

Functions return errors and never raise them. Errors are exceptions nevertheless, so that you can raise one, and so that
a traceback of `unwrap` shows its text and its cause.

After `Unavailable`, `MalformedResponse` and `Unexpected`, the operation may have been carried out, because the request
may have arrived although its response did not. After `Incomplete`, a part was carried out. After every other error,
the operation was not carried out.

The failures "of every call", in the docstrings of this package, are `Throttled`, `AccessDenied`, `Rejected`,
`Unavailable`, `MalformedResponse` and `Unexpected`.
"""

# No `from __future__ import annotations`: cattrs tells the classes of a union apart by the types of their fields, which
# must not be strings.

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias, TypeVar, final

from smexp_fp._base.hidden import hidden
from smexp_fp._base.raisable import raisable
from smexp_fp.results import SmexpException

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

E = TypeVar("E", bound=Exception)


def _error(kind: type[E]) -> type[E]:
    """An exception whose constructor takes its `cause`, which is not a field: nothing converts or compares it."""
    return hidden("cause", stored="__cause__")(raisable(kind))


@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceError(Exception):
    """The attributes of every error. This base class is not a member of `SmexpError`.

    Attributes:
        message: What happened, in the words of the service if it gave any.
        operation: The API operation, such as `CreateTrial`.
        code: The service's error code, such as `ResourceNotFound`; `None` without a response.
        status: The HTTP status, if there was a response.
        request_id: The id that AWS support asks for; `None` without a response.
        resume_from: If a failed request ended a listing, the `resume_from` with which the same function continues;
            `None` means from the start.
    """

    if TYPE_CHECKING:
        retryable: ClassVar[bool]  # not at run time, when msgspec would take it for a field
    retryable = False
    """Whether the same call may succeed later."""

    message: str
    operation: str
    code: str | None = None
    status: int | None = None
    request_id: str | None = None
    resume_from: str | None = None

    if TYPE_CHECKING:
        cause: Exception | None = field(default=None, compare=False, repr=False)
    else:

        @property
        def cause(self) -> Exception | None:
            """The exception that caused the error, if any.

            It is ignored in comparisons, and left out of pickles, copies and conversions, because many exceptions of
            HTTP clients cannot be copied.
            """
            return self.__cause__

    def __str__(self) -> str:
        """Return the name, operation, message and request id in one line."""
        request = f" (request {self.request_id})" if self.request_id else ""
        return f"{type(self).__name__} in {self.operation}: {self.message}{request}"


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidInput(ServiceError):
    """An argument breaks a rule, so nothing was sent.

    Attributes:
        argument: The function's argument, with the path inside it: `name`, `parameters['lr']`.
        value: The given value.
        rule: The rule of the service or this library that the value breaks.
    """

    argument: str
    value: Any = field(hash=False)  # libraries that read annotations know `Any`, and not all of them `object`
    rule: str
    type: Literal["InvalidInput"] = field(default="InvalidInput", repr=False)


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound(ServiceError):
    """There is no such experiment, trial, component or resource (`ResourceNotFound`)."""

    type: Literal["NotFound"] = field(default="NotFound", repr=False)


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyExists(ServiceError):
    """The name is taken; names are unique in an account and region, ignoring case."""

    type: Literal["AlreadyExists"] = field(default="AlreadyExists", repr=False)


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class InUse(ServiceError):
    """The entity is still in use: a component in a trial, a trial with components, an experiment with trials."""

    type: Literal["InUse"] = field(default="InUse", repr=False)


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(ServiceError):
    """Somebody else is changing the same resource (`ConflictException`)."""

    type: Literal["Conflict"] = field(default="Conflict", repr=False)
    retryable = True


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class LimitExceeded(ServiceError):
    """A limit of the account is reached (`ResourceLimitExceeded`)."""

    type: Literal["LimitExceeded"] = field(default="LimitExceeded", repr=False)


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class Throttled(ServiceError):
    """Too many calls in a short time (`ThrottlingException`). Nothing was done; wait, then retry."""

    type: Literal["Throttled"] = field(default="Throttled", repr=False)
    retryable = True


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class AccessDenied(ServiceError):
    """The credentials are missing, expired, or do not allow the operation."""

    type: Literal["AccessDenied"] = field(default="AccessDenied", repr=False)


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(ServiceError):
    """The service refused the request for another reason; see `code` and `message`."""

    type: Literal["Rejected"] = field(default="Rejected", repr=False)


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class Unavailable(ServiceError):
    """The service or the network failed: a 5xx response, a timeout, a dropped connection.

    A call that changes something may have been carried out nevertheless.
    """

    type: Literal["Unavailable"] = field(default="Unavailable", repr=False)
    retryable = True


@final
@_error
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
    error: "SmexpError"
    type: Literal["Incomplete"] = field(default="Incomplete", repr=False)

    # In the base it is a constant of the class; here it depends on the instance.
    @property
    def retryable(self) -> bool:  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]
        """Whether the same call may succeed later, which depends on `error`."""
        return self.error.retryable


@final
@_error
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
    type: Literal["MalformedResponse"] = field(default="MalformedResponse", repr=False)

    def __str__(self) -> str:
        """Add the position of the record, if there is one."""
        whole = ServiceError.__str__(self)
        return whole if self.position is None else f"{whole} (record {self.position} of its page)"


@final
@_error
@dataclass(frozen=True, slots=True, kw_only=True)
class Unexpected(ServiceError):
    """The client raised an unexpected exception; see `cause`."""

    type: Literal["Unexpected"] = field(default="Unexpected", repr=False)


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
