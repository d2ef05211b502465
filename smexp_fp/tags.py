"""Tags of experiments, trials and components: list, add, remove."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from returns.result import Result

from smexp_fp._api import wire
from smexp_fp._api.call import Call, send
from smexp_fp._api.names import arn_of
from smexp_fp._api.paging import pages, read_page
from smexp_fp._base.frozen import FrozenMap
from smexp_fp.clients import AddsTags, DeletesTags, ListsTags
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Listing
from smexp_fp.records import Experiment, Tagged, Trial, TrialComponent
from smexp_fp.results import is_failure

__all__ = ["add_tags", "list_tags", "remove_tags"]

R = TypeVar("R", Experiment, Trial, TrialComponent)


def list_tags(client: ListsTags, resource: Tagged) -> Listing[tuple[str, str]]:
    """List the tags of a resource as pairs of key and value; `collect().map(dict)` gives a mapping.

    Args:
        client: Has ListTags.
        resource: The ARN of the resource, or a record of it.

    Returns:
        A lazy listing. It may include tags that the service itself has set.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.

    >>> from smexp_fp import experiment, local, tags
    >>> client = local.client(":memory:")
    >>> made = experiment.create(client, "auto-ml", tags={"team": "vision"}).unwrap()
    >>> tags.list_tags(client, made).collect().map(dict)
    <Success: {'team': 'vision'}>
    """
    call = Call(
        operation="ListTags",
        parameters={"ResourceArn": arn_of(resource)},
        decode=partial(read_page, "ListTags", "Tags", wire.tag),
    )
    return Listing(lambda: pages(client, call))


def add_tags(client: AddsTags, resource: Tagged, tags: Mapping[str, str]) -> Result[FrozenMap[str, str], SmexpError]:
    """Add tags. A tag whose key exists gets the new value.

    Args:
        client: Has AddTags.
        resource: The ARN of the resource, or a record of it.
        tags: At most 50 in all; keys of 1 to 128 characters, values of at most 256.

    Returns:
        All tags of the resource, as the response lists them.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.

    >>> from smexp_fp import experiment, local, tags
    >>> client = local.client(":memory:")
    >>> made = experiment.create(client, "auto-ml").unwrap()
    >>> tags.add_tags(client, made, {"team": "vision"}).unwrap()["team"]
    'vision'
    """
    return send(
        client,
        Call(
            operation="AddTags",
            parameters=wire.to_wire(ResourceArn=arn_of(resource), Tags=wire.wire_tags(tags)),
            decode=wire.tags,
        ),
    )


def remove_tags(client: DeletesTags, resource: Tagged, keys: Iterable[str]) -> Result[None, SmexpError]:
    """Remove tags by their keys. In the embedded store, an unknown key is not an error.

    Args:
        client: Has DeleteTags.
        resource: The ARN of the resource, or a record of it.
        keys: 1 to 50 keys.

    Failures:
        `InvalidInput`, `NotFound`, and those of every call.

    >>> from smexp_fp import experiment, local, tags
    >>> client = local.client(":memory:")
    >>> made = experiment.create(client, "auto-ml", tags={"team": "vision", "stage": "dev"}).unwrap()
    >>> _ = tags.remove_tags(client, made, ["stage"])
    >>> tags.list_tags(client, made).collect().unwrap()
    (('team', 'vision'),)
    """
    return send(
        client,
        Call(
            operation="DeleteTags",
            parameters={"ResourceArn": arn_of(resource), "TagKeys": list(wire.as_tuple("keys", keys))},
            decode=lambda _: None,
        ),
    )


def with_tags(client: ListsTags, loaded: Result[R, SmexpError]) -> Result[R, SmexpError]:
    """List the tags of a loaded record, and return the record with them."""
    if is_failure(loaded):
        return loaded
    record = loaded.unwrap()
    return list_tags(client, record).collect().map(lambda pairs: replace(record, tags=dict(pairs)))
