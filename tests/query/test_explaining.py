"""`explain`: a condition or a plan in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from smexp_fp.query import Condition, Q, Resource, all_of, any_of, explain, plan_any

NAMES = {"Q": Q, "all_of": all_of, "any_of": any_of, "datetime": dt}
C: Resource = "ExperimentTrialComponent"

# A condition, and what `explain` says of it.
EXPLAINED: list[tuple[str, str]] = [
    ("Q.name == 'a'", "name is 'a'"),
    ("Q.name != 'a'", "name is not 'a'"),
    ("Q.name.contains('a')", "name contains 'a'"),
    ("Q.name.is_in(['b', 'a'])", "name is one of 'b', 'a'"),
    ("Q.name.is_in([])", "name is one of (none)"),
    ("Q.name.missing()", "name is missing"),
    ("Q.tag('a', 'b')", "tag 'a' is 'b'"),
    ("Q.tags.words == 'a'", "tags words is 'a'"),
    ("Q.metric('x').last >= 1", "metric 'x' last is at least 1"),
    ("Q.metric('x').std_dev > 1", "metric 'x' std dev is more than 1"),
    ("Q.metric('x').min <= 1", "metric 'x' min is at most 1"),
    ("Q.metric('x').avg.between(0, 0.5)", "metric 'x' avg is from 0 through 0.5"),
    ("Q.metric('x').last < float('nan')", "metric 'x' last is less than float('nan')"),
    ("Q.created == datetime.date(2024, 5, 1)", "created is on 2024-05-01"),
    ("Q.created < datetime.date(2024, 5, 1)", "created is less than 2024-05-01T00:00:00Z"),
    ("Q.input_artifact('d').media_type.exists()", "input artifact 'd' media type exists"),
    ("Q.wire('New', 'In', 'a, b')", "property 'New' is one of 'a', 'b'"),
    ("Q.field('New', 'number') < 1", "property 'New' is less than 1"),
    ("all_of()", "anything"),
    ("any_of()", "nothing"),
    ("Q.name.startswith('a')", "name starts with 'a'"),
    ("Q.name.endswith('a', ignore_case=True)", "name ends with, in any case of letters, 'a'"),
    ("Q.name.equals('b', ignore_case=True)", "name is, in any case of letters, 'b'"),
    ("Q.name.matches('c')", "name matches 'c'"),
    ("Q.tag('a') & (Q.tag('b') & Q.tag('c'))", "all of:\n  tag 'a' exists\n  tag 'b' exists\n  tag 'c' exists"),
    ("Q.tag('({})')", "tag '({})' exists"),
    ("~Q.tag('a')", "not:\n  tag 'a' exists"),
    ("Q.tag('a') & (Q.tag('b') | Q.tag('c'))",
     "all of:\n  tag 'a' exists\n  at least one of:\n    tag 'b' exists\n    tag 'c' exists"),
    ("Q.parents.any((Q.parents.trial_name == 't') & Q.parents.experiment_name.exists())",
     "one element of parents has:\n  all of:\n    parents trial name is 't'\n    parents experiment name exists"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), EXPLAINED, ids=[code for code, _ in EXPLAINED])
def test_an_explanation_says_it_in_words(code: str, expected: str) -> None:
    assert explain(eval(code, dict(NAMES))) == expected  # noqa: S307 - one of the above


def test_a_plan_is_explained_with_what_its_request_asks_of_list_elements_and_alternatives() -> None:
    element = Q.parents.any((Q.parents.trial_name == "t") & Q.parents.experiment_name.exists())
    planned = plan_any(element & (Q.tag("a") | Q.tag("b")), C).unwrap()
    assert explain(planned).splitlines() == [
        "one request:",
        "  all of:",
        "    one element of Parents has:",
        "      all of:",
        "        Parents.ExperimentName exists",
        "        Parents.TrialName is 't'",
        "    at least one of:",
        "      Tags.a exists",
        "      Tags.b exists",
    ]


def test_a_plan_is_explained_with_each_of_its_requests_and_what_is_checked_locally() -> None:
    either = any_of(*(Q.description.contains(word) for word in "ab"))
    assert explain(plan_any(either, "Experiment").unwrap()).splitlines() == [
        "request 1 of 2:",
        "  Description contains 'a'",
        "request 2 of 2:",
        "  Description contains 'b'",
    ]
    planned = plan_any(Q.tag("x") & Q.name.endswith("ab"), "Experiment", local_residue=True).unwrap()
    assert explain(planned).splitlines() == [
        "one request:",
        "  all of:",
        "    ExperimentName contains 'ab'",
        "    Tags.x exists",
        "of each record found, check locally:",
        "  name ends with 'ab'",
    ]


def test_deep_conditions_are_indented_up_to_a_depth() -> None:
    condition: Condition[Any] = Q.tag("k")
    for _ in range(60):
        condition = ~condition
    lines = explain(condition).splitlines()
    assert lines[1] == "  not:"
    assert [len(line) - len(line.lstrip()) for line in lines[49:52]] == [98, 100, 100]
    assert lines[-1].strip() == "tag 'k' exists"
