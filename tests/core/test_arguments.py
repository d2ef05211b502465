"""What is wrong with an argument is said in the caller's words, before anything is sent."""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pytest
from returns.result import Failure, Success

from smexp_fp import experiment, metrics, tags, trial, trial_component
from smexp_fp.errors import InvalidInput
from smexp_fp.records import Artifact, FrozenMap, MetadataProperties, Status, UnknownStatus
from tests.support import catalogue
from tests.support.catalogue import ARN, COMPONENT, DATUM, EXPERIMENT, QUERY
from tests.support.clients import recorder
from tests.support.kinds import KINDS, Kind

NAIVE = datetime(2024, 1, 1)  # noqa: DTZ001 - that it has no zone is the point
LONG = "a" * 121
LONG_KEY = "a" * 257
LIKE = {"Filters": [{"Name": "a", "Operator": "Like", "Value": "b"}]}
Call = Callable[[Any], object]


def wrong_arguments_of(kind: Kind) -> list[tuple[str, Any, Call]]:
    """The argument as the error names it, the value that it shows, and a call with that argument wrong."""
    module, create, list_all = kind.module, kind.create, kind.list_all
    search, update = module.search, module.update
    record = kind.record(name="n", arn=ARN, display_name="N")
    itself = {"Experiment": "experiment", "Trial": "trial", "TrialComponent": "component"}[kind.name]

    def save(**members: Any) -> Call:
        return lambda c: module.save(c, dataclasses.replace(record, **members))

    return [
        ("name", LONG, lambda c: create(c, LONG)),
        ("name", "", lambda c: create(c, "")),
        ("name", "t t", lambda c: create(c, "t t")),
        ("display_name", "", lambda c: create(c, "n", display_name="")),
        ("tags['a!'].key", "a!", lambda c: create(c, "n", tags={"a!": "b"})),
        ("tags['a'].value", "b!", lambda c: create(c, "n", tags={"a": "b!"})),
        ("name", "", lambda c: kind.load_or_create(c, "")),
        # Where a name is generated for None, None counts as empty when a name is needed.
        ("name", None if module is experiment else "", lambda c: module.load_or_create(c, *kind.parents, None)),
        ("name", "", lambda c: module.load(c, "")),
        ("name", "", lambda c: module.load_with_tags(c, "")),
        (itself, "é", lambda c: module.delete(c, "é")),
        (itself, "", lambda c: update(c, "")),
        ("display_name", "", lambda c: update(c, "n", display_name="")),
        ("record.name", "", save(name="")),
        ("record.display_name", LONG, save(display_name=LONG)),
        ("sort_by", "", lambda c: search(c, sort_by="")),
        ("visibility['Tags.a'].value", "!", lambda c: search(c, visibility={"a": "!"})),
        ("cross_account", "x", lambda c: search(c, cross_account="x")),
        ("condition.filters[0].operator", "Like", lambda c: search(c, LIKE)),
        ("sort_by", "x", lambda c: list_all(c, sort_by="x")),
        ("sort_order", "x", lambda c: list_all(c, sort_order="x")),
        ("created_after", NAIVE, lambda c: list_all(c, created_after=NAIVE)),
        ("created_before", NAIVE, lambda c: list_all(c, created_before=NAIVE)),
        ("page_size", 101, lambda c: list_all(c, page_size=101)),
        ("resume_from", "\n", lambda c: list_all(c, resume_from="\n")),
    ]


def create(**members: Any) -> Call:
    return lambda c: trial_component.create(c, "c", **members)


def update(**members: Any) -> Call:
    return lambda c: trial_component.update(c, "c", **members)


def save(removed: Any = (), **members: Any) -> Call:
    record = dataclasses.replace(COMPONENT, **members)
    return lambda c: trial_component.save(c, record, remove_parameters=removed)


def put(*data: metrics.MetricDatum) -> Call:
    return lambda c: metrics.put_metrics(c, "c", data)


def datum(**members: Any) -> metrics.MetricDatum:
    return dataclasses.replace(DATUM, **members)


def get(*queries: metrics.MetricQuery) -> Call:
    return lambda c: metrics.get_metrics(c, queries)


def query(**members: Any) -> metrics.MetricQuery:
    return dataclasses.replace(QUERY, **members)


metadata = MetadataProperties(commit_id="a\n")
undescribed = dataclasses.replace(EXPERIMENT, description="\n")

WRONG: list[tuple[str, Any, Call]] = [
    *(row for kind in KINDS for row in wrong_arguments_of(kind)),
    # Experiments.
    ("name", None, lambda c: KINDS[0].create(c, None)),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ("description", "a\nb", lambda c: experiment.create(c, "e", description="a\nb")),
    ("description", "\n", lambda c: experiment.update(c, "e", description="\n")),
    ("record.description", "\n", lambda c: experiment.save(c, undescribed)),
    ("experiment", "", lambda c: experiment.create_trial(c, "", "t")),
    ("name", "", lambda c: experiment.create_trial(c, "e", "")),
    ("metadata.commit_id", "a\n", lambda c: experiment.create_trial(c, "e", "t", metadata=metadata)),
    ("experiment", LONG, lambda c: experiment.list_trials(c, LONG)),
    # Trials.
    ("experiment", "", lambda c: trial.create(c, "", "t")),
    ("components[1]", "c c", lambda c: trial.create(c, "e", "t", components=["c", "c c"])),
    ("component", "", lambda c: trial.list_trials(c, component="")),
    ("trial", "", lambda c: trial.add_trial_component(c, "", "c")),
    ("component", "", lambda c: trial.add_trial_component(c, "t", "")),
    ("component", "", lambda c: trial.remove_trial_component(c, "t", "")),
    # Components.
    *(
        (argument, value, call(**{argument: value}))
        for argument, value in (("start", NAIVE), ("end", NAIVE))
        for call in (create, update)
    ),
    ("parameters['lr']", "x\n", create(parameters={"lr": "x\n"})),
    ("parameters['lr']", "\n", update(parameters={"lr": "\n"})),
    ("parameters, in the key 'a\\n',", "a\n", create(parameters={"a\n": 1})),
    ("status.primary", "Complete", create(status=Status(primary=UnknownStatus("Complete")))),
    ("status.primary", "Complete", update(status=Status(primary=UnknownStatus("Complete")))),
    ("status.message", "\n", create(status=Status(message="\n"))),
    ("input_artifacts['a'].media_type", "t", create(input_artifacts={"a": Artifact(value="v", media_type="t")})),
    ("output_artifacts['a'].value", "\n", create(output_artifacts={"a": Artifact(value="\n")})),
    ("record.parameters['lr']", "\n", save(parameters=FrozenMap({"lr": "\n"}))),
    ("remove_parameters[0]", LONG_KEY, save(removed=[LONG_KEY])),
    ("remove_parameters[0]", LONG_KEY, update(remove_parameters=[LONG_KEY])),
    ("trial", "", lambda c: trial_component.list_trial_components(c, trial="")),
    ("source_arn", LONG_KEY, lambda c: trial_component.list_trial_components(c, source_arn=LONG_KEY)),
    ("trial", "t", lambda c: trial_component.list_trial_components(c, experiment="e", trial="t")),
    # Tags and metrics.
    ("resource", "arn", lambda c: tags.add_tags(c, "arn", {"a": "b"})),
    ("tags[''].key", "", lambda c: tags.add_tags(c, ARN, {"": "b"})),
    ("keys", [], lambda c: tags.remove_tags(c, ARN, [])),
    ("resource", "", lambda c: tags.list_tags(c, "")),
    ("component", "Up_er", lambda c: metrics.put_metrics(c, "Up_er", [DATUM])),
    ("component", "\N{KELVIN SIGN}", lambda c: metrics.put_metrics(c, "\N{KELVIN SIGN}", [DATUM])),
    ("data[15].name", "", put(*[DATUM] * 15, datum(name=""))),
    ("data[45].value", True, put(*[DATUM] * 45, datum(value=True))),
    ("data[1].step", -1, put(DATUM, datum(step=-1))),
    ("data[0].timestamp", NAIVE, put(datum(timestamp=NAIVE))),
    ("queries[120].resource_arn", "a", get(*[QUERY] * 120, query(resource_arn="a"))),
    ("queries[0].stat", "x", get(query(stat="x"))),
]


@pytest.mark.parametrize(("argument", "value", "call"), WRONG, ids=lambda part: part if isinstance(part, str) else "")
def test_a_wrong_argument_is_named_with_its_value_and_nothing_is_sent(argument: str, value: Any, call: Call) -> None:
    client = recorder()
    result = catalogue.outcome(call(client))
    assert isinstance(result, Failure)
    error = result.failure()
    assert isinstance(error, InvalidInput)
    assert (error.argument, error.value) == (argument, value)
    assert client.calls == []


@pytest.mark.parametrize(
    "call",
    [
        lambda c: experiment.create(c, "e", tags=MappingProxyType({"k": "v"})),
        lambda c: experiment.search(c, MappingProxyType({"Filters": (MappingProxyType({"Name": "a"}),)})),
        lambda c: experiment.search(c, FrozenMap({"SubExpressions": ({"Filters": ({"Name": "a"},)},)})),
        lambda c: tags.remove_tags(c, ARN, iter(["k"])),
        save(removed=iter(["k"])),
        lambda c: metrics.put_metrics(c, "c", iter([DATUM])),
    ],
)
def test_what_is_sent_is_made_of_dicts_and_lists_whatever_the_caller_gave(call: Call) -> None:
    # botocore takes nothing else.
    client = recorder()
    assert isinstance(catalogue.outcome(call(client)), Success)

    def look(value: object) -> None:
        if isinstance(value, dict | list):
            for item in value.values() if isinstance(value, dict) else value:
                look(item)
        else:
            assert isinstance(value, str | int | float | datetime), type(value)

    [(_, parameters)] = client.calls
    look(parameters)


WRONG_TYPES: list[tuple[str, Call]] = [
    ("status must be of the type Status, not str", create(status="Completed")),
    ("status must be of the type Status, not str", update(status="Completed")),
    ("metadata must be of the type MetadataProperties, not str", lambda c: KINDS[1].create(c, "t", metadata="abc")),
    (r"input_artifacts\['a'\] must be of the type Artifact, not str", create(input_artifacts={"a": "s3://b/k"})),
    # The characters of a string would otherwise be taken for the keys.
    ("not a string", lambda c: tags.remove_tags(c, ARN, "key")),
    ("not a string", lambda c: trial.create(c, "e", "t", components="key")),
    *(
        ("not a string", call)
        for keys in ("remove_parameters", "remove_input_artifacts", "remove_output_artifacts")
        for call in (
            update(**{keys: "key"}),
            lambda c, keys=keys: trial_component.save(c, COMPONENT, **{keys: "key"}),
        )
    ),
    # The trials of the experiment None would be all trials.
    ("not NoneType", lambda c: experiment.list_trials(c, None)),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ("not NoneType", lambda c: trial.list_trial_components(c, None)),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ("not NoneType", lambda c: trial_component.list_trials(c, None)),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
]


@pytest.mark.parametrize(("message", "call"), WRONG_TYPES)
def test_a_value_of_a_wrong_type_is_a_programming_error(message: str, call: Call) -> None:
    client = recorder()
    with pytest.raises(TypeError, match=message):
        catalogue.outcome(call(client))
    assert client.calls == []
