"""Builds the documentation: `sphinx-build -n -W docs docs/_build/html`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "smexp_fp"
project_copyright = "the authors of smexp_fp"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "reference", "links"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "examples", "extensions"]
html_theme = "furo"
html_title = "smexp_fp"
html_static_path = ["static"]
html_css_files = ["pages.css"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
add_module_names = False
python_maximum_signature_line_length = 88
toc_object_entries_show_parents = "hide"
default_role = "code"  # as in Markdown; `links` links what is a public name
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_custom_sections = ["Failures"]

# Names of other projects are no links, since their inventories would have to be fetched. This project's must be found.
nitpick_ignore_regex = [("py:.*", r"(?!smexp_fp\.).*")]

# `tox run -e links`, which is not part of what a change has to pass: other sites come and go.
linkcheck_timeout = 20
linkcheck_retries = 2
linkcheck_anchors = False
linkcheck_ignore = ["https://pypi.org/project/smexp-fp/"]
