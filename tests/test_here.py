"""Where the originals of datasets are, one answer for every command and for the workbench."""

from __future__ import annotations

from pathlib import Path

import pytest

from squarely.grounds.here import originals


def test_the_folder_of_originals_is_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_DATA", "some/folder")
    assert originals() == Path("some/folder")
    for nothing in (None, ""):
        if nothing is None:
            monkeypatch.delenv("SQUARELY_DATA")
        else:
            monkeypatch.setenv("SQUARELY_DATA", nothing)
        assert originals() is None
