"""Lookup of entities by name or ARN."""

from __future__ import annotations

import sqlite3

from ._context import Context
from ._faults import invalid, not_found
from ._kinds import BY_ARN_TYPE, BY_RESOURCE, Kind


def kind_of(resource: str) -> Kind:
    """The kind of entity that a search is for. Raises a fault for other resources."""
    kind = BY_RESOURCE.get(resource)
    if kind is None:
        raise invalid(f"The embedded store has no resources of the type {resource}.")
    return kind


def find(context: Context, kind: Kind, name: str) -> sqlite3.Row | None:
    """The entity of that name, ignoring case."""
    return context.row("SELECT * FROM entity WHERE kind = ? AND folded = ?", (kind.number, name.lower()))


def require(context: Context, kind: Kind, name: str) -> sqlite3.Row:
    """The entity of that name. Raises a fault if there is none."""
    found = find(context, kind, name)
    if found is None:
        raise not_found(kind.title, context.account.arn(kind, name))
    return found


def require_arn(context: Context, arn: str) -> sqlite3.Row:
    """The entity of that ARN, of any kind. Raises a fault if there is none."""
    resource, _, name = arn.partition("/")
    kind = BY_ARN_TYPE.get(resource.rpartition(":")[2].lower())
    found = None if kind is None else find(context, kind, name)
    if found is None or found["arn"].lower() != arn.lower():
        raise not_found("Resource" if kind is None else kind.title, arn)
    return found
