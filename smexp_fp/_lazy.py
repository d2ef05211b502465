"""Modules that are loaded when something of theirs is first used.

Signatures name types of `smexp_fp.query` and `smexp_fp.deletion`, which together take longer to load than the functions
themselves. A program that neither searches nor deletes does without them, and `typing.get_type_hints` finds them.
"""

from __future__ import annotations

from importlib import import_module


class LazyModule:
    """Stands for a module at run time; type checkers are given the module itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        """Load the module, and take it from there."""
        return getattr(import_module(self._name), attribute)

    def __repr__(self) -> str:
        return f"<module {self._name!r}, loaded when it is used>"
