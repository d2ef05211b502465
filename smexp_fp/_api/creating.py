"""Calls that create entities, and the fallback to loading an entity that exists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, Unpack

from returns.result import Result

from smexp_fp._api import wire
from smexp_fp._api.arguments import NewTrialComponent, wire_members
from smexp_fp._api.call import Call
from smexp_fp._api.names import name_of
from smexp_fp._api.operations import answered_arn
from smexp_fp._base.baseline import mark_as_read
from smexp_fp.errors import AccessDenied, AlreadyExists, LimitExceeded, NotFound, SmexpError
from smexp_fp.records import Experiment, ExperimentRef, MetadataProperties, Trial, TrialComponent
from smexp_fp.results import is_failure

R = TypeVar("R")


def create_experiment(
    name: str, *, display_name: str | None, description: str | None, tags: Mapping[str, str] | None
) -> Call[Experiment]:
    """CreateExperiment."""
    members = {"display_name": display_name, "description": description, "tags": tags}
    return Call(
        operation="CreateExperiment",
        parameters={"ExperimentName": name, **wire_members(members)},
        decode=lambda answer: mark_as_read(
            Experiment(
                name=name,
                arn=answered_arn(answer, "Experiment", name),
                display_name=display_name or name,
                description=description or None,  # an empty one is none, as the service answers it
                tags=tags or {},
            )
        ),
        arguments={"ExperimentName": "name"},
    )


def create_trial(
    name: str,
    experiment: ExperimentRef,
    *,
    display_name: str | None,
    metadata: MetadataProperties | None,
    tags: Mapping[str, str] | None,
) -> Call[Trial]:
    """CreateTrial."""
    experiment_name = name_of(experiment)
    members = {"display_name": display_name, "metadata": metadata, "tags": tags}
    return Call(
        operation="CreateTrial",
        parameters={"TrialName": name, "ExperimentName": experiment_name, **wire_members(members)},
        decode=lambda answer: mark_as_read(
            Trial(
                name=name,
                arn=answered_arn(answer, "Trial", name),
                experiment_name=experiment_name,
                display_name=display_name or name,
                metadata=metadata,
                tags=tags or {},
            )
        ),
        arguments={"TrialName": "name"},
    )


def create_trial_component(name: str, **members: Unpack[NewTrialComponent]) -> Call[TrialComponent]:
    """CreateTrialComponent."""
    return Call(
        operation="CreateTrialComponent",
        parameters={"TrialComponentName": name, **wire_members(members)},
        decode=lambda answer: mark_as_read(
            TrialComponent(
                name=name,
                arn=answered_arn(answer, "TrialComponent", name),
                display_name=members.get("display_name") or name,
                status=members.get("status"),
                start=members.get("start"),
                end=members.get("end"),
                parameters=wire.plain_parameters(members.get("parameters")),
                input_artifacts=members.get("input_artifacts") or {},
                output_artifacts=members.get("output_artifacts") or {},
                metadata=members.get("metadata"),
                tags=members.get("tags") or {},
            )
        ),
        arguments={"TrialComponentName": "name"},
    )


def created_or_loaded(
    created: Result[R, SmexpError], load: Callable[[], Result[R, SmexpError]]
) -> Result[R, SmexpError]:
    """The created entity, or the existing one of that name.

    A creation that fails with `AccessDenied` or `LimitExceeded` does not say whether the name is taken; a load does. If
    the load finds nothing, or is denied too, the caller needs to know the creation's failure.
    """
    if not is_failure(created) or not isinstance(created.failure(), AlreadyExists | AccessDenied | LimitExceeded):
        return created
    loaded = load()
    if isinstance(created.failure(), AlreadyExists) or not is_failure(loaded):
        return loaded
    return created if isinstance(loaded.failure(), NotFound | AccessDenied) else loaded
