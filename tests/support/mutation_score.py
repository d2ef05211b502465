"""Says how many mutants the tests have killed, and fails below 95 %.

`mutmut run && mutmut export-cicd-stats && python tests/support/mutation_score.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

STATISTICS = Path(__file__).parents[2] / "mutants" / "mutmut-cicd-stats.json"
ENOUGH = 0.95
DEAD = ("killed", "timeout", "segfault")
ALIVE = ("survived", "suspicious", "no_tests")


def main() -> None:
    counts: dict[str, int] = json.loads(STATISTICS.read_text(encoding="utf-8"))
    dead, alive = (sum(counts[state] for state in states) for states in (DEAD, ALIVE))
    if not dead + alive:
        sys.exit("no mutant was run")
    score = dead / (dead + alive)
    print(f"{dead} of {dead + alive} mutants killed, {score:.1%}; {counts['total'] - dead - alive} were not run")
    if score < ENOUGH:
        sys.exit(f"below {ENOUGH:.0%}")


if __name__ == "__main__":
    main()
