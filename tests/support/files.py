"""Functions that write files, and a service whose answers they write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from returns.result import Result

from smexp_fp import Q, tables, trial_component
from smexp_fp.listing import SearchListing
from smexp_fp.query import Column
from smexp_fp.records import TrialComponent
from smexp_fp.tables import WriteFailure, WriteReport

Write = Callable[..., Result[WriteReport, WriteFailure]]
FORMATS: list[Write] = [tables.write_csv, tables.write_jsonl, tables.write_parquet]
every_format = pytest.mark.parametrize("write", FORMATS, ids=["csv", "jsonl", "parquet"])
COLUMNS: tuple[Column[TrialComponent], ...] = (Q.name, Q.parameter("p"), Q.metric("loss").last, Q.parents.trial_name)


class Components:
    """A search for numbered components, page by page; some cannot be read, some requests fail."""

    def __init__(
        self, number: int, *, broken: frozenset[int] = frozenset(), failing: frozenset[int] = frozenset()
    ) -> None:
        self.number = number
        self.broken = broken
        self.failing = failing
        self.requests = 0

    def search(self, *, MaxResults: int, NextToken: str = "0", **_parameters: object) -> dict[str, object]:
        self.requests += 1
        if self.requests in self.failing:
            raise ConnectionError("lost")
        start = int(NextToken)
        end = min(self.number, start + MaxResults)
        answer: dict[str, object] = {"Results": [{"TrialComponent": self.one(n)} for n in range(start, end)]}
        return answer if end == self.number else {**answer, "NextToken": str(end)}

    def one(self, number: int) -> dict[str, object]:
        value = {"StringValue": f"text {number}"} if number % 3 == 0 else {"NumberValue": float(number)}
        return {
            "TrialComponentName": f"c{number}",
            "Parameters": {"p": value} if number % 5 else {},
            "Metrics": [{"MetricName": "loss", "Last": "high" if number in self.broken else 1 / (number + 1)}],
            "Parents": [{"TrialName": f"t{number % 7}"}],
        }


def search(client: Any, page_size: int = 10, **options: Any) -> SearchListing[TrialComponent]:
    return trial_component.search(client, page_size=page_size, **options)


def untouched(path: Path, *others: Path | None) -> bool:
    """Whether the file is as it was, and nothing else is beside it."""
    return path.read_text() == "what was there before" and set(path.parent.iterdir()) == {path, *others}
