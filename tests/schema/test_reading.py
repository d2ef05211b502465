"""Reading components as instances, and what is found and shown through a schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum, IntEnum, StrEnum
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import local, metrics, tables, trial_component
from smexp_fp.errors import InvalidInput, Rejected
from smexp_fp.metrics import MetricDatum
from smexp_fp.query import Condition
from smexp_fp.records import FrozenMap, MetricSummary, Parameter, TrialComponent, TrialComponentSummary
from smexp_fp.results import is_failure
from smexp_fp.schema import DoesNotFit, MetricOf, Misfit, Param, Schema, metric, param


class Device(StrEnum):
    CPU = "cpu"
    GPU = "gpu"


class Layers(IntEnum):
    FEW = 2
    MANY = 20


class Plain(Enum):
    TEXT = "0.5"
    NUMBER = 0.5


class Sweep(Schema):
    lr: Param[float] = param("learning_rate")
    epochs: Param[int] = param()
    optimizer: Param[Literal["adam", "sgd"]] = param()
    halves: Param[Literal[1, 2, "auto"]] = param(default="auto")
    seed: Param[int | None] = param(default=None)
    device: Param[Device] = param(default=Device.CPU)
    layers: Param[Layers] = param(default=Layers.FEW)
    plain: Param[Plain] = param("a plain one", default=Plain.TEXT)
    either: Param[float | str | None] = param()
    note: Param[str | None] = param()
    loss: MetricOf = metric()


REQUIRED: Mapping[str, Parameter] = {"learning_rate": 0.1, "epochs": 3, "optimizer": "sgd"}


def component(**changed: Parameter | None) -> TrialComponent:
    """A component that fits, with parameters changed, or taken out by `None`."""
    parameters = {name: value for name, value in {**REQUIRED, **changed}.items() if value is not None}
    return TrialComponent(name="c", arn="arn", parameters=FrozenMap(parameters))


def test_what_is_missing_has_its_default_or_else_none() -> None:
    read = Sweep.read(component()).unwrap()
    assert (read.lr, read.epochs, read.optimizer, read.halves, read.seed) == (0.1, 3, "sgd", "auto", None)
    assert (read.device, read.layers, read.plain, read.either, read.note) == (
        *(Device.CPU, Layers.FEW, Plain.TEXT),
        *(None, None),
    )
    assert read.loss is None


def test_a_value_is_read_as_its_type() -> None:
    found = component(epochs=3.0, halves=2.0, device="gpu", layers=20.0, learning_rate=1, either="0.5")
    read = Sweep.read(TrialComponent(name="c", arn="", parameters=FrozenMap({**found.parameters, "a plain one": 0.5})))
    made = read.unwrap()
    assert (made.device, made.layers, made.plain) == (Device.GPU, Layers.MANY, Plain.NUMBER)
    assert [(value, type(value)) for value in (made.lr, made.epochs, made.halves, made.either)] == [
        (1.0, float),
        (3, int),
        (2, int),
        ("0.5", str),
    ]


def test_a_metric_is_its_summary() -> None:
    summary = MetricSummary(name="loss", last=0.5, min=0.25)
    other = MetricSummary(name="accuracy", last=0.9)
    found = TrialComponent(name="c", arn="", parameters=FrozenMap(REQUIRED), metrics=(other, summary))
    assert Sweep.read(found).unwrap().loss == summary


def test_what_the_schema_does_not_have_is_ignored() -> None:
    assert Sweep.read(component(unknown="x")).unwrap() == Sweep.read(component()).unwrap()


@pytest.mark.parametrize(
    ("changed", "attribute", "rule"),
    [
        ({"learning_rate": "0.1"}, "lr", "must be a number"),
        ({"learning_rate": None}, "lr", "must be a number"),
        ({"epochs": 1.5}, "epochs", "must be a whole number"),
        ({"epochs": "3"}, "epochs", "must be a whole number"),
        ({"epochs": float("inf")}, "epochs", "must be a whole number"),
        ({"epochs": float("nan")}, "epochs", "must be a whole number"),
        ({"optimizer": "adams"}, "optimizer", "must be 'adam' or 'sgd'"),
        ({"optimizer": 1}, "optimizer", "must be 'adam' or 'sgd'"),
        ({"halves": "1"}, "halves", "must be 1 or 2 or 'auto'"),
        ({"halves": 3}, "halves", "must be 1 or 2 or 'auto'"),
        ({"seed": "x"}, "seed", "must be a whole number"),
        ({"device": "tpu"}, "device", "must be 'cpu' or 'gpu'"),
        ({"layers": 3}, "layers", "must be 2 or 20"),
        ({"a plain one": "0.6"}, "plain", "must be '0.5' or 0.5"),
        ({"note": 3}, "note", "must be a text"),
    ],
)
def test_what_does_not_fit_is_a_failure_that_names_attribute_parameter_value_and_rule(
    changed: dict[str, Parameter | None], attribute: str, rule: str
) -> None:
    [(parameter, value)] = changed.items()
    expected = DoesNotFit(
        component="c",
        schema="Sweep",
        misfits=(Misfit(attribute=attribute, parameter=parameter, value=value, rule=rule),),
    )
    assert repr(Sweep.read(component(**changed)).failure()) == repr(expected)  # NaN is not equal to itself


def test_every_field_that_does_not_fit_is_named() -> None:
    failure = Sweep.read(component(learning_rate="high", epochs=None, device="tpu")).failure()
    assert [misfit.attribute for misfit in failure.misfits] == ["lr", "epochs", "device"]
    assert str(failure) == (
        "c does not fit Sweep: lr must be a number, but the parameter 'learning_rate' is 'high'; "
        "epochs must be a whole number, but the parameter 'epochs' is missing; "
        "device must be 'cpu' or 'gpu', but the parameter 'device' is 'tpu'"
    )


def test_components_are_read_in_order_up_to_the_first_that_does_not_fit() -> None:
    good = [component(epochs=number) for number in range(3)]
    assert [made.epochs for made in Sweep.read_all(good).unwrap()] == [0, 1, 2]
    assert Sweep.read_all([*good, component(epochs="x"), component(epochs="y")]).failure().misfits[0].value == "x"


def test_columns_of_a_schema_are_not_those_of_a_list() -> None:
    summary: Any = TrialComponentSummary(name="c", arn="")
    for column in (Sweep.lr, Sweep.optimizer, Sweep.halves, Sweep.loss.last):
        error = tables.table([summary], column).failure()
        assert isinstance(error, InvalidInput)
        assert (error.argument, error.rule) == ("columns[0]", "must be a property of TrialComponentSummary")


def test_a_failure_of_a_search_is_that_of_reading_it() -> None:
    found = trial_component.search(local.client(":memory:"), resume_from="nonsense")
    assert isinstance(Sweep.read_all(found).failure(), Rejected)


def test_what_is_no_component_is_a_type_error_that_says_what_is() -> None:
    summary: Any = TrialComponentSummary(name="c", arn="")
    message = r"Sweep\.read takes a TrialComponent, as a search or `load` returns it, not TrialComponentSummary"
    with pytest.raises(TypeError, match=message):
        Sweep.read(summary)
    with pytest.raises(TypeError, match=message):
        Sweep.read_all([summary])


# --- laws -------------------------------------------------------------------------------------------------------------

TEXTS = st.text("abc 0.5", min_size=1, max_size=5)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
WHOLE = st.integers(-(2**53), 2**53)
SWEEPS = st.builds(
    Sweep,
    lr=NUMBERS,
    epochs=WHOLE,
    optimizer=st.sampled_from(("adam", "sgd")),
    halves=st.sampled_from((1, 2, "auto")),
    seed=st.none() | WHOLE,
    device=st.sampled_from(Device),
    layers=st.sampled_from(Layers),
    plain=st.sampled_from(Plain),
    either=st.none() | NUMBERS | TEXTS,
    note=st.none() | TEXTS,
)


@given(SWEEPS)
def test_what_was_created_by_a_schema_is_read_back_the_same(made: Sweep) -> None:
    client = local.client(":memory:")
    trial_component.create(client, "c", parameters=made.to_parameters()).unwrap()
    loaded = trial_component.load(client, "c").unwrap()
    read = Sweep.read(loaded).unwrap()
    assert read == made
    assert read.to_parameters() == loaded.parameters


CONDITIONS: list[tuple[Condition[TrialComponent], Callable[[Sweep], bool]]] = [
    (Sweep.lr < 0.1, lambda made: made.lr < 0.1),
    (Sweep.lr.between(0, 1), lambda made: 0 <= made.lr <= 1),
    (Sweep.epochs >= 3, lambda made: made.epochs >= 3),
    (Sweep.optimizer == "adam", lambda made: made.optimizer == "adam"),
    (Sweep.optimizer.is_in(["sgd"]), lambda made: made.optimizer == "sgd"),
    (Sweep.seed.exists(), lambda made: made.seed is not None),
    (Sweep.device == Device.GPU, lambda made: made.device is Device.GPU),
    (Sweep.layers > Layers.FEW, lambda made: made.layers > Layers.FEW),
    (Sweep.note.contains("a"), lambda made: made.note is not None and "a" in made.note),
    (Sweep.either > 0, lambda made: isinstance(made.either, float) and made.either > 0),
    ((Sweep.lr > 0) & ~(Sweep.device == "cpu"), lambda made: made.lr > 0 and made.device is not Device.CPU),
]


@given(st.lists(SWEEPS, max_size=5))
def test_a_search_by_a_schema_finds_the_instances_that_python_finds(sweeps: list[Sweep]) -> None:
    client = local.client(":memory:")
    for number, made in enumerate(sweeps):
        trial_component.create(client, f"c{number}", parameters=made.to_parameters()).unwrap()
    for condition, test in CONDITIONS:
        found = trial_component.search(client, condition, sort_by="TrialComponentName", sort_order="Ascending")
        read = Sweep.read_all(found).unwrap()
        assert read == tuple(filter(test, sweeps)), condition


@given(st.lists(SWEEPS, max_size=5))
def test_a_table_of_a_schema_has_its_values_and_reads_back_as_its_instances(sweeps: list[Sweep]) -> None:
    found = [
        TrialComponent(
            name=f"c{number}",
            arn="",
            parameters=FrozenMap(made.to_parameters()),
            metrics=(MetricSummary(name="loss", last=float(number)),),
        )
        for number, made in enumerate(sweeps)
    ]
    table = tables.table(found, *Sweep.columns).unwrap()
    assert table.names == (
        *("lr", "epochs", "optimizer", "halves", "seed", "device", "layers", "plain", "either", "note", "loss"),
    )
    assert table[Sweep.lr] == table["lr"] == tuple(made.lr for made in sweeps)
    assert table["device"] == tuple(made.device.value for made in sweeps)
    assert table["plain"] == tuple(made.plain.value for made in sweeps)
    assert table["seed"] == tuple(made.seed for made in sweeps)
    assert table["loss"] == tuple(map(float, range(len(sweeps))))
    read = Sweep.read_all(table.records).unwrap()
    assert [made.to_parameters() for made in read] == [made.to_parameters() for made in sweeps]
    assert [made.loss and made.loss.last for made in read] == list(table["loss"])


def test_a_table_shows_what_does_not_fit_as_missing_and_reading_reports_it() -> None:
    table = tables.table([component(learning_rate="high")], *Sweep.columns).unwrap()
    assert table["lr"] == (None,)
    assert is_failure(Sweep.read_all(table.records))


def test_metrics_of_a_schema_search_sort_and_are_read() -> None:
    store = local.Store.open(":memory:")
    client, metrics_client = local.client(store), local.metrics_client(store)
    for number in range(3):
        made = trial_component.create(client, f"c{number}", parameters=REQUIRED).unwrap()
        datum = MetricDatum(name="loss", value=number / 2, timestamp=datetime(2026, 1, 1, tzinfo=UTC))
        metrics.put_metrics(metrics_client, made, [datum]).unwrap()
    found = trial_component.search(client, Sweep.loss.last < 1, sort_by=Sweep.loss.last, sort_order="Ascending")
    read = Sweep.read_all(found.collect().unwrap()).unwrap()
    assert [made.loss and made.loss.last for made in read] == [0.0, 0.5]
    table = tables.table(trial_component.search(client), *Sweep.columns).unwrap()
    assert table.sort_by((Sweep.loss.last, "Descending"))["loss"] == (1.0, 0.5, 0.0)
