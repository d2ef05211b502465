"""What cannot be searched so, and beside it what can: the resource is in the condition's type.

Both checkers are asked for every line; each wrong one is followed by its right twin.
"""

from __future__ import annotations

from smexp_fp import experiment, trial, trial_component
from smexp_fp.clients import Searches
from smexp_fp.query import Q, compile, decompile, plan  # noqa: A004 - the passes' names


def searches(client: Searches) -> None:
    # a metric belongs to a component
    trial.search(client, Q.metric("loss").last < 0.1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.metric("loss").last < 0.1)
    experiment.search(client, Q.metric("loss").max.exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.metric("loss").max.exists())
    # so does a parameter
    experiment.search(client, Q.parameter("lr") == 0.1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.parameter("lr") == 0.1)
    trial.search(client, Q.parameter("optimizer").contains("ada"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.parameter("optimizer").contains("ada"))
    # artifacts, a status, a start, parents, a run: components only
    trial.search(client, Q.input_artifact("data") == "s3://bucket")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.input_artifact("data") == "s3://bucket")
    trial.search(client, Q.output_artifact("model").media_type.exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.output_artifact("model").media_type.exists())
    experiment.search(client, Q.output_artifacts.contains("model"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.output_artifacts.contains("model"))
    trial.search(client, Q.status == "Completed")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.status == "Completed")
    experiment.search(client, Q.start.exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.start.exists())
    trial.search(client, Q.run_name == "run")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.run_name == "run")
    # the experiment of a trial is a field of trials; of a component, of its parents
    trial_component.search(client, Q.experiment_name == "mnist")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.parents.experiment_name == "mnist")
    experiment.search(client, Q.experiment_name == "mnist")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, Q.name == "mnist")
    trial.search(client, Q.parents.trial_name == "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, Q.name == "t")
    # components of a trial, a description of an experiment, metadata of what is no experiment
    trial_component.search(client, Q.components.name == "c")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, Q.components.name == "c")
    trial.search(client, Q.description.contains("first"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, Q.description.contains("first"))
    experiment.search(client, Q.metadata.commit_id == "0123abc")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, Q.metadata.commit_id == "0123abc")
    # nested conditions
    trial.search(client, Q.parents.any(Q.parents.trial_name == "t"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.parents.any(Q.parents.trial_name == "t"))
    experiment.search(client, Q.components.any(Q.components.name == "c"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, Q.components.any(Q.components.name == "c"))
    trial.search(client, Q.metrics.any(Q.metrics.last < 0.1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.metrics.any(Q.metrics.last < 0.1))


def mixtures(client: Searches) -> None:
    # what holds of both sides at once is what both can be asked of
    trial.search(client, (Q.name == "a") & (Q.metric("loss").last < 0.1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, (Q.name == "a") & (Q.metric("loss").last < 0.1))
    trial.search(client, (Q.metric("loss").last < 0.1) | Q.tag("team"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, (Q.metric("loss").last < 0.1) | Q.tag("team"))
    experiment.search(client, ~(Q.parameter("lr") > 0.1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, ~(Q.parameter("lr") == 0.1))


def orders(client: Searches) -> None:
    # an order is one of the resource's own fields
    experiment.search(client, sort_by=Q.metric("loss").last)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, sort_by=Q.metric("loss").last)
    trial.search(client, sort_by=Q.parameter("lr"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, sort_by=Q.parameter("lr"))
    trial.search(client, sort_by=Q.created.exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, sort_by=Q.created)
    experiment.search(client, sort_order="Up")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, sort_order="Ascending")
    # a field is no condition, and neither is a text
    experiment.search(client, Q.name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, Q.name.exists())
    experiment.search(client, "name == 'mnist'")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, Q.name == "mnist")


def passes() -> None:
    # the passes know the resource as well
    compile(Q.name == "mnist", "Trial")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    compile(Q.name == "mnist", "ExperimentTrial")
    compile(Q.metric("loss").last < 0.1, "ExperimentTrial")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    compile(Q.metric("loss").last < 0.1, "ExperimentTrialComponent")
    compile(Q.name, "Experiment")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    compile(Q.name.exists(), "Experiment")
    plan(Q.parameter("lr") == 0.1, "Experiment")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    plan(Q.parameter("lr") == 0.1, "ExperimentTrialComponent")
    decompile({"Filters": []}, "TrialComponent")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    decompile({"Filters": []}, "ExperimentTrialComponent")
