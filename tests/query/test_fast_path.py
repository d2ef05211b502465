"""The fast path of `compile`: what it takes, what it leaves to the passes, and that nobody can tell the difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from smexp_fp.query import Condition, Q, all_of, any_of, text
from smexp_fp.query._ast import And, Node, Or, as_node
from smexp_fp.query._compile import simple
from smexp_fp.query._grow import grow
from smexp_fp.query._normalise import normal
from smexp_fp.query._properties import NAME, Resource
from smexp_fp.query._tree import Group, Join, Leaf, SearchExpression, emit
from tests.query import golden

E: Resource = "Experiment"


def by_the_passes(node: Node, resource: Resource) -> SearchExpression | None:
    tree = grow(normal(node).node, resource)
    return emit(tree, NAME.paths[resource]) if isinstance(tree, Leaf | Group | Join) else None


def tags(count: int) -> list[Condition[Any]]:
    return [Q.tag(f"k{i:02}") for i in range(count)]


TAKEN: list[Callable[[], Condition[Any]]] = [
    lambda: Q.name == "a",
    lambda: Q.name != "a",
    lambda: Q.name.contains("a"),
    Q.name.exists,
    Q.name.missing,
    lambda: Q.name == "x" * 1024,
    lambda: Q.name == "größer als ß",
    lambda: Q.tag("x" * 250),
    lambda: Q.tag("größe", "ß"),
    lambda: Q.tag("{}", "{}"),
    lambda: Q.name.contains("auto") & Q.tag("team"),
    lambda: Q.tag("team") | Q.name.contains("auto"),
    lambda: all_of(Q.name.contains("a"), Q.display_name.contains("b"), Q.tag("c")),
    lambda: Q.description.contains("a") & Q.name.contains("b"),
    lambda: (Q.name == "b") & (Q.description == "a"),
    lambda: all_of(*tags(2)),
    lambda: any_of(*tags(20)),
]
LEFT: list[Callable[[], Condition[Any]]] = [
    lambda: And(()),
    lambda: Or(()),
    lambda: And((as_node(Q.tag("a")),)),
    lambda: ~Q.tag("a"),
    lambda: Q.tags.any(Q.tags.key == "a"),
    lambda: all_of(*tags(21)),
    lambda: Q.name.is_in(["a", "b"]),
    Q.created.exists,
    lambda: Q.tag("a") & Q.created.missing(),
    lambda: Q.tag("a") & ~Q.tag("b"),
    lambda: Q.tag("a") & (Q.tag("b") | Q.tag("c")),
    lambda: Q.tag("a") & Q.tag("a", "b"),
    lambda: Q.tag("a") & Q.tag("a"),
    lambda: Q.experiment_name == "of a trial",
    lambda: Q.field("Some.New.Property", text).exists(),
    lambda: Q.wire("Tags.a", "Exists"),
    lambda: Q.tag("x" * 251),
    lambda: Q.tag("a\nb"),
    lambda: Q.tag("\ud800"),
    lambda: Q.name == "",
    lambda: Q.name == "x" * 1025,
    lambda: Q.name == "a\nb",
    lambda: Q.name == "\ud800",
    lambda: Q.description.contains("a") & Q.description.contains("b"),
    lambda: Q.description.contains("a") & Q.source.arn.contains("b"),
]


@pytest.mark.parametrize("at", range(len(TAKEN)))
def test_it_takes_plain_tests_of_different_texts(at: int) -> None:
    node = as_node(TAKEN[at]())
    made = simple(node, E)
    assert made is not None
    assert made == by_the_passes(node, E)
    assert list(made) == sorted(made)


@pytest.mark.parametrize("at", range(len(LEFT)))
def test_it_leaves_the_rest_to_the_passes(at: int) -> None:
    assert simple(as_node(LEFT[at]()), E) is None


@pytest.mark.parametrize("name", golden.CORPUS)
def test_it_makes_what_the_passes_make(name: str) -> None:
    node = as_node(golden.CORPUS[name])
    for resource in golden.RESOURCES:
        made = simple(node, resource)
        assert made is None or made == by_the_passes(node, resource)
