"""Law 8: conditions are values."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from smexp_fp.query import parse
from tests.laws import strategies

RESOURCES = strategies.resources


@given(data=st.data())
def test_equal_conditions_hash_equal(data: st.DataObject) -> None:
    """One that is built again, of other objects, is equal and has the same hash."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.any_conditions(resource), label="condition")
    again = parse(repr(condition)).unwrap()
    assert again == condition
    assert hash(again) == hash(condition)
    assert len({condition, again}) == 1


@given(data=st.data())
def test_different_conditions_are_unequal(data: st.DataObject) -> None:
    """Two conditions are equal exactly when they are written alike."""
    resource = data.draw(RESOURCES)
    left = data.draw(strategies.any_conditions(resource, max_leaves=2), label="left")
    right = data.draw(strategies.any_conditions(resource, max_leaves=2), label="right")
    assert (left == right) == (repr(left) == repr(right))
    other: Any = 3
    assert left != other


@given(data=st.data())
def test_pickling_gives_an_equal_condition(data: st.DataObject) -> None:
    """By every protocol."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.any_conditions(resource), label="condition")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(condition, protocol))  # noqa: S301 - our own
        assert again == condition
        assert repr(again) == repr(condition)


@given(data=st.data())
def test_copies_are_equal(data: st.DataObject) -> None:
    """`copy` and `deepcopy`, also of what holds a condition."""
    resource = data.draw(RESOURCES)
    condition = data.draw(strategies.any_conditions(resource), label="condition")
    assert copy.copy(condition) == condition
    assert copy.deepcopy({"key": [condition]}) == {"key": [condition]}
