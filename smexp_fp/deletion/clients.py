"""Protocols for the clients of deletions. Every client that matches `SageMakerClient` matches these."""

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
    """Has the operations that `plan_delete_all` calls, which only read."""


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
    """Has the operations that `trial.delete_all` calls. The last three are for the note that makes a run resumable."""


class DeletesAllOfExperiments(DeletesAllOfTrials, DeletesExperiments, Protocol):
    """Has the operations that `experiment.delete_all` calls."""


class PlansComponentDeletion(ListsTrials, DescribesTrials, Protocol):
    """Has the operations that `trial_component.plan_delete_all` calls, which only read."""


class DeletesAllOfComponents(PlansComponentDeletion, DisassociatesTrialComponents, DeletesTrialComponents, Protocol):
    """Has the operations that `trial_component.delete_all` calls."""
