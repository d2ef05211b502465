"""Strategies for conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, Literal, TypedDict, overload

from hypothesis import strategies as st
from typing_extensions import Unpack

from smexp_fp.query import Condition, Q, Resource, all_of, any_of
from smexp_fp.query._conditions import any_element
from smexp_fp.query._properties import ListProperty, Property
from smexp_fp.records import Experiment, Trial, TrialComponent
from smexp_fp.testing._choices import lists_of, pick, properties_of, up_to
from smexp_fp.testing._comparison_strategies import OPERATORS, POSITIVE, Part, any_comparison, comparison, local_test

_MOST: Final = 48
"""The maximum of filters, nested filters and sub-expressions in a drawn request; the service allows 50."""


class ConditionOptions(TypedDict, total=False):
    """The options of `conditions`, which explains them."""

    max_leaves: int
    expressible: bool
    any_operand: bool
    local_tests: bool


@overload
def conditions(
    resource: Literal["Experiment"], *, about: Sequence[Experiment] = ..., **options: Unpack[ConditionOptions]
) -> st.SearchStrategy[Condition[Experiment]]: ...
@overload
def conditions(
    resource: Literal["ExperimentTrial"], *, about: Sequence[Trial] = ..., **options: Unpack[ConditionOptions]
) -> st.SearchStrategy[Condition[Trial]]: ...
@overload
def conditions(
    resource: Literal["ExperimentTrialComponent"],
    *,
    about: Sequence[TrialComponent] = ...,
    **options: Unpack[ConditionOptions],
) -> st.SearchStrategy[Condition[TrialComponent]]: ...
@overload
def conditions(
    resource: Resource, *, about: Sequence[Any] = ..., **options: Unpack[ConditionOptions]
) -> st.SearchStrategy[Condition[Any]]: ...
def conditions(
    resource: Resource,
    *,
    about: Sequence[Any] = (),
    max_leaves: int = 6,
    expressible: bool = False,
    any_operand: bool = False,
    local_tests: bool = False,
) -> st.SearchStrategy[Condition[Any]]:
    """Conditions on a resource: every field, every operator that the service has for its type, combined in any way.

    Args:
        resource: The resource to search, as named in the API.
        about: Records whose keys and values the comparisons use, besides those of the strategies' own pools. Any,
            because the resource determines the kind of record at run time.
        max_leaves: The maximum number of comparisons.
        expressible: Whether to draw only conditions that `compile` converts to one request. These exceed neither the
            limits of a request nor the quota of `Contains`, and have only negations that the service supports.
        any_operand: Whether some comparisons have operands that no request can contain: NaN, naive times, lone
            surrogates, long texts, and `Q.wire` and `Q.field` with any name.
        local_tests: Whether some comparisons are tests of texts that the service does not have: `.startswith`,
            `.endswith`, `.matches`, and `ignore_case=True`. `plan` takes them with `local_residue=True`.

    Returns:
        A strategy. Any, for the same reason.

    Raises:
        ValueError: When `expressible` comes with `any_operand` or `local_tests`, which no request can contain.

    >>> from hypothesis import given
    >>> from smexp_fp.query import compile
    >>> @given(conditions("Experiment", expressible=True))
    ... def test_it_compiles(condition):
    ...     assert "Filters" in str(compile(condition, "Experiment").unwrap())
    >>> test_it_compiles()

    The comparisons use the values of the records:

    >>> from hypothesis import Phase, find, settings
    >>> from smexp_fp.records import Experiment
    >>> mnist = Experiment(name="mnist", arn="arn")
    >>> about_mnist = conditions("Experiment", about=[mnist])
    >>> any_size = settings(phases=[Phase.generate], max_examples=2000)  # Hypothesis does not look for the smallest
    >>> "mnist" in repr(find(about_mnist, lambda one: "Q.name == 'mnist'" in repr(one), settings=any_size))
    True
    """
    if expressible and (any_operand or local_tests):
        raise ValueError("conditions: expressible excludes any_operand and local_tests, which no request can contain")
    return _conditions(
        resource,
        tuple(about),
        max_leaves=max_leaves,
        expressible=expressible,
        any_operand=any_operand,
        local_tests=local_tests,
    )


@st.composite
def _conditions(
    draw: st.DrawFn,
    resource: Resource,
    about: Sequence[Any],
    *,
    max_leaves: int,
    expressible: bool,
    any_operand: bool,
    local_tests: bool,
) -> Condition[Any]:
    drawing = _Drawing(draw, resource, about, expressible=expressible, local_tests=local_tests)
    parts: list[Part] = []
    room, counted = _MOST, 0
    for _ in range(draw(up_to(max_leaves))):
        if any_operand and draw(st.booleans()):
            parts.append(Part(any_comparison(draw, resource), has_opposite=False, size=1))
            continue
        part = drawing.part()
        if expressible and (part.size + 1 > room or part.counted + counted > 1):
            continue
        room -= part.size + 1
        counted += part.counted
        parts.append(part)
    return drawing.joined(parts)


def wide_conditions(
    resource: Resource, *, about: Sequence[Any] = (), min_leaves: int = 15, max_leaves: int = 120
) -> st.SearchStrategy[Condition[Any]]:
    """Conditions near and beyond the limits of one request: many comparisons, joined on one or two levels.

    Args:
        resource: The resource to search, as named in the API.
        about: As for `conditions`.
        min_leaves: The minimum number of comparisons.
        max_leaves: The maximum number of comparisons.

    Returns:
        A strategy. Any, because the resource is known only at run time.

    >>> from hypothesis import given
    >>> from smexp_fp.query import plan_any
    >>> @given(wide_conditions("Experiment"))
    ... def test_a_plan_has_few_requests(condition):
    ...     requests = plan_any(condition, "Experiment").map(lambda plan: len(plan.requests))
    ...     assert requests.value_or(1) <= 500
    >>> test_a_plan_has_few_requests()
    """
    return _wide(resource, tuple(about), min_leaves, max_leaves)


_DRAWN: Final = 20
"""The number of drawn comparisons in a wide condition. The others test a tag each, which is fast to make."""


@st.composite
def _wide(
    draw: st.DrawFn, resource: Resource, about: Sequence[Any], min_leaves: int, max_leaves: int
) -> Condition[Any]:
    count = draw(st.integers(min_leaves, max_leaves))
    drawing = _Drawing(draw, resource, about, expressible=True)
    parts = [drawing.part().condition for _ in range(min(count, _DRAWN))]
    parts += [Q.tag(f"k{number:03}") for number in range(count - len(parts))]
    outer, inner = draw(st.sampled_from(((any_of, all_of), (all_of, any_of), (any_of, any_of), (all_of, all_of))))
    groups = draw(st.sampled_from((1, 2, 3, 6, count)))
    return outer(*(inner(*parts[at::groups]) for at in range(groups)))


class _Drawing:
    """Draws the parts of a condition and joins them."""

    def __init__(
        self,
        draw: st.DrawFn,
        resource: Resource,
        about: Sequence[Any],
        *,
        expressible: bool,
        local_tests: bool = False,
    ) -> None:
        self._draw = draw
        self._resource: Resource = resource
        self._about = about
        self._expressible = expressible
        self._local_tests = local_tests

    def part(self) -> Part:
        """A comparison of a field, or a condition on one element of a list."""
        properties, lists = properties_of(self._resource), lists_of(self._resource)
        at = self._draw(up_to(len(properties) + 2 * len(lists) - 1))
        if at < len(properties):
            return self._comparison(properties[at], OPERATORS[properties[at].kind])
        return self._element(lists[(at - len(properties)) % len(lists)])

    def _comparison(self, prop: Property, operators: Sequence[str], *, of_element: bool = False) -> Part:
        if self._local_tests and prop.kind in {"text", "parameter"} and self._draw(st.booleans()):
            test = local_test(self._draw, prop, self._resource, self._about)
            return Part(test, has_opposite=False, size=1)
        return comparison(self._draw, prop, self._resource, self._about, operators, of_element=of_element)

    def _element(self, items: ListProperty) -> Part:
        """`.any(...)` of up to three comparisons.

        Each alternative becomes its own nested filter, and nothing can be negated. So for one request, either all of
        the comparisons must hold, or there are two alternatives.
        """
        several = pick(self._draw, (all_of, any_of))
        parts: list[Part] = []
        for _ in range(1 + self._draw(up_to(2 if several is all_of or not self._expressible else 1))):
            prop = pick(self._draw, tuple(items.members.values()))
            operators: Sequence[str] = OPERATORS[prop.kind]
            if self._expressible:
                operators = [one for one in operators if one != "is_in" and (several is all_of or one in POSITIVE)]
                if prop.kind == "time":
                    operators = [one for one in operators if one != "!="]  # for a day, it has two alternatives
            parts.append(self._comparison(prop, operators, of_element=True))
        counted = sum(part.counted for part in parts)
        inner = several(*(part.condition for part in parts)) if self._expressible else self.joined(parts)
        return Part(Condition(any_element(items, (inner,))), has_opposite=False, size=8, counted=counted)

    def joined(self, parts: list[Part]) -> Condition[Any]:
        """The parts, joined in pairs in any order, negated or not."""
        if not parts:
            return pick(self._draw, _CONSTANTS)
        while len(parts) > 1:
            (left, right), rest = parts[:2], parts[2:]
            condition = pick(self._draw, (all_of, any_of))(left.condition, right.condition)
            made = self._perhaps_negated(Part(condition, left.has_opposite and right.has_opposite, 0))
            parts = [made, *rest] if self._draw(st.booleans()) else [*rest, made]
        return self._perhaps_negated(parts[0]).condition

    def _perhaps_negated(self, part: Part) -> Part:
        can_be_negated = part.has_opposite or not self._expressible
        return replace(part, condition=~part.condition) if can_be_negated and self._draw(st.booleans()) else part


_EVERYTHING: Final[Condition[Any]] = all_of()
_CONSTANTS: Final[tuple[Condition[Any], ...]] = (_EVERYTHING, any_of(), ~_EVERYTHING)
