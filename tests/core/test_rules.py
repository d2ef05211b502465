"""The service's rules: read from botocore's model, checked before anything is sent, named in the caller's words."""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from botocore.model import Shape
from botocore.validate import ParamValidator
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from smexp_fp._api import kinds, shapes
from smexp_fp._api.call import Call, send
from smexp_fp._api.rules import argument_of, check
from smexp_fp.errors import InvalidInput
from tests.support import generate_shapes, model
from tests.support.clients import recorder
from tests.support.model import MOMENT


def test_the_generated_rules_are_those_of_the_installed_botocore() -> None:
    namespace: dict[str, Any] = {}
    exec(generate_shapes.generated(), namespace)  # noqa: S102 - our own text
    installed: dict[str, object] = namespace["SHAPES"]
    if older_than_pinned("botocore", "boto3"):
        expected = {name: without_later_values(shape, installed.get(name)) for name, shape in shapes.SHAPES.items()}
        assert installed == expected
    else:
        assert installed == shapes.SHAPES


def older_than_pinned(distribution: str, pinned: str) -> bool:
    """Whether the lowest versions are tested; boto3 and botocore have the same numbers."""
    groups = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    [newest] = [line for line in groups["dependency-groups"]["newest"] if line.startswith(f"{pinned}==")]
    versions = (metadata.version(distribution), newest.partition("==")[2])
    installed, newest_numbers = (tuple(map(int, version.split("."))) for version in versions)
    return installed < newest_numbers


def without_later_values(ours: object, theirs: object) -> object:
    """A rule without the values that an older model does not have yet: the service gains them from time to time."""
    if isinstance(ours, kinds.Text) and isinstance(theirs, kinds.Text):
        return ours._replace(enum=tuple(value for value in ours.enum if value in theirs.enum))
    return ours


# --- every rule of the model, at every place of every request ---------------------------------------------------------

# Characters that no legal value of the shape may have, and that length limits alone would let through.
ILLEGAL = {
    "ExperimentEntityName": ["-a", "a-", "a b", "a_b", "é", "a\n", "\na", "a.b", "٣"],
    "ExperimentEntityNameOrArn": ["-a", "a_b", "arn:aws:s3:::a", "a\n", "a/b"],
    "ResourceArn": ["arn", "a", "", "arn:aws:sagemaker:us-east-1:12:x", "arn:aws:s3:us-east-1:123456789012:x"],
    "SageMakerResourceArn": ["arn", "", "arn:aws:sagemaker:us-east-1:123456789012:x"],
    "MediaType": ["text", "text/", "/plain", "a b/c", "é/a", "text/plain\n"],
    **dict.fromkeys(
        ("TagKey", "TagValue", "VisibilityConditionsKey", "VisibilityConditionsValue"),
        ("a!", "a\n", "a\t", "*", "\u200b", "\U0001f600"),
    ),
}
ONE_LINE = ["a\n", "\n", "a\rb", "\u0085", "\u2028a", "\u2029"]

# A name in place of an ARN is shorter than the shape allows for both.
ILLEGAL_REPETITIONS = {*model.VALID_TEXT, "ExperimentEntityNameOrArn"}

NOT_NUMBERS: list[Any] = [None, "1", b"1", True, False, [1], {}, MOMENT]
OTHER_TYPES: dict[str, list[Any]] = {
    "string": [None, 1, 1.5, True, b"a", ["a"], {"a": "b"}, MOMENT],
    "integer": [*NOT_NUMBERS, 1.0],
    "long": [*NOT_NUMBERS, 1.0],
    "double": NOT_NUMBERS,
    "timestamp": [None, "2024-01-01", 1, 1.5, True],
    "list": [None, 1, True, object(), "a", {"a": "b"}],
    "map": [None, 1, True, object(), "a", ["a"]],
    "structure": [None, 1, "a", True, ["a"]],
}


class Probe(NamedTuple):
    """A value for a place in a request, and whether the model allows it there."""

    value: Any
    legal: bool


def sizes(shape: Shape, grown: Callable[[int], Any]) -> Iterator[Probe]:
    """Values on both sides of each limit."""
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    for limit, beyond in ((low, -1), (high, 1)):
        if limit is not None:
            yield Probe(grown(limit), legal=True)
            if shape.type_name in {"integer", "long"} or limit + beyond >= 0:
                yield Probe(grown(limit + beyond), legal=False)


def texts(shape: Shape) -> Iterator[Probe]:
    if values := model.enum(shape):
        yield from (Probe(value, legal=True) for value in values)
        yield from (Probe(value, legal=False) for value in ("", "other", values[0].lower(), f"{values[0]} "))
    for text, legal in sizes(shape, lambda size: "a" * size):
        if not legal or shape.name not in ILLEGAL_REPETITIONS:
            yield Probe(text, legal)
    if "pattern" in shape.metadata:
        yield from (Probe(value, legal=False) for value in ILLEGAL.get(shape.name, ONE_LINE))


def structures(shape: Shape) -> Iterator[Probe]:
    complete = model.smallest(shape)
    yield Probe({**complete, "Novelty": "a"}, legal=False)
    for name in model.required(shape):
        yield Probe({key: value for key, value in complete.items() if key != name}, legal=False)


def probes(shape: Shape) -> Iterator[Probe]:
    """Values on both sides of each rule that the model states for a shape itself."""
    yield Probe(model.smallest(shape), legal=True)
    yield from (Probe(value, legal=False) for value in OTHER_TYPES[shape.type_name])
    match shape.type_name:
        case "string":
            yield from texts(shape)
        case "integer" | "long":
            yield from sizes(shape, lambda number: number)
        case "double":
            yield from (Probe(number, legal=True) for number in (-0.5, 0, 1, 2**53, 1e300))
            yield from (Probe(number, legal=False) for number in (math.nan, math.inf, -math.inf, 10**400))
        case "timestamp":
            yield from (Probe(MOMENT, legal=True), Probe(MOMENT.replace(tzinfo=None), legal=False))
        case "list":
            item = model.smallest(model.member(shape))
            yield from sizes(shape, lambda size: [item] * size)
        case "map":
            value = model.smallest(model.entry(shape)[1])
            yield from sizes(shape, lambda size: {f"a{index}": value for index in range(size)})
        case _:
            yield from structures(shape)


def replaced_by(value: Any, _old: Any) -> Any:
    return value


PLACES = [
    (operation, path, place)
    for operation in model.ALL_OPERATIONS
    for path, place in model.places(model.input_shape(operation))
]


@pytest.mark.parametrize(
    ("operation", "path", "place"), PLACES, ids=[f"{operation}-{'.'.join(path)}" for operation, path, _ in PLACES]
)
def test_a_request_is_refused_where_the_model_refuses_it_and_not_sent(
    operation: str, path: tuple[str, ...], place: Shape
) -> None:
    shape = model.input_shape(operation)
    good = model.smallest(shape, path)
    for value, legal in probes(place):
        if not isinstance(value, str if path[-1:] == ("{}",) else object if path else dict):
            continue  # neither a key that is no text nor a request that is no mapping can be written
        client = recorder()
        request = model.changed(good, path, partial(replaced_by, value))
        result = send(client, Call(operation=operation, parameters=request, decode=lambda _: None))
        if legal:
            assert result == Success(None), value
            # botocore knows fewer rules, and no others.
            assert ParamValidator().validate(request, shape).generate_report() == ""
            continue
        error = result.failure()
        assert isinstance(error, InvalidInput), value
        assert client.calls == []
        assert error.operation == operation
        assert error.message.startswith(error.argument)
        assert error.rule in error.message
        if path:
            assert error.argument.startswith(argument_of(path[0]))
            assert error.value is value or isinstance(value, list | dict)


@pytest.mark.parametrize("value", [2**53 + 1, -(2**53) - 1, 10**23, 2**63 - 1, 2**53, -(2**53), 2**60, 10**22, -0.0])
def test_a_parameter_is_a_number_that_a_float_does_not_change(value: float) -> None:
    request = {"TrialComponentName": "c", "Parameters": {"seed": {"NumberValue": value}}}
    error = check("CreateTrialComponent", request, {})
    assert (error is None) is (float(value) == value)
    assert error is None or error.rule.startswith("must be a number that a 64-bit float can represent exactly, such as")


# --- patterns over all of Unicode -----------------------------------------------------------------------------------


def is_ascii_alphanumeric(character: str) -> bool:
    return character.isascii() and character.isalnum()


def is_for_a_tag(character: str) -> bool:
    return unicodedata.category(character)[0] in "LZN" or character in "_.:/=+-@"


# Shapes, the character's place in a text, and the characters that may be there. The model's patterns are Java's: its
# \w is ASCII only, and its dot excludes all that java.util.regex.Pattern takes for a line terminator.
CHARACTERS: list[tuple[str, str, Callable[[str], bool]]] = [
    ("TagKey TagValue VisibilityConditionsKey VisibilityConditionsValue", "{}", is_for_a_tag),
    ("ExperimentDescription", "{}", lambda c: c not in "\n\r\u0085\u2028\u2029"),
    ("ExperimentEntityName", "{}", is_ascii_alphanumeric),
    ("ExperimentEntityName", "a{}b", lambda c: is_ascii_alphanumeric(c) or c == "-"),
    ("MediaType", "{}/a", lambda c: is_ascii_alphanumeric(c) or c in "_-"),
    ("MediaType", "a/{}", lambda c: is_ascii_alphanumeric(c) or c in "_-+"),
]


def pattern_of(shape: str) -> str | None:
    rule = shapes.SHAPES[shape]
    return rule.pattern if isinstance(rule, kinds.Text) else None


@pytest.mark.parametrize(("names", "template", "expected"), CHARACTERS)
def test_a_text_may_have_the_characters_that_java_would_accept(
    names: str, template: str, expected: Callable[[str], bool]
) -> None:
    [pattern] = {pattern_of(name) for name in names.split()}
    assert pattern is not None
    compiled = re.compile(pattern)
    characters = (chr(point) for point in range(0x110000) if not 0xD800 <= point <= 0xDFFF)
    assert [c for c in characters if bool(compiled.fullmatch(template.format(c))) is not expected(c)] == []


def test_no_pattern_takes_long_to_refuse() -> None:
    # The pattern of names has nested quantifiers, over which a regular expression can go through all possibilities.
    for name, rule in shapes.SHAPES.items():
        pattern = pattern_of(name)
        if pattern is not None:
            limit = getattr(rule, "max", None) or 1000
            assert re.fullmatch(pattern, "a" * (limit // 2) + "-" * (limit // 2 - 1) + "\n") is None, name


# --- in the caller's words -----------------------------------------------------------------------------------------


def refusal(operation: str, parameters: dict[str, Any]) -> InvalidInput:
    found = check(operation, parameters, {})
    assert found is not None
    return found


def test_a_missing_member_is_named() -> None:
    error = refusal("CreateTrial", {"TrialName": "t"})
    assert (error.argument, error.rule) == ("experiment", "must be given")


def nested(depth: int) -> dict[str, Any]:
    expression: dict[str, Any] = {"Filters": [{"Name": "a", "Value": "b"}]}
    for _ in range(depth):
        expression = {"SubExpressions": [expression]}
    return {"Resource": "Experiment", "SearchExpression": expression}


def test_a_condition_may_be_nested_as_deep_as_a_legal_one_and_no_deeper() -> None:
    # 50 conditions in all, of which each but the last can be a sub-expression.
    assert check("Search", nested(49), {}) is None
    inside_itself = nested(1)
    inside_itself["SearchExpression"]["SubExpressions"] = [inside_itself["SearchExpression"]]
    for endless in (nested(5000), inside_itself):
        assert refusal("Search", endless).rule.startswith("must not be nested")


@given(st.text("a"), st.sampled_from("\ud800\udfff"), st.text("\ud800\udfffa"))
def test_a_lone_surrogate_is_refused_in_every_text(before: str, surrogate: str, after: str) -> None:
    error = refusal("CreateExperiment", {"ExperimentName": "e", "Description": before + surrogate + after})
    assert "surrogate" in error.rule


def test_a_long_value_is_cut_in_the_message_and_whole_in_the_error() -> None:
    error = refusal("CreateExperiment", {"ExperimentName": "a" * 5000})
    assert len(error.message) < 250
    assert error.value == "a" * 5000
