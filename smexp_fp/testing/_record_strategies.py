"""Strategies for records as a search returns them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, TypeVar, overload

from hypothesis import strategies as st

from smexp_fp.query import Resource
from smexp_fp.records import (
    Artifact,
    Experiment,
    FrozenMap,
    MetadataProperties,
    MetricSummary,
    Parent,
    Source,
    Status,
    Trial,
    TrialComponent,
    TrialComponentSimpleSummary,
)
from smexp_fp.testing import _values as pool

T = TypeVar("T")
V = TypeVar("V")
R = TypeVar("R", Experiment, Trial, TrialComponent)


def _maybe(values: Sequence[T]) -> st.SearchStrategy[T | None]:
    return st.sampled_from((None, *values))


def _few(items: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, max_size=2).map(tuple)


def _map(keys: Sequence[str], values: st.SearchStrategy[V]) -> st.SearchStrategy[FrozenMap[str, V]]:
    def frozen(items: Mapping[str, V]) -> FrozenMap[str, V]:
        return FrozenMap(items)

    return st.dictionaries(st.sampled_from(keys), values, max_size=2).map(frozen)


_metadata: Final = st.builds(
    MetadataProperties,
    commit_id=_maybe((*pool.WORDS, "")),
    repository=_maybe(pool.COMMON),
    generated_by=_maybe(pool.COMMON),
    project_id=_maybe(pool.WORDS),
)
_tags: Final = _map(pool.TAG_KEYS, st.sampled_from((*pool.TAG_WORDS, "")))
_numbers: Final = _maybe(pool.NUMBERS)


def _common(resource: Resource) -> dict[str, st.SearchStrategy[Any]]:
    """Strategies for the members of all records. Any, because their types differ."""
    return {
        "name": st.sampled_from(pool.NAMES[resource]),
        "arn": st.just(pool.ARNS[resource]),
        "display_name": _maybe(pool.DISPLAY_NAMES),
        "source": _maybe(pool.SOURCES),
        "created": _maybe(pool.MOMENTS),
        "created_by": _maybe(pool.USERS),
        "modified": _maybe(pool.MOMENTS),
        "modified_by": _maybe(pool.USERS),
        "tags": st.none() | _tags,
    }


def _with_arn(record: R) -> R:
    """The record, with the ARN that belongs to its name."""
    return replace(record, arn=record.arn + record.name)


def experiments() -> st.SearchStrategy[Experiment]:
    """Experiments as a search returns them.

    Each member is present or absent. Names, tags and times obey the service's rules.

    >>> from hypothesis import given
    >>> @given(experiments())
    ... def test_an_arn_ends_in_the_name(one):
    ...     assert one.arn.endswith(one.name)
    >>> test_an_arn_ends_in_the_name()
    """
    made = st.builds(Experiment, **_common("Experiment"), description=_maybe((*pool.WORDS, "")))
    return made.map(_with_arn)


def trials() -> st.SearchStrategy[Trial]:
    """Trials as a search returns them, with summaries of their components.

    >>> from hypothesis import given
    >>> @given(trials())
    ... def test_components_have_names(one):
    ...     assert all(component.name for component in one.components or ())
    >>> test_components_have_names()
    """
    summaries = st.builds(
        TrialComponentSimpleSummary,
        name=st.sampled_from(pool.NAMES["ExperimentTrialComponent"]),
        arn=_maybe(("c", "arn:c")),
        source=_maybe(pool.SOURCES),
        created=_maybe(pool.MOMENTS),
        created_by=_maybe(pool.USERS),
    )
    made = st.builds(
        Trial,
        **_common("ExperimentTrial"),
        experiment_name=_maybe(pool.NAMES["Experiment"]),
        metadata=st.none() | _metadata,
        components=st.none() | _few(summaries),
    )
    return made.map(_with_arn)


def components() -> st.SearchStrategy[TrialComponent]:
    """Components as a search returns them, with parameters, artifacts, metrics and parents.

    >>> from hypothesis import given
    >>> @given(components())
    ... def test_a_metric_is_there_once(one):
    ...     assert len({metric.name for metric in one.metrics}) == len(one.metrics)
    >>> test_a_metric_is_there_once()
    """
    metrics = st.builds(
        MetricSummary,
        name=st.sampled_from(pool.KEYS),
        source_arn=_maybe(tuple(source.arn for source in pool.SOURCES)),
        timestamp=_maybe(pool.MOMENTS),
        max=_numbers,
        min=_numbers,
        last=_numbers,
        count=_maybe((0, 1, 2)),
        avg=_numbers,
        std_dev=_numbers,
    )
    artifacts = _map(
        pool.KEYS, st.builds(Artifact, value=st.sampled_from(pool.COMMON), media_type=_maybe(pool.MEDIA_TYPES))
    )
    parents = st.builds(
        Parent, trial_name=_maybe(pool.NAMES["ExperimentTrial"]), experiment_name=_maybe(pool.NAMES["Experiment"])
    )
    parameters: tuple[str | float, ...] = (*pool.NUMBERS, *pool.WORDS, "")
    made = st.builds(
        TrialComponent,
        **_common("ExperimentTrialComponent"),
        status=st.none() | st.builds(Status, primary=_maybe(pool.STATUSES), message=_maybe((*pool.WORDS, ""))),
        start=_maybe(pool.MOMENTS),
        end=_maybe(pool.MOMENTS),
        parameters=_map(pool.KEYS, st.sampled_from(parameters)),
        input_artifacts=artifacts,
        output_artifacts=artifacts,
        metadata=st.none() | _metadata,
        metrics=st.lists(metrics, max_size=2, unique_by=lambda metric: metric.name).map(tuple),
        lineage_group_arn=_maybe(pool.COMMON),
        sources=_few(st.sampled_from(pool.SOURCES)) | st.just(tuple[Source, ...]()),
        parents=st.none() | _few(parents),
        run_name=_maybe(pool.COMMON),
    )
    return made.map(_with_arn)


@overload
def records(resource: Literal["Experiment"]) -> st.SearchStrategy[Experiment]: ...
@overload
def records(resource: Literal["ExperimentTrial"]) -> st.SearchStrategy[Trial]: ...
@overload
def records(resource: Literal["ExperimentTrialComponent"]) -> st.SearchStrategy[TrialComponent]: ...
@overload
def records(resource: Resource) -> st.SearchStrategy[Any]: ...
def records(resource: Resource) -> st.SearchStrategy[Any]:
    """Records of the kind that a search for the resource returns.

    Args:
        resource: The resource to search, as named in the API.

    Returns:
        `experiments()`, `trials()` or `components()`. Any, because the resource determines the
        kind of record at run time.

    >>> from hypothesis import given
    >>> from hypothesis import strategies as st
    >>> @given(st.lists(records("Experiment"), max_size=3))
    ... def test_these_are_experiments(some):
    ...     assert all(type(one).__name__ == "Experiment" for one in some)
    >>> test_these_are_experiments()
    """
    made: dict[Resource, st.SearchStrategy[Any]] = {
        "Experiment": _EXPERIMENTS,
        "ExperimentTrial": _TRIALS,
        "ExperimentTrialComponent": _COMPONENTS,
    }
    return made[resource]


# Cached, because a test that draws lists of records would otherwise spend its time making strategies.
_EXPERIMENTS: Final = experiments()
_TRIALS: Final = trials()
_COMPONENTS: Final = components()
