"""The fields of `Q`: their texts and types, and their names in a search, against the service's own shapes.

`docs/query/fields.md`, which `tests/docs` holds against the code, has all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from botocore.session import get_session

from smexp_fp.query import LEFT_OUT, Field, Q, Query, UnknownProperty, all_of, properties

FIELDS_BY_CODE: dict[str, Callable[[], object]] = {
    "Q.parameter('{}')": lambda: Q.parameter("{}"),
    "Q.metric('x').std_dev": lambda: Q.metric("x").std_dev,
    "Q.input_artifact('x')": lambda: Q.input_artifact("x"),
    "Q.input_artifact('x').media_type": lambda: Q.input_artifact("x").media_type,
    "Q.output_artifact('x').media_type": lambda: Q.output_artifact("x").media_type,
    "Q.field('A.b', 'text')": lambda: Q.field("A.b", "text"),
    "Q.field('A.b', 'number')": lambda: Q.field("A.b", "number"),
    "Q.field('A.b', 'time')": lambda: Q.field("A.b", "time"),
    "Q.field('A.b', 'parameter')": lambda: Q.field("A.b", "parameter"),
    "Q.tags": lambda: Q.tags,
    "Q.parents": lambda: Q.parents,
    "Q.components": lambda: Q.components,
    "Q.metrics": lambda: Q.metrics,
    "Q": lambda: Q,
}


def test_fields_show_their_code() -> None:
    fresh = Query()
    assert repr(fresh) == "Q"
    for row in properties():
        code = row.field.split(".any(")[-1].removesuffix(")") if ".any(" in row.field else row.field
        code = code.replace("{}", "'k'")
        found = eval(code, {"Q": fresh})  # noqa: S307 - of the table
        assert isinstance(found, Field)
        assert repr(cast("object", found)) == code
        assert type(cast("object", found)).__name__ == (
            "ArtifactField"
            if code in {"Q.input_artifact('k')", "Q.output_artifact('k')"}
            else "StatusField"
            if code == "Q.status"
            else f"{row.kind.title()}Field"
        )
    assert repr(fresh.parents.any(all_of())) == "Q.parents.any(all_of())"
    assert repr(Q.tags["it's"]) == 'Q.tags["it\'s"]'
    for code, make in FIELDS_BY_CODE.items():
        assert repr(make()) == code


def test_paths_of_fields() -> None:
    assert Q.name.path("ExperimentTrial").unwrap() == "TrialName"
    assert Q.tags["{}"].path("Experiment").unwrap() == "Tags.{}"
    assert Q.metric("loss").avg.path("ExperimentTrialComponent").unwrap() == "Metrics.loss.Avg"
    assert Q.field("A.b", "text").path("Experiment").unwrap() == "A.b"
    assert Q.metric("loss").avg.path("Experiment").failure() == UnknownProperty(
        Q.metric("loss").avg.exists(), "Experiment"
    )
    assert Q.tags.key.path("Experiment").failure().resource == "Experiment"


def test_fields_hash_by_identity() -> None:
    fields: list[Field[Any]] = [Q.name, Q.created, Q.metric("x").last, Q.parameter("x"), Q.input_artifact("x")]
    for field in fields:
        assert hash(field) == object.__hash__(field)
    assert {id(field): field for field in fields}[id(Q.name)] is Q.name


SHAPES = {"Experiment": "Experiment", "ExperimentTrial": "Trial", "ExperimentTrialComponent": "TrialComponent"}


def leaves(shape: Any, path: str, top: str) -> Iterator[str]:
    for name, member in shape.members.items():
        here = f"{path}.{name}" if path else name
        if f"{top}.{here}" in LEFT_OUT:
            continue
        if member.type_name == "structure":
            yield from leaves(member, here, top)
        elif member.type_name == "list":
            yield from leaves(member.member, here, top)
        elif member.type_name == "map":
            yield from (leaves(member.value, f"{here}.{{}}", top) if name != "Parameters" else [f"{here}.{{}}"])
        else:
            yield here


def test_every_member_is_a_field_or_left_out() -> None:
    model = get_session().get_service_model("sagemaker")
    for resource, shape in SHAPES.items():
        known = {row.path for row in properties() if row.resource == resource}
        missing = set(leaves(model.shape_for(shape), "", shape)) - known
        assert not missing


def test_no_field_is_made_up() -> None:
    model = get_session().get_service_model("sagemaker")
    for resource, shape in SHAPES.items():
        members = set(leaves(model.shape_for(shape), "", shape))
        extra = {row.path for row in properties() if row.resource == resource} - members
        statistics = {f"Metrics.{{}}.{name}" for name in ("Last", "Min", "Max", "Avg", "Count", "StdDev")}
        assert extra <= statistics | {"Tags", "Tags.{}", "InputArtifacts", "OutputArtifacts"}


def test_the_star_import_hides_nothing_of_python_s() -> None:
    namespace: dict[str, Any] = {}
    exec("from smexp_fp.query import *", namespace)  # noqa: S102 - what a notebook does
    assert not {"compile", "text", "number", "time", "parameter"} & set(namespace)
    assert {"Q", "all_of", "plan", "matches"} <= set(namespace)
