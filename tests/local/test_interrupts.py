"""Calls that are interrupted, and a store that is closed while others call: nothing stays locked, nothing crashes."""

from __future__ import annotations

import ctypes
import random
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from smexp_fp.local import Answer, Store
from tests.local.helpers import UNAVAILABLE, create
from tests.support.wire import fault

_PATIENCE = 30.0  # seconds until a thread counts as hanging


class Interrupted:
    """A thread that calls until it is interrupted, and then calls once more."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._called = threading.Event()
        self.tracebacks: list[KeyboardInterrupt] = []
        self.afterwards: Answer | None = None
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            for number in range(1_000_000):
                create(self._store, f"{self._name}-{number}")
                self._store.answer("ListTrialComponents", {"MaxResults": 3})
                self._called.set()
        except KeyboardInterrupt as interrupt:
            # Kept, as an interactive session keeps its last traceback: with it lives all that the call had open.
            self.tracebacks.append(interrupt)
        self.afterwards = create(self._store, f"{self._name}-afterwards")

    def interrupt(self, delay: float) -> None:
        """Raise KeyboardInterrupt within it, wherever it is."""
        self._thread.start()
        assert self._called.wait(_PATIENCE)
        time.sleep(delay)
        thread = ctypes.c_ulong(self._thread.ident or 0)
        until = time.monotonic() + _PATIENCE
        # Python drops an interrupt that falls into a callback of the garbage collector, which other libraries set.
        while self._thread.is_alive() and time.monotonic() < until:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(KeyboardInterrupt))
            self._thread.join(5)
        assert not self._thread.is_alive()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupted_call_leaves_no_transaction_and_no_lock(where: str) -> None:
    delays = random.Random(20)  # noqa: S311 - not a secret
    tracebacks: list[KeyboardInterrupt] = []
    with Store.open(where, timeout=1) as store:
        for number in range(60):
            caller = Interrupted(store, f"c{number}")
            caller.interrupt(delays.uniform(0, 0.004))
            tracebacks += caller.tracebacks
            assert caller.afterwards is not None
            assert caller.afterwards.status == 200, caller.afterwards
            if where != ":memory:":
                with closing(sqlite3.connect(where, timeout=0, isolation_level=None)) as stranger:
                    stranger.execute("BEGIN IMMEDIATE")  # raises if anyone has the lock
            assert create(store, f"other-{number}").status == 200
        assert len(tracebacks) == 60


def test_waiting_for_another_process_can_be_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    raised: list[BaseException] = []
    waiting = threading.Event()

    def wait() -> None:
        waiting.set()
        try:
            create(store, "waiting")
        except KeyboardInterrupt as interrupt:
            raised.append(interrupt)

    with Store.open(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        thread = threading.Thread(target=wait)
        thread.start()
        waiting.wait(_PATIENCE)
        time.sleep(0.05)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident or 0), ctypes.py_object(KeyboardInterrupt)
        )
        thread.join(_PATIENCE / 2)  # less than the store's own timeout
        assert not thread.is_alive()
        assert raised


@pytest.mark.parametrize("attempt", range(4))
def test_a_store_that_is_closed_while_others_call_answers_them(where: str, attempt: int) -> None:
    store = Store.open(where)
    acknowledged: list[str] = []
    last: list[Answer] = []
    calling = threading.Barrier(9)

    def call(worker: int) -> None:
        calling.wait(_PATIENCE)
        for number in range(1_000_000):
            answer = create(store, f"w{worker}-{number}")
            if answer.status != 200:
                last.append(answer)
                return
            acknowledged.append(f"w{worker}-{number}")
            store.answer("Search", {"Resource": "ExperimentTrialComponent"})

    threads = [threading.Thread(target=call, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    calling.wait(_PATIENCE)
    time.sleep(0.01 * attempt)
    store.close()
    for thread in threads:
        thread.join(_PATIENCE)
        assert not thread.is_alive()
    assert [fault(answer) for answer in last] == [UNAVAILABLE] * 8
    if where != ":memory:":
        with Store.open(where) as again:
            for name in acknowledged:
                assert again.answer("DescribeTrialComponent", {"TrialComponentName": name}).status == 200


def test_closing_does_not_wait_for_a_call_that_waits_for_another_process(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    answers: list[Answer] = []
    store = Store.open(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        thread = threading.Thread(target=lambda: answers.append(create(store, "waiting")))
        thread.start()
        time.sleep(0.05)
        store.close()
        thread.join(_PATIENCE / 2)  # less than the store's own timeout
        assert not thread.is_alive()
    assert [fault(answer) for answer in answers] == [UNAVAILABLE]
    assert "closed" in answers[0].body["message"]


def test_a_call_from_within_a_call_is_refused_and_disturbs_nothing(where: str) -> None:
    inner: list[Answer] = []
    outer = True

    def clock() -> float:
        nonlocal outer
        if outer:
            outer = False
            inner.append(create(store, "inner"))
        return 1.0

    with Store.open(where, clock=clock) as store:
        assert create(store, "outer").status == 200
        assert fault(inner[0]) == UNAVAILABLE
        assert "already in a call" in inner[0].body["message"]
        assert create(store, "inner").status == 200


def test_threads_that_end_leave_their_connections_to_others(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        for number in range(50):
            thread = threading.Thread(target=create, args=(store, f"c{number}"))
            thread.start()
            thread.join()
        assert len(store._connections._handles) <= 3  # pyright: ignore[reportPrivateUsage] - nothing public counts them
