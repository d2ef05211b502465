"""What the types of tables, schemas and histories say; mypy and pyright check each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum, IntEnum, StrEnum
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar, assert_type

from returns.result import Result

from smexp_fp import metrics, plots, tables, trial, trial_component
from smexp_fp.clients import GetsMetrics, ListsTrialComponents, Searches
from smexp_fp.errors import SmexpError
from smexp_fp.metrics import POINT, Histories, HistoriesFailure, Point
from smexp_fp.query import Column, Condition, Metric, NumberField, ParameterField, Q, TextField
from smexp_fp.records import MetricSummary, Parameter, Trial, TrialComponent, TrialComponentSummary
from smexp_fp.schema import DoesNotFit, MetricOf, Param, Schema, metric, param
from smexp_fp.tables import Group, Row, Table, WriteFailure, WriteReport

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd
    import polars as pl
    import pyarrow as pa

R = TypeVar("R")
S = TypeVar("S", bound=Schema)


class Device(StrEnum):
    CPU = "cpu"


class Layers(IntEnum):
    FEW = 2


class Plain(Enum):
    ONE = 1


class Base(Schema):
    lr: Param[float] = param("learning_rate")


class Sweep(Base):
    optimizer: Param[Literal["adam", "sgd"]] = param()
    size: Param[Literal[16, 32]] = param(default=16)
    device: Param[Device] = param(default=Device.CPU)
    layers: Param[Layers] = param(default=Layers.FEW)
    plain: Param[Plain] = param(default=Plain.ONE)
    seed: Param[int | None] = param(default=None)
    warm_up: Param[float | Literal["auto"]] = param(default="auto")
    loss: MetricOf = metric()


class Tuned(Sweep):
    optimizer: Param[Literal["adam", "sgd"]] = param("algorithm", default="sgd")
    comment: Param[str | None] = param()
    version: ClassVar[int] = 3

    def doubled(self) -> float:
        return self.lr * 2

    @classmethod
    def fast(cls) -> Condition[TrialComponent]:
        return cls.lr > 0.1


def tables_know_their_records(client: Searches) -> None:
    made = tables.table(trial_component.search(client), Q.name, Q.metric("loss").last)
    assert_type(made, Result[Table[TrialComponent], SmexpError])
    table = made.unwrap()
    assert_type(table[Q.name], tuple[str | None, ...])
    assert_type(table[Q.metric("loss").last], tuple[float | None, ...])
    assert_type(table[Q.parameter("lr")], tuple[str | float | None, ...])
    assert_type(table[Q.created], tuple[datetime | None, ...])
    assert_type(table.where(Q.status == "Completed").sort_by(Q.name).head(3), Table[TrialComponent])
    assert_type(table.group(by=[Q.status]).mean(Q.metric("loss").last), Table[Group])
    assert_type(table.group(by=[Q.status]).reduce(("mean", "loss"), ("max", Q.created)), Table[Group])
    assert_type(table.group(by=[Q.status]).best(by=Q.created), Table[TrialComponent])
    assert_type(tables.table(trial.search(client)).unwrap(), Table[Trial])


def fields_of_components_are_columns(client: Searches, listing: ListsTrialComponents) -> None:
    found = trial_component.search(client, Q.metric("loss").last < 0.1)
    table = tables.table(found, Q.name, Q.parents.trial_name, Q.status, Q.parameter("lr"), Q.metric("loss").last)
    assert_type(table, Result[Table[TrialComponent], SmexpError])
    table.unwrap().sort_by(Q.metric("loss").last, (Q.created, "Descending")).frame("polars")
    assert_type(tables.table(found, *Sweep.columns).unwrap(), Table[TrialComponent])
    assert_type(table.unwrap()[Q.parents.trial_name], tuple[tuple[str | None, ...] | None, ...])
    assert_type(tables.rows(found, Q.name, *Sweep.columns), Iterator[Result[Row, SmexpError]])
    summaries = tables.table(trial_component.list_trial_components(listing), Q.name, Q.status, Q.created)
    assert_type(summaries.unwrap(), Table[TrialComponentSummary])
    # mypy finds no common type of fields in a list, and needs this annotation. A tuple needs none.
    columns: list[Column[TrialComponent]] = [Q.name, Q.parents.trial_name, Q.tags["team"], Sweep.lr, Sweep.loss.last]
    shown = (Q.name, Q.status, Q.metric("loss").last)
    assert_type(tables.table(found, *columns, *shown).unwrap(), Table[TrialComponent])


def first(table: Table[TrialComponent]) -> TrialComponent:
    return table.records[0]


def best(table: Table[R], by: Column[R]) -> Table[R]:
    return table.sort_by((by, "Descending"))


def read_with(kind: type[S], components: Iterable[TrialComponent]) -> tuple[S, ...]:
    return kind.read_all(components).unwrap()


def functions_of_users_take_tables(table: Table[TrialComponent], trials: Table[Trial]) -> None:
    assert_type(best(table, Q.name), Table[TrialComponent])
    assert_type(best(table, Sweep.loss.last), Table[TrialComponent])
    assert_type(best(trials, Q.name), Table[Trial])
    assert_type(first(best(table, Q.parents.trial_name)), TrialComponent)
    assert_type(first(table.group(by=[Q.status, "name"]).best(by=Q.created)), TrialComponent)
    assert_type(partial(first, table)(), TrialComponent)
    assert_type(partial(best, table)(Q.metric("loss").last), Table[TrialComponent])
    assert_type(partial(table.sort_by, Q.name)(), Table[TrialComponent])
    assert_type(partial(tables.write_csv, table.records, "a.csv")(Q.name), Result[WriteReport, WriteFailure])
    chart: alt.Chart = partial(plots.scatter, table)(Sweep.lr, Sweep.loss.last)
    assert_type(read_with(Sweep, table.records), tuple[Sweep, ...])
    assert_type(partial(Sweep, lr=0.1)(optimizer="adam"), Sweep)
    assert_type(partial(Sweep.parameters, lr=0.1)(optimizer="adam"), dict[str, Parameter])
    print(chart)


def frames_are_those_of_their_library(table: Table[TrialComponent]) -> tuple[pl.DataFrame, pd.DataFrame, pa.Table]:
    return table.frame("polars"), table.frame("pandas"), table.frame("pyarrow")


def attributes_of_a_schema_are_fields() -> None:
    assert_type(Sweep.lr, NumberField[TrialComponent])
    assert_type(Sweep.optimizer, TextField[TrialComponent])
    assert_type(Sweep.size, NumberField[TrialComponent])
    assert_type(Sweep.device, TextField[TrialComponent])
    assert_type(Sweep.layers, NumberField[TrialComponent])
    assert_type(Sweep.plain, ParameterField[TrialComponent])
    assert_type(Sweep.seed, NumberField[TrialComponent])
    assert_type(Sweep.warm_up, ParameterField[TrialComponent])
    assert_type(Sweep.loss, Metric)
    assert_type((Sweep.lr < 0.1) & (Sweep.loss.min < 0.3), Condition[TrialComponent])


def attributes_of_a_schema_are_inherited(component: TrialComponent) -> None:
    assert_type(Tuned.lr, NumberField[TrialComponent])
    assert_type(Tuned.optimizer, TextField[TrialComponent])
    assert_type(Tuned.loss, Metric)
    assert_type(Tuned.fast() & (Tuned.loss.min < 0.3) & (Q.parents.trial_name == "t"), Condition[TrialComponent])
    tuned = Tuned.read(component).unwrap()
    swept: Sweep = tuned
    assert_type(tuned.optimizer, Literal["adam", "sgd"])
    assert_type(tuned.comment, str | None)
    assert_type(tuned.version, int)
    assert_type(tuned.doubled(), float)
    assert_type(Tuned(lr=0.1, comment=None), Tuned)
    assert_type(Tuned.parameters(lr=0.1, comment="a", seed=1, warm_up=3), dict[str, Parameter])
    assert_type(swept.lr, float)


def attributes_of_an_instance_are_values(component: TrialComponent, client: Searches) -> None:
    made = Sweep.read(component)
    assert_type(made, Result[Sweep, DoesNotFit])
    sweep = made.unwrap()
    assert_type(sweep.lr, float)
    assert_type(sweep.optimizer, Literal["adam", "sgd"])
    assert_type(sweep.size, Literal[16, 32])
    assert_type(sweep.device, Device)
    assert_type(sweep.plain, Plain)
    assert_type(sweep.seed, int | None)
    assert_type(sweep.warm_up, float | Literal["auto"])
    assert_type(sweep.loss, MetricSummary | None)
    assert_type(Sweep.read_all([component]), Result[tuple[Sweep, ...], DoesNotFit])
    found = trial_component.search(client)
    assert_type(Sweep.read_all(found), Result[tuple[Sweep, ...], DoesNotFit | SmexpError])
    assert_type(Sweep.parameters(lr=0.1, optimizer="adam"), dict[str, Parameter])


def histories_are_tables_of_points(client: GetsMetrics, component: TrialComponent) -> None:
    made = metrics.histories(client, [component])
    assert_type(made, Result[Histories, HistoriesFailure])
    table = made.unwrap().table()
    assert_type(table, Table[Point])
    assert_type(table[POINT.value], tuple[float | None, ...])
    assert_type(table[POINT.step], tuple[int | None, ...])
    assert_type(table[POINT.time], tuple[datetime | None, ...])
