"""Law: a translated pattern matches what Java's would, as `unicodedata` and Java's documentation say."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape
from hypothesis import given
from hypothesis import strategies as st

from smexp_fp.local._model import service_model
from smexp_fp.local._operations import OPERATIONS
from smexp_fp.local._patterns import matcher, translate

TAG = r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"


@pytest.mark.parametrize("category", ["L", "Z", "N"])
def test_a_category_is_that_of_unicodedata_for_every_character(category: str) -> None:
    matches = matcher(rf"[\p{{{category}}}]")
    alone = matcher(rf"\p{{{category}}}")
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code <= 0xDFFF:
            character = chr(code)
            wanted = unicodedata.category(character)[0] == category
            assert matches(character) == alone(character) == wanted, hex(code)


@given(st.text())
def test_the_tag_pattern_is_the_sum_of_its_parts(text: str) -> None:
    wanted = all(unicodedata.category(c)[0] in "LZN" or c in "_.:/=+-@" for c in text)
    assert matcher(TAG)(text) == wanted


@pytest.mark.parametrize("terminator", ["\n", "\r", "\x85", "\u2028", "\u2029"])
def test_a_dot_stops_at_java_s_line_terminators(terminator: str) -> None:
    assert not matcher(".*")(f"a{terminator}")
    assert not matcher(".+")(terminator)


@given(st.text(st.characters(exclude_characters="\n\r\x85\u2028\u2029", exclude_categories=["Cs"])))
def test_a_dot_matches_everything_else(text: str) -> None:
    assert matcher(".*")(text)


def test_word_characters_and_digits_are_ascii() -> None:
    assert not matcher(r"[-\w]+\/[-\w+]+")("é/x")
    assert matcher(r"[-\w]+\/[-\w+]+")("text/x-y+z")
    assert not matcher(r"\d")("\u0663")


def test_the_whole_text_must_match() -> None:
    name = matcher("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}")
    assert name("a--b")
    assert not any(name(text) for text in ("", "-a", "a-", "a\n", " a", "a_b", "é"))
    assert matcher("^[a-z]")("a")


@pytest.mark.parametrize("pattern", [r"\p{Lu}", "[a-z&&[b]]", "[a[b]]"])
def test_what_is_not_known_is_refused(pattern: str) -> None:
    with pytest.raises(NotImplementedError):
        translate(pattern)


def test_every_pattern_in_use_can_be_translated() -> None:
    def patterns(shape: Shape, seen: frozenset[str]) -> set[str]:
        below: list[Shape] = []
        if shape.name in seen:
            return set()
        if isinstance(shape, StructureShape):
            below = list(shape.members.values())
        elif isinstance(shape, ListShape):
            below = [shape.member]
        elif isinstance(shape, MapShape):
            below = [shape.key, shape.value]
        own: set[str] = {str(shape.metadata["pattern"])} if "pattern" in shape.metadata else set()
        return own.union(*(patterns(one, seen | {shape.name}) for one in below))

    found: set[str] = set()
    for name, operation in OPERATIONS.items():
        shape = service_model(operation.service).operation_model(name).input_shape
        assert shape is not None
        found |= patterns(shape, frozenset())
    assert len(found) > 8
    for pattern in found:
        matcher(pattern)("aé")
