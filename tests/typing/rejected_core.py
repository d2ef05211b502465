"""Wrong programs. Every line with two ignores is refused by mypy and by pyright; `accepted_core.py` has each corrected.

Nothing here is run. Each function's name says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import assert_never

from returns.result import Failure, Result, Success

from smexp_fp import Listing, Q, SageMakerClient, experiment, metrics, tags, trial, trial_component
from smexp_fp.clients import CreatesExperiments, DescribesTrials, MetricsClient
from smexp_fp.errors import InvalidInput, NotFound, SmexpError, Throttled
from smexp_fp.records import (
    Artifact,
    Experiment,
    ExperimentSummary,
    FrozenMap,
    Status,
    Trial,
    TrialComponent,
)
from smexp_fp.results import cases, collect, fold, is_failure, or_raise, then

NOW = datetime.now(UTC)


class OnlyDescribes:
    def describe_experiment(self, *, ExperimentName: str) -> Mapping[str, object]:
        return {"ExperimentName": ExperimentName, "ExperimentArn": "arn"}


class TakesPositions:
    def describe_trial(self, name: str) -> Mapping[str, object]:
        return {"TrialName": name}


class AnswersText:
    def describe_trial(self, *, TrialName: str) -> str:
        return TrialName


def a_name_that_is_a_number(client: SageMakerClient) -> None:
    experiment.create(client, 3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def no_name_at_all(client: SageMakerClient) -> None:
    experiment.load(client)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_name_that_may_be_none(client: SageMakerClient, name: str | None) -> None:
    experiment.load(client, name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def the_client_forgotten() -> None:
    experiment.load("auto-ml")  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue]


def a_stub_without_the_method() -> None:
    experiment.create(OnlyDescribes(), "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_stub_without_one_of_two_methods() -> None:
    experiment.load_with_tags(OnlyDescribes(), "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_stub_whose_method_takes_positions() -> None:
    trial.load(TakesPositions(), "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_stub_that_answers_no_mapping() -> None:
    trial.load(AnswersText(), "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def the_client_of_the_other_service(client: SageMakerClient) -> None:
    metrics.put_metrics(client, "c", [])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_metrics_client_for_experiments(client: MetricsClient) -> None:
    experiment.load(client, "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_unknown_property_to_sort_by(client: SageMakerClient) -> None:
    experiment.list_experiments(client, sort_by="Date")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_unknown_order(client: SageMakerClient) -> None:
    trial.list_trials(client, sort_order="Upwards")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_time_in_a_text(client: SageMakerClient) -> None:
    experiment.list_experiments(client, created_after="2024-01-01")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_option_by_its_wire_name(client: SageMakerClient) -> None:
    experiment.list_experiments(client, MaxResults=10)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_description_by_position(client: SageMakerClient) -> None:
    experiment.create(client, "e", "a description")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def tags_as_the_wire_has_them(client: SageMakerClient) -> None:
    experiment.create(client, "e", tags=[{"Key": "team", "Value": "vision"}])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def tags_with_numbers(client: SageMakerClient) -> None:
    experiment.create(client, "e", tags={"year": 2024})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]


def a_parameter_that_is_a_list(client: SageMakerClient) -> None:
    trial_component.create(client, "c", parameters={"layers": [1, 2]})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]


def an_artifact_that_is_a_text(client: SageMakerClient) -> None:
    trial_component.create(client, "c", input_artifacts={"data": "s3://b"})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]


def a_status_that_is_a_text(client: SageMakerClient) -> None:
    trial_component.create(client, "c", status="Completed")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_trial_saved_as_an_experiment(client: SageMakerClient, record: Trial) -> None:
    experiment.save(client, record)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_summary_saved(client: SageMakerClient, record: ExperimentSummary) -> None:
    experiment.save(client, record)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_trial_deleted_as_a_component(client: SageMakerClient, record: Trial) -> None:
    trial_component.delete(client, record)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def trial_and_component_exchanged(client: SageMakerClient, step: TrialComponent, home: Trial) -> None:
    trial.add_trial_component(client, step, home)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_trial_without_its_experiment(client: SageMakerClient) -> None:
    trial.create(client, name="t")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def deleting_all_with_another_word(client: SageMakerClient) -> None:
    experiment.delete_all(client, "e", "yes")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def deleting_all_without_the_word(client: SageMakerClient) -> None:
    trial.delete_all(client, "t")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_result_used_as_its_value(client: SageMakerClient) -> str:
    return experiment.load(client, "e").name  # type: ignore[attr-defined, no-any-return, unused-ignore]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


def a_result_handed_on_as_a_record(client: SageMakerClient) -> None:
    experiment.save(client, experiment.load(client, "e"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_result_declared_as_its_value(client: SageMakerClient) -> None:
    found: Experiment = experiment.load(client, "e")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(found)


def an_optional_member_used_at_once(record: Experiment) -> str:
    return record.description.upper()  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]


def unknown_tags_used_at_once(record: Experiment) -> str:
    return record.tags["team"]  # type: ignore[index]  # pyright: ignore[reportOptionalSubscript, reportUnknownVariableType]


def an_unknown_member_of_a_record(record: Experiment) -> str:
    return record.experiment_name  # type: ignore[attr-defined, no-any-return]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


def a_record_changed_in_place(record: Experiment) -> None:
    record.description = "new"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def a_map_changed_in_place(record: TrialComponent) -> None:
    record.parameters["lr"] = 0.1  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


def a_map_asked_to_update_itself(entries: FrozenMap[str, str]) -> None:
    entries.update({"a": "b"})  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def a_record_built_by_position() -> Experiment:
    return Experiment("e", "arn")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_record_without_its_arn() -> Experiment:
    return Experiment(name="e")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def an_artifact_with_a_number() -> Artifact:
    return Artifact(value=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def the_items_of_a_listing_used_as_records(client: SageMakerClient) -> list[str]:
    return [found.name for found in experiment.list_experiments(client)]  # type: ignore[attr-defined, misc, unused-ignore]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def a_listing_used_as_a_list(client: SageMakerClient) -> None:
    print(experiment.list_experiments(client)[0])  # type: ignore[index]  # pyright: ignore[reportIndexIssue, reportUnknownArgumentType]


def a_listing_asked_for_its_length(client: SageMakerClient) -> int:
    return len(experiment.list_experiments(client))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_listing_of_another_kind(client: SageMakerClient) -> Listing[Trial]:
    return experiment.list_trials(client, "e")  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def a_match_that_forgets_an_error(error: SmexpError) -> str:
    match error:
        case InvalidInput():
            return "wrong"
        case NotFound():
            return "gone"
        case _:
            assert_never(error)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_match_that_forgets_the_failure(result: Result[int, str]) -> int:
    given = cases(result)
    match given:
        case Success(value):
            return value
        case _:
            assert_never(given)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_member_that_only_one_error_has(error: SmexpError) -> str:
    return error.argument  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


def an_error_changed_in_place(error: Throttled) -> None:
    error.message = "other"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def a_step_that_takes_another_value(client: SageMakerClient) -> None:
    def load(name: str) -> Result[Trial, SmexpError]:
        return trial.load(client, name)

    then(experiment.load(client, "e"), load)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_partial_with_a_wrong_option(client: SageMakerClient) -> None:
    partial(experiment.list_experiments, client, page_size="10")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_fold_with_one_case(result: Result[int, str]) -> str:
    return fold(result, success=str)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownVariableType]


def a_collection_of_bare_values() -> None:
    collect([1, 2])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_value_after_a_failure_was_excluded_the_wrong_way(result: Result[int, str]) -> int:
    if not is_failure(result):
        return 0
    return result.failure()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def the_value_of_a_result_of_another_type(result: Result[int, str]) -> str:
    return or_raise(result)  # type: ignore[return-value, arg-type, unused-ignore]  # pyright: ignore[reportReturnType]


def one_key_that_is_a_number(client: SageMakerClient) -> None:
    tags.remove_tags(client, "arn", [1])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]


def a_datum_without_its_time() -> metrics.MetricDatum:
    return metrics.MetricDatum(name="loss", value=0.5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_statistic_that_there_is_not() -> metrics.MetricQuery:
    return metrics.MetricQuery(name="loss", resource_arn="arn", stat="Median")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_larger_protocol_where_a_smaller_is_given(client: CreatesExperiments) -> None:
    experiment.load_or_create(client, "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_replacement_of_the_wrong_type(record: Trial) -> Experiment:
    return replace(record, display_name="t")  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def a_status_by_position() -> Status:
    return Status("Completed")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_failure_in_place_of_an_error(client: DescribesTrials) -> Result[Trial, NotFound]:
    return trial.load(client, "t")  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def a_success_of_the_wrong_record(made: Trial) -> Result[Experiment, SmexpError]:
    return Success(made)  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]


def a_text_as_an_error() -> Result[Experiment, SmexpError]:
    return Failure("no")  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]


def an_early_return_of_what_may_be_a_success(result: Result[int, str]) -> Result[bytes, str]:
    if result != Success(0):
        return result  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
    return Success(b"")


def a_misspelt_option(client: SageMakerClient) -> None:
    experiment.list_trials(client, "e", sort_ordr="Ascending")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_misspelt_option_through_partial(client: SageMakerClient) -> None:
    partial(trial.list_trials, client, created_aftr=None)  # type: ignore[call-arg]  # pyright: ignore[reportArgumentType]


def a_search_option_misspelt_through_partial(client: SageMakerClient) -> None:
    partial(trial_component.search, client, None, sortby="Name")  # type: ignore[call-arg]  # pyright: ignore[reportArgumentType]


def a_search_option_of_the_wrong_type_through_partial(client: SageMakerClient) -> None:
    partial(experiment.search, client, local_residue="yes")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_search_sorted_by_a_field_of_another_resource(client: SageMakerClient) -> None:
    experiment.search(client, sort_by=Q.parameter("lr"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_field_of_another_resource_through_partial(client: SageMakerClient) -> None:
    partial(trial.search, client, sort_by=Q.parameter("lr"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_list_option_in_a_search(client: SageMakerClient) -> None:
    trial.search(client, created_after=None)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_deletion_option_misspelt_through_partial(client: SageMakerClient) -> None:
    partial(experiment.delete_all, client, "e", "--force", resumeable=False)  # type: ignore[call-arg]  # pyright: ignore[reportArgumentType]


def a_deletion_option_of_the_wrong_type(client: SageMakerClient) -> None:
    trial.delete_all(client, "t", "--force", shared="ask")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_option_of_deletion_in_its_plan(client: SageMakerClient) -> None:
    experiment.plan_delete_all(client, "e", resumable=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_step_in_a_text() -> metrics.MetricDatum:
    return metrics.MetricDatum(name="loss", value=0.5, timestamp=NOW, step="1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_metric_in_a_text() -> metrics.MetricDatum:
    return metrics.MetricDatum(name="loss", value="0.5", timestamp=NOW)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_update_by_a_summary_of_another_kind(client: SageMakerClient, record: ExperimentSummary) -> None:
    trial.update(client, record, display_name="t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_update_that_gives_a_record(client: SageMakerClient) -> Result[Trial, SmexpError]:
    return trial.update(client, "t", display_name="t")  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def a_parameter_updated_to_a_list(client: SageMakerClient) -> None:
    trial_component.update(client, "c", parameters={"layers": [1]})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
