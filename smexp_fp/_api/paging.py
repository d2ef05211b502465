"""Turns a call for one page into a `Listing` of all pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import SupportsIndex, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp._api import wire
from smexp_fp._api.call import Call, malformed, send
from smexp_fp._api.kinds import Integer
from smexp_fp._api.members import Wire, as_structure, listed, optional_text
from smexp_fp._api.rules import integer_rule, invalid_input
from smexp_fp._base.numbers import as_whole_number
from smexp_fp.errors import InvalidInput, MalformedResponse, SmexpError
from smexp_fp.listing import Listing, Page
from smexp_fp.results import is_failure

T = TypeVar("T")

MAX_PAGE_SIZE = 100
"""API shape MaxResults. The service's default is 10, which takes ten times as many calls."""


def listing(
    client: object,
    first_page: Callable[..., Call[Page[T]]],
    *,
    limit: SupportsIndex | None = None,
    page_size: SupportsIndex = MAX_PAGE_SIZE,
    resume_from: str | None = None,
    **parameters: object,
) -> Listing[T]:
    """A `Listing` of all records of an operation that answers in pages.

    Args:
        client: Has the operation.
        first_page: Makes the call for the first page from `parameters`.
        limit: The maximum number of records; `None` for all.
        page_size: The number of records per request, 1 to 100.
        resume_from: The position from a failure.
        **parameters: The arguments of `first_page`.
    """
    call = first_page(**parameters)
    read = partial(pages, client, call, limit=limit, page_size=page_size, resume_from=resume_from)
    return Listing(read, resume_from=resume_from)


def pages(
    client: object,
    template: Call[Page[T]],
    *,
    limit: SupportsIndex | None = None,
    page_size: SupportsIndex | None = None,
    resume_from: str | None = None,
) -> Iterator[Result[Page[T], SmexpError]]:
    """Request pages until the last one, the limit, or a failure.

    Without a page size, the service uses its default.
    """
    invalid = check_paging(template.operation, limit, page_size)
    if invalid is not None:
        yield Failure(invalid)
        return
    most, remaining = as_whole_number(page_size), as_whole_number(limit)
    token, watch = resume_from, RepetitionWatch(resume_from)
    while remaining is None or remaining > 0:
        size = most if most is None or remaining is None else min(most, remaining)
        result = send(client, page_call(template, size, token))
        if is_failure(result):
            yield Failure(replace(result.failure(), resume_from=token))
            return
        page = result.unwrap()
        if remaining is not None:
            # A client that ignores MaxResults must not exceed the limit.
            page = _beginning(page, remaining)
            remaining -= len(page.items) + len(page.failures)
        yield Success(page)
        if page.next_token is None:
            return
        if watch.repeats(page.next_token):
            # The caller has this page already, so a retry begins with the next one.
            yield Failure(endless(template.operation, page.next_token))
            return
        token = page.next_token


def page_call(template: Call[Page[T]], size: int | None, token: str | None) -> Call[Page[T]]:
    """The call for the page that begins at a token."""
    window = wire.to_wire(MaxResults=size, NextToken=token)
    return replace(template, parameters={**template.parameters, **window})


def read_page(operation: str, member: str, decode: Callable[[Wire], T], answer: Wire) -> Page[T]:
    """Decode a page of a list or search. A record that cannot be decoded does not affect the others.

    Args:
        operation: The API operation.
        member: The member of the response that lists the records.
        decode: Converts one record.
        answer: The response.
    """
    items: list[T] = []
    failures: list[MalformedResponse] = []
    for position, raw in enumerate(listed(answer, member)):
        try:
            items.append(decode(as_structure(f"{member}[{position}]", raw)))
        except Exception as error:  # noqa: BLE001 - a record can be malformed in unforeseen ways
            failures.append(malformed(operation, answer, error, record=_identifier(raw), position=position))
    return Page(items=tuple(items), failures=tuple(failures), next_token=optional_text(answer, "NextToken") or None)


def _identifier(raw: object) -> str | None:
    try:
        return wire.identifier(raw)
    except Exception:  # noqa: BLE001 - a client's own mapping can fail
        return None


def _beginning(page: Page[T], count: int) -> Page[T]:
    """The first records of a page, including those that could not be decoded."""
    if len(page.items) + len(page.failures) <= count:
        return page
    failures = tuple(failure for failure in page.failures if (failure.position or 0) < count)
    return replace(page, items=page.items[: count - len(failures)], failures=failures)


def check_paging(operation: str, limit: SupportsIndex | None, page_size: SupportsIndex | None) -> InvalidInput | None:
    """Check a limit and a page size."""
    if page_size is not None and (rule := integer_rule(Integer(1, MAX_PAGE_SIZE), page_size)) is not None:
        return invalid_input(operation, "page_size", page_size, rule)
    if limit is not None and (rule := integer_rule(Integer(0), limit)) is not None:
        return invalid_input(operation, "limit", limit, rule)
    return None


def endless(operation: str, token: str) -> MalformedResponse:
    """The error for a page token that repeats."""
    message = "the NextToken of a page repeats an earlier one, so the list would never end"
    return MalformedResponse(operation=operation, message=message, resume_from=token)


class RepetitionWatch:
    """Detects a cycle of tokens of any length, with a memory of one token (Brent's algorithm)."""

    def __init__(self, token: str | None) -> None:
        """Start with the token of the first page."""
        self._kept = token
        self._steps = 0
        self._patience: int = 1

    def repeats(self, token: str) -> bool:
        """Whether a token repeats an earlier one. A cycle is detected after a few rounds, not in the first."""
        if token == self._kept:
            return True
        self._steps += 1
        if self._steps == self._patience:
            self._kept, self._steps, self._patience = token, 0, self._patience * 2
        return False
