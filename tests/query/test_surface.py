"""What `Q` offers: its fields and their texts, how conditions compare and combine, and what it says of wrong types."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import pickle
from collections.abc import Callable
from typing import Any, cast

import pytest

from smexp_fp.query import (
    Condition,
    Q,
    Query,
    Row,
    UnknownProperty,
    all_of,
    any_of,
    compile,  # noqa: A004 - the pass's name
    explain,
    matches,
    normalise,
    plan,
    properties,
)
from smexp_fp.query import _explain as explaining
from smexp_fp.query._ast import (
    And,
    Nested,
    Not,
    Op,
    Or,
    Test,
    Unsayable,
    Value,
    as_node,
    children,
    postorder,
)
from smexp_fp.query._fields import Field, field_of, nested
from smexp_fp.query._properties import FIELDS, LISTS, PROPERTIES, TAGS, WIRE
from smexp_fp.records import Experiment

UTC = dt.UTC
DAY = dt.date(2024, 5, 1)
NOT_A_NUMBER = float("nan")
NOON = dt.datetime(2024, 5, 1, 12, tzinfo=UTC)
BEGINNING = dt.datetime.min.replace(tzinfo=dt.UTC)
ANY = cast("Any", Q)
EXPERIMENT = Experiment(name="a", arn="a")


class Word(enum.StrEnum):
    TEAM = "team"
    CONTAINS = "Contains"


class Day(dt.date):
    pass


# Field, type, names by resource: E, T and C are experiments, trials and components; * is a property with many values.
USER = [
    ("user_profile_arn", "UserProfileArn"),
    ("user_profile_name", "UserProfileName"),
    ("domain_id", "DomainId"),
    ("iam_identity.arn", "IamIdentity.Arn"),
    ("iam_identity.principal_id", "IamIdentity.PrincipalId"),
    ("iam_identity.source_identity", "IamIdentity.SourceIdentity"),
]
TABLE = """
Q.name text E ExperimentName T TrialName C TrialComponentName
Q.arn text E ExperimentArn T TrialArn C TrialComponentArn
Q.display_name text ETC DisplayName
Q.description text E Description
Q.created time ETC CreationTime
Q.modified time ETC LastModifiedTime
@Q.created_by text ETC CreatedBy
@Q.modified_by text ETC LastModifiedBy
Q.source.arn text ETC Source.SourceArn
Q.source.type text ETC Source.SourceType
Q.metadata.commit_id text TC MetadataProperties.CommitId
Q.metadata.repository text TC MetadataProperties.Repository
Q.metadata.generated_by text TC MetadataProperties.GeneratedBy
Q.metadata.project_id text TC MetadataProperties.ProjectId
Q.experiment_name text T ExperimentName
Q.status text C Status.PrimaryStatus
Q.status_message text C Status.Message
Q.start time C StartTime
Q.end time C EndTime
Q.lineage_group_arn text C LineageGroupArn
Q.run_name text C RunName
Q.tags[{}] text ETC Tags.{}
Q.tags.words text* ETC Tags
Q.parameter({}) parameter C Parameters.{}
Q.metric({}).last number C Metrics.{}.Last
Q.metric({}).min number C Metrics.{}.Min
Q.metric({}).max number C Metrics.{}.Max
Q.metric({}).avg number C Metrics.{}.Avg
Q.metric({}).count number C Metrics.{}.Count
Q.metric({}).std_dev number C Metrics.{}.StdDev
Q.input_artifact({}) text C InputArtifacts.{}.Value
Q.input_artifact({}).media_type text C InputArtifacts.{}.MediaType
Q.input_artifacts text* C InputArtifacts
Q.output_artifact({}) text C OutputArtifacts.{}.Value
Q.output_artifact({}).media_type text C OutputArtifacts.{}.MediaType
Q.output_artifacts text* C OutputArtifacts
Q.parents.trial_name text* C Parents.TrialName
Q.parents.experiment_name text* C Parents.ExperimentName
Q.components.name text* T TrialComponentSummaries.TrialComponentName
Q.components.arn text* T TrialComponentSummaries.TrialComponentArn
Q.components.source.arn text* T TrialComponentSummaries.TrialComponentSource.SourceArn
Q.components.source.type text* T TrialComponentSummaries.TrialComponentSource.SourceType
Q.components.created time* T TrialComponentSummaries.CreationTime
@Q.components.created_by text* T TrialComponentSummaries.CreatedBy
Q.tags.any(Q.tags.key) text ETC Tags.Key
Q.tags.any(Q.tags.value) text ETC Tags.Value
Q.parents.any(Q.parents.trial_name) text C Parents.TrialName
Q.parents.any(Q.parents.experiment_name) text C Parents.ExperimentName
Q.components.any(Q.components.name) text T TrialComponentSummaries.TrialComponentName
Q.components.any(Q.components.arn) text T TrialComponentSummaries.TrialComponentArn
Q.components.any(Q.components.source.arn) text T TrialComponentSummaries.TrialComponentSource.SourceArn
Q.components.any(Q.components.source.type) text T TrialComponentSummaries.TrialComponentSource.SourceType
Q.components.any(Q.components.created) time T TrialComponentSummaries.CreationTime
@Q.components.any(Q.components.created_by) text T TrialComponentSummaries.CreatedBy
Q.metrics.any(Q.metrics.name) text C Metrics.MetricName
Q.metrics.any(Q.metrics.source_arn) text C Metrics.SourceArn
Q.metrics.any(Q.metrics.timestamp) time C Metrics.TimeStamp
Q.metrics.any(Q.metrics.last) number C Metrics.Last
Q.metrics.any(Q.metrics.min) number C Metrics.Min
Q.metrics.any(Q.metrics.max) number C Metrics.Max
Q.metrics.any(Q.metrics.avg) number C Metrics.Avg
Q.metrics.any(Q.metrics.count) number C Metrics.Count
Q.metrics.any(Q.metrics.std_dev) number C Metrics.StdDev
"""
RESOURCES: dict[str, Any] = {"E": "Experiment", "T": "ExperimentTrial", "C": "ExperimentTrialComponent"}


def table() -> list[Row]:
    rows: list[Row] = []
    for line in TABLE.split("\n")[1:-1]:
        field, kind, *places = line.removeprefix("@").split()
        closing = ")" if ".any(" in field else ""
        members = USER if line.startswith("@") else [("", "")]
        for code, tail in members:
            name = f"{field.removesuffix(closing)}.{code}{closing}" if code else field
            rows += [
                Row(
                    name,
                    RESOURCES[letter],
                    f"{path}.{tail}" if tail else path,
                    cast("Any", kind.strip("*")),
                    "*" in kind,
                )
                for letters, path in zip(places[::2], places[1::2], strict=True)
                for letter in letters
            ]
    return rows


def test_the_table_of_properties() -> None:
    assert list(properties()) == table()


FIELDS_BY_CODE: dict[str, Callable[[], object]] = {
    "Q.parameter('{}')": lambda: Q.parameter("{}"),
    "Q.metric('x').std_dev": lambda: Q.metric("x").std_dev,
    "Q.input_artifact('x')": lambda: Q.input_artifact("x"),
    "Q.input_artifact('x').media_type": lambda: Q.input_artifact("x").media_type,
    "Q.output_artifact('x').media_type": lambda: Q.output_artifact("x").media_type,
    "Q.field('A.b', 'text')": lambda: Q.field("A.b", "text"),
    "Q.field('A.b', 'number')": lambda: Q.field("A.b", "number"),
    "Q.field('A.b', 'time')": lambda: Q.field("A.b", "time"),
    "Q.field('A.b', 'parameter')": lambda: Q.field("A.b", "parameter"),
    "Q.tags": lambda: Q.tags,
    "Q.parents": lambda: Q.parents,
    "Q.components": lambda: Q.components,
    "Q.metrics": lambda: Q.metrics,
    "Q": lambda: Q,
}


def test_fields_show_their_code() -> None:
    fresh = Query()
    assert repr(fresh) == "Q"
    for row in properties():
        code = row.field.split(".any(")[-1].removesuffix(")") if ".any(" in row.field else row.field
        code = code.replace("{}", "'k'")
        found = eval(code, {"Q": fresh})  # noqa: S307 - of the table
        assert isinstance(found, Field)
        assert repr(cast("object", found)) == code
        assert type(cast("object", found)).__name__ == (
            "Artifact" if code in {"Q.input_artifact('k')", "Q.output_artifact('k')"} else f"{row.kind.title()}Field"
        )
    assert [repr(one) for one in (fresh.tags, fresh.parents, fresh.components, fresh.metrics)] == list(
        map(repr, LISTS.values())
    )
    assert as_node(fresh.parents.any(all_of())) == Nested(LISTS["Parents"], And(()))
    assert repr(Q.tags["it's"]) == 'Q.tags["it\'s"]'
    for code, make in FIELDS_BY_CODE.items():
        assert repr(make()) == code
    assert [repr(prop) for prop in PROPERTIES.values()] == list(PROPERTIES)
    assert [repr(items) for items in LISTS.values()] == ["Q.tags", "Q.parents", "Q.components", "Q.metrics"]


def test_paths_of_fields() -> None:
    assert Q.name.path("ExperimentTrial").unwrap() == "TrialName"
    assert Q.tags["{}"].path("Experiment").unwrap() == "Tags.{}"
    assert Q.metric("loss").avg.path("ExperimentTrialComponent").unwrap() == "Metrics.loss.Avg"
    assert Q.field("A.b", "text").path("Experiment").unwrap() == "A.b"
    assert Q.metric("loss").avg.path("Experiment").failure() == UnknownProperty(
        Q.metric("loss").avg.exists(), "Experiment"
    )
    assert Q.tags.key.path("Experiment").failure().resource == "Experiment"


def node(code: str, op: Op, value: Value = None, key: str = "") -> Test:
    return Test(PROPERTIES[code], key, op, value)


NAN = Unsayable("finite", "float('nan')")
NAIVE = Unsayable("naive", "datetime.datetime(2024, 5, 1, 0, 0)")
START = "2024-05-01T00:00:00Z"
NEXT = "2024-05-02T00:00:00Z"
MIDDAY = "2024-05-01T12:00:00Z"
LAST = "Q.metric({}).last"
BUILT: list[tuple[Callable[[], Any], Callable[[], Any]]] = [
    (lambda: Q.name == "a", lambda: node("Q.name", "Equals", "a")),
    (lambda: Q.name == Word.TEAM, lambda: node("Q.name", "Equals", "team")),
    (lambda: Q.name != "a", lambda: node("Q.name", "NotEquals", "a")),
    (lambda: Q.name.contains("a"), lambda: node("Q.name", "Contains", "a")),
    (lambda: Q.name.is_in(iter("ba")), lambda: node("Q.name", "In", ("b", "a"))),
    (Q.name.exists, lambda: node("Q.name", "Exists")),
    (Q.name.missing, lambda: node("Q.name", "NotExists")),
    *[(lambda mark=mark: eval(f"Q.metric('x').last {mark} 1", {"Q": Q}),  # noqa: S307 - one of these
       lambda op=op: node(LAST, op, "1", "x"))
      for mark, op in cast("dict[str, Op]", {"==": "Equals", "!=": "NotEquals", "<": "LessThan", ">": "GreaterThan",
                                             "<=": "LessThanOrEqualTo", ">=": "GreaterThanOrEqualTo"}).items()],
    *[(lambda mark=mark: eval(f"Q.parameter('x') {mark} 1", {"Q": Q}),  # noqa: S307 - one of these
       lambda op=op: node("Q.parameter({})", op, "1", "x"))
      for mark, op in cast("dict[str, Op]", {"==": "Equals", "!=": "NotEquals", "<": "LessThan", ">": "GreaterThan",
                                             "<=": "LessThanOrEqualTo", ">=": "GreaterThanOrEqualTo"}).items()],
    *[(lambda mark=mark: eval(f"Q.created {mark} noon", {"Q": Q, "noon": NOON}),  # noqa: S307 - one of these
       lambda op=op: node("Q.created", op, MIDDAY))
      for mark, op in cast("dict[str, Op]", {"==": "Equals", "!=": "NotEquals", "<": "LessThan", ">": "GreaterThan",
                                             "<=": "LessThanOrEqualTo", ">=": "GreaterThanOrEqualTo"}).items()],
    (lambda: Q.metric("x").last.between(0, 0.5), lambda: node(LAST, "Between", ("0", "0.5"), "x")),
    (lambda: Q.metric("x").last.between(float("nan"), 1), lambda: node(LAST, "Between", NAN, "x")),
    (lambda: Q.metric("x").last.between(1, float("nan")), lambda: node(LAST, "Between", NAN, "x")),
    (lambda: Q.metric("x").last == NOT_A_NUMBER, lambda: node(LAST, "Equals", NAN, "x")),
    (lambda: Q.parameter("x").between(0, 0.5), lambda: node("Q.parameter({})", "Between", ("0", "0.5"), "x")),
    (lambda: Q.parameter("x") == "a", lambda: node("Q.parameter({})", "Equals", "a", "x")),
    (lambda: Q.parameter("x") != "a", lambda: node("Q.parameter({})", "NotEquals", "a", "x")),
    (lambda: Q.parameter("x") == 0.5, lambda: Q.parameter("x") == "0.5"),
    (lambda: Q.parameter("x").contains("a"), lambda: node("Q.parameter({})", "Contains", "a", "x")),
    (lambda: Q.parameter("x").is_in(["b", "a"]), lambda: node("Q.parameter({})", "In", ("b", "a"), "x")),
    # Days.
    (lambda: Q.created == DAY, lambda: node("Q.created", "On", "2024-05-01")),
    (lambda: Q.created == Day(2024, 5, 1), lambda: node("Q.created", "On", "2024-05-01")),
    (lambda: Q.created != DAY, lambda: Not(node("Q.created", "On", "2024-05-01"))),
    (lambda: Q.created < DAY, lambda: node("Q.created", "LessThan", START)),
    (lambda: Q.created <= DAY, lambda: node("Q.created", "LessThan", NEXT)),
    (lambda: Q.created > DAY, lambda: node("Q.created", "GreaterThanOrEqualTo", NEXT)),
    (lambda: Q.created >= DAY, lambda: node("Q.created", "GreaterThanOrEqualTo", START)),
    (lambda: Q.created == dt.date.max, lambda: node("Q.created", "On", "9999-12-31")),
    (lambda: Q.created < dt.date.max, lambda: node("Q.created", "LessThan", "9999-12-31T00:00:00Z")),
    (lambda: Q.created <= dt.date.max, lambda: node("Q.created", "Exists")),
    (lambda: Q.created > dt.date.max, lambda: Or(())),
    (lambda: Q.created >= dt.date.max, lambda: node("Q.created", "GreaterThanOrEqualTo", "9999-12-31T00:00:00Z")),
    (lambda: Q.created <= dt.date(9999, 12, 30), lambda: node("Q.created", "LessThan", "9999-12-31T00:00:00Z")),
    (lambda: Q.created > dt.date(9999, 12, 30),
     lambda: node("Q.created", "GreaterThanOrEqualTo", "9999-12-31T00:00:00Z")),
    (lambda: Q.created < dt.date.min, lambda: node("Q.created", "LessThan", "0001-01-01T00:00:00Z")),
    (lambda: Q.created <= dt.date.min, lambda: node("Q.created", "LessThan", "0001-01-02T00:00:00Z")),
    # Ranges of times.
    (lambda: Q.created.between(NOON.replace(microsecond=1), NOON.replace(microsecond=1)),
     lambda: node("Q.created", "Between", (MIDDAY, "2024-05-01T12:00:01Z"))),
    (lambda: Q.created.between(dt.datetime(2024, 5, 1), NOON),  # noqa: DTZ001 - that is the mistake
     lambda: node("Q.created", "Between", NAIVE)),
    (lambda: Q.created.within(dt.timedelta(hours=12), now=NOON),
     lambda: node("Q.created", "Between", (START, MIDDAY))),
    (lambda: Q.created.within(dt.timedelta(0), now=NOON), lambda: node("Q.created", "Between", (MIDDAY, MIDDAY))),
    (lambda: Q.created.within(dt.timedelta.max, now=NOON), lambda: node("Q.created", "LessThanOrEqualTo", MIDDAY)),
    (lambda: Q.created.within(dt.timedelta.min, now=NOON), any_of),
    (lambda: Q.created.within(dt.timedelta(hours=12), now=BEGINNING.replace(hour=6)),
     lambda: node("Q.created", "LessThanOrEqualTo", "0001-01-01T06:00:00Z")),
    # Tags, by their three spellings.
    (lambda: Q.tag("k", "v"), lambda: node("Q.tags[{}]", "Equals", "v", "k")),
    (lambda: Q.tag("k", ""), lambda: node("Q.tags[{}]", "Equals", "", "k")),
    (lambda: Q.tag(Word.TEAM, Word.TEAM), lambda: node("Q.tags[{}]", "Equals", "team", "team")),
    (Q.tags[Word.TEAM].missing, lambda: node("Q.tags[{}]", "NotExists", None, "team")),
    (lambda: Q.tag("k"), lambda: node("Q.tags[{}]", "Exists", None, "k")),
    (lambda: Q.tag("k").is_in(["b", "a"]), lambda: node("Q.tags[{}]", "In", ("b", "a"), "k")),
    (lambda: Q.tag("k") == "v", lambda: node("Q.tags[{}]", "Equals", "v", "k")),
    (lambda: Q.tag("k") != "v", lambda: node("Q.tags[{}]", "NotEquals", "v", "k")),
    # Filters as they are.
    (lambda: Q.wire("A.b", "Exists"), lambda: Test(WIRE, "A.b", "Exists", None)),
    (lambda: Q.wire("A.b", "NotExists", "ignored"), lambda: Test(WIRE, "A.b", "NotExists", None)),
    (lambda: Q.wire("A.b", "Equals", "b,a "), lambda: Test(WIRE, "A.b", "Equals", "b,a ")),
    (lambda: Q.wire("A.b", "In", "b,a ,,b"), lambda: Test(WIRE, "A.b", "In", ("a", "b"))),
    (lambda: ANY.wire("A.b", Word.CONTAINS, "x"), lambda: Test(WIRE, "A.b", "Contains", "x")),
    (lambda: Q.wire("A.b", "In", ""), lambda: Test(WIRE, "A.b", "In", ())),
    (lambda: Q.wire(Word.TEAM, "Equals", Word.TEAM), lambda: Test(WIRE, "team", "Equals", "team")),
    (lambda: Q.field("A.b", "number") < 1, lambda: Test(FIELDS["number"], "A.b", "LessThan", "1")),
    # Nested.
    (lambda: Q.tags.any(Q.tags.key == "k"), lambda: Nested(TAGS, node("Q.tags.key", "Equals", "k"))),
    (lambda: Q.tags.any(Q.tags.key == "k", Q.tags.value == "v"),
     lambda: Nested(TAGS, And((node("Q.tags.key", "Equals", "k"), node("Q.tags.value", "Equals", "v"))))),
    (lambda: Q.tags.any(Q.wire("TAGS.Key", "Exists")), lambda: Nested(TAGS, Test(WIRE, "TAGS.Key", "Exists", None))),
    (lambda: ANY.tags.any(Q.field("tags.x", "text").exists()),
     lambda: Nested(TAGS, Test(FIELDS["text"], "tags.x", "Exists", None))),
    # Joined.
    (lambda: Q.tag("a") & Q.tag("b"), lambda: And((as_node(Q.tag("a")), as_node(Q.tag("b"))))),
    (lambda: Q.tag("a") | Q.tag("b"), lambda: Or((as_node(Q.tag("a")), as_node(Q.tag("b"))))),
    (lambda: Q.tag("a").__rand__(Q.tag("b")), lambda: Q.tag("b") & Q.tag("a")),
    (lambda: Q.tag("a").__ror__(Q.tag("b")), lambda: Q.tag("b") | Q.tag("a")),
    (lambda: ~Q.tag("a"), lambda: Not(as_node(Q.tag("a")))),
    (all_of, lambda: And(())),
    (any_of, lambda: Or(())),
    (lambda: all_of(Q.tag("a")), lambda: Q.tag("a")),
    (lambda: any_of(Q.tag("a")), lambda: Q.tag("a")),
    (lambda: all_of(Q.tag("a"), Q.tag("b")), lambda: Q.tag("a") & Q.tag("b")),
    (lambda: any_of(Q.tag("a"), Q.tag("b")), lambda: Q.tag("a") | Q.tag("b")),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(BUILT)))
def test_what_is_built(at: int) -> None:
    made, expected = BUILT[at][0](), BUILT[at][1]()
    assert as_node(made) == as_node(expected)
    assert type(as_node(made)) is type(as_node(expected))
    assert repr(made) == repr(expected)
    assert hash(made) == hash(expected)
    assert pickle.loads(pickle.dumps(made)) == expected  # noqa: S301 - our own
    assert copy.copy(made) is made
    assert copy.deepcopy(made) is made


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
    a, b, shared = Q.tag("a"), Q.tag("b"), Q.tag("shared")
    assert (a & shared) != (b & shared)
    assert (shared & a) != (shared & b)
    unlike: list[Condition[Any]] = [a, b, shared, a & b, b & a, a | b, ~a, ~b, all_of(), any_of()]
    assert len(set(map(hash, unlike))) == 10
    assert Query().name.exists() == Q.name.exists()
    assert field_of(PROPERTIES["Q.name"]).exists() == Q.name.exists()
    assert (Q.name.exists() == 3) is False
    assert Q.name.exists().__eq__(3) is NotImplemented
    assert (Q.tags.any(all_of()) == Q.tag("a")) is False


def test_the_nodes_of_a_tree() -> None:
    a, b = as_node(Q.tag("a")), as_node(Q.tag("b"))
    inside = as_node(Q.tags.key.exists())
    deep = Nested(TAGS, inside)
    tree = And((Or((a, b)), Not(a), deep))
    assert children(tree) == tree.operands
    assert children(deep) == (inside,)
    assert children(Not(a)) == (a,)
    assert children(a) == ()
    assert list(map(id, postorder(tree)))[:3] == [id(a), id(b), id(tree.operands[0])]
    assert postorder(tree)[-1] is tree
    assert len(postorder(tree)) == 7
    assert inside not in postorder(tree, into=(Not,))
    assert len(postorder(tree, into=())) == 6
    assert len(postorder(Not(a), into=())) == 1
    assert postorder(a) == [a]


KINDS = "text, number, time, parameter"
OPERATORS = (
    "Equals, NotEquals, GreaterThan, GreaterThanOrEqualTo, LessThan, LessThanOrEqualTo, Contains, In, Exists, NotExists"
)
ADVICE = (
    "a comparison needs parentheses, as in `(Q.name == 'x') & Q.tag('t')`, and a field becomes a condition with "
    "`.exists()` or a comparison"
)
TRUTH = (
    "a condition is neither true nor false: write `a & b`, `a | b`, `~a` instead of `and`, `or`, `not`, "
    "with parentheses around comparisons, as in `(Q.name == 'x') & Q.tag('t')`"
)
WRONG: list[tuple[Callable[[], Any], str]] = [
    (lambda: bool(Q.name.exists()), TRUTH),
    (lambda: not ANY.tag("a"), TRUTH),
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
    (lambda: any_of(Q.tag("a"), ANY.created), f"a combination takes conditions, not TimeField: {ADVICE}"),
    (lambda: bool(Q.name), "a field is no condition: write `Q.name.exists()` or a comparison"),
    (lambda: bool(Q.tags["a"]), "a field is no condition: write `Q.tags['a'].exists()` or a comparison"),
    (lambda: ANY.name == 3, "Q.name == takes a str, not int"),
    (lambda: ANY.name != 3, "Q.name != takes a str, not int"),
    (lambda: ANY.name.contains(3), "Q.name.contains takes a str, not int"),
    (lambda: ANY.name.is_in([3]), "Q.name.is_in takes a str, not int"),
    (lambda: Q.name.is_in("ab"), "Q.name.is_in takes several texts; write ('ab',) for one"),
    (lambda: ANY.metric("x").last == "1", "Q.metric('x').last takes an int or a float, not str"),
    (lambda: ANY.metric("x").last < True, "Q.metric('x').last takes an int or a float, not bool"),
    (lambda: ANY.metric("x").last.between("1", 2), "Q.metric('x').last.between takes an int or a float, not str"),
    (lambda: ANY.metric("x").last.between(1, None), "Q.metric('x').last.between takes an int or a float, not NoneType"),
    (lambda: ANY.created == "x", "Q.created takes an aware datetime or a date, not str"),
    (lambda: ANY.created < 3, "Q.created takes an aware datetime or a date, not int"),
    (lambda: ANY.created.between(DAY, NOON), "Q.created.between takes an aware datetime or a date, not date"),
    (lambda: ANY.created.between(NOON, DAY), "Q.created.between takes an aware datetime or a date, not date"),
    (lambda: ANY.parameter("x") == None, "Q.parameter('x') takes an int or a float, not NoneType"),  # noqa: E711 - a field's comparison
    (lambda: ANY.parameter("x") < "1", "Q.parameter('x') takes an int or a float, not str"),
    (lambda: ANY.parameter("x").between(1, "2"), "Q.parameter('x').between takes an int or a float, not str"),
    (lambda: ANY.parameter("x").between("1", 2), "Q.parameter('x').between takes an int or a float, not str"),
    (lambda: ANY.parameter("x").contains(1), "Q.parameter('x').contains takes a str, not int"),
    (lambda: ANY.parameter("x").is_in([1]), "Q.parameter('x').is_in takes a str, not int"),
    (lambda: ANY.parameter("x").is_in("a"), "Q.parameter('x').is_in takes several texts; write ('a',) for one"),
    (lambda: ANY.tag(3), "Q.tag takes a str, not int"),
    (lambda: ANY.tag("a", 3), "Q.tag takes a str, not int"),
    (lambda: ANY.tags[3], "Q.tags[...] takes a str, not int"),
    (lambda: ANY.parameter(3), "Q.parameter takes a str, not int"),
    (lambda: ANY.metric(3), "Q.metric takes a str, not int"),
    (lambda: ANY.input_artifact(3), "Q.input_artifact takes a str, not int"),
    (lambda: ANY.output_artifact(3), "Q.output_artifact takes a str, not int"),
    (lambda: ANY.field(3, "text"), "Q.field takes a str, not int"),
    (lambda: ANY.field("x", "date"), f"Q.field takes one of {KINDS} as its kind, not 'date'"),
    (lambda: ANY.wire(3, "Exists"), "Q.wire takes a str, not int"),
    (lambda: ANY.wire("x", 3), "Q.wire takes a str, not int"),
    (lambda: ANY.wire("x", []), "Q.wire takes a str, not list"),
    (lambda: ANY.wire("x", "Between", "1"), f"Q.wire takes one of {OPERATORS}, not 'Between'"),
    (lambda: Q.wire("x", "Contains"), "Q.wire: Contains needs a value"),
    (lambda: ANY.wire("x", "Equals", 3), "Q.wire takes a str, not int"),
    (lambda: ANY.tags.any(3), f"Q.tags.any takes conditions, not int: {ADVICE}"),
    (lambda: ANY.tags.any(Q.tags.key.exists(), Q.tags.key), f"Q.tags.any takes conditions, not TextField: {ADVICE}"),
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
    (lambda: nested(LISTS["Parents"], (3,)), f"Q.parents.any takes conditions, not int: {ADVICE}"),
    (lambda: iter(ANY.tags), "'_Tags' object is not iterable"),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(WRONG)))
def test_wrong_types_are_told(at: int) -> None:
    with pytest.raises(TypeError) as error:
        WRONG[at][0]()
    assert str(error.value) == WRONG[at][1]


def test_fields_hash_by_identity() -> None:
    fields: list[Field[Any]] = [Q.name, Q.created, Q.metric("x").last, Q.parameter("x"), Q.input_artifact("x"),
                                field_of(FIELDS["text"], "x"), Field(PROPERTIES["Q.name"])]  # fmt: skip
    for field in fields:
        assert hash(field) == object.__hash__(field)
    assert {id(field): field for field in fields}[id(Q.name)] is Q.name
    assert hash(Q.tag("a")) == hash(Q.tags["a"].exists())


def test_naive_bounds_far_ago_stay_naive() -> None:
    naive = dt.datetime(2024, 5, 1)  # noqa: DTZ001 - that is the mistake
    assert as_node(Q.created.within(dt.timedelta.max, now=naive)) == node("Q.created", "LessThanOrEqualTo", NAIVE)


@pytest.mark.parametrize(
    ("most", "lines"), [(3, ["all of:", "  tag 'a' exists", "  tag 'b' exists", "…"]), (4, None), (5, None)]
)
def test_an_explanation_is_cut_short(monkeypatch: pytest.MonkeyPatch, most: int, lines: list[str] | None) -> None:
    three = all_of(Q.tag("a"), Q.tag("b"), Q.tag("c"))
    whole = ["all of:", "  tag 'a' exists", "  tag 'b' exists", "  tag 'c' exists"]
    monkeypatch.setattr(explaining, "MAX_TEXT", most)
    assert explain(three).split("\n") == (lines or whole)
