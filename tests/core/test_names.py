"""Laws of generated names."""

from __future__ import annotations

import re
import threading

from hypothesis import example, given
from hypothesis import strategies as st

from smexp_fp import experiment, trial, trial_component
from smexp_fp._api.names import generated_name
from tests.support import model
from tests.support.clients import recorder

NAME = model.service("sagemaker").shape_for("ExperimentEntityName")


def is_legal(name: str) -> bool:
    """The model's rules, with Python's own engine: the pattern has nothing that Java reads otherwise."""
    return 1 <= len(name) <= NAME.metadata["max"] and re.fullmatch(NAME.metadata["pattern"], name) is not None


prefixes = st.one_of(st.text(max_size=300), st.text("aZ09-_ ./é", max_size=300))


@given(prefixes)
@example("")
@example("-" * 200)
@example("a" * 200)
@example("a" * 79 + "-" * 5)
@example("٣")
def test_a_generated_name_is_legal_whatever_the_prefix(prefix: str) -> None:
    assert is_legal(generated_name(prefix))


@given(st.from_regex(r"[a-zA-Z0-9](-?[a-zA-Z0-9]){0,38}", fullmatch=True))
def test_a_legal_prefix_is_kept(prefix: str) -> None:
    assert generated_name(prefix).startswith(f"{prefix}-")


@given(st.text(max_size=130))
def test_two_generated_names_differ_also_without_regard_to_case(prefix: str) -> None:
    assert generated_name(prefix).lower() != generated_name(prefix).lower()


def test_names_generated_at_once_by_many_threads_all_differ() -> None:
    names: list[str] = []
    threads = [
        threading.Thread(target=lambda: names.extend([generated_name("t") for _ in range(500)])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({name.lower() for name in names}) == 4000


@given(prefixes)
def test_every_create_with_a_generated_name_passes_the_check(prefix: str) -> None:
    client = recorder()
    assert is_legal(experiment.create_trial(client, "e", name_prefix=prefix).unwrap().name)
    assert is_legal(trial.create(client, "e", name_prefix=prefix).unwrap().name)
    assert is_legal(trial_component.create(client, name_prefix=prefix).unwrap().name)
