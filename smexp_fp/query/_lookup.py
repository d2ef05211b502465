"""From a name in a search to the property that it means: fixed segments in any case, the user's own as they are."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from smexp_fp.query._properties import LISTS, PARAMETER, PROPERTIES, STATISTICS, TAG, ListProperty, Property, Resource

Found: TypeAlias = tuple[Property, str]
"""A property and its key."""


@cache
def _fixed(resource: Resource) -> dict[str, Property]:
    return {
        path.lower(): prop
        for prop in PROPERTIES.values()
        if not prop.keyed and (path := prop.paths.get(resource)) is not None
    }


def lookup(resource: Resource, name: str) -> Found | None:
    """The property that a name means for a resource; `None` where it has no such property."""
    lowered = name.lower()
    fixed = _fixed(resource).get(lowered)
    if fixed is not None:
        return fixed, ""
    head, dot, key = name.partition(".")
    if not dot:
        return None
    match head.lower():
        case "tags":
            return TAG, key
        case "parameters" if resource in PARAMETER.paths:
            return PARAMETER, key
        case "metrics" if resource in PARAMETER.paths:
            # The last segment is the statistic, if it is one and a name stands before it.
            before, inner, last = key.rpartition(".")
            statistic = next((code for code, path in STATISTICS if inner and path.lower() == last.lower()), None)
            return (PROPERTIES[f"Q.metric({{}}).{statistic or 'last'}"], before if statistic else key)
        case "inputartifacts" | "outputartifacts" as side if resource in PARAMETER.paths:
            code = f"Q.{side.removesuffix('artifacts')}_artifact({{}})"
            before, inner, last = key.rpartition(".")
            if inner and last.lower() == "mediatype":
                return PROPERTIES[f"{code}.media_type"], before
            return PROPERTIES[code], before if inner and last.lower() == "value" else key
        case _:
            return None


def lookup_list(resource: Resource, name: str) -> ListProperty | None:
    """The list property that a name means for a resource."""
    found = next((items for items in LISTS.values() if items.path.lower() == name.lower()), None)
    return found if found is not None and resource in found.resources else None


def lookup_member(items: ListProperty, name: str) -> Property | None:
    """The member of a list's elements that a full name means."""
    lowered = name.lower()
    return next((prop for path, prop in items.members.items() if path.lower() == lowered), None)
