"""`kill -9` at random points of a run against a store file, then the run again.

Ten kills by default; `SMEXP_KILLS=100 pytest tests/deletion/test_kill.py` for more.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from smexp_fp import experiment, local
from smexp_fp.local import Store
from tests.deletion.worlds import build, world_of

KILLS = int(os.environ.get("SMEXP_KILLS", "10"))

CONTENTS = {
    "mine": {f"m{t}": [f"m{t}-c{c}" for c in range(3)] + ["both"] * (t % 2) for t in range(12)},
    "other": {"o1": ["both", "theirs"]},
}

# It says when it begins, so that the kill falls into the work and not into the start of Python.
PROGRAM = """
import sys
from smexp_fp import experiment, local
client = local.client(sys.argv[1])
client.list_experiments()
print("begins", flush=True)
print(experiment.delete_all(client, "mine", "--force").unwrap().target_deleted, flush=True)
"""


def _start(path: Path) -> subprocess.Popen[str]:
    program = subprocess.Popen([sys.executable, "-c", PROGRAM, str(path)], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    assert program.stdout.readline() == "begins\n"
    return program


@pytest.fixture(scope="module")
def duration(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that an undisturbed run takes here."""
    path = tmp_path_factory.mktemp("whole") / "store.db"
    with Store.open(path) as store:
        build(store, CONTENTS)
    program = _start(path)
    began = time.monotonic()
    assert program.communicate()[0] == "True\n"
    return time.monotonic() - began


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_run_is_finished_by_the_next_and_nothing_else_is_harmed(
    number: int, duration: float, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        build(store, CONTENTS)
        before = world_of(store)
        expected = before.without(before.of("mine"), shared="keep", experiment="mine")
    program = _start(path)
    # Evenly over the run, each with a chance of its own.
    time.sleep(duration * (number + Random(number).random()) / KILLS)  # noqa: S311 - any point will do
    program.send_signal(signal.SIGKILL)
    program.communicate()
    with Store.open(path) as store:
        report = experiment.delete_all(local.client(store), "mine", "--force").unwrap()
        assert report.target_deleted
        assert world_of(store) == expected
