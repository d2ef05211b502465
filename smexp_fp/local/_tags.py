"""AddTags, ListTags, DeleteTags, and the tags that come with a Create."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import _tokens
from ._context import Context
from ._faults import Wire, invalid
from ._lookup import require_arn
from ._model import SAGEMAKER, limit_of

_RESERVED = "aws:"


def _check_keys(keys: Sequence[str]) -> None:
    for key in keys:
        if key.lower().startswith(_RESERVED):
            raise invalid(f"Tag keys beginning with '{_RESERVED}' are reserved for use by AWS: {key}")


def put(context: Context, entity_id: int, kind_number: int, tags: Sequence[Wire]) -> None:
    """Add tags to an entity, or replace their values. Raises a fault if it would have too many."""
    if not tags:
        return
    keys = [tag["Key"] for tag in tags]
    _check_keys(keys)
    if len(set(keys)) < len(keys):
        raise invalid("Duplicate tag keys found: a request names each key once.")
    last = context.number("SELECT coalesce(max(place), 0) FROM tag WHERE entity_id = ?", (entity_id,))
    context.write_many(
        "INSERT INTO tag (entity_id, key, value, kind, place) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (entity_id, key) DO UPDATE SET value = excluded.value",
        [(entity_id, tag["Key"], tag["Value"], kind_number, place) for place, tag in enumerate(tags, last + 1)],
    )
    # The model limits one request; this limits the entity's total.
    most = limit_of(SAGEMAKER, "TagList")
    total = context.number("SELECT count(*) FROM tag WHERE entity_id = ?", (entity_id,))
    if total > most:
        raise invalid(f"A resource can have at most {most} tags; this would have {total}.")


def of(context: Context, entity_id: int) -> list[Wire]:
    """The tags of an entity, in the order in which they were added."""
    rows = context.rows("SELECT key, value FROM tag WHERE entity_id = ? ORDER BY place, key", (entity_id,))
    return [{"Key": row["key"], "Value": row["value"]} for row in rows]


def add_tags(context: Context, request: Wire) -> Wire:
    """AddTags, which returns all tags of the entity."""
    entity = require_arn(context, request["ResourceArn"])
    put(context, entity["id"], entity["kind"], request["Tags"])
    return {"Tags": of(context, entity["id"])}


def list_tags(context: Context, request: Wire) -> Wire:
    """ListTags. Its smallest page (50) holds the maximum of tags, so there is never a second page."""
    entity = require_arn(context, request["ResourceArn"])
    _tokens.refuse(request)
    return {"Tags": of(context, entity["id"])}


def delete_tags(context: Context, request: Wire) -> dict[str, Any]:
    """DeleteTags. An unknown key is not an error (not documented; chosen)."""
    entity = require_arn(context, request["ResourceArn"])
    keys: list[str] = request["TagKeys"]
    _check_keys(keys)
    context.write_many("DELETE FROM tag WHERE entity_id = ? AND key = ?", [(entity["id"], key) for key in keys])
    return {}
