"""The order of lists and searches, where the clock does not tell it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from smexp_fp import Q, local, trial_component
from smexp_fp.local import Store
from smexp_fp.results import or_raise
from tests.local.conftest import Clock

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker.type_defs import TagTypeDef

Wire = dict[str, Any]

# Neither the order of names nor its reverse.
MADE = ["m", "a", "z", "k", "B", "x", "c"]


@pytest.fixture
def filled(store: Store) -> Store:
    """Entities of each kind, all made within one millisecond."""
    for name in MADE:
        requests: dict[str, Wire] = {
            "CreateExperiment": {"ExperimentName": name},
            "CreateTrial": {"TrialName": name, "ExperimentName": "m"},
            "CreateTrialComponent": {"TrialComponentName": name, "Parameters": {"p": {"NumberValue": 1}}},
        }
        for operation, request in requests.items():
            assert store.answer(operation, request).status == 200
    return store


def pages(store: Store, operation: str, request: Wire, size: int) -> list[str]:
    names: list[str] = []
    token: Wire = {}
    while True:
        body = store.answer(operation, {**request, "MaxResults": size, **token}).body
        items: list[Wire] = body.get("Results") or body[f"{operation.removeprefix('List')[:-1]}Summaries"]
        records: list[Wire] = [next(iter(item.values())) for item in items] if operation == "Search" else items
        names += [str(next(value for name, value in record.items() if name.endswith("Name"))) for record in records]
        if "NextToken" not in body:
            return names
        token = {"NextToken": body["NextToken"]}


SEQUENCES: dict[str, tuple[str, Wire]] = {
    **{f"List{kind}": (f"List{kind}", {}) for kind in ("Experiments", "Trials", "TrialComponents")},
    "trials of an experiment": ("ListTrials", {"ExperimentName": "m"}),
    **{
        f"Search {resource}": ("Search", {"Resource": resource})
        for resource in ("Experiment", "ExperimentTrial", "ExperimentTrialComponent")
    },
    **{
        f"Search by {key}": ("Search", {"Resource": "ExperimentTrialComponent", "SortBy": key})
        for key in ("CreationTime", "LastModifiedTime", "Parameters.p", "Parameters.none", "Status.PrimaryStatus")
    },
    "Search with an expression": (
        "Search",
        {
            "Resource": "ExperimentTrialComponent",
            "SearchExpression": {"Filters": [{"Name": "Parameters.p", "Operator": "Equals", "Value": "1"}]},
        },
    ),
}


@pytest.mark.parametrize("name", SEQUENCES)
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_ties_follow_the_order_of_creation_in_the_asked_direction(filled: Store, name: str, size: int) -> None:
    operation, request = SEQUENCES[name]
    assert pages(filled, operation, {**request, "SortOrder": "Ascending"}, size) == MADE
    assert pages(filled, operation, {**request, "SortOrder": "Descending"}, size) == MADE[::-1]
    assert pages(filled, operation, request, size) == MADE[::-1]


def test_a_deletion_between_two_pages_hides_nothing(filled: Store) -> None:
    for operation, request in SEQUENCES.values():
        assert pages(filled, operation, {**request, "SortOrder": "Ascending"}, 2) == MADE
    asked: Wire = {"SortOrder": "Ascending"}
    first = filled.answer("ListTrialComponents", {**asked, "MaxResults": 3}).body
    filled.answer("DeleteTrialComponent", {"TrialComponentName": "z"})  # the last of the page
    filled.answer("CreateTrialComponent", {"TrialComponentName": "fresh"})
    rest = filled.answer("ListTrialComponents", {**asked, "NextToken": first["NextToken"]}).body
    assert [found["TrialComponentName"] for found in rest["TrialComponentSummaries"]] == [*MADE[3:], "fresh"]


def test_an_earlier_time_of_creation_goes_before_the_order_of_creation(store: Store, clock: Clock) -> None:
    for name, step in {"a": 0, "b": -1, "c": 0}.items():  # a clock that is set back
        clock.now += step
        store.answer("CreateExperiment", {"ExperimentName": name})
    assert pages(store, "Search", {"Resource": "Experiment", "SortBy": "Description"}, 1) == ["a", "c", "b"]


def test_a_page_can_end_at_a_text_that_json_writes_long(store: Store) -> None:
    """Control characters take six characters each in JSON: 1,500 of them do not fit into a token."""
    for name in MADE:
        parameters = {"long": {"StringValue": "\x01" * 1500}}
        assert (
            store.answer("CreateTrialComponent", {"TrialComponentName": name, "Parameters": parameters}).status == 200
        )
    request = {"Resource": "ExperimentTrialComponent", "SortBy": "Parameters.long", "SortOrder": "Ascending"}
    assert pages(store, "Search", request, 2) == MADE


def test_tags_come_in_the_order_in_which_they_were_added(client: SageMakerClient) -> None:
    def tag(key: str, value: str = "1") -> TagTypeDef:
        return {"Key": key, "Value": value}

    given = [tag("some-key"), tag("sagemaker:source"), tag("Zoo"), tag("another")]
    arn = client.create_trial_component(TrialComponentName="train", Tags=given)["TrialComponentArn"]
    assert client.list_tags(ResourceArn=arn)["Tags"] == given
    client.delete_tags(ResourceArn=arn, TagKeys=["Zoo"])
    added = client.add_tags(ResourceArn=arn, Tags=[tag("a"), tag("some-key", "2"), tag("Zoo")])["Tags"]
    assert added == [tag("some-key", "2"), tag("sagemaker:source"), tag("another"), tag("a"), tag("Zoo")]
    assert client.list_tags(ResourceArn=arn)["Tags"] == added
    found = client.search(Resource="ExperimentTrialComponent")["Results"]
    assert [result.get("TrialComponent", {}).get("Tags") for result in found] == [added]


def test_a_store_of_an_earlier_version_keeps_its_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from smexp_fp.local import _schema  # noqa: PLC0415

    with monkeypatch.context() as earlier:
        earlier.setattr(_schema, "MIGRATIONS", _schema.MIGRATIONS[:2])
        earlier.setattr(_schema, "VERSION", 2)
        with Store.open(tmp_path / "s.db") as old:
            arn = old.answer("CreateExperiment", {"ExperimentName": "old"}).body["ExperimentArn"]
    with closing(sqlite3.connect(tmp_path / "s.db")) as file, file:
        for key in ("b", "a"):
            file.execute("INSERT INTO tag (entity_id, key, value, kind) SELECT id, ?, '1', kind FROM entity", (key,))
    with Store.open(tmp_path / "s.db") as new:
        new.answer("AddTags", {"ResourceArn": arn, "Tags": [{"Key": "A", "Value": "1"}]})
        tags = new.answer("ListTags", {"ResourceArn": arn}).body["Tags"]
    assert [tag["Key"] for tag in tags] == ["a", "b", "A"]


def test_a_store_of_the_first_version_keeps_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from smexp_fp.local import _schema  # noqa: PLC0415

    first = _schema.MIGRATIONS[:1]
    with monkeypatch.context() as earlier:
        earlier.setattr(_schema, "MIGRATIONS", first)
        earlier.setattr(_schema, "VERSION", 1)
        with Store.open(tmp_path / "s.db", clock=lambda: 5) as old:
            for name in MADE[:4]:
                assert old.answer("CreateExperiment", {"ExperimentName": name}).status == 200
    with Store.open(tmp_path / "s.db", clock=lambda: 5) as new:
        for name in MADE[4:]:
            new.answer("CreateExperiment", {"ExperimentName": name})
        assert pages(new, "ListExperiments", {"SortOrder": "Ascending"}, 2) == MADE
        assert pages(new, "Search", {"Resource": "Experiment"}, 2) == MADE[::-1]


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize("page_size", [1, 3, 100])
def test_a_merged_search_finds_each_of_many_ties_once(
    clock: Clock, store: Store, client: SageMakerClient, page_size: int, *, ascending: bool
) -> None:
    """A hundred names, three of them in each millisecond, take more than one request."""
    made = [f"c{(number * 37) % 101}" for number in range(100)]
    for number, name in enumerate(made):
        clock.now += 0.001 * (number % 3 == 0)
        parameters = {"rank": {"NumberValue": number // 50}}
        store.answer("CreateTrialComponent", {"TrialComponentName": name, "Parameters": parameters})
    condition = Q.name.is_in([*made, *("absent-" + "x" * 80 + str(number) for number in range(100))])
    found = or_raise(
        trial_component.search(
            client,
            condition,
            sort_by=Q.parameter("rank"),
            sort_order="Ascending" if ascending else "Descending",
            page_size=page_size,
        ).collect()
    )
    assert sorted(record.name for record in found) == sorted(made)
    place: Callable[[Any], tuple[Any, Any]] = lambda record: (record.parameters["rank"], record.created)  # noqa: E731
    assert [place(record) for record in found] == sorted(map(place, found), reverse=not ascending)


def test_components_of_a_trial_are_summed_up_in_the_order_of_creation(filled: Store) -> None:
    for name in reversed(MADE):
        filled.answer("AssociateTrialComponent", {"TrialComponentName": name, "TrialName": "m"})
    body = filled.answer(
        "Search",
        {
            "Resource": "ExperimentTrial",
            "SearchExpression": {"Filters": [{"Name": "TrialName", "Operator": "Equals", "Value": "m"}]},
        },
    ).body
    summaries = body["Results"][0]["Trial"]["TrialComponentSummaries"]
    assert [summary["TrialComponentName"] for summary in summaries] == MADE


def test_clients_see_the_order_too() -> None:
    client = local.client(":memory:")
    for name in MADE:
        client.create_experiment(ExperimentName=name)
    listed = client.list_experiments(SortBy="CreationTime", SortOrder="Ascending")["ExperimentSummaries"]
    assert [found.get("ExperimentName") for found in listed] == MADE
