"""`parse` and `repr`, one text at a time: what is read, what is written, and what is refused where and why."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any, cast

import pytest

from smexp_fp.query import (
    Condition,
    Q,
    Resource,
    UnknownProperty,
    all_of,
    any_of,
    compile_any,
    parse,
)

NAMES = {"Q": Q, "all_of": all_of, "any_of": any_of, "datetime": dt}


def made(code: str) -> Condition[Any]:
    """What Python makes of the text."""
    found: Condition[Any] = eval(code, dict(NAMES))  # noqa: S307 - texts of this file
    return found


# Texts that `repr` writes just so.
CANONICAL = [
    "Q.name == 'a'",
    'Q.name != "it\'s"',
    "Q.name == 'a\\n\\r\\t\\\\\\x00\\xad\\u2028\\U000e0001'",
    "Q.name == '\\'\"'",
    "Q.name == ''",
    "Q.name == 'ü😀'",
    "Q.name.is_in([])",
    "Q.name.is_in(['b', 'a', 'a, b'])",
    "Q.created_by.iam_identity.principal_id.missing()",
    "Q.tag('team')",
    "Q.tags['team'].missing()",
    "Q.tags['team'] != 'a'",
    "Q.tags['{}'].contains('{}')",
    "Q.tags.words == 'x'",
    "Q.tags.any(Q.tags.key == 'k')",
    "Q.tags.any(Q.tags.key.contains('k') & ~Q.tags.value.exists())",
    "Q.parameter('lr') == '0.1'",
    "Q.parameter('lr') < 0.1",
    "Q.parameter('lr') >= -5",
    "Q.parameter('lr').between(1, 2.5)",
    "Q.metric('loss').max > -0.0",
    "Q.metric('loss').avg >= 0.0000001",
    "Q.metric('loss').std_dev.between(-1, 1)",
    "Q.metric('loss').last < float('nan')",
    "Q.metric('loss').last < float('-inf')",
    "Q.metric('loss').last.between(float('inf'), float('inf'))",
    "Q.metrics.any((Q.metrics.max > 1) & (Q.metrics.name == 'loss'))",
    "Q.input_artifact('d').media_type.exists()",
    "Q.created == datetime.date(2024, 5, 1)",
    "~(Q.created == datetime.date(2024, 5, 1))",
    "Q.created < datetime.datetime(2024, 5, 1, 12, 30, 15, tzinfo=datetime.timezone.utc)",
    "Q.created < datetime.datetime(2024, 5, 1, 0, 0)",
    "Q.created == datetime.datetime(2024, 5, 1, 0, 0, 0, 1, tzinfo=datetime.timezone.utc)",
    (
        "Q.created.between(datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc), "
        "datetime.datetime(2024, 5, 2, 0, 0, tzinfo=datetime.timezone.utc))"
    ),
    (
        "Q.created.between(datetime.datetime(2024, 1, 1, 0, 0), "
        "datetime.datetime(2024, 1, 2, 0, 0, tzinfo=datetime.timezone.utc))"
    ),
    "Q.created > datetime.datetime(1, 1, 1, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600)))",
    (
        "Q.created > datetime.datetime(9999, 12, 31, 23, 0, "
        "tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=82800)))"
    ),
    "Q.components.created_by.domain_id == 'd'",
    "Q.components.any(Q.components.created == datetime.date(2024, 5, 1))",
    "Q.field('New', 'text') == 'x'",
    "Q.field('New', 'time') == datetime.date(2024, 5, 1)",
    "Q.field('New', 'parameter') == '1'",
    "Q.wire('New', 'NotExists')",
    "Q.wire('New', 'Equals', '1e5')",
    "Q.wire('New', 'In', 'a, b')",
    # Joined.
    "all_of()",
    "any_of()",
    "~all_of()",
    "Q.tag('a') & Q.tag('b') & Q.tag('c')",
    "Q.tag('a') & (Q.tag('b') & Q.tag('c'))",
    "Q.tag('a') | Q.tag('b') & Q.tag('c')",
    "(Q.tag('a') | Q.tag('b')) & Q.tag('c')",
    "Q.tag('a') & (Q.tag('b') | Q.tag('c'))",
    "~(Q.tag('a') | Q.tag('b'))",
    "~Q.tag('a') & Q.tag('b')",
    "~~Q.tag('a')",
    "(Q.name == 'a') | ~(Q.name != 'b')",
    "Q.tag('a', 'b') & Q.wire('New', 'Equals', 'x')",
    f"Q.name.matches('{'a' * 1024}')",
    "Q.name.contains('a') | Q.metric('x').last.between(1, 2)",
    "all_of(Q.tag('a'), Q.name == 'b', Q.tag('c') | Q.tag('d'))",
    "any_of(Q.tag('a') & Q.tag('b'), ~Q.tag('c'), all_of())",
    "all_of(any_of(Q.tag('a'), Q.tag('b'), Q.tag('c')), Q.tag('d'), Q.tag('e')) & Q.tag('f')",
    "~Q.parents.any((Q.parents.trial_name == 't') | Q.parents.experiment_name.exists())",
    "Q.tags.any(all_of())",
    "Q.tags.any(Q.wire('tags.Key', 'Equals', 'x'))",
]


@pytest.mark.parametrize("code", CANONICAL, ids=range(len(CANONICAL)))
def test_what_repr_writes_is_read(code: str) -> None:
    condition = made(code)
    assert repr(condition) == code
    assert parse(code).unwrap() == condition
    assert repr(parse(code).unwrap()) == code
    assert pickle.loads(pickle.dumps(condition)) == condition  # noqa: S301 - our own


START, NEXT, LAST = (
    f"datetime.datetime({day}, 0, 0, tzinfo=datetime.timezone.utc)"
    for day in ("2024, 5, 1", "2024, 5, 2", "9999, 12, 31")
)
# Texts in other spellings, and what `repr` writes: as short as it can be written, of plain operands.
SPELLED = [
    ("Q.name=='a'", "Q.name == 'a'"),
    (" \t( ( Q . name\n==\r'a' ) )\n", "Q.name == 'a'"),
    ('Q.name == "a"', "Q.name == 'a'"),
    ("Q.name == 'a\\x41\\u0041\\U00000041'", "Q.name == 'aAAA'"),
    ('Q.name == "\\"\\\'"', "Q.name == '\"\\''"),
    ("Q.name.is_in(['a', 'b',])", "Q.name.is_in(['a', 'b'])"),
    ("Q.name.contains('a',)", "Q.name.contains('a')"),
    ("Q.tags['a'].exists()", "Q.tag('a')"),
    ("Q.tags['a'] == 'b'", "Q.tag('a', 'b')"),
    ("Q.tag('a') == 'b'", "Q.tag('a', 'b')"),
    ("Q.tag('a') != 'b'", "Q.tags['a'] != 'b'"),
    ("Q.tag('a').missing()", "Q.tags['a'].missing()"),
    ("Q.metric('x').last < 1e5", "Q.metric('x').last < 100000.0"),
    ("Q.metric('x').last < 1E+2", "Q.metric('x').last < 100.0"),
    ("Q.metric('x').last < .5", "Q.metric('x').last < 0.5"),
    ("Q.metric('x').last < -0", "Q.metric('x').last < 0"),
    ("Q.metric('x').last < 00", "Q.metric('x').last < 0"),
    ("Q.metric('x').last < 1e999", "Q.metric('x').last < float('inf')"),
    ("Q.created == datetime.date(year=2024, month=5, day=1)", "Q.created == datetime.date(2024, 5, 1)"),
    ("Q.created < datetime.datetime(2024, 5, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))",
     "Q.created < datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)"),
    ("Q.created < datetime.datetime(2024, 5, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(0, -7200)))",
     "Q.created < datetime.datetime(2024, 5, 1, 4, 0, tzinfo=datetime.timezone.utc)"),
    ("Q.metric('x').last.between(1, float('nan'))", "Q.metric('x').last.between(1, float('nan'))"),
    ("Q.parameter('x') == 0.5", "Q.parameter('x') == '0.5'"),
    ("Q.created != datetime.date(2024, 5, 1)", "~(Q.created == datetime.date(2024, 5, 1))"),
    ("Q.created < datetime.date(2024, 5, 1)", f"Q.created < {START}"),
    ("Q.created <= datetime.date(2024, 5, 1)", f"Q.created < {NEXT}"),
    ("Q.created > datetime.date(2024, 5, 1)", f"Q.created >= {NEXT}"),
    ("Q.created >= datetime.date(2024, 5, 1)", f"Q.created >= {START}"),
    ("Q.created <= datetime.date(9999, 12, 31)", "Q.created.exists()"),
    ("Q.created > datetime.date(9999, 12, 31)", "any_of()"),
    ("Q.created < datetime.date(9999, 12, 31)", f"Q.created < {LAST}"),
    ("Q.created <= datetime.date(9999, 12, 30)", f"Q.created < {LAST}"),
    ("Q.created > datetime.date(9999, 12, 30)", f"Q.created >= {LAST}"),
    ("Q.wire('A.b', 'NotExists', 'ignored')", "Q.wire('A.b', 'NotExists')"),
    ("all_of(Q.tag('a'))", "Q.tag('a')"),
    ("any_of(Q.name == 'a', Q.name == 'b')", "(Q.name == 'a') | (Q.name == 'b')"),
    ("(Q.tag('a') & Q.tag('b')) & Q.tag('c')", "Q.tag('a') & Q.tag('b') & Q.tag('c')"),
    ("Q.tag('a') | (Q.tag('b') & Q.tag('c'))", "Q.tag('a') | Q.tag('b') & Q.tag('c')"),
    ("~(~(Q.tag('a')))", "~~Q.tag('a')"),
    ("~Q.tag('a') | ~Q.tag('b') & ~Q.tag('c')", "~Q.tag('a') | ~Q.tag('b') & ~Q.tag('c')"),
    ("Q.parents.any(Q.parents.trial_name == 't', Q.parents.experiment_name == 'e')",
     "Q.parents.any((Q.parents.trial_name == 't') & (Q.parents.experiment_name == 'e'))"),
    ("Q.wire('x', 'In', ' b,a,,b ')", "Q.wire('x', 'In', 'a, b')"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), SPELLED, ids=range(len(SPELLED)))
def test_other_spellings_are_read(text: str, code: str) -> None:
    assert repr(parse(text).unwrap()) == code
    assert parse(text).unwrap() == made(text.strip())


# One text for each construct that no condition's `repr` has; what is not even Python is left to its own parser.
REFUSED = [
    "",
    "x",
    "3",
    "'a'",
    "$",
    "Q.name == 'a",
    "~",
    "()",
    "Q.tag('a'))",
    "(Q.tag('a') , Q.tag('b'))",
    "Q.tag('a') Q.tag('b')",
    "Q.tag('a', 'b').exists()",
    "all_of",
    "Q.tag('a') & ",
    "Q.tag('a') == 'x' & Q.tag('b')",
    "Q.tag('b') & Q.name == 'x'",
    "~Q.name == 'x'",
    "Q.name == 'x' == 'y'",
    "Q.name",
    "Q.name = 'x'",
    "Q.name & Q.tag('a')",
    "Q",
    "Q == 'x'",
    "Q.source == 'x'",
    "Q.metric('x') < 1",
    "Q.metric < 1",
    "Q.tags == 'x'",
    "Q.nope == 'x'",
    "Q.name.exists",
    "Q.source.exists()",
    "Q.metric('x').median < 1",
    "Q.parents.any",
    "Q.input_artifacts.any(Q.tags.key.exists())",
    "Q['a'] == 'x'",
    "Q.tags['a']['b'] == 'x'",
    "Q.parameter(3) == 1",
    "Q.parameter('a', 'b') == 1",
    "Q.metric().last < 1",
    "Q.name.exists('x')",
    "Q.name.path('x')",
    "Q.name.is_in('x')",
    "Q.name.contains(Q)",
    "Q.metric('x').last.contains('a')",
    "Q.metric('x').last.between(1)",
    "Q.created.between(1, 2)",
    "Q.name < 'a'",
    "Q.created == datetime.timedelta(1)",
    "Q.created == datetime.timezone.utc",
    "Q.name == Q.name",
    "Q.name == '\\x4'",
    "Q.metric('x').last < float",
    "Q.metric('x').last < float(nan)",
    "Q.tag()",
    "Q.tag('a', 'b', 'c')",
    "Q.field('a', 'date') == 'x'",
    "Q.field('a', 'text')",
    "Q.wire('a')",
    "Q.wire('a', 'Equals')",
    "Q.wire('a', 'Between', 'b')",
    "Q.name.tag",
    "Q.created == datetime.date(2024, 2, 30)",
    "Q.created == datetime.date(2024.0, 2, 1)",
    "Q.created == datetime.date(2024, 2, 1, days=1)",
    "Q.created == datetime.datetime(2024, 5, 1, tzinfo=datetime.timezone(datetime.timedelta(1)))",
    "Q.created == datetime.datetime(2024, 5, 1, tzinfo=datetime.date(2024, 5, 1))",
    "Q.created == datetime.time(1)",
    "Q.created == datetime",
    "Q.created == datetime.date",
    "Q.created == datetime.timezone.gmt",
    "Q.created == datetime.date(2024, 05, 1)",
    "Q.parents.any()",
    "Q.parents.any(Q.tag('a'))",
    "Q.tags.any(Q.tags.any(Q.tags.key.exists()))",
]


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_text_is_refused(text: str) -> None:
    failure = parse(text).failure()
    assert 0 <= failure.position <= len(text)
    assert failure.expected
    assert str(failure) == f"at character {failure.position}: expected {failure.expected}"


FIELD = "a field of Q or a method of the field"
ANYTHING = "a condition, a field or an operand"
DEEP = "a condition that is less deep, without null characters"
# The mark ^ stands before the place; it is no part of the text.
PLACES = [
    ("^x", ANYTHING),
    ("  ^x  ", ANYTHING),
    ("^{}", ANYTHING),
    ("^3", "a condition"),
    ("Q.tag('a') & ^3", "a condition"),
    ("  (\n ^Q.name)\n", "a condition"),
    ("\n(Q.tag('a') & \n Q.tag('ü') & ^'b')", "a condition"),
    ("Q.tag('a')\n^)", "a condition"),
    ("  Q.tag('a') ^$", "a condition"),
    ("Q.tag('ü') & Q.tag('b') & (^Q.tag('c') + Q.tag('d'))", "conditions joined by '&' or '|'"),
    ("^3 == 'a'", "a field"),
    ("^Q.name['a'] == 'x'", "a field"),
    ("Q.tag('a') & ^Q.nope.x == 'a'", FIELD),
    ("Q.tag('a') & ^len(Q)", FIELD),
    ("^Q.tag('a').x()", FIELD),
    ("Q.created == datetime.datetime(^2024, 13, 1)", "operands that datetime.datetime takes"),
    ("Q.metric('x').last < ^'1'", "operands that Q.metric('x').last takes"),
    ("Q.tags[^3] == 'x'", "operands that Q.tags takes"),
    ("Q.name.contains(^3)", "operands that Q.name.contains takes"),
    ("Q.name.is_in(^['ü', 3])", "operands that Q.name.is_in takes"),
    ("^Q.tag()", "operands that Q.tag takes"),
    (f" ^{'~' * 50_000}Q.tag('a')", DEEP),
    (f"{' ' * 4_000_000}^ ", "the end: the text is too long"),
    (f"{' ' * 4_000_000}^", "a condition"),
]


@pytest.mark.parametrize(("marked", "expected"), PLACES, ids=range(len(PLACES)))
def test_a_refusal_says_where_and_what_is_expected(marked: str, expected: str) -> None:
    at = marked.index("^")
    failure = parse(marked[:at] + marked[at + 1 :]).failure()
    assert (failure.position, failure.expected) == (at, expected)


EXISTING: list[tuple[str, Resource]] = [
    ("Q.name == 'a'", "Experiment"),
    ("Q.tag('team') & Q.experiment_name.exists()", "ExperimentTrial"),
    ("Q.components.any(Q.components.name == 'c')", "ExperimentTrial"),
    ("Q.parents.any(Q.parents.trial_name == 't') | (Q.metric('m').last < 1)", "ExperimentTrialComponent"),
    ("Q.wire('Parameters.lr', 'Exists')", "ExperimentTrialComponent"),
    ("Q.field('Some.New.Property', 'text').exists()", "Experiment"),
    ("any_of()", "Experiment"),
]


@pytest.mark.parametrize(("text", "resource"), EXISTING)
def test_a_condition_on_a_resource_is_read(text: str, resource: Resource) -> None:
    assert parse(text, resource).unwrap() == made(text)


MISSING: list[tuple[str, Resource, str]] = [
    ("Q.tag('team') & (Q.status == 'Failed')", "ExperimentTrial", "Q.status == 'Failed'"),
    ("~(Q.description.exists() | Q.name.exists())", "ExperimentTrialComponent", "Q.description.exists()"),
    ("Q.components.any(Q.components.name == 'c')", "Experiment", "Q.components.any(Q.components.name == 'c')"),
    ("Q.wire('Parameters.lr', 'Exists')", "Experiment", "Q.wire('Parameters.lr', 'Exists')"),
    ("Q.metrics.last < 1", "ExperimentTrialComponent", "Q.metrics.last < 1"),
]


@pytest.mark.parametrize(("text", "resource", "part"), MISSING)
def test_a_property_that_the_resource_does_not_have_is_a_failure(text: str, resource: Resource, part: str) -> None:
    failure = parse(text, resource).failure()
    assert failure == UnknownProperty(made(part), resource)
    assert isinstance(compile_any(made(text), resource).failure(), UnknownProperty)


def test_an_unparsable_text_is_one_for_each_resource() -> None:
    assert parse("Q.nope == 1", "Experiment").failure() == parse("Q.nope == 1").failure()


def test_a_resource_that_does_not_exist_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="parse takes one of Experiment, ExperimentTrial, "):
        parse("Q.name == 'a'", cast("Any", "Trial"))
