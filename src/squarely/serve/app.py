"""The application: the page and its parts, the routes, and the guard before them."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from squarely.report.environment import TEMPLATES
from squarely.report.swatches import PATTERNS
from squarely.serve import bringing, checking, trying, writing
from squarely.serve.admission import POLICY, token_fits
from squarely.serve.answers import Answer, Bench, Refused, refused
from squarely.serve.guard import guarded

FRONT = Path(__file__).parent / "front"
TYPES = {".js": "text/javascript", ".css": "text/css"}


def application(bench: Bench) -> ASGIApp:
    """What answers at the address."""
    inside = [
        Route("/", _page),
        Route("/front/{name}", _front),
        *writing.routes(bench),
        *checking.routes(bench),
        *bringing.routes(bench),
        *trying.routes(bench),
    ]
    routes = [
        Route("/open/{token}", _opened(bench)),
        Mount(f"/{bench.serving.mark}", routes=inside),
    ]
    app = Starlette(routes=routes, exception_handlers={Refused: refused, 404: _nothing})
    return guarded(app, bench.serving)


async def _page(_: Request) -> Response:
    page = (FRONT / "workbench.html").read_text("utf-8").replace("<!-- patterns -->", PATTERNS)
    return HTMLResponse(page, headers={"content-security-policy": POLICY})


async def _front(request: Request) -> Response:
    """A part of the page, by a name that is listed; the report's own style is one of them."""
    name = request.path_params["name"]
    parts = {path.name: path for path in FRONT.iterdir() if path.suffix in TYPES}
    parts["page.css"] = TEMPLATES / "page.css"
    if name not in parts:
        return PlainTextResponse("There is no such part.\n", 404)
    path = parts[name]
    return Response(path.read_bytes(), media_type=TYPES[path.suffix])


def _opened(bench: Bench) -> Answer:
    """Exchange the token of the address for a cookie, and lead on to the page.

    The way on is a page and no redirection: after a link in another program the browser would not
    yet send a strict cookie along a redirection.
    """
    serving = bench.serving

    async def answer(request: Request) -> Response:
        if not token_fits(request.path_params["token"], serving):
            words = "This address is from an earlier start. Open the one printed last.\n"
            return PlainTextResponse(words, 403)
        link = f'<!doctype html><meta charset="utf-8"><title>Squarely</title>' \
               f'<meta http-equiv="refresh" content="0;url={serving.base}">' \
               f'<p><a href="{serving.base}">The workbench</a>'  # fmt: skip
        found = HTMLResponse(link)
        found.set_cookie(
            serving.cookie, serving.token, path=serving.base, httponly=True, samesite="strict"
        )
        return found

    return answer


async def _nothing(_: Request, __: Exception) -> Response:
    return PlainTextResponse("There is nothing here.\n", 404)
