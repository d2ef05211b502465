"""Deleting whole experiments and trials: plans, reports, failures, and the events that tell how it goes on.

The functions themselves stand with what they delete: `smexp_fp.experiment.delete_all`, `smexp_fp.trial.delete_all` and
their `plan_delete_all`. How it is done and what is guaranteed is in `docs/how-to/delete.md`.
"""

from smexp_fp.deletion.clients import DeletesAllOfExperiments, DeletesAllOfTrials, PlansDeletion
from smexp_fp.deletion.clock import Clock, Pool, SystemClock
from smexp_fp.deletion.events import (
    Deleted,
    Disassociated,
    GaveUp,
    Kept,
    Kind,
    OnProgress,
    Planned,
    ProgressEvent,
    Throttled,
    Waiting,
)
from smexp_fp.deletion.plans import OBSERVED_RATES, DeletionPlan, Link, SharedComponent, Target
from smexp_fp.deletion.reports import Cause, DeletionFailure, DeletionReport, Left

__all__ = [
    "OBSERVED_RATES",
    "Cause",
    "Clock",
    "Deleted",
    "DeletesAllOfExperiments",
    "DeletesAllOfTrials",
    "DeletionFailure",
    "DeletionPlan",
    "DeletionReport",
    "Disassociated",
    "GaveUp",
    "Kept",
    "Kind",
    "Left",
    "Link",
    "OnProgress",
    "Planned",
    "PlansDeletion",
    "Pool",
    "ProgressEvent",
    "SharedComponent",
    "SystemClock",
    "Target",
    "Throttled",
    "Waiting",
]
