"""What can go wrong, as values.

* `CompileError`: the closed union of what `compile` and `plan` answer
    * the value: `NaiveDatetime`, `SubSecond`, `TimeOutOfRange`, `NotFinite`, `ValueTooLong`, `IllegalValue`,
      `IllegalName`
    * the meaning: `UnknownProperty`, `UnsupportedOperator`, `NoComplement`, `EmptyCondition`
    * the size: `TooManyConditions`, `TooManyRequests`, `ContainsQuota`
* `IllegalExpression`: what `decompile` answers
* `Unparsable`: what `parse` answers

Each names the offending condition; `str` of it says what is wrong and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias, final

from smexp_fp.query import _limits
from smexp_fp.query._ast import Condition, as_node
from smexp_fp.query._repr import source

AnyCondition: TypeAlias = Condition[Any]
"""A failure names the condition whatever it searches."""

_SHOWN: Final = 200
"""Characters of a condition in a message."""


@dataclass(frozen=True, slots=True)
class _About:
    condition: AnyCondition

    def __str__(self) -> str:
        text = source(as_node(self.condition), limit=_SHOWN)  # not all of it: it may be of any size
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return f"{shown}: {self.advice}"

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        raise NotImplementedError


@final
class NaiveDatetime(_About):
    """A time without a zone."""

    __slots__ = ()

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return "a datetime without a zone could be any of 24 instants; give it one, as in tzinfo=datetime.timezone.utc"


@final
class SubSecond(_About):
    """`==` or `!=` with a fraction of a second: the service documents whole seconds only."""

    __slots__ = ()

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return "a search speaks in whole seconds; ask with .between for the seconds around it"


@final
class TimeOutOfRange(_About):
    """A time outside the years 1 to 9999 in UTC."""

    __slots__ = ()

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return "in UTC this time is outside the years 1 to 9999"


@final
class NotFinite(_About):
    """NaN, an infinity, or an int beyond the floating-point numbers."""

    __slots__ = ()

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return "the service knows finite numbers only; for any number at all write .exists()"


@final
@dataclass(frozen=True, slots=True)
class ValueTooLong(_About):
    """An operand of more than 1024 characters (API FilterValue)."""

    length: int

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return f"the operand has {self.length} characters, {_limits.MAX_VALUE} are allowed"


@final
@dataclass(frozen=True, slots=True)
class IllegalValue(_About):
    """An operand that a filter cannot hold: empty, with a newline or a lone surrogate, or of another type."""

    rule: str

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return self.rule


@final
@dataclass(frozen=True, slots=True)
class IllegalName(_About):
    """A property's name that a filter cannot hold: empty, with a newline, or of more than 255 characters."""

    rule: str

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return self.rule


@final
@dataclass(frozen=True, slots=True)
class UnknownProperty(_About):
    """A property that the resource does not have."""

    resource: str

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return f"{self.resource} has no such property; for one that this release does not know there is Q.field"


@final
@dataclass(frozen=True, slots=True)
class UnsupportedOperator(_About):
    """An operator that the property's type does not have; only `Q.wire` and `Q.field` can say it."""

    operator: str
    kind: str

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return f"{self.operator} is not defined on a property of type {self.kind}"


@final
@dataclass(frozen=True, slots=True)
class NoComplement(_About):
    """A negation that the service's operators cannot express: it has no `Not`."""

    hint: str

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return f"the service cannot search for the opposite; {self.hint}, or filter locally"


@final
class EmptyCondition(_About):
    """`.any(...)` of a condition that says nothing about the element."""

    __slots__ = ()

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return "any element at all would do; say which member of it must exist"


@final
@dataclass(frozen=True, slots=True)
class TooManyConditions(_About):
    """More than 50 conditions in one request (API SearchExpression)."""

    count: int

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return (
            f"it takes at least {self.count} conditions, a request holds {_limits.MAX_CONDITIONS}; "
            "alternatives can be spread over several requests, what must hold at once can be filtered locally"
        )


@final
@dataclass(frozen=True, slots=True)
class TooManyRequests(_About):
    """A condition for which no plan within our cap was found: as it is packed, it takes `count` requests, or more."""

    count: int

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return f"it takes {self.count} requests or more, and the cap is {_limits.MAX_REQUESTS}; ask for less at once"


@final
@dataclass(frozen=True, slots=True)
class ContainsQuota(_About):
    """More than one `Contains` outside names, display names, tags and artifacts (API Filter.Operator)."""

    count: int

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return (
            f"{self.count} times .contains, but only names, display names, tags and artifacts can have it more than "
            "once in a search; use == or .is_in for the others, or filter locally"
        )


CompileError: TypeAlias = (
    NaiveDatetime
    | SubSecond
    | TimeOutOfRange
    | NotFinite
    | ValueTooLong
    | IllegalValue
    | IllegalName
    | UnknownProperty
    | UnsupportedOperator
    | NoComplement
    | EmptyCondition
    | TooManyConditions
    | TooManyRequests
    | ContainsQuota
)
"""All failures of `compile` and `plan`; a `match` over them ends in `assert_never`."""


@final
@dataclass(frozen=True, slots=True)
class IllegalExpression:
    """A SearchExpression that the service would refuse.

    Attributes:
        path: Where, as in `SubExpressions[0].Filters[2].Value`.
        rule: What is required there.
    """

    path: str
    rule: str

    def __str__(self) -> str:
        return f"{self.path or 'the expression'}: {self.rule}"


@final
@dataclass(frozen=True, slots=True)
class Unparsable:
    """A text that no condition's `repr` gives.

    Attributes:
        position: The character at which it goes wrong, from 0.
        expected: What should stand there.
    """

    position: int
    expected: str

    def __str__(self) -> str:
        return f"at character {self.position}: expected {self.expected}"


DecompileError: TypeAlias = IllegalExpression
"""All failures of `decompile`."""

ParseError: TypeAlias = Unparsable
"""All failures of `parse`."""
