"""What a user does first, with nothing installed but the package: run by itself, since pytest would not be there."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.pop(0)  # this folder

import smexp_fp
from smexp_fp import Q, experiment, local


def main() -> None:
    if "site-packages" not in (smexp_fp.__file__ or ""):
        sys.exit(f"smexp_fp is to be installed from a wheel, but is {smexp_fp.__file__}")
    with tempfile.TemporaryDirectory() as folder:
        client = local.client(Path(folder) / "experiments.db")
        experiment.create(client, "auto-ml", tags={"team": "vision"}).unwrap()
        [found] = experiment.search(client, Q.name.contains("auto") & Q.tag("team")).collect().unwrap()
        client.close()
    if found.name != "auto-ml":
        sys.exit(f"the search found {found.name}")
    print(f"the wheel works: smexp_fp {smexp_fp.__version__} in {Path(smexp_fp.__file__).parent}")


if __name__ == "__main__":
    main()
