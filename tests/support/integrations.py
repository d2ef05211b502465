"""The libraries that records go through. They are newer than what the lowest versions of our requirements allow."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path

# An environment has the dependency group `integrations` wholly or not at all; `tests/core/test_project.py` says which.
INSTALLED = importlib.util.find_spec("cattrs") is not None

NEEDING_THEM = {"json.md", "frames.md"}
"""Pages whose examples import these libraries."""


def runnable(pages: Iterable[Path]) -> tuple[Path, ...]:
    """The pages whose imports are installed."""
    return tuple(page for page in pages if INSTALLED or page.name not in NEEDING_THEM)
