"""What the type of a condition says it can search; mypy and pyright check each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from smexp_fp.query import Condition, Q, all_of, any_of
from smexp_fp.records import Experiment, Parent, Trial, TrialComponent, TrialComponentSimpleSummary

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


def members_of_lists_combine_with_fields() -> None:
    parent = Q.parents.trial_name == "t"
    component = Q.components.name == "c"
    name = Q.name == "a"
    tag = Q.tags["k"] == "v"
    commit = Q.metadata.commit_id == "a"
    assert_type(name & parent, Condition[TrialComponent])
    assert_type(parent & name, Condition[TrialComponent])
    assert_type(name | parent, Condition[TrialComponent])
    assert_type(parent | name, Condition[TrialComponent])
    assert_type(~parent & tag, Condition[TrialComponent])
    assert_type(parent & (Q.status == "Completed") & commit, Condition[TrialComponent])
    assert_type(commit | parent, Condition[TrialComponent])
    assert_type(parent & (Q.metric("loss").last < 0.1), Condition[TrialComponent])
    assert_type(component & name, Condition[Trial])
    assert_type(commit | component, Condition[Trial])
    assert_type((Q.experiment_name == "e") & component & (Q.components.created_by.domain_id == "d"), Condition[Trial])
    assert_type(name & commit, Condition[Trial | TrialComponent])
    assert_type(tag | (Q.description == "d"), Condition[Experiment])
    assert_type(all_of(name, parent, commit), Condition[TrialComponent])
    assert_type(any_of(component, commit, tag), Condition[Trial])


def members_of_lists_stay_conditions_of_an_element() -> None:
    parent = Q.parents.trial_name == "t"
    raw = Q.wire("Parents.ExperimentName", "Equals", "e")
    assert_type(parent & (Q.parents.experiment_name == "e"), Condition[TrialComponent | Parent])
    assert_type(parent & raw, Condition[TrialComponent | Parent])
    assert_type(raw | parent, Condition[TrialComponent | Parent])
    assert_type(Q.parents.any(parent & raw), Condition[TrialComponent])
    assert_type(Q.parents.any(parent) & (Q.name == "a"), Condition[TrialComponent])
    assert_type((Q.components.name == "c") & (Q.components.arn == "a"), Condition[Trial | TrialComponentSimpleSummary])
