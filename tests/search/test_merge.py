"""Several requests read as one."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Result

from smexp_fp._api import wire
from smexp_fp._api.call import Call
from smexp_fp._api.merge import Order, merged_pages
from smexp_fp._api.paging import PAGE_ARGUMENTS
from smexp_fp._api.search import page
from smexp_fp.errors import InvalidInput, SmexpError, Unavailable
from smexp_fp.listing import Page
from smexp_fp.records import Experiment
from smexp_fp.results import is_failure

# What a search sorts by; some records share a rank, so that there are ties, and some do not.
RANKS = st.dictionaries(st.integers(0, 40), st.integers(0, 9), min_size=5, max_size=25)
ORDER: Order[Experiment] = Order(
    rank=lambda record: record.description or "", key=lambda record: (record.description or "", record.arn)
)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def b64_json(value: object) -> str:
    return b64(json.dumps(value).encode())


class Requests:
    """Answers each request with its own part of the records, in order, page by page; some calls fail."""

    def __init__(self, parts: list[list[tuple[int, int]]], failing: frozenset[int] = frozenset()) -> None:
        self.parts = parts
        self.failing = failing
        self.calls = 0

    def search(
        self, *, Resource: str, SearchExpression: Mapping[str, Any], MaxResults: int, NextToken: str = "0"
    ) -> dict[str, object]:
        self.calls += 1
        if self.calls in self.failing:
            raise ConnectionError("lost")
        part = self.parts[int(SearchExpression["Filters"][0]["Value"])]
        start = int(NextToken)
        answer: dict[str, object] = {"Results": [self._found(*item) for item in part[start : start + MaxResults]]}
        if start + MaxResults < len(part):
            answer["NextToken"] = str(start + MaxResults)
        return answer

    @staticmethod
    def _found(number: int, rank: int) -> dict[str, Any]:
        arn = f"arn:aws:sagemaker:us-east-1:123456789012:experiment/{number:02}"
        return {"Experiment": {"ExperimentName": f"e{number}", "ExperimentArn": arn, "Description": str(rank)}}


def calls(count: int) -> list[Call[Page[Experiment]]]:
    decode = partial(page, wire.found_experiment)
    return [
        Call(
            operation="Search",
            parameters={
                "Resource": "Experiment",
                "SearchExpression": {"Filters": [{"Name": "Part", "Value": str(part)}]},
            },
            decode=decode,
            arguments=PAGE_ARGUMENTS,
        )
        for part in range(count)
    ]


def in_order(records: Mapping[int, int]) -> list[tuple[int, int]]:
    return sorted(records.items(), key=lambda item: (str(item[1]), item[0]))


def names(pages: list[Result[Page[Experiment], SmexpError]]) -> list[str]:
    return [item.name for page in pages if not is_failure(page) for item in page.unwrap().items]


@st.composite
def overlapping_parts(draw: st.DrawFn) -> tuple[dict[int, int], list[list[tuple[int, int]]]]:
    """Records, and the requests that find them: each record in one at least."""
    records = draw(RANKS)
    count = draw(st.integers(1, 4))
    parts: list[dict[int, int]] = [{} for _ in range(count)]
    for number, rank in records.items():
        for index in draw(st.sets(st.integers(0, count - 1), min_size=1)):
            parts[index][number] = rank
    return records, [in_order(part) for part in parts]


@given(overlapping_parts(), st.integers(1, 7))
def test_all_records_come_once_and_in_order(
    generated: tuple[dict[int, int], list[list[tuple[int, int]]]], page_size: int
) -> None:
    records, parts = generated
    pages = list(
        merged_pages(Requests(parts), calls(len(parts)), ORDER, None, limit=None, page_size=page_size, resume_from=None)
    )
    assert names(pages) == [f"e{number}" for number, _ in in_order(records)]


@given(overlapping_parts(), st.integers(1, 7), st.integers(0, 30))
def test_a_limit_caps_what_comes(
    generated: tuple[dict[int, int], list[list[tuple[int, int]]]], page_size: int, limit: int
) -> None:
    records, parts = generated
    pages = list(
        merged_pages(
            Requests(parts), calls(len(parts)), ORDER, None, limit=limit, page_size=page_size, resume_from=None
        )
    )
    assert names(pages) == [f"e{number}" for number, _ in in_order(records)][:limit]


@given(overlapping_parts(), st.integers(1, 7), st.frozensets(st.integers(1, 12), max_size=4))
def test_resuming_after_failures_leaves_no_gap_and_repeats_nothing(
    generated: tuple[dict[int, int], list[list[tuple[int, int]]]], page_size: int, failing: frozenset[int]
) -> None:
    records, parts = generated
    client = Requests(parts, failing)
    seen: list[str] = []
    position: str | None = None
    for _ in range(len(failing) + 1):
        pages = list(
            merged_pages(client, calls(len(parts)), ORDER, None, limit=None, page_size=page_size, resume_from=position)
        )
        seen += names(pages)
        if not pages or not is_failure(pages[-1]):
            break
        error = pages[-1].failure()
        assert isinstance(error, Unavailable)
        position = error.resume_from
    assert seen == [f"e{number}" for number, _ in in_order(records)]


@given(overlapping_parts(), st.integers(0, 3))
def test_what_is_left_to_look_at_here_is_dropped(
    generated: tuple[dict[int, int], list[list[tuple[int, int]]]], rank: int
) -> None:
    records, parts = generated
    pages = list(
        merged_pages(
            Requests(parts),
            calls(len(parts)),
            ORDER,
            lambda record: record.description == str(rank),
            limit=None,
            page_size=5,
            resume_from=None,
        )
    )
    assert names(pages) == [f"e{number}" for number, found in in_order(records) if found == rank]


@given(st.one_of(st.text(max_size=40), st.binary(max_size=40).map(b64), JSON.map(b64_json)))
def test_a_position_of_another_search_is_invalid_input(position: str) -> None:
    client = Requests([[(1, 1)], [(2, 2)]])
    [page] = merged_pages(client, calls(2), ORDER, None, limit=None, page_size=5, resume_from=position)
    error = page.failure()
    assert isinstance(error, InvalidInput)
    assert error.argument == "resume_from"
    assert client.calls == 0
