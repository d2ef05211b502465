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

from smexp_fp._api import wire
from smexp_fp._api.call import Call
from smexp_fp.deletion import _calls
from smexp_fp.deletion._engine import Job
from smexp_fp.deletion.plans import Target
from smexp_fp.errors import MalformedResponse
from smexp_fp.records import TrialComponent

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


def name_of(target: Target) -> str:
    """The note's name: the same for everybody who deletes the target."""
    digest = hashlib.sha256(_identity(target).encode()).hexdigest()[:16]
    return f"deletion-of-{target.name[:80]}-{digest}"


def _identity(target: Target) -> str:
    # Names are unique without regard to case.
    return f"{target.kind}/{target.name.lower()}"


def write(target: Target, components: Iterable[str]) -> Job:
    """Write the note."""
    values = {f"{COMPONENTS}.{number}": text for number, text in enumerate(_packed(components))}
    call = Call(
        operation="CreateTrialComponent",
        parameters={
            "TrialComponentName": name_of(target),
            "Parameters": wire.wire_parameters({TARGET: _identity(target), **values}),
        },
        decode=lambda answer: wire.text(answer, "TrialComponentArn"),
    )
    return Job(call=call, name=name_of(target))


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


def ask(target: Target) -> Job:
    """Look for the note."""
    return _calls.describe_component(name_of(target))


def remove(target: Target) -> Job:
    """Delete the note."""
    return _calls.delete_component(name_of(target))


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
