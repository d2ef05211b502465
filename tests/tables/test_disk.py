"""What a disk and other programs do to files: links, modes, long names, kills, two attempts at once."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from smexp_fp import Q, tables
from smexp_fp.errors import InvalidInput
from smexp_fp.records import MetricSummary, TrialComponent
from smexp_fp.results import or_raise
from smexp_fp.tables import FileError, RowsWritten, WriteFailure
from tests.support.files import COLUMNS, FORMATS, Components, Write, every_format, search, untouched

RECORD = TrialComponent(name="c", arn="")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file that is asked for. It exists, and is to be kept until another one is complete."""
    path = tmp_path / "found"
    path.write_text("what was there before")
    return path


def failed(write: Write, path: Path) -> WriteFailure:
    """An attempt of which twenty of fifty rows are kept."""
    return write(search(Components(50, failing=frozenset({3}))), path, *COLUMNS).failure()


# --- what is at the path ----------------------------------------------------------------------------------------------


@every_format
def test_a_link_leads_to_the_file_that_is_replaced(write: Write, path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    for target in (path, tmp_path / "elsewhere" / "new"):
        link = tmp_path / f"link to {target.name}"
        link.symlink_to(target)
        assert or_raise(write(search(Components(25)), link, *COLUMNS)).path == link
        assert link.is_symlink()
        expected = tmp_path / "expected"
        or_raise(write(search(Components(25)), expected, *COLUMNS))
        assert target.read_bytes() == expected.read_bytes()


@every_format
def test_an_attempt_that_fails_behind_a_link_is_continued_there(write: Write, path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(path)
    failure = failed(write, link)
    assert failure.part is not None
    assert failure.part.parent == path.parent.resolve()
    assert or_raise(write(search(Components(50), resume_from="20"), link, *COLUMNS, resume=failure)).rows == 50
    assert link.is_symlink()
    assert path.read_bytes() != b"what was there before"


@every_format
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o444])
def test_a_replaced_file_keeps_its_mode_and_rows_are_never_readable_for_more(
    write: Write, path: Path, mode: int
) -> None:
    path.chmod(mode)
    failure = failed(write, path)
    assert failure.part is not None
    assert stat.S_IMODE(failure.part.stat().st_mode) == mode | 0o600
    or_raise(write(search(Components(50), resume_from="20"), path, *COLUMNS, resume=failure))
    assert stat.S_IMODE(path.stat().st_mode) == mode


@every_format
def test_what_is_no_regular_file_is_not_replaced(write: Write, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    client = Components(20)
    for path in (pipe, Path(os.devnull)):
        failure = write(search(client), path, *COLUMNS).failure()
        assert failure.error == FileError(message="it is not a regular file", path=path)
        assert (failure.part, client.requests) == (None, 0)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


@every_format
def test_a_name_may_be_as_long_as_the_system_allows(write: Write, tmp_path: Path) -> None:
    longest = os.pathconf(tmp_path, "PC_NAME_MAX")
    for name in ("n" * longest, "ü" * (longest // 2)):
        assert or_raise(write(search(Components(25)), tmp_path / name, *COLUMNS)).rows == 25
    client = Components(25)
    failure = write(search(client), tmp_path / ("n" * (longest + 1)), *COLUMNS).failure()
    assert isinstance(failure.error, FileError)
    assert client.requests == 0


@every_format
def test_a_folder_that_is_removed_meanwhile_is_a_failure_that_keeps_nothing(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()

    def remove(event: RowsWritten) -> None:
        if event.rows == 5_000:
            shutil.rmtree(folder)

    client = Components(6_000)
    failure = write(search(client, 100), folder / "found", *COLUMNS, on_progress=remove).failure()
    assert isinstance(failure.error, FileError)
    assert (failure.part, failure.resume_from, failure.rows) == (None, None, 0)


def test_a_count_that_no_column_of_parquet_can_have_is_named(path: Path) -> None:
    record = replace(RECORD, metrics=(MetricSummary(name="loss", count=2**63),))
    failure = tables.write_parquet([RECORD, record], path, Q.name, Q.metric("loss").count).failure()
    assert failure.error == FileError(
        message="the number 9223372036854775808 of column 'metrics.loss.count' does not fit in 64 bits", path=path
    )
    assert untouched(path)


def test_an_interrupt_while_a_parquet_file_is_completed_leaves_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        tables.write_parquet(search(Components(20)), path, *COLUMNS)
    assert untouched(path)


def test_a_parquet_file_that_cannot_be_completed_leaves_the_rows(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object, _table: object) -> None:
        raise OSError("No space left on device")

    client = Components(6_000)
    with monkeypatch.context() as patched:
        patched.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
        failure = tables.write_parquet(search(client, 100), path, *COLUMNS).failure()
    assert failure.error == FileError(message="No space left on device", path=path)
    assert (failure.rows, failure.resume_from) == (5_000, "5000")
    assert untouched(path, failure.part)
    rest = search(client, 100, resume_from="5000")
    assert or_raise(tables.write_parquet(rest, path, *COLUMNS, resume=failure)).rows == 6_000


# --- which attempt is continued ---------------------------------------------------------------------------------------


@every_format
def test_two_attempts_do_not_continue_the_same_failure_at_once(write: Write, path: Path) -> None:
    failure = failed(write, path)
    others: list[WriteFailure] = []

    def again(_event: object) -> None:
        rest = search(Components(50), resume_from="20")
        others.append(write(rest, path, *COLUMNS, resume=failure).failure())

    report = or_raise(
        write(search(Components(50), resume_from="20"), path, *COLUMNS, resume=failure, on_progress=again)
    )
    assert report.rows == 50
    [other] = others
    assert f"another attempt is writing to {failure.part}" in str(other.error)
    assert replace(other, error=failure.error) == failure
    content = path.read_bytes()
    or_raise(write(search(Components(50)), path, *COLUMNS))
    assert content == path.read_bytes()
    # It has been completed meanwhile.
    gone = write(search(Components(50), resume_from="20"), path, *COLUMNS, resume=failure).failure()
    assert (gone.part, gone.resume_from) == (None, None)
    assert content == path.read_bytes()


@every_format
def test_where_there_are_no_locks_a_failure_is_continued_nevertheless(
    write: Write, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(_file: object, _operation: int) -> None:
        raise OSError("Operation not supported")

    failure = failed(write, path)
    monkeypatch.setattr("fcntl.flock", unsupported)
    assert or_raise(write(search(Components(50), resume_from="20"), path, *COLUMNS, resume=failure)).rows == 50


@every_format
def test_what_another_attempt_completes_just_before_is_not_written_to(
    write: Write, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = failed(write, path)
    assert failure.part is not None
    part: Path = failure.part

    def complete(_file: object, _operation: int) -> None:
        part.replace(path)
        part.write_bytes(path.read_bytes())  # the same name, and another file

    monkeypatch.setattr("fcntl.flock", complete)
    again = write(search(Components(50), resume_from="20"), path, *COLUMNS, resume=failure).failure()
    assert (again.part, again.resume_from) == (None, None)
    assert path.stat().st_size == failure.size


@every_format
def test_the_same_path_may_be_written_otherwise(write: Write, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    failure = failed(write, Path(path.name))
    assert or_raise(write(search(Components(50), resume_from="20"), path, *COLUMNS, resume=failure)).rows == 50


@every_format
def test_what_is_no_earlier_failure_is_an_invalid_input(write: Write, path: Path) -> None:
    client = Components(50)
    error = write(search(client), path, *COLUMNS, resume="20").failure().error
    assert isinstance(error, InvalidInput)
    assert (error.argument, error.rule) == ("resume", "must be the WriteFailure of an earlier attempt")
    other = write(search(client), path.with_name("other"), *COLUMNS, resume=failed(write, path)).failure().error
    assert isinstance(other, InvalidInput)
    columns = "name, parameters.p, metrics.loss.last, parents.trial_name"
    assert other.value == f"one of {write.__name__}, {path}, with {columns}"
    assert client.requests == 0


# --- killed -----------------------------------------------------------------------------------------------------------

PROGRAM = """
import os, pickle, signal, sys
from pathlib import Path
from tests.support.files import COLUMNS, FORMATS, Components, search

write, path, failure = FORMATS[int(sys.argv[1])], Path(sys.argv[2]), pickle.loads(sys.stdin.buffer.read())
position = failure.resume_from if failure else None
print("begins", flush=True)
write(
    search(Components(12_000), 100, resume_from=position), path, *COLUMNS, resume=failure,
    on_progress=lambda event: os.kill(os.getpid(), signal.SIGKILL) if event.rows > 9_000 else None,
)
"""


def killed(write: Write, path: Path, failure: WriteFailure | None = None) -> None:
    """Write in another process, which is killed when most rows are written."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(FORMATS.index(write)), str(path)],
        input=pickle.dumps(failure),
        stdout=subprocess.PIPE,
        check=False,
    )
    assert (ended.stdout, ended.returncode) == (b"begins\n", -signal.SIGKILL)


@every_format
def test_a_killed_attempt_leaves_the_file_and_can_be_made_again(write: Write, path: Path) -> None:
    killed(write, path)
    [part] = set(path.parent.iterdir()) - {path}
    assert untouched(path, part)
    assert part.name.startswith(".found.")
    part.unlink()
    assert or_raise(write(search(Components(12_000), 100), path, *COLUMNS)).rows == 12_000
    content = path.read_bytes()

    path.write_text("what was there before")
    failure = write(search(Components(12_000, failing=frozenset({31})), 100), path, *COLUMNS).failure()
    killed(write, path, failure)
    assert untouched(path, failure.part)
    rest = search(Components(12_000), 100, resume_from=failure.resume_from)
    assert or_raise(write(rest, path, *COLUMNS, resume=failure)).rows == 12_000
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]
