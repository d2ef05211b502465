"""Altair, imported when a chart is made. Type checkers import it themselves, where they read the signatures."""

from __future__ import annotations

from typing import Final

from smexp_fp._base.lazy import LazyModule

alt: Final = LazyModule("altair", "smexp_fp.plots needs Altair: pip install 'smexp-fp[plots]'")
