"""A check in a process of its own, `-m squarely.serve.child`, to be stopped at any moment.

The job comes as a line on standard input, which then stays open: when it ends, the server is gone,
and so is this process. Steps go to standard output as lines of JSON. The result is a folder: the
study, its page, each claim in words, and a summary, which is written last.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from squarely.serve.job import Job, job_of

if TYPE_CHECKING:
    from squarely.model.study import Study
    from squarely.serve.read import Understood

SUMMARY = "summary.json"
STUDY = "study.json"
PAGE = "page.html"
WHYS = "whys.json"
WIDTH = 1000  # letters of a line of `why`: the page breaks lines where it ends


def main() -> int:
    """Do the job that standard input holds."""
    job = job_of(sys.stdin.readline())
    threading.Thread(target=_leave_with_the_server, daemon=True).start()
    done(job)
    return 0


def done(job: Job) -> None:
    """Check a file and write what was found."""
    from squarely.files import write_whole
    from squarely.serve.read import understood
    from squarely.serve.summary import faulty, summary
    from squarely.serve.texts import held

    text = held(job.file)
    found = understood(text.text, job.file, job.roots, job.data)
    if text.why or not found.runs:
        result = faulty(text, found.problems)
    else:
        result = summary(job, text, _study(job, found))
    job.out.mkdir(parents=True, exist_ok=True)
    write_whole(job.out / SUMMARY, json.dumps(result, ensure_ascii=False))


def _study(job: Job, found: Understood) -> Study:
    from squarely.argument.seal import seal, seal_path
    from squarely.study.run import Settings, run, sealed
    from squarely.study.sealing import hash_of

    argument, grounds = found.argument, found.grounds
    if argument is None or grounds is None:
        raise ValueError(job.file.name)
    hashed = hash_of(argument)  # before the data are opened
    study = run(argument, grounds, Settings(show_essay=True), found.problems, _step)
    kept, more = seal(seal_path(job.file), hashed)
    study = sealed(study, kept)
    study = replace(study, problems=(*study.problems, *more))
    _write(job.out, study)
    return study


def _write(out: Path, study: Study) -> None:
    from squarely.files import write_whole
    from squarely.report.export import study_json
    from squarely.report.page import render_page
    from squarely.report.terminal import render_why

    whys = {claim.id: render_why(study, claim.id, WIDTH, False) for claim in study.claims}
    write_whole(out / STUDY, study_json(study))
    write_whole(out / WHYS, json.dumps(whys, ensure_ascii=False))
    write_whole(out / PAGE, render_page(study))


def _step(number: int, total: int, name: str) -> None:
    sys.stdout.write(json.dumps({"number": number, "total": total, "claim": name}) + "\n")
    sys.stdout.flush()


def _leave_with_the_server() -> None:
    """End at once when nobody holds the other end of standard input any more."""
    sys.stdin.read()
    os._exit(3)


if __name__ == "__main__":
    sys.exit(main())
