"""The behaviour of a simulated service, and the random draws for each call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final, final

from smexp_fp._base.frozen import FrozenMap

CHANGES: Final = ("Create", "Update", "Delete", "Associate", "Disassociate", "Add", "BatchPut")
"""The prefixes of operations that change something."""


@final
@dataclass(frozen=True, slots=True)
class RateLimit:
    """A token bucket, the way in which AWS limits calls.

    Attributes:
        per_second: The number of tokens that arrive per second. Each call takes one.
        burst: The capacity of the bucket, at least 1. It is full at the start.
    """

    per_second: float
    burst: float = 1.0

    def __post_init__(self) -> None:
        """Check that the bucket can grant a call.

        Raises:
            ValueError: The bucket never holds a token.
        """
        if self.per_second < 0 or self.burst < 1:
            raise ValueError("per_second must not be negative, and burst at least 1")


OBSERVED_LIMITS: Final[Mapping[str, RateLimit]] = FrozenMap(
    {"DisassociateTrialComponent": RateLimit(1.0), "DeleteTrial": RateLimit(1.0)}
)
"""The rates that users have observed, about one call per second. AWS does not publish rates."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """The limits, lags and faults of a simulated service. The default has none.

    Attributes:
        seed: The seed of all random draws. The same calls have the same faults, in whatever order threads send them.
        limits: Rate limits by operation; `"*"` applies to every other operation, each with its own bucket.
        latency: The minimum and maximum duration of a call, in seconds.
        lag: The maximum delay in seconds before lists, searches and tags show a change. Each change has a random delay
            up to this, and changes become visible in order.
        lagging_checks: Whether a deletion fails while the lagging view still shows an obstacle, as observed for
            components that were just removed from their trials.
        server_errors: The share of calls, 0 to 1, that fail with a server error and have no effect.
        dropped: The share of calls whose connection breaks before they arrive.
        lost_answers: The share of calls that have their effect, but whose response is lost.
        spared: Operations without these three faults.
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
        """The random draws for a call that is made for the `number`-th time."""
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
    """The random draws for one call."""

    latency: float
    lag: float
    server_error: bool
    dropped: bool
    lost: bool


class Bucket:
    """The state of a token bucket."""

    def __init__(self, limit: RateLimit, now: float) -> None:
        """Start full."""
        self._limit = limit
        self._tokens = limit.burst
        self._at = now

    def take(self, now: float) -> bool:
        """Take a token if there is one."""
        self._tokens = min(self._limit.burst, self._tokens + (now - self._at) * self._limit.per_second)
        self._at = now
        # Because of rounding, a whole number of periods may add up to slightly less than a token.
        if self._tokens < 1 - 1e-9:
            return False
        self._tokens = max(0.0, self._tokens - 1)
        return True
