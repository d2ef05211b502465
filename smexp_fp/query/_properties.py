"""Every property that can be searched, by resource, with its type and where a record keeps it.

Source: the shapes `Experiment`, `Trial` and `TrialComponent` of the service model `sagemaker` 2017-07-24, which a test
compares with this table. `docs/semantics.md` gives the reasons for the paths of maps and lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias, final, get_args

from smexp_fp.query._readers import (
    Read,
    Stored,
    artifact_of,
    artifact_words,
    attribute,
    keyless,
    statistic_of,
    tags_of,
)
from smexp_fp.records import Resource

FieldKind: TypeAlias = Literal["text", "number", "time", "parameter"]
"""The type of a property, which decides its operators and how operands compare."""


@final
class Tag(NamedTuple):
    """One tag of a record, as an element of the list `Tags`.

    Attributes:
        key: The key.
        value: The value.
    """

    key: str
    value: str


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Property:
    """A property, or a family that differs by a key (`Tags.<key>`). Each is one object, compared by identity."""

    code: str
    """Its Python code, with `{}` for the key: `Q.metric({}).last`."""
    kind: FieldKind
    """Its type."""
    paths: dict[Resource, str]
    """Its name in a search by resource, with `{}` for the key."""
    reader: Callable[[str], Read]
    """Given the key, a function that reads it from a record (or an element of the list)."""
    multivalued: bool = False
    """Whether one record can have several values."""
    items: str | None = None
    """For a member of a list's elements, the list's name in a search."""
    choices: tuple[str, ...] = ()
    """The possible values, where the API has an enum."""

    def __repr__(self) -> str:
        return self.code

    @property
    def keyed(self) -> bool:
        """Whether it needs a key."""
        return "{}" in self.code

    def values(self, key: str) -> Callable[[Any], tuple[Stored | None, ...]]:
        """A function that reads the values of a record (or an element of the list), however many there can be."""
        read = self.reader(key)

        def values(record: Any) -> tuple[Stored | None, ...]:  # noqa: ANN401 - any record
            found = read(record)
            return found if isinstance(found, tuple) else (found,)

        return values

    @property
    def by_name(self) -> bool:
        """Whether the key is the whole name (`Q.field`, `Q.wire`), which each resource resolves for itself."""
        return self.code.startswith(("Q.field(", "Q.wire("))

    @property
    def counts_towards_contains_quota(self) -> bool:
        """Whether a search takes only one `Contains` on it: not for names, display names, tags and artifacts.

        Source: API Filter.Operator.
        """
        return not self.code.startswith(_FREE_OF_QUOTA)

    def label(self, key: str) -> str:
        """A readable name for a column: the code without `Q` and brackets, with maps in the plural."""
        if self.by_name:
            return key
        family, bracket, member = self.code.removeprefix("Q.").partition("({})")
        if bracket:
            return f"{family}s.{key}{member}"
        return family.replace("[{}]", f".{key}")

    def path(self, resource: Resource, key: str) -> str | None:
        """The name in a search for the resource; `None` where it has no such property."""
        template = self.paths.get(resource)
        return template.replace("{}", key) if self.keyed and template is not None else template


_FREE_OF_QUOTA: Final = ("Q.name", "Q.display_name", "Q.tags", "Q.input_artifact", "Q.output_artifact")


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListProperty:
    """A list of elements with members, on which NestedFilters are possible."""

    code: str
    """Its Python code: `Q.parents`."""
    path: str
    """Its name in a search."""
    resources: tuple[Resource, ...]
    """The resources that have it."""
    read: Callable[[Any], Iterable[object]]
    """Its elements in a record."""
    members: dict[str, Property] = field(default_factory=dict[str, "Property"])
    """The members of an element by the name in a search."""

    def __repr__(self) -> str:
        return self.code


EXPERIMENT: Final[Resource] = "Experiment"
TRIAL: Final[Resource] = "ExperimentTrial"
COMPONENT: Final[Resource] = "ExperimentTrialComponent"
ALL: Final[tuple[Resource, ...]] = (EXPERIMENT, TRIAL, COMPONENT)


def check_resource(where: str, resource: object) -> None:
    """Check that an argument is a resource.

    Raises:
        TypeError: When it is not one of the three names.
    """
    if not isinstance(resource, str) or resource not in ALL:
        raise TypeError(f"{where} takes one of {', '.join(ALL)} as its resource, not {resource!r}")


PROPERTIES: Final[dict[str, Property]] = {}
"""By code, in the order of the documentation."""


def _add(
    code: str,
    kind: FieldKind,
    paths: dict[Resource, str],
    reader: Callable[[str], Read],
    *,
    multivalued: bool = False,
    items: str | None = None,
    choices: tuple[str, ...] = (),
) -> Property:
    prop = PROPERTIES[code] = Property(code, kind, paths, reader, multivalued, items, choices)
    return prop


def _plain(code: str, kind: FieldKind, path: str, resources: tuple[Resource, ...] = ALL) -> Property:
    """A property whose name in a record is that in `Q`."""
    return _add(f"Q.{code}", kind, dict.fromkeys(resources, path), attribute(code))


NAME: Final = _add(
    "Q.name",
    "text",
    {EXPERIMENT: "ExperimentName", TRIAL: "TrialName", COMPONENT: "TrialComponentName"},
    attribute("name"),
)
_add(
    "Q.arn",
    "text",
    {EXPERIMENT: "ExperimentArn", TRIAL: "TrialArn", COMPONENT: "TrialComponentArn"},
    attribute("arn"),
)
_plain("display_name", "text", "DisplayName")
_plain("description", "text", "Description", (EXPERIMENT,))
_plain("created", "time", "CreationTime")
MODIFIED: Final = _plain("modified", "time", "LastModifiedTime")

USER_MEMBERS: Final = (
    ("user_profile_arn", "UserProfileArn"),
    ("user_profile_name", "UserProfileName"),
    ("domain_id", "DomainId"),
    ("iam_identity.arn", "IamIdentity.Arn"),
    ("iam_identity.principal_id", "IamIdentity.PrincipalId"),
    ("iam_identity.source_identity", "IamIdentity.SourceIdentity"),
)
for _who, _wire in (("created_by", "CreatedBy"), ("modified_by", "LastModifiedBy")):
    for _code, _path in USER_MEMBERS:
        _plain(f"{_who}.{_code}", "text", f"{_wire}.{_path}")

_plain("source.arn", "text", "Source.SourceArn")
_plain("source.type", "text", "Source.SourceType")
_plain("metadata.commit_id", "text", "MetadataProperties.CommitId", (TRIAL, COMPONENT))
_plain("metadata.repository", "text", "MetadataProperties.Repository", (TRIAL, COMPONENT))
_plain("metadata.generated_by", "text", "MetadataProperties.GeneratedBy", (TRIAL, COMPONENT))
_plain("metadata.project_id", "text", "MetadataProperties.ProjectId", (TRIAL, COMPONENT))
_plain("experiment_name", "text", "ExperimentName", (TRIAL,))
STATUSES: Final = ("InProgress", "Completed", "Failed", "Stopping", "Stopped")
"""API enum TrialComponentPrimaryStatus."""
_add("Q.status", "text", {COMPONENT: "Status.PrimaryStatus"}, attribute("status.primary"), choices=STATUSES)
_add("Q.status_message", "text", {COMPONENT: "Status.Message"}, attribute("status.message"))
_plain("start", "time", "StartTime", (COMPONENT,))
_plain("end", "time", "EndTime", (COMPONENT,))
_plain("lineage_group_arn", "text", "LineageGroupArn", (COMPONENT,))
_plain("run_name", "text", "RunName", (COMPONENT,))


TAG: Final = _add(
    "Q.tags[{}]", "text", dict.fromkeys(ALL, "Tags.{}"), lambda key: lambda record: tags_of(record).get(key)
)
_add(
    "Q.tags.words",
    "text",
    dict.fromkeys(ALL, "Tags"),
    keyless(lambda record: tuple([word for tag in tags_of(record).items() for word in tag])),
    multivalued=True,
)
PARAMETER: Final = _add(
    "Q.parameter({})",
    "parameter",
    {COMPONENT: "Parameters.{}"},
    lambda key: lambda record: record.parameters.get(key),
)
STATISTICS: Final = (
    ("last", "Last"),
    ("min", "Min"),
    ("max", "Max"),
    ("avg", "Avg"),
    ("count", "Count"),
    ("std_dev", "StdDev"),
)
for _code, _path in STATISTICS:
    _add(f"Q.metric({{}}).{_code}", "number", {COMPONENT: f"Metrics.{{}}.{_path}"}, statistic_of(_code))
for _side, _wire in (("input_artifact", "InputArtifacts"), ("output_artifact", "OutputArtifacts")):
    # With `.Value`, though it may be left out: an artifact may itself be called `x.MediaType`.
    _code = f"Q.{_side}({{}})"
    _add(_code, "text", {COMPONENT: f"{_wire}.{{}}.Value"}, artifact_of(f"{_side}s", "value"))
    _add(f"{_code}.media_type", "text", {COMPONENT: f"{_wire}.{{}}.MediaType"}, artifact_of(f"{_side}s", "media_type"))
    _add(f"Q.{_side}s", "text", {COMPONENT: _wire}, keyless(artifact_words(f"{_side}s")), multivalued=True)


TAGS: Final = ListProperty("Q.tags", "Tags", ALL, lambda record: [Tag(*tag) for tag in tags_of(record).items()])
PARENTS: Final = ListProperty("Q.parents", "Parents", (COMPONENT,), lambda record: record.parents or ())
COMPONENTS: Final = ListProperty(
    "Q.components", "TrialComponentSummaries", (TRIAL,), lambda record: record.components or ()
)
METRICS: Final = ListProperty("Q.metrics", "Metrics", (COMPONENT,), lambda record: record.metrics)
LISTS: Final[dict[str, ListProperty]] = {items.path: items for items in (TAGS, PARENTS, COMPONENTS, METRICS)}


def _member(items: ListProperty, name: str, kind: FieldKind, path: str, *, flat: bool = False) -> None:
    """A member of a list's elements. It is `flat` where a plain filter on its name means "of any element"."""
    wire = f"{items.path}.{path}"
    paths = dict.fromkeys(items.resources, wire) if flat else {}
    code = f"{items.code}.{name}"
    items.members[wire] = _add(code, kind, paths, attribute(name), multivalued=flat, items=items.path)


_member(TAGS, "key", "text", "Key")
_member(TAGS, "value", "text", "Value")
_member(PARENTS, "trial_name", "text", "TrialName", flat=True)
_member(PARENTS, "experiment_name", "text", "ExperimentName", flat=True)
_member(COMPONENTS, "name", "text", "TrialComponentName", flat=True)
_member(COMPONENTS, "arn", "text", "TrialComponentArn", flat=True)
_member(COMPONENTS, "source.arn", "text", "TrialComponentSource.SourceArn", flat=True)
_member(COMPONENTS, "source.type", "text", "TrialComponentSource.SourceType", flat=True)
_member(COMPONENTS, "created", "time", "CreationTime", flat=True)
for _code, _path in USER_MEMBERS:
    _member(COMPONENTS, f"created_by.{_code}", "text", f"CreatedBy.{_path}", flat=True)
_member(METRICS, "name", "text", "MetricName")
_member(METRICS, "source_arn", "text", "SourceArn")
_member(METRICS, "timestamp", "time", "TimeStamp")
for _code, _path in STATISTICS:
    _member(METRICS, _code, "number", _path)


# Properties by name: the key is the whole name. They may have several values, as nothing is known of them.
def _by_name(code: str, kind: FieldKind) -> Property:
    return _add(code, kind, dict.fromkeys(ALL, "{}"), keyless(lambda _record: ()), multivalued=True)


FIELDS: Final[dict[FieldKind, Property]] = {
    kind: _by_name(f"Q.field({{}}, {kind!r})", kind) for kind in get_args(FieldKind)
}
WIRE: Final = _by_name("Q.wire({})", "text")

LEFT_OUT: Final[dict[str, str]] = {
    "TrialComponent.SourceDetail": (
        "the whole description of the training, processing or transform job: hundreds of members, which have calls "
        "and a search resource of their own; reach one with Q.field"
    ),
}
"""Members of the service's shapes that have no field, with the reason."""


class Row(NamedTuple):
    """A line of the table of properties.

    Attributes:
        field: The field as code, such as `Q.name`; `{}` is the place of a key.
        resource: The resource that has the property.
        path: The property's name in a search.
        kind: Its type: text, number, time or parameter.
        many: Whether a record can have several values of it.
    """

    field: str
    resource: Resource
    path: str
    kind: FieldKind
    many: bool


def properties() -> tuple[Row, ...]:
    """Every field with its name in a search and its type, for each resource that has it.

    Includes members that are possible only inside `.any(...)`. `{}` is the place of the key.

    >>> [row.path for row in properties() if row.field == "Q.name"]
    ['ExperimentName', 'TrialName', 'TrialComponentName']
    """
    rows = [
        Row(prop.code, resource, path, prop.kind, prop.multivalued)
        for prop in PROPERTIES.values()
        if not prop.by_name
        for resource, path in prop.paths.items()
    ]
    inside = [
        Row(f"{items.code}.any({prop.code})", resource, path, prop.kind, many=False)
        for items in LISTS.values()
        for path, prop in items.members.items()
        for resource in items.resources
    ]
    return (*rows, *inside)


# --- from a name in a search to the property that it means ------------------------------------------------------------

Found: TypeAlias = tuple[Property, str]
"""A property and its key."""


@cache
def _fixed(resource: Resource) -> dict[str, Property]:
    return {
        path.lower(): prop
        for prop in PROPERTIES.values()
        if not prop.keyed and (path := prop.paths.get(resource)) is not None
    }


def lookup(resource: Resource, name: str) -> Found | None:
    """The property that a name means for a resource, or `None` where it has no such property."""
    lowered = name.lower()
    fixed = _fixed(resource).get(lowered)
    if fixed is not None:
        return fixed, ""
    head, dot, key = name.partition(".")
    if not dot:
        return None
    match head.lower():
        case "tags":
            return TAG, key
        case "parameters" if resource in PARAMETER.paths:
            return PARAMETER, key
        case "metrics" if resource in PARAMETER.paths:
            # The last segment is the statistic, if it names one and there is a metric name before it.
            before, inner, last = key.rpartition(".")
            statistic = next((code for code, path in STATISTICS if inner and path.lower() == last.lower()), None)
            return (PROPERTIES[f"Q.metric({{}}).{statistic or 'last'}"], before if statistic else key)
        case "inputartifacts" | "outputartifacts" as side if resource in PARAMETER.paths:
            code = f"Q.{side.removesuffix('artifacts')}_artifact({{}})"
            before, inner, last = key.rpartition(".")
            if inner and last.lower() == "mediatype":
                return PROPERTIES[f"{code}.media_type"], before
            return PROPERTIES[code], before if inner and last.lower() == "value" else key
        case _:
            return None


def lookup_list(resource: Resource, name: str) -> ListProperty | None:
    """The list property that a name means for a resource."""
    found = next((items for items in LISTS.values() if items.path.lower() == name.lower()), None)
    return found if found is not None and resource in found.resources else None


def lookup_member(items: ListProperty, name: str) -> Property | None:
    """The member of a list's elements that a full name means."""
    lowered = name.lower()
    return next((prop for path, prop in items.members.items() if path.lower() == lowered), None)


def resolve(prop: Property, key: str, place: Resource | ListProperty) -> Found | None:
    """The property and key that a test of `prop` means, of records of a resource or of elements of a list."""
    if isinstance(place, ListProperty):
        member = lookup_member(place, key) if prop.by_name else prop
        return None if member is None else (member, key)
    if prop.by_name:
        return lookup(place, key)
    return (prop, key) if place in prop.paths else None
