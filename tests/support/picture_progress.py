"""Draws `docs/how-to/delete-progress.svg`: the progress bars in the middle of a deletion, by rich's own export."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from rich.console import Console

from smexp_fp import experiment
from smexp_fp.deletion import ProgressEvent, RateLimited
from smexp_fp.progress import rich_progress
from smexp_fp.testing.simulator import OBSERVED_LIMITS, Behaviour
from tests.deletion.worlds import grid, simulated

PICTURE = Path(__file__).parents[2] / "docs" / "how-to" / "delete-progress.svg"


def main() -> None:
    """Run a deletion until its deadline, and keep what the bars show then."""
    console = Console(file=StringIO(), record=True, width=104, force_terminal=False)
    simulator = simulated(grid(40, 3, name="auto-ml"), Behaviour(limits=OBSERVED_LIMITS, latency=(0.05, 0.1)))
    with rich_progress(console) as show:

        def until_throttled(event: ProgressEvent) -> None:
            # The last word of a row is what it waits for.
            show(event)
            if isinstance(event, RateLimited) and event.rate is not None and simulator.clock.now() > 60:
                raise StopIteration

        experiment.delete_all(
            simulator.client(), "auto-ml", "--force", on_progress=until_throttled, clock=simulator.clock, seed=0
        )
    PICTURE.write_text(console.export_svg(title="experiment.delete_all"))


if __name__ == "__main__":
    main()
