"""A condition as a tree that a person reads."""

from __future__ import annotations

from typing import Any, assert_never

from smexp_fp.query._ast import And, Condition, Nested, Node, Not, Or, Test, Unsayable, as_node
from smexp_fp.query._limits import MAX_TEXT
from smexp_fp.query._properties import TAG
from smexp_fp.query._repr import operand_source

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
    stack: list[tuple[Node, int]] = [(as_node(condition), 0)]
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
    if isinstance(test.value, tuple):
        parts = [_operand(test, text) for text in test.value]
        operand = f" {' through '.join(parts) if test.op == 'Between' else ', '.join(parts) or '(none)'}"
    elif isinstance(test.value, Unsayable):
        operand = f" {test.value.code}"
    elif test.value is None:
        operand = ""
    else:
        operand = f" {_operand(test, test.value)}"
    return f"{_subject(test)} {_WORDS[test.op]}{operand}"


def _operand(test: Test, text: str) -> str:
    if test.prop.kind == "time":
        return text
    if test.prop.kind == "parameter" and test.op in {"Contains", "In"}:
        return repr(text)  # these find texts, even where they look like numbers
    return operand_source(Test(test.prop, test.key, test.op, text))


def _subject(test: Test) -> str:
    if test.prop is TAG:
        return f"tag {test.key!r}"
    if test.prop.is_loose:
        return f"property {test.key!r}"
    code = test.prop.code.removeprefix("Q.").replace("({})", f" {test.key!r}", 1)
    return code.replace(".", " ").replace("_", " ") if not test.key else _keyed(code, test.key)


def _keyed(code: str, key: str) -> str:
    head, _, tail = code.partition(f" {key!r}")
    return f"{head.replace('_', ' ')} {key!r}{tail.replace('.', ' ').replace('_', ' ')}"
