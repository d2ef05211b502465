"""What the engine answers, and how its parts say no.

Inside the engine an operation either returns the wire answer or raises `Fault`; `Store.answer` is the one place where a
fault becomes an `Answer`, so nothing of it reaches a caller as an exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

# A wire value is JSON: its shape is the service model's business, known at run time only (hence Any).
Wire: TypeAlias = dict[str, Any]

BAD_REQUEST = 400
SERVER_ERROR = 500
UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and the wire form of what the service says; an error's body has `__type` and `message`."""

    status: int
    body: Mapping[str, Any]  # JSON, see `Wire`

    @property
    def is_error(self) -> bool:
        """Whether the operation was refused or failed."""
        return self.status >= BAD_REQUEST


class Fault(Exception):
    """The service refuses, or fails: its error code, text and HTTP status."""

    def __init__(self, code: str, message: str, status: int = BAD_REQUEST) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status

    def answer(self) -> Answer:
        """The fault as it goes over the wire."""
        return Answer(self.status, {"__type": self.code, "message": self.message})


def invalid(message: str) -> Fault:
    """A request that breaks a rule of the service. Not modelled by botocore: callers compare the code."""
    return Fault("ValidationException", message)


def not_found(title: str, arn: str) -> Fault:
    """A name or ARN that names nothing (code documented; text observed for associations in an emulator)."""
    return Fault("ResourceNotFound", f"{title} '{arn}' does not exist.")


def limit_exceeded(message: str) -> Fault:
    """A quota of the account."""
    return Fault("ResourceLimitExceeded", message)
