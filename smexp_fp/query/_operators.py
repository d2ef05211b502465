"""The operators of fields, apart from the fields themselves: a tag condition has those of a text as well."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar, cast

from smexp_fp.query._conditions import Condition
from smexp_fp.query._nodes import Test
from smexp_fp.query._operands import (
    OPERATORS,
    InvalidOperand,
    Op,
    Value,
    pattern_value,
    several_value,
    text_value,
    unknown_choice,
)
from smexp_fp.query._properties import Property

R_contra = TypeVar("R_contra", contravariant=True)
V_contra = TypeVar("V_contra", contravariant=True)
T = TypeVar("T")


class Operators(Generic[R_contra]):
    """The operators of every property."""

    __slots__ = ()

    _prop: Property
    _key: str

    def exists(self) -> Condition[R_contra]:
        """The property has a value (operator `Exists`)."""
        return self._test("Exists", None)

    def missing(self) -> Condition[R_contra]:
        """The property has no value (operator `NotExists`)."""
        return self._test("NotExists", None)

    def _test(self, op: Op, value: Value) -> Condition[R_contra]:
        return Condition(Test(self._prop, self._key, op, value))

    def _compared(self, op: Op, other: object) -> Condition[R_contra]:
        """The condition of a comparison sign. The operand may be anything."""
        raise NotImplementedError


class TextOperators(Operators[R_contra]):
    """The operators of a property that can be a text."""

    __slots__ = ()

    def contains(self, text: str, *, ignore_case: bool = False) -> Condition[R_contra]:
        """It contains a text (operator `Contains`, of which the service limits the number in a search).

        Args:
            text: The text to look for.
            ignore_case: Whether "a" finds "A" as well (by `str.casefold`). The service cannot do this, so a search
                needs `local_residue=True`.
        """
        return self._says("Contains", text, ".contains", ignore_case=ignore_case)

    def equals(self, text: str, *, ignore_case: bool = False) -> Condition[R_contra]:
        """It is this text, as with `==`, or regardless of case. The latter needs `local_residue=True` in a search.

        >>> from smexp_fp.query import Q
        >>> Q.tags["team"].equals("Vision", ignore_case=True)
        Q.tags['team'].equals('Vision', ignore_case=True)
        """
        if ignore_case:
            return self._says("Equals", text, ".equals", ignore_case=True)
        return self._test("Equals", self._known(text, ".equals"))

    def startswith(self, text: str, *, ignore_case: bool = False) -> Condition[R_contra]:
        """It begins with a text. Checked locally: a search needs `local_residue=True`."""
        return self._says("StartsWith", text, ".startswith", ignore_case=ignore_case)

    def endswith(self, text: str, *, ignore_case: bool = False) -> Condition[R_contra]:
        """It ends with a text. Checked locally: a search needs `local_residue=True`."""
        return self._says("EndsWith", text, ".endswith", ignore_case=ignore_case)

    def matches(self, pattern: str | re.Pattern[str]) -> Condition[R_contra]:
        """A regular expression is found in it (`re.search`). Checked locally: a search needs `local_residue=True`.

        Args:
            pattern: At most 1024 characters, in the syntax of `re`: `^` and `$` bind it to the ends, `(?i)` ignores
                case. The flags of a compiled pattern are kept.

        Raises:
            ValueError: When it is not a regular expression, or too long.

        >>> from smexp_fp.query import Q
        >>> Q.name.matches(r"^run-[0-9]+$")
        Q.name.matches('^run-[0-9]+$')
        """
        return self._test("Matches", pattern_value(pattern, self))

    def is_in(self, values: Iterable[str]) -> Condition[R_contra]:
        """It is one of several texts (operator `In`, or `Equals` for one with a comma). An empty list matches nothing.

        Raises:
            TypeError: When `values` is a single str, or not iterable.
        """
        return self._test("In", several_value([self._known(value, ".is_in") for value in several(values, self)]))

    def _says(self, op: Op, text: str, how: str, *, ignore_case: bool) -> Condition[R_contra]:
        return self._test(OPERATORS[f"{op}IgnoreCase"] if ignore_case else op, text_value(text, self, how))

    def _known(self, text: object, how: str) -> str | InvalidOperand:
        """The text as an operand. Where the API has an enum, it must be in it."""
        word = text_value(text, self, how)
        choices = self._prop.choices
        return word if not choices or word in choices else unknown_choice(word, choices)


class Equality(Operators[R_contra], Generic[R_contra, V_contra]):
    """`==` and `!=` with operands of type `V_contra`."""

    __slots__ = ()

    def __eq__(self, other: V_contra) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return self._compared("Equals", other)

    def __ne__(self, other: V_contra) -> Condition[R_contra]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - a condition, not a bool
        return self._compared("NotEquals", other)

    def __hash__(self) -> int:
        return object.__hash__(self)


class Ordering(Operators[R_contra], Generic[R_contra, V_contra]):
    """`<`, `<=`, `>` and `>=` with operands of type `V_contra`."""

    __slots__ = ()

    def __lt__(self, other: V_contra) -> Condition[R_contra]:
        return self._compared("LessThan", other)

    def __le__(self, other: V_contra) -> Condition[R_contra]:
        return self._compared("LessThanOrEqualTo", other)

    def __gt__(self, other: V_contra) -> Condition[R_contra]:
        return self._compared("GreaterThan", other)

    def __ge__(self, other: V_contra) -> Condition[R_contra]:
        return self._compared("GreaterThanOrEqualTo", other)


def several(values: Iterable[T], where: object) -> Iterable[T]:
    """The operands of `.is_in`.

    Raises:
        TypeError: When `values` is a single str, since its letters are probably not meant, or is not iterable.
    """
    if isinstance(values, str):
        raise TypeError(f"{where}.is_in takes several texts; write ({values!r},) for one")
    if not isinstance(cast("object", values), Iterable):
        raise TypeError(f"{where}.is_in takes several values, not {type(values).__name__}")
    return values
