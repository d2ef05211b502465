"""Failures as values: one class for each thing that a caller would do differently.

* `CompileError` is the closed union of the failures of `compile` and `plan`.
    * Correct an operand: `IllegalOperand`.
    * Ask for something else: `UnknownProperty`, `UnsupportedOperator`.
    * Express it differently, or check it locally: `NoComplement`, `NotSearchable`, `ContainsQuota`.
    * Ask for less at once: `TooManyConditions`, `TooManyRequests`, `TooDeep`.
* `IllegalExpression` is the failure of `decompile`.
* `ParseError` is the union of the failures of `parse`: `Unparsable`, and `UnknownProperty` for a given resource.

`str` of a failure names the offending condition or place, what is wrong and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias, final

from smexp_fp._base.raisable import raisable
from smexp_fp.query._conditions import Condition, node_of
from smexp_fp.query._limits import MAX_CONDITIONS, MAX_DEPTH, MAX_REQUESTS
from smexp_fp.query._source import source

AnyCondition: TypeAlias = Condition[Any]
"""The condition of a failure, for any resource."""

_SHOWN: Final = 200
"""Characters of a condition in a message."""

LOCALLY: Final = "pass local_residue=True to check it here"
"""How a caller opts into a local check."""


@raisable
@dataclass(frozen=True, slots=True)
class _About(Exception):
    """A failure about a condition.

    Attributes:
        condition: The offending condition.
    """

    condition: AnyCondition

    _advice: ClassVar[str]
    """What is wrong, and what to do; `{0.…}` is a member of the failure."""

    @property
    def advice(self) -> str:
        """What is wrong, and what to do."""
        return self._advice.format(self)

    def __str__(self) -> str:
        text = source(node_of("a failure", self.condition), limit=_SHOWN)  # the condition may be of any size
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return f"{shown}: {self.advice}"


@final
@raisable
@dataclass(frozen=True, slots=True)
class IllegalOperand(_About):
    """An operand, or a property's name, that a filter cannot hold.

    Attributes:
        rule: What is required, such as a time zone, a finite number, or at most 1024 characters (API FilterValue).
    """

    rule: str
    _advice = "{0.rule}"


@final
@raisable
@dataclass(frozen=True, slots=True)
class UnknownProperty(_About):
    """A property that the resource does not have.

    Attributes:
        resource: The resource that has no such property.
    """

    resource: str
    _advice = "{0.resource} has no such property; for one that this release does not know there is Q.field"


@final
@raisable
@dataclass(frozen=True, slots=True)
class UnsupportedOperator(_About):
    """An operator that the property's type does not have, from `Q.wire` or `Q.field`.

    Attributes:
        operator: The operator, as the API names it.
        kind: The type of the property: text, number, time or parameter.
    """

    operator: str
    kind: str
    _advice = "{0.operator} is not defined on a property of type {0.kind}"


@final
@raisable
@dataclass(frozen=True, slots=True)
class NoComplement(_About):
    """A negation that the service's operators cannot express. There is no `Not`.

    Attributes:
        hint: What cannot be expressed, or what to write instead.
    """

    hint: str
    _advice = f"the service cannot search for the opposite; {{0.hint}}, or {LOCALLY}"


@final
@raisable
@dataclass(frozen=True, slots=True)
class NotSearchable(_About):
    """A condition that `matches` can check, but that no filter of the service can express.

    Attributes:
        hint: What cannot be expressed, or what to write instead.
    """

    hint: str
    _advice = f"{{0.hint}}; {LOCALLY}"


@final
@raisable
@dataclass(frozen=True, slots=True)
class ContainsQuota(_About):
    """More than one `Contains` on other properties than names, display names, tags, artifacts (API Filter.Operator).

    Attributes:
        count: The number of `Contains` filters that count towards the quota.
    """

    count: int
    _advice = (
        "{0.count} times .contains, but only names, display names, tags and artifacts can have it more than once in a "
        f"search; use == or .is_in for the others, or {LOCALLY}"
    )


@final
@raisable
@dataclass(frozen=True, slots=True)
class TooManyConditions(_About):
    """More than 50 conditions in one request (API SearchExpression).

    Attributes:
        count: The number of conditions that a request would have.
    """

    count: int
    _advice = (
        f"it takes at least {{0.count}} conditions, a request holds {MAX_CONDITIONS}; alternatives can be spread over "
        f"several requests by plan; of what must hold at once ask for less, or {LOCALLY}"
    )


@final
@raisable
@dataclass(frozen=True, slots=True)
class TooManyRequests(_About):
    """A condition whose plan would take at least `count` requests, which is more than our cap.

    Attributes:
        count: The number of requests that the search would take, or a lower bound of it.
    """

    count: int
    _advice = (
        f"it takes {{0.count}} requests or more, and the cap is {MAX_REQUESTS}; ask for less at once, or {LOCALLY}"
    )


@final
class TooDeep(_About):
    """A condition in which `&` and `|` alternate more than 200 times. Chains of one of them may have any length."""

    __slots__ = ()
    _advice = f"& and | alternate more than {MAX_DEPTH} times; ask for less at once"


CompileError: TypeAlias = (
    IllegalOperand
    | UnknownProperty
    | UnsupportedOperator
    | NoComplement
    | NotSearchable
    | ContainsQuota
    | TooManyConditions
    | TooManyRequests
    | TooDeep
)
"""All failures of `compile` and `plan`. A `match` over them can end in `assert_never`."""


class Refused(Exception):
    """Carries a failure out of the passes. `compile` and `plan` catch it."""

    def __init__(self, failure: CompileError) -> None:
        self.failure: Final = failure


@final
@raisable
@dataclass(frozen=True, slots=True)
class IllegalExpression(Exception):
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
@raisable
@dataclass(frozen=True, slots=True)
class Unparsable(Exception):
    """A text that is not the `repr` of a condition.

    Attributes:
        position: The index of the character at which reading fails.
        expected: What should be there.
    """

    position: int
    expected: str

    def __str__(self) -> str:
        return f"at character {self.position}: expected {self.expected}"


DecompileError: TypeAlias = IllegalExpression
"""All failures of `decompile`."""

ParseError: TypeAlias = Unparsable | UnknownProperty
"""All failures of `parse`."""
