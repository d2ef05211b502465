"""What counts as a number, wherever one is wanted: those of any library, which become Python's own."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import enum
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from smexp_fp import experiment, local, metrics, trial_component
from smexp_fp.errors import InvalidInput
from tests.support import catalogue, model
from tests.support.catalogue import ARN
from tests.support.clients import recorder

np: Any = pytest.importorskip("numpy")


class Index:
    def __index__(self) -> int:
        return 7


class Float:
    def __float__(self) -> float:
        return 0.5


class FloatInATensor(Float):
    """As torch has them: the method is there, whatever the tensor holds."""

    def __index__(self) -> int:
        raise TypeError("only integer tensors of a single element can be converted to an index")


class Broken:
    def __float__(self) -> float:
        raise RuntimeError("odd")


class BrokenWhenLookedAt:
    @property
    def shape(self) -> object:
        raise RuntimeError("odd")

    def __float__(self) -> float:
        return 1.0


class Grade(enum.IntEnum):
    GOOD = 2


class Half(float):
    __slots__ = ()


WHOLE: list[tuple[Any, int]] = [
    (2, 2),
    (Grade.GOOD, 2),
    (Index(), 7),
    *((kind(7), 7) for kind in (np.int8, np.int64, np.uint64, np.array)),
]
NUMBERS: list[tuple[Any, int | float]] = [
    *WHOLE,
    (-0.5, -0.5),
    (Half(0.5), 0.5),
    (Float(), 0.5),
    (FloatInATensor(), 0.5),
    (Decimal("0.25"), 0.25),
    (Decimal(3), 3.0),
    (Fraction(1, 4), 0.25),
    (np.float32(0.1), 0.10000000149011612),
    *((kind(0.5), 0.5) for kind in (np.float16, np.float32, np.float64, np.longdouble, np.array)),
]
NO_NUMBERS: list[Any] = [
    *(True, b"1", bytearray(b"1"), 1j, [1], (1,), {}, object(), int),
    *(Decimal("sNaN"), Broken(), BrokenWhenLookedAt()),
    *(np.True_, np.array(True), np.complex64(1), np.bytes_(b"1"), np.array([1.0]), np.array([], dtype=int)),
    *(np.datetime64("2024-01-01"), np.timedelta64(1, "s")),
]
NO_WHOLE_NUMBERS: list[Any] = [True, "2", 2.0, Decimal(2), Fraction(2), np.float64(2.0), np.array([2])]


def datum(**members: Any) -> metrics.MetricDatum:
    given: dict[str, Any] = {"name": "loss", "value": 0.5, "timestamp": model.MOMENT}
    return metrics.MetricDatum(**{**given, **members})


TAKES_A_NUMBER: dict[str, Callable[[Any, Any], Any]] = {
    "parameters['lr']": lambda client, value: trial_component.create(client, "c", parameters={"lr": value}),
    "data[0].value": lambda client, value: metrics.put_metrics(client, "c", [datum(value=value)]),
}
TAKES_A_WHOLE_NUMBER: dict[str, Callable[[Any, Any], Any]] = {
    "data[0].step": lambda client, value: metrics.put_metrics(client, "c", [datum(step=value)]),
    "limit": lambda client, value: experiment.list_experiments(client, limit=value),
    "page_size": lambda client, value: experiment.list_experiments(client, page_size=value),
}
IN_THE_REQUEST: dict[str, Callable[[Any], Any]] = {
    "parameters['lr']": lambda request: request["Parameters"]["lr"]["NumberValue"],
    "data[0].value": lambda request: request["MetricData"][0]["Value"],
    "data[0].step": lambda request: request["MetricData"][0]["Step"],
    "limit": lambda request: request["MaxResults"],
    "page_size": lambda request: request["MaxResults"],
}


def sent(argument: str, value: Any) -> Any:
    """The number that is sent for an argument."""
    client = recorder()
    call = {**TAKES_A_NUMBER, **TAKES_A_WHOLE_NUMBER}[argument]
    assert isinstance(catalogue.outcome(call(client, value)), Success), value
    [(_, request)] = client.calls
    return IN_THE_REQUEST[argument](request)


def refusal(argument: str, value: Any) -> InvalidInput:
    """The failure for an argument; nothing is sent."""
    client = recorder()
    call = {**TAKES_A_NUMBER, **TAKES_A_WHOLE_NUMBER}[argument]
    error = catalogue.outcome(call(client, value)).failure()
    assert isinstance(error, InvalidInput), value
    assert error.argument == argument
    # A datum has converted its members already.
    assert error.value is value or argument.startswith("data")
    assert client.calls == []
    return error


@pytest.mark.parametrize("argument", TAKES_A_NUMBER)
def test_a_number_of_any_library_becomes_a_plain_one(argument: str) -> None:
    for value, expected in NUMBERS:
        found = sent(argument, value)
        assert (type(found), found) == (type(expected), expected), value


@pytest.mark.parametrize("argument", TAKES_A_WHOLE_NUMBER)
def test_a_whole_number_of_any_library_becomes_a_plain_one(argument: str) -> None:
    for value, expected in WHOLE:
        found = sent(argument, value)
        assert (type(found), found) == (int, expected), value


@pytest.mark.parametrize("argument", TAKES_A_NUMBER)
def test_a_value_that_is_not_a_number_is_refused_with_what_is_accepted(argument: str) -> None:
    rule = "a number (int, float, or any type with __float__ or __index__, such as NumPy's; not bool)"
    for value in NO_NUMBERS:
        assert rule in refusal(argument, value).message


@pytest.mark.parametrize("argument", TAKES_A_WHOLE_NUMBER)
def test_a_number_of_a_type_with_fractions_is_not_a_whole_number(argument: str) -> None:
    for value in NO_WHOLE_NUMBERS:
        assert "any type with __index__" in refusal(argument, value).message


@pytest.mark.parametrize("argument", TAKES_A_NUMBER)
@pytest.mark.parametrize("value", [float("nan"), float("-inf"), Decimal("1e400"), 10**400], ids=str)
def test_a_number_that_no_finite_float_holds_is_refused(argument: str, value: Any) -> None:
    assert "finite" in refusal(argument, value).message


@given(st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False))
def test_a_record_has_the_number_that_is_sent(value: float) -> None:
    made = trial_component.create(recorder(), "c", parameters={"lr": value}).unwrap().parameters["lr"]
    assert (type(made), made) == (type(value), value)


def test_records_have_plain_numbers_as_soon_as_they_are_built() -> None:
    built = datum(value=np.float32(0.5), step=np.int64(1))
    query = metrics.MetricQuery(name="loss", resource_arn=ARN, start=np.int32(1), end=np.uint8(2))
    assert [type(number) for number in (built.value, built.step, query.start, query.end)] == [float, int, int, int]


def test_a_deletion_takes_limits_of_any_library() -> None:
    client = local.client(":memory:")
    experiment.create(client, "e").unwrap()
    deletion = experiment.delete_all(
        client, "e", "--force", deadline=Decimal(60), patience=np.float32(9), max_workers=np.int64(2)
    )
    assert isinstance(deletion, Success)


@pytest.mark.parametrize("argument", ["deadline", "patience", "max_workers"])
def test_a_limit_of_a_deletion_that_is_no_such_number_is_refused(argument: str) -> None:
    too_much = 0 if argument == "max_workers" else 10**400
    for value in ("5", True, -1, float("nan"), too_much):
        client = recorder()
        options: dict[str, Any] = {argument: value}
        failure: Any = experiment.delete_all(client, "e", "--force", **options).failure()
        assert (failure.cause, failure.error.argument, client.calls) == ("invalid_input", argument, [])
