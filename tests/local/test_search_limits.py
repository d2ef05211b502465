"""What Search refuses, and what it survives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from smexp_fp.local import Store
from smexp_fp.local._search import MAX_COUNTED

if TYPE_CHECKING:
    from tests.local.conftest import Clock

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
    ({"Filters": [one("CreationTime", "Equals", "yesterday")]}, "is not a time"),
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
    found = store.answer(
        "Search",
        {"Resource": COMPONENT, "SearchExpression": {"Filters": [one(f"Parameters.{hostile}", "Equals", hostile)]}},
    )
    assert found.body["TotalHits"]["Value"] == 1


def test_a_page_can_end_at_a_sort_key_longer_than_a_token(store: Store) -> None:
    for number in range(4):
        text = "\U0001f600" * 2400 + str(number)
        parameters = {"long": {"StringValue": text}}
        store.answer("CreateTrialComponent", {"TrialComponentName": f"c{number}", "Parameters": parameters})
    request: Wire = {"Resource": COMPONENT, "SortBy": "Parameters.long", "SortOrder": "Ascending", "MaxResults": 1}
    names: list[str] = []
    while True:
        body = store.answer("Search", request).body
        names += [result["TrialComponent"]["TrialComponentName"] for result in body["Results"]]
        if "NextToken" not in body:
            break
        assert len(body["NextToken"]) <= 8192
        request = {**request, "NextToken": body["NextToken"]}
    assert names == ["c0", "c1", "c2", "c3"]
    store.answer("DeleteTrialComponent", {"TrialComponentName": "c2"})
    assert store.answer("Search", request).body["__type"] == "ValidationException"


def test_paging_is_not_disturbed_by_what_comes_and_goes(store: Store, clock: Clock) -> None:
    for number in range(6):
        clock.now += 1
        store.answer("CreateExperiment", {"ExperimentName": f"e{number}"})
    request = {"Resource": "Experiment", "MaxResults": 2}
    first = store.answer("Search", request).body
    clock.now += 1
    store.answer("CreateExperiment", {"ExperimentName": "new"})
    store.answer("DeleteExperiment", {"ExperimentName": "e5"})  # on the first page
    store.answer("DeleteExperiment", {"ExperimentName": "e4"})  # the last of the first page
    second = store.answer("Search", {**request, "NextToken": first["NextToken"]}).body
    assert [result["Experiment"]["ExperimentName"] for result in second["Results"]] == ["e3", "e2"]


def test_beyond_the_count_the_total_says_at_least(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_COUNTED >= 10_000
    monkeypatch.setattr("smexp_fp.local._search.MAX_COUNTED", 5)
    for number in range(7):
        tags = [{"Key": "k", "Value": "v"}]
        store.answer("CreateTrialComponent", {"TrialComponentName": f"c{number}", "Tags": tags})
    for expression in ({}, {"SearchExpression": {"Filters": [one("Tags.k", "Equals", "v")]}}):
        seen: list[str] = []
        request: Wire = {"Resource": COMPONENT, "MaxResults": 3, **expression}
        while True:
            body = store.answer("Search", request).body
            assert body["TotalHits"] == {"Value": 5, "Relation": "GreaterThanOrEqualTo"}
            seen += [result["TrialComponent"]["TrialComponentName"] for result in body["Results"]]
            if "NextToken" not in body:
                break
            request["NextToken"] = body["NextToken"]
        assert sorted(seen) == [f"c{number}" for number in range(7)]


def test_dense_sources_are_merged_without_loss(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smexp_fp.local._search._DENSE", 0)
    for number in range(12):
        store.answer(
            "CreateTrialComponent",
            {
                "TrialComponentName": f"c{number}",
                "Tags": [{"Key": "k", "Value": str(number % 2)}],
                "Parameters": {"p": {"NumberValue": number % 3} if number < 6 else {"StringValue": str(number % 3)}},
            },
        )
    filters = [one("Tags.k", "Equals", "1"), one("Parameters.p", "In", "1,2"), one("DisplayName", "NotEquals", "c1")]
    body = store.answer(
        "Search", {"Resource": COMPONENT, "SearchExpression": {"Filters": filters}, "MaxResults": 100}
    ).body
    names = {result["TrialComponent"]["TrialComponentName"] for result in body["Results"]}
    assert names == {f"c{n}" for n in range(12) if n % 2 == 1 and n % 3 and n != 1}
    assert body["TotalHits"]["Value"] == len(names)
