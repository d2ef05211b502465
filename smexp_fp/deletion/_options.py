"""How a deletion goes about its work: the public functions' keyword arguments, in one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite
from random import Random
from typing import final

from smexp_fp._api.kinds import Integer
from smexp_fp._api.rules import integer_rule, invalid
from smexp_fp._defaults import DEFAULT_PATIENCE, DEFAULT_WORKERS
from smexp_fp.deletion._engine import Engine
from smexp_fp.deletion.clock import Clock, SystemClock
from smexp_fp.deletion.events import OnProgress
from smexp_fp.errors import InvalidInput


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """See `smexp_fp.experiment.delete_all` for what each of them means."""

    max_workers: int = DEFAULT_WORKERS
    deadline: float | None = None
    patience: float = DEFAULT_PATIENCE
    on_progress: OnProgress | None = None
    cancelled: Callable[[], bool] | None = None
    clock: Clock = field(default_factory=SystemClock)
    random: Random = field(default_factory=Random)

    def refusal(self, operation: str) -> InvalidInput | None:
        """What is wrong with them."""
        rule = integer_rule(Integer(1), self.max_workers)
        if rule is not None:
            return invalid(operation, "max_workers", self.max_workers, rule)
        for argument, seconds in (("deadline", self.deadline), ("patience", self.patience)):
            if seconds is not None and not (isfinite(seconds) and seconds >= 0):
                return invalid(operation, argument, seconds, "must be a finite number of seconds, not below 0")
        return None

    def engine(self, client: object) -> Engine:
        """An engine that works so; its deadline begins now."""
        return Engine(
            client,
            clock=self.clock,
            max_workers=self.max_workers,
            deadline=self.deadline,
            patience=self.patience,
            on_progress=self.on_progress,
            cancelled=self.cancelled,
            random=self.random,
        )
