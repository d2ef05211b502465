"""What the checkers refuse of the query language, and what they cannot refuse, Python does.

The lines of the `wrong_*` files carry an ignore for each checker. Both run over the tests, and both complain of an
ignore that is not needed: so each of these lines is refused by both, and each line without one is accepted by both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smexp_fp.query import Q, all_of, any_of

FOLDER = Path(__file__).parent
WRONG = re.compile(r"# type: ignore\[[\w-]+(, [\w-]+)*\]  # pyright: ignore\[\w+(, \w+)*\]$")


@pytest.mark.parametrize("name", ["wrong_searches.py", "wrong_conditions.py"])
def test_each_wrong_program_stands_next_to_its_right_twin(name: str) -> None:
    lines = (FOLDER / name).read_text().splitlines()
    wrong = [number for number, line in enumerate(lines) if WRONG.search(line)]
    assert len(wrong) >= 30
    for number in wrong:
        twin = lines[number + 1]
        assert "ignore" not in twin, twin
        assert twin.strip(), lines[number]
        assert twin.strip() != lines[number].partition("#")[0].strip()


def test_there_are_at_least_sixty_wrong_programs() -> None:
    found = {
        line.partition("#")[0].strip()
        for path in FOLDER.glob("wrong_*.py")
        for line in path.read_text().splitlines()
        if WRONG.search(line)
    }
    assert len(found) >= 60


SLIPS: dict[str, Callable[[], Any]] = {
    "and": lambda: (Q.name == "a") and Q.tag("team"),
    "or": lambda: (Q.name == "a") or Q.tag("team"),
    "not": lambda: not Q.tag("team"),  # pyright: ignore[reportGeneralTypeIssues]
    "if": lambda: 1 if Q.tag("team") else 2,  # type: ignore[redundant-expr]  # pyright: ignore[reportGeneralTypeIssues]
    "chained comparison": lambda: 0 < Q.metric("loss").last < 1,
    "any": lambda: any([Q.tag("a"), Q.tag("b")]),
    "all": lambda: all([Q.tag("a"), Q.tag("b")]),
    "filter": lambda: list(filter(None, [Q.tag("a")])),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_the_truth_of_a_condition_is_refused_with_advice(slip: str) -> None:
    with pytest.raises(TypeError, match=re.escape("write `a & b`, `a | b`, `~a` instead of `and`, `or`, `not`")):
        SLIPS[slip]()


def _untyped(value: Any) -> Any:
    return value


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a field for its truth": (lambda: bool(_untyped(Q.name)), "write `Q.name.exists()` or a comparison"),
    "a field as a side": (lambda: Q.tag("a") & _untyped(Q.name), "a field becomes a condition with `.exists()`"),
    "a missing parenthesis": (lambda: _untyped(Q.name == _untyped("a") & Q.tag("a")), "a comparison needs parentheses"),
    "a text as a side": (lambda: Q.tag("a") | _untyped("b"), "takes conditions, not str"),
    "a list of conditions": (lambda: all_of(_untyped([Q.tag("a")])), "takes conditions, not list"),
    "a field in any_of": (lambda: any_of(Q.tag("a"), _untyped(Q.name)), "takes conditions, not TextField"),
    "a number for a text": (lambda: Q.name == _untyped(3), "takes a str, not int"),
    "a text for a number": (
        lambda: Q.metric("m").last < _untyped("3"),
        "takes a number (int, float, or any type with __float__ or __index__, such as NumPy's; not bool), not str",
    ),
    "a truth for a number": (
        lambda: Q.metric("m").last == _untyped(True),
        "takes a number (int, float, or any type with __float__ or __index__, such as NumPy's; not bool), not bool",
    ),
    "a text for a time": (lambda: Q.created < _untyped("2024-01-01"), "takes an aware datetime or a date, not str"),
    "one text for several": (lambda: Q.name.is_in("abc"), "takes several texts; write ('abc',) for one"),
    "None": (lambda: Q.name == _untyped(None), "takes a str, not NoneType"),
    "foreign fields in any": (lambda: Q.parents.any(_untyped(Q.tag("a"))), "takes conditions on Q.parents.…"),
    "any in any": (
        lambda: Q.parents.any(_untyped(Q.parents.any(Q.parents.trial_name == "t"))),
        "takes no other .any(...) inside",
    ),
    "a kind that is none": (lambda: _untyped(Q).field("x", "boolean"), "text, number, time, parameter"),
    "an operator that is none": (lambda: Q.wire("x", _untyped("Like"), "a"), "takes one of Equals, NotEquals"),
    "an operator without value": (lambda: Q.wire("x", "Equals"), "Equals needs a value"),
}


@pytest.mark.parametrize("slip", REFUSED)
def test_what_an_untyped_caller_gets_wrong_is_refused_with_advice(slip: str) -> None:
    act, advice = REFUSED[slip]
    with pytest.raises(TypeError, match=re.escape(advice)):
        act()


def test_conditions_fields_and_q_cannot_be_changed() -> None:
    condition: Any = Q.tag("a") & Q.tag("b")
    with pytest.raises((AttributeError, TypeError)):
        condition.operands = ()
    with pytest.raises((AttributeError, TypeError)):
        condition.other = ()
