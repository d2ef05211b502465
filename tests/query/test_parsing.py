"""`parse` and `repr`, one text at a time: what is read, what is written, and what is refused where and why."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest

from smexp_fp.query import (
    Condition,
    Q,
    all_of,
    any_of,
    compile,  # noqa: A004 - the pass's name
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
    "Q.name.exists()",
    "Q.name.missing()",
    "Q.name.contains('x')",
    "Q.name.is_in([])",
    "Q.name.is_in(['b', 'a', 'a, b'])",
    "Q.source.arn == 'a'",
    "Q.created_by.iam_identity.principal_id.missing()",
    "Q.metadata.commit_id == 'a'",
    "Q.status_message.contains('x')",
    "Q.tag('team')",
    "Q.tag('team', 'vision')",
    "Q.tags['team'].missing()",
    "Q.tags['team'] != 'a'",
    "Q.tags['{}'].contains('{}')",
    "Q.tags['team'].is_in(['a', 'b'])",
    "Q.tags.words.contains('x')",
    "Q.tags.words == 'x'",
    "Q.tags.any(Q.tags.key == 'k')",
    "Q.tags.any(Q.tags.key.contains('k') & ~Q.tags.value.exists())",
    "Q.parameter('lr') == '0.1'",
    "Q.parameter('lr') != 'x'",
    "Q.parameter('lr') < 0.1",
    "Q.parameter('lr') >= -5",
    "Q.parameter('lr').between(1, 2.5)",
    "Q.parameter('lr').contains('a')",
    "Q.parameter('lr').is_in(['1'])",
    "Q.metric('loss').last < 0.1",
    "Q.metric('loss').min <= 0",
    "Q.metric('loss').max > -0.0",
    "Q.metric('loss').avg >= 0.0000001",
    "Q.metric('loss').count == 3",
    "Q.metric('loss').std_dev != 3.5",
    "Q.metric('loss').std_dev.between(-1, 1)",
    "Q.metric('loss').last < float('nan')",
    "Q.metric('loss').last < float('inf')",
    "Q.metric('loss').last < float('-inf')",
    "Q.metric('loss').last.between(float('inf'), float('inf'))",
    "Q.metrics.any((Q.metrics.max > 1) & (Q.metrics.name == 'loss'))",
    "Q.input_artifact('d') == 's3'",
    "Q.input_artifact('d').media_type.exists()",
    "Q.output_artifact('d').media_type == 'a/b'",
    "Q.input_artifacts.contains('x')",
    "Q.created == datetime.date(2024, 5, 1)",
    "~(Q.created == datetime.date(2024, 5, 1))",
    "Q.created == datetime.date(1, 1, 1)",
    "Q.created < datetime.datetime(2024, 5, 1, 12, 30, 15, tzinfo=datetime.timezone.utc)",
    "Q.created < datetime.datetime(2024, 5, 1, 0, 0)",
    "Q.created == datetime.datetime(2024, 5, 1, 0, 0, 0, 1, tzinfo=datetime.timezone.utc)",
    (
        "Q.created.between(datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc), "
        "datetime.datetime(2024, 5, 2, 0, 0, tzinfo=datetime.timezone.utc))"
    ),
    "Q.created > datetime.datetime(1, 1, 1, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600)))",
    (
        "Q.created > datetime.datetime(9999, 12, 31, 23, 0, "
        "tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=82800)))"
    ),
    "Q.components.created < datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)",
    "Q.components.created_by.domain_id == 'd'",
    "Q.components.any(Q.components.created == datetime.date(2024, 5, 1))",
    "Q.parents.any(Q.parents.trial_name.exists())",
    "Q.parents.trial_name == 't'",
    "Q.field('New', 'text') == 'x'",
    "Q.field('New', 'number') < 1",
    "Q.field('New', 'time') == datetime.date(2024, 5, 1)",
    "Q.field('New', 'parameter') < 1",
    "Q.field('New', 'parameter') == '1'",
    "Q.wire('New', 'Exists')",
    "Q.wire('New', 'NotExists')",
    "Q.wire('New', 'Equals', '1e5')",
    "Q.wire('New', 'In', 'a, b')",
    "Q.wire('New', 'In', '')",
    # Joined.
    "all_of()",
    "any_of()",
    "~all_of()",
    "Q.tag('a') & Q.tag('b')",
    "Q.tag('a') | Q.tag('b')",
    "Q.tag('a') & Q.tag('b') & Q.tag('c')",
    "Q.tag('a') & (Q.tag('b') & Q.tag('c'))",
    "Q.tag('a') | Q.tag('b') | Q.tag('c')",
    "Q.tag('a') | (Q.tag('b') | Q.tag('c'))",
    "Q.tag('a') | Q.tag('b') & Q.tag('c')",
    "Q.tag('a') & Q.tag('b') | Q.tag('c')",
    "(Q.tag('a') | Q.tag('b')) & Q.tag('c')",
    "Q.tag('a') & (Q.tag('b') | Q.tag('c'))",
    "~(Q.tag('a') & Q.tag('b'))",
    "~(Q.tag('a') | Q.tag('b'))",
    "~Q.tag('a') & Q.tag('b')",
    "~~Q.tag('a')",
    "~(Q.name == 'a') & (Q.name == 'b')",
    "(Q.name == 'a') | ~(Q.name != 'b')",
    "Q.tag('a', 'b') & Q.wire('New', 'Equals', 'x')",
    "Q.name.contains('a') | Q.metric('x').last.between(1, 2)",
    "(Q.created == datetime.date(2024, 5, 1)) & (Q.metric('x').last < 1)",
    "all_of(Q.tag('a'), Q.name == 'b', Q.tag('c') | Q.tag('d'))",
    "any_of(Q.tag('a') & Q.tag('b'), ~Q.tag('c'), all_of())",
    "all_of(any_of(Q.tag('a'), Q.tag('b'), Q.tag('c')), Q.tag('d'), Q.tag('e')) & Q.tag('f')",
    "~Q.parents.any((Q.parents.trial_name == 't') | Q.parents.experiment_name.exists())",
    "Q.tags.any(all_of())",
    "Q.tag('a') | Q.tags.any(Q.tags.key.exists()) & Q.tag('b')",
    "Q.parents.any(Q.parents.trial_name.exists()) | Q.tag('a')",
    "Q.tags.any(Q.wire('tags.Key', 'Equals', 'x'))",
]


@pytest.mark.parametrize("code", CANONICAL, ids=range(len(CANONICAL)))
def test_what_repr_writes_is_read(code: str) -> None:
    condition = made(code)
    assert repr(condition) == code
    assert parse(code).unwrap() == condition
    assert repr(parse(code).unwrap()) == code
    assert pickle.loads(pickle.dumps(condition)) == condition  # noqa: S301 - our own


# Texts in other spellings, and what `repr` writes.
SPELLED = [
    ("Q.name=='a'", "Q.name == 'a'"),
    (" \t( ( Q . name\n==\r'a' ) )\n", "Q.name == 'a'"),
    ('Q.name == "a"', "Q.name == 'a'"),
    ("Q.name == 'a\\x41\\u0041\\U00000041'", "Q.name == 'aAAA'"),
    ('Q.name == "\\"\\\'"', "Q.name == '\"\\''"),
    ("Q.name.is_in(['a', 'b',])", "Q.name.is_in(['a', 'b'])"),
    ("Q.name.contains('a',)", "Q.name.contains('a')"),
    ("Q.tag('a',)", "Q.tag('a')"),
    ("Q.tags['a'].exists()", "Q.tag('a')"),
    ("Q.tags['a'] == 'b'", "Q.tag('a', 'b')"),
    ("Q.tag('a') == 'b'", "Q.tag('a', 'b')"),
    ("Q.tag('a') != 'b'", "Q.tags['a'] != 'b'"),
    ("Q.tag('a').missing()", "Q.tags['a'].missing()"),
    ("Q.metric('x').last < 1e5", "Q.metric('x').last < 100000.0"),
    ("Q.metric('x').last < 1E+2", "Q.metric('x').last < 100.0"),
    ("Q.metric('x').last < 25e-1", "Q.metric('x').last < 2.5"),
    ("Q.metric('x').last < .5", "Q.metric('x').last < 0.5"),
    ("Q.metric('x').last < 5.", "Q.metric('x').last < 5.0"),
    ("Q.metric('x').last < -0", "Q.metric('x').last < 0"),
    ("Q.metric('x').last < 00", "Q.metric('x').last < 0"),
    ("Q.metric('x').last < 1e999", "Q.metric('x').last < float('inf')"),
    ("Q.parameter('x') == 1", "Q.parameter('x') == '1'"),
    ("Q.created < datetime.date(2024, 5, 1)",
     "Q.created < datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)"),
    ("Q.created == datetime.date(year=2024, month=5, day=1)", "Q.created == datetime.date(2024, 5, 1)"),
    ("Q.created != datetime.date(2024, 5, 1,)", "~(Q.created == datetime.date(2024, 5, 1))"),
    ("Q.created < datetime.datetime(2024, 5, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))",
     "Q.created < datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)"),
    ("Q.created < datetime.datetime(2024, 5, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(0, -7200)))",
     "Q.created < datetime.datetime(2024, 5, 1, 4, 0, tzinfo=datetime.timezone.utc)"),
    ("all_of(Q.tag('a'))", "Q.tag('a')"),
    ("any_of(Q.tag('a'))", "Q.tag('a')"),
    ("all_of(Q.tag('a'), Q.tag('b'))", "Q.tag('a') & Q.tag('b')"),
    ("any_of(Q.tag('a'), Q.tag('b'))", "Q.tag('a') | Q.tag('b')"),
    ("any_of(Q.name == 'a', Q.name == 'b')", "(Q.name == 'a') | (Q.name == 'b')"),
    ("(Q.tag('a') & Q.tag('b')) & Q.tag('c')", "Q.tag('a') & Q.tag('b') & Q.tag('c')"),
    ("Q.tag('a') | (Q.tag('b') & Q.tag('c'))", "Q.tag('a') | Q.tag('b') & Q.tag('c')"),
    ("~(~(Q.tag('a')))", "~~Q.tag('a')"),
    ("~Q.tag('a') | ~Q.tag('b') & ~Q.tag('c')", "~Q.tag('a') | ~Q.tag('b') & ~Q.tag('c')"),
    ("Q.parents.any(Q.parents.trial_name == 't', Q.parents.experiment_name == 'e')",
     "Q.parents.any((Q.parents.trial_name == 't') & (Q.parents.experiment_name == 'e'))"),
    ("Q.wire('x', 'In', ' b,a,,b ')", "Q.wire('x', 'In', 'a, b')"),
    ("Q.wire('x', 'Exists', 'y')", "Q.wire('x', 'Exists')"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), SPELLED, ids=range(len(SPELLED)))
def test_other_spellings_are_read(text: str, code: str) -> None:
    assert repr(parse(text).unwrap()) == code
    assert parse(text).unwrap() == made(text.strip())


# What no condition's `repr` gives, or what Python would not read.
REFUSED = [
    "",
    "  ",
    "x",
    "3",
    "'a'",
    "'~'",
    "'('",
    "$",
    "Q.tag('a') & $",
    "Q.tag('a') ;",
    "Q.name == 'a",
    "Q.name == 'a\nb'",
    "~",
    "(",
    "()",
    ")",
    "Q.tag('a'))",
    "Q.tag('a') ,",
    "(Q.tag('a') , Q.tag('b'))",
    "Q.tag('a') Q.tag('b')",
    "Q.tag('a', 'b').exists()",
    "(Q.tag('a')",
    "all_of(Q.tag('a')",
    "all_of(, Q.tag('a'))",
    "all_of",
    "any_of Q",
    "all_of() 'x'",
    "Q.tag('a') & ",
    "Q.tag('a') & | Q.tag('b')",
    "Q.tag('a') == 'x' & Q.tag('b')",
    "Q.name == 'x' | Q.tag('b')",
    "Q.tag('b') & Q.name == 'x'",
    "~Q.name == 'x'",
    "Q.name == 'x' == 'y'",
    "Q.name",
    "Q.name '=='",
    "Q.name = 'x'",
    "Q.name & Q.tag('a')",
    "Q",
    "Q == 'x'",
    "Q.source == 'x'",
    "Q.metric('x') < 1",
    "Q.metric < 1",
    "Q.tags == 'x'",
    "Q.wire == 'x'",
    "Q.",
    "Q.3",
    "Q. 3",
    "Q.'name'",
    "Q.nope == 'x'",
    "Q.name.nope",
    "Q.name.exists",
    "Q.source.exists()",
    "Q.metric('x').median < 1",
    "Q.metric.last < 1",
    "Q.parents.any",
    "Q.input_artifacts.any(Q.tags.key.exists())",
    "Q.input_artifacts.any()",
    "Q['a'] == 'x'",
    "Q.name['a'] == 'x'",
    "Q.tags['a']['b'] == 'x'",
    "Q.tags[3] == 'x'",
    "Q.tags[] == 'x'",
    "Q.tags['a' == 'x'",
    "Q.parameter(3) == 1",
    "Q.parameter('a', 'b') == 1",
    "Q.metric().last < 1",
    "Q.name.exists('x')",
    "Q.name.missing(1)",
    "Q.name.between('a', 'b')",
    "Q.name.path('x')",
    "Q.name.is_in('x')",
    "Q.name.is_in()",
    "Q.name.is_in([3])",
    "Q.name.is_in(['a', ",
    "Q.name.contains(3)",
    "Q.name.contains()",
    "Q.name.contains('a', 'b')",
    "Q.name.contains(Q)",
    "Q.parameter('x').contains(3)",
    "Q.metric('x').last.contains('a')",
    "Q.metric('x').last.is_in(['a'])",
    "Q.metric('x').last.between(1)",
    "Q.metric('x').last.between('a', 1)",
    "Q.created.between(1, 2)",
    "Q.name == 3",
    "Q.name == ['a']",
    "Q.name < 'a'",
    "Q.metric('x').last < '1'",
    "Q.parameter('x') < '1'",
    "Q.created < 1",
    "Q.created == datetime.timedelta(1)",
    "Q.created == datetime.timezone.utc",
    "Q.name == ",
    "Q.name == Q.name",
    "Q.name == (",
    "Q.name == '\\x4'",
    "Q.name == '\\u004'",
    "Q.name == '\\U00110000'",
    "Q.metric('x').last < float",
    "Q.metric('x').last < float(nan)",
    "Q.metric('x').last < float('nan'",
    "Q.metric('x').last < 01",
    "Q.metric('x').last < -007",
    "Q.tag",
    "Q.tag()",
    "Q.tag('a', 'b', 'c')",
    "Q.tag(3)",
    "Q.field('a') == 'x'",
    "Q.field('a', 'date') == 'x'",
    "Q.field('a', 'text', 'b') == 'x'",
    "Q.field('a', 'text')",
    "Q.wire('a')",
    "Q.wire('a', 'Equals', 'b', 'c')",
    "Q.wire('a', 'Equals')",
    "Q.wire('a', 'equals', 'b')",
    "Q.wire('a', 'Between', 'b')",
    "Q.name.tag",
    "Q.created == datetime.datetime(2024, 13, 1)",
    "Q.created == datetime.date(2024, 2, 30)",
    "Q.created == datetime.date(2024, 2)",
    "Q.created == datetime.date(2024.0, 2, 1)",
    "Q.created == datetime.date(2024, 2, 1, days=1)",
    "Q.created == datetime.datetime(2024, 5, 1, tzinfo=datetime.timezone(datetime.timedelta(1)))",
    "Q.created == datetime.datetime(2024, 5, 1, tzinfo=datetime.date(2024, 5, 1))",
    "Q.created == datetime.time(1)",
    "Q.created == datetime.timezone(datetime.timedelta(1), 2, 3, 4)",
    "Q.created == datetime",
    "Q.created == datetime.",
    "Q.created == datetime.date",
    "Q.created == datetime.date.utc",
    "Q.created == datetime.timezone.gmt",
    "Q.created == datetime.date(",
    "Q.created == datetime.date('2024')",
    "Q.created == datetime.date(2024 5)",
    "Q.created == datetime.date(2024, 05, 1)",
    "Q.created == datetime.date(year)",
    "Q.created == datetime.date(year='x')",
    "Q.parents.any()",
    "Q.parents.any(Q.parents.trial_name.exists()",
    "Q.parents.any(Q.tag('a'))",
    "Q.tags.any(Q.tags.any(Q.tags.key.exists()))",
]


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_text_is_refused(text: str) -> None:
    failure = parse(text).failure()
    assert 0 <= failure.position <= len(text)
    assert failure.expected
    assert str(failure) == f"at character {failure.position}: expected {failure.expected}"


# The mark ^ stands before the place; it is no part of the text.
@pytest.mark.parametrize(
    "marked",
    [
        "^x",
        "^3",
        "Q.tag('a') & ^3",
        "Q.created == datetime.datetime(^2024, 13, 1)",
        "Q.metric('x').last < ^'1'",
        "Q.tags[^3] == 'x'",
        "Q.name.contains(^3)",
        "Q.name.is_in(^['ü', 3])",
    ],
)
def test_a_refusal_points_at_the_place(marked: str) -> None:
    at = marked.index("^")
    assert parse(marked[:at] + marked[at + 1 :]).failure().position == at


@pytest.mark.parametrize("text", ["0", "00", "10", "0.1", "-1", "0.10", "1e5"])
def test_numbers_are_read_as_python_writes_them(text: str) -> None:
    said = f"Q.metric('x').last < {text}"
    assert parse(said).unwrap() == made(said)


def test_a_range_with_a_bound_that_cannot_be_sent_is_read_back() -> None:
    naive = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - as some write it
    for condition in (
        Q.created.between(naive, dt.datetime(2024, 1, 2, tzinfo=dt.UTC)),
        Q.created.between(dt.datetime(2023, 1, 2, tzinfo=dt.UTC), naive),
        Q.metric("x").last.between(0, float("nan")),
    ):
        assert parse(repr(condition)).unwrap() == condition


def test_a_message_does_not_show_all_of_a_long_condition() -> None:
    def message(length: int) -> str:
        return str(compile(~Q.name.contains("x" * length), "Experiment").failure())

    assert message(50).startswith(f"~Q.name.contains('{'x' * 50}'): ")
    assert message(500).startswith(f"~Q.name.contains('{'x' * 182}…: ")
    many = ~all_of(*(Q.name.contains(f"{i}") for i in range(300)))
    assert len(str(compile(many, "Experiment").failure())) < 400
