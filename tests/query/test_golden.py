"""Conditions and the dicts that they compile to, in pairs to read."""

from __future__ import annotations

import datetime  # noqa: ICN001 - as repr writes it
from typing import Any

import pytest

from smexp_fp.query import (
    Condition,
    ContainsQuota,
    EmptyCondition,
    IllegalName,
    IllegalValue,
    NaiveDatetime,
    NoComplement,
    NotFinite,
    Q,
    Resource,
    SubSecond,
    TooManyConditions,
    TooManyRequests,
    UnknownProperty,
    UnsupportedOperator,
    ValueTooLong,
    all_of,
    any_of,
    compile_any,
    matches,
    plan,
    sort_key,
)  # fmt: skip
from smexp_fp.records import Experiment

E: Resource = "Experiment"
T: Resource = "ExperimentTrial"
C: Resource = "ExperimentTrialComponent"
DAY = datetime.date(2024, 5, 1)
NAN = float("nan")
NOON = datetime.datetime(2024, 5, 1, 12, tzinfo=datetime.UTC)


def f(name: str, operator: str, value: str | None = None) -> dict[str, str]:
    return {"Name": name, "Operator": operator} | ({} if value is None else {"Value": value})


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
    (E, Q.tag("a") & (Q.tag("a") | Q.tag("b")), {"Filters": [f("Tags.a", "Exists")]}),
    (E, Q.field("Some.New", "number") > 1, {"Filters": [f("Some.New", "GreaterThan", "1")]}),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "condition", "expected"), GOLDEN, ids=[repr(c) for _, c, _ in GOLDEN])
def test_compiles_to(resource: Resource, condition: Condition[Any], expected: dict[str, Any]) -> None:
    assert compile_any(condition, resource).unwrap() == expected


REFUSED: list[tuple[Resource, Condition[Any], type]] = [
    (E, ~Q.name.contains("x"), NoComplement),
    (C, ~(Q.parameter("x") < 1), NoComplement),
    (T, ~(Q.components.created < DAY), NoComplement),
    (C, ~Q.parents.any(Q.parents.trial_name == "t", Q.parents.experiment_name == "e"), NoComplement),
    (C, Q.parents.any(all_of()), EmptyCondition),
    (E, Q.created > datetime.datetime(2024, 1, 1), NaiveDatetime),  # noqa: DTZ001 - that is the mistake
    (E, Q.created == NOON.replace(microsecond=1), SubSecond),
    (C, Q.metric("x").last < NAN, NotFinite),
    (C, Q.metric("x").last < 10**400, NotFinite),
    (E, Q.name == "x" * 1025, ValueTooLong),
    (E, Q.name == "", IllegalValue),
    (E, Q.name == "a\nb", IllegalValue),
    (E, Q.name == "\ud800", IllegalValue),
    (E, Q.tag("x" * 251), IllegalName),
    (E, Q.metric("x").last < 1, UnknownProperty),
    (E, Q.wire("Nope", "Exists"), UnknownProperty),
    (C, Q.wire("Metrics.x.Last", "Contains", "1"), UnsupportedOperator),
    (E, Q.description.contains("a") & Q.description.contains("b"), ContainsQuota),
    (E, all_of(*(Q.tag(f"k{i}") for i in range(49))), TooManyConditions),
]


@pytest.mark.parametrize(
    ("resource", "condition", "failure"), REFUSED, ids=[repr(c)[:60].replace("\\", "/") for _, c, _ in REFUSED]
)
def test_is_refused(resource: Resource, condition: Condition[Any], failure: type) -> None:
    found = compile_any(condition, resource).failure()
    assert type(found) is failure
    assert str(found)


@pytest.mark.parametrize(("width", "fits"), [(20, True), (21, True), (39, True), (40, True), (48, True), (49, False)])
def test_the_fewest_sub_expressions(width: int, fits: bool) -> None:  # noqa: FBT001 - a table
    """48 filters need two sub-expressions, which makes 50."""
    assert isinstance(compile_any(any_of(*(Q.tag(f"k{i}") for i in range(width))), E).value_or(None), dict) is fits


def test_plans_take_the_fewest_requests() -> None:
    def count(condition: Condition[Experiment]) -> int:
        return len(plan(condition, "Experiment").unwrap().requests)

    assert count(any_of(*(Q.tag(f"k{i}") for i in range(48)))) == 1
    assert count(any_of(*(Q.tag(f"k{i}") for i in range(96)))) == 2
    assert count(any_of(*(Q.description.contains(f"k{i}") for i in range(7)))) == 7
    assert count(any_of(*(Q.name == f"{i:0100}" for i in range(5000)))) == 11  # 10 an In, 48 Ins a request
    pairs = any_of(*(Q.tag(f"k{i}") & Q.tag(f"z{i}") for i in range(32)))  # 3 each: 16 in a request
    assert count(pairs) == 2
    assert isinstance(
        plan(all_of(*(Q.tag(f"k{i}") | Q.tag(f"z{i}") for i in range(40))), "Experiment").failure(), TooManyRequests
    )


def test_what_the_service_cannot_say_is_left_over_only_on_request() -> None:
    condition = Q.tag("a") & ~Q.name.contains("x")
    assert isinstance(plan(condition, "Experiment").failure(), NoComplement)
    made = plan(condition, "Experiment", local_residue=True).unwrap()
    assert made.requests == ({"Filters": [f("Tags.a", "Exists")]},)
    assert made.residue == ~Q.name.contains("x")
    assert matches(~Q.name.contains("x"), Experiment(name="a", arn="arn"))


def test_results_have_the_order_of_the_service() -> None:
    records = [
        Experiment(name=name, arn=name, description=text, created=NOON + datetime.timedelta(hours=hours))
        for name, text, hours in [("a", None, 0), ("b", "x", 1), ("c", "y", 0), ("d", "x", 2)]
    ]
    for order, expected in (("Ascending", "bdca"), ("Descending", "cdba")):
        key = sort_key("Description", order, E).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - a loop over the two literals
        assert "".join(record.name for record in sorted(records, key=key)) == expected
