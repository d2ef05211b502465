"""One record that cannot be read is one failure among the others; a failed request ends a listing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from smexp_fp import experiment, trial, trial_component
from smexp_fp.errors import MalformedResponse, SmexpError, Unavailable
from smexp_fp.listing import Listing
from smexp_fp.records import TrialComponent
from smexp_fp.results import is_failure, or_raise
from tests.support.clients import recorder

ARN = "arn:aws:sagemaker:us-east-1:123456789012:experiment-trial-component/"


def arn(number: int) -> str:
    return f"{ARN}c-{number}"


def answering(answer: Mapping[str, object]) -> Any:
    """A client that answers everything with the same."""
    return recorder(lambda _operation, _parameters: answer)


class Components:
    """A search for numbered components, page by page; some have a metric that cannot be read, some requests fail."""

    def __init__(self, count: int, broken: Iterable[int], failing: Iterable[int] = ()) -> None:
        self.count = count
        self.broken = frozenset(broken)
        self.failing = frozenset(failing)
        self.requests = 0

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> Mapping[str, object]:
        assert operation == "Search"
        self.requests += 1
        if self.requests in self.failing:
            raise ConnectionResetError
        start = int(parameters.get("NextToken", "0"))
        end = min(self.count, start + parameters["MaxResults"])
        answer: dict[str, object] = {"Results": [self._component(number) for number in range(start, end)]}
        return answer if end == self.count else {**answer, "NextToken": str(end)}

    def _component(self, number: int) -> dict[str, object]:
        metrics = [{"MetricName": "loss", "Max": "high"}] if number in self.broken else []
        return {"TrialComponent": {"TrialComponentArn": arn(number), "Metrics": metrics}}


def read(listing: Listing[TrialComponent]) -> list[tuple[str, bool]]:
    """The ARN of each item, and whether it could be read."""
    return [
        (str(of_record(item.failure()).record), False) if is_failure(item) else (item.unwrap().arn, True)
        for item in listing
    ]


def of_record(error: SmexpError) -> MalformedResponse:
    assert isinstance(error, MalformedResponse)
    assert error.position is not None
    assert error.resume_from is None
    return error


def test_of_a_thousand_components_with_one_bad_metric_999_are_read() -> None:
    client = recorder(Components(1000, broken=[517]))
    found, failures = trial_component.search(client).partition()
    assert [component.name for component in found] == [f"c-{number}" for number in range(1000) if number != 517]
    [failure] = map(of_record, failures)
    assert (failure.record, failure.position) == (arn(517), 17)
    assert str(failure) == (
        f"MalformedResponse in Search: {arn(517)}: Metrics[0].Max should be a number, but is 'high'"
        " (record 17 of its page)"
    )
    assert len(client.calls) == 10


@given(st.integers(0, 30), st.frozensets(st.integers(0, 30)), st.integers(1, 8))
def test_records_come_in_their_order_whether_they_can_be_read_or_not(
    count: int, broken: frozenset[int], page_size: int
) -> None:
    listing = trial_component.search(recorder(Components(count, broken)), page_size=page_size)
    assert read(listing) == [(arn(number), number not in broken) for number in range(count)]


@given(st.integers(0, 30), st.frozensets(st.integers(0, 30)), st.integers(1, 8))
def test_pages_have_what_can_be_read_and_what_cannot(count: int, broken: frozenset[int], page_size: int) -> None:
    listing = trial_component.search(recorder(Components(count, broken)), page_size=page_size)
    pages = [or_raise(page) for page in listing.pages()]
    items = [item for page in pages for item in page.results()]
    assert items == list(listing)
    for number, page in enumerate(pages):
        places = [failure.position for failure in page.failures]
        assert places == [place for place in range(page_size) if number * page_size + place in broken & {*range(count)}]
        assert len(page.items) + len(page.failures) <= page_size


@given(st.integers(0, 30), st.frozensets(st.integers(0, 30)), st.integers(1, 8), st.integers(0, 40))
def test_a_limit_counts_records_that_cannot_be_read(
    count: int, broken: frozenset[int], page_size: int, limit: int
) -> None:
    client = recorder(Components(count, broken))
    whole = read(trial_component.search(client))
    assert read(trial_component.search(client, page_size=page_size, limit=limit)) == whole[:limit]


def test_a_limit_holds_for_a_client_that_pays_no_heed_to_the_page_size() -> None:
    rows = [{"ExperimentName": "a"}, {}, {"ExperimentName": "b"}, {}, {"ExperimentName": "c"}]
    client = answering({"ExperimentSummaries": rows, "NextToken": "t"})
    items = list(experiment.list_experiments(client, limit=4))
    assert [is_failure(item) for item in items] == [False, True, False, True]
    assert len(client.calls) == 1


@given(st.frozensets(st.integers(0, 30)), st.frozensets(st.integers(1, 12), max_size=5), st.integers(1, 8))
def test_whoever_resumes_after_failed_requests_gets_each_record_once(
    broken: frozenset[int], failing: frozenset[int], page_size: int
) -> None:
    client = recorder(Components(31, broken, failing))
    seen: list[tuple[str, bool]] = []
    position: str | None = None
    for _ in range(len(failing) + 1):
        items = list(trial_component.search(client, page_size=page_size, resume_from=position))
        last = items[-1].failure() if is_failure(items[-1]) else None
        if isinstance(last, Unavailable):
            items, position = items[:-1], last.resume_from
        seen += [
            (str(of_record(item.failure()).record), False) if is_failure(item) else (item.unwrap().arn, True)
            for item in items
        ]
        if not isinstance(last, Unavailable):
            break
    assert seen == [(arn(number), number not in broken) for number in range(31)]


def test_collect_gives_the_first_failure_and_asks_no_further() -> None:
    client = recorder(Components(1000, broken=[517, 518]))
    assert of_record(trial_component.search(client).collect().failure()).record == arn(517)
    assert len(client.calls) == 6


def test_first_is_the_first_item_whatever_it_is() -> None:
    assert of_record(trial_component.search(recorder(Components(2, [0]))).first().failure()).record == arn(0)
    assert trial_component.search(recorder(Components(2, [1]))).first().unwrap() is not None


def test_partition_has_the_failure_of_a_request_last() -> None:
    client = recorder(Components(300, broken=[5], failing=[3]))
    found, failures = trial_component.search(client).partition()
    assert len(found) == 199
    broken, stopped = failures
    assert of_record(broken).record == arn(5)
    assert isinstance(stopped, Unavailable)
    assert stopped.resume_from == "200"


ROWS: list[tuple[str, str, Callable[[Any], Listing[Any]]]] = [
    ("Experiment", "ExperimentSummaries", experiment.list_experiments),
    ("Trial", "TrialSummaries", lambda client: experiment.list_trials(client, "e")),
    ("Trial", "TrialSummaries", trial.list_trials),
    ("TrialComponent", "TrialComponentSummaries", lambda client: trial.list_trial_components(client, "t")),
    ("TrialComponent", "TrialComponentSummaries", trial_component.list_trial_components),
    ("Trial", "TrialSummaries", lambda client: trial_component.list_trials(client, "c")),
]


@pytest.mark.parametrize(("kind", "member", "call"), ROWS)
@pytest.mark.parametrize("bad", [None, 1, "x", [], {}, {"CreationTime": "now"}])
def test_every_list_gets_past_what_cannot_be_read(
    kind: str, member: str, call: Callable[[Any], Listing[Any]], bad: Any
) -> None:
    named = {f"{kind}Name": "odd", **bad} if bad == {"CreationTime": "now"} else bad
    rows: list[Any] = [{f"{kind}Name": "a"}, named, {f"{kind}Name": "b"}]
    one, two, three = call(answering({member: rows}))
    assert (one.unwrap().name, three.unwrap().name) == ("a", "b")
    failure = of_record(two.failure())
    assert (failure.record, failure.position) == ("odd" if bad == {"CreationTime": "now"} else None, 1)


SEARCHES: list[tuple[str, Callable[[Any], Listing[Any]]]] = [
    ("Experiment", experiment.search),
    ("Trial", trial.search),
    ("TrialComponent", trial_component.search),
]


@pytest.mark.parametrize(("kind", "call"), SEARCHES, ids=[kind for kind, _ in SEARCHES])
def test_every_search_names_what_cannot_be_read(kind: str, call: Callable[[Any], Listing[Any]]) -> None:
    odd = {kind: {f"{kind}Name": "odd", "ExperimentName": "odd", "LastModifiedBy": 1}}
    rows: list[Any] = [{kind: {f"{kind}Name": "a"}}, odd, {"Model": {"ModelName": "m"}}, {kind: {f"{kind}Name": "b"}}]
    items = list(call(answering({"Results": rows})))
    assert [is_failure(item) for item in items] == [False, True, True, False]
    assert [of_record(item.failure()).record for item in items if is_failure(item)] == ["odd", None]


class Treacherous(Mapping[str, object]):
    """A record that fails when it is read."""

    def __getitem__(self, key: str) -> object:
        raise RuntimeError(key)

    def __iter__(self) -> Any:
        raise RuntimeError

    def __len__(self) -> int:
        raise RuntimeError


def test_a_record_that_raises_when_it_is_read_is_one_failure() -> None:
    rows: list[Any] = [{"ExperimentName": "a"}, Treacherous(), {"ExperimentName": "b"}]
    items = list(experiment.list_experiments(answering({"ExperimentSummaries": rows})))
    assert [isinstance(item, Success) for item in items] == [True, False, True]


def test_a_token_that_cannot_be_read_is_a_failure_of_the_request() -> None:
    [item] = experiment.list_experiments(answering({"ExperimentSummaries": [], "NextToken": 1}))
    error = item.failure()
    assert isinstance(error, MalformedResponse)
    assert error.position is None


def test_a_list_that_is_not_in_the_answer_is_empty() -> None:
    assert experiment.list_experiments(answering({})).collect() == Success(())
    answers: list[Mapping[str, object]] = [{}, {"NextToken": "t"}]
    client = recorder(lambda _operation, _parameters: answers.pop())
    assert experiment.list_experiments(client).collect() == Success(())
    assert len(client.calls) == 2


def test_a_failure_of_a_record_is_an_error_value_like_others() -> None:
    nameless: dict[str, object] = {}
    [failure] = experiment.list_experiments(answering({"ExperimentSummaries": [nameless]}))
    assert failure == Failure(failure.failure())
    assert len({failure.failure(), failure.failure()}) == 1
