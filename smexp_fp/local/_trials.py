"""The operations on trials."""

from __future__ import annotations

import sqlite3

from . import _entities
from ._context import Context
from ._faults import Wire, limit_exceeded
from ._kinds import COMPONENT, EXPERIMENT, TRIAL
from ._lookup import require


def create(context: Context, request: Wire) -> Wire:
    """CreateTrial, which fails if the experiment does not exist or is full."""
    experiment = require(context, EXPERIMENT, request["ExperimentName"])
    _check_room(context, experiment)
    members = {"experiment_id": experiment["id"], **_entities.metadata_columns(request)}
    return _entities.create(context, TRIAL, request, members)[1]


def _check_room(context: Context, experiment: sqlite3.Row) -> None:
    most = context.account.trials_per_experiment
    if most is None:
        return
    trials = context.number(
        "SELECT count(*) FROM entity WHERE experiment_id = ? AND source_arn IS NULL", (experiment["id"],)
    )
    if trials >= most:
        # Verbatim as observed, with its odd utilization of 0 and delta of the limit plus one.
        raise limit_exceeded(
            "The account-level service limit 'Total number of trials allowed in a single experiment, excluding those "
            f"automatically created by SageMaker' is {most} Trials, with current utilization of 0 Trials and a request "
            f"delta of {most + 1} Trials. Please contact AWS support to request an increase for this limit."
        )


def describe(context: Context, request: Wire) -> Wire:
    """DescribeTrial."""
    trial = require(context, TRIAL, request["TrialName"])
    (experiment,) = context.rows("SELECT name FROM entity WHERE id = ?", (trial["experiment_id"],))
    return described(trial, experiment["name"])


def described(row: sqlite3.Row, experiment_name: str) -> Wire:
    """A trial for Describe and Search."""
    own = {"ExperimentName": experiment_name, "MetadataProperties": _entities.metadata(row)}
    return _entities.described(TRIAL, row) | _entities.present(own)


def update(context: Context, request: Wire) -> Wire:
    """UpdateTrial, which can change only the display name."""
    trial = require(context, TRIAL, request["TrialName"])
    changes = {"display_name": request["DisplayName"]} if "DisplayName" in request else {}
    return _entities.update(context, TRIAL, trial, changes)


def delete(context: Context, request: Wire) -> Wire:
    """DeleteTrial, which fails while the trial has components (documented; the text is chosen)."""
    obstacles = "SELECT 1 FROM association WHERE trial_id = ?"
    return _entities.delete(context, TRIAL, request, obstacles, "has 1 or more trial components")


def list_page(context: Context, request: Wire) -> Wire:
    """ListTrials, optionally those of an experiment, of a component, or of both (not forbidden; chosen)."""
    conditions: list[str] = []
    arguments: list[object] = []
    if "ExperimentName" in request:
        conditions.append("e.experiment_id = ?")
        arguments.append(require(context, EXPERIMENT, request["ExperimentName"])["id"])
    if "TrialComponentName" in request:
        conditions.append("e.id IN (SELECT trial_id FROM association WHERE component_id = ?)")
        arguments.append(require(context, COMPONENT, request["TrialComponentName"])["id"])
    rows, more = _entities.listed(context, "ListTrials", TRIAL, request, conditions, arguments)
    return {"TrialSummaries": [_entities.summary(TRIAL, row) for row in rows], **more}
