"""Adds many components to a trial."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from returns.result import Failure, Result, Success

from smexp_fp._api import operations, wire
from smexp_fp._api.bulk.caller import Caller, Stopped
from smexp_fp._api.bulk.events import Associated, GaveUp
from smexp_fp._api.bulk.settings import Settings
from smexp_fp._api.call import Call, send
from smexp_fp._api.names import TrialComponentRef, name_of
from smexp_fp._api.rules import check
from smexp_fp.errors import Incomplete, InvalidInput, SmexpError
from smexp_fp.records import Association, Trial
from smexp_fp.results import is_failure

OPERATION = "AssociateTrialComponent"


def create_trial_with_components(
    client: object, call: Call[Trial], components: tuple[str, ...], settings: Settings
) -> Result[Trial, SmexpError]:
    """See `smexp_fp.trial.create`."""
    # All names are checked before the trial is created, so that an invalid one leaves no trial behind.
    invalid = _check("any", components, settings)
    if invalid is not None:
        return Failure(replace(invalid, operation="CreateTrial"))
    created = send(client, call)
    if is_failure(created):
        return created
    name = created.unwrap().name
    added = add_trial_components(client, name, components, settings)
    return Failure(_in_created_trial(name, added.failure())) if is_failure(added) else created


def _check(trial: str, components: tuple[str, ...], settings: Settings) -> InvalidInput | None:
    for index, component in enumerate(components):
        invalid = check(
            OPERATION,
            {"TrialName": trial, "TrialComponentName": component},
            {"TrialName": "trial", "TrialComponentName": f"components[{index}]"},
        )
        if invalid is not None:
            return invalid
    return settings.invalid(OPERATION)


def add_given_components(
    client: object,
    trial: str,
    components: Iterable[TrialComponentRef | Result[TrialComponentRef, SmexpError]],
    settings: Settings,
) -> Result[tuple[Association, ...], SmexpError]:
    """See `smexp_fp.trial.add_trial_components`; a listing is read to its end before anything is added."""
    names: list[str] = []
    for item in wire.as_tuple("components", components):
        if not isinstance(item, Result):
            names.append(name_of(item))
        elif is_failure(item):
            return item
        else:
            names.append(name_of(item.unwrap()))
    return add_trial_components(client, trial, tuple(names), settings)


def add_trial_components(
    client: object, trial: str, components: tuple[str, ...], settings: Settings
) -> Result[tuple[Association, ...], SmexpError]:
    """Add components by their names."""
    invalid = _check(trial, components, settings)
    if invalid is not None:
        return Failure(invalid)
    caller = settings.caller(client)
    done: dict[str, Association] = {}
    errors: list[SmexpError] = []
    try:
        caller.run(_add(caller, trial, tuple(dict.fromkeys(components)), done, errors))
    except Stopped as stop:
        errors.append(stop.as_error(OPERATION, "adding components"))
    if not errors:
        return Success(tuple(done[component] for component in components))
    left = tuple(component for component in dict.fromkeys(components) if component not in done)
    return Failure(
        Incomplete(
            operation=OPERATION,
            message=f"{len(left)} of {len(left) + len(done)} components are not in the trial {trial}: {errors[0]}",
            done=tuple(done),
            left=left,
            error=errors[0],
        )
    )


async def _add(
    caller: Caller, trial: str, components: tuple[str, ...], done: dict[str, Association], errors: list[SmexpError]
) -> None:
    async def add(component: str) -> None:
        result = await caller.call(operations.associate(trial, component), component)
        if is_failure(result):
            errors.append(result.failure())
            caller.tell(GaveUp(operation=OPERATION, name=component, error=result.failure()))
        else:
            done[component] = result.unwrap()
            caller.tell(Associated(trial=trial, component=component))

    await caller.together(map(add, components))


def _in_created_trial(name: str, error: SmexpError) -> SmexpError:
    if not isinstance(error, Incomplete):
        return error
    message = f"the trial {name} was created, but {error.message}"
    return replace(error, operation="CreateTrial", message=message, done=(name, *error.done))
