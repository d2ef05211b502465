"""One record that cannot be read is one failure among the others; `test_listing` has the laws of their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from returns.result import Failure, Success

from smexp_fp import experiment, trial, trial_component
from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.listing import Listing
from smexp_fp.results import is_failure
from tests.support.clients import Unreadable, recorder
from tests.support.kinds import KINDS, Kind, every_kind


def answering(answer: Mapping[str, object]) -> Any:
    """A client that answers everything with the same."""
    return recorder(lambda _operation, _parameters: answer)


def of_record(error: SmexpError) -> MalformedResponse:
    assert isinstance(error, MalformedResponse)
    assert error.position is not None
    return error


def test_of_a_thousand_components_with_one_bad_metric_999_are_read() -> None:
    arn = "arn:aws:sagemaker:us-east-1:123456789012:experiment-trial-component/c-{}"

    def respond(_operation: str, parameters: Mapping[str, Any]) -> Mapping[str, object]:
        start = int(parameters.get("NextToken", "0"))
        rows: list[Any] = [{"TrialComponent": {"TrialComponentArn": arn.format(n)}} for n in range(start, start + 100)]
        if start == 500:
            rows[17]["TrialComponent"]["Metrics"] = [{"MetricName": "loss", "Max": "high"}]
        return {"Results": rows} if start == 900 else {"Results": rows, "NextToken": str(start + 100)}

    client = recorder(respond)
    found, failures = trial_component.search(client).partition()
    assert [component.name for component in found] == [f"c-{number}" for number in range(1000) if number != 517]
    [failure] = map(of_record, failures)
    assert (failure.record, failure.position) == (arn.format(517), 17)
    assert str(failure) == (
        f"MalformedResponse in Search: {arn.format(517)}: Metrics[0].Max should be a number, but is 'high'"
        " (record 17 of its page)"
    )
    assert len(client.calls) == 10


LISTS: list[tuple[Kind, Callable[[Any], Listing[Any]]]] = [
    *((kind, kind.list_all) for kind in KINDS),
    (KINDS[1], lambda client: experiment.list_trials(client, "e")),
    (KINDS[1], lambda client: trial_component.list_trials(client, "c")),
    (KINDS[2], lambda client: trial.list_trial_components(client, "t")),
]


@pytest.mark.parametrize(("kind", "call"), LISTS, ids=lambda part: str(part) if isinstance(part, Kind) else "")
def test_every_list_gets_past_what_cannot_be_read(kind: Kind, call: Callable[[Any], Listing[Any]]) -> None:
    name = f"{kind}Name"
    bad: list[Any] = [None, 1, "x", [], {}, Unreadable(), {name: "odd", "CreationTime": "now"}]
    first, *failures, last = call(answering({f"{kind}Summaries": [{name: "a"}, *bad, {name: "b"}]}))
    assert (first.unwrap().name, last.unwrap().name) == ("a", "b")
    errors = [of_record(item.failure()) for item in failures]
    assert [error.position for error in errors] == list(range(1, 8))
    assert [error.record for error in errors] == [None] * 6 + ["odd"]


@every_kind
def test_every_search_names_what_cannot_be_read(kind: Kind) -> None:
    odd = {kind.name: {f"{kind}Name": "odd", "LastModifiedBy": 1}}
    first, last = ({kind.name: {f"{kind}Name": name}} for name in "ab")
    items = list(kind.module.search(answering({"Results": [first, odd, {"Model": {"ModelName": "m"}}, last]})))
    assert [is_failure(item) for item in items] == [False, True, True, False]
    assert [of_record(item.failure()).record for item in items[1:3]] == ["odd", None]


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
