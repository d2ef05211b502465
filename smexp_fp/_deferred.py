"""Modules that `experiment`, `trial`, `trial_component` and `options` import on first use.

Their signatures name types of `smexp_fp.query` and `smexp_fp.deletion`, which together take longer to import than the
functions themselves. A program that neither searches nor deletes never imports them, and `typing.get_type_hints` still
finds the types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smexp_fp._base.lazy import LazyModule

if TYPE_CHECKING:
    from smexp_fp import deletion, query
    from smexp_fp._api.bulk import associate, settings
    from smexp_fp.deletion import _plan, _run
else:
    deletion, query = LazyModule("smexp_fp.deletion"), LazyModule("smexp_fp.query")
    associate, settings = LazyModule("smexp_fp._api.bulk.associate"), LazyModule("smexp_fp._api.bulk.settings")
    _plan, _run = LazyModule("smexp_fp.deletion._plan"), LazyModule("smexp_fp.deletion._run")

__all__ = ["_plan", "_run", "associate", "deletion", "query", "settings"]
