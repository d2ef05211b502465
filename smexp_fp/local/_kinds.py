"""The three kinds of entity, which differ only in their names in the API."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entity: its number in the store, and its names in the API."""

    number: int
    title: str  # in error texts, and the stem of the API's member names
    arn_type: str  # the resource part of its ARNs
    resource: str  # its name in Search
    record_member: str  # the member of a SearchRecord that holds it

    @property
    def name_member(self) -> str:
        return f"{self.title}Name"

    @property
    def arn_member(self) -> str:
        return f"{self.title}Arn"

    @property
    def source_member(self) -> str:
        """The member of list summaries for the source, which is `Source` in Describe and Search."""
        return f"{self.title}Source"


EXPERIMENT = Kind(1, "Experiment", "experiment", "Experiment", "Experiment")
TRIAL = Kind(2, "Trial", "experiment-trial", "ExperimentTrial", "Trial")
COMPONENT = Kind(3, "TrialComponent", "experiment-trial-component", "ExperimentTrialComponent", "TrialComponent")

KINDS = (EXPERIMENT, TRIAL, COMPONENT)
BY_ARN_TYPE = {kind.arn_type: kind for kind in KINDS}
BY_RESOURCE = {kind.resource: kind for kind in KINDS}
BY_TITLE = {kind.title: kind for kind in KINDS}
