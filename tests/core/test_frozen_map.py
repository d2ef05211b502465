"""Laws of FrozenMap: it is what `dict` is, read-only, hashable, picklable."""

# Values of any shape are taken apart here, so their types are unknown on purpose.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp.records import FrozenMap

maps = st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.floats(allow_nan=False)))


@given(maps)
def test_it_equals_any_mapping_with_the_same_items(items: dict[str, object]) -> None:
    assert FrozenMap(items) == items
    assert items == FrozenMap(items)
    assert FrozenMap(items) == MappingProxyType(items)


@given(maps, maps)
def test_equality_and_hash_are_those_of_the_items(left: dict[str, object], right: dict[str, object]) -> None:
    assert (FrozenMap(left) == FrozenMap(right)) is (left == right)
    if left == right:
        assert hash(FrozenMap(left)) == hash(FrozenMap(right))


@given(maps)
def test_the_order_of_the_items_does_not_matter(items: dict[str, object]) -> None:
    other_way = FrozenMap(list(reversed(list(items.items()))))
    assert FrozenMap(items) == other_way
    assert hash(FrozenMap(items)) == hash(other_way)


@given(maps)
def test_it_is_what_it_was_after_pickle_and_copies(items: dict[str, object]) -> None:
    frozen = FrozenMap(items)
    copies: list[object] = [pickle.loads(pickle.dumps(frozen, protocol)) for protocol in range(2, 6)]  # noqa: S301 - our own
    copies += [copy.copy(frozen), copy.deepcopy(frozen)]
    for other in copies:
        assert isinstance(other, FrozenMap)
        assert other == frozen
        assert repr(other) == repr(frozen)


@given(maps)
def test_it_reads_like_a_dict(items: dict[str, object]) -> None:
    frozen = FrozenMap(items)
    assert list(frozen) == list(items)
    assert len(frozen) == len(items)
    assert all(key in frozen and frozen[key] == value for key, value in items.items())
    assert frozen.get("no such key", "default") == items.get("no such key", "default")


@given(maps)
def test_its_repr_is_the_code_that_builds_it(items: dict[str, object]) -> None:
    assert eval(repr(FrozenMap(items)), {"FrozenMap": FrozenMap, "inf": float("inf")}) == items  # noqa: S307 - our own


def test_later_changes_of_its_source_are_not_seen() -> None:
    source = {"a": 1}
    frozen = FrozenMap(source)
    source["a"] = 2
    assert frozen["a"] == 1


@pytest.mark.parametrize("name", ["_items", "anything"])
def test_no_attribute_can_be_set_or_deleted(name: str) -> None:
    frozen = FrozenMap({"a": 1})
    with pytest.raises(AttributeError, match="immutable"):
        setattr(frozen, name, {})
    with pytest.raises(AttributeError, match="immutable"):
        delattr(frozen, name)


def test_building_it_again_does_not_change_it() -> None:
    frozen = FrozenMap({"a": 1})
    initialise: Any = frozen.__init__
    initialise({"b": 2})
    assert frozen == {"a": 1}


def test_there_is_no_way_to_set_an_item() -> None:
    frozen = FrozenMap({"a": 1})
    with pytest.raises(TypeError):
        frozen["a"] = 2  # type: ignore[index]  # pyright: ignore[reportIndexIssue]
    assert not hasattr(frozen, "update")


def test_it_is_a_mapping_to_isinstance_and_to_a_pattern() -> None:
    frozen = FrozenMap({"a": 1})
    assert isinstance(frozen, Mapping)
    match frozen:
        case {"a": found}:
            assert found == 1
        case _:
            pytest.fail("a mapping pattern should match")


def test_a_map_with_an_unhashable_value_says_so_when_it_is_hashed() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(FrozenMap({"a": []}))
