"""`Column`: what a table can show of a record."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, Final, Generic, Self, final

from typing_extensions import TypeVar

from smexp_fp.query._operands import text_value
from smexp_fp.query._properties import FieldKind

R_contra = TypeVar("R_contra", contravariant=True)
V_co = TypeVar("V_co", covariant=True, default=object)


class Column(Generic[R_contra, V_co]):
    """A value of a record, with a name: a field of `Q`, or a column that a function of this package made.

    The first type parameter tells which records have it, the second the type of its value.
    """

    __slots__ = ("_alias",)

    _alias: str | None

    @property
    def kind(self) -> FieldKind:
        """The type of its values, which is `"text"`, `"number"`, `"time"` or `"parameter"` (a text or a number)."""
        raise NotImplementedError

    @property
    def multivalued(self) -> bool:
        """Whether a record can have several values, which are then a tuple."""
        return False

    @property
    def label(self) -> str:
        """The alias, or a readable name such as `metrics.loss.last`."""
        return self._name() if self._alias is None else self._alias

    @property
    def renamed(self) -> bool:
        """Whether it has an alias."""
        return self._alias is not None

    def alias(self, name: str) -> Self:
        """The same column with another name.

        >>> from smexp_fp.query import Q
        >>> Q.parameter("learning_rate").alias("lr")
        Q.parameter('learning_rate').alias('lr')
        """
        renamed = copy(self)
        renamed._alias = text_value(name, ".alias")  # noqa: SLF001 - a copy of this column
        return renamed

    @property
    def integral(self) -> bool:
        """Whether its numbers are whole numbers, such as a count."""
        return False

    def reader(self) -> Callable[[R_contra], V_co | None]:
        """A function like `read`, to read many records."""
        raise NotImplementedError

    def read(self, record: R_contra) -> V_co | None:
        """The value in a record; `None` where the record has none.

        Raises:
            TypeError: When it is a record of another kind.

        >>> from smexp_fp.query import Q
        >>> from smexp_fp.records import Experiment
        >>> Q.description.read(Experiment(name="a", arn="", description="A test"))
        'A test'
        """
        return self.reader()(record)

    def is_same(self, other: Column[Any, Any]) -> bool:
        """Whether the other column shows the same value, regardless of aliases.

        The `==` of a field makes a condition.
        """
        raise NotImplementedError

    def _name(self) -> str:
        raise NotImplementedError


@final
class Member(Column[R_contra, V_co]):
    """A column that is not a field of `Q`, such as the mean of a group.

    Args:
        name: Its name.
        kind: The type of its values.
        reads: Reads the value from a record. It must be picklable, and equal where it reads the same.
        multivalued: Whether values are tuples.
        integral: Whether numbers are whole numbers.
    """

    __slots__ = ("_integral", "_kind", "_label", "_multivalued", "_reads")

    def __init__(
        self,
        name: str,
        kind: FieldKind,
        reads: Callable[[R_contra], V_co | None],
        *,
        multivalued: bool = False,
        integral: bool = False,
    ) -> None:
        self._alias = None
        self._label: Final = name
        self._kind: Final[FieldKind] = kind
        self._reads: Final = reads
        self._multivalued: Final = multivalued
        self._integral: Final = integral

    @property
    def kind(self) -> FieldKind:
        """The type of its values."""
        return self._kind

    @property
    def multivalued(self) -> bool:
        """Whether its values are tuples."""
        return self._multivalued

    @property
    def integral(self) -> bool:
        """Whether its numbers are whole numbers."""
        return self._integral

    def reader(self) -> Callable[[R_contra], V_co | None]:
        """A function that reads the value from a record."""
        return self._reads

    def is_same(self, other: Column[Any, Any]) -> bool:
        """Whether the other column shows the same value."""
        return isinstance(other, Member) and self._label == other._label and self._kind == other._kind  # noqa: SLF001

    def _name(self) -> str:
        return self._label

    def __repr__(self) -> str:
        return f"<column {self.label!r}>"
