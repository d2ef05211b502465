"""Conditions and wire expressions for the laws, drawn from pools that the records of `worlds` share, so that they hit.

In a short run Hypothesis makes every choice, and shrinks what fails. In a long one (a profile of a thousand examples or
more), or where nothing is shrunk, it chooses a size and a number from which the rest follows: that is several times as
fast, and what fails shrinks in size only.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any, TypeAlias, TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st

from smexp_fp.query import Q, all_of, any_of
from smexp_fp.query._ast import Condition
from smexp_fp.query._fields import Field, ParameterField, TextField, TimeField
from smexp_fp.query._properties import Resource

T = TypeVar("T")

Any_: TypeAlias = Condition[Any]
Leaf: TypeAlias = tuple[Any_, bool, int]
"""A condition, whether the service has its opposite, and how many of its `Contains` are rationed."""

RESOURCES: tuple[Resource, ...] = ("Experiment", "ExperimentTrial", "ExperimentTrialComponent")

resources: st.SearchStrategy[Resource] = st.sampled_from((*RESOURCES, "ExperimentTrialComponent"))
"""Components twice: most properties are theirs."""

COMMON = ("a", "ab", "b", "A", "0.1", "1", "a b")
ODD = ("é", "e\u0301", "\U0001f600", "%", "_", "'", '"', "\\", "-0", "1e0", "nan", "a,b", " a", ",", "x" * 300, "\x00")
WORDS = (*COMMON, *ODD)
TAG_WORDS = ("a", "ab", "b", "A", "0.1", "1", "a b", "é", "_")
"""Tags have an alphabet of their own."""
KEYS = ("a", "A", "a.b", "Max", "loss.max", "x:y/z", "Value", "a.MediaType", "é")
TAG_KEYS = ("a", "A", "a.b", "team")
NUMBERS = (0.0, -0.0, 1.0, 0.1, 0.30000000000000004, 2.0**53, 2.0**53 + 2, -1.5, 1e300, 5e-324, 1, 2**53 + 1, -(10**17))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECONDS = (0, 1, 999, 1000, 1001, 2000, 86_400_000, 1_600_000_000_123, 1_600_000_000_999, 1_600_000_001_000)
MOMENTS = tuple(EPOCH + timedelta(milliseconds=ms) for ms in MILLISECONDS)
DAYS = (date(1970, 1, 1), date(1970, 1, 2), date(2020, 9, 13), date.min, date.max)
NAMES = {
    "Experiment": ("e0", "e1", "e2"),
    "ExperimentTrial": ("t0", "t1", "t2"),
    "ExperimentTrialComponent": ("c0", "c1", "c2", "c3"),
}
ALL_NAMES = tuple(name for names in NAMES.values() for name in names)
_ARN = "arn:aws:sagemaker:us-east-1:123456789012:experiment"
ARNS = {
    "Experiment": f"{_ARN}/",
    "ExperimentTrial": f"{_ARN}-trial/",
    "ExperimentTrialComponent": f"{_ARN}-trial-component/",
}
STATUSES = ("Completed", "Failed", "InProgress")
SOURCES = ("arn:a", "arn:b", "Job")
USERS = ("a", "b", "ab")


def seeded(seed: int) -> random.Random:
    """Chance that comes again."""
    return random.Random(seed)  # noqa: S311 - nothing secret


def _users(user: Any) -> list[TextField[Any]]:
    identity = user.iam_identity
    return [
        *(user.user_profile_arn, user.user_profile_name, user.domain_id),
        *(identity.arn, identity.principal_id, identity.source_identity),
    ]


def texts_of(resource: Resource) -> list[tuple[TextField[Any], tuple[str, ...]]]:
    """The text fields of a resource, each with words that hit."""
    found: list[tuple[TextField[Any], tuple[str, ...]]] = [
        (Q.name, NAMES[resource]),
        (Q.arn, (*(f"{ARNS[resource]}{name}" for name in NAMES[resource][:2]), "e", "1")),
        (Q.display_name, (*COMMON[:4], "c0", "e0")),
        (Q.source.arn, SOURCES),
        (Q.source.type, SOURCES),
        *((field, USERS) for field in (*_users(Q.created_by), *_users(Q.modified_by))),
        *((Q.tags[key], TAG_WORDS) for key in TAG_KEYS),
        (Q.tags.words, (*TAG_WORDS, *TAG_KEYS)),
    ]
    if resource == "Experiment":
        found += [(Q.description, WORDS)]
        return found
    found += [(Q.metadata.commit_id, WORDS), (Q.metadata.repository, COMMON)]
    found += [(Q.metadata.generated_by, COMMON), (Q.metadata.project_id, WORDS)]
    if resource == "ExperimentTrial":
        found += [(Q.experiment_name, NAMES["Experiment"]), (Q.components.name, NAMES["ExperimentTrialComponent"])]
        found += [(Q.components.arn, ("c", "arn")), (Q.components.source.arn, SOURCES)]
        found += [(Q.components.source.type, SOURCES), (Q.components.created_by.domain_id, USERS)]
        return found
    found += [(Q.status, STATUSES), (Q.status_message, WORDS), (Q.run_name, COMMON), (Q.lineage_group_arn, COMMON)]
    found += [(Q.parents.trial_name, NAMES["ExperimentTrial"]), (Q.parents.experiment_name, NAMES["Experiment"])]
    for key in KEYS:
        for artifact in (Q.input_artifact(key), Q.output_artifact(key)):
            found += [(artifact, COMMON), (artifact.media_type, ("text/a", "a/ab"))]
    found += [(side, (*COMMON, *KEYS, "text/a")) for side in (Q.input_artifacts, Q.output_artifacts)]
    return found


def times_of(resource: Resource) -> list[TimeField[Any]]:
    """The time fields of a resource."""
    found: list[TimeField[Any]] = [Q.created, Q.modified]
    if resource == "ExperimentTrial":
        found.append(Q.components.created)
    if resource == "ExperimentTrialComponent":
        found += [Q.start, Q.end]
    return found


_RATIONED_EXCEPTIONS = ("Q.name", "Q.display_name", "Q.tags", "Q.input_artifact", "Q.output_artifact")


def _text_leaves(field: TextField[Any], words: Sequence[str], rng: random.Random) -> list[Leaf]:
    rationed = int(not repr(field).startswith(_RATIONED_EXCEPTIONS))
    some = [tuple(rng.sample(words, min(len(words), rng.choice((1, 2, 2, 3, 5))))) for _ in range(4)]
    return [
        *((field == word, True, 0) for word in words),
        *((field != word, True, 0) for word in words),
        *((field.contains(word), False, rationed) for word in words[:4]),
        *((field.is_in(each), True, 0) for each in (*some, ())),
        *[(field.exists(), True, 0), (field.missing(), True, 0)] * 3,
    ]


def number_leaves(field: Any, *, ordered: bool) -> list[Leaf]:
    """Comparisons with each of the numbers."""
    return [
        *((field == number, True, 0) for number in NUMBERS),
        *((field != number, True, 0) for number in NUMBERS),
        *((field < number, ordered, 0) for number in NUMBERS),
        *((field <= number, ordered, 0) for number in NUMBERS),
        *((field > number, ordered, 0) for number in NUMBERS),
        *((field >= number, ordered, 0) for number in NUMBERS),
        *((field.between(low, high), ordered, 0) for low, high in ((0, 1), (-2, 0.1), (1, 0), (2.0**53, 1e300))),
        *[(field.exists(), True, 0), (field.missing(), True, 0)] * 5,
    ]


def _parameter_leaves(field: ParameterField[Any], rng: random.Random) -> list[Leaf]:
    made = number_leaves(field, ordered=False)
    made += [(field == word, True, 0) for word in WORDS]
    made += [(field != word, True, 0) for word in WORDS]
    made += [(field.is_in(rng.sample(WORDS, 3)), True, 0) for _ in range(5)]
    made += [(field.contains(word), False, 1) for word in COMMON]
    return made


def time_leaves(field: TimeField[Any], *, single: bool) -> list[Leaf]:
    """Comparisons with instants, whole seconds for equality, and with days."""
    whole = [moment for moment in MOMENTS if not moment.microsecond]
    far = timezone(timedelta(hours=-7, minutes=-30))
    bounds = [*MOMENTS, *(moment.astimezone(far) for moment in MOMENTS[:3]), *DAYS]
    made: list[Leaf] = [
        *((field == moment, True, 0) for moment in whole),
        *((field != moment, True, 0) for moment in whole),
        *((field == day, single, 0) for day in DAYS),
        *((field.between(low, high), single, 0) for low, high in zip(MOMENTS, MOMENTS[2:], strict=False)),
        (field.within(timedelta(days=2), now=MOMENTS[-1]), single, 0),
        *[(field.exists(), True, 0), (field.missing(), True, 0)] * 3,
    ]
    for bound in bounds:
        made += [(one, single, 0) for one in (field < bound, field <= bound, field > bound, field >= bound)]
    if single:
        made += [(field != day, True, 0) for day in DAYS]
    return made


def _nested(resource: Resource) -> list[list[Leaf]]:
    """Conditions on one element of a list; none has an opposite that is sure."""
    rng = seeded(1)
    inner: dict[Any, list[list[Leaf]]] = {
        Q.tags: [_text_leaves(Q.tags.key, TAG_KEYS, rng), _text_leaves(Q.tags.value, TAG_WORDS, rng)]
    }
    if resource == "ExperimentTrial":
        inner[Q.components] = [
            _text_leaves(Q.components.name, NAMES["ExperimentTrialComponent"], rng),
            _text_leaves(Q.components.source.arn, SOURCES, rng),
            time_leaves(Q.components.created, single=True),
        ]
    if resource == "ExperimentTrialComponent":
        inner[Q.parents] = [
            _text_leaves(Q.parents.trial_name, NAMES["ExperimentTrial"], rng),
            _text_leaves(Q.parents.experiment_name, NAMES["Experiment"], rng),
        ]
        inner[Q.metrics] = [
            _text_leaves(Q.metrics.name, KEYS, rng),
            number_leaves(Q.metrics.max, ordered=True),
            number_leaves(Q.metrics.count, ordered=True),
            time_leaves(Q.metrics.timestamp, single=True),
        ]
    return [_combined(items, members, rng) for items, members in inner.items()]


def _combined(items: Any, members: list[list[Leaf]], rng: random.Random) -> list[Leaf]:
    made: list[Leaf] = []
    while len(made) < 120:
        count = rng.choice((1, 2, 2, 3))
        parts = [rng.choice(rng.choice(members)) for _ in range(count)]
        rationed = sum(part[2] for part in parts)
        said = [~one if sure and rng.random() < 0.3 else one for one, sure, _ in parts]
        body = rng.choice((all_of, all_of, any_of))(*said)
        made.append((items.any(body) if rng.random() < 0.5 else items.any(*said), False, rationed))
    return made


@cache
def leaf_pools(resource: Resource) -> list[list[Leaf]]:
    """All leaves, by field."""
    rng = seeded(0)
    pools = [_text_leaves(field, words, rng) for field, words in texts_of(resource)]
    pools += [time_leaves(field, single=field is not Q.components.created) for field in times_of(resource)] * 2
    pools.append([(Q.tag(key), True, 0) for key in TAG_KEYS])
    pools.append([(Q.tag(key, word), True, 0) for key in TAG_KEYS for word in TAG_WORDS])
    pools += _nested(resource) * 3
    if resource == "ExperimentTrialComponent":
        for key in KEYS:
            pools.append(_parameter_leaves(Q.parameter(key), rng))
            metric = Q.metric(key)
            for field in (metric.last, metric.min, metric.max, metric.avg, metric.count, metric.std_dev):
                pools.append(number_leaves(field, ordered=True))
    return pools


class Chooser:
    """Makes choices by Hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, count: int) -> int:
        """A number from 0 up, less than `count`."""
        return self._draw(_below(count))

    def of(self, options: Sequence[T]) -> T:
        """One of several."""
        return options[self.below(len(options))]

    def text(self) -> str:
        """Any text at all, with what repr must escape, and lone surrogates."""
        return self._draw(texts)

    def number(self) -> float:
        """Any number, also none."""
        return self._draw(operand_numbers)

    def time(self) -> datetime:
        """Any time, with and without a zone."""
        return self._draw(operand_times)


class QuickChooser(Chooser):
    """Makes choices that follow from one number, which Hypothesis chooses."""

    def __init__(self, draw: st.DrawFn) -> None:
        super().__init__(draw)
        self._rng = seeded(draw(_SEEDS))

    def below(self, count: int) -> int:
        """A number from 0 up, less than `count`."""
        return self._rng.randrange(count)

    def text(self) -> str:
        """As of `Chooser`."""
        rng = self._rng
        kind = rng.randrange(4)
        if kind == 0:
            return rng.choice(WORDS)
        if kind == 1:
            return "".join(rng.choice(ODD_LETTERS) for _ in range(rng.randrange(8)))
        most = (0x7F, 0x250, 0x10FFFF)[rng.randrange(3)]
        return "".join(chr(rng.randint(0, most)) for _ in range(rng.randrange(12)))

    def number(self) -> float:
        """As of `Chooser`."""
        rng = self._rng
        kind = rng.randrange(4)
        if kind == 0:
            return rng.choice(NUMBERS)
        if kind == 1:
            return rng.randint(-(10 ** rng.randrange(1, 330)), 10 ** rng.randrange(1, 330))
        bits: float = struct.unpack("d", rng.randbytes(8))[0]
        return bits if kind == 2 else rng.choice((-0.0, 0.1, 1e16, 1e-5, float("nan"), float("inf"), float("-inf")))

    def time(self) -> datetime:
        """As of `Chooser`."""
        rng = self._rng
        fraction = rng.choice((0, 0, rng.randrange(1_000_000)))
        moment = datetime(1, 1, 1) + timedelta(seconds=rng.randrange(315_537_897_600), microseconds=fraction)  # noqa: DTZ001 - its zone comes next
        return moment.replace(tzinfo=rng.choice((UTC, None, _ODD_ZONE)))


_SEEDS = st.integers(0, 2**63)
_LONG_RUN = 1000


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


def chooser(draw: st.DrawFn) -> Chooser:
    """Who chooses in this run."""
    run = settings()
    return QuickChooser(draw) if run.max_examples >= _LONG_RUN or Phase.shrink not in run.phases else Chooser(draw)


def _leaf(chooser: Chooser, resource: Resource) -> Leaf:
    """One leaf: first its field, then what is said of it."""
    return chooser.of(chooser.of(leaf_pools(resource)))


@st.composite
def leaves(draw: st.DrawFn, resource: Resource, *, most: int) -> list[Any_]:
    """One to so many leaves."""
    size = draw(_SIZES[most])
    choose = chooser(draw)
    return [_leaf(choose, resource)[0] for _ in range(size or 1)]


_JOINS: dict[str, Callable[[Any_, Any_], Any_]] = {
    "and": lambda left, right: left & right,
    "or": lambda left, right: left | right,
    "and back": lambda left, right: right & left,
    "or back": lambda left, right: right | left,
    "all": lambda left, right: all_of(left, right, left),
    "any": lambda left, right: any_of(left, right, right),
}


EVERYTHING: Any_ = all_of()
NOTHING: Any_ = any_of()
CONSTANTS = (EVERYTHING, NOTHING, ~EVERYTHING)
_KINDS = (*_JOINS, "not", "later")
_KINDS_NOW = (*_JOINS, "not")
_SIZES = [st.integers(0, most) for most in range(64)]


@st.composite
def conditions(draw: st.DrawFn, resource: Resource, *, max_leaves: int = 6, sayable: bool = False) -> Any_:
    """A condition of up to so many leaves, combined in any way.

    Args:
        draw: Hypothesis's.
        resource: Whose fields it asks for.
        max_leaves: How many leaves at most.
        sayable: Whether to negate only what the service has an opposite of, with one rationed `Contains` at most.
    """
    size = draw(_SIZES[max_leaves])
    choose = chooser(draw)
    drawn = [_leaf(choose, resource) for _ in range(size or sayable)]
    if not drawn:
        return choose.of(CONSTANTS)
    trees: list[tuple[Any_, bool]] = []
    rationed = 0
    for leaf, sure, contains in drawn:
        if sayable and contains + rationed > 1:
            continue
        rationed += contains
        trees.append((leaf, sure))
    while len(trees) > 1 or (trees and choose.below(10) == 9):
        (right, right_sure), *rest = trees
        kind = choose.of(_KINDS)
        if kind == "not" or not rest:
            made = (right if sayable and not right_sure else ~right), right_sure
            trees = [*rest, made]
        elif kind == "later":
            trees = [*rest, (right, right_sure)]
        else:
            (left, left_sure), *rest = rest
            trees = [(_JOINS[kind](left, right), left_sure and right_sure), *rest]
    return trees[0][0] if trees else all_of()


@st.composite
def wide(draw: st.DrawFn, resource: Resource, *, at_least: int = 15, at_most: int = 120) -> Any_:
    """Conditions around and beyond the limits: many leaves in one or two junctions."""
    count = draw(st.integers(at_least, at_most))
    seed = draw(st.integers(0, 2**32))
    rng = seeded(seed)
    pools = leaf_pools(resource)
    parts = [one for one, _, contains in (rng.choice(rng.choice(pools)) for _ in range(count)) if not contains]
    outer, inner = draw(st.sampled_from(((any_of, all_of), (all_of, any_of), (any_of, any_of), (all_of, all_of))))
    if draw(st.booleans()):
        return outer(*parts)
    cuts = sorted(rng.sample(range(len(parts) + 1), min(len(parts), rng.randint(1, 6)))) if parts else []
    groups = [parts[a:b] for a, b in zip([0, *cuts], [*cuts, len(parts)], strict=True)]
    return outer(*(inner(*group) for group in groups if group))


ODD_LETTERS = "a,' \"\\\n\r\t\x00\x7f\u2028é\ud800"
texts = st.text(max_size=20) | st.sampled_from(WORDS) | st.text(ODD_LETTERS, max_size=8)

operand_numbers = st.integers() | st.floats() | st.sampled_from(NUMBERS)
_ODD_ZONE = timezone(timedelta(hours=5, minutes=30, seconds=7))
operand_times = st.datetimes(timezones=st.sampled_from((UTC, None, _ODD_ZONE)))


def _any_leaf(choose: Chooser, resource: Resource) -> Any_:
    """One comparison with any operand that Python can write, also those that no request can carry."""
    kind = choose.of(_ANY_KINDS)
    text = choose.text()
    match kind:
        case "text":
            field = choose.of(texts_of(resource))[0]
            return choose.of((field == text, field != text, field.contains(text), field.is_in([text, "b"])))
        case "keyed":
            found: list[Field[Any]] = [Q.tags[text], Q.field(text, "text"), Q.field(text, "time")]
            if resource == "ExperimentTrialComponent":
                found += [Q.parameter(text), Q.metric(text).avg, Q.input_artifact(text)]
                found.append(Q.output_artifact(text).media_type)
            keyed = choose.of(found)
            return choose.of((keyed.exists(), keyed.missing()))
        case "number" | "parameter" if resource == "ExperimentTrialComponent":
            number = choose.number()
            other: Any = Q.parameter(text) if kind == "parameter" else Q.metric(text).last
            compared = (other == number, other != number, other < number, other >= number, other.between(number, 1))
            return choose.of(compared)
        case "time":
            time = choose.time()
            timed = choose.of(times_of(resource))
            day = time.date()
            moments = (timed == time, timed != time, timed < time, timed > time)
            days = (timed == day, timed != day, timed <= day, timed >= day)
            return choose.of((*moments, *days, timed.between(time, time)))
        case "wire":
            operator: Any = choose.of(OPERATORS)
            return Q.wire(choose.of(_names(resource)) if choose.below(2) else choose.text(), operator, text)
        case "field":
            number = choose.number()
            loose: Any = Q.field(text, "number" if choose.below(2) else "parameter")
            told = (loose == number, loose <= number)
            return choose.of(told)
        case _:
            return Q.tag(text, choose.text()) if choose.below(2) else Q.tag(text)


_ANY_KINDS = ("text", "number", "time", "parameter", "tag", "wire", "field", "keyed")


@st.composite
def any_conditions(draw: st.DrawFn, resource: Resource, *, max_leaves: int = 5) -> Any_:
    """Conditions with any operands, for the passes that must be total."""
    size = draw(_SIZES[max_leaves])
    choose = chooser(draw)
    trees = [_any_leaf(choose, resource) if choose.below(2) else _leaf(choose, resource)[0] for _ in range(size)]
    trees = trees or [choose.of(CONSTANTS)]
    while len(trees) > 1:
        kind = choose.of(_KINDS_NOW)
        first, second, *rest = trees
        if kind == "not":
            trees = [*rest, ~first, second] if rest else [~first & second]
        else:
            trees = [*rest, _JOINS[kind](first, second)]
    return ~trees[0] if choose.below(2) else trees[0]


OPERATORS = (
    *("Equals", "NotEquals", "GreaterThan", "GreaterThanOrEqualTo", "LessThan"),
    *("LessThanOrEqualTo", "Contains", "Exists", "NotExists", "In"),
)
Wire: TypeAlias = dict[str, Any]

_PLAIN = {
    "Experiment": ("ExperimentName", "experimentARN", "Description"),
    "ExperimentTrial": (
        *("TrialName", "ExperimentName", "MetadataProperties.CommitId", "TrialComponentSummaries.TrialComponentName"),
        *("trialComponentSummaries.trialComponentSource.sourceArn", "TrialComponentSummaries.CreationTime"),
    ),
    "ExperimentTrialComponent": (
        *("TrialComponentName", "Status.PrimaryStatus", "status.message", "StartTime", "EndTime", "RunName"),
        *("Parents.TrialName", "parents.experimentname", "InputArtifacts", "outputartifacts"),
        *("MetadataProperties.CommitId", "MetadataProperties.ProjectId", "LineageGroupArn"),
    ),
}
_EVERYWHERE = (
    *("DisplayName", "Source.SourceArn", "source.sourcetype", "CreationTime", "LastModifiedTime", "Tags"),
    *("CreatedBy.DomainId", "LastModifiedBy.IamIdentity.PrincipalId"),
)
_MEMBERS: dict[Resource, dict[str, tuple[str, ...]]] = {
    "Experiment": {"Tags": ("Tags.Key", "tags.VALUE")},
    "ExperimentTrial": {
        "tags": ("Tags.Key", "Tags.Value"),
        "TrialComponentSummaries": (
            *("TrialComponentSummaries.TrialComponentName", "trialcomponentsummaries.creationtime"),
            "TrialComponentSummaries.TrialComponentSource.SourceType",
        ),
    },
    "ExperimentTrialComponent": {
        "Tags": ("Tags.Key", "Tags.Value"),
        "Parents": ("Parents.TrialName", "Parents.ExperimentName"),
        "metrics": ("Metrics.MetricName", "Metrics.TimeStamp", "Metrics.Max", "metrics.stddev", "Metrics.Count"),
    },
}
_NUMBER_TEXTS = (*(repr(number) for number in NUMBERS), "9007199254740993", "1e400", "-1e400", ".1", "1.", "+1", "00.1")
_TIME_TEXTS = (
    *("1970-01-01", "1970-01-01T00:00:01", "1970-01-01T00:00:00.001Z", "1970-01-01T01:00:01+01:00", "2020-09-13"),
    *("2020-09-13T12:26:40.1239Z", "2020-09-13T12:26:40.123", "0001-01-01T00:00:00+23:59", "1970-01-01T00:00:01-0100"),
)
_MORE_WORDS = ("a , ab,", ",", " b ", "loss.max", "Max", "team", *ALL_NAMES, *STATUSES, *SOURCES)
_OPERANDS = (*WORDS, *_MORE_WORDS, *_NUMBER_TEXTS, *_TIME_TEXTS)


@cache
def _names(resource: Resource) -> tuple[str, ...]:
    """Property names in the spellings that people use."""
    found = [*_PLAIN[resource], *_EVERYWHERE, *(f"tags.{key}" for key in TAG_KEYS), "Tags.Key", "Tags."]
    if resource == "ExperimentTrialComponent":
        found += [f"Parameters.{key}" for key in KEYS]
        found += [f"Metrics.{key}{stat}" for key in KEYS for stat in ("", ".max", ".Last", ".StdDev", ".count")]
        sides = ("InputArtifacts", "outputArtifacts")
        found += [f"{side}.{key}{end}" for side in sides for key in KEYS for end in ("", ".Value", ".mediatype")]
    return tuple(found)


@cache
def _filters(resource: Resource, accepted: Callable[[Wire, Resource], bool]) -> tuple[Wire, ...]:
    """A large pool of filters that the naive evaluator does not refuse."""
    rng = seeded(2)
    every = [(name, _filter(name, rng)) for name in _names(resource) for _ in range(60)]
    return tuple(made for _, made in every if accepted({"Filters": [made]}, resource))


@cache
def _nested_filters(resource: Resource, accepted: Callable[[Wire, Resource], bool]) -> tuple[Wire, ...]:
    rng = seeded(3)
    found: list[Wire] = []
    for _ in range(3000):
        path = rng.choice(list(_MEMBERS[resource]))
        members = _MEMBERS[resource][path]
        inner = [_filter(rng.choice(members), rng) for _ in range(rng.choice((1, 2, 2, 3)))]
        made: Wire = {"NestedPropertyName": path, "Filters": inner}
        if accepted({"NestedFilters": [made]}, resource):
            found.append(made)
    return tuple(found)


def _filter(name: str, rng: random.Random) -> Wire:
    made: Wire = {"Name": name}
    if rng.random() < 0.95:
        made["Operator"] = rng.choice(OPERATORS)
    if rng.random() < 0.95:
        made["Value"] = rng.choice(_OPERANDS)
    return made


@st.composite
def expressions(draw: st.DrawFn, resource: Resource, accepted: Callable[[Wire, Resource], bool]) -> Wire:
    """Legal wire expressions, as someone's notebook may hold them."""
    flat, deep = _filters(resource, accepted), _nested_filters(resource, accepted)
    levels = draw(_SIZES[2])
    choose = chooser(draw)

    def node(depth: int) -> Wire:
        made: Wire = {}
        if filters := [choose.of(flat) for _ in range(choose.below(4))]:
            made["Filters"] = filters
        if choose.below(2):
            made["NestedFilters"] = [choose.of(deep)]
        if depth and (below := [node(depth - 1) for _ in range(choose.below(3))]):
            made["SubExpressions"] = below
        if not made:
            made["Filters"] = [choose.of(flat)]
        operator = choose.of((None, "And", "Or"))
        if operator is not None:
            made["Operator"] = operator
        return made

    return node(levels)
