"""Each operation's success and documented failures, from the functions through botocore to a service and back."""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from returns.result import Failure, Result, Success

from smexp_fp import experiment, local, metrics, records, tags, trial, trial_component
from smexp_fp.errors import AlreadyExists, Incomplete, InUse, NotFound, Rejected, SmexpError
from smexp_fp.metrics import MetricDatum, MetricQuery
from smexp_fp.records import Artifact, FrozenMap, MetadataProperties, Status
from tests.contract.conftest import Service
from tests.support.clients import SENDS_FRACTIONS
from tests.support.kinds import KINDS, Kind, every_kind

without_moto = pytest.mark.without_moto
BEGIN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def error_of(result: Result[Any, SmexpError]) -> SmexpError:
    assert isinstance(result, Failure), result
    error: SmexpError = result.failure()
    return error


def names(listing: Any) -> list[str]:
    return [found.name for found in listing.collect().unwrap()]


@pytest.fixture
def client(service: Service) -> Any:
    return service.sagemaker


NAMES = {"Experiment": "e", "Trial": "t", "TrialComponent": "c"}


@pytest.fixture
def filled(client: Any) -> Any:
    """An experiment e with a trial t, in which there is a component c; and a component loose in none."""
    experiment.create(client, "e").unwrap()
    trial.create(client, "e", "t").unwrap()
    for name in ("c", "loose"):
        trial_component.create(client, name).unwrap()
    trial.add_trial_component(client, "t", "c").unwrap()
    return client


# --- creating and loading -------------------------------------------------------------------------------------------


@every_kind
def test_what_was_created_is_loaded_and_listed(filled: Any, kind: Kind) -> None:
    made = kind.create(filled, "new").unwrap()
    found = kind.module.load(filled, "new").unwrap()
    assert (found.name, found.arn) == (made.name, made.arn)
    assert found.created is not None
    assert found.created.tzinfo is UTC
    assert set(names(kind.list_all(filled))) == {"new", NAMES[kind.name]} | ({"loose"} if kind is KINDS[2] else set())


GIVEN: dict[str, dict[str, Any]] = {
    "Experiment": {"display_name": "E", "description": "é ü", "tags": {"k": "v", "l": ""}},
    "Trial": {
        "display_name": "T",
        "metadata": MetadataProperties(commit_id="abc", repository="r", generated_by="g", project_id="p"),
        "tags": {"k": "v"},
    },
    "TrialComponent": {
        "display_name": "C",
        "status": Status(primary="Failed", message="why"),
        "start": BEGIN,
        "end": BEGIN + timedelta(hours=1, milliseconds=250 if SENDS_FRACTIONS else 0),
        "parameters": {"lr": 0.1, "depth": 3.0, "kernel": "rbf", "a.b:c/d": ""},
        "input_artifacts": {"data": Artifact(value="s3://b/k", media_type="text/csv")},
        "output_artifacts": {"model": Artifact(value="s3://b/m")},
        "metadata": MetadataProperties(commit_id="abc"),
        "tags": {"k": "v"},
    },
}
"""Every member that a creation takes."""


@without_moto("members")
@every_kind
@pytest.mark.parametrize("create", [Kind.create, Kind.load_or_create])
def test_it_keeps_what_it_was_created_with(filled: Any, kind: Kind, create: Callable[..., Any]) -> None:
    made = create(kind, filled, "new", **GIVEN[kind.name]).unwrap()
    found = kind.module.load_with_tags(filled, "new").unwrap()
    assert replace(found, created=None, created_by=None, modified=None, modified_by=None) == made


def test_a_component_is_loaded_with_its_parameters(client: Any) -> None:
    trial_component.create(client, "c", parameters={"lr": 0.1, "kernel": "rbf"}).unwrap()
    assert trial_component.load(client, "c").unwrap().parameters == {"lr": 0.1, "kernel": "rbf"}


@without_moto("duplicates")
@every_kind
def test_a_taken_name_is_refused_whatever_its_case(filled: Any, kind: Kind) -> None:
    taken = NAMES[kind.name]
    for name in (taken, taken.upper()):
        assert isinstance(error_of(kind.create(filled, name)), AlreadyExists)


@without_moto("duplicates")
@every_kind
def test_load_or_create_loads_what_is_there_and_leaves_it_as_it_is(filled: Any, kind: Kind) -> None:
    made = kind.load_or_create(filled, "new", display_name="first").unwrap()
    found = kind.load_or_create(filled, "new", display_name="second").unwrap()
    assert (found.arn, found.display_name) == (made.arn, "first")


def test_of_many_that_load_or_create_at_once_all_get_the_same(tmp_path: Any) -> None:
    store = local.Store.open(tmp_path / "race.db")
    found: list[Result[records.Experiment, SmexpError]] = []

    def work() -> None:
        found.append(experiment.load_or_create(local.client(store), "e"))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({result.unwrap().arn for result in found}) == 1


# --- saving and deleting --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        *(
            pytest.param(KINDS[0], changes, marks=without_moto("update_experiment"))
            for changes in ({"display_name": "E", "description": "new"}, {"description": None}, {"description": ""})
        ),
        pytest.param(KINDS[1], {"display_name": "T"}, marks=without_moto("update_trial")),
        (KINDS[2], {"display_name": "C"}),
    ],
)
def test_saving_writes_what_was_changed(filled: Any, kind: Kind, changes: dict[str, Any]) -> None:
    given = {"description": "old"} if kind is KINDS[0] else {}
    made = kind.create(filled, "new", **given).unwrap()
    kind.module.save(filled, replace(made, **changes)).unwrap()
    found = kind.module.load(filled, "new").unwrap()
    assert {name: getattr(found, name) or None for name in changes} == {
        name: value or None for name, value in changes.items()
    }


@without_moto("merge")
def test_saving_merges_and_removes(client: Any) -> None:
    made = trial_component.create(client, "c", parameters={"a": 1.0, "b": 2.0, "c": "x"}).unwrap()
    changed = replace(made, parameters=FrozenMap({"a": 9.0, "b": 8.0}))
    saved = trial_component.save(client, changed, remove_parameters=["b"]).unwrap()
    assert saved.parameters == {"a": 9.0}
    assert trial_component.load(client, "c").unwrap().parameters == {"a": 9.0, "c": "x"}


@without_moto("in_use")
@every_kind
def test_what_others_belong_to_is_not_deleted(filled: Any, kind: Kind) -> None:
    assert isinstance(error_of(kind.module.delete(filled, NAMES[kind.name])), InUse)
    assert isinstance(kind.module.load(filled, NAMES[kind.name]), Success)


@without_moto("delete")
def test_what_nothing_belongs_to_is_deleted_with_its_arn_as_the_answer(filled: Any) -> None:
    arns = {kind: kind.module.load(filled, NAMES[kind.name]).unwrap().arn for kind in KINDS}
    trial.remove_trial_component(filled, "t", "c").unwrap()
    assert names(trial.list_trial_components(filled, "t")) == []
    for kind in (KINDS[2], KINDS[1], KINDS[0]):
        assert kind.module.delete(filled, NAMES[kind.name]) == Success(arns[kind])
    assert [names(kind.list_all(filled)) for kind in KINDS] == [[], [], ["loose"]]


def test_a_component_is_taken_out_of_its_trials_and_deleted(filled: Any) -> None:
    assert trial_component.delete_all(filled, ["c"], "--force").unwrap().components == ("c",)
    assert names(trial.list_trial_components(filled, "t")) == []


# --- what is not there ----------------------------------------------------------------------------------------------

MISSING: list[Callable[[Any], Result[Any, SmexpError]]] = [
    lambda c: experiment.delete(c, "nobody"),
    lambda c: trial.load(c, "nobody"),
    lambda c: trial.delete(c, "nobody"),
    lambda c: trial.add_trial_component(c, "nobody", "c"),
    lambda c: trial_component.load(c, "nobody"),
    lambda c: trial_component.delete(c, "nobody"),
    lambda c: trial_component.save(c, records.TrialComponent(name="nobody", arn="arn")),
]
MISSING_WITHOUT_MOTO: list[Callable[[Any], Result[Any, SmexpError]]] = [
    lambda c: experiment.load(c, "nobody"),
    lambda c: experiment.load_with_tags(c, "nobody"),
    lambda c: experiment.save(c, records.Experiment(name="nobody", arn="arn")),
    lambda c: experiment.create_trial(c, "nobody", "t"),
    lambda c: experiment.list_trials(c, "nobody").collect(),
    lambda c: trial.save(c, records.Trial(name="nobody", arn="arn", display_name="x")),
    lambda c: trial.list_trial_components(c, "nobody").collect(),
    lambda c: trial.list_trials(c, component="nobody").collect(),
    lambda c: trial.add_trial_component(c, "t", "nobody"),
    lambda c: trial.remove_trial_component(c, "t", "nobody"),
    lambda c: trial_component.list_trial_components(c, experiment="nobody").collect(),
    lambda c: trial_component.list_trials(c, "nobody").collect(),
]


@pytest.mark.parametrize(
    "call",
    [*MISSING, *(pytest.param(call, marks=without_moto("not_found")) for call in MISSING_WITHOUT_MOTO)],
)
def test_what_is_not_there_is_not_found(filled: Any, call: Callable[[Any], Result[Any, SmexpError]]) -> None:
    assert isinstance(error_of(call(filled)), NotFound)


# --- trials and their components ------------------------------------------------------------------------------------


def test_a_trial_is_created_with_components_and_a_generated_name(filled: Any) -> None:
    made = experiment.create_trial(filled, "e").unwrap()
    assert made.name.startswith("SageMakerTrial-")
    assert set(names(experiment.list_trials(filled, "e"))) == {"t", made.name}
    trial.create(filled, "e", "u", components=["c", "loose"]).unwrap()
    assert set(names(trial.list_trial_components(filled, "u"))) == {"c", "loose"}


@without_moto("not_found")
def test_a_trial_with_a_component_that_is_not_there_says_how_far_it_came(filled: Any) -> None:
    error = error_of(trial.create(filled, "e", "u", components=["c", "nobody"]))
    assert isinstance(error, Incomplete)
    assert (error.done, error.left) == (("u", "c"), ("nobody",))
    assert isinstance(error.error, NotFound)
    assert isinstance(trial.load(filled, "u"), Success)


def test_adding_a_component_twice_is_adding_it_once(filled: Any) -> None:
    for _ in range(2):
        trial.add_trial_component(filled, "t", "loose").unwrap()
    assert sorted(names(trial.list_trial_components(filled, "t"))) == ["c", "loose"]


@without_moto("unlisted")
def test_components_are_listed_by_experiment_trial_or_all(filled: Any) -> None:
    list_all = trial_component.list_trial_components
    assert sorted(names(list_all(filled))) == ["c", "loose"]
    assert names(list_all(filled, trial="t")) == ["c"]
    assert names(list_all(filled, experiment="e")) == ["c"]
    assert names(trial_component.list_trials(filled, "c")) == ["t"]


# --- lists ----------------------------------------------------------------------------------------------------------


@without_moto("sorting")
@pytest.mark.parametrize("size", [1, 2, 100])
def test_lists_are_sorted_and_paged(client: Any, size: int) -> None:
    for name in ("b", "c", "a"):
        experiment.create(client, name).unwrap()

    def listed(**options: Any) -> list[str]:
        return names(experiment.list_experiments(client, page_size=size, **options))

    assert listed(sort_by="Name", sort_order="Ascending") == ["a", "b", "c"]
    assert listed(sort_by="Name") == ["c", "b", "a"]
    assert listed(sort_by="Name", sort_order="Ascending", limit=2) == ["a", "b"]


def test_a_list_is_read_page_by_page(client: Any) -> None:
    wanted = [f"e{number}" for number in range(7)]
    for name in wanted:
        experiment.create(client, name).unwrap()
    assert sorted(names(experiment.list_experiments(client, page_size=3))) == wanted


def test_a_time_window_is_exclusive() -> None:
    moments = iter([1000.0, 2000.0, 3000.0])
    client = local.client(":memory:", clock=lambda: next(moments, 4000.0))
    for name in ("a", "b", "c"):
        experiment.create(client, name).unwrap()
    after, before = (datetime.fromtimestamp(seconds, UTC) for seconds in (1000, 3000))
    assert names(experiment.list_experiments(client, created_after=after, created_before=before)) == ["b"]


def test_a_position_that_the_service_did_not_give_is_refused(client: Any) -> None:
    assert isinstance(error_of(experiment.list_experiments(client, resume_from="made-up").collect()), Rejected)


# --- search ---------------------------------------------------------------------------------------------------------


def test_a_search_by_a_dict_finds_a_component(filled: Any) -> None:
    condition = {"Filters": [{"Name": "TrialComponentName", "Operator": "Equals", "Value": "loose"}]}
    assert names(trial_component.search(filled, condition)) == ["loose"]


@without_moto("search")
def test_a_search_knows_what_a_load_does_not(filled: Any) -> None:
    condition = {"Filters": [{"Name": "Parents.TrialName", "Value": "t"}]}
    [found] = trial_component.search(filled, condition).collect().unwrap()
    assert found.parents == (records.Parent(trial_name="t", experiment_name="e"),)
    assert not found.tags
    [home] = trial.search(filled).collect().unwrap()
    assert [part.name for part in home.components or ()] == ["c"]


@without_moto("search")
def test_a_search_counts_sorts_and_pages(filled: Any) -> None:
    listing = trial_component.search(filled, sort_by="TrialComponentName", sort_order="Ascending", page_size=1, limit=2)
    assert names(listing) == ["c", "loose"]
    assert listing.total_hits().unwrap().value == 2


def test_an_unknown_property_is_refused(filled: Any) -> None:
    error = error_of(trial_component.search(filled, {"Filters": [{"Name": "Wrong", "Value": "x"}]}).collect())
    assert isinstance(error, Rejected)
    assert error.message == "Unknown property name: Wrong"


@without_moto("suggest")
def test_properties_are_suggested(client: Any) -> None:
    trial_component.create(client, "c", tags={"team": "v"}).unwrap()
    assert "Tags.team" in trial_component.suggest_properties(client, "te").unwrap()


# --- tags and metrics -----------------------------------------------------------------------------------------------


@every_kind
def test_tags_are_added_listed_and_removed(filled: Any, kind: Kind) -> None:
    target = kind.module.load(filled, NAMES[kind.name]).unwrap()
    assert tags.add_tags(filled, target, {"a": "1", "b": "2"}).unwrap() == {"a": "1", "b": "2"}
    tags.add_tags(filled, target, {"b": "3"}).unwrap()
    assert dict(tags.list_tags(filled, target).collect().unwrap()) == {"a": "1", "b": "3"}
    tags.remove_tags(filled, target.arn, ["a", "absent"]).unwrap()
    assert dict(tags.list_tags(filled, target.arn).collect().unwrap()) == {"b": "3"}


@without_moto("get_metrics")
def test_metrics_come_back_as_series_and_summaries(service: Service) -> None:
    made = trial_component.create(service.sagemaker, "c").unwrap()
    data = [MetricDatum(name="loss", value=1 / (step + 1), timestamp=BEGIN, step=step) for step in range(25)]
    assert metrics.put_metrics(service.metrics, made, data).unwrap() == metrics.PutReport(accepted=25)
    [series] = metrics.get_metrics(service.metrics, [MetricQuery(name="loss", resource_arn=made.arn)]).unwrap()
    assert series.x == tuple(range(25))
    assert series.y == tuple(datum.value for datum in data)
    [summary] = trial_component.load(service.sagemaker, "c").unwrap().metrics
    assert (summary.name, summary.count, summary.max, summary.min) == ("loss", 25, 1.0, 1 / 25)


@without_moto("put_metrics")
def test_metrics_of_a_component_that_is_not_there_are_refused_one_by_one(service: Service) -> None:
    data = [MetricDatum(name="loss", value=0.0, timestamp=BEGIN, step=step) for step in range(12)]
    report = metrics.put_metrics(service.metrics, "nobody", data).unwrap()
    assert report.accepted == 0
    assert [(refused.index, refused.datum) for refused in report.refused] == list(enumerate(data))
    assert {refused.code for refused in report.refused} == {"VALIDATION_ERROR"}
