"""`matches` and `sort_key`, one record at a time: `docs/semantics.md` in examples."""

from __future__ import annotations

import datetime as dt
import importlib
import math
import sys
from dataclasses import replace
from typing import Any, Literal

import pytest

import smexp_fp
from smexp_fp import query
from smexp_fp.query import (
    Condition,
    Q,
    Resource,
    Row,
    UnknownProperty,
    all_of,
    any_of,
    matches,
    predicate,
    properties,
    sort_key,
)
from smexp_fp.records import (
    Artifact,
    Experiment,
    FrozenMap,
    IamIdentity,
    MetadataProperties,
    MetricSummary,
    Parent,
    Source,
    Status,
    Trial,
    TrialComponent,
    TrialComponentSimpleSummary,
    UserContext,
)
from tests.support import naive_search
from tests.support.wire_records import encoded

UTC = dt.UTC
NAMES = {"Q": Q, "all_of": all_of, "any_of": any_of, "datetime": dt}


def made(code: str) -> Condition[Any]:
    found: Condition[Any] = eval(code, dict(NAMES))  # noqa: S307 - texts of this file
    return found


def at(day: int, hour: int = 0, microsecond: int = 0) -> dt.datetime:
    return dt.datetime(2024, 5, day, hour, 0, 0, microsecond, tzinfo=UTC)


def user(mark: str) -> UserContext:
    return UserContext(
        user_profile_arn=f"{mark}.user_profile_arn",
        user_profile_name=f"{mark}.user_profile_name",
        domain_id=f"{mark}.domain_id",
        iam_identity=IamIdentity(
            arn=f"{mark}.iam_identity.arn",
            principal_id=f"{mark}.iam_identity.principal_id",
            source_identity=f"{mark}.iam_identity.source_identity",
        ),
    )


def metadata() -> MetadataProperties:
    return MetadataProperties(
        commit_id="metadata.commit_id",
        repository="metadata.repository",
        generated_by="metadata.generated_by",
        project_id="metadata.project_id",
    )


# Every member is set, and a text's value is its own name in the language.
EXPERIMENT = Experiment(
    name="name",
    arn="arn",
    display_name="display_name",
    description="description",
    source=Source(arn="source.arn", type="source.type"),
    created=at(1),
    created_by=user("created_by"),
    modified=at(2),
    modified_by=user("modified_by"),
    tags=FrozenMap({"KEY": "tag", "other": "word"}),
)
TRIAL = Trial(
    name="name",
    arn="arn",
    experiment_name="experiment_name",
    display_name="display_name",
    source=Source(arn="source.arn", type="source.type"),
    created=at(1),
    created_by=user("created_by"),
    modified=at(2),
    modified_by=user("modified_by"),
    metadata=metadata(),
    tags=FrozenMap({"KEY": "tag", "other": "word"}),
    components=(
        TrialComponentSimpleSummary(name="bare"),
        TrialComponentSimpleSummary(
            name="components.name",
            arn="components.arn",
            source=Source(arn="components.source.arn", type="components.source.type"),
            created=at(7),
            created_by=user("components.created_by"),
        ),
    ),
)
PARAMETERS: dict[str, str | float] = {"KEY": 0.5, "text": "0.5", "word": "abc", "int": 7}
COMPONENT = TrialComponent(
    name="name",
    arn="arn",
    display_name="display_name",
    source=Source(arn="source.arn", type="source.type"),
    status=Status(primary="Completed", message="status_message"),
    start=at(3),
    end=at(4),
    created=at(1),
    created_by=user("created_by"),
    modified=at(2),
    modified_by=user("modified_by"),
    parameters=FrozenMap(PARAMETERS),
    input_artifacts=FrozenMap(
        {"KEY": Artifact(value="input_artifact", media_type="input/type"), "b": Artifact(value="c")}
    ),
    output_artifacts=FrozenMap(
        {"KEY": Artifact(value="output_artifact", media_type="output/type"), "b": Artifact(value="c")}
    ),
    metadata=metadata(),
    metrics=(
        MetricSummary(name="bare"),
        MetricSummary(
            name="KEY", source_arn="metrics.source_arn", timestamp=at(5), last=1.5, min=2.5, max=3.5, avg=4.5, count=5,
            std_dev=6.5,
        ),
        MetricSummary(name="KEY", last=100.0, min=100.0, max=100.0, avg=100.0, count=100, std_dev=100.0),
    ),
    lineage_group_arn="lineage_group_arn",
    sources=(Source(arn="elsewhere"),),
    tags=FrozenMap({"KEY": "tag", "other": "word"}),
    parents=(Parent(), Parent(trial_name="parents.trial_name", experiment_name="parents.experiment_name")),
    run_name="run_name",
)  # fmt: skip
RECORDS: dict[Resource, Any] = {
    "Experiment": EXPERIMENT,
    "ExperimentTrial": TRIAL,
    "ExperimentTrialComponent": COMPONENT,
}
BARE: dict[Resource, Any] = {
    "Experiment": Experiment(name="", arn=""),
    "ExperimentTrial": Trial(name="", arn="", components=(TrialComponentSimpleSummary(name=""),)),
    "ExperimentTrialComponent": TrialComponent(
        name="", arn="", parents=(Parent(),), metrics=(MetricSummary(name="KEY"),)
    ),
}


def stored(row: Row) -> list[Any]:
    """The operands that a property's values in the record compare equal to, as the wire has them."""
    wire = encoded(RECORDS[row.resource])
    if ".any(" in row.field:
        items, _, member = row.path.partition(".")
        found = [value for element in wire[items] for value in naive_search.walk(element, member)]
    else:
        _, found = naive_search.values(wire, row.resource, row.path.replace("{}", "KEY"))
    if row.kind != "time":
        return found
    return [one if isinstance(one, dt.datetime) else dt.datetime.fromtimestamp(one / 1000, UTC) for one in found]


def check_row(row: Row, query: Any) -> None:
    """A property is read from its place in a record; `query` is the package, or a copy of it."""
    names = {"Q": query.Q, "datetime": dt}
    owner, inside, member = row.field.partition(".any(")
    code = (member.removesuffix(")") or owner).replace("{}", "'KEY'")

    def holds(asked: str, record: Any) -> bool:
        asked = f"{owner}.any({asked})" if inside else f"({asked})"
        found: bool = query.matches(eval(asked, dict(names)), record)  # noqa: S307 - texts of this file
        return found

    record, bare = RECORDS[row.resource], BARE[row.resource]
    values = stored(row)
    assert values
    assert all(holds(f"{code} == {value!r}", record) for value in values)
    assert holds(f"{code}.exists()", record)
    other = {"text": "'nothing'", "number": "77", "parameter": "77"}.get(row.kind, "datetime.date(2000, 1, 1)")
    assert not holds(f"{code} == {other}", record)
    if not row.many and not inside:
        assert not holds(f"{code} != {values[0]!r}", record)
        assert not holds(f"{code}.missing()", record)
    if code in {"Q.name", "Q.arn", "Q.components.name", "Q.metrics.name"}:
        return
    assert not holds(f"{code}.exists()", bare)
    assert not holds(f"{code} == {values[0]!r}", bare)
    assert holds(f"{code}.missing()", bare) is (not inside or not code.startswith("Q.tags"))
    for resource, elsewhere in RECORDS.items():
        if not any(found.field == row.field and found.resource == resource for found in properties()):
            assert not holds(f"{code}.exists()", elsewhere)


@pytest.mark.parametrize("row", properties(), ids=lambda row: f"{row.resource}-{row.path}")
def test_every_property_is_read_from_its_place(row: Row) -> None:
    check_row(row, query)


def test_a_fresh_copy_of_the_package_reads_them_so_too() -> None:
    """What is made on import counts as well: mutants of it are told by importing it once more."""
    mine = {name: module for name, module in sys.modules.items() if name.startswith("smexp_fp.query")}
    for name in mine:
        del sys.modules[name]
    try:
        copy = importlib.import_module("smexp_fp.query")
    finally:
        for name in [name for name in sys.modules if name.startswith("smexp_fp.query")]:
            del sys.modules[name]
        sys.modules.update(mine)
        smexp_fp.query = query  # importing a submodule sets it on the package
    assert [tuple[object, ...](row) for row in copy.properties()] == [tuple[object, ...](row) for row in properties()]
    for row in properties():
        check_row(row, copy)
        if ".any(" not in row.field:
            expression = {"Filters": [{"Name": row.path.replace("{}", "KEY"), "Operator": "Exists"}]}
            again = copy.decompile(expression, row.resource).unwrap()
            assert copy.compile_any(again, row.resource).unwrap() == expression


HOLDS: list[tuple[Any, str, bool]] = [
    # Texts.
    (EXPERIMENT, "Q.name != 'Name'", True),
    (EXPERIMENT, "Q.name.contains('am')", True),
    (EXPERIMENT, "Q.name.contains('Am')", False),
    (EXPERIMENT, "Q.name.is_in(['a', 'name'])", True),
    (EXPERIMENT, "Q.name.is_in([])", False),
    (EXPERIMENT, "Q.tags['missing'] != 'x'", True),
    (EXPERIMENT, "Q.tags['missing'].contains('')", False),
    (EXPERIMENT, "Q.tag('KEY')", True),
    (EXPERIMENT, "Q.tag('KEY', 'word')", False),
    (EXPERIMENT, "Q.tags.words.contains('the')", True),
    (EXPERIMENT, "Q.tags.words != 'word'", False),
    # One tag, and several.
    (EXPERIMENT, "Q.tags.any(Q.tags.key == 'KEY', Q.tags.value == 'word')", False),
    (EXPERIMENT, "Q.tags.any((Q.tags.key == 'KEY') | (Q.tags.value == 'word'))", True),
    (EXPERIMENT, "Q.tags.any(~(Q.tags.key == 'KEY'))", True),
    (EXPERIMENT, "~Q.tags.any(Q.tags.key == 'KEY')", False),
    (EXPERIMENT, "Q.tags.any(Q.wire('tags.KEY', 'Equals', 'other'))", True),
    (EXPERIMENT, "Q.tags.any(Q.wire('tags.VALUE', 'Equals', 'other'))", False),
    (EXPERIMENT, "Q.tags.any(Q.wire('Tags.Nope', 'Exists'))", False),
    (EXPERIMENT, "Q.tags.any(Q.wire('Tags.Nope', 'NotExists'))", True),
    (EXPERIMENT, "~Q.parents.any(all_of())", True),
    # Numbers.
    *[(COMPONENT, f"Q.metric('KEY').last {op} {bound}", held)
      for bound, ops in (("1.5", "== >= <="), ("1.4", "!= > >="), ("1.6", "!= < <="))
      for op in ("==", "!=", "<", "<=", ">", ">=") for held in [op in ops.split()]],
    *[(COMPONENT, f"Q.metric('KEY').last.between({low}, {high})", held)
      for low, high, held in ((1.5, 1.5, True), (1, 2, True), (1.5, 2, True), (1, 1.5, True), (1.6, 2, False),
                              (1, 1.4, False), (2, 1, False))],
    *[(COMPONENT, f"Q.metric('none').last {op} 1", op == "!=") for op in ("==", "!=", "<", "<=", ">", ">=")],
    (COMPONENT, "Q.metric('KEY').last == 100", False),  # of two metrics of a name the first counts
    (COMPONENT, "Q.wire('Metrics.KEY', 'Equals', '+15e-1')", True),
    (COMPONENT, "Q.wire('metrics.KEY.MAX', 'Equals', '3.50')", True),
    (COMPONENT, "Q.wire('Metrics.KEY.Max', 'LessThan', 'x')", False),
    (COMPONENT, "Q.wire('Metrics.KEY.Max', 'NotEquals', 'x')", True),
    (COMPONENT, "Q.wire('Metrics.KEY.Max', 'Contains', '3')", False),
    (COMPONENT, "Q.wire('Metrics.KEY.Max', 'NotExists')", False),
    # Operands that cannot be said.
    (COMPONENT, "Q.metric('KEY').last < float('inf')", False),
    (COMPONENT, "Q.metric('KEY').last != float('nan')", True),
    (COMPONENT, "Q.metric('KEY').last.between(0, float('inf'))", False),
    (COMPONENT, "Q.created < datetime.datetime(2030, 1, 1)", False),
    (COMPONENT, "Q.created != datetime.datetime(2030, 1, 1)", True),
    # Metrics, one at a time.
    (COMPONENT, "Q.metrics.any(Q.metrics.last > 50, Q.metrics.name == 'KEY')", True),
    (COMPONENT, "Q.metrics.any(Q.metrics.last > 50, Q.metrics.last < 2)", False),
    (COMPONENT, "Q.metrics.any(Q.metrics.last != 100, Q.metrics.name == 'bare')", True),
    (COMPONENT, "Q.metrics.any(Q.metrics.timestamp <= datetime.date(2024, 5, 5))", True),
    # Parameters.
    (COMPONENT, "Q.parameter('KEY') == '0.50'", True),
    (COMPONENT, "Q.parameter('KEY') != 'abc'", True),
    (COMPONENT, "Q.parameter('KEY').contains('0')", False),
    (COMPONENT, "Q.parameter('KEY').is_in(['abc', '.5'])", True),
    (COMPONENT, "Q.parameter('KEY') > 0.4", True),
    (COMPONENT, "Q.parameter('KEY').between(0.5, 1)", True),
    (COMPONENT, "Q.parameter('int') == 7.0", True),
    (COMPONENT, "Q.parameter('text') == 0.5", True),
    (COMPONENT, "Q.parameter('text') == '0.50'", False),
    (COMPONENT, "Q.parameter('text') > 0.4", False),
    (COMPONENT, "Q.parameter('word').contains('b')", True),
    (COMPONENT, "Q.parameter('word').is_in(['abc', '1'])", True),
    (COMPONENT, "Q.wire('Parameters.word', 'LessThan', 'b')", False),
    # Times, in milliseconds.
    (EXPERIMENT, "Q.created == datetime.date(2024, 5, 1)", True),
    (EXPERIMENT, "Q.created != datetime.date(2024, 4, 30)", True),
    (EXPERIMENT, "Q.created < datetime.date(2024, 5, 2)", True),
    (EXPERIMENT, "Q.created <= datetime.date(2024, 4, 30)", False),
    (EXPERIMENT, "Q.created > datetime.date(2024, 5, 1)", False),
    (EXPERIMENT, "Q.created >= datetime.date(2024, 5, 2)", False),
    (EXPERIMENT, "Q.created == datetime.date.max", False),
    (EXPERIMENT, "Q.created <= datetime.date.max", True),
    (EXPERIMENT, "Q.created > datetime.date.max", False),
    (EXPERIMENT, "Q.created.between(*[datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC)] * 2)", True),
    (replace(EXPERIMENT, created=at(1, 0, 999)), "Q.wire('CreationTime', 'Equals', '2024-05-01')", True),
    (replace(EXPERIMENT, created=at(1, 0, 1000)), "Q.wire('CreationTime', 'Equals', '2024-05-01')", False),
    (replace(EXPERIMENT, created=at(1, 0, 1999)), "Q.wire('CreationTime', 'Equals', '2024-05-01T00:00:00.001')", True),
    (replace(EXPERIMENT, created=at(1, 0, 1000)), "Q.wire('CreationTime', 'GreaterThan', '2024-05-01')", True),
    (replace(EXPERIMENT, created=at(1, 0, 999)), "Q.wire('CreationTime', 'GreaterThan', '2024-05-01')", False),
    (EXPERIMENT, "Q.wire('CreationTime', 'Equals', '2024-05-01T02:00:00+02:00')", True),
    (EXPERIMENT, "Q.wire('CreationTime', 'NotEquals', 'x')", True),
    (EXPERIMENT, "Q.wire('CreationTime', 'Contains', '2024')", False),
    (EXPERIMENT, "Q.wire('ExperimentName', 'LessThan', 'z')", False),
    (replace(EXPERIMENT, created=dt.datetime.max.replace(tzinfo=UTC)), "Q.created == datetime.date.max", True),
    (replace(EXPERIMENT, created=dt.datetime(2024, 5, 1)), "Q.created == datetime.date(2024, 5, 1)", True),  # noqa: DTZ001 - means UTC
    # Lists, asked of the record.
    (COMPONENT, "Q.parents.trial_name != 'parents.trial_name'", False),
    (COMPONENT, "Q.parents.any(Q.parents.trial_name.missing())", True),
    (TRIAL, "Q.components.name.is_in(['bare'])", True),
    (TRIAL, "Q.components.any(Q.components.name == 'bare', Q.components.created.exists())", False),
    (replace(TRIAL, components=None), "Q.components.any(all_of())", False),
    (replace(COMPONENT, parents=None), "Q.parents.trial_name != 'x'", True),
    (replace(COMPONENT, parents=None), "Q.parents.any(all_of())", False),
    (replace(EXPERIMENT, tags=None), "Q.tag('KEY')", False),
    (replace(EXPERIMENT, tags=None), "Q.tags.any(all_of())", False),
    (replace(EXPERIMENT, tags=FrozenMap({"KEY": ""})), "Q.tag('KEY')", True),
    (COMPONENT, "Q.input_artifacts == 'c'", True),
    (COMPONENT, "Q.input_artifact('b').media_type.exists()", False),
    # Names by their text.
    (EXPERIMENT, "Q.field('description', 'text') == 'description'", True),
    (EXPERIMENT, "Q.field('CreationTime', 'text') == '2024-05-01'", True),
    (EXPERIMENT, "Q.field('Nope', 'text') != 'x'", True),
    (EXPERIMENT, "Q.wire('Tags.KEY', 'In', 'a, tag')", True),
    (EXPERIMENT, "Q.metric('KEY').last != 1.5", True),
    # Joined.
    (EXPERIMENT, "all_of()", True),
    (EXPERIMENT, "any_of()", False),
    (EXPERIMENT, "all_of(Q.tag('KEY'), Q.tag('none'), Q.name == 'name')", False),
    (EXPERIMENT, "any_of(Q.tag('none'), Q.tag('KEY'), Q.tag('nil'))", True),
    (EXPERIMENT, "~(Q.tag('KEY') & ~Q.tag('none')) | Q.tag('nil')", False),
]  # fmt: skip


@pytest.mark.parametrize(("record", "code", "held"), HOLDS, ids=range(len(HOLDS)))
def test_a_condition_holds_or_not(record: Any, code: str, held: object) -> None:
    assert matches(made(code), record) is held


def test_ints_beyond_the_floating_point_numbers() -> None:
    for value in (10**400, -(10**400)):
        record = replace(COMPONENT, parameters=FrozenMap({"x": value}))
        assert matches(Q.parameter("x") > 1e300, record) is (value > 0)
        assert matches(Q.parameter("x") < -1e300, record) is (value < 0)
        assert matches(Q.wire("Parameters.x", "Equals", "1e999"), record) is (value > 0)


def test_a_member_is_asked_only_of_its_own_list() -> None:
    holds = predicate(Q.field("Parents.TrialName", "text").exists(), "ExperimentTrialComponent")
    assert holds(COMPONENT) is True
    assert predicate(Q.field("Parents.TrialName", "text").exists(), "ExperimentTrial")(TRIAL) is False


@pytest.mark.parametrize(("record", "name"), [(None, "NoneType"), (EXPERIMENT.source, "Source"), ("x", "str")])
def test_a_value_that_is_not_a_record_is_refused(record: Any, name: str) -> None:
    with pytest.raises(TypeError) as error:
        matches(all_of(), record)
    assert str(error.value) == f"matches takes an Experiment, a Trial or a TrialComponent, not {name}"


def component(name: str, created: dt.datetime | None = None, **members: Any) -> TrialComponent:
    return TrialComponent(name=name, arn=f"arn:{name}", created=created, **members)


def ordered(records: list[TrialComponent], path: str | None, order: Literal["Ascending", "Descending"] | None) -> str:
    key = sort_key(path, order, "ExperimentTrialComponent").unwrap()
    return "".join(record.name for record in sorted(records, key=key))


def test_order_by_time_ties_and_absence() -> None:
    records = [component("c", at(1), modified=at(3)), component("x"), component("a", at(1), modified=at(4)),
               component("w", at(1)), component("b", at(2), modified=at(3))]  # fmt: skip
    assert ordered(records, None, None) == "abcwx"
    assert ordered(records, None, "Descending") == "abcwx"
    assert ordered(records, "lastmodifiedtime", "Ascending") == "cbaxw"
    assert ordered(records, "DisplayName", "Ascending") == "xcawb"


def test_records_of_one_key_stay_as_they_are_given() -> None:
    records = [component("b", at(1)), component("a", at(1))]
    assert ordered(records, "CreationTime", "Ascending") == ordered(records, "CreationTime", "Descending") == "ba"


def test_order_by_numbers_and_texts() -> None:
    def named(name: str, value: Any, day: int = 1) -> TrialComponent:
        return component(name, at(day), parameters=FrozenMap({} if value is None else {"p": value}))

    records = [named("a", "10"), named("b", 10), named("c", None), named("d", 9.5), named("e", "9"), named("f", -1),
               named("g", 10, 2), named("h", "10", 2), named("i", None, 2)]  # fmt: skip
    assert ordered(records, "Parameters.p", "Ascending") == "fdbgaheci"
    assert ordered(records, "parameters.p", "Descending") == "ehagbdfic"
    assert ordered(records, "Parameters.p", None) == "ehagbdfic"


@pytest.mark.parametrize("order", ["Ascending", "Descending"])
def test_not_a_number_comes_last_in_any_order(order: Literal["Ascending", "Descending"]) -> None:
    values = {"a": 1.0, "b": math.nan, "c": 1.0, "d": math.inf, "e": None, "f": -math.inf, "g": math.nan}
    records = [
        component(name, at(1), metrics=(MetricSummary(name="loss", last=value),)) for name, value in values.items()
    ]
    first = "facd" if order == "Ascending" else "dacf"
    assert ordered(records, "Metrics.loss.Last", order) == first + "beg"


def test_order_by_the_least_or_the_greatest_of_several() -> None:
    def of(name: str, *trials: str | None) -> TrialComponent:
        return component(name, at(1), parents=tuple(Parent(trial_name=trial) for trial in trials))

    records = [of("a", "5", "1"), of("b", "2", None), of("c", "3", "4"), of("d", None), of("e")]
    assert ordered(records, "Parents.TrialName", "Ascending") == "abcde"
    assert ordered(records, "Parents.TrialName", "Descending") == "acbde"


def test_order_by_times_of_a_millisecond() -> None:
    records = [component("b", at(2), start=at(1, 0, 1999)), component("a", at(1), start=at(1, 0, 1000)),
               component("c", at(1), start=at(1, 0, 999))]  # fmt: skip
    assert ordered(records, "StartTime", "Ascending") == "cab"
    assert ordered(records, "StartTime", "Descending") == "bac"


@pytest.mark.parametrize("path", ["", "Nope", "Parameters"])
def test_there_is_no_order_by_what_is_unknown(path: str) -> None:
    found = sort_key(path, "Ascending", "ExperimentTrialComponent").failure()
    assert found == UnknownProperty(Q.wire(path, "Exists"), "ExperimentTrialComponent")
