"""The README's main job: run, and run again."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
FITS_A_RUN = 27


def run_sweep(store: Path) -> str:
    command = [sys.executable, str(ROOT / "docs" / "examples" / "iris_sweep.py"), str(store)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=store.parent, timeout=300).stdout


def test_the_sweep_logs_lists_searches_and_draws_and_a_second_run_adds(tmp_path: Path) -> None:
    # A run takes some seconds, so one test looks at all that it leaves.
    store = tmp_path / "experiments.db"

    first = run_sweep(store)
    if find_spec("vl_convert") is not None:
        assert "experiments.html shows how the loss of each fit fell." in first
        page = (tmp_path / "experiments.html").read_text(encoding="utf-8")
        assert re.search(r'"panel": ?"loss"', page)
        assert len(set(re.findall(r"logistic-fit-[\w-]+", page))) == 12
    second = run_sweep(store)

    assert "neighbours" in first
    assert "logistic" in first
    assert "now holds 2 trials" in first
    assert "now holds 4 trials" in second
    found = [int(re.findall(r"(\d+) fits get at least", output)[0]) for output in (first, second)]
    assert 0 < found[0] < FITS_A_RUN
    assert found[1] == 2 * found[0]
    rows = re.findall(r"^(?:neighbours|logistic) +(0\.\d+) ", second, re.MULTILINE)
    means = list(map(float, rows))
    assert means == sorted(means, reverse=True)
    assert len(means) == 10
    assert "worst fold" in second
    assert "(10 rows)" in second
