"""The README's main job: run, and run again."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FITS_A_RUN = 27


def run_sweep(store: Path) -> str:
    command = [sys.executable, str(ROOT / "docs" / "examples" / "iris_sweep.py"), str(store)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=store.parent, timeout=300).stdout


def test_the_sweep_logs_lists_and_searches_and_a_second_run_adds(tmp_path: Path) -> None:
    store = tmp_path / "experiments.db"

    first = run_sweep(store)
    second = run_sweep(store)

    assert "neighbours" in first
    assert "logistic" in first
    assert "now holds 2 trials" in first
    assert "now holds 4 trials" in second
    found = [int(re.findall(r"(\d+) fits get at least", output)[0]) for output in (first, second)]
    assert 0 < found[0] < FITS_A_RUN
    assert found[1] == 2 * found[0]
    means = [float(mean) for mean in re.findall(r"(\d+\.\d)%  +\d", second)]
    assert means == sorted(means, reverse=True)
    assert len(means) == 10
