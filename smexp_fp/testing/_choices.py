"""The fields of a resource, and the keys and values to draw conditions and expressions from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from smexp_fp.query import Resource
from smexp_fp.query._matches import reader
from smexp_fp.query._properties import LISTS, PROPERTIES, ListProperty, Property
from smexp_fp.testing import _values as pool

T = TypeVar("T")

_LONGEST: Final = 1024
"""Characters of an operand (API FilterValue)."""


@cache
def up_to(count: int) -> st.SearchStrategy[int]:
    """A number from 0 to `count`."""
    return st.integers(0, count)


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of several options. This is faster than making a strategy for each choice."""
    return options[draw(up_to(len(options) - 1))]


@cache
def properties_of(resource: Resource) -> tuple[Property, ...]:
    """What a plain filter on the resource can be about."""
    return tuple(prop for prop in PROPERTIES.values() if resource in prop.paths and not prop.by_name)


@cache
def lists_of(resource: Resource) -> tuple[ListProperty, ...]:
    """The lists whose elements a nested filter on the resource can be about."""
    return tuple(items for items in LISTS.values() if resource in items.resources)


def keys_for(prop: Property, about: Sequence[Any]) -> Sequence[str]:
    """Keys of a property: those in the records, or else those of the pool. Only `""` if it takes none.

    Args:
        prop: The property.
        about: Records. Any, because they are of the kind that has the property.
    """
    if not prop.keyed:
        return ("",)
    if prop.code.startswith("Q.metric("):
        held = [metric.name for record in about for metric in record.metrics]
    else:
        member = prop.code.removeprefix("Q.").partition("({})")[0].partition("[")[0].removesuffix("s") + "s"
        held = [key for record in about for key in getattr(record, member) or ()]
    return held or (pool.TAG_KEYS if prop.code.startswith("Q.tags") else pool.KEYS)


def values_in(prop: Property, key: str, about: Sequence[Any]) -> list[Any]:
    """The values of a property in the records: texts, numbers or times.

    Args:
        prop: The property.
        key: Its key, if it has one.
        about: Records. Any, because they are of the kind that has the property.
    """
    read = reader(prop, key)
    return [value for record in about for value in read(record) if value is not None]


def operands_in(values: Sequence[Any]) -> list[str]:
    """The texts that fit in a filter. Any, because the values are of any type."""
    return [one for one in values if isinstance(one, str) and 0 < len(one) <= _LONGEST and "\n" not in one]


def texts_for(prop: Property, resource: Resource) -> Sequence[str]:
    """The texts that drawn records may have in a property."""
    if prop.code == "Q.name":
        return pool.NAMES[resource]
    if prop.code == "Q.arn":
        return [pool.ARNS[resource] + name for name in pool.NAMES[resource]]
    if ".source." in prop.code or prop.code == "Q.metrics.source_arn":
        return ("arn:a", "arn:b", "Job", "a")
    if ".created_by." in prop.code or ".modified_by." in prop.code:
        return ("a", "ab", "b")
    return _TEXTS.get(prop.code, pool.WORDS)


_TEXTS: Final[Mapping[str, Sequence[str]]] = {
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
