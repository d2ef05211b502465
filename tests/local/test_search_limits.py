"""What Search refuses, and what it survives."""

from __future__ import annotations

from typing import Any

import pytest

from smexp_fp.local import Store
from smexp_fp.local._search import MAX_COUNTED
from tests.support.wire import done, pages

Wire = dict[str, Any]
COMPONENT = "ExperimentTrialComponent"


def one(name: str, operator: str | None = None, value: str | None = None) -> Wire:
    given = {"Name": name, "Operator": operator, "Value": value}
    return {member: content for member, content in given.items() if content is not None}


def answered(store: Store, expression: Any, **more: Any) -> tuple[int, str]:
    answer = store.answer("Search", {"Resource": COMPONENT, "SearchExpression": expression, **more})
    return answer.status, answer.body.get("message", "")


LEAF = {"Filters": [one("DisplayName", "Exists")]}


def chain(depth: int, leaf: Wire = LEAF) -> Wire:
    expression = leaf
    for _ in range(depth):
        expression = {"SubExpressions": [expression]}
    return expression


def ladder(depth: int) -> Wire:
    """And and Or in turn, each with a filter of its own: the deepest that 50 conditions can be."""
    expression: Wire = LEAF
    for level in range(depth):
        filters = [one("Parameters.x", "NotEquals", str(level))]
        expression = {"SubExpressions": [expression], "Filters": filters, "Operator": ("And", "Or")[level % 2]}
    return expression


REFUSALS: list[tuple[Wire, str]] = [
    ({}, "at least one"),
    ({"Operator": "Or"}, "at least one"),
    ({"SubExpressions": [{}]}, "at least one"),
    ({"Filters": [one("Nope", "Exists")]}, "Unknown property name: Nope"),
    ({"Filters": [one("ExperimentName", "Exists")]}, "Unknown property name: ExperimentName"),
    ({"Filters": [one("Parents", "Exists")]}, "Unknown property name: Parents"),
    ({"Filters": [one("DisplayName", "GreaterThan", "a")]}, "not supported for the text property"),
    ({"Filters": [one("CreationTime", "Contains", "2020")]}, "not supported for the time property"),
    ({"Filters": [one("Metrics.m.Max", "In", "1")]}, "not supported for the number property"),
    ({"Filters": [one("Weather.rain", "Equals", "a")]}, "Weather.rain"),
    ({"Filters": [one("Parameters", "Equals", "a")]}, "Unknown property name: Parameters"),
    *(
        ({"Filters": [one("CreationTime", "LessThan", time)]}, f"{time}' of the filter on 'CreationTime' is not a time")
        for time in (
            *("yesterday", "2024-13-01T00:00:00Z", "2024-01-32", "2024-01-01T25:00:00Z"),
            *("2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00+00:60"),
        )
    ),
    ({"Filters": [one("Metrics.m.Max", "Equals", "nan")]}, "not a decimal"),
    ({"Filters": [one("Parameters.p", "LessThan", "inf")]}, "not a decimal"),
    ({"Filters": [one("DisplayName", "Equals")]}, "needs a value"),
    (
        {"Filters": [one("RunName", "Contains", "a"), one("Parameters.p", "Contains", "a")]},
        "'CONTAINS' operator usage limit of 1 exceeded.",
    ),
    ({"NestedFilters": [{"NestedPropertyName": "DisplayName", "Filters": [one("DisplayName")]}]}, "list property"),
    ({"NestedFilters": [{"NestedPropertyName": "Parents", "Filters": [one("Parents.Nope")]}]}, "Parents.Nope"),
    ({"NestedFilters": [{"NestedPropertyName": "Parents", "Filters": [one("TrialName")]}]}, "name: TrialName"),
    ({"Filters": [one("DisplayName")] * 20, "SubExpressions": [LEAF]}, "at most 20 elements"),
    (chain(50), "at most 50 conditions"),
    ({"Filters": [one("DisplayName")] * 21}, "searchExpression.filters"),
    ({"Filters": [one("DisplayName", "Matches", "x")]}, "Member must satisfy enum value set: [Equals, NotEquals,"),
    ({"Filters": [one("DisplayName", "Equals", "x" * 1025)]}, "length less than or equal to 1024"),
    ({"Filters": [one("DisplayName", "Equals", "a\nb")]}, "regular expression pattern: .+"),
    ({"Filters": [one("DisplayName", "Equals", "\ud800")]}, "valid Unicode"),
    (chain(5000), "nested more than"),
]


@pytest.mark.parametrize(("expression", "text"), REFUSALS)
def test_is_refused(store: Store, expression: Wire, text: str) -> None:
    status, message = answered(store, expression)
    assert status == 400
    assert text in message


@pytest.mark.parametrize(
    "name", ["DisplayName", "TrialComponentName", "Tags", "Tags.k", "InputArtifacts", "outputartifacts.x"]
)
def test_contains_may_be_repeated_for_some(store: Store, name: str) -> None:
    assert (
        answered(store, {"Filters": [one(name, "Contains", "a")] * 3 + [one("Parameters.p", "Contains", "a")]})[0]
        == 200
    )


def test_the_deepest_legal_expressions_are_answered(store: Store) -> None:
    store.answer("CreateTrialComponent", {"TrialComponentName": "c"})
    assert answered(store, chain(49))[0] == 200
    assert answered(store, ladder(24))[0] == 200
    both = {"SubExpressions": [ladder(11), ladder(11)], "Operator": "Or"}
    assert answered(store, both)[0] == 200


def test_a_condition_too_many_by_every_way_of_counting(store: Store) -> None:
    nested = {"NestedPropertyName": "Tags", "Filters": [one("Tags.Key")] * 20}
    assert answered(store, {"NestedFilters": [nested, nested], "Filters": [one("DisplayName")] * 8})[0] == 200
    assert answered(store, {"NestedFilters": [nested, nested], "Filters": [one("DisplayName")] * 9})[0] == 400


@pytest.mark.parametrize("sort", ["Nope", "Parents", "Parameters", "Metrics"])
def test_an_unknown_sort_key_is_refused(store: Store, sort: str) -> None:
    answer = store.answer("Search", {"Resource": COMPONENT, "SortBy": sort})
    assert (answer.status, answer.body["message"]) == (400, f"Unknown property name: {sort}")


@pytest.mark.parametrize("condition", [{"Key": "Name", "Value": "x"}, {"Key": "Tags.k"}, {"Value": "x"}])
def test_a_visibility_condition_is_of_a_tag(store: Store, condition: Wire) -> None:
    assert store.answer("Search", {"Resource": COMPONENT, "VisibilityConditions": [condition]}).status == 400


def test_text_stays_argument(store: Store) -> None:
    hostile = "'); DROP TABLE entity; --"
    store.answer("CreateTrialComponent", {"TrialComponentName": "c", "Parameters": {hostile: {"StringValue": hostile}}})
    for name in (f"Parameters.{hostile}", f"Metrics.{hostile}", f"InputArtifacts.{hostile}", f"Tags.{hostile}"):
        assert answered(store, {"Filters": [one(name, "NotExists")]}, SortBy=name)[0] == 200
    equal = {"Filters": [one(f"Parameters.{hostile}", "Equals", hostile)]}
    assert done(store, "Search", Resource=COMPONENT, SearchExpression=equal)["TotalHits"]["Value"] == 1


def test_beyond_the_count_the_total_says_at_least(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_COUNTED >= 10_000
    monkeypatch.setattr("smexp_fp.local._search.MAX_COUNTED", 5)
    for number in range(7):
        tags = [{"Key": "k", "Value": "v"}]
        done(store, "CreateTrialComponent", TrialComponentName=f"c{number}", Tags=tags)
    for expression in ({}, {"SearchExpression": {"Filters": [one("Tags.k", "Equals", "v")]}}):
        seen: list[str] = []
        for page in pages(store, "Search", Resource=COMPONENT, MaxResults=3, **expression):
            assert page["TotalHits"] == {"Value": 5, "Relation": "GreaterThanOrEqualTo"}
            seen += [result["TrialComponent"]["TrialComponentName"] for result in page["Results"]]
        assert sorted(seen) == [f"c{number}" for number in range(7)]


def test_dense_sources_are_merged_without_loss(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smexp_fp.local._search._DENSE", 0)
    for number in range(12):
        done(
            store,
            "CreateTrialComponent",
            TrialComponentName=f"c{number}",
            Tags=[{"Key": "k", "Value": str(number % 2)}],
            Parameters={"p": {"NumberValue": number % 3} if number < 6 else {"StringValue": str(number % 3)}},
        )
    filters = [one("Tags.k", "Equals", "1"), one("Parameters.p", "In", "1,2"), one("DisplayName", "NotEquals", "c1")]
    body = done(store, "Search", Resource=COMPONENT, SearchExpression={"Filters": filters}, MaxResults=100)
    names = {result["TrialComponent"]["TrialComponentName"] for result in body["Results"]}
    assert names == {f"c{n}" for n in range(12) if n % 2 == 1 and n % 3 and n != 1}
    assert body["TotalHits"]["Value"] == len(names)
