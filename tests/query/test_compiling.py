"""Conditions and the dicts that they compile to, in pairs to read."""

from __future__ import annotations

import datetime  # noqa: ICN001 - as repr writes it
from typing import Any

import pytest
from returns.result import Failure

from smexp_fp.query import (
    Condition,
    ContainsQuota,
    IllegalOperand,
    NoComplement,
    NotSearchable,
    Q,
    Resource,
    TooManyConditions,
    TooManyRequests,
    UnknownProperty,
    UnsupportedOperator,
    all_of,
    any_of,
    compile_any,
    plan,
    sort_key,
)  # fmt: skip
from smexp_fp.records import Experiment
from tests.support import legal

E: Resource = "Experiment"
T: Resource = "ExperimentTrial"
C: Resource = "ExperimentTrialComponent"
DAY = datetime.date(2024, 5, 1)
NAN = float("nan")
NOON = datetime.datetime(2024, 5, 1, 12, tzinfo=datetime.UTC)
EAST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
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
     {"Filters": [f("ExperimentName", "Contains", "auto"), f("Tags.team", "Exists")]}),
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
    (C, Q.metric("x").max >= 1e-7, {"Filters": [f("Metrics.x.Max", "GreaterThanOrEqualTo", "0.0000001")]}),
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
    (E, Q.field("Some.New", "number") > 1, every(f("Some.New", "GreaterThan", "1"))),
    # Numbers: the shortest decimal, without an exponent; the opposite of an order holds for what is absent, too.
    (C, LOSS != 0.5, every(f("Metrics.loss.Last", "NotEquals", "0.5"))),
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
    (C, ~(LOSS <= 1), some(f("Metrics.loss.Last", "GreaterThan", "1"), f("Metrics.loss.Last", "NotExists"))),
    (C, ~(LOSS >= 1), some(f("Metrics.loss.Last", "LessThan", "1"), f("Metrics.loss.Last", "NotExists"))),
    (C, Q.metric("a").avg > -1.5e-10, every(f("Metrics.a.Avg", "GreaterThan", "-0.00000000015"))),
    (C, Q.metric("a").std_dev < 1e22, every(f("Metrics.a.StdDev", "LessThan", "10000000000000000000000"))),
    (C, Q.metric("a").min == 10**21, every(f("Metrics.a.Min", "Equals", "1000000000000000000000"))),
    (C, Q.metric("a").count != 3, every(f("Metrics.a.Count", "NotEquals", "3"))),
    (C, Q.metric("a").max == -0.0, every(f("Metrics.a.Max", "Equals", "-0.0"))),
    # Parameters: a number and a text of the same decimal are one operand.
    (C, Q.parameter("lr") != "x", every(f("Parameters.lr", "NotEquals", "x"))),
    (C, Q.parameter("lr").is_in(["2", "1"]), every(f("Parameters.lr", "In", "1,2"))),
    (C, ~Q.parameter("lr").is_in(["2", "1"]),
     every(f("Parameters.lr", "NotEquals", "1"), f("Parameters.lr", "NotEquals", "2"))),
    (C, Q.parameter("lr").between(1, 2),
     every(f("Parameters.lr", "GreaterThanOrEqualTo", "1"), f("Parameters.lr", "LessThanOrEqualTo", "2"))),
    (C, Q.parameter("a.b").contains("x"), every(f("Parameters.a.b", "Contains", "x"))),
    # Times: whole seconds in UTC; a day reaches from its midnight to the next.
    (E, Q.created > NOON.astimezone(EAST), every(f("CreationTime", "GreaterThan", "2024-05-01T12:00:00Z"))),
    (E, Q.created != NOON, every(f("CreationTime", "NotEquals", "2024-05-01T12:00:00Z"))),
    (E, Q.created != DAY,
     some(f("CreationTime", "GreaterThanOrEqualTo", "2024-05-02T00:00:00Z"),
          f("CreationTime", "LessThan", "2024-05-01T00:00:00Z"), f("CreationTime", "NotExists"))),
    (E, Q.created < DAY, every(f("CreationTime", "LessThan", "2024-05-01T00:00:00Z"))),
    (E, Q.created >= DAY, every(f("CreationTime", "GreaterThanOrEqualTo", "2024-05-01T00:00:00Z"))),
    (E, ~(Q.created < DAY),
     some(f("CreationTime", "GreaterThanOrEqualTo", "2024-05-01T00:00:00Z"), f("CreationTime", "NotExists"))),
    (E, Q.created == datetime.date.max, every(f("CreationTime", "GreaterThanOrEqualTo", "9999-12-31T00:00:00Z"))),
    (E, Q.created <= datetime.date.max, every(f("CreationTime", "Exists"))),
    (E, Q.created > datetime.date.max, every(f("ExperimentName", "NotExists"))),
    (E, Q.created > datetime.date(1, 1, 1), every(f("CreationTime", "GreaterThanOrEqualTo", "0001-01-02T00:00:00Z"))),
    (E, Q.created.within(datetime.timedelta.max, now=NOON),
     every(f("CreationTime", "LessThanOrEqualTo", "2024-05-01T12:00:00Z"))),
    (T, Q.components.created == NOON,
     every(f("TrialComponentSummaries.CreationTime", "Equals", "2024-05-01T12:00:00Z"))),
    # Words: a comma-separated list where it can carry them.
    (E, Q.name.is_in(["a"]), every(f("ExperimentName", "Equals", "a"))),
    (E, Q.name.is_in(["b", "a", "b"]), every(f("ExperimentName", "In", "a,b"))),
    (E, Q.name.is_in(["a", " b"]) | Q.tag("x"),
     some(f("ExperimentName", "Equals", " b"), f("ExperimentName", "Equals", "a"), f("Tags.x", "Exists"))),
    (E, Q.name.is_in(["a", "b"]) | (Q.name == "c"), every(f("ExperimentName", "In", "a,b,c"))),
    (E, Q.name.is_in(["x" * 512, "y" * 511]), every(f("ExperimentName", "In", "x" * 512 + "," + "y" * 511))),
    (E, Q.name.is_in(["x" * 512, "y" * 512]),
     some(f("ExperimentName", "Equals", "x" * 512), f("ExperimentName", "Equals", "y" * 512))),
    (E, Q.name == "x" * 1024, every(f("ExperimentName", "Equals", "x" * 1024))),
    (E, Q.tag("größe", "ß"), every(f("Tags.größe", "Equals", "ß"))),
    (E, Q.tag("x" * 250), every(f("Tags." + "x" * 250, "Exists"))),
    (E, Q.tag("{}", "{}"), every(f("Tags.{}", "Equals", "{}"))),
    # One element of a list: flat where a single filter says the same.
    (E, Q.tags.any(Q.tags.key == "k"), every(f("Tags.k", "Exists"))),
    (C, ~Q.tags.any(Q.tags.key == "k"), every(f("Tags.k", "NotExists"))),
    (E, Q.tags.any(Q.tags.key == "k", Q.tags.value.is_in(["v", "w"])), every(f("Tags.k", "In", "v,w"))),
    (E, Q.tags.any(Q.tags.key == "k", Q.tags.value != "v"),
     one("Tags", f("Tags.Key", "Equals", "k"), f("Tags.Value", "NotEquals", "v"))),
    (E, Q.tags.any(Q.tags.key == "k" * 251), one("Tags", f("Tags.Key", "Equals", "k" * 251))),
    (E, Q.tags.any(Q.tags.value == "v"), one("Tags", f("Tags.Value", "Equals", "v"))),
    (E, Q.tags.any(Q.tags.key.is_in(["b", "a"])), one("Tags", f("Tags.Key", "In", "a,b"))),
    (C, Q.parents.any(Q.parents.trial_name == "t"), every(f("Parents.TrialName", "Equals", "t"))),
    (C, Q.parents.any((Q.parents.trial_name == "t") | (Q.parents.experiment_name == "e")),
     some(f("Parents.ExperimentName", "Equals", "e"), f("Parents.TrialName", "Equals", "t"))),
    (C, Q.parents.any(Q.parents.trial_name == "t", ~(Q.parents.experiment_name == "e")),
     one("Parents", f("Parents.ExperimentName", "NotEquals", "e"), f("Parents.TrialName", "Equals", "t"))),
    (C, Q.parents.any(Q.parents.trial_name == "t", any_of()), every(f("TrialComponentName", "NotExists"))),
    (C, Q.metrics.any(Q.metrics.name == "loss", Q.metrics.last < 0.1),
     one("Metrics", f("Metrics.Last", "LessThan", "0.1"), f("Metrics.MetricName", "Equals", "loss"))),
    (C, Q.metrics.any((Q.metrics.last < 1) | (Q.metrics.last > 5), (Q.metrics.min < 1) | (Q.metrics.min > 5)),
     {"NestedFilters": [*(one("Metrics", f("Metrics.Last", op, to), f("Metrics.Min", other, bound))["NestedFilters"][0]
                          for op, to in (("GreaterThan", "5"), ("LessThan", "1"))
                          for other, bound in (("GreaterThan", "5"), ("LessThan", "1")))], "Operator": "Or"}),
    (C, Q.metrics.any(Q.metrics.last == 1), one("Metrics", f("Metrics.Last", "Equals", "1"))),
    (T, Q.components.name.is_in(["a", "b"]), every(f("TrialComponentSummaries.TrialComponentName", "In", "a,b"))),
    (T, ~(Q.components.name == "a"), every(f("TrialComponentSummaries.TrialComponentName", "NotEquals", "a"))),
    # Joined: sorted, without what comes twice or says nothing more.
    (E, ~(Q.tag("a") & Q.tag("b")), some(f("Tags.a", "NotExists"), f("Tags.b", "NotExists"))),
    (E, ~(Q.tag("a") | Q.tag("b")), every(f("Tags.a", "NotExists"), f("Tags.b", "NotExists"))),
    (E, Q.tag("b") & Q.tag("a") & Q.tag("b"), every(f("Tags.a", "Exists"), f("Tags.b", "Exists"))),
    (E, Q.tag("a") & ~Q.tag("a"), every(f("ExperimentName", "NotExists"))),
    (E, Q.tag("a") | ~Q.tag("a"), every(f("ExperimentName", "Exists"))),
    (E, (Q.name == "a") & (Q.name != "a"), every(f("ExperimentName", "NotExists"))),
    (E, ~(Q.created > NOON) & Q.created.missing(), every(f("CreationTime", "NotExists"))),
    (E, ~(Q.created > NOON) | Q.created.exists(), every(f("ExperimentName", "Exists"))),
    (E, (Q.tag("a") | Q.tag("b")) & (Q.tag("b") | Q.tag("a")), some(f("Tags.a", "Exists"), f("Tags.b", "Exists"))),
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
    (E, Q.wire("Description", "Exists", "ignored"), every(f("Description", "Exists"))),
    (E, Q.field("description", "text") == "x", every(f("description", "Equals", "x"))),
    (T, Q.experiment_name == "e", every(f("ExperimentName", "Equals", "e"))),
    (C, Q.parents.experiment_name == "e", every(f("Parents.ExperimentName", "Equals", "e"))),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "condition", "expected"), GOLDEN, ids=[repr(c)[:60] for _, c, _ in GOLDEN])
def test_compiles_to(resource: Resource, condition: Condition[Any], expected: dict[str, Any]) -> None:
    assert compile_any(condition, resource).unwrap() == expected


BEGINNING = datetime.datetime.min.replace(tzinfo=EAST)
REFUSED: list[tuple[Resource, Condition[Any], type]] = [
    (E, ~Q.name.contains("x"), NoComplement),
    (C, ~(Q.parameter("x") < 1), NoComplement),
    (T, ~(Q.components.created < DAY), NoComplement),
    (C, ~Q.parents.any(Q.parents.trial_name == "t", Q.parents.experiment_name == "e"), NoComplement),
    (C, Q.parents.any(all_of()), NotSearchable),
    (E, Q.created > datetime.datetime(2024, 1, 1), IllegalOperand),  # noqa: DTZ001 - that is the mistake
    (E, Q.created == NOON.replace(microsecond=1), IllegalOperand),
    (C, Q.metric("x").last < NAN, IllegalOperand),
    (C, Q.metric("x").last < 10**400, IllegalOperand),
    (E, Q.name == "x" * 1025, IllegalOperand),
    (E, Q.name == "", IllegalOperand),
    (E, Q.name == "a\nb", IllegalOperand),
    (E, Q.name == "\ud800", IllegalOperand),
    (E, Q.tag("x" * 251), IllegalOperand),
    (E, Q.metric("x").last < 1, UnknownProperty),
    (E, Q.wire("Nope", "Exists"), UnknownProperty),
    (C, Q.wire("Metrics.x.Last", "Contains", "1"), UnsupportedOperator),
    (E, Q.description.contains("a") & Q.description.contains("b"), ContainsQuota),
    (E, all_of(*(Q.tag(f"k{i}") for i in range(49))), TooManyConditions),
    (E, all_of(*(Q.tag(f"k{i}") for i in range(19)), any_of(*(Q.tag(f"l{i}") for i in range(30)))), TooManyConditions),
    (E, Q.name.is_in(["a", ""]), IllegalOperand),
    (E, Q.tag("a\nb"), IllegalOperand),
    (E, Q.tag("\ud800"), IllegalOperand),
    (E, Q.created > BEGINNING, IllegalOperand),
    (E, Q.created <= datetime.datetime.max.replace(tzinfo=datetime.UTC), IllegalOperand),
    (E, Q.created != NOON.replace(microsecond=1), IllegalOperand),
    (E, Q.created.between(NOON, datetime.datetime(2024, 1, 1)), IllegalOperand),  # noqa: DTZ001 - that is the mistake
    (C, Q.metric("x").last.between(0, NAN), IllegalOperand),
    (C, Q.parameter("x") == 2**1024, IllegalOperand),
    (T, Q.metric("x").last < 1, UnknownProperty),
    (E, Q.experiment_name == "e", UnknownProperty),
    (C, Q.wire("TrialName", "Exists"), UnknownProperty),
    (E, Q.wire("Description", "LessThan", "x"), UnsupportedOperator),
    (C, Q.wire("Metrics.x", "In", "1,2"), UnsupportedOperator),
    (E, Q.wire("CreationTime", "Contains", "2024"), UnsupportedOperator),
    (C, ~(Q.metrics.any(Q.metrics.last < 1)), NoComplement),
    (C, ~Q.parameter("x").between(1, 2), NoComplement),
    (E, ~(Q.tag("a") & Q.description.contains("x")), NoComplement),
    (C, Q.metrics.any(*((field < 1) | (field == 2) | (field > 3) for field in STATISTICS[:3])), TooManyConditions),
    (C, Q.metrics.any(*((field < 1) | (field == 2) | (field > 3) for field in STATISTICS * 2)), TooManyConditions),
    (C, Q.metrics.any(*((field < n) | (field == n) for field in STATISTICS for n in range(30))), TooManyConditions),
    (C, Q.tags.any(Q.tags.key.exists() | Q.tags.key.missing()), NotSearchable),
    (C, Q.status_message.contains("a") & Q.parents.trial_name.contains("b"), ContainsQuota),
    (C, Q.parameter("a").contains("a") | Q.source.arn.contains("b"), ContainsQuota),
]


@pytest.mark.parametrize(
    ("resource", "condition", "failure"), REFUSED, ids=[repr(c)[:60].replace("\\", "/") for _, c, _ in REFUSED]
)
def test_is_refused(resource: Resource, condition: Condition[Any], failure: type) -> None:
    found = compile_any(condition, resource).failure()
    assert type(found) is failure
    assert found.advice in str(found)


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


def test_a_failure_counts() -> None:
    assert compile_any(any_of(*tags(49)), E).failure() == TooManyConditions(any_of(*tags(49)), 51)
    both = Q.description.contains("a") & Q.description.contains("b") & Q.source.arn.contains("c")
    assert compile_any(both, E).failure() == ContainsQuota(both, 3)


def requests(condition: Condition[Experiment]) -> int:
    return len(plan(condition, "Experiment").unwrap().requests)


def test_plans_take_few_requests() -> None:
    assert requests(any_of(*tags(48))) == 1
    assert requests(any_of(*tags(96))) == 2
    assert requests(any_of(*tags(97))) == 3
    assert requests(any_of(*(Q.description.contains(f"k{i}") for i in range(7)))) == 7
    # A `Contains` with others takes a place in a request that is there anyway.
    assert requests(any_of(*tags(94), *(Q.description.contains(word) for word in "ab"))) == 2
    assert requests(any_of(*(Q.name == f"{i:0100}" for i in range(5000)))) == 11  # 10 an In, 48 Ins a request
    assert requests(any_of(*(Q.tag(f"k{i}") & Q.tag(f"z{i}") for i in range(32)))) == 2  # 3 each: 16 in a request
    assert requests(any_of(*(Q.tag(f"k{i}") & Q.tag(f"z{i}") for i in range(1100)))) == 69
    # What all alternatives have in common is sent with each.
    assert requests(Q.tag("t") & any_of(*tags(90))) == 2


def test_a_plan_has_at_most_five_hundred_requests() -> None:
    assert requests(any_of(*tags(24_000))) == 500
    failure = plan(any_of(*tags(24_001)), "Experiment").failure()
    assert isinstance(failure, TooManyRequests)
    assert failure.count > 500
    product = all_of(*(Q.tag(f"k{i}") | Q.tag(f"z{i}") for i in range(40)))
    assert isinstance(plan(product, "Experiment").failure(), TooManyRequests)


def test_what_must_hold_at_once_is_not_spread() -> None:
    assert isinstance(plan(all_of(*tags(49)), "Experiment").failure(), TooManyConditions)
    # The largest alternative that a request holds: with its junction it has 51 conditions, alone 50.
    assert requests(any_of(*(all_of(*tags(48, f"{n}-")) for n in range(5)))) == 5
    both = Q.description.contains("a") & Q.description.contains("b")
    assert isinstance(plan(both, "Experiment").failure(), ContainsQuota)


def test_what_the_service_cannot_say_is_left_over_only_on_request() -> None:
    condition = Q.tag("a") & ~Q.name.contains("x")
    assert isinstance(plan(condition, "Experiment").failure(), NoComplement)
    made = plan(condition, "Experiment", local_residue=True).unwrap()
    assert made.requests == ({"Filters": [f("Tags.a", "Exists")]},)
    assert made.residue == ~Q.name.contains("x")


def test_of_what_does_not_fit_as_much_as_possible_is_sent() -> None:
    made = plan(all_of(*tags(60)), "Experiment", local_residue=True).unwrap()
    [expression] = made.requests
    said = repr(made.residue)
    assert legal.breaches(dict(expression), E) == []
    assert legal.conditions_of(dict(expression)) == 50
    assert said.count("Q.tag") == 60 - 48


def test_a_slip_is_not_left_over() -> None:
    for wrong in (Q.created > datetime.datetime(2024, 1, 1), Q.field("Metrics.x.Max", "number") < NAN):  # noqa: DTZ001
        assert isinstance(plan(Q.tag("a") & wrong, "Experiment", local_residue=True), Failure)


def test_results_have_the_order_of_the_service() -> None:
    records = [
        Experiment(name=name, arn=name, description=text, created=NOON + datetime.timedelta(hours=hours))
        for name, text, hours in [("a", None, 0), ("b", "x", 1), ("c", "y", 0), ("d", "x", 2)]
    ]
    for order, expected in (("Ascending", "bdca"), ("Descending", "cdba")):
        key = sort_key("Description", order, E).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - a loop over the two literals
        assert "".join(record.name for record in sorted(records, key=key)) == expected
