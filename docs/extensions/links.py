"""Inline code of pages and docstrings: a public name links to its entry in the reference, a long one may break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from names import PUBLIC
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.nodes import make_refnode

NAME = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*")
NEVER = (nodes.reference, nodes.title, addnodes.desc_signature)


def short_names() -> dict[str, str]:
    """Names that mean one thing only, such as `NotFound` and `or_raise`; a plain word such as `load` is none."""
    found: dict[str, set[str]] = {}
    for path in PUBLIC.values():
        found.setdefault(path.rpartition(".")[2], set()).add(path)
    return {name: min(paths) for name, paths in found.items() if len(paths) == 1 and re.search("[A-Z_]", name)}


SHORT = short_names()


def candidates(name: str, module: str, inside: str) -> Iterator[str]:
    """The full names that a name can mean within a module and a class."""
    first, _, rest = name.partition(".")
    yield name
    if module:
        yield f"{module}.{inside}.{name}"
        yield f"{module}.{name}"
    if rest:  # `tags` alone is more often an argument than the module
        yield f"smexp_fp.{name}"
    if first == "Q":
        yield f"smexp_fp.query.Query.{rest}"
    if first in SHORT:
        yield f"{SHORT[first]}.{rest}" if rest else SHORT[first]


def link_names(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    objects = app.env.domains.python_domain.objects
    for literal in list(doctree.findall(nodes.literal)):
        name = literal.astext().removesuffix("()")
        around = list(ancestors(literal))
        if not NAME.fullmatch(name) or any(isinstance(node, NEVER) for node in around):
            continue
        signatures = [node[0] for node in around if isinstance(node, addnodes.desc)]
        module = signatures[0].get("module") or "" if signatures else ""
        inside = signatures[0].get("fullname", "") if signatures else ""
        found = next((one for one in candidates(name, module, inside) if one in objects), None)
        if found is None or any(found in signature["ids"] for signature in signatures):
            continue
        entry = objects[found]
        link = make_refnode(app.builder, docname, entry.docname, entry.node_id, literal.deepcopy(), found)
        literal.replace_self(link)


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    while (node := node.parent) is not None:
        yield node


CODE = re.compile(r"<code [^>]*>.*?</code>", re.DOTALL)
TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
BREAK = re.compile(r"(?<=[\w…)][._/])(?=[\w…])|(?<=[,(])(?=\w)|(?<=[a-z])(?=[A-Z])")


def allow_breaks(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Let inline code break after dots and underscores and between words, so that tables fit a phone."""
    if "body" in context:
        context["body"] = CODE.sub(
            lambda code: TEXT.sub(lambda text: BREAK.sub("<wbr>", text[0]), code[0]), context["body"]
        )


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", link_names)
    app.connect("html-page-context", allow_breaks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
