"""Conditions and the dicts that they compile to, in pairs to read."""

from __future__ import annotations

import datetime  # noqa: ICN001 - as repr writes it
from typing import Any

import pytest

from smexp_fp.query import (
    Condition,
    Q,
    Resource,
    all_of,
    any_of,
    compile_any,
    parse,
)  # fmt: skip

E: Resource = "Experiment"
T: Resource = "ExperimentTrial"
C: Resource = "ExperimentTrialComponent"
DAY = datetime.date(2024, 5, 1)
LETTERS = "abcdefghijklmnopqrst"  # as many as a list holds
NOON = datetime.datetime(2024, 5, 1, 12, tzinfo=datetime.UTC)
LOSS = Q.metric("loss").last
STATISTICS = (Q.metrics.last, Q.metrics.min, Q.metrics.max, Q.metrics.avg, Q.metrics.std_dev)


def f(name: str, operator: str, value: str | None = None) -> dict[str, str]:
    return {"Name": name, "Operator": operator} | ({} if value is None else {"Value": value})


def every(*filters: dict[str, str]) -> dict[str, Any]:
    return {"Filters": list(filters)}


def some(*filters: dict[str, str]) -> dict[str, Any]:
    return {"Filters": list(filters), "Operator": "Or"}


def one(path: str, *filters: dict[str, str]) -> dict[str, Any]:
    return {"NestedFilters": [{"NestedPropertyName": path, "Filters": list(filters)}]}


def tags(count: int, prefix: str = "k") -> list[Condition[Any]]:
    return [Q.tag(f"{prefix}{i:05}") for i in range(count)]


GOLDEN: list[tuple[Resource, Condition[Any], dict[str, Any]]] = [
    (E, Q.name.contains("auto") & Q.tag("team"),
     every(f("ExperimentName", "Contains", "auto"), f("Tags.team", "Exists"))),
    (T, Q.name.contains("auto") & Q.tag("team"),
     {"Filters": [f("Tags.team", "Exists"), f("TrialName", "Contains", "auto")]}),
    (C, Q.name.contains("auto") & Q.tag("team"),
     {"Filters": [f("Tags.team", "Exists"), f("TrialComponentName", "Contains", "auto")]}),
    (E, all_of(), {"Filters": [f("ExperimentName", "Exists")]}),
    (T, any_of(), {"Filters": [f("TrialName", "NotExists")]}),
    (E, Q.name.is_in([]), {"Filters": [f("ExperimentName", "NotExists")]}),
    (E, (Q.name == "b") | (Q.name == "a"), {"Filters": [f("ExperimentName", "In", "a,b")]}),
    (E, Q.name.is_in(["a,b", "c"]),
     {"Filters": [f("ExperimentName", "Equals", "a,b"), f("ExperimentName", "Equals", "c")], "Operator": "Or"}),
    (E, ~Q.name.is_in(["a", "b"]),
     {"Filters": [f("ExperimentName", "NotEquals", "a"), f("ExperimentName", "NotEquals", "b")]}),
    (C, ~(Q.metric("loss").last > 0.1),
     {"Filters": [f("Metrics.loss.Last", "LessThanOrEqualTo", "0.1"), f("Metrics.loss.Last", "NotExists")],
      "Operator": "Or"}),
    (C, Q.parameter("lr") == 0.1, {"Filters": [f("Parameters.lr", "Equals", "0.1")]}),
    (C, Q.parameter("lr") == "0.1", {"Filters": [f("Parameters.lr", "Equals", "0.1")]}),
    (C, Q.input_artifact("d.Value") == "s3", {"Filters": [f("InputArtifacts.d.Value.Value", "Equals", "s3")]}),
    (C, Q.output_artifact("m").media_type == "a/b", {"Filters": [f("OutputArtifacts.m.MediaType", "Equals", "a/b")]}),
    (E, Q.created == DAY,
     {"Filters": [f("CreationTime", "GreaterThanOrEqualTo", "2024-05-01T00:00:00Z"),
                  f("CreationTime", "LessThan", "2024-05-02T00:00:00Z")]}),
    (E, Q.created > DAY, {"Filters": [f("CreationTime", "GreaterThanOrEqualTo", "2024-05-02T00:00:00Z")]}),
    (E, Q.created <= DAY, {"Filters": [f("CreationTime", "LessThan", "2024-05-02T00:00:00Z")]}),
    (E, Q.created <= NOON.replace(microsecond=1),
     {"Filters": [f("CreationTime", "LessThanOrEqualTo", "2024-05-01T12:00:01Z")]}),
    (E, Q.created > NOON.replace(microsecond=1), {"Filters": [f("CreationTime", "GreaterThan", "2024-05-01T12:00:00Z")]}),  # noqa: E501 - a table
    (E, Q.modified.within(datetime.timedelta(hours=1), now=NOON),
     {"Filters": [f("LastModifiedTime", "GreaterThanOrEqualTo", "2024-05-01T11:00:00Z"),
                  f("LastModifiedTime", "LessThanOrEqualTo", "2024-05-01T12:00:00Z")]}),
    (T, Q.components.created == DAY,
     {"NestedFilters": [{"NestedPropertyName": "TrialComponentSummaries", "Filters": [
         f("TrialComponentSummaries.CreationTime", "GreaterThanOrEqualTo", "2024-05-01T00:00:00Z"),
         f("TrialComponentSummaries.CreationTime", "LessThan", "2024-05-02T00:00:00Z")]}]}),
    (C, Q.parents.any(Q.parents.trial_name == "t", Q.parents.experiment_name == "e"),
     {"NestedFilters": [{"NestedPropertyName": "Parents", "Filters": [
         f("Parents.ExperimentName", "Equals", "e"), f("Parents.TrialName", "Equals", "t")]}]}),
    (C, ~Q.parents.any(Q.parents.trial_name == "t"), {"Filters": [f("Parents.TrialName", "NotEquals", "t")]}),
    (E, Q.tags.any(Q.tags.key == "k", Q.tags.value.contains("v")), {"Filters": [f("Tags.k", "Contains", "v")]}),
    (E, Q.tag("a") | Q.tag("b") & Q.tag("c"),
     {"Filters": [f("Tags.a", "Exists")],
      "SubExpressions": [{"Filters": [f("Tags.b", "Exists"), f("Tags.c", "Exists")]}], "Operator": "Or"}),
    (E, Q.tag("a") & (Q.tag("a") | Q.tag("b")), every(f("Tags.a", "Exists"))),
    (C, Q.metric("loss").exists(), one("Metrics", f("Metrics.MetricName", "Equals", "loss"))),
    # Ranges of days last until the end of the last.
    (C, Q.end.between(DAY, DAY), every(f("EndTime", "GreaterThanOrEqualTo", "2024-05-01T00:00:00Z"),
                                       f("EndTime", "LessThan", "2024-05-02T00:00:00Z"))),
    (C, Q.end.between(NOON, DAY), every(f("EndTime", "GreaterThanOrEqualTo", "2024-05-01T12:00:00Z"),
                                        f("EndTime", "LessThan", "2024-05-02T00:00:00Z"))),
    (C, Q.end.between(DAY, NOON), every(f("EndTime", "GreaterThanOrEqualTo", "2024-05-01T00:00:00Z"),
                                        f("EndTime", "LessThanOrEqualTo", "2024-05-01T12:00:00Z"))),
    (C, Q.end.between(DAY, datetime.date.max), every(f("EndTime", "GreaterThanOrEqualTo", "2024-05-01T00:00:00Z"))),
    (E, Q.field("Some.New", "number") > 1, every(f("Some.New", "GreaterThan", "1"))),
    # Numbers: the shortest decimal, without an exponent; the opposite of an order holds for what is absent, too.
    (C, ~(LOSS == 0.5), every(f("Metrics.loss.Last", "NotEquals", "0.5"))),
    (C, ~LOSS.exists(), every(f("Metrics.loss.Last", "NotExists"))),
    (C, LOSS.between(0, 1),
     every(f("Metrics.loss.Last", "GreaterThanOrEqualTo", "0"), f("Metrics.loss.Last", "LessThanOrEqualTo", "1"))),
    (C, ~LOSS.between(0, 1),
     some(f("Metrics.loss.Last", "GreaterThan", "1"), f("Metrics.loss.Last", "LessThan", "0"),
          f("Metrics.loss.Last", "NotExists"))),
    (C, ~(LOSS < 1) | Q.tag("a"),
     some(f("Metrics.loss.Last", "GreaterThanOrEqualTo", "1"), f("Metrics.loss.Last", "NotExists"),
          f("Tags.a", "Exists"))),
    (C, Q.metric("a").avg > -1.5e-10, every(f("Metrics.a.Avg", "GreaterThan", "-0.00000000015"))),
    # Parameters: a number and a text of the same decimal are one operand.
    (C, Q.parameter("lr").is_in(["2", "1"]), every(f("Parameters.lr", "In", "1,2"))),
    (C, ~Q.parameter("lr").is_in(["2", "1"]),
     every(f("Parameters.lr", "NotEquals", "1"), f("Parameters.lr", "NotEquals", "2"))),
    (C, Q.parameter("lr").between(1, 2),
     every(f("Parameters.lr", "GreaterThanOrEqualTo", "1"), f("Parameters.lr", "LessThanOrEqualTo", "2"))),
    # Times: whole seconds in UTC; a day reaches from its midnight to the next.
    (E, Q.created != NOON, every(f("CreationTime", "NotEquals", "2024-05-01T12:00:00Z"))),
    (E, Q.created != DAY,
     some(f("CreationTime", "GreaterThanOrEqualTo", "2024-05-02T00:00:00Z"),
          f("CreationTime", "LessThan", "2024-05-01T00:00:00Z"), f("CreationTime", "NotExists"))),
    (E, Q.created == datetime.date.max, every(f("CreationTime", "GreaterThanOrEqualTo", "9999-12-31T00:00:00Z"))),
    # Words: a comma-separated list where it can carry them.
    (E, Q.name.is_in(["a", " b"]) | Q.tag("x"),
     some(f("ExperimentName", "Equals", " b"), f("ExperimentName", "Equals", "a"), f("Tags.x", "Exists"))),
    (E, Q.name.is_in(["a", "b"]) | (Q.name == "c"), every(f("ExperimentName", "In", "a,b,c"))),
    (E, Q.name.is_in(["x" * 512, "y" * 511]), every(f("ExperimentName", "In", "x" * 512 + "," + "y" * 511))),
    (E, Q.name.is_in(["x" * 512, "y" * 512]),
     some(f("ExperimentName", "Equals", "x" * 512), f("ExperimentName", "Equals", "y" * 512))),
    (E, Q.name == "x" * 1024, every(f("ExperimentName", "Equals", "x" * 1024))),
    (E, Q.tag("x" * 250), every(f("Tags." + "x" * 250, "Exists"))),
    # One element of a list: flat where a single filter says the same.
    (E, Q.tags.any(Q.tags.key == "k"), every(f("Tags.k", "Exists"))),
    (E, Q.tags.any(Q.tags.key == "k", Q.tags.value.is_in(["v", "w"])), every(f("Tags.k", "In", "v,w"))),
    (E, Q.tags.any(Q.tags.key == "k", Q.tags.value != "v"),
     one("Tags", f("Tags.Key", "Equals", "k"), f("Tags.Value", "NotEquals", "v"))),
    (E, Q.tags.any(Q.tags.key == "k", Q.tags.value.contains("v"), Q.tags.value.contains("w")),
     one("Tags", f("Tags.Key", "Equals", "k"), f("Tags.Value", "Contains", "v"), f("Tags.Value", "Contains", "w"))),
    (E, Q.tags.any(*(Q.tags.value.contains(letter) for letter in LETTERS)),
     one("Tags", *(f("Tags.Value", "Contains", letter) for letter in LETTERS))),
    (E, Q.tags.any(Q.tags.key == "k" * 250), every(f("Tags." + "k" * 250, "Exists"))),
    (E, Q.tags.any(Q.tags.key == "k" * 251), one("Tags", f("Tags.Key", "Equals", "k" * 251))),
    (E, Q.tags.any(Q.tags.value == "v"), one("Tags", f("Tags.Value", "Equals", "v"))),
    (C, Q.parents.any(Q.parents.trial_name == "t"), every(f("Parents.TrialName", "Equals", "t"))),
    (C, Q.parents.any((Q.parents.trial_name == "t") | (Q.parents.experiment_name == "e")),
     some(f("Parents.ExperimentName", "Equals", "e"), f("Parents.TrialName", "Equals", "t"))),
    (C, Q.parents.any(Q.parents.trial_name == "t", ~(Q.parents.experiment_name == "e")),
     one("Parents", f("Parents.ExperimentName", "NotEquals", "e"), f("Parents.TrialName", "Equals", "t"))),
    (C, Q.parents.any(Q.parents.trial_name != "t"), one("Parents", f("Parents.TrialName", "NotEquals", "t"))),
    (C, ~Q.parents.any((Q.parents.trial_name == "t") | (Q.parents.experiment_name == "e")),
     every(f("Parents.ExperimentName", "NotEquals", "e"), f("Parents.TrialName", "NotEquals", "t"))),
    (T, Q.components.any(Q.components.created < NOON),
     every(f("TrialComponentSummaries.CreationTime", "LessThan", "2024-05-01T12:00:00Z"))),
    (C, Q.parents.any(Q.parents.trial_name == "t", any_of()), every(f("TrialComponentName", "NotExists"))),
    (C, Q.metrics.any(Q.metrics.name == "loss", Q.metrics.last < 0.1),
     one("Metrics", f("Metrics.Last", "LessThan", "0.1"), f("Metrics.MetricName", "Equals", "loss"))),
    (C, Q.metrics.any((Q.metrics.last < 1) | (Q.metrics.last > 5), (Q.metrics.min < 1) | (Q.metrics.min > 5)),
     {"NestedFilters": [*(one("Metrics", f("Metrics.Last", op, to), f("Metrics.Min", other, bound))["NestedFilters"][0]
                          for op, to in (("GreaterThan", "5"), ("LessThan", "1"))
                          for other, bound in (("GreaterThan", "5"), ("LessThan", "1")))], "Operator": "Or"}),
    # Joined: sorted, without what comes twice or says nothing more.
    (E, ~(Q.tag("a") & Q.tag("b")), some(f("Tags.a", "NotExists"), f("Tags.b", "NotExists"))),
    (E, ~(Q.tag("a") | Q.tag("b")), every(f("Tags.a", "NotExists"), f("Tags.b", "NotExists"))),
    (E, Q.tag("b") & Q.tag("a") & Q.tag("b"), every(f("Tags.a", "Exists"), f("Tags.b", "Exists"))),
    (E, Q.tag("a") & ~Q.tag("a"), every(f("ExperimentName", "NotExists"))),
    # Opposites, whichever comes first, also of what no filter says.
    (E, Q.name.contains("a") | ~Q.name.contains("a"), every(f("ExperimentName", "Exists"))),
    (E, ~Q.name.contains("a") & Q.name.contains("a"), every(f("ExperimentName", "NotExists"))),
    (E, Q.tags.any(Q.tags.key == "a") | ~Q.tags.any(Q.tags.key == "a"), every(f("ExperimentName", "Exists"))),
    (E, ~Q.tags.any(Q.tags.key == "a") & Q.tags.any(Q.tags.key == "a"), every(f("ExperimentName", "NotExists"))),
    (E, ~(Q.created.missing() & Q.created.between(NOON, NOON)), every(f("ExperimentName", "Exists"))),
    (E, ~(Q.created > NOON) | Q.created.exists(), every(f("ExperimentName", "Exists"))),
    (E, ~(Q.created > NOON) & Q.created.missing(), every(f("CreationTime", "NotExists"))),
    (E, Q.created.between(NOON, NOON) | (Q.created <= NOON),
     every(f("CreationTime", "LessThanOrEqualTo", "2024-05-01T12:00:00Z"))),
    (E, Q.tag("a") | ~Q.tag("a"), every(f("ExperimentName", "Exists"))),
    (E, Q.tag("a") & (Q.tag("b") | Q.tag("c")),
     every(f("Tags.a", "Exists")) | {"SubExpressions": [some(f("Tags.b", "Exists"), f("Tags.c", "Exists"))]}),
    (E, Q.tag("a") | Q.tag("b") & Q.tag("c") | Q.tags.any(Q.tags.value == "v"),
     some(f("Tags.a", "Exists")) | one("Tags", f("Tags.Value", "Equals", "v"))
     | {"SubExpressions": [every(f("Tags.b", "Exists"), f("Tags.c", "Exists"))]}),
    (C, Q.input_artifacts.contains("s3") & Q.output_artifacts.contains("s3") & Q.status_message.contains("x"),
     every(f("InputArtifacts", "Contains", "s3"), f("OutputArtifacts", "Contains", "s3"),
           f("Status.Message", "Contains", "x"))),
    # By name.
    (E, Q.wire("tags.Team", "Equals", "x"), every(f("tags.Team", "Equals", "x"))),
    (E, Q.wire("Description", "In", "b, a"), every(f("Description", "In", "a,b"))),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "condition", "expected"), GOLDEN, ids=[repr(c)[:60] for _, c, _ in GOLDEN])
def test_compiles_to(resource: Resource, condition: Condition[Any], expected: dict[str, Any]) -> None:
    assert compile_any(condition, resource).unwrap() == expected
    again = parse(repr(condition)).unwrap()
    assert compile_any(again, resource).unwrap() == expected


def counted(made: Any) -> list[Any]:
    """How many filters there are in each node, as in `[19, [2]]`."""
    assert made["Operator"] == "Or"
    return [len(made["Filters"]), *map(counted, made.get("SubExpressions", []))]


@pytest.mark.parametrize(
    ("width", "shape"),
    [
        (20, [20]),
        (21, [19, [2]]),
        (38, [19, [19]]),
        (39, [19, [20]]),
        (40, [19, [1, [20]]]),
        (48, [19, [9, [20]]]),
    ],
)
def test_what_is_wider_than_a_list_takes_sub_expressions(width: int, shape: list[Any]) -> None:
    """48 filters need two sub-expressions, which makes 50."""
    assert counted(compile_any(any_of(*tags(width)), E).unwrap()) == shape


def test_a_few_plain_filters_compile_as_all_others_do() -> None:
    """Under two negations a condition takes all passes; without, its short way."""
    tests: list[Any] = [
             Q.name.contains("b"), Q.tag("a"), Q.tags["c"].missing(), Q.metric("x").last < 0.5, Q.status == "Failed",
             Q.status_message.contains("m"), Q.description.exists(), Q.parents.trial_name == "t", Q.name == "a" * 1025,
             Q.name == "", Q.name == "x", Q.tag("k" * 255), Q.tags["\n"].exists(), Q.run_name.contains("q"),
             Q.parameter("p").is_in([1]), Q.parameter("p") == 1, Q.created == DAY, Q.wire("Tags.z", "Exists")
             ]  # fmt: skip
    for first in tests:
        for second in tests:
            for condition in (first & second, all_of(first, Q.tag("t"), second), first, first | second):
                short, long = compile_any(condition, C), compile_any(~~condition, C)
                assert short.value_or(None) == long.value_or(None)
                assert type(short.swap().value_or(None)) is type(long.swap().value_or(None))
    many = all_of(*(Q.tag(f"k{number}") for number in range(30)))
    assert compile_any(many, C) == compile_any(~~many, C)
