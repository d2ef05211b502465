"""A simulated SageMaker for tests: the embedded store, with the limits, lags and faults of a service on top.

>>> from smexp_fp import experiment
>>> from smexp_fp.testing.simulator import Behaviour, RateLimit, Simulator
>>> simulator = Simulator(Behaviour(limits={"CreateExperiment": RateLimit(per_second=1, burst=2)}))
>>> client = simulator.client()
>>> [type(experiment.create(client, f"e{n}")).__name__ for n in range(3)]
['Success', 'Success', 'Failure']
>>> simulator.clock.sleep(1)
>>> experiment.create(client, "e2").unwrap().name
'e2'
>>> simulator.calls["CreateExperiment"]
Calls(sent=4, done=3, throttled=1, failed=0)
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, final

from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from smexp_fp import local
from smexp_fp._base.frozen import FrozenMap
from smexp_fp.local import Answer, Store
from smexp_fp.testing._behaviour import CHANGES, OBSERVED_LIMITS, Behaviour, Bucket, Chances, RateLimit
from smexp_fp.testing._replica import Replica
from smexp_fp.testing._virtual_clock import EPOCH, VirtualClock, VirtualPool

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_metrics import SageMakerMetricsClient
else:  # for `typing.get_type_hints`, without the stubs
    from smexp_fp.clients import MetricsClient as SageMakerMetricsClient
    from smexp_fp.clients import SageMakerClient

__all__ = [
    "EPOCH",
    "OBSERVED_LIMITS",
    "Behaviour",
    "Calls",
    "RateLimit",
    "Simulator",
    "VirtualClock",
    "VirtualPool",
]

_LAGGING: Final = ("List", "Search", "GetSearchSuggestions")
_URL: Final = "https://api.sagemaker.us-east-1.amazonaws.com/"
# The list in which the lagging view shows an obstacle to a deletion.
_CHECKS: Final[Mapping[str, tuple[str, str, str]]] = {
    "DeleteTrialComponent": ("ListTrials", "TrialSummaries", "TrialComponentName"),
    "DeleteTrial": ("ListTrialComponents", "TrialComponentSummaries", "TrialName"),
    "DeleteExperiment": ("ListTrials", "TrialSummaries", "ExperimentName"),
}
_REFUSALS: Final[Mapping[str, str]] = {
    # The first text is verbatim as observed.
    "DeleteTrialComponent": "TrialComponent '{}' is linked to 1 or more trials and cannot be deleted.",
    "DeleteTrial": "Trial '{}' has 1 or more trial components and cannot be deleted.",
    "DeleteExperiment": "Experiment '{}' has 1 or more trials and cannot be deleted.",
}


@final
@dataclass(frozen=True, slots=True)
class Calls:
    """The number of calls of an operation, by outcome.

    Attributes:
        sent: All calls.
        done: The calls that had their effect, whether or not their response arrived.
        throttled: The calls rejected by a rate limit.
        failed: The calls with a fault of server or network. A call whose response was lost may also be done.
    """

    sent: int = 0
    done: int = 0
    throttled: int = 0
    failed: int = 0


@final
class Simulator:
    """A simulated service for tests. `client` returns real boto3 clients of it, any number of them.

    Args:
        behaviour: The limits, lags and faults of the service.
        path: The store's file; by default the store is in memory. The present content is visible at once. If the
            service lags, lists, searches and tags do not show what other programs write to the file later.
        clock: The time of the service, for latency, rate limits and times of creation.
    """

    def __init__(
        self,
        behaviour: Behaviour | None = None,
        *,
        path: str | os.PathLike[str] = ":memory:",
        clock: VirtualClock | None = None,
    ) -> None:
        """Open the store."""
        self.clock: VirtualClock = VirtualClock() if clock is None else clock
        self.store: Store = Store.open(path, clock=self.clock.time)
        self.behaviour: Behaviour = Behaviour() if behaviour is None else behaviour
        self._replica = Replica(os.fspath(path))
        self._buckets: dict[str, Bucket] = {}
        self._times: Counter[str] = Counter()
        self._calls: dict[str, Calls] = {}
        self._lock = threading.RLock()

    def client(self) -> SageMakerClient:
        """A boto3 client of the service. It does not retry, so that every fault is visible."""
        return local.client(self)

    def metrics_client(self) -> SageMakerMetricsClient:
        """A boto3 client of the service `sagemaker-metrics`."""
        return local.metrics_client(self)

    def become(self, behaviour: Behaviour) -> None:
        """Change the behaviour, for example after creating fixtures without faults. The buckets are full again."""
        with self._lock:
            self.behaviour = behaviour
            self._buckets.clear()

    @property
    def calls(self) -> Mapping[str, Calls]:
        """The number of calls so far, by operation."""
        with self._lock:
            return FrozenMap(self._calls)

    def forget_calls(self) -> None:
        """Reset `calls`."""
        with self._lock:
            self._calls.clear()

    def answer(self, operation: str, request: Mapping[str, Any], /) -> Answer:
        """Answer a wire request as the service would. The clients call this. Any, because requests are JSON.

        Raises:
            EndpointConnectionError: The connection broke before the request arrived.
            ReadTimeoutError: The connection broke before the response arrived.
        """
        with self._lock:
            key = f"{operation}{sorted(request.items(), key=str)}"
            self._times[key] += 1
            chances = self.behaviour.chances(operation, request, self._times[key])
            self._count(operation, sent=1)
        self.clock.sleep(chances.latency / 2)
        answer = self._arrived(operation, request, chances)
        self.clock.sleep(chances.latency / 2)
        if answer is None:
            raise EndpointConnectionError(endpoint_url=_URL)
        if chances.lost:
            self._count(operation, failed=1)
            raise ReadTimeoutError(endpoint_url=_URL)
        return answer

    def _arrived(self, operation: str, request: Mapping[str, Any], chances: Chances) -> Answer | None:
        with self._lock:
            if chances.dropped:
                self._count(operation, failed=1)
                return None
            if not self._granted(operation):
                self._count(operation, throttled=1)
                return Answer(400, {"__type": "ThrottlingException", "message": "Rate exceeded"})
            if chances.server_error:
                self._count(operation, failed=1)
                return Answer(500, {"__type": "InternalFailure", "message": "The service has failed."})
            self._count(operation, done=1)
            return self._served(operation, request, chances)

    def _granted(self, operation: str) -> bool:
        limit = self.behaviour.limits.get(operation) or self.behaviour.limits.get("*")
        if limit is None:
            return True
        now = self.clock.now()
        return self._buckets.setdefault(operation, Bucket(limit, now)).take(now)

    def _served(self, operation: str, request: Mapping[str, Any], chances: Chances) -> Answer:
        now = self.clock.now()
        if operation.startswith(CHANGES):
            in_the_way = self._in_the_way(operation, request, now)
            answer = in_the_way or self.store.answer(operation, request)
            if not answer.is_error:
                self._replica.follow(now + chances.lag, self.clock.time(), operation, request)
            return answer
        if operation.startswith(_LAGGING) and self.behaviour.lag > 0:
            return self._replica.answer(now, operation, request)
        return self.store.answer(operation, request)

    def _in_the_way(self, operation: str, request: Mapping[str, Any], now: float) -> Answer | None:
        if operation not in _CHECKS or not self.behaviour.lagging_checks or self.behaviour.lag <= 0:
            return None
        lister, member, name = _CHECKS[operation]
        seen = self._replica.answer(now, lister, {name: request[name]})
        if seen.is_error or not seen.body[member]:
            return None
        described = self.store.answer(f"Describe{operation.removeprefix('Delete')}", {name: request[name]})
        if described.is_error:
            return described
        arn = described.body[f"{operation.removeprefix('Delete')}Arn"]
        return Answer(400, {"__type": "ValidationException", "message": _REFUSALS[operation].format(arn)})

    def _count(self, operation: str, **more: int) -> None:
        with self._lock:
            before = self._calls.get(operation, Calls())
            members = {member: getattr(before, member) + number for member, number in more.items()}
            self._calls[operation] = replace(before, **members)

    def close(self) -> None:
        """Close the stores."""
        self.store.close()
        self._replica.close()
