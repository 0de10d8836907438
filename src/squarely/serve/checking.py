"""The routes of the checks: start one, follow it, stop it, look at what it left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from squarely.argument.read import read_file
from squarely.model.argument import Argument
from squarely.serve.admission import FRAMED
from squarely.serve.answers import (
    Answer,
    Bench,
    Refused,
    in_thread,
    path_in,
    said,
    text_in,
    words_of,
)
from squarely.serve.child import PAGE, SUMMARY, WHYS
from squarely.serve.comparing import compared
from squarely.serve.job import Job
from squarely.serve.read import understood
from squarely.serve.runs import ALIVE, Run, begin, cancel, events, last_of, shown
from squarely.serve.texts import held
from squarely.study.reading import settle_names

TRIED = "\ntried"  # the name of the runs of the form; no file can have it


def routes(bench: Bench) -> list[Route]:
    """What is asked of checks and their results."""
    return [
        Route("/checks", _begin(bench), methods=["POST"]),
        Route("/checks/{id}", _follow(bench)),
        Route("/checks/{id}", _cancel(bench), methods=["DELETE"]),
        Route("/last", _last(bench)),
        Route("/why", _why(bench)),
        Route("/page", _page(bench)),
        Route("/compare", _compare(bench), methods=["POST"]),
    ]


def _begin(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        name = text_in(await words_of(request), "name")
        path = path_in(bench, name)
        if not path.is_file():
            raise Refused(404, "The file is not there: save it first.")
        serving = bench.serving
        job = Job(path, serving.roots, serving.data, serving.kept)
        return said(shown(await begin(bench.desk, serving.kept, name, job)))

    return answer


def _run(bench: Bench, request: Request) -> Run:
    run = bench.desk.runs.get(request.path_params["id"])
    if run is None:
        raise Refused(404, "There is no such check any more.")
    return run


def _follow(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        run = _run(bench, request)
        return StreamingResponse(events(run), media_type="text/event-stream")

    return answer


def _cancel(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        run = _run(bench, request)
        await cancel(run)
        return said(shown(run))

    return answer


def _left(bench: Bench, request: Request) -> tuple[str, Path]:
    """The name and the folder of the last run that a request asks for."""
    name = request.query_params.get("name", "")
    if name:
        path_in(bench, name)
    else:
        name = TRIED
    found = last_of(bench.serving.kept, name)
    if found is None:
        raise Refused(404, "Not checked yet.")
    return name, found


def _last(bench: Bench) -> Answer:
    """The summary of the last run, and the check that is under way for the file."""

    async def answer(request: Request) -> Response:
        name = request.query_params.get("name", "")
        if name:
            path_in(bench, name)
        found = last_of(bench.serving.kept, name or TRIED)
        summary = json.loads((found / SUMMARY).read_text("utf-8")) if found else None
        under_way = [
            shown(run)
            for run in bench.desk.runs.values()
            if run.name == (name or TRIED) and run.state in ALIVE
        ]
        told = {"summary": summary, "run": found.name if found else None}
        return said({**told, "under_way": under_way[0] if under_way else None})

    return answer


def _why(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        _, found = _left(bench, request)
        whys = await in_thread(_whys, found)
        claim = request.query_params.get("claim", "")
        if claim not in whys:
            raise Refused(404, "The last check had no such claim.")
        return said({"text": whys[claim]})

    return answer


def _whys(found: Path) -> dict[str, Any]:
    path = found / WHYS
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def _page(bench: Bench) -> Answer:
    """The report as `--report` writes it, shut off from the workbench by the browser."""

    async def answer(request: Request) -> Response:
        _, found = _left(bench, request)
        path = found / PAGE
        if not path.is_file():
            raise Refused(404, "Not checked yet.")
        page = await in_thread(path.read_bytes)
        return HTMLResponse(page, headers={"content-security-policy": FRAMED})

    return answer


def _compare(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        words = await words_of(request)
        names = [text_in(words, side) for side in ("left", "right")]
        left, right = [await in_thread(_argument, bench, name) for name in names]
        found = compared(left, right)
        return said({
            "pairs": [[p.left, p.right, p.relation, list(p.differs)] for p in found.pairs],
            "left": _told(left, found.left),
            "right": _told(right, found.right),
        })  # fmt: skip

    return answer


def _told(argument: Argument, alone: tuple[str, ...]) -> dict[str, Any]:
    says = {claim.id: claim.says for claim in argument.claims}
    asks = {one.id: one.warrant.name if one.warrant else "" for one in argument.claims}
    return {
        "title": argument.title, "author": argument.author or "", "says": says, "asks": asks,
        "alone": list(alone), "conclusions": list(argument.conclusions),
    }  # fmt: skip


def _argument(bench: Bench, name: str) -> Argument:
    path = path_in(bench, name)
    serving = bench.serving
    found = understood(held(path).text, path, serving.roots, serving.data)
    if found.argument is None:
        raise Refused(409, f"{name} cannot be read as an argument: see its faults.")
    if not found.runs or found.grounds is None:
        return read_file(path)[0] or found.argument
    return settle_names(found.argument, found.grounds.known)
