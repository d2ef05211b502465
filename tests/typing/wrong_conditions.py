"""What no property can be asked, and beside it what it can.

Both checkers are asked for every line; each wrong one is followed by its right twin.
"""

# ruff: noqa: E711 - a comparison with None is one of the slips

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from smexp_fp.query import Condition, Q, all_of, any_of, matches
from smexp_fp.records import Experiment, TrialComponent

MOMENT = datetime(2024, 5, 1, tzinfo=UTC)


def said(*_conditions: Condition[Any]) -> None:
    """Where an expression stands as it would in a program."""


def texts() -> None:
    said(Q.name > "a")  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.name.contains("a"))
    said(Q.name > 3)  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.name.is_in(["3", "4"]))
    said(Q.name <= "z")  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.name != "z")
    said(Q.name == 3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name == "3")
    said(Q.display_name != None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.display_name.exists())
    said(Q.name.contains(3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name.contains("3"))
    said(Q.name.is_in([1, 2]))  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    said(Q.name.is_in(["1", "2"]))
    said(Q.name.between("a", "b"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.created.between(MOMENT, MOMENT))
    said(Q.name.startswith(1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name.startswith("a"))
    said(Q.status == 1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.status == "Completed")
    said(Q.input_artifact("data") > "s3")  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.input_artifact("data").contains("s3"))


def tags() -> None:
    said(Q.tag("team", 3))  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    said(Q.tag("team", "3"))
    said(Q.tag(3))  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    said(Q.tag("3"))
    said(Q.tags[3] == "a")  # type: ignore[index]  # pyright: ignore[reportArgumentType]
    said(Q.tags["3"] == "a")
    said(Q.tags["team"] > "a")  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tags["team"] != "a")
    said(Q.tags["priority"] == 1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.tags["priority"] == "1")
    said(Q.tag("team") > "a")  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("team") != "a")
    said(Q.tag("team") == 3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.tag("team") == "3")
    said(Q.tag("team").between("a", "b"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.tag("team").contains("a"))
    said(Q.tags.team == "vision")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.tags["team"] == "vision")


def numbers() -> None:
    said(Q.metric("loss").last.contains("0"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.metric("loss").last.between(0, 1))
    said(Q.metric("loss").last < "0.1")  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.metric("loss").last < 0.1)
    said(Q.metric("loss").max == "0.1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metric("loss").max == 0.1)
    said(Q.metric("loss").last.is_in([0, 1]))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said((Q.metric("loss").last == 0) | (Q.metric("loss").last == 1))
    said(Q.metric("loss").last == None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metric("loss").last.missing())
    said(Q.metric("loss").min.between("0", "1"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metric("loss").min.between(0, 1))
    said(Q.metric("loss").count < MOMENT)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.metric("loss").count < 10)
    said(Q.metric("loss") < 0.1)  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.metric("loss").last < 0.1)
    said(Q.metric("loss").median < 0.1)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.metric("loss").avg < 0.1)
    said(Q.metric(1).last < 0.1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metric("1").last < 0.1)


def parameters() -> None:
    said(Q.parameter("lr") > "0.1")  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.parameter("lr") > 0.1)
    said(Q.parameter("lr") == MOMENT)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parameter("lr") == 0.1)
    said(Q.parameter("lr") == [0.1])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parameter("lr").is_in(["0.1"]))
    said(Q.parameter("lr").contains(0.1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parameter("lr").contains("0.1"))
    said(Q.parameter("lr").between("0", "1"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parameter("lr").between(0, 1))
    said(Q.parameter("lr").is_in([None]))  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    said(Q.parameter("lr").is_in([0.1, "0.2"]))


def times() -> None:
    said(Q.created > "2024-05-01")  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.created > date(2024, 5, 1))
    said(Q.created == "2024-05-01")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.created == date(2024, 5, 1))
    said(Q.modified < 1_714_521_600)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.modified < MOMENT)
    said(Q.created.contains("2024"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.created.between(MOMENT, MOMENT))
    said(Q.created.between("2024-05-01", "2024-05-02"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.created.between(MOMENT, MOMENT + timedelta(days=1)))
    said(Q.created.within(7, now=MOMENT))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.created.within(timedelta(days=7), now=MOMENT))
    said(Q.created.within(timedelta(days=7)))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.created.within(timedelta(days=7), now=MOMENT))
    said(Q.created.is_in([MOMENT]))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.created == MOMENT)


def combinations() -> None:
    said(Q.name & Q.tag("team"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.name.exists() & Q.tag("team"))
    said(Q.tag("team") | Q.name)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("team") | Q.name.exists())
    said(~Q.name)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(~Q.name.exists())
    said(Q.tag("team") & "vision")  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("team") & Q.tag("vision"))
    said(Q.tag("team") & True)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("team") & all_of())
    said(Q.tag("a") & [Q.tag("b")])  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("a") & all_of(*[Q.tag("b")]))
    said(all_of([Q.tag("a"), Q.tag("b")]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    said(all_of(*[Q.tag("a"), Q.tag("b")]))
    said(any_of(Q.name, Q.tag("b")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(any_of(Q.name.exists(), Q.tag("b")))
    said(Q.tag("a") + Q.tag("b"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("a") | Q.tag("b"))
    said(-Q.tag("a"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(~Q.tag("a"))
    said(Q.tag("a") < Q.tag("b"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("a") | Q.tag("b"))


def words_and_or(a: Condition[Experiment], b: Condition[Experiment]) -> None:
    # With `warn_unreachable` and `redundant-expr`, mypy finds these, but not behind a comparison; pyright finds none.
    said(a and b)  # type: ignore[unreachable]
    said(a & b)
    said(a or b)  # type: ignore[redundant-expr]
    said(a | b)
    said((Q.name == "a") and b)
    said((Q.name == "a") & b)


def word_if_else(a: Condition[Experiment], b: Condition[Experiment]) -> None:
    said(a if Q.tag("team") else b)  # type: ignore[redundant-expr]  # pyright: ignore[reportGeneralTypeIssues]
    said(Q.tag("team") & a | ~Q.tag("team") & b)


def statement_if(record: Experiment) -> None:
    # mypy finds that what follows is never reached, pyright that the condition has no truth
    if Q.tag("team"):  # pyright: ignore[reportGeneralTypeIssues]
        print(record)  # type: ignore[unreachable]


def statement_if_right(record: Experiment) -> None:
    if matches(Q.tag("team"), record):
        print(record)


def statement_while(record: Experiment) -> None:
    while Q.tag("team"):  # pyright: ignore[reportGeneralTypeIssues]
        print(record)  # type: ignore[unreachable]


def statement_assert(record: Experiment) -> None:
    assert Q.tag("team")  # pyright: ignore[reportGeneralTypeIssues]
    print(record)  # type: ignore[unreachable]


def word_not(record: Experiment) -> None:
    nothing = not Q.tag("team")  # pyright: ignore[reportGeneralTypeIssues]
    print(nothing, record)


def nested() -> None:
    said(Q.parents.any(Q.tag("team")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parents.any(Q.parents.trial_name == "t") & Q.tag("team"))
    said(Q.parents.any(Q.name == "t"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parents.any(Q.parents.trial_name == "t"))
    said(Q.parents.any(Q.metrics.last < 0.1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metrics.any(Q.metrics.last < 0.1))
    said(Q.metrics.any(Q.metric("loss").last < 0.1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metrics.any(Q.metrics.name == "loss", Q.metrics.last < 0.1))
    said(Q.components.any(Q.parents.trial_name == "t"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.components.any(Q.components.name == "t"))
    said(Q.tags.any(Q.tags["team"] == "vision"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.tags.any(Q.tags.key == "team", Q.tags.value == "vision"))
    said(Q.parents.any())  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.parents.any(Q.parents.trial_name.exists()))
    said(Q.name.any(Q.name == "t"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.parents.any(Q.parents.trial_name == "t"))
    said(Q.metrics.last.any(Q.metrics.last < 0.1))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.metrics.any(Q.metrics.last < 0.1))


def members_and_fields() -> None:
    said((Q.parents.trial_name == "t") & (Q.components.name == "c"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said((Q.parents.trial_name == "t") & (Q.name == "c"))
    said((Q.description == "d") | (Q.parents.trial_name == "t"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said((Q.status_message == "d") | (Q.parents.trial_name == "t"))
    said((Q.metadata.commit_id == "a") & (Q.description == "d"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said((Q.metadata.commit_id == "a") & (Q.components.name == "c"))
    said((Q.components.name == "c") & (Q.metric("loss").last < 1))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said((Q.components.name == "c") & (Q.experiment_name == "e"))
    said((Q.metrics.name == "loss") & (Q.name == "c"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.metrics.any(Q.metrics.name == "loss") & (Q.name == "c"))
    said((Q.tags.key == "k") | (Q.tags["k"] == "v"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tags.any(Q.tags.key == "k") | (Q.tags["k"] == "v"))
    said(Q.parents.any((Q.parents.trial_name == "t") & (Q.name == "c")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parents.any((Q.parents.trial_name == "t") & (Q.parents.experiment_name == "e")))


def hatch() -> None:
    said(Q.field("New", "boolean") == "true")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownArgumentType]
    said(Q.field("New", "text") == "true")
    said(Q.field("New", "number") == "1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.field("New", "number") == 1)
    said(Q.field("New", "text") > 1)  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.field("New", "number") > 1)
    said(Q.wire("Name", "Like", "a"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.wire("Name", "Contains", "a"))
    said(Q.wire("Name", "Equals", 3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.wire("Name", "Equals", "3"))
    said(Q.nme == "a")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.name == "a")


def values(component: TrialComponent, condition: Condition[Experiment]) -> None:
    matches(condition, component)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    matches(Q.name == "a", component)
    matches(Q.parameter("lr") == 0.1, Experiment(name="e", arn="arn"))  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    matches(Q.parameter("lr") == 0.1, component)
    matches(Q.name, component)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    matches(Q.name.exists(), component)
    condition.operands = ()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    said(condition & Q.tag("team"))
    Q.name = Q.arn  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    said(Q.arn == "arn")
    narrow: Condition[TrialComponent] = condition  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    said(condition)
    wide: Condition[Experiment | TrialComponent] = Q.parameter("lr") == 0.1  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    said(Q.parameter("lr") == 0.1)
    print(narrow, wide)
