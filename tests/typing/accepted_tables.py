"""What the types of tables, schemas and histories say; mypy and pyright check each line."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, IntEnum, StrEnum
from typing import TYPE_CHECKING, Literal, assert_type

from returns.result import Result

from smexp_fp import metrics, tables, trial, trial_component
from smexp_fp.clients import GetsMetrics, Searches
from smexp_fp.errors import SmexpError
from smexp_fp.metrics import POINT, Histories, HistoriesFailure, Point
from smexp_fp.query import Condition, Metric, NumberField, ParameterField, Q, TextField
from smexp_fp.records import MetricSummary, Parameter, Trial, TrialComponent
from smexp_fp.schema import DoesNotFit, MetricOf, Param, Schema, metric, param
from smexp_fp.tables import Group, Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


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
    assert_type(table.group(by=[Q.status]).best(by=Q.created), Table[TrialComponent])
    assert_type(tables.table(trial.search(client)).unwrap(), Table[Trial])


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


def attributes_of_an_instance_are_values(component: TrialComponent) -> None:
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
    assert_type(Sweep.parameters(lr=0.1, optimizer="adam"), dict[str, Parameter])


def histories_are_tables_of_points(client: GetsMetrics, component: TrialComponent) -> None:
    made = metrics.histories(client, [component])
    assert_type(made, Result[Histories, HistoriesFailure])
    table = made.unwrap().table()
    assert_type(table, Table[Point])
    assert_type(table[POINT.value], tuple[float | None, ...])
    assert_type(table[POINT.step], tuple[int | None, ...])
    assert_type(table[POINT.time], tuple[datetime | None, ...])
