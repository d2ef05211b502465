"""`Q.tag("team")` is a condition and a text at once."""

from __future__ import annotations

import copy
import pickle

import pytest

from smexp_fp.query import Condition, Q, all_of, compile, parse  # noqa: A004 - the pass is called so
from smexp_fp.records import Experiment, Trial, TrialComponent

ANY = Condition[Experiment | Trial | TrialComponent]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Q.tag("team"), {"Name": "Tags.team", "Operator": "Exists"}),
        (Q.tag("team").exists(), {"Name": "Tags.team", "Operator": "Exists"}),
        (Q.tag("team").missing(), {"Name": "Tags.team", "Operator": "NotExists"}),
        (~Q.tag("team"), {"Name": "Tags.team", "Operator": "NotExists"}),
        (Q.tag("team") == "vision", {"Name": "Tags.team", "Operator": "Equals", "Value": "vision"}),
        (Q.tag("team") != "vision", {"Name": "Tags.team", "Operator": "NotEquals", "Value": "vision"}),
        (Q.tag("team").contains("vis"), {"Name": "Tags.team", "Operator": "Contains", "Value": "vis"}),
        (Q.tag("team").is_in(["a", "b"]), {"Name": "Tags.team", "Operator": "In", "Value": "a,b"}),
    ],
    ids=repr,
)
def test_it_compiles_as_what_is_asked_of_it(condition: ANY, expected: dict[str, str]) -> None:
    assert compile(condition, "Experiment").unwrap() == {"Filters": [expected]}


def test_it_equals_other_conditions_by_structure() -> None:
    assert Q.tag("team") == Q.tag("team")
    assert Q.tag("team") != Q.tag("other")
    assert Q.tag("team") == Q.tags["team"].exists()
    assert Q.tags["team"].exists() == Q.tag("team")
    assert (Q.tag("team") == 3) is False
    assert len({Q.tag("team"), Q.tags["team"].exists(), Q.tag("other")}) == 2


def test_it_takes_part_in_trees_as_its_node() -> None:
    inside = all_of(Q.tag("a"), Q.tag("b") | Q.name.contains("x"), ~Q.tag("c"))
    assert parse(repr(inside)).unwrap() == inside
    assert eval(repr(inside), {"Q": Q, "all_of": all_of}) == inside  # noqa: S307 - the law of repr


@pytest.mark.parametrize(
    "text", ["Q.tag('team') == 'x'", "Q.tag('team').contains('x')", "Q.tag('team').missing()", "Q.tag('team')"]
)
def test_its_text_is_parsed_as_it_is_evaluated(text: str) -> None:
    assert parse(text).unwrap() == eval(text, {"Q": Q})  # noqa: S307 - the law of parse


def test_it_copies_and_pickles() -> None:
    condition = Q.tag("team")
    assert pickle.loads(pickle.dumps(condition)) == condition  # noqa: S301 - our own
    assert copy.deepcopy(condition) == condition == copy.copy(condition)
    assert hash(copy.deepcopy(condition)) == hash(condition)


def test_it_has_no_truth() -> None:
    with pytest.raises(TypeError, match="a & b"):
        bool(Q.tag("team"))
