"""What a notebook and a debugger show: a table of a record, and a line of a plan, a report, a failure or a listing."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from smexp_fp import experiment, local, records, trial_component
from smexp_fp.deletion import DeletionFailure, DeletionPlan, DeletionReport, Kept, Left, Link, Target
from smexp_fp.errors import Throttled
from smexp_fp.metrics import PutReport
from tests.support.clients import recorder

EVIL = "<script>alert('&')</script>"


class Reader(HTMLParser):
    """Reads HTML strictly: tags must match, and only the tags of a table are expected."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag in {"strong", "table", "tr", "th", "td", "div", "code"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def texts(value: Any) -> list[str]:
    reader = Reader()
    reader.feed(value._repr_html_())
    reader.close()
    assert reader.open == []
    return reader.texts


def test_a_table_has_the_members_that_are_set_and_no_others() -> None:
    record = records.TrialComponent(
        name="train",
        arn="arn",
        status=records.Status(primary="Completed"),
        created=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        parameters={"lr": 0.1},
        metrics=(records.MetricSummary(name="loss", last=0.25),),
        sources=(),
    )
    assert texts(record) == [
        "TrialComponent", "name", "train", "arn", "arn", "status", "primary", "Completed",
        "created", "2024-05-06 07:08:09+00:00", "parameters", "lr", "0.1", "metrics", "name", "last", "loss", "0.25",
    ]  # fmt: skip


def test_several_parts_make_one_table_with_a_column_for_each_member() -> None:
    metrics = (records.MetricSummary(name="loss", last=0.25), records.MetricSummary(name="f1", max=0.5))
    shown = texts(records.TrialComponent(name="c", arn="a", metrics=metrics))
    assert shown[-7:] == ["name", "last", "max", "loss", "0.25", "f1", "0.5"]


def test_a_record_is_shown_whole_however_many_members_it_has() -> None:
    every = {field.name: "x" for field in dataclasses.fields(records.TrialComponent)}
    maps = {name: {"a": "b"} for name in ("parameters", "input_artifacts", "output_artifacts", "tags")}
    component: Any = records.TrialComponent
    assert set(every) <= set(texts(component(**every | maps)))


def test_a_member_that_is_zero_or_false_is_shown() -> None:
    assert texts(PutReport(accepted=0)) == ["PutReport", "accepted", "0"]
    assert "False" in texts(DeletionReport())


@pytest.mark.parametrize(
    "value",
    [
        records.Experiment(name=EVIL, arn=EVIL, tags={EVIL: EVIL}),
        records.Trial(name=EVIL, arn="a", components=(records.TrialComponentSimpleSummary(name=EVIL),)),
        records.TrialComponent(name="c", arn="a", parameters={EVIL: EVIL}, unknown_parameters=(EVIL,)),
        DeletionReport(components=(EVIL,), not_resumable=Throttled(message=EVIL, operation="O")),
        DeletionPlan(target=Target("trial", EVIL), links=(Link(EVIL, EVIL),), components=(), trials=()),
        DeletionFailure(cause="errors", done=DeletionReport(), left=(Left(kind="trial", name=EVIL),)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_markup_in_a_value_is_escaped(value: Any) -> None:
    assert "<script" not in value._repr_html_()
    assert any(EVIL in text for text in texts(value))


def test_long_lists_and_maps_are_cut() -> None:
    many = records.TrialComponent(name="c", arn="a", parameters={f"p{number}": number for number in range(25)})
    assert "p19" in texts(many)
    assert "p20" not in texts(many)
    assert "… and 5 more" in texts(many)
    long = DeletionReport(components=tuple(f"c{number}" for number in range(22)))
    assert "… and 2 more" in texts(long)


@pytest.mark.parametrize(
    "kind", [kind for name in records.__all__ if dataclasses.is_dataclass(kind := getattr(records, name))]
)
def test_every_record_is_a_table(kind: Any) -> None:
    needed = [field.name for field in dataclasses.fields(kind) if field.default is field.default_factory]
    assert texts(kind(**dict.fromkeys(needed, "x")))[0] == kind.__name__


def test_a_plan_a_report_and_a_failure_have_a_repr_of_one_short_line() -> None:
    links = tuple(Link("forest", f"c{number}") for number in range(1000))
    plan = DeletionPlan(target=Target("experiment", "auto-ml"), links=links, components=("c",), trials=("forest",))
    assert repr(plan) == "<DeletionPlan of experiment auto-ml: 1000 links, 1 components, 1 trials>"
    report = DeletionReport(
        target=Target("experiment", "auto-ml"),
        disassociated=links,
        kept=(Kept(component="k", trials=(), experiment="e"),),
        target_deleted=True,
    )
    assert (
        repr(report)
        == "<DeletionReport of experiment auto-ml: 1000 links, 0 components, 0 trials, 1 kept, target deleted>"
    )
    assert repr(DeletionReport()) == "<DeletionReport of trial components: 0 links, 0 components, 0 trials, 0 kept>"
    failure = DeletionFailure(cause="deadline", done=report, left=(Left(kind="trial", name="t"),))
    assert repr(failure) == "<DeletionFailure of experiment auto-ml: deadline, 1 left>"


def test_looking_at_a_listing_sends_nothing() -> None:
    client = recorder()
    for listing, name in [
        (experiment.list_experiments(client), "Listing"),
        (trial_component.search(client), "SearchListing"),
    ]:
        assert repr(listing) == f"<{name}: sends requests when it is read>"
        assert texts(listing)[0] == name
        assert "collect()" in texts(listing)
    assert client.calls == []


def test_a_listing_of_a_refused_argument_looks_the_same() -> None:
    assert repr(experiment.list_experiments(local.client(":memory:"), limit=-1)) == (
        "<Listing: sends requests when it is read>"
    )
