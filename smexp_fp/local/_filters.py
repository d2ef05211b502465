"""A Filter as SQL: a condition over `entity AS e`, and queries from which its entities can be found."""

# ruff: noqa: S608 - all SQL text comes from this program; values from requests are always arguments

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import _operands
from ._faults import Wire, invalid
from ._kinds import Kind
from ._properties import Elements, Property, Type, find, find_elements, find_member


@dataclass(frozen=True, slots=True)
class Sql:
    """SQL text with its arguments."""

    text: str
    arguments: tuple[Any, ...] = ()  # values that SQLite can bind

    def __add__(self, other: Sql) -> Sql:
        return Sql(self.text + other.text, self.arguments + other.arguments)


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on an entity `e`, and queries that find the ids for which it can hold.

    Each of the `sources` finds all such ids; there may be none. If `exact`, they find no other ids. If `of_rows`, the
    condition uses only the id of `e`.
    """

    condition: Sql
    sources: tuple[Sql, ...] = ()
    exact: bool = False
    of_rows: bool = False


_COMPARISONS = {
    "GreaterThan": ">",
    "GreaterThanOrEqualTo": ">=",
    "LessThan": "<",
    "LessThanOrEqualTo": "<=",
}
# A negative operator holds exactly if its positive does not, which includes absent properties.
_POSITIVE = {"NotEquals": "Equals", "NotExists": "Exists"}


def _operator(request: Wire) -> str:
    """The operator; by default Equals with a value (documented), and Exists without (documented once)."""
    operator: str = request.get("Operator") or ("Equals" if "Value" in request else "Exists")
    if operator not in {"Exists", "NotExists"} and "Value" not in request:
        raise invalid(f"The operator {operator} of the filter on '{request['Name']}' needs a value.")
    return operator


def _unsupported(operator: str, name: str, kind: Type) -> Exception:
    return invalid(f"The operator {operator} is not supported for the {kind.value} property '{name}'.")


# How an operand is read, and what it has to be.
_READERS: Mapping[Type, tuple[Callable[[str], float | None], str]] = {
    Type.NUMBER: (_operands.decimal, "a decimal number"),
    Type.PARAMETER: (_operands.decimal, "a decimal number"),
    Type.TIME: (_operands.instant, "a time such as 2020-01-31T12:00:00Z"),
}


def _operand(found: Property, name: str, value: str) -> float:
    read, wanted = _READERS[found.type]
    operand = read(value)
    if operand is None:
        raise invalid(f"The value '{value}' of the filter on '{name}' is not {wanted}.")
    return operand


def _places(arguments: tuple[object, ...]) -> str:
    return ", ".join("?" * len(arguments))


def _any(column: str, arguments: tuple[object, ...]) -> Sql:
    if len(arguments) == 1:
        return Sql(f"{column} = ?", arguments)
    return Sql(f"{column} IN ({_places(arguments)})", arguments) if arguments else Sql("0")


def _or(parts: list[Sql]) -> Sql:
    if len(parts) == 1:
        return parts[0]
    return Sql(f"({' OR '.join(part.text for part in parts)})", tuple(a for part in parts for a in part.arguments))


def _compared(found: Property, operator: str, name: str, value: str) -> list[Sql]:
    """The conditions on the columns of one entity or row, for a positive operator with an operand; one must hold."""
    match found.type:
        case Type.TEXT:
            match operator:
                case "Equals":
                    return [Sql(f"{column} = ?", (value,)) for column in found.columns]
                case "In":
                    return [_any(column, _operands.items(value)) for column in found.columns]
                case "Contains":
                    return [Sql(f"instr({column}, ?) > 0", (value,)) for column in found.columns]
                case _:
                    raise _unsupported(operator, name, found.type)
        case Type.NUMBER | Type.TIME:
            sign = {"Equals": "=", **_COMPARISONS}.get(operator)
            if sign is None:
                raise _unsupported(operator, name, found.type)
            operand = _operand(found, name, value)
            return [Sql(f"{column} {sign} ?", (operand,)) for column in found.columns]
        case Type.PARAMETER:
            number, text = found.columns
            match operator:
                case "Contains":
                    return [Sql(f"instr({text}, ?) > 0", (value,))]
                case "Equals" | "In":
                    items = (value,) if operator == "Equals" else _operands.items(value)
                    numbers = tuple(n for n in map(_operands.decimal, items) if n is not None)
                    return [_any(text, items), *([_any(number, numbers)] if numbers else [])]
                case _:
                    return [Sql(f"{number} {_COMPARISONS[operator]} ?", (_operand(found, name, value),))]


def _holds(found: Property, operator: str, name: str, value: str) -> list[Sql]:
    if operator != "Exists":
        return _compared(found, operator, name, value)
    return [Sql(f"{column} IS NOT NULL") for column in found.columns]


def compile_filter(kind: Kind, request: Wire) -> Clause:
    """A Filter outside of NestedFilters. Raises a fault if the property does not support the operator."""
    name: str = request["Name"]
    operator = _operator(request)
    found = find(kind, name)
    positive = _POSITIVE.get(operator, operator)
    parts = _holds(found, positive, name, request.get("Value", ""))
    if not found.table:
        return _of_columns(kind, found, parts, negative=positive != operator, by_index=positive in {"Equals", "In"})
    return _of_rows(found, parts, negative=positive != operator)


def _of_columns(kind: Kind, found: Property, parts: list[Sql], *, negative: bool, by_index: bool) -> Clause:
    holds = _or(parts)
    if negative:
        # A comparison with NULL is neither true nor false in SQL. Here it is false, so its negation is true.
        return Clause(Sql(f"NOT coalesce({holds.text}, 0)", holds.arguments))
    if not (found.indexed and by_index):
        return Clause(holds)
    source = Sql(f"SELECT e.id FROM entity AS e WHERE e.kind = {kind.number} AND ") + holds
    return Clause(holds, (source,), exact=True)


def _of_rows(found: Property, parts: list[Sql], *, negative: bool) -> Clause:
    holds = _or(parts)
    exists = Sql(
        f"EXISTS (SELECT 1 FROM {found.table} WHERE {found.owner} = e.id AND {found.where} AND {holds.text})",
        found.arguments + holds.arguments,
    )
    if negative:
        return Clause(Sql("NOT ") + exists, of_rows=True)
    if not found.indexed:
        return Clause(exists, of_rows=True)
    # One branch per column, so that each can use the index of its column. A unique row has either a number or a text,
    # so it is in one branch only. An entity that several rows lead to is one hit (DISTINCT, and UNION without ALL).
    select = (
        f"SELECT{'' if found.unique else ' DISTINCT'} {found.owner} AS id FROM {found.table} WHERE {found.where} AND "
    )
    branches = [Sql(select, found.arguments) + part for part in parts]
    source = branches[0]
    for branch in branches[1:]:
        source = source + Sql(" UNION ALL " if found.unique else " UNION ") + branch
    return Clause(exists, (source,), exact=True, of_rows=True)


def compile_nested(kind: Kind, request: Wire) -> Clause:
    """A NestedFilters: all of its filters must hold for one element of the list."""
    list_name: str = request["NestedPropertyName"]
    elements = find_elements(kind, list_name)
    conditions = [_on_element(elements, list_name, given) for given in request["Filters"]]
    rows = elements.rows
    joined = " AND ".join(condition.text for condition in conditions)
    return Clause(
        Sql(
            f"EXISTS (SELECT 1 FROM {rows.table} WHERE {rows.owner} = e.id AND {rows.where} AND {joined})",
            rows.arguments + tuple(a for condition in conditions for a in condition.arguments),
        )
    )


def _on_element(elements: Elements, list_name: str, request: Wire) -> Sql:
    name: str = request["Name"]
    operator = _operator(request)
    found = find_member(elements, list_name, name)
    positive = _POSITIVE.get(operator, operator)
    holds = _or(_holds(found, positive, name, request.get("Value", "")))
    return holds if positive == operator else Sql(f"NOT coalesce({holds.text}, 0)", holds.arguments)


def counts_towards_contains_quota(kind: Kind, request: Wire, list_name: str | None) -> bool:
    """Whether a filter is one of the Contains of which an expression may have only one (documented)."""
    if request.get("Operator") != "Contains":
        return False
    if list_name is None:
        found = find(kind, request["Name"])
    else:
        found = find_member(find_elements(kind, list_name), list_name, request["Name"])
    return not found.exempt_from_contains_quota
