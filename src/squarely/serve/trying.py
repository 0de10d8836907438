"""The routes of the single claim: what can be asked, its text and its faults; try it, keep it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from squarely.files import write_whole
from squarely.grounds.catalog import Grounds
from squarely.model.vocabulary import FORMS
from squarely.serve import stress
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
from squarely.serve.questions import IN_A_FILE
from squarely.serve.read import understood
from squarely.serve.runs import begin, shown
from squarely.serve.summary import faults_told
from squarely.serve.values import values_of
from squarely.serve.worded import Form, Written

DOCS = Path(__file__).parents[3] / "docs" / "warrants"  # beside the sources; no package holds it


def routes(bench: Bench) -> list[Route]:
    """What is asked of single claims."""
    return [
        Route("/datasets", _datasets(bench)),
        Route("/values", _values(bench)),
        Route("/warrants/{name}", _warrant),
        Route("/tries", _try(bench), methods=["POST"]),
        Route("/tries/text", _written(bench), methods=["POST"]),
        Route("/tries/save", _save(bench), methods=["POST"]),
    ]


def _datasets(bench: Bench) -> Answer:
    async def answer(_: Request) -> Response:
        grounds, problems = await in_thread(grounds_of, bench.serving)
        told = await in_thread(stress.asked_in, grounds)
        in_a_file = [
            {"name": name, "question": FORMS[name].question, "why": why}
            for name, why in IN_A_FILE.items()
        ]
        return said({"datasets": told, "in_a_file": in_a_file, "faults": faults_told(problems)})

    return answer


def _values(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        asked = request.query_params
        grounds, _ = await in_thread(grounds_of, bench.serving)
        given = (asked.get("dataset", ""), asked.get("column", ""), asked.get("typed", ""))
        return said({"values": await in_thread(values_of, grounds, *given)})

    return answer


async def _warrant(request: Request) -> Response:
    """The page of a warrant in the docs; where they are not here, what its module says."""
    name = request.path_params["name"]
    if name not in FORMS:
        raise Refused(404, "No warrant has that name.")
    page = DOCS / f"{name}.md"
    if page.is_file():
        return PlainTextResponse(page.read_text("utf-8"))
    module = import_module(f"squarely.warrants.{name.replace('-', '_')}")
    return PlainTextResponse(module.__doc__ or "")


def _judged(bench: Bench, form: Form, grounds: Grounds) -> tuple[Written, list[Any]]:
    """A form's text as it is tried, and its faults at their fields."""
    serving = bench.serving
    found = stress.worded(form, grounds)
    path = stress.scratch(serving.kept, form)
    roots = (path.parent, *serving.roots)
    text = understood(found.text, path, roots, folder_data(serving))
    return found, stress.at_fields(found, text.problems)


def _try(bench: Bench) -> Answer:
    """Check a single claim, or tell its faults; what it makes is kept apart from the folder."""

    async def answer(request: Request) -> Response:
        form = stress.form_of(await words_of(request))
        serving = bench.serving
        grounds, _ = await in_thread(grounds_of, serving)
        found, faults = await in_thread(_judged, bench, form, grounds)
        if any(one["severity"] == "error" for one in faults):
            return said({"faults": faults})
        path = stress.scratch(serving.kept, form)
        await in_thread(write_whole, path, found.text)
        roots = (path.parent, *serving.roots)
        job = Job(path, roots, folder_data(serving), serving.kept, alone=True)
        run = await begin(bench.desk, serving.kept, TRIED, job)
        return said({**shown(run), "faults": faults})

    return answer


def _written(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        form = stress.form_of(await words_of(request))
        grounds, _ = await in_thread(grounds_of, bench.serving)
        data = stress.file_of(form.dataset, grounds, bench.serving.folder)
        return said({"text": stress.worded(form, grounds, data).text})

    return answer


def _save(bench: Bench) -> Answer:
    async def answer(request: Request) -> Response:
        words: Any = await words_of(request)
        name = text_in(words, "name")
        path = path_in(bench, name)
        form = stress.form_of(words)
        grounds, _ = await in_thread(grounds_of, bench.serving)
        _, faults = await in_thread(_judged, bench, form, grounds)
        if any(one["severity"] == "error" for one in faults):
            return said({"faults": faults})
        data = stress.file_of(form.dataset, grounds, path.parent)
        text = stress.worded(form, grounds, data).text
        try:
            kept = await in_thread(stress.save, bench.serving.kept, form, text, path)
        except OSError as error:
            raise Refused(500, f"The file cannot be written: {error.strerror}.") from None
        if not kept:
            raise Refused(409, f"{name} stands in the folder already; give it another name.")
        return said({"name": name})

    return answer
