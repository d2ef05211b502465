"""Calls by their names in the API, without a client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smexp_fp.local import Answer, Answering

Wire = dict[str, Any]


def done(service: Answering, operation: str, **request: Any) -> Wire:
    """The response of a call that must succeed."""
    answer = service.answer(operation, request)
    assert not answer.is_error, (operation, request, answer)
    return dict(answer.body)


def fault(answer: Answer) -> tuple[int, str]:
    """The status and the code of an error."""
    return answer.status, answer.body["__type"]


def pages(service: Answering, operation: str, **request: Any) -> Iterator[Wire]:
    """The responses of a call and of its further pages."""
    page = done(service, operation, **request)
    yield page
    while "NextToken" in page:
        page = done(service, operation, **{**request, "NextToken": page["NextToken"]})
        yield page
