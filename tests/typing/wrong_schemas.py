"""Wrong programs about schemas, each followed by its right twin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum, IntEnum, StrEnum
from functools import partial
from typing import ClassVar, Literal, TypeVar

from smexp_fp import SageMakerClient, experiment, tables, trial, trial_component
from smexp_fp.clients import Searches
from smexp_fp.query import Condition, Q
from smexp_fp.records import Trial, TrialComponent
from smexp_fp.schema import DoesNotFit, MetricOf, Param, Schema, metric, param
from smexp_fp.tables import Table

S = TypeVar("S", bound=Schema)


class Device(StrEnum):
    CPU = "cpu"
    GPU = "gpu"


class Layers(IntEnum):
    FEW = 2


class Color(Enum):
    RED = "red"


class Sweep(Schema):
    lr: Param[float] = param("learning_rate")
    optimizer: Param[Literal["adam", "sgd"]] = param()
    device: Param[Device] = param(default=Device.CPU)
    layers: Param[Layers] = param(default=Layers.FEW)
    seed: Param[int | None] = param(default=None)
    warm_up: Param[float | Literal["auto"]] = param(default="auto")
    loss: MetricOf = metric()


class Tuned(Sweep):
    epochs: Param[int] = param()
    color: Param[Color] = param(default=Color.RED)
    comment: Param[str | None] = param()
    version: ClassVar[int] = 3

    def doubled(self) -> float:
        return self.lr * 2


class Declared(Schema):
    lr: Param[float] = param(default="high")  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    lr_: Param[float] = param("lr", default=0.1)
    optimizer: Param[Literal["adam", "sgd"]] = param(default="adams")  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    optimizer_: Param[Literal["adam", "sgd"]] = param("optimizer", default="adam")
    seed: Param[int] = param("seeds", default=None)  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    seed_: Param[int | None] = param("seed", default=None)
    name: Param[str] = param(3)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    name_: Param[str] = param("name")
    plain: float = param()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    plain_: Param[float] = param("plain")
    loss: MetricOf = param()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    loss_: MetricOf = metric("loss")
    rate: Param[float] = metric()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    rate_: Param[float] = param("rate")
    data: Param[bytes] = param()  # type: ignore[type-var]  # pyright: ignore[reportInvalidTypeArguments]
    data_: Param[str] = param("data")
    sizes: Param[list[int]] = param()  # type: ignore[type-var]  # pyright: ignore[reportInvalidTypeArguments]
    sizes_: Param[Literal[16, 32]] = param("sizes")
    color: Param[Color] = param(default="red")  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    color_: Param[Color] = param("color", default=Color.RED)
    whole: Param[int] = param(default=0.5)  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    whole_: Param[int] = param("whole", default=5)
    value: Param[float] = 0.1  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    value_: Param[float] = param("value", default=0.1)
    typed: Param[float] = param(type=float)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
    typed_: Param[float] = param("typed")
    f1: MetricOf = metric(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    f1_: MetricOf = metric("f1")
    auc: MetricOf = metric(default=0.5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
    auc_: MetricOf = metric("auc")


class Retyped(Sweep):
    lr: Param[str] = param("learning_rate")  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]
    rate: Param[str] = param("rate")


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
    trial_component.search(client, Tuned.color == Color.RED)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Tuned.color == Color.RED.value)
    trial_component.search(client, Tuned.lr < date(2024, 5, 1))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    trial_component.search(client, Tuned.lr < 0.1)
    trial_component.search(client, Tuned.epochs)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Tuned.epochs.exists())
    trial_component.search(client, Tuned.epochs.is_in([3]))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    trial_component.search(client, Tuned.optimizer.is_in(["sgd"]))
    trial_component.search(client, Tuned.version > 2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Tuned.epochs > 2)
    trial_component.search(client, Tuned.loss == 0.1)  # type: ignore[arg-type, comparison-overlap]  # pyright: ignore[reportArgumentType, reportUnnecessaryComparison]
    trial_component.search(client, Tuned.loss.last == 0.1)
    trial_component.search(client, sort_by=Tuned.loss)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, sort_by=Tuned.lr)
    trial_component.search(client, (Tuned.lr < 0.1) & (Q.experiment_name == "e"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    trial_component.search(client, (Tuned.lr < 0.1) & (Q.parents.experiment_name == "e"))
    experiment.search(client, Tuned.loss.exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Tuned.loss.exists())
    trial_component.search(client, Sweep.epochs > 3)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    trial_component.search(client, Tuned.epochs > 3)


def instances_of_schemas(
    client: SageMakerClient, component: TrialComponent, found: Table[TrialComponent], trials: Table[Trial]
) -> None:
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
    Sweep.read_all(trials.records)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    Sweep.read_all([component])
    tables.table(trials.records, *Sweep.columns)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table([component], *Sweep.columns)
    print(text, number, last, maybe, lost, misfits)
    Tuned(lr=0.1, optimizer="adam", epochs=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Tuned(lr=0.1, optimizer="adam", epochs=3, comment=None)
    Tuned(lr=0.1, optimizer="adam", epochs=0.5, comment="a")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Tuned(lr=0.1, optimizer="adam", epochs=5, comment="a")
    Tuned(lr=0.1, optimizer="adam", epochs=3, comment=None, color="red")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Tuned(lr=0.1, optimizer="adam", epochs=3, comment=None, color=Color.RED)
    Tuned(lr=0.1, optimizer="adam", epochs=3, comment=None, version=4)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Tuned(lr=0.1, optimizer="adam", epochs=3, comment=None, seed=4)
    Tuned(learning_rate=0.1, optimizer="adam", epochs=3, comment=None)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Tuned(lr=0.1, optimizer="sgd", epochs=3, comment=None)
    Tuned.parameters(lr=0.1, optimizer="adam", epochs=3, comment=None, loss=0.5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Tuned.parameters(lr=0.1, optimizer="adam", epochs=3, comment=None)
    Sweep.parameters(lr=0.1, optimizer="adam", epochs=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Sweep.parameters(lr=0.1, optimizer="adam", layers=Layers.FEW)
    Sweep.parameters({"lr": 0.1})  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue]
    Sweep.parameters(lr=0.2, optimizer="adam")
    trial_component.create(client, "x", parameters=Sweep)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.create(client, "x", parameters=made.to_parameters())
    narrow: Tuned = Sweep.read(component).unwrap()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    wide: Sweep = Tuned.read(component).unwrap()
    made.epochs.bit_length()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    print(Tuned.read(component).unwrap().epochs.bit_length())
    made.lr.exists()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    Sweep.lr.exists()
    made.seed.bit_length()  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    print(made.seed.bit_length() if made.seed is not None else 0)
    made.lr.upper()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    made.optimizer.upper()
    print(Tuned.read(component).lr)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(Tuned.read(component).unwrap().lr)
    print(Tuned.read(component).unwrap().lr, made.epoch)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(Tuned.read(component).unwrap().lr, made.lr)
    Sweep.read_all(component)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    Sweep.read_all([component])
    Sweep.read([component])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Sweep.read(component)
    tables.table([component], Sweep)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table([component], *Sweep.columns)
    tables.table([component], Sweep.columns)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table([component], *Sweep.columns, *Tuned.columns)
    tables.table([component], Sweep.loss)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    tables.table([component], Sweep.loss.last)
    tables.write_parquet(trials.records, "a", Sweep.lr)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    tables.write_parquet([component], "a", Sweep.lr)
    trials.sort_by(Sweep.lr)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.sort_by(Sweep.lr, (Sweep.loss.last, "Descending"))
    trials.where(Sweep.lr < 0.1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.where(Sweep.lr < 0.1)
    found.group(by=[Sweep.optimizer]).mean(Sweep.optimizer)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    found.group(by=[Sweep.optimizer]).mean(Sweep.lr, Sweep.loss.last)
    numbers: tuple[float | None, ...] = found[Sweep.optimizer]  # type: ignore[index]  # pyright: ignore[reportAssignmentType]
    words: tuple[str | None, ...] = found[Sweep.optimizer]
    print(narrow, wide, numbers, words)


def read_with(kind: type[S], components: Iterable[TrialComponent]) -> tuple[S, ...]:
    return kind.read_all(components).unwrap()


def functions_of_users(found: Table[TrialComponent], trials: Table[Trial]) -> None:
    read_with(Sweep, trials.records)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    read_with(Sweep, found.records)
    read_with(TrialComponent, found.records)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    read_with(Tuned, found.records)
    tuned: tuple[Tuned, ...] = read_with(Sweep, found.records)  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    swept: tuple[Sweep, ...] = read_with(Tuned, found.records)
    partial(Sweep, lr="high")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    partial(Sweep, lr=0.1)
    partial(Sweep, lr=0.1)(optimizer="adams")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    partial(Sweep, lr=0.1)(optimizer="adam")
    partial(Sweep.parameters, lr="high")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    partial(Sweep.parameters, lr=0.1)
    list(map(Sweep.read, trials.records))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    list(map(Sweep.read, found.records))
    print(tuned, swept)
