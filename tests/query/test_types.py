"""What the checkers say; each line with both ignores fails when the error goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from smexp_fp.query import Condition, Q, compile  # noqa: A004 - the pass's name
from smexp_fp.records import Experiment, Trial, TrialComponent

if TYPE_CHECKING:
    from mypy_boto3_sagemaker.type_defs import SearchExpressionTypeDef

    from smexp_fp.query import SearchExpression

    def stubs_take_it(expression: SearchExpression) -> SearchExpressionTypeDef:
        return expression


def test_conditions_say_what_they_search() -> None:
    name = Q.name == "a"
    metric = Q.metric("loss").last < 0.1
    assert_type(name, Condition[Experiment | Trial | TrialComponent])
    assert_type(metric, Condition[TrialComponent])
    assert_type(name & metric, Condition[TrialComponent])
    assert_type(metric & name, Condition[TrialComponent])
    assert_type(metric | name, Condition[TrialComponent])
    assert_type(~name, Condition[Experiment | Trial | TrialComponent])
    compile(name & metric, "ExperimentTrialComponent")


if TYPE_CHECKING:
    metric = Q.metric("loss").last < 0.1
    compile(metric, "ExperimentTrial")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    compile(Q.name == 3, "Experiment")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    Q.name > 3  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression] # noqa: B015
    Q.metric("x").last.contains("a")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    Q.metric("x").last < "a"  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression] # noqa: B015
    Q.parents.any(Q.tag("a"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
