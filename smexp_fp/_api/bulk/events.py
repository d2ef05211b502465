"""What happens to calls while many of them are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from smexp_fp.errors import SmexpError


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimited:
    """The service limits an operation's rate; the call will be made again.

    Attributes:
        operation: Which.
        seconds: How long calls of the operation now wait.
        rate: Calls a second that it is known to grant; `None` where that is not known yet.
    """

    operation: str
    seconds: float
    rate: float | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A call will be made again later: for the service's lag, or a fault of service or network.

    Attributes:
        operation: Which call.
        name: Of what it is about.
        seconds: How long it waits.
        error: Why.
    """

    operation: str
    name: str
    seconds: float
    error: SmexpError


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GaveUp:
    """A call has failed for good; the rest of the work goes on."""

    operation: str
    name: str
    error: SmexpError


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Associated:
    """A component is in a trial."""

    trial: str
    component: str
