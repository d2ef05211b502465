"""A keyword argument of a frozen dataclass that is not a field.

Comparison, hash, repr, `dataclasses.fields` and `asdict`, and the libraries that use them, ignore it, so that it does
not get into JSON or a data frame. `dataclasses.replace` and `copy.replace` pass it on.

`replace` passes the class the init fields of the old instance and nothing else. The argument is therefore registered
as a pseudo-field, as a `dataclasses.InitVar` is: `replace` passes it on, `fields` omits it. It is not an `InitVar`,
because msgspec rejects a class that has one, and pydantic makes it a member of the schema.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")

# ruff: noqa: SLF001 - a private member of `dataclasses`


def hidden(name: str, *, stored: str) -> Callable[[type[T]], type[T]]:
    """Add a keyword argument to a frozen dataclass, `None` by default.

    Args:
        name: The argument. The class has a property of the same name, which `replace` reads.
        stored: The attribute of the instance that holds the value.
    """

    def decorate(kind: type[T]) -> type[T]:
        record: Any = kind  # Any: type checkers cannot follow these changes to a class
        make = record.__init__

        @wraps(make)
        def init(self: T, **given: Any) -> None:  # noqa: ANN401 - of the fields' types
            value = given.pop(name, None)
            make(self, **given)
            if value is not None:
                object.__setattr__(self, stored, value)

        pseudo_field: Any = dataclasses.field(default=None)
        pseudo_field.name = pseudo_field._field_type = name
        # `replace` uses the field's name. Some serialisers look up the keys, so the key is not an attribute.
        record.__dataclass_fields__.pop(name, None)  # that of a base class
        record.__dataclass_fields__[f"({name})"] = pseudo_field
        record.__init__ = init
        return kind

    return decorate
