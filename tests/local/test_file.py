"""The store's file: what can be opened, what the disk can do, and many at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from smexp_fp.local import Store, StoreFileError, _schema
from smexp_fp.local._schema import APPLICATION_ID, VERSION
from tests.local.helpers import FAILED, UNAVAILABLE, components, create
from tests.support.wire import done, fault


def is_sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and connection.execute("PRAGMA foreign_key_check").fetchall() == []


# --- What can be opened


def test_a_store_is_there_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        create(store, "c")
    with Store.open(tmp_path / "s.db") as store:
        assert components(store) == {"c"}
    with closing(sqlite3.connect(tmp_path / "s.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_path_may_have_any_characters(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=ro#é%20.db"
    with Store.open(path) as store:
        assert create(store, "c").status == 200
    assert path.exists()


def a_later_version(path: Path) -> None:
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def another_application(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")


def no_database(path: Path) -> None:
    path.write_bytes(b"not a database at all, but long enough to be looked at as one" * 20)


def one_byte(path: Path) -> None:
    path.write_bytes(b"x")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_later_version, f"schema is version {VERSION + 1}.*Upgrade smexp_fp"),
        (another_application, "another application"),
        (no_database, "cannot be opened as an experiment store"),
        (one_byte, "cannot be opened as an experiment store"),
    ],
)
def test_a_file_that_is_no_store_of_this_version_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / "s.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreFileError, match=said):
        Store.open(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "s.db").touch()
    with Store.open(tmp_path / "s.db") as store:
        assert create(store, "c").status == 200


# --- What the disk can do


def test_a_lock_that_stays_is_a_service_error(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path, timeout=0.05) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = create(store, "c")
        assert fault(answer) == UNAVAILABLE
        assert "locked" in answer.body["message"]
        assert store.answer("ListTrialComponents", {}).status == 200  # reading goes on
        other.execute("ROLLBACK")
        assert create(store, "c").status == 200


def test_a_full_disk_is_a_service_error_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        create(store, "before")

        def fill(connection: sqlite3.Connection) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")

        store._connections.transact(fill, writes=False)  # pyright: ignore[reportPrivateUsage] - to make the disk small
        parameters = {f"p{number}": {"StringValue": "x" * 2000} for number in range(100)}
        answer = store.answer("CreateTrialComponent", {"TrialComponentName": "big", "Parameters": parameters})
        assert fault(answer) == FAILED
        assert "full" in answer.body["message"]
        assert components(store) == {"before"}
    assert is_sound(path)


def test_a_store_that_became_read_only_is_a_service_error(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        store._connections.transact(  # pyright: ignore[reportPrivateUsage] - as a read-only disk does
            lambda connection: connection.execute("PRAGMA query_only = ON"), writes=False
        )
        answer = create(store, "c")
        assert fault(answer) == FAILED
        assert "readonly" in answer.body["message"]


def test_a_closed_store_says_so(where: str) -> None:
    store = Store.open(where)
    store.close()
    store.close()
    assert fault(create(store, "c")) == UNAVAILABLE


# --- Many at once


def test_threads_share_a_store(where: str) -> None:
    with Store.open(where) as store, ThreadPoolExecutor(6) as pool:

        def write(worker: int) -> None:
            for number in range(20):
                assert create(store, f"w{worker}-{number}").status == 200
                done(store, "Search", Resource="ExperimentTrialComponent")

        list(pool.map(write, range(6)))
        assert len(components(store)) == 120


def test_a_store_that_another_makes_while_it_is_looked_at_is_not_taken_for_foreign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.db"
    look = _schema._number  # pyright: ignore[reportPrivateUsage] - to step in between two looks
    others: list[threading.Thread] = []

    def slow_look(connection: sqlite3.Connection, pragma: str) -> int:
        if pragma == "schema_version" and not others:
            others.append(threading.Thread(target=lambda: Store.open(path).close()))
            others[0].start()
            time.sleep(0.3)
        return look(connection, pragma)

    monkeypatch.setattr(_schema, "_number", slow_look)
    with Store.open(path) as store:
        assert create(store, "c").status == 200
    others[0].join()


def _write_many(path: str, worker: int, count: int) -> None:
    with Store.open(path) as store:  # opened by all at once: the schema is made once
        for number in range(count):
            answer = create(store, f"w{worker}-{number}")
            assert answer.status == 200, answer
            datum = {"MetricName": "m", "Timestamp": number, "Value": number}
            put = store.answer("BatchPutMetrics", {"TrialComponentName": "shared", "MetricData": [datum]})
            assert put.body in ({}, {"Errors": [{"Code": "VALIDATION_ERROR", "MetricIndex": 0}]}), put
            store.answer("CreateTrialComponent", {"TrialComponentName": "shared"})


@pytest.mark.parametrize("attempt", range(2))
def test_eight_processes_writing_at_once_lose_nothing(tmp_path: Path, attempt: int) -> None:
    path = tmp_path / f"s{attempt}.db"
    spawn = multiprocessing.get_context("fork")
    workers = [spawn.Process(target=_write_many, args=(str(path), worker, 25)) for worker in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 8
    with Store.open(path) as store:
        assert len(components(store)) == 8 * 25 + 1
        # Only data put before the shared component was made are missing: at most one of each process.
        (summary,) = done(store, "DescribeTrialComponent", TrialComponentName="shared")["Metrics"]
        assert 8 * 24 <= summary["Count"] <= 8 * 25
    assert is_sound(path)


_WRITER = """
import sys
from smexp_fp.local import Store
store = Store.open(sys.argv[1])
number = int(sys.argv[2])
print("ready", flush=True)
while True:
    parameters = {f"p{i}": {"NumberValue": i} for i in range(40)}
    request = {"TrialComponentName": f"c{number}", "Parameters": parameters, "Tags": [{"Key": "k", "Value": "v"}]}
    if store.answer("CreateTrialComponent", request).status == 200:
        print(number, flush=True)
    number += 1
"""


def _kills(count: int) -> Iterator[float]:
    """How long each writer lives, in seconds, so that they die in different places."""
    return (0.004 + 0.0013 * (number % 17) for number in range(count))


def test_a_writer_killed_fifty_times_keeps_every_acknowledged_write(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    acknowledged: set[str] = set()
    # One process is started anew for each kill; modules are loaded by a parent that forks, which is what makes 50
    # affordable.
    with subprocess.Popen(
        [sys.executable, "-c", _FORKING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        for number, lifetime in enumerate(_kills(50)):
            parent.stdin.write(f"{number * 100_000}\n")
            parent.stdin.flush()
            writer = int(parent.stdout.readline())
            assert parent.stdout.readline() == "ready\n"
            # Its life begins with its first write, so that a busy machine does not matter.
            acknowledged.add(f"c{parent.stdout.readline().strip()}")
            time.sleep(lifetime)
            os.kill(writer, signal.SIGKILL)
            # A writer that dies while it writes a line can leave the beginning of one; that is no acknowledgement.
            while not (line := parent.stdout.readline()).endswith("dead\n"):
                assert line.endswith("\n"), "the parent of the writers is gone"
                acknowledged.add(f"c{line.strip()}")
        parent.stdin.close()
    assert len(acknowledged) >= 50
    assert is_sound(path)
    with Store.open(path) as store:
        assert acknowledged <= components(store)
        for name in sorted(acknowledged)[::50]:
            assert len(done(store, "DescribeTrialComponent", TrialComponentName=name)["Parameters"]) == 40


_FORKING = f"""
import os, sys
import smexp_fp.local
from smexp_fp.local import Store
Store.open(":memory:").answer("CreateTrialComponent", {{"TrialComponentName": "warm"}})
for line in sys.stdin:
    writer = os.fork()
    if writer == 0:
        print(os.getpid(), flush=True)
        sys.argv = ["writer", {"sys.argv[1]"}, line]
        exec({_WRITER!r})
    os.waitpid(writer, 0)
    print("dead", flush=True)
"""
