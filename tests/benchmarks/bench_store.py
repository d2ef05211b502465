"""What the embedded store costs, beside what botocore costs, measured in one run.

Run it as a program: `python tests/benchmarks/bench_store.py [components]` (100,000 unless told). It prints medians and
ratios and asserts nothing: times belong to a machine, ratios travel.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from smexp_fp import local

Wire = dict[str, Any]
PAGE = 100


def median_ms(call: Callable[[], object], repeats: int) -> float:
    """The median duration of a call in milliseconds."""
    took: list[float] = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def component(number: int) -> Wire:
    """A component as a run leaves it: two tags, six parameters, an artifact.

    `hundredth` and `half` tell how many share a value; tags and parameters are independent of each other.
    """
    chance = random.Random(number)  # noqa: S311 - data, not a secret
    tagged = chance.randrange(100)
    return {
        "TrialComponentName": f"component-{number}",
        "Tags": [
            {"Key": "hundredth", "Value": str(tagged)},
            {"Key": "half", "Value": str(tagged % 2)},
        ],
        "Parameters": {
            "hundredth": {"NumberValue": chance.randrange(100)},
            "half": {"NumberValue": chance.randrange(2)},
            "same": {"NumberValue": tagged},
            "rate": {"NumberValue": number / 1000},
            "seed": {"NumberValue": number},
            "optimizer": {"StringValue": ("adam", "sgd")[tagged % 2]},
        },
        "InputArtifacts": {"data": {"Value": f"s3://bucket/{number}", "MediaType": "text/csv"}},
    }


def filled(path: Path, size: int) -> local.Store:
    """A store with so many components, put in as any client would; its clock ticks a millisecond a call."""
    ticks = iter(range(10**9))
    store = local.Store.open(path, clock=lambda: 1_700_000_000 + next(ticks) / 1000)
    start = time.perf_counter()
    for number in range(size):
        store.answer("CreateTrialComponent", component(number))
    rate = size / (time.perf_counter() - start)
    print(f"create, one process, store alone         {rate:10.0f} components/s")
    return store


def equals(name: str, value: str) -> Wire:
    return {"Name": name, "Operator": "Equals", "Value": value}


def searches() -> Mapping[str, Wire]:
    """Searches for a page of 100, by tag and parameter unless the label says otherwise."""

    def request(*filters: Wire, **more: object) -> Wire:
        return {
            "Resource": "ExperimentTrialComponent",
            "MaxResults": PAGE,
            "SearchExpression": {"Filters": list(filters)},
            **more,
        }

    return {
        "tag 50 %, parameter 50 %": request(equals("Tags.half", "1"), equals("Parameters.half", "1")),
        "tag 1 %, parameter 50 %": request(equals("Tags.hundredth", "7"), equals("Parameters.half", "1")),
        "tag 50 %, parameter 1 %": request(equals("Tags.half", "1"), equals("Parameters.hundredth", "7")),
        "tag 1 %, parameter 1 %, independent": request(
            equals("Tags.hundredth", "7"), equals("Parameters.hundredth", "7")
        ),
        "tag 1 %, parameter 1 %, the same": request(equals("Tags.hundredth", "7"), equals("Parameters.same", "7")),
        "tag 50 %, parameter 50 %, disjoint": request(equals("Tags.half", "1"), equals("Parameters.optimizer", "adam")),
        "tag 50 %, parameter > (1 %)": request(
            equals("Tags.half", "1"), {"Name": "Parameters.rate", "Operator": "GreaterThan", "Value": "99"}
        ),
        "tag or parameter, 1 % each": request(equals("Tags.hundredth", "7"), equals("Parameters.hundredth", "7"))
        | {
            "SearchExpression": {
                "Operator": "Or",
                "Filters": [equals("Tags.hundredth", "7"), equals("Parameters.hundredth", "7")],
            }
        },
        "tag 50 %, sorted by a parameter": request(equals("Tags.half", "1"), SortBy="Parameters.seed"),
        "everything": {"Resource": "ExperimentTrialComponent", "MaxResults": PAGE},
        "name contains (10 hits)": request({"Name": "TrialComponentName", "Operator": "Contains", "Value": "nt-9999"}),
    }


def bench_search(store: local.Store) -> None:
    print(f"\npage of {PAGE} records                          store ms   hits")
    for label, request in searches().items():
        answer = store.answer("Search", request)
        hits = answer.body["TotalHits"]
        more = "+" if hits["Relation"] != "EqualTo" else ""
        took = median_ms(partial(store.answer, "Search", request), 15)
        print(f"{label:40s} {took:12.2f}   {hits['Value']}{more}")


def bench_calls(store: local.Store) -> None:
    """The share of the store in a call through boto3."""
    client = local.client(store)
    calls: Mapping[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "DescribeTrialComponent": (
            lambda: store.answer("DescribeTrialComponent", {"TrialComponentName": "component-7"}),
            lambda: client.describe_trial_component(TrialComponentName="component-7"),
        ),
        "ListTrialComponents, 10": (
            lambda: store.answer("ListTrialComponents", {}),
            client.list_trial_components,
        ),
        "AddTags": (
            lambda: store.answer("AddTags", {"ResourceArn": arn, "Tags": [{"Key": "k", "Value": "v"}]}),
            lambda: client.add_tags(ResourceArn=arn, Tags=[{"Key": "k", "Value": "v"}]),
        ),
        "Search, 100": (
            lambda: store.answer("Search", searches()["tag 1 %, parameter 50 %"]),
            lambda: client.search(**searches()["tag 1 %, parameter 50 %"]),
        ),
    }
    arn = client.describe_trial_component(TrialComponentName="component-7")["TrialComponentArn"]
    print("\ncall                           store ms   through boto3 ms   store's share")
    for label, (alone, through) in calls.items():
        own, whole = median_ms(alone, 100), median_ms(through, 100)
        print(f"{label:28s} {own:10.3f} {whole:18.3f} {own / whole:15.0%}")


def main() -> None:
    """Fill a store and print what it costs."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder, filled(Path(folder) / "bench.db", size) as store:
        bench_search(store)
        bench_calls(store)
    start = time.perf_counter()
    local.client(":memory:")
    print(f"\nmaking a client (its model is loaded): {(time.perf_counter() - start) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
