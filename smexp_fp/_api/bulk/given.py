"""The components that a caller gives: names, records, or a listing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, cast

from returns.result import Failure, Result, Success

from smexp_fp._api.names import name_of
from smexp_fp._api.rules import check_name
from smexp_fp._api.wire import as_tuple
from smexp_fp.errors import SmexpError
from smexp_fp.records import Experiment, ExperimentSummary, Trial, TrialComponentRef, TrialSummary
from smexp_fp.results import is_failure

Components: TypeAlias = Iterable[TrialComponentRef | Result[TrialComponentRef, SmexpError]]


def component_names(operation: str, components: Components) -> Result[tuple[str, ...], SmexpError]:
    """The names of the given components, in order.

    A listing is read to its end, so that nothing is changed if it fails.

    Args:
        operation: The API operation that the names are for.
        components: Names, records, or the results of a listing.

    Returns:
        The names. Failures: the first failure of the listing, and `InvalidInput` for a name that breaks the rules.

    Raises:
        TypeError: An item is of another type, such as a trial. A component of the same name must not be changed for it.
    """
    names: list[str] = []
    for index, item in enumerate(as_tuple("components", components)):
        if isinstance(item, Result):
            if is_failure(item):
                return item
            component = item.unwrap()
        else:
            component = item
        if isinstance(cast("object", component), Experiment | ExperimentSummary | Trial | TrialSummary):
            raise TypeError(f"components[{index}] must be a component, not {type(component).__name__}")
        name = name_of(component)
        invalid = check_name(operation, f"components[{index}]", name)
        if invalid is not None:
            return Failure(invalid)
        names.append(name)
    return Success(tuple(names))


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names without repetitions. The service does not distinguish upper and lower case."""
    unique: dict[str, str] = {}
    for name in names:
        unique.setdefault(name.lower(), name)
    return tuple(unique.values())
