"""Files: what is in them, what interrupts them, and how they are continued."""

from __future__ import annotations

import pickle
import resource
import signal
import sys
import tracemalloc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Result, Success

from smexp_fp import Q, any_of, local, tables, trial_component
from smexp_fp.errors import InvalidInput, SmexpError, Unavailable
from smexp_fp.listing import Listing, Page, SearchListing
from smexp_fp.query import Column, plan
from smexp_fp.records import FrozenMap, MetricSummary, Parent, TrialComponent
from smexp_fp.results import or_raise
from smexp_fp.tables import FileError, RowsWritten, WriteFailure, WriteReport
from tests.support.files import COLUMNS, FORMATS, Components, Write, every_format, search, untouched


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file that is asked for. It exists, and is to be kept until another one is complete."""
    path = tmp_path / "found"
    path.write_text("what was there before")
    return path


# --- what is in them --------------------------------------------------------------------------------------------------

MAY = datetime(2024, 5, 1, 12, 0, 0, 5000, tzinfo=UTC)
PARAMETERS: dict[str, str | float] = {"number": 0.1, "text": "0.1", "nan": float("nan")}
RECORD = TrialComponent(
    name='a "b"',
    arn="",
    created=MAY,
    parameters=FrozenMap(PARAMETERS),
    metrics=(MetricSummary(name="loss", last=float("inf"), count=3),),
    parents=(Parent(trial_name="é", experiment_name=None),),
)
FIELDS: tuple[Column[TrialComponent], ...] = (
    *(Q.name, Q.display_name, Q.arn, Q.created),
    *map(Q.parameter, ("number", "text", "nan")),
    *(Q.metric("loss").last, Q.metric("loss").count, Q.parents.trial_name, Q.parents.experiment_name),
)


def test_csv_quotes_texts_and_nothing_else(path: Path) -> None:
    or_raise(tables.write_csv([RECORD], path, *FIELDS))
    head, row = path.read_text(encoding="utf-8").splitlines()
    assert head.startswith('"name","display_name","arn","created","parameters.number"')
    assert row == ('"a ""b""",,"",2024-05-01T12:00:00.005000+00:00,0.1,"0.1",nan,inf,3,"[""é""]","[null]"')


def test_lines_of_json_are_objects(path: Path) -> None:
    or_raise(tables.write_jsonl([RECORD, RECORD], path, *FIELDS))
    first, second = path.read_text(encoding="utf-8").splitlines()
    assert (
        first
        == second
        == (
            '{"name":"a \\"b\\"","display_name":null,"arn":"","created":"2024-05-01T12:00:00.005000+00:00",'
            '"parameters.number":0.1,"parameters.text":"0.1","parameters.nan":{"number":"NaN"},'
            '"metrics.loss.last":"Infinity","metrics.loss.count":3,"parents.trial_name":["é"],'
            '"parents.experiment_name":[null]}'
        )
    )


def test_parquet_has_groups_of_rows_that_fit_in_memory(path: Path) -> None:
    records = (TrialComponent(name=str(number), arn="") for number in range(101_000))
    assert or_raise(tables.write_parquet(records, path, Q.name)).rows == 101_000
    read = parquet(path)
    assert [read.metadata.row_group(at).num_rows for at in range(3)] == [50_000, 50_000, 1_000]
    assert read.read(["name"])["name"].to_pylist() == list(map(str, range(101_000)))


@every_format
def test_a_listing_without_records_is_a_file_without_rows(write: Write, path: Path) -> None:
    assert write([], path, *COLUMNS) == Success(WriteReport(path=path, rows=0, failures=()))
    assert list(path.parent.iterdir()) == [path]
    if write is tables.write_parquet:
        assert parquet(path).schema_arrow.names == [
            "name",
            "parameters.p",
            "metrics.loss.last",
            "parents.trial_name",
        ]
    else:
        assert path.read_text() == (
            '"name","parameters.p","metrics.loss.last","parents.trial_name"\n' if write is tables.write_csv else ""
        )


@every_format
def test_records_that_cannot_be_read_are_left_out_and_reported(write: Write, path: Path) -> None:
    report = or_raise(write(search(Components(25, broken=frozenset({3, 21}))), path, *COLUMNS))
    assert (report.path, report.rows) == (path, 23)
    assert [(failure.record, failure.position) for failure in report.failures] == [("c3", 3), ("c21", 1)]
    assert read_back(write, path) == [f"c{number}" for number in range(25) if number not in {3, 21}]


def parquet(path: Path) -> Any:
    """A parquet file, as pyarrow reads it. Any: the stubs of pyarrow have unknown parts."""
    return pq.ParquetFile(path)


def read_back(write: Write, path: Path) -> list[str]:
    """The names in a file."""
    if write is tables.write_parquet:
        return list(parquet(path).read()["name"].to_pylist())
    lines = path.read_text().splitlines()
    if write is tables.write_csv:
        return [line.split('"')[1] for line in lines[1:]]
    return [line.split('"')[3] for line in lines]


def test_a_failure_that_is_raised_says_what_happened(tmp_path: Path) -> None:
    failed = tables.write_csv(search(Components(20)), tmp_path / "missing" / "runs.csv", *COLUMNS)
    with pytest.raises(UnwrapFailedError) as raised:
        failed.unwrap()
    failure = failed.failure()
    assert raised.value.__cause__ is failure
    assert failure.__cause__ is failure.error
    assert str(failure.error).endswith(f"there is no folder {tmp_path / 'missing'}")
    assert pickle.loads(pickle.dumps(failure)) == failure  # noqa: S301 - our own
    with pytest.raises(FrozenInstanceError):
        failure.rows = 1  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


@every_format
def test_progress_is_reported_after_each_portion(write: Write, path: Path) -> None:
    events: list[RowsWritten] = []
    client = Components(12_000, broken=frozenset({1}))
    assert or_raise(write(search(client, 100), path, *COLUMNS, on_progress=events.append)).rows == 11_999
    assert [(event.rows, event.failures) for event in events] == [(5_099, 1), (10_099, 1), (11_999, 1)]
    assert {event.path for event in events} == {path}


@every_format
def test_what_is_read_as_results_or_as_records_makes_the_same_file(write: Write, path: Path) -> None:
    or_raise(write(search(Components(25)), path, *COLUMNS))
    expected = path.read_bytes()
    or_raise(write(iter(search(Components(25))), path, *COLUMNS))
    assert path.read_bytes() == expected
    or_raise(write(or_raise(search(Components(25)).collect()), str(path), *COLUMNS))
    assert path.read_bytes() == expected


# --- faults -----------------------------------------------------------------------------------------------------------


@every_format
def test_a_failed_request_keeps_the_rows_before_it_and_where_to_continue(write: Write, path: Path) -> None:
    client = Components(95, broken=frozenset({5}), failing=frozenset({4}))
    failure = write(search(client), path, *COLUMNS).failure()
    assert isinstance(failure.error, Unavailable)
    assert (failure.rows, failure.resume_from, len(failure.failures)) == (29, "30", 1)
    assert failure.part is not None
    assert untouched(path, failure.part)
    assert failure.part.stat().st_size == failure.size
    assert str(failure.part) in str(failure)
    assert pickle.loads(pickle.dumps(failure)) == replace(failure, error=replace(failure.error, cause=None))  # noqa: S301 - our own
    report = or_raise(write(search(client, resume_from=failure.resume_from), path, *COLUMNS, resume=failure))
    assert (report.rows, report.failures) == (94, failure.failures)
    assert read_back(write, path) == [f"c{number}" for number in range(95) if number != 5]
    assert list(path.parent.iterdir()) == [path]


@every_format
def test_results_one_by_one_are_continued_like_their_listing(write: Write, path: Path) -> None:
    def client() -> Components:
        return Components(95, broken=frozenset({5}), failing=frozenset({4}))

    expected = write(search(client()), path, *COLUMNS).failure()
    failure = write(iter(search(client())), path, *COLUMNS).failure()
    assert replace(failure, part=None, error=expected.error) == replace(expected, part=None)
    rest = iter(search(Components(95), resume_from=failure.resume_from))
    report = or_raise(write(rest, path, *COLUMNS, resume=failure))
    assert (report.rows, report.failures) == (94, failure.failures)
    assert read_back(write, path) == [f"c{number}" for number in range(95) if number != 5]


@every_format
def test_a_failure_of_the_first_request_leaves_nothing(write: Write, path: Path) -> None:
    client = Components(95, failing=frozenset({1}))
    failure = write(search(client), path, *COLUMNS).failure()
    assert (failure.rows, failure.resume_from, failure.part) == (0, None, None)
    assert untouched(path)
    # It can be passed on nevertheless: the next attempt begins where it says, at the beginning.
    assert or_raise(write(search(client, resume_from=failure.resume_from), path, *COLUMNS, resume=failure)).rows == 95


def resumed(
    write: Write, path: Path, found: Callable[[str | None], SearchListing[TrialComponent]]
) -> tuple[WriteReport, int]:
    """Write, and continue after each failure. Returns the report, and the number of failures."""
    failure: WriteFailure | None = None
    for failures in count():
        written = write(found(failure.resume_from if failure else None), path, *COLUMNS, resume=failure)
        if isinstance(written, Success):
            return written.unwrap(), failures
        failure = written.failure()
    raise AssertionError


@every_format
@given(failing=st.frozensets(st.integers(1, 14), max_size=6))
def test_however_often_it_is_resumed_the_file_is_that_of_an_undisturbed_run(
    write: Write, failing: frozenset[int]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "found"
        expected = or_raise(write(search(Components(75, broken=frozenset({30, 74}))), path, *COLUMNS))
        content = path.read_bytes()
        client = Components(75, broken=frozenset({30, 74}), failing=failing)
        report, failures = resumed(write, path, lambda position: search(client, resume_from=position))
        assert path.read_bytes() == content
        assert (report.rows, [f.record for f in report.failures]) == (expected.rows, ["c30", "c74"])
        assert list(Path(folder).iterdir()) == [path]
        assert failures == sum(number in failing for number in range(1, client.requests + 1))


TAGS = [f"k{number}" for number in range(60)]
SEVERAL = any_of(*map(Q.tag, TAGS))
"""A condition that takes several requests."""


@pytest.fixture(scope="module")
def store() -> Any:
    client = local.client(":memory:")
    for number in range(90):
        tags = {TAGS[number % 60]: "", TAGS[(number * 7) % 60]: ""}
        or_raise(trial_component.create(client, f"c{number:02}", parameters={"p": number}, tags=tags))
    return client


@every_format
def test_a_search_of_several_requests_is_resumed_too(write: Write, path: Path, store: Any) -> None:
    assert len(or_raise(plan(SEVERAL, "ExperimentTrialComponent")).requests) > 1

    class Failing:
        calls = 0
        failing = frozenset({2, 5, 6, 9, 14})

        def search(self, **parameters: Any) -> Any:
            self.calls += 1
            if self.calls in self.failing:
                raise ConnectionError("lost")
            return store.search(**parameters)

    def found(client: Any, position: str | None = None) -> SearchListing[TrialComponent]:
        return trial_component.search(client, SEVERAL, sort_by=Q.name, page_size=7, resume_from=position)

    assert or_raise(write(found(store), path, *COLUMNS)).rows == 90
    content = path.read_bytes()
    client = Failing()
    report, failures = resumed(write, path, lambda position: found(client, position))
    assert path.read_bytes() == content
    assert (report.rows, failures) == (90, len(Failing.failing))


@every_format
def test_a_failure_can_be_resumed_more_than_once(write: Write, path: Path) -> None:
    undisturbed = path.with_name("undisturbed")
    or_raise(write(search(Components(50)), undisturbed, *COLUMNS))
    failure = write(search(Components(50, failing=frozenset({3}))), path, *COLUMNS).failure()
    # The second attempt gets further, and is given up.
    further = write(search(Components(50, failing=frozenset({2})), resume_from="20"), path, *COLUMNS, resume=failure)
    assert further.failure().rows == 30
    with pytest.raises(KeyboardInterrupt):
        write(search(Components(50), resume_from="20"), path, *COLUMNS, resume=failure, on_progress=interrupt)
    report = or_raise(write(search(Components(50), resume_from="20"), path, *COLUMNS, resume=failure))
    assert report.rows == 50
    assert path.read_bytes() == undisturbed.read_bytes()


@every_format
def test_what_a_later_attempt_has_added_does_not_count_for_an_earlier_failure(write: Write, path: Path) -> None:
    failure = write(search(Components(50, failing=frozenset({3}))), path, *COLUMNS).failure()
    further = write(search(Components(50, failing=frozenset({3})), resume_from="20"), path, *COLUMNS, resume=failure)
    assert further.failure().rows == 40
    # The rest is shorter than what the other attempt has added.
    assert or_raise(write(search(Components(50), resume_from="20", limit=5), path, *COLUMNS, resume=failure)).rows == 25
    assert read_back(write, path) == [f"c{number}" for number in range(25)]


def interrupt(_event: object) -> None:
    raise KeyboardInterrupt


@every_format
def test_a_resumed_attempt_that_sends_nothing_leaves_what_was_kept(write: Write, path: Path) -> None:
    failure = write(search(Components(50, failing=frozenset({3}))), path, *COLUMNS).failure()
    stopped = write(search(Components(50), page_size=0, resume_from="20"), path, *COLUMNS, resume=failure).failure()
    assert isinstance(stopped.error, InvalidInput)
    assert replace(stopped, error=failure.error) == failure
    assert or_raise(write(search(Components(50), resume_from="20"), path, *COLUMNS, resume=stopped)).rows == 50


@every_format
def test_a_failure_belongs_to_one_function_path_and_columns(write: Write, path: Path) -> None:
    failure = write(search(Components(50, failing=frozenset({3}))), path, *COLUMNS).failure()
    other = FORMATS[FORMATS.index(write) - 1]
    for attempt in (
        other(search(Components(50)), path, *COLUMNS, resume=failure),
        write(search(Components(50)), path.with_name("other"), *COLUMNS, resume=failure),
        write(search(Components(50)), path, *COLUMNS[1:], resume=failure),
    ):
        error = attempt.failure().error
        assert isinstance(error, InvalidInput)
        assert (error.argument, error.rule) == ("resume", "must be of the same function, path and columns")
    assert untouched(path, failure.part)


@every_format
def test_a_listing_from_another_place_is_refused_as_rows_would_repeat_or_be_left_out(write: Write, path: Path) -> None:
    failure = write(search(Components(50, failing=frozenset({3}))), path, *COLUMNS).failure()
    client = Components(50)
    for position in (None, "10", "30"):
        again = write(search(client, resume_from=position), path, *COLUMNS, resume=failure).failure()
        assert isinstance(again.error, InvalidInput)
        assert again.error.argument == "found"
        assert again.error.rule == "must begin where the rest does: pass it resume_from='20'"
        assert (client.requests, replace(again, error=failure.error)) == (0, failure)
    assert or_raise(write(search(client, resume_from="20"), path, *COLUMNS, resume=again)).rows == 50


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2] + b"??")


@every_format
def test_a_partial_file_that_is_gone_or_changed_is_a_failure_to_start_anew_from(write: Write, path: Path) -> None:
    for spoil in (cut_off, change, Path.unlink):
        failure = write(search(Components(50, failing=frozenset({3}))), path, *COLUMNS).failure()
        assert failure.part is not None
        spoil(failure.part)
        client = Components(50)
        again = write(search(client, resume_from="20"), path, *COLUMNS, resume=failure).failure()
        assert again.error == FileError(message="the partial file is gone or was changed", path=failure.part)
        assert (again.part, again.resume_from, again.rows, client.requests) == (None, None, 0, 0)
        assert untouched(path)


@every_format
@pytest.mark.parametrize("raised", [KeyboardInterrupt, ZeroDivisionError])
def test_what_the_callback_or_the_client_raises_is_raised_and_leaves_nothing(
    write: Write, path: Path, raised: type[BaseException]
) -> None:
    def fail(_event: object) -> None:
        raise raised

    with pytest.raises(raised):
        write(search(Components(20)), path, *COLUMNS, on_progress=fail)
    assert untouched(path)

    def records() -> Iterator[TrialComponent]:
        yield RECORD
        raise raised

    with pytest.raises(raised):
        write(records(), path, *COLUMNS)
    assert untouched(path)


@every_format
def test_a_wrong_column_or_record_is_a_failure_and_sends_nothing(write: Write, path: Path) -> None:
    client = Components(20)
    error = write(search(client), path, Q.name, "status").failure().error
    assert isinstance(error, InvalidInput)
    assert (error.argument, client.requests) == ("columns[1]", 0)
    nothing = write(search(client), path).failure().error
    assert isinstance(nothing, InvalidInput)
    assert (nothing.argument, client.requests) == ("columns", 0)
    wrong = write(search(client), path, Q.name, Q.description).failure().error
    assert isinstance(wrong, InvalidInput)
    assert (wrong.argument, wrong.operation, client.requests) == ("columns[1]", write.__name__, 1)
    assert untouched(path)


@every_format
def test_a_path_that_cannot_be_written_is_a_failure_before_anything_is_sent(write: Write, path: Path) -> None:
    client = Components(20)
    for wrong in (path.parent / "missing" / "found", path.parent, Path(), path / "below a file", "null\0"):
        failure = write(search(client), wrong, *COLUMNS).failure()
        assert isinstance(failure.error, FileError)
        assert (failure.part, client.requests) == (None, 0)
        assert str(failure).startswith(f"{Path(wrong)} was not written: FileError at ")
    assert untouched(path)


@every_format
def test_a_lone_surrogate_is_a_failure_that_names_it(write: Write, path: Path) -> None:
    found = [RECORD, replace(RECORD, name="b\ud800")]
    failure = write(found, path, Q.arn, Q.name).failure()
    assert failure.error == FileError(message="the text 'b\\ud800' of column 'name' is not valid Unicode", path=path)
    nested = replace(RECORD, parents=(Parent(trial_name="\udfff"),))
    assert "'\\udfff' of column 'parents.trial_name'" in str(write([nested], path, Q.parents.trial_name).failure())
    assert isinstance(write([RECORD], path, Q.name.alias("\ud800")).failure().error, FileError)
    assert untouched(path)


@contextmanager
def largest_file(size: int) -> Generator[None]:
    """Writing a larger file fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@every_format
def test_a_full_disk_is_a_failure_from_which_to_continue(write: Write, path: Path) -> None:
    undisturbed = path.with_name("undisturbed")
    or_raise(write(search(Components(12_000), 100), undisturbed, *COLUMNS))
    content = undisturbed.read_bytes()
    undisturbed.unlink()
    client = Components(12_000)
    whole = write(search(Components(5_001, failing=frozenset({51})), 100), path, *COLUMNS).failure().size
    for part in path.parent.glob(".*.part"):
        part.unlink()
    with largest_file(whole * 3 // 2):
        failure = write(search(client, 100), path, *COLUMNS).failure()
    assert isinstance(failure.error, FileError)
    assert (failure.rows, failure.resume_from, failure.part is not None) == (5_000, "5000", True)
    assert untouched(path, failure.part)
    with largest_file(100):  # still full
        again = write(search(client, 100, resume_from="5000"), path, *COLUMNS, resume=failure).failure()
    assert replace(again, error=failure.error) == failure
    report = or_raise(write(search(client, 100, resume_from="5000"), path, *COLUMNS, resume=again))
    assert (report.rows, list(path.parent.iterdir())) == (12_000, [path])
    assert path.read_bytes() == content
    path.write_text("what was there before")
    with largest_file(10):  # not even a head, or the first row
        assert write(search(Components(1)), path, *COLUMNS).failure().part is None
    assert untouched(path)


@every_format
def test_a_file_that_cannot_be_put_under_its_name_continues_where_it_was_last_safe(write: Write, path: Path) -> None:
    path.unlink()
    folder = path / "somebody made a folder here"

    def obstruct(event: RowsWritten) -> None:
        if event.rows == 6_000:
            folder.mkdir(parents=True)

    client = Components(6_000)
    failure = write(search(client, 100), path, *COLUMNS, on_progress=obstruct).failure()
    assert isinstance(failure.error, FileError)
    assert (failure.rows, failure.resume_from) == (5_000, "5000")
    assert set(path.parent.iterdir()) == {path, failure.part}
    folder.rmdir()
    path.rmdir()
    assert or_raise(write(search(client, 100, resume_from="5000"), path, *COLUMNS, resume=failure)).rows == 6_000
    assert list(path.parent.iterdir()) == [path]


# --- memory -----------------------------------------------------------------------------------------------------------


def endless(pages: int) -> Listing[TrialComponent]:
    """A listing of pages that are made when they are asked for."""
    records = tuple(replace(RECORD, name=f"c{number}") for number in range(100))

    def made() -> Iterator[Result[Page[TrialComponent], SmexpError]]:
        for page in range(pages):
            yield Success(Page(items=records, next_token=None if page + 1 == pages else str(page)))

    return Listing(made)


@every_format
def test_memory_does_not_grow_with_the_number_of_rows(write: Write, path: Path) -> None:
    def peak(pages: int) -> int:
        # pyarrow has memory of its own.
        before, pool = pa.default_memory_pool(), pa.proxy_memory_pool(pa.default_memory_pool())
        pa.set_memory_pool(pool)
        tracemalloc.start()
        try:
            assert or_raise(write(endless(pages), path, Q.name, Q.parameter("number"))).rows == 100 * pages
            return tracemalloc.get_traced_memory()[1] + (pool.max_memory() or 0)
        finally:
            tracemalloc.stop()
            pa.set_memory_pool(before)

    # Several portions, and of parquet several groups of rows: one is held while the next is read.
    few, many = (1_050, 2_100) if write is tables.write_parquet else (60, 180)
    peak(1)  # imports
    assert peak(many) < 1.3 * peak(few)


def test_without_pyarrow_parquet_says_what_to_install(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"needs pyarrow: pip install 'smexp-fp\[frames\]'"):
        tables.write_parquet([RECORD], path, Q.name)
    assert untouched(path)
