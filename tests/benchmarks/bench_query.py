"""What the query language costs, next to what else one would write: `python tests/benchmarks/bench_query.py`.

All of one group is measured in turns, round by round, so that what the machine does besides falls on all alike; told is
the best round. Nothing is asserted.

* A condition of two filters, built and compiled: beside the builder of `sagemaker-experiments` and a hand-written dict.
* 1,000 operands: built, compiled or planned.
* Growth: the time of each pass for 100,000 operands, and for 100,000 levels, by that for a tenth of them; 10 is linear.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from returns.result import Success
from smexperiments import search_expression as untyped  # pyright: ignore[reportMissingTypeStubs] - it has none

from smexp_fp.query import Condition, Q, any_of, compile, compile_any, explain, normalise, parse, plan  # noqa: A004
from smexp_fp.query import matches as matches_record
from smexp_fp.records import Experiment
from tests.benchmarks.measure import in_turn

Work = Callable[[], object]

RECORD = Experiment(name="automl-1", arn="arn")


def by_hand() -> dict[str, Any]:
    """What one writes who knows all names and rules."""
    return {
        "Filters": [
            {"Name": "Tags.team", "Operator": "Exists"},
            {"Name": "ExperimentName", "Operator": "Contains", "Value": "auto"},
        ]
    }


peer: Any = untyped  # it has no types


def by_peer() -> object:
    """The builder of `sagemaker-experiments`: names and rules are the caller's."""
    expression: object = peer.SearchExpression(
        filters=[
            peer.Filter(name="Tags.team", operator=peer.Operator.EXISTS),
            peer.Filter(name="ExperimentName", operator=peer.Operator.CONTAINS, value="auto"),
        ]
    ).to_boto()
    return expression


def by_query() -> object:
    """Typed and checked."""
    return compile(Q.name.contains("auto") & Q.tag("team"), "Experiment")


PREPARED = Q.name.contains("auto") & Q.tag("team")


def two_filters() -> None:
    """A condition of two filters."""
    query = by_query()
    assert isinstance(query, Success)
    assert sorted(map(str, query.unwrap()["Filters"])) == sorted(map(str, by_hand()["Filters"]))  # pyright: ignore[reportUnknownArgumentType] - a union of typed dicts and lists, only printed
    works: dict[str, Work] = {
        "a dict written by hand": by_hand,
        "sagemaker-experiments: SearchExpression(...).to_boto()": by_peer,
        "Q: built and compiled": by_query,
        "Q: built": lambda: Q.name.contains("auto") & Q.tag("team"),
        "Q: compiled": lambda: compile(PREPARED, "Experiment"),
        "Q: a metric and a status, built and compiled": lambda: compile(
            (Q.metric("loss").last < 0.1) & (Q.status == "Completed"), "ExperimentTrialComponent"
        ),
        "Q: with a negation, built and compiled": lambda: compile(
            Q.name.contains("auto") & ~Q.tag("team"), "Experiment"
        ),
        "Q: three filters in two junctions, which takes all passes": lambda: compile(
            Q.name.contains("auto") & (Q.tag("team") | Q.tag("stage")), "Experiment"
        ),
        "Q: matched against a record": lambda: matches_record(PREPARED, RECORD),
    }
    found = in_turn(works, rounds=15, repeat=2000)
    other = found["sagemaker-experiments: SearchExpression(...).to_boto()"]
    print("two filters")
    for name, each in found.items():
        print(f"  {each * 1e6:9.2f} µs   {each / other:6.2f} of the peer   {name}")


def names(count: int) -> Condition[Any]:
    """A search for so many names."""
    return any_of(*(Q.name == f"name-{number}" for number in range(count)))


def tags(count: int, prefix: str = "key") -> Condition[Any]:
    """A search for so many tags."""
    return any_of(*(Q.tag(f"{prefix}-{number}") for number in range(count)))


def peer_filters(count: int) -> object:
    """The same by the peer, which splits nothing: no service takes it."""
    expression: object = peer.SearchExpression(
        filters=[peer.Filter(name=f"Tags.key-{number}", operator=peer.Operator.EXISTS) for number in range(count)]
    ).to_boto()
    return expression


def thousand_operands() -> None:
    """1,000 operands, which the limits force into `In` filters or into several requests."""
    works: dict[str, Work] = {
        "sagemaker-experiments: 1,000 filters (over the limits)": lambda: peer_filters(1000),
        "1,000 names, built and compiled to one request": lambda: compile(names(1000), "Experiment"),
        "1,000 names as Q.name.is_in, built and compiled": lambda: compile(
            Q.name.is_in(f"name-{number}" for number in range(1000)), "Experiment"
        ),
        "1,000 tags, built and planned (21 requests)": lambda: plan(tags(1000), "Experiment"),
        "5,000 names, built and planned": lambda: plan(names(5000), "Experiment"),
        "45 and 45 tags, built and planned (4 requests)": lambda: plan(tags(45) & tags(45, "other"), "Experiment"),
    }
    found = in_turn(works, rounds=7, repeat=3)
    other = next(iter(found.values()))
    print("many operands")
    for name, each in found.items():
        print(f"  {each * 1e3:9.2f} ms   {each / other:6.2f} of the peer   {name}")


def deep(levels: int) -> Condition[Any]:
    """A loop of `c = c & x`, with `|` between."""
    made: Condition[Any] = Q.tag("key")
    for number in range(levels):
        made = made & Q.tag(f"key-{number}") if number % 2 else made | Q.tag(f"key-{number}")
    return made


ANY_DEPTH = ("repr", "hash", "matches", "explain")
"""The passes that take more than 200 levels of `&` and `|`."""


def growth() -> None:
    """How the passes' times grow from 10,000 to 100,000 operands, and levels."""
    passes: dict[str, Callable[[Condition[Any]], object]] = {
        "repr": repr,
        "hash": hash,
        "normalise": normalise,
        "compile": lambda condition: compile_any(condition, "Experiment"),
        "matches": lambda condition: matches_record(condition, RECORD),
        "explain": explain,
        "parse": lambda condition: parse(repr(condition)),
    }
    print("growth: ms at 10,000, ms at 100,000, and their ratio")
    for shape, make, measured in (("wide", tags, tuple(passes)), ("deep", deep, ANY_DEPTH)):
        built = in_turn({"s": partial(make, 10_000), "l": partial(make, 100_000)}, rounds=2, repeat=1)
        print(f"  {built['s'] * 1e3:9.1f}  {built['l'] * 1e3:10.1f}  {built['l'] / built['s']:6.1f}   {shape}: built")
        small, large = make(10_000), make(100_000)
        for name in measured:
            work = passes[name]
            found = in_turn({"s": partial(work, small), "l": partial(work, large)}, rounds=2, repeat=1)
            told = f"{found['s'] * 1e3:9.1f}  {found['l'] * 1e3:10.1f}  {found['l'] / found['s']:6.1f}"
            print(f"  {told}   {shape}: {name}")


def main() -> None:
    """Print all of it."""
    two_filters()
    thousand_operands()
    growth()


if __name__ == "__main__":
    main()
