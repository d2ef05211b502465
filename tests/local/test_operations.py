"""Every operation, through boto3: what it does, and each way in which it says no."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from smexp_fp import local
from tests.local.helpers import Clock, refused
from tests.support.clients import SENDS_FRACTIONS
from tests.support.wire import done

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient

ARN = "arn:aws:sagemaker:us-east-1:123456789012:"
EXPERIMENT, TRIAL, COMPONENT = (
    f"{ARN}experiment/Exp",
    f"{ARN}experiment-trial/Tri",
    f"{ARN}experiment-trial-component/Com",
)


@pytest.fixture
def filled(client: SageMakerClient) -> SageMakerClient:
    """An experiment, a trial in it, a component in that."""
    client.create_experiment(ExperimentName="Exp")
    client.create_trial(TrialName="Tri", ExperimentName="Exp")
    client.create_trial_component(TrialComponentName="Com")
    client.associate_trial_component(TrialComponentName="Com", TrialName="Tri")
    return client


def bare(answer: Any) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


# --- Create, describe, update


def test_create_answers_the_arn(client: SageMakerClient) -> None:
    assert bare(client.create_experiment(ExperimentName="a-B")) == {"ExperimentArn": f"{ARN}experiment/a-B"}
    assert bare(client.create_trial(TrialName="a-B", ExperimentName="A-b")) == {
        "TrialArn": f"{ARN}experiment-trial/a-B"
    }
    # Kinds do not share names.
    component = bare(client.create_trial_component(TrialComponentName="a-B"))
    assert component == {"TrialComponentArn": f"{ARN}experiment-trial-component/a-B"}


def test_describe_experiment(client: SageMakerClient, clock: Clock) -> None:
    client.create_experiment(
        ExperimentName="e", DisplayName="shown", Description="why", Tags=[{"Key": "k", "Value": "v"}]
    )
    now = datetime.fromtimestamp(clock.now, UTC)
    assert bare(client.describe_experiment(ExperimentName="E")) == {
        "ExperimentName": "e",
        "ExperimentArn": f"{ARN}experiment/e",
        "DisplayName": "shown",
        "Description": "why",
        "CreationTime": now,
        "LastModifiedTime": now,
        "CreatedBy": {},
        "LastModifiedBy": {},
    }


def test_describe_trial(client: SageMakerClient) -> None:
    client.create_experiment(ExperimentName="Exp")
    client.create_trial(TrialName="t", ExperimentName="exp", MetadataProperties={"CommitId": "abc"})
    described = bare(client.describe_trial(TrialName="t"))
    assert described["DisplayName"] == "t"
    assert described["ExperimentName"] == "Exp"
    assert described["MetadataProperties"] == {"CommitId": "abc"}


def test_describe_component_by_name_and_by_arn(client: SageMakerClient) -> None:
    given: dict[str, Any] = {
        "Status": {"PrimaryStatus": "InProgress", "Message": "m"},
        "StartTime": datetime(2024, 2, 29, 1, 2, 3, 456000 if SENDS_FRACTIONS else 0, UTC),
        "Parameters": {"n": {"NumberValue": 0.1}, "s": {"StringValue": ""}, "": {"StringValue": "x"}},
        "InputArtifacts": {"i": {"Value": "s3://i", "MediaType": "text/csv"}},
        "OutputArtifacts": {"o": {"Value": ""}},
        "MetadataProperties": {"ProjectId": "p"},
    }
    arn = client.create_trial_component(TrialComponentName="c", **given)["TrialComponentArn"]
    described = bare(client.describe_trial_component(TrialComponentName=arn))
    assert described == bare(client.describe_trial_component(TrialComponentName="C"))
    assert described == described | given
    assert "EndTime" not in described
    assert described["Metrics"] == described["Sources"] == []


def test_a_bare_component_has_empty_maps_and_no_status(client: SageMakerClient) -> None:
    client.create_trial_component(TrialComponentName="c")
    described = bare(client.describe_trial_component(TrialComponentName="c"))
    assert described["Parameters"] == described["InputArtifacts"] == described["OutputArtifacts"] == {}
    assert not {"Status", "StartTime", "EndTime", "Source", "MetadataProperties"} & set(described)


def test_update_experiment_changes_what_it_names(client: SageMakerClient, clock: Clock) -> None:
    client.create_experiment(ExperimentName="e", DisplayName="d", Description="one")
    clock.now += 5
    client.update_experiment(ExperimentName="E", Description="two")
    described = bare(client.describe_experiment(ExperimentName="e"))
    assert (described["DisplayName"], described["Description"]) == ("d", "two")
    assert (described["LastModifiedTime"] - described["CreationTime"]).total_seconds() == 5
    client.update_experiment(ExperimentName="e", Description="", DisplayName="new")
    described = bare(client.describe_experiment(ExperimentName="e"))
    assert "Description" not in described
    assert described["DisplayName"] == "new"


def test_update_trial(filled: SageMakerClient) -> None:
    filled.update_trial(TrialName="tri", DisplayName="new")
    assert filled.describe_trial(TrialName="Tri")["DisplayName"] == "new"


def test_update_component_merges_and_removal_wins(client: SageMakerClient) -> None:
    client.create_trial_component(
        TrialComponentName="c",
        Parameters={"a": {"NumberValue": 1}, "b": {"NumberValue": 2}},
        InputArtifacts={"i": {"Value": "1", "MediaType": "a/b"}},
        Status={"PrimaryStatus": "InProgress", "Message": "m"},
    )
    client.update_trial_component(
        TrialComponentName="c",
        Parameters={"b": {"StringValue": "two"}, "c": {"NumberValue": 3}, "d": {"NumberValue": 4}},
        ParametersToRemove=["d", "never there"],
        InputArtifacts={"i": {"Value": "2"}},
        OutputArtifacts={"o": {"Value": "3"}, "p": {"Value": "4"}},
        OutputArtifactsToRemove=["p"],
        Status={"PrimaryStatus": "Completed"},
    )
    described = bare(client.describe_trial_component(TrialComponentName="c"))
    assert described["Parameters"] == {"a": {"NumberValue": 1}, "b": {"StringValue": "two"}, "c": {"NumberValue": 3}}
    assert described["InputArtifacts"] == {"i": {"Value": "2"}}
    assert described["OutputArtifacts"] == {"o": {"Value": "3"}}
    assert described["Status"] == {"PrimaryStatus": "Completed"}


def test_only_updates_change_the_time_of_modification(
    filled: SageMakerClient, clock: Clock, store: local.Store
) -> None:
    clock.now += 5
    filled.add_tags(ResourceArn=COMPONENT, Tags=[{"Key": "k", "Value": "v"}])
    filled.disassociate_trial_component(TrialComponentName="Com", TrialName="Tri")
    datum = {"MetricName": "m", "Timestamp": 1, "Value": 1}
    assert done(store, "BatchPutMetrics", TrialComponentName="com", MetricData=[datum]) == {}
    described = bare(filled.describe_trial_component(TrialComponentName="Com"))
    assert described["LastModifiedTime"] == described["CreationTime"]


# --- What is refused


def test_an_arn_of_another_kind_or_account_is_refused(filled: SageMakerClient) -> None:
    with refused("ValidationException"):
        filled.describe_trial_component(TrialComponentName=EXPERIMENT)
    other = COMPONENT.replace("123456789012", "210987654321")
    with refused("ResourceNotFound", f"TrialComponent '{other}' does not exist."):
        filled.describe_trial_component(TrialComponentName=other)


@pytest.mark.parametrize(
    ("method", "request_", "text"),
    [
        ("create_experiment", {"ExperimentName": "EXP"}, "Experiment with name (EXP) already exists."),
        ("create_trial", {"TrialName": "tri", "ExperimentName": "Exp"}, "Trial with name (tri) already exists."),
        ("create_trial_component", {"TrialComponentName": "cOM"}, "with name (cOM) already exists."),
    ],
)
def test_names_are_unique_without_regard_to_case(
    filled: SageMakerClient, method: str, request_: Any, text: str
) -> None:
    for part in ("must be unique", text):
        with refused("ValidationException", part):
            getattr(filled, method)(**request_)


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("describe_experiment", {"ExperimentName": "no"}),
        ("update_experiment", {"ExperimentName": "no"}),
        ("delete_experiment", {"ExperimentName": "no"}),
        ("create_trial", {"TrialName": "t", "ExperimentName": "no"}),
        ("describe_trial", {"TrialName": "no"}),
        ("update_trial", {"TrialName": "no"}),
        ("delete_trial", {"TrialName": "no"}),
        ("list_trials", {"ExperimentName": "no"}),
        ("list_trials", {"TrialComponentName": "no"}),
        ("describe_trial_component", {"TrialComponentName": "no"}),
        ("update_trial_component", {"TrialComponentName": "no"}),
        ("delete_trial_component", {"TrialComponentName": "no"}),
        ("list_trial_components", {"ExperimentName": "no"}),
        ("list_trial_components", {"TrialName": "no"}),
        ("associate_trial_component", {"TrialComponentName": "no", "TrialName": "Tri"}),
        ("associate_trial_component", {"TrialComponentName": "Com", "TrialName": "no"}),
        ("disassociate_trial_component", {"TrialComponentName": "no", "TrialName": "Tri"}),
        ("disassociate_trial_component", {"TrialComponentName": "Com", "TrialName": "no"}),
        ("add_tags", {"ResourceArn": f"{ARN}experiment/no", "Tags": []}),
        ("list_tags", {"ResourceArn": f"{ARN}experiment-trial/no"}),
        ("delete_tags", {"ResourceArn": f"{ARN}model/no", "TagKeys": ["k"]}),
    ],
)
def test_unknown_names_are_not_found(filled: SageMakerClient, method: str, request_: Any) -> None:
    with pytest.raises(filled.exceptions.ResourceNotFound, match="/no' does not exist"):
        getattr(filled, method)(**request_)


def test_a_component_holds_no_more_than_300_parameters_and_60_artifacts(client: SageMakerClient) -> None:
    one_more: Any = {"q": {"NumberValue": 1}}
    many: Any = {f"p{number}": {"NumberValue": number} for number in range(300)}
    client.create_trial_component(TrialComponentName="c", Parameters=many)
    with refused("ValidationException", "at most 300 parameters"):
        client.update_trial_component(TrialComponentName="c", Parameters=one_more)
    client.update_trial_component(TrialComponentName="c", Parameters=one_more, ParametersToRemove=["p1"])
    artifacts: Any = {f"a{number}": {"Value": "v"} for number in range(60)}
    client.update_trial_component(TrialComponentName="c", OutputArtifacts=artifacts, InputArtifacts=artifacts)
    with refused("ValidationException", "at most 60 output artifacts"):
        client.update_trial_component(TrialComponentName="c", OutputArtifacts={"q": {"Value": "v"}})
    assert client.describe_trial_component(TrialComponentName="c")["OutputArtifacts"] == artifacts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"StringValue": "1", "NumberValue": 1}, "'p'"),
        ({}, "'p'"),
        *(({"NumberValue": float(number)}, "parameters.p.member.numberValue") for number in ("nan", "inf", "-inf")),
    ],
)
def test_a_parameter_is_a_text_or_a_finite_number(client: SageMakerClient, value: Any, text: str) -> None:
    with refused("ValidationException", text):
        client.create_trial_component(TrialComponentName="c", Parameters={"p": value})
    with refused("ResourceNotFound"):
        client.describe_trial_component(TrialComponentName="c")


def test_the_trial_limit_is_told_verbatim(clock: Clock) -> None:
    client = local.client(":memory:", trials_per_experiment=2, clock=clock)
    client.create_experiment(ExperimentName="e")
    client.create_trial(TrialName="t1", ExperimentName="e")
    client.create_trial(TrialName="t2", ExperimentName="e")
    with pytest.raises(client.exceptions.ResourceLimitExceeded) as caught:
        client.create_trial(TrialName="t3", ExperimentName="e")
    error: Any = caught.value.response.get("Error")
    assert error["Message"] == (
        "The account-level service limit 'Total number of trials allowed in a single experiment, excluding those "
        "automatically created by SageMaker' is 2 Trials, with current utilization of 0 Trials and a request delta of "
        "3 Trials. Please contact AWS support to request an increase for this limit."
    )


def test_other_operations_are_named_in_a_clear_refusal(client: SageMakerClient) -> None:
    with refused("UnknownOperationException", "ListModels"):
        client.list_models()
    with refused("ValidationException", "TrainingJob"):
        client.search(Resource="TrainingJob")
    with refused("ValidationException", "Endpoint"):
        client.get_search_suggestions(Resource="Endpoint")


# --- Associate and delete


def test_deleting_from_the_leaves_up(filled: SageMakerClient) -> None:
    with refused("ValidationException", f"'{COMPONENT}' is linked to 1 or more trials and cannot be deleted."):
        filled.delete_trial_component(TrialComponentName="com")
    with refused("ValidationException", f"Trial '{TRIAL}' has 1 or more"):
        filled.delete_trial(TrialName="Tri")
    with refused("ValidationException", f"Experiment '{EXPERIMENT}' has 1 or more trials"):
        filled.delete_experiment(ExperimentName="Exp")
    for _ in range(2):  # the second time without effect
        answer = bare(filled.disassociate_trial_component(TrialComponentName="com", TrialName="tri"))
        assert answer == {"TrialComponentArn": COMPONENT, "TrialArn": TRIAL}
    filled.delete_trial_component(TrialComponentName="com")
    filled.delete_trial(TrialName="Tri")
    assert bare(filled.delete_experiment(ExperimentName="exp")) == {"ExperimentArn": EXPERIMENT}
    with refused("ResourceNotFound"):
        filled.describe_experiment(ExperimentName="Exp")


def test_what_is_deleted_leaves_nothing_behind(client: SageMakerClient) -> None:
    client.create_trial_component(
        TrialComponentName="c", Tags=[{"Key": "k", "Value": "v"}], Parameters={"p": {"NumberValue": 1}}
    )
    client.delete_trial_component(TrialComponentName="c")
    client.create_trial_component(TrialComponentName="c")
    (hit,) = bare(client.search(Resource="ExperimentTrialComponent"))["Results"]
    assert hit["TrialComponent"]["Tags"] == []
    assert hit["TrialComponent"]["Parameters"] == {}


def test_associating_twice_is_associating_once(filled: SageMakerClient) -> None:
    filled.associate_trial_component(TrialComponentName="com", TrialName="TRI")
    assert len(filled.list_trials(TrialComponentName="Com")["TrialSummaries"]) == 1


# --- Lists, tags, suggestions, search


def test_lists_filter_sort_and_page(client: SageMakerClient, clock: Clock) -> None:
    client.create_experiment(ExperimentName="e")
    for name in ("b", "C", "a", "d"):
        clock.now += 1
        client.create_trial(TrialName=name, ExperimentName="e")

    def names(**request: Any) -> list[str]:
        pages = client.get_paginator("list_trials").paginate(**request, PaginationConfig={"PageSize": 3})
        return [summary.get("TrialName", "") for page in pages for summary in page["TrialSummaries"]]

    assert names() == ["d", "a", "C", "b"]
    assert names(SortOrder="Ascending", ExperimentName="E") == ["b", "C", "a", "d"]
    assert names(SortBy="Name", SortOrder="Ascending") == ["C", "a", "b", "d"]
    assert names(SortBy="Name") == ["d", "b", "a", "C"]
    moment = client.describe_trial(TrialName="C")["CreationTime"]
    assert names(CreatedAfter=moment) == ["d", "a"]
    assert names(CreatedBefore=moment) == ["b"]


def test_the_default_page_has_ten(client: SageMakerClient) -> None:
    for number in range(11):
        client.create_experiment(ExperimentName=f"e{number}")
    page = bare(client.list_experiments())
    assert len(page["ExperimentSummaries"]) == 10
    assert len(client.list_experiments(NextToken=page["NextToken"])["ExperimentSummaries"]) == 1
    assert len(client.search(Resource="Experiment")["Results"]) == 10


def test_each_kind_can_have_a_source(filled: SageMakerClient, store: local.Store) -> None:
    arn = f"{ARN}pipeline/p"
    store.set_source("exp", arn, "SageMakerPipeline", kind="Experiment")
    store.set_source("tri", arn, "SageMakerPipelineExecution", kind="Trial")
    source = filled.describe_experiment(ExperimentName="Exp").get("Source")
    assert source == {"SourceArn": arn, "SourceType": "SageMakerPipeline"}
    assert filled.describe_trial(TrialName="Tri").get("Source", {}).get("SourceType") == "SageMakerPipelineExecution"
    assert "Source" not in filled.describe_trial_component(TrialComponentName="Com")
    (found,) = filled.list_trials()["TrialSummaries"]
    assert found.get("TrialSource", {}).get("SourceArn") == arn
    with pytest.raises(LookupError, match=r"Trial .*none.* does not exist"):
        store.set_source("none", arn, kind="Trial")
    with pytest.raises(ValueError, match="kind"):
        store.set_source("Exp", arn, kind="Pipeline")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - refused at run time too


def test_list_components_by_experiment_trial_and_source(filled: SageMakerClient, store: local.Store) -> None:
    filled.create_trial(TrialName="t2", ExperimentName="Exp")
    filled.associate_trial_component(TrialComponentName="Com", TrialName="t2")
    filled.create_trial_component(TrialComponentName="loose")
    store.set_source("LOOSE", "arn:job", "SageMakerTrainingJob")

    def names(**request: Any) -> list[str]:
        found = filled.list_trial_components(**request)["TrialComponentSummaries"]
        return sorted(summary.get("TrialComponentName", "") for summary in found)

    assert names() == ["Com", "loose"]
    assert names(ExperimentName="exp") == names(TrialName="tri") == ["Com"]
    assert names(SourceArn="arn:job") == names(SourceArn="ARN:Job") == ["loose"]
    assert names(SourceArn="arn:jo") == []
    with refused("ValidationException", "ExperimentName and TrialName"):
        names(ExperimentName="Exp", TrialName="Tri")
    source = {"SourceArn": "arn:job", "SourceType": "SageMakerTrainingJob"}
    (summary,) = filled.list_trial_components(SourceArn="arn:job")["TrialComponentSummaries"]
    assert summary.get("TrialComponentSource") == source
    assert filled.describe_trial_component(TrialComponentName="loose")["Sources"] == [source]


def test_tags(client: SageMakerClient) -> None:
    arn = client.create_experiment(ExperimentName="e", Tags=[{"Key": "b", "Value": "1"}])["ExperimentArn"]
    added = client.add_tags(ResourceArn=arn, Tags=[{"Key": "a", "Value": ""}, {"Key": "b", "Value": "2"}])["Tags"]
    assert added == [{"Key": "b", "Value": "2"}, {"Key": "a", "Value": ""}]
    assert client.list_tags(ResourceArn=arn)["Tags"] == added
    assert bare(client.delete_tags(ResourceArn=arn, TagKeys=["a", "absent"])) == {}
    assert client.list_tags(ResourceArn=arn)["Tags"] == added[:1]
    with refused("ValidationException", "reserved"):
        client.add_tags(ResourceArn=arn, Tags=[{"Key": "AWS:x", "Value": ""}])
    with refused("ValidationException", "Duplicate"):
        client.add_tags(ResourceArn=arn, Tags=[{"Key": "x", "Value": ""}, {"Key": "x", "Value": "1"}])
    with refused("ValidationException", "reserved"):
        client.delete_tags(ResourceArn=arn, TagKeys=["aws:x"])


def test_a_resource_has_no_more_than_50_tags_in_all(client: SageMakerClient) -> None:
    tags: Any = [{"Key": f"k{number}", "Value": ""} for number in range(50)]
    arn = client.create_trial_component(TrialComponentName="c", Tags=tags)["TrialComponentArn"]
    client.add_tags(ResourceArn=arn, Tags=[{"Key": "k0", "Value": "new"}])
    with refused("ValidationException", "at most 50 tags"):
        client.add_tags(ResourceArn=arn, Tags=[{"Key": "one more", "Value": ""}])
    assert len(client.list_tags(ResourceArn=arn)["Tags"]) == 50


def test_suggestions_know_fixed_and_stored_names(client: SageMakerClient) -> None:
    client.create_trial_component(
        TrialComponentName="c", Parameters={"learning_rate": {"NumberValue": 1}}, Tags=[{"Key": "Team", "Value": "x"}]
    )

    def names(hint: str) -> list[str]:
        answer = client.get_search_suggestions(
            Resource="ExperimentTrialComponent", SuggestionQuery={"PropertyNameQuery": {"PropertyNameHint": hint}}
        )
        return [suggestion.get("PropertyName", "") for suggestion in answer["PropertyNameSuggestions"]]

    assert names("LEARN") == names("parameters.l") == ["Parameters.learning_rate"]
    assert names("tea") == ["Tags.Team"]
    assert names("start") == ["StartTime"]
    assert client.get_search_suggestions(Resource="Experiment")["PropertyNameSuggestions"]


def test_search_answers_whole_records(filled: SageMakerClient) -> None:
    filled.add_tags(ResourceArn=TRIAL, Tags=[{"Key": "k", "Value": "v"}])
    (trial,) = bare(filled.search(Resource="ExperimentTrial"))["Results"]
    assert trial["Trial"]["Tags"] == [{"Key": "k", "Value": "v"}]
    (summary,) = trial["Trial"]["TrialComponentSummaries"]
    assert summary["TrialComponentName"] == "Com"
    (component,) = bare(filled.search(Resource="ExperimentTrialComponent"))["Results"]
    assert component["TrialComponent"]["Parents"] == [{"TrialName": "Tri", "ExperimentName": "Exp"}]
    assert filled.search(Resource="Experiment", CrossAccountFilterOption="CrossAccount")["Results"] == []
    assert len(filled.search(Resource="Experiment", CrossAccountFilterOption="SameAccount")["Results"]) == 1


def test_a_store_keeps_no_lineage_and_says_so_to_programs_that_ask_before_a_deletion(client: SageMakerClient) -> None:
    assert bare(client.list_associations(SourceArn=COMPONENT)) == {"AssociationSummaries": []}
    assert bare(client.list_associations(DestinationArn=COMPONENT)) == {"AssociationSummaries": []}
