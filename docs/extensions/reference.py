"""The reference: an entry for every public name, found by `sphinx.ext.autodoc`, and what that leaves out.

* Types are shown as the source writes them (`annotations`), so that an alias is a link, and nothing private is shown.
* Fields are listed one by one, with type, default and meaning (`fields`).
* The directive `public` shows names in an order of our choice, also aliases, constants, and `Q` with its fields.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from dataclasses import is_dataclass
from importlib import import_module
from typing import Any, is_typeddict

import names
from annotations import write_all
from docutils import nodes
from fields import class_at, entry, list_fields
from names import PUBLIC, Assignment, Definition
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from smexp_fp.query import Q, properties

MADE_BY_FUNCTIONS = ("smexp_fp.query.", "smexp_fp.local.Store")
"""Classes that users get from operators and functions, not by a call of the class."""


def signature(
    _app: Sphinx, what: str, path: str, thing: Any, _options: Any, arguments: str | None, returned: str | None
) -> tuple[str, str] | None:
    """Leave out the signature of a class that lists its fields, is a protocol, or is not for users to build."""
    if arguments is None:
        return None
    if what in {"class", "exception"} and (
        is_dataclass(thing)
        or is_typeddict(thing)
        or getattr(thing, "_is_protocol", False)
        or path.startswith(MADE_BY_FUNCTIONS)
    ):
        return "", ""
    return shown_defaults(arguments, thing), returned or ""


def shown_defaults(arguments: str, thing: Any) -> str:
    """The values of defaults that the source names by private constants."""
    module = sys.modules.get(getattr(thing, "__module__", None) or "")

    def value(match: re.Match[str]) -> str:
        found = getattr(module, match[1], None)
        return f"= {found!r}" if isinstance(found, str | int | float) else match[0]

    return re.sub(r"= ([A-Z_]{3,})\b", value, arguments)


def skip_field(_app: Sphinx, _what: str, _name: str, thing: Any, *_: Any) -> bool | None:
    """Leave fields to this extension."""
    return None if inspect.isroutine(thing) or isinstance(thing, property | classmethod) else True


class Public(SphinxDirective):
    """`.. public:: module` shows public names: those that follow, in that order, or all of the module."""

    required_arguments = 1
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        module, *named = self.arguments
        chosen = " ".join(named).split() or in_source_order(module)
        text = "\n".join(line for name in chosen for line in self.shown(module, name))
        return self.parse_text_to_nodes(f".. py:currentmodule:: {module}\n\n{text}")

    def shown(self, module: str, name: str) -> list[str]:
        home = names.definition(module, name)
        if home is None or PUBLIC.get(home) != f"{module}.{name}":
            raise self.error(f"{module}.{name} is not public, or is at home in another module")
        held = names.assignment(home)
        if held is not None:
            return [*assigned(name, home, held), *(fields_of_q() if name == "Q" else [])]
        if isinstance(names.defined(home.module)[home.name], ast.FunctionDef):
            return [f".. autofunction:: {module}.{name}", ""]
        kind = getattr(sys.modules[module], name)
        kind.__module__ = home.module  # where autodoc looks for the order of the members
        directive = "autoexception" if issubclass(kind, BaseException) else "autoclass"
        left_out = sorted(INTERNAL & set(vars(kind)))
        return [
            f".. {directive}:: {module}.{name}",
            "   :members:",
            *(["   :undoc-members:"] if getattr(kind, "_is_protocol", False) else []),
            *([f"   :exclude-members: {', '.join(left_out)}"] if left_out else []),
            *(["   :show-inheritance:"] if bases_of(home) else []),
            "",
        ]


INTERNAL = {"chances", "strand", "advance"}
"""Methods of the simulator that its own modules call."""


def in_source_order(module: str) -> list[str]:
    """The names that are at home in a module: aliases and constants first, then classes, then functions."""
    found = [(home, path.rpartition(".")[2]) for home, path in PUBLIC.items() if path.rpartition(".")[0] == module]

    def place(item: tuple[Definition, str]) -> tuple[int, str, int]:
        node = names.defined(item[0].module)[item[0].name]
        rank = 2 if isinstance(node, ast.FunctionDef) else 1 if isinstance(node, ast.ClassDef) else 0
        return rank, item[0].module, node.lineno

    return [name for _, name in sorted(found, key=place)]


def bases_of(home: Definition) -> list[str]:
    """Links to those bases of a class that a reader can look up."""
    found = []
    for base in class_at(home).bases:
        dotted = ast.unparse(base.value if isinstance(base, ast.Subscript) else base)
        base_home = names.definition(home.module, dotted)
        if base_home in PUBLIC:
            found.append(f":py:class:`~{PUBLIC[base_home]}`")
        elif dotted.endswith(("Exception", "Error")):
            found.append(f"``{dotted}``")
    return found


def show_bases(_app: Sphinx, path: str, _kind: type, _options: Any, found: list[Any]) -> None:
    home = names.definition(*path.rpartition(".")[::2])
    found[:] = bases_of(home) if home is not None else []


def assigned(name: str, home: Definition, held: Assignment) -> list[str]:
    """The entry of an alias or a constant."""
    text = inspect.cleandoc(held.docstring).splitlines()
    if held.means is not None:
        meaning = f"   :canonical: {names.written(held.means, home.module)}"
        return [f".. py:type:: {name}", meaning, "", *(f"   {line}" for line in text), ""]
    kind = names.written(held.annotation, home.module) if held.annotation else ""
    kind = re.sub(r"^~typing\.Final(\[(.*)\])?$", r"\2", kind)
    if isinstance(held.value, ast.Call):
        kind = kind or names.written(held.value.func, home.module)
    return entry("data", name, kind, ast.unparse(held.value) if isinstance(held.value, ast.Constant) else "", text)


KINDS = {"text": "TextField", "number": "NumberField", "time": "TimeField", "parameter": "ParameterField"}
RECORDS = {"Experiment": "experiments", "ExperimentTrial": "trials", "ExperimentTrialComponent": "components"}


def fields_of_q() -> list[str]:
    """An entry for each field that is an attribute of `Q`; the others are methods of `Query`."""
    found: dict[str, list[Any]] = {}
    for row in properties():
        inside = re.fullmatch(r"Q\.\w+\.any\((.*)\)", row.field)
        if "{}" not in row.field:
            found.setdefault(inside[1] if inside else row.field, []).append(row)
    lines: list[str] = []
    for name in ("tags", "parents", "components", "metrics"):
        group = getattr(Q, name)
        text = inspect.cleandoc(group.__doc__).splitlines()
        lines += entry("attribute", f"Q.{name}", "~smexp_fp.query.ListField", "", text)
    for field, rows in found.items():
        only_inside = all(row.field != field for row in rows)
        paths = ", ".join(dict.fromkeys(f"``{row.path}`` of {RECORDS[row.resource]}" for row in rows))
        where = f"; only inside ``{field.rpartition('.')[0]}.any(…)``" if only_inside else ""
        lines += entry("attribute", field, f"~smexp_fp.query.{KINDS[rows[0].kind]}", "", [f"{paths}{where}."])
    return lines


def setup(app: Sphinx) -> dict[str, bool]:
    for module in names.PAGES:
        import_module(module)
    write_all()
    app.add_directive("public", Public)
    app.connect("autodoc-process-signature", signature)
    app.connect("autodoc-process-bases", show_bases)
    app.connect("autodoc-skip-member", skip_field)
    app.connect("autodoc-process-docstring", list_fields, priority=400)  # before napoleon
    return {"parallel_read_safe": True}
