"""Calls that read, delete and associate entities, as values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypedDict, TypeVar, Unpack

from smexp_fp._api import wire
from smexp_fp._api.call import Call
from smexp_fp._api.members import Wire, optional_text
from smexp_fp._api.names import name_of
from smexp_fp._api.paging import read_page
from smexp_fp.clients import SortBy, SortOrder
from smexp_fp.listing import Page
from smexp_fp.records import (
    Association,
    Experiment,
    ExperimentRef,
    ExperimentSummary,
    Trial,
    TrialComponent,
    TrialComponentRef,
    TrialComponentSummary,
    TrialRef,
    TrialSummary,
)

T = TypeVar("T")


class RangeAndOrder(TypedDict, total=False):
    """The time range and order of a list; see `smexp_fp.options.ListOptions`."""

    created_after: datetime | None
    created_before: datetime | None
    sort_by: SortBy | None
    sort_order: SortOrder | None


def list_experiments(**options: Unpack[RangeAndOrder]) -> Call[Page[ExperimentSummary]]:
    """The first page of ListExperiments."""
    return _list("ListExperiments", "ExperimentSummaries", wire.experiment_summary, options)


def list_trials(
    *,
    experiment: ExperimentRef | None = None,
    component: TrialComponentRef | None = None,
    **options: Unpack[RangeAndOrder],
) -> Call[Page[TrialSummary]]:
    """The first page of ListTrials."""
    return _list(
        "ListTrials",
        "TrialSummaries",
        wire.trial_summary,
        options,
        ExperimentName=None if experiment is None else name_of(experiment),
        TrialComponentName=None if component is None else name_of(component),
    )


def list_trial_components(
    *,
    experiment: ExperimentRef | None = None,
    trial: TrialRef | None = None,
    source_arn: str | None = None,
    **options: Unpack[RangeAndOrder],
) -> Call[Page[TrialComponentSummary]]:
    """The first page of ListTrialComponents."""
    return _list(
        "ListTrialComponents",
        "TrialComponentSummaries",
        wire.trial_component_summary,
        options,
        ExperimentName=None if experiment is None else name_of(experiment),
        TrialName=None if trial is None else name_of(trial),
        SourceArn=source_arn,
    )


def _list(
    operation: str, member: str, decode: Callable[[Wire], T], options: RangeAndOrder, **of: str | None
) -> Call[Page[T]]:
    return Call(
        operation=operation,
        parameters=wire.to_wire(
            **of,
            CreatedAfter=options.get("created_after"),
            CreatedBefore=options.get("created_before"),
            SortBy=options.get("sort_by"),
            SortOrder=options.get("sort_order"),
        ),
        decode=partial(read_page, operation, member, decode),
    )


def describe_experiment(name: str) -> Call[Experiment]:
    """DescribeExperiment."""
    return _describe("Experiment", name, wire.experiment)


def describe_trial(name: str) -> Call[Trial]:
    """DescribeTrial."""
    return _describe("Trial", name, wire.trial)


def describe_trial_component(name: str) -> Call[TrialComponent]:
    """DescribeTrialComponent."""
    return _describe("TrialComponent", name, wire.trial_component)


def _describe(kind: str, name: str, decode: Callable[[Wire], T]) -> Call[T]:
    member = f"{kind}Name"
    return Call(operation=f"Describe{kind}", parameters={member: name}, decode=decode, arguments={member: "name"})


def answered_arn(answer: Wire, kind: str, given: ExperimentRef | TrialRef | TrialComponentRef) -> str:
    """The ARN of the entity that a call has created, changed or deleted.

    The service's model does not require it in the response. If it is missing, it is the ARN of the record that the
    caller gave, or an empty string if only a name is known.
    """
    arn = optional_text(answer, f"{kind}Arn")
    return arn or (None if isinstance(given, str) else given.arn) or ""


def delete_experiment(experiment: ExperimentRef) -> Call[str]:
    """DeleteExperiment; returns the ARN."""
    return _delete("Experiment", experiment)


def delete_trial(trial: TrialRef) -> Call[str]:
    """DeleteTrial; returns the ARN."""
    return _delete("Trial", trial)


def delete_trial_component(component: TrialComponentRef) -> Call[str]:
    """DeleteTrialComponent; returns the ARN."""
    return _delete("TrialComponent", component)


def _delete(kind: str, entity: ExperimentRef | TrialRef | TrialComponentRef) -> Call[str]:
    return Call(
        operation=f"Delete{kind}",
        parameters={f"{kind}Name": name_of(entity)},
        decode=lambda answer: answered_arn(answer, kind, entity),
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
    )
