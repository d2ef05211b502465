"""A condition as the Python text that builds it."""

from __future__ import annotations

from typing import Final, assert_never

from smexp_fp.query._limits import MAX_TEXT
from smexp_fp.query._nodes import And, Nested, Node, Not, Or, Test
from smexp_fp.query._operands import REVERSED, InvalidOperand, texts_of, time_code
from smexp_fp.query._properties import TAG, WIRE

SYMBOLS: Final = {
    "Equals": "==",
    "NotEquals": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqualTo": ">=",
    "LessThan": "<",
    "LessThanOrEqualTo": "<=",
}

METHODS: Final = {
    "Contains": "contains",
    "StartsWith": "startswith",
    "EndsWith": "endswith",
    "Matches": "matches",
    "EqualsIgnoreCase": "equals",
    "ContainsIgnoreCase": "contains",
    "StartsWithIgnoreCase": "startswith",
    "EndsWithIgnoreCase": "endswith",
}


def source(root: Node, limit: int = MAX_TEXT) -> str:
    """The text, written from left to right with a stack, so that the depth does not matter.

    Args:
        root: The condition.
        limit: The number of pieces after which an ellipsis ends the text.
    """
    pieces: list[str] = []
    stack: list[Node | str] = [root]
    while stack:
        if len(pieces) >= limit:
            pieces.append("…")
            break
        item = stack.pop()
        match item:
            case str():
                pieces.append(item)
            case Test():
                pieces.append(comparison_source(item))
            case Nested():
                pieces.append(f"{item.items.code}.any(")
                stack += [")", item.inner]
            case Not():
                pieces.append("~")
                stack += _wrapped(item.operand, item)
            case And((left, right)) | Or((left, right)):
                stack += _wrapped(right, item)
                stack.append(" & " if isinstance(item, And) else " | ")
                stack += _wrapped(left, item, left=True)
            case And() | Or():
                pieces.append("all_of(" if isinstance(item, And) else "any_of(")
                stack.append(")")
                for index, operand in enumerate(reversed(item.operands)):
                    stack += [", ", operand] if index else [operand]
            case _:
                assert_never(item)
    return "".join(pieces)


def _wrapped(node: Node, parent: Node, *, left: bool = False) -> list[Node | str]:
    """The node for the stack, in parentheses where Python would read it otherwise."""
    match node:
        case Test():
            bare = not _is_comparison(node)
        case And((_, _)) | Or((_, _)):
            bare = (left and type(node) is type(parent)) or (isinstance(node, And) and isinstance(parent, Or))
        case _:
            bare = True
    return [node] if bare else [")", node, "("]


def _is_comparison(test: Test) -> bool:
    if test.prop is WIRE or (test.prop is TAG and test.op == "Equals"):
        return False
    return test.op in SYMBOLS or _one_day(test) is not None


def _one_day(test: Test) -> str | None:
    """The day, if the test is `== date`."""
    match test:
        case Test(op="Between", value=(low, high)) if low == high and test.prop.kind == "time" and "T" not in low:
            return low
        case _:
            return None


def comparison_source(test: Test) -> str:
    """The Python text of a test."""
    if test.prop is WIRE:
        value = ", ".join(test.value) if isinstance(test.value, tuple) else test.value
        tail = "" if value is None else f", {value!r}"
        return f"Q.wire({test.key!r}, {test.op!r}{tail})"
    if test.prop is TAG and test.op in {"Exists", "Equals"}:
        return f"Q.tag({test.key!r})" if test.value is None else f"Q.tag({test.key!r}, {test.value!r})"
    field = test.prop.code.replace("{}", repr(test.key))
    operand = ", ".join(operands_source(test))
    match test.op:
        case "Exists":
            return f"{field}.exists()"
        case "NotExists":
            return f"{field}.missing()"
        case "In":
            return f"{field}.is_in([{operand}])"
        case "Between":
            day = _one_day(test)
            return f"{field}.between({operand})" if day is None else f"{field} == {time_code(day)}"
        case _ if test.op in METHODS:
            tail = ", ignore_case=True" if test.op.endswith("IgnoreCase") else ""
            return f"{field}.{METHODS[test.op]}({operand}{tail})"
        case _:
            return f"{field} {SYMBOLS[test.op]} {operand}"


def operands_source(test: Test) -> list[str]:
    """The operands as Python text."""
    if isinstance(test.value, InvalidOperand):
        return [test.value.code]
    if test.prop.kind == "time":
        return [time_code(text) for text in texts_of(test.value)]
    # A parameter's operand is a number in an order comparison. Otherwise it is a text, even if it looks like a number.
    is_order = test.op in REVERSED or test.op == "Between"
    is_number = test.prop.kind == "number" or (test.prop.kind == "parameter" and is_order)
    return [text if is_number else repr(text) for text in texts_of(test.value)]
