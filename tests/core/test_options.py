"""Keyword arguments that functions share: written out in signatures, refused when they are unknown."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pickle
import pkgutil
import re
import typing
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

import smexp_fp
from smexp_fp import experiment, options, records, trial, trial_component
from smexp_fp._api import operations
from smexp_fp._api.bulk.settings import Settings
from smexp_fp._api.paging import listing
from smexp_fp._api.search import search_resource
from smexp_fp.deletion._run import DeletionSettings
from tests.support.clients import recorder

SHARED: list[tuple[Callable[..., Any], type, tuple[Any, ...]]] = [
    (experiment.list_experiments, options.ListOptions, ()),
    (experiment.list_trials, options.ListOptions, ("e",)),
    (experiment.search, options.SearchOptions, ()),
    (experiment.plan_delete_all, options.PacingOptions, ("e",)),
    (experiment.delete_all, options.DeletionOptions, ("e", "--force")),
    (trial.list_trials, options.ListOptions, ()),
    (trial.list_trial_components, options.ListOptions, ("t",)),
    (experiment.load_or_create, options.NewExperiment, ("e",)),
    (trial.create, options.PacingOptions, ("e", "t")),
    (trial.add_trial_components, options.PacingOptions, ("t", [])),
    (trial.load_or_create, options.NewTrial, ("e", "t")),
    (trial_component.load_or_create, options.NewTrialComponent, ("c",)),
    (trial_component.save, options.TrialComponentRemovals, (records.TrialComponent(name="c", arn=""),)),
    (trial_component.update, options.TrialComponentChanges, ("c",)),
    (trial.search, options.SearchOptions, ()),
    (trial.plan_delete_all, options.PacingOptions, ("t",)),
    (trial.delete_all, options.DeletionOptions, ("t", "--force")),
    (trial_component.list_trial_components, options.ListOptions, ()),
    (trial_component.list_trials, options.ListOptions, ("c",)),
    (trial_component.search, options.SearchOptions, ()),
    (trial_component.plan_delete_all, options.PacingOptions, ([],)),
    (trial_component.delete_all, options.PacingOptions, ([], "--force")),
]

# ruff: noqa: ARG001 - each row has what all tests together need

every_function = pytest.mark.parametrize(
    ("function", "keys", "arguments"),
    SHARED,
    ids=[f"{function.__module__}.{function.__name__}" for function, *_ in SHARED],
)


def test_every_function_that_shares_keywords_is_tried() -> None:
    sharing = {
        f"{module.__name__}.{name}"
        for module in (experiment, trial, trial_component)
        for name in module.__all__
        if any(
            parameter.kind is inspect.Parameter.VAR_KEYWORD
            for parameter in inspect.signature(inspect.unwrap(getattr(module, name))).parameters.values()
        )
    }
    assert sharing == {f"{function.__module__}.{function.__name__}" for function, *_ in SHARED}


@every_function
def test_a_signature_shows_the_shared_keywords(
    function: Callable[..., Any], keys: type, arguments: tuple[Any, ...]
) -> None:
    parameters = inspect.signature(function).parameters
    assert set(keys.__annotations__) <= set(parameters)
    assert all(parameter.kind is not inspect.Parameter.VAR_KEYWORD for parameter in parameters.values())
    assert all(parameters[key].kind is inspect.Parameter.KEYWORD_ONLY for key in keys.__annotations__)
    inspect.signature(function).bind(recorder(), *arguments, **dict.fromkeys(keys.__annotations__))


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
def test_a_docstring_says_where_the_shared_keywords_are_explained(
    function: Callable[..., Any], keys: type, arguments: tuple[Any, ...]
) -> None:
    assert f"`smexp_fp.options.{keys.__name__}`" in (function.__doc__ or "")


BASES: dict[type, type | None] = {
    options.ListOptions: None,
    options.SearchOptions: None,
    options.PacingOptions: None,
    options.DeletionOptions: options.PacingOptions,
    options.TrialComponentRemovals: None,
    options.TrialComponentChanges: options.TrialComponentRemovals,
}


@pytest.mark.parametrize("keys", BASES)
def test_every_shared_keyword_is_explained_and_may_be_left_out(keys: type) -> None:
    base = BASES[keys]
    own = set(keys.__annotations__) - (set(base.__annotations__) if base else set())
    explained = set(re.findall(r"^    (\w+): ", inspect.cleandoc(keys.__doc__ or ""), re.MULTILINE))
    assert explained == own
    assert keys.__optional_keys__ == set(keys.__annotations__)  # type: ignore[attr-defined]


def keywords(function: Callable[..., object]) -> set[str]:
    return {
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }


def test_what_is_explained_is_what_is_taken() -> None:
    order = set(operations.RangeAndOrder.__annotations__)
    assert set(options.ListOptions.__annotations__) == order | keywords(listing)
    assert set(options.SearchOptions.__annotations__) == keywords(search_resource)
    for module, new in ((experiment, "NewExperiment"), (trial, "NewTrial"), (trial_component, "NewTrialComponent")):
        assert set(getattr(options, new).__annotations__) == keywords(module.create) - {"name_prefix"}
    assert set(options.PacingOptions.__annotations__) == {field.name for field in dataclasses.fields(Settings)}
    assert set(options.DeletionOptions.__annotations__) == {
        field.name for field in dataclasses.fields(DeletionSettings)
    }


@every_function
def test_a_function_that_shares_keywords_can_be_pickled(
    function: Callable[..., Any], keys: type, arguments: tuple[Any, ...]
) -> None:
    assert pickle.loads(pickle.dumps(function)) is function  # noqa: S301 - our own


def public_functions() -> dict[str, Callable[..., object]]:
    found: dict[str, Callable[..., object]] = {}
    for info in pkgutil.walk_packages(smexp_fp.__path__, "smexp_fp."):
        if any(part.startswith("_") for part in info.name.split(".")):
            continue
        module = importlib.import_module(info.name)
        for name in getattr(module, "__all__", ()):
            if inspect.isfunction(value := getattr(module, name)):
                found[f"{info.name}.{name}"] = value
    return found


@pytest.mark.parametrize("name", public_functions())
def test_type_hints_of_a_public_function_can_be_read(name: str) -> None:
    hints = typing.get_type_hints(public_functions()[name])
    assert "return" in hints
