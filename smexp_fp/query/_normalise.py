"""One form for what is equal up to order, nesting and the laws that are cheap to apply.

The normal form has negation at the leaves only, no `And` in an `And` or `Or` in an `Or`, operands sorted and each
once, no neutral or absorbing elements, no `x & ~x`, no `x & (x | y)`, and at most one set of words for a text in a
junction (`name == 'a' | name == 'b'` is `name.is_in(['a', 'b'])`, and dually for `!=`). It is computed bottom-up over
maximal junctions, which are gathered with an explicit stack: near-linear however the operands are nested.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final, NamedTuple, TypeAlias, TypeVar, assert_never

from smexp_fp.query._ast import (
    FLIPPED,
    And,
    Condition,
    Nested,
    Node,
    Not,
    Op,
    Or,
    Test,
    Unsayable,
    Value,
    node_of,
    texts_of,
)
from smexp_fp.query._properties import WIRE, Property

R_contra = TypeVar("R_contra", contravariant=True)

Key: TypeAlias = tuple[str, ...]
"""Orders and identifies normal nodes; the same in every process, as Python's own hashes are not."""


class Normal(NamedTuple):
    """A node in normal form, with what its parent needs of it."""

    key: Key
    node: Node
    parts: tuple[Normal, ...] = ()
    """The operands of a junction."""


_Signed: TypeAlias = tuple[Node, bool]
_Id: TypeAlias = tuple[int, bool]
_Words: TypeAlias = dict[tuple[Property, str], set[str]]
"""For each text, the words that it may equal (in an `Or`) or may not (in an `And`)."""


class _Members(NamedTuple):
    """The operands of a maximal junction."""

    kind: type[And | Or]
    tests: list[tuple[Test, bool]]
    others: list[_Signed]


def normalise(condition: Condition[R_contra]) -> Condition[R_contra]:
    """An equivalent condition in normal form, never longer; the same one for conditions equal up to order and nesting.

    Idempotent; what has no single operator as its opposite stays under a `~`, since spelling it out would be longer.

    Raises:
        TypeError: When it is no condition.

    >>> from smexp_fp.query import Q
    >>> normalise((Q.name == "b") | (Q.name == "a") | (Q.name == "a"))
    Q.name.is_in(['a', 'b'])
    >>> normalise(~(Q.tag("a") | ~Q.tag("b")))
    Q.tags['a'].missing() & Q.tag('b')
    """
    return normal(node_of("normalise", condition)).node


def normal(root: Node) -> Normal:
    """The normal form with its key."""
    done: dict[_Id, Normal] = {}
    stack: list[tuple[Node, bool, _Members | None]] = [(root, True, None)]
    while stack:
        node, sign, members = stack.pop()
        if members is not None:
            done[id(node), sign] = _junction(members, [done[id(below), plus] for below, plus in members.others])
        elif (id(node), sign) not in done:
            core, plus = node, sign
            while isinstance(core, Not):
                core, plus = core.operand, not plus
            if isinstance(core, And | Or):
                members = _gather(core, plus)
                stack.append((node, sign, members))
                stack.extend((*member, None) for member in members.others)
            else:
                done[id(node), sign] = _leaf(core, positive=plus)
    return done[id(root), True]


def _gather(root: And | Or, sign: bool) -> _Members:  # noqa: FBT001 - a sign
    """The operands of the largest junction of one kind from the root down, through negations."""
    tests: list[tuple[Test, bool]] = []
    others: list[_Signed] = []
    kind = type(root) if sign else _DUAL[type(root)]
    seen: set[_Id] = set()
    stack: list[_Signed] = [(root, sign)]
    while stack:
        node, plus = stack.pop()
        if isinstance(node, Test):
            tests.append((node, plus))
            continue
        if (id(node), plus) in seen:
            continue
        seen.add((id(node), plus))
        if isinstance(node, Not):
            stack.append((node.operand, not plus))
        elif isinstance(node, And | Or) and (type(node) if plus else _DUAL[type(node)]) is kind:
            for operand in node.operands:
                if type(operand) is Test:
                    tests.append((operand, plus))
                else:
                    stack.append((operand, plus))
        else:
            others.append((node, plus))
    return _Members(kind, tests, others)


def _leaf(node: Test | Nested, *, positive: bool) -> Normal:
    match node:
        case Test():
            return _test(_canonical(node), positive=positive)
        case Nested():
            inner = normal(node.inner)
            if inner.node == Or(()):
                return inner if positive else EVERYTHING
            made = Nested(node.items, inner.node)
            key = ("3", node.items.path, *inner.key)
            return Normal(key, made) if positive else Normal(("4", *key), Not(made))
        case _:
            assert_never(node)


def _canonical(test: Test) -> Test:
    if test.op == "In" and isinstance(test.value, tuple):
        words = tuple(sorted(set(test.value)))
        if len(words) == 1:
            return Test(test.prop, test.key, "Equals", words[0])
        return test if words == test.value else Test(test.prop, test.key, "In", words)
    return test


def _test(test: Test, *, positive: bool) -> Normal:
    if test.value == ():
        return NOTHING if positive else EVERYTHING
    if not positive and test.op in FLIPPED:
        test, positive = Test(test.prop, test.key, FLIPPED[test.op], test.value), True
    key = ("1" if positive else "2", test.prop.code, test.key, test.op, *_texts(test.value))
    return Normal(key, test if positive else Not(test))


def _texts(value: Value) -> tuple[str, ...]:
    return (value.why, value.code) if isinstance(value, Unsayable) else texts_of(value)


def _junction(members: _Members, others: list[Normal]) -> Normal:
    """The normal form of an `And` or `Or`, of whose operands the composed ones are normal."""
    kind = members.kind
    neutral, absorbing = (EVERYTHING, NOTHING) if kind is And else (NOTHING, EVERYTHING)
    found: dict[Key, Normal] = {}
    words: _Words = {}
    word_op: Op = "Equals" if kind is Or else "NotEquals"
    for test, plus in members.tests:
        if (test.op if plus else FLIPPED.get(test.op)) == word_op and type(test.value) is str and _has_words(test):
            words.setdefault((test.prop, test.key), set()).add(test.value)
        else:
            made = _test(_canonical(test), positive=plus)
            found[made.key] = made
    for member in others:
        # A junction whose other operands fell away can have become one of this kind.
        for part in member.parts if type(member.node) is kind else (member,):
            found[part.key] = part
    found.pop(neutral.key, None)
    if absorbing.key in found:
        return absorbing
    _merge_words(kind, found, words)
    _drop_weaker(kind, found)
    if any(_opposite(part) in found for part in found.values()):
        return absorbing
    # Absorption: x & (x | y) is x. Only junctions can be dropped, so none that was a reason is.
    for key, part in list(found.items()):
        if part.parts and any(below.key in found for below in part.parts):
            del found[key]
    if not found:
        return neutral
    parts = tuple(found[key] for key in sorted(found))
    return parts[0] if len(parts) == 1 else _composite(kind, parts)


def _composite(kind: type[And | Or], parts: tuple[Normal, ...]) -> Normal:
    digest = blake2b("".join([repr(part.key) for part in parts]).encode(), digest_size=16)
    return Normal(("5" if kind is And else "6", digest.hexdigest()), kind(tuple(part.node for part in parts)), parts)


def _opposite(part: Normal) -> Key | None:
    """The key of what a negative leaf is the opposite of; of two opposites one is negative."""
    match part.node:
        case Test(op="NotEquals" | "NotExists" as op):
            return (*part.key[:3], FLIPPED[op], *part.key[4:])
        case Not():
            return part.key[1:] if part.key[0] == "4" else ("1", *part.key[1:])
        case _:
            return None


def _has_words(test: Test) -> bool:
    """Whether `In` means the same as several `Equals`; of a raw filter nobody knows before its resource."""
    return test.prop.kind in {"text", "parameter"} and test.prop is not WIRE


def _merge_words(kind: type[And | Or], found: dict[Key, Normal], words: _Words) -> None:
    """Bring the words for one text together."""
    for key, part in list(found.items()):
        test = _word_test(part, positive=kind is Or)
        if test is not None:
            words.setdefault((test.prop, test.key), set()).update(texts_of(test.value))
            del found[key]
    for (prop, name), values in words.items():
        merged = _test(_canonical(Test(prop, name, "In", tuple(sorted(values)))), positive=kind is Or)
        found[merged.key] = merged


def _drop_weaker(kind: type[And | Or], found: dict[Key, Normal]) -> None:
    """Of `== 'a'` and `in ['a', 'b']` at once, the first says it all; dually for `!=` in an `Or`."""
    if len(found) == 1:
        return
    tests = [(key, test) for key, part in found.items() if (test := _word_test(part, positive=kind is And)) is not None]
    single = {(test.prop, test.key, test.value) for _, test in tests if test.op != "In"}
    for key, test in tests if single else ():
        if test.op == "In" and any((test.prop, test.key, word) in single for word in texts_of(test.value)):
            del found[key]


def _word_test(part: Normal, *, positive: bool) -> Test | None:
    """The test, where it says that a text is one of some words (or, negatively, that it is none of them)."""
    match part.node:
        case Test(op="Equals" | "In" | "NotEquals", value=str() | tuple()) as test if (
            test.op != "NotEquals"
        ) is positive and _has_words(test):
            return test
        case Not(Test(op="In") as test) if not positive and _has_words(test):
            return test
        case _:
            return None


_DUAL: Final[dict[type[And | Or], type[And | Or]]] = {And: Or, Or: And}
EVERYTHING: Final = Normal(("0", "all"), And(()))
NOTHING: Final = Normal(("0", "none"), Or(()))
