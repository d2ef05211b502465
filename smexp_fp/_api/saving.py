"""What a save and an update send: a save what has changed since the record was read, an update what is given."""

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
    """UpdateExperiment with what has changed; nothing where nothing has."""
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
    """UpdateTrial with what has changed; nothing where nothing has."""
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
class Removals:
    """Keys to be removed from a component."""

    parameters: tuple[str, ...]
    input_artifacts: tuple[str, ...]
    output_artifacts: tuple[str, ...]


def removals(parameters: Iterable[str], input_artifacts: Iterable[str], output_artifacts: Iterable[str]) -> Removals:
    """What the caller's `remove_…` arguments name."""
    return Removals(
        wire.several("remove_parameters", parameters),
        wire.several("remove_input_artifacts", input_artifacts),
        wire.several("remove_output_artifacts", output_artifacts),
    )


def save_trial_component(
    client: object, record: TrialComponent, removed: Removals
) -> Result[TrialComponent, SmexpError]:
    """UpdateTrialComponent with what has changed and what is to be removed; nothing where there is neither."""
    read = as_read(record)
    before = read or TrialComponent(name=record.name, arn=record.arn)
    parameters = _without(record.parameters, removed.parameters)
    inputs = _without(record.input_artifacts, removed.input_artifacts)
    outputs = _without(record.output_artifacts, removed.output_artifacts)
    changes = component_changes(
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


def update(operation: str, member: str, name: str, changes: Mapping[str, object], *, argument: str) -> Call[None]:
    """An update of what is given. `member` and `argument` are what the API and the caller call the entity."""
    return Call(
        operation=operation,
        parameters={member: name, **changes},
        decode=lambda _: None,
        arguments={member: argument, "StartTime": "start", "EndTime": "end"} | _REMOVALS,
    )


def component_changes(
    *,
    display_name: str | None,
    status: Status | None,
    start: datetime | None,
    end: datetime | None,
    parameters: Mapping[str, ParameterLike] | None,
    input_artifacts: Mapping[str, Artifact] | None,
    output_artifacts: Mapping[str, Artifact] | None,
    removed: Removals,
) -> dict[str, object]:
    """The members of UpdateTrialComponent; empty maps and lists would change nothing, and are left out."""
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
    """What the caller knows each wire member as, where it comes from a record."""
    return {name: "record.name", **{key: f"record.{_MEMBERS[key]}" for key in changes if key in _MEMBERS}}


def _without(entries: FrozenMap[str, T], keys: tuple[str, ...]) -> FrozenMap[str, T]:
    return FrozenMap({key: value for key, value in entries.items() if key not in keys}) if keys else entries


def _changed(value: T, before: T) -> T | None:
    """A member as it is sent: nothing where it is as it was read."""
    return None if _same(value, before) else value


def _changed_entries(entries: Mapping[str, T], before: Mapping[str, T]) -> dict[str, T]:
    """The entries of a map that are new or have another value than was read."""
    return {key: value for key, value in entries.items() if key not in before or not _same(value, before[key])}


def _same(value: object, before: object) -> bool:
    # NaN, which the service may answer and does not take, is as it was read although it does not equal itself.
    return value is before or value == before or (value != value and before != before)  # noqa: PLR0124
