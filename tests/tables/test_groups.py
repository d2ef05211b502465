"""Groups of rows, and what they are reduced to."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import Q, tables
from smexp_fp.query import Column
from smexp_fp.records import FrozenMap, MetricSummary, Parent, TrialComponent
from smexp_fp.results import or_raise
from smexp_fp.tables import Table

LOSS, RATE, OPTIMIZER = Q.metric("loss").last, Q.parameter("lr"), Q.parameter("optimizer")
MAY = datetime(2024, 5, 1, tzinfo=UTC)


def component(name: str, loss: float | None, **parameters: str | float) -> TrialComponent:
    metrics = () if loss is None else (MetricSummary(name="loss", last=loss, count=len(name)),)
    return TrialComponent(name=name, arn="", parameters=FrozenMap(parameters), metrics=metrics)


RECORDS = [
    component("a", 0.3, lr=0.1, optimizer="sgd"),
    component("b", 0.1, lr=0.2, optimizer="adam"),
    component("c", None, lr=0.1),
    component("d", math.nan, lr=math.nan, optimizer="adam"),
    component("e", 0.1, lr="auto", optimizer="sgd"),
    component("f", 0.3, lr=math.nan, optimizer="adam"),
    component("g", None, optimizer="none"),
]


def made(records: Iterable[TrialComponent], *columns: Column[TrialComponent]) -> Table[TrialComponent]:
    return or_raise(tables.table(records, *columns))


TABLE = made(RECORDS, Q.name, OPTIMIZER.alias("optimizer"))


def test_groups_are_in_the_order_of_their_first_rows_and_missing_is_one_of_them() -> None:
    counted = TABLE.group(by=["optimizer"]).count(LOSS)
    assert counted.names == ("optimizer", "rows", "count(metrics.loss.last)")
    assert counted.rows == (("sgd", 2, 2), ("adam", 3, 2), (None, 1, 0), ("none", 1, 0))
    assert [column.integral for column in counted.columns] == [False, True, True]


@pytest.mark.parametrize(
    ("how", "field", "expected"),
    [
        ("min", LOSS, (0.1, 0.1, None, None)),
        ("max", LOSS, (0.3, 0.3, None, None)),
        ("mean", LOSS, (0.2, 0.2, None, None)),
        ("std", LOSS, (pytest.approx(math.sqrt(0.02)), pytest.approx(math.sqrt(0.02)), None, None)),
        ("min", RATE, (0.1, 0.2, 0.1, None)),
        ("max", RATE, ("auto", 0.2, 0.1, None)),  # texts come after numbers
        ("mean", RATE, (0.1, 0.2, 0.1, None)),  # and have no mean
        ("std", RATE, (None, None, None, None)),  # which takes two values
        ("count", RATE, (2, 1, 1, 0)),
        ("max", Q.name, ("e", "f", "c", "g")),
        ("min", Q.created, (None,) * 4),
    ],
)
def test_missing_values_and_nan_are_left_out(how: Any, field: Any, expected: tuple[object, ...]) -> None:
    groups = TABLE.group(by=["optimizer"])
    reduced = groups.reduce((how, field))
    assert reduced.names == ("optimizer", "rows", f"{how}({field.label})")
    assert reduced[reduced.names[-1]] == expected
    assert getattr(groups, how)(field) == reduced


def test_columns_are_reduced_by_their_names_too() -> None:
    table = made(RECORDS, Q.name, RATE.alias("rate"), LOSS.alias("loss"))
    groups = table.group(by=[OPTIMIZER])
    reduced = groups.reduce(("mean", "loss"), ("min", "name"), ("std", "rate"))
    assert reduced.names == ("parameters.optimizer", "rows", "mean(loss)", "min(name)", "std(rate)")
    assert reduced == groups.reduce(("mean", LOSS.alias("loss")), ("min", Q.name), ("std", RATE.alias("rate")))
    assert groups.max("loss", Q.name) == groups.reduce(("max", "loss"), ("max", "name"))


def test_several_reductions_are_columns_of_one_table() -> None:
    reduced = TABLE.group(by=[OPTIMIZER]).reduce(("mean", LOSS), ("max", Q.metric("loss").count), ("min", Q.name))
    assert reduced.names[2:] == ("mean(metrics.loss.last)", "max(metrics.loss.count)", "min(name)")
    assert reduced.rows[0] == ("sgd", 2, 0.2, 1, "a")
    assert [(c.kind, c.integral) for c in reduced.columns[1:]] == [
        ("number", True),
        ("number", False),
        ("number", True),
        ("text", False),
    ]


def test_a_reduced_table_is_a_table() -> None:
    reduced = TABLE.group(by=[OPTIMIZER]).mean(LOSS)
    assert reduced.sort_by(("rows", "Descending")).head(1).rows == (("adam", 3, 0.2),)
    assert reduced.group(by=["mean(metrics.loss.last)"]).count()["rows"] == (2, 2)
    assert len(reduced.frame("polars")) == 4


def test_groups_by_several_fields_and_by_nan_and_by_several_values() -> None:
    by_both = TABLE.group(by=[OPTIMIZER, RATE]).count()
    assert by_both.names == ("optimizer", "parameters.lr", "rows")
    assert [row[2] for row in by_both.rows] == [1, 1, 1, 2, 1, 1]
    rates = TABLE.group(by=[RATE]).count()["rows"]
    assert rates == (2, 1, 2, 1, 1)  # one of NaN, one of missing
    parents = (Parent(trial_name="t"), Parent(trial_name="u"))
    shared = made([replace(RECORDS[0], parents=parents), replace(RECORDS[1], parents=parents[:1])], Q.name)
    assert shared.group(by=[Q.parents.trial_name]).count().rows == ((("t", "u"), 1), (("t",), 1))
    assert shared.group(by=[]).count().rows == ((2,),)
    assert made([]).group(by=[]).count().rows == ()


def test_times_can_be_reduced_to_the_first_and_the_last() -> None:
    table = made(
        [replace(RECORDS[0], created=MAY), RECORDS[1], replace(RECORDS[2], created=MAY.replace(day=2))], Q.name
    )
    reduced = table.group(by=[]).reduce(("min", Q.created), ("max", Q.created))
    assert reduced.rows == ((3, MAY, MAY.replace(day=2)),)
    assert reduced.columns[1].kind == "time"


def test_the_best_of_a_group_is_its_whole_row_and_of_equal_ones_the_first() -> None:
    table = made(RECORDS, Q.name, LOSS)
    assert table.group(by=[OPTIMIZER]).best(by=LOSS).rows == (("e", 0.1), ("b", 0.1), ("c", None), ("g", None))
    best = table.group(by=[OPTIMIZER]).best(by="metrics.loss.last", order="Descending")
    assert best.rows == (("a", 0.3), ("f", 0.3), ("c", None), ("g", None))
    assert best.records[0] is RECORDS[0]
    tied = made([replace(RECORDS[4], name=name) for name in "xyz"], Q.name).group(by=[])
    assert [tied.best(LOSS, order)[Q.name] for order in ("Ascending", "Descending")] == [("x",), ("x",)]


def test_names_of_a_reduced_table_are_unique() -> None:
    reduced = TABLE.group(by=[OPTIMIZER.alias("rows"), OPTIMIZER]).reduce(("min", LOSS), ("min", LOSS))
    assert reduced.names == (
        "rows",
        "optimizer",
        "rows (2)",
        "min(metrics.loss.last)",
        "min(metrics.loss.last) (2)",
    )


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats()), max_size=8))
def test_reductions_are_those_of_the_standard_library(pairs: list[tuple[str, float]]) -> None:
    table = made([component(str(n), loss, k=key) for n, (key, loss) in enumerate(pairs)], Q.name)
    groups = table.group(by=[Q.parameter("k")])
    reduced = groups.reduce(("count", LOSS), ("min", LOSS), ("max", LOSS), ("mean", LOSS), ("std", LOSS))
    assert reduced["parameters.k"] == tuple(dict.fromkeys(key for key, _ in pairs))
    for key, rows, count, least, most, mean, std in reduced.rows:
        values = [loss for name, loss in pairs if name == key and not math.isnan(loss)]
        assert (rows, count) == (sum(name == key for name, _ in pairs), len(values))
        assert (least, most) == (min(values, default=None), max(values, default=None))
        if not values:
            assert (mean, std) == (None, None)
        elif all(map(math.isfinite, values)):
            assert mean == pytest.approx(statistics.mean(values), nan_ok=True)
            if len(values) > 1:
                assert isinstance(std, float)
                assert std >= 0
                scaled = [value / 1e154 if max(map(abs, values)) > 1e150 else value for value in values]
                assert std == math.inf or std == pytest.approx(
                    statistics.stdev(scaled) * (1e154 if scaled != values else 1), rel=1e-6
                )


def test_a_mean_is_exact_where_the_sum_is_too_large_and_follows_infinities() -> None:
    def reduced(*losses: float) -> tuple[object, ...]:
        table = made([component(str(number), loss) for number, loss in enumerate(losses)], Q.name)
        return table.group(by=[]).reduce(("mean", LOSS), ("std", LOSS)).rows[0][1:]

    assert reduced(1.7e308, 1.7e308) == (1.7e308, 0.0)
    assert reduced(1.7e308, -1.7e308) == (0.0, math.inf)
    assert str(reduced(math.inf, 1.0)) == "(inf, nan)"
    assert str(reduced(math.inf, -math.inf)) == "(nan, nan)"
    assert reduced(1.0) == (1.0, None)


@pytest.mark.parametrize(
    ("reduction", "problem"),
    [
        (("median", LOSS), "reduce takes one of count, min, max, mean, std, not 'median'"),
        (("mean", Q.name), r"mean takes numbers, and Q\.name is a text"),
        (("std", Q.created), r"std takes numbers, and Q\.created is a time"),
        (("mean", "name"), r"mean takes numbers, and Q\.name is a text"),
        (("count", None), "a table takes a field, such as .*, not None"),
        (("mean",), "reduce takes pairs such as .*, not \\('mean',\\)"),
        ("mean", "reduce takes pairs such as .*, not 'mean'"),
        (("min", Q.description), r"Q\.description must be a property of TrialComponent"),
    ],
)
def test_a_wrong_reduction_is_a_type_error(reduction: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        TABLE.group(by=[OPTIMIZER]).reduce(reduction)


def test_a_wrong_group_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"write \['optimizer'\] for one"):
        TABLE.group(by="optimizer")
    with pytest.raises(KeyError, match="no column 'seed'; there are name, optimizer"):
        TABLE.group(by=["seed"])
    with pytest.raises(TypeError, match=r"write \[Q\.name\] for one"):
        TABLE.group(by=Q.name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(KeyError, match="no column 'seed'; there are name, optimizer"):
        TABLE.group(by=[]).mean("seed")
    with pytest.raises(TypeError, match=r"Q\.description must be a property of TrialComponent"):
        TABLE.group(by=[Q.description])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="an order is Ascending or Descending"):
        TABLE.group(by=[]).best(LOSS, "down")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_groups_have_the_names_that_the_table_gives_its_fields() -> None:
    table = tables.table(TABLE.records, Q.name, OPTIMIZER.alias("opt"), RATE.alias("lr")).unwrap()
    groups = table.group(by=[OPTIMIZER])
    assert groups.mean(RATE, RATE.alias("rate")).names == ("opt", "rows", "mean(lr)", "mean(rate)")


def test_a_text_for_groups_says_how_many_and_by_what() -> None:
    groups = TABLE.group(by=["optimizer", RATE])
    assert (len(groups), repr(groups)) == (6, "<6 groups by optimizer, parameters.lr>")
