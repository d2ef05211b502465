"""Protocols for clients: one for each operation, and one for each function that needs several.

A function requires only the operations that it calls, so that a test can use a stub of a few lines. All of these match
without a cast: `boto3.client("sagemaker")`, with or without the stubs of `mypy_boto3_sagemaker`, the clients of
`smexp_fp.local`, and your own class with the same methods.

Keyword arguments are named as in the API. Nested values (tags, parameters, a search expression) are `Any`, because each
library of stubs has its own TypedDicts for them, which are compatible only with `Any` or themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias

from smexp_fp.records import Resource

__all__ = [
    "AddsTags",
    "Answer",
    "AssociatesTrialComponents",
    "CreatesExperiments",
    "CreatesTrialComponents",
    "CreatesTrials",
    "CreatesTrialsWithComponents",
    "CrossAccount",
    "DeletesExperiments",
    "DeletesTags",
    "DeletesTrialComponents",
    "DeletesTrials",
    "DescribesExperiments",
    "DescribesTrialComponents",
    "DescribesTrials",
    "DisassociatesTrialComponents",
    "GetsMetrics",
    "ListsExperiments",
    "ListsTags",
    "ListsTrialComponents",
    "ListsTrials",
    "LoadsExperimentsWithTags",
    "LoadsOrCreatesExperiments",
    "LoadsOrCreatesTrialComponents",
    "LoadsOrCreatesTrials",
    "LoadsTrialComponentsWithTags",
    "LoadsTrialsWithTags",
    "MetricsClient",
    "Nested",
    "PutsMetrics",
    "Resource",
    "SageMakerClient",
    "Searches",
    "SortBy",
    "SortOrder",
    "Suggests",
    "UpdatesExperiments",
    "UpdatesTrialComponents",
    "UpdatesTrials",
    "Visibility",
]

Answer: TypeAlias = Mapping[str, object]
"""A response, as boto3 returns it."""

Nested: TypeAlias = Any
"""A nested value of a request. Each library of stubs has its own TypedDicts for it; see the module's text."""

SortBy: TypeAlias = Literal["Name", "CreationTime"]
"""The sort keys of lists (API enums SortExperimentsBy, SortTrialsBy, SortTrialComponentsBy)."""

SortOrder: TypeAlias = Literal["Ascending", "Descending"]
"""API enum SortOrder. The service's default is Descending."""

CrossAccount: TypeAlias = Literal["SameAccount", "CrossAccount"]
"""API enum CrossAccountFilterOption."""

Visibility: TypeAlias = Mapping[str, str] | Sequence[tuple[str, str]]
"""Tag keys, and the values that a record with that tag must have (API VisibilityConditions).

Use pairs to allow several values for a key."""


class CreatesExperiments(Protocol):
    """Has CreateExperiment."""

    def create_experiment(
        self, *, ExperimentName: str, DisplayName: str = ..., Description: str = ..., Tags: Nested = ...
    ) -> Answer: ...


class DescribesExperiments(Protocol):
    """Has DescribeExperiment."""

    def describe_experiment(self, *, ExperimentName: str) -> Answer: ...


class UpdatesExperiments(Protocol):
    """Has UpdateExperiment."""

    def update_experiment(self, *, ExperimentName: str, DisplayName: str = ..., Description: str = ...) -> Answer: ...


class DeletesExperiments(Protocol):
    """Has DeleteExperiment."""

    def delete_experiment(self, *, ExperimentName: str) -> Answer: ...


class ListsExperiments(Protocol):
    """Has ListExperiments."""

    def list_experiments(
        self,
        *,
        CreatedAfter: datetime = ...,
        CreatedBefore: datetime = ...,
        SortBy: SortBy = ...,
        SortOrder: SortOrder = ...,
        NextToken: str = ...,
        MaxResults: int = ...,
    ) -> Answer: ...


class CreatesTrials(Protocol):
    """Has CreateTrial."""

    def create_trial(
        self,
        *,
        TrialName: str,
        ExperimentName: str,
        DisplayName: str = ...,
        MetadataProperties: Nested = ...,
        Tags: Nested = ...,
    ) -> Answer: ...


class DescribesTrials(Protocol):
    """Has DescribeTrial."""

    def describe_trial(self, *, TrialName: str) -> Answer: ...


class UpdatesTrials(Protocol):
    """Has UpdateTrial."""

    def update_trial(self, *, TrialName: str, DisplayName: str = ...) -> Answer: ...


class DeletesTrials(Protocol):
    """Has DeleteTrial."""

    def delete_trial(self, *, TrialName: str) -> Answer: ...


class ListsTrials(Protocol):
    """Has ListTrials."""

    def list_trials(
        self,
        *,
        ExperimentName: str = ...,
        TrialComponentName: str = ...,
        CreatedAfter: datetime = ...,
        CreatedBefore: datetime = ...,
        SortBy: SortBy = ...,
        SortOrder: SortOrder = ...,
        MaxResults: int = ...,
        NextToken: str = ...,
    ) -> Answer: ...


class CreatesTrialComponents(Protocol):
    """Has CreateTrialComponent."""

    def create_trial_component(
        self,
        *,
        TrialComponentName: str,
        DisplayName: str = ...,
        Status: Nested = ...,
        StartTime: datetime = ...,
        EndTime: datetime = ...,
        Parameters: Nested = ...,
        InputArtifacts: Nested = ...,
        OutputArtifacts: Nested = ...,
        MetadataProperties: Nested = ...,
        Tags: Nested = ...,
    ) -> Answer: ...


class DescribesTrialComponents(Protocol):
    """Has DescribeTrialComponent."""

    def describe_trial_component(self, *, TrialComponentName: str) -> Answer: ...


class UpdatesTrialComponents(Protocol):
    """Has UpdateTrialComponent."""

    def update_trial_component(
        self,
        *,
        TrialComponentName: str,
        DisplayName: str = ...,
        Status: Nested = ...,
        StartTime: datetime = ...,
        EndTime: datetime = ...,
        Parameters: Nested = ...,
        ParametersToRemove: Nested = ...,
        InputArtifacts: Nested = ...,
        InputArtifactsToRemove: Nested = ...,
        OutputArtifacts: Nested = ...,
        OutputArtifactsToRemove: Nested = ...,
    ) -> Answer: ...


class DeletesTrialComponents(Protocol):
    """Has DeleteTrialComponent."""

    def delete_trial_component(self, *, TrialComponentName: str) -> Answer: ...


class ListsTrialComponents(Protocol):
    """Has ListTrialComponents."""

    def list_trial_components(
        self,
        *,
        ExperimentName: str = ...,
        TrialName: str = ...,
        SourceArn: str = ...,
        CreatedAfter: datetime = ...,
        CreatedBefore: datetime = ...,
        SortBy: SortBy = ...,
        SortOrder: SortOrder = ...,
        MaxResults: int = ...,
        NextToken: str = ...,
    ) -> Answer: ...


class AssociatesTrialComponents(Protocol):
    """Has AssociateTrialComponent."""

    def associate_trial_component(self, *, TrialComponentName: str, TrialName: str) -> Answer: ...


class DisassociatesTrialComponents(Protocol):
    """Has DisassociateTrialComponent."""

    def disassociate_trial_component(self, *, TrialComponentName: str, TrialName: str) -> Answer: ...


class AddsTags(Protocol):
    """Has AddTags."""

    def add_tags(self, *, ResourceArn: str, Tags: Nested) -> Answer: ...


class ListsTags(Protocol):
    """Has ListTags."""

    def list_tags(self, *, ResourceArn: str, NextToken: str = ..., MaxResults: int = ...) -> Answer: ...


class DeletesTags(Protocol):
    """Has DeleteTags."""

    def delete_tags(self, *, ResourceArn: str, TagKeys: Nested) -> Answer: ...


class Searches(Protocol):
    """Has Search."""

    def search(
        self,
        *,
        Resource: Resource,
        SearchExpression: Nested = ...,
        SortBy: str = ...,
        SortOrder: Nested = ...,
        NextToken: str = ...,
        MaxResults: int = ...,
        CrossAccountFilterOption: Nested = ...,
        VisibilityConditions: Nested = ...,
    ) -> Answer: ...


class Suggests(Protocol):
    """Has GetSearchSuggestions."""

    def get_search_suggestions(self, *, Resource: Resource, SuggestionQuery: Nested = ...) -> Answer: ...


class SageMakerClient(
    CreatesExperiments,
    DescribesExperiments,
    UpdatesExperiments,
    DeletesExperiments,
    ListsExperiments,
    CreatesTrials,
    DescribesTrials,
    UpdatesTrials,
    DeletesTrials,
    ListsTrials,
    CreatesTrialComponents,
    DescribesTrialComponents,
    UpdatesTrialComponents,
    DeletesTrialComponents,
    ListsTrialComponents,
    AssociatesTrialComponents,
    DisassociatesTrialComponents,
    AddsTags,
    ListsTags,
    DeletesTags,
    Searches,
    Suggests,
    Protocol,
):
    """Has every operation of the service `sagemaker` that this package uses."""


# --- functions that need several operations ---------------------------------------------------------------------------


class LoadsExperimentsWithTags(DescribesExperiments, ListsTags, Protocol):
    """Has the operations that `experiment.load_with_tags` calls."""


class LoadsTrialsWithTags(DescribesTrials, ListsTags, Protocol):
    """Has the operations that `trial.load_with_tags` calls."""


class LoadsTrialComponentsWithTags(DescribesTrialComponents, ListsTags, Protocol):
    """Has the operations that `trial_component.load_with_tags` calls."""


class LoadsOrCreatesExperiments(CreatesExperiments, DescribesExperiments, Protocol):
    """Has the operations that `experiment.load_or_create` calls."""


class CreatesTrialsWithComponents(CreatesTrials, AssociatesTrialComponents, Protocol):
    """Has the operations that `trial.create` calls."""


class LoadsOrCreatesTrials(CreatesTrialsWithComponents, DescribesTrials, Protocol):
    """Has the operations that `trial.load_or_create` calls."""


class LoadsOrCreatesTrialComponents(CreatesTrialComponents, DescribesTrialComponents, Protocol):
    """Has the operations that `trial_component.load_or_create` calls."""


# --- the service `sagemaker-metrics` ----------------------------------------------------------------------------------


class PutsMetrics(Protocol):
    """Has BatchPutMetrics, of the service `sagemaker-metrics`."""

    def batch_put_metrics(self, *, TrialComponentName: str, MetricData: Nested) -> Answer: ...


class GetsMetrics(Protocol):
    """Has BatchGetMetrics, of the service `sagemaker-metrics`."""

    def batch_get_metrics(self, *, MetricQueries: Nested) -> Answer: ...


class MetricsClient(PutsMetrics, GetsMetrics, Protocol):
    """Has every operation of the service `sagemaker-metrics` that this package uses."""
