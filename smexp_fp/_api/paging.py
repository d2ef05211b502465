"""Turns a call for one page into a `Listing` of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import SupportsIndex, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp._api import wire
from smexp_fp._api.call import Call, malformed, send
from smexp_fp._api.kinds import Integer
from smexp_fp._api.members import Wire, as_structure, listed, optional_text
from smexp_fp._api.rules import integer_rule, invalid
from smexp_fp._numbers import as_whole_number
from smexp_fp.errors import InvalidInput, MalformedResponse, SmexpError
from smexp_fp.listing import Listing, Page
from smexp_fp.results import is_failure

T = TypeVar("T")

MAX_PAGE_SIZE = 100
"""API shape MaxResults. The service's own default is 10, which means ten times the calls."""

PAGE_ARGUMENTS: Mapping[str, str] = {"MaxResults": "page_size", "NextToken": "resume_from"}


def listing(
    client: object,
    first_page: Callable[..., Call[Page[T]]],
    *,
    limit: SupportsIndex | None = None,
    page_size: SupportsIndex = MAX_PAGE_SIZE,
    resume_from: str | None = None,
    **parameters: object,
) -> Listing[T]:
    """A list as the service has it, page by page, as a `Listing` of all its records.

    Args:
        client: What has the operation's method.
        first_page: Makes the call for the first page of the other arguments.
        limit: How many records at most; `None` for all.
        page_size: Records a request, 1 to 100.
        resume_from: The position that a failure has given.
        **parameters: What `first_page` takes.
    """
    call = first_page(**parameters)
    return Listing(partial(pages, client, call, limit=limit, page_size=page_size, resume_from=resume_from))


def failed_listing(error: SmexpError) -> Listing[T]:
    """A listing that yields one failure and sends nothing."""
    return Listing(lambda: iter([Failure(error)]))


def pages(
    client: object,
    template: Call[Page[T]],
    *,
    limit: SupportsIndex | None = None,
    page_size: SupportsIndex | None = None,
    resume_from: str | None = None,
) -> Iterator[Result[Page[T], SmexpError]]:
    """Ask for page after page until there is no more, the limit is reached, or something fails.

    Without a page size the service's own is left to it.
    """
    refused = page_refusal(template.operation, limit, page_size)
    if refused is not None:
        yield Failure(refused)
        return
    most, remaining = as_whole_number(page_size), as_whole_number(limit)
    token, watch = resume_from, RepetitionWatch(resume_from)
    while remaining is None or remaining > 0:
        size = most if most is None or remaining is None else min(most, remaining)
        window = wire.to_wire(MaxResults=size, NextToken=token)
        result = send(client, replace(template, parameters={**template.parameters, **window}))
        if is_failure(result):
            yield Failure(replace(result.failure(), resume_from=token))
            return
        page = result.unwrap()
        if remaining is not None:
            # A client that pays no heed to MaxResults must not exceed the limit.
            page = _beginning(page, remaining)
            remaining -= len(page.items) + len(page.failures)
        yield Success(page)
        if page.next_token is None:
            return
        if watch.repeats(page.next_token):
            # This page has been handed out, so whoever tries again begins with the next one.
            yield Failure(endless(template.operation, page.next_token))
            return
        token = page.next_token


def read_page(operation: str, member: str, decode: Callable[[Wire], T], answer: Wire) -> Page[T]:
    """One answer of a list or search; a record that cannot be decoded costs that record alone.

    Args:
        operation: The API operation.
        member: The answer's list of records.
        decode: Makes a record.
        answer: The answer.
    """
    items: list[T] = []
    failures: list[MalformedResponse] = []
    for position, raw in enumerate(listed(answer, member)):
        try:
            items.append(decode(as_structure(f"{member}[{position}]", raw)))
        except Exception as error:  # noqa: BLE001 - a record can be broken in ways that nobody foresees
            failures.append(malformed(operation, answer, error, record=_identifier(raw), position=position))
    return Page(items=tuple(items), failures=tuple(failures), next_token=optional_text(answer, "NextToken") or None)


def _identifier(raw: object) -> str | None:
    try:
        return wire.identifier(raw)
    except Exception:  # noqa: BLE001 - a client's own mapping can fail
        return None


def _beginning(page: Page[T], count: int) -> Page[T]:
    """The first records of a page, those among them that could not be decoded included."""
    if len(page.items) + len(page.failures) <= count:
        return page
    failures = tuple(failure for failure in page.failures if (failure.position or 0) < count)
    return replace(page, items=page.items[: count - len(failures)], failures=failures)


def page_refusal(operation: str, limit: SupportsIndex | None, page_size: SupportsIndex | None) -> InvalidInput | None:
    """What is wrong with a limit or a page size."""
    if page_size is not None and (rule := integer_rule(Integer(1, MAX_PAGE_SIZE), page_size)) is not None:
        return invalid(operation, "page_size", page_size, rule)
    if limit is not None and (rule := integer_rule(Integer(0), limit)) is not None:
        return invalid(operation, "limit", limit, rule)
    return None


def endless(operation: str, token: str) -> MalformedResponse:
    """What a page's token that has come before is."""
    message = "a page's NextToken has come before, so the list would never end"
    return MalformedResponse(operation=operation, message=message, resume_from=token)


class RepetitionWatch:
    """Sees a cycle of tokens of any length with a memory of one token (Brent's algorithm)."""

    def __init__(self, token: str | None) -> None:
        """Begin with the token of the first page."""
        self._kept = token
        self._steps = 0
        self._patience: int = 1

    def repeats(self, token: str) -> bool:
        """Whether a token has come before; of a cycle that is told after a few rounds, not in the first."""
        if token == self._kept:
            return True
        self._steps += 1
        if self._steps == self._patience:
            self._kept, self._steps, self._patience = token, 0, self._patience * 2
        return False
