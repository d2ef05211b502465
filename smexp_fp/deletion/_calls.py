"""The calls of a deletion as jobs, and lists read page by page through the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from returns.result import Failure, Result, Success

from smexp_fp._api import operations, wire
from smexp_fp._api.call import Call
from smexp_fp._api.paging import MAX_PAGE_SIZE
from smexp_fp.deletion._engine import Job
from smexp_fp.deletion.plans import Link
from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.listing import Page
from smexp_fp.records import TrialComponentSummary, TrialSummary
from smexp_fp.results import is_failure

T = TypeVar("T")


def disassociate(link: Link) -> Job:
    """Take a component out of a trial."""
    return Job(call=operations.disassociate(link.trial, link.component), name=link.component)


def delete_component(name: str, *, due: float = 0.0) -> Job:
    """Delete a component."""
    return Job(call=operations.delete_trial_component(name), name=name, due=due)


def delete_trial(name: str, *, due: float = 0.0) -> Job:
    """Delete a trial."""
    return Job(call=operations.delete_trial(name), name=name, due=due)


def delete_experiment(name: str) -> Job:
    """Delete an experiment."""
    return Job(call=operations.delete_experiment(name), name=name)


def trials_of_experiment(name: str) -> Job:
    """The first page of an experiment's trials."""
    return _first_page(operations.list_trials(experiment=name), name)


def trials_of_component(name: str) -> Job:
    """The first page of the trials that have a component."""
    return _first_page(operations.list_trials(component=name), name)


def components_of_trial(name: str) -> Job:
    """The first page of a trial's components."""
    return _first_page(operations.list_trial_components(trial=name), name)


def describe_component(name: str) -> Job:
    """A component's record."""
    call = Call(
        operation="DescribeTrialComponent", parameters={"TrialComponentName": name}, decode=wire.trial_component
    )
    return Job(call=call, name=name)


def describe_trial(name: str, *, of: str | None = None) -> Job:
    """A trial's record; `of` says what it is wanted for, where that is not the trial itself."""
    call = Call(operation="DescribeTrial", parameters={"TrialName": name}, decode=wire.trial)
    return Job(call=call, name=of or name)


def link_of(job: Job) -> Link:
    """The link that a job removes."""
    return Link(str(job.call.parameters["TrialName"]), str(job.call.parameters["TrialComponentName"]))


def _first_page(call: Call[Page[T]], name: str) -> Job:
    return Job(call=replace(call, parameters={**call.parameters, "MaxResults": MAX_PAGE_SIZE}), name=name)


@dataclass(slots=True)
class Reader:
    """Gathers the pages of lists, each known by the name that its jobs carry."""

    _items: dict[str, dict[str, None]] = field(default_factory=dict[str, dict[str, None]])
    _tokens: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def take(self, job: Job, result: Result[Any, SmexpError]) -> Job | Result[tuple[str, ...], SmexpError]:
        """Take in a page.

        Args:
            job: What asked for it.
            result: A `Page`, or a failure. Any: see `Job.call`.

        Returns:
            The job for the next page, or the names on all of them in their order, each once, or the failure.
        """
        if is_failure(result):
            self._forget(job)
            return result
        page: Page[TrialSummary] | Page[TrialComponentSummary] = result.unwrap()
        names = self._items.setdefault(job.name, {})
        names.update(dict.fromkeys(item.name for item in page.items))
        token = page.next_token
        if token is None:
            self._forget(job)
            return Success(tuple(names))
        seen = self._tokens.setdefault(job.name, set())
        if token in seen:
            self._forget(job)
            message = "a page's NextToken has come before, so the list would never end"
            return Failure(MalformedResponse(operation=job.call.operation, message=message))
        seen.add(token)
        return Job(call=replace(job.call, parameters={**job.call.parameters, "NextToken": token}), name=job.name)

    def _forget(self, job: Job) -> None:
        self._items.pop(job.name, None)
        self._tokens.pop(job.name, None)


def on_list(
    reader: Reader,
    job: Job,
    result: Result[Any, SmexpError],
    whole: Callable[[Result[tuple[str, ...], SmexpError]], Iterable[Job]],
) -> Iterable[Job]:
    """Take in a page, and go on with `whole` after the last one."""
    taken = reader.take(job, result)
    return (taken,) if isinstance(taken, Job) else whole(taken)
