"""The routes of the texts: the list, one text, saving it, its faults, what may stand where."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from squarely.model.dataset import Dataset
from squarely.serve.answers import (
    Answer,
    Bench,
    Refused,
    grounds_of,
    in_thread,
    path_in,
    said,
    text_in,
    words_of,
)
from squarely.serve.child import SUMMARY
from squarely.serve.inside import arguments_in
from squarely.serve.offers import offers
from squarely.serve.read import understood
from squarely.serve.runs import last_of
from squarely.serve.settings import Serving
from squarely.serve.summary import faults_told
from squarely.serve.texts import ABSENT, hash_now, held, saved

Json = dict[str, Any]
_HEAD = 20_000  # bytes in which a title is looked for
_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*\r?$", re.MULTILINE)


def routes(bench: Bench) -> list[Route]:
    """What is asked of the texts of the folder."""
    return [
        Route("/arguments", _listed(bench)),
        Route("/text", _text(bench)),
        Route("/text", _save(bench), methods=["PUT"]),
        Route("/hash", _hash(bench)),
        Route("/faults", _faults(bench), methods=["POST"]),
        Route("/offers", _offers(bench), methods=["POST"]),
    ]


def _listed(bench: Bench) -> Answer:
    async def answer(_: Request) -> Response:
        serving = bench.serving
        found = await in_thread(arguments_in, serving.folder)
        told = await in_thread(lambda: [_summed(serving, name) for name in found])
        return said({"folder": serving.folder.name, "arguments": found, "told": told})

    return answer


def _summed(serving: Serving, name: str) -> Json:
    """The title of an argument and the verdicts of its last check, counted."""
    with (serving.folder / name).open("rb") as stream:
        head = stream.read(_HEAD).decode("utf-8", "replace")
    title = _TITLE.search(head)
    last = last_of(serving.kept, name)
    counts = json.loads((last / SUMMARY).read_text("utf-8")).get("counts", []) if last else []
    return {"title": title[1].strip("\"' ") if title else "", "counts": counts}


def _text(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        path = path_in(bench, request.query_params.get("name", ""))
        found = await in_thread(held, path)
        return said({"hash": found.hash, "text": found.text, "why": found.why})

    return answer


def _hash(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        path = path_in(bench, request.query_params.get("name", ""))
        return said({"hash": await in_thread(hash_now, path)})

    return answer


def _save(bench: Bench) -> Answer:
    """Write a text where the file is still the one that the writer saw; 412 with it where not."""

    async def answer(request: Request) -> Response:
        path = path_in(bench, request.query_params.get("name", ""))
        seen = request.headers.get("if-match", "").strip('"')
        if not seen:
            raise Refused(428, "What the file held when it was read must be said (If-Match).")
        text = text_in(await words_of(request), "text")
        try:
            text.encode()
            now = await in_thread(saved, path, text, seen)
        except UnicodeEncodeError:
            raise Refused(400, "The text holds what no file can.") from None
        except OSError as error:
            raise Refused(500, f"The file cannot be written: {error.strerror}.") from None
        changed = now.text != text.replace("\r\n", "\n") or bool(now.why)
        told = {"hash": now.hash, "text": now.text if changed else "", "why": now.why}
        return said({**told, "absent": now.hash == ABSENT}, 412 if changed else 200)

    return answer


def _faults(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        words = await words_of(request)
        path = path_in(bench, text_in(words, "name"))
        return said(await in_thread(_judged, bench, path, text_in(words, "text")))

    return answer


def _judged(bench: Bench, path: Path, text: str) -> Json:
    """The faults that `lint` finds in a text, and the claims it holds with their lines."""
    serving = bench.serving
    found = understood(text, path, serving.roots, serving.data)
    claims = found.argument.claims if found.argument else ()
    placed = [[one.id, one.place.line if one.place else 1] for one in claims]
    return {"faults": faults_told(found.problems), "claims": placed}


def _offers(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        words = await words_of(request)
        offset = words.get("offset")
        if not isinstance(offset, int) or isinstance(offset, bool):
            raise Refused(400, "The request lacks offset.")
        text = text_in(words, "text")
        path = path_in(bench, text_in(words, "name"))
        return said(await in_thread(_offered, bench, path, text, offset))

    return answer


def _offered(bench: Bench, path: Path, text: str, offset: int) -> Json:
    grounds, _ = grounds_of(bench.serving)
    known: dict[str, Dataset] = dict(grounds.known)
    files = [
        stand.path.name
        for stand in grounds.stands.values()
        if stand.kind in ("user", "format") and stand.path.parent == path.parent
    ]
    found = offers(text, min(max(offset, 0), len(text)), known, files)
    told = [[one.name, one.written, one.meaning] for one in found.offers]
    return {"start": found.start, "offers": told}
