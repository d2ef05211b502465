"""Hypothesis strategies for records, conditions and search expressions. They need the extra `testing`.

A search over random values finds nothing, and a property that only compares empty results shows nothing. Therefore
names, keys, texts, numbers and times come from small pools that records and operands share, and `conditions` and
`expressions` can be about records that a test has drawn. All values are legal by construction; none are filtered out.

>>> from hypothesis import given, strategies as st
>>> from smexp_fp.query import compile, decompile, matches
>>> @given(st.data())
... def test_decompiling_gives_back_the_meaning(data):
...     held = data.draw(st.lists(experiments(), min_size=1, max_size=4))
...     condition = data.draw(conditions("Experiment", about=held, expressible=True))
...     expression = compile(condition, "Experiment").unwrap()
...     again = decompile(expression, "Experiment").unwrap()
...     assert [matches(condition, one) for one in held] == [matches(again, one) for one in held]
>>> test_decompiling_gives_back_the_meaning()
"""

from __future__ import annotations

from smexp_fp.testing._condition_strategies import conditions, wide_conditions
from smexp_fp.testing._expression_strategies import expressions
from smexp_fp.testing._record_strategies import components, experiments, records, trials

__all__ = ["components", "conditions", "experiments", "expressions", "records", "trials", "wide_conditions"]
