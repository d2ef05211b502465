"""Tables, next to ExperimentAnalytics of the `sagemaker` SDK on the same answers; and a million rows into parquet.

The SDK is not a dependency of the project, since it needs a NumPy before 2.0, and pyarrow one after. For what is beside
it, make an environment with `pip install 'sagemaker==2.251.1' returns`, remove the package `tests` that comes with it,
and run this there.
"""

from __future__ import annotations

import gc
import importlib
import json
import logging
import resource
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from smexp_fp import Q, tables, trial_component
from smexp_fp.query import Column
from smexp_fp.records import TrialComponent
from smexp_fp.results import or_raise
from tests.benchmarks.measure import Body, in_turn, stock_client, table

COMPONENTS = 20_000
ROUNDS = 3
ROWS = 1_000_000
STATISTICS = ("Min", "Max", "Avg", "StdDev", "Last", "Count")
EXPRESSION = {"Filters": [{"Name": "Parents.ExperimentName", "Operator": "Equals", "Value": "e"}]}
LOSS = Q.metric("loss")
COLUMNS: tuple[Column[TrialComponent], ...] = (
    *(Q.name, Q.display_name, Q.parameter("lr"), Q.parameter("optimizer")),
    *(LOSS.min, LOSS.max, LOSS.avg, LOSS.std_dev, LOSS.last, LOSS.count),
    *(Q.parents.trial_name, Q.parents.experiment_name),
)
"""The twelve columns that ExperimentAnalytics makes of these components."""


def component(number: int) -> dict[str, object]:
    """A component as a search answers it: what is in the twelve columns, and its ARN, times and status."""
    return {
        "TrialComponentName": f"component-{number}",
        "TrialComponentArn": f"arn:aws:sagemaker:us-east-1:123456789012:experiment-trial-component/component-{number}",
        "DisplayName": f"component {number}",
        "Status": {"PrimaryStatus": "Completed"},
        "CreationTime": 1_700_000_000.123 + number,
        "LastModifiedTime": 1_700_000_100.456 + number,
        "InputArtifacts": {},  # the SDK fails without them
        "OutputArtifacts": {},
        "Parameters": {"lr": {"NumberValue": 1 / (number + 1)}, "optimizer": {"StringValue": "adam"}},
        "Metrics": [{"MetricName": "loss", **dict.fromkeys(STATISTICS, number + 0.5), "Count": number}],
        "Parents": [{"TrialName": f"trial-{number % 100}", "ExperimentName": "e"}],
    }


def answers(components: int, size: int) -> list[bytes]:
    """The pages of a search."""
    pages: list[bytes] = []
    for start in range(0, components, size):
        results = [{"TrialComponent": component(number)} for number in range(start, start + size)]
        more = {"NextToken": str(start + size)} if start + size < components else {}
        pages.append(json.dumps({"Results": results, **more}).encode())
    return pages


class Service:
    """Answers searches of a boto3 client in place of the network, and counts them."""

    def __init__(self, components: int) -> None:
        self.calls = 0
        # Ten is what the service's pages have when the request does not say.
        self._pages = {size: answers(components, size) for size in (10, 100)}
        self.client: Any = stock_client()
        self.client.meta.events.register("before-send", self._answer)

    def _answer(self, request: AWSPreparedRequest, **_event: object) -> AWSResponse:
        self.calls += 1
        body = request.body
        asked: dict[str, Any] = json.loads(body if isinstance(body, bytes | str) else b"{}")
        size: int = asked.get("MaxResults", 10)
        page = self._pages[size][int(asked.get("NextToken", "0")) // size]
        headers = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": "request"}
        return AWSResponse(request.url, 200, headers, Body(page))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - stream() is all that is used

    def dicts(self, size: int | None) -> None:
        """Read everything with the client alone."""
        request: dict[str, Any] = {"Resource": "ExperimentTrialComponent", "SearchExpression": EXPRESSION}
        if size is not None:
            request["MaxResults"] = size
        while True:
            page = self.client.search(**request)
            if "NextToken" not in page:
                return
            request["NextToken"] = page["NextToken"]


class Replay:
    """A client that answers with pages that another has parsed, so that only the time on top of the client is taken."""

    def __init__(self, service: Service) -> None:
        self._pages: dict[int, dict[str, dict[str, Any]]] = {10: {}, 100: {}}
        for size, pages in self._pages.items():
            start: str | None = "0"
            while start is not None:
                page = pages[start] = service.client.search(
                    Resource="ExperimentTrialComponent", MaxResults=size, NextToken=start
                )
                start = page.get("NextToken")

    def search(self, *, MaxResults: int = 10, NextToken: str = "0", **_request: object) -> dict[str, Any]:
        """A page."""
        return self._pages[MaxResults][NextToken]


def peak(work: Callable[[], object]) -> int:
    """Bytes at the peak of the work, with its result."""
    gc.collect()
    tracemalloc.start()
    work()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def beside_the_sdk(components: int, rounds: int) -> None:
    """Measure and print calls, own time and memory of both."""
    try:
        logging.disable(logging.INFO)  # the SDK says where its configuration is
        peer: Any = importlib.import_module("sagemaker.analytics")
    except ImportError:
        print("\nExperimentAnalytics is not installed here: see the top of this file")
        return
    service = Service(components)

    class Uncapped(peer.ExperimentAnalytics):  # type: ignore[misc]  # a class of a library without types
        MAX_TRIAL_COMPONENTS = sys.maxsize

    def analytics(kind: Any, client: Any = service.client) -> Any:
        session = SimpleNamespace(sagemaker_client=client)
        return kind(search_expression=EXPRESSION, sagemaker_session=session).dataframe()

    def own(client: Any = service.client) -> tables.Table[TrialComponent]:
        found = trial_component.search(client, Q.parents.experiment_name == "e")
        return or_raise(tables.table(found, *COLUMNS))

    def calls(work: Callable[[], Any]) -> tuple[int, int]:
        service.calls = 0
        rows = len(work())
        return service.calls, rows

    theirs, capped, ours = (
        calls(lambda: analytics(Uncapped)),
        calls(lambda: analytics(peer.ExperimentAnalytics)),
        calls(own),
    )
    table(
        f"Calls for {components:,} components",
        [
            ("ExperimentAnalytics", f"{capped[0]:6,}   {capped[1]:,} rows, without a word about the others"),
            ("ExperimentAnalytics without its limit", f"{theirs[0]:6,}   {theirs[1]:,} rows"),
            ("tables.table", f"{ours[0]:6,}   {ours[1]:,} rows   {ours[0] / theirs[0]:.2f} of that"),
        ],
    )
    least = in_turn(
        {
            "client, pages of 10": lambda: service.dicts(None),
            "client, pages of 100": lambda: service.dicts(100),
            "ExperimentAnalytics without its limit": lambda: analytics(Uncapped),
            "tables.table": own,
            "tables.table and a frame of pandas": lambda: own().frame("pandas"),
        },
        rounds,
    )
    base = least["ExperimentAnalytics without its limit"] - least["client, pages of 10"]
    micro = 1e6 / components

    def share(name: str, client: str) -> tuple[str, str]:
        taken = least[name] - least[client]
        return name, f"{taken * micro:7.2f} us a component   {taken / base:.2f} of the SDK's"

    table(
        "Own time, on top of the client's",
        [
            share("ExperimentAnalytics without its limit", "client, pages of 10"),
            share("tables.table", "client, pages of 100"),
            share("tables.table and a frame of pandas", "client, pages of 100"),
        ],
    )
    replay = Replay(service)
    directly = in_turn(
        {
            "ExperimentAnalytics without its limit": lambda: analytics(Uncapped, replay),
            "tables.table": lambda: own(replay),
        },
        2 * rounds,
    )
    base = directly["ExperimentAnalytics without its limit"]
    table(
        "Own time, with answers that were parsed before",
        [
            (name, f"{taken * micro:7.2f} us a component   {taken / base:.2f} of the SDK's")
            for name, taken in directly.items()
        ],
    )
    table("Time with the client's", [(name, f"{taken * micro:7.2f} us a component") for name, taken in least.items()])
    most = peak(lambda: analytics(Uncapped))
    table(
        "Peak of memory",
        [
            ("ExperimentAnalytics without its limit", f"{most / 2**20:6.1f} MiB"),
            *(
                (name, f"{(found := peak(work)) / 2**20:6.1f} MiB   {found / most:.2f} of that")
                for name, work in (
                    ("tables.table", own),
                    ("tables.table and a frame of pandas", lambda: own().frame("pandas")),
                )
            ),
        ],
    )


def resident() -> int:
    """Bytes at the peak of the whole process, also those outside of Python."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Endless:
    """A client with so many components, whose pages are made when they are asked for."""

    def __init__(self, components: int) -> None:
        self._components = components

    def search(self, *, MaxResults: int, NextToken: str = "0", **_request: object) -> dict[str, object]:
        """A page."""
        start = int(NextToken)
        numbers: Iterator[int] = iter(range(start, start + MaxResults))
        page: dict[str, object] = {
            "Results": [
                {"TrialComponent": {**component(number), "CreationTime": None, "LastModifiedTime": None}}
                for number in numbers
            ]
        }
        end = start + MaxResults
        return page if end >= self._components else {**page, "NextToken": str(end)}


def streamed(few: int, many: int) -> None:
    """Write parquet files, and print the peak of the process after each."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in (few, many):
            path = Path(folder) / f"{number}.parquet"
            client: Any = Endless(number)
            assert or_raise(tables.write_parquet(trial_component.search(client), path, *COLUMNS)).rows == number
            rows.append((f"{number:,} rows", f"{resident() / 2**20:7.1f} MiB   {path.stat().st_size / 2**20:.1f} MiB"))
    table("write_parquet: peak of the process, and the size of the file", rows)


def main(components: int = COMPONENTS, rounds: int = ROUNDS, rows: int = ROWS) -> None:
    """Measure and print."""
    if find_spec("pyarrow") is not None:
        streamed(rows // 10, rows)
    beside_the_sdk(components, rounds)


if __name__ == "__main__":
    main()
