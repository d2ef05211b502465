"""The members of entities as arguments: the types of those of components, and how each is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple, TypedDict

from smexp_fp._api import wire
from smexp_fp.records import Artifact, MetadataProperties, ParameterLike, Status


class NewTrialComponent(TypedDict, total=False):
    """The members of a new component; see `smexp_fp.trial_component.create`.

    Attributes:
        display_name: The name to show; `name` if absent.
        status: The state, such as `Status(primary="InProgress")`.
        start: When the activity began; a datetime with a time zone.
        end: When it ended; a datetime with a time zone.
        parameters: At most 300 strings (2500 characters) and finite numbers; keys of at most 320 characters.
        input_artifacts: At most 60; keys of at most 128 characters.
        output_artifacts: At most 60; keys of at most 128 characters.
        metadata: Where it comes from.
        tags: At most 50; keys of 1 to 128 characters, values of at most 256.
    """

    display_name: str | None
    status: Status | None
    start: datetime | None
    end: datetime | None
    parameters: Mapping[str, ParameterLike] | None
    input_artifacts: Mapping[str, Artifact] | None
    output_artifacts: Mapping[str, Artifact] | None
    metadata: MetadataProperties | None
    tags: Mapping[str, str] | None


class TrialComponentRemovals(TypedDict, total=False):
    """Keys to remove from a component.

    Attributes:
        remove_parameters: Keys of parameters to remove, each at most 256 characters.
        remove_input_artifacts: Keys of input artifacts to remove.
        remove_output_artifacts: Keys of output artifacts to remove.
    """

    remove_parameters: Iterable[str]
    remove_input_artifacts: Iterable[str]
    remove_output_artifacts: Iterable[str]


class TrialComponentChanges(TrialComponentRemovals, total=False):
    """Members of a component to change, besides keys to remove; a member of `None` stays unchanged.

    Attributes:
        display_name: The new name to show.
        status: The new state; it replaces the old one, message included.
        start: When the activity began; a datetime with a time zone.
        end: When it ended; a datetime with a time zone.
        parameters: Parameters to add, or to replace those of the same key.
        input_artifacts: Input artifacts to add, or to replace those of the same key.
        output_artifacts: Output artifacts to add, or to replace those of the same key.
    """

    display_name: str | None
    status: Status | None
    start: datetime | None
    end: datetime | None
    parameters: Mapping[str, ParameterLike] | None
    input_artifacts: Mapping[str, Artifact] | None
    output_artifacts: Mapping[str, Artifact] | None


class _Member(NamedTuple):
    """The API's name of a member, and the function that converts it to the wire, if it needs one."""

    wire: str
    convert: Callable[[Any], object] | None = None  # Any: each takes the type of its member


def _keys(argument: str) -> Callable[[Iterable[str]], list[str]]:
    return lambda keys: list(wire.as_tuple(argument, keys))


_MEMBERS: Final[Mapping[str, _Member]] = {
    "display_name": _Member("DisplayName"),
    "description": _Member("Description"),
    "status": _Member("Status", wire.wire_status),
    "start": _Member("StartTime"),
    "end": _Member("EndTime"),
    "parameters": _Member("Parameters", wire.wire_parameters),
    "remove_parameters": _Member("ParametersToRemove", _keys("remove_parameters")),
    "input_artifacts": _Member("InputArtifacts", partial(wire.wire_artifacts, "input_artifacts")),
    "remove_input_artifacts": _Member("InputArtifactsToRemove", _keys("remove_input_artifacts")),
    "output_artifacts": _Member("OutputArtifacts", partial(wire.wire_artifacts, "output_artifacts")),
    "remove_output_artifacts": _Member("OutputArtifactsToRemove", _keys("remove_output_artifacts")),
    "metadata": _Member("MetadataProperties", wire.wire_metadata),
    "tags": _Member("Tags", wire.wire_tags),
}


def wire_members(given: Mapping[str, object]) -> dict[str, object]:
    """The wire form of the members that are not `None`."""
    members = {_MEMBERS[name]: value for name, value in given.items() if value is not None}
    return {member.wire: member.convert(value) if member.convert else value for member, value in members.items()}
