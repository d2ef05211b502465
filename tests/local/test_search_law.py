"""Law: a search finds what the naive reading of the semantics finds, in its order, page by page."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smexp_fp.local import Store
from tests.support import naive_search

Wire = dict[str, Any]

RESOURCES = {"Experiment": "Experiment", "ExperimentTrial": "Trial", "ExperimentTrialComponent": "TrialComponent"}

# Values that are near one another, so that comparisons and prefixes hit; with what an engine could trip over.
TEXTS = [
    "a",
    "A",
    "ab",
    "a,b",
    "0.1",
    "1e0",
    "1",
    "-0",
    "é",
    "e\u0301",
    "\U0001f600",
    "\uffee",
    "a\x00b",
    "\x00",
    "a b",
    "%",
    "_",
    "'",
    "nan",
]
NUMBERS = [0.0, -0.0, 1.0, 0.1, 0.30000000000000004, 2.0**53, 2.0**53 + 2, -1.5, 1e300, 5e-324, -1e300]
KEYS = ["a", "A", "a.b", "Max", "loss.max", "x:y/z", "Value", "é"]
MOMENTS = [0, 1, 999, 1000, 1_600_000_000_123, 1_600_000_000_124, 1_700_000_000_000]
STATS = ["Max", "Min", "Last", "Count", "Avg", "StdDev"]

texts = st.sampled_from(TEXTS)
keys = st.sampled_from(KEYS)
# Tags have an alphabet of their own.
tag_texts = st.sampled_from(["a", "A", "ab", "0.1", "1", "é", "a b", "_", "a.b"])


@st.composite
def components(draw: st.DrawFn) -> Wire:
    """A CreateTrialComponent request without its name."""
    value = st.one_of(
        texts.map(lambda text: {"StringValue": text}),
        st.just({"StringValue": ""}),
        st.sampled_from(NUMBERS).map(lambda number: {"NumberValue": number}),
    )
    artifact = st.fixed_dictionaries({"Value": texts}, optional={"MediaType": st.sampled_from(["text/a", "a/ab"])})
    return draw(
        st.fixed_dictionaries(
            {},
            optional={
                "DisplayName": st.sampled_from(["a", "A", "ab", "a-b"]),
                "Parameters": st.dictionaries(keys, value, max_size=3),
                "InputArtifacts": st.dictionaries(keys, artifact, max_size=2),
                "OutputArtifacts": st.dictionaries(keys, artifact, max_size=2),
                "Status": st.fixed_dictionaries(
                    {},
                    optional={"PrimaryStatus": st.sampled_from(["Completed", "Failed"]), "Message": texts},
                ),
                "StartTime": st.sampled_from(MOMENTS).map(lambda moment: moment / 1000),
                "Tags": tags(),
                "MetadataProperties": st.fixed_dictionaries({}, optional={"CommitId": texts, "ProjectId": texts}),
            },
        )
    )


def tags() -> st.SearchStrategy[list[Wire]]:
    tag = st.fixed_dictionaries({"Key": st.sampled_from(["a", "A", "a.b", "é", "team"]), "Value": tag_texts})
    return st.lists(tag, max_size=3, unique_by=lambda one: one["Key"])


data = st.fixed_dictionaries(
    {"MetricName": keys, "Timestamp": st.sampled_from([1, 1.5, 2]), "Value": st.sampled_from(NUMBERS)},
    optional={"Step": st.integers(0, 2)},
)


@st.composite
def stores(draw: st.DrawFn) -> Store:
    """A store with a few of everything, at times that repeat."""
    moments = itertools.cycle(draw(st.lists(st.sampled_from(MOMENTS), min_size=1, max_size=5)))
    store = Store.open(":memory:", clock=lambda: next(moments) / 1000)

    def done(operation: str, request: Wire) -> None:
        answer = store.answer(operation, request)
        assert answer.status == 200, answer

    for number in range(2):
        request: Wire = {"ExperimentName": f"e{number}", "Tags": draw(tags()), "Description": draw(st.just("") | texts)}
        done("CreateExperiment", request)
    trials = draw(st.lists(st.sampled_from(["e0", "E1"]), max_size=3))
    for number, experiment in enumerate(trials):
        done("CreateTrial", {"TrialName": f"t{number}", "ExperimentName": experiment, "Tags": draw(tags())})
    for number, request in enumerate(draw(st.lists(components(), max_size=6))):
        name = f"c{number}"
        done("CreateTrialComponent", {"TrialComponentName": name, **request})
        for trial in draw(st.sets(st.integers(0, len(trials) - 1), max_size=2)) if trials else ():
            done("AssociateTrialComponent", {"TrialComponentName": name, "TrialName": f"t{trial}"})
        if measured := draw(st.lists(data, max_size=4)):
            done("BatchPutMetrics", {"TrialComponentName": name, "MetricData": measured})
        if draw(st.booleans()):
            store.set_source(name, draw(st.sampled_from(["arn:a", "arn:b"])), draw(st.sampled_from([None, "Job"])))
    return store


OPERATORS = [
    "Equals",
    "NotEquals",
    "GreaterThan",
    "GreaterThanOrEqualTo",
    "LessThan",
    "LessThanOrEqualTo",
    "Contains",
    "Exists",
    "NotExists",
    "In",
]

NAMES = {
    "Experiment": ["ExperimentName", "Description"],
    "ExperimentTrial": [
        "TrialName",
        "ExperimentName",
        "MetadataProperties.CommitId",
        "TrialComponentSummaries.TrialComponentName",
        "TrialComponentSummaries.TrialComponentSource.SourceArn",
        "TrialComponentSummaries.CreationTime",
    ],
    "ExperimentTrialComponent": [
        "TrialComponentName",
        "Status.PrimaryStatus",
        "Status.Message",
        "StartTime",
        "EndTime",
        "Parents.TrialName",
        "parents.experimentname",
        "InputArtifacts",
        "OutputArtifacts",
        "RunName",
        "MetadataProperties.CommitId",
        "MetadataProperties.ProjectId",
    ],
}
COMMON = [
    "DisplayName",
    "Source.SourceArn",
    "source.sourcetype",
    "CreationTime",
    "LastModifiedTime",
    "Tags",
    "CreatedBy.DomainId",
]
LISTS = {
    "Experiment": {"Tags": ["Key", "Value"]},
    "ExperimentTrial": {
        "Tags": ["Key", "Value"],
        "TrialComponentSummaries": ["TrialComponentName", "CreationTime", "TrialComponentSource.SourceType"],
    },
    "ExperimentTrialComponent": {
        "Tags": ["Key", "Value"],
        "Parents": ["TrialName", "ExperimentName"],
        "Metrics": ["MetricName", "TimeStamp", *STATS],
    },
}
_TEXT_OPERANDS = [
    *TEXTS,
    "e0",
    "e1",
    "t0",
    "t1",
    "c0",
    "c1",
    "team",
    "arn:a",
    "Job",
    "Completed",
    "a , ab,",
    ",",
    "loss.max",
    "Max",
]
_NUMBER_OPERANDS = [*map(repr, NUMBERS), "9007199254740993", "1e400", "-1e400", ".1", "1.", "+1", "2"]
_TIME_OPERANDS = ["1970-01-01", "1970-01-01T00:00:01", "1970-01-01T00:00:00.001Z", "1970-01-01T01:00:01+01:00"]
_MORE_TIMES = ["2020-09-13T12:26:40.1239Z", "2020-09-13T12:26:40.123", "2023-11-14", "1970-01-01T00:00:01.5Z"]
operands = st.sampled_from([*_TEXT_OPERANDS, *_NUMBER_OPERANDS, *_TIME_OPERANDS, *_MORE_TIMES])


def names(resource: str) -> st.SearchStrategy[str]:
    """Property names, mostly of those that the stores have."""
    chosen: list[st.SearchStrategy[str]] = [
        st.sampled_from([*NAMES[resource], *COMMON]),
        st.sampled_from(["a", "A", "a.b", "é", "team"]).map("tags.{}".format),
    ]
    if resource == "ExperimentTrialComponent":
        chosen += [
            keys.map("Parameters.{}".format),
            st.builds("Metrics.{}{}".format, keys, st.sampled_from(["", ".max", *(f".{stat}" for stat in STATS)])),
            st.builds(
                "{}Artifacts.{}{}".format,
                st.sampled_from(["Input", "output"]),
                keys,
                st.sampled_from(["", ".Value", ".mediatype"]),
            ),
        ]
    return st.one_of(chosen)


def conditions(name: st.SearchStrategy[str]) -> st.SearchStrategy[Wire]:
    return st.fixed_dictionaries({"Name": name}, optional={"Operator": st.sampled_from(OPERATORS), "Value": operands})


@st.composite
def nested(draw: st.DrawFn, resource: str) -> Wire:
    list_name = draw(st.sampled_from(sorted(LISTS[resource])))
    full = st.sampled_from(LISTS[resource][list_name]).map(lambda member: f"{list_name}.{member}")
    return {"NestedPropertyName": list_name, "Filters": draw(st.lists(conditions(full), min_size=1, max_size=3))}


def structures(
    needed: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[Wire]:
    """`fixed_dictionaries`, typed: its own type would be of the values that it happens to hold."""
    return st.fixed_dictionaries(needed, optional=optional)


def expressions(resource: str) -> st.SearchStrategy[Wire]:
    """Expressions whose filters the service accepts one by one, for most draws."""
    record: Wire = {}

    def accepted(request: Wire) -> bool:
        try:
            naive_search.holds({"Filters": [request]}, record, resource)
        except naive_search.Refused:
            return False
        return True

    def accepted_nested(request: Wire) -> bool:
        try:
            naive_search.holds({"NestedFilters": [request]}, record, resource)
        except naive_search.Refused:
            return False
        return True

    flat = st.lists(conditions(names(resource)).filter(accepted), min_size=1, max_size=3)
    deep = st.lists(nested(resource).filter(accepted_nested), min_size=1, max_size=2)
    operator = st.sampled_from(["And", "Or"])
    leaf = st.one_of(
        structures({"Filters": flat}, {"Operator": operator}),
        structures({"NestedFilters": deep}, {"Operator": operator, "Filters": flat}),
    )
    return st.recursive(
        leaf,
        lambda below: structures(
            {"SubExpressions": st.lists(below, min_size=1, max_size=3)}, {"Operator": operator, "Filters": flat}
        ),
        max_leaves=5,
    )


def everything(store: Store, request: Wire, size: int) -> tuple[list[Wire], int]:
    """All pages of a search, and the total that every page told."""
    found: list[Wire] = []
    totals: set[int] = set()
    token: Wire = {}
    while True:
        answer = store.answer("Search", {**request, "MaxResults": size, **token})
        assert answer.status == 200, answer
        body = answer.body
        totals.add(body["TotalHits"]["Value"])
        found += [record for result in body["Results"] for record in result.values()]
        if "NextToken" not in body:
            (total,) = totals
            return found, total
        assert len(body["Results"]) == size
        token = {"NextToken": body["NextToken"]}


def records(store: Store, resource: str) -> list[Wire]:
    """All records, in the order in which they were made: `stores` numbers them."""
    found, _ = everything(store, {"Resource": resource}, 100)
    return sorted(found, key=lambda record: str(record[f"{RESOURCES[resource]}Name"]))


def names_of(found: Sequence[Mapping[str, Any]], resource: str) -> list[str]:
    return [record[f"{RESOURCES[resource]}Name"] for record in found]


@pytest.mark.parametrize("resource", RESOURCES)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_finds_what_the_naive_reading_finds(resource: str, data: st.DataObject) -> None:
    with data.draw(stores()) as store:
        held = records(store, resource)
        for _ in range(6):
            expression = data.draw(expressions(resource))
            request: Wire = {"Resource": resource, "SearchExpression": expression}
            answer = store.answer("Search", request)
            try:
                naive_search.check(expression, resource)  # a store without records has its limits too
                wanted = [record for record in held if naive_search.holds(expression, record, resource)]
            except naive_search.Refused:
                assert answer.body.get("__type") == "ValidationException", (expression, answer)
                continue
            assert answer.status == 200, (expression, answer)
            found, total = everything(store, request, 100)
            assert sorted(names_of(found, resource)) == sorted(names_of(wanted, resource))
            assert total == len(wanted)


@pytest.mark.parametrize("resource", RESOURCES)
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_sorts_as_the_naive_reading_sorts_whatever_the_page_size(resource: str, data: st.DataObject) -> None:
    with data.draw(stores()) as store:
        held = records(store, resource)
        for _ in range(4):
            order: Wire = {
                "SortBy": data.draw(names(resource)),
                "SortOrder": data.draw(st.sampled_from(["Ascending", "Descending"])),
            }
            size = data.draw(st.integers(1, 4))
            found, _ = everything(store, {"Resource": resource, **order}, size)
            wanted = naive_search.ordered(held, resource, order["SortBy"], order["SortOrder"])
            assert names_of(found, resource) == names_of(wanted, resource)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_refuses_what_the_naive_reading_refuses(data: st.DataObject) -> None:
    resource = data.draw(st.sampled_from(sorted(RESOURCES)))
    name = st.one_of(
        names(resource), names("ExperimentTrialComponent"), st.sampled_from(["Parents", "Parameters", "x", "Tags."])
    )
    expression: Wire = {"Filters": data.draw(st.lists(conditions(name), min_size=1, max_size=3))}
    try:
        naive_search.holds(expression, {}, resource)
    except naive_search.Refused:
        wanted = 400
    else:
        wanted = 200
    with Store.open(":memory:") as store:
        assert store.answer("Search", {"Resource": resource, "SearchExpression": expression}).status == wanted


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_visibility_keeps_who_lacks_the_tag_and_who_has_a_listed_value(data: st.DataObject) -> None:
    one = st.fixed_dictionaries({"Key": st.sampled_from(["Tags.a", "Tags.team", "tags.é"]), "Value": tag_texts})
    with data.draw(stores()) as store:
        listed = data.draw(st.lists(one, min_size=1, max_size=5))
        request: Wire = {"Resource": "ExperimentTrialComponent", "VisibilityConditions": listed}
        held = records(store, "ExperimentTrialComponent")
        wanted = [record for record in held if naive_search.visible(listed, record)]
        found, _ = everything(store, request, 3)
        assert sorted(names_of(found, request["Resource"])) == names_of(wanted, request["Resource"])
