"""Conditions that reach every branch of the passes, by name, and the text of what the passes make of each.

`golden.txt` has the text; `tests/support/generate_golden.py` writes it; whoever changes a pass reads the difference.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from returns.result import Failure, Result

from smexp_fp.query import (
    CompileError,
    Condition,
    Plan,
    Q,
    Resource,
    all_of,
    any_of,
    compile_any,
    explain,
    normalise,
    plan_any,
)

PATH: Final = Path(__file__).parent / "golden.txt"
RESOURCES: Final[tuple[Resource, ...]] = ("Experiment", "ExperimentTrial", "ExperimentTrialComponent")

LONGEST: Final = 420
"""Characters of a line; a longer one is told by its digest."""

DAY: Final = dt.date(2024, 2, 29)
NOON: Final = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
EAST: Final = dt.datetime(2024, 5, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))
NAIVE: Final = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - that is the mistake
FRACTION: Final = NOON.replace(microsecond=1)
BEFORE_TIME: Final = dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=1)))
NAN: Final = float("nan")
LOSS: Final = Q.metric("loss")
LR: Final = Q.parameter("lr")

Corpus = dict[str, Condition[Any]]


def tags(count: int, prefix: str = "k") -> list[Condition[Any]]:
    """So many tests, all different; their names sort as they are counted."""
    return [Q.tag(f"{prefix}{i:03}") for i in range(count)]


def _operators() -> Corpus:
    made: Corpus = {
        "text ==": Q.name == "a",
        "text !=": Q.name != "a",
        "text contains": Q.name.contains("a"),
        "text is_in of none": Q.name.is_in([]),
        "text is_in of one": Q.name.is_in(["a"]),
        "text is_in of the same": Q.name.is_in(["a", "a"]),
        "text is_in of three": Q.name.is_in(["c", "a", "b"]),
        "text exists": Q.name.exists(),
        "text missing": Q.name.missing(),
        "display name contains": Q.display_name.contains("a"),
        "description contains": Q.description.contains("a"),
        "experiment name of a trial": Q.experiment_name == "e",
        "number ==": LOSS.last == 0.5,
        "number !=": LOSS.last != 0.5,
        "number <": LOSS.min < 1,
        "number <=": LOSS.max <= -1,
        "number >": LOSS.avg > 1e-7,
        "number >=": LOSS.std_dev >= 1e22,
        "number between": LOSS.count.between(1, 2.5),
        "number exists": LOSS.last.exists(),
        "number missing": LOSS.last.missing(),
        "time ==": Q.created == NOON,
        "time !=": Q.created != NOON,
        "time <": Q.created < EAST,
        "time <=": Q.created <= FRACTION,
        "time >": Q.modified > FRACTION,
        "time >=": Q.start >= NOON,
        "time between": Q.end.between(NOON, FRACTION),
        "time exists": Q.created.exists(),
        "time missing": Q.created.missing(),
        "day ==": Q.created == DAY,
        "day !=": Q.created != DAY,
        "day <": Q.created < DAY,
        "day <=": Q.created <= DAY,
        "day >": Q.created > DAY,
        "day >=": Q.created >= DAY,
        "last day ==": Q.created == dt.date.max,
        "last day !=": Q.created != dt.date.max,
        "last day <=": Q.created <= dt.date.max,
        "last day >": Q.created > dt.date.max,
        "last day >=": Q.created >= dt.date.max,
        "last day but one ==": Q.created == dt.date.max - dt.timedelta(days=1),
        "first day ==": Q.created == dt.date.min,
        "first day <": Q.created < dt.date.min,
        "within an hour": Q.created.within(dt.timedelta(hours=1), now=NOON),
        "within all time": Q.created.within(dt.timedelta(days=999_999), now=NOON),
        "parameter == text": LR == "0.1",
        "parameter == number": LR == 0.1,
        "parameter !=": LR != "adam",
        "parameter <": LR < 1,
        "parameter <=": LR <= 1,
        "parameter >": LR > 1,
        "parameter >=": LR >= 1,
        "parameter between": LR.between(0, 1),
        "parameter contains": LR.contains("ada"),
        "parameter is_in": LR.is_in(["adam", "0.1"]),
        "parameter exists": LR.exists(),
        "parameter missing": LR.missing(),
        "input artifact": Q.input_artifact("d") == "s3",
        "output artifact contains": Q.output_artifact("d").contains("s3"),
        "media type": Q.output_artifact("d.Value").media_type.is_in(["a/b", "c/d"]),
        "any input artifact": Q.input_artifacts.contains("s3"),
        "any output artifact": Q.output_artifacts != "s3",
        "a member of a member": Q.created_by.iam_identity.principal_id == "p",
        "who modified": Q.modified_by.user_profile_name.contains("p"),
        "metadata": Q.metadata.commit_id == "c",
        "source": Q.source.type.exists(),
        "status": Q.status.is_in(["Failed", "Stopped"]),
        "lineage group": Q.lineage_group_arn == "a",
    }
    negated: Corpus = {f"not: {name}": ~condition for name, condition in made.items()}
    return made | negated


def _tags() -> Corpus:
    return {
        "tag": Q.tag("team"),
        "tag with a value": Q.tag("team", "vision"),
        "tag == ": Q.tag("team") == "vision",
        "tag !=": Q.tags["team"] != "vision",
        "tag contains": Q.tags["team"].contains("vis"),
        "tag is_in": Q.tags["team"].is_in(["a", "b"]),
        "tag missing": Q.tags["team"].missing(),
        "tag words": Q.tags.words.contains("vis"),
        "no tag word": ~(Q.tags.words == "vis"),
        "tag with braces": Q.tag("{}"),
        "tag with dots": Q.tag("a.b_c"),
        "tag of spaces": Q.tag(" "),
        "tag with quotes": Q.tag("it's"),
        "tag in Unicode": Q.tag("tëam", "☃"),
        "tag with a tab": Q.tag("a\tb", "c\td"),
    }


def _nested() -> Corpus:  # names in the order of the lists, which are four
    tag, parents, parts, metrics = Q.tags, Q.parents, Q.components, Q.metrics
    field: Any = Q.field  # its type says that it is no element's
    made: Corpus = {
        "one tag has a key": tag.any(tag.key == "k"),
        "one tag has a key and a value": tag.any(tag.key == "k", tag.value == "v"),
        "one tag has a key and a part of a value": tag.any(tag.key == "k", tag.value.contains("v")),
        "one tag has a key and any value": tag.any(tag.key == "k", tag.value.exists()),
        "one tag has a key and another value": tag.any(tag.key == "k", tag.value != "v"),
        "one tag has a key and no value": tag.any(tag.key == "k", tag.value.missing()),
        "one tag has a key and one of two values": tag.any(tag.key == "k", tag.value.is_in(["v", "w"])),
        "one tag has a key and two parts": tag.any(tag.key == "k", tag.value.contains("v"), tag.value.contains("w")),
        "one tag has two keys": tag.any(tag.key == "k", tag.key == "l"),
        "one tag has a part of a key": tag.any(tag.key.contains("k")),
        "one tag has a part of a key and a value": tag.any(tag.key.contains("k"), tag.value == "v"),
        "one tag has a key and is like it": tag.any(tag.key == "k", tag.key.contains("k"), tag.value == "v"),
        "one tag has a value": tag.any(tag.value == "v"),
        "one tag has one of two keys": tag.any(tag.key.is_in(["k", "l"])),
        "one tag has one of two keys and a value": tag.any((tag.key == "k") | (tag.key == "l"), tag.value == "v"),
        "one tag has a key of 250": tag.any(tag.key == "k" * 250),
        "one tag has a key of 251": tag.any(tag.key == "k" * 251),
        "one parent": parents.any(parents.trial_name == "t"),
        "one parent is another": parents.any(parents.trial_name != "t"),
        "one parent has a trial": parents.any(parents.trial_name.exists()),
        "one parent has no trial": parents.any(parents.trial_name.missing()),
        "one parent with a part": parents.any(parents.trial_name.contains("t")),
        "one parent of two": parents.any(parents.trial_name.is_in(["t", "u"])),
        "one parent of none": parents.any(parents.trial_name.is_in([])),
        "one parent of two with a comma": parents.any(parents.trial_name.is_in(["t,", "u"])),
        "one parent is neither": parents.any(~parents.trial_name.is_in(["t", "u"])),
        "one parent with both": parents.any(parents.trial_name == "t", parents.experiment_name == "e"),
        "one parent with both again": parents.any(parents.experiment_name == "e", parents.trial_name == "t"),
        "one parent with either": parents.any((parents.trial_name == "t") | (parents.experiment_name == "e")),
        "one parent, multiplied out": parents.any(
            (parents.trial_name == "t") | (parents.trial_name == "u"),
            (parents.experiment_name == "e") | (parents.experiment_name.contains("f")),
        ),
        "one parent, the weaker alternative falls": parents.any(
            (parents.trial_name == "t")
            | (parents.experiment_name.contains("e") & (parents.trial_name.contains("t") | (parents.trial_name == "t")))
        ),
        "one parent at all": parents.any(all_of()),
        "one parent that is none": parents.any(any_of()),
        "one parent that is and is not": parents.any((parents.trial_name == "t") & (parents.trial_name != "t")),
        "one parent that is or is not": parents.any((parents.trial_name == "t") | (parents.trial_name != "t")),
        "one parent by a raw filter": parents.any(Q.wire("parents.TRIALNAME", "Equals", "t")),
        "one parent by a raw name": parents.any(field("Parents.TrialName", "text") == "t"),
        "one parent by an unknown name": parents.any(field("Parents.Nope", "text") == "t"),
        "one parent by the name of another list": parents.any(Q.wire("Parents.Nope", "Exists")),
        "two parents": parents.any(parents.trial_name == "t") & parents.any(parents.trial_name == "u"),
        "two parents with both": parents.any(parents.trial_name == "t", parents.experiment_name == "e")
        & parents.any(parents.trial_name == "u", parents.experiment_name == "e"),
        "one component": parts.any(parts.name == "c"),
        "one component by its source": parts.any(parts.source.type == "s", parts.source.arn.contains("a")),
        "one component of a day": parts.any(parts.created == DAY),
        "one component not of a day": parts.any(parts.created != DAY),
        "one component not of the last day": parts.any(parts.created != dt.date.max),
        "one component of the last day": parts.any(parts.created == dt.date.max),
        "one component before": parts.any(parts.created < NOON),
        "one component after": parts.any(parts.created > NOON),
        "one component not before": parts.any(~(parts.created < NOON)),
        "one component by who made it": parts.any(parts.created_by.iam_identity.arn.exists()),
        "any component of a day": parts.created == DAY,
        "any component of the last day": parts.created == dt.date.max,
        "any component between": parts.created.between(NOON, EAST + dt.timedelta(days=1)),
        "any component before": parts.created <= NOON,
        "any component by name": parts.name.is_in(["c", "d"]),
        "any component by a part of its name": parts.name.contains("c"),
        "any parent by name": parents.trial_name == "t",
        "one metric": metrics.any(metrics.name == "loss"),
        "one metric below": metrics.any(metrics.last < 1),
        "one metric not below": metrics.any(~(metrics.last < 1)),
        "one metric in a range": metrics.any(metrics.last.between(0, 1)),
        "one metric not in a range": metrics.any(~metrics.last.between(0, 1)),
        "one metric with a name in a range": metrics.any(metrics.name.contains("loss"), metrics.max.between(0, 1)),
        "one metric of a time": metrics.any(metrics.timestamp >= NOON, metrics.source_arn != "a"),
        "one metric without a number": metrics.any(metrics.last < NAN),
        "one metric by a time without a zone": metrics.any(metrics.timestamp > NAIVE),
        "one metric by a raw filter of a wrong type": metrics.any(Q.wire("Metrics.Last", "Contains", "1")),
        "one metric by a long value": metrics.any(metrics.name == "x" * 1025),
        "one parent, 20 filters": parents.any(*(parents.trial_name.contains(f"{i:02}") for i in range(20))),
        "one parent, 21 filters": parents.any(*(parents.trial_name.contains(f"{i:02}") for i in range(21))),
        "one metric, 31 by 31 alternatives": metrics.any(
            any_of(*(metrics.last == i for i in range(31))), any_of(*(metrics.max == i for i in range(31)))
        ),
        "one metric, 1000 alternatives": metrics.any(
            any_of(*(metrics.last == i for i in range(25))), any_of(*(metrics.max == i for i in range(40)))
        ),
        "one metric, 1001 alternatives": metrics.any(
            any_of(*(metrics.last == i for i in range(77))), any_of(*(metrics.max == i for i in range(13)))
        ),
        "one metric, 1001 plain alternatives": metrics.any(any_of(*(metrics.last == i for i in range(1001)))),
        "one metric, an alternative that another says": metrics.any(
            (metrics.last == 0) | (metrics.last == 1), (metrics.last == 0) | (metrics.max == 1)
        ),
        "one metric, 399 alternatives, some that another says": metrics.any(
            any_of(*(metrics.last == i for i in range(19))),
            any_of(metrics.last == 0, *(metrics.max == i for i in range(20))),
        ),
        "one metric, 400 alternatives, some that another says": metrics.any(
            any_of(*(metrics.last == i for i in range(20))),
            any_of(metrics.last == 0, *(metrics.max == i for i in range(19))),
        ),
    }
    return made | {f"not: {name}": ~condition for name, condition in made.items() if "alternatives" not in name}


def _values() -> Corpus:
    return {
        "a text of 1024": Q.name == "x" * 1024,
        "a text of 1025": Q.name == "x" * 1025,
        "an empty text": Q.name == "",
        "an empty text among others": Q.name.is_in(["a", ""]),
        "a newline": Q.name == "a\nb",
        "a newline among others": Q.name.is_in(["a", "b\n"]),
        "a tab": Q.name == "a\tb",
        "a lone surrogate": Q.name == "\ud800",
        "letters of other scripts": Q.name.is_in(["größer", "モデル", "🙂"]),
        "a parameter of another script": Q.parameter("größe") < 3,
        "a long text among others": Q.name.is_in(["a", "x" * 1025]),
        "a tag of 250": Q.tag("x" * 250),
        "a tag of 251": Q.tag("x" * 251),
        "an empty tag": Q.tag(""),
        "a tag with a newline": Q.tag("a\nb"),
        "a tag with a lone surrogate": Q.tag("\udfff"),
        "a parameter of 244": Q.parameter("x" * 244).exists(),
        "a parameter of 245": Q.parameter("x" * 245).exists(),
        "a time without a zone": Q.created > NAIVE,
        "a time without a zone in a range": Q.created.between(NOON, NAIVE),
        "a fraction of a second": Q.created == FRACTION,
        "not a fraction of a second": Q.created != FRACTION,
        "a time before time": Q.created < BEFORE_TIME,
        "NaN": LOSS.last < NAN,
        "an infinity": LOSS.last > float("-inf"),
        "a number too large": LOSS.last == 10**400,
        "a parameter that is no number": LR == NAN,
        "a range of NaN": LR.between(NAN, 1),
        "In of 1024 characters": Q.name.is_in(["a" * 500, "b" * 523]),
        "In of 1025 characters": Q.name.is_in(["a" * 500, "b" * 524]),
        "In with a word of 1024": Q.name.is_in(["a" * 1024, "b"]),
        "In with commas": Q.name.is_in(["a,b", "c", "d"]),
        "In with one word without commas": Q.name.is_in(["a,b", "c"]),
        "In with commas only": Q.name.is_in([",", "a,"]),
        "In with spaces": Q.name.is_in([" a", "b ", "c", "d e"]),
        "In packed better than in order": Q.name.is_in(["a" * 600, "b" * 600, "c" * 400, "d" * 400]),
        "In of many short words": Q.name.is_in(f"{i:03}" for i in range(300)),
        "not In of two": ~Q.name.is_in(["a", "b,c"]),
        "not In of 21": ~Q.name.is_in(f"{i:02}" for i in range(21)),
        "not In of 48": ~Q.name.is_in(f"{i:02}" for i in range(48)),
        "not In of 49": ~Q.name.is_in(f"{i:02}" for i in range(49)),
    }


def _raw() -> Corpus:
    return {
        "field, known": Q.field("ExperimentName", "text") == "a",
        "field, known in other case": Q.field("experimentname", "text") == "a",
        "field, unknown text": Q.field("Some.New", "text").contains("a"),
        "field, unknown number": ~(Q.field("Some.New", "number") < 1),
        "field, unknown time": Q.field("Some.New", "time") == DAY,
        "field, unknown parameter": Q.field("Some.New", "parameter").between(0, 1),
        "field, not an unknown parameter": ~(Q.field("Some.New", "parameter") > 1),
        "field, not an unknown day": ~(Q.field("Some.New", "time") == DAY),
        "field, of another type": Q.field("CreationTime", "text").contains("2024"),
        "field, a number where a time is": Q.field("CreationTime", "number") == 1,
        "field, a date where a text is": Q.field("DisplayName", "time") == DAY,
        "field, a comparison where a text is": Q.field("DisplayName", "number") < 1,
        "field, a range where a text is": Q.field("DisplayName", "number").between(1, 2),
        "field, a list of words where a number is": Q.field("Metrics.loss.Last", "text").is_in(["1", "2"]),
        "field, a text where a number is": Q.field("Metrics.loss.Last", "text") == "1",
        "field, a wrong text where a number is": Q.field("Metrics.loss.Last", "text") == "one",
        "field, without a name": Q.field("", "text").exists(),
        "field of 255": Q.field("x" * 255, "text").exists(),
        "field of 256": Q.field("x" * 256, "text").exists(),
        "field with a newline": Q.field("a\nb", "text").exists(),
        "field with a surrogate": Q.field("\ud800", "text").exists(),
        "wire, every record": Q.wire("DisplayName", "Exists"),
        "wire, of experiments": Q.wire("ExperimentName", "Equals", "a"),
        "wire, of nobody": Q.wire("Nope", "Exists"),
        "wire, a list": Q.wire("DisplayName", "In", "b, a,,b"),
        "wire, a list of none": Q.wire("DisplayName", "In", " , "),
        "wire, no list": ~Q.wire("DisplayName", "In", "a,b"),
        "wire, words are not merged": Q.wire("DisplayName", "Equals", "a") | Q.wire("DisplayName", "Equals", "b"),
        "wire, a number with an exponent": Q.wire("Metrics.loss.Max", "LessThan", "1e5"),
        "wire, no number": Q.wire("Metrics.loss.Max", "LessThan", "five"),
        "wire, a range on a parameter": Q.wire("Parameters.lr", "GreaterThan", "x"),
        "wire, a text of a parameter": Q.wire("Parameters.lr", "Equals", "x"),
        "wire, a date": Q.wire("CreationTime", "LessThan", "2024-05-01"),
        "wire, no date": Q.wire("CreationTime", "LessThan", "May"),
        "wire, a comparison of texts": Q.wire("DisplayName", "LessThan", "a"),
        "wire, an equality of times": Q.wire("CreationTime", "Equals", "2024-05-01T00:00:00Z"),
        "wire, In of times": Q.wire("CreationTime", "In", "2024-05-01"),
        "wire, not a contains": ~Q.wire("Tags.k", "Contains", "a"),
        "wire, not more": ~Q.wire("Metrics.loss.Max", "GreaterThan", "1"),
        "wire, a tag": Q.wire("Tags.k", "Equals", "v"),
    }


def _junctions() -> Corpus:
    a, b, c, d = tags(4)
    words, other = Q.name, Q.display_name
    return {
        "all of none": all_of(),
        "any of none": any_of(),
        "not all of none": ~all_of(),
        "not any of none": ~any_of(),
        "two": b & a,
        "either": b | a,
        "neither": ~(b | a),
        "not both": ~(a & b),
        "twice": a & a,
        "three on the left": a & b & c,
        "three on the right": a & (b & c),
        "three at once": all_of(c, b, a),
        "or in and": a & (c | b),
        "and in or": a | c & b,
        "or in and in or": a | b & (c | d),
        "two ors in an and": (a | b) & (c | d),
        "two ands in an or": (a & b) | (c & d),
        "not or in and": ~(a & (b | c)),
        "two negations": ~~a,
        "three negations": ~~~a,
        "negations in between": ~(~(a & b) | ~(c & d)),
        "absorption in and": a & (a | b),
        "absorption in or": a | a & b,
        "absorption of two": a & (a | b) & (a | c) & (b | d),
        "no absorption": (a | b) & (a | c),
        "a contradiction": a & ~a,
        "a tautology": a | ~a,
        "a contradiction of words": (words == "a") & (words != "a"),
        "a tautology of words": (words == "a") | (words != "a"),
        "a contradiction of texts": words.contains("a") & ~words.contains("a"),
        "a contradiction of texts, the other way": ~words.contains("b") & words.contains("b"),
        "a contradiction of lists": words.is_in(["a", "b"]) & ~words.is_in(["a", "b"]),
        "a contradiction of elements": Q.parents.any(Q.parents.trial_name == "t")
        & ~Q.parents.any(Q.parents.trial_name == "t"),
        "a tautology of numbers": (LOSS.last < 1) | ~(LOSS.last < 1),
        "a contradiction that is none": a & ~b,
        "a contradiction inside": a & (b & ~b | c),
        "a tautology inside": a & (b | ~b | c),
        "a tautology inside an or": a | (b | ~b) & c,
        "nothing and something": a & any_of(),
        "nothing or something": a | any_of(),
        "anything and something": a & all_of(),
        "anything or something": a | all_of(),
        "nothing in several places": (a | any_of()) & (b & all_of()),
        "no word of none, and something": a & ~words.is_in([]),
        "a word of none, or something": a | words.is_in([]),
        "an or that becomes an and": a & (any_of() | b & c),
        "an and that becomes an or": a | all_of() & (b | c),
        "words in or": (words == "b") | (words == "a") | a,
        "words and a list in or": (words == "b") | words.is_in(["c", "a"]),
        "the same word in or": (words == "a") | (words == "a"),
        "words not in and": (words != "b") & (words != "a"),
        "words and a list not in and": (words != "b") & ~words.is_in(["c", "a"]) & a,
        "words negated in or": ~(~(words == "b") & ~(words == "a")),
        "words of two properties": (words == "b") | (other == "a") | (other == "b"),
        "words of two tags": (Q.tags["a"] == "b") | (Q.tags["b"] == "a"),
        "words of two tags, one twice": (Q.tags["a"] == "b") | (Q.tags["b"] == "a") | (Q.tags["b"] == "c"),
        "words from an and that falls away": (words == "a")
        | all_of() & (words == "b")
        | any_of(words == "c", any_of()),
        "words in and": (words == "b") & (words == "a"),
        "words not in or": (words != "b") | (words != "a"),
        "the weaker list falls in and": (words == "a") & words.is_in(["a", "b"]),
        "the list of others stays in and": (words == "c") & words.is_in(["a", "b"]),
        "the list of another property stays in and": (other == "a") & words.is_in(["a", "b"]),
        "the list of another tag stays in and": (Q.tags["a"] == "x") & Q.tags["b"].is_in(["x", "y"]),
        "the weaker list falls in or": (words != "a") | ~words.is_in(["a", "b"]),
        "the list of others stays in or": (words != "c") | ~words.is_in(["a", "b"]),
        "two lists in and": words.is_in(["a", "b"]) & words.is_in(["b", "c"]),
        "two lists in or": words.is_in(["a", "b"]) | words.is_in(["b", "c"]),
        "a list and its opposite in or": words.is_in(["a", "b"]) | ~words.is_in(["a", "b"]),
        "numbers in or": (LOSS.last == 1) | (LOSS.last == 2),
        "numbers not in and": (LOSS.last != 1) & (LOSS.last != 2),
        "parameters in or": (LR == 1) | (LR == "2") | LR.is_in(["3"]),
        "unsayable parameters in or": (LR == 1) | (LR == NAN),
        "times in or": (Q.created == NOON) | (Q.created == EAST),
        "two equal failures": (Q.created == NAIVE) | (Q.created == NAIVE),
        "two different failures": (LOSS.last < NAN) & (LOSS.last < float("inf")),
        "two failures at once": (Q.created > NAIVE) & (words == ""),
        "everything sorted": all_of(
            Q.parents.any(Q.parents.trial_name != "t"),
            LOSS.last > 1,
            ~Q.output_artifact("x").contains("a"),
            words == "a",
            b | LR.exists(),
            words.contains("z"),
            Q.tags["z"].missing(),
            ~Q.metrics.any(Q.metrics.last > 2),
            a | b & c,
        ),
        "filters, groups and junctions": all_of(
            a | LR.exists(),
            Q.parents.any(Q.parents.trial_name != "t"),
            words == "a",
            Q.parents.any(Q.parents.experiment_name != "t"),
            b,
        ),
        "the same filter from two conditions": (words == "a") & Q.field("TrialComponentName", "text").is_in(["a"]),
        "no parent with either, and something": a
        & ~Q.parents.any((Q.parents.trial_name == "t") | (Q.parents.experiment_name == "e")),
        "a range and one of its bounds": LOSS.last.between(1, 2) & (LOSS.last >= 1),
        "a shared condition": (a | b) & c | (a | b) & d,
        "a shared negation": ~(a | b) | (a | b) & c,
        "the depth of the words in a text": all_of(*(a | b & Q.tag(f"x{i}") for i in range(3))),
    }


def _deep() -> Corpus:
    made: Condition[Any] = Q.tag("k")
    for i in range(52):
        made = Q.tag(f"k{i:02}") & made if i % 2 else Q.tag(f"k{i:02}") | made
    return {"fifty-two levels": made}


def _limits() -> Corpus:
    contains = Q.description.contains
    return {
        "20 at once": all_of(*tags(20)),
        "21 at once": all_of(*tags(21)),
        "39 at once": all_of(*tags(39)),
        "40 at once": all_of(*tags(40)),
        "48 at once": all_of(*tags(48)),
        "49 at once": all_of(*tags(49)),
        "51 at once": all_of(*tags(51)),
        "20 alternatives": any_of(*tags(20)),
        "21 alternatives": any_of(*tags(21)),
        "48 alternatives": any_of(*tags(48)),
        "49 alternatives": any_of(*tags(49)),
        "97 alternatives": any_of(*tags(97)),
        "20 in a junction and one below": all_of(*tags(19), Q.tag("x") | Q.tag("y")),
        "21 in a junction, the last below": all_of(*tags(20), Q.tag("x") | Q.tag("y")),
        "50 with a group": all_of(*tags(45), Q.parents.any(Q.parents.trial_name != "t")),
        "51 with a group": all_of(*tags(46), Q.parents.any(Q.parents.trial_name != "t")),
        "one Contains": contains("a"),
        "two Contains at once": contains("a") & contains("b"),
        "two Contains of two": contains("a") & Q.source.arn.contains("b"),
        "two Contains, one of them free": contains("a") & Q.name.contains("b") & Q.display_name.contains("c"),
        "two Contains as alternatives": contains("a") | contains("b"),
        "two free Contains": Q.tags["a"].contains("b") & Q.tags.words.contains("c") & Q.name.contains("d"),
        "free Contains of a component": Q.input_artifact("a").contains("b")
        & Q.output_artifact("a").media_type.contains("c")
        & Q.input_artifacts.contains("d"),
        "two Contains of parents": Q.parents.any(
            Q.parents.trial_name.contains("a"), Q.parents.experiment_name.contains("b")
        ),
        "one Contains in each of two": Q.parents.any(Q.parents.trial_name.contains("a"))
        & Q.parents.any(Q.parents.experiment_name.contains("b")),
    }


def _plans() -> Corpus:
    contains = Q.description.contains
    a, b, c = tags(3)
    inexpressible = ~Q.name.contains("x")
    pair = [one & two for one, two in zip(tags(32), tags(32, "z"), strict=True)]
    return {
        "three Contains as alternatives": contains("a") | contains("b") | contains("c"),
        "three Contains under a condition": a & (contains("a") | contains("b") | contains("c")),
        "two choices of Contains": (contains("a") | b) & (Q.source.arn.contains("c") | a),
        "Contains in alternatives and beside": contains("a") & (contains("b") | a),
        "Contains twice in each alternative": contains("a") & contains("b") | contains("c"),
        "pairs": any_of(*pair),
        "pairs under a condition": Q.tag("y") & any_of(*pair),
        "48 under a condition": Q.tag("y") & any_of(*tags(48)),
        "two choices of 30": any_of(*tags(30)) & any_of(*tags(30, "z")),
        "two choices of 48": any_of(*tags(48)) & any_of(*tags(48, "z")),
        "40 at once and 20 alternatives": all_of(*tags(40)) & any_of(*tags(20, "z")),
        "49 conditions and alternatives": all_of(*tags(46)) & any_of(*tags(3, "z")),
        "two alternatives too large for one": all_of(*tags(30)) | all_of(*tags(30, "z")),
        "three alternatives, two fit together": all_of(*tags(30)) | all_of(*tags(30, "y")) | all_of(*tags(15, "z")),
        "one alternative too large": all_of(*tags(49)) | Q.tag("z"),
        "an alternative of 50 alone": all_of(*tags(48)) | Q.tag("z"),
        "small ones beside a large one": any_of(all_of(*tags(40)), *tags(30, "z")),
        "ten sizes": any_of(*(all_of(*tags(n, f"{n:02}-")) for n in (4, 7, 9, 12, 13, 16, 17, 18, 22, 26))),
        "eleven sizes": any_of(*(all_of(*tags(n, f"{n:02}-")) for n in (4, 7, 9, 11, 12, 13, 16, 17, 18, 22, 26))),
        "500 Contains": any_of(*(contains(f"{i:03}") for i in range(500))),
        "501 Contains": any_of(*(contains(f"{i:03}") for i in range(501))),
        "16 choices of two": all_of(*(one | two for one, two in zip(tags(16), tags(16, "z"), strict=True))),
        "18 choices of two": all_of(*(one | two for one, two in zip(tags(18), tags(18, "z"), strict=True))),
        "what cannot be said": inexpressible,
        "what cannot be said, with something": a & inexpressible,
        "what cannot be said, twice": a & inexpressible & ~contains("y"),
        "what cannot be said, as an alternative": a | inexpressible,
        "what cannot be said, in an alternative": b & (a | inexpressible),
        "what cannot be said, in one of two": (a & inexpressible) | b,
        "what cannot be said, in one of two under a condition": c & ((a & inexpressible) | b),
        "what cannot be said of an element": a
        & ~Q.parents.any(Q.parents.trial_name == "t", Q.parents.experiment_name == "e"),
        "an element at all, with something": a & Q.parents.any(all_of()),
        "a value that cannot be said, with something": a & (Q.name == ""),
        "a value that is too long, with something": a & (Q.name == "x" * 1025),
        "a name that cannot be said, with something": a & Q.tag("x" * 251),
        "a time that cannot be said, with something": a & inexpressible & (Q.created > NAIVE),
        "an unknown property, with something": inexpressible & Q.wire("Nope", "Exists"),
        "two Contains, with something": contains("a") & contains("b") & a,
        "two Contains, with a choice": contains("a") & contains("b") & (a | b | c),
        "three Contains at once": contains("c") & contains("b") & contains("a"),
        "60 at once": all_of(*tags(60)),
        "60 at once with what cannot be said": all_of(*tags(60)) & inexpressible,
        "46 at once and one choice": all_of(*tags(46), *((Q.tag("x") | Q.tag("y"),))),
        "47 at once and one choice": all_of(*tags(47), *((Q.tag("x") | Q.tag("y"),))),
        "60 at once and a choice": all_of(*tags(60), Q.tag("x") | Q.tag("y")),
        "60 at once and a choice with what cannot be said": all_of(*tags(60), Q.tag("x") | Q.tag("y") & inexpressible),
        "97 alternatives with what cannot be said": any_of(*tags(97)) & inexpressible,
        "a choice of large ones": a & (all_of(*tags(60, "y")) | b),
        "501 Contains with what cannot be said": any_of(*(contains(f"{i:03}") for i in range(501))) & inexpressible,
        "50 groups": any_of(
            *(Q.parents.any(Q.parents.trial_name != f"{i:02}", Q.parents.experiment_name == "e") for i in range(50))
        ),
        "a range in many": any_of(*(Q.components.created.between(NOON, NOON + dt.timedelta(i)) for i in range(1, 18))),
    }


CORPUS: Final[Corpus] = {
    name: condition
    for part in (_operators, _tags, _nested, _values, _raw, _junctions, _deep, _limits, _plans)
    for name, condition in part().items()
}
"""By name; in the order of the file."""


def section(name: str) -> str:
    """What the passes make of one condition."""
    condition = CORPUS[name]
    lines = [_line("repr", repr(condition))]
    normal = normalise(condition)
    lines.append("normal: the same" if repr(normal) == repr(condition) else _line("normal", repr(normal)))
    lines += _indented(_readable(line) for line in explain(condition).split("\n"))
    told: dict[str, list[Resource]] = {}
    for resource in RESOURCES:
        text = "\n".join(_searches(condition, resource))
        # So that those who do not have the property say the same.
        text = text.replace(f": {resource} has no such property", ": no such property")
        told.setdefault(text, []).append(resource)
    lines += [f"{', '.join(resources)}\n{text}" for text, resources in told.items()]
    return "\n".join(lines)


def _searches(condition: Condition[Any], resource: Resource) -> Iterator[str]:
    compiled = compile_any(condition, resource)
    yield from _indented([_line("compile", _failure(compiled, condition) or _json(compiled.unwrap()))])
    planned = plan_any(condition, resource)
    local = plan_any(condition, resource, local_residue=True)
    if isinstance(compiled, Failure):
        yield from _indented(_plan("plan", planned, condition) if repr(planned) != repr(compiled) else [])
        yield from _indented(_plan("local", local, condition) if repr(local) != repr(planned) else [])
    else:
        assert planned.unwrap() == local.unwrap() == Plan((compiled.unwrap(),))


def _plan(title: str, made: Result[Plan[Any], CompileError], condition: Condition[Any]) -> Iterator[str]:
    wrong = _failure(made, condition)
    if wrong is not None:
        yield _line(title, wrong)
        return
    found = made.unwrap()
    requests = [_json(request) for request in found.requests]
    if len(requests) > 8:
        digest = blake2b("\n".join(requests).encode(), digest_size=8).hexdigest()
        yield f"{title}: {len(requests)} requests, digest {digest}"
    else:
        for number, request in enumerate(requests, start=1):
            yield _line(f"{title} {number} of {len(requests)}", request)
    if found.residue is not None:
        yield _line(f"{title} residue", repr(found.residue))


def _failure(made: Result[Any, CompileError], condition: Condition[Any]) -> str | None:
    """What is wrong; "this" where the condition itself is to blame, so that not every line repeats it."""
    if not isinstance(made, Failure):
        return None
    wrong = made.failure()
    said, named = str(wrong), f"{condition!r}: "
    return f"{type(wrong).__name__}: {'this: ' if said.startswith(named) else ''}{said.removeprefix(named)}"


def _json(expression: object) -> str:
    return json.dumps(expression, separators=(",", ":"), ensure_ascii=False)


def _line(title: str, text: str) -> str:
    return f"{title}: {_readable(text)}"


def _readable(text: str) -> str:
    """In one line; runs of one letter are counted, since nobody reads them."""
    text = re.sub(r"([a-z])\1{29,}", lambda run: f"<{len(run[0])} {run[1]}>", text)
    # What a text file cannot hold, as Python writes it.
    text = text.encode("utf-8", "backslashreplace").decode().replace("\t", "\\t").replace("\n", "\\n")
    if len(text) > LONGEST:
        digest = blake2b(text.encode(), digest_size=8).hexdigest()
        text = f"{text[:200]}… ({len(text)} characters, digest {digest})"
    return text


def _indented(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    if len(found) > 20:
        digest = blake2b("\n".join(found).encode(), digest_size=8).hexdigest()
        found = [*found[:5], f"… ({len(found)} lines, digest {digest})"]
    return [f"  {line}" for line in found]


def page() -> str:
    """The whole file."""
    return "".join(f"=== {name}\n{section(name)}\n\n" for name in CORPUS)


def sections() -> dict[str, str]:
    """The sections of the file by name."""
    parts = PATH.read_text(encoding="utf-8").split("=== ")[1:]
    return {name: text.rstrip("\n") for name, _, text in (part.partition("\n") for part in parts)}
