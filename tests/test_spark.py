"""The second engine: every example's study on Spark is the one on DuckDB, byte for byte.

A real Spark runs here, in this process's own Java; nothing stands in for it.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from bench import cube as bench_cube

from moved import MADE_UP
from sparking import LOCAL, QUICK, both, compared, held, start
from squarely.api import open_grounds as open_all
from squarely.grounds.catalog import on_spark, open_grounds
from squarely.grounds.cube import answer
from squarely.grounds.engine import connection
from squarely.model.request import Series
from squarely.model.study import Study
from squarely.study.reading import read_argument
from squarely.study.run import run

pytestmark = pytest.mark.spark
EXAMPLES = Path(__file__).parent.parent / "examples"
PATHS = sorted(EXAMPLES.rglob("argument.yaml"))
WITH_ORIGINALS = "divided"
STRIKES = EXAMPLES / "us-strikes" / "argument.yaml"
NOT_IN_BOTH = re.compile(
    r"\b(approx\w*|median|percentile\w*|quantile\w*|mode|rand\w*|uuid|sample|tablesample|ln|log\w*"
    r"|exp|pow\w*|sqrt|stddev\w*|var\w*|corr|now|current_\w+|hash|xxhash64)\s*\(",
    re.IGNORECASE,
)
SQUARELY = str(Path(sys.executable).parent / "squarely")


def _data() -> Path | None:
    named = os.environ.get("SQUARELY_DATA")
    return Path(named) if named and (Path(named) / "README.md").exists() else None


@cache
def _studies(path: Path) -> tuple[Study, Study]:
    """By both engines, once for all tests that look at them.

    One example asks the originals, a million votes, and the others the figures that ship.
    """
    argument, problems = read_argument(path)
    assert argument is not None, problems
    originals = _data() if path.parent.name == WITH_ORIGINALS else None
    duck, spark = both(open_grounds(MADE_UP, originals)[0])
    return run(argument, duck), run(argument, spark)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parent.name)
def test_every_example_gives_the_same_study(path: Path) -> None:
    duck, spark = _studies(path)
    assert (duck.engine, spark.engine) == ("duckdb", "spark")
    assert compared(spark) == compared(duck)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parent.name)
def test_no_query_draws_approximates_or_divides_by_what_may_be_nought(path: Path) -> None:
    queries = [query for study in _studies(path) for claim in study.claims for query in claim.query]
    assert len(queries) > 5
    for query in queries:
        assert NOT_IN_BOTH.search(query) is None, query
        assert set(re.findall(r" / ([^ )]+)", query)) <= {"9.007199254740992E15"}, query  # 2^53


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parent.name)
def test_the_queries_shown_are_those_of_the_engine(path: Path) -> None:
    duck, spark = _studies(path)
    for plain, other in zip(duck.claims, spark.claims, strict=True):
        assert len(plain.query) == len(other.query)
        assert all("SELECT" in query for query in plain.query)
        assert all("Relation" in query for query in other.query)
        assert not any("SELECT" in query or "#" in query for query in other.query)


def test_the_command_prints_the_same_study_and_leaves_nothing_behind(tmp_path: Path) -> None:
    start()
    environment = {**os.environ, "SQUARELY_DATA": "", "NO_COLOR": "1", "JDK_JAVA_OPTIONS": QUICK}
    found = []
    for engine in ("duckdb", "spark"):
        command = [SQUARELY, "check", str(STRIKES), "--format", "json", "--engine", engine]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True
        )
        assert "WARN" not in done.stderr
        assert "Exception" not in done.stderr
        study = json.loads(done.stdout)
        assert study.pop("engine") == engine
        for claim in study["claims"]:
            del claim["query"]
        found.append(json.dumps(study))
    assert found[0] == found[1]
    assert held(tmp_path) == set()


def test_settings_keep_to_one_machine_one_meaning_and_silence() -> None:
    from squarely.grounds.spark.session import session

    spark = session(start())
    told = spark.sparkContext.getConf()
    assert spark.conf.get("spark.sql.session.timeZone") == "UTC"
    assert spark.conf.get("spark.sql.ansi.enabled") == "true"
    assert spark.conf.get("spark.sql.shuffle.partitions") == "2"
    assert spark.sparkContext.uiWebUrl is None
    assert told.get("spark.driver.bindAddress") == "127.0.0.1"
    assert told.get("spark.driver.host") == "127.0.0.1"
    assert told.get("spark.sql.catalogImplementation") == "in-memory"
    warehouse = told.get("spark.sql.warehouse.dir") or ""
    assert "squarely-spark-" in warehouse
    assert held(Path.cwd()).isdisjoint({"metastore_db", "derby.log", "spark-warehouse"})


def test_a_large_table_is_read_where_it_stands(tmp_path: Path) -> None:
    """More rows than are asked in haste; nothing of them is copied, only cells come back."""
    bench_cube.made(tmp_path / "events", 1.2)
    duck, spark = both(open_grounds([tmp_path / "events"])[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
        for requests in list(bench_cube.claims())[9:21:5]:
            plain, other = (answer(grounds, requests).answers for grounds in (duck, spark))
            for request in requests:
                one, two = plain[request], other[request]
                assert isinstance(one, Series)
                assert isinstance(two, Series)
                assert one.best.tobytes() == two.best.tobytes()
                assert one.rows.tobytes() == two.rows.tobytes()
                assert one.rows.sum() > 0
    assert list((tmp_path / "cache").rglob("*.parquet")) == []


def test_a_folder_of_parquet_files_is_one_table(tmp_path: Path) -> None:
    """Split by year, as a large table is laid out: the same sums as from the one file."""
    path = bench_cube.made(tmp_path / "events", 0.02)
    whole = open_grounds([path.parent])[0]
    requests = next(iter(bench_cube.claims()))
    expected = answer(whole, requests).answers
    text = (path.parent / "datapackage.json").read_text(encoding="utf-8")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "datapackage.json").write_text(text, encoding="utf-8")
    connection().execute(
        f"COPY (SELECT *, year(day) AS year FROM '{path}') TO '{tmp_path / 'parts' / path.name}' "
        "(FORMAT parquet, PARTITION_BY (year))"
    )
    parts, problems = open_grounds([tmp_path / "parts"])
    assert problems == ()
    for grounds in both(parts):
        for request, found in answer(grounds, requests).answers.items():
            one = expected[request]
            assert isinstance(one, Series)
            assert isinstance(found, Series)
            assert one.best.tobytes() == found.best.tobytes()
            assert one.rows.tobytes() == found.rows.tobytes()


def test_a_session_that_is_there_keeps_its_own_settings() -> None:
    from pyspark.sql import SparkSession

    from squarely.grounds.spark import session as sessions

    start()
    theirs = SparkSession.builder.getOrCreate().newSession()
    theirs.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    ours = sessions.beside(theirs)
    assert ours.conf.get("spark.sql.session.timeZone") == "UTC"
    assert theirs.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"


# --- what is said where Spark cannot be had


def _said(*words: str, **environment: str) -> tuple[int, str, float]:
    began = time.monotonic()
    command = [SQUARELY, "check", str(STRIKES), "--engine", "spark", *words]
    told = {**os.environ, "SQUARELY_DATA": "", "NO_COLOR": "1", **environment}
    done = subprocess.run(command, capture_output=True, text=True, env=told, check=False)
    return done.returncode, done.stderr, time.monotonic() - began


def test_without_pyspark_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pyspark'] = None; from squarely.cli import run; "
        f"sys.exit(run(['check', {str(STRIKES)!r}, '--engine', 'spark']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'squarely[spark]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_java_that_is_not_there_is_named() -> None:
    start()
    status, said, _ = _said(JAVA_HOME="/nowhere")
    assert status == 2
    assert "Java does not start" in said
    assert "/nowhere" in said


def test_a_master_that_nobody_listens_at_is_said_at_once() -> None:
    start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"spark://127.0.0.1:{free.getsockname()[1]}"
        status, said, took = _said("--master", address)
    assert status == 2
    assert f"{address} cannot be reached" in said
    assert took < 30


def test_a_master_that_does_not_answer_is_given_up_in_time() -> None:
    start()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"spark://127.0.0.1:{silent.getsockname()[1]}"
        status, said, took = _said(SQUARELY_MASTER=address, SQUARELY_SPARK_WAIT="3")
    assert status == 2
    assert f"{address} did not answer within 3 s" in said
    assert took < 90


def test_a_master_without_spark_is_wrong_usage() -> None:
    command = [SQUARELY, "check", str(STRIKES), "--master", LOCAL]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 64
    assert "only --engine spark has a master" in done.stderr


def test_the_library_takes_a_master() -> None:
    found = open_all(spark=start())
    assert found.engine == "spark"
    assert {stand.spark for stand in found.stands.values()} == {LOCAL}
    assert found == on_spark(open_all(), LOCAL)
