"""The table of fields in the documentation is what the code has."""

from __future__ import annotations

from tests.support import generate_fields


def test_the_table_of_fields_is_current() -> None:
    assert generate_fields.PATH.read_text(encoding="utf-8") == generate_fields.page()
