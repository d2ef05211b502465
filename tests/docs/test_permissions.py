"""The table of permissions is what the code has, and what the functions really call."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from smexp_fp import Q, experiment, local, metrics, tags, trial, trial_component
from smexp_fp.deletion import ProgressEvent
from smexp_fp.metrics import MetricDatum, MetricQuery
from smexp_fp.records import Status
from tests.support import generate_permissions

WHEN = datetime(2026, 1, 2, tzinfo=UTC)


class World:
    """A store with an experiment, a trial, a component in it, and a component that is also in a second experiment."""

    def __init__(self, store: local.Store) -> None:
        # Any: the tests compare the calls, whatever the client's type.
        self.client: Any = local.client(store)
        self.metrics: Any = local.metrics_client(store)
        for home in ("auto", "other"):
            experiment.create(self.client, home, tags={"team": "vision"}).unwrap()
            trial.create(self.client, home, f"{home}-trial").unwrap()
        for name, homes in {"own": ["auto"], "shared": ["auto", "other"], "free": []}.items():
            trial_component.create(self.client, name).unwrap()
            for home in homes:
                trial.add_trial_component(self.client, f"{home}-trial", name).unwrap()
        self.arn = trial_component.load(self.client, "own").unwrap().arn
        self.calls: set[str] = set()
        for client in (self.client, self.metrics):
            client.meta.events.register("before-call", self.record)

    def record(self, model: Any, **_: object) -> None:
        self.calls.add(model.name)


def delete_again(world: World) -> None:
    """A deletion that ends early, and one that finishes it: the second reads the note of the first."""
    ended: list[ProgressEvent] = []
    stopped = experiment.delete_all(
        world.client, "auto", "--force", max_workers=1, cancelled=lambda: bool(ended), on_progress=ended.append
    )
    assert stopped.failure().cause == "cancelled"
    experiment.delete_all(world.client, "auto", "--force").unwrap()


def save_experiment(world: World) -> None:
    record = experiment.load(world.client, "auto").unwrap()
    world.calls.clear()
    experiment.save(world.client, replace(record, description="new")).unwrap()


def save_trial(world: World) -> None:
    record = trial.load(world.client, "auto-trial").unwrap()
    world.calls.clear()
    trial.save(world.client, replace(record, display_name="new")).unwrap()


def save_component(world: World) -> None:
    record = trial_component.load(world.client, "own").unwrap()
    world.calls.clear()
    trial_component.save(world.client, replace(record, status=Status(primary="Completed"))).unwrap()


def read_histories(world: World) -> None:
    record = trial_component.load(world.client, "own").unwrap()
    world.calls.clear()
    metrics.histories(world.metrics, [record], ["loss"]).unwrap()


DATUM = MetricDatum(name="loss", value=1, timestamp=WHEN)
SCENARIOS: dict[str, Callable[[World], object]] = {
    "experiment.create": lambda world: experiment.create(world.client, "new", tags={"a": "b"}),
    "experiment.create_trial": lambda world: experiment.create_trial(world.client, "auto", "new"),
    "experiment.delete": lambda world: experiment.delete(world.client, "auto"),
    "experiment.delete_all": delete_again,
    "experiment.list_experiments": lambda world: experiment.list_experiments(world.client).collect(),
    "experiment.list_trials": lambda world: experiment.list_trials(world.client, "auto").collect(),
    "experiment.load": lambda world: experiment.load(world.client, "auto"),
    "experiment.load_or_create": lambda world: experiment.load_or_create(world.client, "auto"),
    "experiment.load_with_tags": lambda world: experiment.load_with_tags(world.client, "auto"),
    "experiment.plan_delete_all": lambda world: experiment.plan_delete_all(world.client, "auto"),
    "experiment.save": save_experiment,
    "experiment.search": lambda world: experiment.search(world.client, Q.name == "auto").collect(),
    "experiment.suggest_properties": lambda world: experiment.suggest_properties(world.client, "te"),
    "experiment.update": lambda world: experiment.update(world.client, "auto", description="new"),
    "trial.add_trial_component": lambda world: trial.add_trial_component(world.client, "auto-trial", "free"),
    "trial.add_trial_components": lambda world: trial.add_trial_components(world.client, "auto-trial", ["free"]),
    "trial.create": lambda world: trial.create(world.client, "auto", "new", components=["free"]),
    "trial.delete": lambda world: trial.delete(world.client, "auto-trial"),
    "trial.delete_all": lambda world: trial.delete_all(world.client, "auto-trial", "--force"),
    "trial.list_trial_components": lambda world: trial.list_trial_components(world.client, "auto-trial").collect(),
    "trial.list_trials": lambda world: trial.list_trials(world.client).collect(),
    "trial.load": lambda world: trial.load(world.client, "auto-trial"),
    "trial.load_or_create": lambda world: [
        trial.load_or_create(world.client, "auto", "auto-trial"),
        trial.load_or_create(world.client, "auto", "new", components=["free"]),
    ],
    "trial.load_with_tags": lambda world: trial.load_with_tags(world.client, "auto-trial"),
    "trial.plan_delete_all": lambda world: trial.plan_delete_all(world.client, "auto-trial"),
    "trial.remove_trial_component": lambda world: trial.remove_trial_component(world.client, "auto-trial", "own"),
    "trial.save": save_trial,
    "trial.search": lambda world: trial.search(world.client).collect(),
    "trial.suggest_properties": lambda world: trial.suggest_properties(world.client, "te"),
    "trial.update": lambda world: trial.update(world.client, "auto-trial", display_name="new"),
    "trial_component.create": lambda world: trial_component.create(world.client, "new"),
    "trial_component.delete": lambda world: trial_component.delete(world.client, "free"),
    "trial_component.delete_all": lambda world: trial_component.delete_all(world.client, ["own", "shared"], "--force"),
    "trial_component.list_trial_components": lambda world: trial_component.list_trial_components(
        world.client
    ).collect(),
    "trial_component.list_trials": lambda world: trial_component.list_trials(world.client, "own").collect(),
    "trial_component.load": lambda world: trial_component.load(world.client, "own"),
    "trial_component.load_or_create": lambda world: trial_component.load_or_create(world.client, "own"),
    "trial_component.load_with_tags": lambda world: trial_component.load_with_tags(world.client, "own"),
    "trial_component.plan_delete_all": lambda world: trial_component.plan_delete_all(world.client, ["own", "shared"]),
    "trial_component.save": save_component,
    "trial_component.search": lambda world: trial_component.search(world.client).collect(),
    "trial_component.suggest_properties": lambda world: trial_component.suggest_properties(world.client, "te"),
    "trial_component.update": lambda world: trial_component.update(world.client, "own", parameters={"lr": 0.1}),
    "tags.add_tags": lambda world: tags.add_tags(world.client, world.arn, {"a": "b"}),
    "tags.list_tags": lambda world: tags.list_tags(world.client, world.arn).collect(),
    "tags.remove_tags": lambda world: tags.remove_tags(world.client, world.arn, ["a"]),
    "metrics.get_metrics": lambda world: metrics.get_metrics(
        world.metrics, [MetricQuery(name="loss", resource_arn=world.arn)]
    ),
    "metrics.histories": read_histories,
    "metrics.put_metrics": lambda world: metrics.put_metrics(world.metrics, "own", [DATUM]),
}


def test_the_page_is_current() -> None:
    assert generate_permissions.PATH.read_text(encoding="utf-8") == generate_permissions.page()


def test_every_function_has_a_scenario() -> None:
    assert set(SCENARIOS) == set(generate_permissions.functions())


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_function_calls_the_operations_of_its_protocol(name: str) -> None:
    with local.Store.open(":memory:") as store:
        world = World(store)
        SCENARIOS[name](world)
    assert world.calls == set(generate_permissions.operations(generate_permissions.functions()[name]))


def test_the_policies_allow_every_operation_and_nothing_else() -> None:
    blocks = re.findall(r"```json\n(.*?)```", generate_permissions.page(), re.DOTALL)
    statements = [statement for block in blocks for statement in json.loads(block)["Statement"]]
    allowed = {action.removeprefix("sagemaker:") for statement in statements for action in statement["Action"]}
    functions = generate_permissions.functions().values()
    assert allowed == {operation for function in functions for operation in generate_permissions.operations(function)}
