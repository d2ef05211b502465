"""The fast path of `compile`: what it takes, what it leaves to the passes, and that nobody can tell the difference."""

from __future__ import annotations

import datetime as dt
import functools
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
C: Resource = "ExperimentTrialComponent"
NOW = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


def by_the_passes(node: Node, resource: Resource) -> SearchExpression | None:
    tree = grow(normal(node).node, resource)
    return emit(tree, NAME.paths[resource]) if isinstance(tree, Leaf | Group | Join) else None


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
    lambda: all_of(*golden.tags(2)),
    lambda: any_of(*golden.tags(20)),
    lambda: functools.reduce(lambda one, other: one & other, golden.tags(20)),
    lambda: all_of(all_of(*golden.tags(10)), all_of(*golden.tags(20)[10:])),
    lambda: And((as_node(Q.tag("a")),)),
    lambda: Or((as_node(Q.tag("a")),)),
    lambda: And((And((And((as_node(Q.tag("a")),)),)),)),
    Q.created.exists,
    lambda: Q.tag("a") & Q.created.missing(),
    lambda: (Q.created > NOW) & (Q.modified <= NOW),
    lambda: Q.created == NOW,
    lambda: ~Q.tag("a"),
    lambda: ~(Q.name == "a") & ~Q.tag("a") & ~Q.tag("b").missing() & ~(Q.description != "d"),
    lambda: ~Q.tag("a") | Q.tag("b"),
    lambda: Q.name.is_in(["b", "a", "b"]),
    lambda: Q.name.is_in([f"{i:02}" for i in range(20)]) & Q.tag("a"),
    lambda: Q.name.is_in(["x" * 511, "y" * 512]),
    lambda: Q.name.is_in(["größer", "kleiner"]) | Q.tag("a"),
]
# What has more kinds of properties.
OF_COMPONENTS: list[Callable[[], Condition[Any]]] = [
    lambda: (Q.metric("loss").last < 0.1) & (Q.metric("loss").max >= 7),
    lambda: (Q.metric("a").min > 1e300) | (Q.metric("b").avg <= -0.5) | (Q.metric("c").count != 3),
    lambda: (Q.parameter("lr") == 0.1) & (Q.parameter("decay") < 1) & (Q.parameter("opt") == "adam"),
    lambda: Q.parameter("opt").contains("ad") & Q.name.contains("a"),
    lambda: Q.parents.trial_name == "t",
    lambda: Q.input_artifact("a").contains("s3") & Q.input_artifacts.contains("s3") & Q.status_message.contains("x"),
]
CASES: list[tuple[Resource, Callable[[], Condition[Any]]]] = [
    *((E, make) for make in TAKEN),
    *((C, make) for make in OF_COMPONENTS),
]
LEFT: list[Callable[[], Condition[Any]]] = [
    lambda: And(()),
    lambda: Or(()),
    lambda: And((as_node(Q.tag("a")), And(()))),
    lambda: ~Q.name.contains("a"),
    lambda: ~Q.name.is_in(["a", "b"]),
    lambda: ~~Q.tag("a"),
    lambda: ~(Q.tag("a") & Q.tag("b")),
    lambda: ~(Q.created < NOW),
    lambda: Q.tags.any(Q.tags.key == "a"),
    lambda: ~Q.tags.any(Q.tags.key == "a"),
    lambda: all_of(*golden.tags(21)),
    lambda: functools.reduce(lambda one, other: one | other, golden.tags(21)),
    lambda: any_of(any_of(*golden.tags(10)), any_of(*golden.tags(21)[10:])),
    lambda: functools.reduce(lambda one, _: one & one, range(60), golden.tags(1)[0]),
    lambda: Q.name.is_in([]),
    lambda: Q.name.is_in(["a", "a"]),
    lambda: Q.name.is_in(["a", "b,c"]),
    lambda: Q.name.is_in(["a", " b"]),
    lambda: Q.name.is_in(["", "b"]),
    lambda: Q.name.is_in(["a", "b\n"]),
    lambda: Q.name.is_in([f"{i:02}" for i in range(21)]),
    lambda: Q.name.is_in(["x" * 512, "y" * 512]),
    lambda: Q.created == dt.date(2024, 5, 1),
    lambda: Q.created.between(NOW, NOW),
    lambda: Q.created == NOW.replace(microsecond=1),
    lambda: Q.tag("a") & ~Q.tag("a"),
    lambda: Q.tag("a") & (Q.tag("b") | Q.tag("c")),
    lambda: Q.tag("a") | (Q.tag("b") & Q.tag("c")),
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


@pytest.mark.parametrize("at", range(len(CASES)))
def test_it_takes_plain_tests_of_different_properties(at: int) -> None:
    resource, make = CASES[at]
    node = as_node(make())
    made = simple(node, resource)
    assert made is not None
    assert made == by_the_passes(node, resource)
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
