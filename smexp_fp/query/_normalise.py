"""The normal form, the same for conditions that are equal up to order and nesting.

In normal form, negation is at the leaves, no `And` is directly in an `And`, and no `Or` in an `Or`. Operands are
sorted, and each occurs once. A junction has at most one set of words for a text: `name == 'a' | name == 'b'` becomes
`name.is_in(['a', 'b'])`, and dually for `!=`. `_filters` finds how filters contradict and absorb one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from smexp_fp.query._conditions import Condition, node_of
from smexp_fp.query._failures import Refused, TooDeep
from smexp_fp.query._limits import MAX_DEPTH
from smexp_fp.query._nodes import And, Nested, Node, Not, Or, Test
from smexp_fp.query._operands import FLIPPED, InvalidOperand, Op, texts_of
from smexp_fp.query._properties import WIRE, Property

R_contra = TypeVar("R_contra", contravariant=True)

Key: TypeAlias = tuple[str, ...]
"""Orders and identifies normal nodes. Unlike Python's hashes, it is the same in every process."""


class Normal(NamedTuple):
    """A node in normal form, with what its parent needs to know."""

    key: Key
    node: Node
    parts: tuple[Normal, ...] = ()
    """The operands of a junction."""


EVERYTHING: Final = Normal(("0", "all"), And(()))
NOTHING: Final = Normal(("0", "none"), Or(()))


def normalise(condition: Condition[R_contra]) -> Condition[R_contra]:
    """An equivalent condition in normal form, the same for conditions that are equal up to order and nesting.

    It is never longer, and normalising it again changes nothing. A test stays under `~` where no single operator is
    its opposite.

    Raises:
        TypeError: When it is not a condition.
        ValueError: When `&` and `|` alternate more than 200 times.

    >>> from smexp_fp.query import Q
    >>> normalise((Q.name == "b") | (Q.name == "a") | (Q.name == "a"))
    Q.name.is_in(['a', 'b'])
    >>> normalise(~(Q.tag("a") | ~Q.tag("b")))
    Q.tags['a'].missing() & Q.tag('b')
    """
    try:
        return Condition(normal_node(condition))
    except Refused as refused:
        raise ValueError(str(refused.failure)) from None


def normal_node(condition: Condition[Any]) -> Node:
    """The normal form as a node. It has a bounded depth, so that the later passes can recurse.

    Raises:
        Refused: `TooDeep`.
    """
    made, _ = _Normaliser(condition).normal(node_of("normalise", condition), 0, negated=False)
    return made.node


class _Normaliser:
    """Remembers the normal form of each part, so that it visits a shared one once."""

    def __init__(self, condition: Condition[Any]) -> None:
        self._condition: Final = condition
        self._done: Final[dict[tuple[int, bool], tuple[Normal, int]]] = {}
        """By node and sign."""

    def normal(self, node: Node, depth: int, *, negated: bool) -> tuple[Normal, int]:
        """The normal form of a node or its negation, and the number of levels that the node has."""
        while isinstance(node, Not):
            node, negated = node.operand, not negated
        if isinstance(node, Test):
            return _test(node, negated=negated), 0
        made = self._done.get((id(node), negated))
        if depth + (made[1] if made is not None else 1) > MAX_DEPTH:
            raise Refused(TooDeep(self._condition))
        if made is None:
            if isinstance(node, Nested):
                made = self._nested(node, depth + 1, negated=negated)
            else:
                made = self._junction(node, depth + 1, negated=negated)
            self._done[id(node), negated] = made
        return made

    def _nested(self, node: Nested, depth: int, *, negated: bool) -> tuple[Normal, int]:
        inner, levels = self.normal(node.inner, depth, negated=False)
        if inner is NOTHING:
            return EVERYTHING if negated else NOTHING, levels + 1
        made = Normal(("3", node.items.path, *inner.key), Nested(node.items, inner.node))
        return Normal(("4", *made.key), Not(made.node)) if negated else made, levels + 1

    def _junction(self, root: And | Or, depth: int, *, negated: bool) -> tuple[Normal, int]:
        kind = _kind(root, negated=negated)
        neutral, absorbing = (EVERYTHING, NOTHING) if kind is And else (NOTHING, EVERYTHING)
        found: dict[Key, Normal] = {}
        words = _Words(kind)
        levels = 0
        for node, sign in _chain(root, negated=negated):
            if words.take(node, negated=sign):
                continue
            made, below = self.normal(node, depth, negated=sign)
            levels = max(levels, below)
            # A junction that lost its other operands can have become one of this kind, or a test of words.
            for part in made.parts if type(made.node) is kind else (made,):
                if not words.take(part.node, negated=False):
                    found[part.key] = part
        levels += 1
        if absorbing.key in found or any(_denied(key) in found for key in found):
            return absorbing, levels
        found.update({made.key: made for made in words.merged()})
        parts = tuple([found[key] for key in sorted(found)])
        if len(parts) < 2:  # noqa: PLR2004 - what a junction joins
            return parts[0] if parts else neutral, levels
        digest = blake2b("".join([repr(part.key) for part in parts]).encode(), digest_size=16)
        key = ("5" if kind is And else "6", digest.hexdigest())
        return Normal(key, kind(tuple([part.node for part in parts])), parts), levels


def _kind(node: And | Or, *, negated: bool) -> type[And | Or]:
    """The kind of a junction once negation has moved into it."""
    return And if isinstance(node, And) is not negated else Or


def _chain(root: And | Or, *, negated: bool) -> Iterator[tuple[Node, bool]]:
    """The operands of the root and of all junctions that merge with it, each with whether it is negated."""
    kind = _kind(root, negated=negated)
    seen: set[tuple[int, bool]] = set()
    stack = [(iter(root.operands), negated)]
    while stack:
        operands, outer = stack[-1]
        for operand in operands:
            node, sign = operand, outer
            while isinstance(node, Not):
                node, sign = node.operand, not sign
            if not isinstance(node, And | Or) or _kind(node, negated=sign) is not kind:
                yield node, sign
            elif (id(node), sign) not in seen:
                seen.add((id(node), sign))
                stack.append((iter(node.operands), sign))
                break
        else:
            stack.pop()


class _Words:
    """The words for each text: "one of these" in an `Or`, "none of these" in an `And`."""

    def __init__(self, kind: type[And | Or]) -> None:
        self._kind: Final = kind
        self._found: Final[dict[tuple[Property, str], set[str]]] = {}

    def take(self, node: Node, *, negated: bool) -> bool:
        """Whether it is such a test, whose words are now among those found."""
        if isinstance(node, Not):
            node, negated = node.operand, not negated
        if not isinstance(node, Test) or (node.op, negated) not in _WORD_OPERATORS[self._kind]:
            return False
        # Only the resource decides whether a raw filter is on a text.
        is_of_text = node.prop.kind in {"text", "parameter"} and node.prop is not WIRE
        if not is_of_text or isinstance(node.value, InvalidOperand):
            return False
        self._found.setdefault((node.prop, node.key), set()).update(texts_of(node.value))
        return True

    def merged(self) -> Iterator[Normal]:
        """A test for each text. "One of no words" in an `Or` and "none of no words" in an `And` are neutral."""
        for (prop, key), words in self._found.items():
            if words:
                yield _test(Test(prop, key, "In", tuple(words)), negated=self._kind is And)


_WORD_OPERATORS: Final[dict[type[And | Or], frozenset[tuple[Op, bool]]]] = {
    Or: frozenset({("Equals", False), ("In", False), ("NotEquals", True)}),
    And: frozenset({("NotEquals", False), ("In", True), ("Equals", True)}),
}
"""The operators of such tests, with whether the test is negated."""


def _test(test: Test, *, negated: bool) -> Normal:
    """A test or its negation in normal form: no `~` where an operator has an opposite, and `In` with sorted words."""
    flipped = FLIPPED.get(test.op) if negated else None
    if flipped is not None:
        test, negated = Test(test.prop, test.key, flipped, test.value), False
    if test.op == "In" and isinstance(test.value, tuple):
        words = tuple(sorted(set(test.value)))
        if not words:
            return EVERYTHING if negated else NOTHING
        if len(words) == 1:
            test = Test(test.prop, test.key, "NotEquals" if negated else "Equals", words[0])
            negated = False
        elif words != test.value:
            test = Test(test.prop, test.key, "In", words)
    value = test.value
    texts = (value.rule, value.code) if isinstance(value, InvalidOperand) else texts_of(value)
    key = ("2" if negated else "1", test.prop.code, test.key, test.op, *texts)
    return Normal(key, Not(test) if negated else test)


def _denied(key: Key) -> Key | None:
    """The key of the operand of a `~`. It finds `x & ~x`, even where no filter can express `~x`."""
    return ("1", *key[1:]) if key[0] == "2" else key[1:] if key[0] == "4" else None
