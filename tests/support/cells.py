"""What a table shows of a component, read from the wire by hand; and files and frames read by foreign readers.

It shares no code with the package.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from smexp_fp import Q
from smexp_fp.query import Column
from smexp_fp.records import TrialComponent

Wire = Mapping[str, Any]


def inside(*path: str) -> Callable[[Wire], Any]:
    """The member at the end of a path; `None` where there is none."""

    def read(wire: Wire) -> Any:
        found: Any = wire
        for name in path:
            found = None if found is None else found.get(name)
        return found

    return read


def parameter(key: str) -> Callable[[Wire], Any]:
    def read(wire: Wire) -> Any:
        value: dict[str, Any] = wire["Parameters"].get(key, {})
        return value.get("StringValue", value.get("NumberValue"))

    return read


def metric(key: str, statistic: str) -> Callable[[Wire], Any]:
    def read(wire: Wire) -> Any:
        return next((one.get(statistic) for one in wire["Metrics"] if one["MetricName"] == key), None)

    return read


def each(items: str, member: str) -> Callable[[Wire], Any]:
    def read(wire: Wire) -> Any:
        return None if wire.get(items) is None else tuple(one.get(member) for one in wire[items])

    return read


def tag(key: str) -> Callable[[Wire], Any]:
    def read(wire: Wire) -> Any:
        return next((one["Value"] for one in wire.get("Tags") or () if one["Key"] == key), None)

    return read


def words(wire: Wire) -> Any:
    # A search answers with the tags of a component, so that without them it has none.
    return tuple(word for one in wire.get("Tags", ()) for word in (one["Key"], one["Value"]))


def artifacts(wire: Wire) -> Any:
    listed = wire["InputArtifacts"].items()
    return tuple(w for name, one in listed for w in (name, one["Value"], one.get("MediaType")) if w is not None)


COLUMNS: list[tuple[Column[TrialComponent], Callable[[Wire], Any]]] = [
    (Q.name, inside("TrialComponentName")),
    (Q.arn, inside("TrialComponentArn")),
    (Q.display_name, inside("DisplayName")),
    (Q.created, inside("CreationTime")),
    (Q.end, inside("EndTime")),
    (Q.created_by.user_profile_name, inside("CreatedBy", "UserProfileName")),
    (Q.modified_by.iam_identity.arn, inside("LastModifiedBy", "IamIdentity", "Arn")),
    (Q.source.type, inside("Source", "SourceType")),
    (Q.metadata.commit_id, inside("MetadataProperties", "CommitId")),
    (Q.status, inside("Status", "PrimaryStatus")),
    (Q.status_message, inside("Status", "Message")),
    (Q.run_name, inside("RunName")),
    (Q.parents.trial_name, each("Parents", "TrialName")),
    (Q.parents.experiment_name, each("Parents", "ExperimentName")),
    (Q.tags["team"], tag("team")),
    (Q.tags.words, words),
    (Q.input_artifacts, artifacts),
    (Q.input_artifact("a"), inside("InputArtifacts", "a", "Value")),
    # The name of the artifact makes the labels of these two the same.
    (Q.input_artifact("a").media_type, inside("InputArtifacts", "a", "MediaType")),
    (Q.input_artifact("a.media_type"), inside("InputArtifacts", "a.media_type", "Value")),
    (Q.parameter("a"), parameter("a")),
    (Q.parameter("name").alias("name of the run"), parameter("name")),
    (Q.parameter("number"), parameter("number")),
    (Q.parameter("text"), parameter("text")),
    (Q.parameter('\U0001f600, "x"\r\n'), parameter('\U0001f600, "x"\r\n')),
    (Q.metric("a").last, metric("a", "Last")),
    (Q.metric("a").std_dev, metric("a", "StdDev")),
    (Q.metric("loss.max").max, metric("loss.max", "Max")),
    (Q.metric("a").count, metric("a", "Count")),
]
"""Columns of a component, each with the reading of its cell from the wire."""


def exact(cell: Any) -> object:
    """A cell, so that it equals only the same: NaN equals NaN, and 0.0, -0.0, 0 and "0" are four."""
    match cell:
        case list() | tuple():
            return [exact(one) for one in cast("Iterable[Any]", cell)]
        case float():
            return ("float", repr(cell))
        case datetime():
            return ("time", cell.timestamp(), cell.utcoffset())
        case _:
            return (type(cell).__name__, cell)


def exactly(rows: Iterable[Iterable[Any]]) -> list[list[object]]:
    return [[exact(cell) for cell in row] for row in rows]


def csv_records(text: str) -> list[list[tuple[bool, str]]]:
    """The records of a CSV file, letter by letter: whether each field was quoted, and its text."""
    records: list[list[tuple[bool, str]]] = []
    fields: list[tuple[bool, str]] = []
    at = 0
    while at < len(text):
        quoted = text[at] == '"'
        field = ""
        if quoted:
            at += 1
            while True:
                end = text.index('"', at)
                field += text[at:end]
                at = end + 1
                if text[at] != '"':
                    break
                field += '"'
                at += 1
        else:
            end = min(text.index(",", at) if "," in text[at:] else len(text), text.index("\n", at))
            field, at = text[at:end], end
        fields.append((quoted, field))
        if text[at] == "\n":
            records.append(fields)
            fields = []
        else:
            assert text[at] == ","
            if text[at + 1] == "\n":
                fields.append((False, ""))
                records.append(fields)
                fields = []
                at += 1
        at += 1
    assert not fields
    return records


def from_csv(path: Path, columns: Iterable[Column[Any]]) -> tuple[list[str], list[list[Any]]]:
    """The names and the cells of a CSV file."""
    head, *rows = csv_records(path.read_bytes().decode())

    def cell(column: Column[Any], field: tuple[bool, str]) -> Any:
        quoted, text = field
        if not quoted and not text:
            return None
        if quoted:
            return tuple(json.loads(text)) if column.multivalued else text
        if column.kind == "time":
            return datetime.fromisoformat(text)
        return int(text) if column.integral else float(text)

    held = tuple(columns)
    return [name for _, name in head], [list(map(cell, held, row)) for row in rows]


def from_jsonl(path: Path, columns: Iterable[Column[Any]]) -> tuple[list[list[str]], list[list[Any]]]:
    """The keys and the cells of each line of JSON."""

    def cell(column: Column[Any], value: Any) -> Any:
        if isinstance(value, dict):
            [number] = cast("dict[str, Any]", value).values()
            return float(number)
        if value is not None and column.kind == "time":
            return datetime.fromisoformat(value)
        if isinstance(value, str) and column.kind == "number":
            return float(value)
        return value

    held = tuple(columns)
    lines = [json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1]]
    return [list(line) for line in lines], [list(map(cell, held, line.values())) for line in lines]


def from_dicts(rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """The cells of a frame's rows: a structure of number and text is the one of them that is there."""

    def cell(value: Any) -> Any:
        if isinstance(value, dict):
            [one] = [part for part in cast("dict[str, Any]", value).values() if part is not None]
            return one
        return value

    return [[cell(value) for value in row.values()] for row in rows]


def from_pandas(frame: Any) -> list[list[Any]]:
    """The cells of a frame of pandas."""
    import pandas as pd  # noqa: PLC0415 - most tests do without

    def cell(value: Any) -> Any:
        if value is pd.NA or value is pd.NaT or value is None:
            return None
        if isinstance(value, pd.Timestamp):
            return value.to_pydatetime()
        return value.item() if hasattr(value, "item") else value

    columns = [[cell(value) for value in frame[name].array] for name in frame.columns]
    return [list(row) for row in zip(*columns, strict=True)]
