"""Searches that take several requests: read as one, in order, without duplicates, and resumable from any place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import Q, all_of, any_of, experiment
from smexp_fp.errors import InvalidInput, MalformedResponse, SmexpError, Unavailable
from smexp_fp.listing import Page, SearchListing
from smexp_fp.records import Experiment
from smexp_fp.results import is_failure, or_raise

Hit = tuple[int, int]
"""A record's number, and its rank: what the search sorts by."""


class Requests:
    """Answers each request of a search with its own hits, page by page; some calls fail.

    Tokens are a new text each time, as those of a service that encrypts them.
    """

    def __init__(self, parts: list[list[Hit]], failing: Iterable[int] = (), *, broken: Iterable[int] = ()) -> None:
        self.parts = parts
        self.failing = frozenset(failing)
        self.broken = frozenset(broken)
        self.calls = 0

    def search(
        self,
        *,
        Resource: str,
        SearchExpression: Mapping[str, Any],
        SortBy: str,
        SortOrder: str,
        MaxResults: int,
        NextToken: str = "0",
    ) -> dict[str, object]:
        assert (Resource, SortBy, SortOrder) == ("Experiment", "Description", "Ascending")
        self.calls += 1
        index = int(SearchExpression["Filters"][0]["Name"].split("-")[1])
        if self.calls in self.failing:
            raise ConnectionError("lost")
        start = int(NextToken.partition("/")[0])
        hits = self.parts[index][start : start + MaxResults]
        answer: dict[str, object] = {"Results": [self._found(*hit) for hit in hits]}
        if start + MaxResults < len(self.parts[index]):
            answer["NextToken"] = f"{start + MaxResults}/{self.calls}"
        return answer

    def _found(self, number: int, rank: int) -> dict[str, Any]:
        arn = f"arn:aws:sagemaker:us-east-1:123456789012:experiment/e{number}"
        found = {"ExperimentName": f"e{number}", "ExperimentArn": arn, "Description": f"{rank:02}"}
        return {"Experiment": {**found, "CreationTime": "now"} if number in self.broken else found}


def search(
    client: Any, requests: int, *, resume_from: str | None = None, limit: int | None = None, page_size: int = 100
) -> SearchListing[Experiment]:
    """A search that takes so many requests, by rank: one holds 50 conditions, less than two of these."""
    condition = any_of(*(all_of(*(Q.tag(f"part-{number}-{key}") for key in range(26))) for number in range(requests)))
    return experiment.search(
        client,
        condition,
        sort_by="Description",
        sort_order="Ascending",
        limit=limit,
        page_size=page_size,
        resume_from=resume_from,
    )


def names(items: Iterable[Experiment]) -> list[str]:
    return [item.name for item in items]


@st.composite
def overlapping_parts(draw: st.DrawFn) -> list[list[Hit]]:
    """What each of two to four requests finds: each record in one at least, in the order of ranks.

    Among records of one rank each request has an order of its own, so that nothing can be built on how ties are broken.
    """
    count = draw(st.integers(2, 4))
    highest = draw(st.sampled_from([0, 1, 9]))
    parts: list[list[Hit]] = [[] for _ in range(count)]
    for number in range(draw(st.integers(0, 25))):
        hit = (number, draw(st.integers(0, highest)))
        for index in draw(st.sets(st.integers(0, count - 1), min_size=1)):
            parts[index].append(hit)
    return [sorted(draw(st.permutations(part)), key=lambda hit: hit[1]) for part in parts]


def ranks(found: Iterable[Experiment]) -> list[str]:
    return [item.description or "" for item in found]


def everything(parts: list[list[Hit]]) -> set[str]:
    return {f"e{number}" for part in parts for number, _ in part}


@given(overlapping_parts(), st.integers(1, 7))
def test_all_records_come_once_and_in_order(parts: list[list[Hit]], page_size: int) -> None:
    found = or_raise(search(Requests(parts), len(parts), page_size=page_size).collect())
    assert sorted(names(found)) == sorted(everything(parts))
    assert ranks(found) == sorted(ranks(found))


@given(overlapping_parts(), st.integers(1, 7))
def test_records_of_one_rank_come_in_the_order_of_their_request(parts: list[list[Hit]], page_size: int) -> None:
    disjoint = [[(number + 100 * index, rank) for number, rank in part] for index, part in enumerate(parts)]
    found = names(or_raise(search(Requests(disjoint), len(parts), page_size=page_size).collect()))
    for part in disjoint:
        own = [f"e{number}" for number, _ in part]
        assert [name for name in found if name in own] == own


@given(overlapping_parts(), st.integers(1, 7), st.integers(0, 30))
def test_a_limit_caps_what_comes(parts: list[list[Hit]], page_size: int, limit: int) -> None:
    whole = names(or_raise(search(Requests(parts), len(parts), page_size=page_size).collect()))
    found = or_raise(search(Requests(parts), len(parts), page_size=page_size, limit=limit).collect())
    assert names(found) == whole[:limit]


@given(overlapping_parts(), st.integers(1, 7), st.frozensets(st.integers(1, 20), max_size=6))
def test_resuming_after_failures_leaves_no_gap_and_repeats_nothing(
    parts: list[list[Hit]], page_size: int, failing: frozenset[int]
) -> None:
    client = Requests(parts, failing)
    seen: list[str] = []
    position: str | None = None
    for _ in range(len(failing) + 1):
        found, failures = search(client, len(parts), page_size=page_size, resume_from=position).partition()
        seen += names(found)
        if not failures:
            break
        [error] = failures
        assert isinstance(error, Unavailable)
        position = error.resume_from
    assert sorted(seen) == sorted(everything(parts))


@given(overlapping_parts(), st.lists(st.integers(1, 7), min_size=1, max_size=4))
def test_whoever_stops_at_any_page_gets_exactly_the_rest_with_its_token(
    parts: list[list[Hit]], page_sizes: list[int]
) -> None:
    """Every page is read by a search of its own, with page sizes that change."""
    whole = names(or_raise(search(Requests(parts), len(parts), page_size=page_sizes[0]).collect()))
    seen: list[str] = []
    position: str | None = None
    for number in range(len(whole) + 1):
        size = page_sizes[number % len(page_sizes)]
        pages = search(Requests(parts), len(parts), page_size=size, resume_from=position).pages()
        page: Page[Experiment] | None = next((or_raise(page) for page in pages), None)
        if page is None:
            break
        seen += names(page.items)
        position = page.next_token
        if position is None:
            break
    assert sorted(seen) == sorted(whole)


@pytest.mark.parametrize("overlap", [0, 300, 750])
def test_a_position_does_not_grow_with_the_records_of_one_rank(overlap: int) -> None:
    """1,500 hits that all tie, in two requests: what decides between them is not written into the position."""
    parts = [[(number, 0) for number in range(750)], [(number, 0) for number in range(750 - overlap, 1500 - overlap)]]
    client = Requests(parts)
    sizes: list[int] = []
    seen: list[str] = []
    position: str | None = None
    while True:
        pages = search(client, 2, resume_from=position).pages()
        page = or_raise(next(pages))
        seen += names(page.items)
        position = page.next_token
        if position is None:
            break
        sizes.append(len(position))
    assert len(seen) == len(set(seen)) == 1500 - overlap
    assert len(sizes) >= 7
    assert max(sizes) < 200


def test_without_ties_a_resumption_asks_for_no_page_twice() -> None:
    parts = [[(number, number % 100) for number in range(first, 100, 2)] for first in (0, 1)]
    pages = search(Requests(parts), 2, page_size=10).pages()
    position = or_raise(next(pages)).next_token
    client = Requests(parts)
    found = or_raise(search(client, 2, page_size=10, resume_from=position).collect())
    assert names(found) == [f"e{number}" for number in range(10, 100)]
    assert client.calls == 10  # as many as there are pages


@given(overlapping_parts(), st.integers(1, 7), st.frozensets(st.integers(0, 24), min_size=1))
def test_a_record_that_cannot_be_read_is_one_failure_and_hides_nothing(
    parts: list[list[Hit]], page_size: int, broken: frozenset[int]
) -> None:
    found, failures = search(Requests(parts, broken=broken), len(parts), page_size=page_size).partition()
    expected = {f"e{number}" for number in broken} & everything(parts)
    assert sorted(names(found)) == sorted(everything(parts) - expected)
    assert sorted(arn_name(failure) for failure in failures) == sorted(expected)


def arn_name(failure: SmexpError) -> str:
    assert isinstance(failure, MalformedResponse)
    assert failure.position is not None
    assert failure.resume_from is None
    return str(failure.record).rpartition("/")[2]


def test_the_failures_of_a_merged_page_have_their_places_on_it() -> None:
    client = Requests([[(1, 1), (3, 3), (5, 5)], [(2, 2), (4, 4)]], broken={3})
    [page] = search(client, 2).pages()
    items = list(or_raise(page).results())
    assert len(items) == 5
    [at] = [index for index, item in enumerate(items) if is_failure(item)]
    [failure] = or_raise(page).failures
    assert failure.position == at


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


@given(st.one_of(st.text(max_size=40), JSON.map(json.dumps), st.integers(), st.binary(max_size=9)))
def test_what_is_no_position_is_invalid_input(position: Any) -> None:
    refused(Requests([[(1, 1)], [(2, 2)]]), position)


@given(st.data())
def test_a_damaged_position_is_invalid_input(data: st.DataObject) -> None:
    parts = [[(number, 0) for number in range(9)], [(number, 0) for number in range(4, 12)]]
    position = or_raise(next(search(Requests(parts), 2, page_size=3).pages())).next_token
    assert position is not None
    index = data.draw(st.integers(0, len(position) - 1))
    other = data.draw(st.sampled_from("ABCxyz019-_").filter(lambda letter: letter != position[index]))
    refused(Requests(parts), position[:index] + other + position[index + 1 :])
    refused(Requests(parts), position[:index])


def test_a_position_of_another_search_is_invalid_input() -> None:
    parts = [[(number, 0) for number in range(9)], [(number, 0) for number in range(4, 12)]]
    position = or_raise(next(search(Requests([*parts, []]), 3, page_size=3).pages())).next_token
    refused(Requests(parts), position)


def refused(client: Requests, position: Any) -> None:
    [item] = search(client, 2, resume_from=position)
    error = item.failure()
    assert isinstance(error, InvalidInput)
    assert error.argument == "resume_from"
    assert client.calls == 0


def test_a_search_of_several_requests_refuses_a_wrong_window_and_sends_nothing() -> None:
    client = Requests([[(1, 1)], [(2, 2)]])
    for wrong, argument in ((search(client, 2, limit=-1), "limit"), (search(client, 2, page_size=0), "page_size")):
        [item] = wrong
        error = item.failure()
        assert isinstance(error, InvalidInput)
        assert error.argument == argument
    assert client.calls == 0


def test_a_resumption_goes_on_although_what_was_taken_before_has_been_deleted_since() -> None:
    parts = [[(number, 0) for number in range(5)], [(number, 1) for number in range(5, 9)]]
    position = or_raise(next(search(Requests(parts), 2, page_size=5).pages())).next_token
    found = or_raise(search(Requests([parts[0][:2], parts[1]]), 2, page_size=5, resume_from=position).collect())
    assert names(found) == ["e5", "e6", "e7", "e8"]
