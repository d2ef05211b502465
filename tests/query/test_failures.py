"""What `compile` refuses: the kind of the failure, the part of the condition that it names, and its advice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from smexp_fp.query import (
    Condition,
    ContainsQuota,
    IllegalOperand,
    NoComplement,
    NotSearchable,
    Q,
    Resource,
    TooManyConditions,
    UnknownProperty,
    UnsupportedOperator,
    all_of,
    any_of,
    compile_any,
    normalise,
    plan_any,
)

E: Resource = "Experiment"
T: Resource = "ExperimentTrial"
C: Resource = "ExperimentTrialComponent"
STATUS: Any = Q.status  # its type takes only the words of the API
DAY = dt.date(2024, 5, 1)
NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
NAIVE = dt.datetime(2024, 5, 1)  # noqa: DTZ001 - that is the mistake
LAST = dt.datetime.max.replace(tzinfo=dt.UTC)
NAN = float("nan")
LOSS = Q.metric("x").last
SEVERAL = [(field < 1) | (field == 2) | (field > 3) for field in
           (Q.metrics.last, Q.metrics.min, Q.metrics.max, Q.metrics.avg, Q.metrics.std_dev)]  # fmt: skip
MANY_WORDS = [Q.parents.trial_name.contains(f"t{n}") for n in range(25)]
TAGS = [Q.tag(f"k{n}") for n in range(49)]
TWO = Q.description.contains("a") & Q.description.contains("b")

LOCALLY = "pass local_residue=True to check it here"
NONE = "{} has no such property; for one that this release does not know there is Q.field"
OPPOSITE = "the service cannot search for the opposite"
TEXTS = f"{OPPOSITE}; say what the text is or is not with == , != and .is_in"
A_PARAMETER = (
    f"{OPPOSITE}; a parameter can be a text, which no comparison finds: say what is wanted, as in the opposite "
    "comparison"
)
SEVERAL_VALUES = f"{OPPOSITE}; with several values the opposite comparison says something else: say what is wanted"
AN_ELEMENT = f"{OPPOSITE}; no filter says that no element of Q.{{}} is so"
EMPTY = f"a filter's value is not empty and has no newline; {LOCALLY}; for an absent property write .missing()"
A_ZONE = "a datetime without a zone could be any of 24 instants; give it one, as in tzinfo=datetime.timezone.utc"
SECONDS = "a search compares whole seconds; ask with .between for the seconds around it"
YEARS = "in UTC this time is outside the years 1 to 9999"
FINITE = "the service knows finite numbers only; for any number at all write .exists()"
BOUNDS = (
    "the first bound is greater than the second, so that nothing lies between them (an age of .within is not negative)"
)
STATUSES = "InProgress, Completed, Failed, Stopping, Stopped"
QUOTA = (
    "{} times .contains, but only names, display names, tags and artifacts can have it more than once in a search; use "
    f"== or .is_in for the others, or {LOCALLY}"
)
FIFTY = (
    "it takes at least {} conditions, a request holds 50; alternatives can be spread over several requests by plan; of "
    f"what must hold at once ask for less, or {LOCALLY}"
)

# Mistakes, which nothing can check.
MISTAKES: list[tuple[Resource, Condition[Any], type, str]] = [
    (E, Q.created > NAIVE, IllegalOperand, A_ZONE),
    (E, Q.created.between(NOON, NAIVE), IllegalOperand, A_ZONE),
    (E, Q.created.within(dt.timedelta(1), now=NAIVE), IllegalOperand, A_ZONE),
    (E, Q.created == NOON.replace(microsecond=1), IllegalOperand, SECONDS),
    (E, Q.created <= LAST, IllegalOperand, YEARS),
    (E, Q.created > LAST.replace(tzinfo=dt.timezone(dt.timedelta(hours=-1))), IllegalOperand, YEARS),
    (C, LOSS < NAN, IllegalOperand, FINITE),
    (C, LOSS.between(0, 10**400), IllegalOperand, FINITE),
    (C, Q.parameter("x") == NAN, IllegalOperand, FINITE),
    (C, Q.parameter("bs").is_in([32, NAN]), IllegalOperand, FINITE),
    (C, LOSS.between(1, 0), IllegalOperand, BOUNDS),
    (C, Q.parameter("lr").between(10, 9), IllegalOperand, BOUNDS),
    (C, Q.end.between(NOON, NOON - dt.timedelta(seconds=1)), IllegalOperand, BOUNDS),
    (C, Q.end.between(DAY, DAY - dt.timedelta(1)), IllegalOperand, BOUNDS),
    (C, Q.end.between(NOON + dt.timedelta(hours=12), DAY), IllegalOperand, BOUNDS),
    (C, Q.end.between(DAY, NOON - dt.timedelta(hours=13)), IllegalOperand, BOUNDS),
    (C, Q.end.within(dt.timedelta(-1), now=NOON), IllegalOperand, BOUNDS),
    (C, Q.end.within(dt.timedelta.min, now=NOON), IllegalOperand, BOUNDS),
    (C, STATUS == "complete", IllegalOperand, f"'complete' is not one of {STATUSES}; did you mean 'Completed'?"),
    (C, STATUS != "completed", IllegalOperand, f"'completed' is not one of {STATUSES}; did you mean 'Completed'?"),
    (C, STATUS.is_in(["Completed", "x"]), IllegalOperand, f"'x' is not one of {STATUSES}"),
    (E, LOSS < 1, UnknownProperty, NONE.format(E)),
    (E, Q.wire("Nope", "Exists"), UnknownProperty, NONE.format(E)),
    (E, Q.experiment_name == "e", UnknownProperty, NONE.format(E)),
    (C, Q.wire("TrialName", "Exists"), UnknownProperty, NONE.format(C)),
    (E, Q.parents.any(Q.parents.trial_name == "t"), UnknownProperty, NONE.format(E)),
    (C, Q.wire("Metrics.x", "In", "1,2"), UnsupportedOperator, "In is not defined on a property of type number"),
    (E, Q.wire("CreationTime", "Contains", "2"), UnsupportedOperator,
     "Contains is not defined on a property of type time"),
    (E, Q.wire("Description", "LessThan", "x"), UnsupportedOperator,
     "LessThan is not defined on a property of type text"),
    (E, Q.field("CreationTime", "text").startswith("2024"), UnsupportedOperator,
     "StartsWith is not defined on a property of type time"),
]  # fmt: skip
# What has a meaning, so that it can be checked locally.
UNSEARCHABLE: list[tuple[Resource, Condition[Any], type, str]] = [
    # What no filter can hold.
    (E, Q.name == "x" * 1025, IllegalOperand, "the operand has 1025 characters, 1024 are allowed"),
    (E, Q.name == "", IllegalOperand, EMPTY),
    (E, Q.name == "a\nb", IllegalOperand, EMPTY),
    (E, Q.name.is_in(["a", ""]), IllegalOperand, EMPTY),
    (E, Q.name == "\ud800", IllegalOperand, "a filter's value has no lone surrogates"),
    (E, Q.tag("x" * 251), IllegalOperand, "a property's name has at most 255 characters, not 256"),
    (E, Q.tag("a\nb"), IllegalOperand, "a property's name is not empty and has no newline"),
    (E, Q.tag("\ud800"), IllegalOperand, "a property's name has no lone surrogates"),
    (E, Q.wire("CreationTime", "Equals", "yesterday"), IllegalOperand, "'yesterday' is not an ISO 8601 time"),
    (C, Q.wire("Metrics.x.Last", "LessThan", "low"), IllegalOperand, "'low' is not a decimal number"),
    # What the service cannot search for.
    (E, ~Q.name.contains("x"), NoComplement, f"{TEXTS}, or {LOCALLY}"),
    (C, ~(Q.parameter("x") < 1), NoComplement, f"{A_PARAMETER}, or {LOCALLY}"),
    (C, ~Q.parameter("x").between(1, 2), NoComplement, f"{A_PARAMETER}, or {LOCALLY}"),
    (T, ~(Q.components.created < DAY), NoComplement, f"{SEVERAL_VALUES}, or {LOCALLY}"),
    (C, ~Q.parents.any(Q.parents.trial_name == "t", Q.parents.experiment_name == "e"), NoComplement,
     f"{AN_ELEMENT.format('parents')}, or {LOCALLY}"),
    (C, ~Q.metrics.any(Q.metrics.last < 1), NoComplement, f"{AN_ELEMENT.format('metrics')}, or {LOCALLY}"),
    (C, Q.metric("x").missing(), NoComplement, f"{AN_ELEMENT.format('metrics')}, or {LOCALLY}"),
    (C, Q.name.startswith("a"), NotSearchable, f"the service has no operator for .startswith on Q.name; {LOCALLY}"),
    (E, Q.tag("k").equals("a", ignore_case=True), NotSearchable,
     f"the service has no operator for .equals on Q.tags['k']; {LOCALLY}"),
    (C, Q.parents.any(all_of()), NotSearchable,
     f"every element would satisfy it; say which member must exist; {LOCALLY}"),
    (C, Q.tags.any(Q.tags.key.exists() | Q.tags.key.missing()), NotSearchable,
     f"every element would satisfy it; say which member must exist; {LOCALLY}"),
    # What is too much for one request.
    (E, TWO, ContainsQuota, QUOTA.format(2)),
    (E, TWO & Q.source.arn.contains("c"), ContainsQuota, QUOTA.format(3)),
    (C, Q.status_message.contains("a") & Q.parents.trial_name.contains("b"), ContainsQuota, QUOTA.format(2)),
    (C, Q.parameter("a").contains("a") | Q.source.arn.contains("b"), ContainsQuota, QUOTA.format(2)),
    (E, all_of(*TAGS), TooManyConditions, FIFTY.format(51)),
    (E, any_of(*TAGS), TooManyConditions, FIFTY.format(51)),
    (E, all_of(*TAGS[:19], any_of(*TAGS[19:])), TooManyConditions, FIFTY.format(51)),
    (C, Q.metrics.any(*SEVERAL[:3]), TooManyConditions, FIFTY.format(109)),
    (C, Q.metrics.any(*SEVERAL), TooManyConditions, FIFTY.format(1470)),
    (C, Q.parents.any(*MANY_WORDS), TooManyConditions, FIFTY.format(26)),
]  # fmt: skip


REFUSED = [*MISTAKES, *UNSEARCHABLE]


def rebuilt(condition: Condition[Any]) -> Condition[Any]:
    """What the code of a condition evaluates to: refused as the condition itself is."""
    found: Condition[Any] = eval(repr(condition), {"Q": Q, "all_of": all_of, "any_of": any_of, "datetime": dt})  # noqa: S307 - one of the above
    return found


@pytest.mark.parametrize(("resource", "condition", "failure", "advice"), REFUSED, ids=map(str, range(len(REFUSED))))
def test_a_failure_names_the_condition_and_the_rule(
    resource: Resource, condition: Condition[Any], failure: type, advice: str
) -> None:
    """Alone, and beside something else, where the failure names the part that is refused."""
    is_count = failure in {ContainsQuota, TooManyConditions}
    condition = rebuilt(condition)
    for whole in [condition] if is_count else [condition, Q.tag("beside") & condition]:
        found = compile_any(whole, resource).failure()
        assert type(found) is failure
        assert found.advice == advice
        assert str(found).endswith(f": {advice}")
        assert is_count or repr(normalise(found.condition)) in repr(normalise(condition))


@pytest.mark.parametrize("row", MISTAKES, ids=map(str, range(len(MISTAKES))))
def test_a_mistake_is_not_left_to_a_local_check(row: tuple[Resource, Condition[Any], type, str]) -> None:
    resource, condition, failure, advice = row
    condition = rebuilt(condition)
    for local_residue in (False, True):
        found = plan_any(Q.tag("beside") & condition, resource, local_residue=local_residue).failure()
        assert type(found) is failure
        assert found.advice == advice


@pytest.mark.parametrize("row", UNSEARCHABLE, ids=map(str, range(len(UNSEARCHABLE))))
def test_what_has_a_meaning_can_be_checked_locally(row: tuple[Resource, Condition[Any], type, str]) -> None:
    planned = plan_any(row[1], row[0], local_residue=True).unwrap()
    assert planned.residue is not None or len(planned.requests) > 1


def test_a_failure_does_not_show_all_of_a_long_condition() -> None:
    def message(length: int) -> str:
        return str(compile_any(~Q.name.contains("x" * length), E).failure())

    assert message(50).startswith(f"~Q.name.contains('{'x' * 50}'): ")
    assert message(500).startswith(f"~Q.name.contains('{'x' * 182}…: ")
    many = ~all_of(*(Q.name.contains(f"{i}") for i in range(300)))
    assert len(str(compile_any(many, E).failure())) < 400
