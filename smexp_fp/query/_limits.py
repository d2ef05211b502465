"""The service's limits on a search, each with its source, and our own caps."""

from __future__ import annotations

from typing import Final

MAX_LIST: Final = 20
"""Elements of one list, and of the three lists of a node together (API SearchExpression: "up to twenty elements")."""

MAX_CONDITIONS: Final = 50
"""Filters, nested filters and sub-expressions in one request (API SearchExpression), the root not counted."""

MAX_VALUE: Final = 1024
"""Characters of an operand, the commas of an `In` included (API FilterValue)."""

MAX_NAME: Final = 255
"""Characters of a property's name (API ResourcePropertyName)."""

MAX_CONTAINS: Final = 1
"""`Contains` on properties outside the quota's exceptions (API Filter.Operator)."""

MAX_REQUESTS: Final = 500
"""Our limit on the requests of one plan. At the service's pace, 500 take minutes."""

MAX_DEPTH: Final = 200
"""Our limit on how often `and` and `or` alternate. Python's stack holds some 1,000 calls."""

MAX_NESTED_TERMS: Final = 1_000
"""Our limit on the alternatives of one `.any(...)`, whose inner condition is multiplied out."""

MAX_TEXT: Final = 2_000_000
"""Our limit on the pieces of a condition's text, about a million operands. A longer text ends in an ellipsis. Where
parts are shared, as by `c = c & c`, the text can be exponentially longer than the condition."""
