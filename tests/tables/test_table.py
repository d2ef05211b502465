"""A table: its columns, its cells, and what can be made of it."""

from __future__ import annotations

import math
import pickle
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp import Q, experiment, local, tables, trial, trial_component
from smexp_fp.errors import InvalidInput, MalformedResponse
from smexp_fp.metrics import Point
from smexp_fp.query import Column, fields_in, matches
from smexp_fp.records import (
    Artifact,
    Experiment,
    ExperimentSummary,
    FrozenMap,
    MetricSummary,
    Parent,
    Source,
    Status,
    Trial,
    TrialComponent,
    TrialComponentSimpleSummary,
    TrialSummary,
    UserContext,
)
from smexp_fp.results import is_failure, or_raise
from smexp_fp.tables import Table
from smexp_fp.testing import strategies
from tests.support.clients import recorder

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def component(name: str, /, last: float | None = None, **parameters: str | float) -> TrialComponent:
    metrics = () if last is None else (MetricSummary(name="loss", last=last, count=1),)
    return TrialComponent(name=name, arn=f"arn:{name}", parameters=FrozenMap(parameters), metrics=metrics)


FULL = replace(
    component("full", 0.5, lr=0.1, optimizer="adam", name="a parameter"),
    display_name="",
    created=NOON,
    created_by=UserContext(user_profile_name="ann"),
    source=Source(arn="arn:job"),
    status=Status(primary="Completed"),
    tags=FrozenMap({"team": "vision"}),
    input_artifacts=FrozenMap({"data": Artifact(value="s3://b", media_type="text/csv")}),
    parents=(Parent(trial_name="t", experiment_name="e"), Parent(trial_name="u")),
)
EMPTY = component("empty")


def made(records: Iterable[TrialComponent], *columns: Column[TrialComponent]) -> Table[TrialComponent]:
    return or_raise(tables.table(records, *columns))


def names(table: Table[TrialComponent]) -> str:
    return " ".join(record.name for record in table.records)


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "name", "full", "empty"),
    [
        (Q.name, "name", "full", "empty"),
        (Q.display_name, "display_name", "", None),
        (Q.created, "created", NOON, None),
        (Q.created_by.user_profile_name, "created_by.user_profile_name", "ann", None),
        (Q.created_by.iam_identity.arn, "created_by.iam_identity.arn", None, None),
        (Q.source.arn, "source.arn", "arn:job", None),
        (Q.status, "status", "Completed", None),
        (Q.tags["team"], "tags.team", "vision", None),
        (Q.tags.words, "tags.words", ("team", "vision"), None),
        (Q.parents.trial_name, "parents.trial_name", ("t", "u"), None),
        (Q.parents.experiment_name, "parents.experiment_name", ("e", None), None),
        (Q.parameter("lr"), "parameters.lr", 0.1, None),
        (Q.parameter("optimizer"), "parameters.optimizer", "adam", None),
        (Q.parameter("name"), "parameters.name", "a parameter", None),
        (Q.metric("loss").last, "metrics.loss.last", 0.5, None),
        (Q.metric("loss").count, "metrics.loss.count", 1, None),
        (Q.input_artifact("data"), "input_artifacts.data", "s3://b", None),
        (Q.input_artifact("data").media_type, "input_artifacts.data.media_type", "text/csv", None),
        (Q.field("Parameters.lr", "parameter"), "Parameters.lr", 0.1, None),
        (Q.field("Status.PrimaryStatus", "text"), "Status.PrimaryStatus", "Completed", None),
    ],
    ids=repr,
)
def test_a_column_has_a_readable_name_and_the_value_of_its_field(
    column: Column[TrialComponent], name: str, full: object, empty: object
) -> None:
    table = made([FULL, EMPTY], column)
    assert table.names == (name,)
    assert table.rows == ((full,), (empty,))
    assert table[column] == table[name] == (full, empty)
    assert [type(cell) for cell in table[name]] == [type(full), type(empty)]


def test_a_parameter_named_like_a_field_does_not_collide() -> None:
    table = made([FULL], Q.name, Q.parameter("name"), Q.parameter("status"), Q.status)
    assert table.to_dict() == {
        "name": ["full"],
        "parameters.name": ["a parameter"],
        "parameters.status": [None],
        "status": ["Completed"],
    }


def test_columns_whose_names_would_be_the_same_have_their_code_as_a_name() -> None:
    media_type, other = Q.input_artifact("a").media_type, Q.input_artifact("a.media_type")
    assert made([FULL], media_type, other).names == (repr(media_type), repr(other))


def test_names_are_unique_whatever_the_aliases_are() -> None:
    media_type, other = Q.input_artifact("a").media_type, Q.input_artifact("a.media_type")
    table = made([FULL], Q.name, Q.arn.alias("name"), media_type, other, Q.status.alias(repr(other)))
    assert table.names == ("Q.name", "name", repr(media_type), repr(other), f"{other!r} (2)")
    assert len(table.to_dict()) == 5


def test_an_alias_names_a_column_and_a_field_can_be_there_twice_with_one() -> None:
    table = made([FULL], Q.parameter("lr"), Q.parameter("lr").alias("rate"))
    assert table.names == ("parameters.lr", "rate")
    assert table["rate"] == table[Q.parameter("lr")] == (0.1,)


@pytest.mark.parametrize(
    ("columns", "argument", "rule"),
    [
        ((Q.name, Q.description), "columns[1]", "must be a property of TrialComponent"),
        ((Q.components.name,), "columns[0]", "must be a property of TrialComponent"),
        ((Q.experiment_name,), "columns[0]", "must be a property of TrialComponent"),
        ((Q.metrics.last,), "columns[0]", "must be a property of TrialComponent"),
        ((Q.field("Nothing", "text"),), "columns[0]", "must be a property of TrialComponent"),
        ((Q.field("CreationTime", "text"),), "columns[0]", "names a time: must be Q.created as a column"),
        (
            (Q.field("Parents.TrialName", "text"),),
            "columns[0]",
            "names a text of which there can be several: must be Q.parents.trial_name as a column",
        ),
        ((Q.name, "status"), "columns[1]", "must be a field, such as Q.name"),
        ((Q.name, Q.status, Q.name), "columns[2]", "must not be given twice, unless with an alias"),
        ((Q.name.alias("a"), Q.arn.alias("a")), "columns[1]", "must not have the alias of another column"),
    ],
)
def test_a_wrong_column_is_a_failure_that_names_it(columns: Any, argument: str, rule: str) -> None:
    for failed in (tables.table([FULL], *columns), *tables.rows([FULL], *columns)):
        error = failed.failure()
        assert isinstance(error, InvalidInput)
        assert (error.argument, error.rule) == (argument, rule)
        assert error.value is columns[int(argument[8])]


@pytest.mark.parametrize("odd", [None, "c1", {"name": "c1"}, Point(component="c", metric="loss", statistic="Last")])
def test_what_is_no_record_of_the_service_needs_columns(odd: Any) -> None:
    error = tables.table([FULL, odd]).failure()
    assert isinstance(error, InvalidInput)
    kind = type(odd).__name__
    assert (error.argument, error.rule) == (
        "columns",
        f"must be given, since found[1] is not an experiment, a trial or a component, but of {kind}",
    )


def test_none_is_no_record() -> None:
    nothing: Any = [None]
    for failed in (tables.table(nothing, Q.name), *tables.rows(nothing, Q.name)):
        error = failed.failure()
        assert isinstance(error, InvalidInput)
        assert (error.argument, error.rule) == ("found", "must be records, such as those of a search")


def test_without_columns_every_field_that_occurs_is_one_in_the_order_of_the_documentation() -> None:
    assert made([EMPTY, FULL]).names == (
        "name",
        "arn",
        "display_name",
        "created",
        "created_by.user_profile_name",
        "source.arn",
        "status",
        "tags.team",
        "parameters.lr",
        "parameters.name",
        "parameters.optimizer",
        "metrics.loss.last",
        "metrics.loss.count",
        "input_artifacts.data",
        "input_artifacts.data.media_type",
        "parents.trial_name",
        "parents.experiment_name",
    )
    assert made([EMPTY]).names == ("name", "arn")
    assert made([]).columns == ()


@given(st.lists(strategies.components(), max_size=4))
def test_default_columns_do_not_depend_on_the_order_and_none_is_empty(records: list[TrialComponent]) -> None:
    table = made(records)
    assert table.names == made(records[::-1]).names
    assert len(set(table.names)) == len(table.names)
    assert all(any(cell not in (None, ()) for cell in cells) for cells in table.cells)


def test_records_of_several_kinds_have_the_columns_that_all_of_them_can_have() -> None:
    records: list[Experiment | Trial] = [
        Experiment(name="e", arn="arn:e", description="only experiments have one"),
        Trial(name="t", arn="arn:t", experiment_name="e"),
    ]
    assert or_raise(tables.table(records)).names == ("name", "arn")
    assert [repr(field) for field in fields_in(records)] == ["Q.name", "Q.arn"]


# --- where records come from ------------------------------------------------------------------------------------------


@pytest.fixture
def client() -> Any:
    client = local.client(":memory:")
    or_raise(experiment.create(client, "e", description="d"))
    or_raise(trial.create(client, "e", "t"))
    or_raise(trial_component.create(client, "c", parameters={"lr": 0.1}))
    or_raise(trial.add_trial_component(client, "t", "c"))
    return client


def test_searches_and_lists_of_every_kind_are_tables(client: Any) -> None:
    assert or_raise(tables.table(experiment.search(client), Q.name, Q.description)).rows == (("e", "d"),)
    assert or_raise(tables.table(trial.search(client), Q.experiment_name, Q.components.name)).rows == (("e", ("c",)),)
    assert or_raise(tables.table(trial_component.search(client), Q.parents.trial_name)).rows == ((("t",),),)
    assert or_raise(tables.table(experiment.list_experiments(client), Q.name, Q.display_name)).rows == (("e", "e"),)
    assert or_raise(tables.table(experiment.list_trials(client, "e"), Q.name)).rows == (("t",),)
    assert or_raise(tables.table(trial.list_trial_components(client, "t"), Q.name, Q.status)).rows == (("c", None),)


def test_records_at_hand_of_every_kind_are_tables() -> None:
    simple = TrialComponentSimpleSummary(name="c")
    assert or_raise(tables.table([Trial(name="t", arn="", components=(simple,))], Q.components.created)).rows == (
        ((None,),),
    )
    assert or_raise(tables.table({ExperimentSummary(name="e", arn="")}, Q.name)).rows == (("e",),)
    assert or_raise(tables.table((TrialSummary(name="t", arn="") for _ in range(2)), Q.created)).rows == ((None,),) * 2


@pytest.mark.parametrize("column", [Q.description, Q.tags["a"], Q.created_by.domain_id])
def test_what_a_summary_does_not_have_is_a_failure(client: Any, column: Any) -> None:
    error = tables.table(experiment.list_experiments(client), Q.name, column).failure()
    assert isinstance(error, InvalidInput)
    assert (error.argument, error.rule) == ("columns[1]", "must be a property of ExperimentSummary")


def test_the_first_failure_of_a_listing_is_that_of_the_table() -> None:
    unreadable = {"TrialComponentName": "c", "Metrics": [{"Max": "high"}]}
    answers = recorder(lambda _operation, _parameters: {"Results": [{"TrialComponent": unreadable}]})
    error = tables.table(trial_component.search(answers), Q.name).failure()
    assert isinstance(error, MalformedResponse)
    assert error.record == "c"
    # What can be read nevertheless:
    records, failures = trial_component.search(answers).partition()
    assert (len(made(records, Q.name)), len(failures)) == (0, 1)


# --- a value ----------------------------------------------------------------------------------------------------------


def test_tables_are_equal_when_their_columns_and_records_are() -> None:
    table = made([FULL, EMPTY], Q.name, Q.status)
    same = made([FULL, EMPTY], Q.name, Q.status)
    assert table == same
    assert hash(table) == hash(same)
    assert table != made([EMPTY, FULL], Q.name, Q.status)
    assert table != made([FULL, EMPTY], Q.name)
    assert table != made([FULL, EMPTY], Q.name, Q.status.alias("s"))
    assert table != made([FULL, EMPTY], Q.name, Q.arn.alias("status"))
    assert table != "a table"


def test_a_table_can_be_pickled_with_its_groups() -> None:
    table = made([FULL, EMPTY], Q.name, Q.parameter("lr").alias("rate"), Q.input_artifact("data").media_type)
    again = pickle.loads(pickle.dumps(table))  # noqa: S301 - our own
    assert again == table
    assert again.names == table.names
    assert again.sort_by("rate").rows == table.sort_by("rate").rows
    groups = table.group(by=["rate"]).mean(Q.metric("loss").last)
    assert pickle.loads(pickle.dumps(groups)).rows == groups.rows  # noqa: S301 - our own


def test_a_table_is_immutable() -> None:
    table = made([FULL], Q.name)
    with pytest.raises(AttributeError):
        table.columns = ()  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError):
        table.more = 1  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    table.to_dict()["name"].clear()
    assert table.rows == (("full",),)
    assert table.sort_by(Q.name) is not table


def test_a_table_is_not_iterable_since_rows_and_columns_would_both_make_sense() -> None:
    with pytest.raises(TypeError):
        iter(made([FULL]))  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]


def test_a_field_that_is_no_column_can_be_read_too_and_an_unknown_name_cannot() -> None:
    table = made([FULL], Q.name)
    assert table[Q.status] == ("Completed",)
    with pytest.raises(KeyError, match="no column 'status'; there are name"):
        table["status"]
    with pytest.raises(TypeError, match=r"Q\.description must be a property of TrialComponent"):
        table[Q.description]  # type: ignore[index]  # pyright: ignore[reportCallIssue, reportArgumentType]
    with pytest.raises(TypeError, match="or the name of a column, not 0"):
        table[0]  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]


def test_the_first_rows_and_how_many_there_are() -> None:
    table = made([FULL, EMPTY], Q.name)
    assert [len(table.head(rows)) for rows in (0, 1, 2, 3, -1)] == [0, 1, 2, 2, 0]
    assert table.head(1).rows == (("full",),)
    assert len(made([component(str(number)) for number in range(30)]).head()) == 10
    assert Table((), (FULL, EMPTY)).rows == ((), ())


# --- sorting and filtering --------------------------------------------------------------------------------------------

SORTED = [
    component("a", 0.3, lr=0.1, optimizer="sgd"),
    component("b", 0.1, lr=0.2, optimizer="adam"),
    component("c", None, lr=0.1),
    component("d", math.nan, lr=0.1),
    component("e", 0.1, lr=0.2, optimizer="sgd"),
    component("f", 0.2, lr="auto"),
]
LOSS, RATE = Q.metric("loss").last, Q.parameter("lr")


@pytest.mark.parametrize(
    ("keys", "order"),
    [
        ((), "a b c d e f"),
        ((LOSS,), "b e f a c d"),  # equal ones keep their order; missing and NaN are last
        (((LOSS, "Ascending"),), "b e f a c d"),
        (((LOSS, "Descending"),), "a f b e c d"),
        ((RATE, (LOSS, "Descending")), "a c d b e f"),  # numbers before texts
        (((RATE, "Descending"), Q.name), "f b e a c d"),
        ((Q.parameter("optimizer"), (Q.name, "Descending")), "b e a f d c"),
        (("parameters.lr", ("name", "Descending")), "d c a e b f"),
        (((Q.parents.trial_name),), "a b c d e f"),
    ],
)
def test_rows_are_sorted_by_several_keys_missing_last(keys: Any, order: str) -> None:
    assert names(made(SORTED, Q.name, RATE).sort_by(*keys)) == order


def test_of_several_values_the_least_counts_and_descending_the_greatest() -> None:
    parents = {"a": ("k", "z"), "b": ("m",), "c": ()}
    records = [
        replace(component(name), parents=tuple(Parent(trial_name=each) for each in trials))
        for name, trials in parents.items()
    ]
    assert names(made(records, Q.name).sort_by(Q.parents.trial_name)) == "a b c"
    assert names(made(records[::-1], Q.name).sort_by((Q.parents.trial_name, "Descending"))) == "a b c"


def test_a_wrong_sort_key_is_a_type_error() -> None:
    table = made(SORTED, Q.name)
    with pytest.raises(TypeError, match="an order is Ascending or Descending, not 'down'"):
        table.sort_by((Q.name, "down"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match=r"sort_by takes pairs such as .*, not \(Q\.name, 'Descending', 1\)"):
        table.sort_by((Q.name, "Descending", 1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="not None"):
        table.sort_by(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(KeyError, match="no column 'nme'; did you mean 'name'"):
        table.sort_by("nme")
    with pytest.raises(KeyError, match=r"no column 'lr'; did you mean 'parameters\.lr'"):
        made(SORTED, Q.name, Q.parameter("lr")).sort_by("lr")
    with pytest.raises(KeyError, match="no column 'other'; there are name"):
        table.sort_by("other")
    with pytest.raises(TypeError, match=r"an order is in a pair with its field: \(field, 'Descending'\)"):
        table.sort_by(Q.name, "Descending")


def test_what_is_no_listing_is_a_type_error_that_says_what_to_do() -> None:
    client = local.client(":memory:")
    for read in (_read, _read_rows, _written):
        with pytest.raises(TypeError, match="takes a listing or records, not a Result; unwrap it first"):
            read(experiment.load(client, "nothing"))
        with pytest.raises(TypeError, match="takes a listing or several records, not TrialComponent"):
            read(FULL)


def _read(found: Any) -> object:
    return tables.table(found, Q.name)


def _read_rows(found: Any) -> object:
    return list(tables.rows(found, Q.name))


def _written(found: Any) -> object:
    return tables.write_csv(found, "never.csv", Q.name)


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        (Q.metric("loss"), r"must be a value of the metric, such as Q.metric('loss').last"),
        ([Q.name, Q.created], "must be a field; several are passed one by one, as in *columns"),
        (Q.parents, "must be a field, such as Q.name"),
    ],
)
def test_what_is_no_column_is_a_failure_that_says_what_is(column: Any, rule: str) -> None:
    failure = tables.table([FULL], column).failure()
    assert isinstance(failure, InvalidInput)
    assert (failure.argument, failure.rule) == ("columns[0]", rule)


@given(st.data())
def test_where_keeps_what_matches(data: st.DataObject) -> None:
    records = data.draw(st.lists(strategies.components(), max_size=4))
    condition = data.draw(strategies.conditions("ExperimentTrialComponent", about=records))
    table = made(records, Q.name).where(condition)
    assert table.records == tuple(record for record in records if matches(condition, record))
    assert table.names == ("name",)


def test_where_takes_conditions_on_records_that_can_be_searched() -> None:
    table = or_raise(tables.table([ExperimentSummary(name="e", arn="")], Q.name))
    with pytest.raises(TypeError, match="ExperimentSummary"):
        table.where(Q.name == "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError):
        made([FULL]).where(True)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# --- rows -------------------------------------------------------------------------------------------------------------


def test_rows_are_read_page_by_page_as_they_are_asked_for() -> None:
    store = local.client(":memory:")
    for number in range(30):
        or_raise(trial_component.create(store, f"c{number:02}"))
    requests: list[object] = []

    class Counting:
        def search(self, **parameters: Any) -> Any:
            requests.append(parameters)
            return store.search(**parameters)

    listing = trial_component.search(Counting(), sort_by=Q.name, sort_order="Ascending", page_size=10)
    rows = tables.rows(listing, Q.name)
    assert not requests
    assert [or_raise(next(rows)) for _ in range(10)] == [(f"c{number:02}",) for number in range(10)]
    assert len(requests) == 1
    assert or_raise(next(rows)) == ("c10",)
    assert len(requests) == 2
    assert len(list(rows)) == 19
    assert len(requests) == 3


def test_a_row_that_cannot_be_read_stands_at_its_place_and_a_failed_request_is_last() -> None:
    def answer(_operation: str, parameters: Any) -> Any:
        if "NextToken" in parameters:
            raise ConnectionError
        broken = {"TrialComponentName": "broken", "Metrics": [{"Max": "high"}]}
        return {
            "Results": [{"TrialComponent": each} for each in ({"TrialComponentName": "a"}, broken)],
            "NextToken": "2",
        }

    read, unreadable, stopped = tables.rows(trial_component.search(recorder(answer)), Q.name)
    assert read == Success(("a",))
    assert isinstance(unreadable, Failure)
    assert isinstance(unreadable.failure(), MalformedResponse)
    assert is_failure(stopped)
    assert stopped.failure().resume_from == "2"


def test_rows_need_a_column() -> None:
    [failed] = tables.rows([FULL])
    error = failed.failure()
    assert isinstance(error, InvalidInput)
    assert (error.argument, error.rule) == ("columns", "must have at least one field, such as Q.name")
