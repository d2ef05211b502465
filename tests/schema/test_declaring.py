"""What a class of a schema may declare, and what it is told when the declaration is wrong."""

from __future__ import annotations

import inspect
import pickle
from copy import deepcopy
from enum import Enum, IntEnum, StrEnum
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np
import pytest

from smexp_fp.query import Metric, NumberField, ParameterField, Q, TextField
from smexp_fp.records import FrozenMap, MetricSummary, TrialComponent
from smexp_fp.schema import MetricOf, NumberParameter, Param, Schema, TextParameter, metric, param


class Device(StrEnum):
    CPU = "cpu"
    GPU = "gpu"


class Layers(IntEnum):
    FEW = 2
    MANY = 20


class Plain(Enum):
    TEXT = "a text"
    NUMBER = 0.5


Optimizer: TypeAlias = Literal["adam", "sgd"]


class Sweep(Schema):
    count: ClassVar[int] = 0
    lr: Param[float] = param("learning_rate")
    batch: Param[int] = param("batch size", default=32)
    optimizer: Param[Optimizer] = param()
    seed: Param[int | None] = param(default=None)
    device: Param[Device] = param(default=Device.CPU)
    layers: Param[Layers] = param(default=Layers.FEW)
    plain: Param[Plain] = param(default=Plain.TEXT)
    one_plain: Param[Literal[Plain.NUMBER]] = param(default=Plain.NUMBER)
    warm_up: Param[float | Literal["auto"]] = param(default="auto")
    note: Param[str | None] = param(default=None)
    loss: MetricOf = metric("validation:loss")


MADE = Sweep(lr=0.1, optimizer="adam")
COMPONENT = TrialComponent(name="c", arn="arn")


def test_attributes_of_an_instance_are_values() -> None:
    assert (MADE.lr, MADE.batch, MADE.optimizer, MADE.seed) == (0.1, 32, "adam", None)
    assert MADE.device is Device.CPU
    assert MADE.layers is Layers.FEW
    assert MADE.plain is Plain.TEXT
    assert (MADE.warm_up, MADE.note, MADE.loss, MADE.count) == ("auto", None, None, 0)


def test_attributes_of_the_class_are_fields_of_the_parameter_and_metric() -> None:
    assert repr(Sweep.lr) == "Q.parameter('learning_rate')"
    assert repr(Sweep.batch) == "Q.parameter('batch size')"
    assert repr(Sweep.optimizer) == "Q.parameter('optimizer')"
    assert repr(Sweep.loss) == repr(Q.metric("validation:loss"))
    assert isinstance(Sweep.loss, Metric)


@pytest.mark.parametrize(
    ("field", "kind", "column"),
    [
        (Sweep.lr, NumberField, "number"),
        (Sweep.seed, NumberField, "number"),
        (Sweep.layers, NumberField, "number"),
        (Sweep.optimizer, TextField, "text"),
        (Sweep.device, TextField, "text"),
        (Sweep.note, TextField, "text"),
        (Sweep.warm_up, ParameterField, "parameter"),
        (Sweep.plain, ParameterField, "parameter"),
        (Sweep.one_plain, ParameterField, "parameter"),
    ],
)
def test_a_field_has_the_operators_and_the_kind_of_its_type(
    field: NumberField[TrialComponent] | TextField[TrialComponent] | ParameterField[TrialComponent],
    kind: type[object],
    column: str,
) -> None:
    assert isinstance(field, kind)
    assert field.kind == column
    assert hasattr(field, "between") is (column != "text")
    assert hasattr(field, "contains") is (column != "number")


def test_a_field_with_a_declared_type_shows_only_values_of_it() -> None:
    number, text = NumberParameter("x"), TextParameter("x")
    holds = {
        "number": TrialComponent(name="a", arn="", parameters=FrozenMap({"x": 3})),
        "text": TrialComponent(name="b", arn="", parameters=FrozenMap({"x": "3"})),
    }
    assert [number.read(one) for one in holds.values()] == [3, None]
    assert [text.read(one) for one in holds.values()] == [None, "3"]
    assert not number.is_same(text)
    assert not number.is_same(Q.parameter("x"))
    assert not Q.parameter("x").is_same(number)
    again = pickle.loads(pickle.dumps(number.alias("y")))  # noqa: S301 - our own
    assert again.is_same(number)
    assert (again.label, again.read(holds["number"])) == ("y", 3)


# --- instances are values ---------------------------------------------------------------------------------------------


def test_instances_are_equal_by_their_values() -> None:
    assert Sweep(lr=0.1, optimizer="adam") == MADE
    assert Sweep(lr=1, optimizer="adam") == Sweep(lr=1.0, optimizer="adam")
    assert hash(Sweep(lr=1, optimizer="adam")) == hash(Sweep(lr=1.0, optimizer="adam"))
    assert Sweep(lr=0.2, optimizer="adam") != MADE
    assert MADE != "adam"
    assert len({MADE, Sweep(lr=0.1, optimizer="adam"), Sweep(lr=0.1, optimizer="sgd")}) == 2


def test_equal_values_of_different_schemas_are_different() -> None:
    class Other(Schema):
        lr: Param[float] = param()

    class Another(Schema):
        lr: Param[float] = param()

    assert Other(lr=1.0) != Another(lr=1.0)


@pytest.mark.parametrize("name", ["lr", "loss", "new"])
def test_instances_are_immutable(name: str) -> None:
    with pytest.raises(AttributeError, match=f"Sweep is immutable: cannot set '{name}'"):
        setattr(MADE, name, 0.2)
    with pytest.raises(AttributeError, match=f"Sweep is immutable: cannot delete '{name}'"):
        delattr(MADE, name)


def test_instances_are_picklable_copied_and_shown_as_they_are_made() -> None:
    assert pickle.loads(pickle.dumps(MADE)) == MADE  # noqa: S301 - our own
    assert deepcopy(MADE) == MADE

    class Small(Schema):
        lr: Param[float] = param("learning_rate")
        loss: MetricOf = metric()

    assert repr(Small(lr=1)) == "Small(lr=1.0, loss=None)"


def test_what_was_read_is_picklable_with_its_metrics() -> None:
    summary = MetricSummary(name="validation:loss", last=0.5)
    component = TrialComponent(name="c", arn="", parameters=FrozenMap(MADE.to_parameters()), metrics=(summary,))
    read = Sweep.read(component).unwrap()
    assert read.loss == summary
    assert pickle.loads(pickle.dumps(read)) == read  # noqa: S301 - our own


def test_numbers_of_other_libraries_and_enums_that_are_texts_or_numbers_are_accepted() -> None:
    class Loose(Schema):
        lr: Param[float] = param()
        epochs: Param[int] = param()
        text: Param[str] = param()

    made = Loose(lr=np.float32(0.5), epochs=Layers.MANY, text=Device.GPU)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert made.to_parameters() == {"lr": 0.5, "epochs": 20, "text": "gpu"}
    assert list(map(type, made.to_parameters().values())) == [float, int, str]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"Sweep needs 'lr'"),
        ({"lr": 0.1}, r"Sweep needs 'optimizer'"),
        ({"lr": 0.1, "optimizer": "adam", "rate": 1}, r"Sweep has no parameter 'rate'"),
        ({"lr": 0.1, "optimizer": "adam", "loss": None}, r"Sweep has no parameter 'loss'"),
        ({"lr": "0.1", "optimizer": "adam"}, r"Sweep\.lr must be a number, but is '0\.1'"),
        ({"lr": True, "optimizer": "adam"}, r"Sweep\.lr must be a number, but is True"),
        ({"lr": None, "optimizer": "adam"}, r"Sweep\.lr must be a number, but is None"),
        ({"lr": 0.1, "optimizer": "adams"}, r"Sweep\.optimizer must be 'adam' or 'sgd', but is 'adams'"),
        ({"lr": 0.1, "optimizer": "adam", "batch": 1.5}, r"Sweep\.batch must be a whole number, but is 1\.5"),
        (
            {"lr": 0.1, "optimizer": "adam", "device": "gpu"},
            r"Sweep\.device must be Device\.CPU or Device\.GPU, but is 'gpu'",
        ),
        (
            {"lr": 0.1, "optimizer": "adam", "one_plain": Plain.TEXT},
            r"Sweep\.one_plain must be Plain\.NUMBER, but is <Plain",
        ),
        ({"lr": 0.1, "optimizer": "adam", "warm_up": "no"}, r"Sweep\.warm_up must be a number or 'auto', but is 'no'"),
        ({"lr": Plain.NUMBER, "optimizer": "adam"}, r"Sweep\.lr must be a number, but is <Plain"),
    ],
)
def test_a_value_that_does_not_fit_is_a_type_error_that_says_what_does(values: dict[str, object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Sweep(**values)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match=message):
        Sweep.parameters(**values)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_parameters_are_plain_values_by_their_names_without_those_that_are_none() -> None:
    assert Sweep.parameters(lr=0.1, optimizer="adam", device=Device.GPU, seed=3, plain=Plain.NUMBER) == {
        "learning_rate": 0.1,
        "batch size": 32,
        "optimizer": "adam",
        "seed": 3,
        "device": "gpu",
        "layers": 2,
        "plain": 0.5,
        "one_plain": 0.5,
        "warm_up": "auto",
    }


# --- inheritance ------------------------------------------------------------------------------------------------------


class Base(Schema):
    lr: Param[float] = param("learning_rate")
    loss: MetricOf = metric()


class Extended(Base):
    optimizer: Param[str] = param(default="sgd")


class Narrowed(Extended):
    lr: Param[Literal[1, 2]] = param("rate")  # pyright: ignore[reportIncompatibleVariableOverride] - narrower


class Momentum(Schema):
    momentum: Param[float] = param()


class Both(Extended, Momentum):
    pass


def test_a_subclass_has_the_attributes_of_its_bases_first() -> None:
    assert repr(Extended(lr=1)) == "Extended(lr=1.0, loss=None, optimizer='sgd')"
    assert [column.label for column in Extended.columns] == ["lr", "loss", "optimizer"]
    assert [column.label for column in Base.columns] == ["lr", "loss"]
    assert Both.parameters(lr=1, momentum=0.9) == {"learning_rate": 1, "optimizer": "sgd", "momentum": 0.9}


def test_a_subclass_declares_an_attribute_again_in_its_place() -> None:
    assert Narrowed.parameters(lr=1) == {"rate": 1, "optimizer": "sgd"}
    assert Base.parameters(lr=1) == {"learning_rate": 1}
    with pytest.raises(TypeError, match=r"Narrowed\.lr must be 1 or 2, but is 3"):
        Narrowed(lr=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_subclass_can_make_a_metric_of_a_parameter() -> None:
    class Changed(Base):
        lr: MetricOf = metric("learning_rate")  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]

    assert Changed.parameters() == {}


def test_the_signature_of_a_class_has_its_parameters_with_their_types_and_defaults() -> None:
    class Shown(Base):
        optimizer: Param[Literal["adam", "sgd"]] = param(default="sgd")
        seed: Param[int | None] = param("random_seed")
        loss: MetricOf = metric()

    shown = inspect.signature(Shown).parameters

    assert [(one.name, one.annotation, one.default) for one in shown.values()] == [
        ("lr", float, inspect.Parameter.empty),
        ("optimizer", Literal["adam", "sgd"], "sgd"),
        ("seed", int | None, inspect.Parameter.empty),
    ]
    assert {one.kind for one in shown.values()} == {inspect.Parameter.KEYWORD_ONLY}


def test_annotations_of_a_class_in_a_function_use_its_names() -> None:
    class Local(StrEnum):
        A = "a"

    class Here(Schema):
        value: Param[Local] = param()

    assert Here(value=Local.A).value is Local.A


# --- wrong declarations -----------------------------------------------------------------------------------------------


def declare(annotation: str, value: str = "param()", name: str = "x", base: str = "Schema") -> None:
    """Make a class, from its text, since no type checker would accept it."""
    declaration = f"    {name}: {annotation} = {value}" if value else f"    {name}: {annotation}"
    exec(f"class Wrong({base}):\n{declaration}\n", {**globals()})  # noqa: S102 - the test's own text


ALLOWED = "of float, int, str, an enum of texts or numbers, a Literal of them, or a union of these and None"


@pytest.mark.parametrize(
    "annotation",
    [
        "Param[bytes]",
        "Param[bool]",
        "Param[list[str]]",
        "Param[Literal[True]]",
        "Param[Literal[b'a']]",
        "Param[None]",
        "Param[float | bytes]",
        "Param[object]",
        "Param[Enum]",
        "Param",
        "float",
        "MetricOf",
        "'Param[bytes]'",
    ],
)
def test_a_type_that_a_parameter_cannot_have_is_a_type_error_that_says_which_it_can(annotation: str) -> None:
    with pytest.raises(TypeError, match=r"Wrong\.x is annotated with .* must be with Param\[\.\.\.\] " + ALLOWED):
        declare(annotation)


@pytest.mark.parametrize("name", ["read", "read_all", "parameters", "to_parameters", "columns", "__init__"])
@pytest.mark.parametrize(("annotation", "value"), [("Param[float]", "param()"), ("MetricOf", "metric()")])
def test_an_attribute_with_the_name_of_a_method_is_a_type_error(name: str, annotation: str, value: str) -> None:
    with pytest.raises(TypeError, match=f"Wrong.{name}: every schema has a '{name}'; choose another name"):
        declare(annotation, value, name)


@pytest.mark.parametrize(
    ("annotation", "value", "message"),
    [
        ("Param[float]", "", r"Wrong\.x must be declared with `= param\(\)` or `= metric\(\)`"),
        ("MetricOf", "", r"Wrong\.x must be declared with `= param\(\)` or `= metric\(\)`"),
        ("float", "3", r"Wrong\.x must be declared"),
        ("Param[float]", "metric()", r"Wrong\.x is a metric: annotate it with MetricOf"),
        ("Param[float]", "param(default='a')", r"Wrong\.x has the default 'a', which must be a number"),
        ("Param[float]", "param(default=None)", r"Wrong\.x has the default None, which must be a number"),
        ("Param[Missing]", "param()", r"name 'Missing' is not defined"),
    ],
)
def test_a_declaration_that_is_wrong_is_reported_when_the_class_is_made(
    annotation: str, value: str, message: str
) -> None:
    with pytest.raises((TypeError, NameError), match=message):
        declare(annotation, value)


def test_a_declaration_needs_an_annotation() -> None:
    with pytest.raises(TypeError, match=r"Wrong\.x needs an annotation"):
        type("Wrong", (Schema,), {"x": param()})


def test_a_subclass_cannot_replace_an_attribute_by_a_value() -> None:
    with pytest.raises(TypeError, match=r"Wrong\.lr must be declared"):
        type("Wrong", (Base,), {"lr": 3})


def test_two_attributes_of_one_parameter_are_a_type_error() -> None:
    with pytest.raises(TypeError, match="Wrong: 'lr' and 'rate' are both the parameter 'learning_rate'"):
        declare("Param[float]", "param('learning_rate')", "rate", "Base")


@pytest.mark.parametrize("value", ["param(3)", "metric(3)"])
def test_a_name_that_is_no_text_is_a_type_error(value: str) -> None:
    with pytest.raises(TypeError, match=r"takes a str, not int"):
        declare("Param[float]", value)


@pytest.mark.parametrize("name", ["self", "cls", "values", "args", "kwargs", "component"])
def test_an_attribute_may_be_called_like_an_argument(name: str) -> None:
    made: Any = {}
    exec(f"class Odd(Schema):\n    {name}: Param[float] = param()\n", {**globals()}, made)  # noqa: S102 - the test's own text
    assert made["Odd"].parameters(**{name: 1}) == {name: 1.0}
    assert repr(made["Odd"](**{name: 1})) == f"Odd({name}=1.0)"


WITH_TEXTS = """
from __future__ import annotations
from typing import Literal
from smexp_fp.schema import Param, Schema, param

class Counted(Schema):
    number = 0
    def __init_subclass__(cls, **arguments):
        super().__init_subclass__(**arguments)
        Counted.number += 1

def make(base):
    Choice = Literal["a", "b"]
    class Inner(base):
        x: Param[Choice] = param()
    return Inner

made = [make(Schema), make(Counted)]
"""


@pytest.mark.parametrize("module", ["a_module_that_is_not_imported", __name__])
def test_annotations_that_are_texts_have_the_names_around_the_class(module: str) -> None:
    names: Any = {"__name__": module}
    exec(WITH_TEXTS, names)  # noqa: S102 - the test's own text
    for made in names["made"]:
        assert made.parameters(x="a") == {"x": "a"}
        with pytest.raises(TypeError, match=r"Inner\.x must be 'a' or 'b', but is 'c'"):
            made(x="c")
    assert names["Counted"].number == 1
