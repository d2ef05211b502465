"""`decompile`, one expression at a time: what is understood, and what is refused where and why."""

from __future__ import annotations

import collections
import datetime as dt
import enum
from typing import Any

import pytest
from returns.result import Success

from smexp_fp.query import IllegalExpression, Q, Resource, all_of, any_of, decompile
from tests.laws.situations import decompiled

E: Resource = "Experiment"
T: Resource = "ExperimentTrial"
C: Resource = "ExperimentTrialComponent"
NAMES = {"Q": Q, "all_of": all_of, "any_of": any_of, "datetime": dt}


def f(name: Any, operator: Any = None, value: Any = None) -> dict[str, Any]:
    return (
        {"Name": name}
        | ({} if operator is None else {"Operator": operator})
        | ({} if value is None else {"Value": value})
    )


def one(*parts: Any) -> dict[str, Any]:
    return {"Filters": [f(*parts)]}


def group(name: Any, *filters: Any) -> dict[str, Any]:
    return {"NestedFilters": [{"NestedPropertyName": name, "Filters": list(filters)}]}


# Resource, name, the field that it means.
FOUND: list[tuple[Resource, str, str]] = [
    (E, "ExperimentName", "Q.name"),
    (T, "TrialName", "Q.name"),
    (T, "experimentname", "Q.experiment_name"),
    (C, "TRIALCOMPONENTNAME", "Q.name"),
    (C, "status.primarystatus", "Q.status"),
    (E, "TAGS", "Q.tags.words"),
    (E, "tags.Team", "Q.tags['Team']"),
    (T, "TAGS.a.b.C", "Q.tags['a.b.C']"),
    (C, "Tags.Key", "Q.tags['Key']"),
    (C, "Tags.", "Q.tags['']"),
    (C, "pArameters.Lr.x", "Q.parameter('Lr.x')"),
    (C, "metrics.Loss.mAx", "Q.metric('Loss').max"),
    (C, "Metrics.Loss.stddev", "Q.metric('Loss').std_dev"),
    (C, "Metrics.Loss.std_dev", "Q.metric('Loss.std_dev').last"),
    (C, "Metrics.Loss", "Q.metric('Loss').last"),
    (C, "Metrics.a.b.Max", "Q.metric('a.b').max"),
    (C, "Metrics.a.Max.b", "Q.metric('a.Max.b').last"),
    (C, "Metrics.Max", "Q.metric('Max').last"),
    (C, "Metrics..Max", "Q.metric('').max"),
    (C, "InputArtifacts", "Q.input_artifacts"),
    (C, "InputArtifacts.Data.value", "Q.input_artifact('Data')"),
    (C, "InputArtifacts.Data.MEDIATYPE", "Q.input_artifact('Data').media_type"),
    (C, "InputArtifacts.a.MediaType.Value", "Q.input_artifact('a.MediaType')"),
    (C, "InputArtifacts.MediaType", "Q.input_artifact('MediaType')"),
    (C, "InputArtifacts.a.b", "Q.input_artifact('a.b')"),
    (C, "OutputArtifacts.m.Value", "Q.output_artifact('m')"),
    (C, "outputartifacts", "Q.output_artifacts"),
    (C, "parents.trialname", "Q.parents.trial_name"),
    (T, "TrialComponentSummaries.CreationTime", "Q.components.created"),
]


@pytest.mark.parametrize(("resource", "name", "field"), FOUND, ids=[name for _, name, _ in FOUND])
def test_a_name_means_a_property(resource: Resource, name: str, field: str) -> None:
    said = eval(f"{field}.missing()", dict(NAMES))  # noqa: S307 - one of the above
    assert decompiled(one(name, "NotExists"), resource).unwrap() == said


@pytest.mark.parametrize(
    ("resource", "name"),
    [
        (E, "."),
        (E, "Name"),
        (C, "TrialName"),
        (T, "Description"),
        (E, "Parameters.x"),
        (E, "OutputArtifacts"),
        (C, "Parameters"),
        (C, "Parents"),
        (C, "Parents.Nope"),
        (C, "TrialComponentSummaries.TrialComponentName"),
        (C, "Tag.x"),
        (C, "SourceDetail.SourceArn"),
    ],
)
def test_a_name_that_the_resource_does_not_have_is_kept(resource: Resource, name: str) -> None:
    """A property of tomorrow, perhaps: it is read as `Q.field`, and `compile` says what the name is today."""
    assert decompiled(one(name, "NotExists"), resource).unwrap() == Q.field(name, "text").missing()


@pytest.mark.parametrize(
    ("name", "member", "owners"),
    [
        ("tags", "tAGS.vALUE", {E, T, C}),
        ("PARENTS", "parents.trialname", {C}),
        ("metrics", "METRICS.Max", {C}),
        ("trialcomponentSUMMARIES", "TrialComponentSummaries.CreationTime", {T}),
        ("Source", "Source.SourceArn", set[Resource]()),
        ("Tags.Key", "Tags.Key", set[Resource]()),
        ("Tags", "Value", set[Resource]()),
        ("Parents", "Tags.Key", set[Resource]()),
    ],
)
def test_names_of_lists_and_their_members(name: str, member: str, owners: set[Resource]) -> None:
    found = {resource for resource in (E, T, C) if isinstance(decompiled(group(name, f(member)), resource), Success)}
    assert found == owners


WIDE = {"Filters": [f(f"Tags.k{i}") for i in range(20)]}
READ: list[tuple[Resource, Any, str]] = [
    (E, one("Description"), "Q.description.exists()"),
    (E, one("Description", None, "x"), "Q.description == 'x'"),
    (E, one("Description", "Exists", "ignored"), "Q.description.exists()"),
    (E, one("Description", "NotExists"), "Q.description.missing()"),
    (E, one("Description", "Equals", "a,b "), "Q.description == 'a,b '"),
    (E, one("Description", "NotEquals", "x"), "Q.description != 'x'"),
    (E, one("Description", "Contains", "x"), "Q.description.contains('x')"),
    (E, one("Description", "In", " b, a,,b"), "Q.description.is_in(['a', 'b'])"),
    (E, one("Description", "In", ","), "Q.description.is_in([])"),
    (E, one("Description", "Equals", "\ud7ff\ue000"), "Q.description == '\ud7ff\ue000'"),
    (C, one("Status.PrimaryStatus", "Contains", "Fail"), "Q.status.contains('Fail')"),
    (C, one("Status.PrimaryStatus", "In", "Completed,Failed,InProgress,Stopped,Stopping"),
     "Q.status.is_in(['Completed', 'Failed', 'InProgress', 'Stopped', 'Stopping'])"),
    (E, one("tags.Team"), "Q.tag('Team')"),
    (C, one("metrics.loss", "GreaterThan", "0.5"), "Q.metric('loss').last > 0.5"),
    (C, one("metrics.loss.min", "LessThan", "1e5"), "Q.wire('metrics.loss.min', 'LessThan', '1e5')"),
    (C, one("metrics.loss.min", "LessThanOrEqualTo", "-2"), "Q.metric('loss').min <= -2"),
    (C, one("metrics.loss.min", "NotEquals", "2.00"), "Q.wire('metrics.loss.min', 'NotEquals', '2.00')"),
    (C, one("Parameters.lr", "NotEquals", "0.10"), "Q.parameter('lr') != '0.10'"),
    (C, one("Parameters.lr", "In", "2,1"), "Q.parameter('lr').is_in(['1', '2'])"),
    (C, one("Parameters.lr", "LessThan", "0.1"), "Q.parameter('lr') < 0.1"),
    (C, one("Parameters.lr", "GreaterThan", "0.10"), "Q.wire('Parameters.lr', 'GreaterThan', '0.10')"),
    (E, one("CreationTime", "GreaterThan", "2024-05-01T00:00:00Z"),
     "Q.created > datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC)"),
    (E, one("CreationTime", "GreaterThan", "2024-05-01"), "Q.wire('CreationTime', 'GreaterThan', '2024-05-01')"),
    # Of what is not known, the operator and the operand say the type.
    (E, one("New.Thing"), "Q.field('New.Thing', 'text').exists()"),
    (E, one("New.Thing", "Equals", "1"), "Q.field('New.Thing', 'text') == '1'"),
    (E, one("New.Thing", "Contains", "x"), "Q.field('New.Thing', 'text').contains('x')"),
    (E, one("New.Thing", "In", "b,a"), "Q.field('New.Thing', 'parameter').is_in(['a', 'b'])"),
    (E, one("New.Thing", "LessThan", "1"), "Q.field('New.Thing', 'parameter') < 1"),
    (E, one("New.Thing", "LessThan", "01"), "Q.wire('New.Thing', 'LessThan', '01')"),
    (E, one("New.Thing", "LessThan", "2024-05-01T00:00:00Z"),
     "Q.field('New.Thing', 'time') < datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC)"),
    # Nested filters.
    (E, group("tags", f("tags.key", "Equals", "k")), "Q.tags.any(Q.tags.key == 'k')"),
    (C, group("Parents", f("Parents.TrialName", "Contains", "t"), f("parents.experimentname")),
     "Q.parents.any(Q.parents.trial_name.contains('t'), Q.parents.experiment_name.exists())"),
    (C, group("METRICS", f("Metrics.Max", "GreaterThan", "1"), f("Metrics.MetricName", "NotExists")),
     "Q.metrics.any(Q.metrics.max > 1, Q.metrics.name.missing())"),
    (C, group("Metrics", f("Metrics.Max", "GreaterThan", "1e1")),
     "Q.metrics.any(Q.wire('Metrics.Max', 'GreaterThan', '1e1'))"),
    (T, group("TrialComponentSummaries", f("TrialComponentSummaries.CreationTime", "LessThan", "2024-05-01T00:00:00Z")),
     "Q.components.any(Q.components.created < datetime.date(2024, 5, 1))"),
    (E, group("Tags", *(f("Tags.Key", "Equals", str(i)) for i in range(20))),
     "Q.tags.any(*(Q.tags.key == str(i) for i in range(20)))"),
    # Structure.
    (E, {"Filters": [f("Tags.a"), f("Tags.b")]}, "all_of(Q.tag('a'), Q.tag('b'))"),
    (E, {"Filters": (f("Tags.a"), f("Tags.b")), "Operator": "And"}, "all_of(Q.tag('a'), Q.tag('b'))"),
    (E, {"Filters": [f("Tags.a"), f("Tags.b")], "Operator": "Or"}, "any_of(Q.tag('a'), Q.tag('b'))"),
    (E, {"SubExpressions": [one("Tags.a"), {"SubExpressions": [one("Tags.b")]}]}, "all_of(Q.tag('a'), Q.tag('b'))"),
    (E, {"SubExpressions": [{**WIDE, "Operator": "Or"}], **group("Tags", f("Tags.Key")), **one("Tags.a")},
     "all_of(Q.tag('a'), Q.tags.any(Q.tags.key.exists()), any_of(*(Q.tag(f'k{i}') for i in range(20))))"),
    (E, WIDE, "all_of(*(Q.tag(f'k{i}') for i in range(20)))"),
    # Of names, display names, tags and artifacts `Contains` may be repeated, of others it stands once.
    (C, {"Filters": [f(name, "Contains", "x") for name in ("Tags.a", "Tags", "DisplayName", "InputArtifacts.a",
                                                            "OutputArtifacts", "Status.Message")]},
     ("all_of(Q.tags['a'].contains('x'), Q.tags.words.contains('x'), Q.display_name.contains('x'), "
      "Q.input_artifact('a').contains('x'), Q.output_artifacts.contains('x'), Q.status_message.contains('x'))")),
    (E, {"Filters": [f("ExperimentName", "Contains", "x"), f("ExperimentName", "Contains", "y")]},
     "all_of(Q.name.contains('x'), Q.name.contains('y'))"),
    # 50 conditions in all: two sub-expressions and 48 filters.
    (E, {"SubExpressions": [WIDE, WIDE], "Filters": WIDE["Filters"][:8]},
     "all_of(*(Q.tag(f'k{i}') for i in range(8)), *[all_of(*(Q.tag(f'k{i}') for i in range(20)))] * 2)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "expression", "expected"), READ, ids=[ascii(code)[:60].replace("\\", "/") for _, _, code in READ]
)
def test_an_expression_says(resource: Resource, expression: Any, expected: str) -> None:
    found = decompiled(expression, resource).unwrap()
    said = eval(expected, dict(NAMES))  # noqa: S307 - one of the above
    assert found == said
    assert repr(found) == repr(said)


# The patterns of expressions that public code sends, by frequency.
IN_PUBLIC_CODE: list[tuple[Resource, dict[str, Any], str]] = [
    (C, one("Parents.ExperimentName", "Equals", "mnist"), "Q.parents.experiment_name == 'mnist'"),
    (C, one("Parents.TrialName", "Equals", "t1"), "Q.parents.trial_name == 't1'"),
    (C, one("TrialComponentName", "Equals", "c"), "Q.name == 'c'"),
    (C, one("TrialComponentName", "Contains", "c"), "Q.name.contains('c')"),
    (E, one("ExperimentName", "Contains", "auto"), "Q.name.contains('auto')"),
    (C, {"Filters": [f("DisplayName", "Equals", "Training"), f("Parents.ExperimentName", "Equals", "mnist")]},
     "(Q.display_name == 'Training') & (Q.parents.experiment_name == 'mnist')"),
    (C, {"Filters": [f("CreationTime", "GreaterThanOrEqualTo", "2021-05-01T00:00:00Z"),
                     f("Source.SourceArn", "Contains", "job"),
                     f("Source.SourceType", "Equals", "SageMakerTrainingJob")]},
     ("all_of(Q.created >= datetime.datetime(2021, 5, 1, 0, 0, tzinfo=datetime.timezone.utc), "
      "Q.source.arn.contains('job'), Q.source.type == 'SageMakerTrainingJob')")),
    (C, one("Parameters.learning_rate", "GreaterThanOrEqualTo", "0.1"), "Q.parameter('learning_rate') >= 0.1"),
    (C, one("metrics.loss.max", "LessThan", "0.5"), "Q.metric('loss').max < 0.5"),
    (T, one("Tags.team", "Equals", "vision"), "Q.tag('team', 'vision')"),
    (C, {"Filters": [f("Source.SourceArn", "Equals", "arn:a"), f("Source.SourceArn", "Equals", "arn:b")],
         "Operator": "Or"},
     "(Q.source.arn == 'arn:a') | (Q.source.arn == 'arn:b')"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "expression", "code"), IN_PUBLIC_CODE, ids=[code for _, _, code in IN_PUBLIC_CODE]
)
def test_what_public_code_sends_is_read(resource: Resource, expression: dict[str, Any], code: str) -> None:
    assert repr(decompiled(expression, resource).unwrap()) == code


OPERATORS = (
    "one of Equals, NotEquals, GreaterThan, GreaterThanOrEqualTo, LessThan, LessThanOrEqualTo, Contains, In, Exists, "
    "NotExists"
)
NODE = "only Filters, NestedFilters, Operator, SubExpressions, not "
SIZE = "1 to 20 filters, nested filters and sub-expressions together"
SHORT = "1 to 255 characters, none of them a newline"
LONG = "1 to 1024 characters, none of them a newline"
TOO_MANY = "at most 50 filters, nested filters and sub-expressions in all"


class Word(enum.StrEnum):
    """Texts that say something else of themselves."""

    DESCRIPTION = "Description"
    CONTAINS = "Contains"
    VALUE = "a"

    def __str__(self) -> str:
        return "!"


class Odd:
    """Neither compares nor shows itself."""

    def __eq__(self, other: object) -> bool:
        raise ValueError

    def __repr__(self) -> str:
        raise ValueError

    def __hash__(self) -> int:
        return hash("Operator")


class Liar:
    """Says that it is a text."""

    __class__: Any = property(lambda _: str)


class Broken(collections.UserDict[str, Any]):
    """A mapping that cannot be read."""

    def __iter__(self) -> Any:
        raise OSError


class Endless(list[Any]):
    """A list that cannot be read."""

    def __iter__(self) -> Any:
        raise RecursionError


class Shouting(str):
    """A text that says something else of itself."""

    __slots__ = ()

    def __str__(self) -> str:
        return "!"

    def __len__(self) -> int:
        raise ValueError

    def __eq__(self, other: object) -> bool:
        raise ValueError

    def __hash__(self) -> int:
        return str.__hash__(self)


ILLEGAL: list[tuple[Resource, Any, str, str]] = [
    (E, one(Liar()), "", "must be made of dicts, lists and texts that can be read"),
    (E, None, "", "a dict, not NoneType"),
    (E, {}, "", SIZE),
    (E, {"Operator": "And"}, "", SIZE),
    (E, {"Filters": [f("Tags.a")], "filters": []}, "", f"{NODE}'filters'"),
    (E, {"x" * 60: 1}, "", f"{NODE}{'x' * 50!r}"),
    (E, {1: 2}, "", f"{NODE}int"),
    (E, {10**5000: 2}, "", f"{NODE}int"),
    (E, {**one("Tags.a"), "Operator": "and"}, "Operator", "And or Or"),
    (E, {**one("Tags.a"), "Operator": []}, "Operator", "And or Or"),
    (E, {"SubExpressions": [{**one("Tags.a"), "Operator": "Not"}]}, "SubExpressions[0].Operator", "And or Or"),
    (E, {"Filters": []}, "Filters", "1 to 20 elements"),
    (E, {"Filters": None}, "Filters", "a list, not NoneType"),
    (E, {"SubExpressions": "abc"}, "SubExpressions", "a list, not str"),
    (E, {"Filters": [f("Tags.a")] * 21}, "", SIZE),
    (E, {"SubExpressions": [{}]}, "SubExpressions[0]", SIZE),
    (E, {"SubExpressions": [one("Tags.a"), {"SubExpressions": [3]}]}, "SubExpressions[1].SubExpressions[0]",
     "a dict, not int"),
    (E, {**WIDE, "SubExpressions": [one("Tags.a")]}, "", SIZE),
    (E, {"SubExpressions": [WIDE, WIDE], "Filters": WIDE["Filters"][:9]}, "SubExpressions[1].Filters[19]", TOO_MANY),
    (E, {"Filters": WIDE["Filters"][:9], "SubExpressions": [{"Filters": WIDE["Filters"][:19]}, WIDE, one("Tags.a")]},
     "SubExpressions[2]", TOO_MANY),
    (E, {"Filters": WIDE["Filters"][:8], "SubExpressions": [WIDE, {"SubExpressions": [{"Filters": WIDE["Filters"][:19]},
                                                                                     group("Tags", f("Tags.Key"))]}]},
     "SubExpressions[1].SubExpressions[1]", TOO_MANY),
    (E, {"Filters": WIDE["Filters"][:9], "SubExpressions": [WIDE, {"Filters": WIDE["Filters"][:19],
                                                                   **group("Tags", f("Tags.Key"))}]},
     "SubExpressions[1].NestedFilters[0]", TOO_MANY),
    (E, {"Filters": ["x"]}, "Filters[0]", "a dict, not str"),
    (E, {"Filters": [f("Tags.a"), {"Name": "Tags.b", "Values": "x"}]}, "Filters[1]",
     "only Name, Operator, Value, not 'Values'"),
    (E, {"Filters": [{}]}, "Filters[0].Name", "a str, not NoneType"),
    (E, one(3), "Filters[0].Name", "a str, not int"),
    (E, one(""), "Filters[0].Name", SHORT),
    (E, one("Tags." + "x" * 251), "Filters[0].Name", SHORT),
    (E, one("Tags.\n"), "Filters[0].Name", SHORT),
    (E, one("Tags.\ud800"), "Filters[0].Name", "no lone surrogates"),
    (E, one("Tags.a", "Equals", 3), "Filters[0].Value", "a str, not int"),
    (E, one("Tags.a", "Equals", ""), "Filters[0].Value", LONG),
    (E, one("Tags.a", "Equals", "x" * 1025), "Filters[0].Value", LONG),
    (E, one("Tags.a", "Equals", "a\nb"), "Filters[0].Value", LONG),
    (E, one("Tags.a", "Equals", "\udc00"), "Filters[0].Value", "no lone surrogates"),
    (E, one("Tags.a", "equals", "x"), "Filters[0].Operator", OPERATORS),
    (E, one("Tags.a", [], "x"), "Filters[0].Operator", OPERATORS),
    (E, {"Filters": [{"Name": "Tags.a", "Operator": None}]}, "Filters[0].Operator", OPERATORS),
    (E, one("Tags.a", "Equals"), "Filters[0]", "a Value, since Equals needs one"),
    (E, one("Tags.a", "LessThan", "1"), "Filters[0].Operator",
     "not LessThan, which is for numbers and times: Tags.a is a text"),
    (E, one("CreationTime", "Contains", "2024"), "Filters[0].Operator",
     "not Contains, which is for texts: CreationTime is a time"),
    (C, one("Metrics.x.Max", "In", "1"), "Filters[0].Operator",
     "not In, which is for texts: Metrics.x.Max is a number"),
    (E, one("CreationTime", "LessThan", "yesterday"), "Filters[0].Value", "an ISO 8601 time"),
    (C, one("Metrics.x.Max", "Equals", "x"), "Filters[0].Value", "a decimal number"),
    (C, one("Parameters.x", "GreaterThan", "nan"), "Filters[0].Value", "a decimal number"),
    (E, one("New.Thing", "LessThan", "x"), "Filters[0].Value", "a decimal number"),
    (E, {"NestedFilters": [3]}, "NestedFilters[0]", "a dict, not int"),
    (E, {"NestedFilters": [{"Name": "x"}]}, "NestedFilters[0]", "only Filters, NestedPropertyName, not 'Name'"),
    (E, {"NestedFilters": [{"Filters": [f("Tags.Key")]}]}, "NestedFilters[0].NestedPropertyName",
     "a str, not NoneType"),
    (E, group("x" * 256, f("Tags.Key")), "NestedFilters[0].NestedPropertyName", SHORT),
    (E, group("x" * 255, f("Tags.Key")), "NestedFilters[0].NestedPropertyName", "a list property of Experiment"),
    (E, group("Parents", f("Parents.TrialName")), "NestedFilters[0].NestedPropertyName",
     "a list property of Experiment"),
    (E, {"NestedFilters": [{"NestedPropertyName": "Tags"}]}, "NestedFilters[0].Filters", "1 to 20 filters"),
    (E, group("Tags", *[f("Tags.Key")] * 21), "NestedFilters[0].Filters", "1 to 20 filters"),
    (E, group("Tags", f("Tags.Key"), f("Key")), "NestedFilters[0].Filters[1].Name",
     "the full name of a member of Tags"),
    (C, group("Metrics", f("Metrics.Max", "LessThan", "x")), "NestedFilters[0].Filters[0].Value", "a decimal number"),
    (E, {"Filters": [f("Description", "Contains", "a"), f("Description", "Contains", "b")]}, "",
     "Contains is there 2 times where the service takes it once"),
    (C, {"Filters": [f("Status.Message", "Contains", "a"), f("Parents.TrialName", "Contains", "b"),
                     f("Parameters.x", "Contains", "b"), f("Tags.x", "Contains", "b")]}, "",
     "Contains is there 3 times where the service takes it once"),
]  # fmt: skip


HOSTILE: list[Any] = [
    Liar(),
    Broken({"Filters": 1}),
    {"Filters": Endless([1])},
    {"NestedFilters": [Broken({"Filters": 1})]},
    {Liar(): 1},
    {Shouting("filters"): 1},
    {"Filters": [{Shouting("name"): "x"}]},
    {**one("Tags.a"), "Operator": Liar()},
    {**one("Tags.a"), "Operator": Odd()},
    one(Liar()),
    one(Shouting("")),
    one("Tags.a", Liar(), "x"),
]


@pytest.mark.parametrize("expression", HOSTILE, ids=map(str, range(len(HOSTILE))))
def test_objects_that_raise_when_they_are_read_are_refused(expression: Any) -> None:
    failure = decompile(expression, "Experiment").failure()
    assert failure.rule in str(failure)


def test_texts_and_containers_of_other_classes_are_read() -> None:
    filters = [collections.UserDict({"Name": Word.DESCRIPTION, "Operator": Word.CONTAINS, "Value": Word.VALUE})]
    found = decompile({"Filters": (*filters,), "Operator": "Or"}, "Experiment").unwrap()
    assert repr(found) == "Q.description.contains('a')"
    assert found == Q.description.contains("a")


@pytest.mark.parametrize(("resource", "expression", "path", "rule"), ILLEGAL, ids=map(str, range(len(ILLEGAL))))
def test_an_expression_is_refused(resource: Resource, expression: Any, path: str, rule: str) -> None:
    assert decompiled(expression, resource).failure() == IllegalExpression(path, rule)


def test_a_refusal_reads_well() -> None:
    assert str(decompiled({}, E).failure()) == f"the expression: {SIZE}"
    assert str(decompiled(one(""), E).failure()) == f"Filters[0].Name: {SHORT}"
