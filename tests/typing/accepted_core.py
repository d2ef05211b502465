"""The corrected twins of `rejected_core.py`, under the same names: mypy and pyright accept all of them.

Nothing here is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import assert_never

from returns.result import Failure, Result, Success

from smexp_fp import Listing, Q, SageMakerClient, SearchListing, experiment, metrics, tags, trial, trial_component
from smexp_fp.clients import DescribesTrials, MetricsClient
from smexp_fp.errors import (
    AccessDenied,
    AlreadyExists,
    Conflict,
    Incomplete,
    InUse,
    InvalidInput,
    LimitExceeded,
    MalformedResponse,
    NotFound,
    Rejected,
    SmexpError,
    Throttled,
    Unavailable,
    Unexpected,
)
from smexp_fp.records import Artifact, Experiment, FrozenMap, Status, Trial, TrialComponent, TrialSummary
from smexp_fp.results import cases, collect, fold, is_failure, or_raise, then

NOW = datetime.now(UTC)


class Describes:
    def describe_experiment(self, *, ExperimentName: str) -> Mapping[str, object]:
        return {"ExperimentName": ExperimentName, "ExperimentArn": "arn"}


class Creates:
    def create_experiment(
        self,
        *,
        ExperimentName: str,
        DisplayName: str = "",
        Description: str = "",
        Tags: object = None,
    ) -> Mapping[str, object]:
        return {"ExperimentArn": f"arn/{ExperimentName}{DisplayName}{Description}{Tags}"}


class DescribesAndTags(Describes):
    def list_tags(self, *, ResourceArn: str, NextToken: str = "", MaxResults: int = 50) -> dict[str, object]:
        return {"Tags": [{"Key": ResourceArn, "Value": f"{NextToken}{MaxResults}"}]}


class TakesKeywords:
    def describe_trial(self, *, TrialName: str) -> dict[str, str]:
        return {"TrialName": TrialName, "TrialArn": "arn"}


class CreatesAndDescribes(Creates, Describes):
    pass


def a_name_that_is_a_number(client: SageMakerClient) -> None:
    experiment.create(client, "3")


def no_name_at_all(client: SageMakerClient) -> None:
    experiment.load(client, "e")


def a_name_that_may_be_none(client: SageMakerClient, name: str | None) -> None:
    if name is not None:
        experiment.load(client, name)


def the_client_forgotten(client: SageMakerClient) -> None:
    experiment.load(client, "auto-ml")


def a_stub_without_the_method() -> None:
    experiment.create(Creates(), "e")


def a_stub_without_one_of_two_methods() -> None:
    experiment.load_with_tags(DescribesAndTags(), "e")


def a_stub_whose_method_takes_positions() -> None:
    trial.load(TakesKeywords(), "t")


def a_stub_that_answers_no_mapping() -> None:
    trial.load(TakesKeywords(), "t")


def the_client_of_the_other_service(client: MetricsClient) -> None:
    metrics.put_metrics(client, "c", [])


def a_metrics_client_for_experiments(client: SageMakerClient) -> None:
    experiment.load(client, "e")


def an_unknown_property_to_sort_by(client: SageMakerClient) -> None:
    experiment.list_experiments(client, sort_by="CreationTime")


def an_unknown_order(client: SageMakerClient) -> None:
    trial.list_trials(client, sort_order="Ascending")


def a_time_in_a_text(client: SageMakerClient) -> None:
    experiment.list_experiments(client, created_after=datetime(2024, 1, 1, tzinfo=UTC))


def an_option_by_its_wire_name(client: SageMakerClient) -> None:
    experiment.list_experiments(client, page_size=10)


def a_description_by_position(client: SageMakerClient) -> None:
    experiment.create(client, "e", description="a description")


def tags_as_the_wire_has_them(client: SageMakerClient) -> None:
    experiment.create(client, "e", tags={"team": "vision"})


def tags_with_numbers(client: SageMakerClient) -> None:
    experiment.create(client, "e", tags={"year": "2024"})


def a_parameter_that_is_a_list(client: SageMakerClient) -> None:
    trial_component.create(client, "c", parameters={"layers": "1, 2", "rate": 0.1, "depth": 3})


def an_artifact_that_is_a_text(client: SageMakerClient) -> None:
    trial_component.create(client, "c", input_artifacts={"data": Artifact(value="s3://b")})


def a_status_that_is_a_text(client: SageMakerClient) -> None:
    trial_component.create(client, "c", status=Status(primary="Completed"))


def a_trial_saved_as_an_experiment(client: SageMakerClient, record: Trial) -> None:
    trial.save(client, record)


def a_summary_saved(client: SageMakerClient, record: Experiment) -> None:
    experiment.save(client, replace(record, description="new"))


def a_trial_deleted_as_a_component(client: SageMakerClient, record: TrialComponent) -> None:
    trial_component.delete(client, record)


def trial_and_component_exchanged(client: SageMakerClient, step: TrialComponent, home: Trial) -> None:
    trial.add_trial_component(client, home, step)


def a_trial_without_its_experiment(client: SageMakerClient) -> None:
    trial.create(client, "e", name="t")


def deleting_all_with_another_word(client: SageMakerClient) -> None:
    experiment.delete_all(client, "e", "--force")


def deleting_all_without_the_word(client: SageMakerClient) -> None:
    trial.delete_all(client, "t", "--force")


def a_result_used_as_its_value(client: SageMakerClient) -> str:
    return experiment.load(client, "e").unwrap().name


def a_result_handed_on_as_a_record(client: SageMakerClient) -> Result[Experiment, SmexpError]:
    return then(experiment.load(client, "e"), lambda record: experiment.save(client, record))


def a_result_declared_as_its_value(client: SageMakerClient) -> None:
    found: Result[Experiment, SmexpError] = experiment.load(client, "e")
    print(found)


def an_optional_member_used_at_once(record: Experiment) -> str:
    return (record.description or "").upper()


def unknown_tags_used_at_once(record: Experiment) -> str:
    return record.tags["team"] if record.tags is not None else "unknown"


def an_unknown_member_of_a_record(record: Trial) -> str | None:
    return record.experiment_name


def a_record_changed_in_place(record: Experiment) -> Experiment:
    return replace(record, description="new")


def a_map_changed_in_place(record: TrialComponent) -> TrialComponent:
    return replace(record, parameters=FrozenMap({**record.parameters, "lr": 0.1}))


def a_map_asked_to_update_itself(entries: FrozenMap[str, str]) -> FrozenMap[str, str]:
    return FrozenMap({**entries, "a": "b"})


def a_record_built_by_position() -> Experiment:
    return Experiment(name="e", arn="arn")


def a_record_without_its_arn() -> Experiment:
    return Experiment(name="e", arn="arn")


def an_artifact_with_a_number() -> Artifact:
    return Artifact(value="1")


def the_items_of_a_listing_used_as_records(client: SageMakerClient) -> list[str]:
    return [found.unwrap().name for found in experiment.list_experiments(client)]


def a_listing_used_as_a_list(client: SageMakerClient) -> None:
    print(experiment.list_experiments(client).first())


def a_listing_asked_for_its_length(client: SageMakerClient) -> int:
    return fold(experiment.list_experiments(client).collect(), success=len, failure=lambda _: 0)


def a_listing_of_another_kind(client: SageMakerClient) -> Listing[TrialSummary]:
    return experiment.list_trials(client, "e")


def a_match_that_forgets_an_error(error: SmexpError) -> str:
    match error:
        case InvalidInput(argument=argument):
            return argument
        case NotFound() | AlreadyExists() | InUse() | LimitExceeded() | AccessDenied() | Rejected():
            return "refused"
        case Incomplete(left=left):
            return ", ".join(left)
        case Conflict() | Throttled() | Unavailable():
            return "again"
        case MalformedResponse() | Unexpected():
            return "odd"
        case _:
            assert_never(error)


def a_match_that_forgets_the_failure(result: Result[int, str]) -> int:
    given = cases(result)
    match given:
        case Success(value):
            return value
        case Failure(error):
            return len(error)
        case _:
            assert_never(given)


def a_member_that_only_one_error_has(error: SmexpError) -> str:
    return error.argument if isinstance(error, InvalidInput) else error.message


def an_error_changed_in_place(error: Throttled) -> Throttled:
    return replace(error, message="other")


def a_step_that_takes_another_value(client: SageMakerClient) -> Result[Trial, SmexpError]:
    return then(experiment.load(client, "e"), lambda record: experiment.create_trial(client, record))


def a_partial_with_a_wrong_option(client: SageMakerClient) -> None:
    partial(experiment.list_experiments, client, page_size=10)


def a_fold_with_one_case(result: Result[int, str]) -> str:
    return fold(result, success=str, failure=lambda text: text)


def a_collection_of_bare_values(one: Result[int, str], other: Result[int, str]) -> Result[tuple[int, ...], str]:
    return collect([one, other])


def a_value_after_a_failure_was_excluded_the_wrong_way(result: Result[int, str]) -> int:
    if is_failure(result):
        return len(result.failure())
    return result.unwrap()


def the_value_of_a_result_of_another_type(result: Result[int, str]) -> int:
    return or_raise(result)


def one_key_that_is_a_number(client: SageMakerClient) -> None:
    tags.remove_tags(client, "arn", ["1"])


def a_datum_without_its_time() -> metrics.MetricDatum:
    return metrics.MetricDatum(name="loss", value=0.5, timestamp=datetime.now(UTC))


def a_statistic_that_there_is_not() -> metrics.MetricQuery:
    return metrics.MetricQuery(name="loss", resource_arn="arn", stat="Avg")


def a_larger_protocol_where_a_smaller_is_given() -> None:
    experiment.load_or_create(CreatesAndDescribes(), "e")


def a_replacement_of_the_wrong_type(record: Trial) -> Trial:
    return replace(record, display_name="t")


def a_status_by_position() -> Status:
    return Status(primary="Completed")


def a_failure_in_place_of_an_error(client: DescribesTrials) -> Result[Trial, SmexpError]:
    return trial.load(client, "t")


def a_success_of_the_wrong_record(made: Trial) -> Result[Trial, SmexpError]:
    return Success(made)


def a_text_as_an_error() -> Result[Experiment, SmexpError]:
    return Failure(NotFound(operation="DescribeExperiment", message="no"))


def an_early_return_of_what_may_be_a_success(result: Result[int, str]) -> Result[bytes, str]:
    if is_failure(result):
        return result
    return Success(bytes(result.unwrap()))


def a_misspelt_option(client: SageMakerClient) -> None:
    experiment.list_trials(client, "e", sort_order="Ascending")


def a_misspelt_option_through_partial(client: SageMakerClient) -> Listing[TrialSummary]:
    return partial(trial.list_trials, client, created_after=None)(limit=3)


def a_search_option_misspelt_through_partial(client: SageMakerClient) -> SearchListing[TrialComponent]:
    return partial(trial_component.search, client, None, sort_by="Name")(limit=3)


def a_search_option_of_the_wrong_type_through_partial(client: SageMakerClient) -> None:
    partial(experiment.search, client, local_residue=True)


def a_search_sorted_by_a_field_of_another_resource(client: SageMakerClient) -> None:
    experiment.search(client, sort_by=Q.name)


def a_field_of_another_resource_through_partial(client: SageMakerClient) -> SearchListing[Trial]:
    return partial(trial.search, client, sort_by=Q.name)()


def a_list_option_in_a_search(client: SageMakerClient) -> None:
    trial.list_trials(client, created_after=None)


def a_deletion_option_misspelt_through_partial(client: SageMakerClient) -> None:
    partial(experiment.delete_all, client, "e", "--force", resumable=False)


def a_deletion_option_of_the_wrong_type(client: SageMakerClient) -> None:
    trial.delete_all(client, "t", "--force", shared="keep")


def an_option_of_deletion_in_its_plan(client: SageMakerClient) -> None:
    experiment.plan_delete_all(client, "e", max_workers=4)


def a_step_in_a_text() -> metrics.MetricDatum:
    return metrics.MetricDatum(name="loss", value=Decimal("0.5"), timestamp=NOW, step=1)


def a_metric_in_a_text() -> float:
    return metrics.MetricDatum(name="loss", value=Fraction(1, 2), timestamp=NOW).value


def an_update_by_a_summary_of_another_kind(client: SageMakerClient, record: TrialSummary) -> None:
    trial.update(client, record, display_name="t")


def an_update_that_gives_a_record(client: SageMakerClient) -> Result[Trial, SmexpError]:
    return then(trial.update(client, "t", display_name="t"), lambda _: trial.load(client, "t"))


def a_parameter_updated_to_a_list(client: SageMakerClient) -> None:
    trial_component.update(client, "c", parameters={"layers": "1", "rate": Decimal("0.1"), "depth": 3})
