"""Builds the documentation: `sphinx-build -n -W docs docs/_build/html`."""

from smexp_fp import experiment, trial, trial_component

# The pages show `**options` with a link to what explains them, and not the names of all of them each time.
for module in (experiment, trial, trial_component):
    for function in vars(module).values():
        if hasattr(function, "__wrapped__"):
            del function.__signature__

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

# Names of other projects are no links, since their inventories would have to be fetched; nor are type variables, and
# what is private here. What is left, and must be found, are this project's own public names.
nitpick_ignore_regex = [
    ("py:.*", r"(?!smexp_fp\.).*"),
    ("py:.*", r"smexp_fp\.(.*\.)?_.*"),
    ("py:class", r"smexp_fp\..*\.[A-Z](_co|_contra)?"),
]
