"""The operations on experiments."""

from __future__ import annotations

import sqlite3

from . import _entities
from ._context import Context
from ._faults import Wire
from ._kinds import EXPERIMENT
from ._lookup import require


def create(context: Context, request: Wire) -> Wire:
    """CreateExperiment."""
    # An empty description counts as absent, as in an update.
    return _entities.create(context, EXPERIMENT, request, {"description": request.get("Description") or None})[1]


def describe(context: Context, request: Wire) -> Wire:
    """DescribeExperiment. The response has no tags (documented); those of ListTags and Search do."""
    return described(require(context, EXPERIMENT, request["ExperimentName"]))


def described(row: sqlite3.Row) -> Wire:
    """An experiment for Describe and Search."""
    return _entities.described(EXPERIMENT, row) | _entities.present({"Description": row["description"]})


def update(context: Context, request: Wire) -> Wire:
    """UpdateExperiment, which keeps absent members. An empty description removes it (documented)."""
    experiment = require(context, EXPERIMENT, request["ExperimentName"])
    changes = {
        column: request[member] or None
        for column, member in (("display_name", "DisplayName"), ("description", "Description"))
        if member in request
    }
    return _entities.update(context, EXPERIMENT, experiment, changes)


def delete(context: Context, request: Wire) -> Wire:
    """DeleteExperiment, which fails while the experiment has trials (documented; the text is chosen)."""
    obstacles = "SELECT 1 FROM entity WHERE experiment_id = ?"
    return _entities.delete(context, EXPERIMENT, request, obstacles, "has 1 or more trials")


def list_page(context: Context, request: Wire) -> Wire:
    """ListExperiments."""
    rows, more = _entities.listed(context, "ListExperiments", EXPERIMENT, request, (), ())
    return {"ExperimentSummaries": [_entities.summary(EXPERIMENT, row) for row in rows], **more}
