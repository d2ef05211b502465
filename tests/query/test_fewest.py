"""Law: no plan with fewer requests exists; shown by trying every partition of the alternatives, where there are few."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from smexp_fp.query import Condition, Q, all_of, any_of, compile_any, plan_any

# Alternatives of different weight, one of them rationed, so that four to six of them fill one to four requests.
ALTERNATIVES = st.one_of(
    st.integers(2, 40).map(lambda n: all_of(*(Q.tag(f"k{n}-{i}") for i in range(n)))),
    st.integers(0, 9).map(lambda n: Q.description.contains(f"d{n}")),
    st.integers(0, 9).map(lambda n: Q.tag(f"t{n}")),
)


def partitions(items: list[Any], most: int) -> Iterator[list[list[Any]]]:
    """All ways to part the items into at most so many parts."""
    if not items:
        yield []
        return
    for rest in partitions(items[1:], most):
        for index in range(len(rest)):
            yield [*rest[:index], [*rest[index], items[0]], *rest[index + 1 :]]
        if len(rest) < most:
            yield [*rest, [items[0]]]


def fits(conditions: list[Condition[Any]]) -> bool:
    return isinstance(compile_any(any_of(*conditions), "Experiment").value_or(None), dict)


@given(st.lists(ALTERNATIVES, min_size=2, max_size=6, unique=True))
@settings(max_examples=40, deadline=None)
def test_no_plan_has_fewer_requests(alternatives: list[Condition[Any]]) -> None:
    made = plan_any(any_of(*alternatives), "Experiment").unwrap()
    fewer = partitions(alternatives, len(made.requests) - 1)
    assert not any(all(fits(part) for part in one) for one in fewer)
