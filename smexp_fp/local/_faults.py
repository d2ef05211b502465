"""Responses and faults.

Inside the store, an operation either returns the wire response or raises `Fault`. `Store.answer` converts every fault
to an `Answer`, so that no exception reaches a caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

# JSON. Any, because the service model determines the types at run time.
Wire: TypeAlias = dict[str, Any]

BAD_REQUEST = 400
SERVER_ERROR = 500
UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: an HTTP status and a JSON body. The body of an error has `__type` and `message`.

    Attributes:
        status: The HTTP status: 200, or that of an error.
        body: The members of the response, as the service would send them.
    """

    status: int
    body: Mapping[str, Any]  # JSON, see `Wire`

    @property
    def is_error(self) -> bool:
        """Whether the operation failed."""
        return self.status >= BAD_REQUEST


class Fault(Exception):
    """An error of the service: its code, message and HTTP status."""

    def __init__(self, code: str, message: str, status: int = BAD_REQUEST) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status

    def answer(self) -> Answer:
        """The fault as a response."""
        return Answer(self.status, {"__type": self.code, "message": self.message})


def invalid(message: str) -> Fault:
    """A request that breaks a rule of the service. botocore has no class for it, so callers compare the code."""
    return Fault("ValidationException", message)


def not_found(title: str, arn: str) -> Fault:
    """A name or ARN that does not exist (code documented; text observed for associations in an emulator)."""
    return Fault("ResourceNotFound", f"{title} '{arn}' does not exist.")


def limit_exceeded(message: str) -> Fault:
    """A request that exceeds a quota of the account."""
    return Fault("ResourceLimitExceeded", message)
