"""Calls that read, delete and associate entities, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TypeVar

from smexp_fp._api import wire
from smexp_fp._api.call import Call
from smexp_fp._api.members import Wire, optional_text
from smexp_fp._api.names import ExperimentRef, TrialComponentRef, TrialRef, name_of
from smexp_fp._api.paging import PAGE_ARGUMENTS, read_page
from smexp_fp.clients import SortBy, SortOrder
from smexp_fp.listing import Page
from smexp_fp.records import (
    Association,
    Experiment,
    ExperimentSummary,
    Trial,
    TrialComponent,
    TrialComponentSummary,
    TrialSummary,
)

T = TypeVar("T")


def list_experiments(
    *,
    created_after: datetime | None = None,
    created_before: datetime | None = None,
    sort_by: SortBy | None = None,
    sort_order: SortOrder | None = None,
) -> Call[Page[ExperimentSummary]]:
    """The first page of ListExperiments."""
    return _list(
        "ListExperiments",
        "ExperimentSummaries",
        wire.experiment_summary,
        wire.to_wire(CreatedAfter=created_after, CreatedBefore=created_before, SortBy=sort_by, SortOrder=sort_order),
    )


def list_trials(
    *,
    experiment: ExperimentRef | None = None,
    component: TrialComponentRef | None = None,
    created_after: datetime | None = None,
    created_before: datetime | None = None,
    sort_by: SortBy | None = None,
    sort_order: SortOrder | None = None,
) -> Call[Page[TrialSummary]]:
    """The first page of ListTrials."""
    return _list(
        "ListTrials",
        "TrialSummaries",
        wire.trial_summary,
        wire.to_wire(
            ExperimentName=None if experiment is None else name_of(experiment),
            TrialComponentName=None if component is None else name_of(component),
            CreatedAfter=created_after,
            CreatedBefore=created_before,
            SortBy=sort_by,
            SortOrder=sort_order,
        ),
    )


def list_trial_components(
    *,
    experiment: ExperimentRef | None = None,
    trial: TrialRef | None = None,
    source_arn: str | None = None,
    created_after: datetime | None = None,
    created_before: datetime | None = None,
    sort_by: SortBy | None = None,
    sort_order: SortOrder | None = None,
) -> Call[Page[TrialComponentSummary]]:
    """The first page of ListTrialComponents."""
    return _list(
        "ListTrialComponents",
        "TrialComponentSummaries",
        wire.trial_component_summary,
        wire.to_wire(
            ExperimentName=None if experiment is None else name_of(experiment),
            TrialName=None if trial is None else name_of(trial),
            SourceArn=source_arn,
            CreatedAfter=created_after,
            CreatedBefore=created_before,
            SortBy=sort_by,
            SortOrder=sort_order,
        ),
    )


def _list(operation: str, member: str, decode: Callable[[Wire], T], parameters: Mapping[str, object]) -> Call[Page[T]]:
    return Call(
        operation=operation,
        parameters=parameters,
        decode=partial(read_page, operation, member, decode),
        arguments={
            **PAGE_ARGUMENTS,
            "ExperimentName": "experiment",
            "TrialName": "trial",
            "TrialComponentName": "component",
        },
    )


def describe_experiment(name: str) -> Call[Experiment]:
    """DescribeExperiment."""
    return Call(
        operation="DescribeExperiment",
        parameters={"ExperimentName": name},
        decode=wire.experiment,
        arguments={"ExperimentName": "name"},
    )


def describe_trial(name: str) -> Call[Trial]:
    """DescribeTrial."""
    return Call(
        operation="DescribeTrial",
        parameters={"TrialName": name},
        decode=wire.trial,
        arguments={"TrialName": "name"},
    )


def describe_trial_component(name: str) -> Call[TrialComponent]:
    """DescribeTrialComponent."""
    return Call(
        operation="DescribeTrialComponent",
        parameters={"TrialComponentName": name},
        decode=wire.trial_component,
        arguments={"TrialComponentName": "name"},
    )


def answered_arn(answer: Wire, kind: str, given: ExperimentRef | TrialRef | TrialComponentRef) -> str:
    """The ARN of the entity that a call has created, changed or deleted.

    The service's model does not require it in the response. If it is missing, it is the ARN of the record that the
    caller gave, or an empty string if only a name is known.
    """
    arn = optional_text(answer, f"{kind}Arn")
    return arn or (None if isinstance(given, str) else given.arn) or ""


def delete_experiment(experiment: ExperimentRef) -> Call[str]:
    """DeleteExperiment; returns the ARN."""
    return Call(
        operation="DeleteExperiment",
        parameters={"ExperimentName": name_of(experiment)},
        decode=lambda answer: answered_arn(answer, "Experiment", experiment),
        arguments={"ExperimentName": "experiment"},
    )


def delete_trial(trial: TrialRef) -> Call[str]:
    """DeleteTrial; returns the ARN."""
    return Call(
        operation="DeleteTrial",
        parameters={"TrialName": name_of(trial)},
        decode=lambda answer: answered_arn(answer, "Trial", trial),
        arguments={"TrialName": "trial"},
    )


def delete_trial_component(component: TrialComponentRef) -> Call[str]:
    """DeleteTrialComponent; returns the ARN."""
    return Call(
        operation="DeleteTrialComponent",
        parameters={"TrialComponentName": name_of(component)},
        decode=lambda answer: answered_arn(answer, "TrialComponent", component),
        arguments={"TrialComponentName": "component"},
    )


def associate(trial: TrialRef, component: TrialComponentRef) -> Call[Association]:
    """AssociateTrialComponent."""
    return _link("AssociateTrialComponent", trial, component)


def disassociate(trial: TrialRef, component: TrialComponentRef) -> Call[Association]:
    """DisassociateTrialComponent."""
    return _link("DisassociateTrialComponent", trial, component)


def _link(operation: str, trial: TrialRef, component: TrialComponentRef) -> Call[Association]:
    return Call(
        operation=operation,
        parameters={"TrialName": name_of(trial), "TrialComponentName": name_of(component)},
        decode=lambda answer: Association(
            trial_arn=answered_arn(answer, "Trial", trial),
            component_arn=answered_arn(answer, "TrialComponent", component),
        ),
        arguments={"TrialName": "trial", "TrialComponentName": "component"},
    )
