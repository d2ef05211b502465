"""What importing the package costs, next to importing boto3, in fresh processes."""

from __future__ import annotations

from tests.benchmarks.measure import fresh_processes, table

PROGRAMS = {
    "import boto3": "import boto3",
    "import smexp_fp": "import smexp_fp",
    "import smexp_fp, all its functions": (
        "from smexp_fp import experiment, trial, trial_component, tags, metrics, errors, records, results"
    ),
    "import smexp_fp, the query language": "from smexp_fp import Q",
    "import returns.result alone": "import returns.result",
}


def main(rounds: int = 15) -> None:
    """Measure and print."""
    medians = fresh_processes(PROGRAMS, rounds)
    boto3 = medians["import boto3"]
    rows = [(name, f"{time * 1000:7.1f} ms   {time / boto3:.3f} of boto3's") for name, time in medians.items()]
    table(f"Import: median of {rounds} fresh processes each, in turn", rows)


if __name__ == "__main__":
    main()
