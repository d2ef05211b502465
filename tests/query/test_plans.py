"""The explanation of a plan, and conditions that no request can express."""

from __future__ import annotations

from typing import Any

import pytest

from smexp_fp.query import (
    Condition,
    IllegalOperand,
    NotSearchable,
    Q,
    Resource,
    TooManyConditions,
    UnknownProperty,
    all_of,
    compile_any,
    explain,
    plan_any,
)

C: Resource = "ExperimentTrialComponent"


def test_a_plan_is_explained_with_what_its_request_asks_of_list_elements_and_alternatives() -> None:
    element = Q.parents.any((Q.parents.trial_name == "t") & Q.parents.experiment_name.exists())
    planned = plan_any(element & (Q.tag("a") | Q.tag("b")), C).unwrap()
    assert explain(planned).splitlines() == [
        "one request:",
        "  all of:",
        "    one element of Parents has:",
        "      all of:",
        "        Parents.ExperimentName exists",
        "        Parents.TrialName is 't'",
        "    at least one of:",
        "      Tags.a exists",
        "      Tags.b exists",
    ]


@pytest.mark.parametrize(
    ("condition", "resource", "failure"),
    [
        (Q.parents.any(Q.parents.trial_name == "t"), "Experiment", UnknownProperty),
        (Q.parents.any(all_of()), C, NotSearchable),
        (Q.parents.any(all_of(*(Q.parents.trial_name.contains(f"t{n}") for n in range(25)))), C, TooManyConditions),
        (Q.name == "a\ud800", C, IllegalOperand),
        (Q.wire("CreationTime", "Equals", "yesterday"), C, IllegalOperand),
        (Q.wire("Metrics.loss.Last", "LessThan", "low"), C, IllegalOperand),
    ],
)
def test_what_no_request_can_express_is_a_failure_of_its_kind(
    condition: Condition[Any], resource: Resource, failure: type
) -> None:
    assert isinstance(compile_any(condition, resource).failure(), failure)


@pytest.mark.parametrize("operand", ["", "a\nb", "a" * 2000])
def test_of_a_local_test_whose_operand_no_filter_can_have_the_request_asks_for_the_property_only(operand: str) -> None:
    planned = plan_any(Q.name.startswith(operand), C, local_residue=True).unwrap()
    assert [request["Filters"] for request in planned.requests if "Filters" in request] == [
        [{"Name": "TrialComponentName", "Operator": "Exists"}]
    ]
    assert planned.residue is not None
