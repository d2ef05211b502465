"""The fields of `Q`: their texts, types and names in a search, against the service's own shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from botocore.session import get_session

from smexp_fp.query import LEFT_OUT, Field, Q, Query, Row, UnknownProperty, all_of, properties

# Field, type, names by resource: E, T and C are experiments, trials and components; * is a property with many values.
USER = [
    ("user_profile_arn", "UserProfileArn"),
    ("user_profile_name", "UserProfileName"),
    ("domain_id", "DomainId"),
    ("iam_identity.arn", "IamIdentity.Arn"),
    ("iam_identity.principal_id", "IamIdentity.PrincipalId"),
    ("iam_identity.source_identity", "IamIdentity.SourceIdentity"),
]
TABLE = """
Q.name text E ExperimentName T TrialName C TrialComponentName
Q.arn text E ExperimentArn T TrialArn C TrialComponentArn
Q.display_name text ETC DisplayName
Q.description text E Description
Q.created time ETC CreationTime
Q.modified time ETC LastModifiedTime
@Q.created_by text ETC CreatedBy
@Q.modified_by text ETC LastModifiedBy
Q.source.arn text ETC Source.SourceArn
Q.source.type text ETC Source.SourceType
Q.metadata.commit_id text TC MetadataProperties.CommitId
Q.metadata.repository text TC MetadataProperties.Repository
Q.metadata.generated_by text TC MetadataProperties.GeneratedBy
Q.metadata.project_id text TC MetadataProperties.ProjectId
Q.experiment_name text T ExperimentName
Q.status text C Status.PrimaryStatus
Q.status_message text C Status.Message
Q.start time C StartTime
Q.end time C EndTime
Q.lineage_group_arn text C LineageGroupArn
Q.run_name text C RunName
Q.tags[{}] text ETC Tags.{}
Q.tags.words text* ETC Tags
Q.parameter({}) parameter C Parameters.{}
Q.metric({}).last number C Metrics.{}.Last
Q.metric({}).min number C Metrics.{}.Min
Q.metric({}).max number C Metrics.{}.Max
Q.metric({}).avg number C Metrics.{}.Avg
Q.metric({}).count number C Metrics.{}.Count
Q.metric({}).std_dev number C Metrics.{}.StdDev
Q.input_artifact({}) text C InputArtifacts.{}.Value
Q.input_artifact({}).media_type text C InputArtifacts.{}.MediaType
Q.input_artifacts text* C InputArtifacts
Q.output_artifact({}) text C OutputArtifacts.{}.Value
Q.output_artifact({}).media_type text C OutputArtifacts.{}.MediaType
Q.output_artifacts text* C OutputArtifacts
Q.parents.trial_name text* C Parents.TrialName
Q.parents.experiment_name text* C Parents.ExperimentName
Q.components.name text* T TrialComponentSummaries.TrialComponentName
Q.components.arn text* T TrialComponentSummaries.TrialComponentArn
Q.components.source.arn text* T TrialComponentSummaries.TrialComponentSource.SourceArn
Q.components.source.type text* T TrialComponentSummaries.TrialComponentSource.SourceType
Q.components.created time* T TrialComponentSummaries.CreationTime
@Q.components.created_by text* T TrialComponentSummaries.CreatedBy
Q.tags.any(Q.tags.key) text ETC Tags.Key
Q.tags.any(Q.tags.value) text ETC Tags.Value
Q.parents.any(Q.parents.trial_name) text C Parents.TrialName
Q.parents.any(Q.parents.experiment_name) text C Parents.ExperimentName
Q.components.any(Q.components.name) text T TrialComponentSummaries.TrialComponentName
Q.components.any(Q.components.arn) text T TrialComponentSummaries.TrialComponentArn
Q.components.any(Q.components.source.arn) text T TrialComponentSummaries.TrialComponentSource.SourceArn
Q.components.any(Q.components.source.type) text T TrialComponentSummaries.TrialComponentSource.SourceType
Q.components.any(Q.components.created) time T TrialComponentSummaries.CreationTime
@Q.components.any(Q.components.created_by) text T TrialComponentSummaries.CreatedBy
Q.metrics.any(Q.metrics.name) text C Metrics.MetricName
Q.metrics.any(Q.metrics.source_arn) text C Metrics.SourceArn
Q.metrics.any(Q.metrics.timestamp) time C Metrics.TimeStamp
Q.metrics.any(Q.metrics.last) number C Metrics.Last
Q.metrics.any(Q.metrics.min) number C Metrics.Min
Q.metrics.any(Q.metrics.max) number C Metrics.Max
Q.metrics.any(Q.metrics.avg) number C Metrics.Avg
Q.metrics.any(Q.metrics.count) number C Metrics.Count
Q.metrics.any(Q.metrics.std_dev) number C Metrics.StdDev
"""
RESOURCES: dict[str, Any] = {"E": "Experiment", "T": "ExperimentTrial", "C": "ExperimentTrialComponent"}


def table() -> list[Row]:
    rows: list[Row] = []
    for line in TABLE.split("\n")[1:-1]:
        field, kind, *places = line.removeprefix("@").split()
        closing = ")" if ".any(" in field else ""
        members = USER if line.startswith("@") else [("", "")]
        for code, tail in members:
            name = f"{field.removesuffix(closing)}.{code}{closing}" if code else field
            rows += [
                Row(
                    name,
                    RESOURCES[letter],
                    f"{path}.{tail}" if tail else path,
                    cast("Any", kind.strip("*")),
                    "*" in kind,
                )
                for letters, path in zip(places[::2], places[1::2], strict=True)
                for letter in letters
            ]
    return rows


def test_the_table_of_properties() -> None:
    assert list(properties()) == table()


FIELDS_BY_CODE: dict[str, Callable[[], object]] = {
    "Q.parameter('{}')": lambda: Q.parameter("{}"),
    "Q.metric('x').std_dev": lambda: Q.metric("x").std_dev,
    "Q.input_artifact('x')": lambda: Q.input_artifact("x"),
    "Q.input_artifact('x').media_type": lambda: Q.input_artifact("x").media_type,
    "Q.output_artifact('x').media_type": lambda: Q.output_artifact("x").media_type,
    "Q.field('A.b', 'text')": lambda: Q.field("A.b", "text"),
    "Q.field('A.b', 'number')": lambda: Q.field("A.b", "number"),
    "Q.field('A.b', 'time')": lambda: Q.field("A.b", "time"),
    "Q.field('A.b', 'parameter')": lambda: Q.field("A.b", "parameter"),
    "Q.tags": lambda: Q.tags,
    "Q.parents": lambda: Q.parents,
    "Q.components": lambda: Q.components,
    "Q.metrics": lambda: Q.metrics,
    "Q": lambda: Q,
}


def test_fields_show_their_code() -> None:
    fresh = Query()
    assert repr(fresh) == "Q"
    for row in properties():
        code = row.field.split(".any(")[-1].removesuffix(")") if ".any(" in row.field else row.field
        code = code.replace("{}", "'k'")
        found = eval(code, {"Q": fresh})  # noqa: S307 - of the table
        assert isinstance(found, Field)
        assert repr(cast("object", found)) == code
        assert type(cast("object", found)).__name__ == (
            "ArtifactField"
            if code in {"Q.input_artifact('k')", "Q.output_artifact('k')"}
            else f"{row.kind.title()}Field"
        )
    assert repr(fresh.parents.any(all_of())) == "Q.parents.any(all_of())"
    assert repr(Q.tags["it's"]) == 'Q.tags["it\'s"]'
    for code, make in FIELDS_BY_CODE.items():
        assert repr(make()) == code


def test_paths_of_fields() -> None:
    assert Q.name.path("ExperimentTrial").unwrap() == "TrialName"
    assert Q.tags["{}"].path("Experiment").unwrap() == "Tags.{}"
    assert Q.metric("loss").avg.path("ExperimentTrialComponent").unwrap() == "Metrics.loss.Avg"
    assert Q.field("A.b", "text").path("Experiment").unwrap() == "A.b"
    assert Q.metric("loss").avg.path("Experiment").failure() == UnknownProperty(
        Q.metric("loss").avg.exists(), "Experiment"
    )
    assert Q.tags.key.path("Experiment").failure().resource == "Experiment"


def test_fields_hash_by_identity() -> None:
    fields: list[Field[Any]] = [Q.name, Q.created, Q.metric("x").last, Q.parameter("x"), Q.input_artifact("x")]
    for field in fields:
        assert hash(field) == object.__hash__(field)
    assert {id(field): field for field in fields}[id(Q.name)] is Q.name


SHAPES = {"Experiment": "Experiment", "ExperimentTrial": "Trial", "ExperimentTrialComponent": "TrialComponent"}


def leaves(shape: Any, path: str, top: str) -> Iterator[str]:
    for name, member in shape.members.items():
        here = f"{path}.{name}" if path else name
        if f"{top}.{here}" in LEFT_OUT:
            continue
        if member.type_name == "structure":
            yield from leaves(member, here, top)
        elif member.type_name == "list":
            yield from leaves(member.member, here, top)
        elif member.type_name == "map":
            yield from (leaves(member.value, f"{here}.{{}}", top) if name != "Parameters" else [f"{here}.{{}}"])
        else:
            yield here


def test_every_member_is_a_field_or_left_out() -> None:
    model = get_session().get_service_model("sagemaker")
    for resource, shape in SHAPES.items():
        known = {row.path for row in properties() if row.resource == resource}
        missing = set(leaves(model.shape_for(shape), "", shape)) - known
        assert not missing


def test_no_field_is_made_up() -> None:
    model = get_session().get_service_model("sagemaker")
    for resource, shape in SHAPES.items():
        members = set(leaves(model.shape_for(shape), "", shape))
        extra = {row.path for row in properties() if row.resource == resource} - members
        statistics = {f"Metrics.{{}}.{name}" for name in ("Last", "Min", "Max", "Avg", "Count", "StdDev")}
        assert extra <= statistics | {"Tags", "Tags.{}", "InputArtifacts", "OutputArtifacts"}


def test_the_star_import_hides_nothing_of_python_s() -> None:
    namespace: dict[str, Any] = {}
    exec("from smexp_fp.query import *", namespace)  # noqa: S102 - what a notebook does
    assert not {"compile", "text", "number", "time", "parameter"} & set(namespace)
    assert {"Q", "all_of", "plan", "matches"} <= set(namespace)
