"""Charts of histories and tables: valid, complete, and saved without a reference to the network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from returns.result import Success

from smexp_fp import plots, tables
from smexp_fp.metrics import Histories, MetricQuery, MetricSeries, MetricStat, XAxis
from smexp_fp.query import Column, Q
from smexp_fp.records import FrozenMap, MetricSummary, Parameter, Status, TrialComponent

if TYPE_CHECKING:
    import altair as alt
else:
    alt = pytest.importorskip("altair")
    pytest.importorskip("vl_convert")

NAN, INF = float("nan"), float("inf")
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def series(
    name: str, *y: float, status: str = "Complete", stat: MetricStat = "Last", x_axis: XAxis = "IterationNumber"
) -> MetricSeries:
    query = MetricQuery(name=name, resource_arn="arn", stat=stat, x_axis=x_axis)
    return MetricSeries(query=query, status=status, x=tuple(range(len(y))), y=y)


def histories(components: int, steps: int = 3, *names: str) -> Histories:
    wanted = names or ("loss",)
    return Histories(
        series=tuple(
            series(name, *(one + step / 10 for step in range(steps))) for one in range(components) for name in wanted
        ),
        components=tuple(f"c{one}" for one in range(components) for _ in wanted),
    )


def component(number: int, **parameters: Parameter) -> TrialComponent:
    return TrialComponent(
        name=f"c{number}",
        arn="",
        created=NOW + timedelta(days=number),
        status=Status(primary="Completed"),
        parameters=FrozenMap(parameters),
        metrics=(MetricSummary(name="validation:loss[0].x", last=number / 10),),
    )


LR, OPTIMIZER = Q.parameter("lr"), Q.parameter("optimizer")
ODD_METRIC = Q.metric("validation:loss[0].x").last
COLUMNS: tuple[Column[TrialComponent], ...] = (Q.name, LR, OPTIMIZER, ODD_METRIC, Q.created)


def table_of(*components: TrialComponent) -> tables.Table[TrialComponent]:
    return tables.table(components, *COLUMNS).unwrap()


def runs(number: int) -> tables.Table[TrialComponent]:
    return table_of(
        *(component(one, lr=10.0 ** -(one % 6), optimizer="adam" if one % 2 else "sgd") for one in range(number))
    )


def spec(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The specification, which Altair has checked against the schema of Vega-Lite."""
    made: dict[str, Any] = chart.to_dict()
    return made


def rows(chart: alt.TopLevelMixin) -> list[dict[str, Any]]:
    """The rows of the largest data set of a chart."""
    made = spec(chart)
    found: list[list[dict[str, Any]]] = [*made.get("datasets", {}).values()]
    parts: list[dict[str, Any]] = [made, made.get("spec", {}), *made.get("layer", [])]
    found += [part["data"]["values"] for part in parts if "values" in part.get("data", {})]
    return max(found, key=len)


def drawn(chart: alt.TopLevelMixin, folder: Path) -> str:
    plots.save(chart, folder / "chart.svg")
    return (folder / "chart.svg").read_text(encoding="utf-8")


CHARTS: dict[str, Callable[[], alt.TopLevelMixin]] = {
    "curves": lambda: plots.curves(histories(3, 3, "loss", "f1")),
    "curves of 50 components": lambda: plots.curves(histories(50)),
    "curves, log": lambda: plots.curves(histories(3), log=True),
    "curves of nothing": lambda: plots.curves(Histories((), ())),
    "curves of empty series": lambda: plots.curves(Histories((series("loss"),), ("c",))),
    "scatter": lambda: plots.scatter(runs(9), LR, ODD_METRIC),
    "scatter, coloured by text": lambda: plots.scatter(runs(9), LR, ODD_METRIC, OPTIMIZER),
    "scatter, coloured by time": lambda: plots.scatter(runs(9), LR, ODD_METRIC, Q.created),
    "scatter by time and text": lambda: plots.scatter(runs(9), Q.created, OPTIMIZER, LR),
    "scatter of nothing": lambda: plots.scatter(table_of(), LR, ODD_METRIC, OPTIMIZER),
    "parallel": lambda: plots.parallel(runs(9), LR, OPTIMIZER, ODD_METRIC),
    "parallel, all columns": lambda: plots.parallel(runs(9)),
    "parallel, coloured by text": lambda: plots.parallel(runs(9), LR, ODD_METRIC, color=OPTIMIZER),
    "parallel of one row": lambda: plots.parallel(runs(1)),
    "parallel of nothing": lambda: plots.parallel(table_of()),
    "parallel of missing values": lambda: plots.parallel(table_of(component(1)), LR, OPTIMIZER),
}


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_is_valid_and_can_be_drawn(name: str, tmp_path: Path) -> None:
    chart = CHARTS[name]()
    assert spec(chart)
    assert drawn(chart, tmp_path).startswith("<svg")


def test_each_function_returns_a_chart_of_altair() -> None:
    assert isinstance(plots.curves(histories(1)), alt.FacetChart)
    assert isinstance(plots.scatter(runs(1), LR, ODD_METRIC), alt.Chart)
    assert isinstance(plots.parallel(runs(1)), alt.LayerChart)
    both = plots.scatter(runs(2), LR, ODD_METRIC) | plots.parallel(runs(2))  # a chart can be combined with others
    assert spec(both)


# --- curves -----------------------------------------------------------------------------------------------------------


def test_curves_have_a_panel_for_each_metric_and_a_line_for_each_component(tmp_path: Path) -> None:
    found = histories(3, 4, "z-loss", "a.b[0]")
    chart = plots.curves(found)
    assert len(rows(chart)) == 3 * 4 * 2
    made = spec(chart)
    assert made["facet"]["sort"] == ["z-loss", "a.b[0]"]  # in the order of the histories
    assert made["spec"]["encoding"]["color"]["scale"]["domain"] == ["c0", "c1", "c2"]
    picture = drawn(chart, tmp_path)
    assert all(f">{text}<" in picture for text in ("z-loss", "a.b[0]", "c0", "c1", "c2", "step"))


def test_a_statistic_is_named_and_what_was_cut_off_says_so() -> None:
    found = Histories((series("loss", 1.0, stat="Max", status="Truncated"), series("loss", 2.0)), ("a", "a"))
    chart = plots.curves(found)
    assert {(row["panel"], row["status"]) for row in rows(chart)} == {("loss (Max)", "Truncated"), ("loss", "Complete")}
    assert "status" in [tip["field"] for tip in spec(chart)["spec"]["encoding"]["tooltip"]]


def test_labels_stand_for_the_names_of_components(tmp_path: Path) -> None:
    found = histories(4, 3, "loss")
    chart = plots.curves(found, labels={"c0": "slow", "c1": "slow", "c2": "fast"})
    picture = drawn(chart, tmp_path)
    assert spec(chart)["spec"]["encoding"]["color"]["scale"]["domain"] == ["slow", "fast", "c3"]
    assert all(f">{text}<" in picture for text in ("slow", "fast", "c3"))
    assert picture.count('aria-roledescription="line mark"') == 4  # components of one label are not joined
    assert spec(chart)["spec"]["encoding"]["tooltip"][0]["field"] == "label"


def test_a_line_has_a_gap_where_a_value_has_no_place(tmp_path: Path) -> None:
    found = Histories((series("loss", 1.0, NAN, INF, 0.0, -1.0, 2.0), series("loss")), ("a", "b"))
    assert [row["value"] for row in rows(plots.curves(found))] == [1.0, None, None, 0.0, -1.0, 2.0]
    assert [row["value"] for row in rows(plots.curves(found, log=True))] == [1.0, None, None, None, None, 2.0]
    [line] = re.findall(r'aria-roledescription="line mark" d="([^"]+)"', drawn(plots.curves(found), tmp_path))
    assert line.count("M") == 2  # pieces


def test_a_value_that_is_the_only_one_has_its_own_label(tmp_path: Path) -> None:
    assert ">0.5</text>" in drawn(plots.curves(Histories((series("loss", 0.5),), ("a",))), tmp_path)
    one = table_of(component(0, lr=0.25), component(0, lr=0.25))
    assert ">0.25</text>" in drawn(plots.scatter(one, LR, ODD_METRIC), tmp_path)


def test_a_step_is_a_whole_number(tmp_path: Path) -> None:
    picture = drawn(plots.curves(Histories((series("loss", 1.0, 0.5),), ("a",))), tmp_path)
    axis = picture[picture.index("X-axis titled 'step'") :]
    assert re.findall(r">([^<>]+)</text>", axis)[:3] == ["0", "1", "step"]


def test_without_points_the_picture_says_so(tmp_path: Path) -> None:
    for empty in (Histories((), ()), Histories((series("loss"),), ("a",))):
        assert ">no points<" in drawn(plots.curves(empty), tmp_path)


def test_long_names_do_not_widen_the_picture(tmp_path: Path) -> None:
    name = "n" * 200
    found = Histories((series(name, 1.0), series(name, 2.0)), ("c" * 120, "d" * 120))
    row = TrialComponent(name="c" * 120, arn="arn", parameters={name: 1.0, "text": "t" * 500})
    column, text = Q.parameter(name), Q.parameter("text")
    table = tables.table([row, row], Q.name, column, text).unwrap()
    for chart in (plots.curves(found), plots.scatter(table, column, text, Q.name), plots.parallel(table)):
        width = re.search(r'<svg[^>]* width="(\d+)', drawn(chart, tmp_path))
        assert width is not None
        assert int(width[1]) < 1000


def test_a_hundred_long_lines_are_drawn_without_a_layer_for_each(tmp_path: Path) -> None:
    picture = drawn(plots.curves(histories(100, 10)), tmp_path)
    assert picture.count("stroke-opacity=") == 100
    assert not re.search(r'"line mark"[^>]* opacity=', picture)
    assert "clip-path" not in picture


def test_time_is_utc(tmp_path: Path) -> None:
    by_time = MetricSeries(
        query=MetricQuery(name="loss", resource_arn="arn", x_axis="Timestamp"),
        status="Complete",
        x=(int(NOW.timestamp()), int(NOW.timestamp()) + 60),
        y=(1.0, 2.0),
    )
    chart = plots.curves(Histories((by_time,), ("a",)))
    assert [row["at"] for row in rows(chart)] == ["2026-01-01 12:00:00", "2026-01-01 12:01:00"]
    assert spec(chart)["spec"]["encoding"]["x"]["scale"]["type"] == "utc"
    assert "time (UTC)" in drawn(chart, tmp_path)


def test_fifty_components_are_all_in_the_legend_and_of_more_it_says_how_many(tmp_path: Path) -> None:
    fifty = drawn(plots.curves(histories(50)), tmp_path)
    assert all(f">c{number}<" in fifty for number in range(50))
    assert len(set(re.findall(r'stroke="(#[0-9a-f]{6}|rgb\([^)]+\))"', fifty))) >= 50
    assert re.search(r">…?\s*\d+ entries<", drawn(plots.curves(histories(60)), tmp_path))


def test_more_than_five_thousand_points_need_no_setting(tmp_path: Path) -> None:
    chart = plots.curves(histories(2, 3000))
    assert len(rows(chart)) == 6000
    assert drawn(chart, tmp_path).startswith("<svg")
    assert len(rows(plots.scatter(runs(5001), LR, ODD_METRIC))) == 5001
    assert len(rows(plots.parallel(runs(5001), LR, ODD_METRIC))) == 10_002


# --- scatter ----------------------------------------------------------------------------------------------------------


def test_a_point_has_the_values_of_its_row_and_shows_all_columns() -> None:
    chart = plots.scatter(runs(3), LR, ODD_METRIC, OPTIMIZER)
    assert [(row["c0"], row["c1"], row["c2"]) for row in rows(chart)] == [
        (1.0, 0.0, "sgd"),
        (0.1, 0.1, "adam"),
        (0.01, 0.2, "sgd"),
    ]
    encoding = spec(chart)["encoding"]
    assert [tip["title"] for tip in encoding["tooltip"]] == [
        *("parameters.lr", "metrics.validation:loss[0].x.last", "parameters.optimizer", "name", "created"),
    ]
    assert (encoding["x"]["title"], encoding["y"]["title"]) == ("parameters.lr", "metrics.validation:loss[0].x.last")


def test_columns_that_are_not_in_the_table_can_be_drawn_and_have_their_alias() -> None:
    table = tables.table(runs(3).records, Q.name).unwrap()
    encoding = spec(plots.scatter(table, LR.alias("learning rate"), ODD_METRIC))["encoding"]
    assert encoding["x"]["title"] == "learning rate"
    assert [tip["title"] for tip in encoding["tooltip"]][:2] == ["learning rate", "metrics.validation:loss[0].x.last"]


def test_rows_without_a_value_are_left_out() -> None:
    table = table_of(component(1), component(2, lr=NAN), component(3, lr=INF), component(4, lr=0.5))
    assert [row["c0"] for row in rows(plots.scatter(table, LR, ODD_METRIC))] == [0.5]
    # without a colour it is drawn all the same
    assert [row["c0"] for row in rows(plots.scatter(table, LR, ODD_METRIC, OPTIMIZER))] == [0.5]


def test_a_row_without_a_colour_is_grey(tmp_path: Path) -> None:
    table = table_of(component(0, lr=1.0), component(1, lr=2.0, depth=1.0), component(2, lr=4.0, depth=3.0))
    for chart in (
        plots.scatter(table, LR, ODD_METRIC, Q.parameter("depth")),
        plots.scatter(table, LR, ODD_METRIC, OPTIMIZER),
        plots.parallel(table, LR, ODD_METRIC, color=Q.parameter("depth")),
    ):
        assert re.search(r'"(circle|line mark)"[^>]*="#aaa"', drawn(chart, tmp_path))


def scales(chart: alt.TopLevelMixin) -> tuple[str | None, str | None]:
    encoding = spec(chart)["encoding"]
    return encoding["x"]["scale"].get("type"), encoding["y"]["scale"].get("type")


def test_a_scale_is_logarithmic_where_numbers_are_far_apart_or_as_asked() -> None:
    assert scales(plots.scatter(runs(6), LR, ODD_METRIC)) == ("log", None)
    assert scales(plots.scatter(runs(3), LR, ODD_METRIC)) == (None, None)
    even = table_of(*(component(one, lr=one / 2000) for one in range(1, 2001)))  # far apart, but not by powers of ten
    assert scales(plots.scatter(even, LR, ODD_METRIC)) == (None, None)
    assert scales(plots.scatter(runs(6), LR, ODD_METRIC, log=[])) == (None, None)
    asked = plots.scatter(runs(3), LR, ODD_METRIC, log=[ODD_METRIC])
    assert scales(asked) == (None, "log")
    assert [row["c1"] for row in rows(asked)] == [0.1, 0.2]  # 0 has no place


# --- parallel ---------------------------------------------------------------------------------------------------------


def test_each_row_has_a_place_on_each_axis() -> None:
    table = table_of(
        component(0, lr=1.0, optimizer="sgd"), component(1, lr=3.0), component(2, lr=2.0, optimizer="adam")
    )
    found = [
        (row["column"], row["row"], row["height"], row["value"]) for row in rows(plots.parallel(table, LR, OPTIMIZER))
    ]
    assert found == [
        ("c0", 0, 0.0, 1.0),
        ("c0", 1, 1.0, 3.0),
        ("c0", 2, 0.5, 2.0),
        ("c1", 0, 1.0, "sgd"),
        ("c1", 2, 0.0, "adam"),
    ]


def test_far_apart_numbers_are_spread_by_their_logarithm() -> None:
    table = table_of(component(0, lr=1e-4), component(1, lr=1e-2), component(2, lr=1.0))
    assert [row["height"] for row in rows(plots.parallel(table, LR))] == [0.0, 0.5, 1.0]
    linear = [row["height"] for row in rows(plots.parallel(table, LR, log=[]))]
    assert linear[1] < 0.02


def test_times_are_spread_by_the_time_between_them() -> None:
    table = table_of(component(0), component(1), component(10))
    assert [row["height"] for row in rows(plots.parallel(table, Q.created))] == pytest.approx([0.0, 0.1, 1.0])


def test_axes_show_their_ends_and_what_is_between(tmp_path: Path) -> None:
    table = table_of(*(component(number, lr=number / 7, optimizer="ab"[number % 2]) for number in range(20)))
    picture = drawn(plots.parallel(table, LR, OPTIMIZER, Q.created), tmp_path)
    texts = re.findall(r">([^<>]+)</text>", picture)
    assert {"0", "2.71", "1", "2", "a", "b", "2026-01-01 12:00", "2026-01-20 12:00"} <= set(texts)


def test_an_axis_has_the_name_of_its_column_line_by_line(tmp_path: Path) -> None:
    picture = drawn(plots.parallel(runs(3), LR.alias("the 'rate'"), ODD_METRIC), tmp_path)
    assert "the 'rate'" in picture
    assert "validation:loss[0]" in picture


def test_two_columns_may_have_the_same_name() -> None:
    chart = plots.parallel(runs(3), LR.alias("x"), ODD_METRIC.alias("x"))
    assert {row["column"] for row in rows(chart)} == {"c0", "c1"}


def test_parallel_needs_a_column() -> None:
    with pytest.raises(TypeError, match="parallel needs a column"):
        plots.parallel(tables.Table[TrialComponent]((), (component(1),)))


def unnumbered(chart: alt.TopLevelMixin) -> str:
    """The specification, without the numbers that some releases of Altair count on in names from chart to chart."""
    return re.sub(r"\b(param|view)_\d+", r"\1", json.dumps(spec(chart)))


def test_columns_can_be_named() -> None:
    table = tables.table(runs(6).records, Q.name, LR.alias("lr"), ODD_METRIC.alias("loss")).unwrap()
    by_field = plots.scatter(table, LR, ODD_METRIC, Q.name, log=[LR])
    assert spec(by_field) == spec(plots.scatter(table, "lr", "loss", "name", log=["lr"]))
    by_name = plots.parallel(table, "loss", color="lr")
    assert unnumbered(plots.parallel(table, ODD_METRIC, color=LR)) == unnumbered(by_name)


def test_what_cannot_be_drawn_is_an_error_that_says_what_can() -> None:
    table, found = runs(2), histories(1)
    wrong: list[tuple[Callable[[], object], str]] = [
        (lambda: plots.curves(Success(found)), "takes Histories, not a Result; unwrap it first"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        (lambda: plots.curves(table), "takes Histories, as smexp_fp.metrics.histories reads them, not Table"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        (lambda: plots.parallel(Success(table)), "parallel takes a Table, not a Result; unwrap it first"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        (lambda: plots.scatter(found, LR, LR), "scatter takes a Table, as smexp_fp.tables.table makes it, not Hist"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        (lambda: plots.parallel(table, log=LR), r"log takes several columns, such as \[Q.parameter\('lr'\)\]"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        (lambda: plots.parallel(table, 3), "or the name of a column, not 3"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        (lambda: plots.save(table, "a.svg"), "save takes a chart of Altair, not Table"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ]
    for draw, message in wrong:
        with pytest.raises(TypeError, match=message):
            draw()
    with pytest.raises(KeyError, match=r"did you mean 'parameters\.lr'"):
        plots.parallel(table, "lr")
    with pytest.raises(FileNotFoundError, match="there is no folder missing"):
        plots.save(plots.parallel(table), "missing/a.svg")


def test_a_column_of_other_records_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        plots.scatter(runs(1), Q.experiment_name, LR)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]


# --- files ------------------------------------------------------------------------------------------------------------


def test_html_has_all_that_it_needs_inside(tmp_path: Path) -> None:
    path = tmp_path / "runs.html"
    plots.save(plots.parallel(runs(3)), path)
    page = path.read_text(encoding="utf-8")
    tags: list[tuple[str, list[str]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, [name for name, _ in attrs]))

    Tags().feed(page)
    assert [tag for tag, names in tags if {"src", "href"} & set(names)] == []
    assert "script" in [tag for tag, _ in tags]
    assert not re.search(r"cdn\.|\bimport\s*\(?['\"]https?:", page)
    assert "vegaEmbed" in page
    assert '"c0"' in page


def test_each_format_is_written_whole(tmp_path: Path) -> None:
    chart = plots.curves(histories(2))
    for name, start in {
        "a.svg": b"<svg",
        "a.png": b"\x89PNG",
        "a.PDF": b"%PDF",
        "a.json": b"{",
        "a.html": b"<",
    }.items():
        plots.save(chart, tmp_path / name)
        assert (tmp_path / name).read_bytes().lstrip().startswith(start), name
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["$schema"]
    assert len(list(tmp_path.iterdir())) == 5
    plots.save(chart, str(tmp_path / "a.png"))  # it replaces a file, and takes a text


def test_a_file_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("before")
    broken = alt.Chart(alt.InlineData(values=[])).mark_line().encode(x=alt.X("c", type="wrong"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(Exception, match="'wrong' is an invalid value"):
        plots.save(broken, tmp_path / "a.svg")
    with pytest.raises(FileNotFoundError):
        plots.save(plots.curves(histories(1)), tmp_path / "missing" / "a.svg")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


@pytest.mark.parametrize("name", ["a.jpg", "a", "html"])
def test_an_unknown_ending_is_a_value_error_that_says_which_there_are(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=re.escape(f"save writes .html, .svg, .png, .pdf, .json, not '{name}'")):
        plots.save(plots.curves(histories(1)), tmp_path / name)


WITHOUT = """
import sys
sys.modules[{missing!r}] = None
from smexp_fp import plots, tables
from smexp_fp.metrics import Histories
try:
    plots.save(plots.curves(Histories((), ())), "chart.html")
except ImportError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("altair", "smexp_fp.plots needs Altair: pip install 'smexp-fp[plots]'"),
        ("vl_convert", "save needs vl-convert-python: pip install 'smexp-fp[plots]'"),
    ],
)
def test_without_the_extra_the_error_says_what_to_install(missing: str, message: str, tmp_path: Path) -> None:
    program = WITHOUT.format(missing=missing)
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert said.strip() == message


def test_importing_the_module_does_not_import_altair() -> None:
    program = "import sys; from smexp_fp import plots; print('altair' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "False"
