"""The Spark session of a run: local by default, a cluster's by its master's address.

Settings keep Spark to DuckDB's meaning: dates in UTC, sums that fail where they would wrap, names
in double quotes, days as the calendar has them. It never waits without end: a master that does not
answer within `SQUARELY_SPARK_WAIT` seconds is given up, unless told after 120, or 600 on this
machine, which may be busy. Inside a session that the caller already has, a new one of its own is
opened beside it, with its own settings and tables.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING

from squarely.grounds.engine import EngineError, lean
from squarely.grounds.spark.java import Java, needed, start

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WAIT_SECONDS = 120
LOCAL_WAIT_SECONDS = 600
KNOCK_SECONDS = 10
MEANING: Mapping[str, str] = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.debug.maxToStringFields": "100000",
    "spark.sql.maxPlanStringLength": "1000000",
}
QUIET: Mapping[str, str] = {
    "spark.app.name": "squarely",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.python.sql.dataFrameDebugging.enabled": "false",  # asks Java twice for each expression
}
ALONE: Mapping[str, str] = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
}
SMALL = 1_000_000  # rows up to which planning a query takes longer than reading them
HASTE: Mapping[str, str] = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
CARE: Mapping[str, str] = {
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.codegen.wholeStage": "true",
    "spark.sql.codegen.factoryMode": "FALLBACK",
}
_SESSIONS: dict[str, SparkSession] = {}
_ADDRESS = re.compile(r"spark://([^:/,]+):(\d+)(?:,.*)?")


def session(master: str) -> SparkSession:
    """The session at a master, opened now if it is not yet."""
    if master not in _SESSIONS:
        needed()
        with lean():
            _SESSIONS[master] = _theirs() or _opened(master)
    return _SESSIONS[master]


def paced(master: str, rows: int) -> SparkSession:
    """The session, told to compile its queries where the table is large, and else not to."""
    found = session(master)
    for key, value in (HASTE if rows <= SMALL else CARE).items():
        found.conf.set(key, value)
    return found


def settings(master: str, scratch: Path) -> Mapping[str, str]:
    """Everything that a session of its own is told."""
    places = {
        "spark.master": master,
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.local.dir": str(scratch / "spill"),
    }
    alone = ALONE if master.startswith("local") else {}
    if not alone:
        del places["spark.local.dir"]  # the workers' own matter
    return {**places, **QUIET, **MEANING, **alone}


def _theirs() -> SparkSession | None:
    """A session beside one that the caller has open; None where there is none."""
    from pyspark.sql import SparkSession

    active = None if _SESSIONS else SparkSession.getActiveSession()
    return beside(active) if active else None


def beside(theirs: SparkSession) -> SparkSession:
    """A session of our own on the same Spark: our settings and names are not theirs."""
    own = theirs.newSession()
    for key, value in MEANING.items():
        own.conf.set(key, value)
    return own


def _opened(master: str) -> SparkSession:
    _knock(master)
    stop()
    scratch = Path(tempfile.mkdtemp(prefix="squarely-spark-"))
    told = settings(master, scratch)
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    java = start(told, scratch)
    atexit.register(_closed, java)  # before its folder is taken away
    with _gateway(java), _patience(java, master):
        from pyspark import SparkConf
        from pyspark.sql import SparkSession

        conf = SparkConf(loadDefaults=False).setAll(list(told.items()))
        found = SparkSession.builder.config(conf=conf).getOrCreate()
        found.range(1).count()  # a master may accept a program that it has no worker for
    return found


def _knock(master: str) -> None:
    """Whether anything listens at a standalone master's address."""
    address = _ADDRESS.fullmatch(master)
    if address is None:
        return
    try:
        socket.create_connection((address[1], int(address[2])), KNOCK_SECONDS).close()
    except OSError as failed:
        why = failed.strerror or f"no answer within {KNOCK_SECONDS} s"
        raise EngineError(f"the Spark master {master} cannot be reached: {why}") from None


@contextmanager
def _gateway(java: Java) -> Iterator[None]:
    """PySpark looks for a running gateway in the environment."""
    names = {"PYSPARK_GATEWAY_PORT": str(java.port), "PYSPARK_GATEWAY_SECRET": java.secret}
    os.environ.update(names)
    try:
        yield
    finally:
        for name in names:
            os.environ.pop(name, None)


@contextmanager
def _patience(java: Java, master: str) -> Iterator[None]:
    """Ends the Java machine, and with it the wait, where the master does not answer in time."""
    unless_told = LOCAL_WAIT_SECONDS if master.startswith("local") else WAIT_SECONDS
    seconds = float(os.environ.get("SQUARELY_SPARK_WAIT", unless_told))
    late = Event()
    timer = Timer(seconds, _gave_up, (late, java))
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as failed:
        java.process.kill()
        _forgotten()
        if late.is_set():
            why = f"the Spark master {master} did not answer within {seconds:g} s"
            raise EngineError(why) from None
        raise EngineError(f"Spark at {master}: {first_line(failed)}") from failed
    finally:
        timer.cancel()


def _gave_up(late: Event, java: Java) -> None:
    late.set()
    java.process.kill()


def first_line(failed: Exception) -> str:
    """What a failure of Spark says, in one line."""
    lines = [line.strip() for line in str(failed).splitlines() if line.strip()]
    return (lines or [type(failed).__name__])[0][:300]


def stop() -> None:
    """Ends the sessions of this process."""
    for found in _SESSIONS.values():
        found.stop()
    _SESSIONS.clear()
    _forgotten()


def _forgotten() -> None:
    """PySpark keeps the gateway in the class: the next session needs its own."""
    import sys

    if "pyspark" not in sys.modules:
        return
    from pyspark import SparkContext

    SparkContext._gateway = None
    SparkContext._jvm = None
    SparkContext._active_spark_context = None


def _closed(java: Java) -> None:
    if java.process.stdin:
        java.process.stdin.close()
    try:
        java.process.wait(5)
    except Exception:
        java.process.kill()
