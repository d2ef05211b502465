"""From a condition's text to the condition, by Python's own parser.

Nothing is evaluated: the tree of `ast.parse` may have only these constructs.

    condition = condition "&" condition | condition "|" condition | "~" condition | "(" condition ")"
              | "all_of(" condition, … ")" | "any_of(" condition, … ")" | list ".any(" condition, … ")"
              | field ("==" | "!=" | "<" | "<=" | ">" | ">=") operand | field "." method "(" operand, … ")"
              | "Q.tag(" text [, text] ")" | "Q.wire(" text, text [, text] ")"
    field     = "Q" ("." name | "." name "(" text, … ")" | "[" text "]")…
    operand   = text | number | "-" number | "float(" text ")" | "[" operand, … "]" | "datetime.…(…)"
"""

from __future__ import annotations

import ast
import datetime as dt
import operator
import warnings
from collections.abc import Callable
from typing import Any, Final, Literal, overload

from returns.result import Failure, Result, Success

from smexp_fp.query._conditions import Condition, all_of, any_of, is_condition, node_of
from smexp_fp.query._failures import ParseError, UnknownProperty, Unparsable
from smexp_fp.query._fields import Field, Surface
from smexp_fp.query._nodes import Nested, Test, postorder
from smexp_fp.query._properties import WIRE, check_resource, lookup
from smexp_fp.query._q import Q, TagCondition
from smexp_fp.records import Experiment, Resource, Trial, TrialComponent

_MAX_LENGTH: Final = 4_000_000
"""Characters of a text. Python's parser takes some hundred bytes of memory for each."""

_OPERATORS: Final[dict[type[ast.AST], Callable[[Any, Any], Any]]] = {
    ast.BitAnd: lambda left, right: left & right,
    ast.BitOr: lambda left, right: left | right,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_METHODS: Final = frozenset(
    {"exists", "missing", "contains", "is_in", "between", "any", "tag", "field", "wire", "parameter", "metric",
     "input_artifact", "output_artifact", "equals", "startswith", "endswith", "matches"}
)  # fmt: skip
_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {"all_of": all_of, "any_of": any_of, "float": float}
_MOMENTS: Final[dict[str, Callable[..., Any]]] = {
    "datetime": dt.datetime,
    "date": dt.date,
    "timedelta": dt.timedelta,
    "timezone": dt.timezone,
}


class _Wrong(Exception):
    def __init__(self, node: ast.expr, expected: str) -> None:
        self.node = node
        self.expected = expected


@overload
def parse(text: str) -> Result[Condition[Any], Unparsable]: ...
@overload
def parse(text: str, resource: Literal["Experiment"]) -> Result[Condition[Experiment], ParseError]: ...
@overload
def parse(text: str, resource: Literal["ExperimentTrial"]) -> Result[Condition[Trial], ParseError]: ...
@overload
def parse(
    text: str, resource: Literal["ExperimentTrialComponent"]
) -> Result[Condition[TrialComponent], ParseError]: ...
@overload
def parse(text: str, resource: Resource) -> Result[Condition[Any], ParseError]: ...
def parse(text: str, resource: Resource | None = None) -> Result[Condition[Any], ParseError]:
    """The condition that a `repr` describes.

    Args:
        text: The `repr` of a condition. Spacing and parentheses may differ.
        resource: The API's name of what the condition is to search. The type of the result is then a condition on
            its records, and a property that the resource does not have is a failure. Without it, only `compile` checks
            the properties.

    Returns:
        A condition equal to the one described; `Unparsable` with the position; or `UnknownProperty` with the part of
        the condition that the resource does not have. Texts that Python's own parser does not take are unparsable too:
        more than 199 open parentheses, or chains of thousands of `&` (`repr` of `all_of` has neither).

    Raises:
        TypeError: When there is no such resource.

    >>> parse("Q.tag('team') & ~Q.name.contains('old')").unwrap()
    Q.tag('team') & ~Q.name.contains('old')
    >>> print(parse("Q.name.contains(3)").failure())
    at character 16: expected operands that Q.name.contains takes
    >>> parse("Q.tag('team') & (Q.status == 'Failed')", "ExperimentTrial").failure().condition
    Q.status == 'Failed'
    """
    if resource is not None:
        check_resource("parse", resource)
    read = _read(text)
    if resource is None or isinstance(read, Failure):
        return read
    unknown = _unknown_property(read.unwrap(), resource)
    return read if unknown is None else Failure(unknown)


def _unknown_property(condition: Condition[Any], resource: Resource) -> UnknownProperty | None:
    """The first part of a condition that the resource does not have."""
    for node in postorder(node_of("parse", condition), into_lists=False):
        match node:
            case Test(prop=prop, key=key):
                is_known = prop.path(resource, key) is not None and (
                    prop is not WIRE or lookup(resource, key) is not None
                )
            case Nested(items=items):
                is_known = resource in items.resources
            case _:
                continue
        if not is_known:
            return UnknownProperty(Condition(node), resource)
    return None


def _read(text: str) -> Result[Condition[Any], Unparsable]:
    if len(text) > _MAX_LENGTH:
        return Failure(Unparsable(_MAX_LENGTH, "the end: the text is too long"))
    begin = len(text) - len(text.lstrip())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an unknown escape in a text
            tree = ast.parse(text.lstrip(), mode="eval").body
        return Success(_condition(tree))
    except _Wrong as wrong:
        return Failure(Unparsable(begin + _position(text.lstrip(), wrong.node), wrong.expected))
    except SyntaxError as error:
        lines = text.lstrip().splitlines(keepends=True)
        before = sum(map(len, lines[: max(0, (error.lineno or 1) - 1)]))
        return Failure(Unparsable(min(len(text), begin + before + max(0, (error.offset or 1) - 1)), "a condition"))
    except (ValueError, RecursionError, MemoryError):
        return Failure(Unparsable(begin, "a condition that is less deep, without null characters"))


def _position(text: str, node: ast.expr) -> int:
    """The character where a node begins; Python counts bytes from the start of its line."""
    lines = text.splitlines(keepends=True)
    inside = lines[node.lineno - 1].encode(errors="surrogatepass")[: node.col_offset]
    return sum(map(len, lines[: node.lineno - 1])) + len(inside.decode(errors="surrogatepass"))


def _condition(node: ast.expr) -> Condition[Any]:
    made = _value(node)
    if not is_condition(made):
        raise _Wrong(node, "a condition")
    return made


def _value(node: ast.expr) -> Any:  # noqa: ANN401, C901, PLR0912 - one case a construct
    match node:
        case ast.BinOp():
            return _chain(node)
        case ast.UnaryOp(ast.Invert(), operand):
            return ~_condition(operand)
        case ast.Compare(left, [comparison], [right]) if type(comparison) in _OPERATORS:
            field = _value(left)
            if not isinstance(field, Field | TagCondition):
                raise _Wrong(left, "a field")
            return _applied(_OPERATORS[type(comparison)], [field, _value(right)], {}, left, right)
        case ast.Call(function, arguments, keywords):
            positional = [_value(argument) for argument in arguments]
            named = {str(keyword.arg): _value(keyword.value) for keyword in keywords}
            return _applied(_function(function), positional, named, function, arguments[0] if arguments else node)
        case ast.Subscript(value, key):
            if _value(value) is not Q.tags:
                raise _Wrong(node, "a field")
            return _applied(operator.getitem, [Q.tags, _value(key)], {}, value, key)
        case ast.Attribute(ast.Attribute(ast.Name("datetime"), "timezone"), "utc"):
            return dt.UTC
        case ast.Attribute(value, name):
            return _member(node, _value(value), name)
        case ast.Name("Q"):
            return Q
        case ast.List(elements):
            return [_value(element) for element in elements]
        case ast.Constant(str() | int() | float() as constant):
            return constant
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as constant)):
            return -constant
        case _:
            raise _Wrong(node, "a condition, a field or an operand")


def _chain(node: ast.BinOp) -> Condition[Any]:
    """Operands joined by `&` and `|`, which Python nests to the left: read from the left, without recursion."""
    rights: list[ast.BinOp] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp):
        if type(left.op) not in _OPERATORS:
            raise _Wrong(left, "conditions joined by '&' or '|'")
        rights.append(left)
        left = left.left
    made = _condition(left)
    for each in reversed(rights):
        made = _OPERATORS[type(each.op)](made, _condition(each.right))
    return made


def _member(node: ast.expr, owner: object, name: str) -> Any:  # noqa: ANN401 - a field, or a method
    if not isinstance(owner, Surface | TagCondition) or name.startswith("_"):
        raise _Wrong(node, "a field of Q or a method of the field")
    try:
        return getattr(owner, name)
    except AttributeError as error:
        raise _Wrong(node, "a field of Q or a method of the field") from error


def _function(node: ast.expr) -> Callable[..., Any]:
    match node:
        case ast.Name(name) if name in _FUNCTIONS:
            return _FUNCTIONS[name]
        case ast.Attribute(ast.Name("datetime"), name) if name in _MOMENTS:
            return _MOMENTS[name]
        case ast.Attribute(value, name) if name in _METHODS:
            method: Callable[..., Any] = _member(node, _value(value), name)
            return method
        case _:
            raise _Wrong(node, "a field of Q or a method of the field")


def _applied(
    function: Callable[..., Any], positional: list[Any], named: dict[str, Any], what: ast.expr, at: ast.expr
) -> Any:  # noqa: ANN401 - a condition, a field or an operand
    """The result of a call or comparison. A call that fails is not part of a condition's text."""
    try:
        return function(*positional, **named)
    except (TypeError, ValueError, OverflowError) as error:
        raise _Wrong(at, f"operands that {ast.unparse(what)[:80]} takes") from error
