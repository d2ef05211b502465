"""The conditions: five kinds of nodes under one typed surface, `Condition`.

Nodes are frozen and hold what was said, unsimplified: `a & b & c` is `And((And((a, b)), c))`. Constructors that
simplify break pickling and `repr`, and flattening while building costs quadratic time; `normalise` does both.

A condition may be 100,000 levels deep (a loop of `c = c & x`), so no pass here recurses: each asks `postorder`
for the nodes, children first, and computes bottom-up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, NoReturn, TypeAlias, TypeVar, cast, final

from typing_extensions import TypeIs

from smexp_fp.query._properties import ListProperty, Property

__all__ = [
    "FLIPPED",
    "NEGATIVE",
    "REVERSED",
    "And",
    "Condition",
    "Nested",
    "Node",
    "Not",
    "Op",
    "Or",
    "Test",
    "Unsayable",
    "Value",
    "WireOperator",
    "all_of",
    "any_of",
    "as_node",
    "node_of",
    "nodes_of",
    "postorder",
    "texts_of",
]

R_contra = TypeVar("R_contra", contravariant=True)
S = TypeVar("S")

WireOperator: TypeAlias = Literal[
    "Equals",
    "NotEquals",
    "GreaterThan",
    "GreaterThanOrEqualTo",
    "LessThan",
    "LessThanOrEqualTo",
    "Contains",
    "In",
    "Exists",
    "NotExists",
]
"""The API's operators (enum Operator)."""

Op: TypeAlias = (
    WireOperator
    | Literal[
        "Between",  # from the first value through the second
        "On",  # on a day in UTC
    ]
)
"""The service's operators and two of ours, which `compile` spells out."""

FLIPPED: Final[dict[Op, WireOperator]] = {
    "Equals": "NotEquals",
    "NotEquals": "Equals",
    "Exists": "NotExists",
    "NotExists": "Exists",
}
"""Operators whose opposite is one operator, for every kind of property."""

NEGATIVE: Final = frozenset({"NotEquals", "NotExists"})
"""Operators that hold where no value is so, and where there is none."""

REVERSED: Final[dict[Op, WireOperator]] = {
    "GreaterThan": "LessThanOrEqualTo",
    "GreaterThanOrEqualTo": "LessThan",
    "LessThan": "GreaterThanOrEqualTo",
    "LessThanOrEqualTo": "GreaterThan",
}
"""The operators of an order, each with the one that holds for a value exactly when it does not."""


@final
@dataclass(frozen=True, slots=True)
class Unsayable:
    """An operand that no text on the wire can carry; `compile` answers with the failure of that name."""

    why: Literal["naive", "fraction", "range", "finite"]
    code: str
    """The operand as Python text."""


Value: TypeAlias = str | tuple[str, ...] | Unsayable | None
"""Operands are kept as the text that goes over the wire: what means the same is equal, and hashes equal."""


def texts_of(value: Value) -> tuple[str, ...]:
    """The texts of an operand: of most operators one, of `In` and `Between` several."""
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


class Condition(Generic[R_contra]):
    """Something that holds or does not hold for a record of type `R_contra`; made from `Q`.

    `R_contra` is contravariant: what can be asked of any record (`Q.name`) can be asked of a trial. Combine
    conditions with `&`, `|`, `~`, `all_of` and `any_of`; equality is structural, and `repr` is the code that builds the
    condition.

    Raises:
        TypeError: From `and`, `or`, `not` and `if`, which would silently drop half of the condition.

    >>> from smexp_fp.query import Q
    >>> Q.name.contains("auto") & Q.tag("team")
    Q.name.contains('auto') & Q.tag('team')
    >>> bool(Q.tag("team"))
    Traceback (most recent call last):
        ...
    TypeError: a condition is neither true nor false: write `a & b`, `a | b`, `~a` instead of `and`, `or`, `not`, \
with parentheses around comparisons, as in `(Q.name == 'x') & Q.tag('t')`
    """

    __slots__ = ()

    def __and__(self, other: Condition[R_contra]) -> Condition[R_contra]:
        """Both hold."""
        return And((as_node(self), node_of("&", other)))

    def __rand__(self, other: Condition[R_contra]) -> Condition[R_contra]:
        """Both hold."""
        return And((node_of("&", other), as_node(self)))

    def __or__(self, other: Condition[R_contra]) -> Condition[R_contra]:
        """At least one holds."""
        return Or((as_node(self), node_of("|", other)))

    def __ror__(self, other: Condition[R_contra]) -> Condition[R_contra]:
        """At least one holds."""
        return Or((node_of("|", other), as_node(self)))

    def __invert__(self) -> Condition[R_contra]:
        """It does not hold."""
        return Not(as_node(self))

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a condition is neither true nor false: write `a & b`, `a | b`, `~a` instead of `and`, `or`, `not`, "
            "with parentheses around comparisons, as in `(Q.name == 'x') & Q.tag('t')`"
        )

    def __eq__(self, other: object) -> bool:
        if not _is_condition(other):
            return NotImplemented
        return self is other or _equal(as_node(self), as_node(other))

    def __hash__(self) -> int:
        return _fold(as_node(self), _hash_leaf, lambda node, parts: hash((type(node).__name__, *parts)))

    def __repr__(self) -> str:
        from smexp_fp.query._repr import source  # noqa: PLC0415 - the passes stand on the nodes

        return source(as_node(self))

    def __reduce__(self) -> tuple[Callable[..., Condition[Any]], tuple[object]]:
        # Rows, since pickle's own recursion fails at depth, and since a pickle should outlive these classes.
        from smexp_fp.query._pickling import restore, rows_of  # noqa: PLC0415 - the passes stand on the nodes

        return (restore, (rows_of(as_node(self)),))

    def __copy__(self) -> Condition[R_contra]:
        return self

    def __deepcopy__(self, memo: object) -> Condition[R_contra]:
        return self


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Test(Condition[Any]):
    """One property against one operand: what becomes a Filter."""

    __test__ = False  # not a test case of pytest's

    prop: Property
    key: str
    op: Op
    value: Value


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Nested(Condition[Any]):
    """A single element of a list satisfies the inner condition: what becomes a NestedFilters."""

    items: ListProperty
    inner: Node


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Not(Condition[Any]):
    """The operand does not hold."""

    operand: Node


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class And(Condition[Any]):
    """All operands hold; of none, always."""

    operands: tuple[Node, ...]


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Or(Condition[Any]):
    """At least one operand holds; of none, never."""

    operands: tuple[Node, ...]


Node: TypeAlias = Test | Nested | Not | And | Or
"""All kinds of conditions. Every pass is a `match` over these five."""


class Facade(Condition[R_contra]):
    """A test that offers more than its node does, to those who hold it; no part of a tree."""

    __slots__ = ("node",)

    def __init__(self, node: Test) -> None:
        self.node: Final = node


def as_node(condition: Condition[Any]) -> Node:
    """The condition as one of the five nodes."""
    return condition.node if isinstance(condition, Facade) else cast("Node", condition)


def _is_condition(value: object) -> TypeIs[Condition[Any]]:
    return isinstance(value, Condition)


def node_of(where: str, condition: object) -> Node:
    """The node of what someone gave us, which the untyped may have got wrong.

    Args:
        where: What takes conditions, for the error.
        condition: What was given.

    Raises:
        TypeError: When it is no condition.
    """
    if not _is_condition(condition):
        raise TypeError(
            f"{where} takes conditions, not {type(condition).__name__}: a comparison needs parentheses, as in "
            "`(Q.name == 'x') & Q.tag('t')`, and a field becomes a condition with `.exists()` or a comparison"
        )
    return as_node(condition)


def nodes_of(where: str, conditions: tuple[object, ...]) -> tuple[Node, ...]:
    """The nodes of several.

    Raises:
        TypeError: When one is no condition.
    """
    return tuple([node_of(where, condition) for condition in conditions])


def all_of(*conditions: Condition[R_contra]) -> Condition[R_contra]:
    """All of the conditions hold; of none: always.

    Raises:
        TypeError: When an argument is no condition.

    >>> from smexp_fp.query import Q
    >>> all_of(Q.tag("a"), Q.tag("b"), Q.tag("c"))
    all_of(Q.tag('a'), Q.tag('b'), Q.tag('c'))
    """
    nodes = nodes_of("a combination", conditions)
    return nodes[0] if len(nodes) == 1 else And(nodes)


def any_of(*conditions: Condition[R_contra]) -> Condition[R_contra]:
    """At least one of the conditions holds; of none: never.

    Raises:
        TypeError: When an argument is no condition.

    >>> from smexp_fp.query import Q
    >>> any_of(Q.tag("a"), Q.tag("b"), Q.tag("c"))
    any_of(Q.tag('a'), Q.tag('b'), Q.tag('c'))
    """
    nodes = nodes_of("a combination", conditions)
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Test():
            return ()
        case Nested():
            return (node.inner,)
        case Not():
            return (node.operand,)
        case And() | Or():
            return node.operands


def postorder(root: Node, *, into: tuple[type[Node], ...] = (Nested, Not)) -> list[Node]:
    """Every node once, children before parents; a shared node is visited once, so that `c = c & c` stays cheap.

    Args:
        root: Where to begin.
        into: Which of `.any(...)` and `~` to look into: to some passes they are leaves.
    """
    order: list[Node] = []
    seen: set[int] = set()
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            if isinstance(node, Test) or (isinstance(node, Nested | Not) and type(node) not in into):
                order.append(node)
            else:
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(children(node)))
    return order


def _fold(root: Node, leaf: Callable[[Test], S], join: Callable[[Node, list[S]], S]) -> S:
    done: dict[int, S] = {}
    for node in postorder(root):
        done[id(node)] = (
            leaf(node) if isinstance(node, Test) else join(node, [done[id(child)] for child in children(node)])
        )
    return done[id(root)]


def _hash_leaf(test: Test) -> int:
    return hash((test.prop.code, test.key, test.op, test.value))


def _equal(left: Node, right: Node) -> bool:
    stack = [(left, right)]
    seen: set[tuple[int, int]] = set()
    while stack:
        a, b = stack.pop()
        if a is b or (id(a), id(b)) in seen:
            continue
        seen.add((id(a), id(b)))
        match a, b:
            case Test(), Test():
                if (a.prop, a.key, a.op, a.value) != (b.prop, b.key, b.op, b.value):
                    return False
            case (Nested(), Nested()) if a.items is not b.items:
                return False
            case _:
                below, other = children(a), children(b)
                if type(a) is not type(b) or len(below) != len(other):
                    return False
                stack.extend(zip(below, other, strict=True))
    return True
