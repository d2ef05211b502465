"""What distinguishes the three kinds of entity: the names that the API gives them. Everything else they share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entity, as the API names it and as the store numbers it."""

    number: int
    title: str  # in error texts, and the stem of the API's member names
    arn_type: str  # the resource part of its ARNs
    resource: str  # what Search calls it
    record_member: str  # the member of a SearchRecord that holds it

    @property
    def name_member(self) -> str:
        return f"{self.title}Name"

    @property
    def arn_member(self) -> str:
        return f"{self.title}Arn"

    @property
    def source_member(self) -> str:
        """Where list summaries put the source (Describe and Search call it `Source`)."""
        return f"{self.title}Source"


EXPERIMENT = Kind(1, "Experiment", "experiment", "Experiment", "Experiment")
TRIAL = Kind(2, "Trial", "experiment-trial", "ExperimentTrial", "Trial")
COMPONENT = Kind(3, "TrialComponent", "experiment-trial-component", "ExperimentTrialComponent", "TrialComponent")

KINDS = (EXPERIMENT, TRIAL, COMPONENT)
BY_ARN_TYPE = {kind.arn_type: kind for kind in KINDS}
BY_RESOURCE = {kind.resource: kind for kind in KINDS}
BY_NUMBER = {kind.number: kind for kind in KINDS}
BY_TITLE = {kind.title: kind for kind in KINDS}
