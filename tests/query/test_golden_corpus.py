"""What the passes make of each condition of the golden corpus is what `golden.txt` says."""

from __future__ import annotations

import pytest

from tests.query import golden

EXPECTED = golden.sections()


@pytest.mark.parametrize("name", golden.CORPUS)
def test_the_passes_make_of_it(name: str) -> None:
    assert golden.section(name) == EXPECTED.get(name, "no section: run tests/support/generate_golden.py")


def test_the_file_has_no_other_sections() -> None:
    assert list(EXPECTED) == list(golden.CORPUS)
