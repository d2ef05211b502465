"""Names of entities: taken from what the caller has at hand, or generated."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TypeAlias, cast
from uuid import uuid4

from smexp_fp.records import (
    Experiment,
    ExperimentSummary,
    Trial,
    TrialComponent,
    TrialComponentSimpleSummary,
    TrialComponentSummary,
    TrialSummary,
)

ExperimentRef: TypeAlias = str | Experiment | ExperimentSummary
"""An experiment by its name or by a record of it."""

TrialRef: TypeAlias = str | Trial | TrialSummary
"""A trial by its name or by a record of it."""

TrialComponentRef: TypeAlias = str | TrialComponent | TrialComponentSummary | TrialComponentSimpleSummary
"""A component by its name or by a record of it."""

Tagged: TypeAlias = str | Experiment | ExperimentSummary | Trial | TrialSummary | TrialComponent | TrialComponentSummary
"""What has tags: by its ARN or by a record of it."""

_NAMED = (
    *(str, Experiment, ExperimentSummary, Trial, TrialSummary),
    *(TrialComponent, TrialComponentSummary, TrialComponentSimpleSummary),
)

MAX_NAME = 120
"""API shape ExperimentEntityName."""


def name_of(entity: ExperimentRef | TrialRef | TrialComponentRef) -> str:
    """The name of an entity."""
    if isinstance(cast("object", entity), _NAMED):
        return entity if isinstance(entity, str) else entity.name
    # None above all: a list of the trials of no experiment would be a list of all trials.
    raise TypeError(f"a name or a record is wanted, not {type(entity).__name__}")


def chosen_name(name: str | None, prefix: str) -> str:
    """The name that the caller gave, or a generated one. An empty name is given, and refused by the rules of names."""
    return generated_name(prefix) if name is None else name


def given_name(name: str) -> str:
    """The name for a function that does not generate one: `None`, against the types, is as wrong as an empty name."""
    return "" if cast("str | None", name) is None else name


def arn_of(entity: Tagged) -> str:
    """The ARN of an entity."""
    return entity if isinstance(entity, str) else entity.arn


def generated_name(prefix: str) -> str:
    """A name that no other call has made: the prefix, the time in UTC, and 64 random bits.

    What the service does not allow in a name becomes a hyphen, and a prefix that is too long is cut, so that the name
    is legal whatever the prefix.

    >>> generated_name("My trial!")[:11], len(generated_name("x" * 500))
    ('My-trial-20', 120)
    """
    suffix = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid4().hex[:16]}"
    room = MAX_NAME - len(suffix) - 1
    stem = re.sub(r"[^a-zA-Z0-9]+", "-", prefix)[:room].strip("-")
    return f"{stem}-{suffix}" if stem else suffix
