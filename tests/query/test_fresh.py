"""What is made at import, the fields and their registry, is what its names say, and the same at every import."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from typing import Any, cast

import pytest

import smexp_fp
from smexp_fp import query
from smexp_fp.query import _properties
from tests.query.test_matching import RECORDS

PACKAGE = "smexp_fp.query"


@pytest.fixture
def fresh() -> Iterator[Any]:
    """The query language, imported once more; afterwards all is as it was."""
    before = {name: module for name, module in sys.modules.items() if name.partition(".query")[0] == "smexp_fp"}
    mine = {name: module for name, module in before.items() if name.startswith(PACKAGE)}
    for name in mine:
        del sys.modules[name]
    try:
        yield importlib.import_module(PACKAGE)
    finally:
        for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
            del sys.modules[name]
        sys.modules.update(mine)
        smexp_fp.query = query  # the submodule as an attribute of its package


def fields(module: Any) -> dict[str, Any]:
    """Every field that `Q` has as an attribute, however deep, by the code that reaches it."""
    found: dict[str, Any] = {}
    todo: list[tuple[str, Any]] = [("Q", module.Q)]
    while todo:
        code, thing = todo.pop()
        is_leaf, is_list = (is_a(thing, kind) for kind in (module.Field, module.ListField))
        if is_leaf or is_list:
            found[code] = thing
        if not is_leaf:
            inside = cast("dict[str, Any]", vars(thing))
            todo += [(f"{code}.{name}", value) for name, value in inside.items() if not name.startswith("_")]
    return found


def is_a(thing: object, kind: type) -> bool:
    """`isinstance`, which tells a checker nothing of a class that it cannot know."""
    return isinstance(thing, kind)


def registry(known: Any) -> dict[str, object]:
    """Every property with all that is known of it."""
    properties: dict[str, object] = {
        code: (prop.code, prop.kind, prop.paths, prop.many, prop.items, prop.keyed, prop.is_loose, prop.is_unrationed)
        for code, prop in known.PROPERTIES.items()
    }
    lists = {
        path: (items.code, items.path, items.resources, {name: prop.code for name, prop in items.members.items()})
        for path, items in known.LISTS.items()
    }
    return {**properties, **lists}


def test_every_field_is_written_as_it_is_reached(fresh: Any) -> None:
    found = fields(fresh)
    assert set(found) == set(fields(query))
    assert len(found) > 50
    for code, field in found.items():
        assert repr(field) == code


def test_every_field_has_its_property_in_the_registry(fresh: Any) -> None:
    known: Any = sys.modules[f"{PACKAGE}._properties"]
    for code, field in fields(fresh).items():
        if is_a(field, fresh.Field):
            assert field._prop is known.PROPERTIES[code]
            assert type(field).__name__ == f"{known.PROPERTIES[code].kind.capitalize()}Field"
        else:
            assert field._items in known.LISTS.values()


@pytest.mark.usefixtures("fresh")
def test_an_import_anew_makes_the_same() -> None:
    assert registry(sys.modules[f"{PACKAGE}._properties"]) == registry(_properties)


@pytest.mark.usefixtures("fresh")
def test_the_readers_of_an_import_anew_read_the_same() -> None:
    known: Any = sys.modules[f"{PACKAGE}._properties"]
    for code, prop in _properties.PROPERTIES.items():
        for resource in prop.paths if prop.items is None else ():
            record = RECORDS[resource]
            assert list(known.PROPERTIES[code].read(record, "KEY")) == list(prop.read(record, "KEY"))
