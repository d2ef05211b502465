"""The reference has an entry for every public name, with types as they are written, and nothing private."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args, is_typeddict

import pytest
from bs4 import BeautifulSoup, Tag
from sphinx.util.inventory import InventoryFile

import smexp_fp
from smexp_fp.errors import SmexpError
from smexp_fp.query import properties

ROOT = Path(__file__).parents[2]
MODULES = [
    "smexp_fp",
    *sorted(
        found.name
        for found in pkgutil.walk_packages(smexp_fp.__path__, "smexp_fp.")
        if not any(part.startswith("_") for part in found.name.split("."))
    ),
]


def exported(module: str) -> dict[str, object]:
    loaded = importlib.import_module(module)
    return {name: getattr(loaded, name) for name in getattr(loaded, "__all__", ())}


def named(path: str) -> object:
    """What a full name means, or `None`."""
    module, _, name = path.rpartition(".")
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        try:
            return getattr(importlib.import_module(module), name, None)
        except ModuleNotFoundError:
            return None


class Entry:
    """An entry of the reference: its signatures, and the text below."""

    def __init__(self, first: Tag) -> None:
        self.signatures: list[Tag] = []
        below: Tag | None = first
        while below is not None and below.name == "dt":
            self.signatures.append(below)
            below = below.find_next_sibling()
        self.below = below
        self.text = below.get_text(" ", strip=True) if below is not None else ""

    def bases(self) -> list[str]:
        """The full names of the classes after "Bases:"."""
        first = self.below.find("p", recursive=False) if self.below is not None else None
        if first is None or not first.get_text().startswith("Bases:"):
            return []
        return [str(link["title"]) for link in first.select("a[title]")]

    def __str__(self) -> str:
        return " ".join(re.sub(r"\s+", " ", one.get_text()).replace("¶", "").strip() for one in self.signatures)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built without a warning. Another process builds it, since that rewrites annotations."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "-q", "-b", "html", str(ROOT / "docs"), str(folder)]
    built = subprocess.run(command, check=False, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def inventory(site: Path) -> set[str]:
    """All names that the site has entries for."""
    content = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    return {name for kind, found in content.items() if kind.startswith("py:") for name in found}


@pytest.fixture(scope="module")
def entries(site: Path) -> Mapping[str, Entry]:
    """The entries of the reference, by full name."""
    found: dict[str, Entry] = {}
    for page in sorted((site / "reference").glob("*.html")):
        for first in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("dt.sig[id]"):
            found[str(first["id"])] = Entry(first)
    return found


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_has_an_entry(module: str, inventory: set[str]) -> None:
    for name, value in exported(module).items():
        homes = [path for path in inventory if path.rpartition(".")[2] == name]
        assert any(named(path) is value or named(path) == value for path in homes), f"{module}.{name}"


def test_a_signature_has_no_private_name_and_no_address(entries: Mapping[str, Entry]) -> None:
    for path, entry in entries.items():
        signature = str(entry)
        private = re.findall(r"(?<!\w)_[A-Za-z]\w*|TypeAlias\w*|~|<[^>]*>|smexp_fp\._\w*", signature)
        assert not private, f"{path}: {signature}"


def records() -> dict[str, type[Any]]:
    found: dict[str, type[Any]] = {}
    for module in MODULES:
        for value in exported(module).values():
            kind = cast("type[Any]", value)
            if isinstance(value, type) and (dataclasses.is_dataclass(kind) or is_typeddict(kind)):
                found[kind.__name__] = kind
    return found


def fields_of(kind: type[Any]) -> set[str]:
    if dataclasses.is_dataclass(kind):
        return {field.name for field in dataclasses.fields(kind) if not field.name.startswith("_")}
    return set(kind.__annotations__)


@pytest.mark.parametrize("name", sorted(records()))
def test_every_field_has_a_type_and_a_meaning(name: str, entries: Mapping[str, Entry]) -> None:
    kind = records()[name]
    [home] = [path for path in entries if path.rpartition(".")[2] == name and named(path) is kind]
    for field in fields_of(kind):
        found = [
            entries[path] for path in (f"{one}.{field}" for one in (home, *entries[home].bases())) if path in entries
        ]
        assert found, f"{name}.{field} has no entry"
        assert str(found[0]).startswith(f"{field}: "), f"{name}.{field} has no type"
        assert found[0].text, f"{name}.{field} has no meaning"


def test_every_field_of_q_has_an_entry(entries: Mapping[str, Entry]) -> None:
    fields = {re.sub(r"^Q\.\w+\.any\((.*)\)$", r"\1", row.field) for row in properties()}
    with_key = {field for field in fields if "{}" in field}  # methods, and `Q.tags[...]`
    missing = {field for field in fields - with_key if f"smexp_fp.query.{field}" not in entries}
    assert not missing
    for field in with_key:
        method = re.match(r"Q\.(\w+)", field)
        assert method is not None
        assert f"smexp_fp.query.Query.{method[1]}" in entries or f"smexp_fp.query.Q.{method[1]}" in entries


def test_protocols_show_their_methods(entries: Mapping[str, Entry]) -> None:
    protocols = {name: kind for name, kind in exported("smexp_fp.clients").items() if isinstance(kind, type)}
    shown = [f"{name}.{method}" for name, kind in protocols.items() for method in vars(kind) if method[0] != "_"]
    assert len(shown) > 20
    for method in shown:
        assert str(entries[f"smexp_fp.clients.{method}"]).startswith(f"{method.rpartition('.')[2]}("), method


def test_types_are_in_signatures_only(entries: Mapping[str, Entry]) -> None:
    # "A row: its cells" in a docstring would be taken for a type and its explanation.
    for path, entry in entries.items():
        assert not re.search(r"\b(Return type|Type) :", entry.text), path


def test_an_alias_links_to_what_it_means_and_is_itself_a_link(entries: Mapping[str, Entry]) -> None:
    [alias] = entries["smexp_fp.errors.SmexpError"].signatures
    linked = {str(link["title"]) for link in alias.select("a.reference")}
    assert linked == {f"smexp_fp.errors.{member.__name__}" for member in get_args(SmexpError)}
    [load] = entries["smexp_fp.experiment.load"].signatures
    assert load.find("a", title="smexp_fp.errors.SmexpError") is not None


def test_inline_code_that_is_a_public_name_is_a_link(entries: Mapping[str, Entry]) -> None:
    below = entries["smexp_fp.experiment.load"].below
    assert below is not None
    links = {str(link["title"]): link.get_text() for link in below.select("a[title]")}
    assert links == {
        "smexp_fp.experiment.load_with_tags": "load_with_tags",
        "smexp_fp.errors.InvalidInput": "InvalidInput",
        "smexp_fp.errors.NotFound": "NotFound",
    }


def test_the_page_of_the_package_has_all_its_names() -> None:
    page = (ROOT / "docs" / "reference" / "package.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE))))
    assert named == set(smexp_fp.__all__)


def test_the_tree_of_errors_stays_a_tree(site: Path) -> None:
    page = BeautifulSoup((site / "reference" / "errors.html").read_text(encoding="utf-8"), "html.parser")
    [tree] = [block.get_text() for block in page.find_all("pre") if "├── NotFound" in block.get_text()]
    assert re.findall("── (\\w+)", tree) == [member.__name__ for member in get_args(SmexpError)]
