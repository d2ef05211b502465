"""What listing costs on top of boto3, next to the peer; what `connect` saves; and memory over a million records."""

from __future__ import annotations

import gc
import importlib
import tracemalloc
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from smexp_fp import connect, experiment
from tests.benchmarks.measure import OPTIONS, PAGE, canned, in_turn, stock_client, table, trial_pages

RECORDS = 100_000
ROUNDS = 50
"""The records are listed in so many short runs, so that all contenders meet the same disturbances."""


def dicts(client: Any) -> Iterator[Mapping[str, Any]]:
    """Page by page with the client alone, as one writes it by hand; its own paginator takes longer."""
    request: dict[str, Any] = {"ExperimentName": "e", "MaxResults": PAGE}
    while True:
        page = client.list_trials(**request)
        yield from page["TrialSummaries"]
        if "NextToken" not in page:
            return
        request["NextToken"] = page["NextToken"]


def exhaust(records: Iterator[object]) -> None:
    """Go through all."""
    for _ in records:
        pass


def times(records: int, rounds: int) -> None:
    """Measure and print the times a record."""
    # The peer is slow to import, and has no types.
    peer: Any = importlib.import_module("smexperiments.trial")

    pages = trial_pages(records // rounds)
    stock, own = canned(stock_client(), pages), canned(connect(**OPTIONS), pages)
    least = in_turn(
        {
            "stock client, dicts": lambda: exhaust(dicts(stock)),
            "smexp_fp over the stock client": lambda: exhaust(iter(experiment.list_trials(stock, "e"))),
            "sagemaker-experiments over the stock client": lambda: exhaust(
                peer.Trial.list(experiment_name="e", sagemaker_boto_client=stock)
            ),
            "client of connect(), dicts": lambda: exhaust(dicts(own)),
            "smexp_fp over the client of connect()": lambda: exhaust(iter(experiment.list_trials(own, "e"))),
        },
        rounds,
    )
    base = least["stock client, dicts"]
    micro = 1e6 / (records // rounds)

    def row(name: str) -> tuple[str, str]:
        return (
            name,
            f"{least[name] * micro:7.2f} us a record   {least[name] / base:.2f} of the stock client's dicts",
        )

    def share(name: str, over: str) -> str:
        return f"{(least[name] - least[over]) * micro:7.2f} us a record"

    table(
        f"Listing {records:,} trials from canned pages: least processor time of {rounds} short runs, in turn",
        [row(name) for name in least],
    )
    table(
        "Own share, on top of the same client without it",
        [
            ("smexp_fp", share("smexp_fp over the stock client", "stock client, dicts")),
            (
                "smexp_fp, client of connect()",
                share("smexp_fp over the client of connect()", "client of connect(), dicts"),
            ),
            ("sagemaker-experiments", share("sagemaker-experiments over the stock client", "stock client, dicts")),
        ],
    )


class CannedClient:
    """A stub with so many trials."""

    def __init__(self, records: int) -> None:
        """Have so many."""
        self._pages = records // PAGE

    def list_trials(self, **request: Any) -> dict[str, object]:
        """A page, made when it is asked for."""
        number = int(request.get("NextToken", "0"))
        moment = datetime(2024, 1, 1, tzinfo=UTC)
        summaries = [
            {"TrialName": f"t-{number}-{index}", "TrialArn": "arn", "CreationTime": moment, "LastModifiedTime": moment}
            for index in range(PAGE)
        ]
        page: dict[str, object] = {"TrialSummaries": summaries}
        return page if number + 1 == self._pages else {**page, "NextToken": str(number + 1)}


def peak(records: int) -> int:
    """Bytes at the peak while so many records are iterated."""
    client: Any = CannedClient(records)
    gc.collect()
    tracemalloc.start()
    exhaust(iter(experiment.list_trials(client, "e")))
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def memory(few: int, many: int) -> None:
    """Measure and print the peak of memory."""
    small, large = peak(few), peak(many)
    table(
        "Peak of memory while iterating",
        [
            (f"{few:,} records", f"{small / 1024:7.1f} KiB"),
            (f"{many:,} records", f"{large / 1024:7.1f} KiB   {large / small:.2f} of that"),
        ],
    )


def main(records: int = RECORDS, rounds: int = ROUNDS) -> None:
    """Measure and print."""
    times(records, rounds)
    memory(records, 10 * records)


if __name__ == "__main__":
    main()
