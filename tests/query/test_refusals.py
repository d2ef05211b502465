"""What is refused: mistakes of a program where they are made, values as a failure that says what to do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import botocore.session
import pytest

from smexp_fp.query import (
    IllegalOperand,
    Q,
    Resource,
    all_of,
    compile_any,
    decompile_any,
    explain,
    matches,
    plan_any,
    predicate,
    sort_key,
)
from smexp_fp.query import compile as compile_one
from smexp_fp.records import FrozenMap, MetricSummary, Status, TrialComponent

C: Resource = "ExperimentTrialComponent"
DAY = dt.date(2024, 5, 1)
NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
ANY = cast("Any", Q)


@pytest.mark.parametrize("resource", ["experiment", "Trial", "", None, 3, [], {}, b"Experiment"])
def test_a_resource_that_does_not_exist_is_a_type_error(resource: Any) -> None:
    for call in (
        lambda: compile_one(Q.tag("a"), resource),
        lambda: compile_any(Q.tag("a"), resource),
        lambda: plan_any(Q.tag("a"), resource),
        lambda: predicate(Q.tag("a"), resource),
        lambda: decompile_any({"Filters": [{"Name": "Tags.a"}]}, resource),
        lambda: sort_key(None, None, resource),
        lambda: Q.name.path(resource),
    ):
        with pytest.raises(TypeError) as error:
            call()
        rule = "takes one of Experiment, ExperimentTrial, ExperimentTrialComponent as its resource, not"
        assert f"{rule} {resource!r}" in str(error.value)


def test_other_words_that_do_not_exist_are_type_errors() -> None:
    wrong: list[Any] = ["asc", "descending", 3, [], True]
    for word in wrong:
        with pytest.raises(TypeError, match="takes Ascending or Descending as its order"):
            sort_key(None, word, C)
        with pytest.raises(TypeError, match=r"Q\.field takes one of text, number, time, parameter as its kind"):
            ANY.field("Name", word)


@pytest.mark.parametrize(
    ("path", "name"),
    [("", "nme"), ("", "metrc"), ("created_by", "user_profile_nam"), ("source", "arm"), ("metadata", "comit_id"),
     ("tags", "key_"), ("parents", "trial_nam"), ("name", "contain"), ("status", "is_inn"), ("created", "betwen")],
)  # fmt: skip
def test_a_misspelt_name_is_met_with_a_suggestion(path: str, name: str) -> None:
    owner: Any = getattr(Q, path) if path else Q
    with pytest.raises(AttributeError, match=r"did you mean Q\.") as error:
        getattr(owner, name)
    assert error.value.name == name
    assert repr(owner) in str(error.value)
    assert not hasattr(Q, "_something")
    with pytest.raises(AttributeError, match=r"has no 'zzzzzzzz'$"):
        assert owner.zzzzzzzz


def test_the_statistics_of_a_metric_are_suggested() -> None:
    with pytest.raises(AttributeError, match=r"did you mean Q\.metric\('loss'\)\.last"):
        assert ANY.metric("loss").lst


STATUSES = "InProgress, Completed, Failed, Stopping, Stopped"
REFUSED: list[tuple[Any, str]] = [
    (Q.status == "complete", f"'complete' is none of {STATUSES}; did you mean 'Completed'?"),
    (Q.status != "completed", f"'completed' is none of {STATUSES}; did you mean 'Completed'?"),
    (Q.status.is_in(["Completed", "x"]), f"'x' is none of {STATUSES}"),
    (Q.metric("loss").last.between(1, 0), "the first bound is greater than the second"),
    (Q.parameter("lr").between(0.2, 0.1), "the first bound is greater than the second"),
    (Q.parameter("lr").between(10, 9), "the first bound is greater than the second"),
    (Q.end.between(NOON, NOON - dt.timedelta(seconds=1)), "the first bound is greater than the second"),
    (Q.end.between(DAY, DAY - dt.timedelta(1)), "the first bound is greater than the second"),
    (Q.end.between(NOON + dt.timedelta(hours=12), DAY), "the first bound is greater than the second"),
    (Q.end.between(DAY, NOON - dt.timedelta(hours=13)), "the first bound is greater than the second"),
    (Q.end.within(dt.timedelta(-1), now=NOON), "an age of .within is not negative"),
    (Q.end.within(dt.timedelta.min, now=NOON), "an age of .within is not negative"),
    (Q.parameter("bs").is_in([32, float("nan")]), "finite numbers"),
]


@pytest.mark.parametrize(("condition", "rule"), REFUSED, ids=map(str, range(len(REFUSED))))
def test_what_could_find_nothing_is_refused(condition: Any, rule: str) -> None:
    for local_residue in (False, True):
        failure = plan_any(Q.tag("a") & condition, C, local_residue=local_residue).failure()
        assert isinstance(failure, IllegalOperand)
        assert failure.rule.startswith(rule) or rule in failure.rule
        assert failure.condition == condition
        assert repr(condition) in str(failure)


def test_the_statuses_are_the_api_s() -> None:
    model = botocore.session.Session().get_service_model("sagemaker")
    assert cast("Any", model.shape_for("TrialComponentPrimaryStatus")).enum == STATUSES.split(", ")
    record = TrialComponent(name="c", arn="arn", status=Status(primary="Completed"))
    for status in STATUSES.split(", "):
        assert compile_any(Q.status == status, C).unwrap()
        assert matches(Q.status == status, record) is (status == "Completed")


def test_a_status_of_tomorrow_can_be_asked_for_by_name() -> None:
    tomorrow = Q.field("Status.PrimaryStatus", "text") == "Paused"
    expression = {"Filters": [{"Name": "Status.PrimaryStatus", "Operator": "Equals", "Value": "Paused"}]}
    assert compile_any(tomorrow, C).unwrap() == expression
    read = decompile_any(expression, C).unwrap()
    assert compile_any(read, C).unwrap() == expression
    several = {"Filters": [{"Name": "Status.PrimaryStatus", "Operator": "In", "Value": "Failed,Paused"}]}
    assert compile_any(decompile_any(several, C).unwrap(), C).unwrap() == several
    known = {"Filters": [{"Name": "Status.PrimaryStatus", "Operator": "In", "Value": "Failed,Stopped"}]}
    assert decompile_any(known, C).unwrap() == Q.status.is_in(["Failed", "Stopped"])


def filters(condition: Any) -> Any:
    expression: Any = compile_any(condition, C).unwrap()
    return expression["Filters"]


def test_numbers_of_any_library_are_operands() -> None:
    class Scalar:
        def __float__(self) -> float:
            return 0.25

    numbers: list[tuple[Any, str]] = [(Decimal("0.25"), "0.25"), (Fraction(1, 4), "0.25"), (Scalar(), "0.25"), (7, "7")]
    for given, sent in numbers:
        for condition in (Q.metric("x").last == given, Q.parameter("x") == given, Q.parameter("x") < given):
            assert filters(condition)[0]["Value"] == sent
    assert Q.metric("x").last.between(Fraction(1, 4), Decimal(1)) == Q.metric("x").last.between(0.25, 1.0)


def test_parameters_are_in_numbers_and_texts() -> None:
    assert filters(Q.parameter("bs").is_in([32, 64])) == [{"Name": "Parameters.bs", "Operator": "In", "Value": "32,64"}]
    assert filters(Q.parameter("bs").is_in([32, "auto", Decimal("0.5")])) == [
        {"Name": "Parameters.bs", "Operator": "In", "Value": "0.5,32,auto"}
    ]
    stored: list[tuple[str | float, bool]] = [(32, True), ("32", True), ("auto", True), (33, False), ("x", False)]
    for value, found in stored:
        parameters: dict[str, str | float] = {"bs": value}
        record = TrialComponent(name="c", arn="arn", parameters=FrozenMap(parameters))
        assert matches(Q.parameter("bs").is_in([32, "auto"]), record) is found


def test_ranges_of_days_last_until_the_end_of_the_last() -> None:
    def bounds(condition: Any) -> Any:
        return [(each["Operator"], each["Value"]) for each in filters(condition)]

    next_day = "2024-05-02T00:00:00Z"
    midnight = "2024-05-01T00:00:00Z"
    assert bounds(Q.end.between(DAY, DAY)) == [("GreaterThanOrEqualTo", midnight), ("LessThan", next_day)]
    assert bounds(Q.end.between(NOON, DAY)) == [
        ("GreaterThanOrEqualTo", "2024-05-01T12:00:00Z"),
        ("LessThan", next_day),
    ]
    assert bounds(Q.end.between(DAY, NOON)) == [
        ("GreaterThanOrEqualTo", midnight), ("LessThanOrEqualTo", "2024-05-01T12:00:00Z")
    ]  # fmt: skip
    assert bounds(Q.end.between(DAY, dt.date.max)) == [("GreaterThanOrEqualTo", midnight)]
    for hour, found in [(0, True), (23, True), (24, False), (-1, False)]:
        moment = dt.datetime(2024, 5, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hour, milliseconds=999)
        record = TrialComponent(name="c", arn="arn", end=moment)
        assert matches(Q.end.between(DAY, DAY), record) is found


def test_a_metric_exists_or_is_missing() -> None:
    loss = Q.metric("loss")
    record = TrialComponent(name="c", arn="arn", metrics=(MetricSummary(name="loss"),))
    assert matches(loss.exists(), record) is True
    assert matches(loss.missing(), record) is False
    assert matches(Q.metric("other").exists(), record) is False
    assert compile_any(loss.exists(), C).unwrap() == {
        "NestedFilters": [
            {
                "NestedPropertyName": "Metrics",
                "Filters": [{"Name": "Metrics.MetricName", "Operator": "Equals", "Value": "loss"}],
            }
        ]
    }
    assert "local_residue=True" in str(compile_any(loss.missing(), C).failure())
    assert plan_any(loss.missing(), C, local_residue=True).unwrap().residue == loss.missing()


def test_an_empty_text_is_met_with_advice_that_works() -> None:
    empty = Q.tag("k", "")
    assert "local_residue=True" in str(compile_any(empty, C).failure())
    planned = plan_any(empty, C, local_residue=True).unwrap()
    assert planned.residue == empty
    assert matches(empty, TrialComponent(name="c", arn="arn", tags=FrozenMap({"k": ""}))) is True


def test_the_star_import_hides_nothing_of_python_s() -> None:
    namespace: dict[str, Any] = {}
    exec("from smexp_fp.query import *", namespace)  # noqa: S102 - what a notebook does
    assert not {"compile", "text", "number", "time", "parameter"} & set(namespace)
    assert {"Q", "all_of", "plan", "matches"} <= set(namespace)


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


def test_what_alternates_too_often_is_a_failure_and_still_a_value() -> None:
    def alternating(levels: int) -> Any:
        made: Any = Q.tag("k")
        for level in range(levels):
            made = (made & Q.tag("a")) if level % 2 else (made | Q.tag("b"))
        return made

    def called_deep(frames: int) -> Any:
        return called_deep(frames - 1) if frames else plan_any(alternating(200), C, local_residue=True)

    assert called_deep(350).unwrap().residue is not None
    deep, record = alternating(5_000), TrialComponent(name="c", arn="arn")
    for failure in (compile_any(deep, C).failure(), plan_any(deep, C, local_residue=True).failure()):
        assert type(failure).__name__ == "TooDeep"
        assert "more than 200 times" in str(failure)
    assert type(compile_any(alternating(201), C).failure()).__name__ == "TooDeep"
    assert type(compile_any(alternating(200), C).failure()).__name__ != "TooDeep"
    assert plan_any(alternating(200), C, local_residue=True).unwrap().residue is not None
    assert matches(deep, record) is False
    assert deep == alternating(5_000)
    assert hash(deep) == hash(alternating(5_000))
    assert explain(deep)
