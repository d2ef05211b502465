"""The order of lists and searches, where the clock does not tell it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from smexp_fp import Q, trial_component
from smexp_fp.local import Store, _schema
from smexp_fp.results import or_raise
from tests.local.helpers import INVALID, Clock
from tests.support.wire import Wire, done, fault, pages

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker.type_defs import TagTypeDef

# Neither the order of names nor its reverse.
MADE = ["m", "a", "z", "k", "B", "x", "c"]


@pytest.fixture
def filled(store: Store) -> Store:
    """Entities of each kind, all made within one millisecond."""
    for name in MADE:
        done(store, "CreateExperiment", ExperimentName=name)
        done(store, "CreateTrial", TrialName=name, ExperimentName="m")
        done(store, "CreateTrialComponent", TrialComponentName=name, Parameters={"p": {"NumberValue": 1}})
    return store


def listed(store: Store, operation: str, request: Wire, size: int) -> list[str]:
    """The names in all pages of a list or search."""
    names: list[str] = []
    for page in pages(store, operation, **request, MaxResults=size):
        if operation == "Search":
            records = [record for result in page["Results"] for record in result.values()]
        else:
            records = page[f"{operation.removeprefix('List')[:-1]}Summaries"]
        names += [next(str(value) for member, value in record.items() if member.endswith("Name")) for record in records]
    return names


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
    assert listed(filled, operation, {**request, "SortOrder": "Ascending"}, size) == MADE
    assert listed(filled, operation, {**request, "SortOrder": "Descending"}, size) == MADE[::-1]
    assert listed(filled, operation, request, size) == MADE[::-1]


@pytest.mark.parametrize("name", ["ListTrialComponents", "Search ExperimentTrialComponent"])
def test_what_comes_and_goes_between_two_pages_hides_nothing(filled: Store, name: str) -> None:
    operation, request = SEQUENCES[name]
    request = {**request, "SortOrder": "Ascending"}
    first = done(filled, operation, **request, MaxResults=3)
    done(filled, "DeleteTrialComponent", TrialComponentName="a")  # on the page
    done(filled, "DeleteTrialComponent", TrialComponentName="z")  # the last of the page
    done(filled, "CreateTrialComponent", TrialComponentName="fresh")
    assert listed(filled, operation, {**request, "NextToken": first["NextToken"]}, 2) == [*MADE[3:], "fresh"]


def test_an_earlier_time_of_creation_goes_before_the_order_of_creation(store: Store, clock: Clock) -> None:
    for name, step in {"a": 0, "b": -1, "c": 0}.items():  # a clock that is set back
        clock.now += step
        done(store, "CreateExperiment", ExperimentName=name)
    assert listed(store, "Search", {"Resource": "Experiment", "SortBy": "Description"}, 1) == ["a", "c", "b"]


@pytest.mark.parametrize(
    "text",
    ["\x01" * 1500, "\U0001f600" * 2400],
    ids=["control characters, which JSON writes long", "longer than a token"],
)
def test_a_page_can_end_at_a_long_sort_key(store: Store, text: str) -> None:
    for number, name in enumerate(MADE):
        parameters = {"long": {"StringValue": f"{text}{number}"}}
        done(store, "CreateTrialComponent", TrialComponentName=name, Parameters=parameters)
    request = {"Resource": "ExperimentTrialComponent", "SortBy": "Parameters.long", "SortOrder": "Ascending"}
    assert listed(store, "Search", request, 2) == MADE
    first = done(store, "Search", **request, MaxResults=2)
    assert len(first["NextToken"]) <= 8192


def test_a_page_after_a_long_sort_key_is_refused_where_its_record_is_gone(store: Store) -> None:
    for name in MADE:
        parameters = {"long": {"StringValue": "\U0001f600" * 2400 + name}}
        done(store, "CreateTrialComponent", TrialComponentName=name, Parameters=parameters)
    request = {"Resource": "ExperimentTrialComponent", "SortBy": "Parameters.long", "MaxResults": 1}
    first = done(store, "Search", **request)
    (result,) = first["Results"]
    done(store, "DeleteTrialComponent", TrialComponentName=result["TrialComponent"]["TrialComponentName"])
    assert fault(store.answer("Search", {**request, "NextToken": first["NextToken"]})) == INVALID


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


@contextmanager
def a_store_of_version(number: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Store, None, None]:
    """A store as an earlier version of the package made it."""
    with monkeypatch.context() as earlier:
        earlier.setattr(_schema, "MIGRATIONS", _schema.MIGRATIONS[:number])
        earlier.setattr(_schema, "VERSION", number)
        with Store.open(path, clock=lambda: 5) as old:
            yield old


def test_a_store_of_an_earlier_version_keeps_its_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.db"
    with a_store_of_version(2, path, monkeypatch) as old:
        arn = done(old, "CreateExperiment", ExperimentName="old")["ExperimentArn"]
    with closing(sqlite3.connect(path)) as file, file:
        for key in ("b", "a"):
            file.execute("INSERT INTO tag (entity_id, key, value, kind) SELECT id, ?, '1', kind FROM entity", (key,))
    with Store.open(path) as new:
        tags = done(new, "AddTags", ResourceArn=arn, Tags=[{"Key": "A", "Value": "1"}])["Tags"]
    assert [tag["Key"] for tag in tags] == ["a", "b", "A"]


def test_a_store_of_the_first_version_keeps_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_store_of_version(1, tmp_path / "s.db", monkeypatch) as old:
        for name in MADE[:4]:
            done(old, "CreateExperiment", ExperimentName=name)
    with Store.open(tmp_path / "s.db", clock=lambda: 5) as new:
        for name in MADE[4:]:
            done(new, "CreateExperiment", ExperimentName=name)
        assert listed(new, "ListExperiments", {"SortOrder": "Ascending"}, 2) == MADE
        assert listed(new, "Search", {"Resource": "Experiment"}, 2) == MADE[::-1]


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
        done(store, "CreateTrialComponent", TrialComponentName=name, Parameters=parameters)
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
        done(filled, "AssociateTrialComponent", TrialComponentName=name, TrialName="m")
    filters = [{"Name": "TrialName", "Operator": "Equals", "Value": "m"}]
    (result,) = done(filled, "Search", Resource="ExperimentTrial", SearchExpression={"Filters": filters})["Results"]
    assert [summary["TrialComponentName"] for summary in result["Trial"]["TrialComponentSummaries"]] == MADE
