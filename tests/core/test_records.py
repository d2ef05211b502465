"""Laws of the records: immutable values with nothing inside that can change."""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import copy
import dataclasses
import pickle
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest

from smexp_fp import records, trial_component
from smexp_fp.records import FrozenMap
from tests.support import model
from tests.support.clients import recorder
from tests.support.kinds import Kind, every_kind

CLASSES = [
    value
    for name in records.__all__
    if dataclasses.is_dataclass(value := getattr(records, name)) and isinstance(value, type)
]

SHAPES = {"loaded": "Describe{}Response", "listed": "{}Summary", "found": "{}"}
"""The API's name for what each way of reading an entity answers."""

# What only some ways of reading answer; and what is empty unless the service has a new kind of parameter.
ELSEWHERE = {
    "loaded": {"tags", "components", "parents", "run_name", "unknown_parameters"},
    "listed": set[str](),
    "found": {"sources", "unknown_parameters"},
}

every_way = pytest.mark.parametrize("way", SHAPES)


def read(kind: Kind, way: str, moment: datetime = model.MOMENT) -> Any:
    """A record, read from an answer in which every member of the model is present."""
    client = recorder(lambda operation, _: model.answer(operation, moment=moment))
    match way:
        case "loaded":
            return kind.module.load(client, "n").unwrap()
        case "listed":
            return kind.list_all(client).collect().unwrap()[0]
        case _:
            return kind.module.search(client).collect().unwrap()[0]


def parts(value: object) -> Iterator[object]:
    """A value and everything inside."""
    yield value
    if dataclasses.is_dataclass(value):
        inside = [getattr(value, field.name) for field in dataclasses.fields(value)]
    elif isinstance(value, FrozenMap):
        inside = list(value.values())
    else:
        inside = list(value) if isinstance(value, tuple) else []
    for part in inside:
        yield from parts(part)


@pytest.mark.parametrize("record_class", CLASSES, ids=lambda kind: kind.__name__)
def test_a_record_is_a_frozen_slotted_keyword_only_dataclass(record_class: Any) -> None:
    assert record_class.__dataclass_params__.frozen
    assert "__slots__" in vars(record_class)
    assert all(field.kw_only for field in dataclasses.fields(record_class))


@every_kind
@every_way
def test_neither_a_record_nor_anything_inside_can_change(kind: Kind, way: str) -> None:
    record = read(kind, way)
    for field in dataclasses.fields(record):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, field.name, None)
    with pytest.raises((AttributeError, TypeError)):
        record.something_new = 1
    for part in parts(record):
        assert type(part) is not dict
        assert not isinstance(part, list | set | bytearray), part


@every_kind
@every_way
def test_copies_and_pickles_are_equal_and_hash_alike(kind: Kind, way: str) -> None:
    record = read(kind, way)
    pickled = pickle.loads(pickle.dumps(record))  # noqa: S301 - our own
    assert {record, copy.copy(record), copy.deepcopy(record), pickled} == {record}


@every_kind
@every_way
def test_a_record_becomes_a_dict_of_its_members(kind: Kind, way: str) -> None:
    record = read(kind, way)
    made = dataclasses.asdict(record)
    assert list(made) == [field.name for field in dataclasses.fields(record)]
    assert made["name"] == "text"


@pytest.mark.parametrize(
    ("kind", "member"),
    [
        (records.Experiment, "tags"),
        (records.Trial, "tags"),
        *((records.TrialComponent, name) for name in ("tags", "parameters", "input_artifacts", "output_artifacts")),
    ],
)
def test_a_record_takes_any_mapping_and_freezes_it(kind: Any, member: str) -> None:
    given: dict[str, Any] = {"a": "b"}
    for mapping in (given, MappingProxyType(given), FrozenMap(given)):
        record = kind(name="n", arn="a", **{member: mapping})
        assert getattr(record, member) == given
        assert isinstance(getattr(record, member), FrozenMap)
        assert isinstance(getattr(dataclasses.replace(record, **{member: {"c": "d"}}), member), FrozenMap)
        hash(record)
    frozen = kind(name="n", arn="a", **{member: given})
    given["a"] = "later"
    assert getattr(frozen, member) == {"a": "b"}


@every_kind
@every_way
def test_replacing_a_member_changes_that_one_only(kind: Kind, way: str) -> None:
    record = read(kind, way)
    changed = dataclasses.replace(record, display_name="other")
    assert changed.display_name == "other"
    assert changed != record
    assert dataclasses.replace(changed, display_name=record.display_name) == record
    if sys.version_info >= (3, 13):
        assert copy.replace(record, display_name="other") == changed


@every_kind
@every_way
def test_every_member_that_the_model_knows_reaches_the_record(kind: Kind, way: str) -> None:
    record = read(kind, way)
    members = {field.name for field in dataclasses.fields(record)}
    present = {name for name in members if getattr(record, name) not in (None, (), FrozenMap[str, str]())}
    assert present == members - ELSEWHERE[way]
    # `TrialComponent.SourceDetail` is left out on purpose; the record's docstring says why.
    known = model.members(model.service("sagemaker").shape_for(SHAPES[way].format(kind))).keys() - {"SourceDetail"}
    assert len(present) == len(known)


@every_kind
@every_way
@pytest.mark.parametrize("hours", [-11, 0, 2])
def test_times_are_in_utc_whatever_zone_the_client_uses(kind: Kind, way: str, hours: int) -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone(timedelta(hours=hours)))
    times = [part for part in parts(read(kind, way, moment)) if isinstance(part, datetime)]
    assert len(times) >= 2
    assert all(time == moment and time.tzinfo is UTC for time in times)


def test_what_the_service_adds_is_ignored_and_a_new_status_is_kept() -> None:
    answer = {**model.answer("DescribeTrialComponent"), "Status": {"PrimaryStatus": "Paused"}}
    grown = {**answer, "Novelty": {"A": [1]}, "Status": {**answer["Status"], "Novelty": 1}}
    old, new = (trial_component.load(recorder(lambda *_, found=found: found), "c") for found in (answer, grown))
    assert old == new
    assert old.unwrap().status == records.Status(primary=records.UnknownStatus("Paused"))


@every_kind
def test_an_empty_structure_is_the_same_as_an_absent_one(kind: Kind) -> None:
    client = recorder(lambda operation, _: {**model.answer(operation), "CreatedBy": {}, "Source": {}})
    record = kind.module.load(client, "n").unwrap()
    assert (record.created_by, record.source) == (None, None)
