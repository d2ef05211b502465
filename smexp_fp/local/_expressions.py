"""A SearchExpression as one SQL condition, within the service's limits."""

# ruff: noqa: S608 - all SQL text comes from this program; values from requests are always arguments

from __future__ import annotations

from collections.abc import Iterator

from ._faults import Wire, invalid
from ._filters import Clause, Sql, compile_filter, compile_nested, counts_towards_contains_quota
from ._kinds import Kind

# Documented limits that the service model cannot express: elements of an expression, conditions of a request.
MAX_ELEMENTS = 20
MAX_CONDITIONS = 50
MAX_QUOTA_CONTAINS = 1

_LISTS = ("Filters", "NestedFilters", "SubExpressions")


def _nodes(root: Wire) -> Iterator[Wire]:
    """The expression and all sub-expressions. Iterative, because the depth is not limited yet."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.get("SubExpressions", ()))


def check_limits(kind: Kind, root: Wire) -> None:
    """Reject an expression without elements, or with too many elements, conditions or Contains.

    Every Filter, NestedFilters, Filter in a NestedFilters and SubExpression is a condition; the root is not (chosen).
    """
    conditions = quota_contains = 0
    for node in _nodes(root):
        elements = sum(len(node.get(member, ())) for member in _LISTS)
        if elements == 0:
            raise invalid("A search expression must contain at least one filter, nested filter or sub-expression.")
        if elements > MAX_ELEMENTS:
            raise invalid(f"A search expression can contain at most {MAX_ELEMENTS} elements; this has {elements}.")
        conditions += elements + sum(len(nested["Filters"]) for nested in node.get("NestedFilters", ()))
        if conditions > MAX_CONDITIONS:
            raise invalid(f"A search request can contain at most {MAX_CONDITIONS} conditions.")
        quota_contains += sum(counts_towards_contains_quota(kind, given, None) for given in node.get("Filters", ()))
        quota_contains += sum(
            counts_towards_contains_quota(kind, given, nested["NestedPropertyName"])
            for nested in node.get("NestedFilters", ())
            for given in nested["Filters"]
        )
    if quota_contains > MAX_QUOTA_CONTAINS:
        raise invalid(f"'CONTAINS' operator usage limit of {MAX_QUOTA_CONTAINS} exceeded.")


def compile_expression(kind: Kind, root: Wire | None) -> tuple[Clause, ...]:
    """Clauses that must all hold. Raises a fault for an expression that the service rejects."""
    if root is None:
        return ()
    check_limits(kind, root)
    clauses = _children(kind, root)
    return clauses if _is_and(root) or len(clauses) == 1 else (_either(clauses),)


def _depth(root: Wire) -> int:
    level, depth = [root], 0
    while level := [below for node in level for below in node.get("SubExpressions", ())]:
        depth += 1
    return depth


def _is_and(node: Wire) -> bool:
    return bool(node.get("Operator", "And") == "And")


def _children(kind: Kind, node: Wire) -> tuple[Clause, ...]:
    # The deepest comes first, because SQLite's parser keeps everything left of an open parenthesis on a stack of 100.
    below = sorted(node.get("SubExpressions", ()), key=_depth, reverse=True)
    return (
        *(_joined(kind, expression) for expression in below),
        *(compile_filter(kind, given) for given in node.get("Filters", ())),
        *(compile_nested(kind, given) for given in node.get("NestedFilters", ())),
    )


def _joined(kind: Kind, node: Wire) -> Clause:
    clauses = _children(kind, node)
    if len(clauses) == 1:
        return clauses[0]
    return _all(clauses) if _is_and(node) else _either(clauses)


def _join(clauses: tuple[Clause, ...], word: str) -> Sql:
    text = word.join(clause.condition.text for clause in clauses)
    return Sql(f"({text})", tuple(a for clause in clauses for a in clause.condition.arguments))


def _all(clauses: tuple[Clause, ...]) -> Clause:
    # All of them must hold, so the hits of any one include all hits.
    sources = tuple(source for clause in clauses for source in clause.sources)
    return Clause(_join(clauses, " AND "), sources, of_rows=all(clause.of_rows for clause in clauses))


def _either(clauses: tuple[Clause, ...]) -> Clause:
    sources: tuple[Sql, ...] = ()
    if all(clause.sources for clause in clauses):
        firsts = [clause.sources[0] for clause in clauses]
        union = Sql(" UNION ".join(f"SELECT id FROM ({source.text})" for source in firsts))
        sources = (Sql(union.text, tuple(a for source in firsts for a in source.arguments)),)
    return Clause(_join(clauses, " OR "), sources, of_rows=all(clause.of_rows for clause in clauses))
