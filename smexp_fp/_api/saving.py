"""Calls that change entities: a save sends what has changed since the record was read, an update what is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar, Unpack, cast

from returns.result import Result, Success

from smexp_fp._api import wire
from smexp_fp._api.arguments import TrialComponentChanges, TrialComponentRemovals, wire_members
from smexp_fp._api.call import Call, send
from smexp_fp._api.operations import answered_arn
from smexp_fp._api.rules import argument_of
from smexp_fp._base.baseline import as_read, mark_as_read
from smexp_fp.errors import SmexpError
from smexp_fp.records import Experiment, Trial, TrialComponent

T = TypeVar("T")
R = TypeVar("R", Experiment, Trial, TrialComponent)


def save_experiment(client: object, record: Experiment) -> Result[Experiment, SmexpError]:
    """UpdateExperiment with the changed members; without changes, nothing is sent."""
    before = as_read(record) or Experiment(name=record.name, arn=record.arn)
    changes = {
        "display_name": _changed(record.display_name, before.display_name),
        "description": None if record.description == before.description else record.description or "",
    }
    return _save(client, "Experiment", record, changes, saved=record)


def save_trial(client: object, record: Trial) -> Result[Trial, SmexpError]:
    """UpdateTrial with the changed members; without changes, nothing is sent."""
    before = as_read(record) or Trial(name=record.name, arn=record.arn)
    changes = {"display_name": _changed(record.display_name, before.display_name)}
    return _save(client, "Trial", record, changes, saved=record)


def save_trial_component(
    client: object, record: TrialComponent, **removals: Unpack[TrialComponentRemovals]
) -> Result[TrialComponent, SmexpError]:
    """UpdateTrialComponent with the changes and the keys to remove; without either, nothing is sent."""
    before = as_read(record) or TrialComponent(name=record.name, arn=record.arn)
    removed = {argument: wire.as_tuple(argument, cast("Iterable[str]", keys)) for argument, keys in removals.items()}
    parameters = _without(record.parameters, removed.get("remove_parameters", ()))
    inputs = _without(record.input_artifacts, removed.get("remove_input_artifacts", ()))
    outputs = _without(record.output_artifacts, removed.get("remove_output_artifacts", ()))
    changes: dict[str, object] = {
        "display_name": _changed(record.display_name, before.display_name),
        "status": _changed(record.status, before.status),
        "start": _changed(record.start, before.start),
        "end": _changed(record.end, before.end),
        "parameters": _changed_entries(parameters, before.parameters),
        "input_artifacts": _changed_entries(inputs, before.input_artifacts),
        "output_artifacts": _changed_entries(outputs, before.output_artifacts),
    }
    plain = wire.plain_parameters(parameters)
    saved = replace(record, parameters=plain, input_artifacts=inputs, output_artifacts=outputs)
    return _save(client, "TrialComponent", record, {**changes, **removed}, saved=saved)


def _save(client: object, kind: str, record: R, given: Mapping[str, object], *, saved: R) -> Result[R, SmexpError]:
    """Send the changes of a record.

    Args:
        client: Has the operation.
        kind: The kind of entity, as in the operation's name.
        record: The caller's record.
        given: The changed members; a member of `None` is not sent.
        saved: The record after the change.
    """
    changes = _changing(given)
    if not changes and as_read(record) is not None:
        return Success(record)
    call = Call(
        operation=f"Update{kind}",
        parameters={f"{kind}Name": record.name, **changes},
        decode=lambda answer: mark_as_read(
            replace(saved, arn=answered_arn(answer, kind, record), modified=None, modified_by=None)
        ),
        arguments={
            f"{kind}Name": "record.name",
            **{name: f"record.{argument_of(name)}" for name in changes if not name.endswith("ToRemove")},
        },
    )
    return send(client, call)


def update_experiment(name: str, *, display_name: str | None, description: str | None) -> Call[None]:
    """UpdateExperiment with the given members."""
    return _update("Experiment", name, {"display_name": display_name, "description": description})


def update_trial(name: str, *, display_name: str | None) -> Call[None]:
    """UpdateTrial with the given members."""
    return _update("Trial", name, {"display_name": display_name})


def update_trial_component(name: str, **changes: Unpack[TrialComponentChanges]) -> Call[None]:
    """UpdateTrialComponent with the given members."""
    return _update("TrialComponent", name, changes)


def _update(kind: str, name: str, given: Mapping[str, object]) -> Call[None]:
    parameters = {f"{kind}Name": name, **_changing(given)}
    return Call(operation=f"Update{kind}", parameters=parameters, decode=lambda _: None)


def _changing(given: Mapping[str, object]) -> dict[str, object]:
    """The members to send, without empty maps and lists, which would change nothing."""
    return {name: value for name, value in wire_members(given).items() if value or not isinstance(value, dict | list)}


def _without(entries: Mapping[str, T], keys: tuple[str, ...]) -> Mapping[str, T]:
    return {key: value for key, value in entries.items() if key not in keys} if keys else entries


def _changed(value: T, before: T) -> T | None:
    """The value to send; `None` if it has not changed."""
    return None if _same(value, before) else value


def _changed_entries(entries: Mapping[str, T], before: Mapping[str, T]) -> dict[str, T]:
    """The entries of a map that are new or have changed."""
    return {key: value for key, value in entries.items() if key not in before or not _same(value, before[key])}


def _same(value: object, before: object) -> bool:
    # NaN does not equal itself. The service may return it but does not accept it, so it must count as unchanged.
    return value is before or value == before or (value != value and before != before)  # noqa: PLR0124
