"""Deletion of whole experiments and trials: plans, reports, failures and progress events.

The functions are `delete_all` and `plan_delete_all` of `smexp_fp.experiment`,
`smexp_fp.trial` and `smexp_fp.trial_component`. How it is done and what is guaranteed is in `docs/how-to/delete.md`.
"""

from smexp_fp._api.bulk.clock import Clock, Pool, SystemClock
from smexp_fp._api.bulk.events import (
    Associated,
    Deleted,
    Disassociated,
    GaveUp,
    Kept,
    Kind,
    LeftAlone,
    NotResumable,
    OnProgress,
    Planned,
    ProgressEvent,
    RateLimited,
    SeriesRead,
    Waiting,
)
from smexp_fp.deletion.clients import (
    DeletesAllOfComponents,
    DeletesAllOfExperiments,
    DeletesAllOfTrials,
    PlansComponentDeletion,
    PlansDeletion,
)
from smexp_fp.deletion.plans import OBSERVED_RATES, DeletionPlan, Link, SharedComponent, Target
from smexp_fp.deletion.reports import Cause, DeletionFailure, DeletionReport, Left

__all__ = [
    "OBSERVED_RATES",
    "Associated",
    "Cause",
    "Clock",
    "Deleted",
    "DeletesAllOfComponents",
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
    "LeftAlone",
    "Link",
    "NotResumable",
    "OnProgress",
    "Planned",
    "PlansComponentDeletion",
    "PlansDeletion",
    "Pool",
    "ProgressEvent",
    "RateLimited",
    "SeriesRead",
    "SharedComponent",
    "SystemClock",
    "Target",
    "Waiting",
]
