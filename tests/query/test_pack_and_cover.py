"""Packing, covering and the tree of filters, each alone, with every boundary."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import Any

import pytest
from returns.result import Failure

from smexp_fp.query import (
    Condition,
    ContainsQuota,
    NoComplement,
    Q,
    TooManyConditions,
    TooManyRequests,
    all_of,
    any_of,
    plan,
)
from smexp_fp.query import _cover as cover
from smexp_fp.query import _grow as growing
from smexp_fp.query import _split as splitting
from smexp_fp.query._cover import fewest
from smexp_fp.query._pack import Piece, pack, pack_items
from smexp_fp.query._properties import METRICS, PARENTS, TAGS
from smexp_fp.query._tree import (
    ENOUGH,
    EVERYTHING,
    NOTHING,
    Group,
    Join,
    Leaf,
    Measure,
    Tree,
    bottom_up,
    emit,
    helpers,
    join,
    measure,
)

A, B, C, D, E = (Leaf(name, "Exists") for name in "abcde")
ABOUT: Condition[Any] = Q.tag("about")


IS = Leaf("f", "Equals", "v")


def leaves(count: int) -> tuple[Leaf, ...]:
    return tuple(Leaf(f"{i:05}", "Exists") for i in range(count))


def lengths(*of: int) -> list[str]:
    """Words of these lengths, in order: `a…`, `b…`, …"""
    return [chr(ord("a") + index) * length for index, length in enumerate(of)]


def shown(groups: list[tuple[str, ...]]) -> list[list[str]]:
    return [[f"{word[0]}{len(word)}" for word in group] for group in groups]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], []),
        (lengths(1), [["a1"]]),
        (lengths(1, 1), [["a1", "b1"]]),
        (lengths(1024), [["a1024"]]),
        (lengths(1023, 1), [["a1023"], ["b1"]]),
        (lengths(1022, 1), [["a1022", "b1"]]),
        (lengths(1, 1022), [["a1", "b1022"]]),
        (lengths(1, 1023), [["a1"], ["b1023"]]),
        (lengths(1024, 1, 1024), [["a1024"], ["b1"], ["c1024"]]),
        (lengths(341, 340, 341), [["a341", "b340", "c341"]]),
        (lengths(341, 341, 341), [["a341", "b341"], ["c341"]]),
        (lengths(512, 511), [["a512", "b511"]]),
        (lengths(512, 512), [["a512"], ["b512"]]),
        # Taken in order, three: the first two do not fit together, nor do the second and the third.
        (lengths(600, 600, 400, 400), [["a600", "d400"], ["b600", "c400"]]),
        (lengths(500, 600, 523, 423), [["b600", "d423"], ["a500", "c523"]]),
        (lengths(500, 600, 523, 424), [["a500"], ["b600"], ["c523", "d424"]]),
        # Best fit: the shortest goes where it leaves the least room.
        (lengths(700, 800, 300, 200, 10), [["b800", "d200", "e10"], ["a700", "c300"]]),
        (lengths(700, 800, 300, 200, 22), [["b800", "d200", "e22"], ["a700", "c300"]]),
        (lengths(700, 800, 300, 201, 22), [["b800", "d201"], ["a700", "c300", "e22"]]),
        (lengths(700, 800, 300, 200, 23), [["b800", "d200"], ["a700", "c300"], ["e23"]]),
        (lengths(800, 900, 120, 100), [["b900", "c120"], ["a800", "d100"]]),
        # Two groups with the same room: the one that was filled last.
        (lengths(700, 700, 700, 300, 300), [["a700"], ["b700", "e300"], ["c700", "d300"]]),
        # The longest first, and of one length in the order of the alphabet.
        (lengths(700, 20, 800, 300, 20, 200, 3), [["b20", "c800", "f200"], ["a700", "d300", "e20"], ["g3"]]),
        (lengths(700, 20, 800, 300, 20, 200, 2), [["b20", "c800", "f200"], ["a700", "d300", "e20"], ["g2"]]),
        (lengths(700, 20, 800, 300, 20, 200, 1), [["b20", "c800", "f200"], ["a700", "d300", "e20", "g1"]]),
    ],
)
def test_words_are_packed(words: list[str], expected: list[list[str]]) -> None:
    assert shown(pack_items(words)) == expected


def packed(*weights: int) -> list[list[int]]:
    """Pieces of these weights in bins that hold ten."""
    pieces = [Piece(weight, 0, A) for weight in weights]
    return [[piece.weight for piece in one] for one in pack(pieces, lambda load: load.weight <= 10)]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([], []),
        ([10], [[10]]),
        ([5, 5], [[5, 5]]),
        ([6, 5], [[6], [5]]),
        ([6, 5, 4], [[6, 4], [5]]),
        # First fit takes three, the fewest are two: 4 + 3 + 3 twice.
        ([4, 4, 3, 3, 3, 3], [[4, 3, 3], [4, 3, 3]]),
        ([5, 5, 4, 4, 3, 3, 3, 3], [[5, 5], [4, 3, 3], [4, 3, 3]]),
        # Ten pieces are searched, eleven are not.
        ([4, 4, 3, 3, 3, 3, 0, 0, 0, 0], [[4, 3, 3, 0, 0, 0, 0], [4, 3, 3]]),
        ([4, 4, 3, 3, 3, 3, 0, 0, 0, 0, 0], [[4, 4, 0, 0, 0, 0, 0], [3, 3, 3], [3]]),
        # A small piece goes into the first bin that holds it, however many came between.
        ([7, *([8] * 2000), 3], [[7, 3], *([[8]] * 2000)]),
        (
            [*([8] * 1000), 7, *([8] * 1000), 3, 2, 2, 1, 3],
            [[8, 2], [8, 2], [8, 1], *([[8]] * 997), [7, 3], *([[8]] * 1000), [3]],
        ),
    ],
    ids=lambda value: "" if len(value) > 20 else None,
)
def test_pieces_are_packed(weights: list[int], expected: list[list[int]]) -> None:
    assert packed(*weights) == expected


def test_a_bin_holds_so_many_of_a_kind() -> None:
    pieces = [Piece(1, rationed, A) for rationed in (0, 1, 0, 1, 0)]
    assert [len(one) for one in pack(pieces, lambda load: load.width <= 2)] == [2, 2, 1]
    assert [len(one) for one in pack(pieces, lambda load: load.rationed <= 1)] == [4, 1]
    many = [Piece(1, at % 2, A) for at in range(12)]
    assert [len(one) for one in pack(many, lambda load: load.width <= 5)] == [5, 5, 2]
    # A size that was refused says nothing of another: an unrationed piece still goes where a rationed one did not.
    assert [len(one) for one in pack(many, lambda load: load.rationed <= 1)] == [7, 1, 1, 1, 1, 1]


def test_alternatives_are_not_counted_by_the_steps_they_take() -> None:
    """Sixteen pairs a request: 1,100 of them once were refused, as if they took more than 500."""
    pairs = any_of(*(Q.tag(f"k{i}") & Q.tag(f"z{i}") for i in range(1100)))
    assert len(plan(pairs, "Experiment").unwrap().requests) == 69


@pytest.mark.parametrize(
    ("width", "expected"),
    [(0, 0), (1, 0), (19, 0), (20, 0), (21, 1), (39, 1), (40, 2), (58, 2), (59, 3), (77, 3), (78, 4)],
)
def test_so_many_helpers_are_needed(width: int, expected: int) -> None:
    assert helpers(width) == expected


LONG = Leaf("l", "Contains", "x", rationed=True)
GROUP = Group("P", (A, LONG, LONG._replace(value="y")))
FREE = Leaf("f", "Contains", "x")


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (A, Measure(1, 1, 0, 1)),
        (LONG, Measure(1, 1, 1, 1)),
        (FREE, Measure(1, 1, 0, 1)),
        (Group("P", (A,)), Measure(2, 2, 0, 2)),
        (GROUP, Measure(4, 4, 2, 4)),
        (EVERYTHING, Measure(1, 1, 0, 0)),
        (NOTHING, Measure(1, 1, 0, 0)),
        (Join("And", (A, B)), Measure(3, 2, 0, 2)),
        (Join("Or", (A, B)), Measure(3, 2, 0, 1)),
        (Join("And", (A, GROUP)), Measure(6, 5, 2, 5)),
        (Join("Or", (LONG, GROUP)), Measure(6, 5, 3, 4)),
        (Join("And", (A, Join("Or", (B, C, LONG)))), Measure(6, 5, 1, 2)),
        (Join("And", leaves(20)), Measure(21, 20, 0, 20)),
        (Join("And", leaves(21)), Measure(23, 22, 0, 21)),
        (Join("Or", leaves(39)), Measure(41, 40, 0, 1)),
        (Join("Or", leaves(40)), Measure(43, 42, 0, 1)),
        (Join("Or", (Join("And", leaves(21)), A)), Measure(25, 24, 0, 21)),
    ],
)
def test_a_tree_is_measured(tree: Tree, expected: Measure) -> None:
    assert measure(tree) == expected


def test_a_tree_whose_parts_are_shared_is_measured_without_end() -> None:
    tree: Tree = Join("And", (LONG, LONG))
    for _ in range(40):
        tree = Join("And", (tree, tree))
    assert measure(tree) == Measure(ENOUGH, ENOUGH, ENOUGH, ENOUGH)
    assert len(bottom_up(tree)) < 200


def test_parts_come_before_the_whole_and_once() -> None:
    inner = Join("Or", (A, B))
    outer = Join("Or", (inner, C))
    whole = Join("And", (inner, outer))
    assert bottom_up(whole) == [inner, outer, whole]
    assert bottom_up(A) == []


OR, AND = Join("Or", (A, B)), Join("And", (A, B))


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (join("And", ()), EVERYTHING),
        (join("Or", ()), NOTHING),
        (join("And", (A,)), A),
        (join("And", (B, A)), AND),
        (join("Or", (B, A, B)), OR),
        (join("And", (A, A)), A),
        (join("And", (A, NOTHING)), NOTHING),
        (join("And", (A, EVERYTHING)), A),
        (join("Or", (A, NOTHING)), A),
        (join("Or", (A, EVERYTHING)), EVERYTHING),
        (join("And", (AND, C)), Join("And", (A, B, C))),
        (join("Or", (C, OR)), Join("Or", (A, B, C))),
        (join("And", (OR, C)), Join("And", (C, OR))),
        (join("Or", (AND, C)), Join("Or", (C, AND))),
        (join("And", (OR, GROUP, C)), Join("And", (C, GROUP, OR))),
        # A junction with a part that is here as well says nothing; a filter and its opposite say all.
        (join("And", (OR, GROUP, A)), Join("And", (A, GROUP))),
        (join("Or", (AND, B, C)), Join("Or", (B, C))),
        (join("And", (OR, Join("Or", (B, C)), A)), Join("And", (A, Join("Or", (B, C))))),
        (join("Or", (A, D, A._replace(op="NotExists"))), EVERYTHING),
        (join("And", (A._replace(op="NotExists"), D, A)), NOTHING),
        (join("And", (IS, IS._replace(op="NotEquals"))), NOTHING),
        (join("Or", (IS._replace(op="NotEquals"), IS)), EVERYTHING),
        (join("Or", (IS._replace(op="NotEquals"), IS._replace(value="w"))),
         Join("Or", (IS._replace(value="w"), IS._replace(op="NotEquals")))),
        (join("Or", (A, B._replace(op="NotExists"))), Join("Or", (A, B._replace(op="NotExists")))),
        (join("And", (GROUP, GROUP)), GROUP),
        (join("And", (Group("Q", (A,)), Group("P", (B,)), Group("P", (A,)))),
         Join("And", (Group("P", (A,)), Group("P", (B,)), Group("Q", (A,))))),
        (join("And", (Group("P", (FREE,)), Group("P", (FREE._replace(value="a"),)))),
         Join("And", (Group("P", (FREE._replace(value="a"),)), Group("P", (FREE,))))),
        (join("And", (Group("P", (FREE,)), Group("P", (FREE._replace(op="Equals"),)))),
         Join("And", (Group("P", (FREE,)), Group("P", (FREE._replace(op="Equals"),))))),
        # By the text of it, in which a quotation mark comes first.
        (join("And", (Group("P", (FREE._replace(value="a"),)), Group("P", (FREE._replace(value="b'"),)))),
         Join("And", (Group("P", (FREE._replace(value="a"),)), Group("P", (FREE._replace(value="b'"),))))),
        (join("And", (FREE, FREE._replace(value="a"), FREE._replace(op="Equals"), FREE._replace(name="e"))),
         Join("And", (FREE._replace(name="e"), FREE._replace(value="a"), FREE, FREE._replace(op="Equals")))),
        (join("And", (Leaf("a", "Exists"), Leaf("a", "Equals", "v"))),
         Join("And", (Leaf("a", "Equals", "v"), Leaf("a", "Exists")))),
    ],
)  # fmt: skip
def test_junctions_are_joined(tree: Tree, expected: Tree) -> None:
    assert tree == expected


def said(*names: str) -> list[dict[str, str]]:
    return [{"Name": name, "Operator": "Exists"} for name in names]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (EVERYTHING, {"Filters": said("N")}),
        (NOTHING, {"Filters": [{"Name": "N", "Operator": "NotExists"}]}),
        (A, {"Filters": said("a")}),
        (LONG, {"Filters": [{"Name": "l", "Operator": "Contains", "Value": "x"}]}),
        (Group("P", (A, B)), {"NestedFilters": [{"NestedPropertyName": "P", "Filters": said("a", "b")}]}),
        (AND, {"Filters": said("a", "b")}),
        (OR, {"Filters": said("a", "b"), "Operator": "Or"}),
        (Join("Or", (A, Group("P", (B,)), AND)),
         {"Filters": said("a"), "NestedFilters": [{"NestedPropertyName": "P", "Filters": said("b")}],
          "SubExpressions": [{"Filters": said("a", "b")}], "Operator": "Or"}),
        (Join("And", (OR, NOTHING)),
         {"SubExpressions": [{"Filters": said("a", "b"), "Operator": "Or"},
                             {"Filters": [{"Name": "N", "Operator": "NotExists"}]}]}),
    ],
)  # fmt: skip
def test_a_tree_becomes_a_dict(tree: Tree, expected: dict[str, Any]) -> None:
    assert emit(tree, "N") == expected


def nested(made: Any) -> list[Any]:
    """How many filters there are in each node, as in `[19, [2]]`."""
    assert made["Operator"] == "Or"
    return [len(made["Filters"]), *(nested(below) for below in made.get("SubExpressions", []))]


@pytest.mark.parametrize(
    ("width", "shape"),
    [
        (20, [20]),
        (21, [19, [2]]),
        (22, [19, [3]]),
        (38, [19, [19]]),
        (39, [19, [20]]),
        (40, [19, [1, [20]]]),
        (41, [19, [2, [20]]]),
        (48, [19, [9, [20]]]),
        (59, [19, [1, [19, [20]]]]),
    ],
)
def test_what_is_wider_than_a_list_is_held_by_helpers(width: int, shape: list[Any]) -> None:
    made: Any = emit(Join("Or", leaves(width)), "N")
    assert nested(made) == shape
    assert made["Filters"] == said(*(leaf.name for leaf in leaves(width)[: shape[0]]))


def alternatives(tree: Tree) -> list[str] | int:
    found = growing._terms(tree)
    return found if isinstance(found, int) else ["".join(leaf.name for leaf in term) for term in found]


ABCD = Join("And", (Join("Or", (A, B)), Join("Or", (C, D))))


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (A, ["a"]),
        (EVERYTHING, [""]),
        (NOTHING, []),
        (GROUP, []),
        (AND, ["ab"]),
        (Join("And", (B, A)), ["ab"]),
        (OR, ["a", "b"]),
        (Join("Or", (B, A)), ["b", "a"]),
        (ABCD, ["ac", "ad", "bc", "bd"]),
        (Join("Or", (ABCD, AND)), ["ac", "ad", "bc", "bd", "ab"]),
        (Join("Or", (A, AND)), ["a"]),
        (Join("And", (OR, Join("Or", (A, C)))), ["a", "bc"]),
        (Join("And", (OR, OR)), ["a", "b"]),
        (Join("And", (OR, NOTHING)), []),
        (Join("Or", leaves(1000)), [leaf.name for leaf in leaves(1000)]),
        (Join("Or", leaves(1001)), 1001),
        (Join("Or", leaves(1500)), 1500),
        (Join("And", (Join("Or", leaves(40)), Join("Or", leaves(26)))), 1001),
        (Join("And", (Join("Or", leaves(600)), Join("Or", leaves(600)), Join("Or", leaves(600)))), 1001),
        (Join("Or", (Join("Or", leaves(600)), Join("Or", leaves(600)))), 1200),
    ],
)
def test_alternatives_are_multiplied_out(tree: Tree, expected: list[str] | int) -> None:
    assert alternatives(tree) == expected


@pytest.mark.parametrize(("wide", "narrow", "count"), [(21, 19, 361), (20, 20, 400)])
def test_from_four_hundred_alternatives_on_the_weaker_are_not_looked_for(wide: int, narrow: int, count: int) -> None:
    """19 by 21, one common to both: of the 399 those with it fall to itself alone."""
    first = leaves(wide)
    tree = Join(
        "And", (Join("Or", first), Join("Or", (first[0], *(Leaf(f"z{i}", "Exists") for i in range(narrow - 1)))))
    )
    found = alternatives(tree)
    assert not isinstance(found, int)
    assert len(found) == count


KEY, VALUE = Leaf("Tags.Key", "Equals", "k"), Leaf("Tags.Value", "Equals", "v")


@pytest.mark.parametrize(
    ("term", "items", "expected"),
    [
        ((KEY,), TAGS, Leaf("Tags.k", "Exists")),
        ((KEY, VALUE), TAGS, Leaf("Tags.k", "Equals", "v")),
        ((KEY, VALUE._replace(op="In")), TAGS, Leaf("Tags.k", "In", "v")),
        ((KEY, VALUE._replace(op="Contains", rationed=True)), TAGS, Leaf("Tags.k", "Contains", "v", rationed=True)),
        ((KEY, VALUE._replace(op="NotEquals")), TAGS, None),
        ((KEY, VALUE._replace(op="GreaterThan")), TAGS, None),
        ((KEY, VALUE, VALUE._replace(op="Contains")), TAGS, None),
        ((VALUE,), TAGS, None),
        ((KEY._replace(op="Contains"), VALUE), TAGS, None),
        ((KEY, KEY._replace(value="l")), TAGS, None),
        ((KEY._replace(value="k" * 250),), TAGS, Leaf(f"Tags.{'k' * 250}", "Exists")),
        ((KEY._replace(value="k" * 251),), TAGS, None),
        ((Leaf("Parents.TrialName", "Equals", "t"),), PARENTS, Leaf("Parents.TrialName", "Equals", "t")),
        ((Leaf("Parents.TrialName", "GreaterThan", "t"),), PARENTS, Leaf("Parents.TrialName", "GreaterThan", "t")),
        ((Leaf("Parents.TrialName", "LessThanOrEqualTo", "t"),), PARENTS,
         Leaf("Parents.TrialName", "LessThanOrEqualTo", "t")),
        ((Leaf("Parents.TrialName", "NotEquals", "t"),), PARENTS, None),
        ((Leaf("Parents.TrialName", "Exists"), Leaf("Parents.ExperimentName", "Exists")), PARENTS, None),
        ((Leaf("Metrics.Last", "Equals", "1"),), METRICS, None),
    ],
)  # fmt: skip
def test_a_nested_filter_is_flat_where_it_can_be(term: tuple[Leaf, ...], items: Any, expected: Leaf | None) -> None:
    assert growing._flat(term, items) == expected


def at_most(size: int) -> Any:
    def fits(tree: Tree) -> bool:
        return measure(tree).size <= size

    return fits


def small(tree: Tree) -> str:
    """A tree as a text: `a|b`, `(a|b)&c`."""
    if isinstance(tree, Join):
        return {"And": " & ", "Or": " | "}[tree.kind].join(
            f"({small(part)})" if isinstance(part, Join) else small(part) for part in tree.parts
        )
    return tree.name if isinstance(tree, Leaf) else f"{tree.path}[{len(tree.filters)}]"


FOUR = Join("Or", (A, B, C, D))


@pytest.mark.parametrize(
    ("tree", "size", "enough", "expected"),
    [
        (FOUR, 4, 3, ["a | b | c | d"]),
        (FOUR, 3, 3, ["a | c | d", "b | c | d"]),
        (FOUR, 2, 3, ["a | d", "b | c"]),
        (FOUR, 2, 2, None),
        (FOUR, 1, 4, None),
        (FOUR, 1, 5, ["a", "b", "c", "d"]),
        (FOUR, 0, 9, None),
        (ABCD, 6, 3, ["(a | b) & (c | d)"]),
        (ABCD, 5, 3, ["a & (c | d)", "b & (c | d)"]),
        (ABCD, 4, 3, ["a & (c | d)", "b & (c | d)"]),
        (ABCD, 3, 5, ["a & c", "a & d", "b & c", "b & d"]),
        (AND, 2, 2, ["a & b"]),
        (AND, 2, 1, None),
        (A, 1, 2, ["a"]),
        (Join("Or", (AND, Join("And", (C, D)))), 3, 3, ["a & b", "c & d"]),
        (Join("And", (A, Join("Or", (B, Join("And", (C, D)))))), 4, 3, ["a & b", "a & c & d"]),
        (Join("And", (OR, C, D)), 4, 3, ["a & c & d", "b & c & d"]),
        (Join("Or", (E, Join("And", (OR, Join("Or", (C, D)))))), 5, 4, ["a & (c | d)", "b & (c | d)", "e | (b & d)"]),
    ],
)
def test_the_fewest_trees_are_found(tree: Tree, size: int, enough: int, expected: list[str] | None) -> None:
    found = fewest(tree, at_most(size), enough)
    assert (None if found is None else sorted(small(part) for part in found)) == expected


@pytest.mark.parametrize(
    ("tree", "most", "expected"),
    [
        (A, 9, 1),
        (GROUP, 9, 1),
        (OR, 9, 3),
        (AND, 9, 1),
        (Join("And", leaves(3)), 3, 1),
        (Join("And", leaves(3)), 2, 3),
        (FOUR, 14, 15),
        (FOUR, 15, 15),
        (FOUR, 16, 15),
        (FOUR, 9, 10),
        (FOUR, 4, 5),
        (FOUR, 3, 4),
        (Join("Or", leaves(9)), 1000, 511),
        (Join("Or", leaves(10)), 1000, 1001),
        (ABCD, 99, 9),
        (ABCD, 9, 9),
        (ABCD, 8, 9),
        (ABCD, 7, 8),
        (Join("Or", (ABCD, A)), 99, 19),
    ],
)
def test_ways_to_leave_out_alternatives_are_counted(tree: Tree, most: int, expected: int) -> None:
    assert cover._count(tree, most) == expected


def test_all_parts_are_made() -> None:
    parts, count = cover._parts(ABCD)
    assert count == 4
    assert {small(part.tree): f"{part.found:04b}" for part in parts} == {
        "a & c": "0001",
        "a & d": "0010",
        "a & (c | d)": "0011",
        "b & c": "0100",
        "b & d": "1000",
        "b & (c | d)": "1100",
        "c & (a | b)": "0101",
        "d & (a | b)": "1010",
        "(a | b) & (c | d)": "1111",
    }
    parts, count = cover._parts(Join("Or", (C, AND, Join("Or", (D, E)))))
    assert count == 4
    assert small(parts[-1].tree) == "c | d | e | (a & b)"
    assert [f"{part.found:04b}" for part in parts] == [
        "1000", "0100", "1100", "0010", "1010", "0110", "1110",
        "0001", "1001", "0101", "1101", "0011", "1011", "0111", "1111",
    ]  # fmt: skip


def test_the_search_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    nine = Join("Or", leaves(9))
    assert fewest(nine, at_most(3), 4) is not None
    ten = Join("Or", leaves(10))
    assert fewest(ten, at_most(5), 9) is None
    monkeypatch.setattr(cover, "MAX_PARTS", 15)
    assert fewest(FOUR, at_most(2), 3) is not None
    monkeypatch.setattr(cover, "MAX_PARTS", 14)
    assert fewest(FOUR, at_most(2), 3) is None
    monkeypatch.setattr(cover, "MAX_PARTS", 15)
    for steps, found in ((2, None), (3, ["a | d", "b | c"])):
        monkeypatch.setattr(cover, "MAX_STEPS", steps)
        trees = fewest(FOUR, at_most(2), 3)
        assert (None if trees is None else sorted(map(small, trees))) == found


def test_the_disjunction_that_needs_the_fewest_requests_is_spread() -> None:
    """Whichever stands first: over the small one none would be a request, and halves of the large one would be four."""
    small_one, large_one = Join("Or", (A, B)), Join("Or", leaves(100))
    for parts in ((small_one, large_one), (large_one, small_one)):
        split = splitting.split(Join("And", parts), ABOUT)
        assert isinstance(split, list)
        assert len(split) == 3
        assert all(isinstance(each, Join) and small_one in each.parts for each in split)


def test_the_rationed_are_packed_first() -> None:
    """Packed last, they would meet in the second request, and need a third."""
    rationed = [Q.description.contains("a"), Q.description.contains("b")]
    found = plan(any_of(*(Q.tag(f"k{i:02}") for i in range(94)), *rationed), "Experiment").unwrap()
    assert len(found.requests) == 2
    under = plan(Q.tag("t") & any_of(*(Q.tag(f"k{i:02}") for i in range(90)), *rationed), "Experiment").unwrap()
    assert len(under.requests) == 2


def test_pieces_of_conjunctions_share_requests() -> None:
    """Multiplied out they are small again: alone in their requests they would take three times as many."""
    levels: Condition[Any] = Q.tag("k0")
    for level in range(1, 52):
        levels = levels & Q.tag(f"k{level}") if level % 2 else levels | Q.tag(f"k{level}")
    assert len(plan(levels, "Experiment").unwrap().requests) == 6


def test_plans_obey_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "MAX_REQUESTS", 5)

    def contains(count: int) -> Condition[Any]:
        return any_of(*(Q.description.contains(f"{i}") for i in range(count)))

    def planned(condition: Condition[Any]) -> int | tuple[type[Any], int]:
        made = plan(condition, "Experiment")
        failure: Any = made.failure() if isinstance(made, Failure) else None
        return len(made.unwrap().requests) if failure is None else (failure.__class__, failure.count)

    assert planned(contains(5)) == 5
    assert planned(contains(6)) == (TooManyRequests, 6)
    assert planned(Q.tag("a") & contains(5)) == 5
    assert planned(Q.tag("a") & contains(6)) == (TooManyRequests, 6)
    wide = [Q.tag(f"{i:03}") for i in range(240)]
    assert planned(any_of(*wide)) == 5
    assert planned(any_of(*wide, Q.tag("x"))) == (TooManyRequests, 6)
    # What weighs 51 is a request of its own.
    assert planned(any_of(*(all_of(*(Q.tag(f"{n}-{i:02}") for i in range(48))) for n in range(5)))) == 5
    # More than five times 51: told before anything is packed.
    assert planned(any_of(*(Q.tag(f"{i:03}") for i in range(400)))) == (TooManyRequests, 8)
    assert planned(all_of(*(Q.tag(f"k{i}") | Q.tag(f"z{i}") for i in range(40)))) == (TooManyRequests, 6)


def test_a_split_says_what_is_too_much() -> None:
    too_long = splitting.split(Join("And", leaves(51)), ABOUT)
    assert too_long == TooManyConditions(ABOUT, 51)
    assert splitting.split(Join("And", leaves(49)), ABOUT) == TooManyConditions(ABOUT, 51)
    assert splitting.split(Join("And", leaves(48)), ABOUT) == [Join("And", leaves(48))]
    assert splitting.split(Join("And", (LONG, LONG._replace(value="y"))), ABOUT) == ContainsQuota(ABOUT, 2)
    assert splitting.split(Join("Or", leaves(25_551)), ABOUT) == TooManyRequests(ABOUT, 501)
    assert splitting.split(Join("Or", leaves(25_552)), ABOUT) == TooManyRequests(ABOUT, 502)
    fifty = Join("And", (*leaves(8), Group("P", leaves(20)), Group("Q", leaves(20))))
    assert splitting.split(Join("Or", (A, fifty)), ABOUT) == [fifty, A]
    assert splitting.split(GROUP, ABOUT) == ContainsQuota(ABOUT, 2)


def test_messages_are_cut_at_two_hundred_characters() -> None:
    def message(length: int) -> str:
        return str(NoComplement(Q.tag("x" * length), "h"))

    assert message(191) == f"Q.tag('{'x' * 191}'): the service cannot search for the opposite; h, or filter locally"
    assert message(192).startswith(f"Q.tag('{'x' * 192}'…: ")
    assert message(500).startswith(f"Q.tag('{'x' * 193}…: ")
    assert message(190).startswith(f"Q.tag('{'x' * 190}'): ")
