"""What every test may ask for: the folder of original data, where it is here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# A slow machine is no fault of the code; in continuous integration the same examples each time.
settings.register_profile(
    "squarely", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=60
)
settings.load_profile("squarely")


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder that SQUARELY_DATA names, or the one beside the checkout."""
    folder = Path(os.environ.get("SQUARELY_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "README.md").exists():
        pytest.skip("the original data are not here: set SQUARELY_DATA to their folder")
    return folder


@pytest.fixture(scope="session")
def flagship_essay() -> Path:
    """The text of the flagship essay, which does not ship."""
    path = ROOT.parent / "shared" / "essays" / "gaza-2025" / "essay.txt"
    if not path.exists():
        pytest.skip("the flagship essay's text is not here")
    return path
