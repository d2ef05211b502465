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
"""Ours: requests of one plan; at the service's pace that is minutes of searching."""

MAX_NESTED_TERMS: Final = 1_000
"""Ours: alternatives that the inner condition of one `.any(...)` may be multiplied out to."""

MAX_TEXT: Final = 2_000_000
"""Ours: pieces of a text about a condition, about a million operands; a longer one ends in an ellipsis. Where parts are
shared, as by `c = c & c`, the text can be exponentially longer than the condition."""
