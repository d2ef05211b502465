r"""Conversion of the service model's Java patterns to Python patterns.

Python's `re` has no Unicode categories (`\p{L}`). Its `\w` and `\d` match all of Unicode, where Java's match ASCII. Its
`.` excludes only `\n`, where Java's excludes five characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

# Java: "a line terminator", which `.` does not match (java.util.regex.Pattern, without UNIX_LINES).
_ANY_CHARACTER = "[^\\n\\r\\x85\\u2028\\u2029]"

# A pattern matches the ASCII members of a category and one representative; `_fold` replaces every other member by the
# representative. So a match needs neither a table of 130,000 letters nor a pass over all of Unicode at first use.
_MEMBERS = {"L": "A-Za-z\u00c0", "Z": " \u00a0", "N": "0-9\u00b2"}
_STAND_IN = {"L": "\u00c0", "Z": "\u00a0", "N": "\u00b2"}
_OUTSIDE = "\u00a7"  # of category Po, which no pattern of the model names

_CATEGORY = re.compile(r"\\p\{(\w+)\}")


def _fold(text: str) -> str:
    return "".join(c if c.isascii() else _STAND_IN.get(unicodedata.category(c)[0], _OUTSIDE) for c in text)


def translate(pattern: str) -> str:
    r"""The Python pattern (ASCII mode) for a Java one; see `matcher` for the folding that `\p` classes need.

    Raises NotImplementedError for syntax that the service model does not use.
    """
    out: list[str] = []
    in_class = False
    position = 0
    while position < len(pattern):
        character = pattern[position]
        if found := _CATEGORY.match(pattern, position):
            members = _MEMBERS.get(found[1])
            if members is None:
                raise NotImplementedError(f"Unicode category {found[0]} in {pattern!r}")
            out.append(members if in_class else f"[{members}]")
            position = found.end()
            continue
        if character == "\\":
            out.append(pattern[position : position + 2])
            position += 2
            continue
        if in_class and (character == "[" or pattern.startswith("&&", position)):
            raise NotImplementedError(f"class set operations in {pattern!r}")
        in_class = character == "[" or (in_class and character != "]")
        out.append(_ANY_CHARACTER if character == "." and not in_class else character)
        position += 1
    return "".join(out)


@cache
def matcher(pattern: str) -> Callable[[str], bool]:
    """A function that tests whether a whole text matches a Java pattern, as `java.util.regex.Matcher.matches` does."""
    full_match = re.compile(translate(pattern), re.ASCII).fullmatch
    if _CATEGORY.search(pattern) is None:
        return lambda text: full_match(text) is not None
    if re.search(r"(?<!\\)\.", re.sub(r"\[(?:\\.|[^\]])*\]", "", pattern)):
        # Folding would hide a line separator (a \p{Z}) from the dot.
        raise NotImplementedError(f"a dot beside a Unicode category in {pattern!r}")
    return lambda text: full_match(text if text.isascii() else _fold(text)) is not None
