"""What happens to a store's files from outside: they are no files, vanish, are exchanged or damaged."""

from __future__ import annotations

import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from smexp_fp.local import Store, StoreFileError
from tests.local.helpers import FAILED, components, create
from tests.support.wire import done, fault

# --- What is no file


def fifo(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.skipif(sys.platform == "win32", reason="has none of them")
@pytest.mark.parametrize(
    ("make", "said"),
    [(fifo, "pipe"), (folder, "directory"), (unix_socket, "socket"), (device, "device"), (loop, "symbolic links")],
)
@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
@pytest.mark.timeout(20)
def test_what_is_no_file_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], said: str, suffix: str
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    if suffix:
        Store.open("s.db").close()
    make(Path(f"s.db{suffix}"))
    with pytest.raises(StoreFileError, match=f"cannot be opened as an experiment store.*{said}"):
        Store.open("s.db")


def test_a_path_that_no_store_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreFileError, match="null"):
        Store.open("a\0b")
    with pytest.raises(StoreFileError, match="unable to open"):
        Store.open(tmp_path / "no" / "s.db")
    with pytest.raises(ValueError, match="empty"):
        Store.open("")


def test_a_store_stays_where_it_was_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with Store.open("s.db") as store:
        monkeypatch.chdir(tmp_path / "elsewhere")
        thread = threading.Thread(target=create, args=(store, "c"))  # a thread connects when it first calls
        thread.start()
        thread.join()
        assert components(store) == {"c"}
    assert list((tmp_path / "elsewhere").iterdir()) == []


# --- What vanishes


def delete(path: Path) -> None:
    path.unlink()


def delete_all(path: Path) -> None:
    for file in path.parent.iterdir():
        file.unlink()


def rename(path: Path) -> None:
    path.rename(path.with_name("other.db"))


def rename_the_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("moved"))
    path.parent.mkdir()


def replace(path: Path) -> None:
    Store.open(path.with_name("new.db")).close()
    path.with_name("new.db").replace(path)


@pytest.mark.skipif(sys.platform == "win32", reason="keeps files that are open")
@pytest.mark.parametrize("change", [delete, delete_all, rename, rename_the_folder, replace])
def test_a_file_that_is_no_longer_the_one_that_was_opened_takes_no_writes(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    (tmp_path / "d").mkdir()
    path = tmp_path / "d" / "s.db"
    with Store.open(path) as store:
        assert create(store, "before").status == 200
        change(path)
        for answer in (create(store, "lost"), store.answer("ListTrialComponents", {}), create(store, "lost")):
            assert fault(answer) == FAILED
            assert "was deleted, replaced or renamed" in answer.body["message"]
        with Store.open(path) as again:
            assert create(again, "again").status == 200
            assert "lost" not in components(again)
            assert create(store, "lost").status == 500  # for good
            assert create(again, "and-again").status == 200
            assert components(again) >= {"again", "and-again"}


@pytest.mark.skipif(sys.platform == "win32", reason="keeps files that are open")
@pytest.mark.parametrize("suffixes", [("-wal",), ("-shm",), ("-wal", "-shm")])
def test_sqlite_s_own_files_may_vanish_without_a_loss(tmp_path: Path, suffixes: tuple[str, ...]) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store, Store.open(path) as other:
        assert create(store, "before").status == 200
        assert create(other, "other-before").status == 200
        for suffix in suffixes:
            Path(f"{path}{suffix}").unlink()
        assert fault(create(store, "refused")) == FAILED
        assert create(store, "after").status == 200
        assert create(other, "other-after").status == 200
    with Store.open(path) as store:
        assert components(store) == {"before", "other-before", "after", "other-after"}


def test_a_process_that_loses_its_locks_by_reading_the_file_loses_no_write(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    stranger = (
        "import sys; from smexp_fp.local import Store\n"
        "with Store.open(sys.argv[1]) as store:\n"
        "    assert store.answer('CreateTrialComponent', {'TrialComponentName': 'stranger'}).status == 200\n"
    )
    with Store.open(path) as store:
        assert create(store, "before").status == 200
        Store.open(path).close()  # which reads nothing by itself
        subprocess.run([sys.executable, "-c", stranger, str(path)], check=True)
        assert create(store, "between").status == 200
        shutil.copy(path, tmp_path / "copy.db")  # a closed descriptor takes all locks of the process with it
        subprocess.run([sys.executable, "-c", stranger.replace("'stranger'", "'stranger-2'"), str(path)], check=True)
        acknowledged = [name for name in ("a", "b", "c") if create(store, name).status == 200]
        assert acknowledged[-1] == "c"
    with Store.open(path) as store:
        assert components(store) == {"before", "between", "stranger", "stranger-2", *acknowledged}


# --- What is damaged


def test_a_schema_whose_text_is_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Store.open(path).close()
    content = path.read_bytes()
    for damaged in (content.replace(b"CREATE", b"CR\xff\xfeTE"), content.replace(b"entity", b"ent\xff\xc3y")):
        path.write_bytes(damaged)
        with pytest.raises(StoreFileError, match="cannot be opened as an experiment store"):
            Store.open(path)


_CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ListTrialComponents", {"MaxResults": 7}),
    ("DescribeTrialComponent", {"TrialComponentName": "c3"}),
    ("Search", {"Resource": "ExperimentTrialComponent"}),
    ("Search", {"Resource": "ExperimentTrial", "SortBy": "TrialName"}),
    ("ListTrialComponents", {"TrialName": "t"}),
    ("CreateTrialComponent", {"TrialComponentName": "new"}),
    ("UpdateTrialComponent", {"TrialComponentName": "c1", "Parameters": {"p": {"NumberValue": 1}}}),
    ("BatchPutMetrics", {"TrialComponentName": "c1", "MetricData": [{"MetricName": "m", "Timestamp": 9, "Value": 1}]}),
    ("DeleteTrialComponent", {"TrialComponentName": "c2"}),
)


def damage(content: bytes, number: int) -> bytes:
    """The content with bits, texts or pages changed, or its end cut off."""
    choose = random.Random(number)  # noqa: S311 - not a secret
    damaged = bytearray(content)
    if number % 4 == 0:
        return content[: choose.randrange(len(content))]
    if number % 4 == 1:
        page = choose.randrange(len(content) // 4096) * 4096
        damaged[page : page + 4096] = choose.choice([b"\0" * 4096, b"\xff" * 4096, choose.randbytes(4096)])
        return bytes(damaged)
    last = len(content) if number % 4 == 2 else 3 * 4096  # the schema is at the beginning
    for _ in range(choose.choice([1, 5, 50, 500])):
        damaged[choose.randrange(last)] ^= 1 << choose.randrange(8)
    return bytes(damaged)


@pytest.mark.timeout(60)
def test_a_damaged_file_is_refused_or_answers(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        done(store, "CreateExperiment", ExperimentName="e")
        done(store, "CreateTrial", TrialName="t", ExperimentName="e")
        for number in range(30):
            create(store, f"c{number}")
            done(store, "AssociateTrialComponent", TrialName="t", TrialComponentName=f"c{number}")
    content = path.read_bytes()
    outcomes: set[int | str] = set()
    for number in range(80):
        delete_all(path)
        path.write_bytes(damage(content, number))
        try:
            store = Store.open(path)
        except StoreFileError:
            outcomes.add("refused")
            continue
        with store:
            outcomes |= {store.answer(operation, request).status for operation, request in _CALLS}
    assert outcomes == {"refused", 200, 400, 500}


def test_a_damaged_table_is_a_service_error(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        for number in range(200):
            create(store, f"c{number}")
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'entity'").fetchone()
    content = bytearray(path.read_bytes())
    content[4096 * (root - 1) : 4096 * root] = b"\xff" * 4096
    path.write_bytes(content)
    with Store.open(path) as store:
        assert fault(store.answer("ListTrialComponents", {})) == FAILED


def test_what_goes_wrong_within_an_answer_is_a_service_error(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def clock() -> float:
        raise KeyError("as a row that is gone from a damaged table")

    with Store.open(tmp_path / "s.db", clock=clock) as store:
        answer = create(store, "c")
    assert fault(answer) == FAILED
    assert "KeyError" in answer.body["message"]
    assert "failed to answer CreateTrialComponent" in caplog.text
