"""The keyword arguments of `smexp_fp.options.PacingOptions`, with their checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import index
from random import Random
from typing import Any, Final, SupportsIndex

from smexp_fp._api.bulk.caller import Caller
from smexp_fp._api.bulk.clock import Clock, SystemClock
from smexp_fp._api.kinds import Integer, Number
from smexp_fp._api.rules import integer_rule, invalid_input, number_rule
from smexp_fp._base.numbers import NumberLike, as_number
from smexp_fp.errors import InvalidInput

DEFAULT_WORKERS: Final = 8
"""Fewer than the ten connections that a client of boto3 keeps by default."""

DEFAULT_PATIENCE: Final = 120.0
"""Lag of half a minute has been seen, and short outages last a minute or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """See `smexp_fp.options.PacingOptions`."""

    max_workers: SupportsIndex = DEFAULT_WORKERS
    deadline: NumberLike | None = None
    patience: NumberLike = DEFAULT_PATIENCE
    on_progress: Callable[[Any], object] | None = None  # Any: each function has its own events
    cancelled: Callable[[], bool] | None = None
    clock: Clock | None = None
    seed: int | None = None

    def invalid(self, operation: str) -> InvalidInput | None:
        """Check the settings."""
        rule = integer_rule(Integer(1), self.max_workers)
        if rule is not None:
            return invalid_input(operation, "max_workers", self.max_workers, rule)
        for argument, seconds in (("deadline", self.deadline), ("patience", self.patience)):
            if seconds is None and argument == "deadline":
                continue
            rule = number_rule(Number(), seconds) or ("must not be below 0" if (as_number(seconds) or 0) < 0 else None)
            if rule is not None:
                return invalid_input(operation, argument, seconds, rule)
        return None

    def caller(self, client: object) -> Caller:
        """A caller with these settings; its deadline starts now."""
        return Caller(
            client,
            clock=self.clock or SystemClock(),
            max_workers=index(self.max_workers),
            deadline=as_number(self.deadline),
            patience=as_number(self.patience) or 0,
            on_progress=self.on_progress,
            cancelled=self.cancelled,
            random=Random(self.seed),  # noqa: S311 - jitter is no secret
        )
