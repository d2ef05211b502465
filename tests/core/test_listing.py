"""Laws of listings: lazy, page by page, to be gone through again, and continued where they stopped."""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import dataclasses
import gc
import itertools
import tracemalloc
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from returns.result import Failure, Result, Success

from smexp_fp import experiment, tags, trial, trial_component
from smexp_fp.errors import InvalidInput, MalformedResponse, Unavailable, Unexpected
from smexp_fp.listing import Listing
from tests.support import model
from tests.support.clients import recorder

ARN = model.ARN
Record: TypeAlias = tuple[str, bool]
"""The name of a record, and whether it can be read."""
Pages: TypeAlias = list[list[Record]]

pages_of_records = st.lists(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([True, True, False])), max_size=4),
    min_size=1,
    max_size=8,
)


def row(name: str, readable: bool = True) -> dict[str, str]:  # noqa: FBT001, FBT002 - the members of a `Record`
    return {"ExperimentName": name} | ({} if readable else {"CreationTime": "now"})


class Served:
    """A service with fixed pages, which it gives by number; at some requests, counted from 0, it fails."""

    def __init__(self, pages: Pages, faults: frozenset[int] = frozenset()) -> None:
        self._pages = pages
        self._faults = faults
        self._requests = itertools.count()

    def __call__(self, _operation: str, parameters: Mapping[str, Any]) -> Mapping[str, object]:
        if next(self._requests) in self._faults:
            raise ConnectionResetError
        number = int(parameters.get("NextToken", "0"))
        answer: dict[str, object] = {"ExperimentSummaries": [row(*record) for record in self._pages[number]]}
        if number + 1 < len(self._pages):
            answer["NextToken"] = str(number + 1)
        return answer


def listed(pages: Pages, *faults: int, **options: Any) -> Listing[Any]:
    """A listing of a fresh service."""
    return experiment.list_experiments(recorder(Served(pages, frozenset(faults))), **options)


def all_of(pages: Pages) -> list[Record]:
    return list(itertools.chain.from_iterable(pages))


def read(item: Result[Any, Any]) -> Record:
    """The record of an item, which is not the failure of a request."""
    if isinstance(item, Success):
        return item.unwrap().name, True
    error = item.failure()
    assert isinstance(error, MalformedResponse)
    assert error.position is not None
    assert error.resume_from is None
    return str(error.record), False


LISTINGS: dict[str, Callable[[Any], Listing[Any]]] = {
    "experiment.list_experiments": experiment.list_experiments,
    "experiment.list_trials": lambda client: experiment.list_trials(client, "e"),
    "experiment.search": experiment.search,
    "tags.list_tags": lambda client: tags.list_tags(client, ARN),
    "trial.list_trials": trial.list_trials,
    "trial.list_trial_components": lambda client: trial.list_trial_components(client, "t"),
    "trial.search": trial.search,
    "trial_component.list_trial_components": trial_component.list_trial_components,
    "trial_component.list_trials": lambda client: trial_component.list_trials(client, "c"),
    "trial_component.search": trial_component.search,
}

every_listing = pytest.mark.parametrize("make", LISTINGS.values(), ids=LISTINGS)


@every_listing
def test_a_page_is_asked_for_only_when_it_is_needed(make: Callable[[Any], Listing[Any]]) -> None:
    tokens = itertools.count(1)
    client = recorder(lambda operation, _: {**model.answer(operation), "NextToken": str(next(tokens))})
    iterator = iter(make(client))
    for expected in range(5):
        assert len(client.calls) == expected
        next(iterator)


@every_listing
def test_iterating_again_asks_anew_and_gives_the_same(make: Callable[[Any], Listing[Any]]) -> None:
    client = recorder()
    listing = make(client)
    assert list(listing) == list(listing)
    assert client.calls[: len(client.calls) // 2] * 2 == client.calls
    assert client.calls


@given(pages_of_records)
def test_records_come_in_order_past_empty_pages_whether_they_can_be_read_or_not(pages: Pages) -> None:
    listing = listed(pages)
    assert [read(item) for item in listing] == all_of(pages)
    # Two iterations do not disturb one another.
    assert all(one == other for one, other in zip(listing, listing, strict=True))


@given(pages_of_records)
def test_pages_have_what_can_be_read_and_what_cannot(pages: Pages) -> None:
    found = [page.unwrap() for page in listed(pages).pages()]
    assert [[read(item) for item in page.results()] for page in found] == pages
    for page, records in zip(found, pages, strict=True):
        unreadable = [position for position, (_, readable) in enumerate(records) if not readable]
        assert [failure.position for failure in page.failures] == unreadable
        assert len(page.items) == len(records) - len(unreadable)


@given(pages_of_records, st.integers(0, 8))
@example([[]], 8)
def test_collect_first_and_partition_are_made_of_the_items(pages: Pages, fault: int) -> None:
    items = list(listed(pages, fault))
    records = tuple(item.unwrap() for item in items if isinstance(item, Success))
    failures = tuple(item.failure() for item in items if isinstance(item, Failure))
    assert listed(pages, fault).collect() == (Failure(failures[0]) if failures else Success(records))
    assert listed(pages, fault).first() == next(iter(items), Success(None))
    assert listed(pages, fault).partition() == (records, failures)
    assert any(isinstance(failure, Unavailable) for failure in failures) is (fault < len(pages))


@given(pages_of_records)
def test_collect_asks_no_further_than_the_first_failure(pages: Pages) -> None:
    client = recorder(Served(pages))
    experiment.list_experiments(client).collect()
    unreadable = (number for number, page in enumerate(pages, 1) for _, readable in page if not readable)
    assert len(client.calls) == next(unreadable, len(pages))


@given(pages_of_records, st.integers(0, 40))
def test_a_limit_counts_the_first_records_whether_they_can_be_read_or_not(pages: Pages, limit: int) -> None:
    # Also where the service pays no heed to the page size, as this one.
    assert [read(item) for item in listed(pages, limit=limit)] == all_of(pages)[:limit]


@given(st.integers(1, 100), st.integers(0, 1000))
def test_no_request_asks_for_more_than_the_page_size_or_what_is_left_of_the_limit(size: int, limit: int) -> None:
    tokens = itertools.count(1)

    def serve(_operation: str, parameters: Mapping[str, Any]) -> Mapping[str, object]:
        return {"ExperimentSummaries": [row("e")] * parameters["MaxResults"], "NextToken": str(next(tokens))}

    client = recorder(serve)
    assert len(experiment.list_experiments(client, limit=limit, page_size=size).collect().unwrap()) == limit
    asked = [parameters["MaxResults"] for _, parameters in client.calls]
    assert all(count == size for count in asked[:-1])
    assert sum(asked) == limit


@pytest.mark.parametrize(("options", "size"), [({}, {"MaxResults": 100}), ({"page_size": None}, {})])
def test_by_default_a_request_asks_for_a_hundred_and_with_none_for_what_the_service_likes(
    options: Any, size: dict[str, int]
) -> None:
    client = recorder()
    experiment.list_experiments(client, **options).collect().unwrap()
    assert client.calls == [("ListExperiments", size)]


@pytest.mark.parametrize(("argument", "values"), [("page_size", [0, -1, 101, "1"]), ("limit", [-1, "1"])])
def test_an_impossible_size_is_invalid_input(argument: str, values: list[Any]) -> None:
    for value in values:
        client = recorder()
        options: dict[str, Any] = {argument: value}
        [item] = experiment.list_experiments(client, **options)
        error = item.failure()
        assert isinstance(error, InvalidInput)
        assert (error.argument, error.value) == (argument, value)
        assert client.calls == []


@given(pages_of_records, st.frozensets(st.integers(0, 20), max_size=6))
def test_whoever_resumes_after_each_failed_request_gets_all_without_gap_or_repetition(
    pages: Pages, faults: frozenset[int]
) -> None:
    client = recorder(Served(pages, faults))
    gathered: list[Record] = []
    position: str | None = None
    for _ in range(len(faults) + 1):
        for item in experiment.list_experiments(client, resume_from=position):
            if isinstance(item, Failure) and isinstance(item.failure(), Unavailable):
                position = item.failure().resume_from
                break
            gathered.append(read(item))
        else:
            break
    assert gathered == all_of(pages)


@given(st.integers(0, 30), st.integers(1, 30))
def test_tokens_that_repeat_end_in_a_malformed_response(lead: int, cycle: int) -> None:
    def serve(_operation: str, parameters: Mapping[str, Any]) -> Mapping[str, object]:
        number = int(parameters.get("NextToken", "0"))
        following = number + 1 if number + 1 < lead + cycle else lead
        return {"ExperimentSummaries": [row("e")], "NextToken": str(following)}

    client = recorder(serve)
    *_, last = experiment.list_experiments(client)
    assert isinstance(last.failure(), MalformedResponse)
    # Brent: the cycle is seen before three times its first round is over.
    assert len(client.calls) <= 3 * (lead + cycle) + 3


def test_after_a_repeated_token_the_position_does_not_repeat_what_was_read() -> None:
    client = recorder(lambda *_: {"ExperimentSummaries": [row("e")], "NextToken": "same"})
    first, second, last = experiment.list_experiments(client)
    assert isinstance(first, Success)
    assert isinstance(second, Success)
    assert last.failure().resume_from == "same"


def test_an_empty_token_is_no_token() -> None:
    client = recorder(lambda *_: {"ExperimentSummaries": [row("e")], "NextToken": ""})
    assert len(list(experiment.list_experiments(client))) == 1


def test_a_listing_cannot_be_changed() -> None:
    listing: Any = experiment.list_experiments(recorder())
    with pytest.raises(dataclasses.FrozenInstanceError):
        listing.pages = lambda: iter([])


def test_a_search_reports_its_total_in_a_call_for_one_record() -> None:
    client = recorder()
    hits = experiment.search(client, limit=3).total_hits().unwrap()
    assert (hits.value, hits.exact) == (1, True)
    assert client.calls == [("Search", {"Resource": "Experiment", "MaxResults": 1})]


def test_what_a_client_raises_is_the_last_item() -> None:
    def fail(_operation: str, _parameters: Mapping[str, Any]) -> object:
        raise ZeroDivisionError("odd")

    [item] = experiment.list_experiments(recorder(fail))
    error = item.failure()
    assert isinstance(error, Unexpected)
    assert isinstance(error.cause, ZeroDivisionError)


class Numbered:
    """A client with many records, of which it keeps nothing."""

    def __init__(self, pages: int) -> None:
        self._last = pages - 1

    def list_experiments(self, *, NextToken: str = "0", MaxResults: int) -> Mapping[str, object]:
        number = int(NextToken)
        answer: dict[str, object] = {"ExperimentSummaries": [row(f"e{index}") for index in range(MaxResults)]}
        return answer if number == self._last else {**answer, "NextToken": str(number + 1)}


def peak_of_iterating(pages: int) -> int:
    """Bytes at the peak, over those before, while the records of these pages are iterated."""
    client: Any = Numbered(pages)
    gc.collect()
    tracemalloc.start()
    try:
        assert sum(1 for _ in experiment.list_experiments(client)) == 100 * pages
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_records() -> None:
    assert peak_of_iterating(pages=200) < 1.5 * peak_of_iterating(pages=20)


def test_a_listing_knows_where_it_begins() -> None:
    client: Any = recorder(lambda _operation, _parameters: {})
    for listed in (
        experiment.list_experiments,
        experiment.search,
        trial.list_trials,
        trial.search,
        trial_component.list_trial_components,
        trial_component.search,
    ):
        found: Callable[..., Listing[Any]] = listed
        assert found(client).resume_from is None
        assert found(client, resume_from="a token").resume_from == "a token"
    assert tags.list_tags(client, ARN).resume_from is None
