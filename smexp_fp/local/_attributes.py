"""The parameters, artifacts and metrics of components, read for many components at once."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ._context import Context
from ._entities import present, seconds
from ._faults import Wire, invalid
from ._model import SAGEMAKER, limit_of

DIRECTIONS = ("Input", "Output")


def put_parameters(context: Context, entity_id: int, parameters: Mapping[str, Wire], removed: Sequence[str]) -> None:
    """Merge parameters into those of a component. A name that is both put and removed is removed (observed)."""
    for name, value in parameters.items():
        if ("StringValue" in value) == ("NumberValue" in value):
            raise invalid(f"Parameter '{name}' must have one of StringValue and NumberValue, and not both.")
    context.write_many(
        "INSERT INTO parameter (entity_id, name, number, text) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (entity_id, name) DO UPDATE SET number = excluded.number, text = excluded.text",
        [(entity_id, name, value.get("NumberValue"), value.get("StringValue")) for name, value in parameters.items()],
    )
    context.write_many(
        "DELETE FROM parameter WHERE entity_id = ? AND name = ?", [(entity_id, name) for name in removed]
    )
    total = context.number("SELECT count(*) FROM parameter WHERE entity_id = ?", (entity_id,))
    _check_total(total, "TrialComponentParameters", "parameters")


def put_artifacts(
    context: Context, entity_id: int, direction: str, artifacts: Mapping[str, Wire], removed: Sequence[str]
) -> None:
    """Merge artifacts into those of a component, as `put_parameters` does."""
    context.write_many(
        "INSERT INTO artifact (entity_id, direction, name, value, media_type) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (entity_id, direction, name) "
        "DO UPDATE SET value = excluded.value, media_type = excluded.media_type",
        [(entity_id, direction, name, item["Value"], item.get("MediaType")) for name, item in artifacts.items()],
    )
    context.write_many(
        "DELETE FROM artifact WHERE entity_id = ? AND direction = ? AND name = ?",
        [(entity_id, direction, name) for name in removed],
    )
    total = context.number(
        "SELECT count(*) FROM artifact WHERE entity_id = ? AND direction = ?", (entity_id, direction)
    )
    _check_total(total, "TrialComponentArtifacts", f"{direction.lower()} artifacts")


def _check_total(total: int, shape: str, what: str) -> None:
    # The model limits one request; this limits the component's total.
    most = limit_of(SAGEMAKER, shape)
    if total > most:
        raise invalid(f"A trial component can have at most {most} {what}; this would have {total}.")


def by_entity(context: Context, ids: Sequence[int], select: str, order: str) -> Mapping[int, list[sqlite3.Row]]:
    """The rows of a child table, grouped by `entity_id`, with one query for a whole page."""
    groups: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)
    places = ", ".join("?" * len(ids))
    for row in context.rows(f"{select} IN ({places}) ORDER BY {order}", ids):
        groups[row["entity_id"]].append(row)
    return groups


def parameters_of(context: Context, ids: Sequence[int]) -> Mapping[int, Wire]:
    """The member `Parameters` of each component that has them."""
    select = "SELECT entity_id, name, number, text FROM parameter WHERE entity_id"
    return {
        identity: {
            row["name"]: {"StringValue": row["text"]} if row["number"] is None else {"NumberValue": row["number"]}
            for row in rows
        }
        for identity, rows in by_entity(context, ids, select, "entity_id, name").items()
    }


def artifacts_of(context: Context, ids: Sequence[int]) -> Mapping[tuple[int, str], Wire]:
    """The members `InputArtifacts` and `OutputArtifacts` of each component that has them, by id and direction."""
    select = "SELECT entity_id, direction, name, value, media_type FROM artifact WHERE entity_id"
    found: defaultdict[tuple[int, str], Wire] = defaultdict(dict)
    for identity, rows in by_entity(context, ids, select, "entity_id, direction, name").items():
        for row in rows:
            item = present({"MediaType": row["media_type"], "Value": row["value"]})
            found[identity, row["direction"]][row["name"]] = item
    return found


def metrics_of(context: Context, ids: Sequence[int]) -> Mapping[int, list[Wire]]:
    """The member `Metrics` of each component that has them. `SourceArn` is the component's own (chosen)."""
    select = "SELECT m.*, e.arn FROM metric AS m JOIN entity AS e ON e.id = m.entity_id WHERE m.entity_id"
    return {
        identity: [
            {
                "MetricName": row["name"],
                "SourceArn": row["arn"],
                "TimeStamp": seconds(row["last_time"]),
                "Max": row["maximum"],
                "Min": row["minimum"],
                "Last": row["last"],
                "Count": row["count"],
                "Avg": row["mean"],
                "StdDev": row["deviation"],
            }
            for row in rows
        ]
        for identity, rows in by_entity(context, ids, select, "m.entity_id, m.name").items()
    }
