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
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty
from returns.result import Success

from smexp_fp import experiment, local, tags, trial, trial_component
from smexp_fp.errors import InvalidInput, NotFound
from smexp_fp.records import Artifact, Experiment, FrozenMap, Status, Trial, TrialComponent
from tests.support import model
from tests.support.clients import recorder

BEGIN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


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
    for name in ("ExperimentName", "TrialName", "TrialComponentName"):
        update.pop(name, None)
    return update


# --- what a record remembers ----------------------------------------------------------------------------------------

LOADED: dict[str, Any] = {
    "DisplayName": "C",
    "Status": {"PrimaryStatus": "Paused", "Message": "two\nlines"},
    "StartTime": BEGIN,
    "EndTime": BEGIN,
    "Parameters": {"lr": {"NumberValue": 0.1}, "kernel": {"StringValue": "two\nlines"}},
    "InputArtifacts": {"data": {"Value": "s3://b/k"}},
    "OutputArtifacts": {"model": {"Value": "s3://b/m\n", "MediaType": "no media type"}},
}
"""A component with members that the service would not take."""


def loaded(client: Any) -> TrialComponent:
    return trial_component.load(client, "c").unwrap()


CHANGES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"display_name": "D"}, {"DisplayName": "D"}),
    ({"status": Status(primary="Completed")}, {"Status": {"PrimaryStatus": "Completed"}}),
    ({"end": BEGIN + timedelta(hours=1)}, {"EndTime": BEGIN + timedelta(hours=1)}),
    ({"start": BEGIN - timedelta(hours=1)}, {"StartTime": BEGIN - timedelta(hours=1)}),
    ({"parameters": FrozenMap({"depth": 3})}, {"Parameters": {"depth": {"NumberValue": 3}}}),
    ({"parameters": FrozenMap({"lr": 0.2})}, {"Parameters": {"lr": {"NumberValue": 0.2}}}),
    ({"parameters": FrozenMap({"lr": 0.1})}, {}),
    ({"parameters": FrozenMap({})}, {}),
    ({"input_artifacts": FrozenMap({"data": Artifact(value="x")})}, {"InputArtifacts": {"data": {"Value": "x"}}}),
    ({"output_artifacts": FrozenMap({"log": Artifact(value="x")})}, {"OutputArtifacts": {"log": {"Value": "x"}}}),
    # The service cannot clear these.
    ({"display_name": None, "status": None, "start": None, "end": None}, {}),
    # What is not the component's own to change.
    ({"tags": FrozenMap({"a": "b"}), "metrics": (), "run_name": "r", "arn": "other"}, {}),
]

WAYS: list[Callable[[Any], Any]] = [
    lambda record: record,
    copy.copy,
    copy.deepcopy,
    lambda record: pickle.loads(pickle.dumps(record)),  # noqa: S301 - our own
    replace,
    lambda record: replace(replace(record, display_name="x"), display_name=record.display_name),
    lambda record: getattr(copy, "replace", replace)(record, run_name="r"),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("changes", "expected"), CHANGES)
def test_a_loaded_component_is_saved_with_what_was_changed(
    way: Callable[[Any], Any], changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    client = answering(LOADED)
    record = replace(way(loaded(client)), **changes)
    assert isinstance(trial_component.save(client, record), Success)
    assert sent(client) == (expected or None)


def test_a_changed_entry_is_sent_without_its_neighbours() -> None:
    client = answering(LOADED)
    record = loaded(client)
    changed = FrozenMap({**record.parameters, "new": "x"})
    assert isinstance(trial_component.save(client, replace(record, parameters=changed)), Success)
    assert sent(client) == {"Parameters": {"new": {"StringValue": "x"}}}


def test_a_touched_member_is_still_checked() -> None:
    client = answering(LOADED)
    record = loaded(client)
    assert record.status is not None
    failure = trial_component.save(client, replace(record, status=replace(record.status, primary="Failed"))).failure()
    assert isinstance(failure, InvalidInput)
    assert failure.argument == "record.status.message"
    assert sent(client) is None


def test_a_parameter_that_is_not_a_number_is_as_it_was_read() -> None:
    record = trial_component_with(float("nan"))
    client = recorder()
    again = replace(record, display_name="D", parameters=FrozenMap({"p": float("nan")}))
    assert isinstance(trial_component.save(client, again), Success)
    assert sent(client) == {"DisplayName": "D"}


def trial_component_with(value: float) -> TrialComponent:
    return loaded(answering({"Parameters": {"p": {"NumberValue": value}}}))


def test_removing_is_a_change_also_where_nothing_else_is() -> None:
    client = answering(LOADED)
    saved = trial_component.save(client, loaded(client), remove_parameters=["kernel"]).unwrap()
    assert sent(client) == {"ParametersToRemove": ["kernel"]}
    assert dict(saved.parameters) == {"lr": 0.1}


@pytest.mark.parametrize(
    ("described", "change", "expected"),
    [
        ("old", {}, None),
        ("old", {"description": "new"}, {"Description": "new"}),
        ("old", {"description": None}, {"Description": ""}),
        ("old", {"description": ""}, {"Description": ""}),
        ("two\nlines", {"display_name": "E"}, {"DisplayName": "E"}),
        (None, {"display_name": "E"}, {"DisplayName": "E"}),
    ],
)
def test_a_loaded_experiment_is_saved_with_what_was_changed(
    described: str | None, change: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    client = answering({"Description": described})
    record = experiment.load(client, "e").unwrap()
    assert isinstance(experiment.save(client, replace(record, **change)), Success)
    assert sent(client) == expected


def test_a_loaded_trial_is_saved_with_what_was_changed() -> None:
    client = answering({})
    record = trial.load(client, "t").unwrap()
    assert isinstance(trial.save(client, record), Success)
    assert sent(client) is None
    assert isinstance(trial.save(client, replace(record, display_name="T")), Success)
    assert sent(client) == {"DisplayName": "T"}


def test_what_an_update_answers_without_members_is_saved() -> None:
    client = answering({})
    record = experiment.load(client, "e").unwrap()
    assert experiment.save(client, replace(record, display_name="E")).unwrap().arn == record.arn


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


def test_what_was_saved_is_the_base_of_the_next_save() -> None:
    client = answering(LOADED)
    first = trial_component.save(client, replace(loaded(client), display_name="D")).unwrap()
    client.calls.clear()
    second = trial_component.save(client, replace(first, status=Status(primary="Stopped"))).unwrap()
    assert sent(client) == {"Status": {"PrimaryStatus": "Stopped"}}
    client.calls.clear()
    assert trial_component.save(client, second) == Success(second)
    assert client.calls == []


def found_by_search(client: Any) -> TrialComponent:
    return trial_component.search(client).collect().unwrap()[0]


@pytest.mark.parametrize(
    "read",
    [
        loaded,
        found_by_search,
        lambda client: trial_component.load_with_tags(client, "c").unwrap(),
        lambda client: trial_component.load_or_create(client, "c").unwrap(),
    ],
    ids=["load", "search", "load_with_tags", "load_or_create"],
)
def test_however_a_record_was_read_a_stale_member_is_not_written_back(read: Callable[[Any], TrialComponent]) -> None:
    client = local.client(":memory:")
    trial_component.create(client, "c", status=Status(primary="InProgress"), parameters={"lr": 0.1}).unwrap()
    record = read(client)
    trial_component.update(client, "c", status=Status(primary="Completed"), parameters={"lr": 0.2}).unwrap()
    trial_component.save(client, replace(record, parameters=FrozenMap({**record.parameters, "new": 1}))).unwrap()
    found = loaded(client)
    assert found.status == Status(primary="Completed")
    assert found.parameters == {"lr": 0.2, "new": 1}


def test_what_was_created_is_the_base_of_the_next_save() -> None:
    client = recorder()
    for save, record in (
        (experiment.save, experiment.create(client, "e", description="d").unwrap()),
        (trial.save, trial.create(client, "e", "t").unwrap()),
        (trial_component.save, trial_component.create(client, "c", parameters={"lr": 0.1}).unwrap()),
    ):
        client.calls.clear()
        saving: Any = save
        assert saving(client, replace(record, display_name="X")).unwrap().display_name == "X"
        assert sent(client) == {"DisplayName": "X"}


def test_tags_that_were_read_later_do_not_make_it_forget() -> None:
    client = local.client(":memory:")
    made = experiment.create(client, "e", description="d", tags={"a": "b"}).unwrap()
    record = experiment.load_with_tags(client, "e").unwrap()
    experiment.update(client, "e", description="newer").unwrap()
    experiment.save(client, replace(record, display_name="E")).unwrap()
    assert experiment.load(client, "e").unwrap().description == "newer"
    assert tags.list_tags(client, made).collect().unwrap() == (("a", "b"),)


# --- the memory is no member ----------------------------------------------------------------------------------------


def test_what_a_record_remembers_is_no_member_of_it() -> None:
    read = loaded(answering(LOADED))
    names = [field.name for field in dataclasses.fields(read)]
    by_hand = TrialComponent(**{name: getattr(read, name) for name in names})
    assert by_hand == read
    assert hash(by_hand) == hash(read)
    assert repr(by_hand) == repr(read)
    assert dataclasses.asdict(by_hand) == dataclasses.asdict(read)
    assert list(dataclasses.asdict(read)) == names
    assert list(inspect.signature(TrialComponent).parameters) == names
    assert all(not name.startswith("_") for name in names)


def test_what_prints_and_serialises_by_the_keys_of_the_fields_does_not_see_it() -> None:
    record = loaded(answering(LOADED))
    assert pretty(record) == repr(record)
    # Serialisers take this for a dictionary of attributes, and leave out what a record has not.
    keys: Any = record.__dataclass_fields__
    assert type(keys) is dict
    assert [key for key in keys if hasattr(record, key)] == [field.name for field in dataclasses.fields(record)]


@pytest.mark.parametrize("kind", [Experiment, Trial, TrialComponent])
def test_a_record_that_a_library_made_without_its_class_is_one_built_by_hand(kind: type[Any]) -> None:
    record: Any = object.__new__(kind)
    given = kind(name="n", arn="a", display_name="N")
    for field in dataclasses.fields(kind):
        object.__setattr__(record, field.name, getattr(given, field.name))
    assert record == given
    assert replace(record, display_name="M").display_name == "M"
    assert pickle.loads(pickle.dumps(record)) == given  # noqa: S301 - our own
    client = recorder()
    {Experiment: experiment, Trial: trial, TrialComponent: trial_component}[kind].save(client, record).unwrap()
    assert sent(client) == {"DisplayName": "N"}


def test_a_record_refuses_an_unknown_member_as_any_dataclass() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'nmae'"):
        Experiment(nmae="e", arn="a")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


members = st.fixed_dictionaries(
    {},
    optional={
        "display_name": st.sampled_from(["C", "D"]),
        "status": st.builds(Status, primary=st.sampled_from(["InProgress", "Completed"])),
        "start": st.sampled_from([BEGIN, BEGIN + timedelta(days=1)]),
        "parameters": st.dictionaries(st.sampled_from("abc"), st.sampled_from([1.0, 2.0, "x"])),
        "input_artifacts": st.dictionaries(st.sampled_from("ab"), st.builds(Artifact, value=st.sampled_from("xy"))),
    },
)


@given(members, members, members)
def test_two_who_change_different_members_do_not_undo_each_other(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    """What I save is what I changed, upon what the other has saved meanwhile."""
    client = local.client(":memory:")
    trial_component.create(client, "c", **base).unwrap()
    record = loaded(client)
    trial_component.update(client, "c", **theirs).unwrap()
    before = loaded(client)
    changes: dict[str, Any] = {
        name: FrozenMap(value) if isinstance(value, dict) else value for name, value in mine.items()
    }
    trial_component.save(client, replace(record, **changes)).unwrap()
    after = loaded(client)
    for name in ("display_name", "status", "start"):
        touched = name in mine and mine[name] != getattr(record, name)
        assert getattr(after, name) == (mine[name] if touched else getattr(before, name))
    for name in ("parameters", "input_artifacts"):
        known = getattr(record, name)
        changed = {key: value for key, value in mine.get(name, {}).items() if key not in known or known[key] != value}
        assert getattr(after, name) == {**getattr(before, name), **changed}


# --- updating -------------------------------------------------------------------------------------------------------


def test_an_update_sends_what_is_given() -> None:
    client = recorder()
    experiment.update(client, "e", description="").unwrap()
    trial.update(client, "t", display_name="T").unwrap()
    trial_component.update(client, "c", end=BEGIN, remove_parameters=["a"]).unwrap()
    trial_component.update(client, "c").unwrap()
    assert client.calls == [
        ("UpdateExperiment", {"ExperimentName": "e", "Description": ""}),
        ("UpdateTrial", {"TrialName": "t", "DisplayName": "T"}),
        ("UpdateTrialComponent", {"TrialComponentName": "c", "EndTime": BEGIN, "ParametersToRemove": ["a"]}),
        ("UpdateTrialComponent", {"TrialComponentName": "c"}),
    ]


def test_an_update_takes_the_name_of_a_record_and_nothing_else() -> None:
    client = answering(LOADED)
    trial_component.update(client, loaded(client), status=Status(primary="Stopped")).unwrap()
    assert sent(client) == {"Status": {"PrimaryStatus": "Stopped"}}


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


def test_an_update_of_what_is_not_there_is_not_found() -> None:
    client = local.client(":memory:")
    assert isinstance(experiment.update(client, "e", description="x").failure(), NotFound)
    assert isinstance(trial.update(client, "t", display_name="x").failure(), NotFound)
    assert isinstance(trial_component.update(client, "c", display_name="x").failure(), NotFound)
