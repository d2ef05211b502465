"""The fields of dataclasses, TypedDicts and exceptions: type, default and meaning of each, below the docstring."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import names
from names import Definition
from sphinx.application import Sphinx

COMMON = {"type": ["The name of the class, which tells it apart in JSON."]}
"""Fields that many classes have, and that mean the same in each."""


class Field(NamedTuple):
    """A field of a class, as the page shows it."""

    kind: str
    value: str
    text: list[str]


def list_fields(_app: Sphinx, what: str, path: str, _thing: Any, _options: Any, lines: list[str]) -> None:
    """Replace the docstring's section `Attributes` by an entry for each field."""
    if what not in {"class", "exception"}:
        return
    home = names.definition(*path.rpartition(".")[::2])
    if home is None:
        return
    lines[:], texts = split_attributes(lines)
    lines.append("")
    own = fields_of(home)
    # What is no field is an attribute that the constructor sets.
    for name, field in (own | {name: Field("", "", text) for name, text in texts.items() if name not in own}).items():
        lines += entry("attribute", name, field.kind, field.value, field.text)
    for base in private_bases(home):
        lines += properties_of(base)


def entry(directive: str, name: str, kind: str, value: str, text: list[str]) -> list[str]:
    return [
        f".. py:{directive}:: {name}",
        *([f"   :type: {kind}"] if kind else []),
        *([f"   :value: {value}"] if value else []),
        "",
        *(f"   {line}" for line in text),
        "",
    ]


def fields_of(home: Definition) -> dict[str, Field]:
    """The fields of a class, and those that it inherits from private classes."""
    node = class_at(home)
    found: dict[str, Field] = {}
    for base in private_bases(home):
        found |= fields_of(base)
    _, texts = split_attributes((ast.get_docstring(node) or "").splitlines())
    for line, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.target.id[0] != "_":
            text = texts.get(line.target.id) or names.docstring_of(after).splitlines() or COMMON.get(line.target.id, [])
            kind = names.written(line.annotation, home.module)
            found[line.target.id] = Field(kind, default(line.value), text)
    return found


def properties_of(home: Definition) -> list[str]:
    """Entries for the properties of a private class, which its public subclasses inherit."""
    lines: list[str] = []
    for member in class_at(home).body:
        if not isinstance(member, ast.FunctionDef) or member.name[0] == "_" or member.returns is None:
            continue
        if [ast.unparse(decorator) for decorator in member.decorator_list] == ["property"]:
            text = (ast.get_docstring(member) or "").splitlines()
            lines += entry("property", member.name, names.written(member.returns, home.module), "", text)
    return lines


def class_at(home: Definition) -> ast.ClassDef:
    node = names.defined(home.module)[home.name]
    assert isinstance(node, ast.ClassDef)
    return node


def private_bases(home: Definition) -> Iterator[Definition]:
    for base in class_at(home).bases:
        dotted = ast.unparse(base.value if isinstance(base, ast.Subscript) else base)
        found = names.definition(home.module, dotted)
        if found is not None and found not in names.PUBLIC:
            yield found


def default(value: ast.expr | None) -> str:
    """A field's default, as a caller would write it."""
    match value:
        case None:
            return ""
        case ast.Call(func=ast.Name(id="field"), keywords=keywords):
            given = {keyword.arg: keyword.value for keyword in keywords}
            factory = given.get("default_factory")
            if isinstance(factory, ast.Subscript):
                factory = factory.value
            return f"{ast.unparse(factory)}()" if factory else default(given.get("default"))
        case _:
            return ast.unparse(value)


def split_attributes(lines: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    """A docstring without its section `Attributes`, and the text of each attribute."""
    rest: list[str] = []
    texts: dict[str, list[str]] = {}
    inside, current = False, ""
    for line in lines:
        begins = re.match(r"    (\w+): +(.*)", line)
        if line == "Attributes:":
            inside = True
        elif inside and begins:
            current = begins[1]
            texts[current] = [begins[2]]
        elif inside and line.startswith("        "):
            texts[current].append(line.strip())
        else:
            inside = inside and not line
            rest.append(line)
    return rest, texts
