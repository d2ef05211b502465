"""Requests that break the service's model, most of which botocore would send: each gets the service's fault."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSRequest
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import local
from smexp_fp.local import Store
from smexp_fp.local._model import service_model
from smexp_fp.local._operations import OPERATIONS
from smexp_fp.local._patterns import matcher
from tests.local.helpers import INVALID, UNREADABLE
from tests.support.wire import done, fault

Wire = dict[str, Any]


# --- Every limit of the model


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


def beyond_the_maximum(shape: Shape) -> Iterator[tuple[Any, str]]:
    if "max" not in shape.metadata:
        return
    most = int(shape.metadata["max"])
    value: Any = most + 1
    if isinstance(shape, StringShape):
        value = "a" * (most + 1)
    elif isinstance(shape, ListShape):
        value = [valid(shape.member)] * (most + 1)
    elif isinstance(shape, MapShape):
        value = {f"k{number}": valid(shape.value) for number in range(most + 1)}
    what = "value" if isinstance(value, int) else "length"
    yield value, f"Member must have {what} less than or equal to {most}"


def breaking(shape: Shape) -> Iterator[tuple[Any, str]]:
    """Values beyond each limit of a shape and of those in it, and a part of what is said of them."""
    yield from beyond_the_maximum(shape)
    if isinstance(shape, StringShape):
        yield 7, "can not be converted"
        if shape.enum:
            yield "Nonsense", f"Member must satisfy enum value set: [{shape.enum[0]}"
        if pattern := shape.metadata.get("pattern"):
            yield "\n\n", f"Member must satisfy regular expression pattern: {pattern}"
    elif isinstance(shape, ListShape) and isinstance(shape.member, StructureShape):
        yield from (([value], text) for value, text in broken_members(shape.member))
    elif isinstance(shape, MapShape):
        yield {"k" * (int(shape.key.metadata["max"]) + 1): valid(shape.value)}, "Map keys must satisfy"
        if isinstance(shape.value, StructureShape):
            yield from (({"k": value}, text) for value, text in broken_members(shape.value))
    elif shape.type_name == "integer" and int(shape.metadata.get("min", 0)) > 0:
        yield 0, "Member must have value greater than or equal to"


def broken_members(shape: StructureShape, skipped: str = "") -> Iterator[tuple[Wire, str]]:
    """Structures in which one member breaks a limit, or is missing."""
    base: Wire = valid(shape)
    for name in shape.required_members:
        yield {member: value for member, value in base.items() if member != name}, "Member must not be null"
    for name, member in shape.members.items():
        if name != skipped:
            yield from (({**base, name: value}, text) for value, text in breaking(member))


def cases() -> Iterator[Any]:
    for operation, known in OPERATIONS.items():
        shape = service_model(known.service).operation_model(operation).input_shape
        assert isinstance(shape, StructureShape)
        for number, (request, text) in enumerate(broken_members(shape, skipped=known.itemwise)):
            yield pytest.param(operation, request, text, id=f"{operation}-{number}")


@pytest.mark.parametrize(("operation", "request_", "text"), [*cases()])
def test_is_refused_with_the_service_s_text(operation: str, request_: Wire, text: str) -> None:
    with Store.open(":memory:") as store:
        answer = store.answer(operation, request_)
    assert fault(answer) in {INVALID, UNREADABLE}
    assert text in answer.body["message"]


def test_the_text_names_every_breach_with_its_path(store: Store) -> None:
    request = {"ExperimentName": "a_b", "Tags": [{"Key": "k", "Value": "v"}, {"Key": "!", "Value": "v" * 257}]}
    answer = store.answer("CreateExperiment", request)
    assert fault(answer) == INVALID
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


# --- Values that JSON can have and the store cannot

UNFIT: list[tuple[str, Wire]] = [
    ("CreateExperiment", {"Tags": "k=v"}),
    ("CreateExperiment", {"Tags": ["k"]}),
    ("CreateExperiment", {"Tags": [None]}),
    ("CreateTrialComponent", {"Status": "Completed"}),
    ("CreateTrialComponent", {"Parameters": [{"NumberValue": 1}]}),
    ("CreateTrialComponent", {"Parameters": {"p": None}}),
    *(
        ("CreateTrialComponent", {"Parameters": {"p": {"NumberValue": number}}})
        for number in ("1", True, float("nan"), 10**400, 10**5000)
    ),
    *(
        ("CreateTrialComponent", {"StartTime": time})
        for time in ("yesterday", True, 1e300, float("nan"), float("inf"), 253402300800, -62135596801)
    ),
    *(
        ("CreateTrialComponent", request)
        for text in ("\ud800", "a\udfff")
        for request in (
            {"Parameters": {"p": {"StringValue": text}}},
            {"Parameters": {text: {"StringValue": "x"}}},
            {"InputArtifacts": {"a": {"Value": text}}},
            {"Status": {"Message": text}},
        )
    ),
    *(("ListExperiments", {"MaxResults": size}) for size in ("10", 1.5, True)),
    *(("ListExperiments", {"NextToken": text}) for text in ("\ud800", "a\udfff")),
]


@pytest.mark.parametrize(("operation", "request_"), UNFIT)
def test_a_value_of_the_wrong_type_or_out_of_range_is_refused(store: Store, operation: str, request_: Wire) -> None:
    named = {"ExperimentName": "x", "TrialComponentName": "x"}
    assert fault(store.answer(operation, {**named, **request_})) in {INVALID, UNREADABLE}
    assert done(store, "ListExperiments") == {"ExperimentSummaries": []}
    assert done(store, "ListTrialComponents") == {"TrialComponentSummaries": []}


@pytest.mark.parametrize(
    ("number", "wanted"),
    [(2**53 + 1, float(2**53)), (-0.0, 0.0), (5e-324, 5e-324), (1.7976931348623157e308, 1.7976931348623157e308)],
)
def test_numbers_keep_their_edges(store: Store, number: float, wanted: float) -> None:
    done(store, "CreateTrialComponent", TrialComponentName="c", Parameters={"p": {"NumberValue": number}})
    described = done(store, "DescribeTrialComponent", TrialComponentName="c")
    assert described["Parameters"]["p"]["NumberValue"] == wanted


@pytest.mark.parametrize("time", [253402300799, -62135596800, 0.001, 1234567890.123])
def test_times_keep_their_edges(store: Store, time: float) -> None:
    done(store, "CreateTrialComponent", TrialComponentName="c", StartTime=time)
    assert done(store, "DescribeTrialComponent", TrialComponentName="c")["StartTime"] == time


def test_unknown_members_and_nulls_are_passed_over_and_a_whole_number_may_be_a_float(store: Store) -> None:
    done(store, "CreateExperiment", ExperimentName="e", Description=None, Tomorrow={"x": [1]})
    assert len(done(store, "ListExperiments", MaxResults=10.0)["ExperimentSummaries"]) == 1


# --- Bodies


def posted(store: Store, body: bytes | str | None) -> tuple[int, Wire]:
    headers = {"X-Amz-Target": "SageMaker.ListExperiments"}
    request = AWSRequest("POST", "https://api.sagemaker.us-east-1.amazonaws.com/", headers, body).prepare()
    response = local.door(store)(request)
    return response.status_code, json.loads(response.content)


@pytest.mark.parametrize("body", [b"{", "{]", b"\xff", b"[1]", b'"text"', b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_a_serialization_fault(store: Store, body: bytes | str) -> None:
    status, answer = posted(store, body)
    assert (status, answer["__type"]) == UNREADABLE


@pytest.mark.parametrize("body", [b"{}", "{}", b"", None])
def test_a_body_may_be_text_or_missing(store: Store, body: bytes | str | None) -> None:
    assert posted(store, body) == (200, {"ExperimentSummaries": []})


# --- Patterns, which are Java's


def accepts(store: Store, operation: str, **request: Any) -> bool:
    return not store.answer(operation, request).is_error


of_tags = st.text(st.characters(categories=["L", "Z", "N"]) | st.sampled_from("_.:/=+-@"), max_size=9)


@given(st.lists(st.tuples(of_tags, st.text(max_size=1), of_tags).map("".join), min_size=5, max_size=5))
def test_a_tag_has_letters_spaces_and_digits_of_any_script(texts: list[str]) -> None:
    with Store.open(":memory:") as store:
        for number, text in enumerate(texts):
            wanted = all(unicodedata.category(c)[0] in "LZN" or c in "_.:/=+-@" for c in text)
            tags = [{"Key": "k", "Value": text}]
            assert accepts(store, "CreateExperiment", ExperimentName=f"e{number}", Tags=tags) == wanted


@pytest.mark.parametrize("name", ["a--b", "", "-a", "a-", "a\n", " a", "a_b", "é"])
def test_the_whole_name_must_match(store: Store, name: str) -> None:
    assert accepts(store, "CreateExperiment", ExperimentName=name) == (name == "a--b")


@pytest.mark.parametrize("text", ["a\n", "a\r", "a\x85", "a\u2028", "a\u2029", "a\x0b", "é\u2027"])
def test_a_dot_stops_at_java_s_line_terminators(store: Store, text: str) -> None:
    filters = [{"Name": "DisplayName", "Operator": "Equals", "Value": text}]
    wanted = text in {"a\x0b", "é\u2027"}
    assert accepts(store, "Search", Resource="Experiment", SearchExpression={"Filters": filters}) == wanted


@pytest.mark.parametrize("media_type", ["text/x-y+z", "é/x"])
def test_word_characters_are_ascii(store: Store, media_type: str) -> None:
    artifacts = {"a": {"Value": "v", "MediaType": media_type}}
    made = accepts(store, "CreateTrialComponent", TrialComponentName="c", InputArtifacts=artifacts)
    assert made == media_type.isascii()


@pytest.mark.parametrize("pattern", [r"\p{Lu}", "[a-z&&[b]]", "[a[b]]", r".\p{L}"])
def test_a_pattern_that_a_later_botocore_may_bring_is_not_misread(pattern: str) -> None:
    with pytest.raises(NotImplementedError):
        matcher(pattern)
