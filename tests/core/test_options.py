"""Keyword arguments that functions share: written out in signatures, explained once, refused when they are unknown."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import inspect
import pickle
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from returns.result import Success

from smexp_fp import experiment, options, records, trial, trial_component
from smexp_fp.testing.simulator import VirtualClock
from tests.support import catalogue
from tests.support.clients import recorder

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
COMPONENT = records.TrialComponent(name="c", arn="")

SHARED: list[tuple[Callable[..., Any], type, tuple[Any, ...]]] = [
    (experiment.list_experiments, options.ListOptions, ()),
    (experiment.list_trials, options.ListOptions, ("e",)),
    (experiment.search, options.SearchOptions, ()),
    (experiment.plan_delete_all, options.PacingOptions, ("e",)),
    (experiment.delete_all, options.DeletionOptions, ("e", "--force")),
    (experiment.load_or_create, options.NewExperiment, ("e",)),
    (trial.list_trials, options.ListOptions, ()),
    (trial.list_trial_components, options.ListOptions, ("t",)),
    (trial.search, options.SearchOptions, ()),
    (trial.plan_delete_all, options.PacingOptions, ("t",)),
    (trial.delete_all, options.DeletionOptions, ("t", "--force")),
    (trial.create, options.PacingOptions, ("e", "t")),
    (trial.add_trial_components, options.PacingOptions, ("t", [])),
    (trial.load_or_create, options.NewTrial, ("e", "t")),
    (trial_component.list_trial_components, options.ListOptions, ()),
    (trial_component.list_trials, options.ListOptions, ("c",)),
    (trial_component.search, options.SearchOptions, ()),
    (trial_component.plan_delete_all, options.PacingOptions, ([],)),
    (trial_component.delete_all, options.PacingOptions, ([], "--force")),
    (trial_component.load_or_create, options.NewTrialComponent, ("c",)),
    (trial_component.save, options.TrialComponentRemovals, (COMPONENT,)),
    (trial_component.update, options.TrialComponentChanges, ("c",)),
]

LEGAL: dict[str, Any] = {
    **dict.fromkeys(("created_after", "created_before", "start", "end"), NOON),
    **dict.fromkeys(("display_name", "description", "resume_from"), "text"),
    **dict.fromkeys(("tags", "visibility", "parameters"), records.FrozenMap({"key": "value"})),
    **dict.fromkeys(("input_artifacts", "output_artifacts"), records.FrozenMap({"key": records.Artifact(value="v")})),
    **dict.fromkeys(("remove_parameters", "remove_input_artifacts", "remove_output_artifacts"), ("other",)),
    **dict.fromkeys(("limit", "page_size", "max_workers", "seed"), 2),
    **dict.fromkeys(("deadline", "patience"), 60),
    **dict.fromkeys(("local_residue", "resumable"), False),
    "cancelled": lambda: False,
    "clock": VirtualClock(),
    "components": ["c"],
    "cross_account": "SameAccount",
    "metadata": records.MetadataProperties(commit_id="abc"),
    "on_progress": lambda _event: None,
    "shared": "keep",
    "sort_by": "CreationTime",
    "sort_order": "Ascending",
    "status": records.Status(primary="Completed"),
}

# ruff: noqa: ARG001 - each row has what all tests together need

every_function = pytest.mark.parametrize(
    ("function", "keys", "arguments"),
    SHARED,
    ids=[f"{function.__module__}.{function.__name__}" for function, *_ in SHARED],
)


def test_every_function_that_shares_keywords_is_tried() -> None:
    sharing = {
        getattr(module, name)
        for module in (experiment, trial, trial_component)
        for name in module.__all__
        if any(
            parameter.kind is inspect.Parameter.VAR_KEYWORD
            for parameter in inspect.signature(inspect.unwrap(getattr(module, name))).parameters.values()
        )
    }
    assert sharing == {function for function, *_ in SHARED}


@every_function
def test_a_function_shows_its_shared_keywords_and_takes_them_all(
    function: Callable[..., Any], keys: type, arguments: tuple[Any, ...]
) -> None:
    parameters = inspect.signature(function).parameters
    assert all(parameters[key].kind is inspect.Parameter.KEYWORD_ONLY for key in keys.__annotations__)
    assert all(parameter.kind is not inspect.Parameter.VAR_KEYWORD for parameter in parameters.values())
    given = {key: LEGAL[key] for key in keys.__annotations__}
    assert isinstance(catalogue.outcome(function(recorder(), *arguments, **given)), Success)


@every_function
@pytest.mark.parametrize("way", [lambda function: function, partial], ids=["called", "partial"])
def test_an_unknown_keyword_is_a_programming_error_that_names_function_and_keyword(
    function: Callable[..., Any], keys: type, arguments: tuple[Any, ...], way: Callable[[Any], Any]
) -> None:
    client = recorder()
    message = rf"^{function.__name__}\(\) got an unexpected keyword argument 'sort_ordr'$"
    with pytest.raises(TypeError, match=message):
        way(function)(client, *arguments, sort_ordr="Ascending")
    assert client.calls == []


@every_function
def test_a_function_says_where_its_keywords_are_explained_and_can_be_pickled(
    function: Callable[..., Any], keys: type, arguments: tuple[Any, ...]
) -> None:
    assert f"`smexp_fp.options.{keys.__name__}`" in (function.__doc__ or "")
    assert pickle.loads(pickle.dumps(function)) is function  # noqa: S301 - our own


BASES: dict[type, type | None] = {
    options.ListOptions: None,
    options.SearchOptions: None,
    options.PacingOptions: None,
    options.DeletionOptions: options.PacingOptions,
    options.TrialComponentRemovals: None,
    options.TrialComponentChanges: options.TrialComponentRemovals,
}


@pytest.mark.parametrize("keys", BASES)
def test_every_shared_keyword_is_explained_and_may_be_left_out(keys: Any) -> None:
    base = BASES[keys]
    own = set(keys.__annotations__) - (set(base.__annotations__) if base else set())
    explained = set(re.findall(r"^    (\w+): ", inspect.cleandoc(keys.__doc__ or ""), re.MULTILINE))
    assert explained == own
    assert keys.__optional_keys__ == set(keys.__annotations__)
