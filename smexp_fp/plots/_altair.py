"""Altair, imported when a chart is made."""

from __future__ import annotations

from importlib import import_module


class _Altair:
    """Stands for the module, which may not be installed. Type checkers see the module itself."""

    def __getattr__(self, name: str) -> object:
        try:
            return getattr(import_module("altair"), name)
        except ImportError as error:
            raise ImportError("smexp_fp.plots needs Altair: pip install 'smexp-fp[plots]'") from error


alt = _Altair()
