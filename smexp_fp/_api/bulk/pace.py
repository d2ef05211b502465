"""The pace of an operation, learned from what the service grants and throttles.

AWS limits calls by token buckets. A bucket fills at a steady rate up to a capacity, each call takes one token, and a
call that finds none is throttled, which costs no token. Neither number is published for these operations.

So the spacing of calls is found by bisection. A call throttled `x` seconds after the last granted one proves that
tokens arrive more than `x` apart, or that somebody else takes them. A call granted at its first try shows that they
arrive about that far apart, or closer. The two spacings are the ends of a bracket. Each call is sent at its middle and
replaces one end, until the ends are within 2 %. Multiplicative decrease with additive increase would swing around the
rate for ever, and lose a good part of it.

Limits change, and others share the account. So after a while without throttling, the lower end of the bracket is moved
down a little. After throttling at the upper end or above, the upper end is moved up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

TOLERANCE: Final = 0.02
"""The relative width of the bracket at which the bisection ends."""

FIRST_GAP: Final = 0.05
"""The number of seconds before the first try after throttling, while nothing is known; doubled for each further one."""

MAX_GAP: Final = 20.0
"""The maximum number of seconds between two tries, so that an operation is soon used when it is available again."""

CALM: Final = 40
"""The number of grants without throttling after which a higher rate is tried."""

REOPENING: Final = 0.9
"""The factor for the spacing then. While no call is throttled, it is applied sooner and more strongly each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What is known about the limit of one operation. Each observation makes a new value. Times are seconds of a clock.

    Attributes:
        paced: Whether a call has been throttled; until then, only the number of concurrent calls is limited.
        grants: The number of granted calls.
        last_grant: When the last granted call was sent.
        refused: The lower end of the bracket: the longest spacing known to be too short.
        granted: The upper end: the shortest spacing known to suffice; `None` if none is known.
        gap: The wait after the next throttled call while `granted` is unknown.
        next_at: When the next call may be sent.
        adjusted: When throttling was last noticed; a throttled call that was sent before proves nothing new.
        calm: The number of grants since the last throttling, or since the bracket was last opened.
        opened: How often the bracket was opened since the last throttling.
        refused_since: When the throttling began, if no call has been granted since.
    """

    paced: bool = False
    grants: int = 0
    last_grant: float | None = None
    refused: float = 0.0
    granted: float | None = None
    gap: float = FIRST_GAP
    next_at: float = float("-inf")
    adjusted: float = float("-inf")
    calm: int = 0
    opened: int = 0
    refused_since: float | None = None

    @property
    def spacing(self) -> float:
        """The spacing to try now."""
        if not self.paced:
            return 0.0
        if self.granted is None:
            return self.gap
        return _between(self.refused, self.granted)

    @property
    def rate(self) -> float | None:
        """The calls per second that are known to be granted; `None` if no limit is known."""
        return 1 / self.granted if self.granted else None

    def window(self, max_workers: int) -> int:
        """The maximum number of calls in flight. It grows from 1, so that a limit does not throttle many at once."""
        return max_workers if self.paced else min(max_workers, 1 + self.grants)

    def after_sending(self, now: float) -> Pace:
        """A call is sent."""
        return replace(self, next_at=now + self.spacing)

    def after_grant(self, sent: float) -> Pace:
        """A call that was sent at `sent` was not throttled."""
        last, granted = self.last_grant, self.granted
        if self.paced and last is not None and sent > last:
            spacing = min(MAX_GAP, sent - last)
            granted = spacing if granted is None else min(granted, max(spacing, self.refused))
        calm, opened, refused = self.calm + 1, self.opened, self.refused
        if calm >= (CALM // 5 if opened else CALM) and granted is not None:
            calm, opened, refused = 0, opened + 1, min(refused, granted * REOPENING ** min(8, 2**opened))
        return replace(
            self,
            grants=self.grants + 1,
            last_grant=sent if last is None else max(last, sent),
            granted=granted,
            refused=refused,
            gap=FIRST_GAP,
            calm=calm,
            opened=opened,
            refused_since=None,
        )

    def after_refusal(self, sent: float, now: float, jitter: float) -> Pace:
        """A call was throttled.

        Args:
            sent: When it was sent.
            now: When the response arrived.
            jitter: A random number from 0 to 1, so that processes that were throttled together do not return together.
        """
        since = now if self.refused_since is None else self.refused_since
        if sent < self.adjusted:
            return replace(self, refused_since=since)
        spacing = 0.0 if self.last_grant is None else min(MAX_GAP, max(0.0, sent - self.last_grant))
        if self.granted is None:
            refused, granted, gap = spacing, None, min(MAX_GAP, self.gap * 2)
            next_at = now + self.gap * (0.75 + 0.5 * jitter)
        else:
            # At the upper end or above, the limit has sunk, somebody else takes a share, or a call has overtaken
            # another. The upper end is moved up, in steps that grow while the throttling lasts.
            beyond = spacing >= self.granted
            refused = min(self.granted, spacing) if beyond else max(self.refused, spacing)
            granted = min(MAX_GAP, self.granted * (1 + self.gap)) if beyond else self.granted
            gap = self.gap * 2 if beyond else self.gap
            start = now if self.last_grant is None else self.last_grant
            # The last grant may be long ago, so the next call also waits from now on.
            soonest = now + min(MAX_GAP, granted * self.gap) * (0.75 + 0.5 * jitter) if beyond else now
            next_at = max(soonest, start + _between(refused, granted) * (1 + TOLERANCE / 4 * jitter))
        return replace(
            self,
            paced=True,
            refused=refused,
            granted=granted,
            gap=gap,
            next_at=next_at,
            adjusted=now,
            calm=0,
            opened=0,
            refused_since=since,
        )


def _between(refused: float, granted: float) -> float:
    """The next spacing to try in a bracket: the middle, or the upper end of a narrow one."""
    return granted if granted - refused <= TOLERANCE * granted else (refused + granted) / 2
