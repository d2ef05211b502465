"""Wrong programs about columns, tables, groups, histories and plots, each followed by its right twin."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from smexp_fp import experiment, metrics, plots, tables, trial, trial_component
from smexp_fp.clients import GetsMetrics, Searches
from smexp_fp.metrics import POINT, Histories, HistoriesFailure
from smexp_fp.query import Column, Q
from smexp_fp.records import Experiment, Trial, TrialComponent
from smexp_fp.tables import Table, WriteFailure

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd
    import polars as pl
    import pyarrow as pa

R = TypeVar("R")


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
    typed: list[Column[TrialComponent]] = [Q.name, Q.experiment_name]  # type: ignore[list-item]  # pyright: ignore[reportAssignmentType]
    columns: list[Column[TrialComponent]] = [Q.name, Q.parents.trial_name, Q.tags["team"]]
    tables.table(trial.search(client), *columns)  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(components, *columns)
    fixed = (Q.name, Q.status, Q.metric("loss").last)
    tables.table(trials.records, *fixed)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.records, *fixed)
    tables.table(trials.records, Q.name, Q.created_by.domain_id, Q.run_name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(trials.records, Q.name, Q.created_by.domain_id, Q.components.name)
    found.where((Q.name == "a") & (Q.components.name == "c"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.where((Q.name == "a") & (Q.parents.trial_name == "c"))
    found.group(by=["name", Q.experiment_name])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    found.group(by=["name", Q.parents.trial_name])
    print(typed)


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
    tables.table(found, Q.name)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.records, Q.name)
    tables.table(found.records, [Q.name, Q.status])  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.records, *[Q.name, Q.created])
    tables.table(found.records, Q.parents)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.records, Q.parents.trial_name)
    tables.table(found.records, Q.metrics.last)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.records, Q.metric("loss").last)
    tables.table(found.records, Q.tags.key)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.records, Q.tags.words)
    tables.write_csv(Path("a.csv"), found.records, Q.name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    tables.write_csv(found.records, Path("a.csv"), Q.name)
    found.sort_by([Q.name, Q.created])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.sort_by(Q.name, Q.created)
    found.sort_by(("Descending", Q.created))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.sort_by(("created", "Descending"))
    found.sort_by(-Q.created)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    found.sort_by((Q.created, "Descending"))
    found.sort_by(Q.metric("loss"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.sort_by(Q.metric("loss").last)
    found.where(Q.name == "a", Q.status == "Completed")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    found.where((Q.name == "a") & (Q.status == "Completed"))
    found.group(by=Q.status)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.status])
    found.group(by=[Q.status]).best(by=Q.metric("loss"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.status]).best(by=Q.metric("loss").min)
    found.group(by=[Q.status]).mean(Q.parents.trial_name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Q.status]).min(Q.parents.trial_name)
    found.group(by=[Q.status]).count()[Q.status]  # type: ignore[index]  # pyright: ignore[reportArgumentType, reportCallIssue]
    found.group(by=[Q.status]).count()["status"]
    found[0]  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    found["name"]
    print(list(found))  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    print(list(found.rows))


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


def first(table: Table[TrialComponent]) -> str:
    return table.records[0].name


def best(table: Table[R], by: Column[R]) -> Table[R]:
    return table.sort_by((by, "Descending"))


def functions_of_users(found: Table[TrialComponent], trials: Table[Trial], experiments: Table[Experiment]) -> None:
    first(trials)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    first(found)
    best(trials, Q.status)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    best(found, Q.status)
    best(experiments, by=Q.metric("loss").last)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    best(found, by=Q.metric("loss").last)
    best(found, by=Q.description)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    best(experiments, by=Q.description)
    first(best(trials, Q.name))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    first(best(found, Q.name))
    first(found.group(by=[Q.status]).count())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    first(found.group(by=[Q.status]).best(by=Q.created))
    partial(best, found)(Q.description)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    partial(best, found)(Q.created)
    partial(first, trials)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    partial(first, found)


def series(
    client: GetsMetrics, other: Searches, found: Histories, failure: HistoriesFailure, component: TrialComponent
) -> None:
    component_table = tables.table([component], Q.name).unwrap()
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
    found.table().where(Q.name == "a")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    component_table.where(Q.name == "a")
    component_table.sort_by(POINT.value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.table().sort_by(POINT.value)
    found.table().group(by=[Q.name])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    found.table().group(by=[POINT.component])
    tables.table([component], POINT.value)  # type: ignore[list-item]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table(found.points(), POINT.value)
    tables.write_csv(found.points(), "a.csv", Q.name)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    tables.write_csv(found.points(), "a.csv", POINT.component)
    plots.scatter(found.table(), POINT.step, Q.metric("loss").last)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    plots.scatter(found.table(), POINT.step, POINT.value)


def pictures(found: Histories, table: Table[TrialComponent], trials: Table[Trial], chart: alt.Chart) -> None:
    plots.curves(found.table())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.curves(found)
    plots.curves(found, log="y")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.curves(found, log=True)
    plots.scatter(trials, Q.created, Q.metric("loss").last)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    plots.scatter(table, Q.created, Q.metric("loss").last)
    plots.scatter(table, 0, "loss")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.scatter(table, "created", "loss")
    plots.scatter(table, Q.created, Q.parameter("lr"), log=[Q.experiment_name])  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    plots.scatter(table, Q.created, Q.parameter("lr"), log=[Q.parameter("lr")])
    plots.parallel(trials, Q.parameter("lr"))  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    plots.parallel(table, Q.parameter("lr"))
    plots.parallel(table, color=Q.description)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    plots.parallel(table, color=Q.status)
    plots.save(table, "a.svg")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.save(chart, "a.svg")
    plots.parallel(table, [Q.parameter("lr")])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.parallel(table, *[Q.parameter("lr")])
    plots.parallel(table, Q.metric("loss"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.parallel(table, Q.metric("loss").last)
    plots.save("a.svg", chart)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plots.save(chart, Path("a.svg"))
