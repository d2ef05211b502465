"""Events of functions that make many calls."""

# No `from __future__ import annotations`: cattrs tells the classes of a union apart by the types of their fields, which
# must not be strings.

from dataclasses import dataclass, field
from typing import Literal, final

from smexp_fp.errors import SmexpError


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimited:
    """The service limits the rate of an operation. The call will be retried.

    Attributes:
        operation: The API operation.
        seconds: The time in seconds before its next call.
        rate: The known rate in calls per second; `None` if it is not known yet.
    """

    operation: str
    seconds: float
    rate: float | None
    type: Literal["RateLimited"] = field(default="RateLimited", repr=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A call will be retried later, because of the service's lag, or a fault of service or network.

    Attributes:
        operation: The API operation.
        name: The name of the entity.
        seconds: The time in seconds before the retry.
        error: The error of the call.
    """

    operation: str
    name: str
    seconds: float
    error: SmexpError
    type: Literal["Waiting"] = field(default="Waiting", repr=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GaveUp:
    """A call has failed permanently. The rest of the work continues.

    Attributes:
        operation: The API operation, such as `DeleteTrial`.
        name: The name of the entity that the call is about.
        error: The error of the last attempt.
    """

    operation: str
    name: str
    error: SmexpError
    type: Literal["GaveUp"] = field(default="GaveUp", repr=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Associated:
    """A component was added to a trial.

    Attributes:
        trial: The name of the trial.
        component: The name of the component.
    """

    trial: str
    component: str
    type: Literal["Associated"] = field(default="Associated", repr=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRead:
    """A call has read series of metrics.

    Attributes:
        series: The number of series so far.
        total: The number of series to read.
    """

    series: int
    total: int
    type: Literal["SeriesRead"] = field(default="SeriesRead", repr=False)
