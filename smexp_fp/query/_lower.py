"""From a normal condition to filters with the service's names and operators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, assert_never

from smexp_fp.query._conditions import Condition, node_of
from smexp_fp.query._failures import (
    LOCALLY,
    CompileError,
    ContainsQuota,
    IllegalOperand,
    NoComplement,
    NotSearchable,
    Refused,
    TooManyConditions,
    TooManyRequests,
    UnknownProperty,
    UnsupportedOperator,
)
from smexp_fp.query._filters import EVERYTHING, Group, Join, Leaf, Tree, join
from smexp_fp.query._limits import MAX_LIST, MAX_NAME, MAX_NESTED_TERMS, MAX_VALUE
from smexp_fp.query._nodes import And, Nested, Node, Not, Or, Test
from smexp_fp.query._operands import (
    FLIPPED,
    LOCAL_OPERATORS,
    REVERSED,
    InvalidOperand,
    bounds_of,
    can_be_item,
    is_encodable,
    parse_decimal,
    parse_time,
    texts_of,
)
from smexp_fp.query._properties import TAGS, WIRE, ListProperty, Property, resolve
from smexp_fp.query._source import METHODS
from smexp_fp.records import Resource

_FLAT_OPERATORS: Final = frozenset({"Equals", "In", "Contains", "Exists"})
"""Operators that hold for a list exactly when they hold for one of its elements."""


class Lowering:
    """Lowers conditions to filters.

    Args:
        resource: The resource to search.
        weaken: Whether to replace by "always" what the service cannot search for and `matches` can check. As negation
            is at the leaves, the filters then find every record that satisfies the condition, and more.
        items: For a condition on one element of a list, the list.
    """

    def __init__(self, resource: Resource, *, weaken: bool = False, items: ListProperty | None = None) -> None:
        self._resource: Final[Resource] = resource
        self._weaken: Final = weaken
        self._items: Final = items
        self._done: Final[dict[int, Tree]] = {}
        self.is_exact = True
        """Whether nothing was replaced by "always"."""

    def tree(self, node: Node) -> Tree:
        """The filters of a normal node.

        Raises:
            Refused: With the first failure.
        """
        if isinstance(node, Test):  # not worth remembering
            return self._leaf(node)
        made = self._done.get(id(node))
        if made is None:
            match node:
                case And(operands):
                    made = join("And", [self.tree(operand) for operand in operands])
                case Or(operands):
                    made = join("Or", [self.tree(operand) for operand in operands])
                case Nested() | Not():
                    made = self._leaf(node)
                case _:
                    assert_never(node)
            self._done[id(node)] = made
        return made

    def _leaf(self, node: Test | Nested | Not) -> Tree:
        try:
            match node:
                case Test():
                    return self._test(node, node)
                case Nested():
                    return self._nested(node, positive=True)
                case Not(Test() as test):
                    return self._test(test, node)
                case Not(Nested() as nested):
                    return self._not_nested(nested, node)
                case _:
                    raise AssertionError  # a normal condition negates leaves only
        except Refused as refused:
            if not self._weaken or not is_locally_checkable(refused.failure):
                raise
            self.is_exact = False
            return self._implied(node)

    def _implied(self, node: Test | Nested | Not) -> Tree:
        """Filters that a local test implies, and that the service can search for."""
        if not isinstance(node, Test) or node.op not in LOCAL_OPERATORS:
            return EVERYTHING
        if node.op in {"StartsWith", "EndsWith"}:
            implied = Test(node.prop, node.key, "Contains", node.value)
        else:
            implied = Test(node.prop, node.key, "Exists", None)
        try:
            return self._test(implied, implied)
        except Refused:
            return EVERYTHING

    # --- one element of a list ----------------------------------------------------------------------------------------

    def _nested(self, node: Nested, *, positive: bool) -> Tree:
        items = node.items
        if self._resource not in items.resources:
            raise Refused(UnknownProperty(Condition(node), self._resource))
        lowering = Lowering(self._resource, weaken=self._weaken and positive, items=items)
        terms = _simplest(_alternatives(lowering.tree(node.inner), node))
        self.is_exact = self.is_exact and lowering.is_exact
        made: list[Tree] = []
        for term in terms:
            if not term:
                hint = "every element would satisfy it; say which member must exist"
                raise Refused(NotSearchable(Condition(node), hint))
            flat = _flat(term, items)
            if flat is None and len(term) > MAX_LIST:
                raise Refused(TooManyConditions(Condition(node), len(term) + 1))
            made.append(flat if flat is not None else Group(items.path, term))
        return join("Or", made)

    def _not_nested(self, node: Nested, whole: Not) -> Tree:
        """The opposite, where each alternative is a single plain filter that has one."""
        made = self._nested(node, positive=False)
        parts = made.parts if isinstance(made, Join) and made.kind == "Or" else (made,)
        flipped = [
            Leaf(part.name, FLIPPED[part.op], part.value)
            for part in parts
            if isinstance(part, Leaf) and part.op in FLIPPED
        ]
        if len(flipped) < len(parts):
            hint = f"no filter says that no element of {node.items.code} is so"
            raise Refused(NoComplement(Condition(whole), hint))
        return join("And", flipped)

    # --- a test -------------------------------------------------------------------------------------------------------

    def _test(self, test: Test, whole: Test | Not) -> Tree:
        """The filters of a test, or of its negation `whole`."""
        target = self._target(test)
        _check_operand(test, target.prop)
        op, value, name, prop = test.op, test.value, target.name, target.prop
        positive = whole is test
        match op:
            case "Exists" | "NotExists" | "Equals" | "NotEquals":
                return Leaf(name, op, value if isinstance(value, str) else None)
            case "Contains" if positive:
                return Leaf(name, op, str(value), int(prop.counts_towards_contains_quota))
            case "Contains":
                hint = "say what the text is or is not with == , != and .is_in"
                raise Refused(NoComplement(Condition(whole), hint))
            case "In" if positive:
                return join("Or", _is_in(name, texts_of(value)))
            case "In":
                return join("And", [Leaf(name, "NotEquals", word) for word in texts_of(value)])
            case _ if op in LOCAL_OPERATORS:
                field = prop.code.replace("{}", repr(test.key))
                hint = f"the service has no operator for .{METHODS[op]} on {field}"
                raise Refused(NotSearchable(Condition(whole), hint))
            case _:
                bounds = [Leaf(name, operator, text) for operator, text in bounds_of(op, value)]
        if positive:
            is_member = prop.items is not None and target.items is None
            return Group(str(prop.items), tuple(bounds)) if is_member and len(bounds) > 1 else join("And", bounds)
        # An element of a list has one value of each member.
        if prop.multivalued and target.items is None:
            hint = "with several values the opposite comparison says something else: say what is wanted"
            raise Refused(NoComplement(Condition(whole), hint))
        if prop.kind == "parameter":
            hint = (
                "a parameter can be a text, which no comparison finds: say what is wanted, as in the opposite "
                "comparison"
            )
            raise Refused(NoComplement(Condition(whole), hint))
        return join("Or", [*(Leaf(name, REVERSED[leaf.op], leaf.value) for leaf in bounds), Leaf(name, "NotExists")])

    def _target(self, test: Test) -> _Target:
        """The property that a test is about, and its name in the search or in an element of the list."""
        prop, key, items = test.prop, test.key, self._items
        found = resolve(prop, key, self._resource if items is None else items)
        # `Q.field` is for properties of a resource that this release does not know.
        if found is None and (items is not None or not prop.by_name or prop is WIRE):
            raise Refused(UnknownProperty(Condition(test), self._resource))
        meant = prop if found is None else found[0]
        if items is not None:
            return _Target(meant, next(path for path, known in items.members.items() if known is meant), items)
        name = prop.paths[self._resource].replace("{}", key)
        _check_name(test, name)
        return _Target(meant, name, None)


class _Target(NamedTuple):
    prop: Property
    name: str
    items: ListProperty | None
    """The list, where it is a property of one element."""


def is_locally_checkable(failure: CompileError) -> bool:
    """Whether the failure is a limit of the service only, so that `matches` can check the condition."""
    match failure:
        case NoComplement() | NotSearchable() | ContainsQuota() | TooManyConditions() | TooManyRequests():
            return True
        case IllegalOperand(condition):
            # A text that the wire cannot carry still has a meaning. An invalid operand has none.
            test = node_of("a failure", condition)
            return isinstance(test, Test) and not isinstance(test.value, InvalidOperand)
        case _:
            return False


# --- what a filter can hold -------------------------------------------------------------------------------------------


def _check_name(test: Test, name: str) -> None:
    if len(name) > MAX_NAME:
        raise _illegal(test, f"a property's name has at most {MAX_NAME} characters, not {len(name)}")
    if not name or "\n" in name:
        raise _illegal(test, "a property's name is not empty and has no newline")
    if not is_encodable(name):
        raise _illegal(test, "a property's name has no lone surrogates")


def _check_operand(test: Test, prop: Property) -> None:
    """Check that the operand can go over the wire to a property of this type."""
    op, kind, value = test.op, prop.kind, test.value
    if ((op in {"Contains", "In"} or op in LOCAL_OPERATORS) and kind in {"number", "time"}) or (
        (op in REVERSED or op == "Between") and kind == "text"
    ):
        raise Refused(UnsupportedOperator(Condition(test), op, kind))
    if isinstance(value, InvalidOperand):
        raise _illegal(test, value.rule)
    if op in LOCAL_OPERATORS:
        return  # the operand is not sent
    is_number = kind == "number" or (kind == "parameter" and op in REVERSED)
    for text in texts_of(value):
        if len(text) > MAX_VALUE:
            raise _illegal(test, f"the operand has {len(text)} characters, {MAX_VALUE} are allowed")
        if not text or "\n" in text:
            raise _illegal(
                test,
                f"a filter's value is not empty and has no newline; {LOCALLY}; for an absent property write .missing()",
            )
        if not is_encodable(text):
            raise _illegal(test, "a filter's value has no lone surrogates")
        if is_number and parse_decimal(text) is None:
            raise _illegal(test, f"{text!r} is not a decimal number")
        if kind == "time" and parse_time(text) is None:
            raise _illegal(test, f"{text!r} is not an ISO 8601 time")


def _illegal(test: Test, rule: str) -> Refused:
    return Refused(IllegalOperand(Condition(test), rule))


# --- words ------------------------------------------------------------------------------------------------------------


def _is_in(name: str, words: tuple[str, ...]) -> list[Leaf]:
    """Filters for one of several words: `In`, and `Equals` for words that a comma-separated list cannot hold."""
    items: list[str] = []
    leaves: list[Leaf] = []
    for word in words:
        if can_be_item(word):
            items.append(word)
        else:
            leaves.append(Leaf(name, "Equals", word))
    leaves += [Leaf(name, "In" if len(group) > 1 else "Equals", ",".join(group)) for group in _packed(items)]
    return leaves


def _packed(words: Sequence[str]) -> list[list[str]]:
    """Words in groups of at most 1024 characters, commas included, in the order given."""
    groups: list[list[str]] = []
    room = 0
    for word in words:
        need = len(word) + 1  # with a comma; a group has room for one more, as its last word has none
        if need > room:
            groups.append([])
            room = MAX_VALUE + 1
        groups[-1].append(word)
        room -= need
    return groups


# --- one element of a list, multiplied out ----------------------------------------------------------------------------


def _alternatives(tree: Tree, node: Nested) -> list[frozenset[Leaf]]:
    """The alternatives of an inner condition, multiplied out, since a nested filter has no `Or`."""
    if not isinstance(tree, Join):
        return [frozenset([tree])] if isinstance(tree, Leaf) else []  # inside of `.any` there are no groups
    terms: list[frozenset[Leaf]] = [] if tree.kind == "Or" else [frozenset()]
    for part in tree.parts:
        more = _alternatives(part, node)
        count = len(terms) + len(more) if tree.kind == "Or" else len(terms) * len(more)
        if count > MAX_NESTED_TERMS:
            raise Refused(TooManyConditions(Condition(node), count))
        terms = [*terms, *more] if tree.kind == "Or" else [left | right for left in terms for right in more]
    return list(dict.fromkeys(terms))


def _simplest(terms: list[frozenset[Leaf]]) -> list[tuple[Leaf, ...]]:
    """The alternatives, without those that imply another one."""
    if len(terms) < MAX_LIST * MAX_LIST:
        terms = [term for term in terms if not any(other < term for other in terms)]
    return [tuple(sorted(term)) for term in terms]


def _flat(term: tuple[Leaf, ...], items: ListProperty) -> Leaf | None:
    """A plain filter with the same meaning, if any. It takes one condition less, and may have an opposite."""
    if items is TAGS:
        # A condition on the tag with a certain key is one on the property `Tags.<key>`.
        key = next((leaf.value for leaf in term if leaf.name == "Tags.Key" and leaf.op == "Equals"), None)
        rest = [leaf for leaf in term if leaf.name == "Tags.Value"]
        if key is None or len(rest) != len(term) - 1 or len(rest) > 1 or len(key) > MAX_NAME - len("Tags."):
            return None
        if not rest:
            return Leaf(f"Tags.{key}", "Exists")
        return rest[0]._replace(name=f"Tags.{key}") if rest[0].op in _FLAT_OPERATORS else None
    if len(term) != 1 or not items.members[term[0].name].multivalued:
        return None
    return term[0] if term[0].op in _FLAT_OPERATORS or term[0].op in REVERSED else None
