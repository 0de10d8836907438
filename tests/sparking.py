"""A real local Spark for the tests that need one: started once, in a far time zone."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from squarely.grounds.catalog import Grounds, on_spark
from squarely.model.study import Study
from squarely.report.export import study_json

LOCAL = "local[2]"
FAR = "Pacific/Auckland"  # half a day from UTC: a day taken in local time would be another day
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # short queries: compiling them well costs more


def start() -> str:
    """The master of the Spark that answers; the tests of a machine without Spark are skipped."""
    if find_spec("pyspark") is None:
        if os.environ.get("SQUARELY_WITH_SPARK"):
            pytest.fail("Spark is not here: `make spark` installs it")
        pytest.skip("Spark is not here: `make spark` installs it")
    from squarely.grounds.spark.session import session

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", FAR)
        patch.setenv("JDK_JAVA_OPTIONS", QUICK)
        session(LOCAL)
    return LOCAL


def both(grounds: Grounds) -> tuple[Grounds, Grounds]:
    """The same grounds, asked on DuckDB and on Spark."""
    return grounds, on_spark(grounds, start())


def compared(study: Study) -> str:
    """A study without the two things in which the engines may differ."""
    claims = tuple(replace(claim, query=()) for claim in study.claims)
    return study_json(replace(study, engine="", claims=claims))


def held(folder: Path) -> set[str]:
    """What stands in a folder."""
    return {path.name for path in folder.iterdir()}
