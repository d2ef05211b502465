"""Laws of the records: immutable values with nothing inside that can change."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import copy
import dataclasses
import pickle
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from smexp_fp import records
from smexp_fp._api import wire
from smexp_fp.records import FrozenMap
from tests.support import model

CLASSES = [
    value
    for name in records.__all__
    if dataclasses.is_dataclass(value := getattr(records, name)) and isinstance(value, type)
]

# What decodes each kind of record, from an answer in which every member of the model is present.
DECODED: dict[str, Callable[[], Any]] = {
    "Experiment": lambda: wire.experiment(model.answer("DescribeExperiment")),
    "ExperimentSummary": lambda: wire.experiment_summary(model.answer("ListExperiments")["ExperimentSummaries"][0]),
    "Trial": lambda: wire.trial(model.answer("DescribeTrial")),
    "TrialSummary": lambda: wire.trial_summary(model.answer("ListTrials")["TrialSummaries"][0]),
    "TrialComponent": lambda: wire.trial_component(model.answer("DescribeTrialComponent")),
    "TrialComponentSummary": lambda: wire.trial_component_summary(
        model.answer("ListTrialComponents")["TrialComponentSummaries"][0]
    ),
    "found Experiment": lambda: wire.found_experiment(model.answer("Search")["Results"][0]),
    "found Trial": lambda: wire.found_trial(model.answer("Search")["Results"][0]),
    "found TrialComponent": lambda: wire.found_trial_component(model.answer("Search")["Results"][0]),
}


@pytest.fixture(params=DECODED, ids=str)
def record(request: pytest.FixtureRequest) -> Any:
    return DECODED[request.param]()


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_a_record_is_a_frozen_slotted_keyword_only_dataclass(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(kind)
    assert all(field.kw_only for field in dataclasses.fields(kind))


def test_no_member_of_a_record_can_be_set(record: Any) -> None:
    for field in dataclasses.fields(record):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, field.name, None)
    with pytest.raises((AttributeError, TypeError)):
        record.something_new = 1


def test_a_record_hashes(record: Any) -> None:
    assert len({record, copy.deepcopy(record)}) == 1


def test_a_record_is_what_it_was_after_pickle_and_copies(record: Any) -> None:
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own
    assert copy.copy(record) == record
    assert copy.deepcopy(record) == record


def test_a_record_becomes_a_dict_of_its_members(record: Any) -> None:
    made = dataclasses.asdict(record)
    assert list(made) == [field.name for field in dataclasses.fields(record)]
    assert made["name"] == "text"


def test_replacing_a_member_changes_that_one_only(record: Any) -> None:
    changed = dataclasses.replace(record, display_name="other")
    assert changed.display_name == "other"
    assert changed != record
    assert dataclasses.replace(changed, display_name=record.display_name) == record
    if sys.version_info >= (3, 13):
        assert copy.replace(record, display_name="other") == changed


@pytest.mark.parametrize("kind", DECODED)
def test_nothing_inside_a_record_can_change(kind: str) -> None:
    def look(value: object) -> None:
        assert not isinstance(value, list | dict | set | bytearray), value
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            for field in dataclasses.fields(value):
                look(getattr(value, field.name))
        elif isinstance(value, tuple):
            for item in value:
                look(item)
        elif isinstance(value, FrozenMap):
            for item in value.values():
                look(item)

    look(DECODED[kind]())


@pytest.mark.parametrize("kind", DECODED)
def test_every_member_that_the_model_knows_reaches_the_record(kind: str) -> None:
    made = DECODED[kind]()
    only_in_a_search = {"tags", "components", "parents", "run_name"}
    only_in_a_load = {"sources"}
    expected = (
        {field.name for field in dataclasses.fields(made)}
        - (only_in_a_load if kind.startswith("found") else only_in_a_search)
        - {"unknown_parameters"}
    )
    missing = {name for name in expected if getattr(made, name) in (None, (), FrozenMap[str, str]())}
    assert missing == set()


@pytest.mark.parametrize(
    ("shape", "decoded"),
    [
        ("DescribeExperimentResponse", "Experiment"),
        ("DescribeTrialResponse", "Trial"),
        ("DescribeTrialComponentResponse", "TrialComponent"),
        ("ExperimentSummary", "ExperimentSummary"),
        ("TrialSummary", "TrialSummary"),
        ("TrialComponentSummary", "TrialComponentSummary"),
        ("Experiment", "found Experiment"),
        ("Trial", "found Trial"),
        ("TrialComponent", "found TrialComponent"),
    ],
)
def test_a_record_has_as_many_members_as_the_model(shape: str, decoded: str) -> None:
    # `TrialComponent.SourceDetail` is left out on purpose; the record's docstring says why.
    known = len([name for name in model.members(model.service("sagemaker").shape_for(shape)) if name != "SourceDetail"])
    made = DECODED[decoded]()
    present = [
        field
        for field in dataclasses.fields(made)
        if getattr(made, field.name) not in (None, (), FrozenMap[str, str]())
    ]
    assert len(present) == known


def test_members_that_the_service_adds_are_ignored() -> None:
    answer = model.answer("DescribeTrialComponent")
    grown = {**answer, "Novelty": {"A": [1]}, "Status": {**answer["Status"], "Novelty": 1}}
    assert wire.trial_component(grown) == wire.trial_component(answer)


def test_a_status_of_a_later_version_is_kept() -> None:
    answer = {**model.answer("DescribeTrialComponent"), "Status": {"PrimaryStatus": "Paused"}}
    status = wire.trial_component(answer).status
    assert status is not None
    assert status.primary == "Paused"


@pytest.mark.parametrize("hours", [-11, 0, 2])
def test_times_are_in_utc_whatever_zone_the_client_uses(hours: int) -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone(timedelta(hours=hours)))
    made = wire.experiment(model.answer("DescribeExperiment", moment=moment))
    assert made.created == moment
    assert made.created is not None
    assert made.created.tzinfo is UTC


def test_an_empty_structure_is_the_same_as_an_absent_one() -> None:
    answer = {**model.answer("DescribeExperiment"), "CreatedBy": {}, "Source": {}}
    made = wire.experiment(answer)
    assert made.created_by is None
    assert made.source is None
