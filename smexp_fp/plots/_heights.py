"""Where the values of a column are on an upright axis, and what is written at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil, floor, log10
from typing import Final, final

from smexp_fp.plots._values import Plain, Values

FEW: Final = 6
"""Up to this many different numbers, each is written at the axis."""

MANY_DIGITS: Final = 1e6

GAP: Final = 0.06
"""Between two texts at an axis, as a share of its length."""


@final
@dataclass(frozen=True, slots=True)
class Heights:
    """An axis from 0 at the least value to 1 at the greatest. Texts come after numbers."""

    values: Values
    heights: list[float | None]
    low: float
    high: float

    @classmethod
    def of(cls, values: Values) -> Heights:
        """Find the place of each value."""
        places = _placing(values)
        found = [None if cell is None else places(cell) for cell in values.cells]
        taken = [place for place in found if place is not None] or [0.0]
        low, high = min(taken), max(taken)
        heights = [None if place is None else _between(place, low, high) for place in found]
        return cls(values, heights, low, high)

    def ticks(self) -> list[tuple[float, str]]:
        """What is written at the axis: both ends, and between them as much as there is room for."""
        pairs = zip(self.values.cells, self.heights, strict=True)
        present = {cell: height for cell, height in pairs if cell is not None and height is not None}
        if not present:
            return []
        ordered = sorted((height, cell) for cell, height in present.items())
        if self.values.kind == "nominal" or len(present) <= FEW:
            wanted = [(height, _text(cell, self.values)) for height, cell in ordered]
        else:
            wanted = [(_between(place, self.low, self.high), self._written(place)) for place in self._round()]
        ends = [
            (ordered[0][0], _text(ordered[0][1], self.values)),
            (ordered[-1][0], _text(ordered[-1][1], self.values)),
        ]
        kept = dict(ends)
        for height, text in wanted:
            if all(abs(height - other) >= GAP for other in kept):
                kept[height] = text
        return sorted(kept.items())

    def _round(self) -> list[float]:
        """Round numbers on the axis: powers of ten on a logarithmic one; of times, the quarters."""
        if self.values.kind == "temporal":
            return [self.low + (self.high - self.low) * part / 4 for part in (1, 2, 3)]
        if self.values.log:
            return [float(power) for power in range(ceil(self.low), floor(self.high) + 1)]
        step = _round_step((self.high - self.low) / 5)
        return [number * step for number in range(ceil(self.low / step), floor(self.high / step) + 1)]

    def _written(self, place: float) -> str:
        if self.values.kind == "temporal":
            return _time(datetime.fromtimestamp(place, UTC))
        return _number(10**place if self.values.log else place)


def _placing(values: Values) -> Callable[[str | float], float]:
    """The place of a value before the axis is stretched to its ends."""
    if values.kind == "temporal":
        return lambda cell: datetime.fromisoformat(str(cell)).timestamp()
    if values.kind == "quantitative":
        return log10 if values.log else float  # type: ignore[return-value]  # pyright: ignore[reportReturnType] - numbers
    texts = sorted({cell for cell in values.cells if isinstance(cell, str)})
    numbers = sorted({cell for cell in values.cells if isinstance(cell, int | float)})
    ordered: list[str | float] = [*numbers, *texts]
    return {cell: float(place) for place, cell in enumerate(ordered)}.__getitem__


def _between(place: float, low: float, high: float) -> float:
    return 0.5 if high == low else (place - low) / (high - low)


def _round_step(least: float) -> float:
    """The least of 1, 2, 5, 10, … that is not below."""
    power: float = 10.0 ** floor(log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)


def _text(cell: Plain, values: Values) -> str:
    if isinstance(cell, str):
        return _time(datetime.fromisoformat(cell)) if values.kind == "temporal" else cell
    return _number(cell or 0)


def _number(number: float) -> str:
    return f"{number:.0f}" if abs(number) < MANY_DIGITS and float(number).is_integer() else f"{number:.3g}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
