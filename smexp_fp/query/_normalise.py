"""One form for what is equal up to order, nesting and the laws that are cheap to apply.

The normal form has negation at the leaves only, no `And` in an `And` or `Or` in an `Or`, operands sorted and each once, no
neutral or absorbing elements, no `x & ~x`, no `x & (x | y)`, and at most one set of words for a text in a junction
(`name == 'a' | name == 'b'` is `name.is_in(['a', 'b'])`, and dually for `!=`). It is computed bottom-up over maximal junctions, which
are gathered with an explicit stack: near-linear however the operands are nested.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar, assert_never

from smexp_fp.query._ast import And, Condition, Nested, Node, Not, Op, Or, Test, Unsayable, Value, as_node

from smexp_fp.query._properties import WIRE

R = TypeVar("R", contravariant=True)

Key: TypeAlias = tuple[str, ...]
"""Orders and identifies normal nodes; the same in every process, as Python's own hashes are not."""

FLIPPED: Final[dict[Op, Op]] = {
    "Equals": "NotEquals",
    "NotEquals": "Equals",
    "Exists": "NotExists",
    "NotExists": "Exists",
}
"""Operators whose opposite is one operator, for every kind of property."""


class Normal(NamedTuple):
    """A node in normal form, with what its parent needs of it."""

    key: Key
    node: Node
    parts: tuple[Normal, ...] = ()
    """The operands of a junction."""


_Signed: TypeAlias = tuple[Node, bool]
_Id: TypeAlias = tuple[int, bool]


def normalise(condition: Condition[R]) -> Condition[R]:
    """An equivalent condition in normal form, never longer; the same one for conditions equal up to order and nesting.

    Idempotent; what has no single operator as its opposite stays under a `~`, since spelling it out would be longer.

    >>> from smexp_fp.query import Q
    >>> normalise((Q.name == "b") | (Q.name == "a") | (Q.name == "a"))
    Q.name.is_in(['a', 'b'])
    >>> normalise(~(Q.tag("a") | ~Q.tag("b")))
    Q.tags['a'].missing() & Q.tag('b')
    """
    return normal(as_node(condition)).node


def normal(root: Node) -> Normal:
    """The normal form with its key."""
    start = (root, True)
    done: dict[_Id, Normal] = {}
    stack: list[tuple[_Signed, list[_Signed] | None]] = [(start, None)]
    while stack:
        (node, sign), members = stack.pop()
        if members is not None:
            kind = _kind(node, sign)
            done[id(node), sign] = _junction(kind, [done[id(member), plus] for member, plus in members])
        elif (id(node), sign) not in done:
            below = node
            plus = sign
            while isinstance(below, Not):
                below, plus = below.operand, not plus
            if isinstance(below, And | Or):
                gathered = _gather(below, plus)
                stack.append(((node, sign), gathered))
                stack.extend((member, None) for member in gathered if (id(member[0]), member[1]) not in done)
            else:
                done[id(node), sign] = _leaf(below, positive=plus)
    return done[id(root), True]


def _kind(node: Node, sign: bool) -> type[And | Or]:  # noqa: FBT001 - a sign
    while isinstance(node, Not):
        node, sign = node.operand, not sign
    return And if isinstance(node, And) == sign else Or


def _gather(root: Node, sign: bool) -> list[_Signed]:  # noqa: FBT001 - a sign
    """The operands of the largest junction of one kind below the root, through negations, each once."""
    kind = _kind(root, sign)
    members: list[_Signed] = []
    seen: set[_Id] = set()
    stack: list[_Signed] = [(root, sign)]
    while stack:
        node, plus = stack.pop()
        if (id(node), plus) in seen:
            continue
        seen.add((id(node), plus))
        if isinstance(node, Not):
            stack.append((node.operand, not plus))
        elif isinstance(node, And | Or) and (And if isinstance(node, And) == plus else Or) is kind:
            stack.extend([(operand, plus) for operand in node.operands])
        else:
            members.append((node, plus))
    return members


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
    key = (test.prop.code, test.key, test.op, *_texts(test.value))
    return Normal(("1", *key), test) if positive else Normal(("2", *key), Not(test))


def _texts(value: Value) -> tuple[str, ...]:
    match value:
        case None:
            return ()
        case str():
            return (value,)
        case tuple():
            return value
        case Unsayable():
            return (value.why, value.code)
        case _:
            assert_never(value)


def _junction(kind: type[And | Or], members: list[Normal]) -> Normal:
    """The normal form of an `And` or `Or` of normal operands."""
    neutral, absorbing = (EVERYTHING, NOTHING) if kind is And else (NOTHING, EVERYTHING)
    found: dict[Key, Normal] = {}
    for member in members:
        # A junction whose other operands fell away can have become one of this kind.
        for part in member.parts if type(member.node) is kind else (member,):
            found[part.key] = part
    found.pop(neutral.key, None)
    if absorbing.key in found:
        return absorbing
    _merge_words(kind, found)
    if any(_opposite(part) in found for part in found.values()):
        return absorbing
    # Absorption: x & (x | y) is x. Only junctions can be dropped, so none that was a reason is.
    if len(found) > 1:
        for key, part in list(found.items()):
            if any(below.key in found for below in part.parts):
                del found[key]
    parts = tuple(found[key] for key in sorted(found))
    if len(parts) == 1:
        return parts[0]
    return _composite(kind, parts)


def _composite(kind: type[And | Or], parts: tuple[Normal, ...]) -> Normal:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(repr(part.key).encode("utf-8", "surrogatepass"))
    return Normal(("5" if kind is And else "6", digest.hexdigest()), kind(tuple(part.node for part in parts)), parts)


def _opposite(part: Normal) -> Key | None:
    """The key of the negation, where that is a leaf."""
    match part.node:
        case Test() as test if test.op in FLIPPED:
            return (*part.key[:3], FLIPPED[test.op], *part.key[4:])
        case Test():
            return ("2", *part.key[1:])
        case Not():
            return part.key[1:] if part.key[0] == "4" else ("1", *part.key[1:])
        case Nested():
            return ("4", *part.key)
        case _:
            return None


def _merge_words(kind: type[And | Or], found: dict[Key, Normal]) -> None:
    """Bring the words for one text together: in an `Or` those that it may equal, in an `And` those that it may not."""
    words: dict[tuple[Any, str], list[Normal]] = {}
    sets: dict[tuple[Any, str], list[Normal]] = {}
    for part in found.values():
        test, one, several = _words_of(part, positive=kind is Or)
        if test is not None and (one or several):
            words.setdefault((test.prop, test.key), []).append(part)
        else:
            test, one, several = _words_of(part, positive=kind is And)
            if test is not None and (one or several):
                sets.setdefault((test.prop, test.key), []).append(part)
    for (prop, key), parts in words.items():
        if len(parts) > 1:
            values: set[str] = set()
            for part in parts:
                values.update(_values(part))
                del found[part.key]
            merged = _test(_canonical(Test(prop, key, "In", tuple(sorted(values)))), positive=kind is Or)
            found[merged.key] = merged
    # Dually: of `== 'a'` and `in ['a', 'b']` at once, the first says it all.
    for parts in sets.values():
        single = {_values(part)[0] for part in parts if len(_values(part)) == 1}
        for part in parts if single else ():
            if len(_values(part)) > 1 and not single.isdisjoint(_values(part)):
                del found[part.key]


def _words_of(part: Normal, *, positive: bool) -> tuple[Test | None, bool, bool]:
    """The test, and whether it is of one word or of several, of the given sign, on a text or parameter."""
    match part.node:
        case Test() as test if (
            test.prop.kind in {"text", "parameter"} and test.prop is not WIRE and isinstance(test.value, str | tuple)
        ):
            return test, test.op == ("Equals" if positive else "NotEquals"), positive and test.op == "In"
        case Not(Test(op="In") as test):
            return test, False, not positive
        case _:
            return None, False, False


def _values(part: Normal) -> tuple[str, ...]:
    test = part.node.operand if isinstance(part.node, Not) else part.node
    value = test.value if isinstance(test, Test) else None
    return (value,) if type(value) is str else value if isinstance(value, tuple) else ()


EVERYTHING: Final = Normal(("0", "all"), And(()))
NOTHING: Final = Normal(("0", "none"), Or(()))
