"""Every member of the service's shapes is a field, or left out for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.session import get_session

from smexp_fp.query import LEFT_OUT, properties

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
