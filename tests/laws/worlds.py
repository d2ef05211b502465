"""Record sets for the laws: any records at all with their wire form, and what an embedded store holds.

Each is made from a number, so that a law draws the number, and thousands of examples share a few hundred sets.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, TypeVar

from smexp_fp import local
from smexp_fp._api.wire import found_experiment, found_trial, found_trial_component
from smexp_fp.query._properties import Resource
from smexp_fp.records import (
    Artifact,
    Experiment,
    FrozenMap,
    IamIdentity,
    MetadataProperties,
    MetricSummary,
    Parent,
    Source,
    Status,
    Trial,
    TrialComponent,
    TrialComponentSimpleSummary,
    UserContext,
)
from tests.laws.strategies import (
    ARNS,
    COMMON,
    KEYS,
    MILLISECONDS,
    MOMENTS,
    NAMES,
    NUMBERS,
    SOURCES,
    STATUSES,
    TAG_KEYS,
    TAG_WORDS,
    USERS,
    WORDS,
    seeded,
)

T = TypeVar("T")
Wire: TypeAlias = dict[str, Any]
Record: TypeAlias = Experiment | Trial | TrialComponent
MEMBER = {"Experiment": "Experiment", "ExperimentTrial": "Trial", "ExperimentTrialComponent": "TrialComponent"}
WORLDS = 300


class World(NamedTuple):
    """What a store holds: each kind's records, with what the wire says of them."""

    store: local.Store
    records: dict[str, list[Any]]
    wires: dict[str, list[Wire]]


# --- any records ------------------------------------------------------------------------------------------------------


class _Maker:
    def __init__(self, seed: int) -> None:
        self.rng = seeded(seed)

    def maybe(self, values: Sequence[T], chance: float = 0.5) -> T | None:
        return self.rng.choice(values) if self.rng.random() < chance else None

    def several(self, most: int) -> range:
        return range(self.rng.randint(0, most))

    def moment(self) -> datetime | None:
        base = self.maybe(MOMENTS)
        # What is finer than a millisecond does not count.
        return base + timedelta(microseconds=self.rng.choice((0, 0, 1, 999))) if base is not None else None

    def user(self) -> UserContext | None:
        if self.rng.random() < 0.3:
            return None
        identity = None
        if self.rng.random() < 0.5:
            identity = IamIdentity(
                arn=self.maybe(USERS), principal_id=self.maybe(USERS), source_identity=self.maybe(USERS)
            )
        return UserContext(
            user_profile_arn=self.maybe(USERS),
            user_profile_name=self.maybe(USERS),
            domain_id=self.maybe(USERS),
            iam_identity=identity,
        )

    def source(self) -> Source | None:
        return Source(arn=self.rng.choice(SOURCES), type=self.maybe(SOURCES)) if self.rng.random() < 0.5 else None

    def metadata(self) -> MetadataProperties | None:
        if self.rng.random() < 0.3:
            return None
        return MetadataProperties(
            commit_id=self.maybe((*WORDS, "")),
            repository=self.maybe(COMMON),
            generated_by=self.maybe(COMMON),
            project_id=self.maybe(WORDS),
        )

    def tags(self) -> FrozenMap[str, str] | None:
        if self.rng.random() < 0.1:
            return None
        return FrozenMap({key: self.rng.choice((*TAG_WORDS, "")) for key in TAG_KEYS if self.rng.random() < 0.4})

    def artifacts(self) -> FrozenMap[str, Artifact]:
        media = ("text/a", "a/ab")
        return FrozenMap(
            {key: Artifact(value=self.rng.choice(COMMON), media_type=self.maybe(media)) for key in self.keys()}
        )

    def keys(self) -> list[str]:
        return self.rng.sample(KEYS, self.rng.randint(0, 4))

    def metric(self, name: str) -> MetricSummary:
        return MetricSummary(
            name=name,
            source_arn=self.maybe(SOURCES),
            timestamp=self.moment(),
            max=self.maybe(NUMBERS),
            min=self.maybe(NUMBERS),
            last=self.maybe(NUMBERS),
            count=self.maybe((0, 1, 2)),
            avg=self.maybe(NUMBERS),
            std_dev=self.maybe(NUMBERS),
        )

    def common(self) -> dict[str, Any]:
        return {
            "display_name": self.maybe(("a", "A", "ab", "c0", "e0", "")),
            "source": self.source(),
            "created": self.moment(),
            "created_by": self.user(),
            "modified": self.moment(),
            "modified_by": self.user(),
            "tags": self.tags(),
        }

    def record(self, resource: Resource) -> Record:
        name = self.rng.choice((*NAMES[resource], *COMMON))
        arn = self.rng.choice((f"{ARNS[resource]}{name}", "e", "1"))
        common = self.common()
        if resource == "Experiment":
            return Experiment(name=name, arn=arn, description=self.maybe((*WORDS, "")), **common)
        common["metadata"] = self.metadata()
        if resource == "ExperimentTrial":
            components = tuple(
                TrialComponentSimpleSummary(
                    name=self.rng.choice(NAMES["ExperimentTrialComponent"]),
                    arn=self.maybe(("c", "arn:c")),
                    source=self.source(),
                    created=self.moment(),
                    created_by=self.user(),
                )
                for _ in self.several(3)
            )
            held = components if components or self.rng.random() < 0.5 else None
            return Trial(name=name, arn=arn, experiment_name=self.maybe(NAMES["Experiment"]), components=held, **common)
        parents = tuple(
            Parent(trial_name=self.maybe(NAMES["ExperimentTrial"], 0.9), experiment_name=self.maybe(("e0", "e1"), 0.9))
            for _ in self.several(3)
        )
        status = Status(primary=self.maybe(STATUSES), message=self.maybe((*WORDS, "")))
        return TrialComponent(
            name=name,
            arn=arn,
            status=status if self.rng.random() < 0.7 else None,
            start=self.moment(),
            end=self.moment(),
            parameters=FrozenMap({key: self.rng.choice((*NUMBERS, *WORDS, "")) for key in self.keys()}),
            input_artifacts=self.artifacts(),
            output_artifacts=self.artifacts(),
            metrics=tuple(self.metric(key) for key in self.keys()),
            lineage_group_arn=self.maybe(COMMON),
            run_name=self.maybe(COMMON),
            parents=parents,
            **common,
        )


@lru_cache(maxsize=20_000)
def record(resource: Resource, seed: int) -> Record:
    """A record with any members present or absent, also such as no store makes."""
    return _Maker(seed).record(resource)


def _given(**members: object) -> Wire:
    return {name: value for name, value in members.items() if value is not None}


def _user(user: UserContext | None) -> Wire | None:
    if user is None:
        return None
    identity = user.iam_identity
    return _given(
        UserProfileArn=user.user_profile_arn,
        UserProfileName=user.user_profile_name,
        DomainId=user.domain_id,
        IamIdentity=None
        if identity is None
        else _given(Arn=identity.arn, PrincipalId=identity.principal_id, SourceIdentity=identity.source_identity),
    )


def _source(source: Source | None) -> Wire | None:
    return None if source is None else _given(SourceArn=source.arn, SourceType=source.type)


def _artifacts(held: FrozenMap[str, Artifact]) -> Wire:
    return {name: _given(Value=one.value, MediaType=one.media_type) for name, one in held.items()}


def _parameter(value: str | float) -> Wire:
    return {"StringValue": value} if isinstance(value, str) else {"NumberValue": value}


def encoded(found: Record) -> Wire:
    """The record as a search would answer it, spelled out member by member by hand."""
    made = _given(
        DisplayName=found.display_name,
        Source=_source(found.source),
        CreationTime=found.created,
        CreatedBy=_user(found.created_by),
        LastModifiedTime=found.modified,
        LastModifiedBy=_user(found.modified_by),
        Tags=None if found.tags is None else [{"Key": key, "Value": value} for key, value in found.tags.items()],
    )
    if isinstance(found, Experiment):
        return made | _given(ExperimentName=found.name, ExperimentArn=found.arn, Description=found.description)
    metadata = found.metadata
    if metadata is not None:
        made["MetadataProperties"] = _given(
            CommitId=metadata.commit_id,
            Repository=metadata.repository,
            GeneratedBy=metadata.generated_by,
            ProjectId=metadata.project_id,
        )
    if isinstance(found, Trial):
        summaries = [
            _given(
                TrialComponentName=one.name,
                TrialComponentArn=one.arn,
                TrialComponentSource=_source(one.source),
                CreationTime=one.created,
                CreatedBy=_user(one.created_by),
            )
            for one in found.components or ()
        ]
        named = _given(TrialName=found.name, TrialArn=found.arn, ExperimentName=found.experiment_name)
        return made | named | {"TrialComponentSummaries": summaries}
    status = found.status
    made |= _given(
        TrialComponentName=found.name,
        TrialComponentArn=found.arn,
        Status=None if status is None else _given(PrimaryStatus=status.primary, Message=status.message),
        StartTime=found.start,
        EndTime=found.end,
        LineageGroupArn=found.lineage_group_arn,
        RunName=found.run_name,
        InputArtifacts=_artifacts(found.input_artifacts),
        OutputArtifacts=_artifacts(found.output_artifacts),
        Parameters={name: _parameter(value) for name, value in found.parameters.items()},
    )
    made["Parents"] = [_given(TrialName=p.trial_name, ExperimentName=p.experiment_name) for p in found.parents or ()]
    made["Metrics"] = [
        _given(
            MetricName=one.name,
            SourceArn=one.source_arn,
            TimeStamp=one.timestamp,
            Max=one.max,
            Min=one.min,
            Last=one.last,
            Count=one.count,
            Avg=one.avg,
            StdDev=one.std_dev,
        )
        for one in found.metrics
    ]
    return made


# --- stores -----------------------------------------------------------------------------------------------------------


def _tags(rng: random.Random) -> list[Wire]:
    return [{"Key": key, "Value": rng.choice(TAG_WORDS)} for key in TAG_KEYS if rng.random() < 0.4]


def _component(rng: random.Random) -> Wire:
    made: Wire = {"Tags": _tags(rng)}
    if rng.random() < 0.5:
        made["DisplayName"] = rng.choice(("a", "A", "ab", "c0"))
    if rng.random() < 0.7:
        made["Parameters"] = {
            key: _parameter(rng.choice((*NUMBERS, *WORDS, ""))) for key in rng.sample(KEYS, rng.randint(0, 4))
        }
    for side in ("InputArtifacts", "OutputArtifacts"):
        if rng.random() < 0.6:
            made[side] = {
                key: {"Value": rng.choice(COMMON), **({"MediaType": "text/a"} if rng.random() < 0.5 else {})}
                for key in rng.sample(KEYS, rng.randint(0, 3))
            }
    if rng.random() < 0.7:
        made["Status"] = {"PrimaryStatus": rng.choice(STATUSES), "Message": rng.choice(WORDS)}
    for side in ("StartTime", "EndTime"):
        if rng.random() < 0.6:
            made[side] = rng.choice(MILLISECONDS) / 1000
    if rng.random() < 0.6:
        made["MetadataProperties"] = {
            member: rng.choice(WORDS)
            for member in ("CommitId", "Repository", "GeneratedBy", "ProjectId")
            if rng.random() < 0.6
        }
    return made


def _components(store: local.Store, rng: random.Random, trials: Sequence[str], done: Callable[..., None]) -> None:
    for name in NAMES["ExperimentTrialComponent"][: rng.randint(1, 4)]:
        done("CreateTrialComponent", TrialComponentName=name, **_component(rng))
        for trial in trials:
            if rng.random() < 0.5:
                done("AssociateTrialComponent", TrialComponentName=name, TrialName=trial)
        data = [
            {"MetricName": rng.choice(KEYS), "Timestamp": rng.choice((1, 2)), "Value": rng.choice(NUMBERS)}
            for _ in range(rng.randint(0, 6))
        ]
        if data:
            done("BatchPutMetrics", TrialComponentName=name, MetricData=data)
        if rng.random() < 0.5:
            store.set_source(name, rng.choice(SOURCES), rng.choice((None, "Job")))


@lru_cache(maxsize=WORLDS)
def world(seed: int) -> World:
    """A store with a few of everything, at times that repeat."""
    rng = seeded(seed)
    moments = itertools.cycle([rng.choice(MILLISECONDS) for _ in range(rng.randint(1, 6))])
    store = local.Store.open(":memory:", clock=lambda: next(moments) / 1000)

    def done(operation: str, **request: object) -> None:
        answer = store.answer(operation, request)
        assert answer.status == 200, answer

    experiments = NAMES["Experiment"][: rng.randint(1, 3)]
    for name in experiments:
        described: Wire = {"Description": rng.choice(WORDS)} if rng.random() < 0.7 else {}
        done("CreateExperiment", ExperimentName=name, Tags=_tags(rng), **described)
        if rng.random() < 0.3:
            done("UpdateExperiment", ExperimentName=name, DisplayName=rng.choice(("a", "ab")))
    trials = NAMES["ExperimentTrial"][: rng.randint(0, 3)]
    for name in trials:
        more: Wire = {"DisplayName": rng.choice(("a", "A", "ab"))} if rng.random() < 0.5 else {}
        if rng.random() < 0.7:
            members = ("CommitId", "Repository", "GeneratedBy", "ProjectId")
            more["MetadataProperties"] = {member: rng.choice(COMMON) for member in members if rng.random() < 0.6}
        done("CreateTrial", TrialName=name, ExperimentName=rng.choice(experiments), Tags=_tags(rng), **more)
    _components(store, rng, trials, done)
    return _read(store)


def _read(store: local.Store) -> World:
    """What the store holds, by boto3 and decoded as the package does."""
    client = local.client(store)
    decoders: dict[str, Any] = {
        "Experiment": found_experiment,
        "ExperimentTrial": found_trial,
        "ExperimentTrialComponent": found_trial_component,
    }
    records: dict[str, list[Any]] = {}
    wires: dict[str, list[Wire]] = {}
    for resource, decode in decoders.items():
        name: Any = resource
        results: Any = client.search(Resource=name, MaxResults=100)["Results"]
        records[resource] = [decode(one) for one in results]
        wires[resource] = [one[MEMBER[resource]] for one in results]
    return World(store, records, wires)


def found_by(held: World, resource: Resource, expression: Wire) -> list[str]:
    """The names that the store's own search answers, sorted."""
    request = {"Resource": resource, "SearchExpression": expression, "MaxResults": 100}
    answer = held.store.answer("Search", request)
    assert answer.status == 200, (expression, answer)
    member = MEMBER[resource]
    return sorted(one[member][f"{member}Name"] for one in answer.body["Results"])
