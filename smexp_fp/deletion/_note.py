"""The note that makes an interrupted deletion resumable.

A component cannot be deleted before it is out of its trials, and once it is out of them nothing in the service says
any more where it came from: a process killed between the two calls would leave it behind for ever. So the names of the
components are written down first, where every machine finds them and reads are not stale: in a trial component of its
own, which is in no trial. It goes when all components in it are gone, before the experiment does, so that it never
outlives what it is about.

What a note says is a hint, not an order: whoever may create a component can have written it. A run therefore seals its
note with an update, which takes more than the right to create. The seal is made of the names and of the note's own time
of creation, which the service sets and nobody knows before. It also says how many of the components have been begun
with. A later run deletes those only. One that somebody has taken out of its trial by hand, before its turn came, is
left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple, TypeAlias

from smexp_fp._api import operations, wire
from smexp_fp._api.bulk.caller import Caller, Stopped
from smexp_fp._api.call import Call
from smexp_fp.deletion._survey import is_gone
from smexp_fp.deletion.plans import Target
from smexp_fp.errors import (
    AccessDenied,
    AlreadyExists,
    InUse,
    InvalidInput,
    LimitExceeded,
    MalformedResponse,
    NotFound,
    Rejected,
    SmexpError,
)
from smexp_fp.records import TrialComponent
from smexp_fp.results import is_failure

TARGET: Final = "smexp_fp.deletion.target"
"""The parameter that says whose note it is."""

COMPONENTS: Final = "smexp_fp.deletion.components"
"""Parameters that begin so hold names of components, separated by commas, which are in no name."""

SEAL: Final = "smexp_fp.deletion.begun"
"""The parameter that holds the seal."""

MAX_VALUE: Final = 2500
"""Characters in one parameter (API shape TrialComponentParameterValue)."""

CAPACITY: Final = 298 * (MAX_VALUE // 121)
"""How many components a note surely holds: 300 parameters of names of up to 120 characters, without target and seal."""

REFUSALS: Final = (AccessDenied, Rejected, LimitExceeded)
"""Errors after which the deletion goes on without a note: a policy that knows names, creation restricted to jobs, an
account that is full."""


class Note(NamedTuple):
    """A note that was found."""

    components: list[str]
    begun: int
    """How many of them, from the first, are proved to have been begun with."""
    created: datetime | None


class Judgement(NamedTuple):
    """What the components on a note are."""

    left_over: list[str]
    """Those that an earlier run has begun with: taken out of its trials, but not deleted."""
    left_alone: list[str]
    """Those that are in no trial, although no run is proved to have begun with them."""
    looked_at: int
    """How many there were, gone ones too."""
    unproved: int
    """How many of them exist without a proof."""


_Verdict: TypeAlias = Literal["gone", "left over", "left alone", "elsewhere"]


class Journal:
    """The note of one run.

    Args:
        caller: Makes the calls.
        target: What is deleted.
        wanted: Whether there is to be a note at all.
        refused: Told why there can be no note, or no seal. The deletion goes on without it.
    """

    def __init__(self, caller: Caller, target: Target, *, wanted: bool, refused: Callable[[SmexpError], None]) -> None:
        self._caller = caller
        self._refused = refused
        # Names are unique without regard to case.
        self._identity = f"{target.kind}/{target.name.lower()}"
        self._target = target
        # The same for everybody who deletes the target.
        digest = hashlib.sha256(self._identity.encode()).hexdigest()[:16]
        self.name = f"deletion-of-{target.name[:80]}-{digest}"
        self._wanted = wanted
        self._may_exist = wanted
        self._components: list[str] = []
        self._created: datetime | None = None
        self._begun = 0

    def has_room_for(self, components: int) -> bool:
        """Whether a note holds another component; where there is none, there is no limit."""
        return not self._wanted or components < CAPACITY

    async def read(self) -> Note | None:
        """The note, if there is one.

        Raises:
            Stopped: It cannot be read.
        """
        if not self._may_exist:
            return None
        result = await self._caller.call(operations.describe_trial_component(self.name), self.name)
        if is_failure(result) and isinstance(result.failure(), REFUSALS):
            self._go_without(result.failure())
            return None
        if is_gone(result):
            self._may_exist = False
            return None
        record = result.unwrap()
        if record.parameters.get(TARGET) != self._identity:
            message = f"the trial component {self.name} has the name of a note on this deletion, but is none"
            self._go_without(Rejected(operation="CreateTrialComponent", message=message))
            return None
        names = _names(record)
        return Note(names, self._sealed(record, names), record.created)

    async def write(self, components: Iterable[str]) -> InUse | None:
        """Write the note, or say that another run is at work.

        Raises:
            Stopped: It cannot be written.
        """
        if not self._wanted:
            return None
        self._created = None
        names = list(components)
        result = await self._caller.call(self._create(names), self.name)
        self._may_exist = True
        error = result.failure() if is_failure(result) else None
        if isinstance(error, REFUSALS):
            self._go_without(error)
            return None
        if error is not None and not isinstance(error, AlreadyExists):
            raise Stopped("errors", error)
        # If it exists already, either our own first try has arrived although its answer did not, or somebody else is
        # deleting the same target.
        note = await self.read()
        if note is None and not self._may_exist:
            return None
        if note is None or note.components != names:
            message = f"another run is deleting the {self._target}"
            return InUse(operation="CreateTrialComponent", message=message)
        self._components, self._created, self._begun = names, note.created, 0
        return None

    async def begin(self, components: int) -> None:
        """Seal the note: record how many more components are about to be taken out of their trials.

        Raises:
            Stopped: That cannot be written down.
        """
        if not self._may_exist or self._created is None:
            return
        self._begun += components
        call = Call(
            operation="UpdateTrialComponent",
            parameters={
                "TrialComponentName": self.name,
                "Parameters": wire.wire_parameters({SEAL: self._seal(self._components, self._created, self._begun)}),
            },
            decode=lambda _: None,
        )
        result = await self._caller.call(call, self.name, urgent=True)
        if is_failure(result):
            if not isinstance(result.failure(), (*REFUSALS, NotFound)):
                raise Stopped("errors", result.failure())
            self._created = None
            self._refused(result.failure())

    async def judge(self, note: Note, found: Iterable[str]) -> Judgement:
        """Say what the noted components are.

        Args:
            note: The note.
            found: The components in the target's trials: they need no proof. The list may be stale, though, and those
                that have been begun with lose theirs with the note, so that they are finished first.

        Raises:
            Stopped: One of them cannot be read.
        """
        known = {name.lower() for name in (*found, self.name)}
        names = dict.fromkeys(note.components[: note.begun], True)
        names |= {name: False for name in note.components[note.begun :] if name.lower() not in known}
        verdicts = await self._caller.together(
            self._verdict(name, note.created if begun else None) for name, begun in names.items()
        )
        judged = list(zip(names, verdicts, strict=True))
        return Judgement(
            left_over=[name for name, verdict in judged if verdict == "left over"],
            left_alone=[name for name, verdict in judged if verdict == "left alone"],
            looked_at=len(judged),
            unproved=sum(verdict in ("left alone", "elsewhere") for verdict in verdicts),
        )

    async def _verdict(self, component: str, noted: datetime | None) -> _Verdict:
        """What a component is; `noted` is the time of its note if that proves anything."""
        described = await self._caller.call(operations.describe_trial_component(component), component)
        if is_failure(described):
            if isinstance(described.failure(), NotFound | InvalidInput):
                return "gone"
            if isinstance(described.failure(), AccessDenied | Rejected | MalformedResponse):
                return "left alone"
            raise Stopped("unreadable", described.failure())
        created = described.unwrap().created
        # One that was made later under the same name belongs to somebody else.
        if noted is not None and created is not None and created <= noted:
            return "left over"
        holders = await self._caller.pages(operations.list_trials(component=component), component)
        return "left alone" if is_failure(holders) or not holders.unwrap() else "elsewhere"

    async def remove(self) -> SmexpError | None:
        """Delete the note, or say why that is not possible."""
        if not self._may_exist:
            return None
        result = await self._caller.call(operations.delete_trial_component(self.name), self.name)
        if is_failure(result) and not isinstance(result.failure(), NotFound):
            return result.failure()
        self._may_exist, self._created = False, None
        return None

    def _go_without(self, error: SmexpError) -> None:
        self._wanted = self._may_exist = False
        self._refused(error)

    def _seal(self, components: list[str], created: datetime, begun: int) -> str:
        what = (self._identity, created.astimezone(UTC).isoformat(), str(begun), *components)
        return f"{begun} {hashlib.sha256('/'.join(what).encode()).hexdigest()}"

    def _sealed(self, record: TrialComponent, components: list[str]) -> int:
        """How many components a note's seal vouches for."""
        seal = record.parameters.get(SEAL)
        number = seal.partition(" ")[0] if isinstance(seal, str) else ""
        if record.created is None or not (number.isascii() and number.isdecimal()):
            return 0
        return int(number) if seal == self._seal(components, record.created, int(number)) else 0

    def _create(self, components: Iterable[str]) -> Call[str]:
        values = {f"{COMPONENTS}.{number}": text for number, text in enumerate(_packed(components))}
        return Call(
            operation="CreateTrialComponent",
            parameters={
                "TrialComponentName": self.name,
                "Parameters": wire.wire_parameters({TARGET: self._identity, **values}),
            },
            decode=lambda answer: operations.answered_arn(answer, "TrialComponent", self.name),
        )


def _names(record: TrialComponent) -> list[str]:
    texts: list[str] = []
    while isinstance(text := record.parameters.get(f"{COMPONENTS}.{len(texts)}"), str):
        texts.append(text)
    return list(dict.fromkeys(name for text in texts for name in text.split(",")))


def _packed(names: Iterable[str]) -> Iterator[str]:
    text = ""
    for name in names:
        if text and len(text) + 1 + len(name) > MAX_VALUE:
            yield text
            text = name
        else:
            text = f"{text},{name}" if text else name
    if text:
        yield text
