"""The routes of data and of the single claim: drop a file, add it; try a sentence, keep it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from squarely.grounds.catalog import ADDED
from squarely.serve import drops, stress
from squarely.serve.answers import (
    Answer,
    Bench,
    Refused,
    folder_data,
    grounds_of,
    in_thread,
    path_in,
    said,
    text_in,
    words_of,
)
from squarely.serve.checking import TRIED
from squarely.serve.job import Job
from squarely.serve.runs import begin, shown
from squarely.serve.summary import faults_told


def routes(bench: Bench) -> list[Route]:
    """What is asked of files that are dropped, and of single claims."""
    return [
        Route("/drops", _drop(bench), methods=["POST"]),
        Route("/drops/{id}", _look(bench), methods=["POST"]),
        Route("/drops/{id}/add", _add(bench), methods=["POST"]),
        Route("/datasets", _datasets(bench)),
        Route("/tries", _try(bench), methods=["POST"]),
        Route("/tries/text", _written(bench), methods=["POST"]),
        Route("/tries/save", _save(bench), methods=["POST"]),
    ]


def _drop(bench: Bench) -> Answer:
    """Take a file in, piece by piece, and look at it."""

    async def answer(request: Request) -> Response:
        name = drops.safe_name(request.query_params.get("name", ""))
        if name is None:
            raise Refused(415, f"Such a file cannot be read; endings: {' '.join(ADDED)}")
        number, path = drops.opened(bench.serving.kept, name)
        await _take(request, path)
        seen = await in_thread(drops.seen, path, drops.asked_of({}))
        return said({"id": number, "file": name, **seen})

    return answer


async def _take(request: Request, path: Path) -> None:
    """Write what comes to a file, whole or not at all."""
    part = path.with_name(f".{path.parent.name}.part")
    try:
        with part.open("wb") as stream:
            async for piece in request.stream():
                stream.write(piece)
        part.replace(path)
    except BaseException:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise


def _dropped(bench: Bench, request: Request) -> Path:
    path = drops.dropped(bench.serving.kept, request.path_params["id"])
    if path is None:
        raise Refused(404, "The dropped file is not here any more: drop it again.")
    return path


def _look(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        path = _dropped(bench, request)
        asked = drops.asked_of(await words_of(request))
        seen = await in_thread(drops.seen, path, asked)
        return said({"id": request.path_params["id"], "file": path.name, **seen})

    return answer


def _add(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        _dropped(bench, request)
        words = await words_of(request)
        serving = bench.serving
        given = (serving.kept, request.path_params["id"], serving.folder, words)
        added = await in_thread(drops.add, *given)
        if not isinstance(added, drops.Added):
            return said({"faults": faults_told(added)}, 409)
        return said({"dataset": added.dataset, "file": added.file, "argument": added.argument})

    return answer


def _datasets(bench: Bench) -> Answer:
    async def answer(_: Request) -> Response:
        grounds, problems = await in_thread(grounds_of, bench.serving)
        return said({"datasets": stress.asked_in(grounds), "faults": faults_told(problems)})

    return answer


def _try(bench: Bench) -> Answer:
    """Check a single claim; what it makes is kept apart from the folder."""

    async def answer(request: Request) -> Response:
        form = stress.form_of(await words_of(request))
        serving = bench.serving
        grounds, _ = await in_thread(grounds_of, serving)
        path = await in_thread(stress.tried, serving.kept, form, grounds)
        data = folder_data(serving)
        roots = (path.parent, *serving.roots)
        job = Job(path, roots, data, serving.kept, alone=True)
        return said(shown(await begin(bench.desk, serving.kept, TRIED, job)))

    return answer


def _written(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        form = stress.form_of(await words_of(request))
        grounds, _ = await in_thread(grounds_of, bench.serving)
        data = stress.file_of(form.dataset, grounds, bench.serving.folder)
        return said({"text": stress.argument_text(form, grounds, data)})

    return answer


def _save(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        words: Any = await words_of(request)
        name = text_in(words, "name")
        path = path_in(bench, name)
        form = stress.form_of(words)
        grounds, _ = await in_thread(grounds_of, bench.serving)
        data = stress.file_of(form.dataset, grounds, path.parent)
        try:
            kept = await in_thread(stress.save, bench.serving.kept, form, grounds, path, data)
        except OSError as error:
            raise Refused(500, f"The file cannot be written: {error.strerror}.") from None
        if not kept:
            raise Refused(409, f"{name} stands in the folder already; give it another name.")
        return said({"name": name})

    return answer
