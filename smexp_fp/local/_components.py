"""The operations on trial components, and on their associations with trials."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from . import _attributes, _entities
from ._context import Context
from ._entities import present, seconds
from ._faults import Wire, invalid
from ._kinds import COMPONENT, EXPERIMENT, TRIAL
from ._lookup import require, require_arn


def _columns(request: Wire) -> dict[str, Any]:
    """The columns that a Create or Update sets. A new Status replaces the old one completely."""
    columns: dict[str, Any] = {}
    if "Status" in request:
        columns["status"] = request["Status"].get("PrimaryStatus")
        columns["status_message"] = request["Status"].get("Message")
    for column, member in (("start_time", "StartTime"), ("end_time", "EndTime"), ("display_name", "DisplayName")):
        if member in request:
            columns[column] = request[member]
    return columns


def _put_attributes(context: Context, entity_id: int, request: Wire) -> None:
    _attributes.put_parameters(context, entity_id, request.get("Parameters", {}), request.get("ParametersToRemove", ()))
    for direction in _attributes.DIRECTIONS:
        member = f"{direction}Artifacts"
        _attributes.put_artifacts(
            context, entity_id, direction, request.get(member, {}), request.get(f"{member}ToRemove", ())
        )


def create(context: Context, request: Wire) -> Wire:
    """CreateTrialComponent."""
    members = {**_columns(request), **_entities.metadata_columns(request)}
    identity, answer = _entities.create(context, COMPONENT, request, members)
    _put_attributes(context, identity, request)
    return answer


def describe(context: Context, request: Wire) -> Wire:
    """DescribeTrialComponent, by name or ARN. Only this response has a member `Sources`."""
    name: str = request["TrialComponentName"]
    if name.startswith("arn:"):
        row = require_arn(context, name)
        if row["kind"] != COMPONENT.number:
            raise invalid(f"'{name}' is not the ARN of a trial component.")
    else:
        row = require(context, COMPONENT, name)
    (record,) = described(context, [row])
    source = record.get("Source")
    return record | {"Sources": [] if source is None else [source]}


def described(context: Context, rows: Sequence[sqlite3.Row]) -> list[Wire]:
    """Components for Describe and Search. Empty maps and lists are present (observed)."""
    ids: list[int] = [row["id"] for row in rows]
    parameters = _attributes.parameters_of(context, ids)
    artifacts = _attributes.artifacts_of(context, ids)
    metrics = _attributes.metrics_of(context, ids)
    return [
        _entities.described(COMPONENT, row)
        | present(
            {
                "Status": status(row),
                "StartTime": seconds(row["start_time"]),
                "EndTime": seconds(row["end_time"]),
                "Parameters": parameters.get(row["id"], {}),
                "InputArtifacts": artifacts.get((row["id"], "Input"), {}),
                "OutputArtifacts": artifacts.get((row["id"], "Output"), {}),
                "MetadataProperties": _entities.metadata(row),
                "Metrics": metrics.get(row["id"], []),
            }
        )
        for row in rows
    ]


def status(row: sqlite3.Row) -> Wire | None:
    """The structure `Status`; None if it is empty."""
    return present({"PrimaryStatus": row["status"], "Message": row["status_message"]}) or None


def update(context: Context, request: Wire) -> Wire:
    """UpdateTrialComponent, which merges maps and replaces the other given members."""
    component = require(context, COMPONENT, request["TrialComponentName"])
    _put_attributes(context, component["id"], request)
    return _entities.update(context, COMPONENT, component, _columns(request))


def delete(context: Context, request: Wire) -> Wire:
    """DeleteTrialComponent, which fails while the component is in a trial (observed, text verbatim)."""
    obstacles = "SELECT 1 FROM association WHERE component_id = ?"
    return _entities.delete(context, COMPONENT, request, obstacles, "is linked to 1 or more trials")


def list_page(context: Context, request: Wire) -> Wire:
    """ListTrialComponents: all, or those of one experiment, trial or source (mutually exclusive: documented)."""
    chosen = [member for member in ("ExperimentName", "TrialName", "SourceArn") if member in request]
    if len(chosen) > 1:
        raise invalid(
            f"Only one of ExperimentName, TrialName and SourceArn can be given; found {' and '.join(chosen)}."
        )
    conditions: list[str] = []
    arguments: list[object] = []
    if "ExperimentName" in request:
        conditions.append(
            "e.id IN (SELECT a.component_id FROM entity AS t JOIN association AS a ON a.trial_id = t.id "
            "WHERE t.experiment_id = ?)"
        )
        arguments.append(require(context, EXPERIMENT, request["ExperimentName"])["id"])
    if "TrialName" in request:
        conditions.append("e.id IN (SELECT component_id FROM association WHERE trial_id = ?)")
        arguments.append(require(context, TRIAL, request["TrialName"])["id"])
    if "SourceArn" in request:
        # AWS's own SDK sends it in lower case. What the service matches has changed over the years (observed).
        conditions.append(
            f"e.id IN (SELECT id FROM entity WHERE kind = {COMPONENT.number} AND source_arn = ? COLLATE NOCASE)"  # noqa: S608 - contains no text from a request
        )
        arguments.append(request["SourceArn"])
    rows, more = _entities.listed(context, "ListTrialComponents", COMPONENT, request, conditions, arguments)
    return {"TrialComponentSummaries": [_summary(row) for row in rows], **more}


def _summary(row: sqlite3.Row) -> Wire:
    own = {
        "Status": status(row),
        "StartTime": seconds(row["start_time"]),
        "EndTime": seconds(row["end_time"]),
        "CreatedBy": {},
        "LastModifiedBy": {},
    }
    return _entities.summary(COMPONENT, row) | present(own)


def _pair(context: Context, request: Wire) -> tuple[tuple[int, int], Wire]:
    component = require(context, COMPONENT, request["TrialComponentName"])
    trial = require(context, TRIAL, request["TrialName"])
    return (trial["id"], component["id"]), {"TrialComponentArn": component["arn"], "TrialArn": trial["arn"]}


def associate(context: Context, request: Wire) -> Wire:
    """AssociateTrialComponent, which succeeds without effect the second time (observed)."""
    pair, answer = _pair(context, request)
    context.write("INSERT OR IGNORE INTO association (trial_id, component_id) VALUES (?, ?)", pair)
    return answer


def disassociate(context: Context, request: Wire) -> Wire:
    """DisassociateTrialComponent. Both must exist, but need not be associated (chosen)."""
    pair, answer = _pair(context, request)
    context.write("DELETE FROM association WHERE trial_id = ? AND component_id = ?", pair)
    return answer
