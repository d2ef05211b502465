"""The property names of searches, and the tables and columns of their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from ._faults import invalid
from ._kinds import COMPONENT, EXPERIMENT, KINDS, TRIAL, Kind


class Type(Enum):
    """The type of a property's values, which determines its operators."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    PARAMETER = "parameter"  # a number or a text; the property has these two columns, in this order


@dataclass(frozen=True, slots=True)
class Property:
    """The place of a property's values: columns of `entity AS e`, or of its rows in child tables.

    `table` follows FROM, `owner` is its column with the entity's id, and `where` is a further condition with its
    `arguments`. They are empty for a property of the entity itself. All SQL text comes from this program; names from
    requests are always arguments.
    """

    type: Type
    columns: tuple[str, ...]
    table: str = ""
    owner: str = ""
    where: str = "1"
    arguments: tuple[object, ...] = ()
    unique: bool = True  # whether an entity has at most one such row
    indexed: bool = False  # whether there is an index by value
    exempt_from_contains_quota: bool = False  # whether an expression may have several Contains of it (documented)


def _text(column: str, *, indexed: bool = False, exempt_from_contains_quota: bool = False) -> Property:
    return Property(Type.TEXT, (column,), indexed=indexed, exempt_from_contains_quota=exempt_from_contains_quota)


def _time(column: str) -> Property:
    return Property(Type.TIME, (column,))


# These never have a value. Calls from outside Studio record no user, and only jobs, which do not run here, have source
# details, lineage groups and run names.
_NEVER = _text("NULL")
_USER = (
    "UserProfileArn",
    "UserProfileName",
    "DomainId",
    "IamIdentity.Arn",
    "IamIdentity.PrincipalId",
    "IamIdentity.SourceIdentity",
)

# The column of each statistic of a metric summary, by its lower-case name.
STATISTICS = {
    "max": "maximum",
    "min": "minimum",
    "last": "last",
    "count": "count",
    "avg": "mean",
    "stddev": "deviation",
}
STATISTIC_NAMES = ("Avg", "Count", "Last", "Max", "Min", "StdDev")
_INDEXED_STATISTICS = frozenset({"max", "min", "last"})

_PARENTS = "association AS a JOIN entity AS pt ON pt.id = a.trial_id JOIN entity AS pe ON pe.id = pt.experiment_id"
_SUMMARIES = "association AS a JOIN entity AS pc ON pc.id = a.component_id"


def _tag_rows(kind: Kind) -> Property:
    return Property(
        Type.TEXT,
        ("p.key", "p.value"),
        "tag AS p",
        "p.entity_id",
        f"p.kind = {kind.number}",
        unique=False,
        exempt_from_contains_quota=True,
    )


def _artifact_rows(direction: str) -> Property:
    return Property(
        Type.TEXT,
        ("p.name", "p.value", "p.media_type"),
        "artifact AS p",
        "p.entity_id",
        "p.direction = ?",
        (direction,),
        unique=False,
        exempt_from_contains_quota=True,
    )


@dataclass(frozen=True, slots=True)
class Elements:
    """A list property, for NestedFilters: the rows of its elements, and their members by lower-case name."""

    rows: Property
    members: Mapping[str, Property]


def _elements(kind: Kind) -> dict[str, Elements]:
    by_name = {
        "tags": Elements(
            _tag_rows(kind),
            {
                "key": _text("p.key", exempt_from_contains_quota=True),
                "value": _text("p.value", exempt_from_contains_quota=True),
            },
        )
    }
    if kind is TRIAL:
        rows = Property(Type.TEXT, (), _SUMMARIES, "a.trial_id", unique=False)
        members = {
            "trialcomponentname": _text("pc.name"),
            "trialcomponentarn": _text("pc.arn"),
            "trialcomponentsource.sourcearn": _text("pc.source_arn"),
            "trialcomponentsource.sourcetype": _text("pc.source_type"),
            "creationtime": _time("pc.created"),
            **{f"createdby.{member.lower()}": _NEVER for member in _USER},
        }
        by_name["trialcomponentsummaries"] = Elements(rows, members)
    if kind is COMPONENT:
        rows = Property(
            Type.TEXT,
            (),
            _PARENTS,
            "a.component_id",
            f"pt.kind = {TRIAL.number} AND pe.kind = {EXPERIMENT.number}",
            unique=False,
        )
        by_name["parents"] = Elements(rows, {"trialname": _text("pt.name"), "experimentname": _text("pe.name")})
        summaries = Property(Type.NUMBER, (), "metric AS p", "p.entity_id", unique=False)
        members = {
            "metricname": _text("p.name"),
            # The summary's SourceArn is the component's own ARN, see _attributes.metrics_of.
            "sourcearn": _text("e.arn"),
            "timestamp": _time("p.last_time"),
            **{name: Property(Type.NUMBER, (f"p.{column}",)) for name, column in STATISTICS.items()},
        }
        by_name["metrics"] = Elements(summaries, members)
    return by_name


def _fixed(kind: Kind) -> dict[str, Property]:
    """The properties with a fixed name, by that name."""
    names = {
        kind.name_member: _text("e.name", indexed=True, exempt_from_contains_quota=True),
        kind.arn_member: _text("e.arn"),
        "DisplayName": _text("e.display_name", indexed=True, exempt_from_contains_quota=True),
        "Source.SourceArn": _text("e.source_arn", indexed=True),
        "Source.SourceType": _text("e.source_type"),
        "CreationTime": _time("e.created"),
        "LastModifiedTime": _time("e.modified"),
        **{f"{by}.{member}": _NEVER for by in ("CreatedBy", "LastModifiedBy") for member in _USER},
        "Tags": _tag_rows(kind),
    }
    if kind is EXPERIMENT:
        return names | {"Description": _text("e.description")}
    names |= {
        "MetadataProperties.CommitId": _text("e.commit_id"),
        "MetadataProperties.Repository": _text("e.repository"),
        "MetadataProperties.GeneratedBy": _text("e.generated_by"),
        "MetadataProperties.ProjectId": _text("e.project_id"),
    }
    if kind is TRIAL:
        experiment = Property(
            Type.TEXT,
            ("px.name",),
            "entity AS pt JOIN entity AS px ON px.id = pt.experiment_id",
            "pt.id",
            f"px.kind = {EXPERIMENT.number}",
            indexed=True,
        )
        return names | {"ExperimentName": experiment} | _of_elements(kind, "TrialComponentSummaries", _SUMMARY_NAMES)
    return (
        names
        | {
            "Status.PrimaryStatus": _text("e.status"),
            "Status.Message": _text("e.status_message"),
            "StartTime": _time("e.start_time"),
            "EndTime": _time("e.end_time"),
            "InputArtifacts": _artifact_rows("Input"),
            "OutputArtifacts": _artifact_rows("Output"),
            "SourceDetail.SourceArn": _NEVER,
            "LineageGroupArn": _NEVER,
            "RunName": _NEVER,
        }
        | _of_elements(kind, "Parents", ("TrialName", "ExperimentName"))
    )


_SUMMARY_NAMES = (
    "TrialComponentName",
    "TrialComponentArn",
    "TrialComponentSource.SourceArn",
    "TrialComponentSource.SourceType",
    "CreationTime",
    *(f"CreatedBy.{member}" for member in _USER),
)


def _of_elements(kind: Kind, name: str, members: tuple[str, ...]) -> dict[str, Property]:
    """The flat properties of a list's elements, which have several values each."""
    elements = _ELEMENTS[kind.number][name.lower()]
    return {
        f"{name}.{member}": replace(
            elements.rows,
            type=elements.members[member.lower()].type,
            columns=elements.members[member.lower()].columns,
            indexed=name == "Parents",
        )
        for member in members
    }


_ELEMENTS = {kind.number: _elements(kind) for kind in KINDS}
FIXED_NAMES: Mapping[int, Mapping[str, Property]] = {kind.number: _fixed(kind) for kind in KINDS}
_BY_LOWER_NAME = {
    number: {name.lower(): found for name, found in names.items()} for number, names in FIXED_NAMES.items()
}


def _keyed(kind: Kind, prefix: str, key: str) -> Property | None:
    """A property whose name ends in a key of the user: everything after the first dot, case-sensitive."""
    if prefix == "tags":
        return Property(
            Type.TEXT,
            ("p.value",),
            "tag AS p",
            "p.entity_id",
            f"p.kind = {kind.number} AND p.key = ?",
            (key,),
            indexed=True,
            exempt_from_contains_quota=True,
        )
    if kind is not COMPONENT:
        return None
    # The last segment may name a member, if there is a key before it.
    name, dot, last = key.rpartition(".")
    match prefix:
        case "parameters":
            columns = ("p.number", "p.text")
            return Property(
                Type.PARAMETER, columns, "parameter AS p", "p.entity_id", "p.name = ?", (key,), indexed=True
            )
        case "metrics":
            statistic = last.lower() if dot and last.lower() in STATISTICS else ""
            return Property(
                Type.NUMBER,
                (f"p.{STATISTICS[statistic or 'last']}",),
                "metric AS p",
                "p.entity_id",
                "p.name = ?",
                (name if statistic else key,),
                indexed=(statistic or "last") in _INDEXED_STATISTICS,
            )
        case "inputartifacts" | "outputartifacts":
            member = last.lower() if dot and last.lower() in {"value", "mediatype"} else ""
            return Property(
                Type.TEXT,
                ("p.media_type" if member == "mediatype" else "p.value",),
                "artifact AS p",
                "p.entity_id",
                "p.direction = ? AND p.name = ?",
                ("Input" if prefix == "inputartifacts" else "Output", name if member else key),
                indexed=member != "mediatype",
                exempt_from_contains_quota=True,
            )
        case _:
            return None


def find(kind: Kind, name: str) -> Property:
    """The property of that name. Raises a fault if the kind does not have it (text seen in an emulator)."""
    fixed = _BY_LOWER_NAME[kind.number].get(name.lower())
    if fixed is not None:
        return fixed
    prefix, dot, key = name.partition(".")
    keyed = _keyed(kind, prefix.lower(), key) if dot else None
    if keyed is None:
        raise invalid(f"Unknown property name: {name}")
    return keyed


def find_elements(kind: Kind, name: str) -> Elements:
    """The list property of that name, for NestedFilters."""
    elements = _ELEMENTS[kind.number].get(name.lower())
    if elements is None:
        raise invalid(f"Nested filters need a list property, and '{name}' is not one of {kind.resource}.")
    return elements


def find_member(elements: Elements, list_name: str, name: str) -> Property:
    """A member of a list's elements, by its full name."""
    prefix = f"{list_name.lower()}."
    member = elements.members.get(name.lower()[len(prefix) :]) if name.lower().startswith(prefix) else None
    if member is None:
        raise invalid(f"Unknown property name: {name}")
    return member
