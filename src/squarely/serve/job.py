"""What a check is asked to do, as one line of JSON between the server and its child."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be checked, what may be read for it, and the folder that takes the result.

    `before` is the study of the last run, with which the verdicts are compared; `alone` asks for
    the drawings of the claims as well, which a form without a report shows.
    """

    file: Path
    roots: tuple[Path, ...]
    data: tuple[Path, ...]
    out: Path
    before: Path | None = None
    alone: bool = False


def told(job: Job) -> str:
    """A job as a line."""
    held = {
        "file": str(job.file),
        "roots": [str(path) for path in job.roots],
        "data": [str(path) for path in job.data],
        "out": str(job.out),
        "before": str(job.before) if job.before else None,
        "alone": job.alone,
    }
    return json.dumps(held) + "\n"


def job_of(line: str) -> Job:
    """The job in a line."""
    held = json.loads(line)
    return Job(
        Path(held["file"]),
        tuple(map(Path, held["roots"])),
        tuple(map(Path, held["data"])),
        Path(held["out"]),
        Path(held["before"]) if held["before"] else None,
        bool(held["alone"]),
    )
