"""Wrong programs about columns, tables, groups, schemas, histories and plots, each followed by its right twin."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Literal

from smexp_fp import SageMakerClient, experiment, metrics, plots, tables, trial, trial_component
from smexp_fp.clients import GetsMetrics, Searches
from smexp_fp.metrics import POINT, Histories, HistoriesFailure
from smexp_fp.query import Column, Condition, Q
from smexp_fp.records import Experiment, Trial, TrialComponent
from smexp_fp.schema import DoesNotFit, MetricOf, Param, Schema, metric, param
from smexp_fp.tables import Table, WriteFailure

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def columns_of_another_resource(client: Searches, found: Table[TrialComponent], trials: Table[Trial]) -> None:
    components = trial_component.search(client)
    tables.table(components, Q.experiment_name)  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(components, Q.parents.experiment_name)
    tables.table(components, Q.name, Q.components.name)  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(components, Q.name, Q.parents.trial_name)
    tables.table(trial.search(client), Q.parameter("lr"))  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(trial.search(client), Q.experiment_name)
    tables.table(experiment.search(client), Q.metric("loss").last)  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(experiment.search(client), Q.description)
    tables.table(trial.list_trials(client), Q.status)  # type: ignore[arg-type, misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(trial.search(client), Q.name)
    tables.table([Experiment(name="e", arn="")], Q.start)  # type: ignore[list-item]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table([Experiment(name="e", arn="")], Q.created)
    tables.rows(trial.search(client), Q.status)  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.rows(trial_component.search(client), Q.status)
    tables.write_csv(experiment.search(client), "a.csv", Q.run_name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tables.write_csv(trial_component.search(client), "a.csv", Q.run_name)
    tables.write_jsonl(trial.search(client), "a.jsonl", Q.description)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tables.write_jsonl(experiment.search(client), "a.jsonl", Q.description)
    tables.write_parquet(trial_component.search(client), "a.parquet", Q.experiment_name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tables.write_parquet(trial.search(client), "a.parquet", Q.experiment_name)
    print(found[Q.description])  # type: ignore[index]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownArgumentType]
    print(found[Q.display_name])
    print(trials[Q.metric("loss").last])  # type: ignore[index]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownArgumentType]
    print(trials[Q.experiment_name])
    found.sort_by(Q.experiment_name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.sort_by(Q.name)
    found.sort_by(Q.name, (Q.description, "Descending"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.sort_by(Q.name, (Q.created, "Descending"))
    found.where(Q.experiment_name == "e")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.where(Q.parents.experiment_name == "e")
    trials.where(Q.metric("loss").last < 0.1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.where(Q.metric("loss").last < 0.1)
    found.group(by=[Q.description])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.status])
    trials.group(by=[Q.name]).max(Q.parameter("lr"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trials.group(by=[Q.name]).max(Q.created)
    trials.group(by=[Q.name]).best(by=Q.metric("loss").last)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.name]).best(by=Q.metric("loss").last)
    found.group(by=[Q.name]).reduce(("max", Q.experiment_name))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.name]).reduce(("max", Q.created))


def arguments(found: Table[TrialComponent]) -> None:
    tables.table(found.records, "name")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.records, Q.name)
    tables.table(found.records, Q.metric("loss"))  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.records, Q.metric("loss").last)
    tables.table(found.records, Q.name == "a")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.records, Q.name)
    found.where(Q.name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.where(Q.name.exists())
    found.sort_by((Q.name, "Down"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.sort_by((Q.name, "Descending"))
    found.sort_by((Q.name, True))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.sort_by((Q.name, "Ascending"))
    found.group(by=[Q.name]).best(by=Q.created, order="desc")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.name]).best(by=Q.created, order="Descending")
    found.group(by=[Q.status]).mean(Q.name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.status]).mean(Q.parameter("lr"))
    found.group(by=[Q.status]).std(Q.created)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.status]).std(Q.metric("loss").last)
    found.group(by=[Q.status]).reduce(("mean", Q.status))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.status]).reduce(("mean", Q.metric("loss").last))
    found.group(by=[Q.status]).reduce(("median", Q.metric("loss").last))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.status]).reduce(("std", Q.metric("loss").last))
    found.frame("numpy")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    found.frame("polars")
    found.head("ten")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.head(10)
    Q.name.alias(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Q.name.alias("three")


def values(found: Table[TrialComponent], failure: WriteFailure, client: Searches) -> None:
    names: tuple[float | None, ...] = found[Q.name]  # type: ignore[index]  # pyright: ignore[reportAssignmentType]
    texts: tuple[str | None, ...] = found[Q.name]
    rates: tuple[float | None, ...] = found[Q.parameter("lr")]  # type: ignore[index]  # pyright: ignore[reportAssignmentType]
    either: tuple[str | float | None, ...] = found[Q.parameter("lr")]
    polars: pl.DataFrame = found.frame("pandas")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    pandas: pd.DataFrame = found.frame("pandas")
    arrow: pa.Table = found.frame("polars")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    frame: pl.DataFrame = found.frame("polars")
    found.columns = ()  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    print(found.columns)
    of_trials: Table[Trial] = found.sort_by(Q.name)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    of_components: Table[TrialComponent] = found.sort_by(Q.name)
    column: Column[Trial] = Q.status  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    status: Column[TrialComponent] = Q.status
    tables.write_csv(trial.search(client), "a.csv", Q.name, resume="a.csv.partial")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tables.write_csv(trial.search(client), "a.csv", Q.name, resume=failure)
    print(names, texts, rates, either, polars, pandas, arrow, frame, of_trials, of_components, column, status)


class Device(StrEnum):
    CPU = "cpu"
    GPU = "gpu"


class Layers(IntEnum):
    FEW = 2


class Sweep(Schema):
    lr: Param[float] = param("learning_rate")
    optimizer: Param[Literal["adam", "sgd"]] = param()
    device: Param[Device] = param(default=Device.CPU)
    layers: Param[Layers] = param(default=Layers.FEW)
    seed: Param[int | None] = param(default=None)
    warm_up: Param[float | Literal["auto"]] = param(default="auto")
    loss: MetricOf = metric()


class Declared(Schema):
    lr: Param[float] = param(default="high")  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    lr_: Param[float] = param("lr", default=0.1)
    optimizer: Param[Literal["adam", "sgd"]] = param(default="adams")  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    optimizer_: Param[Literal["adam", "sgd"]] = param("optimizer", default="adam")
    seed: Param[int] = param("seeds", default=None)  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    seed_: Param[int | None] = param("seed", default=None)
    name: Param[str] = param(3)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    name_: Param[str] = param("name")


def fields_of_schemas(client: Searches) -> None:
    trial_component.search(client, Sweep.optimizer < 3)  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    trial_component.search(client, Sweep.lr < 3)
    trial_component.search(client, Sweep.optimizer == 3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Sweep.optimizer == "adam")
    trial_component.search(client, Sweep.lr == "high")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Sweep.lr == 0.1)
    trial_component.search(client, Sweep.lr.contains("0"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    trial_component.search(client, Sweep.optimizer.contains("ada"))
    trial_component.search(client, Sweep.device > Device.CPU)  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    trial_component.search(client, Sweep.device == Device.CPU)
    trial_component.search(client, Sweep.layers.startswith("2"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    trial_component.search(client, Sweep.layers.between(2, 3))
    trial_component.search(client, Sweep.seed == "1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Sweep.seed == 1)
    trial_component.search(client, Sweep.warm_up < "auto")  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    trial_component.search(client, Sweep.warm_up == "auto")
    trial_component.search(client, Sweep.loss < 0.3)  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    trial_component.search(client, Sweep.loss.min < 0.3)
    trial_component.search(client, Sweep.momentum < 0.9)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    trial_component.search(client, Sweep.lr < 0.9)
    trial.search(client, Sweep.lr < 0.1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Sweep.lr < 0.1)
    searched: Condition[Trial] = (Sweep.lr < 0.1) & (Sweep.loss.min < 0.3)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    condition: Condition[TrialComponent] = (Sweep.lr < 0.1) & (Sweep.loss.min < 0.3)
    trial.search(client, sort_by=Sweep.loss.last)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, sort_by=Sweep.loss.last)
    print(searched, condition)


def instances_of_schemas(client: SageMakerClient, component: TrialComponent, trials: Table[Trial]) -> None:
    Sweep(lr=0.1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Sweep(lr=0.1, optimizer="adam")
    Sweep(0.1, "adam")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Sweep(lr=0.1, optimizer="sgd")
    Sweep(lr="0.1", optimizer="adam")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Sweep(lr=1, optimizer="adam")
    Sweep(lr=0.1, optimizer="adams")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Sweep(lr=0.1, optimizer="adam", device=Device.GPU)
    Sweep(lr=0.1, optimizer="adam", device="gpu")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Sweep(lr=0.1, optimizer="adam", device=Device.CPU)
    Sweep(lr=0.1, optimizer="adam", loss=None)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Sweep(lr=0.1, optimizer="adam", seed=None)
    Sweep.parameters(lr=0.1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Sweep.parameters(lr=0.1, optimizer="adam")
    Sweep.parameters(lr=0.1, optimizer="adam", momentum=0.9)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Sweep.parameters(lr=0.1, optimizer="adam", seed=1)
    Sweep.parameters(lr=0.1, optimizer="adam", seed="1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Sweep.parameters(lr=0.1, optimizer="adam", warm_up=3)
    Sweep.parameters(lr=None, optimizer="adam")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Sweep.parameters(lr=0.1, optimizer="adam", warm_up="auto")
    trial_component.create(client, "x", parameters=Sweep(lr=0.1, optimizer="adam"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "x", parameters=Sweep.parameters(lr=0.1, optimizer="adam"))
    made = Sweep.read(component).unwrap()
    again = Sweep.read(component).unwrap()
    made.lr = 0.2  # type: ignore[arg-type]  # pyright: ignore[reportAttributeAccessIssue]
    print(made.lr)
    made.loss = None  # type: ignore[arg-type, assignment]  # pyright: ignore[reportAttributeAccessIssue]
    print(made.loss)
    text: str = made.lr  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    number: float = made.lr
    last: float = made.loss.last  # type: ignore[assignment, union-attr]  # pyright: ignore[reportAssignmentType, reportOptionalMemberAccess]
    maybe: float | None = again.loss.last if again.loss else None
    lost: Sweep = Sweep.read(component)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    misfits: DoesNotFit = Sweep.read(component).failure()
    Sweep.read("component")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Sweep.read(component)
    Sweep.read_all(trials.records)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Sweep.read_all([component])
    tables.table(trials.records, *Sweep.columns)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table([component], *Sweep.columns)
    print(text, number, last, maybe, lost, misfits)


def series(
    client: GetsMetrics, other: Searches, found: Histories, failure: HistoriesFailure, component: TrialComponent
) -> None:
    metrics.histories(other, [component])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.histories(client, [component])
    metrics.histories(client, component)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.histories(client, trial_component.search(other))
    metrics.histories(client, ["train"])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.histories(client, [component], ["loss"])
    metrics.histories(client, trial.search(other))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.histories(client, trial_component.search(other), ["loss"])
    metrics.histories(client, [component], [Q.metric("loss")])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    metrics.histories(client, [component], ("loss", "f1"))
    metrics.histories(client, [component], stat="Median")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.histories(client, [component], stat="Avg")
    metrics.histories(client, [component], period="Day")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.histories(client, [component], period="OneHour")
    metrics.histories(client, [component], x_axis="Steps")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.histories(client, [component], x_axis="Timestamp")
    metrics.histories(client, [component], start=0.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    metrics.histories(client, [component], start=1)
    metrics.histories(client, [component], workers=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    metrics.histories(client, [component], max_workers=3)
    failure.resume(other)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    failure.resume(client)
    print(found.table()[Q.name])  # type: ignore[index]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownArgumentType]
    print(found.table()[POINT.value])
    found.table().sort_by(Q.metric("loss").last)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.table().sort_by((POINT.value, "Descending"))
    found.table().group(by=[POINT.component]).mean(POINT.metric)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.table().group(by=[POINT.component]).mean(POINT.value)
    steps: tuple[str | None, ...] = found.table()[POINT.step]  # type: ignore[index]  # pyright: ignore[reportAssignmentType]
    whole: tuple[int | None, ...] = found.table()[POINT.step]
    found.series = ()  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    print(found.series)
    print(steps, whole)


def pictures(found: Histories, table: Table[TrialComponent], trials: Table[Trial], chart: alt.Chart) -> None:
    plots.curves(found.table())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.curves(found)
    plots.curves(found, log="y")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.curves(found, log=True)
    plots.scatter(trials, Q.created, Q.metric("loss").last)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    plots.scatter(table, Q.created, Q.metric("loss").last)
    plots.scatter(table, "created", "loss")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.scatter(table, Q.created, Q.parameter("lr"))
    plots.scatter(table, Q.created, Q.parameter("lr"), log=[Q.experiment_name])  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    plots.scatter(table, Q.created, Q.parameter("lr"), log=[Q.parameter("lr")])
    plots.parallel(trials, Q.parameter("lr"))  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    plots.parallel(table, Q.parameter("lr"))
    plots.parallel(table, color=Q.description)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    plots.parallel(table, color=Q.status)
    plots.save(table, "a.svg")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.save(chart, "a.svg")
