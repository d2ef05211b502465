"""Reads the source of the package: where a name is defined, under which name it is public, how a type is written.

Types are shown as they are written in the source, so that an alias stays an alias. Only private aliases are replaced by
what they mean.
"""

from __future__ import annotations

import ast
import importlib.util
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = "smexp_fp"

PAGES = (
    "smexp_fp.records",
    "smexp_fp.errors",
    "smexp_fp.results",
    "smexp_fp.listing",
    "smexp_fp.clients",
    "smexp_fp.connection",
    "smexp_fp.options",
    "smexp_fp.experiment",
    "smexp_fp.trial",
    "smexp_fp.trial_component",
    "smexp_fp.tags",
    "smexp_fp.metrics",
    "smexp_fp.query",
    "smexp_fp.tables",
    "smexp_fp.schema",
    "smexp_fp.plots",
    "smexp_fp.deletion",
    "smexp_fp.progress",
    "smexp_fp.local",
    "smexp_fp.testing.simulator",
    "smexp_fp.testing.strategies",
)
"""The modules that the reference shows. A name that several of them export has its entry in the first."""


class Definition(NamedTuple):
    """Where a name is defined."""

    module: str
    name: str

    @property
    def path(self) -> str:
        return f"{self.module}.{self.name}"


class Assignment(NamedTuple):
    """An assignment in a module, with the docstring below it."""

    annotation: ast.expr | None
    value: ast.expr
    docstring: str

    @property
    def is_alias(self) -> bool:
        return self.annotation is not None and ast.unparse(self.annotation) == "TypeAlias"

    @property
    def means(self) -> ast.expr | None:
        """The type that an alias or a `NewType` names."""
        match self.value:
            case ast.Call(func=ast.Name(id="NewType"), args=[_, kind]):
                return kind
            case value:
                return value if self.is_alias else None


@cache
def tree(module: str) -> ast.Module:
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return ast.parse(Path(spec.origin).read_text(encoding="utf-8"))


@cache
def imported(module: str) -> dict[str, str]:
    """What each imported name of a module is, with its full path."""
    spec = importlib.util.find_spec(module)
    package = module if spec is not None and spec.submodule_search_locations else module.rpartition(".")[0]
    found = {}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom):
            source = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            found |= {alias.asname or alias.name: f"{source}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.asname or alias.name.partition(".")[0]: alias.name for alias in node.names}
    return found


@cache
def defined(module: str) -> dict[str, ast.stmt]:
    """The classes, functions and assignments of a module."""
    found: dict[str, ast.stmt] = {}
    for node in tree(module).body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                found[name] = node
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = node
    return found


@cache
def is_module(path: str) -> bool:
    if not path.startswith(PACKAGE):
        return False
    try:
        return importlib.util.find_spec(path) is not None
    except ModuleNotFoundError:
        return False


def definition(module: str, dotted: str) -> Definition | None:
    """The definition of a name as a module uses it, or `None` if the name is not from this package."""
    head, _, rest = dotted.partition(".")
    if head in defined(module):
        return Definition(module, dotted)
    path = imported(module).get(head)
    if path is None or path.partition(".")[0] != PACKAGE:
        return None
    if is_module(path):
        return definition(path, rest) if rest else None
    home, _, name = path.rpartition(".")
    return definition(home, f"{name}.{rest}" if rest else name)


@cache
def exported(module: str) -> tuple[str, ...]:
    """The `__all__` of a module."""
    node = defined(module)["__all__"]
    assert isinstance(node, ast.Assign)
    return tuple(ast.literal_eval(node.value))


# `from smexp_fp.query import *` leaves these alone, because they would hide names of Python.
EXPLICIT = {"smexp_fp.query": ("compile", "number", "parameter", "text", "time")}


def public_paths() -> dict[Definition, str]:
    """The public path of each definition."""
    found: dict[Definition, str] = {}
    for module in PAGES:
        for name in (*exported(module), *EXPLICIT.get(module, ())):
            home = definition(module, name)
            if home is not None:
                found.setdefault(home, f"{module}.{name}")
    return found


PUBLIC = public_paths()


def assignment(home: Definition) -> Assignment | None:
    """The assignment that defines a name, or `None` for a class or a function."""
    node = defined(home.module).get(home.name)
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return None
    body = tree(home.module).body
    after = body[body.index(node) + 1 : body.index(node) + 2]
    docstring = docstring_of(after[0]) if after else ""
    return Assignment(node.annotation if isinstance(node, ast.AnnAssign) else None, node.value, docstring)


def docstring_of(node: ast.stmt) -> str:
    """The text of a statement that is only a text."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value
    return ""


class _Written(ast.NodeTransformer):
    def __init__(self, module: str) -> None:
        self.module = module

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.named(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return self.named(ast.unparse(node))

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if ast.unparse(node.value).endswith("Literal"):
            return ast.Subscript(self.visit(node.value), node.slice, node.ctx)
        return ast.Subscript(self.visit(node.value), self.visit(node.slice), node.ctx)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str):
            return self.visit(ast.parse(node.value, mode="eval").body)
        return node

    # A dotted name is a name to `ast.unparse`, whatever it contains.
    def named(self, dotted: str) -> ast.expr:
        home = definition(self.module, dotted)
        if home is None:
            head, _, rest = dotted.partition(".")
            path = imported(self.module).get(head)
            return ast.Name(dotted if path is None else "~" + ".".join(filter(None, (path, rest))))
        if home in PUBLIC:
            return ast.Name(f"~{PUBLIC[home]}")
        held = assignment(home)
        if held is not None and held.is_alias:
            return _Written(home.module).visit(held.value)
        return ast.Name(home.name)


def written(annotation: str | ast.expr, module: str) -> str:
    """A type as the source of `module` writes it, with public names, each marked with `~` to be shown short."""
    text = annotation if isinstance(annotation, str) else ast.unparse(annotation)
    return ast.unparse(_Written(module).visit(ast.parse(text, mode="eval").body))
