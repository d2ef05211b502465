"""What a client must be able to do for a deletion; every client that fits `SageMakerClient` fits these."""

from __future__ import annotations

from typing import Protocol

from smexp_fp.clients import (
    CreatesTrialComponents,
    DeletesExperiments,
    DeletesTrialComponents,
    DeletesTrials,
    DescribesTrialComponents,
    DescribesTrials,
    DisassociatesTrialComponents,
    ListsTrialComponents,
    ListsTrials,
    UpdatesTrialComponents,
)

__all__ = [
    "DeletesAllOfComponents",
    "DeletesAllOfExperiments",
    "DeletesAllOfTrials",
    "PlansComponentDeletion",
    "PlansDeletion",
]


class PlansDeletion(ListsTrials, ListsTrialComponents, DescribesTrials, DescribesTrialComponents, Protocol):
    """What `plan_delete_all` calls; all of it only reads."""


class DeletesAllOfTrials(
    ListsTrials,
    ListsTrialComponents,
    DisassociatesTrialComponents,
    DeletesTrialComponents,
    DeletesTrials,
    DescribesTrials,
    DescribesTrialComponents,
    CreatesTrialComponents,
    UpdatesTrialComponents,
    Protocol,
):
    """What `trial.delete_all` calls. The last three are for the note that makes a run resumable."""


class DeletesAllOfExperiments(DeletesAllOfTrials, DeletesExperiments, Protocol):
    """What `experiment.delete_all` calls."""


class PlansComponentDeletion(ListsTrials, DescribesTrials, Protocol):
    """What `trial_component.plan_delete_all` calls; all of it only reads."""


class DeletesAllOfComponents(PlansComponentDeletion, DisassociatesTrialComponents, DeletesTrialComponents, Protocol):
    """What `trial_component.delete_all` calls."""
