"""Runs every `bench_*.py` of this folder in a process of its own: `python tests/benchmarks`, or some by their names.

python tests/benchmarks            all of them
python tests/benchmarks import     bench_import.py only
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]


def main(names: list[str]) -> int:
    """Run them, one after the other; the exit code is that of the first that fails, or 0."""
    chosen = [FOLDER / f"bench_{name}.py" for name in names] or sorted(FOLDER.glob("bench_*.py"))
    # The benchmarks import one another's tools and the package of this checkout, wherever they are started.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    worst = 0
    for path in chosen:
        print(f"\n=== {path.stem.removeprefix('bench_')} ===", flush=True)
        code = subprocess.run([sys.executable, str(path)], cwd=ROOT, env=environment, check=False).returncode
        worst = worst or code
    return worst


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
