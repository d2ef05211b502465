"""Modules that are imported on first use."""

from __future__ import annotations

from importlib import import_module


class LazyModule:
    """A placeholder for a module at run time. For type checkers, import the module itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        """Import the module, and return its attribute."""
        return getattr(import_module(self._name), attribute)

    def __repr__(self) -> str:
        return f"<module {self._name!r}, imported on first use>"
