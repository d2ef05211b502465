"""What the type of a condition says it can search; mypy and pyright check each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from smexp_fp.query import Condition, Q
from smexp_fp.records import Experiment, Trial, TrialComponent

if TYPE_CHECKING:
    from mypy_boto3_sagemaker.type_defs import SearchExpressionTypeDef

    from smexp_fp.query import SearchExpression

    def stubs_take_it(expression: SearchExpression) -> SearchExpressionTypeDef:
        return expression


def conditions_say_what_they_search() -> None:
    name = Q.name == "a"
    metric = Q.metric("loss").last < 0.1
    assert_type(name, Condition[Experiment | Trial | TrialComponent])
    assert_type(metric, Condition[TrialComponent])
    assert_type(name & metric, Condition[TrialComponent])
    assert_type(metric & name, Condition[TrialComponent])
    assert_type(metric | name, Condition[TrialComponent])
    assert_type(~name, Condition[Experiment | Trial | TrialComponent])
    # Fields that the summaries of a list have as well combine with all others.
    assert_type(Q.tag("k") & (Q.status == "Completed"), Condition[TrialComponent])
    assert_type((Q.status == "Failed") & (Q.metadata.commit_id == "a"), Condition[TrialComponent])
    assert_type((Q.created_by.domain_id == "d") & (Q.tags["k"] == "v"), Condition[Experiment | Trial | TrialComponent])
