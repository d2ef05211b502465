"""Laws of FrozenMap: it is what `dict` is, read-only, hashable, picklable."""

# pyright: reportUnknownArgumentType=false

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
few = st.dictionaries(st.sampled_from("ab"), st.sampled_from([0, 1]))


@given(maps)
def test_it_reads_like_a_dict(items: dict[str, object]) -> None:
    frozen = FrozenMap(items)
    assert list(frozen.items()) == list(items.items())
    assert len(frozen) == len(items)
    assert all(key in frozen and frozen[key] == value for key, value in items.items())
    assert frozen.get("no such key", "default") == items.get("no such key", "default")


@given(maps)
def test_it_equals_any_mapping_with_the_same_items_in_any_order(items: dict[str, object]) -> None:
    frozen = FrozenMap(items)
    other_way = FrozenMap(list(reversed(list(items.items()))))
    for other in (items, MappingProxyType(items), other_way):
        assert frozen == other
        assert other == frozen
    assert hash(frozen) == hash(other_way)


@given(few, few)
def test_equality_and_hash_are_those_of_the_items(left: dict[str, int], right: dict[str, int]) -> None:
    assert (FrozenMap(left) == FrozenMap(right)) is (left == right)
    assert len({FrozenMap(left), FrozenMap(right)}) == 2 - (left == right)


@given(maps)
def test_copies_pickles_and_the_code_of_its_repr_are_what_it_is(items: dict[str, object]) -> None:
    frozen = FrozenMap(items)
    pickles = [pickle.loads(pickle.dumps(frozen, protocol)) for protocol in range(2, 6)]  # noqa: S301 - our own
    evaluated = eval(repr(frozen), {"FrozenMap": FrozenMap, "inf": float("inf")})  # noqa: S307 - our own
    for other in (*pickles, copy.copy(frozen), copy.deepcopy(frozen), evaluated):
        assert isinstance(other, FrozenMap)
        assert other == frozen
        assert repr(other) == repr(frozen)


def test_no_way_of_changing_it_works() -> None:
    source = {"a": 1}
    frozen: Any = FrozenMap(source)
    source["a"] = 2
    frozen.__init__({"b": 2})
    for name in ("_items", "anything"):
        with pytest.raises(AttributeError, match="immutable"):
            setattr(frozen, name, {})
        with pytest.raises(AttributeError, match="immutable"):
            delattr(frozen, name)
    with pytest.raises(TypeError):
        frozen["a"] = 2
    assert not hasattr(frozen, "update")
    assert frozen == {"a": 1}


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
