"""What is read, in the portions in which it comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from returns.result import Result

from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.listing import Listing
from smexp_fp.results import is_failure

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Portion(Generic[R]):
    """Records that came together, where to continue after them, and what ended the listing."""

    records: tuple[R, ...]
    failures: tuple[MalformedResponse, ...] = ()
    position: str | None = None
    error: SmexpError | None = None


def portions(found: Iterable[Result[R, SmexpError]] | Iterable[R]) -> Iterator[Portion[R]]:
    """The pages of a listing, or one record after the other."""
    if isinstance(found, Listing):
        for page in cast("Listing[R]", found).pages():
            if is_failure(page):
                yield Portion((), position=page.failure().resume_from, error=page.failure())
                return
            read = page.unwrap()
            yield Portion(read.items, read.failures, read.next_token)
        return
    for item in found:
        if not isinstance(item, Result):
            yield Portion((item,))
            continue
        result = cast("Result[R, SmexpError]", item)
        if not is_failure(result):
            yield Portion((result.unwrap(),))
            continue
        error = result.failure()
        if isinstance(error, MalformedResponse) and error.position is not None:
            yield Portion((), (error,))
        else:
            yield Portion((), position=error.resume_from, error=error)
            return
