"""Laws of FrozenMap: it is what `dict` is, read-only, hashable, picklable."""

# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import copy
import json
import operator
import pickle
from collections.abc import Callable, Mapping
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
    with pytest.raises(AttributeError):
        frozen.anything = {}
    assert frozen == {"a": 1}


CHANGES: dict[str, Callable[[Any], object]] = {
    "set": lambda frozen: operator.setitem(frozen, "a", 2),
    "delete": lambda frozen: operator.delitem(frozen, "a"),
    "update": lambda frozen: frozen.update(a=2),
    "|=": lambda frozen: frozen.__ior__({"a": 2}),
    "setdefault": lambda frozen: frozen.setdefault("b", 2),
    "pop": lambda frozen: frozen.pop("a"),
    "popitem": lambda frozen: frozen.popitem(),
    "clear": lambda frozen: frozen.clear(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_refuses_every_change_that_a_dict_allows(change: Callable[[Any], object]) -> None:
    frozen = FrozenMap({"a": 1})
    with pytest.raises(TypeError, match="a FrozenMap is immutable"):
        change(frozen)
    assert frozen == {"a": 1}


def test_no_method_of_a_dict_that_changes_it_is_left_over() -> None:
    harmless = {"copy", "fromkeys", "get", "items", "keys", "values"}  # `fromkeys` makes a new one
    changing = {name for name in vars(dict) if not name.startswith("_")} - harmless
    assert changing <= vars(FrozenMap).keys()


def test_an_item_set_is_an_error_to_type_checkers_too() -> None:
    frozen = FrozenMap({"a": 1})
    with pytest.raises(TypeError):
        frozen["a"] = 2  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


def test_it_merges_into_a_plain_dict() -> None:
    frozen: Any = FrozenMap({"a": 1})
    assert {**frozen, "b": 2} == frozen | {"b": 2} == {"a": 1, "b": 2}
    assert type(frozen | {}) is type(frozen.copy()) is dict


def test_json_writes_it_as_an_object() -> None:
    assert json.dumps(FrozenMap({"a": FrozenMap({"b": 1})})) == '{"a": {"b": 1}}'


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
