"""The three kinds of entities, so that what holds for each of them is tested once, with three parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from smexp_fp import experiment, trial, trial_component
from smexp_fp.listing import Listing
from smexp_fp.records import Experiment, Trial, TrialComponent


@dataclass(frozen=True)
class Kind:
    """One kind of entity: its name in the API, its public module, its record, and the list of all entities."""

    name: str
    module: Any  # the modules share names of functions, and no type says so
    record: type[Any]
    list_all: Callable[..., Listing[Any]]

    def __str__(self) -> str:
        return self.name

    def create(self, client: Any, name: str, **options: Any) -> Any:
        """Create one; a trial in the experiment `e`."""
        return self.module.create(client, *self.parents, name, **options)

    def load_or_create(self, client: Any, name: str, **options: Any) -> Any:
        """Load or create one; a trial in the experiment `e`."""
        return self.module.load_or_create(client, *self.parents, name, **options)

    @property
    def parents(self) -> tuple[str, ...]:
        """The arguments between the client and the name when one is created."""
        return ("e",) if self.record is Trial else ()


KINDS = (
    Kind("Experiment", experiment, Experiment, experiment.list_experiments),
    Kind("Trial", trial, Trial, trial.list_trials),
    Kind("TrialComponent", trial_component, TrialComponent, trial_component.list_trial_components),
)

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)
