"""The normal form, the same for conditions that are equal up to order and nesting.

In normal form, negation is at the leaves, no `And` is directly in an `And`, and no `Or` in an `Or`. Operands are
sorted, and each occurs once. A junction has at most one set of words for a text: `name == 'a' | name == 'b'` becomes
`name.is_in(['a', 'b'])`, and dually for `!=`. `_filters` finds how filters contradict and absorb one another.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final, NamedTuple, TypeAlias, TypeVar, assert_never

from smexp_fp.query._conditions import Condition, node_of
from smexp_fp.query._failures import TooDeep
from smexp_fp.query._nodes import And, Nested, Node, Not, Or, Test, TooDeepError, flatten
from smexp_fp.query._operands import InvalidOperand, Op, texts_of
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
        return Condition(normal_node(node_of("normalise", condition)))
    except TooDeepError:
        raise ValueError(str(TooDeep(condition))) from None


def normal_node(root: Node) -> Node:
    """The normal form.

    Raises:
        TooDeepError: When `and` and `or` alternate more than 200 times.
    """
    done: _Done = {}
    *composed, flat = flatten(root)
    for node in composed:
        done[id(node)] = _composed(node, done)
    return _normal(flat, done).node


_Done: TypeAlias = dict[int, Normal]
"""Normal forms by node. As children come first, those of all operands are known."""


def _normal(node: Node, done: _Done) -> Normal:
    return _test(node, negated=False) if isinstance(node, Test) else done.get(id(node)) or _composed(node, done)


def _composed(node: Node, done: _Done) -> Normal:
    match node:
        case Test():
            return _test(node, negated=False)
        case Nested(items, inner):
            made = _normal(inner, done)
            return NOTHING if made is NOTHING else Normal(("3", items.path, *made.key), Nested(items, made.node))
        case Not(Test() as test):
            return _test(test, negated=True)
        case Not(operand):
            made = _normal(operand, done)
            return EVERYTHING if made is NOTHING else Normal(("4", *made.key), Not(made.node))
        case And(operands):
            return _junction(And, operands, done)
        case Or(operands):
            return _junction(Or, operands, done)
        case _:
            assert_never(node)


def _junction(kind: type[And | Or], operands: tuple[Node, ...], done: _Done) -> Normal:
    neutral, absorbing = (EVERYTHING, NOTHING) if kind is And else (NOTHING, EVERYTHING)
    found, words = _gathered(kind, operands, done)
    if absorbing.key in found or any(_denied(key) in found for key in found):
        return absorbing
    for (prop, name), texts in words.items():
        if not texts:
            continue  # "one of no words" in an `Or` and "none of no words" in an `And` are neutral
        merged = _test(Test(prop, name, "In", tuple(texts)), negated=kind is And)
        found[merged.key] = merged
    if not found:
        return neutral
    parts = tuple([found[key] for key in sorted(found)])
    if len(parts) == 1:
        return parts[0]
    digest = blake2b("".join([repr(part.key) for part in parts]).encode(), digest_size=16)
    key = ("5" if kind is And else "6", digest.hexdigest())
    return Normal(key, kind(tuple([part.node for part in parts])), parts)


def _gathered(
    kind: type[And | Or], operands: tuple[Node, ...], done: _Done
) -> tuple[dict[Key, Normal], dict[tuple[Property, str], set[str]]]:
    """The operands of a junction in normal form, and separately the words for each text."""
    found: dict[Key, Normal] = {}
    words: dict[tuple[Property, str], set[str]] = {}

    def is_of_words(node: Node) -> bool:
        test = _words_test(node, kind)
        if test is None:
            return False
        words.setdefault((test.prop, test.key), set()).update(texts_of(test.value))
        return True

    for operand in operands:
        if is_of_words(operand):
            continue
        made = _normal(operand, done)
        # A junction that lost its other operands can have become one of this kind, or a test of words.
        for part in made.parts if type(made.node) is kind else (made,):
            if not is_of_words(part.node):
                found[part.key] = part
    return found, words


def _test(test: Test, *, negated: bool) -> Normal:
    """A test in normal form: `In` with sorted words, of one word `Equals`."""
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


def _words_test(node: Node, kind: type[And | Or]) -> Test | None:
    """The test, if it is "one of these words" in an `Or` or "none of these words" in an `And`."""
    negated = type(node) is Not
    test = node.operand if isinstance(node, Not) else node
    if not isinstance(test, Test) or test.op not in _WORD_OPERATORS[kind, negated]:
        return None
    # Only the resource decides whether a raw filter is on a text.
    is_of_text = test.prop.kind in {"text", "parameter"} and test.prop is not WIRE
    return test if is_of_text and not isinstance(test.value, InvalidOperand) else None


_WORD_OPERATORS: Final[dict[tuple[type[And | Or], bool], frozenset[Op]]] = {
    (Or, False): frozenset({"Equals", "In"}),
    (Or, True): frozenset(),
    (And, False): frozenset({"NotEquals"}),
    (And, True): frozenset({"In"}),
}
