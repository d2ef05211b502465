"""The operations of the service, by their API names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from . import _components, _experiments, _lineage, _metrics, _search, _suggestions, _tags, _trials
from ._context import Context
from ._faults import Wire
from ._model import METRICS, SAGEMAKER


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: a function of the context and the decoded request."""

    run: Callable[[Context, Wire], Wire]
    writes: bool
    service: str = SAGEMAKER
    itemwise: str = ""  # a list whose elements are rejected individually, not with the whole request


OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "CreateExperiment": Operation(_experiments.create, writes=True),
        "DescribeExperiment": Operation(_experiments.describe, writes=False),
        "UpdateExperiment": Operation(_experiments.update, writes=True),
        "DeleteExperiment": Operation(_experiments.delete, writes=True),
        "ListExperiments": Operation(_experiments.list_page, writes=False),
        "CreateTrial": Operation(_trials.create, writes=True),
        "DescribeTrial": Operation(_trials.describe, writes=False),
        "UpdateTrial": Operation(_trials.update, writes=True),
        "DeleteTrial": Operation(_trials.delete, writes=True),
        "ListTrials": Operation(_trials.list_page, writes=False),
        "CreateTrialComponent": Operation(_components.create, writes=True),
        "DescribeTrialComponent": Operation(_components.describe, writes=False),
        "UpdateTrialComponent": Operation(_components.update, writes=True),
        "DeleteTrialComponent": Operation(_components.delete, writes=True),
        "ListTrialComponents": Operation(_components.list_page, writes=False),
        "AssociateTrialComponent": Operation(_components.associate, writes=True),
        "DisassociateTrialComponent": Operation(_components.disassociate, writes=True),
        "ListAssociations": Operation(_lineage.list_associations, writes=False),
        "AddTags": Operation(_tags.add_tags, writes=True),
        "ListTags": Operation(_tags.list_tags, writes=False),
        "DeleteTags": Operation(_tags.delete_tags, writes=True),
        "Search": Operation(_search.search, writes=False),
        "GetSearchSuggestions": Operation(_suggestions.suggest, writes=False),
        "BatchPutMetrics": Operation(_metrics.put, writes=True, service=METRICS, itemwise="MetricData"),
        "BatchGetMetrics": Operation(_metrics.get, writes=False, service=METRICS),
    }
)
