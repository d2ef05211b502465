"""`Condition`: what users hold, compare and combine. It wraps a tree of plain nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar, overload

from typing_extensions import TypeIs

from smexp_fp.query._nodes import And, Nested, Node, Not, Or, Row, Test, postorder, rows_of
from smexp_fp.query._operands import OPERATORS, InvalidOperand, texts_of
from smexp_fp.query._properties import LISTS, PROPERTIES, ListProperty
from smexp_fp.query._source import source
from smexp_fp.records import Experiment, Trial, TrialComponent

R_contra = TypeVar("R_contra", contravariant=True)


class Condition(Generic[R_contra]):
    """A condition on records of type `R_contra`, made from `Q`.

    `R_contra` is contravariant: a condition on any record (`Q.name`) is also one on trials. Combine conditions with
    `&`, `|`, `~`, `all_of` and `any_of`. Two conditions are equal when they have the same structure. `repr` gives the
    code that builds the condition.

    Raises:
        TypeError: From `and`, `or`, `not`, `if` and chained comparisons, which would silently drop half of the
            condition.

    >>> from smexp_fp.query import Q
    >>> Q.name.contains("auto") & Q.tag("team")
    Q.name.contains('auto') & Q.tag('team')
    >>> bool(Q.tag("team"))
    Traceback (most recent call last):
        ...
    TypeError: a condition is neither true nor false: write `a & b`, `a | b`, `~a` instead of `and`, `or`, `not`, \
with parentheses around comparisons, as in `(Q.name == 'x') & Q.tag('t')`, and `x.between(0, 1)` or \
`(x > 0) & (x < 1)` instead of `0 < x < 1`
    """

    __slots__ = ("_node",)

    def __init__(self, node: Node) -> None:
        self._node: Final = node

    def __and__(self, other: Condition[R_contra]) -> Condition[R_contra]:
        """Both hold."""
        return Condition(And((self._node, node_of("&", other))))

    # Type checkers read this where the right one is the more specific. The three records are for two of which neither
    # is: `Q.name` is of every record, `Q.parents.trial_name` of components and parents, and so both are of components.
    @overload
    def __rand__(self, other: Condition[R_contra]) -> Condition[R_contra]: ...
    @overload
    def __rand__(self: Condition[TrialComponent], other: Condition[TrialComponent]) -> Condition[TrialComponent]: ...
    @overload
    def __rand__(self: Condition[Trial], other: Condition[Trial]) -> Condition[Trial]: ...
    @overload
    def __rand__(self: Condition[Experiment], other: Condition[Experiment]) -> Condition[Experiment]: ...
    def __rand__(self, other: Condition[Any]) -> Condition[Any]:
        """Both hold."""
        return Condition(And((node_of("&", other), self._node)))

    def __or__(self, other: Condition[R_contra]) -> Condition[R_contra]:
        """At least one holds."""
        return Condition(Or((self._node, node_of("|", other))))

    @overload
    def __ror__(self, other: Condition[R_contra]) -> Condition[R_contra]: ...
    @overload
    def __ror__(self: Condition[TrialComponent], other: Condition[TrialComponent]) -> Condition[TrialComponent]: ...
    @overload
    def __ror__(self: Condition[Trial], other: Condition[Trial]) -> Condition[Trial]: ...
    @overload
    def __ror__(self: Condition[Experiment], other: Condition[Experiment]) -> Condition[Experiment]: ...
    def __ror__(self, other: Condition[Any]) -> Condition[Any]:
        """At least one holds."""
        return Condition(Or((node_of("|", other), self._node)))

    def __invert__(self) -> Condition[R_contra]:
        """It does not hold."""
        return Condition(Not(self._node))

    # It returns nothing at all. But ty refuses a `None` here, and a `NoReturn` it does not.
    def __bool__(self) -> None:
        raise TypeError(
            "a condition is neither true nor false: write `a & b`, `a | b`, `~a` instead of `and`, `or`, `not`, "
            "with parentheses around comparisons, as in `(Q.name == 'x') & Q.tag('t')`, and `x.between(0, 1)` or "
            "`(x > 0) & (x < 1)` instead of `0 < x < 1`"
        )

    def __eq__(self, other: object) -> bool:
        if not is_condition(other):
            return NotImplemented
        return other is self or rows_of(self._node) == rows_of(node_of("==", other))

    def __hash__(self) -> int:
        return hash(rows_of(self._node))

    def __repr__(self) -> str:
        return source(self._node)

    def __reduce__(self) -> tuple[Callable[..., Condition[Any]], tuple[object]]:
        # Pickle's own recursion fails at depth, and a pickle should outlive the classes of nodes.
        return (restore, (rows_of(self._node),))

    def __copy__(self) -> Condition[R_contra]:
        return self

    def __deepcopy__(self, memo: object) -> Condition[R_contra]:
        return self


def is_condition(value: object) -> TypeIs[Condition[Any]]:
    """Whether it is a condition."""
    return isinstance(value, Condition)


def node_of(where: str, condition: object) -> Node:
    """The node inside a condition.

    Args:
        where: The function that takes the condition, for the error.
        condition: The caller's argument, which may be anything.

    Raises:
        TypeError: When it is not a condition.
    """
    if not is_condition(condition):
        raise TypeError(
            f"{where} takes conditions, not {type(condition).__name__}: a comparison needs parentheses, as in "
            "`(Q.name == 'x') & Q.tag('t')`, and a field becomes a condition with `.exists()` or a comparison"
        )
    return condition._node  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - the one place that unwraps


def all_of(*conditions: Condition[R_contra]) -> Condition[R_contra]:
    """All of the conditions hold. Without conditions, it always holds.

    Raises:
        TypeError: When an argument is not a condition.

    >>> from smexp_fp.query import Q
    >>> all_of(Q.tag("a"), Q.tag("b"), Q.tag("c"))
    all_of(Q.tag('a'), Q.tag('b'), Q.tag('c'))
    """
    return Condition(_joined(And, "a combination", conditions))


def any_of(*conditions: Condition[R_contra]) -> Condition[R_contra]:
    """At least one of the conditions holds. Without conditions, it never holds.

    Raises:
        TypeError: When an argument is not a condition.

    >>> from smexp_fp.query import Q
    >>> any_of(Q.tag("a"), Q.tag("b"), Q.tag("c"))
    any_of(Q.tag('a'), Q.tag('b'), Q.tag('c'))
    """
    return Condition(_joined(Or, "a combination", conditions))


def any_element(items: ListProperty, conditions: tuple[object, ...]) -> Nested:
    """A single element of the list satisfies all of the conditions.

    Raises:
        TypeError: When a condition is not about elements of this list. The types of `.any` exclude it.
    """
    return _checked_nested(items, _joined(And, f"{items.code}.any", conditions))


def _joined(kind: type[And | Or], where: str, conditions: tuple[object, ...]) -> Node:
    nodes = tuple([node_of(where, condition) for condition in conditions])
    return nodes[0] if len(nodes) == 1 else kind(nodes)


def _checked_nested(items: ListProperty, inner: Node) -> Nested:
    prefix = f"{items.path.lower()}."
    for node in postorder(inner):
        if isinstance(node, Nested):
            raise TypeError(f"{items.code}.any takes no other .any(...) inside")
        if isinstance(node, Test) and node.prop.items != items.path:
            is_member = node.prop.by_name and node.key.lower().startswith(prefix)
            if not is_member:
                raise TypeError(f"{items.code}.any takes conditions on {items.code}.…, not {source(node)}")
    return Nested(items, inner)


# --- pickles ----------------------------------------------------------------------------------------------------------


def restore(rows: tuple[Row, ...]) -> Condition[Any]:
    """The condition in a pickle. Pickles name this function, and nothing else of the package.

    Args:
        rows: Plain tuples, as `Condition.__reduce__` writes them.

    Raises:
        ValueError: When the rows are not those of a condition.
    """
    nodes: list[Node] = []
    try:
        for row in rows:
            nodes.append(_restored(row, nodes))
        return Condition(nodes[-1])
    except (LookupError, TypeError, ValueError) as error:
        raise ValueError("this is not a pickled condition") from error


restore.__module__ = "smexp_fp.query"  # where pickles look for it: a lasting name


def _restored(row: tuple[Any, ...], nodes: list[Node]) -> Node:
    if len(row) == 2:  # noqa: PLR2004 - what joins others, and their places
        kind, places = row
        below: list[Node] = [nodes[place] for place in places]
        if kind in _JUNCTIONS:
            return _JUNCTIONS[kind](tuple(below))
        (inner,) = below
        return Not(inner) if kind == "Not" else _checked_nested(LISTS[kind], inner)
    code, key, op, value, *rest = row
    operand = InvalidOperand(value, *rest) if rest else value
    if not isinstance(key, str) or not all(type(text) is str for text in texts_of(operand)):
        raise TypeError("not a test")
    return Test(PROPERTIES[code], key, OPERATORS[op], operand)


_JUNCTIONS: Final[dict[str, type[And | Or]]] = {"And": And, "Or": Or}
