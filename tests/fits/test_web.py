"""FastAPI: records, reports and errors as bodies of requests and responses."""

# FastAPI calls the routes.
# pyright: reportUnusedFunction=false

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from smexp_fp import experiment, local, trial, trial_component
from smexp_fp.deletion import DeletionReport
from smexp_fp.errors import NotFound
from smexp_fp.records import Artifact, Experiment, Status, TrialComponent
from smexp_fp.results import is_failure, or_raise
from smexp_fp.testing.simulator import VirtualClock


@pytest.fixture(scope="module")
def store() -> Any:
    client = local.client(":memory:")
    experiment.create(client, "auto-ml", tags={"team": "vision"}).unwrap()
    trial.create(client, "auto-ml", "forest").unwrap()
    trial_component.create(
        client,
        "train",
        status=Status(primary="Completed"),
        parameters={"lr": 0.1, "depth": 3, "kernel": "0.1"},
        input_artifacts={"data": Artifact(value="s3://bucket/data", media_type="text/csv")},
        tags={"team": "vision"},
    ).unwrap()
    trial.add_trial_component(client, "forest", "train").unwrap()
    return client


@pytest.fixture(scope="module")
def web(store: Any) -> TestClient:
    app = FastAPI()

    @app.get("/components")
    def components() -> list[TrialComponent]:
        return list(or_raise(trial_component.search(store).collect()))

    @app.put("/components")
    def put(component: TrialComponent) -> TrialComponent:
        return component

    @app.get("/experiments/{name}", response_model=Experiment, responses={404: {"model": NotFound}})
    def one(name: str) -> Experiment | Response:
        found = experiment.load_with_tags(store, name)
        if is_failure(found):
            return JSONResponse(TypeAdapter(type(found.failure())).dump_python(found.failure(), mode="json"), 404)
        return found.unwrap()

    @app.delete("/experiments/{name}")
    def delete(name: str) -> DeletionReport:
        clock = VirtualClock()
        return or_raise(experiment.delete_all(local.client(":memory:"), name, "--force", clock=clock))

    return TestClient(app)


def test_a_route_returns_records(store: Any, web: TestClient) -> None:
    answer = web.get("/components")
    expected = trial_component.search(store).collect().unwrap()
    assert TypeAdapter(tuple[TrialComponent, ...]).validate_json(answer.content) == expected
    assert answer.json()[0]["parameters"] == {"lr": 0.1, "depth": 3, "kernel": "0.1"}


def test_a_route_takes_a_record(web: TestClient) -> None:
    [sent] = web.get("/components").json()
    assert web.put("/components", json=sent).json() == sent
    refused = web.put("/components", json=sent | {"parameters": {"lr": [1]}})
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"][:3] == ["body", "parameters", "lr"]


def test_a_route_returns_an_error(web: TestClient) -> None:
    assert web.get("/experiments/auto-ml").json()["tags"] == {"team": "vision"}
    answer = web.get("/experiments/nothing")
    assert answer.status_code == 404
    assert TypeAdapter(NotFound).validate_json(answer.content).operation == "DescribeExperiment"


def test_the_openapi_schema_describes_them(web: TestClient) -> None:
    schemas = web.get("/openapi.json").json()["components"]["schemas"]
    assert {"TrialComponent", "Experiment", "Artifact", "DeletionReport", "NotFound"} <= set(schemas)
    assert schemas["TrialComponent"]["properties"]["parameters"]["additionalProperties"] == {
        "anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "number"}]
    }
    assert schemas["NotFound"]["properties"]["type"]["const"] == "NotFound"
    assert sorted(schemas["Experiment"]["required"]) == ["arn", "name"]
