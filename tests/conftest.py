"""Hypothesis profiles: `HYPOTHESIS_PROFILE=thorough pytest`, or pytest's own `--hypothesis-profile=thorough`."""

from __future__ import annotations

import os

import pytest
from hypothesis import Phase, settings

# No deadlines: the machine that runs the tests may be doing other things as well.
settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=200, deadline=None, print_blob=True)
settings.register_profile("thorough", max_examples=10_000, deadline=None, print_blob=True)
# For mutation tests, where only the verdict counts and not the smallest example.
settings.register_profile("quick", max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

LONG = 1_000
"""Examples from which on a law may take longer than a test that hangs."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long runs of the laws have all the time that they need."""
    if settings().max_examples >= LONG:
        for item in items:
            item.add_marker(pytest.mark.timeout(0))
