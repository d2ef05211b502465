"""Laws of listings: lazy, page by page, to be gone through again, and continued where they stopped."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import dataclasses
import gc
import itertools
import tracemalloc
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp import experiment, tags, trial, trial_component
from smexp_fp.errors import InvalidInput, MalformedResponse, Unexpected
from smexp_fp.listing import Listing
from smexp_fp.records import ExperimentSummary
from tests.support import model
from tests.support.clients import recorder

ARN = model.ARN


def summary(name: str) -> dict[str, str]:
    return {"ExperimentName": name, "ExperimentArn": ARN}


class Served:
    """A service with fixed pages, which it gives by number; at some requests it fails."""

    def __init__(self, pages: list[list[str]], faults: frozenset[int] = frozenset()) -> None:
        self._pages = pages
        self._faults = faults
        self._requests = itertools.count()

    def __call__(self, _operation: str, parameters: Mapping[str, Any]) -> Mapping[str, object]:
        if next(self._requests) in self._faults:
            raise ConnectionResetError
        number = int(parameters.get("NextToken", "0"))
        answer: dict[str, object] = {"ExperimentSummaries": [summary(name) for name in self._pages[number]]}
        if number + 1 < len(self._pages):
            answer["NextToken"] = str(number + 1)
        return answer


pages_of_names = st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), min_size=1, max_size=8)


def names(listing: Listing[ExperimentSummary]) -> list[str]:
    return [item.unwrap().name for item in listing]


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
def test_nothing_is_sent_before_it_is_iterated(make: Callable[[Any], Listing[Any]]) -> None:
    client = recorder()
    listing = make(client)
    iterator = iter(listing)
    assert client.calls == []
    next(iterator)
    assert len(client.calls) == 1


@every_listing
def test_a_page_is_asked_for_only_when_it_is_needed(make: Callable[[Any], Listing[Any]]) -> None:
    tokens = itertools.count(1)
    client = recorder(lambda operation, _: {**model.answer(operation), "NextToken": str(next(tokens))})
    iterator = iter(make(client))
    for expected in range(1, 5):
        next(iterator)
        assert len(client.calls) == expected


@every_listing
def test_iterating_again_asks_anew_and_gives_the_same(make: Callable[[Any], Listing[Any]]) -> None:
    client = recorder()
    listing = make(client)
    assert list(listing) == list(listing)
    assert client.calls[: len(client.calls) // 2] * 2 == client.calls
    assert client.calls


@given(pages_of_names)
def test_two_iterations_do_not_disturb_one_another(pages: list[list[str]]) -> None:
    listing = experiment.list_experiments(recorder(Served(pages)))
    expected = list(itertools.chain.from_iterable(pages))
    left: list[str] = []
    right: list[str] = []
    for one, other in zip(listing, listing, strict=True):
        left.append(one.unwrap().name)
        right.append(other.unwrap().name)
    assert left == right == expected


@given(pages_of_names)
def test_all_records_come_in_order_also_past_empty_pages(pages: list[list[str]]) -> None:
    assert names(experiment.list_experiments(recorder(Served(pages)))) == list(itertools.chain.from_iterable(pages))


@given(pages_of_names)
def test_collect_is_what_iterating_gives(pages: list[list[str]]) -> None:
    listing = experiment.list_experiments(recorder(Served(pages)))
    assert listing.collect().unwrap() == tuple(item.unwrap() for item in listing)


@given(pages_of_names)
def test_first_is_the_first_item_or_none(pages: list[list[str]]) -> None:
    listing = experiment.list_experiments(recorder(Served(pages)))
    assert listing.first().unwrap() == next((item.unwrap() for item in listing), None)


@given(pages_of_names, st.integers(0, 40))
def test_limit_gives_so_many_of_the_first_records(pages: list[list[str]], limit: int) -> None:
    client = recorder(Served(pages))
    expected = list(itertools.chain.from_iterable(pages))[:limit]
    assert names(experiment.list_experiments(client, limit=limit)) == expected


@given(st.integers(1, 100), st.integers(0, 1000))
def test_no_request_asks_for_more_than_the_page_size_or_what_is_left_of_the_limit(size: int, limit: int) -> None:
    tokens = itertools.count(1)

    def serve(_operation: str, parameters: Mapping[str, Any]) -> Mapping[str, object]:
        return {"ExperimentSummaries": [summary("e")] * parameters["MaxResults"], "NextToken": str(next(tokens))}

    client = recorder(serve)
    assert len(names(experiment.list_experiments(client, limit=limit, page_size=size))) == limit
    asked = [parameters["MaxResults"] for _, parameters in client.calls]
    assert all(count == size for count in asked[:-1])
    assert sum(asked) == limit


def test_by_default_a_request_asks_for_a_hundred() -> None:
    client = recorder()
    list(experiment.list_experiments(client))
    assert client.calls == [("ListExperiments", {"MaxResults": 100})]


@pytest.mark.parametrize("size", [0, -1, 101, 1.0, "1", True, None])
def test_an_impossible_page_size_is_invalid_input(size: Any) -> None:
    client = recorder()
    [item] = experiment.list_experiments(client, page_size=size)
    if size is None:
        # The service's own default; only the type checkers mind.
        assert isinstance(item, Success)
        return
    error = item.failure()
    assert isinstance(error, InvalidInput)
    assert (error.argument, error.value) == ("page_size", size)
    assert client.calls == []


@pytest.mark.parametrize("limit", [-1, 1.0, "1", True])
def test_an_impossible_limit_is_invalid_input(limit: Any) -> None:
    client = recorder()
    [item] = experiment.list_experiments(client, limit=limit)
    error = item.failure()
    assert isinstance(error, InvalidInput)
    assert (error.argument, error.value) == ("limit", limit)
    assert client.calls == []


@given(pages_of_names, st.frozensets(st.integers(0, 20), max_size=6))
def test_whoever_resumes_after_each_failure_gets_all_without_gap_or_repetition(
    pages: list[list[str]], faults: frozenset[int]
) -> None:
    client = recorder(Served(pages, faults))
    gathered: list[str] = []
    position: str | None = None
    for _ in range(len(faults) + 1):
        failure = None
        for item in experiment.list_experiments(client, resume_from=position):
            assert failure is None, "a failure is the last item"
            if isinstance(item, Failure):
                failure = item.failure()
            else:
                gathered.append(item.unwrap().name)
        if failure is None:
            break
        position = failure.resume_from
    assert gathered == list(itertools.chain.from_iterable(pages))


@given(pages_of_names, st.integers(0, 8))
def test_collect_and_first_hand_on_the_failure_with_its_position(pages: list[list[str]], fault: int) -> None:
    collected = experiment.list_experiments(recorder(Served(pages, frozenset({fault})))).collect()
    if fault >= len(pages):
        assert isinstance(collected, Success)
    else:
        assert collected.failure().resume_from == (str(fault) if fault else None)


@given(st.integers(0, 30), st.integers(1, 30))
def test_tokens_that_repeat_end_in_a_malformed_response(lead: int, cycle: int) -> None:
    def serve(_operation: str, parameters: Mapping[str, Any]) -> Mapping[str, object]:
        number = int(parameters.get("NextToken", "0"))
        following = number + 1 if number + 1 < lead + cycle else lead
        return {"ExperimentSummaries": [summary("e")], "NextToken": str(following)}

    client = recorder(serve)
    *_, last = experiment.list_experiments(client)
    assert isinstance(last.failure(), MalformedResponse)
    # Brent: the cycle is seen before three times its first round is over.
    assert len(client.calls) <= 3 * (lead + cycle) + 3


def test_after_a_repeated_token_the_position_does_not_repeat_what_was_read() -> None:
    client = recorder(lambda *_: {"ExperimentSummaries": [summary("e")], "NextToken": "same"})
    first, second, last = experiment.list_experiments(client)
    assert isinstance(first, Success)
    assert isinstance(second, Success)
    assert last.failure().resume_from == "same"


def test_an_empty_token_is_no_token() -> None:
    client = recorder(lambda *_: {"ExperimentSummaries": [summary("e")], "NextToken": ""})
    assert len(list(experiment.list_experiments(client))) == 1


def test_a_listing_cannot_be_changed() -> None:
    listing = experiment.list_experiments(recorder())
    with pytest.raises(dataclasses.FrozenInstanceError):
        listing.pages = lambda: iter([])  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def test_a_search_tells_its_total_in_a_call_for_one_record() -> None:
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


def peak_of_iterating(records: int) -> int:
    """Bytes at the peak, over those before, while `records` canned records are iterated."""

    def serve(_operation: str, parameters: Mapping[str, Any]) -> Mapping[str, object]:
        number = int(parameters.get("NextToken", "0"))
        answer: dict[str, object] = {"ExperimentSummaries": [summary(f"e{index}") for index in range(100)]}
        return answer if number + 1 >= records // 100 else {**answer, "NextToken": str(number + 1)}

    class Quiet:
        """Records nothing, so that only what is measured grows."""

        def list_experiments(self, **parameters: Any) -> Mapping[str, object]:
            return serve("", parameters)

    client: Any = Quiet()
    gc.collect()
    tracemalloc.start()
    try:
        assert sum(1 for _ in experiment.list_experiments(client)) == records
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_records() -> None:
    few = peak_of_iterating(10_000)
    many = peak_of_iterating(100_000)
    assert many < 1.5 * few
