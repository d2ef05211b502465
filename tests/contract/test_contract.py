"""Each operation's success and documented failures, from the functions through botocore to a service and back."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
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
from smexp_fp.errors import AlreadyExists, Incomplete, InUse, LimitExceeded, NotFound, Rejected, SmexpError
from smexp_fp.metrics import MetricDatum, MetricQuery
from smexp_fp.records import Artifact, FrozenMap, MetadataProperties, Status
from tests.contract.conftest import Service
from tests.support.clients import SENDS_FRACTIONS

without_moto = pytest.mark.without_moto
BEGIN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def error_of(result: Result[Any, SmexpError]) -> SmexpError:
    assert isinstance(result, Failure), result
    error: SmexpError = result.failure()
    return error


@pytest.fixture
def client(service: Service) -> Any:
    return service.sagemaker


@pytest.fixture
def filled(client: Any) -> Any:
    """An experiment e with a trial t, in which there is a component c; and a component loose in none."""
    experiment.create(client, "e").unwrap()
    trial.create(client, "e", "t").unwrap()
    for name in ("c", "loose"):
        trial_component.create(client, name).unwrap()
    trial.add_trial_component(client, "t", "c").unwrap()
    return client


# --- experiments ----------------------------------------------------------------------------------------------------


def test_a_created_experiment_is_loaded(client: Any) -> None:
    made = experiment.create(client, "e").unwrap()
    found = experiment.load(client, "e").unwrap()
    assert (found.name, found.arn) == (made.name, made.arn)
    assert found.created is not None
    assert found.created.tzinfo is UTC


@without_moto("description")
def test_an_experiment_keeps_what_it_was_created_with(client: Any) -> None:
    made = experiment.create(client, "e", display_name="E", description="é ü", tags={"k": "v", "l": ""}).unwrap()
    found = experiment.load_with_tags(client, "e").unwrap()
    assert replace(found, created=None, created_by=None, modified=None, modified_by=None) == made


@without_moto("duplicates")
@pytest.mark.parametrize("name", ["e", "E"])
def test_a_taken_name_is_refused_whatever_its_case(client: Any, name: str) -> None:
    experiment.create(client, "e").unwrap()
    assert isinstance(error_of(experiment.create(client, name)), AlreadyExists)


@without_moto("not_found")
@pytest.mark.parametrize(
    "call",
    [
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
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(filled: Any, call: Callable[[Any], Result[Any, SmexpError]]) -> None:
    assert isinstance(error_of(call(filled)), NotFound)


@pytest.mark.parametrize(
    "call",
    [
        lambda c: experiment.delete(c, "nobody"),
        lambda c: trial.load(c, "nobody"),
        lambda c: trial.delete(c, "nobody"),
        lambda c: trial_component.load(c, "nobody"),
        lambda c: trial_component.delete(c, "nobody"),
        lambda c: trial_component.save(c, records.TrialComponent(name="nobody", arn="arn")),
    ],
)
def test_what_moto_could_not_find_is_not_found(filled: Any, call: Callable[[Any], Result[Any, SmexpError]]) -> None:
    assert isinstance(error_of(call(filled)), NotFound)


def test_a_trial_that_is_not_there_takes_no_component(filled: Any) -> None:
    assert isinstance(error_of(trial.add_trial_component(filled, "nobody", "c")), NotFound)


@without_moto("in_use")
@pytest.mark.parametrize(
    "call",
    [
        lambda c: experiment.delete(c, "e"),
        lambda c: trial.delete(c, "t"),
        lambda c: trial_component.delete(c, "c"),
    ],
)  # fmt: skip
def test_what_others_belong_to_is_not_deleted(filled: Any, call: Callable[[Any], Result[str, SmexpError]]) -> None:
    assert isinstance(error_of(call(filled)), InUse)
    assert isinstance(experiment.load(filled, "e"), Success)


@without_moto("update_experiment")
def test_saving_writes_display_name_and_description(client: Any) -> None:
    made = experiment.create(client, "e", description="old").unwrap()
    saved = experiment.save(client, replace(made, display_name="E", description="new")).unwrap()
    found = experiment.load(client, "e").unwrap()
    assert (found.display_name, found.description) == (saved.display_name, saved.description) == ("E", "new")


@without_moto("update_experiment")
@pytest.mark.parametrize("nothing", [None, ""])
def test_a_description_is_cleared(client: Any, nothing: str | None) -> None:
    made = experiment.create(client, "e", description="old").unwrap()
    experiment.save(client, replace(made, description=nothing)).unwrap()
    assert not experiment.load(client, "e").unwrap().description


@without_moto("delete")
def test_a_deleted_experiment_is_gone(client: Any) -> None:
    made = experiment.create(client, "e").unwrap()
    assert experiment.delete(client, "e").unwrap() == made.arn
    assert experiment.list_experiments(client).collect() == Success(())


@without_moto("duplicates")
def test_load_or_create_loads_what_is_there_and_leaves_it_as_it_is(client: Any) -> None:
    experiment.create(client, "e", description="first").unwrap()
    assert experiment.load_or_create(client, "e", description="second").unwrap().description == "first"
    assert trial.load_or_create(client, "e", "t").unwrap().arn == trial.load_or_create(client, "e", "t").unwrap().arn
    made = trial_component.load_or_create(client, "c").unwrap()
    assert trial_component.load_or_create(client, "c").unwrap().arn == made.arn


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


# --- trials ---------------------------------------------------------------------------------------------------------


def test_a_created_trial_is_loaded_and_listed(client: Any) -> None:
    experiment.create(client, "e").unwrap()
    made = experiment.create_trial(client, "e").unwrap()
    assert made.name.startswith("SageMakerTrial-")
    assert trial.load(client, made.name).unwrap().arn == made.arn
    assert [found.name for found in experiment.list_trials(client, "e").collect().unwrap()] == [made.name]


@without_moto("not_found")
def test_a_trial_keeps_what_it_was_created_with(client: Any) -> None:
    experiment.create(client, "e").unwrap()
    origin = MetadataProperties(commit_id="abc", repository="r", generated_by="g", project_id="p")
    made = trial.create(client, "e", "t", display_name="T", metadata=origin, tags={"k": "v"}).unwrap()
    found = trial.load_with_tags(client, "t").unwrap()
    assert replace(found, created=None, created_by=None, modified=None, modified_by=None) == made


def test_a_trial_is_created_with_components(client: Any) -> None:
    experiment.create(client, "e").unwrap()
    steps = [trial_component.create(client, name).unwrap() for name in ("c", "d")]
    trial.create(client, "e", "t", components=steps).unwrap()
    assert {found.name for found in trial.list_trial_components(client, "t").collect().unwrap()} == {"c", "d"}


@without_moto("not_found")
def test_a_trial_with_a_component_that_is_not_there_says_how_far_it_came(filled: Any) -> None:
    error = error_of(trial.create(filled, "e", "u", components=["c", "nobody"]))
    assert isinstance(error, Incomplete)
    assert (error.done, error.left) == (("u", "c"), ("nobody",))
    assert isinstance(error.error, NotFound)
    assert isinstance(trial.load(filled, "u"), Success)


@without_moto("update_trial")
def test_saving_a_trial_writes_its_display_name(filled: Any) -> None:
    trial.save(filled, replace(trial.load(filled, "t").unwrap(), display_name="T")).unwrap()
    assert trial.load(filled, "t").unwrap().display_name == "T"


@without_moto("delete")
def test_a_component_is_added_and_removed(filled: Any) -> None:
    trial.add_trial_component(filled, "t", "loose").unwrap()
    assert len(trial.list_trial_components(filled, "t").collect().unwrap()) == 2
    trial.remove_trial_component(filled, "t", "loose").unwrap()
    trial.remove_trial_component(filled, "t", "c").unwrap()
    assert trial.list_trial_components(filled, "t").collect() == Success(())
    assert trial.delete(filled, "t").unwrap().endswith("/t")


def test_adding_a_component_twice_is_adding_it_once(filled: Any) -> None:
    trial.add_trial_component(filled, "t", "c").unwrap()
    trial.add_trial_component(filled, "t", "c").unwrap()
    assert len(trial.list_trial_components(filled, "t").collect().unwrap()) == 1


@without_moto("limits")
def test_an_experiment_holds_so_many_trials_and_no_more() -> None:
    client = local.client(":memory:", trials_per_experiment=1)
    experiment.create(client, "e").unwrap()
    trial.create(client, "e", "t").unwrap()
    assert isinstance(error_of(trial.create(client, "e", "u")), LimitExceeded)


# --- components -----------------------------------------------------------------------------------------------------

EVERYTHING: dict[str, Any] = {
    "display_name": "C",
    "status": Status(primary="Failed", message="why"),
    "start": BEGIN,
    "end": BEGIN + timedelta(hours=1, milliseconds=250 if SENDS_FRACTIONS else 0),
    "parameters": {"lr": 0.1, "depth": 3.0, "kernel": "rbf", "a.b:c/d": ""},
    "input_artifacts": {"data": Artifact(value="s3://b/k", media_type="text/csv")},
    "output_artifacts": {"model": Artifact(value="s3://b/m")},
    "metadata": MetadataProperties(commit_id="abc"),
    "tags": {"k": "v"},
}


@without_moto("not_found")
def test_a_component_keeps_what_it_was_created_with(client: Any) -> None:
    made = trial_component.create(client, "c", **EVERYTHING).unwrap()
    found = trial_component.load_with_tags(client, "c").unwrap()
    assert replace(found, created=None, created_by=None, modified=None, modified_by=None) == made


def test_a_component_is_loaded_with_its_parameters(client: Any) -> None:
    trial_component.create(client, "c", parameters={"lr": 0.1, "kernel": "rbf"}).unwrap()
    assert trial_component.load(client, "c").unwrap().parameters == {"lr": 0.1, "kernel": "rbf"}


@without_moto("merge")
def test_saving_merges_and_removes(client: Any) -> None:
    made = trial_component.create(client, "c", parameters={"a": 1.0, "b": 2.0, "c": "x"}).unwrap()
    changed = replace(made, parameters=FrozenMap({"a": 9.0, "b": 8.0}))
    saved = trial_component.save(client, changed, remove_parameters=["b"]).unwrap()
    assert saved.parameters == {"a": 9.0}
    assert trial_component.load(client, "c").unwrap().parameters == {"a": 9.0, "c": "x"}


def test_saving_artifacts_merges_and_removes(client: Any) -> None:
    made = trial_component.create(client, "c", **EVERYTHING).unwrap()
    trial_component.save(client, made, remove_input_artifacts=["data"], remove_output_artifacts=["model"]).unwrap()
    found = trial_component.load(client, "c").unwrap()
    assert (len(found.input_artifacts), len(found.output_artifacts)) == (0, 0)


def test_a_component_is_taken_out_of_its_trials_and_deleted(filled: Any) -> None:
    assert trial_component.delete_all(filled, ["c"], "--force").unwrap().components == ("c",)
    assert trial.list_trial_components(filled, "t").collect() == Success(())


@without_moto("delete")
def test_a_deletion_answers_the_arn(filled: Any) -> None:
    loose = trial_component.delete(filled, "loose").unwrap()
    assert loose.endswith("/loose")


@without_moto("unlisted")
def test_components_are_listed_by_experiment_trial_or_all(filled: Any) -> None:
    def names(**options: Any) -> set[str]:
        return {found.name for found in trial_component.list_trial_components(filled, **options).collect().unwrap()}

    assert names() == {"c", "loose"}
    assert names(trial="t") == {"c"}
    assert names(experiment="e") == {"c"}
    assert {found.name for found in trial_component.list_trials(filled, "c").collect().unwrap()} == {"t"}


# --- lists ----------------------------------------------------------------------------------------------------------


@without_moto("sorting")
@pytest.mark.parametrize("size", [1, 2, 100])
def test_lists_are_sorted_and_paged(client: Any, size: int) -> None:
    for name in ("b", "c", "a"):
        experiment.create(client, name).unwrap()

    def names(**options: Any) -> list[str]:
        return [f.name for f in experiment.list_experiments(client, page_size=size, **options).collect().unwrap()]

    assert names(sort_by="Name", sort_order="Ascending") == ["a", "b", "c"]
    assert names(sort_by="Name") == ["c", "b", "a"]
    assert names(sort_by="Name", sort_order="Ascending", limit=2) == ["a", "b"]


def test_a_list_is_read_page_by_page(client: Any) -> None:
    wanted = {f"e{number}" for number in range(7)}
    for name in wanted:
        experiment.create(client, name).unwrap()
    found = experiment.list_experiments(client, page_size=3).collect().unwrap()
    assert {one.name for one in found} == wanted
    assert len(found) == len(wanted)


def test_a_time_window_is_exclusive() -> None:
    moments = iter([1000.0, 2000.0, 3000.0])
    client = local.client(":memory:", clock=lambda: next(moments, 4000.0))
    for name in ("a", "b", "c"):
        experiment.create(client, name).unwrap()

    def at(seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, UTC)

    listing = experiment.list_experiments(client, created_after=at(1000), created_before=at(3000))
    assert [found.name for found in listing.collect().unwrap()] == ["b"]


def test_a_position_that_the_service_did_not_give_is_refused(client: Any) -> None:
    assert isinstance(error_of(experiment.list_experiments(client, resume_from="made-up").collect()), Rejected)


# --- search ---------------------------------------------------------------------------------------------------------


def test_a_search_by_a_dict_finds_a_component(filled: Any) -> None:
    condition = {"Filters": [{"Name": "TrialComponentName", "Operator": "Equals", "Value": "loose"}]}
    assert [found.name for found in trial_component.search(filled, condition).collect().unwrap()] == ["loose"]


@without_moto("search")
def test_a_search_knows_what_a_load_does_not(filled: Any) -> None:
    [found] = (
        trial_component.search(filled, {"Filters": [{"Name": "Parents.TrialName", "Value": "t"}]}).collect().unwrap()
    )
    assert found.parents == (records.Parent(trial_name="t", experiment_name="e"),)
    assert not found.tags
    [home] = trial.search(filled).collect().unwrap()
    assert home.components is not None
    assert [part.name for part in home.components] == ["c"]


@without_moto("search")
def test_a_search_counts_sorts_and_pages(filled: Any) -> None:
    listing = trial_component.search(filled, sort_by="TrialComponentName", sort_order="Ascending", page_size=1, limit=2)
    assert [found.unwrap().name for found in listing] == ["c", "loose"]
    assert listing.total_hits().unwrap().value == 2


def test_an_unknown_property_is_refused(filled: Any) -> None:
    error = error_of(trial_component.search(filled, {"Filters": [{"Name": "Wrong", "Value": "x"}]}).collect())
    assert isinstance(error, Rejected)
    assert error.message == "Unknown property name: Wrong"


@without_moto("suggest")
def test_properties_are_suggested(client: Any) -> None:
    trial_component.create(client, "c", tags={"team": "v"}).unwrap()
    assert "Tags.team" in trial_component.suggest_properties(client, "te").unwrap()


# --- tags -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["experiment", "trial", "component"])
def test_tags_are_added_listed_and_removed(filled: Any, kind: str) -> None:
    target: Any = {
        "experiment": experiment.load(filled, "e").unwrap(),
        "trial": trial.load(filled, "t").unwrap(),
        "component": trial_component.load(filled, "c").unwrap(),
    }[kind]
    assert tags.add_tags(filled, target, {"a": "1", "b": "2"}).unwrap() == {"a": "1", "b": "2"}
    tags.add_tags(filled, target, {"b": "3"}).unwrap()
    assert dict(tags.list_tags(filled, target).collect().unwrap()) == {"a": "1", "b": "3"}
    tags.remove_tags(filled, target.arn, ["a", "absent"]).unwrap()
    assert dict(tags.list_tags(filled, target.arn).collect().unwrap()) == {"b": "3"}


def test_tags_of_an_experiment_are_added_and_listed(filled: Any) -> None:
    target = experiment.load(filled, "e").unwrap()
    tags.add_tags(filled, target, {"a": "1"}).unwrap()
    assert ("a", "1") in tags.list_tags(filled, target).collect().unwrap()


# --- metrics --------------------------------------------------------------------------------------------------------


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
    assert [refused.index for refused in report.refused] == list(range(12))
    assert [refused.datum for refused in report.refused] == data
    assert {refused.code for refused in report.refused} == {"VALIDATION_ERROR"}
