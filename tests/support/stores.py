"""Embedded stores with a few of everything, drawn with the strategies that users get."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from smexp_fp.local import Store
from smexp_fp.query import Resource
from smexp_fp.records import Experiment, Trial, TrialComponent
from smexp_fp.testing import strategies
from tests.support.wire_records import encoded

Wire = dict[str, Any]

MEMBER: dict[Resource, str] = {
    "Experiment": "Experiment",
    "ExperimentTrial": "Trial",
    "ExperimentTrialComponent": "TrialComponent",
}
_CREATED = {
    Experiment: ("ExperimentName", "DisplayName", "Description", "Tags"),
    Trial: ("TrialName", "DisplayName", "MetadataProperties", "Tags"),
    TrialComponent: (
        *("TrialComponentName", "DisplayName", "MetadataProperties", "Tags", "Parameters", "InputArtifacts"),
        *("OutputArtifacts", "Status"),
    ),
}
MOMENTS = (1_704_067_200_000, 1_704_067_200_001, 1_704_067_201_000, 1_704_153_599_999, 0, 999)
"""Milliseconds that a store's clock shows."""
METRICS = st.lists(
    st.tuples(
        st.sampled_from(("a", "A", "Max", "loss.max")), st.sampled_from((1, 2)), st.sampled_from((0.0, 0.1, 1.0, -1.5))
    ),
    max_size=4,
)


@st.composite
def _named(draw: st.DrawFn, resource: Resource, names: tuple[str, ...], fewest: int = 0) -> list[Any]:
    """Records of different names, in the order of these."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=fewest, max_size=len(names), unique=True))
    return [replace(draw(strategies.records(resource)), name=name) for name in sorted(chosen)]


def request(record: Experiment | Trial | TrialComponent) -> Wire:
    """The request that creates it, with what a creation takes."""
    members = encoded(record)
    made = {name: members[name] for name in _CREATED[type(record)] if name in members}
    if isinstance(record, TrialComponent):
        times = {"StartTime": record.start, "EndTime": record.end}
        made |= {name: moment.timestamp() for name, moment in times.items() if moment is not None}
    return made


@st.composite
def stores(draw: st.DrawFn) -> Store:
    """A store with up to three experiments, three trials and four components.

    Those of a kind are made in the order of their names, at times that repeat and go back.
    """
    moments = itertools.cycle(draw(st.lists(st.sampled_from(MOMENTS), min_size=1, max_size=4)))
    store = Store.open(":memory:", clock=lambda: next(moments) / 1000)

    def done(operation: str, **given: object) -> None:
        answer = store.answer(operation, given)
        assert answer.status == 200, (operation, given, answer)

    experiments = draw(_named("Experiment", ("A", "e0", "e1"), 1))
    for experiment in experiments:
        done("CreateExperiment", **request(experiment))
    trials = draw(_named("ExperimentTrial", ("A", "t0", "t1")))
    for trial in trials:
        done("CreateTrial", ExperimentName=draw(st.sampled_from(experiments)).name, **request(trial))
    for component in draw(_named("ExperimentTrialComponent", ("A", "a-b", "c0", "c1"))):
        done("CreateTrialComponent", **request(component))
        for trial in draw(st.lists(st.sampled_from(trials), max_size=2)) if trials else ():
            done("AssociateTrialComponent", TrialComponentName=component.name, TrialName=trial.name)
        data = [{"MetricName": name, "Timestamp": at, "Value": value} for name, at, value in draw(METRICS)]
        if data and component.name.islower():  # the service's rule for this operation
            done("BatchPutMetrics", TrialComponentName=component.name, MetricData=data)
        if component.source is not None:
            store.set_source(component.name, component.source.arn, component.source.type)
    return store


def everything(store: Store, search: Wire, size: int = 100) -> tuple[list[Wire], int]:
    """The records of all pages of a search, and the total that every page reports."""
    found: list[Wire] = []
    totals: set[int] = set()
    token: Wire = {}
    while True:
        answer = store.answer("Search", {**search, "MaxResults": size, **token})
        assert answer.status == 200, (search, answer)
        totals.add(answer.body["TotalHits"]["Value"])
        found += [record for result in answer.body["Results"] for record in result.values()]
        if "NextToken" not in answer.body:
            (total,) = totals
            return found, total
        assert len(answer.body["Results"]) == size
        token = {"NextToken": answer.body["NextToken"]}


def held_by(store: Store, resource: Resource) -> list[Wire]:
    """All records of a store of `stores`, in the order in which they were made."""
    found, _ = everything(store, {"Resource": resource})
    return sorted(found, key=lambda record: str(record[f"{MEMBER[resource]}Name"]))


def names_of(found: list[Wire], resource: Resource) -> list[str]:
    """The names of records as a search answers them."""
    return [record[f"{MEMBER[resource]}Name"] for record in found]
