"""Data frames of records, with pandas and polars."""

# pandas and polars know the types of columns at run time only.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp.records import Artifact, MetricSummary, Status, TrialComponent
from smexp_fp.testing import strategies
from tests.fits.values import VALUES, name_of

NOW = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
RUNS = [
    TrialComponent(
        name=f"run-{number}",
        arn="a",
        created=NOW,
        status=Status(primary="Completed"),
        parameters={"lr": number / 10, "kernel": "rbf"},
        input_artifacts={"data": Artifact(value="s3://b/k")},
        metrics=(MetricSummary(name="loss", last=float(number), timestamp=NOW),),
        tags={"team": "vision"} if number else None,
    )
    for number in range(3)
]


@pytest.mark.parametrize("value", VALUES, ids=name_of)
def test_any_value_is_a_row(value: Any) -> None:
    members = [field.name for field in dataclasses.fields(value)]
    assert pl.DataFrame([value]).columns == members
    assert list(pd.DataFrame([value]).columns) == members
    flat = pd.json_normalize([dataclasses.asdict(value)])
    assert len(flat) == 1
    assert {column.partition(".")[0] for column in flat.columns} <= set(members)


def test_json_normalize_makes_a_column_of_each_parameter_and_tag() -> None:
    frame = pd.json_normalize([dataclasses.asdict(run) for run in RUNS])
    assert frame["parameters.lr"].tolist() == [0.0, 0.1, 0.2]
    assert frame["parameters.kernel"].tolist() == ["rbf"] * 3
    assert frame["input_artifacts.data.value"].tolist() == ["s3://b/k"] * 3
    assert frame["status.primary"].tolist() == ["Completed"] * 3
    assert frame["tags.team"].isna().tolist() == [True, False, False]
    assert frame["created"].tolist() == [pd.Timestamp(NOW)] * 3


def test_metrics_make_a_frame_of_their_own() -> None:
    frame = pd.DataFrame([metric for run in RUNS for metric in run.metrics], index=[run.name for run in RUNS])
    assert frame["last"].to_dict() == {"run-0": 0.0, "run-1": 1.0, "run-2": 2.0}
    assert frame["timestamp"].tolist() == [pd.Timestamp(NOW)] * 3


def test_polars_makes_structs_and_lists() -> None:
    frame = pl.DataFrame(RUNS)
    assert frame["parameters"].struct.field("lr").to_list() == [0.0, 0.1, 0.2]
    assert frame["status"].struct.field("primary").to_list() == ["Completed"] * 3
    assert frame["tags"].struct.field("team").to_list() == [None, "vision", "vision"]
    assert frame["created"].to_list() == [NOW.replace(tzinfo=None)] * 3  # polars goes by the annotation; it is UTC
    rows = frame.explode("metrics").unnest("metrics", separator=".")
    assert rows["metrics.last"].to_list() == [0.0, 1.0, 2.0]


def test_polars_keeps_the_zone_of_times_from_dicts() -> None:
    frame = pl.DataFrame([dataclasses.asdict(run) for run in RUNS])
    assert frame["created"].to_list() == [NOW] * 3
    assert frame.schema["created"] == pl.Datetime("us", "UTC")


@given(st.lists(strategies.components(), min_size=1, max_size=5))
def test_no_record_is_lost_in_a_frame(records: list[TrialComponent]) -> None:
    names = [record.name for record in records]
    assert pd.json_normalize([dataclasses.asdict(record) for record in records])["name"].tolist() == names
    # `strict=False`: the same key may be a number in one record and a string in another.
    frame = pl.DataFrame(records, infer_schema_length=None, strict=False)
    assert frame["name"].to_list() == names
    assert frame["display_name"].to_list() == [record.display_name for record in records]
