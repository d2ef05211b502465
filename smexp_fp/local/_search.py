"""Search: from a request to the ids of a page and the number of all hits."""

# ruff: noqa: S608 - all SQL text comes from this program; values from requests are always arguments

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from . import _tokens
from ._context import Context
from ._entities import DEFAULT_PAGE
from ._expressions import compile_expression
from ._faults import Wire, invalid
from ._filters import Clause, Sql
from ._kinds import Kind
from ._lookup import kind_of
from ._order import POSITION_SIZE, Order
from ._records import records

# Beyond this number of hits, TotalHits is a lower bound, for which the API has a relation. Counting further would cost
# more than the page.
MAX_COUNTED = 10_000
# The maximum number of conditions to consider as the one to start from.
_MAX_SOURCES = 8
# If the best condition has at least this many hits, several conditions are intersected.
_DENSE = 2_000


def search(context: Context, request: Wire) -> Wire:
    """Search."""
    kind = kind_of(request["Resource"])
    clauses = (*compile_expression(kind, request.get("SearchExpression")), *_visible(kind, request))
    order = Order.of(kind, request)
    position = _tokens.decode("Search", request, POSITION_SIZE)
    if request.get("CrossAccountFilterOption") == "CrossAccount":
        # "Only resources made discoverable to you from other accounts" (documented): a store has none.
        return {"Results": [], "TotalHits": _total(0)}
    start = _start(context, clauses)
    hits = _count(context, kind, clauses, start)
    # With many hits, reading in the requested order soon fills a page. Few hits are found first, and then sorted.
    in_order = start is None or (hits > MAX_COUNTED and order.is_indexed)
    pages = _scan(kind, clauses) if start is None or in_order else _from(kind, clauses, start)
    size: int = request.get("MaxResults", DEFAULT_PAGE)
    page = order.page(context, pages, position, size + 1) if hits else []
    found = records(context, kind, [row["id"] for row in page[:size]])
    answer: Wire = {"Results": [{kind.record_member: record} for record in found], "TotalHits": _total(hits)}
    if len(page) > size:
        answer["NextToken"] = _tokens.encode("Search", request, order.position(page[size - 1]))
    return answer


def _total(hits: int) -> Wire:
    if hits > MAX_COUNTED:
        return {"Value": MAX_COUNTED, "Relation": "GreaterThanOrEqualTo"}
    return {"Value": hits, "Relation": "EqualTo"}


def _conditions(clauses: Sequence[Clause], *more: str) -> Sql:
    text = " AND ".join([*more, *(clause.condition.text for clause in clauses)]) or "1"
    return Sql(f" WHERE {text}", tuple(a for clause in clauses for a in clause.condition.arguments))


def _scan(kind: Kind, clauses: Sequence[Clause]) -> Sql:
    """Every entity of the kind, tested for each condition."""
    return Sql("FROM entity AS e") + _conditions(clauses, f"e.kind = {kind.number}")


@dataclass(frozen=True, slots=True)
class _Start:
    """A query that finds the ids of all hits, and perhaps others, and the conditions that all of them satisfy."""

    found: Sql
    covered: tuple[Clause, ...]


def _start(context: Context, clauses: Sequence[Clause]) -> _Start | None:
    """The condition to start from: the one with the fewest hits among those with an index, if any."""
    sources = [(clause, source) for clause in clauses for source in clause.sources][:_MAX_SOURCES]
    if not sources:
        return None
    exact = [(clause, source) for clause, source in sources if clause.exact]
    if len(sources) == 1:
        ((clause, source),) = sources
    else:
        counted = [(_hits(context, source), number) for number, (_, source) in enumerate(sources)]
        fewest, number = min(counted)
        clause, source = sources[number]
        if fewest >= _DENSE and len(exact) > 1:
            # SQLite merges sources that an index yields in the order of ids, far faster than it tests each of many ids.
            merged = " INTERSECT ".join(f"SELECT id FROM ({source.text})" for _, source in exact)
            arguments = tuple(argument for _, source in exact for argument in source.arguments)
            return _Start(Sql(f"{merged} ORDER BY 1", arguments), tuple(clause for clause, _ in exact))
    return _Start(source, (clause,) if clause.exact else ())


def _hits(context: Context, source: Sql) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ({source.text}) LIMIT {MAX_COUNTED})"
    return context.number(sql, source.arguments)


def _rest(clauses: Sequence[Clause], start: _Start) -> list[Clause]:
    return [clause for clause in clauses if not any(clause is covered for covered in start.covered)]


def _from(kind: Kind, clauses: Sequence[Clause], start: _Start) -> Sql:
    """The entities that the start finds, tested for the other conditions."""
    joined = Sql(f"FROM ({start.found.text}) AS s CROSS JOIN entity AS e ON e.id = s.id", start.found.arguments)
    return joined + _conditions(_rest(clauses, start), f"e.kind = {kind.number}")


def _count(context: Context, kind: Kind, clauses: Sequence[Clause], start: _Start | None) -> int:
    """The number of hits, counted to one more than MAX_COUNTED."""
    if start is None:
        base = _scan(kind, clauses)
    elif all(clause.of_rows for clause in _rest(clauses, start)):
        # Sources find only entities of the kind. If no column of the entity is needed, the indexes suffice.
        base = Sql(f"FROM ({start.found.text}) AS e", start.found.arguments) + _conditions(_rest(clauses, start))
    else:
        base = _from(kind, clauses, start)
    sql = f"SELECT count(*) FROM (SELECT 1 {base.text} LIMIT {MAX_COUNTED + 1})"
    return context.number(sql, base.arguments)


def _visible(kind: Kind, request: Wire) -> list[Clause]:
    """VisibilityConditions: a record with the tag must have one of the values; others are kept (documented)."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for condition in request.get("VisibilityConditions", ()):
        prefix, dot, key = condition.get("Key", "").partition(".")
        if not dot or prefix.lower() != "tags" or "Value" not in condition:
            raise invalid("A visibility condition must have a key of the form Tags.<key>, and a value.")
        values[key].append(condition["Value"])
    return [
        Clause(
            Sql(
                "NOT EXISTS (SELECT 1 FROM tag AS p WHERE p.entity_id = e.id AND p.key = ? "
                f"AND p.kind = {kind.number} AND p.value NOT IN ({', '.join('?' * len(allowed))}))",
                (key, *allowed),
            ),
            of_rows=True,
        )
        for key, allowed in values.items()
    ]
