"""A store that nobody closed closes its connections when it is collected. Python 3.13 warns of each that is not."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from smexp_fp import local


def in_a_cycle(path: str) -> None:
    store = local.Store.open(path)
    assert store.answer("CreateExperiment", {"ExperimentName": "e"}).status == 200
    cycle: list[object] = [store]
    cycle.append(cycle)


def on_its_own(path: str) -> None:
    local.Store.open(path).answer("CreateExperiment", {"ExperimentName": "e"})


def behind_a_client(path: str) -> None:
    local.client(path).create_experiment(ExperimentName="e")


@pytest.mark.parametrize("drop", [in_a_cycle, on_its_own, behind_a_client])
@pytest.mark.parametrize("path", [":memory:", "experiments.db"])
def test_a_dropped_store_leaves_nothing_open(drop: Callable[[str], None], path: str, tmp_path: Path) -> None:
    place = path if path == ":memory:" else str(tmp_path / path)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for number in range(5):
            drop(place if path == ":memory:" else f"{place}{number}")
            gc.collect()
    assert [str(warning.message) for warning in told] == []
    assert list(tmp_path.glob("*-wal")) == []
