"""The progress bar shows what the events say."""

from __future__ import annotations

import sys
from io import StringIO

import pytest
from rich.console import Console

from smexp_fp import trial
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
from smexp_fp.testing.simulator import OBSERVED_LIMITS, Behaviour
from tests.deletion.worlds import TWO, delete, simulated


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
