"""Components through tables, files and frames and back: the cells are those of the wire, told apart exactly."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp import Q, tables, trial_component
from smexp_fp.listing import SearchListing
from smexp_fp.query import Column
from smexp_fp.records import FrozenMap, MetricSummary, TrialComponent
from smexp_fp.results import or_raise
from smexp_fp.testing import strategies
from tests.support.cells import COLUMNS, csv_records, exactly, from_csv, from_dicts, from_jsonl, from_pandas
from tests.support.clients import recorder
from tests.support.wire_records import encoded

FIELDS = [field for field, _ in COLUMNS]
NUMBERS = st.floats() | st.sampled_from((math.nan, math.inf, -math.inf, 0.0, -0.0))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(("", "nan", "1", "NaN", "null"))


@st.composite
def components(draw: st.DrawFn) -> TrialComponent:
    """Components with any parameters and statistics, also those that are hard to keep apart."""
    made = draw(strategies.components())
    parameters: dict[str, str | float] = dict(made.parameters)
    for key, values in (("a", NUMBERS | TEXTS), ("name", TEXTS), ("number", NUMBERS), ("text", TEXTS)):
        if draw(st.booleans()):
            parameters[key] = draw(values)
    metrics = tuple(
        replace(one, last=draw(st.none() | NUMBERS), std_dev=draw(st.none() | NUMBERS)) for one in made.metrics
    )
    return replace(made, parameters=FrozenMap(parameters), metrics=metrics, display_name=draw(st.none() | TEXTS))


def search(wires: list[dict[str, Any]]) -> SearchListing[TrialComponent]:
    """A search that finds what is on the wire."""
    answer = {"Results": [{"TrialComponent": wire} for wire in wires]}
    return trial_component.search(recorder(lambda _operation, _parameters: answer))


def untyped(held: object) -> Any:
    """What the stubs of pyarrow type with unknown parameters."""
    return held


found = st.lists(components().map(encoded), max_size=4)


def expected(wires: list[dict[str, Any]]) -> list[list[object]]:
    return exactly([read(wire) for _, read in COLUMNS] for wire in wires)


@given(found)
def test_a_table_has_the_cells_of_the_wire(wires: list[dict[str, Any]]) -> None:
    table = or_raise(tables.table(search(wires), *FIELDS))
    assert exactly(table.rows) == expected(wires)
    assert exactly(zip(*table.to_dict().values(), strict=True)) == expected(wires)
    assert exactly(map(or_raise, tables.rows(search(wires), *FIELDS))) == expected(wires)
    assert len(set(table.names)) == len(FIELDS)


@given(found)
def test_csv_keeps_every_cell(wires: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "found.csv"
        assert or_raise(tables.write_csv(search(wires), path, *FIELDS)).rows == len(wires)
        names, cells = from_csv(path, FIELDS)
    assert exactly(cells) == expected(wires)
    assert tuple(names) == or_raise(tables.table(search(wires), *FIELDS)).names


@given(found)
def test_other_readers_of_csv_see_the_same_names_and_texts(wires: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "found.csv"
        or_raise(tables.write_csv(search(wires), path, *FIELDS))
        head, *rows = csv_records(path.read_bytes().decode())
        names, texts = [name for _, name in head], [[text for _, text in row] for row in rows]
        with path.open(encoding="utf-8", newline="") as file:
            assert list(csv.reader(file)) == [names, *texts]
        if b"\0" not in path.read_bytes():  # where pandas before 3 ends a text
            pandas = untyped(pd).read_csv(path, dtype=str, keep_default_na=False)
            assert (list(pandas.columns), pandas.to_numpy().tolist()) == (names, texts)
        polars = pl.read_csv(path, infer_schema=False)
    assert polars.width == len(names)  # polars leaves quotation marks in names doubled
    assert [list(row) for row in polars.rows()] == [
        [text if text or quoted else None for quoted, text in row] for row in rows
    ]


@given(found)
def test_lines_of_json_keep_every_cell(wires: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "found.jsonl"
        assert or_raise(tables.write_jsonl(search(wires), path, *FIELDS)).rows == len(wires)
        keys, cells = from_jsonl(path, FIELDS)
    assert exactly(cells) == expected(wires)
    assert all(tuple(line) == or_raise(tables.table(search(wires), *FIELDS)).names for line in keys)


@given(found)
def test_parquet_keeps_every_cell_and_has_the_types_of_the_frame(wires: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "found.parquet"
        assert or_raise(tables.write_parquet(search(wires), path, *FIELDS)).rows == len(wires)
        assert list(Path(folder).iterdir()) == [path]
        read = untyped(pq).read_table(path)
        assert exactly(from_dicts(read.to_pylist())) == expected(wires)
        assert exactly(from_dicts(pl.read_parquet(path).to_dicts())) == expected(wires)
    assert read.schema == or_raise(tables.table(search(wires), *FIELDS)).frame("pyarrow").schema


@given(found)
def test_frames_keep_every_cell(wires: list[dict[str, Any]]) -> None:
    table = or_raise(tables.table(search(wires), *FIELDS))
    assert exactly(from_dicts(table.frame("polars").to_dicts())) == expected(wires)
    assert exactly(from_dicts(table.frame("pyarrow").to_pylist())) == expected(wires)
    assert exactly(from_pandas(table.frame("pandas"))) == expected(wires)
    for frame in (table.frame("polars"), table.frame("pandas")):
        assert tuple(frame.columns) == table.names
        assert len(frame) == len(wires)


BOTH: dict[str, str | float] = {"mixed": 1.0, "text": "t", "number": 2.0}
COMPONENT = TrialComponent(name="c", arn="", parameters=FrozenMap(BOTH))
OTHER = replace(COMPONENT, parameters=FrozenMap({"mixed": "one"}))
MIXED = pa.struct([("number", pa.float64()), ("text", pa.string())])


@pytest.mark.parametrize(
    ("field", "arrow", "polars", "pandas"),
    [
        ("name", pa.string(), pl.String(), "string"),
        ("created", pa.timestamp("us", "UTC"), pl.Datetime("us", "UTC"), "datetime64[us, UTC]"),
        ("metrics.loss.last", pa.float64(), pl.Float64(), "Float64"),
        ("metrics.loss.count", pa.int64(), pl.Int64(), "Int64"),
        ("parents.trial_name", pa.list_(pa.string()), pl.List(pl.String()), "object"),
        ("parameters.text", pa.string(), pl.String(), "string"),
        ("parameters.number", pa.float64(), pl.Float64(), "Float64"),
        ("parameters.none", pa.float64(), pl.Float64(), "Float64"),
        ("parameters.mixed", MIXED, pl.Struct({"number": pl.Float64(), "text": pl.String()}), "object"),
    ],
)
def test_frames_have_the_type_of_the_field(field: str, arrow: Any, polars: Any, pandas: str) -> None:
    columns: list[Column[TrialComponent]] = [
        Q.name,
        Q.created,
        Q.metric("loss").last,
        Q.metric("loss").count,
        Q.parents.trial_name,
        *map(Q.parameter, ("text", "number", "none", "mixed")),
    ]
    table = or_raise(tables.table([COMPONENT, OTHER], *columns))
    assert untyped(table.frame("pyarrow")).schema.field(field).type == arrow
    assert table.frame("polars").schema[field] == polars
    assert str(table.frame("pandas")[field].dtype) == pandas


def test_a_frame_of_pandas_tells_a_missing_parameter_from_nan_beside_texts() -> None:
    values: list[dict[str, str | float]] = [{}, {"a": math.nan}, {"a": ""}]
    components = [TrialComponent(name="c", arn="", parameters=FrozenMap(each)) for each in values]
    missing, nan, text = or_raise(tables.table(components, Q.parameter("a"))).frame("pandas")["parameters.a"]
    assert missing is None
    assert isinstance(nan, float)
    assert text == ""


def test_a_frame_of_no_library_is_a_type_error() -> None:
    table = or_raise(tables.table([COMPONENT]))
    with pytest.raises(TypeError, match="polars, pandas, pyarrow, not 'dask'"):
        table.frame("dask")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]


def test_a_missing_library_is_named_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(ImportError, match=r"needs polars: pip install 'smexp-fp\[frames\]'"):
        or_raise(tables.table([COMPONENT])).frame("polars")


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
def test_a_count_that_no_frame_can_have_is_named(library: Any) -> None:
    def counted(number: int) -> Any:
        found = replace(COMPONENT, metrics=(MetricSummary(name="loss", count=number),))
        return untyped(or_raise(tables.table([COMPONENT, found], Q.metric("loss").count))).frame(library)

    for most in (2**63 - 1, -(2**63)):
        assert len(counted(most)) == 2
    with pytest.raises(OverflowError, match=r"the number 9223372036854775808 of column 'metrics\.loss\.count'"):
        counted(2**63)
