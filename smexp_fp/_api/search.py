"""Searches, for all three resources: plan a condition, then run the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, SupportsIndex, TypeVar, cast

from returns.result import Failure, Result, Success

from smexp_fp._api import wire
from smexp_fp._api.call import Call, send
from smexp_fp._api.members import Malformed, Wire, items, optional_integer, optional_text, structure
from smexp_fp._api.merge import Identified, Order, merged_pages
from smexp_fp._api.paging import MAX_PAGE_SIZE, pages, read_page
from smexp_fp._api.rules import invalid_input
from smexp_fp.clients import CrossAccount, Resource, SortOrder, Visibility
from smexp_fp.errors import InvalidInput, SmexpError
from smexp_fp.listing import Page, SearchListing, TotalHits
from smexp_fp.results import is_failure

if TYPE_CHECKING:
    # The query language is imported when there is a condition to plan, so that importing a resource module is fast.
    from smexp_fp.query import Condition, Field

T = TypeVar("T", bound=Identified)


@dataclass(frozen=True, slots=True)
class _Run(Generic[T]):
    """The requests of a search, their order if there are several, and the condition to test in this process."""

    calls: tuple[Call[Page[T]], ...]
    order: Order[T] | None
    keep: Callable[[T], bool] | None


def search_resource(
    client: object,
    resource: Resource,
    decode: Callable[[Wire], T],
    condition: Condition[T] | Mapping[str, object] | None,
    *,
    sort_by: Field[T] | str | None = None,
    sort_order: SortOrder | None = None,
    limit: SupportsIndex | None = None,
    page_size: SupportsIndex = MAX_PAGE_SIZE,
    resume_from: str | None = None,
    cross_account: CrossAccount | None = None,
    visibility: Visibility | None = None,
    local_residue: bool = False,
) -> SearchListing[T]:
    """A listing of one request, or of several merged ones if the limits of one request do not suffice."""
    _check_types(condition, sort_by)

    def prepared() -> Result[_Run[T], InvalidInput]:
        path = _sort_path(resource, sort_by)
        if is_failure(path):
            return path
        planned = _planned(condition, resource, local_residue=local_residue)
        if is_failure(planned):
            return planned
        expressions, keep = planned.unwrap()
        shared = wire.to_wire(
            Resource=resource,
            SortBy=path.unwrap(),
            SortOrder=sort_order,
            CrossAccountFilterOption=cross_account,
            VisibilityConditions=_visibility(visibility),
        )
        calls = tuple(_call(decode, shared, expression) for expression in expressions)
        if len(calls) == 1 and keep is None:
            return Success(_Run(calls, None, None))
        order = _order(resource, path.unwrap(), sort_order)
        if order is None:
            rule = "must be a known property if the search takes more than one request"
            return Failure(invalid_input("Search", "sort_by", sort_by, rule))
        return Success(_Run(calls, order, keep))

    def iterate() -> Iterator[Result[Page[T], SmexpError]]:
        run = prepared()
        if is_failure(run):
            return iter([run])
        calls, order, keep = run.unwrap().calls, run.unwrap().order, run.unwrap().keep
        if order is None:
            return pages(client, calls[0], limit=limit, page_size=page_size, resume_from=resume_from)
        return merged_pages(client, calls, order, keep, limit=limit, page_size=page_size, resume_from=resume_from)

    def count() -> Result[TotalHits, SmexpError]:
        run = prepared()
        return run if is_failure(run) else _count(client, run.unwrap())

    return SearchListing(iterate, count, resume_from=resume_from)


def _check_types(condition: object, sort_by: object) -> None:
    """Raise TypeError for an argument of the wrong type at once, not when the results are read."""
    if condition is not None and not isinstance(condition, Mapping):
        from smexp_fp.query import node_of  # noqa: PLC0415 - see the top

        node_of("search", condition)
    if sort_by is not None and not isinstance(sort_by, str):
        from smexp_fp.query import Field  # noqa: PLC0415 - the same

        if not isinstance(sort_by, Field):
            message = (
                f"sort_by takes a field or the name of a property, not {sort_by!r}: "
                "write Q.metric('loss').last for a metric, and Q.tags['team'] for a tag"
            )
            raise TypeError(message)


def _call(
    decode: Callable[[Wire], T], shared: Mapping[str, object], expression: Mapping[str, object] | None
) -> Call[Page[T]]:
    return Call(
        operation="Search",
        parameters={**shared, **wire.to_wire(SearchExpression=expression)},
        decode=partial(page, decode),
    )


def page(decode: Callable[[Wire], T], answer: Wire) -> Page[T]:
    """Decode a page of a search."""
    return replace(read_page("Search", "Results", decode, answer), total_hits=_hits_of_page(answer))


# --- the plan ---------------------------------------------------------------------------------------------------------


def _planned(
    condition: Condition[T] | Mapping[str, object] | None, resource: Resource, *, local_residue: bool
) -> Result[tuple[tuple[Mapping[str, object] | None, ...], Callable[[T], bool] | None], InvalidInput]:
    """The expressions to send, and the condition to test in this process."""
    if condition is None or isinstance(condition, Mapping):
        return Success(((condition,), None))
    from smexp_fp.query import plan_any, predicate  # noqa: PLC0415 - see the top

    planned = plan_any(condition, resource, local_residue=local_residue)
    if isinstance(planned, Failure):
        return Failure(_unsearchable("condition", planned.failure()))
    plan = planned.unwrap()
    residue = plan.residue
    keep = None if residue is None else predicate(residue, resource)
    return Success((cast("tuple[Mapping[str, object], ...]", plan.requests), keep))


def _unsearchable(argument: str, reason: object) -> InvalidInput:
    """The error for a condition or sort key that cannot be searched; `reason` explains it."""
    return InvalidInput(
        operation="Search", message=f"{argument}: {reason}", argument=argument, value=reason, rule=str(reason)
    )


def _sort_path(resource: Resource, sort_by: Field[T] | str | None) -> Result[str | None, InvalidInput]:
    if sort_by is None or isinstance(sort_by, str):
        return Success(sort_by)
    path = sort_by.path(resource)
    if isinstance(path, Failure):
        return Failure(_unsearchable("sort_by", path.failure()))
    return Success(path.unwrap())


def _order(resource: Resource, path: str | None, sort_order: SortOrder | None) -> Order[Any] | None:
    """The order of a search; `None` for a property that this release does not know."""
    from smexp_fp.query import sort_key  # noqa: PLC0415 - see the top

    key = sort_key(path, sort_order, resource)
    if isinstance(key, Failure):
        return None
    of = key.unwrap()
    # The last member of the key, the time of creation, breaks ties.
    return Order(rank=lambda record: of(record)[:-1], key=of)


# --- the number of records -------------------------------------------------------------------------------------------


def _count(client: object, run: _Run[T]) -> Result[TotalHits, SmexpError]:
    """Send each request for one record, and read its total number of hits.

    Several requests may find the same record, so their sum would be too high; the greatest number is a lower bound. A
    condition that is tested in this process may drop any record, so then the lower bound is 0.
    """
    if run.keep is not None:
        return Success(TotalHits(0, exact=False))
    most = TotalHits(0, exact=True)
    for call in run.calls:
        parameters = {**call.parameters, "MaxResults": 1}
        hits = send(client, Call(operation=call.operation, parameters=parameters, decode=_counted))
        if is_failure(hits):
            return hits
        most = max(most, hits.unwrap(), key=lambda found: found.value)
    return Success(most if len(run.calls) == 1 else TotalHits(most.value, exact=False))


def _counted(answer: Wire) -> TotalHits:
    hits = structure(answer, "TotalHits") or {}
    value = optional_integer(hits, "Value")
    if value is None:
        raise Malformed("TotalHits.Value", "a whole number", None)
    return TotalHits(value, exact=optional_text(hits, "Relation") == "EqualTo")


def _hits_of_page(answer: Wire) -> TotalHits | None:
    """The total on a page, or `None` if it cannot be read, which does not affect the records."""
    try:
        return _counted(answer)
    except Malformed:
        return None


def _visibility(visibility: Visibility | None) -> list[dict[str, str]] | None:
    if visibility is None:
        return None
    pairs = visibility.items() if isinstance(visibility, Mapping) else visibility
    return [{"Key": f"Tags.{key}", "Value": value} for key, value in pairs]


# --- suggestions ------------------------------------------------------------------------------------------------------


def suggest(client: object, resource: Resource, hint: str) -> Result[tuple[str, ...], SmexpError]:
    """GetSearchSuggestions."""
    return send(
        client,
        Call(
            operation="GetSearchSuggestions",
            parameters={"Resource": resource, "SuggestionQuery": {"PropertyNameQuery": {"PropertyNameHint": hint}}},
            decode=_suggestions,
        ),
    )


def _suggestions(answer: Wire) -> tuple[str, ...]:
    names = items(answer, "PropertyNameSuggestions", lambda raw: optional_text(raw, "PropertyName"))
    return tuple([name for name in names if name])
