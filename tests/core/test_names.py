"""Laws of generated names: legal, with the caller's prefix where that is legal, and never the same twice."""

# pyright: reportUnknownArgumentType=false, reportUnknownLambdaType=false

from __future__ import annotations

import re
import threading
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from smexp_fp import experiment, trial, trial_component
from tests.support import model
from tests.support.clients import recorder

RULES = model.service("sagemaker").shape_for("ExperimentEntityName").metadata
CLIENT = recorder(lambda *_: {})


def generated(prefix: str) -> list[str]:
    """The names that the functions generate that create without a name."""
    made: list[Any] = [
        experiment.create_trial(CLIENT, "e", name_prefix=prefix),
        trial.create(CLIENT, "e", name_prefix=prefix),
        trial_component.create(CLIENT, name_prefix=prefix),
    ]
    return [result.unwrap().name for result in made]


@given(st.one_of(st.text(max_size=300), st.text("aZ09-_ ./é", max_size=300)))
@example("")
@example("-" * 200)
@example("a" * 200)
@example("a" * 79 + "-" * 5)
@example("٣")
def test_generated_names_are_legal_and_differ_without_regard_to_case(prefix: str) -> None:
    names = generated(prefix) + generated(prefix)
    for name in names:
        assert 1 <= len(name) <= RULES["max"]
        # Python's engine reads the pattern as Java's does.
        assert re.fullmatch(RULES["pattern"], name)
    assert len({name.lower() for name in names}) == len(names)


@given(st.from_regex(r"[a-zA-Z0-9](-?[a-zA-Z0-9]){0,38}", fullmatch=True))
def test_a_legal_prefix_is_kept(prefix: str) -> None:
    assert all(name.startswith(f"{prefix}-") for name in generated(prefix))


def test_names_generated_at_once_by_many_threads_all_differ() -> None:
    names: list[str] = []

    def work() -> None:
        for _ in range(100):
            names.extend(generated("t"))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({name.lower() for name in names}) == len(names) == 2400
