"""A condition as the code that builds it."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import Final, assert_never

from smexp_fp.query._ast import REVERSED, And, Nested, Node, Not, Or, Test, Unsayable, texts_of
from smexp_fp.query._limits import MAX_TEXT
from smexp_fp.query._literals import decimal_text, parse_decimal, utc_code
from smexp_fp.query._properties import TAG, WIRE

SYMBOLS: Final = {
    "Equals": "==",
    "NotEquals": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqualTo": ">=",
    "LessThan": "<",
    "LessThanOrEqualTo": "<=",
}


def source(root: Node, limit: int = MAX_TEXT) -> str:
    """The text. `parse` reads it back at any depth; Python's own compiler gives up at some thousand operators.

    Linear: the pieces are written from left to right, with an explicit stack for what is still to be written.

    Args:
        root: The condition.
        limit: Stop after about so many pieces, with an ellipsis.
    """
    pieces: list[str] = []
    stack: list[Node | str] = [root]
    while stack:
        if len(pieces) >= limit:
            pieces.append("…")
            break
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        match item:
            case Test():
                pieces.append(leaf_source(item))
            case Nested():
                pieces.append(f"{item.items.code}.any(")
                stack += [")", item.inner]
            case Not():
                pieces.append("~")
                stack += _wrapped(item.operand, item)
            case And() | Or() if len(item.operands) == 2:  # noqa: PLR2004 - what `&` builds
                left, right = item.operands
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
            bare = _is_call(node)
        case And() | Or() if len(node.operands) == 2:  # noqa: PLR2004 - what `&` builds
            bare = (left and type(node) is type(parent)) or (isinstance(node, And) and isinstance(parent, Or))
        case _:
            bare = True
    return [node] if bare else [")", node, "("]


def _is_call(test: Test) -> bool:
    return test.prop is WIRE or (test.prop is TAG and test.op == "Equals") or test.op not in {*SYMBOLS, "On"}


def leaf_source(test: Test) -> str:
    """One comparison."""
    if test.prop is WIRE:
        value = ", ".join(test.value) if isinstance(test.value, tuple) else test.value
        tail = "" if value is None else f", {value!r}"
        return f"Q.wire({test.key!r}, {test.op!r}{tail})"
    if test.prop is TAG and test.op in {"Exists", "Equals"}:
        return f"Q.tag({test.key!r})" if test.value is None else f"Q.tag({test.key!r}, {test.value!r})"
    field = test.prop.code.replace("{}", repr(test.key))
    match test.op:
        case "Exists":
            return f"{field}.exists()"
        case "NotExists":
            return f"{field}.missing()"
        case "Contains":
            return f"{field}.contains({operand_source(test)})"
        case "In":
            return f"{field}.is_in([{operand_source(test)}])"
        case "Between":
            operands = operand_source(test)
            # Of two bounds one of which cannot be said only that one is kept, and stands for both.
            return (
                f"{field}.between({operands}, {operands})"
                if isinstance(test.value, Unsayable)
                else f"{field}.between({operands})"
            )
        case "On":
            day = str(test.value).split("-")
            return f"{field} == datetime.date({int(day[0])}, {int(day[1])}, {int(day[2])})"
        case _:
            return f"{field} {SYMBOLS[test.op]} {operand_source(test)}"


def operand_source(test: Test) -> str:
    """The operand, or all of `.between` and `.is_in`, as Python text."""
    if isinstance(test.value, Unsayable):
        return test.value.code
    return ", ".join(scalar_source(test, text) for text in texts_of(test.value))


def scalar_source(test: Test, text: str) -> str:
    """One of the operands as Python text."""
    if test.prop.kind == "time":
        return utc_code(datetime.fromisoformat(text[:-1]))
    # A parameter's order is of numbers; else it is a text, even where that looks like a number.
    is_order = test.op in REVERSED or test.op == "Between"
    is_number = test.prop.kind == "number" or (test.prop.kind == "parameter" and is_order)
    return text if is_number else repr(text)


def is_canonical_number(text: str) -> bool:
    """Whether a Python int or float gives exactly this text."""
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit():
        return (digits[0] != "0" or text == "0") and len(digits) <= 308  # noqa: PLR2004 - what a float holds
    value = parse_decimal(text)
    return value is not None and isfinite(value) and decimal_text(value) == text


def is_canonical_time(text: str) -> bool:
    """Whether a datetime gives exactly this text: UTC in whole seconds."""
    if len(text) != 20 or text[-1] != "Z":  # noqa: PLR2004 - YYYY-MM-DDTHH:MM:SSZ
        return False
    try:
        return datetime.fromisoformat(text[:-1]).isoformat() == text[:-1]
    except ValueError:
        return False
