"""The records of Search: those of Describe with tags and relations, read for a whole page at once."""

# ruff: noqa: S608 - all SQL text comes from this program; values from requests are always arguments

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from . import _components, _experiments, _trials
from ._attributes import by_entity
from ._context import Context
from ._entities import present, seconds, source
from ._faults import Wire
from ._kinds import EXPERIMENT, TRIAL, Kind


def records(context: Context, kind: Kind, ids: Sequence[int]) -> list[Wire]:
    """The records of these entities, in this order. The number of queries does not depend on the number of records."""
    places = ", ".join("?" * len(ids))
    by_id = {row["id"]: row for row in context.rows(f"SELECT * FROM entity WHERE id IN ({places})", ids)}
    rows = [by_id[identity] for identity in ids]
    tags = _tags_of(context, ids)
    described = _described(context, kind, rows)
    return [record | {"Tags": tags.get(identity, [])} for identity, record in zip(ids, described, strict=True)]


def _described(context: Context, kind: Kind, rows: Sequence[sqlite3.Row]) -> list[Wire]:
    ids: list[int] = [row["id"] for row in rows]
    if kind is EXPERIMENT:
        return [_experiments.described(row) for row in rows]
    if kind is TRIAL:
        experiments = _experiment_names(context, rows)
        summaries = _summaries_of(context, ids)
        return [
            _trials.described(row, experiments[row["experiment_id"]])
            | {"TrialComponentSummaries": summaries.get(row["id"], [])}
            for row in rows
        ]
    parents = _parents_of(context, ids)
    return [
        record | {"Parents": parents.get(identity, [])}
        for identity, record in zip(ids, _components.described(context, rows), strict=True)
    ]


def _tags_of(context: Context, ids: Sequence[int]) -> Mapping[int, list[Wire]]:
    select = "SELECT entity_id, key, value FROM tag WHERE entity_id"
    found = by_entity(context, ids, select, "entity_id, place, key")
    return {identity: [{"Key": row["key"], "Value": row["value"]} for row in rows] for identity, rows in found.items()}


def _experiment_names(context: Context, trials: Sequence[sqlite3.Row]) -> Mapping[int, str]:
    ids = list({row["experiment_id"] for row in trials})
    places = ", ".join("?" * len(ids))
    return {row["id"]: row["name"] for row in context.rows(f"SELECT id, name FROM entity WHERE id IN ({places})", ids)}


def _summaries_of(context: Context, ids: Sequence[int]) -> Mapping[int, list[Wire]]:
    """The member `TrialComponentSummaries` of each trial that has components, the oldest first."""
    select = (
        "SELECT a.trial_id AS entity_id, c.name, c.arn, c.source_arn, c.source_type, c.created "
        "FROM association AS a JOIN entity AS c ON c.id = a.component_id WHERE a.trial_id"
    )
    return {
        identity: [
            present(
                {
                    "TrialComponentName": row["name"],
                    "TrialComponentArn": row["arn"],
                    "TrialComponentSource": source(row),
                    "CreationTime": seconds(row["created"]),
                    "CreatedBy": {},
                }
            )
            for row in rows
        ]
        for identity, rows in by_entity(context, ids, select, "c.created, c.id").items()
    }


def _parents_of(context: Context, ids: Sequence[int]) -> Mapping[int, list[Wire]]:
    """The member `Parents` of each component that is in trials, in the order of the trials' names."""
    select = (
        "SELECT a.component_id AS entity_id, t.name AS trial, x.name AS experiment FROM association AS a "
        "JOIN entity AS t ON t.id = a.trial_id JOIN entity AS x ON x.id = t.experiment_id WHERE a.component_id"
    )
    return {
        identity: [{"TrialName": row["trial"], "ExperimentName": row["experiment"]} for row in rows]
        for identity, rows in by_entity(context, ids, select, "t.name").items()
    }
