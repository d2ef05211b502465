"""A condition or a plan as readable lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, assert_never

from smexp_fp.query._conditions import Condition, node_of
from smexp_fp.query._limits import MAX_TEXT
from smexp_fp.query._nodes import And, Nested, Node, Not, Or, Test
from smexp_fp.query._operands import texts_of
from smexp_fp.query._plan import Plan
from smexp_fp.query._properties import TAG
from smexp_fp.query._source import operands_source

_WORDS: Final = {
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
    "StartsWith": "starts with",
    "EndsWith": "ends with",
    "Matches": "matches",
    "EqualsIgnoreCase": "is, in any case of letters,",
    "ContainsIgnoreCase": "contains, in any case of letters,",
    "StartsWithIgnoreCase": "starts with, in any case of letters,",
    "EndsWithIgnoreCase": "ends with, in any case of letters,",
}
_HEADS: Final = {"And": "all of:", "Or": "at least one of:"}
_DEEPEST: Final = 50
"""Levels that are indented further, so that the text grows no faster than the condition."""


def explain(subject: Condition[Any] | Plan[Any]) -> str:
    """A line for each test, with operands of junctions indented. For a plan, its requests and its residue.

    Raises:
        TypeError: When it is neither a condition nor a plan.

    >>> from smexp_fp.query import Q, plan
    >>> print(explain((Q.name.contains("auto") & Q.tag("team")) | ~(Q.metric("loss").last < 0.1)))
    at least one of:
      all of:
        name contains 'auto'
        tag 'team' exists
      not:
        metric 'loss' last is less than 0.1
    >>> planned = plan(Q.tag("team") & ~Q.name.contains("old"), "Experiment", local_residue=True)
    >>> print(explain(planned.unwrap()))
    one request:
      Tags.team exists
    of each record found, check locally:
      not:
        name contains 'old'
    """
    if not isinstance(subject, Plan):
        return "\n".join(_condition_lines(node_of("explain", subject), 0))
    lines: list[str] = []
    for number, request in enumerate(subject.requests, 1):
        count = len(subject.requests)
        lines += ["one request:" if count == 1 else f"request {number} of {count}:", *_expression_lines(request, 1)]
    if subject.residue is not None:
        lines += ["of each record found, check locally:", *_condition_lines(node_of("explain", subject.residue), 1)]
    return "\n".join(lines)


def _condition_lines(root: Node, level: int) -> list[str]:
    lines: list[str] = []
    stack: list[tuple[Node, int, type[Node] | None]] = [(root, level, None)]
    while stack:
        if len(lines) >= MAX_TEXT:
            lines.append("…")
            break
        node, depth, inside = stack.pop()
        indent = "  " * min(depth, _DEEPEST)
        match node:
            case Test():
                lines.append(f"{indent}{_phrase(node)}")
            case Nested():
                lines.append(f"{indent}one element of {node.items.code.removeprefix('Q.')} has:")
                stack.append((node.inner, depth + 1, None))
            case Not():
                lines.append(f"{indent}not:")
                stack.append((node.operand, depth + 1, None))
            case And(()):
                lines.append(f"{indent}anything")
            case Or(()):
                lines.append(f"{indent}nothing")
            case And() | Or():
                if type(node) is not inside:
                    lines.append(f"{indent}{_HEADS[type(node).__name__]}")
                    depth += 1
                stack.extend((operand, depth, type(node)) for operand in reversed(node.operands))
            case _:
                assert_never(node)
    return lines


def _phrase(test: Test) -> str:
    phrase = f"{_subject(test)} {_WORDS[test.op]}"
    if test.value is None:
        return phrase
    # The wire's form of a time reads better than Python code.
    is_time = test.prop.kind == "time" and texts_of(test.value)
    parts = texts_of(test.value) if is_time else operands_source(test)
    if is_time and test.op == "Between" and len(set(parts)) == 1:
        return f"{_subject(test)} is on {parts[0]}"
    return f"{phrase} {(' through ' if test.op == 'Between' else ', ').join(parts) or '(none)'}"


def _subject(test: Test) -> str:
    if test.prop is TAG:
        return f"tag {test.key!r}"
    if test.prop.by_name:
        return f"property {test.key!r}"
    head, hole, tail = test.prop.code.removeprefix("Q.").partition("({})")
    key = f" {test.key!r}" if hole else ""
    return f"{_plain(head)}{key}{_plain(tail)}"


def _plain(code: str) -> str:
    return code.replace(".", " ").replace("_", " ")


def _expression_lines(expression: Mapping[str, Any], level: int) -> list[str]:
    """The lines of a request, with the service's names."""
    indent = "  " * level
    filters: Sequence[Mapping[str, str]] = expression.get("Filters", ())
    nested: Sequence[Mapping[str, Any]] = expression.get("NestedFilters", ())
    below: Sequence[Mapping[str, Any]] = expression.get("SubExpressions", ())
    several = len(filters) + len(nested) + len(below) > 1
    inner = level + several
    lines = [f"{indent}{_HEADS[expression.get('Operator', 'And')]}"] if several else []
    lines += [f"{'  ' * inner}{_filter_line(each)}" for each in filters]
    for group in nested:
        lines.append(f"{'  ' * inner}one element of {group['NestedPropertyName']} has:")
        lines += _expression_lines({"Filters": group["Filters"]}, inner + 1)
    for each in below:
        lines += _expression_lines(each, inner)
    return lines


def _filter_line(given: Mapping[str, str]) -> str:
    operand = f" {given['Value']!r}" if "Value" in given else ""
    return f"{given['Name']} {_WORDS[given['Operator']]}{operand}"
