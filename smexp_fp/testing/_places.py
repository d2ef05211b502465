"""The fields of records that a search can use, and their values in records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import chain
from typing import Any, Literal, final

from smexp_fp.query import Q, Resource, properties
from smexp_fp.records import Artifact
from smexp_fp.testing import _values as pool

_STEP = re.compile(r"\.(\w+)(\(\{\}\)|\[\{\}\])?")
_INSIDE = re.compile(r"(Q\.\w+)\.any\((.+)\)")
_MAY_BE_REPEATED = ("Q.name", "Q.display_name", "Q.tag", "Q.input_artifact", "Q.output_artifact")


@final
@dataclass(frozen=True, slots=True)
class Place:
    """A field of `Q`, with its name in a search.

    Attributes:
        code: The field, as in `Q.metric({}).last`; `{}` stands for the key.
        path: Its name in a search of the resource, as in `Metrics.{}.Last`.
        kind: Its type.
        many: Whether a record can have several values of it.
        owner: The list that contains it, as in `Q.parents`; empty for a field of the record.
    """

    code: str
    path: str
    kind: Literal["text", "number", "time", "parameter"]
    many: bool
    owner: str = ""

    @property
    def keyed(self) -> bool:
        """Whether it needs a key."""
        return "{}" in self.code

    @property
    def counts_towards_contains_quota(self) -> bool:
        """Whether it is one of the fields of which a search may have only one `Contains` in all."""
        return not self.code.startswith(_MAY_BE_REPEATED)

    def field(self, key: str) -> Any:  # noqa: ANN401 - a field of any kind
        """The field itself."""
        return _field(self.code, key)


@cache
def _field(code: str, key: str) -> Any:  # noqa: ANN401 - a field of any kind
    found: Any = Q
    for name, call in _STEP.findall(code):
        found = getattr(found, name)
        if call:
            found = found[key] if call.startswith("[") else found(key)
    return found


@cache
def places_of(resource: Resource) -> tuple[Place, ...]:
    """All fields of a resource outside of `.any(...)`."""
    rows = [row for row in properties() if row.resource == resource and not _INSIDE.fullmatch(row.field)]
    return tuple(Place(row.field, row.path, row.kind, row.many) for row in rows)


@cache
def lists_of(resource: Resource) -> tuple[tuple[Place, ...], ...]:
    """The members of the elements of each list of a resource."""
    found: dict[str, list[Place]] = {}
    for row in properties():
        inside = _INSIDE.fullmatch(row.field)
        if row.resource == resource and inside:
            owner, code = inside.groups()
            found.setdefault(owner, []).append(Place(code, row.path, row.kind, row.many, owner))
    return tuple(map(tuple, found.values()))


def texts_of(place: Place, resource: Resource) -> Sequence[str]:
    """The texts that drawn records may have in this field."""
    words = _TEXTS.get(place.code.split(".created_by")[0].split(".modified_by")[0], pool.WORDS)
    if ".source." in place.code or place.code == "Q.metrics.source_arn":
        words = ("arn:a", "arn:b", "Job", "a")
    if place.code == "Q.arn":
        words = tuple(pool.ARNS[resource] + name for name in pool.NAMES[resource])
    return pool.NAMES[resource] if place.code == "Q.name" else words


_TEXTS: Mapping[str, Sequence[str]] = {
    "Q": ("a", "ab", "b"),  # users
    "Q.components": ("a", "ab", "b"),
    "Q.display_name": pool.DISPLAY_NAMES,
    "Q.experiment_name": pool.NAMES["Experiment"],
    "Q.status": pool.STATUSES,
    "Q.tags[{}]": pool.TAG_WORDS,
    "Q.tags.key": pool.TAG_KEYS,
    "Q.tags.value": pool.TAG_WORDS,
    "Q.tags.words": (*pool.TAG_KEYS, *pool.TAG_WORDS),
    "Q.input_artifact({})": pool.COMMON,
    "Q.output_artifact({})": pool.COMMON,
    "Q.input_artifact({}).media_type": pool.MEDIA_TYPES,
    "Q.output_artifact({}).media_type": pool.MEDIA_TYPES,
    "Q.input_artifacts": (*pool.COMMON, *pool.KEYS, *pool.MEDIA_TYPES),
    "Q.output_artifacts": (*pool.COMMON, *pool.KEYS, *pool.MEDIA_TYPES),
    "Q.parents.trial_name": pool.NAMES["ExperimentTrial"],
    "Q.parents.experiment_name": pool.NAMES["Experiment"],
    "Q.components.name": pool.NAMES["ExperimentTrialComponent"],
    "Q.components.arn": ("c", "arn:c"),
    "Q.metrics.name": pool.KEYS,
}


def keys_for(place: Place, about: Sequence[Any]) -> Sequence[str]:
    """Keys for a condition: those of the records, or else those of the pools.

    Args:
        place: A field with a key.
        about: Records. Any, because they are of the kind that has the field.
    """
    return _keys_in(place, about) or (pool.TAG_KEYS if place.code.startswith("Q.tags") else pool.KEYS)


def _keys_in(place: Place, about: Sequence[Any]) -> Sequence[str]:
    if place.code.startswith("Q.metric("):
        return [metric.name for record in about for metric in record.metrics]
    member = place.code.removeprefix("Q.").partition("({})")[0].partition("[")[0].removesuffix("s") + "s"
    return [key for record in about for key in getattr(record, member) or ()]


def values_in(place: Place, key: str, about: Sequence[Any]) -> list[Any]:
    """The values of a field in the records.

    Args:
        place: The field.
        key: Its key, if it has one.
        about: Records. Any, because they are of the kind that has the field.

    Returns:
        Texts, numbers or times.
    """
    found = chain.from_iterable(_held(record, place.code, key) for record in about)
    return [value for value in found if value is not None]


def _held(record: Any, code: str, key: str) -> Iterator[Any]:  # noqa: ANN401 - a record of any kind, and its values
    head, _, rest = code.removeprefix("Q.").partition(".")
    match head:
        case "status":
            yield _at(record, "status.primary")
        case "status_message":
            yield _at(record, "status.message")
        case "tags[{}]":
            tags: Mapping[str, str] = record.tags or {}
            yield tags.get(key)
        case "tags":
            tags = record.tags or {}
            yield from () if rest == "value" else tags
            yield from () if rest == "key" else tags.values()
        case "parameter({})":
            yield record.parameters.get(key)
        case "metric({})":
            yield from (_at(metric, rest) for metric in record.metrics if metric.name == key)
        case "input_artifact({})" | "output_artifact({})":
            yield _at(getattr(record, head.replace("({})", "s")).get(key), rest or "value")
        case "input_artifacts" | "output_artifacts":
            artifacts: Mapping[str, Artifact] = getattr(record, head)
            yield from chain(artifacts, *((one.value, one.media_type) for one in artifacts.values()))
        case "parents" | "components" | "metrics":
            yield from (_at(item, rest) for item in getattr(record, head) or ())
        case _:
            yield _at(record, code.removeprefix("Q."))


def _at(record: object, path: str) -> Any:  # noqa: ANN401 - a value of any type, or None
    def member(owner: object, name: str) -> object:
        return None if owner is None else getattr(owner, name)

    return reduce(member, path.split("."), record)
