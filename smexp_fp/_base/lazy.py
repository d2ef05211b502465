"""Modules that are imported on first use."""

from __future__ import annotations

from importlib import import_module


class LazyModule:
    """A placeholder for a module at run time. For type checkers, import the module itself.

    Args:
        name: The name of the module.
        advice: What the `ImportError` says when the module is not installed.
    """

    def __init__(self, name: str, advice: str | None = None) -> None:
        self._name = name
        self._advice = advice

    def __getattr__(self, attribute: str) -> object:
        """Import the module, and return its attribute."""
        try:
            module = import_module(self._name)
        except ImportError as error:
            if self._advice is None:
                raise
            raise ImportError(self._advice) from error
        return getattr(module, attribute)

    def __repr__(self) -> str:
        return f"<module {self._name!r}, imported on first use>"
