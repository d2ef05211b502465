"""The service's rules: read from botocore's model, checked before anything is sent, named in the caller's words."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from botocore.model import Shape
from botocore.validate import ParamValidator
from hypothesis import given, settings
from hypothesis import strategies as st
from returns.result import Failure

from smexp_fp._api import kinds, shapes
from smexp_fp._api.call import Call, send
from smexp_fp._api.rules import argument_of, check, first_violation
from smexp_fp.errors import InvalidInput
from tests.support import generate_shapes, model
from tests.support.clients import recorder


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


# --- each rule broken once ------------------------------------------------------------------------------------------


class Rule(NamedTuple):
    """One rule of the model at one place of an operation's request, and values that break it."""

    operation: str
    path: tuple[str, ...]
    name: str
    breaking: st.SearchStrategy[Any]

    def __str__(self) -> str:
        return f"{self.operation}-{'.'.join(self.path) or 'request'}-{self.name}"


NOT_TEXT: st.SearchStrategy[Any] = st.sampled_from(
    [1, 1.5, True, b"a", ["a"], {"a": "b"}, datetime(2024, 1, 1, tzinfo=UTC)]
)

# Characters that no legal value of the shape may have, and that length limits alone would let through.
ILLEGAL = {
    "ExperimentEntityName": st.sampled_from(["-a", "a-", "a b", "a_b", "é", "a\n", "\na", "a.b", "٣"]),
    "ExperimentEntityNameOrArn": st.sampled_from(["-a", "a_b", "arn:aws:s3:::a", "a\n", "a/b"]),
    "ResourceArn": st.sampled_from(
        ["arn", "a", "", "arn:aws:sagemaker:us-east-1:12:x", "arn:aws:s3:us-east-1:123456789012:x"]
    ),
    "SageMakerResourceArn": st.sampled_from(["arn", "", "arn:aws:sagemaker:us-east-1:123456789012:x"]),
    "MediaType": st.sampled_from(["text", "text/", "/plain", "a b/c", "é/a", "text/plain\n"]),
    "TagKey": st.sampled_from(["a!", "a\n", "a\t", "*", "\u200b", "\U0001f600"]),
}
ILLEGAL["TagValue"] = ILLEGAL["VisibilityConditionsKey"] = ILLEGAL["VisibilityConditionsValue"] = ILLEGAL["TagKey"]
ONE_LINE = st.sampled_from(["a\n", "\n", "a\rb", "\u0085", "\u2028a", "\u2029"])


def text_rules(shape: Shape) -> dict[str, st.SearchStrategy[Any]]:
    rules = {"type": NOT_TEXT}
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max")
    if low:
        rules["too short"] = st.text("a", max_size=low - 1)
    if high is not None:
        rules["too long"] = st.integers(high + 1, high + 50).map(lambda size: "a" * size)
    if values := model.enum(shape):
        rules["enum"] = st.one_of(st.sampled_from([value.lower() for value in values]), st.text()).filter(
            lambda text: text not in values
        )
    if "pattern" in shape.metadata:
        rules["pattern"] = ILLEGAL.get(shape.name, ONE_LINE)
    return rules


def sized(name: str, shape: Shape, grown: Callable[[int], Any]) -> dict[str, st.SearchStrategy[Any]]:
    rules: dict[str, st.SearchStrategy[Any]] = {"type": st.sampled_from([1, True, object(), "a"])}
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max")
    if low:
        rules[f"too few {name}"] = st.integers(0, low - 1).map(grown)
    if high is not None:
        rules[f"too many {name}"] = st.integers(high + 1, high + 3).map(grown)
    return rules


def structure_rules(shape: Shape) -> dict[str, st.SearchStrategy[Any]]:
    complete = model.smallest(shape)
    rules: dict[str, st.SearchStrategy[Any]] = {"type": st.sampled_from([1, "a", True, ["a"]])}
    for name in model.required(shape):
        rules[f"without {name}"] = st.just({key: value for key, value in complete.items() if key != name})
    rules["unknown member"] = (
        st.text(min_size=1)
        .filter(lambda name: name not in model.members(shape))
        .map(lambda name: {**complete, name: "a"})
    )
    return rules


def rules_of(shape: Shape) -> dict[str, st.SearchStrategy[Any]]:
    """Every rule that the model states for a shape itself, with values that break that rule."""
    match shape.type_name:
        case "string":
            return text_rules(shape)
        case "integer" | "long":
            rules: dict[str, st.SearchStrategy[Any]] = {"type": st.sampled_from(["1", 1.0, True, None, [1]])}
            if "min" in shape.metadata:
                rules["too small"] = st.integers(max_value=shape.metadata["min"] - 1)
            if "max" in shape.metadata:
                rules["too large"] = st.integers(min_value=shape.metadata["max"] + 1)
            return rules
        case "double":
            return {
                "type": st.sampled_from(["1", True, False, [1.0], {}]),
                "finite": st.sampled_from([float("nan"), float("inf"), float("-inf"), 10**400]),
            }
        case "timestamp":
            return {"type": st.sampled_from(["2024-01-01", 1, 1.5, True]), "naive": st.datetimes()}
        case "list":
            item = model.smallest(model.member(shape))
            return sized("items", shape, lambda size: [item] * size)
        case "map":
            value = model.smallest(model.entry(shape)[1])
            return sized("entries", shape, lambda size: {f"a{index}": value for index in range(size)})
        case "structure":
            return structure_rules(shape)
        case other:
            raise AssertionError(other)


def all_rules() -> list[Rule]:
    found: list[Rule] = []
    for operation in model.ALL_OPERATIONS:
        for path, shape in model.places(model.input_shape(operation)):
            for name, breaking in rules_of(shape).items():
                # Neither a request that is no mapping nor a key that is no text can be written.
                if (path, name) == ((), "type") or (path[-1:] == ("{}",) and name == "type"):
                    continue
                found.append(Rule(operation, path, name, breaking))
    return found


RULES = all_rules()


def test_there_are_rules_to_break_in_every_operation() -> None:
    assert {rule.operation for rule in RULES} == set(model.ALL_OPERATIONS)
    assert len(RULES) > 500


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_broken_rule_is_invalid_input_and_nothing_is_sent(rule: Rule) -> None:
    shape = model.input_shape(rule.operation)
    good = model.smallest(shape, rule.path)
    assert first_violation(rule.operation, good) is None, "the request is legal before the rule is broken"

    # The strategies are small pools and sizes: a few examples each meet them.
    @settings(max_examples=min(12, settings.default.max_examples if settings.default else 12))
    @given(rule.breaking)
    def law(value: Any) -> None:
        client = recorder()
        bad = model.changed(good, rule.path, lambda _: value)
        result = send(client, Call(operation=rule.operation, parameters=bad, decode=lambda _: None))
        assert isinstance(result, Failure)
        error = result.failure()
        assert isinstance(error, InvalidInput)
        assert client.calls == []
        assert error.operation == rule.operation
        assert error.rule
        assert error.rule in error.message
        assert error.message.startswith(error.argument)
        if rule.path:
            assert error.argument.startswith(argument_of(rule.path[0]))
            assert error.value == value or value != value or isinstance(value, list | dict)  # noqa: PLR0124 - NaN

    law()


@pytest.mark.parametrize("value", [2**53 + 1, -(2**53) - 1, 10**23, 2**63 - 1])
def test_a_whole_number_that_a_float_would_change_is_no_parameter(value: int) -> None:
    violation = first_violation("CreateTrialComponent", parameter_request(value))
    assert violation is not None
    assert violation.rule.startswith("must be a number that a 64-bit float can represent exactly, such as")


@pytest.mark.parametrize("value", [2**53, -(2**53), 2**60, 10**22, -0.0])
def test_a_number_that_a_float_holds_is_a_parameter(value: float) -> None:
    assert first_violation("CreateTrialComponent", parameter_request(value)) is None


def parameter_request(value: float) -> dict[str, Any]:
    return {"TrialComponentName": "c", "Parameters": {"seed": {"NumberValue": value}}}


# --- what passes ----------------------------------------------------------------------------------------------------


def any_value(shape: Shape, depth: int = 3) -> st.SearchStrategy[Any]:
    """Values for a shape: mostly right ones, some wrong ones, in every part."""
    wrong: st.SearchStrategy[Any] = st.sampled_from([None, 1, "a", True, [], {}, 1.5, "-", "x" * 130])
    match shape.type_name:
        case "string":
            good: st.SearchStrategy[Any] = st.sampled_from(
                model.enum(shape) or [model.VALID_TEXT.get(shape.name, "a"), "ab", "a-1"]
            )
        case "integer" | "long":
            good = st.integers(-2, 120)
        case "double":
            good = st.floats() | st.integers()
        case "timestamp":
            good = st.datetimes(timezones=st.none() | st.just(UTC))
        case "list":
            inside = any_value(model.member(shape), depth - 1) if depth else st.nothing()
            good = st.lists(inside, max_size=2) | st.lists(inside, max_size=2).map(tuple)
        case "map":
            inside = any_value(model.entry(shape)[1], depth - 1) if depth else st.nothing()
            good = st.dictionaries(st.sampled_from(["a", "b"]), inside, max_size=2)
        case "structure":
            if not depth:
                return st.just({})
            parts = {name: any_value(child, depth - 1) for name, child in model.members(shape).items()}
            needed = {name: parts.pop(name) for name in model.required(shape)}
            good = st.fixed_dictionaries(needed, optional=parts)
        case other:
            raise AssertionError(other)
    return st.one_of(*[good] * 9, wrong)


def any_request(shape: Shape) -> st.SearchStrategy[Any]:
    """Requests that are legal but for one place, where they may be anything."""
    places = [(path, place) for path, place in model.places(shape) if path and path[-1] != "{}"]
    return st.sampled_from(places).flatmap(
        lambda chosen: any_value(chosen[1]).map(
            lambda value: model.changed(model.smallest(shape, chosen[0]), chosen[0], lambda _: value)
        )
    )


@pytest.mark.parametrize("operation", model.ALL_OPERATIONS)
def test_botocore_accepts_whatever_the_check_accepts(operation: str) -> None:
    shape = model.input_shape(operation)
    validator = ParamValidator()

    @given(any_request(shape) | any_value(shape).filter(lambda value: isinstance(value, dict)))
    def law(parameters: dict[str, Any]) -> None:
        if first_violation(operation, parameters) is None:
            assert validator.validate(parameters, shape).generate_report() == ""

    law()


@pytest.mark.parametrize("operation", model.ALL_OPERATIONS)
def test_a_request_with_every_member_passes(operation: str) -> None:
    shape = model.input_shape(operation)
    for path, _ in model.places(shape):
        if path[-1:] != ("{}",):
            request = model.smallest(shape, path)
            assert first_violation(operation, request) is None
            assert ParamValidator().validate(request, shape).generate_report() == ""


# --- patterns over all of Unicode -----------------------------------------------------------------------------------

EVERY_CHARACTER = [chr(point) for point in range(0x110000) if not 0xD800 <= point <= 0xDFFF]


def accepted_characters(shape: str, template: str = "{}") -> set[str]:
    rule = shapes.SHAPES[shape]
    pattern: Any = getattr(rule, "pattern", None)
    compiled = re.compile(pattern)
    return {character for character in EVERY_CHARACTER if compiled.fullmatch(template.format(character))}


def test_a_tag_may_have_letters_separators_numbers_and_some_signs_and_nothing_else() -> None:
    # The model: ([\p{L}\p{Z}\p{N}_.:/=+\-@]*)
    expected = {c for c in EVERY_CHARACTER if unicodedata.category(c)[0] in "LZN" or c in "_.:/=+-@"}
    assert accepted_characters("TagKey") == expected


@pytest.mark.parametrize("shape", ["TagValue", "VisibilityConditionsKey", "VisibilityConditionsValue"])
def test_these_have_the_pattern_of_a_tag_key(shape: str) -> None:
    assert getattr(shapes.SHAPES[shape], "pattern", None) == getattr(shapes.SHAPES["TagKey"], "pattern", "")


def test_a_dot_excludes_all_that_java_takes_for_the_end_of_a_line() -> None:
    # java.util.regex.Pattern, "Line terminators"
    assert set(EVERY_CHARACTER) - accepted_characters("ExperimentDescription") == set("\n\r\u0085\u2028\u2029")


def test_a_name_is_made_of_ascii_letters_and_digits() -> None:
    ascii_alphanumeric = {c for c in EVERY_CHARACTER if c.isascii() and c.isalnum()}
    assert accepted_characters("ExperimentEntityName") == ascii_alphanumeric


def test_inside_a_name_there_may_be_hyphens_too() -> None:
    ascii_alphanumeric = {c for c in EVERY_CHARACTER if c.isascii() and c.isalnum()}
    assert accepted_characters("ExperimentEntityName", "a{}b") == ascii_alphanumeric | {"-"}


def test_a_media_type_has_the_word_characters_of_ascii() -> None:
    # Java's \w is ASCII only.
    word = {c for c in EVERY_CHARACTER if c.isascii() and (c.isalnum() or c in "_-")}
    assert accepted_characters("MediaType", "{}/a") == word
    assert accepted_characters("MediaType", "a/{}") == word | {"+"}


def test_no_pattern_takes_long_to_refuse() -> None:
    # The pattern of names has nested quantifiers, over which a regular expression can go through all possibilities.
    for name, rule in shapes.SHAPES.items():
        pattern: str | None = getattr(rule, "pattern", None)
        if pattern is not None:
            limit = getattr(rule, "max", None) or 1000
            assert re.fullmatch(pattern, "a" * (limit // 2) + "-" * (limit // 2 - 1) + "\n") is None, name


# --- in the caller's words -----------------------------------------------------------------------------------------


def checked(operation: str, parameters: Mapping[str, object]) -> InvalidInput:
    found = check(operation, parameters, {})
    assert found is not None
    return found


def test_a_missing_member_is_named() -> None:
    error = checked("CreateTrial", {"TrialName": "t"})
    assert error.argument == "experiment"
    assert error.rule == "must be given"


def test_a_condition_nested_beyond_all_limits_is_refused_and_not_sent() -> None:
    expression: dict[str, Any] = {"Filters": [{"Name": "a", "Value": "b"}]}
    for _ in range(5000):
        expression = {"SubExpressions": [expression]}
    assert checked("Search", {"Resource": "Experiment", "SearchExpression": expression}).rule.startswith(
        "must not be nested"
    )


def test_a_condition_inside_itself_is_refused_and_not_followed_for_ever() -> None:
    expression: dict[str, Any] = {}
    expression["SubExpressions"] = [expression]
    assert checked("Search", {"Resource": "Experiment", "SearchExpression": expression}).rule.startswith(
        "must not be nested"
    )


def test_the_deepest_legal_condition_passes() -> None:
    # 50 conditions in all, of which each but the last can be a sub-expression.
    expression: dict[str, Any] = {"Filters": [{"Name": "a", "Value": "b"}]}
    for _ in range(49):
        expression = {"SubExpressions": [expression]}
    assert first_violation("Search", {"Resource": "Experiment", "SearchExpression": expression}) is None


@given(st.text("\ud800\udfffa", min_size=1).filter(lambda text: set(text) != {"a"}))
def test_a_lone_surrogate_is_refused_in_every_text(text: str) -> None:
    error = checked("CreateExperiment", {"ExperimentName": "e", "Description": text})
    assert "surrogate" in error.rule


def test_a_long_value_is_cut_in_the_message_and_whole_in_the_error() -> None:
    error = checked("CreateExperiment", {"ExperimentName": "a" * 5000})
    assert len(error.message) < 250
    assert error.value == "a" * 5000
