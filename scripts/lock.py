"""Write requirements.lock from requirements.in: versions with hashes, no host. Needs `uv`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """One lock for every Python from 3.11 on and every platform."""
    command = (
        "uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-header", "--quiet", "requirements.in",
        "-o", "requirements.lock",
    )  # fmt: skip
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
