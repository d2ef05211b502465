"""A normal condition in the service's operators: what it has no word for is spelled out, or is a failure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypeAlias, assert_never

from smexp_fp.query._ast import REVERSED, Not, Test, Unsayable, texts_of
from smexp_fp.query._failures import (
    CompileError,
    IllegalName,
    IllegalValue,
    NaiveDatetime,
    NoComplement,
    NotFinite,
    SubSecond,
    TimeOutOfRange,
    UnknownProperty,
    UnsupportedOperator,
    ValueTooLong,
)
from smexp_fp.query._limits import MAX_NAME, MAX_VALUE
from smexp_fp.query._literals import ONE_DAY, can_be_item, is_encodable, midnight, parse_decimal, parse_time
from smexp_fp.query._lookup import lookup, lookup_member
from smexp_fp.query._pack import pack_items
from smexp_fp.query._properties import WIRE, ListProperty, Property, Resource
from smexp_fp.query._tree import Group, Leaf, Tree, join

Spelled: TypeAlias = Tree | CompileError


class _Target(NamedTuple):
    """What a test is about, in the place where it stands."""

    prop: Property
    name: str
    items: ListProperty | None
    """The list, where the name is of an element of it."""


def spell_leaf(test: Test, whole: Test | Not, resource: Resource, items: ListProperty | None) -> Spelled:
    """A test, or the negation that is the whole of the leaf, in the service's operators.

    Args:
        test: The test.
        whole: The test itself, or its negation.
        resource: What is searched.
        items: The list of which it is about one element.
    """
    target = _target(test, resource, items)
    if not isinstance(target, _Target):
        return target
    problem = _checked(test, target.prop)
    if problem is not None:
        return problem
    return _spell(test, target, whole)


def _target(test: Test, resource: Resource, items: ListProperty | None) -> _Target | CompileError:
    prop, key = test.prop, test.key
    if items is not None:
        member = lookup_member(items, key) if prop.is_loose else prop
        if member is None:
            return UnknownProperty(test, resource)
        name = next(path for path, known in items.members.items() if known is member)
        return _Target(member, name, items)
    if prop.is_loose:
        found = lookup(resource, key)
        if found is None and prop is WIRE:
            return UnknownProperty(test, resource)
        return _named(test, _Target(found[0] if found is not None else prop, key, None))
    path = prop.path(resource, key)
    return UnknownProperty(test, resource) if path is None else _named(test, _Target(prop, path, None))


def _named(test: Test, target: _Target) -> _Target | CompileError:
    name = target.name
    if len(name) > MAX_NAME:
        return IllegalName(test, f"a property's name has at most {MAX_NAME} characters, not {len(name)}")
    if not name or "\n" in name:
        return IllegalName(test, "a property's name is not empty and has no newline")
    if not is_encodable(name):
        return IllegalName(test, "a property's name has no lone surrogates")
    return target


def _checked(test: Test, prop: Property) -> CompileError | None:
    """Whether the operand can go over the wire to a property of this type."""
    op, kind, value = test.op, prop.kind, test.value
    if (op in {"Contains", "In"} and kind in {"number", "time"}) or (
        (op in REVERSED or op in {"Between", "On"}) and kind == "text"
    ):
        return UnsupportedOperator(test, op, kind)
    match value:
        case None:
            return None
        case Unsayable(why):
            return _unsayable(why, test)
        case str():
            return _checked_text(test, prop, value)
        case tuple():
            return next((wrong for text in value if (wrong := _checked_text(test, prop, text)) is not None), None)
        case _:
            assert_never(value)


def _unsayable(why: str, test: Test) -> CompileError:
    match why:
        case "naive":
            return NaiveDatetime(test)
        case "fraction":
            return SubSecond(test)
        case "range":
            return TimeOutOfRange(test)
        case _:
            return NotFinite(test)


def _checked_text(test: Test, prop: Property, text: str) -> CompileError | None:
    if len(text) > MAX_VALUE:
        return ValueTooLong(test, len(text))
    if not text or "\n" in text:
        return IllegalValue(
            test, "a filter's value is not empty and has no newline; for an absent property write .missing()"
        )
    if not is_encodable(text):
        return IllegalValue(test, "a filter's value has no lone surrogates")
    match prop.kind:
        case "number" if parse_decimal(text) is None:
            return IllegalValue(test, f"{text!r} is no decimal number")
        case "parameter" if test.op in REVERSED and parse_decimal(text) is None:
            return IllegalValue(test, f"{text!r} is no decimal number")
        case "time" if parse_time(text) is None:
            return IllegalValue(test, f"{text!r} is no ISO 8601 time")
        case _:
            return None


def _spell(test: Test, target: _Target, whole: Test | Not) -> Spelled:  # noqa: C901 - one case an operator
    op, value, name, prop = test.op, test.value, target.name, target.prop
    positive = whole is test
    match op:
        case "Exists" | "NotExists" | "Equals" | "NotEquals":
            return Leaf(name, op, value if isinstance(value, str) else None)
        case "Contains":
            if not positive:
                return NoComplement(whole, "say what the text is or is not with == , != and .is_in")
            return Leaf(name, op, str(value), not prop.is_unrationed)
        case "In":
            words = texts_of(value)
            if not positive:
                return join("And", (Leaf(name, "NotEquals", word) for word in words))
            return join("Or", _is_in(name, words))
        case "GreaterThan" | "GreaterThanOrEqualTo" | "LessThan" | "LessThanOrEqualTo":
            bounds: list[Leaf] = [Leaf(name, op, str(value))]
        case "Between":
            low, high = texts_of(value)
            bounds = [Leaf(name, "GreaterThanOrEqualTo", low), Leaf(name, "LessThanOrEqualTo", high)]
        case "On":
            day = date.fromisoformat(str(value))
            bounds = [Leaf(name, "GreaterThanOrEqualTo", midnight(day))]
            if day != date.max:
                bounds.append(Leaf(name, "LessThan", midnight(day + ONE_DAY)))
        case _:
            assert_never(op)
    if positive:
        in_list = prop.items is not None and target.items is None and len(bounds) > 1
        return Group(str(prop.items), tuple(bounds)) if in_list else join("And", bounds)
    # Of a list's members each element has one value; so has every property that is in no list, but a parameter may be
    # a text.
    single = target.items is not None or not prop.many
    if not single or prop.kind == "parameter":
        return NoComplement(
            whole,
            "a parameter can be a text, which no comparison finds: say what is wanted, as in the opposite comparison"
            if prop.kind == "parameter"
            else "with several values the opposite comparison says something else: say what is wanted",
        )
    return join("Or", [*(Leaf(name, REVERSED[leaf.op], leaf.value) for leaf in bounds), Leaf(name, "NotExists")])


def _is_in(name: str, words: tuple[str, ...]) -> list[Leaf]:
    items = [word for word in words if can_be_item(word)]
    if len(items) == 1:
        return [Leaf(name, "Equals", word) for word in words]
    return [
        *(Leaf(name, "Equals", word) for word in words if not can_be_item(word)),
        *(Leaf(name, "In" if len(packed) > 1 else "Equals", ",".join(packed)) for packed in pack_items(items)),
    ]
