"""The note that makes an interrupted deletion resumable.

A component cannot be deleted before it is out of its trials, and once it is out of them nothing in the service says
any more where it came from: a process killed between the two calls would leave it behind for ever. So the names of the
components are written down first, where every machine finds them and reads are not stale: in a trial component of its
own, which is in no trial. It goes when all components in it are gone, before the experiment does, so that it never
outlives what it is about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from smexp_fp._api import operations, wire
from smexp_fp._api.call import Call
from smexp_fp._bulk.caller import Caller, Stopped
from smexp_fp.deletion._survey import is_gone
from smexp_fp.deletion.plans import Target
from smexp_fp.errors import AlreadyExists, InUse, MalformedResponse, NotFound, SmexpError
from smexp_fp.records import TrialComponent
from smexp_fp.results import is_failure

TARGET: Final = "smexp_fp.deletion.target"
"""The parameter that says whose note it is."""

COMPONENTS: Final = "smexp_fp.deletion.components"
"""Parameters that begin so hold names of components, separated by commas, which are in no name."""

MAX_VALUE: Final = 2500
"""Characters in one parameter (API shape TrialComponentParameterValue)."""

CAPACITY: Final = 299 * (MAX_VALUE // 121)
"""How many components a note surely holds: 300 parameters of names of up to 120 characters, one of them for the
target."""


@dataclass(frozen=True, slots=True)
class Note:
    """What was written down.

    Attributes:
        components: Their names.
        written: When; components made later under the same name are others.
    """

    components: tuple[str, ...]
    written: datetime | None

    def without(self, components: Iterable[str]) -> list[str]:
        """The noted components but for some."""
        others = {name.lower() for name in components}
        return [name for name in dict.fromkeys(self.components) if name.lower() not in others]


def name_of(target: Target) -> str:
    """The note's name: the same for everybody who deletes the target."""
    digest = hashlib.sha256(_identity(target).encode()).hexdigest()[:16]
    return f"deletion-of-{target.name[:80]}-{digest}"


def read(target: Target, record: TrialComponent) -> Note | MalformedResponse:
    """Read the note from its record."""
    if record.parameters.get(TARGET) != _identity(target):
        message = f"the trial component {record.name} has the name of a note on a deletion, but is none"
        return MalformedResponse(operation="DescribeTrialComponent", message=message)
    names = [
        name
        for key, value in record.parameters.items()
        if key.startswith(f"{COMPONENTS}.") and isinstance(value, str)
        for name in value.split(",")
    ]
    return Note(tuple(names), record.created)


class Journal:
    """The note of one run.

    Args:
        caller: Makes the calls.
        target: What is deleted.
        wanted: Whether there is to be a note at all.
    """

    def __init__(self, caller: Caller, target: Target, *, wanted: bool) -> None:
        self._caller = caller
        self._target = target
        self.wanted = wanted
        self.name = name_of(target)
        self._may_exist = wanted

    async def read(self) -> Note | None:
        """The note, if there is one.

        Raises:
            Stopped: It cannot be read.
        """
        if not self._may_exist:
            return None
        result = await self._caller.call(operations.describe_trial_component(self.name), self.name)
        if is_gone(result):
            self._may_exist = False
            return None
        note = read(self._target, result.unwrap())
        if isinstance(note, MalformedResponse):
            raise Stopped("unreadable", note)
        return note

    async def left_over(self, note: Note, components: Iterable[str]) -> list[str]:
        """Those of the noted components that an earlier run has left over.

        Raises:
            Stopped: One of them cannot be read.
        """
        names = list(components)
        found = await self._caller.together(self._is_left_over(note, name) for name in names)
        return [name for name, is_left_over in zip(names, found, strict=True) if is_left_over]

    async def _is_left_over(self, note: Note, component: str) -> bool:
        described = await self._caller.call(operations.describe_trial_component(component), component)
        if is_gone(described):
            return False
        created = described.unwrap().created
        # One that was made later under the same name belongs to somebody else.
        return created is None or note.written is None or created <= note.written

    async def write(self, components: Iterable[str]) -> InUse | None:
        """Write the note, or say that another run is at work.

        Raises:
            Stopped: It cannot be written.
        """
        if not self.wanted:
            return None
        names = dict.fromkeys(components)
        result = await self._caller.call(_create(self._target, names), self.name)
        self._may_exist = True
        if not is_failure(result):
            return None
        error: SmexpError = result.failure()
        if not isinstance(error, AlreadyExists):
            raise Stopped("errors", error)
        # Either our own first try has arrived although its answer did not, or somebody else is deleting the same
        # target.
        note = await self.read()
        if note is not None and names.keys() <= set(note.components):
            return None
        message = f"another run is deleting the {self._target}"
        return InUse(operation="CreateTrialComponent", message=message)

    async def remove(self) -> SmexpError | None:
        """Delete the note, or say why that is not possible."""
        if not self._may_exist:
            return None
        result = await self._caller.call(operations.delete_trial_component(self.name), self.name)
        if is_failure(result) and not isinstance(result.failure(), NotFound):
            return result.failure()
        self._may_exist = False
        return None


def _identity(target: Target) -> str:
    # Names are unique without regard to case.
    return f"{target.kind}/{target.name.lower()}"


def _create(target: Target, components: Iterable[str]) -> Call[str]:
    values = {f"{COMPONENTS}.{number}": text for number, text in enumerate(_packed(components))}
    return Call(
        operation="CreateTrialComponent",
        parameters={
            "TrialComponentName": name_of(target),
            "Parameters": wire.wire_parameters({TARGET: _identity(target), **values}),
        },
        decode=lambda answer: operations.answered_arn(answer, "TrialComponent", name_of(target)),
    )


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
