"""Operations that the three kinds of entity share: create, update, delete, describe, list."""

# ruff: noqa: S608 - all SQL text comes from this program; values from requests are always arguments

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from . import _tags, _tokens
from ._context import Context
from ._faults import Wire, invalid
from ._kinds import Kind
from ._lookup import find, require

# The service's default page (observed for Search; documented for the lists).
DEFAULT_PAGE = 10


def seconds(milliseconds: int | None) -> float | None:
    """A stored time in the wire format."""
    return None if milliseconds is None else milliseconds / 1000


def present(members: Mapping[str, Any]) -> Wire:
    """The members that are not None; unset members are absent from a response."""
    return {name: value for name, value in members.items() if value is not None}


def create(context: Context, kind: Kind, request: Wire, members: Mapping[str, Any]) -> tuple[int, Wire]:
    """Insert an entity with its name, display name, tags and the further columns `members`.

    Returns its id and the response. The code and the words "already exists" for a duplicate name are observed.
    """
    name: str = request[kind.name_member]
    if find(context, kind, name) is not None:
        raise invalid(
            f"{kind.title} names must be unique within an AWS account and region. "
            f"{kind.title} with name ({name}) already exists."
        )
    arn = context.account.arn(kind, name)
    identity = context.insert(
        "entity",
        {
            "kind": kind.number,
            "name": name,
            "folded": name.lower(),
            "arn": arn,
            "display_name": request.get("DisplayName", name),
            "created": context.now,
            "modified": context.now,
            **members,
        },
    )
    _tags.put(context, identity, kind.number, request.get("Tags", []))
    return identity, {kind.arn_member: arn}


def update(context: Context, kind: Kind, entity: sqlite3.Row, changes: Mapping[str, Any]) -> Wire:
    """Set columns of an entity and its time of modification; returns the response."""
    columns = {**changes, "modified": context.now}
    places = ", ".join(f"{column} = ?" for column in columns)
    context.write(f"UPDATE entity SET {places} WHERE id = ?", (*columns.values(), entity["id"]))
    return {kind.arn_member: entity["arn"]}


def delete(context: Context, kind: Kind, request: Wire, obstacles: str, reason: str) -> Wire:
    """Delete the requested entity and its rows in other tables; returns the response.

    Raises a fault with the `reason` while the query `obstacles` finds anything for the entity's id.
    """
    entity = require(context, kind, request[kind.name_member])
    if context.row(obstacles, (entity["id"],)) is not None:
        raise invalid(f"{kind.title} '{entity['arn']}' {reason} and cannot be deleted.")
    context.write("DELETE FROM entity WHERE id = ?", (entity["id"],))
    return {kind.arn_member: entity["arn"]}


def metadata_columns(request: Wire) -> dict[str, str | None]:
    """The columns for a request's MetadataProperties."""
    given: Mapping[str, str] = request.get("MetadataProperties", {})
    return {column: given.get(member) for column, member in METADATA.items()}


METADATA = {
    "commit_id": "CommitId",
    "repository": "Repository",
    "generated_by": "GeneratedBy",
    "project_id": "ProjectId",
}


def source(row: sqlite3.Row) -> Wire | None:
    """The structure `Source`; None if no job created the entity."""
    if row["source_arn"] is None:
        return None
    return present({"SourceArn": row["source_arn"], "SourceType": row["source_type"]})


def described(kind: Kind, row: sqlite3.Row) -> Wire:
    """The members in Describe and Search that all kinds of entity have.

    `CreatedBy` and `LastModifiedBy` are empty, as the service records calls from outside Studio.
    """
    return present(
        {
            kind.name_member: row["name"],
            kind.arn_member: row["arn"],
            "DisplayName": row["display_name"],
            "Source": source(row),
            "CreationTime": seconds(row["created"]),
            "CreatedBy": {},
            "LastModifiedTime": seconds(row["modified"]),
            "LastModifiedBy": {},
        }
    )


def metadata(row: sqlite3.Row) -> Wire | None:
    """The structure `MetadataProperties`; None if it is empty."""
    return present({member: row[column] for column, member in METADATA.items()}) or None


def summary(kind: Kind, row: sqlite3.Row) -> Wire:
    """The members in lists that all kinds of entity have."""
    return present(
        {
            kind.name_member: row["name"],
            kind.arn_member: row["arn"],
            "DisplayName": row["display_name"],
            kind.source_member: source(row),
            "CreationTime": seconds(row["created"]),
            "LastModifiedTime": seconds(row["modified"]),
        }
    )


def listed(  # noqa: PLR0917 - a list needs all six
    context: Context,
    operation: str,
    kind: Kind,
    request: Wire,
    conditions: Sequence[str],
    arguments: Sequence[object],
) -> tuple[list[sqlite3.Row], Wire]:
    """One page of a List operation: its rows, and the members that continue it (`NextToken`, if there is more).

    `conditions` are SQL over `entity AS e`. `CreatedAfter` and `CreatedBefore` are exclusive; equal times follow the
    order of creation (see `Order`).
    """
    wheres: list[str] = ["e.kind = ?", *conditions]
    values: list[object] = [kind.number, *arguments]
    for member, comparison in (("CreatedAfter", ">"), ("CreatedBefore", "<")):
        if member in request:
            wheres.append(f"e.created {comparison} ?")
            values.append(request[member])
    column = "name" if request.get("SortBy") == "Name" else "created"
    ascending = request.get("SortOrder") == "Ascending"
    beyond, direction = (">", "ASC") if ascending else ("<", "DESC")
    position = _tokens.decode(operation, request, size=2)
    if position is not None:
        wheres.append(f"(e.{column}, e.id) {beyond} (?, ?)")
        values += position
    size: int = request.get("MaxResults", DEFAULT_PAGE)
    rows = context.rows(
        f"SELECT e.* FROM entity AS e WHERE {' AND '.join(wheres)} "
        f"ORDER BY e.{column} {direction}, e.id {direction} LIMIT ?",
        (*values, size + 1),
    )
    if len(rows) <= size:
        return rows, {}
    last = rows[size - 1]
    return rows[:size], {"NextToken": _tokens.encode(operation, request, (last[column], last["id"]))}
