"""How conditions are built, compared and combined, and what is said of wrong types."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import operator
import pickle
import re
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import pytest

from smexp_fp.query import (
    Condition,
    Q,
    Query,
    all_of,
    any_of,
    compile,  # noqa: A004 - the pass's name
    explain,
    matches,
    normalise,
    plan,
    restore,
)
from smexp_fp.records import Experiment

UTC = dt.UTC
DAY = dt.date(2024, 5, 1)
NOON = dt.datetime(2024, 5, 1, 12, tzinfo=UTC)
NAIVE = dt.datetime(2024, 5, 1)  # noqa: DTZ001 - as some write it
BEGINNING = dt.datetime.min.replace(tzinfo=UTC)
ANY = cast("Any", Q)
EXPERIMENT = Experiment(name="a", arn="a")
NAMES = {"Q": Q, "all_of": all_of, "any_of": any_of, "datetime": dt}
START, MIDDAY = (f"datetime.datetime(2024, 5, 1, {hour}, 0, tzinfo=datetime.timezone.utc)" for hour in (0, 12))


class Word(enum.StrEnum):
    TEAM = "team"
    CONTAINS = "Contains"


class Day(dt.date):
    pass


# Operands of other types and other ways to combine, and the text of what they make.
BUILT: list[tuple[Callable[[], Condition[Any]], str]] = [
    (lambda: Q.name == Word.TEAM, "Q.name == 'team'"),
    (lambda: Q.name.is_in(iter("ba")), "Q.name.is_in(['b', 'a'])"),
    (lambda: Q.created == Day(2024, 5, 1), "Q.created == datetime.date(2024, 5, 1)"),
    # Ranges of times.
    (lambda: Q.created.between(NOON.replace(microsecond=1), NOON.replace(microsecond=1)),
     f"Q.created.between({MIDDAY}, {MIDDAY.replace('12, 0', '12, 0, 1')})"),
    (lambda: Q.created.within(dt.timedelta(hours=12), now=NOON), f"Q.created.between({START}, {MIDDAY})"),
    (lambda: Q.created.within(dt.timedelta(0), now=NOON), f"Q.created.between({MIDDAY}, {MIDDAY})"),
    (lambda: Q.created.within(dt.timedelta.max, now=NOON), f"Q.created <= {MIDDAY}"),
    (lambda: Q.created.within(dt.timedelta.min, now=NOON),
     f"Q.created.between(datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=datetime.timezone.utc), {MIDDAY})"),
    (lambda: Q.created.within(dt.timedelta.max, now=NAIVE), "Q.created <= datetime.datetime(2024, 5, 1, 0, 0)"),
    (lambda: Q.created.within(dt.timedelta(hours=12), now=BEGINNING.replace(hour=6)),
     "Q.created <= datetime.datetime(1, 1, 1, 6, 0, tzinfo=datetime.timezone.utc)"),
    # Tags: `Q.tag` is a condition and a field at once.
    (lambda: Q.tag(Word.TEAM, Word.TEAM), "Q.tag('team', 'team')"),
    (Q.tags[Word.TEAM].exists, "Q.tag('team')"),
    (lambda: Q.tag("k").exists(), "Q.tag('k')"),
    (lambda: Q.tag("k").is_in(["b", "a"]), "Q.tags['k'].is_in(['b', 'a'])"),
    (lambda: Q.tag("k").contains("v"), "Q.tags['k'].contains('v')"),
    (lambda: Q.tag("k") == "v", "Q.tag('k', 'v')"),
    # A metric itself.
    (Q.metric("x").exists, "Q.metrics.any(Q.metrics.name == 'x')"),
    (Q.metric("x").missing, "~Q.metrics.any(Q.metrics.name == 'x')"),
    # Filters as they are.
    (lambda: Q.wire("A.b", "In", "b,a ,,b"), "Q.wire('A.b', 'In', 'a, b')"),
    (lambda: ANY.wire("A.b", Word.CONTAINS, "x"), "Q.wire('A.b', 'Contains', 'x')"),
    (lambda: Q.wire(Word.TEAM, "Equals", Word.TEAM), "Q.wire('team', 'Equals', 'team')"),
    # Joined.
    (lambda: Q.tag("a").__rand__(Q.tag("b")), "Q.tag('b') & Q.tag('a')"),
    (lambda: Q.tag("a").__ror__(Q.tag("b")), "Q.tag('b') | Q.tag('a')"),
    (lambda: all_of(Q.tag("a"), Q.tag("b")), "Q.tag('a') & Q.tag('b')"),
    (lambda: any_of(Q.tag("a"), Q.tag("b")), "Q.tag('a') | Q.tag('b')"),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(BUILT)))
def test_what_is_built(at: int) -> None:
    made, code = BUILT[at][0](), BUILT[at][1]
    again = eval(code, dict(NAMES))  # noqa: S307 - one of the above
    assert repr(made) == code
    assert made == again
    assert hash(made) == hash(again)
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own
    assert copy.copy(made) == copy.deepcopy(made) == made


CONDITIONS: list[Callable[[], Condition[Any]]] = [
    all_of,
    any_of,
    lambda: Q.tag("a"),
    lambda: Q.tag("b"),
    Q.tags["a"].missing,
    lambda: Q.tag("a", "b"),
    lambda: Q.tag("a", "c"),
    lambda: Q.name == "a",
    lambda: Q.arn == "a",
    lambda: Q.wire("a", "Equals", "b"),
    lambda: ~Q.tag("a"),
    lambda: ~Q.tag("b"),
    lambda: ~~Q.tag("a"),
    lambda: Q.tag("a") & Q.tag("b"),
    lambda: Q.tag("b") & Q.tag("a"),
    lambda: Q.tag("a") | Q.tag("b"),
    lambda: Q.tag("a") & Q.tag("b") & Q.tag("c"),
    lambda: all_of(Q.tag("a"), Q.tag("b"), Q.tag("c")),
    lambda: any_of(Q.tag("a"), Q.tag("b"), Q.tag("c")),
    lambda: Q.tags.any(Q.wire("Tags.Key", "Exists")),
    lambda: Q.tags.any(all_of()),
    lambda: Q.parents.any(all_of()),
]


def test_conditions_are_equal_by_structure() -> None:
    for i, one in enumerate(CONDITIONS):
        for k, other in enumerate(CONDITIONS):
            assert (one() == other()) is (i == k)
            assert (one() != other()) is (i != k)
    assert len({make() for make in (*CONDITIONS, *CONDITIONS)}) == len(CONDITIONS)
    assert Q.tags["a"].exists() == Q.tag("a")
    assert Query().name.exists() == Q.name.exists()
    assert (Q.name.exists() == 3) is False
    assert Q.name.exists().__eq__(3) is NotImplemented
    assert (Q.tags.any(all_of()) == Q.tag("a")) is False


NO_ROWS: list[Any] = [
    (),
    3,
    (("Q.nope", "", "Exists", None),),
    (("Q.name", "", "Like", "a"),),
    (("Q.name", 3, "Exists", None),),
    (("Q.name", "", "In", ("a", 3)),),
    (("And", (0,)),),
    (("Q.name", "", "Exists", None), ("Not", (0, 0))),
    (("Q.name", "", "Exists", None), ("Tags", (0,))),
]


@pytest.mark.parametrize("rows", NO_ROWS, ids=str)
def test_what_no_pickle_of_a_condition_has_is_a_value_error(rows: Any) -> None:
    with pytest.raises(ValueError, match=r"^this is not a pickled condition$"):
        restore(rows)


def test_conditions_cannot_be_changed() -> None:
    condition: Any = Q.tag("a") & Q.tag("b")
    for name in ("operands", "other"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(condition, name, ())


COMPARISONS = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)
KINDS = "text, number, time, parameter"
OPERATORS = (
    "Equals, NotEquals, GreaterThan, GreaterThanOrEqualTo, LessThan, LessThanOrEqualTo, Contains, In, Exists, NotExists"
)
ADVICE = (
    "a comparison needs parentheses, as in `(Q.name == 'x') & Q.tag('t')`, and a field becomes a condition with "
    "`.exists()` or a comparison"
)
A_NUMBER = "a number (int, float, or any type with __float__ or __index__, such as NumPy's; not bool)"
TRUTH = (
    "a condition is neither true nor false: write `a & b`, `a | b`, `~a` instead of `and`, `or`, `not`, "
    "with parentheses around comparisons, as in `(Q.name == 'x') & Q.tag('t')`, and `x.between(0, 1)` or "
    "`(x > 0) & (x < 1)` instead of `0 < x < 1`"
)
WRONG: list[tuple[Callable[[], Any], str]] = [
    (lambda: bool(Q.name.exists()), TRUTH),
    (lambda: 1 if ANY.tag("a") else 2, TRUTH),
    (lambda: any([ANY.tag("a"), Q.tag("b")]), TRUTH),
    (lambda: [one for one in [ANY.tag("a")] if one], TRUTH),
    (lambda: ANY.name == "a" & ANY.tag("a"), f"& takes conditions, not str: {ADVICE}"),
    (lambda: all_of(cast("Any", [Q.tag("a")])), f"a combination takes conditions, not list: {ADVICE}"),
    (lambda: ANY.tag("a") & 3, f"& takes conditions, not int: {ADVICE}"),
    (lambda: 3 & ANY.tag("a"), f"& takes conditions, not int: {ADVICE}"),
    (lambda: ANY.tag("a") | None, f"| takes conditions, not NoneType: {ADVICE}"),
    (lambda: "x" | ANY.tag("a"), f"| takes conditions, not str: {ADVICE}"),
    (lambda: ANY.tag("a") & Q.name, f"& takes conditions, not TextField: {ADVICE}"),
    (lambda: compile(ANY.name, "Experiment"), f"compile takes conditions, not TextField: {ADVICE}"),
    (lambda: plan(ANY.metric("loss").last, "Experiment"), f"plan takes conditions, not NumberField: {ADVICE}"),
    (lambda: normalise(cast("Any", None)), f"normalise takes conditions, not NoneType: {ADVICE}"),
    (lambda: explain(cast("Any", {})), f"explain takes conditions, not dict: {ADVICE}"),
    (lambda: matches(cast("Any", True), EXPERIMENT), f"matches takes conditions, not bool: {ADVICE}"),
    (lambda: all_of(ANY.name), f"a combination takes conditions, not TextField: {ADVICE}"),
    (lambda: bool(Q.name), "a field is not a condition: write `Q.name.exists()` or a comparison"),
    (lambda: bool(Q.tags["a"]), "a field is not a condition: write `Q.tags['a'].exists()` or a comparison"),
    (lambda: ANY.name == 3, "Q.name == takes a str, not int"),
    (lambda: ANY.name != 3, "Q.name != takes a str, not int"),
    (lambda: ANY.name.is_in([3]), "Q.name.is_in takes a str, not int"),
    *((partial(getattr(Q.name, name), 3), f"Q.name.{name} takes a str, not int")
      for name in ("contains", "equals", "startswith", "endswith", "matches")),
    *((partial(getattr(ANY.name, name), 3, ignore_case=True), f"Q.name.{name} takes a str, not int")
      for name in ("contains", "equals", "startswith", "endswith")),
    (lambda: Q.name.is_in("ab"), "Q.name.is_in takes several texts; write ('ab',) for one"),
    *((partial(compared, ANY.metric("x").last, "1"), f"Q.metric('x').last takes {A_NUMBER}, not str")
      for compared in COMPARISONS),
    *((partial(compared, ANY.parameter("x"), True), f"Q.parameter('x') takes {A_NUMBER}, not bool")
      for compared in COMPARISONS),
    (lambda: ANY.metric("x").last.between("1", 2), f"Q.metric('x').last.between takes {A_NUMBER}, not str"),
    (lambda: ANY.metric("x").last.between(1, None), f"Q.metric('x').last.between takes {A_NUMBER}, not NoneType"),
    (lambda: ANY.created == "x", "Q.created takes an aware datetime or a date, not str"),
    (lambda: ANY.created < 3, "Q.created takes an aware datetime or a date, not int"),
    (lambda: ANY.created.between(DAY, "x"), "Q.created.between takes an aware datetime or a date, not str"),
    (lambda: ANY.parameter("x").between("1", 2), f"Q.parameter('x').between takes {A_NUMBER}, not str"),
    (lambda: ANY.parameter("x").contains(1), "Q.parameter('x').contains takes a str, not int"),
    (lambda: ANY.parameter("x").is_in([None]), f"Q.parameter('x').is_in takes {A_NUMBER}, not NoneType"),
    (lambda: ANY.name.matches(re.compile(b"a")), "Q.name.matches takes a str, not bytes"),
    (lambda: ANY.parameter("x").is_in([True]), f"Q.parameter('x').is_in takes {A_NUMBER}, not bool"),
    (lambda: ANY.name.is_in(3), "Q.name.is_in takes several values, not int"),
    (lambda: ANY.tag("a", None), "Q.tag takes a str, not None; leave the value out to ask for the tag with any value"),
    (lambda: 0 < ANY.metric("x").last < 1, TRUTH),
    (lambda: ANY.parameter("x").is_in("a"), "Q.parameter('x').is_in takes several texts; write ('a',) for one"),
    (lambda: ANY.tags[3], "Q.tags[...] takes a str, not int"),
    *((partial(getattr(Q, name), 3), f"Q.{name} takes a str, not int")
      for name in ("tag", "parameter", "metric", "input_artifact", "output_artifact")),
    (lambda: ANY.field(3, "text"), "Q.field takes a str, not int"),
    (lambda: ANY.field("x", "date"), f"Q.field takes one of {KINDS} as its kind, not 'date'"),
    (lambda: ANY.wire(3, "Exists"), "Q.wire takes a str, not int"),
    (lambda: ANY.wire("x", 3), "Q.wire takes a str, not int"),
    (lambda: ANY.wire("x", "Between", "1"), f"Q.wire takes one of {OPERATORS}, not 'Between'"),
    (lambda: Q.wire("x", "Contains"), "Q.wire: Contains needs a value"),
    (lambda: ANY.wire("x", "Equals", 3), "Q.wire takes a str, not int"),
    (lambda: ANY.tags.any(3), f"Q.tags.any takes conditions, not int: {ADVICE}"),
    (lambda: ANY.tags.any(Q.tag("a")), "Q.tags.any takes conditions on Q.tags.…, not Q.tag('a')"),
    (lambda: ANY.tags.any(Q.tags.key.exists(), ~(Q.name == "a")),
     "Q.tags.any takes conditions on Q.tags.…, not Q.name == 'a'"),
    (lambda: ANY.tags.any(Q.parents.trial_name.exists()),
     "Q.tags.any takes conditions on Q.tags.…, not Q.parents.trial_name.exists()"),
    (lambda: Q.tags.any(Q.wire("Tags", "Exists")),
     "Q.tags.any takes conditions on Q.tags.…, not Q.wire('Tags', 'Exists')"),
    (lambda: ANY.tags.any(Q.field("Parents.x", "text").exists()),
     "Q.tags.any takes conditions on Q.tags.…, not Q.field('Parents.x', 'text').exists()"),
    (lambda: ANY.tags.any(Q.tags.any(Q.tags.key.exists())), "Q.tags.any takes no other .any(...) inside"),
    (lambda: iter(ANY.tags), "'TagFields' object is not iterable"),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(WRONG)))
def test_a_wrong_type_is_refused_with_advice(at: int) -> None:
    with pytest.raises(TypeError) as error:
        WRONG[at][0]()
    assert str(error.value) == WRONG[at][1]
