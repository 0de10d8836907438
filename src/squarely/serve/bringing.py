"""The routes of files that are dropped: look at one, put it right, add it to the folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from squarely.grounds.catalog import ADDED
from squarely.serve import drops
from squarely.serve.answers import (
    Answer,
    Bench,
    Refused,
    in_thread,
    said,
    words_of,
)
from squarely.serve.summary import faults_told


def routes(bench: Bench) -> list[Route]:
    """What is asked of files that are dropped."""
    return [
        Route("/drops", _drop(bench), methods=["POST"]),
        Route("/drops/{id}", _look(bench), methods=["POST"]),
        Route("/drops/{id}/add", _add(bench), methods=["POST"]),
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
