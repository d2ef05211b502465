"""Searching with conditions, through botocore and the embedded store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smexp_fp import Q, all_of, experiment, local, metrics, trial, trial_component
from smexp_fp.clients import SageMakerClient, SortOrder
from smexp_fp.errors import InvalidInput
from smexp_fp.listing import TotalHits
from smexp_fp.query import Condition, Field, matches
from smexp_fp.records import Artifact, Status, TrialComponent
from smexp_fp.results import or_raise

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Recorder:
    """Hands searches on, and keeps them."""

    inner: SageMakerClient
    requests: list[Mapping[str, Any]] = field(default_factory=list[Mapping[str, Any]])

    def search(self, **request: Any) -> Mapping[str, object]:
        self.requests.append(request)
        return self.inner.search(**request)


@pytest.fixture(scope="module")
def components() -> Iterator[SageMakerClient]:
    """Sixty components, a minute apart, whose properties differ in all ways that the tests sort and search by."""
    minutes = (START + timedelta(minutes=number) for number in count())
    with local.Store.open(":memory:", clock=minutes.__next__) as store:
        client, metrics_client = local.client(store), local.metrics_client(store)
        or_raise(experiment.create(client, "sweep"))
        or_raise(experiment.create_trial(client, "sweep", "t"))
        for number in range(60):
            made = or_raise(
                trial_component.create(
                    client,
                    f"c-{number:02}",
                    status=Status(primary="Completed") if number % 2 else None,
                    parameters={"lr": number % 7 / 10} if number % 3 else {"lr": f"word-{number % 5}"},
                    input_artifacts={"data": Artifact(value=f"s3://bucket/{number % 4}")},
                    tags={"team": ("vision", "speech", "text")[number % 3]} if number % 5 else {},
                )
            )
            if number % 4:
                or_raise(trial.add_trial_component(client, "t", made))
            if number % 6:
                datum = metrics.MetricDatum(name="loss", value=1 / (number + 1), timestamp=START)
                or_raise(metrics.put_metrics(metrics_client, made, [datum]))
        yield client


def everything(client: SageMakerClient) -> tuple[TrialComponent, ...]:
    return or_raise(trial_component.search(client).collect())


def names(found: tuple[TrialComponent, ...]) -> list[str]:
    return [component.name for component in found]


CONDITIONS: list[Condition[TrialComponent]] = [
    Q.name.contains("1"),
    Q.tag("team", "vision") | (Q.status == "Completed"),
    Q.tag("team") & ~Q.tag("team", "text"),
    Q.parameter("lr") >= 0.3,
    Q.parameter("lr").contains("word"),
    Q.metric("loss").last.between(0.05, 0.5),
    ~(Q.metric("loss").max < 0.1),
    Q.status.missing() & Q.parents.experiment_name.exists(),
    Q.parents.any(Q.parents.trial_name == "t", Q.parents.experiment_name == "sweep"),
    Q.input_artifact("data") == "s3://bucket/3",
    Q.created > START + timedelta(minutes=100),
    Q.name.is_in([f"c-{number:02}" for number in range(0, 60, 3)]),
    all_of(),
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=repr)
def test_a_search_finds_what_matches(components: SageMakerClient, condition: Condition[TrialComponent]) -> None:
    found = or_raise(trial_component.search(components, condition).collect())
    assert names(found) == [record.name for record in everything(components) if matches(condition, record)]


FIELDS: list[Field[TrialComponent] | str] = [
    Q.name,
    Q.created,
    Q.status,
    Q.parameter("lr"),
    Q.metric("loss").last,
    Q.tags["team"],
    Q.parents.trial_name,
    "InputArtifacts.data",
]


def many_names(count: int) -> list[str]:
    """More names than one request can hold, the sixty among them."""
    return [f"c-{number:02}" for number in range(60)] + [f"absent-{number:05}" for number in range(count)]


@pytest.mark.parametrize("sort_order", ["Ascending", "Descending"])
@pytest.mark.parametrize("sort_by", FIELDS, ids=repr)
def test_several_requests_and_a_local_check_come_in_the_order_of_one(
    components: SageMakerClient, sort_by: Field[TrialComponent] | str, sort_order: SortOrder
) -> None:
    """One search is run by the store alone; the others are merged here."""
    alone = or_raise(trial_component.search(components, sort_by=sort_by, sort_order=sort_order).collect())
    recorder = Recorder(components)
    wanted = many_names(5000)
    for condition in (Q.name.is_in(wanted[::2] + wanted[1::2]), ~Q.name.contains("nothing")):
        listing = trial_component.search(
            recorder, condition, sort_by=sort_by, sort_order=sort_order, local_residue=True, page_size=70
        )
        assert names(or_raise(listing.collect())) == names(alone)
    assert 2 < len(recorder.requests) < 12


@settings(max_examples=20)
@given(limit=st.integers(0, 70), page_size=st.integers(1, 100))
def test_limit_and_page_size_hold_for_several_requests(components: SageMakerClient, limit: int, page_size: int) -> None:
    listing = trial_component.search(components, Q.name.is_in(many_names(5000)), limit=limit, page_size=page_size)
    assert names(or_raise(listing.collect())) == names(everything(components))[:limit]


def test_one_request_is_sent_where_one_will_do(components: SageMakerClient) -> None:
    recorder = Recorder(components)
    or_raise(trial_component.search(recorder, Q.name.contains("c-") & Q.tag("team")).collect())
    [request] = recorder.requests
    assert request["SearchExpression"] == {
        "Filters": [
            {"Name": "Tags.team", "Operator": "Exists"},
            {"Name": "TrialComponentName", "Operator": "Contains", "Value": "c-"},
        ]
    }


def test_nothing_is_sent_before_a_search_is_iterated(components: SageMakerClient) -> None:
    recorder = Recorder(components)
    trial_component.search(recorder, Q.name.is_in(many_names(5000)))
    assert recorder.requests == []


def test_a_dict_is_sent_as_it_is(components: SageMakerClient) -> None:
    recorder = Recorder(components)
    expression = {"Filters": [{"Name": "Tags.team", "Value": "text"}]}
    found = or_raise(trial_component.search(recorder, expression).collect())
    assert [component.tags and component.tags["team"] for component in found] == ["text"] * 16
    assert recorder.requests[0]["SearchExpression"] == expression


def test_what_cannot_be_searched_is_invalid_input_with_its_reason(components: SageMakerClient) -> None:
    recorder = Recorder(components)
    error = trial_component.search(recorder, ~Q.name.contains("x")).collect().failure()
    assert isinstance(error, InvalidInput)
    assert error.argument == "condition"
    assert "local_residue=True" in error.rule
    assert recorder.requests == []


@pytest.mark.parametrize("given", [Q.name, "name", True])
def test_what_is_no_condition_is_told_where_it_is_given(components: SageMakerClient, given: Any) -> None:
    with pytest.raises(TypeError, match=f"search takes conditions, not {type(given).__name__}: a comparison"):
        trial_component.search(components, given)


@pytest.mark.parametrize("given", [Q.metric("loss"), Q.tag("team"), Q.metrics, Q.name == "a", 5])
def test_what_is_no_field_to_sort_by_is_told_where_it_is_given(components: SageMakerClient, given: Any) -> None:
    with pytest.raises(TypeError, match=r"sort_by takes a field .*, not .*: write Q\.metric\('loss'\)\.last"):
        trial_component.search(components, sort_by=given)


def test_an_unknown_sort_property_is_refused_where_requests_are_merged(components: SageMakerClient) -> None:
    error = trial_component.search(components, Q.name.is_in(many_names(5000)), sort_by="New.Thing").collect().failure()
    assert isinstance(error, InvalidInput)
    assert error.argument == "sort_by"


def test_total_hits_are_exact_for_one_request_and_a_lower_bound_for_several(components: SageMakerClient) -> None:
    assert trial_component.search(components, Q.tag("team")).total_hits().unwrap() == TotalHits(48, exact=True)
    assert trial_component.search(components, limit=3).total_hits().unwrap() == TotalHits(60, exact=True)
    several = trial_component.search(components, Q.name.is_in(many_names(5000))).total_hits().unwrap()
    assert not several.exact
    assert 0 < several.value <= 60


def test_visibility_keeps_what_has_the_value_or_lacks_the_key(components: SageMakerClient) -> None:
    found = or_raise(trial_component.search(components, visibility=[("team", "text"), ("team", "vision")]).collect())
    assert {component.tags.get("team") if component.tags else None for component in found} == {None, "text", "vision"}
