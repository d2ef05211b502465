"""GetSearchSuggestions: property names for searches, from the fixed names and the content of the store."""

from __future__ import annotations

from ._context import Context
from ._faults import Wire
from ._kinds import COMPONENT
from ._lookup import kind_of
from ._model import SAGEMAKER, limit_of
from ._properties import FIXED_NAMES, STATISTIC_NAMES

# Chosen; the service documents no number. Nobody reads a longer list of choices.
MAX_SUGGESTIONS = 100


def suggest(context: Context, request: Wire) -> Wire:
    """GetSearchSuggestions.

    A hint matches a name that begins with it, or whose part after the first dot does, ignoring case. The guide's hint
    `linear` finds `hyperparameters.linear_lr`. Names are in the order of their code points.
    """
    kind = kind_of(request["Resource"])
    query: Wire = request.get("SuggestionQuery", {}).get("PropertyNameQuery", {})
    hint: str = query.get("PropertyNameHint", "").lower()
    names = set(FIXED_NAMES[kind.number])
    rows = context.rows("SELECT DISTINCT key FROM tag WHERE kind = ?", (kind.number,))
    names |= {f"Tags.{row['key']}" for row in rows}
    if kind is COMPONENT:
        names |= {f"Parameters.{row['name']}" for row in context.rows("SELECT DISTINCT name FROM parameter")}
        metrics = context.rows("SELECT DISTINCT name FROM metric")
        names |= {f"Metrics.{row['name']}.{statistic}" for row in metrics for statistic in STATISTIC_NAMES}
        artifacts = context.rows("SELECT DISTINCT direction, name FROM artifact")
        names |= {f"{row['direction']}Artifacts.{row['name']}" for row in artifacts}
    longest = limit_of(SAGEMAKER, "ResourcePropertyName")  # a filter cannot name a longer one
    fitting = sorted(name for name in names if len(name) <= longest and _fits(name.lower(), hint))
    return {"PropertyNameSuggestions": [{"PropertyName": name} for name in fitting[:MAX_SUGGESTIONS]]}


def _fits(name: str, hint: str) -> bool:
    return name.startswith(hint) or name.partition(".")[2].startswith(hint)
