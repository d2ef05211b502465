"""What the laws are about: a resource, a few records of it, and conditions about these."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias, cast

from hypothesis import strategies as st
from returns.result import Result

from smexp_fp.query import Condition, DecompileError, Resource, decompile, predicate
from smexp_fp.testing import strategies

AnyCondition: TypeAlias = Condition[Any]

RESOURCES: tuple[Resource, ...] = ("Experiment", "ExperimentTrial", "ExperimentTrialComponent")
resources: st.SearchStrategy[Resource] = st.sampled_from(RESOURCES)


class Situation(NamedTuple):
    """A resource, records of it, and conditions about them."""

    resource: Resource
    records: list[Any]
    conditions: tuple[AnyCondition, ...]

    def hits(self, condition: AnyCondition) -> list[bool]:
        """For which of the records a condition holds."""
        holds = predicate(condition, self.resource)
        return [holds(record) for record in self.records]


@st.composite
def situations(draw: st.DrawFn, /, count: int = 1, **options: Any) -> Situation:
    """A situation with that many conditions.

    Args:
        draw: Hypothesis's.
        count: How many conditions.
        options: As of `strategies.conditions`.
    """
    resource = draw(resources)
    held = draw(st.lists(strategies.records(resource), min_size=1, max_size=2))
    made = tuple(draw(strategies.conditions(resource, about=held, **options)) for _ in range(count))
    return Situation(resource, held, made)


@st.composite
def conditions(draw: st.DrawFn, /, **options: Any) -> tuple[Resource, AnyCondition]:
    """A resource and a condition on it, where no records are needed."""
    resource = draw(resources)
    return resource, draw(strategies.conditions(resource, **options))


def decompiled(expression: object, resource: Resource) -> Result[AnyCondition, DecompileError]:
    """`decompile`, for a resource known at run time only, and for what is not an expression at all."""
    return cast("Any", decompile)(expression, resource)  # type: ignore[no-any-return] # its overloads are for literals
