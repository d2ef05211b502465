"""The text of a condition back into the condition, without `eval`.

An operator-precedence parser over explicit stacks: linear in the text, and total on hostile text. It reads what
`repr` writes, and the same with other spacing and parentheses.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from returns.result import Failure, Result, Success

from smexp_fp.query._ast import And, Condition, Node, Not, Or, as_node
from smexp_fp.query._failures import Unparsable
from smexp_fp.query._fields import Field, NumberField, ParameterField, TextField, TimeField, field_of, nested
from smexp_fp.query._properties import FIELDS, LISTS, PROPERTIES, TAG, WIRE, ListProperty
from smexp_fp.query._q import Q

_LEXEME: Final = (
    r"\s*(?:(?P<name>[A-Za-z_]\w*)|(?P<number>-?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+))"
    r"|(?P<text>'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")|(?P<mark>==|!=|<=|>=|[<>&|~()\[\].,=])|(?P<end>$))"
)
_ESCAPE: Final = r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))"
_SIMPLE_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_COMPARE: Final[dict[str, Callable[[Any, Any], Condition[Any]]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_PRECEDENCE: Final = {"|": 1, "&": 2, "~": 3}
_MAX_DIGITS: Final = 2000

_Moment: TypeAlias = date | timedelta | timezone
_MOMENTS: Final[dict[str, Callable[..., _Moment]]] = {
    "datetime": datetime,
    "date": date,
    "timedelta": timedelta,
    "timezone": timezone,
}
Literal: TypeAlias = str | float | _Moment | list[str]


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


class _Wrong(Exception):
    def __init__(self, at: int, expected: str) -> None:
        self.at = at
        self.expected = expected


@dataclass(slots=True)
class _Frame:
    """An open parenthesis, and what was read since."""

    opener: str | ListProperty
    done: list[Node] = field(default_factory=list[Node])
    values: list[Node] = field(default_factory=list[Node])
    marks: list[str] = field(default_factory=list[str])
    closed: bool = False
    """A comparison was read: in Python it binds weaker than `&`, so nothing may join it."""

    def reduce(self, mark: str = "|") -> None:
        """Apply the operators that bind at least as tightly as this one; without one, all of them."""
        while self.marks and _PRECEDENCE[self.marks[-1]] >= _PRECEDENCE[mark]:
            applied = self.marks.pop()
            right = self.values.pop()
            if applied == "~":
                self.values.append(Not(right))
            else:
                left = self.values.pop()
                self.values.append(And((left, right)) if applied == "&" else Or((left, right)))


def parse(text: str) -> Result[Condition[Any], Unparsable]:
    """The condition that a `repr` describes.

    The type of the answer cannot say what it searches; `compile` for the resource does.

    Args:
        text: What `repr` of a condition gives.

    Returns:
        The condition, equal to the one described, or `Unparsable` with the position. Never raises on any text, and
        takes time in proportion to its length.

    >>> parse("Q.tag('team') & ~Q.name.contains('old')").unwrap()
    Q.tag('team') & ~Q.name.contains('old')
    >>> print(parse("Q.name.contains(3)").failure())
    at character 16: expected a text
    """
    try:
        return Success(_Parser(text).run())
    except _Wrong as wrong:
        return Failure(Unparsable(wrong.at, wrong.expected))


@cache
def _lexer() -> re.Pattern[str]:
    return re.compile(_LEXEME, re.ASCII)  # when first needed, since importing the package should stay quick


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens; after the last, `end` for ever."""
    position = 0
    match = _lexer().match
    while True:
        found = match(text, position)
        if found is None or found.lastgroup is None:
            raise _Wrong(position, "a field, an operator or an operand")
        kind = found.lastgroup
        yield _Token(kind, found[kind], found.start(kind))
        position = found.end()


@cache
def _prefixes() -> frozenset[str]:
    """All beginnings of fields' codes: where a name, or a key, may follow."""
    whole = [code for code in PROPERTIES if not code.startswith(("Q.field", "Q.wire"))]
    cuts = {code[:at] for code in whole for at, mark in enumerate(code) if mark in ".([" and at}
    return frozenset({*whole, *cuts, *(code[: at + 4] for code in whole if (at := code.find("({})")) >= 0)})


class _Parser:
    def __init__(self, text: str) -> None:
        self._source = _tokens(text)
        self._token = next(self._source)

    def run(self) -> Node:
        stack = [_Frame("(")]
        while True:
            self._operand(stack)
            while self._joined(stack):
                if len(stack) == 1 and self._token.kind == "end":
                    stack[0].reduce()
                    return stack[0].values[0]

    def _operand(self, stack: list[_Frame]) -> None:
        """Read up to and with one operand, opening what is opened on the way."""
        while True:
            frame, token = stack[-1], self._token
            if token.text == "~" and token.kind == "mark":
                frame.marks.append("~")
                self._next()
            elif token.text == "(" and token.kind == "mark":
                self._next()
                stack.append(_Frame("("))
            elif token.kind == "name" and token.text in {"all_of", "any_of"}:
                self._next()
                self._expect("(")
                stack.append(_Frame(token.text))
                if self._is(")"):
                    return
            elif token.kind == "name" and token.text == "Q":
                self._next()
                if self._chain(stack):
                    return
            else:
                raise _Wrong(token.at, "a condition")

    def _joined(self, stack: list[_Frame]) -> bool:
        """After an operand: whether to go on after an operand (what was open is now closed), or to read one."""
        frame, token = stack[-1], self._token
        if token.kind == "end":
            if len(stack) > 1:
                raise _Wrong(token.at, "')'")
            return True
        if token.kind == "mark" and token.text in {"&", "|"} and not frame.closed and frame.values:
            frame.reduce(token.text)
            frame.marks.append(token.text)
            self._next()
            return False
        if token.kind == "mark" and token.text == "," and frame.opener != "(" and frame.values:
            frame.reduce()
            frame.done.append(frame.values.pop())
            frame.closed = False
            self._next()
            return False
        if token.kind == "mark" and token.text == ")" and len(stack) > 1:
            self._next()
            stack.pop()
            frame.reduce()
            frame.done += frame.values
            stack[-1].values.append(_close(frame, token))
            return True
        raise _Wrong(token.at, "'&', '|' or the end")

    def _chain(self, stack: list[_Frame]) -> bool:  # noqa: C901 - one case a step
        """After `Q`: a condition on the stack, or an opened `.any(`, for which the answer is False."""
        frame, code, key = stack[-1], "Q", ""
        while True:
            if self._is("["):
                self._next()
                code, key = f"{code}[{{}}]", self._text()
                self._expect("]")
                if code not in PROPERTIES:
                    raise _Wrong(self._token.at, "a field")
                continue
            if not self._is("."):
                break
            self._next()
            name = self._token
            if name.kind != "name":
                raise _Wrong(name.at, "a name")
            self._next()
            prop = PROPERTIES.get(code)
            items = _lists().get(code)
            longer = f"{code}.{name.text}"
            if code == "Q" and name.text in {"tag", "field", "wire"}:
                made = self._called(name)
                if not isinstance(made, tuple):
                    frame.values.append(made)
                    return True
                code, key = made
            elif items is not None and name.text == "any" and self._is("("):
                self._next()
                stack.append(_Frame(items))
                return False
            elif longer in _prefixes():
                code = longer
                if self._is("(") and f"{longer}({{}})" in _prefixes():
                    self._next()
                    code, key = f"{longer}({{}})", self._text()
                    self._expect(")")
            elif prop is not None and self._is("("):
                frame.values.append(self._method(field_of(prop, key), name))
                return True
            else:
                raise _Wrong(name.at, "a field of Q or a method of the field")
        self._compare(frame, code, key)
        return True

    def _called(self, name: _Token) -> Node | tuple[str, str]:
        """`Q.tag(…)`, `Q.wire(…)`, and the code of the field for `Q.field(…)`."""
        arguments: list[Any] = self._arguments(texts=True)
        match name.text, arguments:
            case "tag", [key] if self._is(".") or self._token.text in _COMPARE:
                return TAG.code, key
            case "tag", [key]:
                return as_node(Q.tag(key))
            case "tag", [key, value]:
                return as_node(Q.tag(key, value))
            case "field", [key, kind] if kind in FIELDS:
                return f"Q.field({{}}, {kind!r})", key
            case "wire", [key, operator] | [key, operator, _]:
                try:
                    return as_node(Q.wire(key, operator, *arguments[2:]))
                except TypeError as error:
                    raise _Wrong(name.at, "an operator of the API, with its value") from error
            case _:
                raise _Wrong(name.at, f"the arguments of Q.{name.text}")

    def _method(self, subject: Field[Any], name: _Token) -> Node:
        at = self._token.at
        arguments = self._arguments()
        try:
            match name.text, subject, arguments:
                case "exists", _, []:
                    made = subject.exists()
                case "missing", _, []:
                    made = subject.missing()
                case "contains", TextField() | ParameterField(), [str(text)]:
                    made = subject.contains(text)
                case "contains", TextField() | ParameterField(), _:
                    raise _Wrong(at + 1, "a text")
                case "is_in", TextField() | ParameterField(), [list(texts)]:
                    made = subject.is_in(texts)
                case "between", NumberField() | ParameterField() | TimeField(), [_, _]:
                    bounds: list[Any] = arguments  # the field checks what they are
                    made = subject.between(*bounds)
                case _:
                    raise _Wrong(name.at, "a method of the field with its arguments")
        except TypeError as error:
            raise _Wrong(at + 1, "operands of the field's type") from error
        return as_node(made)

    def _compare(self, frame: _Frame, code: str, key: str) -> None:
        token = self._token
        prop = PROPERTIES.get(code)
        if prop is None or prop is WIRE:
            raise _Wrong(token.at, "the rest of a field")
        if token.text not in _COMPARE or token.kind != "mark" or frame.marks or frame.values:
            raise _Wrong(token.at, "a comparison, in parentheses of its own")
        self._next()
        at = self._token.at
        try:
            made = _COMPARE[token.text](field_of(prop, key), self._literal())
        except TypeError as error:
            raise _Wrong(at, "an operand of the field's type") from error
        frame.values.append(as_node(made))
        frame.closed = True

    def _arguments(self, *, texts: bool = False) -> list[Literal]:
        self._expect("(")
        found: list[Literal] = []
        while not self._is(")"):
            found.append(self._text() if texts else self._literal())
            if not self._is(","):
                break
            self._next()
        self._expect(")")
        return found

    def _literal(self) -> Literal:
        token = self._token
        if token.kind == "text":
            return self._text()
        if token.kind == "number":
            return self._number()
        if self._is("["):
            self._next()
            texts: list[str] = []
            while not self._is("]"):
                texts.append(self._text())
                if not self._is(","):
                    break
                self._next()
            self._expect("]")
            return texts
        if token.kind == "name" and token.text == "float":
            self._next()
            self._expect("(")
            word = self._text()
            self._expect(")")
            if word not in {"nan", "inf", "-inf"}:
                raise _Wrong(token.at, "float('nan'), float('inf') or float('-inf')")
            return float(word)
        if token.kind == "name" and token.text == "datetime":
            return self._moment(0)
        raise _Wrong(token.at, "an operand")

    def _moment(self, depth: int) -> _Moment:
        """`datetime.datetime(…)` and what may stand in it: at most three deep."""
        start = self._token.at
        self._next()
        self._expect(".")
        name = self._token.text
        self._next()
        if name == "timezone" and self._is("."):
            self._next()
            if self._token.text != "utc":
                raise _Wrong(self._token.at, "utc")
            self._next()
            return timezone.utc  # noqa: UP017 - the spelling that is read
        self._expect("(")
        positional: list[Any] = []
        named: dict[str, Any] = {}
        while not self._is(")"):
            keyword = None
            if self._token.kind == "name" and self._token.text != "datetime":
                keyword = self._token.text
                self._next()
                self._expect("=")
            value = self._moment(depth + 1) if self._token.text == "datetime" and depth < 3 else self._number()  # noqa: PLR2004
            if keyword is None:
                positional.append(value)
            else:
                named[keyword] = value
            if not self._is(","):
                break
            self._next()
        self._expect(")")
        if name not in _MOMENTS:
            raise _Wrong(start, "datetime.datetime or datetime.date")
        try:
            return _MOMENTS[name](*positional, **named)
        except (TypeError, ValueError, OverflowError) as error:
            raise _Wrong(start, "a date or time that exists") from error

    def _number(self) -> float:
        token = self._token
        if token.kind != "number" or len(token.text) > _MAX_DIGITS:
            raise _Wrong(token.at, "a number")
        self._next()
        digits = token.text.removeprefix("-")
        if not digits.isdigit():
            return float(token.text)
        if digits[0] == "0" and int(digits):
            raise _Wrong(token.at, "a number as Python writes it, without leading zeros")
        return int(token.text)

    def _text(self) -> str:
        token = self._token
        if token.kind != "text":
            raise _Wrong(token.at, "a text")
        self._next()
        inner = token.text[1:-1]
        if "\\" not in inner:
            return inner
        try:
            return re.sub(_ESCAPE, _unescaped, inner)
        except (KeyError, ValueError, OverflowError) as error:
            raise _Wrong(token.at, "a text with the escapes that repr writes") from error

    def _is(self, mark: str) -> bool:
        return self._token.text == mark and self._token.kind == "mark"

    def _expect(self, mark: str) -> None:
        if not self._is(mark):
            raise _Wrong(self._token.at, repr(mark))
        self._next()

    def _next(self) -> None:
        if self._token.kind == "end":
            raise _Wrong(self._token.at, "more")
        self._token = next(self._source)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    return chr(int(code, 16)) if code else _SIMPLE_ESCAPES[found[4]]


@cache
def _lists() -> dict[str, ListProperty]:
    return {items.code: items for items in LISTS.values()}


def _close(frame: _Frame, token: _Token) -> Node:
    match frame.opener:
        case "all_of":
            return frame.done[0] if len(frame.done) == 1 else And(tuple(frame.done))
        case "any_of":
            return frame.done[0] if len(frame.done) == 1 else Or(tuple(frame.done))
        case ListProperty():
            try:
                return nested(frame.opener, tuple(frame.done))
            except TypeError as error:
                raise _Wrong(token.at, str(error)) from error
        case _:
            return frame.done[0]
