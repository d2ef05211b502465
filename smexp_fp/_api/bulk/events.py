"""Events that functions of many calls report while they work, as a closed union.

Each has a `type`, the name of its class, which tells them apart in JSON.
"""

# No `from __future__ import annotations`: cattrs tells the classes of a union apart by the types of their fields, which
# must not be strings.

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, final

from smexp_fp.errors import SmexpError

Kind: TypeAlias = Literal["experiment", "trial", "trial component"]
"""The kinds of entity that can be deleted."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A pass begins, after listing what it will do.

    Attributes:
        number: 1 for the first pass. Later passes find entities that have appeared since.
        links: The number of links between trials and components to remove.
        components: The number of components to try to delete. Those that turn out to be shared are kept.
        trials: The number of trials to delete.
    """

    number: int
    links: int
    components: int
    trials: int
    type: Literal["Planned"] = field(default="Planned", repr=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Disassociated:
    """A component was removed from a trial.

    Attributes:
        trial: The name of the trial.
        component: The name of the component.
    """

    trial: str
    component: str
    type: Literal["Disassociated"] = field(default="Disassociated", repr=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """An entity is deleted.

    Attributes:
        kind: Its kind.
        name: Its name.
        already: Whether it was already deleted: by somebody else, by an earlier run, or by an earlier attempt whose
            response was lost.
    """

    kind: Kind
    name: str
    already: bool = False
    type: Literal["Deleted"] = field(default="Deleted", repr=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A component is kept, because it is also in other trials.

    Attributes:
        component: Its name.
        trials: The other trials, as far as they are known.
        experiment: The experiment of the first of them.
    """

    component: str
    trials: tuple[str, ...]
    experiment: str
    type: Literal["Kept"] = field(default="Kept", repr=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """A component is in the note of an interrupted run, but nothing proves that the run has begun with it.

    Somebody may have removed it from its trials by hand, or may have written the note.

    Attributes:
        component: The name of the component.
    """

    component: str
    type: Literal["LeftAlone"] = field(default="LeftAlone", repr=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class NotResumable:
    """The account rejects the note that would make the deletion resumable, or its seal. The work continues.

    If it is killed, components that are no longer in any trial may be left behind.

    Attributes:
        error: Why the note or its seal was rejected.
    """

    error: SmexpError
    type: Literal["NotResumable"] = field(default="NotResumable", repr=False)


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


ProgressEvent: TypeAlias = (
    Planned
    | Disassociated
    | Deleted
    | Kept
    | LeftAlone
    | NotResumable
    | Associated
    | SeriesRead
    | RateLimited
    | Waiting
    | GaveUp
)
"""All events of functions of many calls: deletions, adding components to a trial, reading the series of components.

`match` over it, and end with `typing.assert_never`.
"""

OnProgress: TypeAlias = Callable[[ProgressEvent], object]
"""A callback, called in the caller's thread with one event at a time, in order."""
