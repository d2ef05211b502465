"""Progress bars for long work, in terminals and notebooks. They need the extra `progress` (rich)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, assert_never

from smexp_fp._base.lazy import LazyModule
from smexp_fp.deletion import (
    Associated,
    Deleted,
    Disassociated,
    GaveUp,
    Kept,
    LeftAlone,
    NotResumable,
    Planned,
    ProgressEvent,
    RateLimited,
    SeriesRead,
    Waiting,
)
from smexp_fp.tables import RowsWritten

if TYPE_CHECKING:
    from rich import console as rich_console
    from rich.progress import Progress, TaskID
else:
    rich_console = LazyModule("rich.console")

__all__ = ["rich_progress"]

_ROWS = {
    "links": "links removed",
    "components": "components deleted",
    "trials": "trials deleted",
    "added": "links added",
    "series": "series read",
}


@contextmanager
def rich_progress(
    console: rich_console.Console | None = None,
) -> Generator[Callable[[ProgressEvent | RowsWritten], object]]:
    """Show a bar for each kind of work, and the reason for each wait, until the block ends.

    Deletions have bars for links, components and trials. `smexp_fp.metrics.histories` has one for series, and each file
    that `smexp_fp.tables` writes has one for rows, whose total is not known.

    Args:
        console: The console to print to; by default rich's own, which supports terminals and notebooks.

    Returns:
        A context manager, whose value is an `on_progress` callback for functions of many calls, such as `delete_all`,
        and for `write_csv` and its siblings.

    Raises:
        ImportError: rich is not installed.

    >>> from io import StringIO
    >>> from rich.console import Console
    >>> from smexp_fp import experiment, local
    >>> from smexp_fp.progress import rich_progress
    >>> client = local.client(":memory:")
    >>> _ = experiment.create(client, "auto-ml")
    >>> with rich_progress(Console(file=StringIO())) as show:
    ...     experiment.delete_all(client, "auto-ml", "--force", on_progress=show).unwrap().target_deleted
    True
    """
    try:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ImportError("smexp_fp.progress needs rich: pip install 'smexp-fp[progress]'") from error
    columns = (
        TextColumn("{task.description:<18}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=console) as bars:
        yield _Bars(bars)


class _Bars:
    """One bar for each kind of work. The totals grow with every pass."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, event: ProgressEvent | RowsWritten, /) -> None:
        match event:
            case Planned():
                for row, more in (("links", event.links), ("components", event.components), ("trials", event.trials)):
                    self._expect(row, more)
            case Disassociated():
                self._step("links")
            case Deleted():
                if event.kind != "experiment":
                    self._step("components" if event.kind == "trial component" else "trials")
            case Kept():
                self._step("components")
                self._note("components", f"{event.component} is shared, kept")
            case Associated():
                self._expect("added", 1)
                self._step("added")
            case SeriesRead() | RowsWritten():
                self._count(event)
            case LeftAlone() | NotResumable() | RateLimited() | Waiting() | GaveUp():
                self._note(*_remark(event))
            case _:
                assert_never(event)

    def _expect(self, row: str, more: int) -> None:
        if row not in self._tasks:
            self._tasks[row] = self._bars.add_task(_ROWS[row], total=0, note="")
        task = self._tasks[row]
        total = self._bars.tasks[self._bars.task_ids.index(task)].total or 0
        self._bars.update(task, total=total + more)

    def _count(self, event: SeriesRead | RowsWritten) -> None:
        match event:
            case SeriesRead():
                self._set("series", _ROWS["series"], event.series, event.total)
            case RowsWritten():
                row = str(event.path)
                self._set(row, f"rows of {event.path.name}", event.rows, None)
                if event.failures:
                    self._note(row, f"{event.failures} cannot be read")
            case _:
                assert_never(event)

    def _set(self, row: str, description: str, done: int, total: int | None) -> None:
        if row not in self._tasks:
            self._tasks[row] = self._bars.add_task(description, total=total, note="")
        self._bars.update(self._tasks[row], completed=done, total=total)

    def _step(self, row: str) -> None:
        if row not in self._tasks:
            # The remains of an interrupted run are deleted before there is a plan.
            self._expect(row, 0)
        self._bars.update(self._tasks[row], advance=1)

    def _note(self, row: str, text: str) -> None:
        if row in self._tasks:
            self._bars.update(self._tasks[row], note=text)


def _remark(event: LeftAlone | NotResumable | RateLimited | Waiting | GaveUp) -> tuple[str, str]:
    """The row and the note for an event."""
    match event:
        case LeftAlone():
            return "components", f"{event.component} left alone"
        case NotResumable():
            return "components", f"not resumable: {type(event.error).__name__}"
        case RateLimited():
            rate = "" if event.rate is None else f", about {event.rate:.2g}/s"
            return _row(event.operation), f"limited by the service{rate}"
        case Waiting():
            return _row(event.operation), f"waits {event.seconds:.0f} s for {event.name}"
        case GaveUp():
            return _row(event.operation), f"failed: {event.name}"
        case _:
            assert_never(event)


def _row(operation: str) -> str:
    return {
        "BatchGetMetrics": "series",
        "DisassociateTrialComponent": "links",
        "AssociateTrialComponent": "added",
        "DeleteTrial": "trials",
        "DeleteExperiment": "trials",
    }.get(operation, "components")
