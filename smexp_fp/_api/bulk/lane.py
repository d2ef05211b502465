"""The calls of one operation: those that wait, and what the responses say about the others."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, Generic, TypeVar

from returns.result import Result

from smexp_fp._api.bulk.pace import Pace
from smexp_fp._api.call import Call
from smexp_fp.errors import AccessDenied, Conflict, MalformedResponse, SmexpError, Throttled, Unavailable
from smexp_fp.results import is_failure

W = TypeVar("W")

TRANSIENT: Final = (Unavailable, Conflict, MalformedResponse)
"""Errors after which a call is retried, besides `Throttled`. Every call here may be repeated, so it does not matter
whether the service has executed it."""


@dataclass(slots=True)
class Lane(Generic[W]):
    """The calls of one operation.

    Attributes:
        pace: What is known about the operation's limit.
        waiting: The waiting calls: the rank among all calls, the one who waits, and the call.
        in_flight: The number of calls that have been sent and not answered.
        granted: Whether a call has succeeded.
        denied: The first response, if it was a denial. The other calls would be denied too, so they are not sent. After
            a success, a denial only concerns its own entity, because a policy may allow an operation for some entities.
        trouble: The error that is being waited out, if there is one.
    """

    pace: Pace = field(default_factory=Pace)
    waiting: deque[tuple[int, W, Call[Any]]] = field(default_factory=deque[tuple[int, W, Call[Any]]])
    in_flight: int = 0
    granted: bool = False
    denied: Result[Any, SmexpError] | None = None
    trouble: SmexpError | None = None

    def ready_at(self, max_workers: int) -> float | None:
        """When the next call may be sent; `None` if there is none, or too many are in flight."""
        if not self.waiting or self.in_flight >= self.pace.window(max_workers):
            return None
        return self.pace.next_at

    def next_call(self, now: float) -> tuple[W, Call[Any]]:
        """Take the next call, to send it now."""
        _, waiter, call = self.waiting.popleft()
        self.pace = self.pace.after_sending(now)
        self.in_flight += 1
        return waiter, call

    def learn(self, result: Result[Any, SmexpError], sent: float, now: float, random: Random) -> None:
        """Take a response into account: for the pace, and for whether the operation is allowed."""
        self.in_flight -= 1
        if not is_failure(result):
            self.pace = self.pace.after_grant(sent)
            self.granted = True
            if not isinstance(self.trouble, Throttled):
                self.trouble = None
            return
        error = result.failure()
        if isinstance(error, Throttled):
            self.pace = self.pace.after_refusal(sent, now, random.random())
        elif not isinstance(error, TRANSIENT):
            self.pace = self.pace.after_grant(sent)
            if isinstance(error, AccessDenied) and not self.granted:
                self.denied = result

    def throttled_for(self, now: float) -> float:
        """The number of seconds for which every call has been throttled."""
        since = self.pace.refused_since
        return 0.0 if since is None else now - since

    def waited_out(self) -> SmexpError | None:
        """The error that is being waited out. A rate limit counts only while calls wait."""
        return self.trouble if self.waiting or not isinstance(self.trouble, Throttled) else None
