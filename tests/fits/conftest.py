"""These tests need the dependency group `integrations`."""

from __future__ import annotations

from tests.support import integrations

collect_ignore_glob = [] if integrations.INSTALLED else ["test_*.py"]
