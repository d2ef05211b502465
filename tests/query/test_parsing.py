"""`parse` and `repr`, one text at a time: what is read, what is written, and what is refused where and why."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest

from smexp_fp.query import Condition, Q, Unparsable, all_of, any_of, parse
from smexp_fp.query._ast import Nested, as_node
from smexp_fp.query._pickling import restore, rows_of
from smexp_fp.query._properties import TAGS
from smexp_fp.query._repr import source

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


FIELD = "a field of Q or a method of the field"
METHOD = "a method of the field with its arguments"
COMPARISON = "a comparison, in parentheses of its own"
JOIN = "'&', '|' or the end"
WIRE = "an operator of the API, with its value"
LEXEME = "a field, an operator or an operand"
EXISTS = "a date or time that exists"
ESCAPES = "a text with the escapes that repr writes"
FLOATS = "float('nan'), float('inf') or float('-inf')"

# The mark ^ stands before the place; it is no part of the text.
REFUSED = [
    ("^", "a condition"),
    ("  ^", "a condition"),
    ("^x", "a condition"),
    ("^3", "a condition"),
    ("^'a'", "a condition"),
    ("^'~'", "a condition"),
    ("^'('", "a condition"),
    ("^$", LEXEME),
    ("Q.tag('a') &^ $", LEXEME),
    ("Q.tag('a')^ ;", LEXEME),
    ("Q.name ==^ 'a", LEXEME),
    ("Q.name ==^ 'a\nb'", LEXEME),
    ("Q.name ==^ 'a\\\nb'", LEXEME),
    ("~^", "a condition"),
    ("(^", "a condition"),
    ("(^)", "a condition"),
    ("^)", "a condition"),
    ("Q.tag('a')^)", JOIN),
    ("Q.tag('a') ^,", JOIN),
    ("(Q.tag('a') ^, Q.tag('b'))", JOIN),
    ("Q.tag('a') ^Q.tag('b')", JOIN),
    ("Q.tag('a', 'b')^.exists()", JOIN),
    ("(Q.tag('a')^", "')'"),
    ("all_of(Q.tag('a')^", "')'"),
    ("all_of(Q.tag('a'), ^)", "a condition"),
    ("all_of(^, Q.tag('a'))", "a condition"),
    ("all_of^", "'('"),
    ("any_of ^Q", "'('"),
    ("all_of() ^'x'", JOIN),
    ("Q.tag('a') & ^", "a condition"),
    ("Q.tag('a') & ^| Q.tag('b')", "a condition"),
    ("Q.tag('a') == 'x' ^& Q.tag('b')", JOIN),
    ("Q.name == 'x' ^| Q.tag('b')", JOIN),
    ("Q.tag('b') & Q.name ^== 'x'", COMPARISON),
    ("~Q.name ^== 'x'", COMPARISON),
    ("Q.name == 'x' ^== 'y'", JOIN),
    ("Q.name^", COMPARISON),
    ("Q.name ^'=='", COMPARISON),
    ("Q.name ^= 'x'", COMPARISON),
    ("Q.name ^& Q.tag('a')", COMPARISON),
    ("Q^", "the rest of a field"),
    ("Q ^== 'x'", "the rest of a field"),
    ("Q.source ^== 'x'", "the rest of a field"),
    ("Q.metric('x') ^< 1", "the rest of a field"),
    ("Q.metric ^< 1", "the rest of a field"),
    ("Q.tags ^== 'x'", "the rest of a field"),
    ("Q.wire ^== 'x'", "'('"),
    ("Q.^", "a name"),
    ("Q^.3", "the rest of a field"),
    ("Q. ^3", "a name"),
    ("Q.^'name'", "a name"),
    ("Q.^nope == 'x'", FIELD),
    ("Q.name.^nope", FIELD),
    ("Q.name.^exists", FIELD),
    ("Q.source.^exists()", FIELD),
    ("Q.metric('x').^exists()", FIELD),
    ("Q.metric('x').^median < 1", FIELD),
    ("Q.metric.^last < 1", FIELD),
    ("Q.parents.^any", FIELD),
    ("Q.input_artifacts.any(^Q.tags.key.exists())", "an operand"),
    ("Q.input_artifacts.^any()", METHOD),
    ("Q['a'] ^== 'x'", "a field"),
    ("Q.name['a'] ^== 'x'", "a field"),
    ("Q.tags['a']['b'] ^== 'x'", "a field"),
    ("Q.tags[^3] == 'x'", "a text"),
    ("Q.tags[^] == 'x'", "a text"),
    ("Q.tags['a' ^== 'x'", "']'"),
    ("Q.parameter(^3) == 1", "a text"),
    ("Q.parameter('a'^, 'b') == 1", "')'"),
    ("Q.metric(^).last < 1", "a text"),
    ("Q.name.^exists('x')", METHOD),
    ("Q.name.^missing(1)", METHOD),
    ("Q.name.^between('a', 'b')", METHOD),
    ("Q.name.^path('x')", METHOD),
    ("Q.name.^is_in('x')", METHOD),
    ("Q.name.^is_in()", METHOD),
    ("Q.name.is_in([^3])", "a text"),
    ("Q.name.is_in(['a' ^'b'])", "']'"),
    ("Q.name.is_in(['a', ^", "a text"),
    ("Q.name.contains(^3)", "a text"),
    ("Q.name.contains(^)", "a text"),
    ("Q.name.contains(^'a', 'b')", "a text"),
    ("Q.name.contains('a' ^'b')", "')'"),
    ("Q.name.contains(^Q)", "an operand"),
    ("Q.parameter('x').contains(^3)", "a text"),
    ("Q.metric('x').last.^contains('a')", METHOD),
    ("Q.metric('x').last.^is_in(['a'])", METHOD),
    ("Q.metric('x').last.^between(1)", METHOD),
    ("Q.metric('x').last.between(^'a', 1)", "operands of the field's type"),
    ("Q.created.between(^1, 2)", "operands of the field's type"),
    ("Q.name == ^3", "an operand of the field's type"),
    ("Q.name == ^['a']", "an operand of the field's type"),
    ("Q.name < ^'a'", "an operand of the field's type"),
    ("Q.metric('x').last < ^'1'", "an operand of the field's type"),
    ("Q.parameter('x') < ^'1'", "an operand of the field's type"),
    ("Q.created < ^1", "an operand of the field's type"),
    ("Q.created == ^datetime.timedelta(1)", "an operand of the field's type"),
    ("Q.created == ^datetime.timezone.utc", "an operand of the field's type"),
    ("Q.name == ^", "an operand"),
    ("Q.name == ^Q.name", "an operand"),
    ("Q.name == ^(", "an operand"),
    ("Q.name == ^'\\q'", ESCAPES),
    ("Q.name == ^'\\x4'", ESCAPES),
    ("Q.name == ^'\\u004'", ESCAPES),
    ("Q.name == ^'\\U00110000'", ESCAPES),
    ("Q.name == ^'\\N{DASH}'", ESCAPES),
    ("Q.metric('x').last < ^float('1')", FLOATS),
    ("Q.metric('x').last < ^float('Inf')", FLOATS),
    ("Q.metric('x').last < float^", "'('"),
    ("Q.metric('x').last < float(^nan)", "a text"),
    ("Q.metric('x').last < float('nan'^", "')'"),
    ("Q.metric('x').last < ^01", "a number as Python writes it, without leading zeros"),
    ("Q.metric('x').last < ^-007", "a number as Python writes it, without leading zeros"),
    ("Q.metric('x').last < ^" + "9" * 2001, "a number"),
    ("Q.metric('x').last <^ +1", LEXEME),
    ("Q.metric('x').last <^ --1", LEXEME),
    ("Q.metric('x').last < 1^_000", JOIN),
    ("Q.tag^", "'('"),
    ("Q.^tag()", "the arguments of Q.tag"),
    ("Q.^tag('a', 'b', 'c')", "the arguments of Q.tag"),
    ("Q.tag(^3)", "a text"),
    ("Q.tag('a' ^'b')", "')'"),
    ("Q.^field('a') == 'x'", "the arguments of Q.field"),
    ("Q.^field('a', 'date') == 'x'", "the arguments of Q.field"),
    ("Q.^field('a', 'text', 'b') == 'x'", "the arguments of Q.field"),
    ("Q.field('a', 'text')^", COMPARISON),
    ("Q.^wire('a')", "the arguments of Q.wire"),
    ("Q.^wire('a', 'Equals', 'b', 'c')", "the arguments of Q.wire"),
    ("Q.^wire('a', 'Equals')", WIRE),
    ("Q.^wire('a', 'equals', 'b')", WIRE),
    ("Q.^wire('a', 'Between', 'b')", WIRE),
    ("Q.name.^tag", FIELD),
    ("Q.created == ^datetime.datetime(2024, 13, 1)", EXISTS),
    ("Q.created == ^datetime.date(2024, 2, 30)", EXISTS),
    ("Q.created == ^datetime.date(2024, 2)", EXISTS),
    ("Q.created == ^datetime.date(2024.0, 2, 1)", EXISTS),
    ("Q.created == ^datetime.date(2024, 2, 1, days=1)", EXISTS),
    ("Q.created == ^datetime.timedelta(1e999)", EXISTS),
    ("Q.created == datetime.datetime(2024, 5, 1, tzinfo=^datetime.timezone(datetime.timedelta(1)))", EXISTS),
    ("Q.created == ^datetime.datetime(2024, 5, 1, tzinfo=datetime.date(2024, 5, 1))", EXISTS),
    ("Q.created == ^datetime.time(1)", "datetime.datetime or datetime.date"),
    ("Q.created == ^datetime.timezone(datetime.timedelta(1), 2, 3, 4)", EXISTS),
    ("Q.created == datetime^", "'.'"),
    ("Q.created == datetime.^", "more"),
    ("Q.created == datetime.date^", "'('"),
    ("Q.created == datetime.date^.utc", "'('"),
    ("Q.created == datetime.timezone.^gmt", "utc"),
    ("Q.created == datetime.date(^", "a number"),
    ("Q.created == datetime.date(^'2024')", "a number"),
    ("Q.created == datetime.date(2024 ^5)", "')'"),
    ("Q.created == datetime.date(2024, ^05, 1)", "a number as Python writes it, without leading zeros"),
    ("Q.created == datetime.date(year^)", "'='"),
    ("Q.created == datetime.date(year=^'x')", "a number"),
    ("Q.parents.any(^)", "a condition"),
    ("Q.parents.any(Q.parents.trial_name.exists()^", "')'"),
    ("Q.parents.any(Q.tag('a')^)", "Q.parents.any takes conditions on Q.parents.…, not Q.tag('a')"),
    ("Q.tags.any(Q.tags.any(Q.tags.key.exists())^)", "Q.tags.any takes no other .any(...) inside"),
]


@pytest.mark.parametrize(("marked", "expected"), REFUSED, ids=range(len(REFUSED)))
def test_a_text_is_refused(marked: str, expected: str) -> None:
    at = marked.index("^")
    found = parse(marked[:at] + marked[at + 1 :]).failure()
    assert found == Unparsable(at, expected)


def test_a_number_may_have_two_thousand_digits() -> None:
    assert repr(parse(f"Q.metric('x').last < {'9' * 2000}").unwrap()) == "Q.metric('x').last < float('inf')"


def test_times_stand_at_most_four_deep() -> None:
    deep = "datetime.timedelta(" * 5 + "1" + ")" * 5
    start = len("Q.created == ")
    assert parse(f"Q.created == {deep}").failure() == Unparsable(start + 4 * len("datetime.timedelta("), "a number")
    fits = "datetime.timedelta(" * 4 + "1" + ")" * 4
    # The innermost is read first: a timedelta does not take a timedelta.
    assert parse(f"Q.created == {fits}").failure() == Unparsable(start + 2 * len("datetime.timedelta("), EXISTS)


def test_many_parentheses() -> None:
    assert parse("(" * 3000 + "Q.tag('a')" + ")" * 3000).unwrap() == Q.tag("a")
    assert parse("(" * 3000 + "Q.tag('a')" + ")" * 2999).failure() == Unparsable(3000 + 10 + 2999, "')'")


def test_restore_reads_or_raises() -> None:
    assert restore(("Q.tag('a')",)) == Q.tag("a")
    tag = ("Q.tag('a')", "Q.name == 'b'")
    assert restore((*tag, ("And", (0, 1)))) == Q.tag("a") & (Q.name == "b")
    assert restore((*tag, ("Or", (1, 0, 1)))) == any_of(Q.name == "b", Q.tag("a"), Q.name == "b")
    assert restore((*tag, ("Not", (1,)))) == ~(Q.name == "b")
    assert restore(("Q.tags.key.exists()", ("Tags", (0,)))) == Q.tags.any(Q.tags.key.exists())
    with pytest.raises(ValueError, match=r"\Athis is no pickled condition: at character 6: expected a text\Z"):
        restore(("Q.tag(3)",))
    with pytest.raises(ValueError, match=r"\Athis is no pickled condition\Z") as error:
        restore((*tag, ("And", (0, 2))))
    assert error.value.__cause__ is not None


def test_rows_hold_each_part_once_and_below_what_needs_it() -> None:
    tag = Q.tag("a")
    assert rows_of(as_node((tag | ~tag) & Q.tags.any(Q.tags.key == "k"))) == (
        "Q.tag('a')",
        ("Not", (0,)),
        ("Or", (0, 1)),
        "Q.tags.key == 'k'",
        ("Tags", (3,)),
        ("And", (2, 4)),
    )


def test_a_message_stops_after_so_many_pieces() -> None:
    long = as_node(all_of(*(Q.tag(f"k{i}") for i in range(300))))
    assert source(long, limit=3) == "all_of(Q.tag('k0'), …"
    assert source(long, limit=0) == "…"
    assert source(long, limit=10_000) == repr(long)
    assert repr(Nested(TAGS, as_node(Q.tags.key.exists()))) == "Q.tags.any(Q.tags.key.exists())"
