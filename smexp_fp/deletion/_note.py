"""The note that makes an interrupted deletion resumable.

The service deletes a component only after it has left its trials, and then nothing in the service says where it came
from. If the process is killed between the two calls, the component would be left behind for ever. So a run first writes
the names of its components where every machine finds them and reads are consistent: in a trial component of its own,
the note, which is in no trial. The run deletes the note when all of its components are deleted, and before the
experiment.

A note alone proves nothing, because everybody who may create components can write one. So the run seals it with an
update, which needs a further permission. The seal is a digest of the names, of the note's time of creation, which only
the service sets, and of the number of components that the run has begun with. A later run deletes only those. It leaves
alone a component that somebody has removed from its trials by hand before its turn.
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
"""The parameter that names the target."""

COMPONENTS: Final = "smexp_fp.deletion.components"
"""The prefix of the parameters that hold the names of components, separated by commas."""

SEAL: Final = "smexp_fp.deletion.begun"
"""The parameter that holds the seal."""

MAX_VALUE: Final = 2500
"""The maximum number of characters in a parameter (API shape TrialComponentParameterValue)."""

CAPACITY: Final = 298 * (MAX_VALUE // 121)
"""The number of components for which a note has room: it has 300 parameters, of which target and seal take two, and
names have up to 120 characters."""

REFUSALS: Final = (AccessDenied, Rejected, LimitExceeded)
"""Errors after which the deletion continues without a note: a policy forbids it, only jobs may create components, or
the account is full."""


class Note(NamedTuple):
    """The note of an earlier run.

    Attributes:
        components: The names on it.
        begun: The number of names, from the first, with which the run has begun, as the seal proves.
        created: Its time of creation.
    """

    components: list[str]
    begun: int
    created: datetime | None


class Judgement(NamedTuple):
    """What the components on a note are.

    Attributes:
        left_over: Components with which an earlier run has begun, but which it has not deleted.
        left_alone: Components that are in no trial, without a proof that a run has begun with them.
        looked_at: The number of components that were checked, including deleted ones.
        unproved: The number of existing components without a proof.
    """

    left_over: list[str]
    left_alone: list[str]
    looked_at: int
    unproved: int


_Verdict: TypeAlias = Literal["gone", "left over", "left alone", "elsewhere"]


class Journal:
    """The note of one run.

    Args:
        caller: Makes the calls.
        target: The entity to delete.
        wanted: Whether to write a note at all.
        refused: Called with the error if the account rejects the note or its seal. The deletion continues without.
    """

    def __init__(self, caller: Caller, target: Target, *, wanted: bool, refused: Callable[[SmexpError], None]) -> None:
        self._caller = caller
        self._refused = refused
        # The service does not distinguish upper and lower case in names.
        self._identity = f"{target.kind}/{target.name.lower()}"
        self._target = target
        # Everybody who deletes the target must find the same note.
        digest = hashlib.sha256(self._identity.encode()).hexdigest()[:16]
        self.name = f"deletion-of-{target.name[:80]}-{digest}"
        self._wanted = wanted
        self._may_exist = wanted
        self._components: list[str] = []
        self._created: datetime | None = None
        self._begun = 0

    def has_room_for(self, components: int) -> bool:
        """Whether the note has room for another component. Without a note there is no limit."""
        return not self._wanted or components < CAPACITY

    async def read(self) -> Note | None:
        """Read the note, if there is one.

        Raises:
            Stopped: The note cannot be read.
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
            message = f"the trial component {self.name} has the name of a note on this deletion, but is not one"
            self._go_without(Rejected(operation="CreateTrialComponent", message=message))
            return None
        names = _names(record)
        return Note(names, self._sealed(record, names), record.created)

    async def write(self, components: Iterable[str]) -> InUse | None:
        """Write the note.

        Returns:
            A refusal if another run is deleting the target.

        Raises:
            Stopped: The note cannot be written.
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
        # If the note exists already, either the response to our own first try was lost, or another run has written it.
        note = await self.read()
        if note is None and not self._may_exist:
            return None
        if note is None or note.components != names:
            message = f"another run is deleting the {self._target}"
            return InUse(operation="CreateTrialComponent", message=message)
        self._components, self._created, self._begun = names, note.created, 0
        return None

    async def begin(self, components: int) -> None:
        """Seal the note before the run begins with more components.

        Args:
            components: Their number.

        Raises:
            Stopped: The note cannot be updated.
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
        """Decide what the components on a note are.

        Components in the target's trials need no proof, so they are not judged here. But components with which the run
        has begun are, even if a stale list still shows them: they lose their proof when the note is deleted.

        Args:
            note: The note.
            found: The components in the target's trials.

        Raises:
            Stopped: A component cannot be read.
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
        """What a component is.

        Args:
            component: Its name.
            noted: The note's time of creation if the run has begun with the component, otherwise `None`.
        """
        described = await self._caller.call(operations.describe_trial_component(component), component)
        if is_failure(described):
            if isinstance(described.failure(), NotFound | InvalidInput):
                return "gone"
            if isinstance(described.failure(), AccessDenied | Rejected | MalformedResponse):
                return "left alone"
            raise Stopped("unreadable", described.failure())
        created = described.unwrap().created
        # A component that was created later under the same name belongs to somebody else.
        if noted is not None and created is not None and created <= noted:
            return "left over"
        holders = await self._caller.pages(operations.list_trials(component=component), component)
        return "left alone" if is_failure(holders) or not holders.unwrap() else "elsewhere"

    async def remove(self) -> SmexpError | None:
        """Delete the note. Returns the error if that fails."""
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
        """The number of components with which the run has begun, as the seal proves; 0 without a valid seal."""
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
