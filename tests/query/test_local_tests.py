"""Tests of texts that only a local check can make: what they mean, and what of them a search sends."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import experiment, local
from smexp_fp.query import (
    Condition,
    NotSearchable,
    Q,
    Resource,
    compile_any,
    matches,
    parse,
    plan_any,
)
from smexp_fp.records import Artifact, Experiment, FrozenMap, Parent, TrialComponent

C: Resource = "ExperimentTrialComponent"
PARAMETERS: dict[str, str | float] = {"optimizer": "Adam", "rate": 0.5}
RECORD = TrialComponent(
    name="Run-17",
    arn="arn",
    parameters=FrozenMap(PARAMETERS),
    tags=FrozenMap({"team": "Vision"}),
    input_artifacts=FrozenMap({"data": Artifact(value="s3://bucket/Data.csv", media_type="text/csv")}),
    parents=(Parent(trial_name="t-1", experiment_name="e"), Parent(trial_name="u-2")),
)
HOLD: list[tuple[Condition[Any], bool]] = [
    (Q.name.startswith("Run"), True),
    (Q.name.startswith("run", ignore_case=True), True),
    (Q.name.endswith("-17"), True),
    (Q.name.endswith("N-17", ignore_case=True), True),
    (Q.name.contains("UN-", ignore_case=True), True),
    (Q.name.equals("run-17", ignore_case=True), True),
    (Q.name.equals("Run-17"), True),
    (Q.name.matches(r"^Run-[0-9]+$"), True),
    (Q.name.matches("7"), True),
    (Q.name.matches("(?i)^run"), True),
    (Q.name.matches(re.compile("^RUN", re.IGNORECASE)), True),
    (~Q.name.startswith("Run"), False),
    (~Q.display_name.startswith("Run"), True),
    (Q.display_name.matches(""), False),
    (Q.parameter("optimizer").startswith("Ad"), True),
    (Q.parameter("optimizer").equals("ADAM", ignore_case=True), True),
    (Q.parameter("rate").startswith("0"), False),
    (Q.parameter("rate").matches("."), False),
    (Q.tag("team").startswith("Vis"), True),
    (Q.tag("team").endswith("ION", ignore_case=True), True),
    (Q.tag("team").equals("vision", ignore_case=True), True),
    (Q.tag("team").contains("VIS", ignore_case=True), True),
    (Q.tag("team").matches("is.o"), True),
    (Q.tag("team").equals("Vision"), True),
    (Q.tags.words.startswith("te"), True),
    (Q.input_artifact("data").endswith(".csv"), True),
    (Q.parents.trial_name.startswith("u"), True),
    (Q.parents.any(Q.parents.experiment_name == "e", Q.parents.trial_name.startswith("u")), False),
    (Q.parents.any(Q.parents.experiment_name == "e", Q.parents.trial_name.startswith("t")), True),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "holds"), HOLD, ids=map(repr, (condition for condition, _ in HOLD)))
def test_it_holds_and_its_text_and_pickle_are_read_back(condition: Condition[Any], holds: object) -> None:
    assert matches(condition, RECORD) is holds
    assert matches(~condition, RECORD) is not holds
    assert parse(repr(condition)).unwrap() == condition
    assert pickle.loads(pickle.dumps(condition)) == condition  # noqa: S301 - our own
    planned = plan_any(condition, C, local_residue=True).unwrap()
    assert planned.residue is None or matches(planned.residue, RECORD) or not holds


TAG = {"Name": "Tags.x", "Operator": "Exists"}
NAME = {"Name": "TrialComponentName", "Operator": "Exists"}


def contains(name: str, value: str) -> dict[str, str]:
    return {"Name": name, "Operator": "Contains", "Value": value}


SENT: list[tuple[Condition[Any], list[Any]]] = [
    (Q.tag("x") & Q.name.startswith("ab"), [{"Filters": [TAG, contains("TrialComponentName", "ab")]}]),
    (Q.tag("x") & Q.name.endswith("ab"), [{"Filters": [TAG, contains("TrialComponentName", "ab")]}]),
    (Q.tag("x") & Q.name.matches("ab"), [{"Filters": [TAG, NAME]}]),
    (Q.tag("x") & Q.name.contains("ab", ignore_case=True), [{"Filters": [TAG, NAME]}]),
    (Q.tag("x") & ~Q.name.startswith("ab"), [{"Filters": [TAG]}]),
    # What no filter can hold is left to the local check.
    (Q.tag("x") & Q.name.startswith(""), [{"Filters": [TAG]}]),
    (Q.tag("x") & Q.name.startswith("a\nb"), [{"Filters": [TAG]}]),
    # Of the quota of one `Contains` what is asked for takes precedence over what is implied.
    (Q.status_message.startswith("a") & Q.status_message.contains("z"), [{"Filters": [contains("Status.Message", "z")]}]),  # noqa: E501 - a table
    # Alternatives: the weaker of each.
    (Q.tag("x") | Q.name.startswith("ab"),
     [{"Filters": [TAG, contains("TrialComponentName", "ab")], "Operator": "Or"}]),
    # One element of a list.
    (Q.parents.any(Q.parents.experiment_name == "e", Q.parents.trial_name.startswith("t")),
     [{"NestedFilters": [{"NestedPropertyName": "Parents", "Filters": [
         {"Name": "Parents.ExperimentName", "Operator": "Equals", "Value": "e"},
         contains("Parents.TrialName", "t")]}]}]),
    (~Q.parents.any(Q.parents.trial_name.startswith("t")), [{"Filters": [NAME]}]),
    (~Q.parents.any(Q.parents.trial_name.matches("t")), [{"Filters": [NAME]}]),
    (Q.parents.any(Q.parents.trial_name.startswith("t")) | Q.parents.any(Q.parents.trial_name == "u"),
     [{"Filters": [contains("Parents.TrialName", "t"),
                   {"Name": "Parents.TrialName", "Operator": "Equals", "Value": "u"}], "Operator": "Or"}]),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "requests"), SENT, ids=map(repr, (condition for condition, _ in SENT)))
def test_what_is_implied_is_sent(condition: Condition[Any], requests: list[Any]) -> None:
    planned = plan_any(condition, C, local_residue=True).unwrap()
    assert list(planned.requests) == requests
    assert planned.residue is not None


@pytest.mark.parametrize("ask", ["startswith('a')", "endswith('a')", "matches('a')", "equals('a', ignore_case=True)",
                                 "contains('a', ignore_case=True)"])  # fmt: skip
def test_without_opting_in_it_names_the_property_and_the_way_out(ask: str) -> None:
    condition = parse(f"Q.tag('x') & Q.description.{ask}").unwrap()
    for failure in (compile_any(condition, "Experiment").failure(), plan_any(condition, "Experiment").failure()):
        assert isinstance(failure, NotSearchable)
        assert failure.condition == parse(f"Q.description.{ask}").unwrap()
        assert "Q.description" in str(failure)
        assert "local_residue=True" in str(failure)
    sagemaker = local.client(":memory:")
    refused = experiment.search(sagemaker, condition).collect().failure()
    assert "local_residue=True" in str(refused)


@pytest.mark.parametrize("pattern", ["(", "[", "*", "(?P<x", "a" * 1025, "(" * 900 + ")" * 900])
def test_an_invalid_pattern_is_refused_where_it_is_written(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"Q\.name\.matches takes"):
        Q.name.matches(pattern)
    assert parse(f"Q.name.matches({pattern!r})").failure().position == 15


def test_the_flags_of_a_compiled_pattern_are_kept() -> None:
    flags = re.compile("^b.c$", re.IGNORECASE | re.MULTILINE | re.DOTALL)
    condition = Q.name.matches(flags)
    assert condition == Q.name.matches("(?ims)^b.c$")
    assert Q.name.matches(re.compile("a")) == Q.name.matches("a")
    assert Q.name.matches(re.compile("(?i)a")) == Q.name.matches("(?i)a")
    assert matches(condition, Experiment(name="a\nB\nC", arn="a")) is True
    anything: Any = re.compile(b"a")
    with pytest.raises(TypeError, match="takes a str"):
        Q.name.matches(anything)


def test_a_search_answers_what_matches_does() -> None:
    sagemaker = local.client(":memory:")
    for name in ("auto-1", "Auto-2", "by-auto", "other"):
        experiment.create(sagemaker, name=name).unwrap()
    for condition, names in [
        (Q.name.startswith("auto"), ["auto-1"]),
        (Q.name.startswith("auto", ignore_case=True), ["Auto-2", "auto-1"]),
        (Q.name.endswith("auto"), ["by-auto"]),
        (Q.name.matches("^[a-z]+$") | Q.name.endswith("1"), ["auto-1", "other"]),
        (~Q.name.contains("auto", ignore_case=True), ["other"]),
    ]:
        found = experiment.search(sagemaker, condition, local_residue=True).collect().unwrap()
        assert sorted(each.name for each in found) == names


LETTERS = st.text(alphabet="aAbBßé", max_size=4)


@given(LETTERS, LETTERS, st.booleans())
def test_they_mean_what_python_means(name: str, word: str, ignore_case: bool) -> None:  # noqa: FBT001 - drawn
    record = Experiment(name=name, arn="arn")
    left, right = (name.casefold(), word.casefold()) if ignore_case else (name, word)
    assert matches(Q.name.startswith(word, ignore_case=ignore_case), record) is left.startswith(right)
    assert matches(Q.name.endswith(word, ignore_case=ignore_case), record) is left.endswith(right)
    assert matches(Q.name.contains(word, ignore_case=ignore_case), record) is (right in left)
    assert matches(Q.name.equals(word, ignore_case=ignore_case), record) is (left == right)
