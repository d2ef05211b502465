"""Pipelines as users of returns write them, under mypy strict with the plugin of returns. They are run as well."""

from __future__ import annotations

from functools import partial

from returns.pipeline import flow
from returns.pointfree import alt, bind, lash, map_
from returns.result import Failure, Result, Success

from smexp_fp import SageMakerClient, experiment, local, trial, trial_component
from smexp_fp.errors import NotFound, SmexpError
from smexp_fp.records import Experiment, Trial, TrialComponent


def by_bind(client: SageMakerClient) -> Result[Trial, SmexpError]:
    return experiment.load(client, "e").bind(lambda found: experiment.create_trial(client, found, "by-bind"))


def by_partial(client: SageMakerClient) -> Result[Trial, SmexpError]:
    return experiment.load(client, "e").bind(partial(experiment.create_trial, client, name="by-partial"))


def name_of(made: Trial) -> str:
    return made.name


def by_flow(client: SageMakerClient) -> Result[str, SmexpError]:
    return flow(
        "e",
        partial(experiment.load, client),
        bind(partial(experiment.create_trial, client, name="by-flow")),
        map_(name_of),
    )


def described(error: SmexpError) -> str:
    return f"no: {error.message}"


def by_pointfree_alt(client: SageMakerClient) -> Result[Experiment, str]:
    return flow("nobody", partial(experiment.load, client), alt(described))


def created_where_missing(client: SageMakerClient, error: SmexpError) -> Result[Experiment, SmexpError]:
    return experiment.create(client, "rescued") if isinstance(error, NotFound) else Failure(error)


def by_lash(client: SageMakerClient) -> Result[Experiment, SmexpError]:
    return flow("rescued", partial(experiment.load, client), lash(partial(created_where_missing, client)))


def by_do(client: SageMakerClient) -> Result[tuple[Experiment, Trial, TrialComponent], SmexpError]:
    return Result.do(
        (found, made, step)
        for found in experiment.load(client, "e")
        for made in experiment.create_trial(client, found, "by-do")
        for step in trial_component.create(client, "step")
        for _ in trial.add_trial_component(client, made, step)
    )


def main() -> None:
    client = local.client(":memory:")
    experiment.create(client, "e").unwrap()
    assert by_bind(client).map(lambda made: made.name) == Success("by-bind")
    assert by_partial(client).unwrap().experiment_name == "e"
    assert by_flow(client) == Success("by-flow")
    assert by_pointfree_alt(client).failure().startswith("no: ")
    assert by_lash(client).unwrap().name == "rescued"
    found, made, step = by_do(client).unwrap()
    assert (found.name, made.name, step.name) == ("e", "by-do", "step")
    assert isinstance(by_do(local.client(":memory:")).failure(), NotFound)


if __name__ == "__main__":
    main()
