"""Write the locks from their lists: versions with hashes, no host. Needs `uv`.

requirements.lock is what every target installs; requirements-spark.lock comes on top of it, for
the tests of Spark alone.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Each lock is one for every Python from 3.11 on and every platform."""
    return max(_locked(name) for name in ("requirements", "requirements-spark"))


def _locked(name: str) -> int:
    command = (
        "uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-header", "--quiet", f"{name}.in", "-o", f"{name}.lock",
    )  # fmt: skip
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
