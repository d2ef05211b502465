"""Adds many components to a trial."""

from __future__ import annotations

from dataclasses import replace

from returns.result import Failure, Result, Success

from smexp_fp._api import operations
from smexp_fp._api.bulk.caller import Stopped
from smexp_fp._api.bulk.events import Associated, GaveUp
from smexp_fp._api.bulk.given import Components, component_names
from smexp_fp._api.bulk.settings import Settings
from smexp_fp._api.call import Call, send
from smexp_fp._api.rules import check_name
from smexp_fp.errors import Incomplete, SmexpError
from smexp_fp.records import Association, Trial
from smexp_fp.results import is_failure

OPERATION = "AssociateTrialComponent"


def create_trial_with_components(
    client: object, call: Call[Trial], components: Components, settings: Settings
) -> Result[Trial, SmexpError]:
    """See `smexp_fp.trial.create`."""
    # All names are checked before the trial is created, so that an invalid one leaves no trial behind.
    given = component_names(call.operation, components)
    if is_failure(given):
        return given
    invalid = settings.invalid(call.operation)
    if invalid is not None:
        return Failure(invalid)
    created = send(client, call)
    if is_failure(created):
        return created
    name = created.unwrap().name
    added = _add_all(client, name, given.unwrap(), settings)
    return Failure(_in_created_trial(name, added.failure())) if is_failure(added) else created


def _in_created_trial(name: str, error: SmexpError) -> SmexpError:
    if not isinstance(error, Incomplete):
        return error
    message = f"the trial {name} was created, but {error.message}"
    return replace(error, operation="CreateTrial", message=message, done=(name, *error.done))


def add_trial_components(
    client: object, trial: str, components: Components, settings: Settings
) -> Result[tuple[Association, ...], SmexpError]:
    """See `smexp_fp.trial.add_trial_components`."""
    given = component_names(OPERATION, components)
    if is_failure(given):
        return given
    invalid = check_name(OPERATION, "trial", trial) or settings.invalid(OPERATION)
    return Failure(invalid) if invalid is not None else _add_all(client, trial, given.unwrap(), settings)


def _add_all(
    client: object, trial: str, components: tuple[str, ...], settings: Settings
) -> Result[tuple[Association, ...], SmexpError]:
    caller = settings.caller(client)
    done: dict[str, Association] = {}
    errors: list[SmexpError] = []

    async def add(component: str) -> None:
        result = await caller.call(operations.associate(trial, component), component)
        if is_failure(result):
            errors.append(result.failure())
            caller.report(GaveUp(operation=OPERATION, name=component, error=result.failure()))
        else:
            done[component] = result.unwrap()
            caller.report(Associated(trial=trial, component=component))

    different = tuple(dict.fromkeys(components))
    try:
        caller.run(caller.together(map(add, different)))
    except Stopped as stop:
        errors.append(stop.as_error(OPERATION, "adding components"))
    if not errors:
        return Success(tuple(done[component] for component in components))
    left = tuple(component for component in different if component not in done)
    return Failure(
        Incomplete(
            operation=OPERATION,
            message=f"{len(left)} of {len(different)} components are not in the trial {trial}: {errors[0]}",
            done=tuple(done),
            left=left,
            error=errors[0],
        )
    )
