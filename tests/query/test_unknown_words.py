"""Words that do not exist: resources, orders, kinds, names of fields, statuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast, get_args

import botocore.session
import pytest

from smexp_fp.query import Q, Resource, compile_any, decompile_any, matches, parse, plan_any, predicate, sort_key
from smexp_fp.records import PrimaryStatus, Status, TrialComponent

C: Resource = "ExperimentTrialComponent"
ANY = cast("Any", Q)


@pytest.mark.parametrize("resource", ["experiment", "Trial", "", None, 3, [], {}, b"Experiment"])
def test_a_resource_that_does_not_exist_is_a_type_error(resource: Any) -> None:
    calls: dict[str, Callable[[], object]] = {
        "compile": lambda: compile_any(Q.tag("a"), resource),
        "plan": lambda: plan_any(Q.tag("a"), resource),
        "predicate": lambda: predicate(Q.tag("a"), resource),
        "decompile": lambda: decompile_any({"Filters": [{"Name": "Tags.a"}]}, resource),
        "sort_key": lambda: sort_key(None, None, resource),
        "path": lambda: Q.name.path(resource),
    }
    for name, call in calls.items():
        with pytest.raises(TypeError) as error:
            call()
        rule = "takes one of Experiment, ExperimentTrial, ExperimentTrialComponent as its resource, not"
        assert str(error.value) == f"{name} {rule} {resource!r}"


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


def test_the_statuses_are_the_api_s() -> None:
    model = botocore.session.Session().get_service_model("sagemaker")
    assert cast("Any", model.shape_for("TrialComponentPrimaryStatus")).enum == STATUSES.split(", ")
    record = TrialComponent(name="c", arn="arn", status=Status(primary="Completed"))
    assert list(get_args(PrimaryStatus)) == STATUSES.split(", ")
    for status in get_args(PrimaryStatus):
        assert compile_any(Q.status == status, C).unwrap()
        assert matches(Q.status == status, record) is (status == "Completed")


def test_a_status_of_tomorrow_can_be_asked_for_by_name() -> None:
    tomorrow = Q.field("Status.PrimaryStatus", "text") == "Paused"
    expression = {"Filters": [{"Name": "Status.PrimaryStatus", "Operator": "Equals", "Value": "Paused"}]}
    assert compile_any(tomorrow, C).unwrap() == expression
    read = decompile_any(expression, C).unwrap()
    assert compile_any(read, C).unwrap() == expression
    several = {"Filters": [{"Name": "Status.PrimaryStatus", "Operator": "In", "Value": "Failed,Paused"}]}
    read = decompile_any(several, C).unwrap()
    assert compile_any(read, C).unwrap() == several
    assert parse(repr(read)).unwrap() == read
    known = {"Filters": [{"Name": "Status.PrimaryStatus", "Operator": "In", "Value": "Failed,Stopped"}]}
    assert decompile_any(known, C).unwrap() == Q.status.is_in(["Failed", "Stopped"])
