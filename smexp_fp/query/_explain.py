"""A condition as a tree that a person reads."""

from __future__ import annotations

from typing import Any, assert_never

from smexp_fp.query._ast import And, Condition, Nested, Node, Not, Or, Test, Unsayable, node_of, texts_of
from smexp_fp.query._limits import MAX_TEXT
from smexp_fp.query._properties import TAG
from smexp_fp.query._repr import scalar_source

_WORDS = {
    "Equals": "is",
    "NotEquals": "is not",
    "GreaterThan": "is more than",
    "GreaterThanOrEqualTo": "is at least",
    "LessThan": "is less than",
    "LessThanOrEqualTo": "is at most",
    "Contains": "contains",
    "In": "is one of",
    "Exists": "exists",
    "NotExists": "is missing",
    "Between": "is from",
    "On": "is on",
}
_DEEPEST = 50
"""Levels that are indented; below, the indentation stays, so that the text grows no faster than the condition."""


def explain(condition: Condition[Any]) -> str:
    """One line for each test, junctions indented; negations as they were written.

    Raises:
        TypeError: When it is no condition.

    >>> from smexp_fp.query import Q
    >>> print(explain((Q.name.contains("auto") & Q.tag("team")) | ~(Q.metric("loss").last < 0.1)))
    at least one of:
      all of:
        name contains 'auto'
        tag 'team' exists
      not:
        metric 'loss' last is less than 0.1
    """
    lines: list[str] = []
    stack: list[tuple[Node, int]] = [(node_of("explain", condition), 0)]
    while stack:
        if len(lines) >= MAX_TEXT:
            lines.append("…")
            break
        node, depth = stack.pop()
        indent = "  " * min(depth, _DEEPEST)
        match node:
            case Test():
                lines.append(f"{indent}{_phrase(node)}")
            case Nested():
                lines.append(f"{indent}one element of {node.items.code.removeprefix('Q.')} has:")
                stack.append((node.inner, depth + 1))
            case Not():
                lines.append(f"{indent}not:")
                stack.append((node.operand, depth + 1))
            case And(()):
                lines.append(f"{indent}anything")
            case Or(()):
                lines.append(f"{indent}nothing")
            case And() | Or():
                lines.append(f"{indent}{'all of' if isinstance(node, And) else 'at least one of'}:")
                stack.extend((operand, depth + 1) for operand in reversed(node.operands))
            case _:
                assert_never(node)
    return "\n".join(lines)


def _phrase(test: Test) -> str:
    phrase = f"{_subject(test)} {_WORDS[test.op]}"
    if test.value is None:
        return phrase
    if isinstance(test.value, Unsayable):
        return f"{phrase} {test.value.code}"
    texts = texts_of(test.value)
    parts = texts if test.prop.kind == "time" else [scalar_source(test, text) for text in texts]
    return f"{phrase} {(' through ' if test.op == 'Between' else ', ').join(parts) or '(none)'}"


def _subject(test: Test) -> str:
    if test.prop is TAG:
        return f"tag {test.key!r}"
    if test.prop.is_loose:
        return f"property {test.key!r}"
    head, hole, tail = test.prop.code.removeprefix("Q.").partition("({})")
    key = f" {test.key!r}" if hole else ""
    return f"{_words(head)}{key}{_words(tail)}"


def _words(code: str) -> str:
    return code.replace(".", " ").replace("_", " ")
