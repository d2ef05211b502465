"""What the benchmarks share: fresh processes, times taken in turn, canned pages."""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

PAGE = 100


def seconds(work: Callable[[], object], repeat: int = 1) -> float:
    """The processor time that one of `repeat` runs takes, without the collector in between.

    Processor time and not the clock's: nothing here waits, and what other programs do must not count.
    """
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        for _ in range(repeat):
            work()
        return (time.process_time() - start) / repeat
    finally:
        gc.enable()


def in_turn(works: dict[str, Callable[[], object]], rounds: int, repeat: int = 1) -> dict[str, float]:
    """The least time of each, measured one after the other in every round, so that all see the same machine.

    A round runs each `repeat` times.

    The least and not the median: what disturbs a run only ever makes it longer.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work, repeat))
    return {name: min(times) for name, times in taken.items()}


def fresh_processes(programs: dict[str, str], rounds: int) -> dict[str, float]:
    """The median time that each program takes inside a fresh interpreter, by that interpreter's own clock."""
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            script = f"import time; start = time.perf_counter()\n{program}\nprint(time.perf_counter() - start)"
            output = subprocess.check_output([sys.executable, "-c", script], text=True)
            taken[name].append(float(output))
    return {name: statistics.median(times) for name, times in taken.items()}


class Body:
    """As much of urllib3's response as botocore uses."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_options: object) -> Iterable[bytes]:
        """All of it at once."""
        yield self._content


def trial_pages(records: int) -> list[bytes]:
    """Pages of trials as the service's wire has them, as many as `records` need; each names the next."""
    pages: list[bytes] = []
    for number in range(records // PAGE):
        summaries = [
            {
                "TrialArn": f"arn:aws:sagemaker:us-east-1:123456789012:experiment-trial/trial-{number}-{index}",
                "TrialName": f"trial-{number}-{index}",
                "DisplayName": f"trial-{number}-{index}",
                "CreationTime": 1_700_000_000.123 + index,
                "LastModifiedTime": 1_700_000_100.456 + index,
            }
            for index in range(PAGE)
        ]
        page: dict[str, object] = {"TrialSummaries": summaries}
        if number + 1 < records // PAGE:
            page["NextToken"] = str(number + 1)
        pages.append(json.dumps(page).encode())
    return pages


def canned(client: Any, pages: list[bytes]) -> Any:
    """Have a boto3 client answered with these pages in place of the network."""

    def answer(request: AWSPreparedRequest, **_event: object) -> AWSResponse:
        body = request.body
        token = json.loads(body if isinstance(body, bytes | str) else b"{}").get("NextToken", "0")
        headers = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": "request"}
        return AWSResponse(request.url, 200, headers, Body(pages[int(token)]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - stream() is all that is used

    client.meta.events.register("before-send", answer)
    return client


OPTIONS: dict[str, Any] = {
    "region_name": "us-east-1",
    "aws_access_key_id": "benchmark",
    "aws_secret_access_key": "benchmark",
}


def stock_client() -> Any:
    """A client as boto3 makes it."""
    maker: Any = boto3.session.Session()
    return maker.client("sagemaker", config=Config(retries={"total_max_attempts": 1}), **OPTIONS)


def table(title: str, rows: list[tuple[str, str]]) -> None:
    """Print figures under a title."""
    width = max(len(name) for name, _ in rows)
    print(f"\n{title}")
    for name, figure in rows:
        print(f"  {name:<{width}}  {figure}")
