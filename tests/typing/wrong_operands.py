"""Wrong operands, units, kinds of fields, mixtures of resources and uses of results, and beside each what is right.

Nothing here is run.
"""

# ruff: noqa: E711 - a comparison with None is one of the slips

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, assert_never

from returns.result import Failure, Result, Success

from smexp_fp import SageMakerClient, experiment, trial, trial_component
from smexp_fp.errors import AlreadyExists, InvalidInput, NotFound, SmexpError
from smexp_fp.query import (
    CompileError,
    Condition,
    ContainsQuota,
    IllegalOperand,
    NoComplement,
    ParseError,
    Q,
    SearchExpression,
    UnknownProperty,
    Unparsable,
    all_of,
    any_of,
    compile,  # noqa: A004 - the pass's name
    decompile,
    explain,
    matches,
    normalise,
    parse,
    plan,
    predicate,
)
from smexp_fp.records import Experiment, MetricSummary, Parent, Trial, TrialComponent
from smexp_fp.results import cases, collect, fold, is_failure, or_raise, then

MOMENT = datetime(2024, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def said(*_conditions: Condition[Any]) -> None:
    """Where an expression stands as it would in a program."""


def operands(step: TrialComponent, parent: Experiment) -> None:
    said(Q.name == parent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name == parent.name)
    said(Q.name == b"a")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name == "a")
    said(Q.name == ["a", "b"])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name.is_in(["a", "b"]))
    said(Q.name != Q.display_name)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.name != "a")
    said(Q.name.contains(["a"]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name.contains("a"))
    said(Q.name.contains("a", True))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.name.contains("a", ignore_case=True))
    said(Q.name.equals("a", ignorecase=True))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.name.equals("a", ignore_case=True))
    said(Q.name.matches(b"a"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name.matches("a"))
    said(Q.name.endswith(("a", "b")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name.endswith("a") | Q.name.endswith("b"))
    said(Q.name.is_in("a", "b"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.name.is_in(["a", "b"]))
    said(Q.name.is_in([b"a"]))  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    said(Q.name.is_in(["a"]))
    said(Q.name.exists("a"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.name.exists())
    said(Q.name.like("a"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.name.contains("a"))
    said(Q.name.lower() == "a")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.name.equals("a", ignore_case=True))
    said(Q.name in ["a", "b"])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.name.is_in(["a", "b"]))
    said("a" in Q.name)  # type: ignore[arg-type, operator]  # pyright: ignore[reportArgumentType, reportOperatorIssue]
    said(Q.name.contains("a"))
    said(Q.name is None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnnecessaryComparison]
    said(Q.name.missing())
    said(Q.status == "Complete")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.status == "Completed")
    said(Q.status != "completed")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.status != "Completed")
    said(Q.status.is_in(["Completed", "Done"]))  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    said(Q.status.is_in(["Completed", "Failed"]))
    said(Q.status == step.status)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.status == "Failed")
    said(Q.status.primary == "Completed")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.status == "Completed")
    said(Q.experiment_name == parent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.experiment_name == parent.name)
    said(Q.input_artifact("data").media_type > "a")  # type: ignore[arg-type, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.input_artifact("data").media_type == "a")
    said(Q.input_artifact("data").value == "a")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.input_artifact("data") == "a")
    said(Q.input_artifacts["data"] == "a")  # type: ignore[index]  # pyright: ignore[reportIndexIssue, reportUnknownArgumentType]
    said(Q.input_artifact("data") == "a")
    said(Q.output_artifact(3) == "a")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.output_artifact("3") == "a")
    said(Q.metadata == "0123abc")  # type: ignore[arg-type, comparison-overlap]  # pyright: ignore[reportArgumentType, reportUnnecessaryComparison]
    said(Q.metadata.commit_id == "0123abc")
    said(Q.created_by == "me")  # type: ignore[arg-type, comparison-overlap]  # pyright: ignore[reportArgumentType, reportUnnecessaryComparison]
    said(Q.created_by.user_profile_name == "me")
    said(Q.source == "arn")  # type: ignore[arg-type, comparison-overlap]  # pyright: ignore[reportArgumentType, reportUnnecessaryComparison]
    said(Q.source.arn == "arn")


def units() -> None:
    said(Q.created > HOUR)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.created > MOMENT - HOUR)
    said(Q.created > time(12))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.created > MOMENT)
    said(Q.created > MOMENT.timestamp())  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.created > MOMENT)
    said(Q.created > None)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.created.exists())
    said(Q.created == 2024)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.created.between(date(2024, 1, 1), date(2024, 12, 31)))
    said(Q.created.between(MOMENT, HOUR))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.created.between(MOMENT, MOMENT + HOUR))
    said(Q.created.between(MOMENT))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.created.between(MOMENT, MOMENT))
    said(Q.created.between((MOMENT, MOMENT)))  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.created.between(MOMENT, MOMENT))
    said(Q.created.within(HOUR, now=HOUR))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.created.within(HOUR, now=MOMENT))
    said(Q.created.within(HOUR, MOMENT))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.created.within(HOUR, now=MOMENT))
    said(Q.created.within(MOMENT, now=MOMENT))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.created.within(HOUR, now=MOMENT))
    said(Q.created.within(hours=1, now=MOMENT))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.created.within(HOUR, now=MOMENT))
    said(Q.start.startswith("2024"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.start >= date(2024, 1, 1))
    said(Q.end.matches("2024"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.end >= date(2024, 1, 1))
    said(Q.metric("loss").last > HOUR)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.metric("loss").last > HOUR.total_seconds())
    said(Q.metric("loss").last > [0.1])  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.metric("loss").last > 0.1)
    said(Q.metric("loss").last == 1j)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metric("loss").last == 1)
    said(Q.metric("loss").last.between((0, 1)))  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.metric("loss").last.between(0, 1))
    said(Q.metric("loss").last.startswith("0"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.metric("loss").last < 0.1)
    said(Q.metric("loss").last.within(HOUR, now=MOMENT))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.metrics.any(Q.metrics.timestamp.within(HOUR, now=MOMENT)))
    said(Q.metric("loss") == 0.1)  # type: ignore[arg-type, comparison-overlap]  # pyright: ignore[reportArgumentType, reportUnnecessaryComparison]
    said(Q.metric("loss").last == 0.1)
    said(Q.metric("loss"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metric("loss").exists())
    said(Q.metric["loss"].last < 0.1)  # type: ignore[index]  # pyright: ignore[reportIndexIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.metric("loss").last < 0.1)
    said(Q.metric("loss", "last") < 0.1)  # type: ignore[arg-type, call-arg, operator]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.metric("loss").last < 0.1)
    said(Q.metric().last < 0.1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.metric("loss").last < 0.1)
    said(Q.metrics.last("loss") < 0.1)  # type: ignore[operator]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.metric("loss").last < 0.1)
    said(Q.parameter("lr") > None)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.parameter("lr").exists())
    said(Q.parameter("lr") == None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parameter("lr").missing())
    said(Q.parameter("lr") < "adam")  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.parameter("lr") == "adam")
    said(Q.parameter("lr").is_in([MOMENT]))  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    said(Q.parameter("lr").is_in([0.1]))
    said(Q.parameter("lr").is_in(0.1, 0.2))  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.parameter("lr").is_in([0.1, 0.2]))
    said(Q.parameter["lr"] == 0.1)  # type: ignore[index]  # pyright: ignore[reportIndexIssue, reportUnknownArgumentType]
    said(Q.parameter("lr") == 0.1)
    said(Q.parameters["lr"] == 0.1)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.parameter("lr") == 0.1)
    said(Q.parameter.lr == 0.1)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.parameter("lr") == 0.1)
    said(Q.tag("team", "vision", "speech"))  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.tag("team").is_in(["vision", "speech"]))
    said(Q.tag("team", ["vision", "speech"]))  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    said(Q.tag("team").is_in(["vision", "speech"]))
    said(Q.tag("team", None))  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    said(Q.tag("team"))
    said(Q.tag(team="vision"))  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.tag("team", "vision"))
    said(Q.tags("team") == "vision")  # type: ignore[operator]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.tags["team"] == "vision")
    said(Q.tags == {"team": "vision"})  # type: ignore[arg-type, comparison-overlap]  # pyright: ignore[reportArgumentType, reportUnnecessaryComparison]
    said(Q.tag("team", "vision"))
    said(Q.tags.contains("team"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.tags.words.contains("team"))
    said("team" in Q.tags)  # type: ignore[arg-type, operator]  # pyright: ignore[reportArgumentType, reportOperatorIssue]
    said(Q.tag("team"))


def joined(names: Sequence[str], conditions: list[Condition[Experiment]]) -> None:
    said(Q.name == "a" & Q.tag("team"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said((Q.name == "a") & Q.tag("team"))
    said(Q.name == "a" | Q.tag("team"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said((Q.name == "a") | Q.tag("team"))
    said(~Q.name == "a")  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(~(Q.name == "a"))
    said(Q.tag("team") & None)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("team"))
    said(Q.tag("team") ^ Q.tag("keep"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("team") & ~Q.tag("keep"))
    said(Q.tag("team") - Q.tag("keep"))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    said(Q.tag("team") & ~Q.tag("keep"))
    said(sum([Q.tag("team"), Q.tag("keep")]))  # type: ignore[arg-type, list-item]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownArgumentType]
    said(all_of(Q.tag("team"), Q.tag("keep")))
    said(any_of(Q.tag(name) for name in names))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    said(any_of(*(Q.tag(name) for name in names)))
    said(any_of(*names))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    said(any_of(*(Q.tag(name) for name in names)))
    said(all_of(conditions))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    said(all_of(*conditions))
    said(all_of(Q.tag("team"), "keep"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(all_of(Q.tag("team"), Q.tag("keep")))
    said(all_of(team="vision"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(all_of(Q.tag("team", "vision")))
    said(any([Q.tag("team"), Q.tag("keep")]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(any_of(Q.tag("team"), Q.tag("keep")))
    said(all([Q.tag("team"), Q.tag("keep")]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(all_of(Q.tag("team"), Q.tag("keep")))
    said(not Q.tag("team"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportGeneralTypeIssues]
    said(~Q.tag("team"))
    said(bool(Q.tag("team")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.tag("team"))
    said(len(Q.tag("team")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.tag("team"))
    said(Q)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(all_of())
    said(Q.parents)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parents.any(Q.parents.trial_name.exists()))
    said(Q.created_by)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.created_by.domain_id.exists())
    said(Condition())  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(all_of())
    said(Q.parents.any([Q.parents.trial_name == "t"]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parents.any(Q.parents.trial_name == "t"))
    said(Q.parents.any(Q.parents.trial_name))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parents.any(Q.parents.trial_name.exists()))
    said(Q.parents.any("t"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.parents.any(Q.parents.trial_name == "t"))
    said(Q.parents.all(Q.parents.trial_name == "t"))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.parents.any(Q.parents.trial_name == "t"))
    said(Q.parents.name == "t")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    said(Q.parents.trial_name == "t")
    said(Q.components.any(Q.metric("loss").last < 1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metrics.any(Q.metrics.last < 1))
    said(Q.tags.any(Q.tag("team")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.tags.any(Q.tags.key == "team"))
    said(Q.metrics.any(Q.parameter("lr") == 0.1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.metrics.any(Q.metrics.name == "lr"))


def mixed(client: SageMakerClient, on_trials: Condition[Trial], on_parents: Condition[Parent]) -> None:
    experiment.search(client, on_trials)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, on_trials)
    trial.search(client, on_parents)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.parents.any(on_parents))
    trial_component.search(client, Q.metrics.last < 0.1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.metrics.any(Q.metrics.last < 0.1))
    experiment.search(client, Q.tags.key == "team")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, Q.tags.any(Q.tags.key == "team"))
    experiment.search(client, (Q.description == "d") & Q.metric("loss").exists())  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    experiment.search(client, (Q.description == "d") & Q.tag("team"))
    experiment.search(client, Q.description.exists() & Q.experiment_name.exists())  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    experiment.search(client, Q.description.exists() & Q.name.exists())
    trial.search(client, Q.experiment_name.exists() | Q.run_name.exists())  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    trial.search(client, Q.experiment_name.exists() | Q.name.exists())
    trial_component.search(client, ~Q.experiment_name.exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, ~Q.run_name.exists())
    trial.search(client, Q.wire("Metrics.loss.Last", "Exists") & Q.metric("loss").exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, Q.wire("TrialName", "Exists") & Q.experiment_name.exists())
    experiment.search(client, all_of(Q.tag("team"), Q.parameter("lr") == 0.1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, all_of(Q.tag("team"), Q.name == "lr"))
    experiment.search(client, any_of(Q.tag("team"), Q.start.exists()))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    experiment.search(client, any_of(Q.tag("team"), Q.created.exists()))
    experiment.search(client, Q.lineage_group_arn.exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.lineage_group_arn.exists())
    trial.search(client, Q.status_message.exists())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.status_message.exists())
    trial.search(client, Q.input_artifacts.contains("s3"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.input_artifacts.contains("s3"))
    trial.search(client, sort_by=Q.status)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, sort_by=Q.status)
    trial.search(client, sort_by=Q.metric("loss"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, sort_by=Q.metric("loss").last)
    trial.search(client, sort_by=Q.parents.trial_name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, sort_by=Q.parents.trial_name)
    trial.search(client, sort_by=[Q.name, Q.created])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, sort_by=Q.name)
    trial.search(client, sort_by=(Q.name, "Ascending"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, sort_by=Q.name, sort_order="Ascending")
    trial.search(client, sort_by=Q.tag("team"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial.search(client, sort_by=Q.tags["team"])
    trial_component.search(client, local_residue=Q.name.startswith("a"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    trial_component.search(client, Q.name.startswith("a"), local_residue=True)


def passes(text: str, expression: SearchExpression, step: TrialComponent, found: Trial) -> None:
    compile(Q.name == "a")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    compile(Q.name == "a", "Experiment")
    compile(Q.name == "a", Experiment)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    compile(Q.name == "a", "Experiment")
    compile(Q.status == "Failed", "ExperimentTrial")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    compile(Q.status == "Failed", "ExperimentTrialComponent")
    compile(expression, "Experiment")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    compile(decompile(expression, "Experiment").unwrap(), "Experiment")
    compile(Q.name == "a", "Experiment").unwrap()["Filter"]  # type: ignore[typeddict-item]  # pyright: ignore[reportGeneralTypeIssues]
    compile(Q.name == "a", "Experiment").unwrap().get("Filters")
    plan(Q.name == "a", "Experiment", local=True)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    plan(Q.name == "a", "Experiment", local_residue=True)
    print(plan(Q.name == "a", "Experiment").requests)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(plan(Q.name == "a", "Experiment").unwrap().requests)
    decompile(expression)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    decompile(expression, "Experiment")
    a: Condition[Trial] = decompile(expression, "ExperimentTrialComponent").unwrap()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    b: Condition[Trial] = decompile(expression, "ExperimentTrial").unwrap()
    parse(text, "Trial")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    parse(text, "ExperimentTrial")
    parse(Q.name == "a", "Experiment")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    parse(text, "Experiment")
    c: Condition[Trial] = parse(text, "ExperimentTrialComponent").unwrap()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    d: Condition[Trial] = parse(text, "ExperimentTrial").unwrap()
    e: Condition[Trial] = parse(text, "ExperimentTrial")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    f: Result[Condition[Trial], ParseError] = parse(text, "ExperimentTrial")
    matches(parse(text, "ExperimentTrialComponent").unwrap(), found)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    matches(parse(text, "ExperimentTrial").unwrap(), found)
    print(parse(text, "Experiment").failure().position)  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(parse(text).failure().position)
    matches(Q.metric("loss").last < 0.1, found)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    matches(Q.metric("loss").last < 0.1, step)
    matches(Q.metrics.last < 0.1, step)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    matches(Q.metrics.last < 0.1, MetricSummary(name="loss"))
    matches(step, Q.name == "a")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    matches(Q.name == "a", step)
    predicate(Q.name, "Experiment")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    predicate(Q.name.exists(), "Experiment")
    normalise(Q.name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    normalise(Q.name.exists())
    explain(Q.name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    explain(Q.name.exists())
    Q.name.path("Trial")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Q.name.path("ExperimentTrial")
    Q.field("New")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    Q.field("New", "text")
    said(Q.field("New", "time") == "2024")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.field("New", "time") == MOMENT)
    said(Q.wire("Name"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
    said(Q.wire("Name", "Exists"))
    said(Q.wire("Name", "exists"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said(Q.wire("Name", "Exists"))
    print(a, b, c, d, e, f)


def failures(error: CompileError) -> str:
    match error:
        case IllegalOperand() | NoComplement() | ContainsQuota() | UnknownProperty():
            return error.rule  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
        case _:
            return error.advice


def left_out(read: ParseError) -> str:
    match read:
        case Unparsable():
            return read.expected
        case _:
            assert_never(read)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def complete(read: ParseError) -> str:
    match read:
        case Unparsable():
            return read.expected
        case UnknownProperty():
            return read.resource
        case _:
            assert_never(read)


def results(one: Result[int, str], many: list[Result[int, str]], client: SageMakerClient) -> None:
    print(one + 1)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    print(one.unwrap() + 1)
    print(one.value)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(one.unwrap())
    print(one.unwrap().upper())  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(one.failure().upper())
    print(one.unwrap_or(0))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(one.value_or(0))
    print(cases(3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    print(cases(one))
    print(is_failure(3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    print(is_failure(one))
    print(collect(one))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    print(collect(many))
    print(collect(many).unwrap().upper())  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(collect(many).unwrap()[0])
    print(fold(one, str, failure=3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(fold(one, success=str, failure=str))
    print(fold(one, success=str, failure=str).append)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(fold(one, success=str, failure=str).upper)
    print(then(one, 3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    print(then(one, Success))
    print(then(one, str))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    print(one.map(str))
    print(then(one, lambda n: Success(n.upper())))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownLambdaType, reportUnknownMemberType]
    print(then(one, lambda n: Success(n + 1)))
    print(or_raise(one).upper())  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    print(or_raise(one) + 1)
    print(or_raise(3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
    print(or_raise(one))
    print(one.map(lambda n: n.upper()))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownLambdaType, reportUnknownMemberType]
    print(one.map(lambda n: n + 1))
    print(one.alt(lambda text: text + 1))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType, reportUnknownLambdaType]
    print(one.alt(lambda text: text + "1"))
    a: int = one  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    b: int = one.unwrap()
    c: Result[str, str] = one  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    d: Result[str, str] = one.map(str)
    e: Result[tuple[str, ...], str] = collect(many)  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    f: Result[tuple[int, ...], str] = collect(many)
    g: str = fold(one, success=lambda n: n, failure=len)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    h: int = fold(one, success=lambda n: n, failure=len)
    i: Result[int, SmexpError] = then(one, lambda _: experiment.load(client, "e"))  # type: ignore[arg-type, return-value]  # pyright: ignore[reportAssignmentType]
    j: Result[Experiment, str | SmexpError] = then(one, lambda _: experiment.load(client, "e"))
    print(a, b, c, d, e, f, g, h, i, j)


def one_error_left(result: Result[int, NotFound | AlreadyExists]) -> int:
    match cases(result):
        case Success(value):
            return value
        case Failure(error):
            match error:
                case NotFound():
                    return 0
                case _:
                    assert_never(error)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def none_left(result: Result[int, NotFound | AlreadyExists]) -> int:
    match cases(result):
        case Success(value):
            return value
        case Failure(error):
            match error:
                case NotFound():
                    return 0
                case AlreadyExists():
                    return 1
                case _:
                    assert_never(error)


def a_value_of_the_wrong_case(client: SageMakerClient) -> str:
    match cases(experiment.load(client, "e")):
        case Success(found):
            return found.message  # type: ignore[attr-defined, no-any-return]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
        case Failure(error):
            return error.message


def a_member_of_one_error(client: SageMakerClient) -> str:
    found = experiment.load(client, "e")
    if is_failure(found):
        return found.failure().rule  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    return found.unwrap().name


def a_member_of_one_error_right(client: SageMakerClient) -> str:
    found = experiment.load(client, "e")
    if is_failure(found) and isinstance(error := found.failure(), InvalidInput):
        return error.rule
    return "none"
