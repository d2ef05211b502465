"""Every limit of the model that botocore does not check is checked, with the service's text."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from smexp_fp.local import Store
from smexp_fp.local._model import service_model
from smexp_fp.local._operations import OPERATIONS

Wire = dict[str, Any]


def valid(shape: Shape) -> Any:
    """The smallest value that the model allows: required members only."""
    if isinstance(shape, StructureShape):
        return {name: valid(shape.members[name]) for name in shape.required_members}
    if isinstance(shape, ListShape):
        return [valid(shape.member)] * int(shape.metadata.get("min", 0))
    if isinstance(shape, MapShape):
        return {}
    if isinstance(shape, StringShape):
        if shape.enum:
            return shape.enum[0]
        if "arn:aws" in str(shape.metadata.get("pattern")):
            return "arn:aws:sagemaker:us-east-1:123456789012:experiment/x"
        return "a"
    return max(0, int(shape.metadata.get("min", 0)))


def breaking(shape: Shape) -> list[tuple[Any, str]]:
    """Values beyond each maximum, pattern and enum of a shape itself, and a part of what is said of them."""
    found: list[tuple[Any, str]] = []
    most = shape.metadata.get("max")
    if isinstance(shape, StringShape):
        if shape.enum:
            found.append(("Nonsense", f"Member must satisfy enum value set: [{shape.enum[0]}"))
        if most is not None:
            found.append(("a" * (int(most) + 1), f"Member must have length less than or equal to {most}"))
        if pattern := shape.metadata.get("pattern"):
            found.append(("\n\n", f"Member must satisfy regular expression pattern: {pattern}"))
        found.append((7, "can not be converted"))
    elif isinstance(shape, ListShape) and most is not None:
        found.append(([valid(shape.member)] * (int(most) + 1), f"Member must have length less than or equal to {most}"))
    elif isinstance(shape, MapShape) and most is not None:
        items: Wire = {f"k{number}": valid(shape.value) for number in range(int(most) + 1)}
        found.append((items, f"Member must have length less than or equal to {most}"))
    elif shape.type_name in {"integer", "long"} and most is not None:
        found.append((int(most) + 1, f"Member must have value less than or equal to {most}"))
    if int(shape.metadata.get("min") or 0) > 0 and shape.type_name == "integer":
        found.append((0, "Member must have value greater than or equal to"))
    return found


def cases() -> list[Any]:  # noqa: C901 - a walk over the kinds of member
    collected: list[Any] = []

    def add(operation: str, request: Wire, label: str, text: str) -> None:
        collected.append(pytest.param(operation, request, text, id=f"{operation}-{label}"))

    for operation, known in OPERATIONS.items():
        shape = service_model(known.service).operation_model(operation).input_shape
        assert shape is not None
        base: Wire = valid(shape)
        for name in shape.required_members:
            add(
                operation,
                {member: value for member, value in base.items() if member != name},
                f"{name}-null",
                "Member must not be null",
            )
        for name, member in shape.members.items():
            for number, (value, text) in enumerate(breaking(member)):
                add(operation, {**base, name: value}, f"{name}-{number}", text)
            if isinstance(member, MapShape):
                key = "k" * (int(member.key.metadata["max"]) + 1)
                add(operation, {**base, name: {key: valid(member.value)}}, f"{name}-key", "Map keys must satisfy")
                if isinstance(member.value, StructureShape):
                    for inner, below in member.value.members.items():
                        for number, (value, text) in enumerate(breaking(below)):
                            items = {"k": {**valid(member.value), inner: value}}
                            add(operation, {**base, name: items}, f"{name}-{inner}-{number}", text)
            element = member.member if isinstance(member, ListShape) and name != "MetricData" else None
            if isinstance(element, StructureShape):
                for inner, below in element.members.items():
                    for number, (value, text) in enumerate(breaking(below)):
                        add(
                            operation,
                            {**base, name: [{**valid(element), inner: value}]},
                            f"{name}-{inner}-{number}",
                            text,
                        )
    return collected


@pytest.mark.parametrize(("operation", "request_", "text"), cases())
def test_is_refused_with_the_service_s_text(operation: str, request_: Wire, text: str) -> None:
    with Store.open(":memory:") as store:
        answer = store.answer(operation, request_)
    assert answer.status == 400
    assert answer.body["__type"] in {"ValidationException", "SerializationException"}
    assert text in answer.body["message"]


def test_the_text_names_every_breach_with_its_path(store: Store) -> None:
    request = {"ExperimentName": "a_b", "Tags": [{"Key": "k", "Value": "v"}, {"Key": "!", "Value": "v" * 257}]}
    answer = store.answer("CreateExperiment", request)
    assert answer.body["__type"] == "ValidationException"
    message: str = answer.body["message"]
    assert message.startswith(
        "3 validation errors detected: "
        "Value 'a_b' at 'experimentName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
        "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}; Value '!' at 'tags.2.member.key' failed"
    )
    assert (
        "at 'tags.2.member.value' failed to satisfy constraint: Member must have length less than or equal to 256"
        in message
    )


@pytest.mark.parametrize("text", ["\ud800", "a\udfff"])
def test_lone_surrogates_are_refused_everywhere(store: Store, text: str) -> None:
    for request in (
        {"Parameters": {"p": {"StringValue": text}}},
        {"Parameters": {text: {"StringValue": "x"}}},
        {"InputArtifacts": {"a": {"Value": text}}},
        {"Status": {"Message": text}},
    ):
        answer = store.answer("CreateTrialComponent", {"TrialComponentName": "c", **request})
        assert answer.status == 400
    assert store.answer("ListExperiments", {"NextToken": text}).status == 400


def test_numbers_and_times_keep_their_edges(store: Store) -> None:
    for number, wanted in ((2**53 + 1, float(2**53)), (-0.0, 0.0), (5e-324, 5e-324), (1.7976931348623157e308,) * 2):
        request = {"TrialComponentName": "c", "Parameters": {"p": {"NumberValue": number}}}
        assert store.answer("CreateTrialComponent", request).status == 200
        described = store.answer("DescribeTrialComponent", {"TrialComponentName": "c"}).body
        assert described["Parameters"]["p"]["NumberValue"] == wanted
        store.answer("DeleteTrialComponent", {"TrialComponentName": "c"})
    for wrong in (10**400, 10**5000, True, "1", float("nan")):
        request = {"TrialComponentName": "c", "Parameters": {"p": {"NumberValue": wrong}}}
        assert store.answer("CreateTrialComponent", request).status == 400
    for time in (1e300, float("nan"), float("inf"), 253402300800, -62135596801):
        assert store.answer("CreateTrialComponent", {"TrialComponentName": "c", "StartTime": time}).status == 400
    for time in (253402300799, -62135596800, 0.001, 1234567890.123):
        store.answer("DeleteTrialComponent", {"TrialComponentName": "c"})
        assert store.answer("CreateTrialComponent", {"TrialComponentName": "c", "StartTime": time}).status == 200
        assert store.answer("DescribeTrialComponent", {"TrialComponentName": "c"}).body["StartTime"] == time


def test_unknown_members_and_nulls_are_passed_over(store: Store) -> None:
    request = {"ExperimentName": "e", "Description": None, "Tomorrow": {"x": [1]}}
    assert store.answer("CreateExperiment", request).status == 200
