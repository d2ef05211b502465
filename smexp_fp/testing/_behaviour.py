"""How a simulated service behaves: values, and the chances drawn from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final, final

from smexp_fp._frozen import FrozenMap

CHANGES: Final = ("Create", "Update", "Delete", "Associate", "Disassociate", "Add", "BatchPut")
"""How the names of operations begin that change something."""


@final
@dataclass(frozen=True, slots=True)
class RateLimit:
    """A token bucket, as AWS limits calls with.

    Attributes:
        per_second: Tokens that arrive in a second; each call takes one.
        burst: How many the bucket holds, from 1; it is full at the start.
    """

    per_second: float
    burst: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what would never grant a call.

        Raises:
            ValueError: The bucket never holds a token.
        """
        if self.per_second < 0 or self.burst < 1:
            raise ValueError("per_second must not be negative, and burst at least 1")


OBSERVED_LIMITS: Final[Mapping[str, RateLimit]] = FrozenMap(
    {"DisassociateTrialComponent": RateLimit(1.0), "DeleteTrial": RateLimit(1.0)}
)
"""What users of the service have met: about one call a second. AWS publishes no rates."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What the simulated service does to its clients. The default is a service without any faults.

    Attributes:
        seed: Everything random is drawn from it: the same calls meet the same faults, in whatever order threads send
            them.
        limits: Rate limits by operation; `"*"` is for every operation not named, each with a bucket of its own.
        latency: The least and the most seconds that a call takes.
        lag: Seconds after which a change is seen, at the latest, by lists, searches and tags: each change is seen
            after a time between 0 and this, in the order of the changes.
        lagging_checks: Whether deletions are refused as long as the lagging view still shows what would be in the way,
            as observed of components just taken out of their trials.
        server_errors: The share of calls, 0 to 1, answered with a fault of the server; nothing is done.
        dropped: The share of calls whose connection breaks before they arrive.
        lost_answers: The share of calls that are carried out although their answer is lost.
        spared: Operations that meet none of these three.
    """

    seed: int = 0
    limits: Mapping[str, RateLimit] = field(default_factory=FrozenMap[str, RateLimit])
    latency: tuple[float, float] = (0.0, 0.0)
    lag: float = 0.0
    lagging_checks: bool = True
    server_errors: float = 0.0
    dropped: float = 0.0
    lost_answers: float = 0.0
    spared: frozenset[str] = frozenset()

    def chances(self, operation: str, request: Mapping[str, object], number: int) -> Chances:
        """What happens to a call, when it is made for the time that `number` says."""
        text = json.dumps([self.seed, operation, request, number], sort_keys=True, default=str)
        random = Random(text)  # noqa: S311 - a simulation
        latency = random.uniform(*self.latency)
        lag = random.uniform(0, self.lag)
        error, dropped, lost = random.random(), random.random(), random.random()
        subject = operation not in self.spared
        return Chances(
            latency=latency,
            lag=lag,
            server_error=subject and error < self.server_errors,
            dropped=subject and dropped < self.dropped,
            lost=subject and lost < self.lost_answers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What happens to one call."""

    latency: float
    lag: float
    server_error: bool
    dropped: bool
    lost: bool


class Bucket:
    """A token bucket at work."""

    def __init__(self, limit: RateLimit, now: float) -> None:
        """A full one."""
        self._limit = limit
        self._tokens = limit.burst
        self._at = now

    def take(self, now: float) -> bool:
        """Take a token, if there is one."""
        self._tokens = min(self._limit.burst, self._tokens + (now - self._at) * self._limit.per_second)
        self._at = now
        # What a whole number of periods adds up to may fall short of a token by rounding.
        if self._tokens < 1 - 1e-9:
            return False
        self._tokens = max(0.0, self._tokens - 1)
        return True
