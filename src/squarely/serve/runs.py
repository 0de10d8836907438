"""Checks that are under way: each a child process with a list of what it has told so far.

At most one runs for a file, a new one takes the place of the old, and two at once in all; the rest
wait. A check is stopped by killing its process group. What a run leaves is looked at only after its
summary is there, so that a run that was killed changes nothing of what the last one left.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from squarely.files import write_whole
from squarely.serve.child import STUDY, SUMMARY
from squarely.serve.job import Job, told

AT_ONCE = 2
MOST_KEPT = 50  # runs that are remembered after their end
ALIVE = ("waiting", "running")
_STALE = 86_400  # seconds after which what a killed server left is taken away
_BEAT = 10.0  # seconds after which an idle stream says that it is alive
State = Literal["waiting", "running", "done", "failed", "cancelled"]
Json = dict[str, Any]


@dataclass(slots=True)
class Run:
    """One check: its steps so far, how it ended."""

    id: str
    name: str
    job: Job
    state: State = "waiting"
    step: Json = field(default_factory=dict)
    why: str = ""
    process: asyncio.subprocess.Process | None = None
    told: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


@dataclass(slots=True)
class Desk:
    """All checks of a server."""

    runs: dict[str, Run] = field(default_factory=dict)
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


def place_of(kept: Path, name: str) -> Path:
    """Where the runs of a file are kept."""
    return kept / "runs" / sha256(name.encode()).hexdigest()[:20]


def last_of(kept: Path, name: str) -> Path | None:
    """The folder of the last run of a file that came to its end."""
    place = place_of(kept, name)
    try:
        number = (place / "last").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    found = place / number
    return found if number.isalnum() and (found / SUMMARY).is_file() else None


async def begin(desk: Desk, kept: Path, name: str, job: Job) -> Run:
    """Start a check of a file in place of one that may be under way."""
    for run in [one for one in desk.runs.values() if one.name == name]:
        await cancel(run)
    for old in [one for one in desk.runs.values() if one.state not in ALIVE][:-MOST_KEPT]:
        desk.runs.pop(old.id)
    number = secrets.token_hex(8)
    last = last_of(kept, name)
    before = last / STUDY if last and (last / STUDY).is_file() else None
    job = replace(job, out=place_of(kept, name) / number, before=before)
    run = Run(number, name, job)
    desk.runs[number] = run
    run.task = asyncio.create_task(_go(desk, run))
    return run


async def cancel(run: Run) -> None:
    """Stop a check at once."""
    if run.state not in ALIVE:
        return
    _tell(run, "cancelled")
    _kill(run)
    if run.task is not None:
        run.task.cancel()
        with suppress(asyncio.CancelledError):
            await run.task
    shutil.rmtree(run.job.out, ignore_errors=True)


async def stop(desk: Desk) -> None:
    """Stop every check."""
    for run in desk.runs.values():
        await cancel(run)


async def events(run: Run) -> AsyncIterator[str]:
    """What happens to a check, as server-sent events; the first tells how it stands."""
    while True:
        news = run.told
        yield f"data: {json.dumps(shown(run))}\n\n"
        if run.state not in ALIVE:
            return
        while not news.is_set():
            try:
                async with asyncio.timeout(_BEAT):
                    await news.wait()
            except TimeoutError:
                yield ": still at it\n\n"


def shown(run: Run) -> Json:
    """A check as the page is told of it."""
    return {"id": run.id, "file": run.name, "state": run.state, "why": run.why, **run.step}


async def _go(desk: Desk, run: Run) -> None:
    async with desk.turns:
        try:
            await _run(run)
        except OSError as error:
            _tell(run, "failed", f"The check could not be started: {error.strerror}.")
        finally:
            _kill(run)


async def _run(run: Run) -> None:
    run.process = process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "squarely.serve.child",  # -P: no module of the user's folder
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise OSError(0, "no pipes")
    process.stdin.write(told(run.job).encode())
    said = asyncio.create_task(process.stderr.read())
    async for line in process.stdout:
        run.step = _step(line)
        _tell(run, "running")
    complaint = (await said).decode("utf-8", "replace").strip()
    status = await process.wait()
    if status == 0 and (run.job.out / SUMMARY).is_file():
        _keep(run)
        _tell(run, "done")
    else:
        last = complaint.splitlines()[-1][:300] if complaint else f"exit status {status}"
        _tell(run, "failed", f"The check stopped before its end: {last}")
        shutil.rmtree(run.job.out, ignore_errors=True)


def _step(line: bytes) -> Json:
    with suppress(ValueError):
        held = json.loads(line)
        if isinstance(held, dict):
            return {key: held.get(key) for key in ("number", "total", "claim")}
    return {}


def _keep(run: Run) -> None:
    """Make a run the last one of its file; older ones go. One that did not run keeps its study."""
    out = run.job.out
    if run.job.before and not (out / STUDY).is_file():
        for one in run.job.before.parent.iterdir():
            if one.name != SUMMARY:
                shutil.copyfile(one, out / one.name)
    write_whole(out.parent / "last", out.name)
    for old in out.parent.iterdir():
        ended = (old / SUMMARY).is_file()  # another server of this folder may be at one that is not
        if old.is_dir() and old != out and (ended or time.time() - old.stat().st_mtime > _STALE):
            shutil.rmtree(old, ignore_errors=True)


def _tell(run: Run, state: State, why: str = "") -> None:
    """Change a check's state and wake every stream that waits for news of it."""
    run.state, run.why = state, why
    news, run.told = run.told, asyncio.Event()
    news.set()


def _kill(run: Run) -> None:
    process = run.process
    if process is None or process.returncode is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
