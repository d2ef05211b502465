"""Write `tests/query/golden.txt`, what the passes make of the corpus: `python tests/support/generate_golden.py`.

Read the difference before it is committed: the file says what is right, not only what the code does.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.query import golden


def main() -> None:
    """Write it."""
    golden.PATH.write_text(golden.page(), encoding="utf-8")


if __name__ == "__main__":
    main()
