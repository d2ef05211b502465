"""Names of entities: taken from a name or a record, or generated."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import cast
from uuid import uuid4

from smexp_fp.records import (
    Experiment,
    ExperimentRef,
    ExperimentSummary,
    Tagged,
    Trial,
    TrialComponent,
    TrialComponentRef,
    TrialComponentSimpleSummary,
    TrialComponentSummary,
    TrialRef,
    TrialSummary,
)

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
    # This matters above all for None: the trials of the experiment None would be all trials.
    raise TypeError(f"expected a name or a record, not {type(entity).__name__}")


def chosen_name(name: str | None, prefix: str) -> str:
    """The given name, or a generated one for `None`. An empty name counts as given; the check of names rejects it."""
    return generated_name(prefix) if name is None else name


def given_name(name: str) -> str:
    """The name for a function that does not generate one. `None`, which the types forbid, is treated as empty."""
    return "" if cast("str | None", name) is None else name


def arn_of(entity: Tagged) -> str:
    """The ARN of an entity."""
    return entity if isinstance(entity, str) else entity.arn


def generated_name(prefix: str) -> str:
    """A unique name: the prefix, the time in UTC, and 64 random bits.

    In the prefix, characters that the service does not allow become hyphens. A prefix that is too long is cut.

    >>> generated_name("My trial!")[:11], len(generated_name("x" * 500))
    ('My-trial-20', 120)
    """
    suffix = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid4().hex[:16]}"
    room = MAX_NAME - len(suffix) - 1
    stem = re.sub(r"[^a-zA-Z0-9]+", "-", prefix)[:room].strip("-")
    return f"{stem}-{suffix}" if stem else suffix
