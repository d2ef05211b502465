"""How fast an operation may be called, found from what the service grants and refuses.

AWS limits calls by token buckets: a bucket of some capacity fills at a steady rate, each call takes one token, and a
call that finds none is refused. Neither number is published for these operations. A refusal costs no token, so that
what counts is the time between a token's arrival and its use. Two observations bound the rate: a call refused `x`
seconds after the last granted one proves that tokens are more than `x` apart (or somebody else takes them); one granted
as soon as it was tried shows that they are hardly further apart than that. So the spacing is *bracketed*, and the
bracket halved with every call, until its ends are within 2 % of each other. Multiplicative decrease and additive
increase alone would swing around the rate for ever and lose a good part of it.

Limits change, and others share the account. After a while without refusals the bracket is therefore opened downwards a
little, and after a refusal above its upper end that end is raised.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

TOLERANCE: Final = 0.02
"""Where the ends of the bracket are this close, relatively, the search ends."""

FIRST_GAP: Final = 0.05
"""Seconds to the first try after a refusal, while nothing is known; doubled with every further one."""

MAX_GAP: Final = 20.0
"""Seconds between two tries at most, so that an operation that is available again is soon used."""

CALM: Final = 40
"""Grants without a refusal after which a somewhat higher rate is tried."""

REOPENING: Final = 0.9
"""How much shorter a spacing is tried then, relatively. As long as that goes well it is done sooner, and more
boldly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What is known about one operation's limit; each observation gives a new value. All times are a clock's seconds.

    Attributes:
        paced: Whether there has been a refusal; until then calls are only limited in number.
        grants: How many calls have been granted.
        last_grant: When the last one of them was sent.
        refused: The longest spacing known to be too short.
        granted: The shortest spacing known to be long enough; `None` while there is none.
        gap: How long to wait after the next refusal while `granted` is unknown.
        next_at: When the next call may be sent.
        adjusted: When the last refusal was seen; refusals of calls sent before it tell nothing new.
        calm: Grants since the last refusal, or since the bracket was last opened.
        opened: How often it has been opened since the last refusal.
        refused_since: When the refusals began that no grant has ended yet.
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
        """Seconds between two calls, as it is tried now."""
        if not self.paced:
            return 0.0
        if self.granted is None:
            return self.gap
        return _between(self.refused, self.granted)

    @property
    def rate(self) -> float | None:
        """Calls a second that are known to be granted; `None` where no limit was met or nothing is known yet."""
        return 1 / self.granted if self.granted else None

    def window(self, most: int) -> int:
        """How many calls may be on their way at once: few at first, so that a limit is not met by a crowd."""
        return most if self.paced else min(most, 1 + self.grants)

    def after_sending(self, now: float) -> Pace:
        """A call is sent."""
        return replace(self, next_at=now + self.spacing)

    def after_grant(self, sent: float) -> Pace:
        """A call that was sent at `sent` was not refused for its rate."""
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
        """A call that was sent at `sent` was refused for its rate.

        Args:
            sent: When it was sent.
            now: When the refusal is seen.
            jitter: A random number from 0 to 1: several processes that were refused together must not return together.
        """
        since = now if self.refused_since is None else self.refused_since
        if sent < self.adjusted:
            return replace(self, refused_since=since)
        spacing = 0.0 if self.last_grant is None else min(MAX_GAP, max(0.0, sent - self.last_grant))
        if self.granted is None:
            refused, granted, gap = spacing, None, min(MAX_GAP, self.gap * 2)
            next_at = now + self.gap * (0.75 + 0.5 * jitter)
        else:
            # Above the bracket's upper end: the limit has sunk, somebody else takes a share, or calls overtake each
            # other on their way. The upper end is raised step by step, ever more steeply while refusals go on.
            beyond = spacing >= self.granted
            refused = min(self.granted, spacing) if beyond else max(self.refused, spacing)
            granted = min(MAX_GAP, self.granted * (1 + self.gap)) if beyond else self.granted
            gap = self.gap * 2 if beyond else self.gap
            start = now if self.last_grant is None else self.last_grant
            # While refusals go on, the last grant is ever longer ago: without a pause from now on, calls would storm.
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
    """The next spacing to try in a bracket: its middle, or its safe end once it is narrow."""
    return granted if granted - refused <= TOLERANCE * granted else (refused + granted) / 2
