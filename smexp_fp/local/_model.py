"""Checks of the constraints in botocore's service model, most of which botocore does not check itself.

`decode` converts a wire request to the store's own form: times are integer milliseconds since the epoch, doubles are
finite floats, and nulls and unknown members are dropped. Otherwise it raises the service's fault, which names *all*
members that break a constraint.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import botocore
from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StringShape, StructureShape

from ._faults import Fault, Wire, invalid
from ._patterns import matcher

SAGEMAKER = "sagemaker"
METRICS = "sagemaker-metrics"

# 50 nested SubExpressions, the maximum of Search, are 100 levels of JSON.
MAX_DEPTH = 256
# Years 1 to 9999, which botocore can parse, in milliseconds.
_TIME_RANGE = (-62_135_596_800_000, 253_402_300_799_999)
_INTEGER_RANGE = {"integer": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1)}
_SHOWN = 256  # characters of an invalid value that the error quotes


@cache
def data_loader() -> Loader:
    """A loader of botocore's own data files only. The user's `~/.aws/models` could contain anything."""
    builtin = str(Path(botocore.__file__).parent / "data")
    return Loader(extra_search_paths=[builtin], include_default_search_paths=False)


@cache
def service_model(service: str) -> ServiceModel:
    """Botocore's model of the service."""
    loaded: Mapping[str, Any] = data_loader().load_service_model(service, "service-2")
    return ServiceModel(loaded, service)


@dataclass(frozen=True, slots=True)
class _Rule:
    """The constraints of one shape, prepared for checking."""

    type: str
    shape: Shape
    minimum: float | None
    maximum: float | None
    pattern: str | None
    enum: tuple[str, ...]
    constraints: tuple[str, ...]


@cache
def _rule(shape: Shape) -> _Rule:
    metadata: Mapping[str, Any] = shape.metadata
    minimum, maximum, pattern = metadata.get("min"), metadata.get("max"), metadata.get("pattern")
    enum = tuple(shape.enum) if isinstance(shape, StringShape) else ()
    what = "value" if shape.type_name in {"integer", "long", "float", "double"} else "length"
    texts: list[str] = []
    if maximum is not None:
        texts.append(f"Member must have {what} less than or equal to {maximum}")
    if minimum is not None:
        texts.append(f"Member must have {what} greater than or equal to {minimum}")
    if pattern is not None:
        texts.append(f"Member must satisfy regular expression pattern: {pattern}")
    if enum:
        texts.append(f"Member must satisfy enum value set: [{', '.join(enum)}]")
    return _Rule(shape.type_name, shape, minimum, maximum, pattern, enum, tuple(texts))


@dataclass(slots=True)
class _Findings:
    """The broken constraints so far, the only mutable state of a check."""

    texts: list[str]
    itemwise: str = ""  # the path of the list whose elements are not checked

    def add(self, value: object, path: str, constraint: str) -> None:
        shown = "null" if value is None else f"'{_shown(value)}'"
        self.texts.append(f"Value {shown} at '{path}' failed to satisfy constraint: {constraint}")


def _shown(value: object) -> str:
    try:
        text = str(value).encode("utf-8", "backslashreplace").decode()
    except ValueError:  # an integer of more digits than Python prints
        return "(a number too long to show)"
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def limit_of(service: str, shape_name: str) -> int:
    """The maximum length, or number of elements, of a shape of the model."""
    return int(service_model(service).shape_for(shape_name).metadata["max"])


def decode(service: str, operation: str, request: Mapping[str, Any], itemwise: str = "") -> Wire:
    """Check a request, and convert it to the store's own form.

    The elements of the list `itemwise` are left to `decode_element`, because the operation reports errors for each.
    Raises a fault (`ValidationException`, or `SerializationException` for a value of the wrong JSON type).
    """
    shape = service_model(service).operation_model(operation).input_shape
    if shape is None:
        return {}
    findings = _Findings([], _camel(itemwise))
    decoded = _structure(shape, request, "", findings)
    if findings.texts:
        raise _validation_error(findings.texts)
    return decoded


def decode_element(service: str, shape_name: str, value: object) -> tuple[Any, list[str]]:
    """The decoded value of a named shape (Any, because the shape determines its type), and its errors."""
    findings = _Findings([])
    try:
        decoded = _value(service_model(service).shape_for(shape_name), value, "", findings)
    except Fault as fault:  # of the wrong JSON type
        return None, [fault.message]
    return decoded, findings.texts


def check_depth(request: object) -> None:
    """Reject a request that is nested too deeply for the recursive functions here. Iterative itself."""
    level: list[object] = [request]
    for _ in range(MAX_DEPTH):
        below: list[object] = []
        for value in level:
            if isinstance(value, Mapping):
                below.extend(value.values())  # pyright: ignore[reportUnknownArgumentType] - JSON
            elif isinstance(value, list):
                below.extend(value)  # pyright: ignore[reportUnknownArgumentType] - JSON
        if not below:
            return
        level = below
    raise invalid(f"The request is nested more than {MAX_DEPTH} levels deep.")


def _validation_error(texts: list[str]) -> Fault:
    count = f"{len(texts)} validation error{'s' if len(texts) > 1 else ''} detected: "
    return invalid(count + "; ".join(texts))


def _camel(member: str) -> str:
    return member[:1].lower() + member[1:]


def _under(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def _serialization(value: object, wanted: str, path: str) -> Fault:
    kind = "null" if value is None else type(value).__name__
    return Fault("SerializationException", f"'{path}': {kind} can not be converted to {wanted}")


def _structure(shape: Shape, value: object, path: str, findings: _Findings) -> Wire:
    if not isinstance(value, Mapping):
        raise _serialization(value, "a structure", path)
    assert isinstance(shape, StructureShape)  # noqa: S101 - for the type checkers
    wire: Mapping[str, Any] = value  # pyright: ignore[reportUnknownVariableType] - JSON
    decoded: Wire = {}
    members: Mapping[str, Shape] = shape.members
    for name in shape.required_members:
        if wire.get(name) is None:
            findings.add(None, _under(path, _camel(name)), "Member must not be null")
    for name, given in wire.items():
        member = members.get(name)
        if member is not None and given is not None:
            decoded[name] = _value(member, given, _under(path, _camel(name)), findings)
    return decoded


def _value(shape: Shape, value: object, path: str, findings: _Findings) -> Any:  # noqa: ANN401 - JSON has any type
    rule = _rule(shape)
    match rule.type:
        case "structure":
            return _structure(shape, value, path, findings)
        case "list":
            return _list(rule, value, path, findings)
        case "map":
            return _map(rule, value, path, findings)
        case "string":
            return _string(rule, value, path, findings)
        case "timestamp":
            return _timestamp(value, path, findings)
        case "integer" | "long":
            return _integer(rule, value, path, findings)
        case "double" | "float":
            return _double(value, path, findings)
        case "boolean":
            if not isinstance(value, bool):
                raise _serialization(value, "a Boolean", path)
            return value
        case other:
            raise NotImplementedError(f"shape type {other} at {path}")


def _size(rule: _Rule, size: float, value: object, path: str, findings: _Findings) -> None:
    if rule.maximum is not None and size > rule.maximum:
        findings.add(value, path, rule.constraints[0])
    if rule.minimum is not None and size < rule.minimum:
        findings.add(value, path, rule.constraints[0 if rule.maximum is None else 1])


def _list(rule: _Rule, value: object, path: str, findings: _Findings) -> list[Any]:
    if not isinstance(value, list):
        raise _serialization(value, "a list", path)
    assert isinstance(rule.shape, ListShape)  # noqa: S101 - for the type checkers
    items: list[Any] = value  # pyright: ignore[reportUnknownVariableType] - JSON
    _size(rule, len(items), items, path, findings)
    if path == findings.itemwise:
        return items
    member: Shape = rule.shape.member
    decoded: list[Any] = []
    for number, item in enumerate(items, 1):
        place = f"{path}.{number}.member"
        if item is None:
            findings.add(None, place, "Member must not be null")
        else:
            decoded.append(_value(member, item, place, findings))
    return decoded


def _map(rule: _Rule, value: object, path: str, findings: _Findings) -> Wire:
    if not isinstance(value, Mapping):
        raise _serialization(value, "a map", path)
    assert isinstance(rule.shape, MapShape)  # noqa: S101 - for the type checkers
    items: Mapping[str, Any] = value  # pyright: ignore[reportUnknownVariableType] - JSON
    _size(rule, len(items), items, path, findings)
    key_shape: Shape = rule.shape.key
    value_shape: Shape = rule.shape.value
    decoded: Wire = {}
    for key, item in items.items():
        about_key = _Findings([])
        _value(key_shape, key, path, about_key)
        if about_key.texts:
            constraints = ", ".join(_rule(key_shape).constraints)
            findings.add(items, path, f"Map keys must satisfy constraint: [{constraints}]")
        if item is None:
            findings.add(None, f"{path}.{key}.member", "Member must not be null")
        else:
            decoded[key] = _value(value_shape, item, f"{path}.{key}.member", findings)
    return decoded


def _string(rule: _Rule, value: object, path: str, findings: _Findings) -> str:
    if not isinstance(value, str):
        raise _serialization(value, "a String", path)
    try:
        value.encode()
    except UnicodeEncodeError:
        # A lone surrogate: JSON can carry it as an escape, UTF-8 and so the store cannot.
        findings.add(value, path, "Member must be valid Unicode")
        return value
    _size(rule, len(value), value, path, findings)
    if rule.pattern is not None and not matcher(rule.pattern)(value):
        findings.add(value, path, f"Member must satisfy regular expression pattern: {rule.pattern}")
    if rule.enum and value not in rule.enum:
        findings.add(value, path, rule.constraints[-1])
    return value


def _timestamp(value: object, path: str, findings: _Findings) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _serialization(value, "a Timestamp (epoch seconds)", path)
    low, high = _TIME_RANGE
    if not low <= value * 1000 <= high:  # also false for NaN
        findings.add(value, path, "Member must be a time between the years 1 and 9999")
        return 0
    # Through microseconds, which a double of today's epoch seconds resolves, so that .123 does not become 122 ms.
    return round(value * 1_000_000) // 1000


def _integer(rule: _Rule, value: object, path: str, findings: _Findings) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _serialization(value, "an Integer", path)
    _size(rule, value, value, path, findings)
    low, high = _INTEGER_RANGE[rule.type]
    if not low <= value <= high:
        findings.add(value, path, f"Member must be a {rule.type}")
    return value


def _double(value: object, path: str, findings: _Findings) -> float:
    if isinstance(value, str) and value in {"NaN", "Infinity", "-Infinity"}:
        value = math.nan  # how some protocols spell what JSON has no number for
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _serialization(value, "a Double", path)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        findings.add(value, path, "Member must be a finite number")
        return 0.0
    return number
