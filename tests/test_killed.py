"""Runs killed at random moments leave files whole or absent; `make crash` kills fifty."""

from __future__ import annotations

import os

import pytest

from killed import kill_many


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are killed by POSIX only")
def test_killed_runs_leave_files_whole_or_absent_and_the_next_run_ends() -> None:
    found = list(kill_many(2, seed=11, warm=True))
    assert sum(not one.ended for one in found) == 2
    assert not any(one.wrong for one in found)
