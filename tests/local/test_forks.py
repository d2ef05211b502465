"""A store in a process that forks: whatever the order, nothing acknowledged is lost and nobody hangs.

Each case is a program of its own, so that what a child inherits is what the case says and not what pytest has open.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from smexp_fp.local import Store

_COMMON = """
import multiprocessing, os, signal, sys, threading
from concurrent.futures import ProcessPoolExecutor
from smexp_fp import local
from smexp_fp.local import Store

path = sys.argv[1]

def write(store, name):
    answer = store.answer("CreateTrialComponent", {"TrialComponentName": name})
    if answer.status == 200:
        os.write(1, f"{name}\\n".encode())
    return answer

def child_of(work):
    child = os.fork()
    if child:
        return child
    signal.alarm(60)  # one that hangs is killed, and its parent sees that
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)

def wait(child):
    _, status = os.waitpid(child, 0)
    assert status == 0, status
"""

_PARENT_CLOSES_FIRST = """
store = Store.open(path)
write(store, "parent-before")
read, tell = os.pipe()

def work():
    mine = store if {inherited} else Store.open(path)
    if {early}:
        write(mine, "child-early")
    os.read(read, 1)  # the parent has closed
    for number in range(5):
        write(mine, f"child-{{number}}")
    mine.close()

child = child_of(work)
write(store, "parent-after")
store.close()
os.write(tell, b"x")
stranger = Store.open(path)
write(stranger, "parent-again")
wait(child)
write(stranger, "parent-last")
"""

_BUSY_THREADS = """
store = Store.open(path)
memory = Store.open(":memory:")
done = threading.Event()

def write_on(worker):
    number = 0
    while not done.is_set():
        assert write(store, f"thread-{worker}-{number}").status == 200
        memory.answer("ListExperiments", {})
        number += 1

def make_on():
    while not done.is_set():
        local.client(":memory:")

threads = [threading.Thread(target=write_on, args=(worker,)) for worker in range(2)]
threads.append(threading.Thread(target=make_on))
for thread in threads:
    thread.start()

def work(number):
    assert write(store, f"child-{number}-inherited").status == 200
    client = local.client(path)
    client.create_trial_component(TrialComponentName=f"child-{number}-new")
    os.write(1, f"child-{number}-new\\n".encode())
    memory.answer("ListExperiments", {})
    wait(child_of(lambda: write(store, f"grandchild-{number}")))

try:
    children = [child_of(lambda: work(number)) for number in range(6)]
    for child in children:
        wait(child)
finally:
    done.set()
    for thread in threads:
        thread.join()
"""

_POOL = """
client = local.client(path)

def work(number):
    client.create_trial_component(TrialComponentName=f"worker-{number}")
    return number

work("parent")
with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("fork")) as pool:
    for number in pool.map(work, range(12)):
        os.write(1, f"worker-{number}\\n".encode())
        work(f"parent-{number}")
"""


def acknowledged(program: str, path: Path) -> set[str]:
    """Run a program; the names that it wrote after the store had acknowledged them."""
    done = subprocess.run(
        [sys.executable, "-c", _COMMON + program, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def assert_kept(path: Path, names: set[str]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with Store.open(path) as store:
        for name in names:
            assert store.answer("DescribeTrialComponent", {"TrialComponentName": name}).status == 200, name


@pytest.mark.parametrize("inherited", [True, False])
@pytest.mark.parametrize("early", [True, False])
def test_a_child_keeps_what_it_writes_after_its_parent_has_closed(
    tmp_path: Path, *, inherited: bool, early: bool
) -> None:
    program = _PARENT_CLOSES_FIRST.format(inherited=inherited, early=early)
    names = acknowledged(program, tmp_path / "s.db")
    assert len(names) == 9 + early
    assert_kept(tmp_path / "s.db", names)


def test_a_process_whose_threads_write_and_make_clients_can_fork(tmp_path: Path) -> None:
    names = acknowledged(_BUSY_THREADS, tmp_path / "s.db")
    assert {f"child-{number}-new" for number in range(6)} | {f"grandchild-{number}" for number in range(6)} <= names
    assert_kept(tmp_path / "s.db", names)


def test_a_pool_of_processes_shares_the_client_of_its_parent(tmp_path: Path) -> None:
    names = acknowledged(_POOL, tmp_path / "s.db")
    assert len(names) == 12
    assert_kept(tmp_path / "s.db", names)


def test_a_store_in_memory_is_copied(tmp_path: Path) -> None:
    program = """
store = Store.open(":memory:")
write(store, "before")
def names():
    found = store.answer("ListTrialComponents", {}).body["TrialComponentSummaries"]
    return {summary["TrialComponentName"] for summary in found}
def work():
    write(store, "child")
    assert names() == {"before", "child"}
wait(child_of(work))
assert names() == {"before"}
write(store, "parent")
assert names() == {"before", "parent"}
"""
    assert acknowledged(program, tmp_path / "s.db") == {"before", "child", "parent"}


@pytest.mark.parametrize("where", ["path", '":memory:"'])
def test_a_fork_within_a_call_leaves_the_child_without_the_store_and_the_parent_unharmed(
    tmp_path: Path, where: str
) -> None:
    program = f"""
children = []
def clock():
    if children == [None]:
        children[0] = os.fork()
    return 1.0
store = Store.open({where}, clock=clock)
write(store, "before")
children.append(None)
answer = write(store, "during")
if children[0] == 0:
    code = 1
    try:
        signal.alarm(60)
        assert (answer.status, answer.body["__type"]) == (503, "ServiceUnavailable"), answer
        assert "forked" in answer.body["message"]
        assert write(store, "child").status == 503
        if {where} == path:
            try:
                Store.open(path)
            except local.StoreFileError as error:
                assert "forked" in str(error)
                code = 0
        else:
            code = 0
    finally:
        os._exit(code)
wait(children[0])
assert answer.status == 200
assert write(store, "after").status == 200
"""
    names = acknowledged(program, tmp_path / "s.db")
    assert names == {"before", "during", "after"}
    if where == "path":
        assert_kept(tmp_path / "s.db", names)
