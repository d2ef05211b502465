"""Searching: what the three resources share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal, TypeAlias, TypeVar

from returns.result import Result

from smexp_fp import _wire
from smexp_fp._call import Call, send
from smexp_fp._paging import PAGE_ARGUMENTS, pages
from smexp_fp.clients import Resource, SortOrder
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Page, SearchListing, TotalHits

T = TypeVar("T")

CrossAccount: TypeAlias = Literal["SameAccount", "CrossAccount"]
"""API enum CrossAccountFilterOption."""

Visibility: TypeAlias = Mapping[str, str] | Sequence[tuple[str, str]]
"""Tag keys and the values that a record may have for them; pairs where a key has several (API VisibilityConditions)."""


def search(
    client: object,
    resource: Resource,
    decode: Callable[[_wire.Wire], T],
    expression: Mapping[str, Any] | None,
    *,
    sort_by: str | None,
    sort_order: SortOrder | None,
    limit: int | None,
    page_size: int,
    resume_from: str | None,
    cross_account: CrossAccount | None,
    visibility: Visibility | None,
) -> SearchListing[T]:
    """Search as a `SearchListing`."""
    call = Call(
        operation="Search",
        parameters=_wire.to_wire(
            Resource=resource,
            SearchExpression=expression,
            SortBy=sort_by,
            SortOrder=sort_order,
            CrossAccountFilterOption=cross_account,
            VisibilityConditions=_visibility(visibility),
        ),
        decode=partial(page, decode),
        arguments={
            **PAGE_ARGUMENTS,
            "SearchExpression": "condition",
            "CrossAccountFilterOption": "cross_account",
            "VisibilityConditions": "visibility",
        },
    )

    def iterate() -> Iterator[Result[Page[T], SmexpError]]:
        return pages(client, call, limit=limit, page_size=page_size, resume_from=resume_from)

    return SearchListing(iterate, partial(_count, client, call))


def page(decode: Callable[[_wire.Wire], T], answer: _wire.Wire) -> Page[T]:
    """One answer of a search."""
    return Page(
        items=_wire.items(answer, "Results", decode),
        next_token=_wire.optional_text(answer, "NextToken") or None,
        total_hits=_wire.optional(answer, "TotalHits", _total_hits),
    )


def _total_hits(raw: _wire.Wire) -> TotalHits:
    value = _wire.optional_integer(raw, "Value")
    if value is None:
        raise _wire.Malformed("TotalHits", "a structure with a Value", raw)
    return TotalHits(value, exact=_wire.optional_text(raw, "Relation") == "EqualTo")


def _count(client: object, call: Call[Page[T]]) -> Result[TotalHits, SmexpError]:
    parameters = {**call.parameters, "MaxResults": 1}
    return send(
        client, Call(operation=call.operation, parameters=parameters, decode=_counted, arguments=call.arguments)
    )


def _counted(answer: _wire.Wire) -> TotalHits:
    hits = _wire.structure(answer, "TotalHits")
    if hits is None:
        raise _wire.Malformed("TotalHits", "in the answer", None)
    return _total_hits(hits)


def _visibility(visibility: Visibility | None) -> list[dict[str, str]] | None:
    if visibility is None:
        return None
    pairs = visibility.items() if isinstance(visibility, Mapping) else visibility
    return [{"Key": f"Tags.{key}", "Value": value} for key, value in pairs]
