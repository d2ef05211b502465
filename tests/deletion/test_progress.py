"""The progress bar shows what the events say."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from smexp_fp import local, metrics, tables, trial, trial_component
from smexp_fp.deletion import (
    Deleted,
    Disassociated,
    GaveUp,
    Kept,
    LeftAlone,
    NotResumable,
    Planned,
    ProgressEvent,
    RateLimited,
    Waiting,
)
from smexp_fp.errors import AccessDenied, Rejected
from smexp_fp.progress import rich_progress
from smexp_fp.query import Q
from smexp_fp.tables import RowsWritten
from smexp_fp.testing.simulator import OBSERVED_LIMITS, Behaviour
from tests.deletion.worlds import TWO, delete, simulated

_ERROR = Rejected(operation="BatchGetMetrics", message="No.")


def _console() -> Console:
    return Console(file=StringIO(), width=110, force_terminal=False)


def _text(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_bars_end_where_the_work_ends() -> None:
    simulator = simulated(TWO, Behaviour(limits=OBSERVED_LIMITS, lag=2.0))
    console = _console()
    with rich_progress(console) as show:
        delete(simulator, on_progress=show).unwrap()
    lines = _text(console).splitlines()
    assert [" ".join(line.split()[:2]) for line in lines] == ["links removed", "components deleted", "trials deleted"]
    assert [line.split("/")[0].split()[-1] for line in lines] == ["4", "3", "3"]


def test_every_event_is_shown() -> None:
    error = Rejected(operation="DeleteTrial", message="No.")
    console = _console()
    with rich_progress(console) as show:
        show(Deleted(kind="trial component", name="left"))
        show(Planned(number=1, links=1, components=2, trials=1))
        show(RateLimited(operation="DisassociateTrialComponent", seconds=1.0, rate=1.02))
        show(Disassociated(trial="t", component="c"))
        show(Waiting(operation="DeleteTrialComponent", name="c", seconds=2.0, error=error))
        show(Kept(component="c", trials=("x",), experiment="y"))
        show(GaveUp(operation="DeleteTrial", name="t", error=error))
        show(Deleted(kind="experiment", name="e"))
    text = _text(console)
    assert "limited by the service, about 1/s" in text
    assert "c is shared, kept" in text
    assert "failed: t" in text


def test_links_added_have_a_bar_of_their_own() -> None:
    simulator = simulated({"e": {"t": []}}, alone=["a", "b"])
    console = _console()
    with rich_progress(console) as show:
        trial.add_trial_components(simulator.client(), "t", ["a", "b"], on_progress=show).unwrap()
    (line,) = _text(console).splitlines()
    assert " ".join(line.split()[:2]) == "links added"
    assert "2/2" in line


def test_series_that_are_read_have_a_bar() -> None:
    store = local.Store.open(":memory:")
    client, metrics_client = local.client(store), local.metrics_client(store)
    datum = metrics.MetricDatum(name="loss", value=0.5, timestamp=datetime.now(UTC), step=0)
    for number in range(3):
        made = trial_component.create(client, f"run-{number}").unwrap()
        metrics.put_metrics(metrics_client, made, [datum]).unwrap()
    console = _console()
    with rich_progress(console) as show:
        show(Waiting(operation="BatchGetMetrics", name="run-0", seconds=2.0, error=_ERROR))  # nothing is read yet
        found = trial_component.search(client)
        names = [f"loss-{number}" for number in range(50)]
        metrics.histories(metrics_client, found, names, on_progress=show).unwrap()
        show(GaveUp(operation="BatchGetMetrics", name="run-2", error=_ERROR))
    (line,) = _text(console).splitlines()
    assert " ".join(line.split()[:2]) == "series read"
    assert "150/150" in line
    assert "failed: run-2" in line


def test_each_file_that_is_written_has_a_bar_for_its_rows(tmp_path: Path) -> None:
    client = local.client(":memory:")
    for number in range(3):
        trial_component.create(client, f"run-{number}").unwrap()
    console = _console()
    with rich_progress(console) as show:
        found = trial_component.search(client)
        tables.write_csv(found, tmp_path / "a.csv", Q.name, on_progress=show).unwrap()
        tables.write_jsonl(found, tmp_path / "b.jsonl", Q.name, on_progress=show).unwrap()
        show(RowsWritten(path=tmp_path / "b.jsonl", rows=7, failures=2))
    first, second = _text(console).splitlines()
    assert " ".join(first.split()[:3]) == "rows of a.csv"
    assert "3/?" in first
    assert " ".join(second.split()[:3]) == "rows of b.jsonl"
    assert "7/?" in second
    assert "2 cannot be read" in second


def test_what_cannot_be_resumed_or_is_left_alone_is_shown() -> None:
    planned = Planned(number=1, links=0, components=1, trials=0)
    denied = AccessDenied(operation="CreateTrialComponent", message="No.")
    remarks: dict[ProgressEvent, str] = {
        LeftAlone(component="c"): "c left alone",
        NotResumable(error=denied): "not resumable: AccessDenied",
    }
    for event, text in remarks.items():
        console = _console()
        with rich_progress(console) as show:
            show(event)  # nothing is known yet to show it beside
            show(planned)
            show(event)
        assert text in _text(console)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    with pytest.raises(ImportError, match=r"smexp-fp\[progress\]"), rich_progress():
        pass
