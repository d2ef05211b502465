"""What functions of many calls tell while they are at work: a closed union, one value for each thing that happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from smexp_fp._api.bulk.events import Associated, GaveUp, RateLimited, Waiting
from smexp_fp.errors import SmexpError

__all__ = [
    "Associated",
    "Deleted",
    "Disassociated",
    "GaveUp",
    "Kept",
    "Kind",
    "LeftAlone",
    "NotResumable",
    "OnProgress",
    "Planned",
    "ProgressEvent",
    "RateLimited",
    "Waiting",
]

Kind: TypeAlias = Literal["experiment", "trial", "trial component"]
"""What can be deleted."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A pass begins; everything that it will do has been listed.

    Attributes:
        number: 1 for the first pass; later ones find what has appeared meanwhile.
        links: How many links between trials and components it will remove.
        components: How many components it will try to delete; those that turn out to be shared are kept.
        trials: How many trials it will delete.
    """

    number: int
    links: int
    components: int
    trials: int


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Disassociated:
    """A component is out of a trial."""

    trial: str
    component: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """Something is gone.

    Attributes:
        kind: What it was.
        name: Its name.
        already: Whether it was gone before this call of ours: somebody else's work, an earlier run's, or that of an
            earlier try whose answer was lost.
    """

    kind: Kind
    name: str
    already: bool = False


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A component stays, since it is in other trials, too.

    Attributes:
        component: Which.
        trials: The trials that keep it, as far as is known.
        experiment: The experiment of the first of them.
    """

    component: str
    trials: tuple[str, ...]
    experiment: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """The note of an interrupted run names a component, but nothing proves that this run has begun with it.

    Somebody may have taken it out by hand, or have written the note.
    """

    component: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class NotResumable:
    """The account refuses the note that would make the deletion resumable, or its seal. The work goes on.

    If it is killed, components that are in no trial any more may be left behind.
    """

    error: SmexpError


ProgressEvent: TypeAlias = (
    Planned | Disassociated | Deleted | Kept | LeftAlone | NotResumable | Associated | RateLimited | Waiting | GaveUp
)
"""Everything that is told by deletions, and while components are added to a trial: `match` over it and end in
`typing.assert_never`."""

OnProgress: TypeAlias = Callable[[ProgressEvent], object]
"""Called in the thread that called the function, one event at a time, in the order in which things are known."""
