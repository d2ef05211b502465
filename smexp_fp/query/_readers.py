"""How the value of a property is read from records.

The functions that take a key return the function that reads a record, so that a column of many records looks up once
what depends on the key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeAlias

from smexp_fp.records import Artifact, MetricSummary

Stored: TypeAlias = str | float | datetime
"""A value of a property in a record."""

Value: TypeAlias = Stored | tuple[Stored | None, ...] | None
"""What a record has of a property: a value, a tuple where there can be several, or `None`."""

# Readers take any record. They are called only for resources in `paths`, whose records have the member.
Read: TypeAlias = Callable[[Any], Value]


def keyless(read: Read) -> Callable[[str], Read]:
    """For a property without a key."""
    return lambda _key: read


def attribute(path: str) -> Callable[[str], Read]:
    """Reads an attribute, or one of an attribute, any of which may be `None`."""
    names = path.split(".")

    def read(record: Any) -> Stored | None:  # noqa: ANN401 - any record
        for name in names:
            if record is None:
                return None
            record = getattr(record, name)
        found: Stored | None = record
        return found

    return keyless(attrgetter(path) if len(names) == 1 else read)


def tags_of(record: Any) -> Mapping[str, str]:  # noqa: ANN401 - any record
    """The tags; none where they were not asked for."""
    return record.tags or {}


def statistic_of(name: str) -> Callable[[str], Read]:
    """Reads a statistic of the metric that is the key."""
    statistic: Callable[[MetricSummary], float | None] = attrgetter(name)

    def reader(key: str) -> Read:
        def read(record: Any) -> float | None:  # noqa: ANN401 - a component
            # The service keeps one summary for each metric. Of two, the first would count: a statistic has one value.
            for metric in record.metrics:
                if metric.name == key:
                    return statistic(metric)
            return None

        return read

    return reader


def artifact_of(side: str, member: str) -> Callable[[str], Read]:
    """Reads a member of the artifact that is the key, among the inputs or the outputs."""

    def reader(key: str) -> Read:
        def read(record: Any) -> str | None:  # noqa: ANN401 - a component
            artifact: Artifact | None = getattr(record, side).get(key)
            return None if artifact is None else getattr(artifact, member)

        return read

    return reader


def artifact_words(side: str) -> Read:
    """Reads the names, values and media types of the inputs or the outputs."""

    def read(record: Any) -> tuple[str | None, ...]:  # noqa: ANN401 - a component
        artifacts: Iterable[tuple[str, Artifact]] = getattr(record, side).items()
        return tuple([word for name, artifact in artifacts for word in (name, artifact.value, artifact.media_type)])

    return read
