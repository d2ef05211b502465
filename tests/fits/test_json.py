"""JSON and back, with each library that reads dataclasses: an equal value, as immutable as before."""

# Values of any class are converted here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownMemberType=false

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import cattrs.preconf.json
import cattrs.preconf.orjson
import msgspec
import orjson
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import errors
from smexp_fp.deletion import Associated, Disassociated, ProgressEvent
from smexp_fp.errors import SmexpError
from smexp_fp.records import Experiment, FrozenMap, MetricSummary, Trial, TrialComponent
from smexp_fp.testing import strategies
from tests.fits.values import CALL, HOLDING_AN_ERROR, VALUES, name_of

every_value = pytest.mark.parametrize("value", VALUES, ids=name_of)


def _iso(value: object) -> str:
    assert isinstance(value, datetime), value  # nothing else needs help
    return value.isoformat()


CATTRS: Any = cattrs.preconf.json.make_converter()
CATTRS_ORJSON: Any = cattrs.preconf.orjson.make_converter()


def adapter(kind: Any) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(kind)


WRITERS: dict[str, Callable[[Any], bytes | str]] = {
    "json": lambda value: json.dumps(dataclasses.asdict(value), default=_iso),
    "orjson": orjson.dumps,
    "msgspec": msgspec.json.encode,
    "pydantic": lambda value: adapter(type(value)).dump_json(value),
    "cattrs": CATTRS.dumps,
    "cattrs with orjson": CATTRS_ORJSON.dumps,
}

READERS: dict[str, Callable[[Any, Any], Any]] = {
    "msgspec": lambda text, kind: msgspec.json.decode(text, type=kind),
    "msgspec, from a dict": lambda text, kind: msgspec.convert(orjson.loads(text), kind),
    "pydantic": lambda text, kind: adapter(kind).validate_json(text),
    "pydantic, from a dict": lambda text, kind: adapter(kind).validate_python(orjson.loads(text)),
    "cattrs": CATTRS.loads,
    "cattrs, from a dict": lambda text, kind: CATTRS.structure(orjson.loads(text), kind),
}


def readable(reader: str, value: object) -> bool:
    """Whether the library can read the class: msgspec reads no union of dataclasses, and so no member of any error."""
    return not reader.startswith("msgspec") or not isinstance(value, HOLDING_AN_ERROR)


def check_same(back: Any, value: Any) -> None:
    assert back == value
    assert type(back) is type(value)
    assert hash(back) == hash(value)
    assert_immutable(back)


def assert_immutable(value: Any) -> None:
    if isinstance(value, tuple):
        for item in value:
            assert_immutable(item)
    elif isinstance(value, Mapping):
        assert isinstance(value, FrozenMap)
        for item in value.values():
            assert_immutable(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, errors.InvalidInput):  # that has what was passed
        for field in dataclasses.fields(value):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(value, field.name, None)
            assert_immutable(getattr(value, field.name))


@every_value
def test_all_libraries_write_the_same_members(value: Any) -> None:
    def instants(item: Any) -> Any:
        """The same, whether a library writes UTC as `Z` or as `+00:00`."""
        if isinstance(item, dict):
            return {key: instants(inner) for key, inner in item.items()}
        if isinstance(item, list):
            return [instants(inner) for inner in item]
        return item.removesuffix("Z") + "+00:00" if isinstance(item, str) and item.endswith("Z") else item

    members = [field.name for field in dataclasses.fields(value)]
    written = {name: instants(json.loads(write(value))) for name, write in WRITERS.items()}
    for name, found in written.items():
        assert sorted(found) == sorted(members), name
        assert found == written["json"], name


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        pytest.param(reader, value, id=f"{reader}-{name_of(value)}")
        for reader in READERS
        for value in VALUES
        if readable(reader, value)
    ],
)
def test_what_any_library_writes_each_reads_as_an_equal_value(reader: str, value: Any) -> None:
    for write in WRITERS.values():
        check_same(READERS[reader](write(value), type(value)), value)


@pytest.mark.parametrize("value", [value for value in VALUES if not readable("msgspec", value)], ids=name_of)
def test_msgspec_says_what_it_cannot_read(value: Any) -> None:
    with pytest.raises(TypeError, match="unions may not contain more than one dataclass"):
        msgspec.json.decode(msgspec.json.encode(value), type=type(value))


@pytest.mark.parametrize("reader", READERS)
@given(value=strategies.experiments() | strategies.trials() | strategies.components())
def test_any_record_comes_back_from_json(reader: str, value: Any) -> None:
    check_same(READERS[reader](orjson.dumps(value), type(value)), value)


@every_value
def test_python_objects_of_pydantic_and_cattrs_come_back(value: Any) -> None:
    kind = type(value)
    check_same(adapter(kind).validate_python(adapter(kind).dump_python(value)), value)
    check_same(adapter(kind).validate_python(value), value)
    check_same(CATTRS.structure(CATTRS.unstructure(value), kind), value)


@every_value
def test_message_pack_comes_back(value: Any) -> None:
    packed = msgspec.msgpack.encode(value)
    if readable("msgspec", value):
        check_same(msgspec.msgpack.decode(packed, type=type(value)), value)
    else:
        assert set(msgspec.msgpack.decode(packed)) == {field.name for field in dataclasses.fields(value)}


@every_value
def test_a_json_schema_has_every_member(value: Any) -> None:
    members = {field.name for field in dataclasses.fields(value)}
    schemas = [
        adapter(type(value)).json_schema(mode="validation"),
        adapter(type(value)).json_schema(mode="serialization"),
    ]
    if readable("msgspec", value):
        schemas.append(msgspec.json.schema(type(value)))
    for schema in schemas:
        described = schema
        if "$ref" in schema:
            described = schema["$defs"][schema["$ref"].rpartition("/")[2]]
        assert set(described["properties"]) == members


def test_a_member_of_the_wrong_type_is_refused() -> None:
    wrong = {"name": "c", "arn": "a", "parameters": {"lr": [1]}}
    for read in READERS.values():
        with pytest.raises(Exception, match=r"parameters|TrialComponent"):
            read(orjson.dumps(wrong), TrialComponent)


# --- unions: the member `type` tells their classes apart --------------------------------------------------------------


@pytest.mark.parametrize("error", [value for value in VALUES if isinstance(value, errors.ServiceError)], ids=name_of)
def test_an_error_of_any_kind_comes_back_as_that_kind(error: SmexpError) -> None:
    text = orjson.dumps(error)
    assert json.loads(text)["type"] == type(error).__name__
    check_same(adapter(SmexpError).validate_json(text), error)
    check_same(CATTRS.loads(text, SmexpError), error)


@pytest.mark.parametrize("event", [value for value in VALUES if type(value) in ProgressEvent.__args__], ids=name_of)
def test_an_event_of_any_kind_comes_back_as_that_kind(event: ProgressEvent) -> None:
    text = orjson.dumps(event)
    check_same(adapter(ProgressEvent).validate_json(text), event)
    check_same(CATTRS.loads(text, ProgressEvent), event)


def test_events_with_the_same_members_are_told_apart() -> None:
    members = {"trial": "t", "component": "c"}
    for kind in (Associated, Disassociated):
        assert type(adapter(ProgressEvent).validate_python(members | {"type": kind.__name__})) is kind


# --- what is left out, and what JSON cannot say -----------------------------------------------------------------------


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_the_cause_of_an_error_is_left_out(write: Callable[[Any], bytes | str]) -> None:
    error = errors.Incomplete(
        **CALL,
        done=(),
        left=(),
        error=errors.Unexpected(**CALL, cause=ValueError("secret")),
        cause=ValueError("secret"),
    )
    text = write(error)
    assert "secret" not in (text if isinstance(text, str) else text.decode())


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_statistic_that_json_cannot_say_is_none(number: float) -> None:
    metric = MetricSummary(name="loss", max=number, last=0.5)
    for write in (orjson.dumps, msgspec.json.encode, adapter(MetricSummary).dump_json):
        assert json.loads(write(metric))["max"] is None


@given(st.data())
def test_a_parameter_keeps_its_kind(data: st.DataObject) -> None:
    value = data.draw(st.text() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False))
    record = TrialComponent(name="c", arn="a", parameters={"p": value})
    for read in READERS.values():
        back = read(orjson.dumps(record), TrialComponent).parameters["p"]
        assert back == value
        assert isinstance(back, str) is isinstance(value, str)


@pytest.mark.parametrize("kind", [Experiment, Trial, TrialComponent])
def test_members_that_a_sender_leaves_out_have_their_defaults(kind: Any) -> None:
    for read in READERS.values():
        check_same(read(b'{"name": "n", "arn": "a"}', kind), kind(name="n", arn="a"))
