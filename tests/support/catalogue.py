"""A correct call of every public function that takes a client, found by looking, so that none is forgotten."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from returns.result import Failure, Result, Success

import smexp_fp
from smexp_fp import Q, any_of, experiment, metrics, records, tags, trial, trial_component
from smexp_fp.errors import MalformedResponse, SmexpError
from smexp_fp.testing.simulator import VirtualClock

ARN = "arn:aws:sagemaker:us-east-1:123456789012:experiment/e"
EXPERIMENT = records.Experiment(name="e", arn=ARN, display_name="e", description="d")
TRIAL = records.Trial(name="t", arn=ARN, display_name="t")
COMPONENT = records.TrialComponent(
    name="c", arn=ARN, display_name="c", status=records.Status(primary="Completed"),
    parameters=records.FrozenMap({"lr": 0.1}),
)  # fmt: skip
DATUM = metrics.MetricDatum(name="loss", value=0.5, timestamp=datetime(2024, 1, 1, tzinfo=UTC), step=1)
QUERY = metrics.MetricQuery(name="loss", resource_arn=ARN)

TWO_REQUESTS = any_of(*(Q.tag(f"k{number}") for number in range(60)))

Invocation = Callable[[Any], object]

CALLS: dict[str, Invocation] = {
    "experiment.create": lambda client: experiment.create(client, "e", description="d", tags={"k": "v"}),
    "experiment.create_trial": lambda client: experiment.create_trial(client, "e", "t"),
    "experiment.delete": lambda client: experiment.delete(client, "e"),
    "experiment.delete_all": lambda client: experiment.delete_all(
        client, "e", "--force", deadline=60, clock=VirtualClock()
    ),
    "experiment.plan_delete_all": lambda client: experiment.plan_delete_all(
        client, "e", deadline=60, clock=VirtualClock()
    ),
    "experiment.suggest_properties": lambda client: experiment.suggest_properties(client, "a"),
    "experiment.list_experiments": experiment.list_experiments,
    "experiment.list_trials": lambda client: experiment.list_trials(client, "e"),
    "experiment.load": lambda client: experiment.load(client, "e"),
    "experiment.load_or_create": lambda client: experiment.load_or_create(client, "e"),
    "experiment.load_with_tags": lambda client: experiment.load_with_tags(client, "e"),
    "experiment.save": lambda client: experiment.save(client, EXPERIMENT),
    "experiment.search": experiment.search,
    "experiment.update": lambda client: experiment.update(client, "e", description="d"),
    "metrics.get_metrics": lambda client: metrics.get_metrics(client, [QUERY]),
    "metrics.histories": lambda client: metrics.histories(
        client, [COMPONENT], ["loss"], deadline=60, clock=VirtualClock()
    ),
    "metrics.put_metrics": lambda client: metrics.put_metrics(client, "c", [DATUM]),
    "tags.add_tags": lambda client: tags.add_tags(client, ARN, {"k": "v"}),
    "tags.list_tags": lambda client: tags.list_tags(client, ARN),
    "tags.remove_tags": lambda client: tags.remove_tags(client, ARN, ["k"]),
    "trial.add_trial_component": lambda client: trial.add_trial_component(client, "t", "c"),
    "trial.add_trial_components": lambda client: trial.add_trial_components(
        client, "t", ["c"], deadline=60, clock=VirtualClock()
    ),
    "trial.create": lambda client: trial.create(client, "e", "t"),
    "trial.delete": lambda client: trial.delete(client, "t"),
    "trial.delete_all": lambda client: trial.delete_all(client, "t", "--force", deadline=60, clock=VirtualClock()),
    "trial.plan_delete_all": lambda client: trial.plan_delete_all(client, "t", deadline=60, clock=VirtualClock()),
    "trial.suggest_properties": lambda client: trial.suggest_properties(client, "a"),
    "trial.list_trial_components": lambda client: trial.list_trial_components(client, "t"),
    "trial.list_trials": trial.list_trials,
    "trial.load": lambda client: trial.load(client, "t"),
    "trial.load_or_create": lambda client: trial.load_or_create(client, "e", "t"),
    "trial.load_with_tags": lambda client: trial.load_with_tags(client, "t"),
    "trial.remove_trial_component": lambda client: trial.remove_trial_component(client, "t", "c"),
    "trial.save": lambda client: trial.save(client, TRIAL),
    "trial.search": trial.search,
    "trial.update": lambda client: trial.update(client, "t", display_name="t"),
    "trial_component.create": lambda client: trial_component.create(client, "c", parameters={"lr": 0.1}),
    "trial_component.delete": lambda client: trial_component.delete(client, "c"),
    "trial_component.delete_all": lambda client: trial_component.delete_all(
        client, ["c"], "--force", deadline=60, clock=VirtualClock()
    ),
    "trial_component.plan_delete_all": lambda client: trial_component.plan_delete_all(
        client, ["c"], deadline=60, clock=VirtualClock()
    ),
    "trial_component.suggest_properties": lambda client: trial_component.suggest_properties(client, "a"),
    "trial_component.list_trial_components": trial_component.list_trial_components,
    "trial_component.list_trials": lambda client: trial_component.list_trials(client, "c"),
    "trial_component.load": lambda client: trial_component.load(client, "c"),
    "trial_component.load_or_create": lambda client: trial_component.load_or_create(client, "c"),
    "trial_component.load_with_tags": lambda client: trial_component.load_with_tags(client, "c"),
    "trial_component.save": lambda client: trial_component.save(client, COMPONENT, remove_parameters=["old"]),
    "trial_component.search": trial_component.search,
    "trial_component.update": lambda client: trial_component.update(client, "c", parameters={"lr": 0.1}),
    # Other ways through the same functions.
    "trial.create with components": lambda client: trial.create(
        client, "e", "t", components=["c"], deadline=60, clock=VirtualClock()
    ),
    "trial.search of two requests": lambda client: trial.search(client, TWO_REQUESTS),
}
"""One correct call of each public function that takes a client."""

# The embedded store makes clients and takes none; what is for users' tests is tested on its own.
_ELSEWHERE = ("smexp_fp.local", "smexp_fp.testing")


def client_functions() -> dict[str, Callable[..., object]]:
    """Every public function of the package whose first parameter is a client."""
    found: dict[str, Callable[..., object]] = {}
    for info in pkgutil.walk_packages(smexp_fp.__path__, "smexp_fp."):
        if info.name.startswith(_ELSEWHERE) or any(part.startswith("_") for part in info.name.split(".")):
            continue
        module = importlib.import_module(info.name)
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            if inspect.isfunction(value) and next(iter(inspect.signature(value).parameters), None) == "client":
                found[f"{info.name.removeprefix('smexp_fp.')}.{name}"] = value
    return found


def service_of(function: str) -> str:
    """The service whose client a function takes."""
    return "sagemaker-metrics" if function.startswith("metrics.") else "sagemaker"


def _is_of_a_record(failure: Failure[Any]) -> bool:
    error = failure.failure()
    return isinstance(error, MalformedResponse) and error.position is not None


def outcome(given: object) -> Result[object, SmexpError]:
    """The result of a function; of a listing its first failure, or its last item; an empty listing is a success."""
    match given:
        case Success() | Failure():
            return given
        case Iterable():
            items = list(given)
            assert all(isinstance(item, Success | Failure) for item in items), items
            failures = [item for item in items if isinstance(item, Failure)]
            assert all(_is_of_a_record(failure) for failure in failures[:-1]), "a request's failure is the last item"
            return failures[0] if failures else items[-1] if items else Success(None)
        case other:
            raise AssertionError(other)
