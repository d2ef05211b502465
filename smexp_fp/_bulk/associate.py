"""Puts many components into a trial."""

from __future__ import annotations

from dataclasses import replace

from returns.result import Failure, Result, Success

from smexp_fp._api import operations
from smexp_fp._api.rules import check
from smexp_fp._bulk.caller import Caller, Stopped
from smexp_fp._bulk.events import Associated, GaveUp
from smexp_fp._bulk.settings import Settings
from smexp_fp.errors import Incomplete, InvalidInput, SmexpError
from smexp_fp.records import Association
from smexp_fp.results import is_failure

OPERATION = "AssociateTrialComponent"


def invalid_components(trial: str, components: tuple[str, ...], settings: Settings) -> InvalidInput | None:
    """What is wrong with the arguments, so that a wrong name leaves nothing half done."""
    for number, component in enumerate(components):
        wrong = check(
            OPERATION,
            {"TrialName": trial, "TrialComponentName": component},
            {"TrialName": "trial", "TrialComponentName": f"components[{number}]"},
        )
        if wrong is not None:
            return wrong
    return settings.invalid(OPERATION)


def add_trial_components(
    client: object, trial: str, components: tuple[str, ...], settings: Settings
) -> Result[tuple[Association, ...], SmexpError]:
    """See `smexp_fp.trial.add_trial_components`."""
    wrong = invalid_components(trial, components, settings)
    if wrong is not None:
        return Failure(wrong)
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


def in_created_trial(name: str, error: SmexpError) -> SmexpError:
    """The error of filling a trial, as that of its creation."""
    if not isinstance(error, Incomplete):
        return error
    message = f"the trial {name} is created, but {error.message}"
    return replace(error, operation="CreateTrial", message=message, done=(name, *error.done))
