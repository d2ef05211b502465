"""Builds the documentation: `sphinx-build -n -W docs docs/_build/html`."""

project = "smexp_fp"
project_copyright = "the authors of smexp_fp"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "examples"]
html_theme = "furo"
html_title = "smexp_fp"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
default_role = "code"  # docstrings are written for readers of the source: `name` is code, not a link
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_custom_sections = ["Failures"]
autodoc_type_aliases = {
    name: name for name in ("SmexpError", "ExperimentRef", "TrialRef", "TrialComponentRef", "Tagged", "Visibility")
}

# Types in signatures are not links: the inventories of other projects would have to be fetched.
nitpick_ignore_regex = [("py:.*", ".*")]
