"""Calls that change entities: a save sends what has changed since the record was read, an update what is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from returns.result import Result, Success

from smexp_fp._api import wire
from smexp_fp._api.call import Call, send
from smexp_fp._api.operations import answered_arn
from smexp_fp._baseline import as_read, mark_as_read
from smexp_fp._frozen import FrozenMap
from smexp_fp.errors import SmexpError
from smexp_fp.records import Artifact, Experiment, ParameterLike, Status, Trial, TrialComponent

T = TypeVar("T")


def save_experiment(client: object, record: Experiment) -> Result[Experiment, SmexpError]:
    """UpdateExperiment with the changed members; without changes, nothing is sent."""
    read = as_read(record)
    before = read or Experiment(name=record.name, arn=record.arn)
    changes = wire.to_wire(
        DisplayName=_changed(record.display_name, before.display_name),
        Description=None if record.description == before.description else record.description or "",
    )
    if read is not None and not changes:
        return Success(record)
    call = Call(
        operation="UpdateExperiment",
        parameters={"ExperimentName": record.name, **changes},
        decode=lambda answer: mark_as_read(
            replace(record, arn=answered_arn(answer, "Experiment", record), modified=None, modified_by=None)
        ),
        arguments=_of_the_record("ExperimentName", changes),
    )
    return send(client, call)


def save_trial(client: object, record: Trial) -> Result[Trial, SmexpError]:
    """UpdateTrial with the changed members; without changes, nothing is sent."""
    read = as_read(record)
    before = read or Trial(name=record.name, arn=record.arn)
    changes = wire.to_wire(DisplayName=_changed(record.display_name, before.display_name))
    if read is not None and not changes:
        return Success(record)
    call = Call(
        operation="UpdateTrial",
        parameters={"TrialName": record.name, **changes},
        decode=lambda answer: mark_as_read(
            replace(record, arn=answered_arn(answer, "Trial", record), modified=None, modified_by=None)
        ),
        arguments=_of_the_record("TrialName", changes),
    )
    return send(client, call)


@dataclass(frozen=True, slots=True)
class RemovedKeys:
    """Keys to remove from a component."""

    parameters: tuple[str, ...]
    input_artifacts: tuple[str, ...]
    output_artifacts: tuple[str, ...]


def removed_keys(
    *,
    remove_parameters: Iterable[str] = (),
    remove_input_artifacts: Iterable[str] = (),
    remove_output_artifacts: Iterable[str] = (),
) -> RemovedKeys:
    """The keys in the caller's `remove_…` arguments."""
    return RemovedKeys(
        wire.as_tuple("remove_parameters", remove_parameters),
        wire.as_tuple("remove_input_artifacts", remove_input_artifacts),
        wire.as_tuple("remove_output_artifacts", remove_output_artifacts),
    )


def save_trial_component(
    client: object, record: TrialComponent, removed: RemovedKeys
) -> Result[TrialComponent, SmexpError]:
    """UpdateTrialComponent with the changes and the keys to remove; without either, nothing is sent."""
    read = as_read(record)
    before = read or TrialComponent(name=record.name, arn=record.arn)
    parameters = _without(record.parameters, removed.parameters)
    inputs = _without(record.input_artifacts, removed.input_artifacts)
    outputs = _without(record.output_artifacts, removed.output_artifacts)
    changes = _component_changes(
        display_name=_changed(record.display_name, before.display_name),
        status=_changed(record.status, before.status),
        start=_changed(record.start, before.start),
        end=_changed(record.end, before.end),
        parameters=_changed_entries(parameters, before.parameters),
        input_artifacts=_changed_entries(inputs, before.input_artifacts),
        output_artifacts=_changed_entries(outputs, before.output_artifacts),
        removed=removed,
    )
    if read is not None and not changes:
        return Success(record)
    call = Call(
        operation="UpdateTrialComponent",
        parameters={"TrialComponentName": record.name, **changes},
        decode=lambda answer: mark_as_read(
            replace(
                record,
                arn=answered_arn(answer, "TrialComponent", record),
                parameters=wire.plain_parameters(parameters),
                input_artifacts=inputs,
                output_artifacts=outputs,
                modified=None,
                modified_by=None,
            )
        ),
        arguments=_of_the_record("TrialComponentName", changes) | _REMOVALS,
    )
    return send(client, call)


def update_experiment(name: str, *, display_name: str | None, description: str | None) -> Call[None]:
    """UpdateExperiment with the given members."""
    changes = wire.to_wire(DisplayName=display_name, Description=description)
    return _update("UpdateExperiment", "ExperimentName", name, changes, argument="experiment")


def update_trial(name: str, *, display_name: str | None) -> Call[None]:
    """UpdateTrial with the given members."""
    return _update("UpdateTrial", "TrialName", name, wire.to_wire(DisplayName=display_name), argument="trial")


def _update(operation: str, member: str, name: str, changes: Mapping[str, object], *, argument: str) -> Call[None]:
    # `member` and `argument` are the API's and the caller's name for the entity.
    return Call(
        operation=operation,
        parameters={member: name, **changes},
        decode=lambda _: None,
        arguments={member: argument, "StartTime": "start", "EndTime": "end"} | _REMOVALS,
    )


def update_trial_component(
    name: str,
    *,
    display_name: str | None = None,
    status: Status | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    parameters: Mapping[str, ParameterLike] | None = None,
    input_artifacts: Mapping[str, Artifact] | None = None,
    output_artifacts: Mapping[str, Artifact] | None = None,
    remove_parameters: Iterable[str] = (),
    remove_input_artifacts: Iterable[str] = (),
    remove_output_artifacts: Iterable[str] = (),
) -> Call[None]:
    """UpdateTrialComponent with the given members."""
    changes = _component_changes(
        display_name=display_name,
        status=status,
        start=start,
        end=end,
        parameters=parameters,
        input_artifacts=input_artifacts,
        output_artifacts=output_artifacts,
        removed=removed_keys(
            remove_parameters=remove_parameters,
            remove_input_artifacts=remove_input_artifacts,
            remove_output_artifacts=remove_output_artifacts,
        ),
    )
    return _update("UpdateTrialComponent", "TrialComponentName", name, changes, argument="component")


def _component_changes(
    *,
    display_name: str | None,
    status: Status | None,
    start: datetime | None,
    end: datetime | None,
    parameters: Mapping[str, ParameterLike] | None,
    input_artifacts: Mapping[str, Artifact] | None,
    output_artifacts: Mapping[str, Artifact] | None,
    removed: RemovedKeys,
) -> dict[str, object]:
    """The members of UpdateTrialComponent, without empty maps and lists, which would change nothing."""
    return wire.to_wire(
        DisplayName=display_name,
        Status=wire.wire_status(status) or None,
        StartTime=start,
        EndTime=end,
        Parameters=wire.wire_parameters(parameters) or None,
        ParametersToRemove=list(removed.parameters) or None,
        InputArtifacts=wire.wire_artifacts("input_artifacts", input_artifacts) or None,
        InputArtifactsToRemove=list(removed.input_artifacts) or None,
        OutputArtifacts=wire.wire_artifacts("output_artifacts", output_artifacts) or None,
        OutputArtifactsToRemove=list(removed.output_artifacts) or None,
    )


_REMOVALS = {
    "ParametersToRemove": "remove_parameters",
    "InputArtifactsToRemove": "remove_input_artifacts",
    "OutputArtifactsToRemove": "remove_output_artifacts",
}

_MEMBERS = {
    "DisplayName": "display_name",
    "Description": "description",
    "Status": "status",
    "StartTime": "start",
    "EndTime": "end",
    "Parameters": "parameters",
    "InputArtifacts": "input_artifacts",
    "OutputArtifacts": "output_artifacts",
}


def _of_the_record(name: str, changes: Mapping[str, object]) -> dict[str, str]:
    """The caller's name for each wire member that comes from a record."""
    return {name: "record.name", **{key: f"record.{_MEMBERS[key]}" for key in changes if key in _MEMBERS}}


def _without(entries: FrozenMap[str, T], keys: tuple[str, ...]) -> FrozenMap[str, T]:
    return FrozenMap({key: value for key, value in entries.items() if key not in keys}) if keys else entries


def _changed(value: T, before: T) -> T | None:
    """The value to send; `None` if it has not changed."""
    return None if _same(value, before) else value


def _changed_entries(entries: Mapping[str, T], before: Mapping[str, T]) -> dict[str, T]:
    """The entries of a map that are new or have changed."""
    return {key: value for key, value in entries.items() if key not in before or not _same(value, before[key])}


def _same(value: object, before: object) -> bool:
    # NaN does not equal itself. The service may return it but does not accept it, so it must count as unchanged.
    return value is before or value == before or (value != value and before != before)  # noqa: PLR0124
