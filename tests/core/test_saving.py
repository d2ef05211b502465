"""Saving writes what was changed, and nothing besides; updating writes what is given."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty
from returns.result import Success

from smexp_fp import experiment, local, trial, trial_component
from smexp_fp.errors import InvalidInput, NotFound
from smexp_fp.records import Artifact, Experiment, FrozenMap, Status, Trial, TrialComponent
from tests.support import model
from tests.support.clients import recorder
from tests.support.kinds import KINDS, Kind, every_kind

BEGIN = model.MOMENT
LATER = BEGIN + timedelta(hours=1)

# As a service gives them; those with two lines or an odd media type it would not take.
COMPONENT: dict[str, Any] = {
    "DisplayName": "C",
    "Status": {"PrimaryStatus": "Paused", "Message": "two\nlines"},
    "StartTime": BEGIN,
    "EndTime": BEGIN,
    "Parameters": {"lr": {"NumberValue": 0.1}, "kernel": {"StringValue": "two\nlines"}},
    "InputArtifacts": {"data": {"Value": "s3://b/k"}},
    "OutputArtifacts": {"model": {"Value": "s3://b/m\n", "MediaType": "no media type"}},
}
EXPERIMENT = {"DisplayName": "E", "Description": "two\nlines"}


def answering(described: Mapping[str, Any]) -> Any:
    """A client that describes an entity as given, and updates it."""
    return recorder(lambda operation, _: {**model.answer(operation), **described} if operation[0] == "D" else {})


def sent(client: Any) -> dict[str, Any] | None:
    """The members of the one update that was sent, without the name; `None` where none was."""
    updates = [dict(parameters) for operation, parameters in client.calls if operation.startswith("Update")]
    assert len(updates) <= 1
    if not updates:
        return None
    [update] = updates
    for kind in KINDS:
        update.pop(f"{kind}Name", None)
    return update


def loaded(client: Any) -> TrialComponent:
    return trial_component.load(client, "c").unwrap()


# --- what a record remembers ----------------------------------------------------------------------------------------

Changes = list[tuple[dict[str, Any], dict[str, Any]]]

COMPONENT_CHANGES: Changes = [
    ({}, {}),
    ({"display_name": "D"}, {"DisplayName": "D"}),
    ({"status": Status(primary="Completed")}, {"Status": {"PrimaryStatus": "Completed"}}),
    ({"start": LATER}, {"StartTime": LATER}),
    ({"end": LATER}, {"EndTime": LATER}),
    ({"parameters": FrozenMap({"depth": 3})}, {"Parameters": {"depth": {"NumberValue": 3}}}),
    ({"parameters": FrozenMap({"lr": 0.2})}, {"Parameters": {"lr": {"NumberValue": 0.2}}}),
    ({"parameters": FrozenMap({"lr": 0.1, "new": "x"})}, {"Parameters": {"new": {"StringValue": "x"}}}),
    ({"parameters": FrozenMap({})}, {}),
    ({"input_artifacts": FrozenMap({"data": Artifact(value="x")})}, {"InputArtifacts": {"data": {"Value": "x"}}}),
    ({"output_artifacts": FrozenMap({"log": Artifact(value="x")})}, {"OutputArtifacts": {"log": {"Value": "x"}}}),
    # The service cannot clear these.
    ({"display_name": None, "status": None, "start": None, "end": None}, {}),
    # What is not the component's own to change.
    ({"tags": FrozenMap({"a": "b"}), "metrics": (), "run_name": "r", "arn": "other"}, {}),
]
EXPERIMENT_CHANGES: Changes = [
    ({}, {}),
    ({"display_name": "D"}, {"DisplayName": "D"}),
    ({"description": "new"}, {"Description": "new"}),
    ({"description": None}, {"Description": ""}),
    ({"description": ""}, {"Description": ""}),
]
TRIAL_CHANGES: Changes = [({}, {}), ({"display_name": "D"}, {"DisplayName": "D"})]

LOADED: list[tuple[Kind, dict[str, Any], Changes]] = [
    (KINDS[0], EXPERIMENT, EXPERIMENT_CHANGES),
    (KINDS[1], {"DisplayName": "T"}, TRIAL_CHANGES),
    (KINDS[2], COMPONENT, COMPONENT_CHANGES),
]

WAYS: list[Callable[[Any], Any]] = [
    lambda record: record,
    copy.copy,
    copy.deepcopy,
    lambda record: pickle.loads(pickle.dumps(record)),  # noqa: S301 - our own
    replace,
    lambda record: replace(replace(record, display_name="x"), display_name=record.display_name),
    getattr(copy, "replace", replace),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("kind", "described", "all_changes"), LOADED, ids=lambda part: str(part)[:14])
def test_a_loaded_record_is_saved_with_what_was_changed(
    kind: Kind, described: dict[str, Any], all_changes: Changes, way: Callable[[Any], Any]
) -> None:
    for changes, expected in all_changes:
        client = answering(described)
        record = replace(way(kind.module.load(client, "n").unwrap()), **changes)
        assert isinstance(kind.module.save(client, record), Success)
        assert sent(client) == (expected or None), changes


def test_a_parameter_that_is_not_a_number_is_as_it_was_read() -> None:
    client = answering({"Parameters": {"p": {"NumberValue": float("nan")}}})
    again = replace(loaded(client), display_name="D", parameters=FrozenMap({"p": float("nan")}))
    assert isinstance(trial_component.save(client, again), Success)
    assert sent(client) == {"DisplayName": "D"}


def test_a_touched_member_is_still_checked() -> None:
    client = answering(COMPONENT)
    touched = replace(loaded(client), status=Status(primary="Failed", message="two\nlines"))
    failure = trial_component.save(client, touched).failure()
    assert isinstance(failure, InvalidInput)
    assert failure.argument == "record.status.message"
    assert sent(client) is None


def test_removing_is_a_change_also_where_nothing_else_is() -> None:
    client = answering(COMPONENT)
    saved = trial_component.save(client, loaded(client), remove_parameters=["kernel"]).unwrap()
    assert sent(client) == {"ParametersToRemove": ["kernel"]}
    assert dict(saved.parameters) == {"lr": 0.1}


def test_a_record_built_by_hand_is_written_as_far_as_it_is_given() -> None:
    client = recorder()
    experiment.save(client, Experiment(name="e", arn="a")).unwrap()
    trial.save(client, Trial(name="t", arn="a", display_name="T")).unwrap()
    trial_component.save(client, TrialComponent(name="c", arn="a", parameters=FrozenMap({"lr": 1}))).unwrap()
    experiment.save(client, Experiment(name="e", arn="a", description="")).unwrap()
    trial_component.save(client, TrialComponent(name="c", arn="a")).unwrap()
    assert [parameters for _, parameters in client.calls] == [
        {"ExperimentName": "e"},
        {"TrialName": "t", "DisplayName": "T"},
        {"TrialComponentName": "c", "Parameters": {"lr": {"NumberValue": 1}}},
        {"ExperimentName": "e", "Description": ""},
        {"TrialComponentName": "c"},
    ]


def test_a_record_under_another_name_is_written_as_one_built_by_hand() -> None:
    client = answering({"DisplayName": "E", "Description": "d"})
    record = experiment.load(client, "e").unwrap()
    assert isinstance(experiment.save(client, replace(record, name="twin")), Success)
    assert client.calls[-1][1] == {"ExperimentName": "twin", "DisplayName": "E", "Description": "d"}


@every_kind
def test_what_was_created_or_saved_is_the_base_of_the_next_save(kind: Kind) -> None:
    client = recorder(lambda *_: {})
    record = kind.create(client, "n", display_name="M").unwrap()
    for name in ("X", "Y"):
        client.calls.clear()
        record = kind.module.save(client, replace(record, display_name=name)).unwrap()
        assert record.display_name == name
        assert sent(client) == {"DisplayName": name}
    client.calls.clear()
    assert kind.module.save(client, record) == Success(record)
    assert client.calls == []


READS: list[Callable[[Any], TrialComponent]] = [
    loaded,
    lambda client: trial_component.search(client).collect().unwrap()[0],
    lambda client: trial_component.load_with_tags(client, "c").unwrap(),
    lambda client: trial_component.load_or_create(client, "c").unwrap(),
]


def a_few(keys: str, values: list[Any]) -> st.SearchStrategy[FrozenMap[str, Any]]:
    return st.dictionaries(st.sampled_from(keys), st.sampled_from(values)).map(FrozenMap)


members = st.fixed_dictionaries(
    {},
    optional={
        "display_name": st.sampled_from(["C", "D"]),
        "status": st.sampled_from([Status(primary="InProgress"), Status(primary="Completed")]),
        "start": st.sampled_from([BEGIN, LATER]),
        "parameters": a_few("abc", [1.0, 2.0, "x"]),
        "input_artifacts": a_few("ab", [Artifact(value="x"), Artifact(value="y")]),
    },
)


@given(members, members, members, st.sampled_from(READS))
def test_two_who_change_different_members_do_not_undo_each_other_however_they_read(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], read: Callable[[Any], TrialComponent]
) -> None:
    """What I save is what I changed, upon what the other has saved meanwhile."""
    client = local.client(":memory:")
    trial_component.create(client, "c", **base).unwrap()
    record = read(client)
    trial_component.update(client, "c", **theirs).unwrap()
    before = loaded(client)
    trial_component.save(client, replace(record, **mine)).unwrap()
    after = loaded(client)
    for name in ("display_name", "status", "start"):
        touched = name in mine and mine[name] != getattr(record, name)
        assert getattr(after, name) == (mine[name] if touched else getattr(before, name))
    for name in ("parameters", "input_artifacts"):
        changed = dict(mine.get(name, {}).items() - getattr(record, name).items())
        assert getattr(after, name) == {**getattr(before, name), **changed}


# --- the memory is no member ----------------------------------------------------------------------------------------


def test_what_a_record_remembers_is_no_member_of_it() -> None:
    read = loaded(answering(COMPONENT))
    names = [field.name for field in dataclasses.fields(read)]
    by_hand = TrialComponent(**{name: getattr(read, name) for name in names})
    assert by_hand == read
    assert hash(by_hand) == hash(read)
    assert repr(by_hand) == repr(read) == pretty(read)
    assert dataclasses.asdict(by_hand) == dataclasses.asdict(read)
    assert list(dataclasses.asdict(read)) == names == list(inspect.signature(TrialComponent).parameters)
    assert all(not name.startswith("_") for name in names)
    # Serialisers take this for a dictionary of attributes, and leave out what a record has not.
    keys: Any = read.__dataclass_fields__
    assert type(keys) is dict
    assert [key for key in keys if hasattr(read, key)] == names


@every_kind
def test_a_record_that_a_library_made_without_its_class_is_one_built_by_hand(kind: Kind) -> None:
    record: Any = object.__new__(kind.record)
    given = kind.record(name="n", arn="a", display_name="N")
    for field in dataclasses.fields(kind.record):
        object.__setattr__(record, field.name, getattr(given, field.name))
    assert record == given
    assert replace(record, display_name="M").display_name == "M"
    assert pickle.loads(pickle.dumps(record)) == given  # noqa: S301 - our own
    client = recorder()
    kind.module.save(client, record).unwrap()
    assert sent(client) == {"DisplayName": "N"}


@every_kind
def test_a_record_refuses_an_unknown_member_as_any_dataclass(kind: Kind) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'nmae'"):
        kind.record(nmae="e", arn="a")


# --- updating -------------------------------------------------------------------------------------------------------


def test_an_update_sends_what_is_given() -> None:
    client = answering(COMPONENT)
    record = loaded(client)
    client.calls.clear()
    experiment.update(client, "e", description="").unwrap()
    trial.update(client, "t", display_name="T").unwrap()
    trial_component.update(client, "c", end=BEGIN, remove_parameters=["a"]).unwrap()
    trial_component.update(client, record, status=Status(primary="Stopped")).unwrap()
    trial_component.update(client, "c").unwrap()
    assert client.calls == [
        ("UpdateExperiment", {"ExperimentName": "e", "Description": ""}),
        ("UpdateTrial", {"TrialName": "t", "DisplayName": "T"}),
        ("UpdateTrialComponent", {"TrialComponentName": "c", "EndTime": BEGIN, "ParametersToRemove": ["a"]}),
        ("UpdateTrialComponent", {"TrialComponentName": record.name, "Status": {"PrimaryStatus": "Stopped"}}),
        ("UpdateTrialComponent", {"TrialComponentName": "c"}),
    ]


def test_an_update_changes_every_member_of_a_component_that_can_change() -> None:
    client = local.client(":memory:")
    trial_component.create(client, "c", parameters={"old": 1}).unwrap()
    changes: dict[str, Any] = {
        "display_name": "C",
        "status": Status(primary="Failed", message="why"),
        "start": BEGIN,
        "end": BEGIN,
        "parameters": {"lr": 0.1},
        "input_artifacts": {"data": Artifact(value="s3://b/k")},
        "output_artifacts": {"model": Artifact(value="s3://b/m")},
    }
    trial_component.update(client, "c", **changes, remove_parameters=["old"]).unwrap()
    found = loaded(client)
    assert {name: getattr(found, name) for name in changes} == changes
    trial_component.update(client, "c", remove_input_artifacts=["data"], remove_output_artifacts=["model"]).unwrap()
    assert (len(loaded(client).input_artifacts), len(loaded(client).output_artifacts)) == (0, 0)


@every_kind
def test_an_update_of_what_is_not_there_is_not_found(kind: Kind) -> None:
    assert isinstance(kind.module.update(local.client(":memory:"), "n", display_name="x").failure(), NotFound)
