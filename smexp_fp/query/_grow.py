"""From a normal condition to the tree of filters: junctions, and the elements of lists."""

from __future__ import annotations

from typing import Final

from smexp_fp.query._ast import FLIPPED, And, Nested, Node, Not, Or, Test, postorder
from smexp_fp.query._failures import EmptyCondition, NoComplement, TooManyConditions, UnknownProperty
from smexp_fp.query._limits import MAX_LIST, MAX_NAME, MAX_NESTED_TERMS
from smexp_fp.query._properties import TAGS, ListProperty, Resource
from smexp_fp.query._spell import Spelled, spell_leaf
from smexp_fp.query._tree import Group, Join, Leaf, Tree, bottom_up, join

_FLAT_OPERATORS: Final = frozenset({"Equals", "In", "Contains", "Exists"})
"""Operators that hold for a list when they hold for one of its elements."""


def grow(root: Node, resource: Resource) -> Spelled:
    """The tree of a normal condition, or the first failure."""
    return _grow(root, resource, None)


def _grow(root: Node, resource: Resource, items: ListProperty | None) -> Spelled:
    done: dict[int, Tree] = {}
    for node in postorder(root, into=()):
        match node:
            case Test():
                made = spell_leaf(node, node, resource, items)
            case Not(Test() as test):
                made = spell_leaf(test, node, resource, items)
            case Nested():
                made = _nested(node, resource)
            case Not(Nested() as inner):
                made = _not_nested(inner, node, resource)
            case And() | Or():
                made = join("And" if isinstance(node, And) else "Or", (done[id(operand)] for operand in node.operands))
            case Not():
                raise AssertionError  # a normal condition negates leaves only
        if not isinstance(made, Leaf | Group | Join):
            return made
        done[id(node)] = made
    return done[id(root)]


def _nested(node: Nested, resource: Resource) -> Spelled:
    if resource not in node.items.resources:
        return UnknownProperty(node, resource)
    inner = _grow(node.inner, resource, node.items)
    if not isinstance(inner, Leaf | Group | Join):
        return inner
    terms = _terms(inner)
    if isinstance(terms, int):
        return TooManyConditions(node, terms)
    made: list[Tree] = []
    for term in terms:
        if not term:
            return EmptyCondition(node)
        flat = _flat(term, node.items)
        if flat is None and len(term) > MAX_LIST:
            return TooManyConditions(node, len(term) + 1)
        made.append(flat if flat is not None else Group(node.items.path, term))
    return join("Or", made)


def _not_nested(node: Nested, whole: Node, resource: Resource) -> Spelled:
    """The opposite, where each alternative is one plain filter that has one."""
    made = _nested(node, resource)
    if not isinstance(made, Leaf | Group | Join):
        return made
    parts = made.parts if isinstance(made, Join) and made.kind == "Or" else (made,)
    flipped = [
        Leaf(part.name, FLIPPED[part.op], part.value) for part in parts if isinstance(part, Leaf) and part.op in FLIPPED
    ]
    if len(flipped) < len(parts):
        return NoComplement(whole, f"no filter says that no element of {node.items.code} is so")
    return join("And", flipped)


def _terms(tree: Tree) -> list[tuple[Leaf, ...]] | int:
    """The alternatives of an inner condition, multiplied out; their number if that is beyond the cap."""
    joins = bottom_up(tree)
    counts: dict[int, int] = {}
    for part in joins:
        count = 0 if part.kind == "Or" else 1
        for each in (counts.get(id(child), 1) for child in part.parts):
            count = count + each if part.kind == "Or" else min(count * each, MAX_NESTED_TERMS + 1)
        if count > MAX_NESTED_TERMS:
            return count
        counts[id(part)] = count
    terms: dict[int, list[frozenset[Leaf]]] = {}

    def of(part: Tree) -> list[frozenset[Leaf]]:
        # Inside of `.any` there are no groups.
        return terms[id(part)] if isinstance(part, Join) else [frozenset((part,))] if isinstance(part, Leaf) else []

    for part in joins:
        product: list[frozenset[Leaf]] = [frozenset()]
        if part.kind == "Or":
            product = [term for child in part.parts for term in of(child)]
        else:
            for child in part.parts:
                product = [left | right for left in product for right in of(child)]
        terms[id(part)] = list(dict.fromkeys(product))
    found = of(tree)
    if len(found) < MAX_LIST * MAX_LIST:
        found = [term for term in found if not any(other < term for other in found)]
    return [tuple(sorted(term)) for term in found]


def _flat(term: tuple[Leaf, ...], items: ListProperty) -> Leaf | None:
    """The plain filter that means the same as a nested one, which costs a condition more and has no opposite."""
    if items is TAGS:
        # One tag has a key: then it is the property `Tags.<key>`.
        key = next((leaf.value for leaf in term if leaf.name == "Tags.Key" and leaf.op == "Equals"), None)
        rest = [leaf for leaf in term if leaf.name == "Tags.Value"]
        if key is None or len(rest) != len(term) - 1 or len(rest) > 1 or len(key) > MAX_NAME - len("Tags."):
            return None
        if not rest:
            return Leaf(f"Tags.{key}", "Exists")
        return rest[0]._replace(name=f"Tags.{key}") if rest[0].op in _FLAT_OPERATORS else None
    first, *rest = term
    if rest or not items.members[first.name].many:
        return None
    return first if first.op in _FLAT_OPERATORS or first.op.startswith(("Greater", "Less")) else None
