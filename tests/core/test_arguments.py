"""What is wrong with an argument is said in the caller's words, before anything is sent."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp import experiment, metrics, records, tags, trial, trial_component
from smexp_fp.errors import InvalidInput
from tests.support import catalogue
from tests.support.catalogue import ARN, COMPONENT, DATUM, EXPERIMENT, QUERY, TRIAL
from tests.support.clients import recorder

NAIVE = datetime(2024, 1, 1)  # noqa: DTZ001 - that it has no zone is the point
LONG = "a" * 121
artifact = records.Artifact
component = trial_component
replace = dataclasses.replace

# ruff: noqa: E501 - a table is read by its columns
# (function, the argument as the error names it, the value it shows, a call with that argument wrong)
WRONG: list[tuple[str, str, Any, Callable[[Any], object]]] = [
    ("experiment.create", "name", LONG, lambda c: experiment.create(c, LONG)),
    ("experiment.create", "name", None, lambda c: experiment.create(c, None)),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ("experiment.create", "display_name", "", lambda c: experiment.create(c, "e", display_name="")),
    ("experiment.create", "description", "a\nb", lambda c: experiment.create(c, "e", description="a\nb")),
    ("experiment.create", "tags['a!'].key", "a!", lambda c: experiment.create(c, "e", tags={"a!": "b"})),
    ("experiment.create", "tags['a'].value", "b!", lambda c: experiment.create(c, "e", tags={"a": "b!"})),
    ("experiment.create_trial", "experiment", "", lambda c: experiment.create_trial(c, "", "t")),
    ("experiment.create_trial", "name", "", lambda c: experiment.create_trial(c, "e", "")),
    ("trial.create", "name", "", lambda c: trial.create(c, "e", "")),
    ("trial.load_or_create", "name", "", lambda c: trial.load_or_create(c, "e", "")),
    ("component.create", "name", "", lambda c: component.create(c, "")),
    ("trial.load_or_create", "name", "", lambda c: trial.load_or_create(c, "e", None)),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ("component.load_or_create", "name", "", lambda c: component.load_or_create(c, None)),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ("component.load_or_create", "name", "", lambda c: component.load_or_create(c, "")),
    ("experiment.create_trial", "name", "t t", lambda c: experiment.create_trial(c, "e", "t t")),
    (
        "experiment.create_trial",
        "metadata.commit_id",
        "a\n",
        lambda c: experiment.create_trial(c, "e", "t", metadata=records.MetadataProperties(commit_id="a\n")),
    ),
    ("experiment.delete", "experiment", "é", lambda c: experiment.delete(c, "é")),
    ("experiment.list_experiments", "sort_by", "x", lambda c: experiment.list_experiments(c, sort_by="x")),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ("experiment.list_experiments", "sort_order", "x", lambda c: experiment.list_experiments(c, sort_order="x")),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ("experiment.list_experiments", "created_after", NAIVE, lambda c: experiment.list_experiments(c, created_after=NAIVE)),
    ("experiment.list_experiments", "created_before", NAIVE, lambda c: experiment.list_experiments(c, created_before=NAIVE)),
    ("experiment.list_experiments", "page_size", 101, lambda c: experiment.list_experiments(c, page_size=101)),
    ("experiment.list_experiments", "resume_from", "\n", lambda c: experiment.list_experiments(c, resume_from="\n")),
    ("experiment.list_trials", "experiment", LONG, lambda c: experiment.list_trials(c, LONG)),
    ("experiment.load", "name", "", lambda c: experiment.load(c, "")),
    ("experiment.load_or_create", "name", "", lambda c: experiment.load_or_create(c, "")),
    ("experiment.load_with_tags", "name", "", lambda c: experiment.load_with_tags(c, "")),
    ("experiment.save", "record.name", "", lambda c: experiment.save(c, replace(EXPERIMENT, name=""))),
    ("experiment.save", "record.display_name", LONG, lambda c: experiment.save(c, replace(EXPERIMENT, display_name=LONG))),
    ("experiment.save", "record.description", "\n", lambda c: experiment.save(c, replace(EXPERIMENT, description="\n"))),
    ("experiment.search", "sort_by", "", lambda c: experiment.search(c, sort_by="")),
    ("experiment.search", "visibility['Tags.a'].value", "!", lambda c: experiment.search(c, visibility={"a": "!"})),
    ("experiment.search", "cross_account", "x", lambda c: experiment.search(c, cross_account="x")),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    (
        "experiment.search",
        "condition.filters[0].operator",
        "Like",
        lambda c: experiment.search(c, {"Filters": [{"Name": "a", "Operator": "Like", "Value": "b"}]}),
    ),
    ("trial.create", "experiment", "", lambda c: trial.create(c, "", "t")),
    ("trial.create", "components[1]", "c c", lambda c: trial.create(c, "e", "t", components=["c", "c c"])),
    ("trial.save", "record.display_name", "", lambda c: trial.save(c, replace(TRIAL, display_name=""))),
    ("experiment.update", "experiment", "", lambda c: experiment.update(c, "")),
    ("experiment.update", "display_name", "", lambda c: experiment.update(c, "e", display_name="")),
    ("experiment.update", "description", "\n", lambda c: experiment.update(c, "e", description="\n")),
    ("trial.update", "trial", "", lambda c: trial.update(c, "")),
    ("trial.update", "display_name", "", lambda c: trial.update(c, "t", display_name="")),
    ("component.update", "component", "", lambda c: component.update(c, "")),
    ("component.update", "status.primary", "Complete", lambda c: component.update(c, "c", status=records.Status(primary="Complete"))),
    ("component.update", "start", NAIVE, lambda c: component.update(c, "c", start=NAIVE)),
    ("component.update", "parameters['lr']", "\n", lambda c: component.update(c, "c", parameters={"lr": "\n"})),
    ("component.update", "remove_parameters[0]", LONG * 3, lambda c: component.update(c, "c", remove_parameters=[LONG * 3])),
    ("trial.list_trials", "component", "", lambda c: trial.list_trials(c, component="")),
    ("trial.add_trial_component", "trial", "", lambda c: trial.add_trial_component(c, "", "c")),
    ("trial.add_trial_component", "component", "", lambda c: trial.add_trial_component(c, "t", "")),
    ("trial.remove_trial_component", "component", "", lambda c: trial.remove_trial_component(c, "t", "")),
    ("component.create", "parameters['lr']", float("inf"), lambda c: component.create(c, "c", parameters={"lr": float("inf")})),
    ("component.create", "parameters['lr']", "x\n", lambda c: component.create(c, "c", parameters={"lr": "x\n"})),
    ("component.create", "parameters['lr']", True, lambda c: component.create(c, "c", parameters={"lr": True})),
    (
        "component.create",
        "parameters, in the key 'a\\n',",
        "a\n",
        lambda c: component.create(c, "c", parameters={"a\n": 1}),
    ),
    ("component.create", "start", NAIVE, lambda c: component.create(c, "c", start=NAIVE)),
    ("component.create", "end", NAIVE, lambda c: component.create(c, "c", end=NAIVE)),
    ("component.create", "status.primary", "x", lambda c: component.create(c, "c", status=records.Status(primary="x"))),
    ("component.create", "status.message", "\n", lambda c: component.create(c, "c", status=records.Status(message="\n"))),
    (
        "component.create",
        "input_artifacts['a'].media_type",
        "text",
        lambda c: component.create(c, "c", input_artifacts={"a": artifact(value="v", media_type="text")}),
    ),
    (
        "component.create",
        "output_artifacts['a'].value",
        "\n",
        lambda c: component.create(c, "c", output_artifacts={"a": artifact(value="\n")}),
    ),
    (
        "component.save",
        "record.parameters['lr']",
        "\n",
        lambda c: component.save(c, replace(COMPONENT, parameters=records.FrozenMap({"lr": "\n"}))),
    ),
    (
        "component.save",
        "remove_parameters[0]",
        "a" * 257,
        lambda c: component.save(c, COMPONENT, remove_parameters=["a" * 257]),
    ),
    ("component.list", "trial", "", lambda c: component.list_trial_components(c, trial="")),
    ("component.list", "source_arn", "a" * 257, lambda c: component.list_trial_components(c, source_arn="a" * 257)),
    ("component.list", "trial", "t", lambda c: component.list_trial_components(c, experiment="e", trial="t")),
    ("component.delete", "component", "", lambda c: component.delete(c, "")),
    ("tags.add_tags", "resource", "arn", lambda c: tags.add_tags(c, "arn", {"a": "b"})),
    ("tags.add_tags", "tags[''].key", "", lambda c: tags.add_tags(c, ARN, {"": "b"})),
    ("tags.remove_tags", "keys", [], lambda c: tags.remove_tags(c, ARN, [])),
    ("tags.list_tags", "resource", "", lambda c: tags.list_tags(c, "")),
    ("metrics.put_metrics", "component", "Up_er", lambda c: metrics.put_metrics(c, "Up_er", [DATUM])),
    ("metrics.put_metrics", "component", "\N{KELVIN SIGN}", lambda c: metrics.put_metrics(c, "\N{KELVIN SIGN}", [DATUM])),
    ("metrics.put_metrics", "data[15].name", "", lambda c: metrics.put_metrics(c, "c", [DATUM] * 15 + [replace(DATUM, name="")])),
    ("metrics.put_metrics", "data[1].step", -1, lambda c: metrics.put_metrics(c, "c", [DATUM, replace(DATUM, step=-1)])),
    ("metrics.put_metrics", "data[0].timestamp", NAIVE, lambda c: metrics.put_metrics(c, "c", [replace(DATUM, timestamp=NAIVE)])),
    ("metrics.get_metrics", "queries[120].resource_arn", "a", lambda c: metrics.get_metrics(c, [QUERY] * 120 + [replace(QUERY, resource_arn="a")])),
    ("metrics.get_metrics", "queries[0].stat", "x", lambda c: metrics.get_metrics(c, [replace(QUERY, stat="x")])),
]  # fmt: skip


@pytest.mark.parametrize(
    ("function", "argument", "value", "call"), WRONG, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_wrong_argument_is_named_with_its_value_and_nothing_is_sent(
    function: str, argument: str, value: Any, call: Callable[[Any], object]
) -> None:
    client = recorder()
    result = catalogue.outcome(call(client))
    assert isinstance(result, Failure), function
    error = result.failure()
    assert isinstance(error, InvalidInput)
    assert (error.argument, error.value) == (argument, value)
    assert client.calls == []


@given(st.integers(0, 45), st.sampled_from([float("nan"), float("inf"), True, "1", None]))
def test_a_datum_that_is_no_number_is_named_by_its_place_among_all(index: int, value: Any) -> None:
    client = recorder()
    data = [DATUM] * 46
    data[index] = replace(DATUM, value=value)
    error = metrics.put_metrics(client, "c", data).failure()
    assert isinstance(error, InvalidInput)
    assert error.argument == f"data[{index}].value"
    assert client.calls == []


@pytest.mark.parametrize(
    "call",
    [
        lambda c: experiment.create(c, "e", tags=MappingProxyType({"k": "v"})),
        lambda c: experiment.search(c, MappingProxyType({"Filters": (MappingProxyType({"Name": "a"}),)})),
        lambda c: experiment.search(c, records.FrozenMap({"SubExpressions": ({"Filters": ({"Name": "a"},)},)})),
        lambda c: tags.remove_tags(c, ARN, iter(["k"])),
        lambda c: trial_component.save(c, COMPONENT, remove_parameters=iter(["k"])),
        lambda c: metrics.put_metrics(c, "c", iter([DATUM])),
    ],
)  # fmt: skip
def test_what_is_sent_is_made_of_dicts_and_lists_whatever_the_caller_gave(call: Callable[[Any], object]) -> None:
    # botocore takes nothing else.
    client = recorder()
    assert isinstance(catalogue.outcome(call(client)), Success)

    def look(value: object) -> None:
        if isinstance(value, dict):
            for item in value.values():
                look(item)
        elif isinstance(value, list):
            for item in value:
                look(item)
        else:
            assert isinstance(value, str | int | float | datetime), type(value)

    for _, parameters in client.calls:
        look(parameters)


TEXT: Any = "Completed"


@pytest.mark.parametrize(
    ("message", "call"),
    [
        ("status must be of the type Status, not str", lambda c: component.create(c, "c", status=TEXT)),
        ("status must be of the type Status, not str", lambda c: component.update(c, "c", status=TEXT)),
        ("metadata must be of the type MetadataProperties, not str", lambda c: trial.create(c, "e", metadata=TEXT)),
        (
            r"input_artifacts\['a'\] must be of the type Artifact, not str",
            lambda c: component.create(c, "c", input_artifacts={"a": TEXT}),
        ),
    ],
)
def test_a_text_in_place_of_a_record_is_named(message: str, call: Callable[[Any], object]) -> None:
    client = recorder()
    with pytest.raises(TypeError, match=message):
        call(client)
    assert client.calls == []


ONE_TEXT: list[Callable[[Any], object]] = [
    lambda c: tags.remove_tags(c, ARN, "key"),
    lambda c: trial_component.save(c, COMPONENT, remove_parameters="key"),
    lambda c: trial_component.save(c, COMPONENT, remove_input_artifacts="key"),
    lambda c: trial_component.save(c, COMPONENT, remove_output_artifacts="key"),
    lambda c: trial.create(c, "e", "t", components="key"),
    lambda c: trial_component.update(c, "c", remove_parameters="key"),
]


@pytest.mark.parametrize("call", ONE_TEXT)
def test_one_text_where_several_are_wanted_is_a_programming_error(call: Callable[[Any], object]) -> None:
    # Its characters would otherwise be taken for the keys.
    client = recorder()
    with pytest.raises(TypeError, match="not a string"):
        call(client)
    assert client.calls == []


NOT_AN_ENTITY: list[Callable[[Any], Any]] = [
    lambda c: experiment.list_trials(c, None),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    lambda c: trial.list_trial_components(c, None),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    lambda c: trial_component.list_trials(c, None),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
]


@pytest.mark.parametrize("call", NOT_AN_ENTITY)
def test_none_for_an_entity_does_not_list_those_of_all(call: Callable[[Any], object]) -> None:
    client = recorder()
    with pytest.raises(TypeError):
        catalogue.outcome(call(client))
    assert client.calls == []


def test_a_moment_in_another_zone_is_accepted() -> None:
    client = recorder()
    list(experiment.list_experiments(client, created_after=datetime(2024, 1, 1, tzinfo=UTC)))
    assert len(client.calls) == 1
