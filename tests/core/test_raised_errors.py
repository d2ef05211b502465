"""Errors are values, but whoever raises one, on purpose or by `unwrap`, sees its text and its cause."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import contextlib
import copy
import dataclasses
import logging
import pickle
import subprocess
import sys
import traceback
from collections.abc import Generator
from typing import Any

import pytest
from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Failure

from smexp_fp import Q, experiment, local, trial_component
from smexp_fp.deletion import DeletionFailure, DeletionReport, Left
from smexp_fp.errors import InvalidInput, NotFound, SmexpException, Throttled
from smexp_fp.query import compile as compile_condition
from smexp_fp.query import decompile, parse
from smexp_fp.results import or_raise

THROTTLED = Throttled(message="too fast", operation="DeleteTrial", request_id="r-1", cause=TimeoutError("slow"))
TEXT = "Throttled in DeleteTrial: too fast (request r-1)"
FAILURES: list[Any] = [
    THROTTLED,
    InvalidInput(message="m", operation="O", argument="name", value=[], rule="must be a string"),
    DeletionFailure(cause="errors", done=DeletionReport(), left=(Left(kind="trial", name="t"),), error=THROTTLED),
    compile_condition(~Q.name.contains("x"), "Experiment").failure(),
    decompile({"Filters": []}, "Experiment").failure(),
    parse("Q.").failure(),
]
every_failure = pytest.mark.parametrize("failure", FAILURES, ids=lambda value: type(value).__name__)


def shown(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


@every_failure
def test_unwrap_shows_the_text_of_the_error(failure: Any) -> None:
    with pytest.raises(UnwrapFailedError) as raised:
        Failure(failure).unwrap()
    assert raised.value.__cause__ is failure
    assert str(failure).splitlines()[0] in shown(raised.value)


@every_failure
def test_or_raise_shows_the_text_of_the_error(failure: Any) -> None:
    with pytest.raises(SmexpException) as raised:
        or_raise(Failure(failure))
    assert str(raised.value) == str(failure)
    assert raised.value.error == failure
    assert raised.value.__cause__ is failure.__cause__


def test_the_cause_is_chained() -> None:
    errors: list[Exception] = [THROTTLED, SmexpException(THROTTLED)]
    for error in errors:
        assert isinstance(error.__cause__, TimeoutError)
        assert "TimeoutError: slow" in shown(error)
        assert TEXT in shown(error)


def test_or_raise_of_an_error_without_a_cause_keeps_what_was_being_handled() -> None:
    def fail() -> None:
        try:
            int("first")
        except ValueError:
            or_raise(Failure("plain text"))

    with pytest.raises(SmexpException, match="plain text") as raised:
        fail()
    assert "ValueError: invalid literal" in shown(raised.value)


def test_a_deletion_shows_its_first_error_or_the_exception_of_a_callback() -> None:
    done = DeletionReport()
    by_error = DeletionFailure(cause="errors", done=done, left=(), error=THROTTLED)
    assert (by_error.__cause__, by_error.exception) == (THROTTLED, None)
    assert "TimeoutError: slow" in shown(by_error)
    pipe = BrokenPipeError("nobody reads")
    by_callback = DeletionFailure(cause="callback", done=done, left=(), error=THROTTLED, exception=pipe)
    assert (by_callback.__cause__, by_callback.exception) == (pipe, pipe)
    assert dataclasses.replace(by_callback, left=()).exception is pipe
    assert copy.copy(by_callback).exception is None


@every_failure
def test_a_failure_can_be_raised_and_is_caught_as_what_it_is(failure: Any) -> None:
    @contextlib.contextmanager
    def manager() -> Generator[None]:
        yield

    # `contextlib` sets the traceback and the context of what passes through it.
    with pytest.raises(type(failure)) as raised, contextlib.ExitStack(), manager():
        raise failure
    assert raised.value is failure
    raised.value.add_note("seen")
    assert "seen" in shown(raised.value)


@every_failure
def test_a_failure_stays_frozen(failure: Any) -> None:
    for name in ("args", "something_new", *(field.name for field in dataclasses.fields(failure))):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(failure, name, None)


@every_failure
def test_a_failure_is_what_it_was_after_pickle_and_copies(failure: Any) -> None:
    for copied in (
        pickle.loads(pickle.dumps(failure)),  # noqa: S301 - our own
        copy.copy(failure),
        copy.deepcopy(failure),
        dataclasses.replace(failure),
    ):
        assert copied == failure
        assert type(copied) is type(failure)
        assert str(copied) == str(failure)


def test_replace_keeps_the_cause() -> None:
    assert dataclasses.replace(THROTTLED, message="m").cause is THROTTLED.cause


def test_a_log_shows_an_error_with_its_cause(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("mine").error("failed", exc_info=THROTTLED)
    assert TEXT in caplog.text
    assert "TimeoutError: slow" in caplog.text


SCRIPT = """
from smexp_fp import experiment, local, results
client = local.client(":memory:")
{call}
"""


@pytest.mark.parametrize(
    "call",
    [
        'experiment.load(client, "nothing").unwrap()',
        'results.or_raise(experiment.load(client, "nothing"))',
        'experiment.list_trials(client, "nothing").collect().unwrap()',
    ],
)
def test_a_script_that_ends_with_an_error_prints_it_with_what_botocore_raised(call: str) -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT.format(call=call)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "NotFound in " in done.stderr
    assert "botocore.errorfactory.ResourceNotFound: An error occurred" in done.stderr


def test_what_the_functions_return_is_raised_as_it_is() -> None:
    found = experiment.load(local.client(":memory:"), "nothing")
    with pytest.raises(NotFound, match="does not exist"):
        raise found.failure()
    refused = trial_component.create(local.client(":memory:"), "not a name!")
    with pytest.raises(InvalidInput):
        raise refused.failure()
