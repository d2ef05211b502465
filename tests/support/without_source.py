"""Copies the tests, and all that they read, to another folder, without the package: there they test what is installed.

`python tests/support/without_source.py FOLDER`, in the environment that has the package.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("smexp_fp", "__pycache__", "_build", "build", "dist", "mutants", ".git", ".tox", ".venv*", ".*_cache")


def main(folder: Path) -> None:
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
    package = importlib.util.find_spec("smexp_fp")
    if package is None or package.origin is None or "site-packages" not in package.origin:
        sys.exit(f"smexp_fp is to be installed from a wheel, but is found at {package and package.origin}")
    print(f"{folder} has the tests; the package is {package.origin}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
